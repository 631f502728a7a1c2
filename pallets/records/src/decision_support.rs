// SPDX-License-Identifier: Apache-2.0
//! How decision support opens records for the operators it draws.

use crate::*;
use frame_support::{BoundedVec, ensure};
use polkadot_sdk::sp_runtime::DispatchError;
use salus_primitives::{
	Action, ConsentDecision, DecisionSupportAccess, Moment, OpenedAccess, Purpose, Reader,
	RecordId, VersionNumber,
};

impl<T: Config> DecisionSupportAccess<T::AccountId> for Pallet<T> {
	type Error = DispatchError;

	fn open(
		id: RecordId,
		requester: &T::AccountId,
		operators: &[T::AccountId],
		purpose: Purpose,
		until: Moment,
	) -> Result<OpenedAccess<T::AccountId>, DispatchError> {
		ensure!(!operators.is_empty(), Error::<T>::NoReaders);
		let readers =
			BoundedVec::try_from(operators.to_vec()).map_err(|_| Error::<T>::TooManyReaders)?;
		let stored = Self::live(id)?;
		let record = &stored.record;
		let version = record.latest;
		// No use is counted here: the requester gets no access to the record, and opens the result
		// later by an access request of their own.
		Self::decide_reading(requester, id, &stored, version, purpose, T::Consent::decide)
			.map_err(DispatchError::from)?;
		let permit = T::Consent::decide_and_use(&Self::query(
			Reader::DecisionSupport,
			Action::Access,
			record,
			Purpose::DecisionSupport,
		))
		.map_err(Error::<T>::from)?;
		let (access, expires_at) = Self::open_access(
			id,
			record,
			version,
			readers,
			Purpose::DecisionSupport,
			permit,
			requester.clone(),
		)?;
		ensure!(expires_at >= until, Error::<T>::Expired);
		Self::deposit_event(Event::AccessOpenedForDecisionSupport {
			access,
			record: id,
			version,
			requester: requester.clone(),
		});
		Ok(OpenedAccess {
			patient: stored.record.patient,
			version,
			access,
			contested: stored.record.contested.is_some(),
		})
	}

	fn is_readable(record: RecordId, version: VersionNumber) -> bool {
		Records::<T>::get(record)
			.is_some_and(|stored| (1..=stored.record.latest).contains(&version))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &T::AccountId, count: u32) -> alloc::vec::Vec<RecordId> {
		crate::benchmarking::make_records::<T>(requester, count)
	}
}
