// SPDX-License-Identifier: Apache-2.0
//! How often models are run, as far as operators report it.

use crate::ModelId;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// The most models of one report.
pub const MAX_REPORTED_MODELS: u32 = 16;

/// How often a model was run is told once operators of so many organisations have reported it.
pub const MIN_REPORTING_ORGANISATIONS: usize = 3;

/// How often an operator ran which model since its last report.
pub type UsageCounts = BoundedVec<(ModelId, u32), ConstU32<MAX_REPORTED_MODELS>>;

/// How often a model was run, by those who have reported it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Usage {
	/// How many operators have reported it.
	pub operators: u32,
	/// How often they ran it, all together: a request counts once for each operator that ran it.
	pub runs: u64,
}

/// How much an operator may report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct UsageTally {
	/// For how many seats it has ever been paid.
	pub paid_seats: u32,
	/// How many runs it has reported, over all models, struck ones too.
	pub reported: u32,
}

impl UsageTally {
	/// How many runs it may still report.
	pub fn left(&self) -> u32 {
		self.paid_seats.saturating_sub(self.reported)
	}
}
