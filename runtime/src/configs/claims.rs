// SPDX-License-Identifier: Apache-2.0
//! Insurers' plans, policies and claims, and the money that answers for them.

use crate::{
	AssetsHolder, Participants, Records, Runtime, RuntimeHoldReason, Timestamp,
	configs::participants::AllowanceOrHold,
	time::{DAY, DAYS},
};
use frame_support::{
	parameter_types,
	traits::{ConstU16, ConstU32},
};
use polkadot_sdk::*;
use salus_primitives::quorum::Period;

parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Claims(pallet_claims::HoldReason::Storage);
	/// How long an insurer has to judge a claim: a week, and four fifths of the blocks that come in it.
	pub const DecidePeriod: Period = Period { time: 7 * DAY, blocks: 7 * DAYS / 5 * 4 };
	/// How long a person has, to whom the insurer gives it.
	pub const ReferPeriod: Period = Period { time: 30 * DAY, blocks: 30 * DAYS / 5 * 4 };
}

impl pallet_claims::Config for Runtime {
	type Claimants = Participants;
	type Records = Records;
	type Time = Timestamp;
	type Consideration = AllowanceOrHold<StorageReason>;
	type Assets = AssetsHolder;
	type RuntimeHoldReason = RuntimeHoldReason;
	type MaxTermsBytes = ConstU32<2_560>;
	type NoticeDays = ConstU16<30>;
	// A year, and a quarter to gather what it needs.
	type MaxFilingDays = ConstU16<456>;
	type MaxPolicyDays = ConstU16<1_098>;
	type MaxOpenClaims = ConstU32<64>;
	type MaxPaidAtOnce = ConstU32<10>;
	type DecidePeriod = DecidePeriod;
	type ReferPeriod = ReferPeriod;
	type RefundDays = ConstU16<90>;
	type KeepDays = ConstU16<180>;
	// A policy's longest, its longest filing, the time to judge, and keeping, with some to spare.
	type BilledDays = ConstU16<1_830>;
	// Set by hand, from the keys that each call touches.
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = DevelopmentAsset;
}

/// An asset as root makes it, for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct DevelopmentAsset;

#[cfg(feature = "runtime-benchmarks")]
#[allow(clippy::expect_used, reason = "a benchmark that can't be set up has to stop")]
impl pallet_claims::BenchmarkHelper<crate::AccountId> for DevelopmentAsset {
	fn make_asset() -> salus_primitives::claims::Asset {
		use frame_support::traits::fungibles::Create;
		let asset = u32::MAX;
		let owner = frame_benchmarking::account("currency", 0, 0);
		<crate::Assets as Create<crate::AccountId>>::create(asset, owner, true, 1)
			.expect("the asset is new");
		asset
	}

	fn mint(asset: salus_primitives::claims::Asset, account: &crate::AccountId, amount: u128) {
		use frame_support::traits::fungibles::Mutate;
		<crate::Assets as Mutate<crate::AccountId>>::mint_into(asset, account, amount)
			.expect("the asset has room");
	}
}
