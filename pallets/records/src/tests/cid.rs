// SPDX-License-Identifier: Apache-2.0
use super::*;

/// What submitting a document with these bytes as CID gives; amending must give the same.
fn with_cid(bytes: &[u8]) -> Result<(), DispatchError> {
	let mut changed = document(1);
	changed.cid = bytes.to_vec().try_into().unwrap();
	submit_as(PATIENT, changed)
}

fn good() -> Vec<u8> {
	Cid::raw([1; 32]).as_bytes().to_vec()
}

fn with_byte(index: usize, byte: u8) -> Vec<u8> {
	let mut bytes = good();
	bytes[index] = byte;
	bytes
}

#[test]
fn data_rule_3_a_cidv0_is_refused() {
	build_and_execute(|| {
		assert_noop!(with_cid(&good()[2..]), Error::<Test>::CidVersionZero);
	});
}

#[test]
fn data_rule_3_an_unknown_version_is_refused() {
	build_and_execute(|| {
		assert_noop!(with_cid(&with_byte(0, 2)), Error::<Test>::CidUnknownVersion);
		assert_noop!(with_cid(b"bafkreia"), Error::<Test>::CidUnknownVersion);
	});
}

#[test]
fn data_rule_3_an_unknown_codec_is_refused() {
	build_and_execute(|| {
		assert_noop!(with_cid(&with_byte(1, 0x71)), Error::<Test>::CidUnknownCodec);
	});
}

#[test]
fn data_rule_3_another_hash_is_refused() {
	build_and_execute(|| {
		assert_noop!(with_cid(&with_byte(2, 0x1b)), Error::<Test>::CidOtherHash);
		assert_noop!(with_cid(&with_byte(3, 0x40)), Error::<Test>::CidOtherHash);
	});
}

#[test]
fn data_rule_3_a_truncated_or_longer_cid_is_refused() {
	build_and_execute(|| {
		for length in [0, 1, 3, 4, 35] {
			assert_noop!(with_cid(&good()[..length]), Error::<Test>::CidWrongLength);
		}
		assert_noop!(with_cid(&[good(), vec![0]].concat()), Error::<Test>::CidWrongLength);
	});
}

#[test]
fn raw_and_dag_pb_are_taken_in() {
	build_and_execute(|| {
		assert_ok!(with_cid(&good()));
		assert_ok!(with_cid(&with_byte(1, Cid::DAG_PB)));
	});
}

#[test]
fn amending_refuses_what_submitting_refuses() {
	build_and_execute(|| {
		let id = a_record(1);
		let mut changed = document(2);
		changed.cid = good()[2..].to_vec().try_into().unwrap();
		assert_noop!(
			Records::amend(by(PATIENT), id, 1, changed, TODAY),
			Error::<Test>::CidVersionZero
		);
	});
}

/// Whoever sees a document's CID before its author's call is final can't keep it from the patient's record.
#[test]
fn a_cid_that_another_patient_names_first_is_free_for_this_one() {
	build_and_execute(|| {
		let name = |patient, seed| {
			let (category, compartment) = (Category::ObservationLaboratory, Compartment::General);
			Records::submit(by(patient), patient, category, compartment, TODAY, document(seed))
		};
		assert_ok!(name(OTHER_PATIENT, 1));
		assert_ok!(name(PATIENT, 1));
		assert_noop!(name(PATIENT, 1), Error::<Test>::CidInUse);
		// Nor does the other's erasure take anything.
		assert_ok!(Records::erase(by(OTHER_PATIENT), RecordId(0)));
		assert_eq!(Records::version(RecordId(1), 1).unwrap().cid, Cid::raw([1; 32]));
		assert_noop!(name(PATIENT, 1), Error::<Test>::CidInUse);
		assert_ok!(name(OTHER_PATIENT, 1));
	});
}

#[test]
fn a_cid_stands_in_one_record_of_a_patients_until_that_is_erased() {
	build_and_execute(|| {
		let id = a_record(1);
		let used = DispatchError::from(Error::<Test>::CidInUse);
		assert_noop!(with_cid(&good()), used);
		let mut same_cid = document(1);
		same_cid.key_commitment = [2; 32];
		assert_noop!(Records::amend(by(PATIENT), id, 1, same_cid, TODAY), used);
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_ok!(with_cid(&good()));
	});
}
