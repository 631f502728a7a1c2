// SPDX-License-Identifier: Apache-2.0
//! A custodian's side: answers only what finalized state allows.
//!
//! | what | where |
//! |---|---|
//! | who is connected, and for how long | `connections.rs`, `tls.rs` |
//! | whose connection gives way while a call is answered | `calling.rs` |
//! | how fast an answer has to be taken, and what is held until it has left | `writing.rs` |
//! | what one address, or one account, may have at a time | `slots.rs`, `forwarded.rs` |
//! | small requests, JSON-RPC, almost all of them signed | `methods.rs`, `caller.rs` |
//! | a share that is placed | `placement.rs`, `placing.rs` |
//! | a share that waits for its sharing, or goes to a successor | `handing_over.rs` |
//! | documents, by HTTP, as they lie in the store | `documents.rs`, `tickets.rs` |
//! | proofs of custody | `proof.rs` |
//! | what was released, for the record's patient | `releases.rs` |
//! | what one account may make a custodian store | `quota.rs` |
//! | whether it can do what it is there for | `ready.rs` |
//!
//! By which rules a custodian keeps, gives and erases is in `custody_rules/`.
//!
//! Strangers may be slow, many and of ill will. So no body is read that may be large before a signed request announced
//! it, every wait has an end, and what is read at a time is small.

mod caller;
mod calling;
mod certificate;
mod connections;
mod documents;
mod forwarded;
mod handing_over;
mod limits;
mod methods;
mod placement;
mod placing;
mod proof;
mod quota;
mod ready;
mod refusal;
mod releases;
mod slots;
#[cfg(test)]
mod tests;
mod tickets;
mod tls;
mod writing;

pub use forwarded::ForwardedBy;
pub use limits::Limits;
pub use tls::{Tls, TlsError};

use crate::custody_rules::{self, Custody};
use connections::{Client, Connection, Connections};
use http_body_util::{BodyExt, Limited};
use hyper::{
	Method, Request, Response, StatusCode,
	body::{Body, Incoming},
	header,
};
use jsonrpsee::{
	Methods,
	server::{HttpBody, ServerHandle, stop_channel},
	types::{ErrorObjectOwned, error::ErrorCode},
};
use methods::Rpc;
use placing::Placing;
use quota::Quota;
use salus_core::{AccountId, protocol::MAX_MESSAGE_BYTES};
use salus_custody::CustodyApiServer;
use serde_json::json;
use slots::{Slot, Slots};
use std::{sync::Arc, time::Duration};
use tickets::Tickets;
use tokio::{net::TcpListener, time::timeout};
use writing::Held;

/// What its parts share.
struct State {
	custody: Arc<Custody>,
	limits: Limits,
	quota: Arc<Quota>,
	tickets: Tickets,
	uploads: Arc<Slots<Client>>,
	downloads: Arc<Slots<Client>>,
	unsigned: Arc<Slots<Client>>,
	signed: Arc<Slots<Client>>,
	/// Documents that placements name and that peers are asked for.
	fetches: Arc<Slots<AccountId>>,
	/// Shares that are being released.
	releases: Arc<Slots<AccountId>>,
	placing: Arc<Placing>,
	damaged: documents::Damaged,
}

impl State {
	fn new(custody: Arc<Custody>, limits: Limits) -> Arc<Self> {
		Arc::new(Self {
			custody,
			limits,
			quota: Quota::new(limits.bytes_of_an_account, limits.uploads_of_an_account),
			tickets: Tickets::default(),
			uploads: Slots::new(limits.uploads.all),
			downloads: Slots::new(limits.downloads.all),
			unsigned: Slots::new(limits.unsigned.all),
			signed: Slots::new(limits.signed.all),
			fetches: Slots::new(usize::MAX),
			releases: Slots::new(releases::AT_ONCE),
			placing: Arc::default(),
			damaged: documents::Damaged::default(),
		})
	}
}

/// How long a request waits for its turn.
const TURN_WAIT: Duration = Duration::from_secs(5);

/// What stands between a custodian and its callers.
#[derive(Clone, Default)]
pub struct Transport {
	/// With what TLS is spoken; without it, it is plain HTTP.
	pub tls: Option<Arc<Tls>>,
	/// How a proxy on this machine names its callers, if there is one.
	pub behind_proxy: Option<ForwardedBy>,
}

/// Where a request comes from: on which connection it came, and whom it counts for.
#[derive(Clone, Copy)]
struct Origin<'a> {
	connection: &'a Arc<Connection>,
	held: &'a Arc<Held>,
	client: Client,
}

/// A custodian's server.
struct Server {
	state: Arc<State>,
	transport: Transport,
	connections: Arc<Connections>,
	methods: Methods,
}

/// Serves a custodian where `listener` listens, until the handle is stopped.
pub fn serve(
	custody: Arc<Custody>,
	listener: TcpListener,
	limits: Limits,
	transport: Transport,
) -> std::io::Result<ServerHandle> {
	// What an earlier run left of uploads that never became whole.
	match std::fs::remove_dir_all(&custody.incoming) {
		Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(cause),
		_ => std::fs::create_dir_all(&custody.incoming)?,
	}
	Ok(start(State::new(custody, limits), listener, transport))
}

