#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod config;
mod errors;
mod events;
#[cfg(test)]
mod mock;
mod storage;
#[cfg(test)]
mod tests;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use polkadot_sdk::{
	frame_support::{self, pallet_macros::import_section},
	frame_system,
};

// What the pallet macro writes expects, and is not documented; a field of an event is named for what it says.
#[allow(missing_docs, clippy::expect_used)]
#[import_section(config::config)]
#[import_section(storage::storage)]
#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{Contains, Time},
	};
	use frame_system::pallet_prelude::*;
	use polkadot_sdk::sp_runtime::traits::Dispatchable;
	use salus_primitives::{
		Moment,
		quorum::{Deadline, Period},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			for period in [T::Delay::get(), T::DevelopmentDelay::get(), T::Lifetime::get()] {
				assert!(period.time > 0 && period.blocks > 0, "a delay takes time and blocks");
			}
			assert!(T::MaxAgreements::get() > 0, "something can be agreed to");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(
			_: BlockNumberFor<T>,
		) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Agrees to a call that is to be made as root. Once both bodies have, the delay begins.
		///
		/// - Signer: a body, by a motion of as many members as the runtime demands.
		/// - Cost: the fee.
		/// - Errors: `AlreadyApproved`, `TooManyAgreements`.
		///
		/// - `call_hash`: the BLAKE2b-256 hash of the encoded call.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::approve())]
		pub fn approve(origin: OriginFor<T>, call_hash: T::Hash) -> DispatchResult {
			let body = T::Bodies::ensure_origin(origin)?;
			Self::do_approve(body, call_hash)
		}

		/// Ends an agreement, also one to which both bodies agreed.
		///
		/// - Signer: either body, by a motion of as many members as the runtime demands.
		/// - Cost: the fee.
		/// - Errors: `NotFound`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, call_hash: T::Hash) -> DispatchResult {
			let body = T::Bodies::ensure_origin(origin)?;
			Self::do_withdraw(body, call_hash)
		}

		/// Makes a call as root to which both bodies agreed. If the call fails, nothing is changed, and it stays agreed
		/// to.
		///
		/// - Signer: anyone, when the delay is over.
		/// - Cost: none when the call succeeds.
		/// - Errors: `NotFound`, `NotAgreed`, `DelayContinues`, `Lapsed`, and the call's own.
		#[pallet::call_index(2)]
		#[pallet::weight(
			T::WeightInfo::enact(call.encoded_size() as u32)
				.saturating_add(call.get_dispatch_info().call_weight)
		)]
		pub fn enact(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_enact(*call)
		}
	}
}
