// SPDX-License-Identifier: Apache-2.0
//! Guardians: who acts for a patient, under their own name, and how far.

#[cfg(feature = "serde")]
use crate::json;
use crate::{
	Moment,
	codes::codes,
	days::{DAY, Day},
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// How many guardians of a patient are kept, those before today's included.
pub const MAX_GUARDIANS: u32 = 8;

codes!(
	/// As what somebody acts for a patient.
	GuardianRole "role of a guardian" {
		/// A parent.
		Parent = 0 "parent",
		/// A guardian by a court's order, or by the patient's own precaution.
		LegalGuardian = 1 "legalGuardian",
		/// A carer, with limited powers.
		Carer = 2 "carer",
	}
);

codes!(
	/// What a guardian does for a patient.
	Power "power of a guardian" {
		/// Permit, and revoke what another guardian denied.
		Permit = 0 "permit",
		/// Deny, revoke a permit, refuse a request for consent.
		Deny = 1 "deny",
		/// Read the general compartment, at the patient's request (PATRQT).
		Read = 2 "read",
		/// Read the numbered compartments, too.
		ReadNumbered = 3 "readNumbered",
		/// Write records in the general compartment.
		Write = 4 "write",
		/// Write in the numbered compartments, too.
		WriteNumbered = 5 "writeNumbered",
		/// Contest a record, and take that back.
		Contest = 6 "contest",
		/// Erase a record.
		Erase = 7 "erase",
	}
);

impl GuardianRole {
	/// Whether a guardian of this role has this power.
	pub fn may(self, power: Power) -> bool {
		match self {
			Self::LegalGuardian => true,
			// What can't be undone is not a parent's: the record may be about what the parent did.
			Self::Parent => power != Power::Erase,
			Self::Carer => matches!(power, Power::Read | Power::Write),
		}
	}

	/// Whether a guardianship of this role may end at this moment. Data rule 1: the day on which a child comes of age
	/// is a birth date, and so only its year stands on the chain.
	pub fn may_end_at(self, until: Moment) -> bool {
		match self {
			Self::Carer => true,
			Self::Parent | Self::LegalGuardian => {
				until.checked_rem(DAY) == Some(0) && Day::of(until).begins_a_year()
			}
		}
	}
}

/// Under what somebody acts for a patient, as of now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guardianship {
	/// As what.
	pub role: GuardianRole,
	/// Before when.
	pub until: Moment,
}

/// A guardian of a patient: now, or before.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Guardian<AccountId> {
	/// Who acts for the patient.
	pub account: AccountId,
	/// As what.
	pub role: GuardianRole,
	/// The organisation on whose proposal the authority appointed them; none if the patient did.
	pub proposed_by: Option<AccountId>,
	/// Since when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub since: Moment,
	/// Before when, unless it ends earlier.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub until: Moment,
	/// When the patient or the authority dismissed them, or they resigned.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub ended_at: Option<Moment>,
}

impl<AccountId> Guardian<AccountId> {
	/// Whether they guarded the patient at the end of this moment. Data rule 8.
	pub fn acted_at(&self, at: Moment) -> bool {
		self.since <= at && !self.has_ended(at)
	}

	/// Whether it is over at this moment, and for good.
	pub fn has_ended(&self, at: Moment) -> bool {
		self.until <= at || self.ended_at.is_some_and(|end| end <= at)
	}
}

/// The guardians of a patient, in the order of their appointment, as many of those before as there is room for.
pub type GuardianList<AccountId> = BoundedVec<Guardian<AccountId>, ConstU32<MAX_GUARDIANS>>;

/// That an organisation proposes a guardian for a patient who can't appoint one.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct GuardianProposal<AccountId> {
	/// Whom it proposes.
	pub guardian: AccountId,
	/// As what.
	pub role: GuardianRole,
	/// Before when they would act.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub until: Moment,
	/// When it was proposed.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub proposed_at: Moment,
	/// From when the authority may appoint: until then the patient has time to see it and to object.
	pub notice_until: crate::quorum::Deadline,
}

/// Acting for a patient. The signer stays who they are: entries of the ledger, versions of records and events name the
/// guardian, never the patient in their place.
pub trait Guardians<AccountId> {
	/// The guardianship under which the account has this power over the patient's affairs now; none without one. The
	/// patient is not their own guardian.
	fn guardianship(account: &AccountId, patient: &AccountId, power: Power)
	-> Option<Guardianship>;

	/// The same, for what the account does now: an event names the guardian, since that of what is done names the
	/// patient alone.
	fn act(account: &AccountId, patient: &AccountId, power: Power) -> Option<Guardianship>;

	/// Makes the account a legal guardian of the patient, both registered. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_guardian(account: &AccountId, patient: &AccountId);
}

#[cfg(test)]
mod tests {
	use super::*;

	/// 2027-01-01T00:00:00Z.
	const NEW_YEAR: Moment = 1_798_761_600_000;

	#[test]
	fn a_carer_reads_and_writes_in_the_general_compartment_and_no_more() {
		let powers = |role: GuardianRole| -> alloc::vec::Vec<Power> {
			Power::ALL.iter().copied().filter(|power| role.may(*power)).collect()
		};
		assert_eq!(powers(GuardianRole::Carer), [Power::Read, Power::Write]);
		assert_eq!(powers(GuardianRole::LegalGuardian), Power::ALL);
	}

	#[test]
	fn a_parent_does_all_but_what_cannot_be_undone() {
		for power in Power::ALL {
			assert_eq!(GuardianRole::Parent.may(*power), *power != Power::Erase, "{power}");
		}
	}

	#[test]
	fn data_rule_1_no_end_tells_a_birth_date() {
		for role in [GuardianRole::Parent, GuardianRole::LegalGuardian] {
			for (until, fits) in [
				(NEW_YEAR, true),
				(0, true),
				(NEW_YEAR - 1, false),
				(NEW_YEAR + 1, false),
				(NEW_YEAR + DAY, false),
				(NEW_YEAR + 31 * DAY, false),
			] {
				assert_eq!(role.may_end_at(until), fits, "{role} {until}");
			}
		}
		assert!(GuardianRole::Carer.may_end_at(NEW_YEAR + 1));
	}

	#[test]
	fn data_rule_8_whether_somebody_was_guardian_then_can_be_asked() {
		let guardian = |ended_at| Guardian {
			account: 1u64,
			role: GuardianRole::Parent,
			proposed_by: None,
			since: 10,
			until: 20,
			ended_at,
		};
		for (at, acted) in [(9, false), (10, true), (19, true), (20, false)] {
			assert_eq!(guardian(None).acted_at(at), acted, "{at}");
		}
		for (at, acted) in [(9, false), (14, true), (15, false), (25, false)] {
			assert_eq!(guardian(Some(15)).acted_at(at), acted, "{at}");
		}
	}
}
