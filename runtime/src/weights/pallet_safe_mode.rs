// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_safe_mode` weigh. Not measured here yet: the SDK's, until `scripts/bench weights --write pallet_safe_mode`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use pallet_safe_mode::weights::SubstrateWeight;
use polkadot_sdk::{frame_support::weights::Weight, *};

/// What they weigh, reads and writes as the runtime's database prices them.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_safe_mode::WeightInfo for WeightInfo<T> {
	fn on_initialize_noop() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::on_initialize_noop()
	}
	fn on_initialize_exit() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::on_initialize_exit()
	}
	fn enter() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::enter()
	}
	fn force_enter() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::force_enter()
	}
	fn extend() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::extend()
	}
	fn force_extend() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::force_extend()
	}
	fn force_exit() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::force_exit()
	}
	fn release_deposit() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::release_deposit()
	}
	fn force_release_deposit() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::force_release_deposit()
	}
	fn force_slash_deposit() -> Weight {
		<SubstrateWeight<T> as pallet_safe_mode::WeightInfo>::force_slash_deposit()
	}
}
