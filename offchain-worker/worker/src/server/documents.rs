// SPDX-License-Identifier: Apache-2.0
//! Documents by HTTP: bytes as they are, from socket to disk and back, a few blocks at a time.
//!
//! `PUT /uploads/TICKET` takes what `documents_announce` gave the ticket for. `GET /documents/CID` gives what is kept here
//! by its own CID: nobody may make a custodian search the network for them, or read one document's blocks by
//! another's name.

use super::{
	Custody, Origin, State,
	connections::Client,
	methods::counted,
	problem,
	quota::UnderWay,
	refusal::{refuse, store_failed, unavailable},
	slots::Slot,
	tickets::Ticket,
	writing::{Held, Taken},
};
use crate::{ipfs::StoreError, metrics};
use bytes::Bytes;
use futures::{
	SinkExt, StreamExt, TryStreamExt,
	channel::{mpsc, oneshot},
};
use http_body_util::BodyExt;
use hyper::{
	Request, Response, StatusCode,
	body::{Body, Frame, Incoming},
	header::{self, HeaderValue},
};
use jsonrpsee::{core::RpcResult, server::HttpBody, types::ErrorObjectOwned};
use salus_core::{
	cids,
	protocol::{CORRUPT, UNAVAILABLE},
};
use salus_primitives::Cid;
use std::{
	collections::BTreeSet,
	io,
	pin::Pin,
	sync::{Arc, Mutex, PoisonError},
	task::{Context, Poll},
	time::Duration,
};
use tokio::{
	io::AsyncWriteExt,
	time::{Instant, timeout},
};

/// Documents of which a bad block was met while they were on their way, at most.
const MAX_DAMAGED: usize = 1_024;

/// Documents of which a bad block was met after their first bytes had left: whoever asks again is told at once.
#[derive(Default)]
pub(super) struct Damaged(Mutex<BTreeSet<Cid>>);

impl Damaged {
	fn note(&self, cid: &Cid) {
		let mut damaged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		if damaged.len() < MAX_DAMAGED {
			damaged.insert(*cid);
		}
	}

	/// Whether it was noted; it is so no more.
	fn take(&self, cid: &Cid) -> bool {
		let mut damaged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		damaged.remove(cid)
	}
}

pub(super) async fn put(
	state: &Arc<State>,
	origin: Origin<'_>,
	ticket: &str,
	request: Request<Incoming>,
) -> Response<HttpBody> {
	// Without a slot the ticket stays good: whoever was asked to come again need not announce the document again.
	let begun = state.tickets.take(ticket, |ticket| {
		let under_way = state.quota.begin(&ticket.caller).map_err(unavailable)?;
		let own = state.limits.uploads.of(origin.client);
		let slot = state.uploads.take(&origin.client, own).ok_or_else(|| {
			unavailable("too many documents are coming in here: ask another custodian, or again")
		})?;
		Ok((under_way, slot))
	});
	let stored = match begun {
		Some(Ok((ticket, slots))) => {
			let _at_work = origin.connection.at_work();
			store(state, ticket, slots, request).await
		}
		Some(Err(refusal)) => Err(refusal),
		None => Err(refuse("this ticket is used up, too old or none: announce the document again")),
	};
	match counted("documents_put", stored) {
		Ok(()) => {
			let mut response = Response::new(HttpBody::empty());
			*response.status_mut() = StatusCode::NO_CONTENT;
			response
		}
		Err(error) => refused(&error),
	}
}

async fn store(
	state: &State,
	ticket: Ticket,
	_slots: (UnderWay, Slot<Client>),
	request: Request<Incoming>,
) -> RpcResult<()> {
	let folder = &state.custody.incoming;
	let file = tempfile::NamedTempFile::new_in(folder).map_err(disk_failed)?;
	let copy = file.reopen().map_err(disk_failed)?;
	let mut copy = tokio::fs::File::from_std(copy);
	let until = deadline(state, ticket.size);
	let (mut body, mut length) = (request.into_body(), 0_u64);
	loop {
		let stalled = state.limits.stall.min(until.saturating_duration_since(Instant::now()));
		let frame = match timeout(stalled, body.frame()).await {
			Ok(Some(Ok(frame))) => frame,
			Ok(None) => break,
			Ok(Some(Err(cause))) => return Err(refuse(format!("the document broke off: {cause}"))),
			Err(_) => return Err(refuse("the document came too slowly")),
		};
		let Ok(bytes) = frame.into_data() else {
			continue;
		};
		length = length.saturating_add(bytes.len() as u64);
		if length > ticket.size {
			return Err(refuse("the document has another size than announced"));
		}
		copy.write_all(&bytes).await.map_err(disk_failed)?;
	}
	if length != ticket.size {
		return Err(refuse("the document has another size than announced"));
	}
	copy.flush().await.map_err(disk_failed)?;
	// Not pinned until a share is placed for it: what nobody names is collected.
	let stored = state.custody.store.put_file(file.path(), &ticket.cid).await;
	stored.map_err(store_failed)
}

