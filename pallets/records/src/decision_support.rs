// SPDX-License-Identifier: Apache-2.0
//! How decision support checks records, and opens them for the operators that are drawn.

use crate::{decisions::Opening, *};
use frame_support::{BoundedVec, ensure, traits::Time};
use polkadot_sdk::sp_runtime::DispatchError;
use salus_primitives::{
	AccessId, Action, CheckedRecord, ConsentDecision, DecisionSupportAccess, Purpose, Query,
	Reader, RecordId, VersionNumber,
	quorum::{Deadline, WorkClass},
};

impl<T: Config> DecisionSupportAccess<T::AccountId> for Pallet<T> {
	type Error = DispatchError;

	fn check(
		id: RecordId,
		requester: &T::AccountId,
		class: WorkClass,
		purpose: Purpose,
	) -> Result<CheckedRecord<T::AccountId>, DispatchError> {
		let stored = Self::live(id)?;
		let version = stored.record.latest;
		Self::decide_reading(requester, id, &stored, version, purpose, T::Consent::decide)?;
		let permit = T::Consent::decide(&Self::operators_query(&stored, requester, class))
			.map_err(Error::<T>::from)?;
		let now = T::Time::now();
		let lasts = permit.ends_at.is_none_or(|end| end > now);
		ensure!(lasts, Error::<T>::Expired);
		Ok(Self::checked(stored.record))
	}

	fn open(
		id: RecordId,
		version: VersionNumber,
		requester: &T::AccountId,
		class: WorkClass,
		operators: &[T::AccountId],
		purpose: Purpose,
		until: Deadline,
	) -> Result<AccessId, DispatchError> {
		ensure!(!operators.is_empty(), Error::<T>::NoReaders);
		let readers =
			BoundedVec::try_from(operators.to_vec()).map_err(|_| Error::<T>::TooManyReaders)?;
		let stored = Self::live(id)?;
		ensure!((1..=stored.record.latest).contains(&version), Error::<T>::UnknownVersion);
		// No use of the requester's permit is counted: they get no access to the record by this, and open the result
		// later by an access request of their own.
		Self::decide_reading(requester, id, &stored, version, purpose, T::Consent::decide)?;
		let permit = T::Consent::decide_and_use(&Self::operators_query(&stored, requester, class))
			.map_err(Error::<T>::from)?;
		// Nor will any pause of the chain let them read later than that: custodians ask for both.
		let lasts = permit.ends_at.is_none_or(|end| end >= until.moment);
		ensure!(lasts, Error::<T>::Expired);
		let opening = Opening {
			readers,
			purpose: Purpose::DecisionSupport,
			permit,
			class: Some(class),
			expires: until,
			depositor: requester.clone(),
		};
		let access = Self::open_access(id, &stored.record, version, opening)?;
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
	/// What consent is asked about the operators that work for a requester.
	fn operators_query(
		stored: &StoredRecord<T>,
		requester: &T::AccountId,
		class: WorkClass,
	) -> Query<T::AccountId> {
		let reader = Reader::DecisionSupport { class, asker: requester.clone() };
		Self::query(reader, Action::Access, &stored.record, Purpose::DecisionSupport)
	}
}
