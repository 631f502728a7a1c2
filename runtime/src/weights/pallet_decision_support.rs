// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_decision_support` weigh. Not measured yet: the pallet's own estimate, until
//! `scripts/bench weights --write` writes this file.

#![allow(missing_docs)]

use core::marker::PhantomData;
use polkadot_sdk::{frame_support::weights::Weight, *};

/// What they weigh.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_decision_support::WeightInfo for WeightInfo<T> {
	fn propose_model() -> Weight {
		<() as pallet_decision_support::WeightInfo>::propose_model()
	}
	fn approve_model() -> Weight {
		<() as pallet_decision_support::WeightInfo>::approve_model()
	}
	fn suspend_model() -> Weight {
		<() as pallet_decision_support::WeightInfo>::suspend_model()
	}
	fn withdraw_model() -> Weight {
		<() as pallet_decision_support::WeightInfo>::withdraw_model()
	}
	fn request(r: u32) -> Weight {
		<() as pallet_decision_support::WeightInfo>::request(r)
	}
	fn give_verdict() -> Weight {
		<() as pallet_decision_support::WeightInfo>::give_verdict()
	}
	fn erase_result() -> Weight {
		<() as pallet_decision_support::WeightInfo>::erase_result()
	}
	fn publish_output() -> Weight {
		<() as pallet_decision_support::WeightInfo>::publish_output()
	}
	fn report_drift() -> Weight {
		<() as pallet_decision_support::WeightInfo>::report_drift()
	}
	fn report_verdicts() -> Weight {
		<() as pallet_decision_support::WeightInfo>::report_verdicts()
	}
	fn report_outcomes() -> Weight {
		<() as pallet_decision_support::WeightInfo>::report_outcomes()
	}
	fn strike_report() -> Weight {
		<() as pallet_decision_support::WeightInfo>::strike_report()
	}
	fn report_usage(m: u32) -> Weight {
		<() as pallet_decision_support::WeightInfo>::report_usage(m)
	}
	fn pay_for() -> Weight {
		<() as pallet_decision_support::WeightInfo>::pay_for()
	}
}
