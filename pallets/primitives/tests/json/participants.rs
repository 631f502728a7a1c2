// SPDX-License-Identifier: Apache-2.0
//! Who is who.

use super::{HASH, LATER, NOW, TODAY, clinic, operator, shows};
use salus_primitives::{
	Licence, Profession, WithId,
	participants::{
		AllowanceLeft, DailyCount, EncryptionKey, Operator, Organisation, OrganisationKind,
		Patient, Practitioner, WhoIs,
	},
};
use serde_json::json;

#[test]
fn everything_known_of_an_account() {
	let organisation = Organisation {
		kind: OrganisationKind::Provider,
		jurisdiction: *b"DE",
		accredited_at: NOW,
		suspended: false,
		registrations_per_day: 20,
		registrations_today: DailyCount { day: TODAY, count: 1 },
		patient_count: 1,
		operator_count: 0,
		calls_today: DailyCount { day: TODAY, count: 31 },
	};
	let known = WhoIs {
		patient: Some(Patient { organisation: Some(clinic()), registered_at: NOW }),
		allowance: AllowanceLeft { calls: 19, items: 63, bytes: 65_000, work: 2_700_000_000_000 },
		registrations_left: organisation.registrations_left(TODAY),
		organisation: Some(organisation),
		practitioner: Some(Practitioner {
			profession: Profession::Physician,
			jurisdiction: *b"DE",
			licensed_at: NOW,
			expires_at: LATER,
			suspended: false,
		}),
		licence: Licence::InForce { profession: Profession::Physician, expires_at: LATER },
		membership_count: 2,
		operator: Some(Operator {
			organisation: clinic(),
			bond: 10_000_000_000_000u128,
			endpoint: b"https://custody.example:9000".to_vec().try_into().unwrap(),
			peer_id: b"12D3KooWExample".to_vec().try_into().unwrap(),
			since: NOW,
			suspended: false,
			leaving_until: None,
			duties: 0,
		}),
		in_service: true,
		encryption_key: Some(EncryptionKey { key: HASH, version: 1, set_at: NOW }),
	};
	let listed = WithId { id: operator(), item: known.operator.clone().unwrap() };
	assert_eq!(json!(listed)["id"], operator());
	assert_eq!(json!(listed)["duties"], 0);
	shows("participants::WhoIs", known);
	assert_eq!(json!(Licence::None), "none");
}
