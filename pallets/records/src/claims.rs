// SPDX-License-Identifier: Apache-2.0
//! What claims ask about the records in which policies and claims stand.

use crate::{Config, Pallet};
use salus_primitives::{CheckedRecord, RecordId, claims::ClaimRecords};

impl<T: Config> ClaimRecords<T::AccountId> for Pallet<T> {
	fn latest(record: RecordId) -> Option<CheckedRecord<T::AccountId>> {
		Self::record(record).map(Self::checked)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_record(patient: &T::AccountId, category: salus_primitives::Category) -> RecordId {
		crate::benchmarking::make_record::<T>(patient, category)
	}
}
