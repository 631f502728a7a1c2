// SPDX-License-Identifier: Apache-2.0
//! `consent_*`: who may, by a patient's provisions, now and at any past moment.

use super::{
	Context, bad_request, page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_consent::runtime_api::ConsentApi;
use salus_primitives::{
	BreakGlassId, ConsentRequestId, Decision, ProvisionId, Query, Timestamp, WithId,
	consent::{BreakGlassCase, ConsentRequest, OrganisationCases, Provision},
};
use salus_runtime::{AccountId, Hash};
use serde::Serialize;

/// Who may.
#[rpc(server, namespace = "consent")]
pub trait Consent {
	/// Whether it is permitted now, on which basis, what the reader must do, and when that ends (`endsAt`): the
	/// earliest of the provision's `until` and `eraseAt`, the break-glass case's end and the expiry of the reader's
	/// licence; `null` if none of them is set. Access that is opened by it lasts no longer. Changes nothing and
	/// counts no use. It leaves out authorship, by which an author may read what they wrote.
	///
	/// `reader` is `{"account": ...}`, `{"study": ...}`, or `{"decisionSupport": {"class": ..., "asker": ...}}`:
	/// the operators drawn for work of that class (`clinical`, `payment`, `research`) when that account asks;
	/// `action`, `category` and `purpose` are the codes of FHIR and HL7; `compartment` is 0 if not given; `data`
	/// is on which days (UTC) the data arose, the first and the last. A refusal is `"noPolicy"`,
	/// `{"denied": 2}` (by which provision) or `"notInForce"` (the reader's licence, or their
	/// organisation's accreditation).
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_decide", "params": [{
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "reader": {"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"},
	///   "action": "access", "category": "Observation-laboratory", "compartment": 0,
	///   "purpose": "TREAT", "data": {"first": "2026-10-02", "last": "2026-11-22"}}]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"permit": {
	///   "basis": {"provision": 3},
	///   "obligations": {"eraseAt": null, "noRedisclosure": true, "maskIdentity": false},
	///   "endsAt": "2027-01-31T23:00:00.000Z"}}}
	/// ```
	#[method(name = "decide", blocking)]
	fn decide(&self, query: Query<AccountId>, at: Option<Hash>) -> RpcResult<Decision>;

	/// Whether it was permitted at the end of a past `moment`. The patient's provisions are those of then; licences
	/// and membership are those of now. Of moments before `knownSince` the chain has forgotten provisions, and the
	/// answer is `noPolicy`. A moment that the chain's clock has not reached is refused: what holds then is not
	/// decided yet.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_decideAt", "params": [{
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "reader": {"decisionSupport": {
	///     "class": "clinical", "asker": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"}},
	///   "action": "access", "category": "Condition", "purpose": "CDS",
	///   "data": {"first": "2026-11-22", "last": "2026-11-22"}},
	///   "2026-01-05T09:30:00Z"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "refusal": {"denied": 2}, "knownSince": "1970-01-01T00:00:00.000Z"}}
	/// ```
	#[method(name = "decideAt", blocking)]
	fn decide_at(
		&self,
		query: Query<AccountId>,
		moment: Timestamp,
		at: Option<Hash>,
	) -> RpcResult<PastDecision>;

	/// The patient's provisions that are in force or will be, by id; expired ones too until they are
	/// archived. In a denial, no `actions`, `categories` or `purposes` means all. An actor
	/// `{"decisionSupport": {"classes": [], "asker": null}}` is of every class, whoever asks. `dataFrom` and
	/// `dataUntil` are days (UTC), both included. The runtime bounds
	/// how many there can be, so they come in one page.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_provisions",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 3, "effect": "permit",
	///   "actor": {"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"},
	///   "actions": ["access"], "categories": ["Observation-laboratory"], "compartments": [0],
	///   "purposes": ["TREAT"], "from": "2026-11-21T22:26:40.000Z", "until": null,
	///   "dataFrom": "2024-01-01", "dataUntil": null, "eraseAt": null, "noRedisclosure": true,
	///   "maskIdentity": false, "usesLeft": null, "grantedAt": "2026-11-21T22:26:40.000Z",
	///   "guardian": null, "revokedAt": null, "letsFinish": false, "usedUpAt": null}, {
	///   "id": 4, "effect": "deny",
	///   "actor": {"decisionSupport": {"classes": ["payment", "research"], "asker": null}},
	///   "actions": [], "categories": [], "compartments": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	///   "purposes": [], "from": "2026-11-22T08:00:00.000Z", "until": null, "dataFrom": null,
	///   "dataUntil": null, "eraseAt": null, "noRedisclosure": false, "maskIdentity": false,
	///   "usesLeft": null, "grantedAt": "2026-11-22T08:00:00.000Z",
	///   "guardian": "parent", "revokedAt": null, "letsFinish": false, "usedUpAt": null}]}
	/// ```
	#[method(name = "provisions", blocking)]
	fn provisions(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<Provision<AccountId>>>;

	/// The patient's ended provisions, by id from `start` on (0 if not given), at most `count` (20 if
	/// not given, never more than 100). Each is written as in `consent_provisions`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_history",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", 0, 10]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{"id": 0, "effect": "permit",
	///   "grantedAt": "2026-11-19T14:53:20.000Z", "revokedAt": "2026-11-20T18:40:00.000Z",
	///   "...": "as above"}]}
	/// ```
	#[method(name = "history", blocking)]
	fn history(
		&self,
		patient: AccountId,
		start: Option<ProvisionId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Provision<AccountId>>>;

	/// The requests for consent that the patient has not answered, oldest first. The runtime bounds
	/// how many there can be, so they come in one page.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_requests",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 9, "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "requester": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "terms": {"effect": "permit",
	///     "actor": {"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"},
	///     "actions": ["access", "collect"], "categories": ["Condition"], "compartments": [],
	///     "purposes": ["TREAT"], "from": null, "until": null, "dataFrom": null,
	///     "dataUntil": null, "eraseAt": null, "noRedisclosure": false, "maskIdentity": false,
	///     "uses": 3},
	///   "requestedAt": "2026-11-24T06:00:00.000Z", "expiresAt": "2026-12-01T04:40:00.000Z"}]}
	/// ```
	#[method(name = "requests", blocking)]
	fn requests(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<ConsentRequestId, ConsentRequest<AccountId>>>>;

	/// Who was granted access to the patient's general compartment in an emergency, latest first: the latest
	/// cases, or those before the case `before`; at most `count` (20 if not given, never more than
	/// 100). Why they did, patient and reviewers are told; `reasonCommitment` is the hash of that.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_breakGlassCases",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 0, "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "practitioner": "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw",
	///   "organisation": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "depositor": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "reasonCommitment": "0x0909090909090909090909090909090909090909090909090909090909090909",
	///   "openedAt": "2026-11-24T06:00:00.000Z", "until": "2026-11-24T06:16:40.000Z",
	///   "reviewDue": {"moment": "2026-11-27T06:00:00.000Z", "block": 34720},
	///   "review": {"outcome": "justified", "reviewedAt": "2026-11-24T06:16:40.000Z"},
	///   "previous": null}]}
	/// ```
	#[method(name = "breakGlassCases", blocking)]
	fn break_glass_cases(
		&self,
		patient: AccountId,
		before: Option<BreakGlassId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>>;

	/// The break-glass cases of everybody whose review is overdue, by id from `start` on (0 if not given), at most `count`
	/// (20 if not given, never more than 100). Each is written as in `consent_breakGlassCases`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_overdueReviews", "params": [0, 10]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 4, "reviewDue": {"moment": "2026-11-27T06:00:00.000Z", "block": 34720}, "review": null,
	///   "...": "as above"}]}
	/// ```
	#[method(name = "overdueReviews", blocking)]
	fn overdue_reviews(
		&self,
		start: Option<BreakGlassId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>>;

	/// What reviews found of the break-glass cases of an organisation's members who named it, and for how many
	/// unreviewed ones at a time it stands surety (`surety`). Of whoever is no organisation all is 0.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "consent_organisationCases",
	///  "params": ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "surety": 50, "unreviewed": 5, "justified": 212, "unjustified": 1}}
	/// ```
	#[method(name = "organisationCases", blocking)]
	fn organisation_cases(
		&self,
		organisation: AccountId,
		at: Option<Hash>,
	) -> RpcResult<OrganisationCases>;
}

/// A decision as of a past moment.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PastDecision {
	#[serde(flatten)]
	decision: Decision,
	known_since: Timestamp,
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("consent_decide", &[required::<Query<AccountId>>("query"), AT]),
	(
		"consent_decideAt",
		&[required::<Query<AccountId>>("query"), required::<Timestamp>("moment"), AT],
	),
	("consent_provisions", &[required::<AccountId>("patient"), AT]),
	(
		"consent_history",
		&[required::<AccountId>("patient"), optional::<ProvisionId>("start"), COUNT, AT],
	),
	("consent_requests", &[required::<AccountId>("patient"), AT]),
	(
		"consent_breakGlassCases",
		&[required::<AccountId>("patient"), optional::<BreakGlassId>("before"), COUNT, AT],
	),
	("consent_overdueReviews", &[optional::<BreakGlassId>("start"), COUNT, AT]),
	("consent_organisationCases", &[required::<AccountId>("organisation"), AT]),
];

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl ConsentServer for Rpc {
	fn decide(&self, query: Query<AccountId>, at: Option<Hash>) -> RpcResult<Decision> {
		self.0.ask(at, |api, block| api.decide(block, query))
	}

	fn decide_at(
		&self,
		query: Query<AccountId>,
		moment: Timestamp,
		at: Option<Hash>,
	) -> RpcResult<PastDecision> {
		// All questions must be answered by the same block.
		let block = self.0.block(at)?;
		let now = self.0.clock(block)?;
		if moment > now {
			return Err(bad_request(format!(
				"moment is {moment}, which is to come: the chain's clock stands at {now} as of this block"
			)));
		}
		let block = Some(block);
		let patient = query.patient.clone();
		let known_since = self.0.ask(block, |api, block| api.known_since(block, patient))?;
		let decision = self.0.ask(block, |api, block| api.decide_at(block, query, moment.0))?;
		Ok(PastDecision { decision, known_since: Timestamp(known_since) })
	}

	fn provisions(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<Provision<AccountId>>> {
		self.0.ask(at, |api, block| api.provisions(block, patient))
	}

	fn history(
		&self,
		patient: AccountId,
		start: Option<ProvisionId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Provision<AccountId>>> {
		let (start, count) = (start.unwrap_or_default(), page(count)?);
		self.0.ask(at, |api, block| api.history(block, patient, start, count))
	}

	fn requests(
		&self,
		patient: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<ConsentRequestId, ConsentRequest<AccountId>>>> {
		self.0.ask(at, |api, block| api.requests(block, patient))
	}

	fn break_glass_cases(
		&self,
		patient: AccountId,
		before: Option<BreakGlassId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>> {
		let count = page(count)?;
		self.0.ask(at, |api, block| api.break_glass_cases(block, patient, before, count))
	}

	fn overdue_reviews(
		&self,
		start: Option<BreakGlassId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>> {
		let (start, count) = (start.unwrap_or_default(), page(count)?);
		self.0.ask(at, |api, block| api.overdue_reviews(block, start, count))
	}

	fn organisation_cases(
		&self,
		organisation: AccountId,
		at: Option<Hash>,
	) -> RpcResult<OrganisationCases> {
		self.0.ask(at, |api, block| api.organisation_cases(block, organisation))
	}
}
