// SPDX-License-Identifier: Apache-2.0
//! What is claimed. Data rule 12: lies in an encrypted record, never on chain.

use crate::{Amount, BeneficiaryNumber, BenefitId, Currency};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use salus_primitives::{Category, Day};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// The most lines of a claim.
pub const MAX_LINES: usize = 20;
/// The most records that prove a line.
pub const MAX_EVIDENCE: usize = 8;

/// What a provider or a patient asks an insurer to pay.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Claim {
	/// In what it is counted.
	pub currency: Currency,
	/// When it was filed.
	pub filed: Day,
	/// At most [`MAX_LINES`].
	pub lines: Vec<Line>,
}

/// One service.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Line {
	/// Under what it is charged.
	pub benefit: BenefitId,
	/// For whom.
	pub beneficiary: BeneficiaryNumber,
	/// Lines of one provider with the same number and first day are one visit.
	pub visit: u8,
	/// How many.
	pub units: u32,
	/// For all of them.
	pub charge: Amount,
	/// Its first day.
	pub first: Day,
	/// Its last.
	pub last: Day,
	/// Who did it, as the chain knew them on the first day.
	pub provider: Provider,
	/// The records that prove it, at most [`MAX_EVIDENCE`].
	pub evidence: Vec<Piece>,
	/// What another insurer paid.
	pub other: Option<Amount>,
}

/// Who did a service, as the chain knew them on that day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Provider {
	/// Their account.
	#[cfg_attr(
		feature = "serde",
		serde(
			serialize_with = "salus_primitives::json::hex",
			deserialize_with = "salus_primitives::json::read_hash"
		)
	)]
	pub id: [u8; 32],
	/// Whether they were an accredited organisation.
	pub accredited: bool,
	/// Whether they were in the plan's network.
	pub in_network: bool,
}

/// A record that proves a service. That it is the patient's, and has paid for nothing before, is looked up before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Piece {
	/// What kind of record it is.
	pub category: Category,
	/// Whether its author was a licensed practitioner.
	pub licensed: bool,
	/// When it was entered.
	pub recorded: Day,
	/// Whether it is erased.
	pub erased: bool,
}
