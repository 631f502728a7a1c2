//! What clients ask, and how other pallets' words become ours.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::Time;
use salus_pallet_support::page;
use salus_primitives::{AccessId, RecordId, Refusal, VersionNumber};

impl<T: Config> From<Refusal> for Error<T> {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::NoPolicy => Self::NotPermitted,
			Refusal::Denied(_) => Self::Denied,
			Refusal::NotInForce => Self::NotInForce,
		}
	}
}

/// The runtime's answers to [`runtime_api::RecordsApi`].
impl<T: Config> Pallet<T> {
	/// A page of a patient's records: those after `start`, at most [`salus_pallet_support::MAX_PAGE`].
	pub fn list(
		patient: &T::AccountId,
		start: Option<RecordId>,
		count: u32,
	) -> Vec<RecordInfo<T::AccountId>> {
		// From the key and not from the item, so that a page can follow one whose last was erased.
		let ids = match start {
			Some(start) => RecordsOf::<T>::iter_key_prefix_from(
				patient,
				RecordsOf::<T>::hashed_key_for(patient, start),
			),
			None => RecordsOf::<T>::iter_key_prefix(patient),
		};
		ids.filter_map(Self::record_info).take(page(count)).collect()
	}

	/// One record that is not erased.
	pub fn record_info(id: RecordId) -> Option<RecordInfo<T::AccountId>> {
		Records::<T>::get(id).map(|stored| RecordInfo { id, record: stored.record })
	}

	/// One version of a record that is not erased.
	pub fn version_info(
		record: RecordId,
		version: VersionNumber,
	) -> Option<VersionInfo<T::AccountId>> {
		let stored = Records::<T>::get(record)?;
		Self::info_of(record, &stored, version)
	}

	fn info_of(
		record: RecordId,
		stored: &StoredRecord<T>,
		version: VersionNumber,
	) -> Option<VersionInfo<T::AccountId>> {
		let found = Self::version_of(record, stored, version)?;
		Some(VersionInfo {
			record,
			version,
			cid: found.cid,
			size: found.size,
			key_commitment: found.key_commitment,
			custodians: found.custodians.into_inner(),
			threshold: found.threshold,
			author: found.author,
			basis: found.basis,
			submitted_at: found.submitted_at,
		})
	}

	/// A version of a record that is given.
	pub(crate) fn version_of(
		id: RecordId,
		stored: &StoredRecord<T>,
		version: VersionNumber,
	) -> Option<Version<T>> {
		if version == stored.record.latest {
			Some(stored.version.clone())
		} else {
			EarlierVersions::<T>::get(id, version)
		}
	}

	/// Every version of a record, oldest first.
	pub fn provenance(record: RecordId) -> Vec<VersionInfo<T::AccountId>> {
		let Some(stored) = Records::<T>::get(record) else {
			return Vec::new();
		};
		(1..=stored.record.latest)
			.filter_map(|version| Self::info_of(record, &stored, version))
			.collect()
	}

	/// What custodians check. Data rule 5.
	pub fn access_info(id: AccessId) -> Option<AccessInfo<T::AccountId>> {
		let access = Accesses::<T>::get(id)?;
		let version = Self::version_info(access.record, access.version);
		let state = if version.is_none() {
			AccessState::Erased
		} else if T::Time::now() >= access.expires_at {
			AccessState::Expired
		} else {
			AccessState::Open
		};
		Some(AccessInfo {
			id,
			state,
			record: access.record,
			patient: access.patient,
			version,
			readers: access.readers.into_inner(),
			purpose: access.purpose,
			basis: access.basis,
			obligations: access.obligations,
			opened_at: access.opened_at,
			expires_at: access.expires_at,
			depositor: access.depositor,
		})
	}

	/// What the custodians of an erased record owe.
	pub fn destruction_info(record: RecordId) -> Vec<Destruction<T::AccountId>> {
		Destructions::<T>::get(record).map(Into::into).unwrap_or_default()
	}

	/// When a record was erased.
	pub fn tombstone(record: RecordId) -> Option<Tombstone> {
		Tombstones::<T>::get(record)
	}
}
