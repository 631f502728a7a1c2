// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_migrations` weigh. Not measured here yet: the SDK's, until `scripts/bench weights --write pallet_migrations`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use pallet_migrations::weights::SubstrateWeight;
use polkadot_sdk::{frame_support::weights::Weight, *};

/// What they weigh, reads and writes as the runtime's database prices them.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_migrations::WeightInfo for WeightInfo<T> {
	fn onboard_new_mbms() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::onboard_new_mbms()
	}
	fn progress_mbms_none() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::progress_mbms_none()
	}
	fn exec_migration_completed() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::exec_migration_completed()
	}
	fn exec_migration_skipped_historic() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::exec_migration_skipped_historic()
	}
	fn exec_migration_advance() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::exec_migration_advance()
	}
	fn exec_migration_complete() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::exec_migration_complete()
	}
	fn exec_migration_fail() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::exec_migration_fail()
	}
	fn on_init_loop() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::on_init_loop()
	}
	fn force_set_cursor() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::force_set_cursor()
	}
	fn force_set_active_cursor() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::force_set_active_cursor()
	}
	fn force_onboard_mbms() -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::force_onboard_mbms()
	}
	fn clear_historic(n: u32) -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::clear_historic(n)
	}
	fn reset_pallet_migration(n: u32) -> Weight {
		<SubstrateWeight<T> as pallet_migrations::WeightInfo>::reset_pallet_migration(n)
	}
}
