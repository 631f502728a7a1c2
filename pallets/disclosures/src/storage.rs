// SPDX-License-Identifier: Apache-2.0
//! What is stored: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// By patient: the ledger, once anything was disclosed.
	#[pallet::storage]
	pub type Ledgers<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Ledger, OptionQuery>;
}
