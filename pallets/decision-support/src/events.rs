// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rule 1.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A model was proposed.
		ModelProposed { model: ModelId, proposer: T::AccountId },
		/// The authority approved a model: it may be asked.
		ModelApproved { model: ModelId },
		/// The authority suspended a model: it may no longer be asked.
		ModelSuspended { model: ModelId },
		/// A model that was never approved was withdrawn by its proposer.
		ModelWithdrawn { model: ModelId },
		/// Decision support was requested: the drawn operators may read the records and must seal.
		Requested {
			request: RequestId,
			model: ModelId,
			patient: T::AccountId,
			operators: BoundedVec<T::AccountId, ConstU32<MAX_DRAWN>>,
		},
		/// An operator bound its result.
		Sealed { request: RequestId, operator: T::AccountId },
		/// Enough operators bound the same output: there is a receipt.
		Settled {
			request: RequestId,
			/// The digest of the output.
			digest: [u8; 32],
			/// How many operators bound it.
			agreeing: u8,
			/// How many operators were drawn.
			drawn: u8,
		},
		/// An operator is accused: it loses bond unless it challenges in time.
		Accused { request: RequestId, operator: T::AccountId, fault: Fault },
		/// An accused operator disputes the accusation.
		Challenged { request: RequestId, operator: T::AccountId },
		/// The authority ruled on a challenge.
		Ruled {
			request: RequestId,
			operator: T::AccountId,
			/// Whether the accusation was upheld.
			upheld: bool,
		},
		/// An operator lost bond.
		Penalised { request: RequestId, operator: T::AccountId },
		/// No quorum agreed in time, too many operators refused, or the model was suspended: there
		/// will be no receipt.
		Failed { request: RequestId },
		/// The operators are released from the request.
		Closed { request: RequestId },
		/// The clinician gave a verdict on the result.
		VerdictGiven { request: RequestId, verdict: Verdict, reason: VerdictReason },
		/// The patient erased the result: operators must unpin it.
		ResultErased { request: RequestId },
		/// An operator can't run the model on these inputs.
		Refused { request: RequestId, operator: T::AccountId },
		/// An operator reported how far a model's live inputs have drifted, or took its report back.
		DriftReported {
			model: ModelId,
			operator: T::AccountId,
			/// How far; none when the operator's report is taken back.
			drift: Option<Drift>,
		},
		/// A licensed account reported how a model's predictions turned out.
		OutcomesReported {
			model: ModelId,
			reporter: T::AccountId,
			/// How they turned out: these alone, without those reported before.
			outcomes: Outcomes,
		},
		/// An operator declares that it runs a model.
		ModelDeclared { model: ModelId, operator: T::AccountId },
		/// An operator's declaration ended: the operator retracted it, the model was withdrawn, or the operator
		/// had left service and another took its room.
		ModelRetracted { model: ModelId, operator: T::AccountId },
	}
}