/// When a document of this size has to be through.
fn deadline(state: &State, size: u64) -> Instant {
	let seconds = size.checked_div(state.limits.least_speed).unwrap_or(size);
	Instant::now() + state.limits.stall + Duration::from_secs(seconds)
}

fn disk_failed(cause: io::Error) -> ErrorObjectOwned {
	tracing::error!(%cause, "uploads can't be written");
	unavailable("its disk does not take the document")
}

pub(super) async fn get(state: &Arc<State>, origin: Origin<'_>, cid: &str) -> Response<HttpBody> {
	let begun = begin(state, origin, cid).await;
	metrics::answer("documents_get", begun.is_ok());
	match begun {
		Ok((size, body)) => {
			let mut response = Response::new(body);
			let headers = response.headers_mut();
			headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
			headers
				.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
			response
		}
		Err(error) => {
			// Anybody may ask for anything, and would fill the log.
			tracing::debug!(reason = error.message(), "a document is not given");
			refused(&error)
		}
	}
}

/// Gives the document's size, and its bytes as they will come.
async fn begin(state: &Arc<State>, origin: Origin<'_>, cid: &str) -> RpcResult<(u64, HttpBody)> {
	let cid = cids::from_text(cid).map_err(|cause| store_failed(cause.into()))?;
	let own = state.limits.downloads.of(origin.client);
	// Before the store is asked: that is work, whatever the answer.
	let slot = state.downloads.take(&origin.client, own).ok_or_else(|| {
		unavailable("too many documents are being read here: ask another custodian, or again")
	})?;
	if !state.custody.keeps(&cid).await? {
		return Err(refuse("this custodian does not keep that document"));
	}
	let taken = Taken { _slot: slot, _at_work: origin.connection.at_work() };
	if state.damaged.take(&cid)
		&& let Err(cause) = read_through(&state.custody, &cid).await
	{
		state.damaged.note(&cid);
		return Err(store_failed(cause));
	}
	let (first, begun) = oneshot::channel();
	let (blocks, sent) = mpsc::channel(1);
	tokio::spawn(send(Sending { state: state.clone(), cid, first, blocks }));
	let size = begun.await.map_err(|_| unavailable("it stopped reading the document"))??;
	let body = Sent { blocks: sent, taken: Some(taken), held: origin.held.clone() };
	Ok((size, HttpBody::new(body)))
}

/// A document's blocks as they are taken to be written. What was taken for it is held until they have left.
struct Sent {
	blocks: mpsc::Receiver<io::Result<Bytes>>,
	taken: Option<Taken>,
	held: Arc<Held>,
}

impl Body for Sent {
	type Data = Bytes;
	type Error = io::Error;

	fn poll_frame(
		self: Pin<&mut Self>,
		context: &mut Context<'_>,
	) -> Poll<Option<io::Result<Frame<Bytes>>>> {
		let blocks = &mut self.get_mut().blocks;
		blocks.poll_next_unpin(context).map_ok(Frame::data)
	}
}

impl Drop for Sent {
	fn drop(&mut self) {
		if let Some(taken) = self.taken.take() {
			self.held.keep(taken);
		}
	}
}

/// Reads a document only to see that it is whole.
async fn read_through(custody: &Custody, cid: &Cid) -> Result<(), StoreError> {
	let mut reading = custody.store.open(cid).await?;
	while reading.bytes.try_next().await?.is_some() {}
	Ok(())
}

/// A document on its way.
struct Sending {
	state: Arc<State>,
	cid: Cid,
	first: oneshot::Sender<RpcResult<u64>>,
	blocks: mpsc::Sender<io::Result<Bytes>>,
}

async fn send(mut sending: Sending) {
	let custody = sending.state.custody.clone();
	let mut reading = match custody.store.open(&sending.cid).await {
		Ok(reading) => reading,
		Err(cause) => {
			// Whoever asked may be gone.
			let _ = sending.first.send(Err(store_failed(cause)));
			return;
		}
	};
	// Before the head leaves: a document of one block is known to be whole then.
	let mut next = match reading.bytes.try_next().await {
		Ok(block) => block,
		Err(cause) => {
			let _ = sending.first.send(Err(store_failed(cause)));
			return;
		}
	};
	if sending.first.send(Ok(reading.size)).is_err() {
		return;
	}
	while let Some(block) = next {
		// Whoever takes it too slowly loses the connection (`writing.rs`), and this its receiver.
		if sending.blocks.send(Ok(block)).await.is_err() {
			return;
		}
		next = match reading.bytes.try_next().await {
			Ok(next) => next,
			Err(cause) => {
				tracing::warn!(%cause, "a document broke off");
				if matches!(cause, StoreError::Corrupt { .. }) {
					sending.state.damaged.note(&sending.cid);
				}
				let broken = io::Error::other("the document broke off");
				let _ = sending.blocks.send(Err(broken)).await;
				return;
			}
		};
	}
}

fn refused(error: &ErrorObjectOwned) -> Response<HttpBody> {
	let status = match error.code() {
		UNAVAILABLE => StatusCode::SERVICE_UNAVAILABLE,
		CORRUPT => StatusCode::INTERNAL_SERVER_ERROR,
		_ => StatusCode::FORBIDDEN,
	};
	problem(status, error)
}
