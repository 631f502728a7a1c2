// SPDX-License-Identifier: Apache-2.0
//! Access requests for several records at once: signed one after the other, waited for together.

use super::super::{
	Context, Failure,
	record::{explained, reader_has_key},
};
use futures::future::join_all;
use salus_chain::{ChainClient, Included, calls::records, events::Event};
use salus_custody::documents::{self, Opened};
use salus_primitives::{AccessId, Purpose, RecordId, VersionNumber};

/// Which record, and which version of it; the latest without one.
pub type RecordVersion = (RecordId, Option<VersionNumber>);

/// Asks the chain for access to all of them, and gives the requests in the same order. If one is refused, those that
/// were opened are closed again.
pub async fn request_all(
	context: &Context,
	wanted: &[RecordVersion],
	purpose: Purpose,
) -> Result<Vec<(AccessId, Included)>, Failure> {
	reader_has_key(context).await?;
	let (chain, signer) = (context.chain().await?, context.signer()?);
	let bar = context.bar(wanted.len(), "access requests");
	let requests = wanted.iter().map(async |(record, version)| {
		let call = records::request_access(*record, *version, purpose);
		let done = chain.submit(&signer, call).await;
		bar.inc(1);
		done
	});
	let requested = join_all(requests).await;
	bar.finish_and_clear();
	let opened = |done: Included| {
		let access = done.events.iter().find_map(|event| match event {
			Event::AccessOpened { access, .. } => Some(*access),
			_ => None,
		});
		let missing = || Failure::new("Mismatch", "access was opened, but no event says so");
		Ok((access.ok_or_else(missing)?, done))
	};
	let mut asked = Vec::new();
	let mut refused = None;
	for (requested, (record, _)) in requested.into_iter().zip(wanted) {
		match requested.map_err(Failure::from).and_then(opened) {
			Ok(request) => asked.push(request),
			Err(cause) => refused = refused.or(Some((*record, cause))),
		}
	}
	match refused {
		None => Ok(asked),
		Some((record, cause)) => {
			close_all(context, &asked).await?;
			Err(explained(context, record, purpose, cause).await)
		}
	}
}

/// The documents under these requests, each or why it could not be had.
pub async fn open_all(
	context: &Context,
	requests: &[(AccessId, Included)],
) -> Result<Vec<Opened>, Failure> {
	let chain = context.chain().await?;
	let (signer, secret) = (context.signer()?, context.secret()?);
	let (bar, budget) = (context.bar(requests.len(), "documents"), context.retry_budget());
	let documents = requests.iter().map(async |(access, _)| {
		let opened = documents::open(chain, &signer, &secret, *access, budget).await;
		bar.inc(1);
		opened
	});
	let opened = join_all(documents).await;
	bar.finish_and_clear();
	opened.into_iter().map(|opened| Ok(opened?)).collect()
}

/// Closes access requests, which gives their deposits back. What is left open expires by itself.
pub async fn close_all(
	context: &Context,
	requests: &[(AccessId, Included)],
) -> Result<(), Failure> {
	let (chain, signer) = (context.chain().await?, context.signer()?);
	let waiting = context.spinner("access requests are closed");
	let closed =
		requests.iter().map(|(access, _)| chain.submit(&signer, records::close_access(*access)));
	join_all(closed).await;
	waiting.finish_and_clear();
	Ok(())
}
