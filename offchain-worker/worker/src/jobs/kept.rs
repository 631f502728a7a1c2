// SPDX-License-Identifier: Apache-2.0
//! Kept: a document is fetched for a share, and its record may be erased before it is here, for a copy takes minutes. Then
//! it is given up, and nothing of it stays. Data rule 6.
//!
//! What erases takes the document first and the share's entry in the journal last, both under one lock
//! (`custody_rules/erasure.rs`). Under the same lock it is asked here whether the entry still stands: before a copy is
//! pinned, and when all is done. A process that is killed in between leaves a pin, which the next start takes away
//! (`leftovers.rs`).

use crate::{
	ipfs::DocumentStore,
	journal::{Journal, JournalError},
};
use salus_primitives::Cid;
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

/// How often the journal is asked whether the share is still in keeping.
const EVERY: Duration = Duration::from_secs(1);

/// A share in keeping, and the document that is kept for it.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
	pub journal: &'a Journal,
	pub store: &'a dyn DocumentStore,
	/// Held by what erases.
	pub erasing: &'a Mutex<()>,
	pub key_commitment: &'a [u8; 32],
	pub cid: &'a Cid,
}

impl<'a> Kept<'a> {
	/// Fetches the document for as long as the share is in keeping. Gives nothing if it was erased meanwhile: then the
	/// document is gone, too, as far as it had come.
	pub async fn fetch<Fetched>(
		&self,
		fetching: impl Future<Output = Fetched>,
	) -> anyhow::Result<Option<Fetched>> {
		let fetched = tokio::select! {
			fetched = fetching => Some(fetched),
			() = self.erased() => None,
		};
		let _erasing = self.erasing.lock().await;
		if self.stands()? {
			return Ok(fetched);
		}
		self.store.erase(self.cid).await?;
		tracing::info!("a document was erased while it was fetched, and is given up");
		Ok(None)
	}

	/// Keeps all erasures waiting, if the share is still in keeping.
	pub async fn hold(&self) -> Result<Option<MutexGuard<'a, ()>>, JournalError> {
		let erasing = self.erasing.lock().await;
		Ok(self.stands()?.then_some(erasing))
	}

	fn stands(&self) -> Result<bool, JournalError> {
		Ok(self.journal.placement(self.key_commitment)?.is_some())
	}

	/// Ends once the share is in keeping no more.
	async fn erased(&self) {
		// What can't be read now is asked again.
		while self.stands().unwrap_or(true) {
			tokio::time::sleep(EVERY).await;
		}
	}
}
