// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rule 1.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A reader was granted access to a record, and the ledger tells to which and why. Whoever keeps the events of
		/// all blocks can rebuild every ledger from them, and check it against the heads.
		Entered {
			patient: T::AccountId,
			/// Who was granted access to what, when, why, and on which basis.
			entry: Entry<T::AccountId>,
			/// The head before the entry.
			previous: [u8; 32],
			/// The hash that the entry produced: under it the entry lies in the node's index.
			head: [u8; 32],
		},
	}
}
