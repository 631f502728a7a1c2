// SPDX-License-Identifier: Apache-2.0
//! Who is who, and how a pallet asks for it.

mod allowance;
mod guardians;
mod members;
mod roles;

pub use allowance::{
	Allowance, AllowanceLeft, CallCounts, FreeCall, StorageCounts, StoragePart, StorageUse,
};
pub use guardians::{
	Guardian, GuardianList, GuardianProposal, GuardianRole, Guardians, Guardianship, MAX_GUARDIANS,
	Power,
};
pub use members::{
	Invitation, MAX_MEMBERSHIP_PERIODS, MembershipHistory, MembershipPeriod, MembershipPeriods,
};
pub use roles::{
	DailyCount, EncryptionKey, Endpoint, Jurisdiction, MAX_ENDPOINT_LENGTH, MAX_PEER_ID_LENGTH,
	MAX_SPONSORS, Operator, Organisation, OrganisationKind, Patient, PeerId, Practitioner,
	Sponsors, WhoIs,
};

#[cfg(feature = "serde")]
use crate::json;
use crate::{Moment, codes::codes, quorum::Fault};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

codes!(
	/// What a licence allows its holder to be.
	Profession "profession" {
		/// Physician.
		Physician = 0 "physician",
		/// Nurse.
		Nurse = 1 "nurse",
		/// Pharmacist.
		Pharmacist = 2 "pharmacist",
		/// Therapist.
		Therapist = 3 "therapist",
		/// Laboratory or imaging specialist.
		Diagnostician = 4 "diagnostician",
	}
);

/// Whether an account holds a licence, as of now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", rename_all_fields = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Licence {
	/// The account was never licensed: not a practitioner.
	None,
	/// In force.
	InForce {
		/// As what.
		profession: Profession,
		/// Until when.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
		expires_at: Moment,
	},
	/// Past its expiry.
	Expired,
	/// Suspended by the authority.
	Suspended,
}

/// Who is who.
pub trait Participants<AccountId> {
	/// Whether the account is registered as a patient. A patient stays one: others need to ask only once.
	fn is_patient(account: &AccountId) -> bool;
	/// Whether the account is anyone known here: patient, organisation, practitioner, member or operator.
	fn is_registered(account: &AccountId) -> bool;
	/// The account's licence as of now.
	fn licence(account: &AccountId) -> Licence;
	/// Whether the account is an accredited organisation that is not suspended.
	fn is_organisation_in_force(account: &AccountId) -> bool;
	/// Whether the account is a member of the organisation; `false` when the organisation is suspended.
	fn is_member(organisation: &AccountId, account: &AccountId) -> bool;
	/// Whether the account is on the organisation's list of members, be it suspended or not: what a denial
	/// goes by, so that a suspension never lifts it.
	fn is_enrolled(organisation: &AccountId, account: &AccountId) -> bool;
	/// Whether the account was on that list at the end of this moment; `false` if that is not on record any more.
	fn was_enrolled(organisation: &AccountId, account: &AccountId, at: Moment) -> bool;
	/// The account's X25519 key, to which shares are encrypted.
	fn encryption_key(account: &AccountId) -> Option<[u8; 32]>;

	/// Makes the account a registered patient with a key. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(account: &AccountId);
	/// Licenses the account as a physician. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_practitioner(account: &AccountId);
	/// Accredits the organisation and makes the account its member. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_member(organisation: &AccountId, account: &AccountId);
}

/// Licences, as another duty than that of whoever grants them may end them.
pub trait Licensing<AccountId> {
	/// Suspends the practitioner's licence until the authority reinstates it; nothing if it is suspended already, or if
	/// there is none.
	fn suspend(practitioner: &AccountId);
}

/// The operators: custodians of shares, who run models and answer with a bond.
pub trait Operators<AccountId> {
	/// Operators in service, in a stable order, at most as many as the runtime bounds.
	fn in_service() -> Vec<AccountId>;
	/// Whether the account is an operator in service.
	fn is_in_service(account: &AccountId) -> bool;
	/// The organisation that runs the operator; none while that is not in force, runs operators no more, or the
	/// operator is neither it nor its member.
	fn organisation(operator: &AccountId) -> Option<AccountId>;
	/// Takes from the operator's bond what the runtime sets for this fault. An operator whose bond falls
	/// below the minimum leaves service.
	fn penalise(operator: &AccountId, fault: Fault);
	/// Keeps the operator from withdrawing the bond while it answers for one more thing.
	fn add_duty(operator: &AccountId);
	/// Ends one such thing.
	fn end_duty(operator: &AccountId);

	/// Makes the account an operator in service. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_operator(account: &AccountId);
}

/// Who pays for the work that a patient asks for about themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sponsored<AccountId> {
	/// This sponsor does.
	By(AccountId),
	/// The sponsor pays for no more now: its limit is used up, or it has too little money.
	LimitReached,
	/// Nobody but the patient: there is no sponsor in force.
	None,
}

/// The work that a sponsor pays for. Data rule 10.
pub trait WorkSponsor<AccountId, Balance> {
	/// Uses up so much of what the patient may ask for at the sponsor's expense; nothing unless the sponsor pays.
	fn take(patient: &AccountId, amount: Balance) -> Sponsored<AccountId>;
}
