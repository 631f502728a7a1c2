// SPDX-License-Identifier: Apache-2.0
#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

mod amount;
mod check;
mod claim;
mod earlier;
mod judge;
mod outcome;
mod plan;
mod policy;
mod refusals;
mod statement;
mod years;

pub use amount::Amount;
pub use check::{Error, Rejected};
pub use claim::{Claim, Line, MAX_EVIDENCE, MAX_LINES, Piece, Provider};
pub use judge::judge;
pub use outcome::{Bearer, JudgedLine, Outcome, Refusal};
pub use plan::{
	BasisPoints, Benefit, BenefitId, Caps, Coordination, Cost, EvidenceRule, Limits, MAX_BENEFITS,
	MAX_PAIRS, MAX_VERSIONS, NetworkTerms, Plan, RULES_VERSION, Terms, Version, WHOLE,
};
pub use policy::{Beneficiary, BeneficiaryNumber, MAX_BENEFICIARIES, Policy};
pub use salus_primitives::claims::{BenefitYear, Currency};
pub use statement::{Authorisation, Before, ClaimNumber, Entry, Statement};
