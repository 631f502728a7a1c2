// SPDX-License-Identifier: Apache-2.0
//! Who is who.

use super::{HASH, LATER, NOW, TODAY, clinic, clinician, operator, shows};
use salus_primitives::{
	Basis, Licence, Profession, WithId,
	participants::{
		AllowanceLeft, DailyCount, EncryptionKey, Guardian, GuardianProposal, GuardianRole,
		Invitation, MembershipHistory, MembershipPeriod, Operator, Organisation, OrganisationKind,
		Patient, Practitioner, WhoIs,
	},
	quorum::Deadline,
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
		free_calls_per_day: 5_000,
		patient_count: 1,
		operator_count: 0,
		calls_today: DailyCount { day: TODAY, count: 31 },
		failed_today: DailyCount { day: TODAY, count: 2 },
	};
	let known = WhoIs {
		patient: Some(Patient {
			sponsors: vec![clinic()].try_into().unwrap(),
			sponsorships: 1,
			registered_at: NOW,
		}),
		allowance: AllowanceLeft {
			way_out: 18,
			reading: 20,
			guardian: 20,
			calls: 19,
			items: 63,
			bytes: 65_000,
			work: 2_700_000_000_000,
		},
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

#[test]
fn guardians_and_those_who_are_proposed() {
	// 2040-01-01.
	let until = 2_208_988_800_000;
	shows(
		"participants::Guardian",
		Guardian {
			account: clinician(),
			role: GuardianRole::Parent,
			proposed_by: None,
			since: NOW,
			until,
			ended_at: None,
		},
	);
	let item = GuardianProposal {
		guardian: clinician(),
		role: GuardianRole::LegalGuardian,
		until,
		proposed_at: NOW,
		notice_until: Deadline { moment: LATER, block: 1_240 },
	};
	shows("participants::GuardianProposal", WithId { id: clinic(), item });
	let basis = Basis::Guardianship(GuardianRole::Parent);
	assert_eq!(json!(basis), json!({ "guardianship": "parent" }));
}

#[test]
fn members_invited_now_and_before() {
	let item = Invitation { invited_at: NOW, expires_at: LATER };
	shows("participants::Invitation", WithId { id: clinic(), item });
	shows(
		"participants::MembershipHistory",
		MembershipHistory {
			since: Some(LATER),
			past: vec![MembershipPeriod { since: NOW, until: LATER }],
			known_since: NOW,
		},
	);
}
