// SPDX-License-Identifier: Apache-2.0
//! Keys are changed, counted, and never weak.

use super::*;
use crate::{
	EncryptionKeys, is_weak,
	mock::{HOUR, START, build_and_execute, pass, somebody},
};
use polkadot_sdk::frame_support::assert_noop;
use salus_primitives::Participants as _;

fn from_hex(hex: &str) -> [u8; 32] {
	let byte = |index: usize| u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).unwrap();
	core::array::from_fn(byte)
}

/// The points of low order as published, little-endian.
const LOW_ORDER: [&str; 7] = [
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
	"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

#[test]
fn points_of_low_order_are_weak_with_either_highest_bit() {
	for hex in LOW_ORDER {
		let mut key = from_hex(hex);
		assert!(is_weak(&key), "{hex}");
		key[31] |= 0x80;
		assert!(is_weak(&key), "{hex} with its highest bit set");
	}
}

#[test]
fn neighbours_of_weak_keys_are_not_weak() {
	for hex in LOW_ORDER {
		let mut key = from_hex(hex);
		key[15] ^= 1;
		assert!(!is_weak(&key), "near {hex}");
	}
	// The base point.
	let mut base = [0; 32];
	base[0] = 9;
	assert!(!is_weak(&base));
}

#[test]
fn a_key_is_changed_and_counted() {
	build_and_execute(|| {
		register_sponsored_patient();
		pass(HOUR);
		assert_ok!(Participants::set_encryption_key(signed(patient()), [8; 32]));
		let item = EncryptionKeys::<Test>::get(patient()).unwrap();
		assert_eq!((item.key, item.version, item.set_at), ([8; 32], 2, START + HOUR));
		assert_eq!(Participants::encryption_key(&patient()), Some([8; 32]));
	});
}

#[test]
fn an_unregistered_account_sets_no_key() {
	build_and_execute(|| {
		assert_noop!(
			Participants::set_encryption_key(signed(somebody(1)), KEY),
			error(Error::NotRegistered)
		);
	});
}

#[test]
fn weak_keys_are_refused() {
	build_and_execute(|| {
		accredit_clinic();
		for hex in LOW_ORDER {
			assert_noop!(
				Participants::set_encryption_key(signed(clinic()), from_hex(hex)),
				error(Error::WeakKey)
			);
		}
	});
}
