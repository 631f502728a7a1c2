// SPDX-License-Identifier: Apache-2.0
//! What an entry costs. The pallet has no calls: the benchmarks of records and decision support hold the
//! ledger's cost, and this one shows how much that is, for so many readers.
#![allow(clippy::unwrap_used, missing_docs)]

use crate::*;
use alloc::vec::Vec;
use polkadot_sdk::frame_benchmarking::v2::*;
use salus_primitives::{AccessId, Basis, Category, DisclosureLedger, Purpose, RecordId, Subject};

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark(extra)]
	fn enter(n: Linear<1, 16>) {
		let patient: T::AccountId = account("patient", 0, 0);
		let readers: Vec<T::AccountId> = (0..n).map(|index| account("reader", index, 0)).collect();
		let entered;
		#[block]
		{
			entered = <Pallet<T> as DisclosureLedger<T::AccountId>>::enter(
				&patient,
				&readers,
				AccessId(1),
				Subject::Record { id: RecordId(1), version: 1 },
				Category::Condition,
				Purpose::DecisionSupport,
				Basis::OwnRecord,
			);
		}
		assert!(entered);
		assert_eq!(Ledgers::<T>::get(&patient).unwrap().count, n as u64);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
