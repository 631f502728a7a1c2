// SPDX-License-Identifier: Apache-2.0
//! The JSON form of each type is the one that README.md shows.
#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use salus_primitives::{
	AccessId, Action, Basis, BreakGlassId, Category, Cid, Compartment, DataPeriod, Day, Decision,
	Entry, Evidence, Licence, ModelId, Moment, Obligations, Permit, Profession, ProvisionId,
	Purpose, Query, Reader, RecordId, Refusal, Subject, Timestamp, WithId,
	consent::{
		Actor, BreakGlassCase, BreakGlassReason, ConsentRequest, Effect, Provision, ProvisionTerms,
		Review, ReviewOutcome,
	},
	decision_support::{
		Drawn, DriftCounts, Fault, FaultState, GivenVerdict, Input, Model, ModelState, ModelStatus,
		Outcomes, Output, Receipt, Request, RequestStatus, Response, Stage, Verdict, VerdictReason,
		Verdicts,
	},
	disclosures::{Gap, Ledger, Page},
	participants::{
		AllowanceLeft, DailyCount, EncryptionKey, Operator, Organisation, OrganisationKind,
		Patient, Practitioner, WhoIs,
	},
	records::{
		Access, AccessState, CheckedAccess, ContestReason, Destruction, Record, Tombstone, Version,
	},
};
use serde::Serialize;
use serde_json::{Value, json};

const README: &str = include_str!("../README.md");
const NOW: Moment = 1_795_867_200_000;
const LATER: Moment = NOW + 1_000;
const TODAY: Day = Day(20_785);
const HASH: [u8; 32] = [9; 32];

/// An account as the SDK's type prints itself.
type AccountId = String;

fn patient() -> AccountId {
	"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty".into()
}

fn clinician() -> AccountId {
	"5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y".into()
}

fn clinic() -> AccountId {
	"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY".into()
}

fn operator() -> AccountId {
	"5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy".into()
}

fn data() -> DataPeriod {
	DataPeriod { first: Day(-1), last: TODAY }
}

/// The example under this heading.
fn example(of: &str) -> Value {
	let (_, section) = README.split_once(&format!("\n### {of}\n\n```json\n")).expect(of);
	let (block, _) = section.split_once("\n```\n").expect(of);
	serde_json::from_str(block).expect(of)
}

fn shows(of: &str, value: impl Serialize) {
	let written = json!(value);
	assert_eq!(written, example(of), "{of} is {written:#}");
}

#[test]
fn every_example_is_compared() {
	let source = include_str!("json.rs");
	let headings: Vec<_> = README.lines().filter_map(|line| line.strip_prefix("### ")).collect();
	assert_eq!(headings.len(), 17);
	for heading in headings {
		assert!(source.contains(&format!("\"{heading}\"")), "{heading} is not compared");
	}
}

