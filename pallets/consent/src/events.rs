//! What the pallet tells the world. Part of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	/// What happened. Events carry accounts, ids, times and closed words only. Data rule 1.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A patient granted a provision.
		Granted {
			/// Who granted.
			patient: T::AccountId,
			/// Its id.
			provision: ProvisionId,
			/// Permit or denial.
			effect: Effect,
		},
		/// A patient revoked a provision.
		Revoked {
			/// Who revoked.
			patient: T::AccountId,
			/// Its id.
			provision: ProvisionId,
		},
		/// The last use of a permit was taken.
		UsedUp {
			/// Whose permit.
			patient: T::AccountId,
			/// Its id.
			provision: ProvisionId,
		},
		/// Expired provisions were moved to the history.
		Pruned {
			/// Whose provisions.
			patient: T::AccountId,
			/// How many.
			moved: u32,
		},
		/// A reader asks a patient for consent.
		ConsentRequested {
			/// The request.
			request: ConsentRequestId,
			/// Who is asked.
			patient: T::AccountId,
			/// Who asks.
			requester: T::AccountId,
			/// From this moment it can't be answered.
			expires_at: Moment,
		},
		/// A patient answered a request for consent.
		Answered {
			/// The request.
			request: ConsentRequestId,
			/// Who answered.
			patient: T::AccountId,
			/// The permit that they granted; none if they refused.
			provision: Option<ProvisionId>,
		},
		/// A request for consent was withdrawn.
		RequestWithdrawn {
			/// The request.
			request: ConsentRequestId,
			/// Who was asked.
			patient: T::AccountId,
		},
		/// A practitioner broke the glass: the patient learns it from this event.
		GlassBroken {
			/// The case.
			case: BreakGlassId,
			/// Whose records.
			patient: T::AccountId,
			/// Who.
			practitioner: T::AccountId,
			/// Why.
			reason: BreakGlassReason,
			/// Before when they are let in.
			until: Moment,
		},
		/// The authority reviewed a break-glass case.
		Reviewed {
			/// The case.
			case: BreakGlassId,
			/// Whose records.
			patient: T::AccountId,
			/// Who broke the glass.
			practitioner: T::AccountId,
			/// What the authority found.
			outcome: ReviewOutcome,
		},
	}
}
