// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// No body has agreed to such a call.
		NotFound,
		/// This body has agreed to it already.
		AlreadyApproved,
		/// There are as many agreements as there can be: withdraw one.
		TooManyAgreements,
		/// Only one body has agreed to it.
		NotAgreed,
		/// The delay is not over yet.
		DelayContinues,
		/// The agreement's time is over: both bodies would have to agree anew.
		Lapsed,
	}
}
