// SPDX-License-Identifier: Apache-2.0
//! Who may.

use super::{AccountId, HASH, LATER, NOW, TODAY, clinic, clinician, data, patient, shows};
use salus_primitives::{
	Action, Basis, BreakGlassId, Category, Compartment, Day, Decision, GuardianRole, Obligations,
	Permit, ProvisionId, Purpose, Query, Reader, Refusal, WithId,
	consent::{
		Actor, BreakGlassCase, ConsentRequest, Effect, OrganisationCases, Provision,
		ProvisionTerms, Review, ReviewOutcome,
	},
	quorum::{Deadline, WorkClass},
};
use serde_json::{Value, json};

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
	let basis = Basis::BreakGlass(BreakGlassId(5));
	let permit = Permit { basis, obligations, ends_at: Some(LATER) };
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
	let operators = json!({ "decisionSupport": { "class": "clinical", "asker": clinician() } });
	let decision_support = read(|query| query["reader"] = operators.clone()).unwrap();
	let class = WorkClass::Clinical;
	assert_eq!(decision_support.reader, Reader::DecisionSupport { class, asker: clinician() });
	assert_eq!(json!(decision_support)["reader"], operators);
	let error = read(|query| query["action"] = "delete".into()).unwrap_err();
	assert!(error.contains("`delete` is not a known action; there are access, collect"), "{error}");
	let error = read(|query| query["compartment"] = 16.into()).unwrap_err();
	assert!(error.contains("compartment is 16; there are 0 to 15"), "{error}");
	for (reader, says) in [
		(json!("decisionSupport"), "expected struct variant"),
		(json!({ "decisionSupport": { "class": "clinical" } }), "missing field `asker`"),
		(json!({ "decisionSupport": { "asker": clinician() } }), "missing field `class`"),
		(
			json!({ "decisionSupport": { "class": "surgical", "asker": clinician() } }),
			"`surgical` is not a known class of work; there are clinical, payment, research",
		),
		(
			json!({ "decisionSupport": { "class": "clinical", "asker": clinician(), "model": 1 } }),
			"unknown field `model`",
		),
	] {
		let error = read(|query| query["reader"] = reader).unwrap_err();
		assert!(error.contains(says), "{error}");
	}
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
			guardian: Some(GuardianRole::LegalGuardian),
			revoked_at: None,
			lets_finish: false,
			used_up_at: None,
		},
	);
	let terms = ProvisionTerms {
		effect: Effect::Deny,
		actor: Actor::DecisionSupport {
			classes: [WorkClass::Research, WorkClass::Payment].into_iter().collect(),
			asker: Some(clinic()),
		},
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
		organisation: Some(clinic()),
		depositor: clinic(),
		reason_commitment: HASH,
		opened_at: NOW,
		until: LATER,
		review_due: Deadline { moment: LATER, block: 5_760 },
		review: Some(Review { outcome: ReviewOutcome::Justified, reviewed_at: NOW }),
		previous: Some(BreakGlassId(5)),
	};
	shows("consent::BreakGlassCase", WithId { id: BreakGlassId(6), item });
	shows(
		"consent::OrganisationCases",
		OrganisationCases { surety: 50, unreviewed: 5, justified: 212, unjustified: 1 },
	);
}
