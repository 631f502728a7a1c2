// SPDX-License-Identifier: Apache-2.0
//! Models for decision support, and how they are watched while they are in use.

mod requests;
mod usage;

pub use requests::{
	GivenVerdict, Input, Inputs, OutputBytes, PublishedOutput, Receipt, Request, RequestStatus,
	Verdict, VerdictReason,
};
pub use usage::{MAX_REPORTED_MODELS, MIN_REPORTING_ORGANISATIONS, Usage, UsageCounts, UsageTally};

#[cfg(feature = "serde")]
use crate::json;
use crate::{
	Cid, CidBytes, Evidence,
	codes::codes,
	quorum::{Tier, WorkClass},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// The most inputs of one request, besides its job.
pub const MAX_RECORDS: u32 = 16;

/// How many operators may work on a request, and how many of them must agree.
pub const TIERS: [Tier; 3] =
	[Tier { seats: 3, quorum: 2 }, Tier { seats: 5, quorum: 3 }, Tier { seats: 7, quorum: 4 }];

/// The fewest verdicts, outcomes or runs of a model that are reported at once.
pub const MIN_REPORT: u64 = 100;

/// The smallest reported count besides 0: "no cell 10 or less", as the cell size suppression policy of
/// the US Centers for Medicare & Medicaid Services has it.
pub const SMALLEST_COUNT: u32 = 11;

codes!(
	/// Whether everybody may see what a model says.
	Output "kind of output" {
		/// The chain keeps a hash with a secret salt; the result is encrypted and lies on IPFS.
		Sealed = 0 "sealed",
		/// The output may be published: only for models for research that say nothing about anybody's health.
		Open = 1 "open",
	}
);

codes!(
	/// Whether a model may be asked.
	ModelState "state of a model" {
		/// The authority has not approved it yet.
		Proposed = 0 "proposed",
		/// It may be asked.
		Approved = 1 "approved",
		/// The authority has suspended it: operators refuse it.
		Suspended = 2 "suspended",
	}
);

/// A model as it is proposed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ModelProposal {
	/// The sha2-256 hash of the ONNX file.
	pub digest: [u8; 32],
	/// The binary CIDv1 of the model's card: purpose, data, licence, metrics, limits.
	pub card: CidBytes,
	/// What it may be asked for.
	pub class: WorkClass,
	/// What it was made from.
	pub evidence: Evidence,
	/// Whether everybody may see its outputs.
	pub output: Output,
	/// The output's grid: each output is a whole number from 0 to this.
	pub steps: u32,
	/// A commitment, with a secret salt, to the metrics that the authority was shown.
	pub metrics_commitment: [u8; 32],
}

/// A model for decision support.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Model<AccountId> {
	/// The sha2-256 hash of the ONNX file.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub digest: [u8; 32],
	/// The CID of the model's card.
	pub card: Cid,
	/// What it may be asked for: operators refuse it in a request of another class.
	pub class: WorkClass,
	/// What it was made from.
	pub evidence: Evidence,
	/// Whether everybody may see its outputs.
	pub output: Output,
	/// The output's grid: each output is a whole number from 0 to this.
	pub steps: u32,
	/// A commitment, with a secret salt, to the metrics that the authority was shown.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub metrics_commitment: [u8; 32],
	/// Whether it may be asked.
	pub state: ModelState,
	/// Who proposed it and pays for its storage.
	pub proposer: AccountId,
	/// What clinicians made of its results, as far as that was reported.
	pub verdicts: Verdicts,
	/// How its predictions turned out, as far as that was reported.
	pub outcomes: Outcomes,
	/// How many operators say that its live inputs have drifted.
	pub drift: DriftCounts,
}

/// Whether a count is so small, and not 0, that it could tell of single patients.
fn is_small(count: u32) -> bool {
	(1..SMALLEST_COUNT).contains(&count)
}

fn sum(counts: impl IntoIterator<Item = u32>) -> u64 {
	counts.into_iter().map(u64::from).fold(0, u64::saturating_add)
}

