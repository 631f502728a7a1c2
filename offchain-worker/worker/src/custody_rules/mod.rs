// SPDX-License-Identifier: Apache-2.0
//! A custodian's rules, whoever asks: what it works with, who is given a share, whose placement counts, and what an
//! erasure takes. Its server (`server/`) answers by them, and the jobs (`jobs/`) act by them.

mod erasure;
mod prekeys;

pub use erasure::{destroy_record, erase_result};
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

/// Whether finalized state lets the caller have this custodian's share now. Data rule 5.
pub fn check_access<'a>(
	checked: &'a CheckedAccess<AccountId>,
	caller: &AccountId,
	custodian: &AccountId,
	now: Moment,
) -> Result<&'a Version<AccountId>, &'static str> {
	let CheckedAccess { state, access, version } = checked;
	if !access.readers.contains(caller) {
		return Err("the access request is another reader's");
	}
	// Data rule 8: by the on-chain clock.
	if *state != AccessState::Open || now >= access.expires_at {
		return Err("the access request has expired or its record is erased; ask again");
	}
	let version = version.as_ref().ok_or("the version is gone")?;
	if !version.custodians.contains(custodian) {
		return Err("this operator is not a custodian of the version");
	}
	Ok(version)
}

/// Whether what is kept is what was placed now, perhaps a second time.
pub fn is_same_placement(kept: &PlacementInfo, now: &PlacementInfo) -> bool {
	(kept.placed_by, kept.cid, kept.size) == (now.placed_by, now.cid, now.size)
}

/// Whether a placement is the one that a version names. Commitments and CIDs stand on the chain for all to
/// copy: without this, whoever names another's commitment in a record of their own is granted access to that key.
pub fn placed_for(placement: &PlacementInfo, version: &Version<AccountId>) -> bool {
	placement.cid == version.cid && version.author == AccountId::new(placement.placed_by)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::placement;
	use salus_custody::fixtures::version;

	#[test]
	fn data_rule_5_naming_anothers_commitment_grants_nobody_access() {
		let placement = placement(1, 2);
		assert!(placed_for(&placement, &version(1, 2)));
		assert!(!placed_for(&placement, &version(9, 2)));
		assert!(!placed_for(&placement, &version(1, 9)));
	}
}
