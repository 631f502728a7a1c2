// SPDX-License-Identifier: Apache-2.0
//! What the node's RPC and the off-chain worker ask.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_adjudication as rules;
use salus_primitives::{
	WithId,
	claims::{
		Admission, Asset, Claim, ClaimId, InsurerTally, Plan, PlanId, Policy, PolicyId, Reserve,
	},
};

sp_api::decl_runtime_apis! {
	/// Questions about plans, policies, claims, and the money that answers for them.
	pub trait ClaimsApi<AccountId>
	where
		AccountId: Codec,
	{
		/// A plan that is not removed.
		fn plan(id: PlanId) -> Option<Plan<AccountId>>;
		/// All versions of a plan's terms, the earliest first.
		fn plan_versions(id: PlanId) -> Vec<rules::Version>;
		/// An organisation's place in a plan's network.
		fn admission(plan: PlanId, organisation: AccountId) -> Option<Admission>;
		/// The money that answers for an insurer's claims; none if no plan of its pays in the asset.
		fn reserve(insurer: AccountId, asset: Asset) -> Option<Reserve>;
		/// What a payee can collect.
		fn owed(insurer: AccountId, payee: AccountId, asset: Asset) -> u128;
		/// How an insurer has dealt with claims.
		fn insurer_tally(insurer: AccountId) -> InsurerTally;
		/// A policy that is not closed.
		fn policy(id: PolicyId) -> Option<Policy<AccountId>>;
		/// A claim that is not closed.
		fn claim(id: ClaimId) -> Option<Claim<AccountId>>;
		/// A page of a policy's claims, in no order: those after `after`, at most
		/// [`salus_primitives::MAX_PAGE`].
		fn claims_of(
			policy: PolicyId,
			after: Option<ClaimId>,
			count: u32,
		) -> Vec<WithId<ClaimId, Claim<AccountId>>>;
		/// Whether a piece of evidence was billed, and is still remembered.
		fn is_billed(nullifier: [u8; 32]) -> bool;
		/// What a claim comes to by a plan's terms; none if there is no such plan. Nothing of it is stored. Whoever asks
		/// shows the node the lines: ask a node of your own. Data rule 12.
		fn judge(
			plan: PlanId,
			policy: rules::Policy,
			statement: rules::Statement,
			claim: rules::Claim,
		) -> Option<Result<rules::Outcome, rules::Rejected>>;
	}
}
