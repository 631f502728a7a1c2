//! Why a call is refused. Part of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such provision in force, open request or case.
		NotFound,
		/// The account is not registered as a patient.
		NotAPatient,
		/// The account is not registered here as anyone.
		NotRegistered,
		/// The account was never licensed as a practitioner.
		NotAPractitioner,
		/// The practitioner's licence is expired or suspended.
		NotInForce,
		/// Somebody else may do this: the patient asked, or the reader who asked.
		NotPermitted,
		/// The permit names no action, no category or no purpose.
		NothingNamed,
		/// Break-glass is for emergencies without consent: a provision can neither permit nor deny it.
		BreakGlassPurpose,
		/// A denial has no obligations and counts no uses.
		NotForDenials,
		/// A permit with no uses would let nobody in.
		NoUses,
		/// A period ends before it begins, or, unless it is the data period, as it begins.
		PeriodBackwards,
		/// A day of the data period lies outside the years 1 to 9999.
		NoSuchDay,
		/// The end lies in the past.
		Expired,
		/// The patient has as many provisions in force as are kept: revoke one first.
		TooManyProvisions,
		/// No provision of the patient's has expired.
		NothingExpired,
		/// Only a permit can be asked for.
		NotAPermit,
		/// A reader asks for itself, its organisation, decision support or a study, not for others.
		NotForOthers,
		/// The reader has an open request to this patient already.
		AlreadyAsked,
		/// The patient has as many open requests as are kept.
		TooManyRequests,
		/// The answer permits something that was not asked for: grant that apart.
		WiderThanAsked,
		/// The practitioner is the patient: one's own records need no break-glass.
		NotForOneself,
		/// The practitioner has an open case for this patient already.
		AlreadyOpen,
		/// A case of the practitioner's is over and the authority has not reviewed it yet.
		ReviewPending,
		/// The practitioner has as many unreviewed cases as are allowed.
		TooManyOpenCases,
		/// The authority has reviewed this case already.
		AlreadyReviewed,
		/// Ids have run out.
		IdsExhausted,
	}
}
