// SPDX-License-Identifier: Apache-2.0
//! What nodes and workers ask the runtime.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::{
	BreakGlassId, ConsentRequestId, Decision, Moment, ProvisionId, Query, WithId,
	consent::{BreakGlassCase, ConsentRequest, OrganisationCases, Provision},
};

sp_api::decl_runtime_apis! {
	/// Questions about consent. Lists have at most 100 items a call.
	pub trait ConsentApi<AccountId>
	where
		AccountId: Codec,
	{
		/// Whether it is permitted now, on which basis, and what the reader must do.
		fn decide(query: Query<AccountId>) -> Decision;
		/// Whether it was permitted at the end of that moment. Licences and members are as of now; a
		/// moment before `known_since` is answered with `NoPolicy`.
		fn decide_at(query: Query<AccountId>, at: Moment) -> Decision;
		/// The patient's provisions that have not been archived, by id.
		fn provisions(patient: AccountId) -> Vec<Provision<AccountId>>;
		/// The patient's ended provisions, by id from `start`.
		fn history(patient: AccountId, start: ProvisionId, count: u32) -> Vec<Provision<AccountId>>;
		/// Since when every provision of the patient's that was in force is on record.
		fn known_since(patient: AccountId) -> Moment;
		/// The requests for consent that the patient has not answered, oldest first.
		fn requests(patient: AccountId) -> Vec<WithId<ConsentRequestId, ConsentRequest<AccountId>>>;
		/// An open request for consent.
		fn request(id: ConsentRequestId) -> Option<ConsentRequest<AccountId>>;
		/// The patient's break-glass cases, latest first: the latest, or those before `before`.
		fn break_glass_cases(
			patient: AccountId,
			before: Option<BreakGlassId>,
			count: u32,
		) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>;
		/// A break-glass case.
		fn break_glass_case(id: BreakGlassId) -> Option<BreakGlassCase<AccountId>>;
		/// All break-glass cases, by id from `start`.
		fn all_break_glass_cases(
			start: BreakGlassId,
			count: u32,
		) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>;
		/// The practitioner's break-glass cases that are not reviewed.
		fn unreviewed_cases(practitioner: AccountId) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>;
		/// The break-glass cases whose review is overdue, by id from `start`.
		fn overdue_reviews(
			start: BreakGlassId,
			count: u32,
		) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>;
		/// For how many cases an organisation stands surety, and what reviews found of its members'.
		fn organisation_cases(organisation: AccountId) -> OrganisationCases;
	}
}
