// SPDX-License-Identifier: Apache-2.0
//! Which share of a version is given to readers, and to whom one is handed over. All of it by finalized state.

use super::placed_for;
use crate::journal::{Journal, JournalError, Placement};
use salus_core::{AccountId, Share, Sharing};
use salus_primitives::{RecordId, VersionNumber, records::Version};

/// The name of the share that a custodian of a version gives to its readers: that of the sharing which the chain names, or,
/// as long as none of that was ever placed here, of one before it. That opens the version, too, if enough others have
/// nothing newer either: so whoever re-shares and places nothing takes nothing away.
pub fn share_to_give(
	journal: &Journal,
	record: RecordId,
	number: VersionNumber,
	version: &Version<AccountId>,
) -> Result<Option<[u8; 32]>, JournalError> {
	let share_name = Sharing::of(record, number, version).share_name();
	let kept = journal.placement(&share_name)?;
	if kept.is_some_and(|kept| placed_for(&kept, version)) {
		return Ok(Some(share_name));
	}
	if version.generation() == 0 {
		return Ok(None);
	}
	// Bound to this very version by the chain's word of then, so it matters no more who placed it.
	let is_of_it = |kept: &Placement| {
		kept.info.bound_to == Some((record, number)) && kept.info.cid == version.cid
	};
	let kept = journal.placements_of(record)?;
	Ok(kept.into_iter().find(is_of_it).map(|kept| kept.key_commitment))
}

/// Whether finalized state names the caller in the place of this operator's share: shares are counted from 1, custodians
/// in the same order, and a successor takes its predecessor's place. No other custodian of the version is meant: it would
/// have two shares.
pub fn is_successor(
	version: &Version<AccountId>,
	share: &Share,
	caller: &AccountId,
	me: &AccountId,
) -> bool {
	let place = usize::from(share.index).checked_sub(1);
	let named = place.and_then(|place| version.custodians.get(place));
	named == Some(caller) && caller != me
}

/// Whether a placement is the one that finalized state names this operator for.
pub fn is_current(
	placement: &Placement,
	(record, number): (RecordId, VersionNumber),
	version: &Version<AccountId>,
	me: &AccountId,
) -> bool {
	version.custodians.contains(me)
		&& placement.key_commitment == Sharing::of(record, number, version).share_name()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::placement;
	use salus_core::{DataKey, split};
	use salus_custody::fixtures::version;
	use salus_keystore::AtRest;
	use salus_primitives::records::Resharing;

	const RECORD: RecordId = RecordId(7);

	fn account(byte: u8) -> AccountId {
		AccountId::new([byte; 32])
	}

	/// By author 1, kept by these.
	fn kept_by(custodians: &[u8], generation: u32) -> Version<AccountId> {
		let custodians: Vec<_> = custodians.iter().map(|byte| account(*byte)).collect();
		let placed_by = account(1);
		let resharing = Resharing { generation, sharing: [generation as u8; 32], placed_by };
		Version {
			custodians: custodians.try_into().unwrap(),
			reshared: (generation > 0).then_some(resharing),
			..version(1, 2)
		}
	}

	/// The attack list's first rows (README): strangers, other custodians, and whoever it was before.
	#[test]
	fn data_rule_5_a_share_goes_to_the_one_that_is_named_in_its_place() {
		let shares = split(&DataKey::from_bytes([9; 32]), 2, 3).unwrap();
		// Operator 4 has left, and 7 is in its place.
		let version = kept_by(&[3, 7, 5], 0);
		let mine = &shares[1];
		for (caller, given) in [(7, true), (3, false), (5, false), (4, false), (9, false)] {
			assert_eq!(is_successor(&version, mine, &account(caller), &account(4)), given);
		}
		// Nobody succeeds whoever is still named.
		let before = kept_by(&[3, 4, 5], 0);
		assert!((3..6).all(|byte| !is_successor(&before, mine, &account(byte), &account(4))));
		// A share of no place of the list.
		let beyond = Share { index: 9, bytes: mine.bytes };
		assert!((3..10).all(|byte| !is_successor(&version, &beyond, &account(byte), &account(4))));
	}

	#[test]
	fn a_share_of_before_is_given_only_while_there_is_none_of_the_named_sharing() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("journal.redb");
		let journal = Journal::open(path, AtRest::new(&[1; 32])).unwrap();
		let (first, second) = (kept_by(&[3, 4, 5], 0), kept_by(&[3, 4, 5], 1));
		let name = |version: &Version<AccountId>| Sharing::of(RECORD, 1, version).share_name();
		let give =
			|version: &Version<AccountId>| share_to_give(&journal, RECORD, 1, version).unwrap();
		let shares = split(&DataKey::from_bytes([9; 32]), 2, 3).unwrap();
		assert_eq!(give(&first), None);
		journal.place(&name(&first), &shares[0], &placement(1, 2)).unwrap();
		assert_eq!(give(&first), Some(name(&first)));
		// Not bound to this version: another's, for all that is known.
		assert_eq!(give(&second), None);
		journal.bind(&name(&first), RECORD, 1).unwrap();
		assert_eq!(give(&second), Some(name(&first)));
		assert_eq!(share_to_give(&journal, RECORD, 2, &second).unwrap(), None);
		// What waits was not named before; once it is, it is given.
		journal.place_waiting(&name(&second), &shares[1], &placement(1, 2), RECORD).unwrap();
		assert_eq!(give(&first), Some(name(&first)));
		assert_eq!(give(&second), Some(name(&second)));
	}

	#[test]
	fn what_a_custodian_is_named_for_is_told_from_what_it_has_left() {
		let version = kept_by(&[3, 4, 5], 1);
		let named = Sharing::of(RECORD, 1, &version).share_name();
		let of = |key_commitment| Placement { key_commitment, info: placement(1, 2) };
		let current =
			|placement: Placement, me| is_current(&placement, (RECORD, 1), &version, &account(me));
		assert!(current(of(named), 3));
		assert!(!current(of(named), 9), "it is not named");
		assert!(!current(of(version.key_commitment), 3), "of the sharing before");
	}
}
