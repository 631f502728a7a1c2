// SPDX-License-Identifier: Apache-2.0
//! What a claim comes to.

use crate::Amount;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// What a claim comes to.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Outcome {
	/// Each line, in the claim's order.
	pub lines: Vec<JudgedLine>,
	/// What the insurer pays.
	pub paid: Amount,
	/// What the patient owes.
	pub patient: Amount,
	/// What the providers may ask of nobody.
	pub write_off: Amount,
	/// What another insurer paid.
	pub other: Amount,
}

/// What a line comes to: `paid + patient + write_off + other` is its charge.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct JudgedLine {
	/// Why nothing is paid.
	pub refusal: Option<Refusal>,
	/// How many units count.
	pub payable: u32,
	/// What the plan's price covers of the charge.
	pub allowed: Amount,
	/// What of it goes to the deductible.
	pub deductible: Amount,
	/// What of it is the visit's co-payment.
	pub copayment: Amount,
	/// What of it is the patient's share.
	pub coinsurance: Amount,
	/// What of these three is above the out-of-pocket maximum.
	pub relief: Amount,
	/// What the limits leave to the patient.
	pub above_limits: Amount,
	/// What another insurer paid of the charge.
	pub other: Amount,
	/// What the provider may ask of nobody.
	pub write_off: Amount,
	/// What the patient owes.
	pub patient: Amount,
	/// What the insurer pays.
	pub paid: Amount,
}

impl JudgedLine {
	/// What the patient bears of the allowed amount before limits: steps 3 to 6.
	pub fn borne(&self) -> Amount {
		let share = self.deductible.0.saturating_add(self.copayment.0);
		Amount(share.saturating_add(self.coinsurance.0).saturating_sub(self.relief.0))
	}
}

/// Why nothing is paid for a line. FHIR's `adjudication-reason` has two codes for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub enum Refusal {
	/// The policy, or the plan, was not in force on those days.
	NotInForce,
	/// Nobody, or nobody insured on those days.
	NotBeneficiary,
	/// Filed after the filing limit.
	FiledTooLate,
	/// The plan does not pay for it.
	NotCovered,
	/// The provider was not an accredited organisation.
	NotAccredited,
	/// The plan does not pay for it out of its network.
	OutOfNetwork,
	/// The beneficiary has not been insured for long enough.
	WaitingPeriod,
	/// It was not authorised beforehand.
	NotAuthorised,
	/// No record proves it.
	NoEvidence,
	/// No record that was given proves it.
	EvidenceUnfit,
	/// The same was judged before.
	Duplicate,
	/// It is not paid beside another line of that day.
	NotBeside,
	/// No unit is left of the year's.
	UnitsUsedUp,
}

/// Whose the charge of a refused line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bearer {
	/// The patient's.
	Patient,
	/// The provider's; out of network, where no contract binds them, the patient's.
	Provider,
	/// Nobody's.
	Nobody,
}

impl Refusal {
	/// Every reason, in the order in which they are looked for.
	pub const ALL: [Self; 13] = [
		Self::NotInForce,
		Self::NotBeneficiary,
		Self::FiledTooLate,
		Self::NotCovered,
		Self::NotAccredited,
		Self::OutOfNetwork,
		Self::WaitingPeriod,
		Self::NotAuthorised,
		Self::NoEvidence,
		Self::EvidenceUnfit,
		Self::Duplicate,
		Self::NotBeside,
		Self::UnitsUsedUp,
	];

	/// Whose the charge is.
	pub fn bearer(self) -> Bearer {
		match self {
			Self::NotInForce
			| Self::NotBeneficiary
			| Self::NotCovered
			| Self::OutOfNetwork
			| Self::WaitingPeriod
			| Self::UnitsUsedUp => Bearer::Patient,
			Self::FiledTooLate
			| Self::NotAccredited
			| Self::NotAuthorised
			| Self::NoEvidence
			| Self::EvidenceUnfit
			| Self::NotBeside => Bearer::Provider,
			Self::Duplicate => Bearer::Nobody,
		}
	}

	/// FHIR's code: not covered, or a limit of the plan.
	/// <https://terminology.hl7.org/CodeSystem-adjudication-reason.html>
	pub fn fhir_code(self) -> &'static str {
		if self == Self::UnitsUsedUp { "ar002" } else { "ar001" }
	}
}
