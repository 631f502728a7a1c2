// SPDX-License-Identifier: Apache-2.0
//! What must hold between blocks, whatever was called.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{Get, fungible::InspectHold},
};
use polkadot_sdk::sp_runtime::{TryRuntimeError, traits::Saturating};
use salus_pallet_support::Deposits;
use salus_primitives::{Cid, RecordId, VersionNumber, quorum::Deadline};

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_records()?;
		Self::try_state_index()?;
		Self::try_state_erasure()?;
		Self::try_state_replaced()?;
		Self::try_state_accesses()?;
		Self::try_state_funds()?;
		Self::deposits().check::<T::Consideration>()
	}

	/// What each account's tickets of this pallet hold.
	pub fn deposits() -> Deposits<T::AccountId> {
		let mut deposits = Deposits::default();
		for (id, stored) in Records::<T>::iter() {
			let StoredRecord { record, version } = stored;
			let earlier =
				(1..record.latest).filter_map(|number| EarlierVersions::<T>::get(id, number));
			for Held { item, ticket } in earlier.chain([version]) {
				let payer = Self::version_payer(&item, &ticket, &record.patient);
				deposits.add(payer, &ticket.ticket);
			}
		}
		for Held { item: access, ticket } in Accesses::<T>::iter_values() {
			deposits.add(access.depositor, &ticket);
		}
		for Held { item: payer, ticket } in DestructionDeposits::<T>::iter_values() {
			deposits.add(payer, &ticket);
		}
		deposits
	}

	/// Records that replace each other name each other, in one line.
	fn try_state_replaced() -> Result<(), TryRuntimeError> {
		for (id, StoredRecord { record, .. }) in Records::<T>::iter() {
			for (other, is_before) in [(record.replaces, true), (record.replaced_by, false)] {
				let Some(other) = other else { continue };
				ensure!((other < id) == is_before, "a record replaces a later one");
				let linked = Records::<T>::get(other).map(|stored| stored.record);
				let linked = linked.ok_or("a record is linked to one that is not there")?;
				let back = if is_before { linked.replaced_by } else { linked.replaces };
				ensure!(back == Some(id), "two records don't name each other");
				ensure!(
					(&linked.patient, linked.category, linked.compartment)
						== (&record.patient, record.category, record.compartment),
					"a record replaces one of another kind"
				);
			}
		}
		Ok(())
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
			let mut holders = BTreeMap::<T::AccountId, VersionNumber>::new();
			for number in 1..=record.latest {
				let version =
					Self::version_of(id, &stored, number).ok_or("a version is missing")?;
				Self::try_state_version(id, &record.patient, &version)?;
				ensure!(
					[&record.patient, &version.author].contains(&version.placed_by()),
					"a stranger placed a version's shares"
				);
				for custodian in version.custodians {
					let named = holders.entry(custodian).or_default();
					*named = named.saturating_add(1);
				}
				versions = versions.saturating_add(1);
			}
			ensure!(
				Holders::<T>::contains_key(id) == (record.latest > 1),
				"holders are listed for one version, or not for several"
			);
			let listed = Self::holders(id, &stored);
			ensure!(listed.len() == holders.len(), "a holder is missing or listed twice");
			let counted = |holder: Holder<T::AccountId>| (holder.custodian, holder.versions);
			ensure!(
				holders == listed.into_iter().map(counted).collect(),
				"holders differ from custodians"
			);
			let owed = Destructions::<T>::get(id).unwrap_or_default();
			let reached: BTreeSet<_> =
				holders.into_keys().chain(owed.into_iter().map(|owing| owing.custodian)).collect();
			ensure!(
				reached.len() as u64 <= T::MaxHolders::get().into(),
				"an erasure can't reach every custodian"
			);
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
		patient: &T::AccountId,
		version: &Version<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		let count = version.custodians.len();
		ensure!(Cid::parse(version.cid.as_bytes()).is_ok(), "a version's CID is none");
		let of_cid = Cids::<T>::get(version.cid, patient);
		ensure!(of_cid == Some(id), "a version's CID is not its record's");
		ensure!(
			(1..=T::MaxDocumentSize::get()).contains(&version.length),
			"a version's size is out of bounds"
		);
		ensure!(
			count > 0 && (count.min(2)..=count).contains(&version.threshold.into()),
			"a version's threshold does not fit its custodians"
		);
		let distinct: BTreeSet<_> = version.custodians.iter().collect();
		ensure!(distinct.len() == count, "a version names a custodian twice");
		ensure!(
			version.reshared.as_ref().is_none_or(|reshared| reshared.generation > 0),
			"a key was split anew no times"
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
			let done = |destruction: &Destruction<_>| destruction.destroyed_at.is_some();
			let erased = Tombstones::<T>::contains_key(id);
			let paid = DestructionDeposits::<T>::contains_key(id);
			ensure!(paid == erased, "nothing pays for what is owed of an erased record");
			if Records::<T>::contains_key(id) {
				ensure!(!owed.iter().any(done), "what was destroyed of a live record is owed");
			} else {
				ensure!(Tombstones::<T>::contains_key(id), "destruction is owed for no record");
			}
			ensure!(!owed.iter().all(done), "a finished destruction still stands");
			let owing: BTreeSet<_> = owed.iter().map(|owing| &owing.custodian).collect();
			ensure!(owing.len() == owed.len(), "a custodian owes the same twice");
		}
		ensure!(
			DestructionDeposits::<T>::iter_keys().all(Destructions::<T>::contains_key),
			"something pays for what nobody owes"
		);
		Ok(())
	}

	fn try_state_accesses() -> Result<(), TryRuntimeError> {
		for (id, Held { item: access, .. }) in Accesses::<T>::iter() {
			ensure!(id < NextAccess::<T>::get(), "an access request's id was not given yet");
			ensure!(!access.readers.is_empty(), "an access request has no reader");
			let Deadline { moment, block } = access.expires;
			ensure!(access.opened_at < moment, "an access request does not last at all");
			// Drawn operators' lasts as long as they may work.
			let is_operators = access.class.is_some();
			let in_time = moment.saturating_sub(access.opened_at) <= T::AccessPeriod::get();
			ensure!(
				is_operators || (in_time && block <= Self::block()),
				"a person's access request lasts too long"
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

	/// Data rule 11.
	fn try_state_funds() -> Result<(), TryRuntimeError> {
		let mut versions = 0u64;
		for (id, stored) in Records::<T>::iter() {
			for number in 1..=stored.record.latest {
				let version =
					Self::version_of(id, &stored, number).ok_or("a version is missing")?;
				let fund =
					CustodyFunds::<T>::get(id, number).ok_or("a version's custody has no fund")?;
				ensure!(
					fund.retentions.len() == version.custodians.len(),
					"a fund's retentions are not its version's custodians"
				);
				versions = versions.saturating_add(1);
			}
		}
		let mut sums = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		let mut funds = 0u64;
		for fund in CustodyFunds::<T>::iter_values() {
			let sum = sums.entry(fund.payer).or_default();
			*sum = sum.saturating_add(fund.held);
			funds = funds.saturating_add(1);
		}
		ensure!(funds == versions, "a fund is for no version");
		for (payer, sum) in sums {
			let held = T::Currency::balance_on_hold(&HoldReason::Custody.into(), &payer);
			ensure!(held == sum, "a payer has held what its funds hold");
		}
		Ok(())
	}
}
