//! `consent_*`: who may, by a patient's provisions, now and at any past moment.

use super::{Context, bad_request, json, json::Word, page};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_consent::runtime_api::ConsentApi;
use salus_primitives::{
	Action, BreakGlassId, Category, Compartment, DataPeriod, ProvisionId, Purpose, Reader, Refusal,
	StudyId,
};
use salus_runtime::{AccountId, Hash};
use serde::{Deserialize, Serialize};

/// Who may.
#[rpc(server, namespace = "consent")]
pub trait Consent {
	/// Whether it is permitted now, on which basis, and what the reader must do. Changes nothing and
	/// counts no use. It does not look at authorship, by which an author may read what they wrote.
	///
	/// `reader` is `{"account": ...}`, `"decisionSupport"` or `{"study": ...}`; `action`, `category`
	/// and `purpose` are the codes of FHIR and HL7; `compartment` is 0 if not given; `data` is on
	/// which days (UTC) the data arose, the first and the last. A refusal's `kind` is `noPolicy`, `denied` (by which
	/// provision) or `notInForce` (the reader's licence, or their organisation's accreditation).
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_decide", "params": [{
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "reader": {"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"},
	///   "action": "access", "category": "Observation-laboratory", "compartment": 0,
	///   "purpose": "TREAT", "data": {"first": "2026-10-02", "last": "2026-11-22"}}]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "permitted": true, "basis": {"kind": "provision", "provision": 3},
	///   "obligations": {"eraseAt": null, "noRedisclosure": true, "maskIdentity": false},
	///   "refusal": null}}
	/// ```
	#[method(name = "decide", blocking)]
	fn decide(&self, query: Query, at: Option<Hash>) -> RpcResult<Decision>;

	/// Whether it was permitted at the end of a past `moment`. The patient's provisions are those of
	/// then; licences and membership are those of now. Of moments before `knownSince` the chain has
	/// forgotten provisions, and the answer is `noPolicy`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_decideAt", "params": [{
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "reader": "decisionSupport", "action": "access", "category": "Condition",
	///   "purpose": "CDS", "data": {"first": "2026-11-22", "last": "2026-11-22"}},
	///   1795400000000]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "permitted": false, "basis": null, "obligations": null,
	///   "refusal": {"kind": "denied", "provision": 2}, "knownSince": 0}}
	/// ```
	#[method(name = "decideAt", blocking)]
	fn decide_at(&self, query: Query, moment: u64, at: Option<Hash>) -> RpcResult<PastDecision>;

