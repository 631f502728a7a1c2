// SPDX-License-Identifier: Apache-2.0
//! What is stored of patients, organisations, practitioners and operators, and what is answered of them.

#[cfg(feature = "serde")]
use crate::json;
use crate::{Day, Licence, Moment, Profession, codes::codes};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// The longest endpoint, in bytes.
pub const MAX_ENDPOINT_LENGTH: u32 = 128;

/// The longest IPFS peer id, in bytes.
pub const MAX_PEER_ID_LENGTH: u32 = 64;

/// An operator's web address.
pub type Endpoint = BoundedVec<u8, ConstU32<MAX_ENDPOINT_LENGTH>>;

/// An operator's name among IPFS nodes.
pub type PeerId = BoundedVec<u8, ConstU32<MAX_PEER_ID_LENGTH>>;

/// Where an accreditation or licence holds: two capital letters by ISO 3166-1, as `DE` or `PT`.
pub type Jurisdiction = [u8; 2];

/// How often something happened on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct DailyCount {
	/// The day that was counted last.
	pub day: Day,
	/// How often on that day.
	pub count: u32,
}

impl DailyCount {
	/// How often on `day`: a count of another day does not count for this one.
	pub fn on(&self, day: Day) -> u32 {
		if self.day == day { self.count } else { 0 }
	}

	/// Counts once more on `day`.
	pub fn add(&mut self, day: Day) {
		*self = Self { day, count: self.on(day).saturating_add(1) };
	}
}

/// A registered patient. An account is a persona: a person may hold many. Data rule 9.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Patient<AccountId> {
	/// The organisation that sponsors the patient, suspended or not; none for a patient who pays alone, or
	/// when the organisation has ended its sponsorship.
	pub organisation: Option<AccountId>,
	/// Since when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub registered_at: Moment,
}

codes!(
	/// What an organisation is.
	OrganisationKind "kind of organisation" {
		/// A hospital, clinic or practice.
		Provider = 0 "provider",
		/// A health insurer.
		Insurer = 1 "insurer",
		/// A pharmacy.
		Pharmacy = 2 "pharmacy",
		/// A manufacturer of medicines or devices.
		Manufacturer = 3 "manufacturer",
		/// A laboratory.
		Laboratory = 4 "laboratory",
		/// The body that answers for a research study.
		Study = 5 "study",
		/// A body that runs operators.
		Operator = 6 "operator",
	}
);

/// An accredited organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Organisation {
	/// What it is.
	pub kind: OrganisationKind,
	/// Where.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::text"))]
	pub jurisdiction: Jurisdiction,
	/// Since when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub accredited_at: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
	/// How many patients it may register on one day.
	pub registrations_per_day: u32,
	/// How many it registered on the last day that it registered any.
	pub registrations_today: DailyCount,
	/// How many patients it sponsors.
	pub patient_count: u32,
	/// How many operators it runs, in service or not.
	pub operator_count: u32,
	/// How many feeless calls its patients made on the last day that they made any.
	pub calls_today: DailyCount,
}

impl Organisation {
	/// How many patients it may still register on this day.
	pub fn registrations_left(&self, today: Day) -> u32 {
		if self.suspended {
			return 0;
		}
		self.registrations_per_day.saturating_sub(self.registrations_today.on(today))
	}
}

/// A licensed practitioner.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Practitioner {
	/// As what.
	pub profession: Profession,
	/// Where.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::text"))]
	pub jurisdiction: Jurisdiction,
	/// Since when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub licensed_at: Moment,
	/// The licence is void from this moment.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub expires_at: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
}

/// An account's X25519 key, to which others encrypt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct EncryptionKey {
	/// The public key.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub key: [u8; 32],
	/// 1 for the first key, then one more for each change.
	pub version: u32,
	/// Since when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub set_at: Moment,
}

/// What a patient has used of what the sponsor pays for. Data rule 10.
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

/// What a patient has left of what the sponsor pays for: nothing without a sponsor in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(bound(serialize = "Balance: core::fmt::Display")))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AllowanceLeft<Balance> {
	/// Feeless calls left today.
	pub calls: u32,
	/// Items that may still be stored without a deposit.
	pub items: u32,
	/// Bytes that may still be stored without a deposit.
	pub bytes: u32,
	/// The price of the work that may still be asked for at the sponsor's expense.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub work: Balance,
}

/// An operator, with the bond that it answers with.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(
	feature = "serde",
	serde(bound(serialize = "AccountId: Serialize, Balance: core::fmt::Display"))
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Operator<AccountId, Balance> {
	/// The organisation that runs it: itself, or one whose member it was when it joined.
	pub organisation: AccountId,
	/// What is held of its money.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub bond: Balance,
	/// Where its custody server answers.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::text"))]
	pub endpoint: Endpoint,
	/// Its name among IPFS nodes.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::text"))]
	pub peer_id: PeerId,
	/// Since when.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub since: Moment,
	/// Whether the authority has suspended it.
	pub suspended: bool,
	/// When it may withdraw the bond; none while it has not said that it leaves.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub leaving_until: Option<Moment>,
	/// For how many open things it answers; the bond stays while there are any.
	pub duties: u32,
}

/// Everything that is known of one account: what is stored, and what follows from it now.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(
	feature = "serde",
	serde(bound(serialize = "AccountId: Serialize, Balance: core::fmt::Display"))
)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct WhoIs<AccountId, Balance> {
	/// If a patient.
	pub patient: Option<Patient<AccountId>>,
	/// What the patient has left of what the sponsor pays for.
	pub allowance: AllowanceLeft<Balance>,
	/// If an organisation.
	pub organisation: Option<Organisation>,
	/// How many patients the organisation may still register today.
	pub registrations_left: u32,
	/// If a practitioner.
	pub practitioner: Option<Practitioner>,
	/// The licence as of now, by which the account reads and writes.
	pub licence: Licence,
	/// Of how many organisations it is a member; a suspended organisation counts too.
	pub membership_count: u32,
	/// If an operator, in service or not.
	pub operator: Option<Operator<AccountId, Balance>>,
	/// Whether the operator may be drawn and named as custodian.
	pub in_service: bool,
	/// The key to encrypt to.
	pub encryption_key: Option<EncryptionKey>,
}

impl<AccountId, Balance> WhoIs<AccountId, Balance> {
	/// Whether the account is anyone known to the chain.
	pub fn is_registered(&self) -> bool {
		self.patient.is_some()
			|| self.organisation.is_some()
			|| self.practitioner.is_some()
			|| self.membership_count > 0
			|| self.operator.is_some()
	}
}
