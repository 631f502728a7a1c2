// SPDX-License-Identifier: Apache-2.0
//! A record as evidence: shown to an insurer as that record and no other, without being opened.
//!
//! ```text
//! data key ──> s ──┬─> commitment, which stands on chain with the record
//!          └─> t ──┘
//!              s ────> nullifier, which stands on chain once the record has paid for a claim
//! ```
//!
//! Each arrow is BLAKE2b-256 (RFC 7693) of a domain and what stands before it. So who shows (record, s, t) had its key,
//! or was told them by somebody who had; nobody gets from them to the key, from a nullifier to s, or from the commitment
//! to either.

use blake2::{Blake2b256, Digest};
use salus_primitives::{
	RecordId,
	claims::{Slot, nullifier_payload},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

const S_DOMAIN: &[u8] = b"salus/key/s/v1";
const T_DOMAIN: &[u8] = b"salus/key/t/v1";
const COMMITMENT_DOMAIN: &[u8] = b"salus/key/v2";

/// The two halves of a data key's commitment. Whoever is shown them knows that the record of this commitment is meant,
/// and can find its nullifiers: they go to the insurer alone, inside an encrypted claim.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct KeyHalves {
	/// Of which nullifiers are made.
	pub s: [u8; 32],
	/// Without which s shows nothing.
	pub t: [u8; 32],
}

impl KeyHalves {
	pub(super) fn of(key: &[u8; 32]) -> Self {
		Self { s: hash(&[S_DOMAIN, key]), t: hash(&[T_DOMAIN, key]) }
	}

	/// What stands on chain of a record of theirs, and of no other.
	pub fn commitment(&self) -> [u8; 32] {
		hash(&[COMMITMENT_DOMAIN, &self.s, &self.t])
	}

	/// What stands on chain once this record has paid for a claim, or counted for a deductible, at the insurer of this
	/// slot. Of a record's version 1 alone, or an amendment would be new evidence.
	pub fn nullifier(&self, slot: Slot, record: RecordId) -> [u8; 32] {
		hash(&[&nullifier_payload(slot, record, &self.s)])
	}
}

impl core::fmt::Debug for KeyHalves {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("KeyHalves(..)")
	}
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
	let mut hasher = Blake2b256::new();
	for part in parts {
		hasher.update(part);
	}
	hasher.finalize().into()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::DataKey;

	fn counting_key() -> DataKey {
		DataKey::from_bytes(core::array::from_fn(|index| index as u8))
	}

	#[test]
	fn commitment_and_nullifiers_are_blake2b_256_of_domains_and_halves() {
		// Computed apart, with Python: h = lambda *parts: hashlib.blake2b(b"".join(parts), digest_size=32).digest();
		// key = bytes(range(32)); s = h(b"salus/key/s/v1", key); t = h(b"salus/key/t/v1", key); h(b"salus/key/v2", s, t);
		// h(bytes([18 << 2]), b"salus/nullifier/v1", bytes([slot, 7, 0, 0, 0, 0, 0, 0, 0]), s).
		let key = counting_key();
		let halves = key.halves();
		for (computed, expected) in [
			(halves.s, "360d65880176506bcb7c9e17337384a9078ab2d80d1263e48d888f7c9ce6479b"),
			(halves.t, "bc605cfcca547e1e07bbae8cc8b2c5886cf3d9990d8607719082b1483c0ee57a"),
			(key.commitment(), "04e88b1909805797301e2e2d8110f0682a1efaa5d1e89a157132ddf414126d98"),
			(
				halves.nullifier(Slot::First, RecordId(7)),
				"f2911ef1d79b0235a9d302033f61f2882f1bddf7ca38c346dba71e09f23ac674",
			),
			(
				halves.nullifier(Slot::Second, RecordId(7)),
				"473a92e4d1c144911cecffda372235ebf9512aaa9026e824364fe34abb21efda",
			),
		] {
			assert_eq!(hex::encode(computed), expected);
		}
		assert_ne!(key.commitment(), DataKey::from_bytes([0; 32]).commitment());
	}

	#[test]
	fn a_half_that_is_forged_shows_another_record() {
		let (halves, other) = (counting_key().halves(), DataKey::from_bytes([1; 32]).halves());
		let commitment = halves.commitment();
		for forged in [
			KeyHalves { s: other.s, t: halves.t },
			KeyHalves { s: halves.s, t: other.t },
			KeyHalves { s: halves.t, t: halves.s },
		] {
			assert_ne!(forged.commitment(), commitment);
		}
	}

	#[test]
	fn a_record_has_one_nullifier_for_each_slot_and_another_under_its_key_has_others() {
		let of = |record| {
			[Slot::First, Slot::Second, Slot::Third]
				.map(|slot| counting_key().halves().nullifier(slot, RecordId(record)))
		};
		assert_eq!(of(7), of(7));
		let all: std::collections::BTreeSet<_> = of(7).into_iter().chain(of(8)).collect();
		assert_eq!(all.len(), 6);
	}

	#[test]
	fn debug_shows_no_secret() {
		assert_eq!(format!("{:?}", counting_key().halves()), "KeyHalves(..)");
	}
}
