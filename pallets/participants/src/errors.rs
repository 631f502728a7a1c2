// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// The account is registered as a patient already.
		AlreadyRegistered,
		/// The account has no role here: it is neither patient, organisation, practitioner, member nor operator.
		NotRegistered,
		/// There is no such organisation, practitioner, patient, member, invitation, guardian, proposal or operator.
		NotFound,
		/// Only this patient's sponsor may do that; a proposal is ended only by its organisation or the patient.
		NotPermitted,
		/// The organisation is not accredited, or is suspended.
		OrganisationNotInForce,
		/// Somebody sponsors the patient, who therefore must sign for another sponsor.
		SignatureNeeded,
		/// The organisation sponsors the patient already.
		AlreadySponsor,
		/// The patient has as many sponsors as a patient may: one of them ends its sponsorship first, or the patient does.
		TooManySponsors,
		/// The organisation is accredited for something else.
		NotOfThisKind,
		/// The account is neither the organisation nor a member of it.
		NotAMember,
		/// It is suspended already.
		AlreadySuspended,
		/// It is not suspended.
		NotSuspended,
		/// The authority has suspended the operator: its bond stays until it is reinstated.
		Suspended,
		/// The moment of expiry has passed.
		Expired,
		/// The patient's signature expires too far ahead.
		ExpiryTooFar,
		/// The organisation has used all its vouchers of today: it registers nobody and begins to sponsor nobody.
		QuotaExhausted,
		/// The patient has not signed this registration or sponsorship: by this organisation, with this key or number, and
		/// expiry, on this chain.
		BadSignature,
		/// The key is a point of low order, with which anybody could decrypt.
		WeakKey,
		/// The jurisdiction is not two capital letters.
		UnknownJurisdiction,
		/// The account is a member already.
		AlreadyMember,
		/// The organisation has invited the account already.
		AlreadyInvited,
		/// The account is not registered as a patient.
		NotAPatient,
		/// Nobody is their own guardian.
		NotForOneself,
		/// The guardianship of a parent or legal guardian ends with the first moment of a year in UTC, so that it tells no
		/// birth date.
		NotAtNewYear,
		/// The guardianship would end too far ahead.
		TermTooLong,
		/// The patient has as many guardians as the chain keeps: dismiss one first.
		TooManyGuardians,
		/// The organisation proposes a guardian for this patient already.
		AlreadyProposed,
		/// The organisation proposes another guardian, role or end by now: vote on that.
		ProposalChanged,
		/// The patient must have had time to see the proposal.
		NoticeNotOver,
		/// The account is an operator already.
		AlreadyOperator,
		/// As many operators are in service as the chain allows.
		TooManyOperators,
		/// The organisation runs as many operators as one may.
		TooManyOfOrganisation,
		/// The bond is below the least bond.
		BondTooLow,
		/// The endpoint is not `http://` or `https://` and a host, in printable ASCII.
		BadEndpoint,
		/// The peer id is not a word of ASCII letters and digits.
		BadPeerId,
		/// The operator is leaving already.
		AlreadyLeaving,
		/// The operator has not left service.
		NotLeaving,
		/// The bond is not free yet.
		StillUnbonding,
		/// The operator still answers for something.
		DutiesOpen,
	}
}
