// SPDX-License-Identifier: Apache-2.0
//! Who is insured. Lies in an encrypted record, never on chain.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use salus_primitives::Day;
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// The most beneficiaries of a policy.
pub const MAX_BENEFICIARIES: usize = 16;

/// A beneficiary's number within the policy.
pub type BeneficiaryNumber = u8;

/// Who is insured, and when.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Policy {
	/// The first day on which it is in force.
	pub from: Day,
	/// The last.
	pub until: Day,
	/// At most [`MAX_BENEFICIARIES`].
	pub beneficiaries: Vec<Beneficiary>,
}

impl Policy {
	/// The beneficiary of this number.
	pub fn beneficiary(&self, number: BeneficiaryNumber) -> Option<&Beneficiary> {
		self.beneficiaries.iter().find(|beneficiary| beneficiary.number == number)
	}
}

/// Somebody who is insured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Beneficiary {
	/// Their number.
	pub number: BeneficiaryNumber,
	/// Their first day.
	pub from: Day,
	/// Their last.
	pub until: Day,
	/// Before that day they are a child.
	pub adult_from: Day,
}
