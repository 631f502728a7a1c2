// SPDX-License-Identifier: Apache-2.0
//! What must hold between blocks, whatever was called.

use crate::*;
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get};
use polkadot_sdk::sp_runtime::TryRuntimeError;
use salus_primitives::{Cid, RecordId};

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_records()?;
		Self::try_state_index()?;
		Self::try_state_erasure()?;
		Self::try_state_accesses()
	}

	fn try_state_records() -> Result<(), TryRuntimeError> {
		let mut versions = 0u64;
		for (id, stored) in Records::<T>::iter() {
			let record = &stored.record;
			ensure!(id < NextRecord::<T>::get(), "a record's id was not given yet");
			ensure!(
				(1..=T::MaxVersions::get()).contains(&record.latest),
				"a record's latest version is out of bounds"
			);
			ensure!(
				record.data.is_valid(),
				"a record's data period is backwards or outside the calendar"
			);
			let mut holders = BTreeSet::new();
			for number in 1..=record.latest {
				let version =
					Self::version_of(id, &stored, number).ok_or("a version is missing")?;
				Self::try_state_version(id, &version)?;
				holders.extend(version.custodians);
				versions = versions.saturating_add(1);
			}
			ensure!(
				Holders::<T>::contains_key(id) == (record.latest > 1),
				"holders are listed for one version, or not for several"
			);
			let listed = Self::holders(id, record.latest, &stored.version.item);
			ensure!(listed.len() == holders.len(), "a holder is missing or listed twice");
			ensure!(holders == listed.into_iter().collect(), "holders differ from custodians");
			ensure!(
				Self::version_of(id, &stored, 1).is_some_and(|first| first.author == record.author),
				"a record's author is not its first version's"
			);
		}
		ensure!(
			EarlierVersions::<T>::iter_keys()
				.chain(Records::<T>::iter_keys().map(|id| (id, 0)))
				.count() as u64
				== versions,
			"a version belongs to no record"
		);
		ensure!(Cids::<T>::iter_keys().count() as u64 == versions, "a CID belongs to no version");
		ensure!(
			Holders::<T>::iter_keys().all(Records::<T>::contains_key),
			"holders belong to no record"
		);
		Ok(())
	}

	fn try_state_version(
		id: RecordId,
		version: &Version<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		let count = version.custodians.len();
		ensure!(Cid::parse(version.cid.as_bytes()).is_ok(), "a version's CID is none");
		ensure!(Cids::<T>::get(version.cid) == Some(id), "a version's CID is not its record's");
		ensure!(
			(1..=T::MaxDocumentSize::get()).contains(&version.length),
			"a version's size is out of bounds"
		);
		ensure!(
			count > 0 && (count.min(2)..=count).contains(&version.threshold.into()),
			"a version's threshold does not fit its custodians"
		);
		Ok(())
	}

	fn try_state_index() -> Result<(), TryRuntimeError> {
		let mut indexed = 0u64;
		for (patient, id, ()) in RecordsOf::<T>::iter() {
			ensure!(
				Records::<T>::get(id).is_some_and(|stored| stored.record.patient == patient),
				"the index names a record that is not the patient's"
			);
			indexed = indexed.saturating_add(1);
		}
		ensure!(Records::<T>::iter_keys().count() as u64 == indexed, "the index lacks a record");
		Ok(())
	}

	/// Data rule 6.
	fn try_state_erasure() -> Result<(), TryRuntimeError> {
		let mut given = Records::<T>::iter_keys().count() as u64;
		for id in Tombstones::<T>::iter_keys() {
			ensure!(!Records::<T>::contains_key(id), "an erased record still stands");
			given = given.saturating_add(1);
		}
		ensure!(NextRecord::<T>::get().0 == given, "a record vanished without a tombstone");
		for (id, owed) in Destructions::<T>::iter() {
			ensure!(Tombstones::<T>::contains_key(id), "destruction is owed for a live record");
			ensure!(
				owed.iter().any(|destruction| destruction.destroyed_at.is_none()),
				"a finished destruction still stands"
			);
		}
		Ok(())
	}

	fn try_state_accesses() -> Result<(), TryRuntimeError> {
		for (id, Held { item: access, .. }) in Accesses::<T>::iter() {
			ensure!(id < NextAccess::<T>::get(), "an access request's id was not given yet");
			ensure!(!access.readers.is_empty(), "an access request has no reader");
			ensure!(
				access.opened_at < access.expires_at
					&& access.expires_at.saturating_sub(access.opened_at) <= T::AccessPeriod::get(),
				"an access request lasts too long or not at all"
			);
			ensure!(
				Tombstones::<T>::contains_key(access.record)
					|| Records::<T>::get(access.record).is_some_and(
						|StoredRecord { record, .. }| {
							record.patient == access.patient
								&& (1..=record.latest).contains(&access.version)
						}
					),
				"an access request is for a version that never was"
			);
		}
		Ok(())
	}
}
