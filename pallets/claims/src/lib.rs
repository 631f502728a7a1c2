#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod billed;
mod claims;
mod config;
mod errors;
mod events;
#[cfg(test)]
mod mock;
mod network;
mod plans;
mod policies;
mod reserves;
pub mod runtime_api;
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
pub(crate) use views::{days_after, days_before};
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
	use alloc::boxed::Box;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time, fungibles::MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		claims::{ClaimRecords, Claimants},
		quorum::{Deadline, Period},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::RefundDays::get() <= T::KeepDays::get(),
				"a claim is kept while it can be refunded"
			);
			let decide = T::DecidePeriod::get().time.saturating_add(T::ReferPeriod::get().time);
			let decide = decide.div_ceil(salus_primitives::DAY);
			let filed = u64::from(T::MaxPolicyDays::get())
				.saturating_add(T::MaxFilingDays::get().into())
				.saturating_add(decide)
				.saturating_add(T::KeepDays::get().into());
			assert!(
				u64::from(T::BilledDays::get()) >= filed,
				"evidence is remembered while it can be filed, and judged, again"
			);
			assert!(T::MaxPaidAtOnce::get() > 0, "waiting claims are paid");
			for period in [T::DecidePeriod::get(), T::ReferPeriod::get()] {
				assert!(period.time > 0 && period.blocks > 0, "insurers need time");
			}
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
		/// Publishes a plan with its first terms.
		///
		/// - Signer: an insurer in force.
		/// - Cost: the fee, and deposits for the plan and its terms.
		/// - Errors: `NotAnInsurer`, `UnknownCurrency`, `UnknownAsset`, `UnfitAsset`, `InThePast`, `TooFarAhead`,
		///   `UnknownRules`, `InconsistentTerms`, `TermsTooLong`, `FilingLimitTooLong`.
		///
		/// - `plan`: what of it never changes.
		/// - `valid_from`: the first day of the terms; today or later.
		/// - `terms`: what it pays, in clear.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::publish_plan())]
		pub fn publish_plan(
			origin: OriginFor<T>,
			plan: NewPlan,
			valid_from: Day,
			terms: Box<Terms>,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_publish_plan(insurer, plan, Version { valid_from, terms: *terms })
		}

		/// Gives a plan new terms. The terms before stay, for the days before.
		///
		/// - Signer: the plan's insurer, in force.
		/// - Cost: the fee, and a deposit for the terms.
		/// - Errors: `UnknownPlan`, `NotTheInsurer`, `NotAnInsurer`, `PlanClosed`, `TooManyVersions`, `NoticeTooShort`,
		///   `TooFarAhead`, `NotLater`, `UnknownRules`, `InconsistentTerms`, `TermsTooLong`, `FilingLimitTooLong`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::revise_plan())]
		pub fn revise_plan(
			origin: OriginFor<T>,
			plan: PlanId,
			valid_from: Day,
			terms: Box<Terms>,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_revise_plan(insurer, plan, Version { valid_from, terms: *terms })
		}

		/// Closes a plan: it issues no policy any more. Policies that it issued go on.
		///
		/// - Signer: the plan's insurer, suspended or not.
		/// - Cost: the fee.
		/// - Errors: `UnknownPlan`, `NotTheInsurer`, `PlanClosed`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::close_plan())]
		pub fn close_plan(origin: OriginFor<T>, plan: PlanId) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_close_plan(insurer, plan)
		}

		/// Admits an organisation to a plan's network. One that was excluded may come back: from the next day
		/// on as if it had stayed, later once no claim can go by its former days.
		///
		/// - Signer: the plan's insurer, in force.
		/// - Cost: the fee, and a deposit the first time.
		/// - Errors: `UnknownPlan`, `NotTheInsurer`, `NotAnInsurer`, `NotAnOrganisation`, `TooFarBack`, `TooFarAhead`,
		///   `AlreadyAdmitted`, `AdmissionNeeded`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::admit())]
		pub fn admit(
			origin: OriginFor<T>,
			plan: PlanId,
			organisation: T::AccountId,
			from: Day,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_admit(insurer, plan, organisation, from)
		}

		/// Excludes an organisation from a plan's network after that day. Nobody is excluded for the past.
		///
		/// - Signer: the plan's insurer, suspended or not.
		/// - Cost: the fee.
		/// - Errors: `UnknownPlan`, `NotTheInsurer`, `NotAdmitted`, `InThePast`, `EndsBeforeItBegins`, `NotEarlier`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::exclude())]
		pub fn exclude(
			origin: OriginFor<T>,
			plan: PlanId,
			organisation: T::AccountId,
			until: Day,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_exclude(insurer, plan, organisation, until)
		}

		/// Puts money in reserve, and pays claims that wait for it, the oldest first.
		///
		/// - Signer: an insurer with a plan in the asset, suspended or not.
		/// - Cost: the fee, and the amount.
		/// - Errors: `NoReserve`, and the asset's own.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::fund())]
		pub fn fund(origin: OriginFor<T>, asset: Asset, amount: u128) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_fund(insurer, asset, amount)
		}

		/// Takes money out of the reserve that policies and claims don't need.
		///
		/// - Signer: an insurer with a plan in the asset, suspended or not.
		/// - Cost: the fee.
		/// - Errors: `NoReserve`, `ClaimsWaiting`, `ClaimsOpen`, `ReserveNeeded`, and the asset's own.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, asset: Asset, amount: u128) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_withdraw(insurer, asset, amount)
		}

		/// Pays claims that wait for money, the oldest first, as far as the reserve goes.
		///
		/// - Signer: anyone.
		/// - Cost: none when a claim is paid.
		/// - Errors: `NoReserve`, `NothingToPay`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::pay_waiting())]
		pub fn pay_waiting(
			origin: OriginFor<T>,
			insurer: T::AccountId,
			asset: Asset,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_pay_waiting(insurer, asset)?;
			Ok(Pays::No.into())
		}

		/// Issues a policy. It may begin in the past as far as the plan allows, and never ends in the past.
		///
		/// - Signer: the plan's insurer, in force.
		/// - Cost: the fee, and a deposit. What the plan says must lie in reserve for the policy.
		/// - Errors: `UnknownPlan`, `NotTheInsurer`, `NotAnInsurer`, `PlanClosed`, `ClaimsWaiting`, `NotAPatient`,
		///   `UnknownRecord`, `OtherPatient`, `OtherCategory`, `TooFarBack`, `TooFarAhead`, `InThePast`,
		///   `EndsBeforeItBegins`, `PolicyTooLong`, `ReserveNeeded`.
		///
		/// - `holder`: a patient; an account of their own for insurance.
		/// - `from`, `until`: its first and last day.
		/// - `record`: the holder's record of category Claim in which it stands who is insured.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::issue())]
		pub fn issue(
			origin: OriginFor<T>,
			plan: PlanId,
			holder: T::AccountId,
			from: Day,
			until: Day,
			record: RecordId,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_issue(insurer, plan, holder, from, until, record)
		}

		/// Ends a policy earlier than it was to end.
		///
		/// - Signer: its insurer, with notice; or its holder, from today on.
		/// - Cost: the fee.
		/// - Errors: `UnknownPolicy`, `NotTheHolder`, `NoticeTooShort`, `InThePast`, `NotEarlier`, `EndsBeforeItBegins`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::end_policy())]
		pub fn end_policy(origin: OriginFor<T>, policy: PolicyId, until: Day) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_end_policy(signer, policy, until)
		}

		/// Submits a claim: its lines stand in the record, encrypted, and nowhere else.
		///
		/// - Signer: the policy's holder, or the accredited organisation that is to be paid.
		/// - Cost: the fee, and a deposit until the claim is closed.
		/// - Errors: `UnknownPolicy`, `CeilingTooHigh`, `BadPayee`, `NotTheClaimant`, `UnknownRecord`, `OtherPatient`, `OtherCategory`,
		///   `FiledTooLate`, `TooManyOpen`, `AlreadyClaimed`.
		///
		/// - `record`: the holder's record of category Claim; its latest version is claimed.
		/// - `payee`: the holder, or an accredited organisation.
		/// - `ceiling`: what is paid at most.
		/// - `evidence`: a commitment to the evidence that the insurer is shown, also if there is none. What is billed shows
		///   when the claim is concluded, and not before, or anyone could bill it in advance.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::submit())]
		pub fn submit(
			origin: OriginFor<T>,
			policy: PolicyId,
			record: RecordId,
			payee: T::AccountId,
			ceiling: u128,
			evidence: [u8; 32],
		) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_submit(signer, policy, record, payee, ceiling, evidence)
		}

		/// Concludes a claim: what is paid is owed to the payee at once, or, when the reserve has too little, as soon as
		/// it has enough. It is never refused for want of money.
		///
		/// - Signer: the policy's insurer, suspended or not.
		/// - Cost: the fee, and a deposit for the evidence that is billed.
		/// - Errors: `UnknownClaim`, `NotTheInsurer`, `AlreadyConcluded`, `AboveCeiling`, `StaleStatement`,
		///   `EvidenceNotShown`, `OtherEvidence`, `TooSoon`, `Expired`, `BilledBefore`, `Cid…`.
		///
		/// - `sequence`: the number of the statement from which the claim was judged.
		/// - `statement`: the statement with this claim in it.
		/// - `paid`: in all; it may be nothing.
		/// - `outcome`: what each line came to.
		/// - `evidence`: what the claim was submitted with, at most 160 pieces, and which of them are billed. Nothing, if it
		///   was not told: then nothing is paid.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::conclude(
			evidence.as_ref().map_or(0, |shown| shown.pieces.len() as u32)
		))]
		pub fn conclude(
			origin: OriginFor<T>,
			claim: ClaimId,
			sequence: u32,
			statement: Pointer,
			paid: u128,
			outcome: Pointer,
			evidence: Option<ShownEvidence>,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_conclude(insurer, claim, (sequence, statement), (paid, outcome), evidence)
		}

		/// Transfers to a payee all that an insurer owes it.
		///
		/// - Signer: anyone.
		/// - Cost: none when it is transferred.
		/// - Errors: `NoReserve`, `NothingOwed`, and the asset's own.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::collect())]
		pub fn collect(
			origin: OriginFor<T>,
			insurer: T::AccountId,
			payee: T::AccountId,
			asset: Asset,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_collect(insurer, payee, asset)?;
			Ok(Pays::No.into())
		}

		/// Gives back what was paid for a claim: out of what is not collected yet, then out of the payee's balance. Of a claim
		/// that waits for money, you waive it: it keeps its place, and nothing is paid.
		///
		/// - Signer: the claim's payee, within the refund days.
		/// - Cost: the fee, and what was paid.
		/// - Errors: `UnknownClaim`, `NotThePayee`, `NotConcluded`, `Expired`, and the asset's own.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::refund())]
		pub fn refund(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let payee = ensure_signed(origin)?;
			Self::do_refund(payee, claim)
		}

		/// Takes a claim for which nothing was paid, or all was given back, out of the statement. Its evidence and its
		/// record may be claimed again.
		///
		/// - Signer: the policy's insurer, suspended or not.
		/// - Cost: the fee. The deposit for the evidence goes back.
		/// - Errors: `UnknownClaim`, `NotTheInsurer`, `NotRefunded`, `StaleStatement`, `Cid…`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::reverse(MAX_NULLIFIERS))]
		pub fn reverse(
			origin: OriginFor<T>,
			claim: ClaimId,
			sequence: u32,
			statement: Pointer,
		) -> DispatchResultWithPostInfo {
			let insurer = ensure_signed(origin)?;
			let pieces = Self::do_reverse(insurer, claim, (sequence, statement))?;
			Ok(Some(T::WeightInfo::reverse(pieces)).into())
		}

		/// Closes a claim about which nothing is to be done any more. Its evidence stays billed.
		///
		/// - Signer: anyone, once it was kept long enough and its payee has collected what it is owed; of one that is not
		///   judged, whoever submitted it or would be paid.
		/// - Cost: the fee. The deposit goes back to whoever submitted it.
		/// - Errors: `UnknownClaim`, `ClaimKept`, `NotCollected`, `NotTheClaimant`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::close_claim())]
		pub fn close_claim(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_close_claim(signer, claim)
		}

		/// Closes a policy for which no claim can come any more.
		///
		/// - Signer: anyone, when the filing limit is over and its claims are closed.
		/// - Cost: the fee. The deposit goes back, and the reserve needs to hold less.
		/// - Errors: `UnknownPolicy`, `FilingContinues`, `ClaimsLeft`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::close_policy())]
		pub fn close_policy(origin: OriginFor<T>, policy: PolicyId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close_policy(policy)
		}

		/// Forgets the evidence that was billed in a quarter, of so many claims, at most 10.
		///
		/// - Signer: anyone, when it was remembered long enough.
		/// - Cost: the fee. Deposits go back to the insurers.
		/// - Errors: `QuarterKept`, `NothingToPrune`.
		///
		/// - `quarter`: counted from 1970-01-01 in steps of 91 days.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::prune((*limit).min(MAX_PRUNED)))]
		pub fn prune(
			origin: OriginFor<T>,
			quarter: Quarter,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let claims = Self::do_prune(quarter, limit.min(MAX_PRUNED))?;
			Ok(Some(T::WeightInfo::prune(claims)).into())
		}

		/// Removes a closed plan that has no policies and an empty network.
		///
		/// - Signer: its insurer, suspended or not.
		/// - Cost: the fee. Deposits go back.
		/// - Errors: `UnknownPlan`, `NotTheInsurer`, `PlanOpen`, `PoliciesLeft`, `NetworkLeft`, `FundsLeft`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::remove_plan(MAX_VERSIONS))]
		pub fn remove_plan(origin: OriginFor<T>, plan: PlanId) -> DispatchResultWithPostInfo {
			let insurer = ensure_signed(origin)?;
			let versions = Self::do_remove_plan(insurer, plan)?;
			Ok(Some(T::WeightInfo::remove_plan(versions)).into())
		}

		/// Removes an organisation's admission to a network that no claim can go by any more.
		///
		/// - Signer: the plan's insurer, suspended or not, when the filing limit after the organisation's last day is over,
		///   or the plan is closed and has no policies.
		/// - Cost: the fee. The deposit goes back.
		/// - Errors: `UnknownPlan`, `NotTheInsurer`, `NotAdmitted`, `AdmissionNeeded`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::remove_admission())]
		pub fn remove_admission(
			origin: OriginFor<T>,
			plan: PlanId,
			organisation: T::AccountId,
		) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_remove_admission(insurer, plan, organisation)
		}

		/// Gives a claim to a person to judge, who has more time than a program: once, and before its deadline. A referral
		/// says nothing about the claim: an insurer also refers claims drawn by chance.
		///
		/// - Signer: the policy's insurer, suspended or not.
		/// - Cost: the fee.
		/// - Errors: `UnknownClaim`, `NotTheInsurer`, `AlreadyConcluded`, `AlreadyReferred`, `Expired`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::refer())]
		pub fn refer(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let insurer = ensure_signed(origin)?;
			Self::do_refer(insurer, claim)
		}

		/// Says that what a claim is for was not done. The insurer sees it, and decides what follows; everybody sees that
		/// it was said.
		///
		/// - Signer: the policy's holder, of a claim that somebody else submitted to be paid.
		/// - Cost: free.
		/// - Errors: `UnknownClaim`, `NotTheHolder`, `OwnClaim`, `AlreadyDenied`.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::deny_care())]
		pub fn deny_care(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_deny_care(holder, claim)
		}
	}
}
