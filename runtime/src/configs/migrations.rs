// SPDX-License-Identifier: Apache-2.0
//! How a new runtime changes what the old one stored: over as many blocks as it takes.
//!
//! While a migration is under way blocks take inherents only, and pallets' hooks run all the same: so a migration's new
//! form must read the old one too, or be of nothing that hooks read. `rehearsal.rs` is an example.

use crate::{
	Runtime, RuntimeEvent,
	configs::{
		block_limits::{RuntimeBlockWeights, share_of},
		brake::BrakeOnFailure,
	},
	weights,
};
use frame_support::{parameter_types, traits::ConstU32, weights::Weight};
use polkadot_sdk::*;
use sp_runtime::Perbill;

parameter_types! {
	/// The most that a block spends on migrations; hooks and inherents have the rest.
	pub MaxServiceWeight: Weight = share_of(Perbill::from_percent(60), RuntimeBlockWeights::get().max_block);
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = crate::MultiBlockMigrationsToRun;
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	type FailedMigrationHandler = BrakeOnFailure;
	type MaxServiceWeight = MaxServiceWeight;
	type WeightInfo = weights::pallet_migrations::WeightInfo<Runtime>;
}
