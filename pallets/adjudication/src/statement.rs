// SPDX-License-Identifier: Apache-2.0
//! What was judged for a policy before. Data rule 12: lies in an encrypted document, never on chain.

use crate::{Amount, BeneficiaryNumber, BenefitId, Claim, JudgedLine, Line, Outcome};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use salus_primitives::Day;
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// A claim's number on chain.
pub type ClaimNumber = u32;

/// What was judged for a policy before.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Statement {
	/// What was paid in years whose entries are no longer kept.
	pub before: Vec<Before>,
	/// What was authorised.
	pub authorisations: Vec<Authorisation>,
	/// The lines that were not refused, in the order of judging.
	pub entries: Vec<Entry>,
}

/// What was paid for a beneficiary in years whose entries are no longer kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
pub struct Before {
	/// For whom.
	pub beneficiary: BeneficiaryNumber,
	/// How much.
	pub paid: Amount,
}

/// That a benefit was authorised beforehand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(deny_unknown_fields))]
pub struct Authorisation {
	/// For whom.
	pub beneficiary: BeneficiaryNumber,
	/// What.
	pub benefit: BenefitId,
	/// From that day.
	pub from: Day,
	/// To that day.
	pub until: Day,
}

/// What a line that was not refused counts for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize, Deserialize),
	serde(rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Entry {
	/// The claim that it was in.
	pub claim: ClaimNumber,
	/// For whom.
	pub beneficiary: BeneficiaryNumber,
	/// Under what.
	pub benefit: BenefitId,
	/// By whom.
	#[cfg_attr(
		feature = "serde",
		serde(
			serialize_with = "salus_primitives::json::hex",
			deserialize_with = "salus_primitives::json::read_hash"
		)
	)]
	pub provider: [u8; 32],
	/// Its first day.
	pub first: Day,
	/// Its last.
	pub last: Day,
	/// Towards the benefit's units.
	pub units: u32,
	/// Towards the deductible.
	pub deductible: Amount,
	/// Towards the out-of-pocket maximum.
	pub out_of_pocket: Amount,
	/// Towards the limits.
	pub paid: Amount,
}

impl Entry {
	/// What is entered of a line; nothing if it was refused.
	pub(crate) fn of(claim: ClaimNumber, line: &Line, judged: &JudgedLine) -> Option<Self> {
		if judged.refusal.is_some() {
			return None;
		}
		Some(Self {
			claim,
			beneficiary: line.beneficiary,
			benefit: line.benefit,
			provider: line.provider.id,
			first: line.first,
			last: line.last,
			units: judged.payable,
			// As if there were no other insurer.
			deductible: judged.deductible,
			out_of_pocket: judged.borne(),
			paid: judged.paid,
		})
	}
}

impl Statement {
	/// Enters a judged claim.
	pub fn enter(&mut self, number: ClaimNumber, claim: &Claim, outcome: &Outcome) {
		let lines = claim.lines.iter().zip(&outcome.lines);
		self.entries.extend(lines.filter_map(|(line, judged)| Entry::of(number, line, judged)));
	}

	/// Takes a claim back: its own share, and nothing else.
	pub fn reverse(&mut self, number: ClaimNumber) {
		self.entries.retain(|entry| entry.claim != number);
	}
}
