// SPDX-License-Identifier: Apache-2.0
//! What is stored of patients, organisations, practitioners and operators, and what is answered of them.

use super::AllowanceLeft;
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

/// The most organisations that sponsor one patient.
pub const MAX_SPONSORS: u32 = 4;

/// A patient's sponsors.
pub type Sponsors<AccountId> = BoundedVec<AccountId, ConstU32<MAX_SPONSORS>>;

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
	/// The organisations that sponsor the patient, suspended or not, the one that has longest first; none of a patient
	/// who pays alone.
	pub sponsors: Sponsors<AccountId>,
	/// How often an organisation has begun to sponsor the patient. Who signs for the next sponsorship signs this number,
	/// so that no signature serves twice.
	pub sponsorships: u32,
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
	/// Its vouchers of a day: how many patients it may register or begin to sponsor.
	pub registrations_per_day: u32,
	/// How many vouchers it used on the last day that it used any.
	pub registrations_today: DailyCount,
	/// How many free calls of its patients it may pay for on one day.
	pub free_calls_per_day: u32,
	/// How many patients it sponsors.
	pub patient_count: u32,
	/// How many operators it runs, in service or not.
	pub operator_count: u32,
	/// How many free calls it paid for on the last day that its patients made any.
	pub calls_today: DailyCount,
	/// How many of a day's free calls failed: mistakes are few, and whoever means to take room makes many.
	pub failed_today: DailyCount,
}

impl Organisation {
	/// How many vouchers it has left on this day.
	pub fn registrations_left(&self, today: Day) -> u32 {
		if self.suspended {
			return 0;
		}
		self.registrations_per_day.saturating_sub(self.registrations_today.on(today))
	}

	/// How many free calls it may still pay for on this day.
	pub fn free_calls_left(&self, today: Day) -> u32 {
		if self.suspended {
			return 0;
		}
		self.free_calls_per_day.saturating_sub(self.calls_today.on(today))
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
	/// What the patient has left of what costs nothing.
	pub allowance: AllowanceLeft<Balance>,
	/// If an organisation.
	pub organisation: Option<Organisation>,
	/// How many vouchers the organisation has left today: patients that it may register or begin to sponsor.
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
