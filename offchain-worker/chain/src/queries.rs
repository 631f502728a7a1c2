// SPDX-License-Identifier: Apache-2.0
//! The runtime's APIs, a function each. Each names the block that it asks about. What they answer is declared in
//! `salus_primitives`, a module a pallet, and is taken from there as it is.

use super::{AccountId, ChainClient, ChainError, H256, ask};
use salus_adjudication as rules;
use salus_primitives::{
	AccessId, BreakGlassId, ClaimId, ConsentRequestId, Decision, ModelId, Moment, PlanId, PolicyId,
	ProvisionId, Query, RecordId, RequestId, VersionNumber, WithId,
	claims::{self, Admission, Asset, Reserve},
	consent::{BreakGlassCase, ConsentRequest, OrganisationCases, Provision},
	decision_support::{Model, Receipt, RequestStatus, Usage, UsageTally},
	disclosures::Ledger,
	participants::{self, Invitation, MembershipHistory},
	quorum::{self, OperatorState, TaskId},
	records::{self, CheckedAccess, Destruction, KeptPage, Record, Tombstone, Version},
};

/// An amount of the chain's token.
pub type Balance = u128;
/// Everything known of an account.
pub type WhoIs = participants::WhoIs<AccountId, Balance>;

/// A guardian of a patient.
pub type Guardian = participants::Guardian<AccountId>;
/// The proposal of one.
pub type GuardianProposal = participants::GuardianProposal<AccountId>;

/// An operator.
pub type Operator = participants::Operator<AccountId, Balance>;
/// Work that drawn operators do.
pub type Task = quorum::Task<AccountId, Balance>;
/// What is held to pay a version's custodians.
pub type CustodyFund = records::CustodyFund<AccountId, Balance>;
/// What an insurer offers, without its terms.
pub type Plan = claims::Plan<AccountId>;
/// An insurance policy.
pub type Policy = claims::Policy<AccountId>;
/// A claim under a policy.
pub type Claim = claims::Claim<AccountId>;

type Chain<'a> = &'a dyn ChainClient;

macro_rules! queries {
	($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) -> $answer:ty = $method:literal;)*) => {
		$(
			$(#[$doc])*
			pub async fn $name(chain: Chain<'_>, $($argument: $type,)* block: H256) -> Result<$answer, ChainError> {
				ask(chain, $method, ($($argument,)*), block).await
			}
		)*
	};
}