#[test]
fn participants() {
	let organisation = Organisation {
		kind: OrganisationKind::Provider,
		jurisdiction: *b"DE",
		accredited_at: NOW,
		suspended: false,
		registrations_per_day: 20,
		registrations_today: DailyCount { day: TODAY, count: 1 },
		patient_count: 1,
		calls_today: DailyCount { day: TODAY, count: 31 },
	};
	let known = WhoIs {
		patient: Some(Patient { organisation: Some(clinic()), registered_at: NOW }),
		allowance: AllowanceLeft { calls: 19, items: 63, bytes: 65_000 },
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
fn disclosures() {
	let ledger = Ledger { count: 12, head: HASH };
	shows("disclosures::Ledger", ledger);
	// Read, too: a page's cursor is one.
	assert_eq!(serde_json::from_value::<Ledger>(json!(ledger)).unwrap(), ledger);
	for wrong in ["0x09".into(), "09".repeat(32), format!("0x{}", "0g".repeat(32))] {
		assert!(serde_json::from_value::<Ledger>(json!({ "count": 1, "head": wrong })).is_err());
	}
	let entry = Entry {
		number: 11,
		at: NOW,
		reader: clinician(),
		access: AccessId(12),
		subject: Subject::Record { id: RecordId(7), version: 2 },
		category: Category::ObservationLaboratory,
		purpose: Purpose::Treatment,
		basis: Basis::Provision(ProvisionId(3)),
	};
	shows("disclosures::Entry", &entry);
	shows("disclosures::Gap", Gap::Missing { number: 4, head: HASH });
	let cursor = Some(Ledger { count: 11, head: HASH });
	let (head, next) = (Some(HASH), Some(11));
	let page =
		Page { count: 12, head, entries: Vec::new(), next, cursor, gap: None, written: true };
	shows("disclosures::Page", &page);
	// A client reads pages and checks their entries against the head.
	let gap = Some(Gap::OtherStart { head: HASH });
	for page in [Page { entries: vec![entry], gap, ..page.clone() }, Page { head: None, ..page }] {
		let read: Page<AccountId> = serde_json::from_str(&json!(page).to_string()).unwrap();
		assert_eq!(read, page);
	}
}

fn query() -> Query<AccountId> {
	Query {
		patient: patient(),
		reader: Reader::Account(clinician()),
		action: Action::Access,
		category: Category::ObservationLaboratory,
		compartment: Compartment::General,
		purpose: Purpose::Treatment,
		data: data(),
	}
}

#[test]
fn questions_and_decisions() {
	shows("consent::Query", query());
	let obligations =
		Obligations { erase_at: Some(LATER), no_redisclosure: true, mask_identity: false };
	let permit = Permit { basis: Basis::BreakGlass(BreakGlassId(5)), obligations };
	shows("consent::Decision", Decision::from(Ok(permit)));
	let refusal = |refusal| json!(Decision::from(Err(refusal)));
	assert_eq!(refusal(Refusal::NoPolicy), json!({ "refusal": "noPolicy" }));
	assert_eq!(refusal(Refusal::Denied(ProvisionId(3))), json!({ "refusal": { "denied": 3 } }));
	assert_eq!(refusal(Refusal::NotInForce), json!({ "refusal": "notInForce" }));
}

fn read(change: impl FnOnce(&mut Value)) -> Result<Query<AccountId>, String> {
	let mut query = json!(query());
	change(&mut query);
	// As it comes, in text.
	serde_json::from_str(&query.to_string()).map_err(|error| error.to_string())
}

#[test]
fn a_question_is_read_as_it_is_written_and_what_is_unknown_is_refused() {
	assert_eq!(read(|_| {}), Ok(query()));
	let without =
		|field: &'static str| read(|query| drop(query.as_object_mut().unwrap().remove(field)));
	assert_eq!(without("compartment"), Ok(query()));
	assert!(without("data").is_err_and(|error| error.contains("data")));
	let study = read(|query| query["reader"] = json!({ "study": 1 })).unwrap();
	assert!(matches!(study.reader, Reader::Study(_)));
	let error = read(|query| query["action"] = "delete".into()).unwrap_err();
	assert!(error.contains("`delete` is not a known action; there are access, collect"), "{error}");
	let error = read(|query| query["compartment"] = 16.into()).unwrap_err();
	assert!(error.contains("compartment is 16; there are 0 to 15"), "{error}");
	assert!(read(|query| query["colour"] = "red".into()).is_err());
	assert!(read(|query| query["data"]["last"] = "1969-12-30".into()).is_err());
	assert!(read(|query| query["data"]["last"] = NOW.into()).is_err());
}

#[test]
fn provisions() {
	shows(
		"consent::Provision",
		Provision {
			id: ProvisionId(3),
			effect: Effect::Permit,
			actor: Actor::MembersOf(clinic()),
			actions: [Action::Collect, Action::Access].into_iter().collect(),
			categories: [Category::Genomics, Category::Condition].into_iter().collect(),
			compartments: [Compartment::Fifteen, Compartment::General].into_iter().collect(),
			purposes: [Purpose::Treatment, Purpose::DecisionSupport].into_iter().collect(),
			from: NOW,
			until: None,
			data_from: Some(Day(-1)),
			data_until: None,
			erase_at: None,
			no_redisclosure: true,
			mask_identity: false,
			uses_left: Some(5),
			granted_at: NOW,
			revoked_at: None,
			used_up_at: None,
		},
	);
	let terms = ProvisionTerms {
		effect: Effect::Deny,
		actor: Actor::DecisionSupport,
		actions: Default::default(),
		categories: vec![Category::Condition].try_into().unwrap(),
		compartments: vec![Compartment::One].try_into().unwrap(),
		purposes: Default::default(),
		from: None,
		until: Some(LATER),
		data_from: None,
		data_until: Some(TODAY),
		erase_at: None,
		no_redisclosure: false,
		mask_identity: false,
		uses: None,
	};
	shows(
		"consent::ConsentRequest",
		ConsentRequest {
			patient: patient(),
			requester: clinician(),
			terms,
			requested_at: NOW,
			expires_at: LATER,
		},
	);
	let item = BreakGlassCase {
		patient: patient(),
		practitioner: clinician(),
		reason: BreakGlassReason::LifeThreat,
		opened_at: NOW,
		until: LATER,
		review: Some(Review { outcome: ReviewOutcome::Justified, reviewed_at: NOW }),
		previous: Some(BreakGlassId(5)),
	};
	shows("consent::BreakGlassCase", WithId { id: BreakGlassId(6), item });
}

#[test]
fn records() {
	let item = Record {
		patient: patient(),
		author: clinician(),
		category: Category::ObservationVitalSigns,
		compartment: Compartment::General,
		latest: 2,
		created_at: NOW,
		data: data(),
		contested: Some(ContestReason::NotMine),
	};
	shows("records::Record", WithId { id: RecordId(7), item });
	for reason in ContestReason::ALL {
		assert_eq!(ContestReason::from_code(reason.code()), Some(*reason));
		assert_eq!(serde_json::from_value::<ContestReason>(json!(reason)).unwrap(), *reason);
	}
	let version = Version {
		cid: Cid::raw(HASH),
		size: 20_480,
		key_commitment: HASH,
		custodians: vec![operator()].try_into().unwrap(),
		threshold: 1,
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
		opened_at: NOW,
		expires_at: LATER,
		depositor: clinician(),
	};
	shows(
		"records::CheckedAccess",
		CheckedAccess { state: AccessState::Open, access, version: Some(version) },
	);
	shows(
		"records::Destruction",
		Destruction { custodian: operator(), bound: true, destroyed_at: None },
	);
	shows("records::Tombstone", Tombstone { erased_at: NOW });
}

fn input() -> Input {
	Input { record: RecordId(7), version: 2, access: AccessId(12), contested: false }
}

#[test]
fn decision_support() {
	let model = Model {
		digest: HASH,
		card: Cid::raw(HASH),
		evidence: Evidence::People,
		output: Output::Sealed,
		steps: 1_000,
		operators: 3,
		quorum: 2,
		metrics_commitment: HASH,
		state: ModelState::Approved,
		proposer: clinic(),
		requests: 2,
		settled: 1,
		failed: 1,
		verdicts: Verdicts { accepted: 1, modified: 0, rejected: 0 },
		outcomes: Outcomes { true_positive: 50, true_negative: 50, ..Default::default() },
		drift: DriftCounts { moderate: 0, large: 1 },
	};
	shows("decision_support::ModelStatus", ModelStatus { model, declared: 3 });
	let (sealed, refused) = (
		Drawn {
			operator: operator(),
			response: Some(Response::Seal(HASH)),
			fault: FaultState::Clear,
		},
		Drawn {
			operator: clinic(),
			response: Some(Response::Refusal(Some(Cid::raw(HASH)))),
			fault: FaultState::Accused(Fault::Deviating),
		},
	);
	let request = Request {
		model: ModelId(0),
		model_digest: HASH,
		patient: patient(),
		requester: clinician(),
		records: vec![input()].try_into().unwrap(),
		drawn: vec![sealed, refused].try_into().unwrap(),
		opened_at: NOW,
		seal_until: NOW,
		settle_until: NOW,
		stage: Stage::Settled { challenge_until: LATER },
	};
	shows("decision_support::RequestStatus", RequestStatus { request, suspended: false });
	assert_eq!(json!(Stage::Sealing), "sealing");
	assert_eq!(json!(Response::Refusal(None)), json!({ "refusal": null }));
	shows(
		"decision_support::Receipt",
		Receipt {
			model: ModelId(0),
			model_digest: HASH,
			patient: patient(),
			requester: clinician(),
			records: vec![input()].try_into().unwrap(),
			digest: HASH,
			agreeing: 3,
			drawn: 3,
			settled_by: operator(),
			result: None,
			output: Some(999u32.to_le_bytes().to_vec().try_into().unwrap()),
			settled_at: NOW,
			verdict: Some(GivenVerdict {
				verdict: Verdict::Accept,
				reason: VerdictReason::AgreesWithJudgement,
				given_at: LATER,
			}),
		},
	);
}

#[test]
fn a_moment_is_text_and_a_number_is_refused_with_the_form() {
	let read = |given: Value| {
		serde_json::from_value::<Timestamp>(given).map_err(|error| error.to_string())
	};
	assert_eq!(read(json!("2026-11-28T12:00:00Z")), Ok(Timestamp(NOW)));
	for given in [json!(NOW), json!(NOW / 1_000), json!("1795867200"), json!(null)] {
		let refused = read(given.clone()).unwrap_err();
		assert!(refused.contains("2026-11-28T12:00:00.000Z"), "{given}: {refused}");
	}
}
