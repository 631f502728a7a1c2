//! What the pallet stores, and what it answers.

use crate::Config;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{BoundedVec, traits::fungible::Inspect},
	frame_system,
};
use salus_primitives::{Moment, Profession};
use scale_info::TypeInfo;

/// An account.
pub type AccountIdOf<T> = <T as frame_system::Config>::AccountId;
/// An amount of the chain's currency.
pub type BalanceOf<T> = <<T as Config>::Currency as Inspect<AccountIdOf<T>>>::Balance;
/// An operator's web address.
pub type EndpointOf<T> = BoundedVec<u8, <T as Config>::MaxEndpointLength>;
/// An operator's name among IPFS nodes.
pub type PeerIdOf<T> = BoundedVec<u8, <T as Config>::MaxPeerIdLength>;
/// A patient, as stored.
pub type PatientOf<T> = Patient<AccountIdOf<T>, BalanceOf<T>>;
/// An operator, as stored.
pub type OperatorOf<T> = Operator<BalanceOf<T>, EndpointOf<T>, PeerIdOf<T>>;

/// Which day it is, counted from the Unix epoch by the on-chain clock.
pub type Day = u32;

/// How often something happened on one day.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct DailyCount {
	/// The day that was counted last.
	pub day: Day,
	/// How often on that day.
	pub count: u32,
}

impl DailyCount {
	/// How often on `day`: a count of another day is no count of this one.
	pub fn on(&self, day: Day) -> u32 {
		if self.day == day { self.count } else { 0 }
	}

	/// Counts once more on `day`.
	pub fn add(&mut self, day: Day) {
		*self = Self { day, count: self.on(day).saturating_add(1) };
	}
}

/// A registered patient. An account is a persona: a person may hold many. Data rule 9.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Patient<AccountId, Balance> {
	/// The organisation that stands behind the patient; none for a patient who pays alone, or when
	/// the organisation has stood down.
	pub organisation: Option<AccountId>,
	/// Whose deposit is held for the registration: the patient's own or an organisation's.
	pub depositor: AccountId,
	/// How much is held.
	pub deposit: Balance,
	/// Since when.
	pub registered_at: Moment,
}

/// What an organisation is.
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
pub enum OrganisationKind {
	/// A hospital, clinic or practice.
	Provider,
	/// A health insurer.
	Insurer,
	/// A pharmacy.
	Pharmacy,
	/// A manufacturer of medicines or devices.
	Manufacturer,
	/// A laboratory.
	Laboratory,
	/// The body that answers for a research study.
	Study,
}

/// Where an accreditation or licence holds: two capital letters by ISO 3166-1, as `DE` or `PT`.
pub type Jurisdiction = [u8; 2];

/// An accredited organisation.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Organisation {
	/// What it is.
	pub kind: OrganisationKind,
	/// Where.
	pub jurisdiction: Jurisdiction,
	/// Since when.
	pub accredited_at: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
	/// How many patients it may register by voucher on one day.
	pub vouchers_per_day: u32,
	/// How many it registered on the last day that it registered any.
	pub vouchers_today: DailyCount,
	/// How many patients it stands behind.
	pub patient_count: u32,
	/// How many feeless calls its patients made on the last day that they made any.
	pub calls_today: DailyCount,
}

/// A licensed practitioner.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Practitioner {
	/// As what.
	pub profession: Profession,
	/// Where.
	pub jurisdiction: Jurisdiction,
	/// Since when.
	pub licensed_at: Moment,
	/// The licence is void from this moment.
	pub expires_at: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
}

/// That an account is a member of an organisation.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Membership<Balance> {
	/// Since when.
	pub since: Moment,
	/// What is held of the organisation's money for it.
	pub deposit: Balance,
}

/// An account's X25519 key, to which others encrypt.
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
pub struct EncryptionKey {
	/// The public key.
	pub key: [u8; 32],
	/// 1 for the first key, then one more for each change.
	pub version: u32,
	/// Since when.
	pub set_at: Moment,
}

/// What a patient has used of what the organisation stands behind. Data rule 10.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Allowance {
	/// Feeless calls, day by day.
	pub calls: DailyCount,
	/// Items stored without a deposit.
	pub items: u32,
	/// Their bytes.
	pub bytes: u32,
}

/// An operator, with the bond that it answers with.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Operator<Balance, Endpoint, PeerId> {
	/// What is held of its money.
	pub bond: Balance,
	/// Where its custody server answers.
	pub endpoint: Endpoint,
	/// Its name among IPFS nodes.
	pub peer_id: PeerId,
	/// Since when.
	pub since: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
	/// When it may withdraw the bond; none while it has not said that it leaves.
	pub leaving_until: Option<Moment>,
	/// For how many open things it answers; the bond stays while there are any.
	pub duties: u32,
}

/// Everything that is known of one account.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct WhoIs<AccountId, Balance> {
	/// If a patient.
	pub patient: Option<PatientInfo<AccountId>>,
	/// If an organisation.
	pub organisation: Option<OrganisationInfo>,
	/// If a practitioner.
	pub practitioner: Option<PractitionerInfo>,
	/// Of how many organisations it is a member; a suspended organisation counts too.
	pub membership_count: u32,
	/// If an operator, in service or not.
	pub operator: Option<OperatorInfo<AccountId, Balance>>,
	/// The key to encrypt to.
	pub encryption_key: Option<EncryptionKey>,
}

/// What is known of a patient.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PatientInfo<AccountId> {
	/// The organisation that stands behind the patient, suspended or not.
	pub organisation: Option<AccountId>,
	/// Since when.
	pub registered_at: Moment,
	/// Feeless calls left today.
	pub calls_left: u32,
	/// Items that may still be stored without a deposit.
	pub items_left: u32,
	/// Bytes that may still be stored without a deposit.
	pub bytes_left: u32,
}

/// What is known of an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OrganisationInfo {
	/// What it is.
	pub kind: OrganisationKind,
	/// Where.
	pub jurisdiction: Jurisdiction,
	/// Since when.
	pub accredited_at: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
	/// How many patients it may register by voucher on one day.
	pub vouchers_per_day: u32,
	/// How many more today.
	pub vouchers_left: u32,
	/// How many patients it stands behind.
	pub patient_count: u32,
	/// How many feeless calls its patients made today.
	pub calls_today: u32,
}

/// What is known of a practitioner.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PractitionerInfo {
	/// As what.
	pub profession: Profession,
	/// Where.
	pub jurisdiction: Jurisdiction,
	/// Since when.
	pub licensed_at: Moment,
	/// The licence is void from this moment.
	pub expires_at: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
	/// Whether the licence is in force now: neither expired nor suspended.
	pub in_force: bool,
}

/// What is known of an operator.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OperatorInfo<AccountId, Balance> {
	/// Its account.
	pub account: AccountId,
	/// What is held of its money.
	pub bond: Balance,
	/// Where its custody server answers.
	pub endpoint: Vec<u8>,
	/// Its name among IPFS nodes.
	pub peer_id: Vec<u8>,
	/// Since when.
	pub since: Moment,
	/// Whether it may be drawn and named as custodian.
	pub in_service: bool,
	/// Whether the authority has suspended it.
	pub suspended: bool,
	/// When it may withdraw the bond; none while it has not said that it leaves.
	pub leaving_until: Option<Moment>,
	/// For how many open things it answers.
	pub duties: u32,
}
