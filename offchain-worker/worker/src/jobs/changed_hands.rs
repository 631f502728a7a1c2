// SPDX-License-Identifier: Apache-2.0
//! Changed hands: custody that passed on in blocks that this operator did not see, found by the chain's present state
//! (`reconcile.rs`).

use super::Worker;
use crate::{
	custody_rules::is_current,
	journal::{JobKey, Placement},
};
use salus_chain::{AccountId, BlockRef, queries};
use salus_primitives::{
	MAX_PAGE, RecordId, VersionNumber, WithId,
	records::{KeptRecord, Version},
};
use std::collections::BTreeSet;

/// What is to be done about the versions of a record of which something is kept.
pub fn changed_hands(
	record: RecordId,
	versions: &[WithId<VersionNumber, Version<AccountId>>],
	kept: &[&Placement],
	me: &AccountId,
) -> Vec<JobKey> {
	let mut due = Vec::new();
	for WithId { id, item: version } in versions {
		let bound_to = (record, *id);
		let of_it = kept.iter().filter(|placement| placement.info.bound_to == Some(bound_to));
		let (current, old): (Vec<&&Placement>, Vec<&&Placement>) =
			of_it.partition(|placement| is_current(placement, bound_to, version, me));
		if !old.is_empty() && current.is_empty() && version.custodians.contains(me) {
			due.push(JobKey::Keep(record, *id));
		}
		if !old.is_empty() {
			due.push(JobKey::GiveUp(record));
		}
	}
	due
}

/// The versions that the chain names this operator for and of which nothing is kept here: it was named in the place of
/// another, in a block that it did not see. All records are looked through for it.
pub async fn not_kept(
	worker: &Worker,
	placements: &[Placement],
	block: BlockRef,
) -> anyhow::Result<Vec<JobKey>> {
	let (chain, me) = (&*worker.custody.chain, worker.account());
	let bound: BTreeSet<_> =
		placements.iter().filter_map(|placement| placement.info.bound_to).collect();
	let (mut due, mut passed, mut after) = (Vec::new(), BTreeSet::new(), None);
	loop {
		let page = queries::kept_by(chain, &me, after, MAX_PAGE, block.hash).await?;
		for KeptRecord { record, versions } in page.kept {
			let named = versions.into_iter().map(|version| (record, version));
			let missing = named.filter(|named| !bound.contains(named));
			due.extend(missing.map(|(record, version)| JobKey::Keep(record, version)));
		}
		let Some(next) = page.next else {
			return Ok(due);
		};
		// In no order that could be compared, and so that no node can make this go round for ever.
		anyhow::ensure!(passed.insert(next), "the node goes round among the records");
		after = Some(next);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{fixtures::placement, journal::PlacementInfo};
	use salus_core::Sharing;
	use salus_primitives::records::Resharing;

	#[test]
	fn custody_that_changed_hands_unseen_is_made_up_for() {
		let me = AccountId::new([5; 32]);
		let reshared = |sharing| Resharing {
			generation: 1,
			sharing: [sharing; 32],
			placed_by: AccountId::new([1; 32]),
		};
		let version = |custodian: u8, reshared: Option<Resharing<AccountId>>| WithId {
			id: 1,
			item: Version {
				custodians: vec![AccountId::new([custodian; 32])].try_into().unwrap(),
				reshared,
				..salus_custody::fixtures::version(1, 2)
			},
		};
		let record = RecordId(7);
		let kept = |of: &WithId<VersionNumber, Version<AccountId>>| Placement {
			key_commitment: Sharing::of(record, 1, &of.item).share_name(),
			info: PlacementInfo { bound_to: Some((record, 1)), ..placement(1, 2) },
		};
		let (first, second) = (version(5, None), version(5, Some(reshared(4))));
		let (old, new) = (kept(&first), kept(&second));
		let due = |now: &WithId<VersionNumber, Version<AccountId>>, kept: &[&Placement]| {
			changed_hands(record, std::slice::from_ref(now), kept, &me)
		};
		let (keep, give_up) = (JobKey::Keep(record, 1), JobKey::GiveUp(record));
		assert!(due(&first, &[&old]).is_empty());
		assert_eq!(due(&second, &[&old]), [keep, give_up]);
		assert_eq!(due(&second, &[&old, &new]), [give_up]);
		assert!(due(&second, &[&new]).is_empty());
		// Another is in its place.
		assert_eq!(due(&version(6, None), &[&old]), [give_up]);
	}
}
