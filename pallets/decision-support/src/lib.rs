#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod config;
mod errors;
mod events;
#[cfg(test)]
mod mock;
mod models;
mod monitoring;
mod receipts;
mod reports;
mod requests;
pub mod runtime_api;
mod storage;
#[cfg(test)]
mod tests;
mod views;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
mod usage;
pub mod weights;

pub use monitoring::DriftReport;
pub use pallet::*;
pub use reports::Report;
pub use requests::InputIds;
pub use types::*;
pub use usage::UsageReport;
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
		traits::{Consideration, Footprint, Time},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		DecisionSupportAccess, Guardians, ModelId, Moment, Operators, Participants, Purpose,
		RecordId, RequestId, quorum::Quorum,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(
			_: BlockNumberFor<T>,
		) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Proposes a model.
		///
		/// Operators refuse it before the authority approves it.
		///
		/// - Signer: any registered account.
		/// - Cost: the fee, and a deposit for the stored model.
		/// - Errors: `NotPermitted`, `NoSteps`, `ClassIsSealed`, `Cid…`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::propose_model())]
		pub fn propose_model(origin: OriginFor<T>, proposal: ModelProposal) -> DispatchResult {
			let proposer = ensure_signed(origin)?;
			Self::do_propose_model(proposer, proposal)
		}

		/// Approves a proposed or suspended model: from now on it may be asked.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `ModelApproved`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::approve_model())]
		pub fn approve_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_approve_model(model)
		}

		/// Suspends an approved model at once: operators refuse it in every request, also in those that are open.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `ModelNotApproved`, `ModelSuspended`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::suspend_model())]
		pub fn suspend_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_model(model)
		}

		/// Withdraws a model that was never approved.
		///
		/// - Signer: its proposer.
		/// - Cost: the fee; the deposit is given back.
		/// - Errors: `NotFound`, `NotPermitted`, `ModelApproved`, `ModelSuspended`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw_model())]
		pub fn withdraw_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			let proposer = ensure_signed(origin)?;
			Self::do_withdraw_model(proposer, model)
		}

		/// Asks for decision support about one patient. Which model is asked stands in the job's record, encrypted.
		///
		/// In a later block operators are drawn, and granted access to the job and the inputs if the patient's consent
		/// still says so.
		///
		/// - Signer: the patient, or whoever the patient permits to read the records for this purpose. The patient must
		///   also permit decision support.
		/// - Cost: the fee; the price of the seats, of which goes back what is not earned, but for one seat's once
		///   operators are drawn; a deposit for the request, given back when it is settled or fails; and one for the
		///   receipt. The sponsor of a patient who asks pays for the seats, up to its limit.
		/// - Errors: `TierNotAllowed`, `NoInputs`, `RepeatedRecord`, `NotAJob`, `SeveralPatients`,
		///   `SponsorLimitReached`; those of `Records.request_access`; and of `Quorum`: `TooFewOperators`,
		///   `OperatorsBusy`, `TooManyUndrawn`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::request(inputs.len() as u32))]
		pub fn request(
			origin: OriginFor<T>,
			job: RecordId,
			inputs: InputIds,
			class: WorkClass,
			tier: Tier,
			purpose: Purpose,
		) -> DispatchResult {
			let requester = ensure_signed(origin)?;
			Self::do_request(requester, job, inputs, class, tier, purpose)?;
			Ok(())
		}

		/// Says what the clinician made of the result.
		///
		/// Everybody sees it; nobody sees of which model.
		///
		/// - Signer: the requester, with a licence in force, once for each receipt.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotPermitted`, `NotInForce`, `AlreadyJudged`, `ReasonMismatch`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::give_verdict())]
		pub fn give_verdict(
			origin: OriginFor<T>,
			request: RequestId,
			verdict: Verdict,
			reason: VerdictReason,
		) -> DispatchResult {
			let clinician = ensure_signed(origin)?;
			Self::do_give_verdict(clinician, request, verdict, reason)
		}

		/// Erases a result: the receipt keeps who, when and the content's hash, but no longer where the result lies or
		/// what a published output was.
		///
		/// - Signer: the patient, or a legal guardian of theirs.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotPermitted`, `AlreadyErased`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::erase_result())]
		pub fn erase_result(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_erase_result(&signer, request)
		}

		/// Publishes which model was asked and what it said, in the receipt, for everybody to see.
		///
		/// The chain checks both against the receipt's content and the model's grid. Only of research, and only of a
		/// model whose outputs the authority has approved as open.
		///
		/// - Signer: anyone who knows salt and output.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `ClassIsSealed`, `OutputIsSealed`, `ModelNotApproved`, `ModelSuspended`,
		///   `AlreadyErased`, `AlreadyPublished`, `OutputOffGrid`, `ContentDiffers`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::publish_output())]
		pub fn publish_output(
			origin: OriginFor<T>,
			request: RequestId,
			model: ModelId,
			salt: [u8; 32],
			output: OutputBytes,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_publish_output(request, model, salt, output)
		}

		/// Says that a model's live inputs have drifted from those it was trained on, or takes that back.
		///
		/// Everybody sees how many operators say so, and nobody sees an input. A new report replaces the operator's
		/// former one.
		///
		/// - Signer: an operator in service. Whoever made a report may take it back at any time.
		/// - Cost: the fee, and a deposit for the first report on a model, given back when it is taken back.
		/// - Errors: `NotFound`, `NotPermitted`, `ModelNotApproved`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::report_drift())]
		pub fn report_drift(
			origin: OriginFor<T>,
			model: ModelId,
			drift: Option<Drift>,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_report_drift(operator, model, drift)
		}

		/// Says what was made of a model's results.
		///
		/// At least 100 at once, and each count 0 or at least 11, so that no single receipt shows. The counts of each
		/// model are public.
		///
		/// - Signer: a requester with a licence in force, of no more verdicts over all models than they have receipts.
		/// - Cost: the fee, and a deposit for the first report on a model, given back when it is struck.
		/// - Errors: `NotFound`, `ModelNotApproved`, `NotInForce`, `TooFew`, `SmallCount`, `MoreThanReceipts`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::report_verdicts())]
		pub fn report_verdicts(
			origin: OriginFor<T>,
			model: ModelId,
			verdicts: Verdicts,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			Self::do_report_verdicts(reporter, model, verdicts)
		}

		/// Says how a model's predictions turned out.
		///
		/// At least 100 at once, and each count 0 or at least 11, so that no single patient shows. The counts of each
		/// model are public.
		///
		/// - Signer: a requester with a licence in force, of no more outcomes over all models than they have receipts.
		/// - Cost: the fee, and a deposit for the first report on a model, given back when it is struck.
		/// - Errors: `NotFound`, `ModelNotApproved`, `NotInForce`, `TooFew`, `SmallCount`, `OneOutcomeOnly`,
		///   `MoreThanReceipts`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::report_outcomes())]
		pub fn report_outcomes(
			origin: OriginFor<T>,
			model: ModelId,
			outcomes: Outcomes,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			Self::do_report_outcomes(reporter, model, outcomes)
		}

		/// Strikes all that a reporter has said of a model's results and usage out of the model's counts. The receipts
		/// and seats that it was about stay used up.
		///
		/// - Signer: the authority.
		/// - Cost: the fee; the reporter's deposits are given back.
		/// - Errors: `NotFound`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::strike_report())]
		pub fn strike_report(
			origin: OriginFor<T>,
			model: ModelId,
			reporter: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_strike_report(model, reporter)
		}

		/// Says how often the operator ran each model since its last report.
		///
		/// At least 100 times each, so that no single request shows: fewer wait for a later report. Everybody sees who
		/// reports what; the sum for a model is told once operators of three organisations have reported it.
		///
		/// - Signer: an operator in service, of no more runs over all models than seats that it was paid for.
		/// - Cost: the fee, and a deposit for the first report on each model, given back when it is struck.
		/// - Errors: `NotPermitted`, `TooFew`, `RepeatedModel`, `NotFound`, `ModelNotApproved`, `MoreThanPaidSeats`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::report_usage(counts.len() as u32))]
		pub fn report_usage(origin: OriginFor<T>, counts: UsageCounts) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_report_usage(operator, counts)
		}

		/// Pays for the storage of a receipt in the place of whoever does: their deposit goes back.
		///
		/// - Signer: anyone: the organisation of a clinician who leaves, or the patient.
		/// - Cost: the fee, and a deposit, or storage allowance of the patient's, for good, since receipts stay.
		/// - Errors: `NotFound`, `AlreadyPaying`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::pay_for())]
		pub fn pay_for(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_pay_for(payer, request)
		}
	}
}
