// SPDX-License-Identifier: Apache-2.0
//! The rules, from outside: claims worked by hand, what holds of every outcome, a second judge of other making, and the
//! outcomes of the released version.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::panic,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects,
	missing_docs
)]

mod generate;
mod histories;
mod properties;
mod refusals;
mod released;
mod second_judge;
mod worked;
