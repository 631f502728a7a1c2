// SPDX-License-Identifier: Apache-2.0
//! What clients ask.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::{
	WithId,
	participants::{Guardian, GuardianProposal, Invitation, MembershipHistory, Operator, WhoIs},
};

sp_api::decl_runtime_apis! {
	/// Who is who.
	pub trait ParticipantsApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// Everything that is known of one account.
		fn who_is(account: AccountId) -> WhoIs<AccountId, Balance>;

		/// The operators in service, oldest first.
		fn operators() -> Vec<WithId<AccountId, Operator<AccountId, Balance>>>;

		/// A patient's guardians, in the order of their appointment, and those before as far as they are kept.
		fn guardians(patient: AccountId) -> Vec<Guardian<AccountId>>;

		/// The guardians that are proposed for a patient, each with the organisation that does; at most 100.
		fn guardian_proposals(
			patient: AccountId,
		) -> Vec<WithId<AccountId, GuardianProposal<AccountId>>>;

		/// The organisations' invitations that an account has not answered; at most 100.
		fn invitations(account: AccountId) -> Vec<WithId<AccountId, Invitation>>;

		/// What is on record of an account in an organisation: as a member now, and before.
		fn membership(organisation: AccountId, account: AccountId) -> MembershipHistory;
	}
}
