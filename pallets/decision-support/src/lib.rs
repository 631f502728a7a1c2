#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
#[cfg(test)]
mod mock;
mod questions;
pub mod runtime_api;
mod steps;
#[cfg(test)]
mod tests;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use questions::MAX_PAGE;
pub use runtime_api::{ModelInfo, ReceiptInfo, RequestInfo};
pub use types::*;
pub use weights::WeightInfo;

use polkadot_sdk::{frame_support, frame_system};

// The macro itself writes `expect` where only a pallet outside every runtime could fail.
#[allow(clippy::expect_used)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Randomness, Time},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		DecisionSupportAccess, ModelId, Moment, Operators, Participants, Purpose, RecordId,
		RequestId,
	};

	/// What the runtime gives this pallet.
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Who is who.
		type Participants: Participants<Self::AccountId>;
		/// The operators to draw from.
		type Operators: Operators<Self::AccountId>;
		/// What opens records for the drawn operators.
		type Access: DecisionSupportAccess<Self::AccountId, Error: Into<DispatchError>>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// What pays for storage. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>;
		/// What operators are drawn with.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;
		/// Who approves and suspends models, and rules on challenges.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The most records that one request reads.
		#[pallet::constant]
		type MaxRecords: Get<u32>;
		/// The most operators that run one request.
		#[pallet::constant]
		type MaxDrawn: Get<u32>;
		/// How long operators may seal, and how long after that they may settle, in milliseconds.
		#[pallet::constant]
		type SealPeriod: Get<Moment>;
		/// How long accused operators may challenge, in milliseconds.
		#[pallet::constant]
		type ChallengePeriod: Get<Moment>;
		/// What the calls may cost.
		type WeightInfo: WeightInfo;
	}

	/// Models, operators' seals, receipts and verdicts.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Why money may be held for this pallet.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// It pays for a stored model, request or receipt.
		Storage,
	}

	/// Models for decision support.
	#[pallet::storage]
	pub type Models<T: Config> = StorageMap<_, Twox64Concat, ModelId, Model<T>>;

	/// The id of the next model to be proposed.
	#[pallet::storage]
	pub type NextModel<T: Config> = StorageValue<_, ModelId, ValueQuery>;

	/// Requests for decision support that are not closed.
	#[pallet::storage]
	pub type Requests<T: Config> = StorageMap<_, Twox64Concat, RequestId, Request<T>>;

	/// The id of the next request.
	#[pallet::storage]
	pub type NextRequest<T: Config> = StorageValue<_, RequestId, ValueQuery>;

	/// Receipts of settled requests. They stay after the request is closed.
	#[pallet::storage]
	pub type Receipts<T: Config> = StorageMap<_, Twox64Concat, RequestId, Receipt<T>>;

	/// By operator: the requests in which it still has to seal or refuse.
	#[pallet::storage]
	pub type OpenRequests<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OpenList, ValueQuery>;

	/// By patient: the requests that read their records, open or with a receipt.
	#[pallet::storage]
	pub type RequestsOf<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		RequestId,
		(),
		OptionQuery,
	>;

	/// What happened. Never what a sealed model said. Data rule 1.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A model was proposed.
		ModelProposed {
			/// The model.
			model: ModelId,
			/// Who proposed it.
			proposer: T::AccountId,
		},
		/// The authority approved a model: it may be asked.
		ModelApproved {
			/// The model.
			model: ModelId,
		},
		/// The authority suspended a model: it may no more be asked.
		ModelSuspended {
			/// The model.
			model: ModelId,
		},
		/// A model that was never approved was withdrawn by its proposer.
		ModelWithdrawn {
			/// The model.
			model: ModelId,
		},
		/// Decision support was requested: the drawn operators may read the records and must seal.
		Requested {
			/// The request.
			request: RequestId,
			/// The model that is asked.
			model: ModelId,
			/// Whose records are read.
			patient: T::AccountId,
			/// Who runs the model.
			operators: BoundedVec<T::AccountId, T::MaxDrawn>,
		},
		/// An operator bound its result.
		Sealed {
			/// The request.
			request: RequestId,
			/// The operator.
			operator: T::AccountId,
		},
		/// Enough operators bound the same output: there is a receipt.
		Settled {
			/// The request.
			request: RequestId,
			/// The digest of the output.
			digest: [u8; 32],
			/// How many operators bound it.
			agreeing: u8,
			/// How many operators were drawn.
			drawn: u8,
		},
		/// An operator is accused: it loses bond unless it challenges in time.
		Accused {
			/// The request.
			request: RequestId,
			/// The operator.
			operator: T::AccountId,
			/// Of what.
			fault: Fault,
		},
		/// An accused operator disputes the accusation.
		Challenged {
			/// The request.
			request: RequestId,
			/// The operator.
			operator: T::AccountId,
		},
		/// The authority ruled on a challenge.
		Ruled {
			/// The request.
			request: RequestId,
			/// The operator.
			operator: T::AccountId,
			/// Whether the accusation was upheld.
			upheld: bool,
		},
		/// An operator lost bond.
		Penalised {
			/// The request.
			request: RequestId,
			/// The operator.
			operator: T::AccountId,
		},
		/// No quorum agreed in time, too many operators refused, or the model was suspended: there
		/// will be no receipt.
		Failed {
			/// The request.
			request: RequestId,
		},
		/// The operators are released from the request.
		Closed {
			/// The request.
			request: RequestId,
		},
		/// The clinician said what they made of the result.
		VerdictGiven {
			/// The request.
			request: RequestId,
			/// What they did with it.
			verdict: Verdict,
			/// Why.
			reason: VerdictReason,
		},
		/// The patient erased the result: operators must unpin it.
		ResultErased {
			/// The request.
			request: RequestId,
		},
		/// An operator says that the model can't be run on these inputs.
		Refused {
			/// The request.
			request: RequestId,
			/// The operator.
			operator: T::AccountId,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no model, request or receipt of this id.
		NotFound,
		/// The signer is not the one who may do this.
		NotPermitted,
		/// The signer holds no licence in force.
		NotInForce,
		/// The model is not approved.
		ModelNotApproved,
		/// The model is approved already.
		ModelApproved,
		/// The authority has suspended the model.
		ModelSuspended,
		/// The output's grid has no step: outputs would all be 0.
		NoSteps,
		/// The quorum is not more than half of the operators, or more than all of them.
		QuorumOutOfRange,
		/// The model wants more operators than the chain draws.
		TooManyOperators,
		/// Too few operators are in service with room for another request.
		TooFewOperators,
		/// The request names no record.
		NoRecords,
		/// The request names a record twice.
		RepeatedRecord,
		/// The records belong to several patients.
		SeveralPatients,
		/// The signer was not drawn for this request.
		NotDrawn,
		/// The operator has sealed or refused already, and neither is changed.
		AlreadyAnswered,
		/// The time for this has passed.
		Expired,
		/// The request is settled or failed already.
		AlreadySettled,
		/// Operators may still seal.
		SealingContinues,
		/// Operators may still settle.
		SettlingContinues,
		/// The signer's own seal does not open with this digest.
		SealDiffers,
		/// Too few seals open with this digest.
		NoQuorum,
		/// The model's output is sealed: use `settle`.
		OutputIsSealed,
		/// The model's output is open: use `settle_open`.
		OutputIsOpen,
		/// The output is not one to eight numbers on the model's grid, four bytes each.
		OutputOffGrid,
		/// Nothing stands against the signer in this request.
		NotAccused,
		/// The accusation is challenged already.
		AlreadyChallenged,
		/// The operator has not challenged, or was ruled on already.
		NotChallenged,
		/// A challenge waits for the authority's ruling.
		ChallengePending,
		/// Accused operators may still challenge.
		ChallengePeriodContinues,
		/// A verdict was given already.
		AlreadyJudged,
		/// Agreement is no reason to modify or reject.
		ReasonMismatch,
		/// The result is erased already.
		AlreadyErased,
		/// This is a CIDv0; convert it to CIDv1.
		CidVersionZero,
		/// This is no CIDv1.
		CidUnknownVersion,
		/// The CID's codec is neither raw nor dag-pb.
		CidUnknownCodec,
		/// The CID's hash is not sha2-256.
		CidOtherHash,
		/// The CID is cut short or has bytes to spare.
		CidWrongLength,
		/// There are no ids left.
		IdsExhausted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				(1..=255).contains(&T::MaxDrawn::get()),
				"operators are counted in one byte"
			);
			assert!(
				T::MaxRecords::get() > 0,
				"a request reads at least one record"
			);
			assert!(T::SealPeriod::get() > 0, "operators need time to seal");
			assert!(
				T::ChallengePeriod::get() > 0,
				"operators need time to challenge"
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
		/// Proposes a model. It can't be asked before the authority approves it.
		///
		/// - Who: any registered account.
		/// - Costs: a deposit for the stored model.
		/// - Errors: `NotPermitted`, `NoSteps`, `QuorumOutOfRange`, `TooManyOperators`, `Cid…`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::propose_model())]
		pub fn propose_model(origin: OriginFor<T>, proposal: ModelProposal) -> DispatchResult {
			let proposer = ensure_signed(origin)?;
			Self::do_propose_model(proposer, proposal)?;
			Ok(())
		}

		/// Approves a proposed or suspended model: from now on it may be asked.
		///
		/// - Who: the authority.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `ModelApproved`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::approve_model())]
		pub fn approve_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_approve_model(model)?;
			Ok(())
		}

		/// Suspends an approved model at once: nobody may ask it, and open requests settle no more.
		///
		/// - Who: the authority.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `ModelNotApproved`, `ModelSuspended`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::suspend_model())]
		pub fn suspend_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_model(model)?;
			Ok(())
		}

		/// Withdraws a model that was never approved.
		///
		/// - Who: its proposer.
		/// - Costs: nothing but the fee; the deposit is given back.
		/// - Errors: `NotFound`, `NotPermitted`, `ModelApproved`, `ModelSuspended`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw_model())]
		pub fn withdraw_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
			let proposer = ensure_signed(origin)?;
			Self::do_withdraw_model(proposer, model)?;
			Ok(())
		}

		/// Asks a model about one patient. Operators are drawn, let in to the records as the
		/// patient's consent says, and must seal a result in time.
		///
		/// - Who: the patient, or whoever the patient permits to read the records for this purpose.
		///   The patient must also permit decision support.
		/// - Costs: a deposit for the request, given back when it is closed, and one for the receipt.
		/// - Errors: `NotFound`, `ModelNotApproved`, `ModelSuspended`, `NoRecords`,
		///   `RepeatedRecord`, `SeveralPatients`, `TooFewOperators`, and those of a refused access.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::request(records.len() as u32))]
		pub fn request(
			origin: OriginFor<T>,
			model: ModelId,
			records: BoundedVec<RecordId, T::MaxRecords>,
			purpose: Purpose,
		) -> DispatchResult {
			let requester = ensure_signed(origin)?;
			Self::do_request(requester, model, records, purpose)?;
			Ok(())
		}

		/// Binds the operator's own result: the hash of the output's digest and the operator.
		///
		/// - Who: an operator drawn for the request, once, before `seal_until`.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `NotDrawn`, `AlreadyAnswered`, `Expired`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::seal())]
		pub fn seal(origin: OriginFor<T>, request: RequestId, seal: [u8; 32]) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_seal(operator, request, seal)?;
			Ok(())
		}

		/// Settles a request with a sealed output: makes the receipt, and accuses the drawn
		/// operators who sealed otherwise, refused, or did neither.
		///
		/// - Who: a drawn operator whose own seal opens with the digest, when all have sealed or
		///   refused, or `seal_until` has come.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `ModelSuspended`, `OutputIsOpen`, `NotDrawn`,
		///   `SealDiffers`, `SealingContinues`, `NoQuorum`, `Cid…`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::settle())]
		pub fn settle(
			origin: OriginFor<T>,
			request: RequestId,
			digest: [u8; 32],
			result: CidBytes,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_settle(operator, request, digest, result)?;
			Ok(())
		}

		/// Settles a request with an open output: the chain checks it against the grid, computes
		/// its digest, and keeps it in the receipt for everybody to see.
		///
		/// - Who: as for `settle`.
		/// - Costs: nothing but the fee.
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
			Self::do_settle_open(operator, request, salt, output)?;
			Ok(())
		}

		/// Declares that a request has failed, and accuses the operators who neither sealed nor
		/// refused in time. When the model is suspended nobody is accused.
		///
		/// - Who: anyone, from `settle_until` on, or at once when the model is suspended or so many
		///   operators refused that no quorum is left.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `SettlingContinues`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::fail())]
		pub fn fail(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_fail(request)?;
			Ok(())
		}

		/// Disputes an accusation: the authority must rule before the request can be closed.
		///
		/// - Who: an accused operator, before `challenge_until`.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `NotDrawn`, `NotAccused`, `AlreadyChallenged`, `Expired`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::challenge())]
		pub fn challenge(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_challenge(operator, request)?;
			Ok(())
		}

		/// Rules on a challenge: with `uphold` the accusation stands and the operator loses bond at
		/// once; without, the operator is excused.
		///
		/// - Who: the authority.
		/// - Costs: nothing but the fee.
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
			Self::do_rule(request, operator, uphold)?;
			Ok(())
		}

		/// Closes a settled or failed request: accused operators who did not challenge lose bond, all
		/// are released, and the request is removed. A receipt stays.
		///
		/// - Who: anyone, from `challenge_until` on, when every challenge is ruled on.
		/// - Costs: nothing but the fee; the requester's deposit for the request is given back.
		/// - Errors: `NotFound`, `SealingContinues`, `ChallengePeriodContinues`, `ChallengePending`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::close())]
		pub fn close(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close(request)?;
			Ok(())
		}

		/// Says what the clinician made of the result. The counts of each model are public.
		///
		/// - Who: the requester, with a licence in force, once for each receipt.
		/// - Costs: nothing but the fee.
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
			Self::do_give_verdict(clinician, request, verdict, reason)?;
			Ok(())
		}

		/// Erases a result: the receipt keeps who, when and the digest, but no longer where the
		/// result lies or what an open output was.
		///
		/// - Who: the patient.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `NotPermitted`, `AlreadyErased`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::erase_result())]
		pub fn erase_result(origin: OriginFor<T>, request: RequestId) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_erase_result(patient, request)?;
			Ok(())
		}

		/// Says that the model can't be run on these inputs: one is missing, can't be read or had, or is
		/// outside what the model was made for. Why is said in a notice, which is encrypted like a
		/// result would be; there is none when an input's key or document can't be had.
		///
		/// - Who: an operator drawn for the request, once and instead of sealing, before `seal_until`.
		/// - Costs: nothing but the fee.
		/// - Errors: `NotFound`, `AlreadySettled`, `NotDrawn`, `AlreadyAnswered`, `Expired`, `Cid…`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::refuse())]
		pub fn refuse(
			origin: OriginFor<T>,
			request: RequestId,
			notice: Option<CidBytes>,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_refuse(operator, request, notice)?;
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Whether the model may be asked; none when there is no such model.
		pub fn model_state(model: ModelId) -> Option<ModelState> {
			Models::<T>::get(model).map(|model| model.state)
		}

		/// What clinicians made of the model's results; none when there is no such model.
		pub fn verdicts(model: ModelId) -> Option<Verdicts> {
			Models::<T>::get(model).map(|model| model.verdicts)
		}

		/// How far a request has come; none when it is closed or was never made.
		pub fn stage(request: RequestId) -> Option<Stage> {
			Requests::<T>::get(request).map(|request| request.stage)
		}

		/// The requests in which the operator still has to seal or refuse.
		pub fn open_requests(operator: T::AccountId) -> Vec<RequestId> {
			Self::requests_for(&operator)
		}
	}
}
