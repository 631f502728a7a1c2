// SPDX-License-Identifier: Apache-2.0
//! The key to which shares are encrypted that are placed now: a signed prekey, as Signal calls it.
//!
//! A custodian's key on the chain lasts for years. Its prekey lasts an hour, and its secret is only ever in memory: a
//! share that is encrypted to both can't be opened from a recording once the hour is over, whatever secrets are stolen
//! then. The custodian's account signs the prekey, else whoever is on the way would put their own in its place; and it
//! names a block, so that one that was stolen from memory once is not good for ever.

use crate::{
	AccountId, is_weak,
	signer::{self, Sign},
};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use serde::{Deserialize, Serialize};

const DOMAIN: &[u8] = b"salus/placement-key/v1";

/// How many blocks may lie between the one that a placement key names and the last finalized one of whoever asks,
/// either way: the custodian's node may be ahead. At 6 s a block, two hours.
pub const PLACEMENT_KEY_BLOCKS: u32 = 1_200;

/// A custodian's key of the hour, signed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlacementKey {
	/// X25519 public key, hex.
	pub key: String,
	/// Number of the last finalized block when it was signed.
	pub block: u32,
	/// The custodian's sr25519 signature, hex.
	pub signature: String,
	/// The session key that made it, SS58; none if the account's own key did.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub session_key: Option<AccountId>,
}

/// Why nothing is encrypted to a placement key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlacementKeyError {
	/// It is not a key.
	#[error("it is not 64 hex digits")]
	Malformed,
	/// Another account, chain, key or block was signed for, or nothing.
	#[error("its signature does not fit this chain, this custodian, the key and its block")]
	Signature,
	/// It was signed too long ago, or far ahead of here.
	#[error(
		"it was signed at block {named}, too far from the last finalized block here, {last}: one of the two nodes is \
		 behind, or the key is old"
	)]
	Stale {
		/// The block that it names.
		named: u32,
		/// The last finalized block here.
		last: u32,
	},
	/// It has low order.
	#[error("it has low order, so anyone could open what is encrypted to it")]
	Weak,
}

impl PlacementKey {
	/// Signs a public key as of a finalized block.
	pub fn sign(key: &[u8; 32], block: u32, genesis_hash: &[u8; 32], signer: &impl Sign) -> Self {
		let payload = payload(key, block, genesis_hash, &signer.account());
		Self {
			key: hex::encode(key),
			block,
			signature: hex::encode(signer.sign(&payload)),
			session_key: signer.session_key(),
		}
	}

	/// The public key, if a share may be encrypted to it: `custodian` signed it for this chain, itself or by one of its
	/// `session_keys`, lately as seen from `last`, the last finalized block here, and it is not weak.
	pub fn verify(
		&self,
		genesis_hash: &[u8; 32],
		custodian: &AccountId,
		last: u32,
		session_keys: &[AccountId],
	) -> Result<[u8; 32], PlacementKeyError> {
		let mut key = [0; 32];
		hex::decode_to_slice(&self.key, &mut key).map_err(|_| PlacementKeyError::Malformed)?;
		let mut signature = [0; 64];
		hex::decode_to_slice(&self.signature, &mut signature)
			.map_err(|_| PlacementKeyError::Signature)?;
		let named = self.block;
		let payload = payload(&key, named, genesis_hash, custodian);
		let session_key = self.session_key.as_ref();
		if !signer::verify_for(custodian, session_key, session_keys, &payload, &signature) {
			return Err(PlacementKeyError::Signature);
		}
		if named.abs_diff(last) > PLACEMENT_KEY_BLOCKS {
			return Err(PlacementKeyError::Stale { named, last });
		}
		match is_weak(&key) {
			true => Err(PlacementKeyError::Weak),
			false => Ok(key),
		}
	}
}

