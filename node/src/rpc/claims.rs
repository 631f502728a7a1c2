// SPDX-License-Identifier: Apache-2.0
//! `claims_*`: insurers' plans and policies, claims, and the money that answers for them.

use super::{
	Context, page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use jsonrpsee::{Extensions, core::RpcResult, proc_macros::rpc};
use pallet_claims::runtime_api::ClaimsApi;
use polkadot_sdk::sc_rpc_api::check_if_safe;
use salus_adjudication as rules;
use salus_primitives::{
	WithId,
	claims::{
		Admission, Asset, Claim, ClaimId, InsurerTally, Plan, PlanId, Policy, PolicyId, Reserve,
	},
};
use salus_runtime::{AccountId, Hash};
use serde::Serialize;

/// A plan with its terms, in clear.
#[derive(Clone, Serialize)]
pub struct PlanWithTerms {
	/// What of it is on chain by itself.
	#[serde(flatten)]
	plan: Plan<AccountId>,
	/// All versions of its terms, the earliest first.
	terms: Vec<rules::Version>,
}

/// What a claim comes to, or why it is not judged.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Judged {
	/// What each line comes to, and all of them.
	Outcome(rules::Outcome),
	/// Why it is not judged.
	Rejected(rules::Rejected),
}

/// Insurers' plans, policies and claims.
#[rpc(server, namespace = "claims")]
pub trait Claims {
	/// A plan that is not removed, with all versions of its `terms`, the earliest first; `null` otherwise. Amounts of
	/// terms are in the asset's smallest unit, co-insurance in basis points. `reserve` is what must lie in reserve for
	/// each of its policies.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_plan", "params": [0]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "insurer": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "asset": 1, "currency": "EUR",
	///   "year": "calendar", "reserve": "100000", "backdating": 30, "filingLimit": 90, "closed": false,
	///   "versions": 1, "policies": 1, "network": 2,
	///   "terms": [{"validFrom": "2026-12-01", "terms": {
	///     "rules": 1, "filingLimit": 90, "coordination": "standard", "lifetime": null, "notBeside": [],
	///     "deductible": {"beneficiary": "5000", "family": null}, "outOfPocket": {"beneficiary": null, "family": null},
	///     "maximum": {"beneficiary": null, "family": null},
	///     "benefits": [{
	///       "id": 1, "outOfNetwork": null, "deductible": true, "waitingDays": 0, "authorisation": false,
	///       "inNetwork": {
	///         "price": "8000", "adult": {"copayment": "2000", "coinsurance": 2000},
	///         "child": {"copayment": "0", "coinsurance": 0}},
	///       "evidence": null, "limits": {"line": null, "day": null, "year": null, "units": null}}]}}]}}
	/// ```
	#[method(name = "plan", blocking)]
	fn plan(&self, plan: PlanId, at: Option<Hash>) -> RpcResult<Option<PlanWithTerms>>;

