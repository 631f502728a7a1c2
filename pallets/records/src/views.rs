// SPDX-License-Identifier: Apache-2.0
//! What clients ask, and how consent's refusals become this pallet's errors.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::Time;
use salus_pallet_support::page;
use salus_primitives::{AccessId, CheckedRecord, RecordId, Refusal, VersionNumber, WithId};

impl<T: Config> From<Refusal> for Error<T> {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::NoPolicy => Self::NotPermitted,
			Refusal::Denied(_) => Self::Denied,
			Refusal::NotInForce => Self::NotInForce,
		}
	}
}

/// What the runtime responds to [`runtime_api::RecordsApi`].
impl<T: Config> Pallet<T> {
	/// A page of a patient's records: those after `after`, at most [`salus_primitives::MAX_PAGE`].
	pub fn list(
		patient: &T::AccountId,
		after: Option<RecordId>,
		count: u32,
	) -> Vec<WithId<RecordId, Record<T::AccountId>>> {
		// From the key and not from the item, so that a page can follow one whose last was erased.
		let ids = match after {
			Some(after) => RecordsOf::<T>::iter_key_prefix_from(
				patient,
				RecordsOf::<T>::hashed_key_for(patient, after),
			),
			None => RecordsOf::<T>::iter_key_prefix(patient),
		};
		ids.filter_map(|id| Some(WithId { id, item: Self::record(id)? }))
			.take(page(count))
			.collect()
	}

	/// One record that is not erased.
	pub fn record(id: RecordId) -> Option<Record<T::AccountId>> {
		Records::<T>::get(id).map(|stored| stored.record)
	}

	/// What other pallets go by of a record: that of its latest version.
	pub(crate) fn checked(record: Record<T::AccountId>) -> CheckedRecord<T::AccountId> {
		CheckedRecord {
			version: record.latest,
			category: record.category,
			contested: record.contested.is_some(),
			replaced: record.replaced_by.is_some(),
			patient: record.patient,
		}
	}

	/// One version of a record that is not erased.
	pub fn version(record: RecordId, version: VersionNumber) -> Option<Version<T::AccountId>> {
		let stored = Records::<T>::get(record)?;
		Self::version_of(record, &stored, version)
	}

	/// A version of a record that is given.
	pub(crate) fn version_of(
		id: RecordId,
		stored: &StoredRecord<T>,
		version: VersionNumber,
	) -> Option<Version<T::AccountId>> {
		if version == stored.record.latest {
			Some(stored.version.item.clone())
		} else {
			EarlierVersions::<T>::get(id, version).map(|held| held.item)
		}
	}

	/// Every version of a record, oldest first.
	pub fn provenance(record: RecordId) -> Vec<WithId<VersionNumber, Version<T::AccountId>>> {
		let Some(stored) = Records::<T>::get(record) else {
			return Vec::new();
		};
		(1..=stored.record.latest)
			.filter_map(|id| Some(WithId { id, item: Self::version_of(record, &stored, id)? }))
			.collect()
	}

	/// What custodians check. Data rule 5.
	pub fn access(id: AccessId) -> Option<CheckedAccess<T::AccountId>> {
		let access = Accesses::<T>::get(id)?.item;
		let stored = Records::<T>::get(access.record);
		let version = stored
			.as_ref()
			.and_then(|stored| Self::version_of(access.record, stored, access.version));
		let state = match stored {
			Some(StoredRecord { record, .. }) if version.is_some() => {
				if !access.is_open(T::Time::now(), Self::block()) {
					AccessState::Expired
				} else if Self::still_allowed(&access, &record) {
					AccessState::Open
				} else {
					AccessState::Ended
				}
			}
			_ => AccessState::Erased,
		};
		Some(CheckedAccess { state, access, version })
	}

	/// What is owed of a record: by the custodians of an erased one, or by those who left a version of one that stands.
	pub fn destructions(record: RecordId) -> Vec<Destruction<T::AccountId>> {
		Destructions::<T>::get(record).map(Into::into).unwrap_or_default()
	}

	/// Some of the versions that an operator keeps a share of: of at most [`salus_primitives::MAX_PAGE`] records after
	/// `after`, found among at most [`MOST_LOOKED_THROUGH`].
	pub fn kept_by(operator: &T::AccountId, after: Option<RecordId>, count: u32) -> KeptPage {
		let mut records = match after {
			Some(after) => Records::<T>::iter_from_key(after),
			None => Records::<T>::iter(),
		};
		let (mut kept, mut next) = (Vec::new(), after);
		for _ in 0..MOST_LOOKED_THROUGH {
			let Some((record, stored)) = records.next() else {
				return KeptPage { kept, next: None };
			};
			next = Some(record);
			let versions = Self::versions_kept(operator, record, &stored);
			if !versions.is_empty() {
				kept.push(KeptRecord { record, versions });
			}
			if kept.len() >= page(count).max(1) {
				break;
			}
		}
		KeptPage { kept, next }
	}

	/// The versions of a record that an operator keeps a share of, the oldest first.
	fn versions_kept(
		operator: &T::AccountId,
		id: RecordId,
		stored: &StoredRecord<T>,
	) -> Vec<VersionNumber> {
		let holders = Self::holders(id, stored);
		let versions = 1..=stored.record.latest;
		versions
			.filter(|_| holders.iter().any(|holder| holder.custodian == *operator))
			.filter(|version| {
				Self::version_of(id, stored, *version)
					.is_some_and(|version| version.custodians.contains(operator))
			})
			.collect()
	}

	/// When a record was erased.
	pub fn tombstone(record: RecordId) -> Option<Tombstone> {
		Tombstones::<T>::get(record)
	}
}
