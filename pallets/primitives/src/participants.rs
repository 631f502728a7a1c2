//! How a pallet asks who is who.

use crate::Moment;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What a licence allows its holder to be.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Profession {
	/// Physician.
	Physician,
	/// Nurse.
	Nurse,
	/// Pharmacist.
	Pharmacist,
	/// Therapist.
	Therapist,
	/// Laboratory or imaging specialist.
	Diagnostician,
}

/// Whether an account holds a licence, as of now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Licence {
	/// The account was never licensed: not a practitioner.
	None,
	/// In force.
	InForce {
		/// As what.
		profession: Profession,
		/// Until when.
		expires_at: Moment,
	},
	/// Past its expiry.
	Expired,
	/// Suspended by the authority.
	Suspended,
}

/// Who is who.
pub trait Participants<AccountId> {
	/// Whether the account is registered as a patient. Who is one stays one: others need to ask only once.
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

/// The operators: custodians of shares, who run models and answer with a bond.
pub trait Operators<AccountId> {
	/// Operators in service, in a stable order, at most as many as the runtime bounds.
	fn in_service() -> Vec<AccountId>;
	/// Whether the account is an operator in service.
	fn is_in_service(account: &AccountId) -> bool;
	/// Takes one penalty from the operator's bond: the part that the runtime sets. An operator whose
	/// bond falls below the minimum leaves service.
	fn penalise(operator: &AccountId);
	/// Keeps the operator from withdrawing the bond while it answers for one more thing.
	fn add_duty(operator: &AccountId);
	/// Ends one such thing.
	fn end_duty(operator: &AccountId);

	/// Makes the account an operator in service. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_operator(account: &AccountId);
}

/// The feeless calls that an organisation stands behind. Data rule 10.
pub trait DailyAllowance<AccountId> {
	/// Whether the account has a feeless call left today.
	fn has_call(account: &AccountId) -> bool;
	/// Uses one up; `false` when none is left.
	fn use_call(account: &AccountId) -> bool;
}
