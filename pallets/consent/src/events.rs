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
		Revoked { patient: T::AccountId, provision: ProvisionId },
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
			reason: BreakGlassReason,
			until: Moment,
		},
		/// The authority reviewed a break-glass case.
		Reviewed {
			case: BreakGlassId,
			patient: T::AccountId,
			practitioner: T::AccountId,
			outcome: ReviewOutcome,
		},
	}
}
