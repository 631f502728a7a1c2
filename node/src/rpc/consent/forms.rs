//! What is asked and answered, as JSON.

use crate::rpc::{bad_request, json, json::Word};
use salus_primitives::{
	Action, Category, Compartment, DataPeriod, Purpose, Reader, Refusal, StudyId,
};
use salus_runtime::AccountId;
use serde::{Deserialize, Serialize};

/// One question: may this reader do this with such data of this patient?
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Query {
	patient: AccountId,
	reader: Asking,
	action: Word<Action>,
	category: Word<Category>,
	#[serde(default)]
	compartment: u8,
	purpose: Word<Purpose>,
	data: json::DataPeriod,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Asking {
	Account(AccountId),
	DecisionSupport,
	Study(u32),
}

impl TryFrom<Query> for salus_primitives::Query<AccountId> {
	type Error = jsonrpsee::types::ErrorObjectOwned;

	fn try_from(query: Query) -> Result<Self, Self::Error> {
		Ok(Self {
			patient: query.patient,
			reader: match query.reader {
				Asking::Account(account) => Reader::Account(account),
				Asking::DecisionSupport => Reader::DecisionSupport,
				Asking::Study(study) => Reader::Study(StudyId(study)),
			},
			action: query.action.0,
			category: query.category.0,
			compartment: Compartment::new(query.compartment).ok_or_else(|| {
				bad_request(format!("compartment is {}; there are 0 to 15", query.compartment))
			})?,
			purpose: query.purpose.0,
			data: DataPeriod::new(query.data.first.0, query.data.last.0)
				.ok_or_else(|| bad_request("the last day of data lies before the first".into()))?,
		})
	}
}

/// The answer to a question.
#[derive(Clone, Serialize)]
pub struct Decision {
	permitted: bool,
	basis: Option<json::Basis>,
	obligations: Option<json::Obligations>,
	refusal: Option<Refused>,
}

#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Refused {
	NoPolicy,
	Denied { provision: u32 },
	NotInForce,
}

impl From<Result<salus_primitives::Permit, Refusal>> for Decision {
	fn from(decision: Result<salus_primitives::Permit, Refusal>) -> Self {
		match decision {
			Ok(permit) => Self {
				permitted: true,
				basis: Some(permit.basis.into()),
				obligations: Some(permit.obligations.into()),
				refusal: None,
			},
			Err(refusal) => Self {
				permitted: false,
				basis: None,
				obligations: None,
				refusal: Some(match refusal {
					Refusal::NoPolicy => Refused::NoPolicy,
					Refusal::Denied(provision) => Refused::Denied { provision: provision.0 },
					Refusal::NotInForce => Refused::NotInForce,
				}),
			},
		}
	}
}

/// The answer to a question about the past.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PastDecision {
	#[serde(flatten)]
	pub(super) decision: Decision,
	pub(super) known_since: u64,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
enum Actor {
	Account(AccountId),
	MembersOf(AccountId),
	DecisionSupport,
	Study(u32),
}

impl From<pallet_consent::Actor<AccountId>> for Actor {
	fn from(actor: pallet_consent::Actor<AccountId>) -> Self {
		use pallet_consent::Actor as Theirs;
		match actor {
			Theirs::Account(account) => Self::Account(account),
			Theirs::MembersOf(organisation) => Self::MembersOf(organisation),
			Theirs::DecisionSupport => Self::DecisionSupport,
			Theirs::Study(study) => Self::Study(study.0),
		}
	}
}

/// A permit or denial.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Provision {
	id: u32,
	effect: String,
	actor: Actor,
	actions: Vec<Word<Action>>,
	categories: Vec<Word<Category>>,
	compartments: Vec<u8>,
	purposes: Vec<Word<Purpose>>,
	from: u64,
	until: Option<u64>,
	data_from: Option<json::Date>,
	data_until: Option<json::Date>,
	#[serde(flatten)]
	obligations: json::Obligations,
	uses_left: Option<u32>,
	granted_at: u64,
	revoked_at: Option<u64>,
	used_up_at: Option<u64>,
}