fn payload(key: &[u8; 32], block: u32, genesis_hash: &[u8; 32], custodian: &AccountId) -> Vec<u8> {
	(DOMAIN, genesis_hash, custodian, key, block).encode()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{EncryptionSecret, signer::Signer};

	const GENESIS: [u8; 32] = [1; 32];

	fn custodian() -> Signer {
		Signer::from_secret("//Custodian").unwrap()
	}

	fn key() -> [u8; 32] {
		EncryptionSecret::from_bytes([5; 32]).public()
	}

	#[test]
	fn a_placement_key_is_good_for_one_chain_and_custodian() {
		let custodian = custodian();
		let other = Signer::from_secret("//Other").unwrap();
		let signed = PlacementKey::sign(&key(), 500, &GENESIS, &custodian);
		assert_eq!(signed.verify(&GENESIS, &custodian.account(), 500, &[]), Ok(key()));
		let refused = Err(PlacementKeyError::Signature);
		assert_eq!(signed.verify(&[2; 32], &custodian.account(), 500, &[]), refused);
		assert_eq!(signed.verify(&GENESIS, &other.account(), 500, &[]), refused);
		let anothers = PlacementKey::sign(&key(), 500, &GENESIS, &other);
		assert_eq!(anothers.verify(&GENESIS, &custodian.account(), 500, &[]), refused);
	}

	#[test]
	fn a_session_keys_placement_key_is_good_while_it_is_listed() {
		let (account, session) = (custodian().account(), Signer::from_secret("//Session").unwrap());
		let listed = session.account();
		let signed =
			PlacementKey::sign(&key(), 500, &GENESIS, &session.acting_for(account.clone()));
		let verified = |keys: &[AccountId]| signed.verify(&GENESIS, &account, 500, keys);
		assert_eq!(verified(&[listed]), Ok(key()));
		// Unlisted, revoked, or another's.
		assert_eq!(verified(&[]), Err(PlacementKeyError::Signature));
		assert_eq!(verified(std::slice::from_ref(&account)), Err(PlacementKeyError::Signature));
	}

	#[test]
	fn nobody_puts_another_key_or_block_under_a_signature() {
		let custodian = custodian();
		let signed = PlacementKey::sign(&key(), 500, &GENESIS, &custodian);
		let changed = |change: fn(&mut PlacementKey)| {
			let mut changed = signed.clone();
			change(&mut changed);
			changed.verify(&GENESIS, &custodian.account(), 500, &[])
		};
		let refused = Err(PlacementKeyError::Signature);
		assert_eq!(changed(|signed| signed.key = "07".repeat(32)), refused);
		assert_eq!(changed(|signed| signed.block = 501), refused);
		assert_eq!(changed(|signed| signed.signature = "00".repeat(64)), refused);
		assert_eq!(changed(|signed| signed.signature = String::new()), refused);
		let malformed = Err(PlacementKeyError::Malformed);
		assert_eq!(changed(|signed| signed.key = "07".into()), malformed);
	}

	#[test]
	fn a_placement_key_is_refused_two_hours_before_and_after_its_block() {
		let custodian = custodian();
		let named = 5_000;
		let signed = PlacementKey::sign(&key(), named, &GENESIS, &custodian);
		for (last, taken) in [
			(named + PLACEMENT_KEY_BLOCKS, true),
			(named + PLACEMENT_KEY_BLOCKS + 1, false),
			(named - PLACEMENT_KEY_BLOCKS, true),
			(named - PLACEMENT_KEY_BLOCKS - 1, false),
		] {
			let expected = match taken {
				true => Ok(key()),
				false => Err(PlacementKeyError::Stale { named, last }),
			};
			assert_eq!(signed.verify(&GENESIS, &custodian.account(), last, &[]), expected);
		}
	}

	#[test]
	fn a_weak_placement_key_is_refused_though_its_custodian_signed_it() {
		let custodian = custodian();
		let mut one = [0; 32];
		one[0] = 1;
		for weak in [[0; 32], one] {
			let signed = PlacementKey::sign(&weak, 500, &GENESIS, &custodian);
			assert_eq!(
				signed.verify(&GENESIS, &custodian.account(), 500, &[]),
				Err(PlacementKeyError::Weak)
			);
		}
	}
}
