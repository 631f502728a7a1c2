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
		/// The authority suspended a model: operators refuse it.
		ModelSuspended { model: ModelId },
		/// A model that was never approved was withdrawn by its proposer.
		ModelWithdrawn { model: ModelId },
		/// Decision support was requested: operators will be drawn for the task of the same number.
		Requested {
			request: RequestId,
			patient: T::AccountId,
			requester: T::AccountId,
			/// What the work is paid as.
			class: WorkClass,
		},
		/// The drawn operators were granted access to what the request reads.
		Opened { request: RequestId },
		/// Enough operators agreed: there is a receipt.
		Settled {
			request: RequestId,
			/// The hash of salt, request, model and output.
			content: [u8; 32],
			/// How many operators agreed.
			agreeing: u8,
			/// How many operators were drawn.
			seats: u8,
		},
		/// No quorum agreed, or the records could not be opened: there will be no receipt.
		Failed { request: RequestId },
		/// The clinician gave a verdict on the result.
		VerdictGiven { request: RequestId, verdict: Verdict, reason: VerdictReason },
		/// The patient erased the result: operators must unpin it.
		ResultErased { request: RequestId },
		/// An open output was published.
		OutputPublished { request: RequestId, model: ModelId },
		/// An operator reported how far a model's live inputs have drifted, or took its report back.
		DriftReported {
			model: ModelId,
			operator: T::AccountId,
			/// How far; none when the operator's report is taken back.
			drift: Option<Drift>,
		},
		/// A requester reported what was made of a model's results.
		VerdictsReported {
			model: ModelId,
			reporter: T::AccountId,
			/// What was made of them: these alone, without those reported before.
			verdicts: Verdicts,
		},
		/// A requester reported how a model's predictions turned out.
		OutcomesReported {
			model: ModelId,
			reporter: T::AccountId,
			/// How they turned out: these alone, without those reported before.
			outcomes: Outcomes,
		},
		/// An operator reported how often it ran each of these models since its last report.
		UsageReported { operator: T::AccountId, counts: UsageCounts },
		/// The authority struck all that a reporter had said of a model.
		ReportStruck { model: ModelId, reporter: T::AccountId },
		/// Somebody pays for a receipt in the place of whoever did, who got their deposit back.
		PaidFor { request: RequestId, payer: T::AccountId },
	}
}
