// SPDX-License-Identifier: Apache-2.0
//! Encrypted documents as the chain knows them.

use super::{HASH, LATER, NOW, clinician, data, operator, patient, shows};
use salus_primitives::{
	Basis, Category, Cid, Compartment, Obligations, Purpose, RecordId, WithId,
	quorum::Deadline,
	records::{
		Access, AccessState, CheckedAccess, ContestReason, CustodyFund, Destruction, KeptPage,
		KeptRecord, Record, Resharing, Retention, Tombstone, Version,
	},
};
use serde_json::json;

#[test]
fn records_and_access_requests() {
	let item = Record {
		patient: patient(),
		author: clinician(),
		category: Category::ObservationVitalSigns,
		compartment: Compartment::General,
		latest: 2,
		created_at: NOW,
		data: data(),
		contested: Some(ContestReason::NotMine),
		replaces: None,
		replaced_by: Some(RecordId(11)),
	};
	shows("records::Record", WithId { id: RecordId(7), item });
	for reason in ContestReason::ALL {
		assert_eq!(ContestReason::from_code(reason.code()), Some(*reason));
		assert_eq!(serde_json::from_value::<ContestReason>(json!(reason)).unwrap(), *reason);
	}
	let version = Version {
		cid: Cid::raw(HASH),
		length: 20_480,
		key_commitment: HASH,
		custodians: vec![operator()].try_into().unwrap(),
		threshold: 1,
		reshared: Some(Resharing { generation: 1, sharing: HASH, placed_by: patient() }),
		author: clinician(),
		basis: Basis::OwnRecord,
		submitted_at: NOW,
	};
	let access = Access {
		record: RecordId(7),
		version: 2,
		patient: patient(),
		readers: vec![clinician()].try_into().unwrap(),
		purpose: Purpose::EmergencyTreatment,
		basis: Basis::Authorship,
		obligations: Obligations::default(),
		class: None,
		opened_at: NOW,
		expires: Deadline { moment: LATER, block: 1_240 },
		depositor: clinician(),
	};
	shows(
		"records::CheckedAccess",
		CheckedAccess { state: AccessState::Open, access, version: Some(version) },
	);
	shows(
		"records::Destruction",
		Destruction {
			custodian: operator(),
			bound: true,
			due: Deadline { moment: LATER, block: 1_240 },
			destroyed_at: None,
		},
	);
	let kept = vec![KeptRecord { record: RecordId(7), versions: vec![1, 3] }];
	shows("records::KeptPage", KeptPage { kept, next: Some(RecordId(9)) });
	shows("records::Tombstone", Tombstone { erased_at: NOW });
}

#[test]
fn what_is_held_to_pay_custody() {
	let fund = CustodyFund {
		payer: clinician(),
		price: 20_000_000_u128,
		held: 7_300_000_000,
		retentions: vec![Retention { proof: HASH, paid_until: NOW }].try_into().unwrap(),
	};
	shows("records::CustodyFund", fund);
}
