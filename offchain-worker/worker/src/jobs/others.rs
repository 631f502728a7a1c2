// SPDX-License-Identifier: Apache-2.0
//! Others: the other custodians of a version, from whom its document is fetched when it should be here and is not.
//!
//! | of them | first | then |
//! |---|---|---|
//! | one is connected | bitswap | HTTP, if bitswap finds nothing within the store's deadline |
//! | none is, as behind NAT | HTTP | bitswap, should a peer come meanwhile |
//!
//! By HTTP only endpoints are asked that the chain names, without TLS only where that is allowed, and in a private network
//! only from within ([`Asker`]). What comes is no longer than the chain says, and is believed by its CID alone. Copies have
//! turns of their own: a custodian that gives one slowly holds up no bitswap.

use super::{Worker, fetch_result::is_not_found, kept::Kept};
use crate::{
	copy::{CopyError, copy},
	ipfs::{DocumentStore, StoreError},
};
use anyhow::Context;
use rand::{rngs::OsRng, seq::SliceRandom};
use salus_chain::{AccountId, BlockRef, ChainClient, ChainError, queries};
use salus_custody::{Asker, Custodian};
use salus_primitives::{Cid, records::Version};
use std::{collections::BTreeSet, path::Path};
use tempfile::NamedTempFile;

/// Keeps a version's document for its share, and fetches it if it is not here.
pub async fn pin(
	worker: &Worker,
	kept: Kept<'_>,
	version: &Version<AccountId>,
	block: BlockRef,
) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let (cid, size) = (&version.cid, version.length);
	if custody.store.has(cid).await? {
		return worker.pin(cid, Some(size)).await;
	}
	let others = Others::of(&*custody.chain, &worker.account(), version, block).await?;
	let connected = others.are_connected(&*custody.store).await?;
	if connected {
		match worker.pin(cid, Some(size)).await {
			Err(cause) if is_not_found(&cause) => {}
			ended => return ended,
		}
	}
	let turn = worker.copying.acquire().await?;
	let copied = others.copy(cid, size, &*custody.store, &custody.incoming);
	let copied = copied.await;
	drop(turn);
	let Err(cause) = copied else {
		// It may have been erased while it came. Data rule 6.
		let Some(_erasing) = kept.hold().await? else {
			return Ok(());
		};
		return Ok(custody.store.pin(cid, Some(size)).await?);
	};
	if connected {
		return Err(cause.into());
	}
	// It takes its time: so nobody is asked by HTTP again at once.
	worker.pin(cid, Some(size)).await.context(cause)
}

/// The other custodians of a version, where the chain says that they are.
#[derive(Default)]
pub struct Others {
	/// Those that may be asked by HTTP.
	pub(super) custodians: Vec<Custodian>,
	/// The peer ids of all.
	pub(super) peers: BTreeSet<String>,
}

impl Others {
	/// As of a block, in an order by chance: not always the same one has the work.
	pub async fn of(
		chain: &dyn ChainClient,
		me: &AccountId,
		version: &Version<AccountId>,
		block: BlockRef,
	) -> Result<Self, ChainError> {
		let mut others = Self::default();
		let asker = Asker::daemon(chain, me, block).await?;
		for account in version.custodians.iter().filter(|account| *account != me) {
			let who = queries::who_is(chain, account, block.hash).await?;
			// Those who left service, too: they hold what they held until they take back their bond.
			let Some(operator) = who.operator else {
				continue;
			};
			let peer_id = String::from_utf8_lossy(&operator.peer_id).into_owned();
			others.peers.insert(peer_id);
			match asker.custodian(account, &operator, chain.genesis_hash().0).await {
				Ok(custodian) => others.custodians.push(custodian),
				Err(cause) => tracing::debug!(%cause, "a custodian is not asked by HTTP"),
			}
		}
		others.custodians.shuffle(&mut OsRng);
		Ok(others)
	}

	/// Whether the store has a connection to one of them.
	async fn are_connected(&self, store: &dyn DocumentStore) -> Result<bool, StoreError> {
		let peers = store.peers().await?;
		Ok(peers.iter().any(|peer| self.peers.contains(peer)))
	}

	async fn copy(
		&self,
		cid: &Cid,
		size: u64,
		store: &dyn DocumentStore,
		folder: &Path,
	) -> Result<NamedTempFile, CopyError> {
		copy(&self.custodians, cid, size, store, folder).await
	}

	/// Makes a document of so many bytes whole that is damaged here or missing, and pins it if its share is still in
	/// keeping. What comes by HTTP lies in `folder` meanwhile.
	pub async fn repair(&self, kept: Kept<'_>, size: u64, folder: &Path) -> anyhow::Result<()> {
		let Kept { store, cid, .. } = kept;
		// What is bad goes before what is good comes by bitswap: with nobody to ask, it would only become worse.
		if self.are_connected(store).await? {
			match store.repair(cid).await {
				Err(StoreError::NotFound { .. }) => {}
				ended => return Ok(ended.map(drop)?),
			}
		}
		let file = self.copy(cid, size, store, folder).await?;
		// It may have been erased while it came. Data rule 6.
		let Some(_erasing) = kept.hold().await? else {
			return Ok(());
		};
		match store.repair(cid).await {
			// A daemon that does not overwrite a bad block has dropped it now.
			Err(StoreError::NotFound { .. }) => {
				store.put_file(file.path(), cid).await?;
				Ok(store.pin(cid, Some(size)).await?)
			}
			ended => Ok(ended.map(drop)?),
		}
	}
}
