// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rule 1.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A body agreed to a call.
		Approved { call_hash: T::Hash, body: Body },
		/// Both bodies have agreed to a call: it can be made as root from then on, and until then be withdrawn.
		Agreed {
			call_hash: T::Hash,
			/// When the delay is over.
			from: Deadline,
		},
		/// A body ended an agreement.
		Withdrawn { call_hash: T::Hash, body: Body },
		/// A call was made as root.
		Enacted { call_hash: T::Hash },
	}
}
