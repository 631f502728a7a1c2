#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod config;
mod draw;
mod errors;
mod events;
mod faults;
#[cfg(test)]
mod mock;
mod pool;
pub mod runtime_api;
mod settling;
mod storage;
#[cfg(test)]
mod tests;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
mod views;
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
	use frame_support::{
		pallet_prelude::*,
		traits::{
			Consideration, Footprint, Time,
			fungible::{BalancedHold, Mutate, MutateHold},
		},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		Moment, Operators,
		quorum::{OnQuorum, Period},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Reserves what the draws at the end of this block may weigh.
		fn on_initialize(block: BlockNumberFor<T>) -> Weight {
			Self::weight_of_draws(&Self::due(block, None))
		}

		/// Draws: after the inherents, so that the relay chain's randomness is there, and in no call, so that nobody
		/// can undo a draw that they don't like.
		fn on_finalize(block: BlockNumberFor<T>) {
			Self::draw_due(block);
			RelayParent::<T>::kill();
		}

		fn integrity_test() {
			assert!(
				T::DrawDelay::get() >= 2,
				"a block's maker knows the next relay block's randomness"
			);
			assert!(
				T::RelayDelay::get() >= 2,
				"whoever makes two blocks knows the relay parent of the second"
			);
			for period in [T::SealPeriod::get(), T::RevealPeriod::get(), T::ChallengePeriod::get()]
			{
				assert!(period.time > 0 && period.blocks > 0, "operators need time");
			}
			assert!(T::MinPrice::get() <= T::MaxPrice::get(), "some price is allowed");
			assert!(
				T::MinPrice::get() >= <T::Currency as frame_support::traits::fungible::Inspect<_>>::minimum_balance(),
				"an operator's account can be paid into"
			);
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
		/// Binds the operator's own result before it can see another's: the hash of its digest, its account and a
		/// nonce that nobody else knows.
		///
		/// - Signer: an operator drawn for the task, once, before `sealUntil`.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotDrawn`, `AlreadyResponded`, `Expired`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::seal())]
		pub fn seal(origin: OriginFor<T>, task: TaskId, seal: [u8; 32]) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_seal(operator, task, seal)
		}

		/// Says that the work can't be done. The chain does not learn why.
		///
		/// The refusal after which no quorum is left ends the task. The price of one seat is taken from whoever pays,
		/// and the rest goes back.
		///
		/// - Signer: an operator drawn for the task, once and instead of sealing, before `sealUntil`.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotDrawn`, `AlreadyResponded`, `Expired`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::refuse())]
		pub fn refuse(origin: OriginFor<T>, task: TaskId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_refuse(operator, task)
		}

		/// Opens the operator's seal. The reveal that completes a quorum settles the task; whoever's digest is that of
		/// the quorum is paid. Who has sealed owes its reveal, also after the quorum.
		///
		/// - Signer: a drawn operator that has sealed, once, when all have responded or `sealUntil` has come, and
		///   before `revealUntil`.
		/// - Cost: none when the seal opens.
		/// - Errors: `NotFound`, `NotDrawn`, `NotSealed`, `AlreadyRevealed`, `SealingContinues`, `SealDiffers`,
		///   `Expired`, `Cid…`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::reveal())]
		pub fn reveal(
			origin: OriginFor<T>,
			task: TaskId,
			content: [u8; 32],
			result: Option<CidBytes>,
			nonce: [u8; 32],
		) -> DispatchResultWithPostInfo {
			let operator = ensure_signed(origin)?;
			Self::do_reveal(operator, task, content, result, nonce)?;
			Ok(Pays::No.into())
		}

		/// Closes a task when revealing is over: what was not paid goes back to whoever pays. Whoever sealed and did
		/// not reveal was absent, and without a quorum whoever did not respond, unless nobody did. If there is no
		/// quorum and nobody missed anything, the price of one seat does not go back.
		///
		/// - Signer: anyone, from `revealUntil` on, or once all have revealed or refused.
		/// - Cost: none when it closes.
		/// - Errors: `NotFound`, `NotDrawnYet`, `RevealingContinues`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::close())]
		pub fn close(origin: OriginFor<T>, task: TaskId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_close(task)?;
			Ok(Pays::No.into())
		}

		/// Disputes an accusation: the authority may rule on it; if it does not in time, the operator is excused.
		///
		/// - Signer: the accused operator, before `challengeUntil`.
		/// - Cost: the fee, and a deposit that a ruling against the operator takes.
		/// - Errors: `NotAccused`, `AlreadyChallenged`, `Expired`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::challenge())]
		pub fn challenge(origin: OriginFor<T>, task: TaskId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_challenge(operator, task)
		}

		/// Rules on a challenge: with `uphold` the operator loses bond and its deposit; without, it is excused.
		///
		/// - Signer: the authority, before `rulingUntil`.
		/// - Cost: the fee.
		/// - Errors: `NotAccused`, `NotChallenged`, `Expired`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::rule())]
		pub fn rule(
			origin: OriginFor<T>,
			task: TaskId,
			operator: T::AccountId,
			uphold: bool,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_rule(task, operator, uphold)
		}

		/// Ends an accusation whose time is over: one that nobody challenged costs bond; one on which the authority did
		/// not rule is excused.
		///
		/// - Signer: anyone.
		/// - Cost: none when it ends.
		/// - Errors: `NotAccused`, `ChallengePeriodContinues`, `RulingPeriodContinues`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::end_accusation())]
		pub fn end_accusation(
			origin: OriginFor<T>,
			task: TaskId,
			operator: T::AccountId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_end_accusation(task, operator)?;
			Ok(Pays::No.into())
		}

		/// Says that the operator is back: it can be drawn again. After refusals one more takes it out anew, until
		/// quorums have agreed with its results.
		///
		/// - Signer: an operator that is out of the draw.
		/// - Cost: the fee.
		/// - Errors: `NotOut`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::return_to_draw())]
		pub fn return_to_draw(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_return_to_draw(operator)
		}

		/// Sets what a seat is paid for a class of work. Tasks that are open keep their price.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `PriceOutOfRange`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_price())]
		pub fn set_price(
			origin: OriginFor<T>,
			class: WorkClass,
			price: BalanceOf<T>,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_set_price(class, price)
		}
	}
}