impl From<pallet_consent::Provision<AccountId>> for Provision {
	fn from(provision: pallet_consent::Provision<AccountId>) -> Self {
		Self {
			id: provision.id.0,
			effect: json::name(&provision.effect),
			actions: json::actions(provision.actions),
			categories: json::categories(provision.categories),
			compartments: json::compartments(provision.compartments),
			purposes: json::purposes(provision.purposes),
			from: provision.from,
			until: provision.until,
			data_from: provision.data_from.map(json::Date),
			data_until: provision.data_until.map(json::Date),
			obligations: provision.obligations().into(),
			uses_left: provision.uses_left,
			granted_at: provision.granted_at,
			revoked_at: provision.revoked_at,
			used_up_at: provision.used_up_at,
			actor: provision.actor.into(),
		}
	}
}

/// A request for consent.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
	id: u64,
	requester: AccountId,
	requested_at: u64,
	expires_at: u64,
	effect: String,
	actor: Actor,
	actions: Vec<Word<Action>>,
	categories: Vec<Word<Category>>,
	compartments: Vec<u8>,
	purposes: Vec<Word<Purpose>>,
	from: Option<u64>,
	until: Option<u64>,
	data_from: Option<json::Date>,
	data_until: Option<json::Date>,
	erase_at: Option<u64>,
	no_redisclosure: bool,
	mask_identity: bool,
	uses: Option<u32>,
}

impl Request {
	pub(super) fn new(id: u64, request: pallet_consent::ConsentRequest<AccountId>) -> Self {
		let terms = request.terms;
		Self {
			id,
			requester: request.requester,
			requested_at: request.requested_at,
			expires_at: request.expires_at,
			effect: json::name(&terms.effect),
			actor: terms.actor.into(),
			actions: terms.actions.into_iter().map(Word).collect(),
			categories: terms.categories.into_iter().map(Word).collect(),
			compartments: terms.compartments.into_inner(),
			purposes: terms.purposes.into_iter().map(Word).collect(),
			from: terms.from,
			until: terms.until,
			data_from: terms.data_from.map(json::Date),
			data_until: terms.data_until.map(json::Date),
			erase_at: terms.erase_at,
			no_redisclosure: terms.no_redisclosure,
			mask_identity: terms.mask_identity,
			uses: terms.uses,
		}
	}
}

/// A break-glass case.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BreakGlassCase {
	id: u64,
	patient: AccountId,
	practitioner: AccountId,
	reason: String,
	opened_at: u64,
	until: u64,
	review: Option<Review>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Review {
	outcome: String,
	reviewed_at: u64,
}

impl BreakGlassCase {
	pub(super) fn new(id: u64, case: pallet_consent::BreakGlassCase<AccountId>) -> Self {
		Self {
			id,
			patient: case.patient,
			practitioner: case.practitioner,
			reason: json::name(&case.reason),
			opened_at: case.opened_at,
			until: case.until,
			review: case.review.map(|review| Review {
				outcome: json::name(&review.outcome),
				reviewed_at: review.reviewed_at,
			}),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::Day;
	use serde_json::{Value, json};

	fn query(change: impl FnOnce(&mut Value)) -> Result<Query, String> {
		let mut query = json!({
			"patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
			"reader": { "study": 1 },
			"action": "access",
			"category": "Condition",
			"purpose": "HRESCH",
			"data": { "first": "1969-12-31", "last": "2026-11-28" },
		});
		change(&mut query);
		serde_json::from_value(query).map_err(|error| error.to_string())
	}

	#[test]
	fn a_query_takes_the_codes_of_the_standards() {
		let query = query(|_| {}).unwrap();
		let query = salus_primitives::Query::try_from(query).unwrap();
		assert_eq!(query.reader, Reader::Study(StudyId(1)));
		assert_eq!(query.purpose, Purpose::Research);
		assert_eq!(query.compartment, Compartment::GENERAL);
		let data = DataPeriod::new(Day(-1), Day(20_785)).unwrap();
		assert_eq!(query.data, data);
	}

	#[test]
	fn a_query_refuses_what_it_does_not_know() {
		assert!(query(|query| query["purpose"] = "FUN".into()).is_err());
		assert!(query(|query| query["colour"] = "red".into()).is_err());
		let backwards = query(|query| query["data"]["last"] = "1969-12-30".into()).unwrap();
		assert!(salus_primitives::Query::try_from(backwards).is_err());
		let without = query(|query| drop(query.as_object_mut().unwrap().remove("data")));
		assert!(without.is_err_and(|said| said.contains("data")));
		let compartment = query(|query| query["compartment"] = 16.into()).unwrap();
		assert!(salus_primitives::Query::try_from(compartment).is_err());
	}
}
