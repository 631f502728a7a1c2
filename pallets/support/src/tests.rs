// SPDX-License-Identifier: Apache-2.0
use crate::{InvalidCid, ensure_licensed, is_licensed, map_cid_errors, page};
use core::marker::PhantomData;
use salus_primitives::{Cid, Licence, MAX_PAGE, Participants, Profession};

/// Only who is licensed as what.
struct Board;

impl Participants<u8> for Board {
	fn is_patient(_: &u8) -> bool {
		false
	}
	fn is_registered(_: &u8) -> bool {
		false
	}
	fn licence(account: &u8) -> Licence {
		match account {
			0 => Licence::InForce { profession: Profession::Nurse, expires_at: 1 },
			1 => Licence::Expired,
			2 => Licence::Suspended,
			_ => Licence::None,
		}
	}
	fn is_organisation_in_force(_: &u8) -> bool {
		false
	}
	fn is_member(_: &u8, _: &u8) -> bool {
		false
	}
	fn is_enrolled(_: &u8, _: &u8) -> bool {
		false
	}
	fn was_enrolled(_: &u8, _: &u8, _: u64) -> bool {
		false
	}
	fn encryption_key(_: &u8) -> Option<[u8; 32]> {
		None
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(_: &u8) {}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_practitioner(_: &u8) {}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_member(_: &u8, _: &u8) {}
}

#[test]
fn only_a_licence_in_force_is_one() {
	assert_eq!(
		[0, 1, 2, 3].map(|account| is_licensed::<Board, _>(&account)),
		[true, false, false, false]
	);
	let asked = |account: u8| ensure_licensed::<Board, _, _>(&account, "none", "not in force");
	assert_eq!(asked(0), Ok(()));
	assert_eq!(asked(1), Err("not in force"));
	assert_eq!(asked(2), Err("not in force"));
	assert_eq!(asked(3), Err("none"));
}

#[test]
fn data_rule_11_a_page_is_bounded() {
	assert_eq!([0, 1, MAX_PAGE, 101, u32::MAX].map(page), [0, 1, 100, 100, 100]);
}

trait Config {}
impl Config for () {}

#[derive(Debug, PartialEq)]
enum Error<T> {
	CidVersionZero,
	CidUnknownVersion,
	CidUnknownCodec,
	CidOtherHash,
	CidWrongLength,
	#[allow(dead_code)]
	Ignored(PhantomData<T>),
}

map_cid_errors!(Error, Config);

#[test]
fn data_rule_3_each_fault_of_a_cid_has_its_error() {
	let parsed = |bytes: &[u8]| Cid::parse(bytes).map_err(Error::<()>::from);
	assert_eq!(parsed(&[0x12, 0x20]), Err(Error::CidVersionZero));
	assert_eq!(parsed(&[2]), Err(Error::CidUnknownVersion));
	assert_eq!(parsed(&[1, 0x71]), Err(Error::CidUnknownCodec));
	assert_eq!(parsed(&[1, 0x55, 0x1b, 0x40]), Err(Error::CidOtherHash));
	assert_eq!(parsed(&[]), Err(Error::CidWrongLength));
	assert_eq!(Error::<()>::from(InvalidCid::WrongLength), Error::CidWrongLength);
}
