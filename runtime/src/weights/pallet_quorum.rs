// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_quorum` weigh. Not measured yet: the pallet's own estimate, until
//! `scripts/bench weights --write` writes this file.

#![allow(missing_docs)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::weights::Weight, *};

/// What they weigh.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_quorum::WeightInfo for WeightInfo<T> {
	fn queue() -> Weight {
		<() as pallet_quorum::WeightInfo>::queue()
	}
	fn draw(d: u32) -> Weight {
		<() as pallet_quorum::WeightInfo>::draw(d)
	}
	fn seal() -> Weight {
		<() as pallet_quorum::WeightInfo>::seal()
	}
	fn refuse() -> Weight {
		<() as pallet_quorum::WeightInfo>::refuse()
	}
	fn reveal() -> Weight {
		<() as pallet_quorum::WeightInfo>::reveal()
	}
	fn close() -> Weight {
		<() as pallet_quorum::WeightInfo>::close()
	}
	fn challenge() -> Weight {
		<() as pallet_quorum::WeightInfo>::challenge()
	}
	fn rule() -> Weight {
		<() as pallet_quorum::WeightInfo>::rule()
	}
	fn end_accusation() -> Weight {
		<() as pallet_quorum::WeightInfo>::end_accusation()
	}
	fn return_to_draw() -> Weight {
		<() as pallet_quorum::WeightInfo>::return_to_draw()
	}
	fn set_price() -> Weight {
		<() as pallet_quorum::WeightInfo>::set_price()
	}
}
