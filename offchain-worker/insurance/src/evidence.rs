// SPDX-License-Identifier: Apache-2.0
//! A record shown as evidence: the person who was treated shows it for one policy, and the policy's holder puts it into
//! a claim. It opens nothing, but tells which record pays for the claim: it goes from hand to hand as a secret.

use codec::{Decode, Encode};
use salus_chain::H256;
use salus_core::{
	AccountId, KeyHalves,
	signer::{Signer, verify_message},
};
use salus_primitives::{
	PolicyId, RecordId,
	claims::{Slot, hidden_payload},
	json,
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use sp_core::blake2_256;
use zeroize::Zeroizing;

const DOMAIN: &[u8] = b"salus/shown-record/v1";

/// A record that its patient shows for one policy.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShownRecord {
	/// For which policy alone.
	pub policy: PolicyId,
	/// Which record.
	pub record: RecordId,
	/// Who shows it: its patient, or it counts for nothing.
	pub patient: AccountId,
	/// The halves of what the key of its version 1 is committed by: of which nullifiers are made,
	#[serde(serialize_with = "json::hex", deserialize_with = "json::read_hash")]
	pub s: [u8; 32],
	/// and without which the first shows nothing.
	#[serde(serialize_with = "json::hex", deserialize_with = "json::read_hash")]
	pub t: [u8; 32],
	/// The patient's, of the chain's genesis block, policy, record and `s`.
	#[serde(serialize_with = "json::hex", deserialize_with = "read_signature")]
	pub signature: [u8; 64],
}

impl ShownRecord {
	/// Shows a record, by the halves of its version 1.
	pub fn sign(
		genesis: H256,
		policy: PolicyId,
		record: RecordId,
		halves: &KeyHalves,
		signer: &Signer,
	) -> Self {
		let signature = signer.sign(&payload(genesis, policy, record, &halves.s));
		let patient = signer.account();
		Self { policy, record, patient, s: halves.s, t: halves.t, signature }
	}

	/// Whether it is signed by the patient that it names, for the chain with this genesis block. That the record is theirs,
	/// the chain tells.
	pub fn is_signed(&self, genesis: H256) -> bool {
		let payload = payload(genesis, self.policy, self.record, &self.s);
		verify_message(&self.patient, &payload, &self.signature)
	}

	/// What the record's commitment on chain is compared with.
	pub fn halves(&self) -> KeyHalves {
		KeyHalves { s: self.s, t: self.t }
	}

	/// What stands on chain once the record is billed by the insurer of this slot.
	pub fn nullifier(&self, slot: Slot) -> [u8; 32] {
		self.halves().nullifier(slot, self.record)
	}
}

/// What the patient signs: else whoever was shown a record for one policy could show it for another, or on another chain.
fn payload(genesis: H256, policy: PolicyId, record: RecordId, s: &[u8; 32]) -> Zeroizing<Vec<u8>> {
	Zeroizing::new((DOMAIN, genesis.0, policy, record, s).encode())
}

/// Without what it shows.
impl core::fmt::Debug for ShownRecord {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.debug_struct("ShownRecord").field("policy", &self.policy).finish_non_exhaustive()
	}
}

/// A piece of a claim's evidence.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Piece {
	/// The record.
	pub shown: ShownRecord,
	/// Its own 256 random bits: two claims that name one record are not seen to.
	pub salt: [u8; 32],
}

impl Piece {
	/// What stands for it in the commitment to a claim's evidence.
	pub fn hidden(&self, slot: Slot) -> [u8; 32] {
		blake2_256(&hidden_payload(&self.salt, &self.shown.nullifier(slot)))
	}
}

/// Without its salt.
impl core::fmt::Debug for Piece {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.debug_struct("Piece").field("shown", &self.shown).finish_non_exhaustive()
	}
}

fn read_signature<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 64], D::Error> {
	let text = String::deserialize(deserializer)?;
	let bytes = text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
	bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
		D::Error::custom("not a signature; write it as 0x and 128 hexadecimal digits")
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::{GENESIS, POLICY, key, shown, signer};
	use serde_json::json;

	#[test]
	fn a_shown_record_is_signed_and_survives_its_file() {
		let shown = shown(7);
		assert!(shown.is_signed(GENESIS));
		assert_eq!(shown.halves().commitment(), key(7).commitment());
		let text = serde_json::to_string(&shown).unwrap();
		assert_eq!(serde_json::from_str::<ShownRecord>(&text).unwrap(), shown);
		assert_eq!(ShownRecord::decode(&mut shown.encode().as_slice()), Ok(shown));
	}

	/// Clients that others wrote put these bytes together themselves.
	#[test]
	fn what_a_patient_signs_has_these_bytes() {
		let expected: [&[u8]; 6] = [
			&[21 << 2],
			b"salus/shown-record/v1",
			&[1; 32],
			&[3, 0, 0, 0],
			&[7, 0, 0, 0, 0, 0, 0, 0],
			&[9; 32],
		];
		assert_eq!(*payload(H256([1; 32]), PolicyId(3), RecordId(7), &[9; 32]), expected.concat());
	}

	/// Attack: whoever was shown a record shows it for another policy, or another record by its signature.
	#[test]
	fn a_signature_is_good_for_one_policy_record_and_key_alone() {
		let own = shown(7);
		for (what, other) in [
			("policy", ShownRecord { policy: PolicyId(POLICY.0 + 1), ..own.clone() }),
			("record", ShownRecord { record: RecordId(8), ..own.clone() }),
			("s", ShownRecord { s: key(8).halves().s, ..own.clone() }),
			("patient", ShownRecord { patient: signer("Holder").account(), ..own.clone() }),
			("signature", ShownRecord { signature: [0; 64], ..own.clone() }),
		] {
			assert!(!other.is_signed(GENESIS), "{what}");
		}
		assert!(!own.is_signed(H256([9; 32])), "another chain");
	}

	#[test]
	fn a_wallet_that_wraps_what_it_signs_may_sign() {
		let wrapped =
			salus_primitives::wrapped(&payload(GENESIS, POLICY, RecordId(7), &shown(7).s));
		let signature = signer("Patient").sign(&wrapped);
		assert!(ShownRecord { signature, ..shown(7) }.is_signed(GENESIS));
	}

	#[test]
	fn a_file_with_anything_else_is_refused() {
		let good = serde_json::to_value(shown(7)).unwrap();
		for (member, value) in [
			("signature", json!("0x00")),
			("signature", json!("00".repeat(64))),
			("s", json!("0x00")),
			("patient", json!("nobody")),
			("key", json!("0x00")),
		] {
			let mut other = good.clone();
			other[member] = value;
			assert!(serde_json::from_value::<ShownRecord>(other).is_err(), "{member}");
		}
		assert_eq!(good.as_object().unwrap().len(), 6);
	}

	#[test]
	fn debug_shows_nothing_of_the_record() {
		let piece = Piece { shown: shown(7), salt: [1; 32] };
		let expected = "Piece { shown: ShownRecord { policy: PolicyId(3), .. }, .. }";
		assert_eq!(format!("{piece:?}"), expected);
	}
}
