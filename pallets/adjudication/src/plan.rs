// SPDX-License-Identifier: Apache-2.0
//! What an insurer offers. Public: the chain holds it in clear.

use crate::Amount;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use salus_primitives::{
	Categories, Day,
	claims::{BenefitYear, Currency},
};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// The rules that this crate knows.
pub const RULES_VERSION: u16 = 1;
/// The most benefits of a plan.
pub const MAX_BENEFITS: u32 = 32;
/// The most pairs that are not paid beside each other.
pub const MAX_PAIRS: u32 = 32;
/// The most versions of a plan.
pub const MAX_VERSIONS: u32 = 16;
/// The whole, in basis points.
pub const WHOLE: u16 = 10_000;

/// A benefit's number within its plan.
pub type BenefitId = u16;

/// A share in ten thousandths.
pub type BasisPoints = u16;

/// What an insurer offers.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Plan {
	/// In which everything of it is counted.
	pub currency: Currency,
	/// For which deductibles and limits are counted.
	pub year: BenefitYear,
	/// Its terms, the earliest first.
	pub versions: BoundedVec<Version, ConstU32<MAX_VERSIONS>>,
}

impl Plan {
	/// The terms that are valid on a day.
	pub fn terms_on(&self, day: Day) -> Option<&Terms> {
		self.version_on(day).map(|version| &version.terms)
	}

	/// The version that is valid on a day.
	pub fn version_on(&self, day: Day) -> Option<&Version> {
		self.versions.iter().rev().find(|version| version.valid_from <= day)
	}
}

/// Terms, and from when on they hold.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Version {
	/// The first day on which they hold.
	pub valid_from: Day,
	/// What holds.
	pub terms: Terms,
}

/// What a plan pays, for whom, and how much of it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Terms {
	/// By which rules it is judged: [`RULES_VERSION`].
	pub rules: u16,
	/// Days after a line's last day within which it must be filed.
	pub filing_limit: u16,
	/// What the patient bears first in a benefit year.
	pub deductible: Caps,
	/// What the patient bears at most in a benefit year.
	pub out_of_pocket: Caps,
	/// What the plan pays at most in a benefit year.
	pub maximum: Caps,
	/// What the plan pays at most for a beneficiary in all years.
	pub lifetime: Option<Amount>,
	/// What it pays when another insurer has paid, too.
	pub coordination: Coordination,
	/// What it pays for.
	pub benefits: BoundedVec<Benefit, ConstU32<MAX_BENEFITS>>,
	/// Pairs of benefits that are not paid for the same beneficiary on the same day.
	pub not_beside: BoundedVec<(BenefitId, BenefitId), ConstU32<MAX_PAIRS>>,
}

impl Terms {
	/// The benefit of this number.
	pub fn benefit(&self, id: BenefitId) -> Option<&Benefit> {
		self.benefits.iter().find(|benefit| benefit.id == id)
	}
}

/// Caps of a benefit year; one that is not given bounds nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Caps {
	/// For each beneficiary.
	pub beneficiary: Option<Amount>,
	/// For all of a policy together.
	pub family: Option<Amount>,
}

/// What a plan pays when another insurer has paid, too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Coordination {
	/// What it would pay alone, as far as something is still due.
	Standard,
	/// Only what it would pay beyond the other.
	NonDuplication,
}

/// Something that a plan pays for.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Benefit {
	/// Its number.
	pub id: BenefitId,
	/// How it is paid in the plan's network.
	pub in_network: NetworkTerms,
	/// How out of it; `None` if it is not.
	pub out_of_network: Option<NetworkTerms>,
	/// Whether the deductible applies.
	pub deductible: bool,
	/// Days from a beneficiary's first day on, during which it is not paid.
	pub waiting_days: u16,
	/// Whether it must be authorised beforehand.
	pub authorisation: bool,
	/// What proves it; `None` if nothing must.
	pub evidence: Option<EvidenceRule>,
	/// What it is paid at most.
	pub limits: Limits,
}

/// What a unit costs, and what the patient bears of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct NetworkTerms {
	/// Of a unit.
	pub price: Amount,
	/// What an adult bears.
	pub adult: Cost,
	/// What a child bears.
	pub child: Cost,
}

/// What the patient bears beyond the deductible.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Cost {
	/// Once a visit.
	pub copayment: Amount,
	/// The share of the rest; at most [`WHOLE`].
	pub coinsurance: BasisPoints,
}

/// Which records prove a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct EvidenceRule {
	/// Of these categories; any if there is none.
	#[cfg_attr(feature = "serde", serde(deserialize_with = "read_categories"))]
	pub categories: Categories,
	/// Entered at most so many days after the service's last day.
	pub within_days: u16,
}

/// What a benefit is paid at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Limits {
	/// For a line.
	pub line: Option<Amount>,
	/// For a beneficiary and day.
	pub day: Option<Amount>,
	/// For a beneficiary and benefit year.
	pub year: Option<Amount>,
	/// Units, for a beneficiary and benefit year.
	pub units: Option<u32>,
}

#[cfg(feature = "serde")]
fn read_categories<'de, D: serde::Deserializer<'de>>(
	deserializer: D,
) -> Result<Categories, D::Error> {
	let listed = alloc::vec::Vec::<salus_primitives::Category>::deserialize(deserializer)?;
	Ok(listed.into_iter().collect())
}
