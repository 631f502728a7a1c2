#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

mod calls;
mod config;
mod errors;
mod events;
pub mod runtime_api;
mod storage;
mod terms;
mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;

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
	use calls::Slot;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{BreakGlassId, ConsentRequestId, Moment, Participants, ProvisionId};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxProvisions::get() > 0, "patients need room for a provision");
			assert!(T::MaxHistory::get() > 0, "ended provisions need room");
			assert!(T::MaxOpenCases::get() > 0, "practitioners need room for a case");
			assert!(T::BreakGlassPeriod::get() > 0, "a case needs a period");
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
		/// Permits or denies: who may do what with which of your records, why, and from when to when.
		///
		/// A denial beats every permit. Without compartments named, a permit means only the general one, a denial all.
		/// For decision support, `classes` is a sum: 1 for clinical work, 2 for payment, 4 for research; 0 means all.
		///
		/// - Signer: a registered patient, or a guardian as their proxy.
		/// - Cost: the fee; the first one also takes a part of your storage allowance, or a deposit, for all that you
		///   may ever have in force and on record.
		/// - Errors: `NotAPatient`, `NothingNamed`, `BreakGlassPurpose`, `NotForDenials`, `NoUses`,
		///   `PeriodBackwards`, `NoSuchDay`, `InSeconds`, `UnknownClass`, `Expired`, `TooManyProvisions`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::grant_first().max(T::WeightInfo::grant_replacing()))]
		pub fn grant(
			origin: OriginFor<T>,
			terms: ProvisionTerms<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			let weight = match Self::do_grant(patient, terms)? {
				Slot::First => T::WeightInfo::grant_first(),
				Slot::Replaced => T::WeightInfo::grant_replacing(),
				Slot::Free => T::WeightInfo::grant(),
			};
			Ok(Some(weight).into())
		}

		/// Ends a permit or a denial of yours, at once.
		///
		/// Readers keep what they saw before. Whether it was in force at a moment can still be asked.
		///
		/// - Signer: the patient who granted it, or a guardian as their proxy.
		/// - Cost: the fee.
		/// - Errors: `NotFound`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(origin: OriginFor<T>, provision: ProvisionId) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_revoke(patient, provision)
		}

		/// Asks a patient for a permit: for yourself, your organisation, decision support or a study.
		///
		/// For decision support you may name yourself or your organisation as who will ask, or nobody.
		///
		/// The patient may grant it as asked, narrower, or refuse. You may have one open request for each patient.
		///
		/// - Signer: any registered account.
		/// - Cost: the fee, and a deposit, which comes back when the request is answered or withdrawn.
		/// - Errors: `NotRegistered`, `NotAPatient`, `NotAPermit`, `NotForOthers`, `AlreadyAsked`, `TooManyRequests`,
		///   and those of `grant` that concern the terms.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::request_consent())]
		pub fn request_consent(
			origin: OriginFor<T>,
			patient: T::AccountId,
			terms: ProvisionTerms<T::AccountId>,
		) -> DispatchResult {
			let requester = ensure_signed(origin)?;
			Self::do_request_consent(requester, patient, terms)
		}

		/// Answers a request for consent: with the terms that you grant, or with none to refuse.
		///
		/// The terms may be narrower than asked, never wider.
		///
		/// - Signer: the patient who was asked, or a guardian as their proxy.
		/// - Cost: as for `grant` if you grant, the fee if you refuse.
		/// - Errors: `NotFound`, `NotPermitted`, `Expired`, `WiderThanAsked`, and those of `grant`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::answer())]
		pub fn answer(
			origin: OriginFor<T>,
			request: ConsentRequestId,
			terms: Option<ProvisionTerms<T::AccountId>>,
		) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_answer(patient, request, terms)
		}

		/// Takes back a request for consent.
		///
		/// - Signer: the reader who asked; anyone once it has expired.
		/// - Cost: the fee; the reader's deposit comes back.
		/// - Errors: `NotFound`, `NotPermitted`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::withdraw_request())]
		pub fn withdraw_request(origin: OriginFor<T>, request: ConsentRequestId) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_withdraw_request(signer, request)
		}

		/// Breaks the glass: grants you access to a patient's general compartment in an emergency.
		///
		/// It lasts a bounded time. The patient learns of it, and the authority reviews it afterwards.
		///
		/// - Signer: a practitioner whose licence is in force and who owes no review.
		/// - Cost: the fee, and a deposit, which stays with the case, as the case stays on record.
		/// - Errors: `NotForOneself`, `NotAPatient`, `NotAPractitioner`, `NotInForce`, `ReviewPending`, `AlreadyOpen`,
		///   `TooManyOpenCases`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::break_glass())]
		pub fn break_glass(
			origin: OriginFor<T>,
			patient: T::AccountId,
			reason: BreakGlassReason,
		) -> DispatchResult {
			let practitioner = ensure_signed(origin)?;
			Self::do_break_glass(practitioner, patient, reason)
		}

		/// Reviews a break-glass case and ends it, if it is not over yet.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadyReviewed`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::review_break_glass())]
		pub fn review_break_glass(
			origin: OriginFor<T>,
			case: BreakGlassId,
			outcome: ReviewOutcome,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_review_break_glass(case, outcome)
		}

		/// Moves a patient's expired provisions to the history, so that decisions read less.
		///
		/// It changes no decision.
		///
		/// - Signer: anyone.
		/// - Cost: the fee, by how many were moved.
		/// - Errors: `NothingExpired`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::prune(T::MaxProvisions::get()))]
		pub fn prune(origin: OriginFor<T>, patient: T::AccountId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let moved = Self::do_prune(patient)?;
			Ok(Some(T::WeightInfo::prune(moved)).into())
		}
	}
}