	/// The patient's provisions that are in force or will be, by id; expired ones too until they are
	/// put away. In a denial, no `actions`, `categories` or `purposes` means all. `dataFrom` and
	/// `dataUntil` are days (UTC), both included. The runtime bounds
	/// how many there can be, so they come in one page.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_list",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 3, "effect": "permit",
	///   "actor": {"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"},
	///   "actions": ["access"], "categories": ["Observation-laboratory"], "compartments": [0],
	///   "purposes": ["TREAT"], "from": 1795300000000, "until": null, "dataFrom": "2024-01-01",
	///   "dataUntil": null, "eraseAt": null, "noRedisclosure": true, "maskIdentity": false,
	///   "usesLeft": null, "grantedAt": 1795300000000, "revokedAt": null, "usedUpAt": null}]}
	/// ```
	#[method(name = "list", blocking)]
	fn list(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Vec<Provision>>;

	/// The patient's ended provisions, by id from `start` (0 if not given), at most `count` (20 if
	/// not given, never more than 100). Each is written as in `consent_list`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_history",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", 0, 10]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{"id": 0, "effect": "permit",
	///   "grantedAt": 1795100000000, "revokedAt": 1795200000000, "...": "as above"}]}
	/// ```
	#[method(name = "history", blocking)]
	fn history(
		&self,
		patient: AccountId,
		start: Option<u32>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Provision>>;

	/// The requests for consent that the patient has not answered, oldest first. The runtime bounds
	/// how many there can be, so they come in one page.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_requests",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 9, "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "requestedAt": 1795500000000, "expiresAt": 1796100000000, "effect": "permit",
	///   "actor": {"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"},
	///   "actions": ["access", "collect"], "categories": ["Condition"], "compartments": [],
	///   "purposes": ["TREAT"], "from": null, "until": null, "dataFrom": null, "dataUntil": null,
	///   "eraseAt": null, "noRedisclosure": false, "maskIdentity": false, "uses": 3}]}
	/// ```
	#[method(name = "requests", blocking)]
	fn requests(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Vec<Request>>;

	/// Who was let in to the patient's general compartment in an emergency, latest first: the latest
	/// cases, or those before the case `before`; at most `count` (20 if not given, never more than
	/// 100).
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_breakGlassCases",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 0, "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "practitioner": "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw",
	///   "reason": "unconscious", "openedAt": 1795500000000, "until": 1795503600000,
	///   "review": {"outcome": "justified", "reviewedAt": 1795501000000}}]}
	/// ```
	#[method(name = "breakGlassCases", blocking)]
	fn break_glass_cases(
		&self,
		patient: AccountId,
		before: Option<u64>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<BreakGlassCase>>;
}

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
				bad_request(format!(
					"compartment is {}; there are 0 to 15",
					query.compartment
				))
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
					Refusal::Denied(provision) => Refused::Denied {
						provision: provision.0,
					},
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
	decision: Decision,
	known_since: u64,
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
	fn new(id: u64, request: pallet_consent::ConsentRequest<AccountId>) -> Self {
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
	fn new(id: u64, case: pallet_consent::BreakGlassCase<AccountId>) -> Self {
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

/// Answers from the runtime.
pub struct Answers(pub Context);

impl ConsentServer for Answers {
	fn decide(&self, query: Query, at: Option<Hash>) -> RpcResult<Decision> {
		let query = query.try_into()?;
		Ok(self
			.0
			.ask(at, |api, block| api.decide(block, query))?
			.into())
	}

	fn decide_at(&self, query: Query, moment: u64, at: Option<Hash>) -> RpcResult<PastDecision> {
		let query: salus_primitives::Query<AccountId> = query.try_into()?;
		// Both questions must be answered by the same block.
		let block = Some(self.0.block(at)?);
		let patient = query.patient.clone();
		let known_since = self
			.0
			.ask(block, |api, block| api.known_since(block, patient))?;
		let decision = self
			.0
			.ask(block, |api, block| api.decide_at(block, query, moment))?;
		Ok(PastDecision {
			decision: decision.into(),
			known_since,
		})
	}

	fn list(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Vec<Provision>> {
		let provisions = self
			.0
			.ask(at, |api, block| api.provisions(block, patient))?;
		Ok(provisions.into_iter().map(Provision::from).collect())
	}

	fn history(
		&self,
		patient: AccountId,
		start: Option<u32>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Provision>> {
		let (start, count) = (ProvisionId(start.unwrap_or_default()), page(count)?);
		let ended = self
			.0
			.ask(at, |api, block| api.history(block, patient, start, count))?;
		Ok(ended.into_iter().map(Provision::from).collect())
	}

	fn requests(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Vec<Request>> {
		let requests = self.0.ask(at, |api, block| api.requests(block, patient))?;
		Ok(requests
			.into_iter()
			.map(|(id, request)| Request::new(id.0, request))
			.collect())
	}

	fn break_glass_cases(
		&self,
		patient: AccountId,
		before: Option<u64>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<BreakGlassCase>> {
		let (before, count) = (before.map(BreakGlassId), page(count)?);
		let cases = self.0.ask(at, |api, block| {
			api.break_glass_cases(block, patient, before, count)
		})?;
		Ok(cases
			.into_iter()
			.map(|(id, case)| BreakGlassCase::new(id.0, case))
			.collect())
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
