// SPDX-License-Identifier: Apache-2.0
//! Leftovers: documents that are pinned though neither a share, a result nor the card of a model that is run here names
//! them. A process that is killed right when a document is pinned leaves one, and no erasure would find it ever. Data
//! rule 6.
//!
//! They are erased at the start, before anything else is pinned, and with every collection of garbage: then only what was
//! left over the last time, too, so that nothing goes that is just coming. Where shares are set aside, nobody knows yet
//! whose the documents are, and all stay. In a Kubo daemon others may pin, and nothing tells their pins from ours: there
//! all stay as well.

use super::assess::card_cid;
use crate::{custody_rules::Custody, ipfs::DocumentStore, journal::Journal};
use salus_inference::Models;
use salus_primitives::Cid;
use std::collections::BTreeSet;

/// Where documents are pinned, and what names them.
pub struct Leftovers<'a> {
	journal: &'a Journal,
	store: &'a dyn DocumentStore,
	cards: BTreeSet<Cid>,
}

impl<'a> Leftovers<'a> {
	/// Of a custodian that runs these models.
	pub fn of(custody: &'a Custody, models: &Models) -> anyhow::Result<Self> {
		let cards = models.iter().map(|model| card_cid(model));
		Ok(Self {
			journal: &custody.journal,
			store: &*custody.store,
			cards: cards.collect::<anyhow::Result<_>>()?,
		})
	}

	/// Erases all of them. Nothing else may be pinned meanwhile.
	pub async fn erase_all(&self) -> anyhow::Result<()> {
		self.erase(&self.find().await?).await
	}

	/// Erases those that were left over before, too, and gives the others.
	pub async fn erase_again_found(&self, before: &BTreeSet<Cid>) -> anyhow::Result<BTreeSet<Cid>> {
		let found = self.find().await?.into_iter();
		let (again, new): (BTreeSet<Cid>, BTreeSet<Cid>) =
			found.partition(|cid| before.contains(cid));
		self.erase(&again).await?;
		Ok(new)
	}

	async fn find(&self) -> anyhow::Result<BTreeSet<Cid>> {
		if !self.store.is_ours_alone() || !self.journal.set_aside()?.is_empty() {
			return Ok(BTreeSet::new());
		}
		// The pins first: what a placement or a result pins later was named before.
		let pinned = self.store.pins().await?;
		let mut named = self.cards.clone();
		named.extend(self.journal.placements()?.iter().map(|placement| placement.info.cid));
		for request in self.journal.results()? {
			let result = self.journal.result(request)?;
			named.extend(result.and_then(|result| result.document()));
		}
		Ok(pinned.into_iter().filter(|cid| !named.contains(cid)).collect())
	}

	async fn erase(&self, leftovers: &BTreeSet<Cid>) -> anyhow::Result<()> {
		for cid in leftovers {
			self.store.erase(cid).await?;
		}
		if !leftovers.is_empty() {
			tracing::warn!(documents = leftovers.len(), "documents that nothing names were erased");
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		ipfs::{Embedded, EmbeddedConfig, Kubo},
		journal::{Output, PlacementInfo, StoredResult},
	};
	use bytes::Bytes;
	use salus_core::{DataKey, cids::LEAF_LENGTH, split};
	use salus_keystore::AtRest;
	use salus_primitives::RequestId;
	use tempfile::TempDir;
	use zeroize::Zeroizing;

	struct Home {
		journal: Journal,
		store: Embedded,
		_folder: TempDir,
	}

	impl Home {
		async fn new() -> Self {
			let folder = tempfile::tempdir().unwrap();
			let seed = Zeroizing::new([1; 32]);
			let config = EmbeddedConfig::new(folder.path().join("ipfs"), seed);
			let journal = folder.path().join("journal.redb");
			Self {
				journal: Journal::open(journal, AtRest::new(&[3; 32])).unwrap(),
				store: Embedded::start(config).await.unwrap(),
				_folder: folder,
			}
		}

		async fn pinned(&self, byte: u8) -> Cid {
			let document = Bytes::from(vec![byte; LEAF_LENGTH + usize::from(byte)]);
			self.store.add(document).await.unwrap()
		}

		/// A card, a share's document and a result's.
		async fn named(&self) -> [Cid; 3] {
			let [card, cid, document] =
				[self.pinned(1).await, self.pinned(2).await, self.pinned(3).await];
			let key = DataKey::generate();
			let share = split(&key, 2, 3).unwrap().remove(0);
			let info =
				PlacementInfo { placed_by: [2; 32], cid, size: 1, placed_at: 0, bound_to: None };
			self.journal.place(&key.commitment(), &share, &info).unwrap();
			let result = StoredResult::of(Output { content: [0; 32], document });
			self.journal.put_result(RequestId(1), &[], &result).unwrap();
			self.journal.put_result(RequestId(2), &[], &StoredResult::REFUSAL).unwrap();
			[card, cid, document]
		}

		fn leftovers(&self, card: Cid) -> Leftovers<'_> {
			Leftovers { journal: &self.journal, store: &self.store, cards: BTreeSet::from([card]) }
		}

		async fn pins(&self) -> BTreeSet<Cid> {
			self.store.pins().await.unwrap().into_iter().collect()
		}
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn data_rule_6_a_pin_that_nothing_names_goes_at_the_next_start() {
		let home = Home::new().await;
		let named = home.named().await;
		let leftover = home.pinned(9).await;
		home.leftovers(named[0]).erase_all().await.unwrap();
		assert_eq!(home.pins().await, BTreeSet::from(named));
		assert!(!home.store.has(&leftover).await.unwrap());
		for cid in named {
			assert!(home.store.has(&cid).await.unwrap());
		}
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn while_the_worker_runs_it_goes_when_it_is_found_a_second_time() {
		let home = Home::new().await;
		let named = home.named().await;
		let leftovers = home.leftovers(named[0]);
		let leftover = home.pinned(9).await;
		let found = leftovers.erase_again_found(&BTreeSet::new()).await.unwrap();
		assert_eq!(found, BTreeSet::from([leftover]));
		assert!(home.store.has(&leftover).await.unwrap());
		let new = home.pinned(10).await;
		let found = leftovers.erase_again_found(&found).await.unwrap();
		assert_eq!(found, BTreeSet::from([new]));
		assert!(!home.store.has(&leftover).await.unwrap());
		assert!(home.store.has(&new).await.unwrap());
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn what_others_may_have_pinned_stays() {
		let home = Home::new().await;
		// Nobody listens there, and nobody is asked.
		let kubo = Kubo::new("http://127.0.0.1:1").unwrap();
		let leftovers = Leftovers { journal: &home.journal, store: &kubo, cards: BTreeSet::new() };
		leftovers.erase_all().await.unwrap();
	}
}
