//! What the pallet tells the world. Part of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
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
			operators: BoundedVec<T::AccountId, ConstU32<MAX_DRAWN>>,
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
		/// An operator says how far a model's live inputs have drifted, or takes that back.
		DriftReported {
			/// The model.
			model: ModelId,
			/// The operator.
			operator: T::AccountId,
			/// How far; none when the operator's report is taken back.
			drift: Option<Drift>,
		},
		/// Somebody with a licence said how a model's predictions turned out.
		OutcomesReported {
			/// The model.
			model: ModelId,
			/// Who said so.
			reporter: T::AccountId,
			/// How they turned out: these alone, without those reported before.
			outcomes: Outcomes,
		},
		/// An operator declares that it runs a model.
		ModelDeclared {
			/// The model.
			model: ModelId,
			/// The operator.
			operator: T::AccountId,
		},
		/// An operator's declaration ended: it took it back, the model was withdrawn, or the operator
		/// had left service and another took its place.
		ModelRetracted {
			/// The model.
			model: ModelId,
			/// The operator.
			operator: T::AccountId,
		},
	}
}
