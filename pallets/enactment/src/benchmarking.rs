// SPDX-License-Identifier: Apache-2.0
//! Benchmarks. They run as tests too.
#![allow(clippy::unwrap_used, missing_docs)]

use crate::*;
use alloc::{boxed::Box, vec};
use polkadot_sdk::{
	frame_benchmarking::v2::*,
	frame_support::traits::EnsureOrigin,
	frame_system::{self, RawOrigin},
	sp_runtime::traits::Hash,
};
use salus_primitives::quorum::Deadline;

/// Has come in every block. The clock can't be moved from here.
const OVER: Deadline = Deadline { moment: 0, block: 0 };
/// Never comes.
const NEVER: Deadline = Deadline { moment: u64::MAX, block: u32::MAX };

fn body<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::Bodies::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn approve() -> Result<(), BenchmarkError> {
		let origin = body::<T>()?;
		let hash = T::Hashing::hash(b"call");
		let first = Body::TechnicalCommittee;
		Agreements::<T>::insert(hash, Agreement { first, from: None, until: NEVER });
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, hash);
		assert!(Agreements::<T>::get(hash).unwrap().from.is_some());
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let origin = body::<T>()?;
		let hash = T::Hashing::hash(b"call");
		let first = Body::MedicalBoard;
		Agreements::<T>::insert(hash, Agreement { first, from: Some(OVER), until: NEVER });
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, hash);
		assert_eq!(Agreements::<T>::count(), 0);
		Ok(())
	}

	#[benchmark]
	fn enact(n: Linear<1, 10_000>) {
		let remark = vec![0; n as usize];
		let call: <T as Config>::RuntimeCall = frame_system::Call::<T>::remark { remark }.into();
		let hash = T::Hashing::hash_of(&call);
		let first = Body::MedicalBoard;
		Agreements::<T>::insert(hash, Agreement { first, from: Some(OVER), until: NEVER });
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), Box::new(call));
		assert_eq!(Agreements::<T>::count(), 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
