// SPDX-License-Identifier: Apache-2.0
//! Proofs that a share is still kept: a hash chain (Lamport, "Password authentication with insecure communication",
//! 1981) that is made from the share. Whoever splits a key hands the chain's end, the anchor, in with the document. A
//! custodian is paid for the proof before the last that was seen, which nobody can make who lost the share.
//!
//! ```text
//! share ── hash ──> proof 0 ── hash ──> proof 1 ── … ── hash ──> proof 1023 ── hash ──> anchor
//!                                                                the first claim        with the document
//! ```
//!
//! Nothing is learnt of a share from its proofs: it has 256 random bits (data rule 4). Nothing is remembered for them
//! either: what the chain has seen last tells which one is next.

use super::Share;
use salus_primitives::records::{RETENTION_STEPS, retention_payload, retention_step_payload};
use sp_core::blake2_256;
use zeroize::Zeroizing;

/// A proof that is not revealed yet: whoever has it can claim in the custodian's place, and make all that come after.
type Unrevealed = Zeroizing<[u8; 32]>;

/// The first proof of a share, and the last that is revealed.
pub fn proof_0(share: &Share) -> Unrevealed {
	let payload = Zeroizing::new(retention_payload(share.to_bytes().as_slice()));
	Zeroizing::new(blake2_256(&payload))
}

/// The proof after this one.
fn step(proof: &[u8; 32]) -> Unrevealed {
	let payload = Zeroizing::new(retention_step_payload(proof));
	Zeroizing::new(blake2_256(&payload))
}

/// Where a share's proofs end: what the chain is told when the share is placed.
pub fn anchor(share: &Share) -> [u8; 32] {
	*(0..RETENTION_STEPS).fold(proof_0(share), |proof, _| step(&proof))
}

/// The proof before `seen`, the last that the chain has: what a custodian reveals. None if `seen` is not of this share,
/// or all of its proofs are used up.
pub fn next(share: &Share, seen: &[u8; 32]) -> Option<[u8; 32]> {
	let mut proof = proof_0(share);
	for _ in 0..RETENTION_STEPS {
		let after = step(&proof);
		if *after == *seen {
			return Some(*proof);
		}
		proof = after;
	}
	None
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{DataKey, split};

	/// Custodian 1's share, with the bytes 0 to 31.
	fn share() -> Share {
		Share { index: 1, bytes: core::array::from_fn(|index| index as u8) }
	}

	/// Anchors stand on the chain, and custodians compute them again for years.
	#[test]
	fn proofs_stay_what_they_are() {
		// Computed apart, with Python: hashlib.blake2b(payload, digest_size=32), payloads as SCALE has them.
		assert_eq!(hex::encode(*proof_0(&share())), PROOF_0);
		assert_eq!(hex::encode(anchor(&share())), ANCHOR);
		let first = next(&share(), &anchor(&share())).unwrap();
		assert_eq!(hex::encode(first), PROOF_1023);
	}

	#[test]
	fn each_proof_leads_to_the_one_before_until_they_are_used_up() {
		let share = share();
		let mut seen = anchor(&share);
		for _ in 0..RETENTION_STEPS {
			let proof = next(&share, &seen).unwrap();
			// As the chain compares it.
			assert_eq!(blake2_256(&retention_step_payload(&proof)), seen);
			seen = proof;
		}
		assert_eq!(seen, *proof_0(&share));
		assert_eq!(next(&share, &seen), None);
	}

	#[test]
	fn nobody_claims_by_another_share() {
		let anchor = anchor(&share());
		let other_bytes = Share { index: 1, bytes: [7; 32] };
		let other_index = Share { index: 2, bytes: share().bytes };
		for other in [other_bytes, other_index] {
			assert_eq!(next(&other, &anchor), None);
		}
		assert_eq!(next(&share(), &[0; 32]), None);
	}

	#[test]
	fn a_key_that_is_split_anew_has_other_anchors() {
		let key = DataKey::from_bytes([9; 32]);
		let anchors = || split(&key, 2, 3).unwrap().iter().map(anchor).collect::<Vec<_>>();
		let (first, second) = (anchors(), anchors());
		assert!(first.iter().all(|anchor| !second.contains(anchor)));
	}

	const PROOF_0: &str = "7f52c06c91618e51dce8ded6701cce96d527add12ed3d1155f39e698f351904c";
	const PROOF_1023: &str = "4cf4ca785a89f34384b1f6c5bfdea628875587d7bc1dd88bd213355bf3200fa2";
	const ANCHOR: &str = "a95a7f6ec4a0ebec8fbfda22c6feaef07fc7853662c53c11bb0aa4191f366883";
}
