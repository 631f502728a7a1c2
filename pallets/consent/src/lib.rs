#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

mod break_glass;
mod calls;
mod config;
mod decisions;
mod errors;
mod events;
mod guardians;
mod open_access;
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
		traits::{Consideration, Contains, Footprint, Time},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		AccessId, BreakGlassId, ConsentRequestId, Guardians, Licensing, Moment, Participants,
		Profession, ProvisionId, Studies, consent::MAX_NAMED_ACCESSES, quorum::Period,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxProvisions::get() > 0, "patients need room for a provision");
			assert!(T::MaxHistory::get() > 0, "ended provisions need room");
			assert!(T::MaxOverdueCases::get() > 0, "a late review would stop all care");
			assert!(
				T::MaxOverdueCases::get() <= T::MaxOpenCases::get(),
				"no case would be overdue"
			);
			assert!(T::BreakGlassPeriod::get() > 0, "a case needs a period");
			assert!(
				T::BreakGlassPeriod::get() <= T::ReviewPeriod::get().time,
				"a review is due once the emergency is over"
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
		/// Permits or denies: who may do what with which of your records, why, and from when to when.
		///
		/// A denial beats every permit, ends what it covers of the access that is open, and denies what lies below a purpose
		/// that it names: ETREAT with TREAT, CAREMGT with HOPERAT. What a denial leaves empty means all: actions, categories,
		/// compartments, purposes. A permit must name them; without compartments it means only the general one (0).
		/// For decision support, `classes` is a sum: 1 for clinical work, 2 for payment, 4 for research; 0 means all.
		///
		/// - Signer: a registered patient. A guardian uses `grant_for`.
		/// - Cost: the fee; the first one also takes a part of your storage allowance, or a deposit, for all that you
		///   may ever have in force and on record.
		/// - Errors: `NotAPatient`, `NothingNamed`, `BreakGlassPurpose`, `NotForDenials`, `NoUses`,
		///   `PeriodBackwards`, `NoSuchDay`, `InSeconds`, `UnknownClass`, `UnknownStudy`, `Expired`,
		///   `TooManyProvisions`.
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

		/// Ends a permit or a denial of yours, at once, and with a permit all access that it opened and that is still open.
		///
		/// Custodians give no share for such access any more, and the event names it. Readers keep what they saw before.
		/// Whether the provision was in force at a moment can still be asked. To let a treatment finish with what is open,
		/// use `revoke_new_access`.
		///
		/// - Signer: the patient who granted it. A guardian uses `revoke_for`.
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
		/// - Signer: the patient who was asked, or a guardian of theirs. What a guardian permits ends as with `grant_for`.
		/// - Cost: as for `grant` if you grant, the fee if you refuse.
		/// - Errors: `NotFound`, `NotPermitted`, `Expired`, `WiderThanAsked`, and those of `grant`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::answer())]
		pub fn answer(
			origin: OriginFor<T>,
			request: ConsentRequestId,
			terms: Option<ProvisionTerms<T::AccountId>>,
		) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_answer(signer, request, terms)
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
		/// It lasts a bounded time. The patient learns of it, and reviewers judge it within days. Why you break it never
		/// stands on the chain: commit to it (`StatedReason` in the documentation), and tell patient and reviewers.
		/// If you name the organisation for which you act, the case counts as its; and if it stands surety, it pays the
		/// deposits, this one and those of what you read. Where it can't, you pay as if you had named nobody.
		///
		/// - Signer: a practitioner whose licence is in force, of a profession that treats in emergencies.
		/// - Cost: the fee, and a deposit, which stays with the case as long as the case stays on record: yours, or that
		///   of the organisation which stands surety.
		/// - Errors: `NotForOneself`, `NotAPatient`, `NotAPractitioner`, `NotInForce`, `ProfessionNotFitting`,
		///   `NotAMember`, `AlreadyOpen`, `ReviewsOverdue`, `TooManyOpenCases`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::break_glass())]
		pub fn break_glass(
			origin: OriginFor<T>,
			patient: T::AccountId,
			reason_commitment: [u8; 32],
			organisation: Option<T::AccountId>,
		) -> DispatchResult {
			let practitioner = ensure_signed(origin)?;
			Self::do_break_glass(practitioner, patient, reason_commitment, organisation)
		}

		/// Reviews a break-glass case and ends it, if it is not over yet.
		///
		/// If it was unjustified, the practitioner's licence is suspended until the authority reinstates it, and with it
		/// ends all that they have open by a broken glass or as practitioners.
		///
		/// - Signer: the reviewers; once the review is overdue, the authority that licenses, too.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadyReviewed`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::review_break_glass())]
		pub fn review_break_glass(
			origin: OriginFor<T>,
			case: BreakGlassId,
			outcome: ReviewOutcome,
		) -> DispatchResult {
			Self::ensure_reviews(origin, case)?;
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

		/// Ends a permit of yours for new access, and lets what is open by it finish, as for a treatment under way.
		///
		/// The event names what is open. It lasts until its own end, no longer than it would have otherwise, and a denial
		/// still ends it at once.
		///
		/// - Signer: the patient who granted it.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotForDenials`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::revoke_new_access())]
		pub fn revoke_new_access(origin: OriginFor<T>, provision: ProvisionId) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_revoke_new_access(patient, provision)
		}

		/// Permits or denies for a patient whom you guard, in your own name. See `grant`.
		///
		/// A permit ends with your guardianship at the latest, and can't name your own account, since you read as a
		/// guardian. The event `GuardianActed` names you, and the provision your role.
		///
		/// - Signer: a guardian of the patient whose role permits and denies: a parent or legal guardian.
		/// - Cost: the fee, or a feeless call of the patient's; the patient's first provision takes a part of the patient's
		///   storage allowance, or a deposit of theirs.
		/// - Errors: `NotPermitted`, `NotForOneself`, and those of `grant`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::grant_for())]
		pub fn grant_for(
			origin: OriginFor<T>,
			patient: T::AccountId,
			terms: ProvisionTerms<T::AccountId>,
		) -> DispatchResult {
			let guardian = ensure_signed(origin)?;
			Self::do_grant_for(guardian, patient, terms)
		}

		/// Ends a permit or a denial for a patient whom you guard, at once, in your own name. See `revoke`.
		///
		/// What the patient denied by themselves stays: only they lift it. So does what another guardian denied to your own
		/// account.
		///
		/// - Signer: a guardian of the patient whose role permits and denies: a parent or legal guardian.
		/// - Cost: the fee, or a feeless call of the patient's.
		/// - Errors: `NotFound`, `NotPermitted`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::revoke_for())]
		pub fn revoke_for(
			origin: OriginFor<T>,
			patient: T::AccountId,
			provision: ProvisionId,
		) -> DispatchResult {
			let guardian = ensure_signed(origin)?;
			Self::do_revoke_for(guardian, patient, provision)
		}

		/// Ends a break-glass case before its time, at once, with all access that is open by it. The review is due all the
		/// same.
		///
		/// - Signer: the practitioner, once the emergency is over; the patient, or a guardian of theirs who may deny.
		/// - Cost: the fee; nothing for the patient.
		/// - Errors: `NotFound`, `Expired`, `NotPermitted`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::close_break_glass())]
		pub fn close_break_glass(origin: OriginFor<T>, case: BreakGlassId) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_close_break_glass(signer, case)
		}

		/// Stands surety for members who break the glass and name you: you pay the deposits of their cases, and of what
		/// they read by them, while fewer than so many of your members' cases are not reviewed.
		///
		/// With 0 you pay for none from now on. What you have paid for stays paid for.
		///
		/// - Signer: an organisation in force; to end it, also one that is suspended.
		/// - Cost: the fee; later the deposits, which are held of your money.
		/// - Errors: `OrganisationNotInForce`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::stand_surety())]
		pub fn stand_surety(origin: OriginFor<T>, cases: u32) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_stand_surety(organisation, cases)
		}

		/// Removes a break-glass case that was reviewed long enough ago, the patient's oldest first.
		///
		/// - Signer: anyone.
		/// - Cost: the fee; the deposit of the case goes back to whoever paid it.
		/// - Errors: `NotFound`, `Retained`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::remove_case())]
		pub fn remove_case(origin: OriginFor<T>, case: BreakGlassId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_remove_case(case)
		}
	}
}
