// SPDX-License-Identifier: Apache-2.0
//! Encryption keys, and those that anybody could decrypt with.

use crate::{AccountIdOf, Config, EncryptionKey, EncryptionKeys, Error, Event, Pallet};
use polkadot_sdk::frame_support::{ensure, traits::Time};
use salus_primitives::Participants;

/// The points of low order on Curve25519, as X25519 reads them (RFC 7748, section 5): first byte,
/// thirty bytes, last byte. A secret shared with one of them is known to everybody.
const LOW_ORDER: [(u8, [u8; 30], u8); 7] = [
	// 0 and 1.
	(0x00, [0x00; 30], 0x00),
	(0x01, [0x00; 30], 0x00),
	// p - 1, then p and p + 1, which are 0 and 1 again; p is 2^255 - 19.
	(0xec, [0xff; 30], 0x7f),
	(0xed, [0xff; 30], 0x7f),
	(0xee, [0xff; 30], 0x7f),
	// The two of order 8.
	(
		0xe0,
		[
			0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
			0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f,
			0x49, 0xb8,
		],
		0x00,
	),
	(
		0x5f,
		[
			0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
			0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0,
			0x9f, 0x11,
		],
		0x57,
	),
];

/// Whether a public key is a point of low order. X25519 ignores the highest bit, and so does this.
pub fn is_weak(key: &[u8; 32]) -> bool {
	let [first, middle @ .., last] = key;
	LOW_ORDER.contains(&(*first, *middle, last & 0x7f))
}

impl<T: Config> Pallet<T> {
	/// Refuses a key to which anybody could decrypt.
	pub(crate) fn ensure_strong(key: &[u8; 32]) -> Result<(), Error<T>> {
		ensure!(!is_weak(key), Error::<T>::WeakKey);
		Ok(())
	}

	/// Sets an account's key, one version on.
	pub(crate) fn put_key(account: &AccountIdOf<T>, key: [u8; 32]) {
		let version = EncryptionKeys::<T>::get(account).map_or(0, |old| old.version);
		let version = version.saturating_add(1);
		let set_at = T::Time::now();
		EncryptionKeys::<T>::insert(account, EncryptionKey { key, version, set_at });
		Self::deposit_event(Event::EncryptionKeySet { account: account.clone(), version });
	}

	/// Removes the key of an account that has no role any more.
	pub(crate) fn remove_key_if_unregistered(account: &AccountIdOf<T>) {
		if !Self::is_registered(account) {
			EncryptionKeys::<T>::remove(account);
		}
	}
}