/// How often clinicians agreed with a model.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Verdicts {
	/// Results acted on as they were.
	pub accepted: u32,
	/// Results acted on after a change.
	pub modified: u32,
	/// Results set aside.
	pub rejected: u32,
}

impl Verdicts {
	fn counts(self) -> [u32; 3] {
		[self.accepted, self.modified, self.rejected]
	}

	/// How many verdicts there are in all.
	pub fn total(self) -> u64 {
		sum(self.counts())
	}

	/// Whether a count is so small, and not 0, that it could tell of single patients.
	pub fn has_small_count(self) -> bool {
		self.counts().into_iter().any(is_small)
	}

	/// Both together.
	pub fn plus(self, other: Self) -> Self {
		self.with(other, u32::saturating_add)
	}

	/// These without the others.
	pub fn minus(self, other: Self) -> Self {
		self.with(other, u32::saturating_sub)
	}

	fn with(self, other: Self, change: fn(u32, u32) -> u32) -> Self {
		Self {
			accepted: change(self.accepted, other.accepted),
			modified: change(self.modified, other.modified),
			rejected: change(self.rejected, other.rejected),
		}
	}
}

codes!(
	/// How far a model's live inputs have drifted from those it was trained on.
	Drift "drift" {
		/// The population stability index of some input is at least 0.1, and of none 0.25.
		Moderate = 0 "moderate",
		/// The population stability index of some input is at least 0.25.
		Large = 1 "large",
	}
);

/// How many operators say that a model's live inputs have drifted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct DriftCounts {
	/// Moderately.
	pub moderate: u32,
	/// By much.
	pub large: u32,
}

impl DriftCounts {
	fn count_of(&mut self, drift: Drift) -> &mut u32 {
		match drift {
			Drift::Moderate => &mut self.moderate,
			Drift::Large => &mut self.large,
		}
	}

	/// Counts one operator more.
	pub fn add(&mut self, drift: Drift) {
		let count = self.count_of(drift);
		*count = count.saturating_add(1);
	}

	/// Counts one operator less.
	pub fn remove(&mut self, drift: Drift) {
		let count = self.count_of(drift);
		*count = count.saturating_sub(1);
	}
}

/// How predictions turned out, once that was known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Outcomes {
	/// The model said yes, and it was so.
	pub true_positive: u32,
	/// The model said yes, and it was not so.
	pub false_positive: u32,
	/// The model said no, and it was not so.
	pub true_negative: u32,
	/// The model said no, and it was so.
	pub false_negative: u32,
}

impl Outcomes {
	fn counts(self) -> [u32; 4] {
		[self.true_positive, self.false_positive, self.true_negative, self.false_negative]
	}

	/// How many outcomes there are in all.
	pub fn total(self) -> u64 {
		sum(self.counts())
	}

	/// Whether a count is so small, and not 0, that it could tell of single patients.
	pub fn has_small_count(self) -> bool {
		self.counts().into_iter().any(is_small)
	}

	/// Whether all outcomes are of one kind, so that they would tell the same of everybody counted.
	pub fn tells_the_same_of_all(self) -> bool {
		let ill = u64::from(self.true_positive).saturating_add(self.false_negative.into());
		ill == 0 || ill == self.total()
	}

	/// Both together.
	pub fn plus(self, other: Self) -> Self {
		self.with(other, u32::saturating_add)
	}

	/// These without the others.
	pub fn minus(self, other: Self) -> Self {
		self.with(other, u32::saturating_sub)
	}

	fn with(self, other: Self, change: fn(u32, u32) -> u32) -> Self {
		Self {
			true_positive: change(self.true_positive, other.true_positive),
			false_positive: change(self.false_positive, other.false_positive),
			true_negative: change(self.true_negative, other.true_negative),
			false_negative: change(self.false_negative, other.false_negative),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn in_every_tier_only_one_result_can_win() {
		assert!(TIERS.iter().all(Tier::is_sound));
	}
}
