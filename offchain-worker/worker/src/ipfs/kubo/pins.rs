// SPDX-License-Identifier: Apache-2.0
//! What the daemon keeps. Kubo finds a document's own pin in an index, and what a pin covers only by a traversal of
//! all.

use super::super::{Cid, StoreError};
use super::Kubo;
use super::request::TRAVERSAL_DEADLINE;
use super::responses::{Pin, Pins};
use std::collections::BTreeMap;
use std::time::Duration;

impl Kubo {
	/// How a CID is pinned: `recursive`, `direct`, or `indirect through` another. Only of the given type, or of `all`.
	async fn kind_of_pin(
		&self,
		cid: &str,
		kind: &str,
		deadline: Duration,
	) -> Result<Option<String>, StoreError> {
		let parameters = [("arg", cid), ("type", kind), ("offline", "true")];
		let body = match self.ask_within("pin/ls", &parameters, deadline).await {
			Err(StoreError::Refused { problem, .. }) if problem.contains("not pinned") => {
				return Ok(None);
			}
			asked => asked?,
		};
		let pins: Pins = self.value("pin/ls", &body)?;
		Ok(pins.keys.into_values().next().map(|pin| pin.kind))
	}

	/// Whether a document has a pin of its own: read from an index.
	pub(super) async fn is_root(&self, cid: &Cid) -> Result<bool, StoreError> {
		let text = cid.to_string();
		let kind = self.kind_of_pin(&text, "recursive", self.deadline).await?;
		Ok(kind.is_some())
	}

	/// Takes a pin away, if it is there.
	pub(super) async fn remove_pin(&self, root: &str) -> Result<(), StoreError> {
		let parameters = [("arg", root), ("recursive", "true")];
		match self.ask("pin/rm", &parameters).await {
			Err(StoreError::Refused { problem, .. }) if problem.contains("not pinned") => Ok(()),
			asked => asked.map(drop),
		}
	}

	/// Takes one pin away that covers a block, whoever's it is.
	pub(super) async fn uncover(&self, block: &Cid) -> Result<(), StoreError> {
		let text = block.to_string();
		let Some(kind) = self.kind_of_pin(&text, "all", TRAVERSAL_DEADLINE).await? else {
			return Ok(());
		};
		let root = kind.strip_prefix("indirect through ").unwrap_or(&text);
		tracing::warn!(root, "a pin goes that covers a block of an erased document");
		self.remove_pin(root).await
	}

	/// Refuses a document that has a block of another that is kept. One that is kept itself passed before. Its root
	/// has come by now, whether or not it was here.
	pub(super) async fn refuse_shared(
		&self,
		cid: &Cid,
		blocks: &[Cid],
		root_was_here: Option<bool>,
	) -> Result<(), StoreError> {
		if self.is_root(cid).await? {
			return Ok(());
		}
		let below: Vec<Cid> = blocks.iter().filter(|block| *block != cid).copied().collect();
		let found = self.are_here(&below).await?;
		// By hash, as Kubo keeps them. What was not here belongs to nothing that is kept, which saves the list.
		let here: BTreeMap<&[u8], &Cid> = below
			.iter()
			.zip(found)
			.chain([(cid, root_was_here)])
			.filter(|(_, here)| *here != Some(false))
			.map(|(block, _)| (&block.as_bytes()[2..], block))
			.collect();
		if here.is_empty() {
			return Ok(());
		}
		let mut shared = None;
		let parameters = [("type", "all"), ("stream", "true"), ("offline", "true")];
		let listed = self.list("pin/ls", &parameters, |pin: Pin| {
			let kept = cid::Cid::try_from(pin.cid.as_str()).ok();
			let hash = kept.map(|kept| kept.hash().to_bytes());
			shared = hash.and_then(|hash| here.get(hash.as_slice()).copied());
			shared.is_none()
		});
		listed.await?;
		match shared {
			Some(block) => Err(StoreError::SharesBlock { cid: *cid, block: *block }),
			None => Ok(()),
		}
	}
}
