// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such provision in force, open request or case.
		NotFound,
		/// The account is not registered as a patient.
		NotAPatient,
		/// The account has no role here.
		NotRegistered,
		/// The account was never licensed as a practitioner.
		NotAPractitioner,
		/// The practitioner's licence is expired or suspended.
		NotInForce,
		/// Only the patient who was asked may answer, or a guardian of theirs, and only the reader who asked may withdraw.
		/// A guardian's role must allow it, and what the patient denied only the patient lifts.
		NotPermitted,
		/// The permit names no action, no category or no purpose.
		NothingNamed,
		/// A provision can neither permit nor deny break-glass, which is for emergencies without consent.
		BreakGlassPurpose,
		/// A denial has no obligations, counts no uses, and opens no access that could finish.
		NotForDenials,
		/// A permit with no uses would permit nothing.
		NoUses,
		/// A period ends before it begins, or, unless it is the data period, as it begins.
		PeriodBackwards,
		/// A day of the data period lies outside the years 1 to 9999.
		NoSuchDay,
		/// The end lies in the past.
		Expired,
		/// The patient has as many provisions as the chain keeps: revoke one first.
		TooManyProvisions,
		/// No provision of the patient's has expired.
		NothingExpired,
		/// Only a permit can be asked for.
		NotAPermit,
		/// A reader asks for itself, its organisation, decision support that either asks, or a study, not for others.
		NotForOthers,
		/// The reader has an open request to this patient already.
		AlreadyAsked,
		/// The patient has as many open requests as the chain keeps.
		TooManyRequests,
		/// The answer permits something that the request does not ask for: grant that by itself.
		WiderThanAsked,
		/// The practitioner is the patient: one's own records need no break-glass. Or a guardian permits something to
		/// their own account.
		NotForOneself,
		/// The practitioner has an open case for this patient already.
		AlreadyOpen,
		/// So many reviews of the practitioner's cases are overdue that a next one is far beyond normal practice.
		ReviewsOverdue,
		/// The practitioner has as many unreviewed cases as are allowed, far beyond normal practice.
		TooManyOpenCases,
		/// This case is reviewed already.
		AlreadyReviewed,
		/// Ids have run out.
		IdsExhausted,
		/// The moment counts seconds: on chain all moments are in milliseconds.
		InSeconds,
		/// There is no such class of work for decision support.
		UnknownClass,
		/// Nobody has registered this study.
		UnknownStudy,
		/// The practitioner's profession does not break the glass.
		ProfessionNotFitting,
		/// The practitioner is not a member of this organisation, or it is suspended.
		NotAMember,
		/// The account is not an accredited organisation, or is suspended.
		OrganisationNotInForce,
		/// The case stays on record: it was not reviewed long enough ago, or an older one of the patient's is there.
		Retained,
	}
}
