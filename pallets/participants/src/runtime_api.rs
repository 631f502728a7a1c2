// SPDX-License-Identifier: Apache-2.0
//! What clients ask.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::{
	WithId,
	participants::{Operator, WhoIs},
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
	}
}
