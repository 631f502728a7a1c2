// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rule 1.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A patient granted a provision.
		Granted { patient: T::AccountId, provision: ProvisionId, effect: Effect },
		/// A patient revoked a provision.
		Revoked {
			patient: T::AccountId,
			provision: ProvisionId,
			/// The access requests that ended with it: the newest of them, if there were more than 32.
			ended: alloc::vec::Vec<AccessId>,
		},
		/// A patient revoked a permit for new access only.
		NewAccessRevoked {
			patient: T::AccountId,
			provision: ProvisionId,
			/// The access requests that last until their own end: the newest of them, if there are more than 32.
			finishing: alloc::vec::Vec<AccessId>,
		},
		/// The last use of a permit was taken.
		UsedUp { patient: T::AccountId, provision: ProvisionId },
		/// Expired provisions were moved to the history.
		Pruned { patient: T::AccountId, moved: u32 },
		/// A reader asks a patient for consent.
		ConsentRequested {
			request: ConsentRequestId,
			patient: T::AccountId,
			requester: T::AccountId,
			/// From this moment it can't be answered.
			expires_at: Moment,
		},
		/// A patient answered a request for consent.
		Answered {
			request: ConsentRequestId,
			patient: T::AccountId,
			/// The permit that they granted; none if they refused.
			provision: Option<ProvisionId>,
		},
		/// A request for consent was withdrawn.
		RequestWithdrawn { request: ConsentRequestId, patient: T::AccountId },
		/// A practitioner broke the glass; the patient learns of it from this event.
		GlassBroken {
			case: BreakGlassId,
			patient: T::AccountId,
			practitioner: T::AccountId,
			/// For which they said that they act.
			organisation: Option<T::AccountId>,
			/// The hash of why: patient and reviewers are told what it is of.
			reason_commitment: [u8; 32],
			until: Moment,
		},
		/// A break-glass case was ended before its time, by the practitioner, the patient or a guardian of theirs.
		GlassClosed { case: BreakGlassId, patient: T::AccountId, closed_by: T::AccountId },
		/// A break-glass case was reviewed. If it was unjustified, the practitioner's licence is suspended.
		Reviewed {
			case: BreakGlassId,
			patient: T::AccountId,
			practitioner: T::AccountId,
			organisation: Option<T::AccountId>,
			outcome: ReviewOutcome,
		},
		/// An organisation says for how many unreviewed cases of its members at a time it stands surety.
		SuretySet { organisation: T::AccountId, cases: u32 },
		/// A break-glass case is on record no more, and what was held for it is released.
		CaseRemoved { case: BreakGlassId, patient: T::AccountId },
	}
}
