// SPDX-License-Identifier: Apache-2.0
//! A custodian's rules, whoever asks: what it works with, who is given a share, whose placement counts, and what an
//! erasure takes. Its server (`server/`) answers by them, and the jobs (`jobs/`) act by them.

mod erasure;
mod handing_over;
mod prekeys;

pub use erasure::{destroy_record, drop_share, erase_result, forget_result};
pub use handing_over::{is_current, is_successor, share_to_give};
pub use prekeys::{Prekeys, keep as keep_prekeys};

use crate::{
	findings::Findings,
	freshness::Freshness,
	ipfs::DocumentStore,
	journal::{Journal, PlacementInfo},
};
use salus_chain::ChainClient;
use salus_core::{AccountId, EncryptionSecret, signer::Signer};
use salus_primitives::{
	Moment,
	records::{AccessState, CheckedAccess, Version},
};
use std::{
	path::PathBuf,
	sync::{Arc, atomic::AtomicBool},
};

/// What a custodian works with.
pub struct Custody {
	pub chain: Arc<dyn ChainClient>,
	/// The operator's account.
	pub signer: Signer,
	/// The operator's X25519 secret, whose public half is on chain.
	pub secret: EncryptionSecret,
	/// What shares are encrypted to beside it: only ever in memory.
	pub prekeys: Prekeys,
	/// Where documents lie.
	pub store: Arc<dyn DocumentStore>,
	/// IPFS addresses that others are told; empty for those that the store listens on.
	pub announced: Vec<String>,
	/// What is kept across restarts.
	pub journal: Arc<Journal>,
	/// Whether the chain goes on, as far as this machine sees.
	pub freshness: Freshness,
	/// Folder where uploads lie until they are whole.
	pub incoming: PathBuf,
	/// Whether all that the chain asked for while this custodian was away is under way.
	pub reconciled: AtomicBool,
	/// What is known to be wrong with what is kept.
	pub findings: Findings,
	/// Held while a document is erased and forgotten: whatever keeps one checks under it whether it still may.
	pub erasing: tokio::sync::Mutex<()>,
}

/// Whether finalized state lets the caller have this custodian's share now: by its own moment and height. Whoever has left
/// the version, and `owes` the destruction of what it kept, gives that until others have it. Data rule 5.
pub fn check_access<'a>(
	checked: &'a CheckedAccess<AccountId>,
	caller: &AccountId,
	custodian: &AccountId,
	owes: bool,
	now: Moment,
	height: u32,
) -> Result<&'a Version<AccountId>, &'static str> {
	let CheckedAccess { state, access, version } = checked;
	if !access.readers.contains(caller) {
		return Err("the access request is another reader's");
	}
	match state {
		AccessState::Open => {}
		AccessState::Expired => return Err("the access request has expired; ask again"),
		AccessState::Erased => return Err("the patient has erased the record"),
		// The chain has looked, as of this finalized block: at permit and denials, licence and membership, and the
		// break-glass case. Nothing of it is decided here.
		AccessState::Ended => return Err("what allowed the access has ended"),
	}
	// Data rule 8: by the on-chain clock. The moment by which every copy is to be erased ends it, too, for whoever it is
	// and however long the chain stood still.
	if !access.is_open(now, height) {
		return Err("the access request has expired; ask again");
	}
	let version = version.as_ref().ok_or("the version is gone")?;
	if !owes && !version.custodians.contains(custodian) {
		return Err("this operator is not a custodian of the version");
	}
	Ok(version)
}

/// Whether what is kept is what was placed now, perhaps a second time.
pub fn is_same_placement(kept: &PlacementInfo, now: &PlacementInfo) -> bool {
	(kept.placed_by, kept.cid, kept.size) == (now.placed_by, now.cid, now.size)
}

/// Whether a placement is one that a version names. Commitments and CIDs stand on the chain for all to copy: without
/// this, whoever names another's commitment in a record of their own is granted access to that key.
pub fn placed_for(placement: &PlacementInfo, version: &Version<AccountId>) -> bool {
	placement.cid == version.cid && *version.placed_by() == AccountId::new(placement.placed_by)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::placement;
	use salus_custody::fixtures::{access, version};
	use salus_primitives::{Obligations, quorum::Deadline, records::Resharing};

	#[test]
	fn data_rule_5_naming_anothers_commitment_grants_nobody_access() {
		let placement = placement(1, 2);
		assert!(placed_for(&placement, &version(1, 2)));
		assert!(!placed_for(&placement, &version(9, 2)));
		assert!(!placed_for(&placement, &version(1, 9)));
	}

	#[test]
	fn a_share_of_a_later_sharing_is_by_whom_the_version_names_for_that() {
		let placed_by = AccountId::new([5; 32]);
		let reshared = Some(Resharing { generation: 1, sharing: [6; 32], placed_by });
		let version = Version { reshared, ..version(1, 2) };
		assert!(placed_for(&placement(5, 2), &version));
		assert!(!placed_for(&placement(1, 2), &version));
	}

	/// Data rule 8, and what no pause of the chain may outlast.
	#[test]
	fn data_rule_5_access_ends_by_moment_and_block_and_never_after_the_erasure_of_copies() {
		let [reader, custodian] = [1, 2].map(|byte| AccountId::new([byte; 32]));
		let given = |erase_at, now, height| {
			let mut checked = access(&reader, &custodian);
			checked.access.expires = Deadline { moment: 1_000, block: 10 };
			checked.access.obligations = Obligations { erase_at, ..Default::default() };
			check_access(&checked, &reader, &custodian, false, now, height).is_ok()
		};
		for (erase_at, now, height, expected) in [
			(None, 999, 10, true),
			// The chain stood still: its clock jumps, its height does not.
			(None, 5_000, 9, true),
			(None, 1_000, 10, false),
			(Some(500), 499, 0, true),
			(Some(500), 500, 0, false),
			(Some(5_000), 4_999, 9, true),
			(Some(5_000), 5_000, 9, false),
		] {
			assert_eq!(given(erase_at, now, height), expected, "{erase_at:?}, {now}, {height}");
		}
	}

	#[test]
	fn data_rule_5_a_custodian_gives_its_share_to_the_reader_and_to_nobody_once_it_is_over() {
		let [reader, custodian, other] = [1, 2, 3].map(|byte| AccountId::new([byte; 32]));
		let checked = access(&reader, &custodian);
		let given = |checked: &CheckedAccess<_>, caller, by, owes| {
			check_access(checked, caller, by, owes, 0, 0).is_ok()
		};
		assert!(given(&checked, &reader, &custodian, false));
		assert!(!given(&checked, &other, &custodian, false));
		// It has handed its share over, and others have it; or not yet.
		assert!(!given(&checked, &reader, &other, false));
		assert!(given(&checked, &reader, &other, true));
		assert!(!given(&checked, &other, &other, true));
		for state in AccessState::ALL.iter().copied().filter(|state| *state != AccessState::Open) {
			let over = CheckedAccess { state, ..checked.clone() };
			assert!(!given(&over, &reader, &custodian, false));
			assert!(!given(&over, &reader, &other, true));
		}
	}
}
