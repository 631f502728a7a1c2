// SPDX-License-Identifier: Apache-2.0
//! What clients ask.

use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::disclosures::Ledger;

sp_api::decl_runtime_apis! {
	/// Who was granted access.
	pub trait DisclosuresApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The patient's ledger, from whose head the entries are found in the node's index; none if
		/// nothing was ever disclosed.
		fn ledger(patient: AccountId) -> Option<Ledger>;
	}
}
