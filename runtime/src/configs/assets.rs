// SPDX-License-Identifier: Apache-2.0
//! What plans pay in: assets that the authority made, beside the chain's own token.
//!
//! Nobody but root makes an asset, so both bodies agree to each, and wait. An asset is sufficient, with 1 as its least
//! balance: an account may hold it and no tokens. What that stores, the fee of whoever sends it there pays for.

use crate::{
	AccountId, AssetsHolder, Balance, Balances, Runtime, RuntimeEvent, RuntimeHoldReason,
	units::deposit,
};
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::{EnsureNever, EnsureRoot};
use polkadot_sdk::*;
use salus_primitives::claims::Asset;

parameter_types! {
	/// Held for an asset; of one that root makes, nothing.
	pub const AssetDeposit: Balance = deposit(1, 190);
	/// Held for an account in an asset that is not sufficient.
	pub const AssetAccountDeposit: Balance = deposit(1, 150);
	/// Held for an asset's name and symbol.
	pub const MetadataDepositBase: Balance = deposit(1, 68);
	/// Held for every byte of them.
	pub const MetadataDepositPerByte: Balance = deposit(0, 1);
	/// Held for letting another spend.
	pub const ApprovalDeposit: Balance = deposit(1, 116);
}

impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<100>;
	type AssetId = Asset;
	type AssetIdParameter = Asset;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = EnsureNever<AccountId>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = AssetDeposit;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = MetadataDepositBase;
	type MetadataDepositPerByte = MetadataDepositPerByte;
	type ApprovalDeposit = ApprovalDeposit;
	type StringLimit = ConstU32<64>;
	type Freezer = ();
	type Holder = AssetsHolder;
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	// The SDK's: none of its calls is one of ours.
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

impl pallet_assets_holder::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}