queries! {
	/// Everything known of an account.
	who_is(account: &AccountId) -> WhoIs = "ParticipantsApi_who_is";
	/// The operators in service; `who_is` knows those who left, too.
	operators() -> Vec<WithId<AccountId, Operator>> = "ParticipantsApi_operators";
	/// A patient's guardians, now and before.
	guardians(patient: &AccountId) -> Vec<Guardian> = "ParticipantsApi_guardians";
	/// The guardians that are proposed for a patient, each with the organisation that does.
	guardian_proposals(patient: &AccountId) -> Vec<WithId<AccountId, GuardianProposal>>
		= "ParticipantsApi_guardian_proposals";
	/// The organisations' invitations that an account has not answered.
	invitations(account: &AccountId) -> Vec<WithId<AccountId, Invitation>> = "ParticipantsApi_invitations";
	/// What is on record of an account in an organisation.
	membership(organisation: &AccountId, account: &AccountId) -> MembershipHistory = "ParticipantsApi_membership";
	/// Decides a query.
	decide(query: &Query<AccountId>) -> Decision = "ConsentApi_decide";
	/// Decides a query as of a past moment.
	decide_at(query: &Query<AccountId>, at: Moment) -> Decision = "ConsentApi_decide_at";
	/// A patient's provisions in force or to come.
	provisions(patient: &AccountId) -> Vec<Provision<AccountId>> = "ConsentApi_provisions";
	/// A page of a patient's ended provisions.
	history(patient: &AccountId, start: ProvisionId, count: u32) -> Vec<Provision<AccountId>> = "ConsentApi_history";
	/// A patient's open requests for consent.
	requests(patient: &AccountId) -> Vec<WithId<ConsentRequestId, ConsentRequest<AccountId>>> = "ConsentApi_requests";
	/// One open request for consent.
	consent_request(id: ConsentRequestId) -> Option<ConsentRequest<AccountId>> = "ConsentApi_request";
	/// A page of a patient's break-glass cases, newest first.
	break_glass_cases(patient: &AccountId, before: Option<BreakGlassId>, count: u32)
		-> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>> = "ConsentApi_break_glass_cases";
	/// One break-glass case.
	break_glass_case(case: BreakGlassId) -> Option<BreakGlassCase<AccountId>> = "ConsentApi_break_glass_case";
	/// A page of the break-glass cases whose review is overdue.
	overdue_reviews(start: BreakGlassId, count: u32)
		-> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>> = "ConsentApi_overdue_reviews";
	/// What reviews found of an organisation's members, and for how many cases it stands surety.
	organisation_cases(organisation: &AccountId) -> OrganisationCases = "ConsentApi_organisation_cases";
	/// A page of a patient's records: those after `after`, in an order that is not that of time.
	records(patient: &AccountId, after: Option<RecordId>, count: u32)
		-> Vec<WithId<RecordId, Record<AccountId>>> = "RecordsApi_list";
	/// One record.
	record(record: RecordId) -> Option<Record<AccountId>> = "RecordsApi_record";
	/// One version of a record.
	version(record: RecordId, version: VersionNumber) -> Option<Version<AccountId>> = "RecordsApi_version";
	/// All versions of a record.
	provenance(record: RecordId) -> Vec<WithId<VersionNumber, Version<AccountId>>> = "RecordsApi_provenance";
	/// An access request.
	access(access: AccessId) -> Option<CheckedAccess<AccountId>> = "RecordsApi_access";
	/// Which custodians owe a destruction receipt: of an erased record, or of what they keep no more of one that stands.
	destructions(record: RecordId) -> Vec<Destruction<AccountId>> = "RecordsApi_destructions";
	/// A part of what an operator keeps: of the records after `after`, and where to go on.
	kept_by(operator: &AccountId, after: Option<RecordId>, count: u32) -> KeptPage = "RecordsApi_kept_by";
	/// What is held to pay a version's custodians, and up to when each was paid.
	custody_fund(record: RecordId, version: VersionNumber) -> Option<CustodyFund> = "RecordsApi_custody_fund";
	/// What is left of an erased record.
	tombstone(record: RecordId) -> Option<Tombstone> = "RecordsApi_tombstone";
	/// A patient's ledger of disclosures: count and head.
	ledger(patient: &AccountId) -> Option<Ledger> = "DisclosuresApi_ledger";
	/// Work that drawn operators do, until it is closed.
	task(task: TaskId) -> Option<Task> = "QuorumApi_task";
	/// The tasks for which an operator was drawn and that are not settled.
	open_tasks(operator: &AccountId) -> Vec<TaskId> = "QuorumApi_open_tasks";
	/// Whether an operator can be drawn.
	operator_state(operator: &AccountId) -> OperatorState = "QuorumApi_operator_state";
	/// Who is accused in a task, and neither penalised nor excused yet.
	accusations(task: TaskId) -> Vec<WithId<AccountId, quorum::Accusation<Balance>>> = "QuorumApi_accusations";
	/// What a seat is paid, for each class of work.
	prices() -> Vec<quorum::Price<Balance>> = "QuorumApi_prices";
	/// One model.
	model(model: ModelId) -> Option<Model<AccountId>> = "DecisionSupportApi_model";
	/// A page of models.
	models(start: ModelId, count: u32) -> Vec<WithId<ModelId, Model<AccountId>>> = "DecisionSupportApi_models";
	/// How often a model was run; none before operators of enough organisations have reported it.
	model_usage(model: ModelId) -> Option<Usage> = "DecisionSupportApi_model_usage";
	/// How many runs an operator has reported, and how many it may.
	usage_tally(operator: &AccountId) -> UsageTally = "DecisionSupportApi_usage_tally";
	/// One request for decision support with its task, until it is settled or fails.
	request(request: RequestId) -> Option<RequestStatus<AccountId, Balance>> = "DecisionSupportApi_request";
	/// One receipt.
	receipt(request: RequestId) -> Option<Receipt<AccountId>> = "DecisionSupportApi_receipt";
	/// A page of the requests that read a patient's records, open and settled.
	requests_of(patient: &AccountId, start: RequestId, count: u32) -> Vec<RequestId> = "DecisionSupportApi_requests_of";
	/// A plan that is not removed.
	plan(plan: PlanId) -> Option<Plan> = "ClaimsApi_plan";
	/// All versions of a plan's terms, the earliest first.
	plan_versions(plan: PlanId) -> Vec<rules::Version> = "ClaimsApi_plan_versions";
	/// An organisation's place in a plan's network.
	admission(plan: PlanId, organisation: &AccountId) -> Option<Admission> = "ClaimsApi_admission";
	/// The money that answers for an insurer's claims; none if no plan of its pays in the asset.
	reserve(insurer: &AccountId, asset: Asset) -> Option<Reserve> = "ClaimsApi_reserve";
	/// What a payee can collect of an insurer.
	owed(insurer: &AccountId, payee: &AccountId, asset: Asset) -> Balance = "ClaimsApi_owed";
	/// A policy that is not closed.
	policy(policy: PolicyId) -> Option<Policy> = "ClaimsApi_policy";
	/// A claim that is not closed.
	claim(claim: ClaimId) -> Option<Claim> = "ClaimsApi_claim";
	/// A page of a policy's claims: those after `after`, in an order that is not that of time.
	claims_of(policy: PolicyId, after: Option<ClaimId>, count: u32)
		-> Vec<WithId<ClaimId, Claim>> = "ClaimsApi_claims_of";
	/// Whether a piece of evidence was billed, and is still remembered.
	is_billed(nullifier: [u8; 32]) -> bool = "ClaimsApi_is_billed";
}