fn start(state: Arc<State>, listener: TcpListener, transport: Transport) -> ServerHandle {
	let (stop, handle) = stop_channel();
	tokio::spawn(custody_rules::keep_prekeys(state.custody.clone(), stop.clone().shutdown()));
	if let Some(tls) = &transport.tls {
		tokio::spawn(tls::watch(tls.clone(), state.limits.certificate, stop.clone()));
	}
	let server = Server {
		connections: Connections::new(state.limits.connections),
		methods: Rpc(state.clone()).into_rpc().into(),
		state,
		transport,
	};
	tokio::spawn(connections::accept(listener, Arc::new(server), stop));
	handle
}

/// The JSON-RPC methods, without the server.
pub(crate) fn methods(custody: Arc<Custody>) -> Methods {
	Rpc(State::new(custody, Limits::default())).into_rpc().into()
}

impl Server {
	/// Answers a request, whatever it is.
	async fn answer(
		&self,
		connection: &Arc<Connection>,
		held: &Arc<Held>,
		request: Request<Incoming>,
	) -> Response<HttpBody> {
		let (method, path) = (request.method().clone(), request.uri().path().to_owned());
		let behind = self.transport.behind_proxy;
		let origin = Origin {
			connection,
			held,
			client: forwarded::client_of(connection.client(), behind, request.headers()),
		};
		if method == Method::POST && path == "/" {
			return self.call(origin, request).await;
		}
		if method == Method::GET && path == "/ready" {
			return match self.unsigned(origin).await {
				Some(_slot) => ready::answer(&self.state).await,
				None => busy(),
			};
		}
		if method == Method::GET
			&& let Some(cid) = path.strip_prefix("/documents/")
		{
			return documents::get(&self.state, origin, cid).await;
		}
		if method == Method::PUT
			&& let Some(ticket) = path.strip_prefix("/uploads/")
		{
			return documents::put(&self.state, origin, ticket, request).await;
		}
		let nothing =
			"there is nothing here: POST / takes JSON-RPC, GET /documents/CID gives a document";
		problem(StatusCode::NOT_FOUND, &refusal::refuse(nothing))
	}

	/// Waits for the turn of a request that nobody signed. Its connection gives way meanwhile, and while it is worked on.
	async fn unsigned(&self, origin: Origin<'_>) -> Option<Slot<Client>> {
		let own = self.state.limits.unsigned.of(origin.client);
		let unsigned = &self.state.unsigned;
		unsigned.wait(&origin.client, own, TURN_WAIT).await
	}

	/// Waits for the turn of a call that has to be signed. Its connection gives way until it is known to be.
	async fn signed(&self, origin: Origin<'_>) -> Option<Slot<Client>> {
		let own = self.state.limits.signed.of(origin.client);
		let signed = &self.state.signed;
		signed.wait(&origin.client, own, TURN_WAIT).await
	}

	async fn call(&self, origin: Origin<'_>, request: Request<Incoming>) -> Response<HttpBody> {
		if request.body().size_hint().lower() > MAX_MESSAGE_BYTES as u64 {
			return message(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::OversizedRequest);
		}
		let read = Limited::new(request.into_body(), MAX_MESSAGE_BYTES).collect();
		let body = match timeout(self.state.limits.body, read).await {
			Ok(Ok(body)) => body.to_bytes(),
			Ok(Err(_)) => {
				return message(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::OversizedRequest);
			}
			Err(_) => {
				return problem(
					StatusCode::REQUEST_TIMEOUT,
					&refusal::refuse("the request took too long to come"),
				);
			}
		};
		let Ok(text) = std::str::from_utf8(&body) else {
			return message(StatusCode::OK, ErrorCode::ParseError);
		};
		let slot = match methods::is_signed(&self.methods, text) {
			true => self.signed(origin).await,
			false => self.unsigned(origin).await,
		};
		let Some(_slot) = slot else {
			return busy();
		};
		let call = self.methods.raw_json_request(text, 1);
		match calling::answering(origin.connection, call).await {
			Ok((response, _)) => json_body(StatusCode::OK, response),
			// Batches too: one could ask for any number of things.
			Err(_) => message(StatusCode::OK, ErrorCode::ParseError),
		}
	}
}

/// The answer to a request whose turn does not come.
fn busy() -> Response<HttpBody> {
	let busy = refusal::unavailable("too many ask here now: ask again in a moment");
	problem(StatusCode::SERVICE_UNAVAILABLE, &busy)
}

/// A JSON-RPC answer to what is not a request.
fn message(status: StatusCode, code: ErrorCode) -> Response<HttpBody> {
	let error = json!({ "code": code.code(), "message": code.message() });
	json_body(status, json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string())
}

/// An error in JSON-RPC's form, without its envelope.
fn problem(status: StatusCode, error: &ErrorObjectOwned) -> Response<HttpBody> {
	json_body(status, json!({ "code": error.code(), "message": error.message() }).to_string())
}

fn json_body(status: StatusCode, body: String) -> Response<HttpBody> {
	let mut response = Response::new(HttpBody::from(body));
	*response.status_mut() = status;
	response
		.headers_mut()
		.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
	response
}
