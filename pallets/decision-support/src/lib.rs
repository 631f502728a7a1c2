#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod config;
mod declarations;
mod errors;
mod events;
#[cfg(test)]
mod mock;
mod models;
mod monitoring;
pub mod runtime_api;
mod steps;
mod storage;
#[cfg(test)]
mod tests;
mod views;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
pub mod weights;

pub use declarations::Declaration;
pub use monitoring::DriftReport;
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
		traits::{Consideration, Footprint, Randomness, Time},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		DecisionSupportAccess, ModelId, Moment, Operators, Participants, Purpose, RecordId,
		RequestId,
		decision_support::{MAX_DRAWN, MAX_RECORDS},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxDeclarations::get() >= MAX_DRAWN,
				"all drawn operators must have declared the model"
			);
			assert!(T::SealPeriod::get() > 0, "operators need time to seal");
			assert!(T::ChallengePeriod::get() > 0, "operators need time to challenge");
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
		/// Proposes a model.
		///
		/// It can't be asked before the authority approves it.
		///
		/// - Signer: any registered account.
		/// - Cost: the fee, and a deposit for the stored model.
		/// - Errors: `NotPermitted`, `NoSteps`, `QuorumOutOfRange`, `TooManyOperators`, `Cid…`.
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

		/// Suspends an approved model at once: nobody may ask it, and open requests settle no more.
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
		/// Operators that have declared it get their deposits back.
		///
		/// - Signer: its proposer.
		/// - Cost: the fee; the deposit is given back.
		/// - Errors: `NotFound`, `NotPermitted`, `ModelApproved`, `ModelSuspended`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw_model(T::MaxDeclarations::get()))]
		pub fn withdraw_model(origin: OriginFor<T>, model: ModelId) -> DispatchResultWithPostInfo {
			let proposer = ensure_signed(origin)?;
			let declared = Self::do_withdraw_model(proposer, model)?;
			Ok(Some(T::WeightInfo::withdraw_model(declared)).into())
		}

		/// Asks a model about one patient.
		///
		/// Operators that run it are drawn, granted access to the records as the patient's consent says, and must seal
		/// a result in time.
		///
		/// - Signer: the patient, or whoever the patient permits to read the records for this purpose. The patient must
		///   also permit decision support.
		/// - Cost: the fee, and a deposit for the request, given back when it is closed, and one for the receipt.
		/// - Errors: `NotFound`, `ModelNotApproved`, `ModelSuspended`, `NoRecords`, `RepeatedRecord`,
		///   `SeveralPatients`, `TooFewOperators`, and those of `Records.request_access`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::request(records.len() as u32))]
		pub fn request(
			origin: OriginFor<T>,
			model: ModelId,
			records: BoundedVec<RecordId, ConstU32<MAX_RECORDS>>,
			purpose: Purpose,
		) -> DispatchResult {
			let requester = ensure_signed(origin)?;
			Self::do_request(requester, model, records, purpose)
		}

		/// Binds the operator's own result: the hash of the output's digest and the operator.
		///
		/// - Signer: an operator drawn for the request, once, before `seal_until`.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `NotDrawn`, `AlreadyResponded`, `Expired`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::seal())]
		pub fn seal(origin: OriginFor<T>, request: RequestId, seal: [u8; 32]) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_seal(operator, request, seal)
		}

		/// Settles a request with a sealed output: makes the receipt, and accuses the drawn operators who sealed
		/// otherwise, refused, or did neither.
		///
		/// - Signer: a drawn operator whose own seal opens with the digest, when all have sealed or refused, or
		///   `seal_until` has come.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `ModelSuspended`, `OutputIsOpen`, `NotDrawn`, `SealDiffers`,
		///   `SealingContinues`, `NoQuorum`, `Cid…`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::settle())]
		pub fn settle(
			origin: OriginFor<T>,
			request: RequestId,
			digest: [u8; 32],
			result: CidBytes,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_settle(operator, request, digest, result)
		}

		/// Settles a request with an open output: the chain checks it against the grid, computes its digest, and keeps
		/// it in the receipt for everybody to see.
		///
		/// - Signer: as for `settle`.
		/// - Cost: the fee.
		/// - Errors: as for `settle`, with `OutputIsSealed` and `OutputOffGrid`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::settle_open())]
		pub fn settle_open(
			origin: OriginFor<T>,
			request: RequestId,
			salt: [u8; 32],
			output: OutputBytes,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_settle_open(operator, request, salt, output)
		}

		/// Declares that a request has failed, and accuses the operators who neither sealed nor refused in time.
		///
		/// When the model is suspended nobody is accused.
		///
		/// - Signer: anyone, from `settle_until` on, or at once when the model is suspended or so many operators
		///   refused that no quorum is left.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `SettlingContinues`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::fail())]
		pub fn fail(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_fail(request)
		}

		/// Disputes an accusation: the authority must rule before the request can be closed.
		///
		/// - Signer: an accused operator, before `challenge_until`.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotDrawn`, `NotAccused`, `AlreadyChallenged`, `Expired`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::challenge())]
		pub fn challenge(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_challenge(operator, request)
		}

		/// Rules on a challenge: with `uphold` the accusation stands and the operator loses bond at once; without, the
		/// operator is excused.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotDrawn`, `NotChallenged`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::rule())]
		pub fn rule(
			origin: OriginFor<T>,
			request: RequestId,
			operator: T::AccountId,
			uphold: bool,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_rule(request, operator, uphold)
		}

		/// Closes a settled or failed request: accused operators who did not challenge lose bond, all are released, and
		/// the request is removed.
		///
		/// A receipt stays.
		///
		/// - Signer: anyone, from `challenge_until` on, when every challenge is ruled on.
		/// - Cost: the fee; the requester's deposit for the request is given back.
		/// - Errors: `NotFound`, `SealingContinues`, `ChallengePeriodContinues`, `ChallengePending`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::close())]
		pub fn close(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close(request)
		}

		/// Says what the clinician made of the result.
		///
		/// The counts of each model are public.
		///
		/// - Signer: the requester, with a licence in force, once for each receipt.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotPermitted`, `NotInForce`, `AlreadyJudged`, `ReasonMismatch`.
		#[pallet::call_index(12)]
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

		/// Erases a result: the receipt keeps who, when and the digest, but no longer where the result lies or what an
		/// open output was.
		///
		/// - Signer: the patient.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotPermitted`, `AlreadyErased`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::erase_result())]
		pub fn erase_result(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_erase_result(patient, request)
		}

		/// Says that the model can't be run on these inputs: one is missing, can't be read or had, or is outside what
		/// the model was made for.
		///
		/// A notice says why, encrypted as a result would be; there is none when an input's key or document can't be
		/// had.
		///
		/// - Signer: an operator drawn for the request, once and instead of sealing, before `seal_until`.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `NotDrawn`, `AlreadyResponded`, `Expired`, `Cid…`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::refuse())]
		pub fn refuse(
			origin: OriginFor<T>,
			request: RequestId,
			notice: Option<CidBytes>,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_refuse(operator, request, notice)
		}

		/// Says that a model's live inputs have drifted from those it was trained on, or takes that back.
		///
		/// Everybody sees how many operators say so, and nobody sees an input. A new report replaces the operator's
		/// former one.
		///
		/// - Signer: an operator in service. Whoever made a report may take it back at any time.
		/// - Cost: the fee, and a deposit for the first report on a model, given back when it is taken back.
		/// - Errors: `NotFound`, `NotPermitted`, `ModelNotApproved`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::report_drift())]
		pub fn report_drift(
			origin: OriginFor<T>,
			model: ModelId,
			drift: Option<Drift>,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_report_drift(operator, model, drift)
		}

		/// Says how a model's predictions turned out.
		///
		/// At least 100 at once, and each count 0 or at least 11, so that no single patient shows. The counts of each
		/// model are public.
		///
		/// - Signer: any account with a licence in force.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotInForce`, `TooFewOutcomes`, `SmallCount`, `OneOutcomeOnly`,
		///   `MoreOutcomesThanReceipts`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::report_outcomes())]
		pub fn report_outcomes(
			origin: OriginFor<T>,
			model: ModelId,
			outcomes: Outcomes,
		) -> DispatchResult {
			let reporter = ensure_signed(origin)?;
			Self::do_report_outcomes(reporter, model, outcomes)
		}

		/// Declares that the operator runs a model: from now on it can be drawn for its requests.
		///
		/// Before the model is approved, too, so that operators are ready when it is.
		///
		/// - Signer: an operator in service.
		/// - Cost: the fee, and a deposit, given back when the operator retracts or the model is withdrawn.
		/// - Errors: `NotFound`, `NotPermitted`, `AlreadyDeclared`, `TooManyDeclarations`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::declare_model())]
		pub fn declare_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_declare_model(operator, model)
		}

		/// Takes the declaration back: the operator is no longer drawn for the model.
		///
		/// It still has to answer in the requests that it was drawn for.
		///
		/// - Signer: an operator that has declared the model, in service or not.
		/// - Cost: the fee; the deposit is given back.
		/// - Errors: `NotDeclared`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::retract_model())]
		pub fn retract_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_retract_model(operator, model)
		}
	}
}
