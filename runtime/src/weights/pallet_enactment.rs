// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_enactment` weigh. Not measured here yet: set by hand, until
//! `scripts/bench weights --write pallet_enactment`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::weights::Weight, *};

/// What they weigh.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_enactment::WeightInfo for WeightInfo<T> {
	fn approve() -> Weight {
		<() as pallet_enactment::WeightInfo>::approve()
	}
	fn withdraw() -> Weight {
		<() as pallet_enactment::WeightInfo>::withdraw()
	}
	fn enact(n: u32) -> Weight {
		<() as pallet_enactment::WeightInfo>::enact(n)
	}
}