	/// Since when, and until when, an organisation is in a plan's network; `null` if it never was.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_admission",
	///  "params": [0, "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"from": "2026-12-01", "until": null}}
	/// ```
	#[method(name = "admission", blocking)]
	fn admission(
		&self,
		plan: PlanId,
		organisation: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<Admission>>;

	/// A policy that is not closed; `null` otherwise. Who is insured stands in its `record`, encrypted. `statement` is
	/// what was judged for it before: a commitment, where the encrypted document lies, and how often it was replaced.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_policy", "params": [0]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "plan": 0, "holder": "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw", "from": "2026-12-01",
	///   "until": "2027-11-30", "record": 12, "openClaims": 0, "claims": 0, "statement": {
	///     "cid": null, "sequence": 0,
	///     "commitment": "0x0000000000000000000000000000000000000000000000000000000000000000"}}}
	/// ```
	#[method(name = "policy", blocking)]
	fn policy(&self, policy: PolicyId, at: Option<Hash>) -> RpcResult<Option<Policy<AccountId>>>;

	/// A claim that is not closed; `null` otherwise. What was done, how often and at which price stands in its `record`
	/// alone, encrypted: no node knows it. `stage` is `submitted`, `waiting`, `concluded`, `refunded` or `reversed`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_claim", "params": [0]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "policy": 0, "record": 13, "version": 1, "payee": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///   "filedBy": "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw", "ceiling": "8300",
	///   "evidence": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "filedAt": "2026-12-01T06:00:00.000Z", "referred": false, "careDenied": false,
	///   "stage": {"submitted": {"decideUntil": {"moment": "2026-12-08T06:00:00.000Z", "block": 80000}}}}}
	/// ```
	#[method(name = "claim", blocking)]
	fn claim(&self, claim: ClaimId, at: Option<Hash>) -> RpcResult<Option<Claim<AccountId>>>;

	/// A page of a policy's claims, in no order: those after `after`, at most `count`. Each as `claims_claim` has it,
	/// with its number as `id`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_list", "params": [0, null, 20]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": []}
	/// ```
	#[method(name = "list", blocking)]
	fn list(
		&self,
		policy: PolicyId,
		after: Option<ClaimId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<ClaimId, Claim<AccountId>>>>;

	/// Whether an insurer can pay: what of its money is `free`, what is `owed` to payees, what is `required` for its
	/// policies, how many claims are `open` and how many are `waiting` for money. `null` if none of its plans pays in
	/// the asset.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_solvency",
	///  "params": ["5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", 1]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "free": "900000", "owed": "0", "required": "100000", "open": 0, "waiting": 0, "firstWaiting": 0,
	///   "nextWaiting": 0, "plans": 1}}
	/// ```
	#[method(name = "solvency", blocking)]
	fn solvency(
		&self,
		insurer: AccountId,
		asset: Asset,
		at: Option<Hash>,
	) -> RpcResult<Option<Reserve>>;

	/// How an insurer has dealt with claims since its first plan: how many it `concluded`, how many of these `late`, how
	/// many it gave to a person (`referred`), and of how many their holder said that it was not done (`careDenied`).
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_insurerTally",
	///  "params": ["5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"concluded": 12, "late": 0, "referred": 1, "careDenied": 0}}
	/// ```
	#[method(name = "insurerTally", blocking)]
	fn insurer_tally(&self, insurer: AccountId, at: Option<Hash>) -> RpcResult<InsurerTally>;

	/// What a payee can collect of an insurer, in the asset's smallest unit.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_owed", "params": [
	///   "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", 1]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": "4300"}
	/// ```
	#[method(name = "owed", blocking)]
	fn owed(
		&self,
		insurer: AccountId,
		payee: AccountId,
		asset: Asset,
		at: Option<Hash>,
	) -> RpcResult<String>;

	/// What a claim comes to by a plan's terms, line by line, or why it is not judged; `null` if there is no such plan.
	/// `policy`, `statement` and `claim` as `salus claim judge` reads them. Nothing is stored, but the node sees the
	/// lines: so only a node of your own answers (`--rpc-methods unsafe`).
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "claims_judge", "params": [
	///   0,
	///   {"from": "2026-12-01", "until": "2027-11-30", "beneficiaries": [
	///     {"number": 0, "from": "2026-12-01", "until": "2027-11-30", "adultFrom": "2018-05-04"}]},
	///   {"before": [], "authorisations": [], "entries": []},
	///   {"currency": "EUR", "filed": "2026-12-03", "lines": [{
	///     "benefit": 1, "beneficiary": 0, "visit": 0, "units": 1, "charge": "8300",
	///     "first": "2026-12-02", "last": "2026-12-02",
	///     "provider": {
	///       "id": "0x0101010101010101010101010101010101010101010101010101010101010101", "accredited": true,
	///       "inNetwork": true},
	///     "evidence": [], "other": null}]}]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"outcome": {
	///   "lines": [{
	///     "refusal": null, "payable": 1, "allowed": "8000", "deductible": "5000", "copayment": "2000",
	///     "coinsurance": "200", "relief": "0", "aboveLimits": "0", "other": "0", "writeOff": "300",
	///     "patient": "7200", "paid": "800"}],
	///   "paid": "800", "patient": "7200", "writeOff": "300", "other": "0"}}}
	/// ```
	#[method(name = "judge", blocking, with_extensions)]
	fn judge(
		&self,
		plan: PlanId,
		policy: rules::Policy,
		statement: rules::Statement,
		claim: rules::Claim,
		at: Option<Hash>,
	) -> RpcResult<Option<Judged>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("claims_plan", &[required::<PlanId>("plan"), AT]),
	("claims_admission", &[required::<PlanId>("plan"), required::<AccountId>("organisation"), AT]),
	("claims_policy", &[required::<PolicyId>("policy"), AT]),
	("claims_claim", &[required::<ClaimId>("claim"), AT]),
	("claims_list", &[required::<PolicyId>("policy"), optional::<ClaimId>("after"), COUNT, AT]),
	("claims_solvency", &[required::<AccountId>("insurer"), required::<Asset>("asset"), AT]),
	("claims_insurerTally", &[required::<AccountId>("insurer"), AT]),
	(
		"claims_owed",
		&[
			required::<AccountId>("insurer"),
			required::<AccountId>("payee"),
			required::<Asset>("asset"),
			AT,
		],
	),
	(
		"claims_judge",
		&[
			required::<PlanId>("plan"),
			required::<rules::Policy>("policy"),
			required::<rules::Statement>("statement"),
			required::<rules::Claim>("claim"),
			AT,
		],
	),
];

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl ClaimsServer for Rpc {
	fn plan(&self, plan: PlanId, at: Option<Hash>) -> RpcResult<Option<PlanWithTerms>> {
		self.0.ask(at, |api, block| {
			let Some(known) = api.plan(block, plan)? else { return Ok(None) };
			Ok(Some(PlanWithTerms { plan: known, terms: api.plan_versions(block, plan)? }))
		})
	}

	fn admission(
		&self,
		plan: PlanId,
		organisation: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<Admission>> {
		self.0.ask(at, |api, block| api.admission(block, plan, organisation))
	}

	fn policy(&self, policy: PolicyId, at: Option<Hash>) -> RpcResult<Option<Policy<AccountId>>> {
		self.0.ask(at, |api, block| api.policy(block, policy))
	}

	fn claim(&self, claim: ClaimId, at: Option<Hash>) -> RpcResult<Option<Claim<AccountId>>> {
		self.0.ask(at, |api, block| api.claim(block, claim))
	}

	fn list(
		&self,
		policy: PolicyId,
		after: Option<ClaimId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<ClaimId, Claim<AccountId>>>> {
		let count = page(count)?;
		self.0.ask(at, |api, block| api.claims_of(block, policy, after, count))
	}

	fn solvency(
		&self,
		insurer: AccountId,
		asset: Asset,
		at: Option<Hash>,
	) -> RpcResult<Option<Reserve>> {
		self.0.ask(at, |api, block| api.reserve(block, insurer, asset))
	}

	fn insurer_tally(&self, insurer: AccountId, at: Option<Hash>) -> RpcResult<InsurerTally> {
		self.0.ask(at, |api, block| api.insurer_tally(block, insurer))
	}

	fn owed(
		&self,
		insurer: AccountId,
		payee: AccountId,
		asset: Asset,
		at: Option<Hash>,
	) -> RpcResult<String> {
		let owed = self.0.ask(at, |api, block| api.owed(block, insurer, payee, asset))?;
		Ok(owed.to_string())
	}

	fn judge(
		&self,
		extensions: &Extensions,
		plan: PlanId,
		policy: rules::Policy,
		statement: rules::Statement,
		claim: rules::Claim,
		at: Option<Hash>,
	) -> RpcResult<Option<Judged>> {
		check_if_safe(extensions)?;
		let judged =
			self.0.ask(at, |api, block| api.judge(block, plan, policy, statement, claim))?;
		Ok(judged.map(|judged| match judged {
			Ok(outcome) => Judged::Outcome(outcome),
			Err(rejected) => Judged::Rejected(rejected),
		}))
	}
}
