// SPDX-License-Identifier: Apache-2.0
//! How decision support checks records, and opens them for the operators that are drawn.

use crate::*;
use frame_support::{BoundedVec, ensure, traits::Time};
use polkadot_sdk::sp_runtime::DispatchError;
use salus_primitives::{
	AccessId, Action, CheckedRecord, ConsentDecision, DecisionSupportAccess, Moment, Permit,
	Purpose, Query, Reader, RecordId, Refusal, VersionNumber,
};

impl<T: Config> DecisionSupportAccess<T::AccountId> for Pallet<T> {
	type Error = DispatchError;

	fn check(
		id: RecordId,
		requester: &T::AccountId,
		purpose: Purpose,
	) -> Result<CheckedRecord<T::AccountId>, DispatchError> {
		let stored = Self::live(id)?;
		let version = stored.record.latest;
		let permit =
			Self::permit_for_both(id, &stored, version, requester, purpose, T::Consent::decide)?;
		let now = T::Time::now();
		let lasts = permit.obligations.erase_at.is_none_or(|erase_at| erase_at > now);
		ensure!(lasts, Error::<T>::Expired);
		let Record { patient, category, contested, .. } = stored.record;
		Ok(CheckedRecord { patient, category, version, contested: contested.is_some() })
	}

	fn open(
		id: RecordId,
		version: VersionNumber,
		requester: &T::AccountId,
		operators: &[T::AccountId],
		purpose: Purpose,
		until: Moment,
	) -> Result<AccessId, DispatchError> {
		ensure!(!operators.is_empty(), Error::<T>::NoReaders);
		let readers =
			BoundedVec::try_from(operators.to_vec()).map_err(|_| Error::<T>::TooManyReaders)?;
		let stored = Self::live(id)?;
		ensure!((1..=stored.record.latest).contains(&version), Error::<T>::UnknownVersion);
		let permit = Self::permit_for_both(
			id,
			&stored,
			version,
			requester,
			purpose,
			T::Consent::decide_and_use,
		)?;
		let (access, expires_at) = Self::open_access(
			id,
			&stored.record,
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
		Ok(access)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &T::AccountId, count: u32) -> (RecordId, alloc::vec::Vec<RecordId>) {
		crate::benchmarking::make_records::<T>(requester, count)
	}
}

impl<T: Config> Pallet<T> {
	/// By what decision support may read this version, if the requester may read it too. `decide` says whether a use
	/// of that permit is counted.
	fn permit_for_both(
		id: RecordId,
		stored: &StoredRecord<T>,
		version: VersionNumber,
		requester: &T::AccountId,
		purpose: Purpose,
		decide: fn(&Query<T::AccountId>) -> Result<Permit, Refusal>,
	) -> Result<Permit, Error<T>> {
		// No use is counted here: the requester gets no access to the record, and opens the result
		// later by an access request of their own.
		Self::decide_reading(requester, id, stored, version, purpose, T::Consent::decide)?;
		let query = Self::query(
			Reader::DecisionSupport,
			Action::Access,
			&stored.record,
			Purpose::DecisionSupport,
		);
		Ok(decide(&query)?)
	}
}
