// SPDX-License-Identifier: Apache-2.0
//! How each call does what it says.

use crate::{decisions::Opening, *};
use frame_support::{
	BoundedVec,
	dispatch::DispatchResult,
	ensure,
	traits::{Consideration, Defensive, Get, Time},
};
use polkadot_sdk::sp_runtime::DispatchError;
use salus_pallet_support::Payment;
use salus_primitives::{
	AccessId, Category, Compartment, ConsentDecision, DataPeriod, Guardians, Participants, Power,
	Purpose, RecordId, VersionNumber, quorum::Deadline,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit(
		author: T::AccountId,
		patient: T::AccountId,
		category: Category,
		compartment: Compartment,
		data: DataPeriod,
		document: Document<T::AccountId>,
	) -> Result<RecordId, DispatchError> {
		let now = T::Time::now();
		Self::check_data_period(data, now)?;
		let cid = Self::check_document(&document, &author, &patient)?;
		let record = Record {
			patient: patient.clone(),
			author: author.clone(),
			category,
			compartment,
			latest: 1,
			created_at: now,
			data,
			contested: None,
			replaces: None,
			replaced_by: None,
		};
		let basis = Self::decide_writing(&author, &record, T::Consent::decide_and_use)?;

		let id = NextRecord::<T>::get();
		NextRecord::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		let payer = Self::payer(basis, &author, &patient).clone();
		let ticket = T::Consideration::new_about(&payer, &patient, Self::first_footprint())?;
		let anchors = document.anchors.clone();
		let version = Self::new_version(id, &patient, author, basis, cid, document, ticket);
		Records::<T>::insert(id, StoredRecord { record, version });
		RecordsOf::<T>::insert(&patient, id, ());
		Self::deposit_event(Event::Submitted { record: id, patient: patient.clone(), version: 1 });
		Self::open_fund(id, 1, payer, patient, anchors)?;
		Ok(id)
	}

	pub(crate) fn do_amend(
		author: T::AccountId,
		id: RecordId,
		base_version: VersionNumber,
		document: Document<T::AccountId>,
		data: DataPeriod,
	) -> DispatchResult {
		Self::do_amend_for(None, author, id, base_version, document, data)
	}

	/// `organisation` is that of the author, if the signer is a colleague.
	pub(crate) fn do_amend_for(
		organisation: Option<T::AccountId>,
		author: T::AccountId,
		id: RecordId,
		base_version: VersionNumber,
		document: Document<T::AccountId>,
		data: DataPeriod,
	) -> DispatchResult {
		let stored = Self::live(id)?;
		let record = &stored.record;
		ensure!(base_version == record.latest, Error::<T>::StaleVersion);
		ensure!(record.latest < T::MaxVersions::get(), Error::<T>::TooManyVersions);
		Self::check_data_period(data, T::Time::now())?;
		let cid = Self::check_document(&document, &author, &record.patient)?;
		// Data rule 3: every version has a key of its own, or a reader of one could read the next.
		ensure!(
			stored.version.item.key_commitment != document.key_commitment,
			Error::<T>::KeyReused
		);
		// Data rule 7: all versions lie in the record's period, so that nobody who may read old data is
		// granted access to newer data by an amendment.
		let data = record.data.union(data);
		let record = Record { data, latest: record.latest.saturating_add(1), ..record.clone() };
		let basis = Self::decide_writing(&author, &record, T::Consent::decide_and_use)?;
		// After the decision, so that an outsider learns first that they may not write.
		Self::ensure_amends(&author, organisation.as_ref(), basis, id, &stored)?;

		let payer = Self::payer(basis, &author, &record.patient).clone();
		let ticket = T::Consideration::new_about(&payer, &record.patient, Self::next_footprint())?;
		Holders::<T>::insert(id, Self::reassign(id, &stored, &[], &document.custodians)?);
		EarlierVersions::<T>::insert(id, base_version, stored.version);
		let anchors = document.anchors.clone();
		let (number, patient) = (record.latest, record.patient.clone());
		let version = Self::new_version(id, &patient, author, basis, cid, document, ticket);
		Self::deposit_event(Event::Amended { record: id, version: number });
		Records::<T>::insert(id, StoredRecord { record, version });
		Self::open_fund(id, number, payer, patient, anchors)
	}

	pub(crate) fn do_request_access(
		reader: T::AccountId,
		id: RecordId,
		version: Option<VersionNumber>,
		purpose: Purpose,
	) -> Result<AccessId, DispatchError> {
		let stored = Self::live(id)?;
		let latest = stored.record.latest;
		let version = version.unwrap_or(latest);
		ensure!((1..=latest).contains(&version), Error::<T>::UnknownVersion);
		let permit = Self::decide_reading(
			&reader,
			id,
			&stored,
			version,
			purpose,
			T::Consent::decide_and_use,
		)?;
		// After the decision, so that an outsider learns first that they may not read.
		ensure!(T::Participants::encryption_key(&reader).is_some(), Error::<T>::NoEncryptionKey);
		let readers = BoundedVec::try_from(alloc::vec![reader.clone()])
			.map_err(|_| Error::<T>::TooManyReaders)?;
		let latest_end = T::Time::now().saturating_add(T::AccessPeriod::get());
		// Nobody gets a key after what allowed it has ended. Data rule 5.
		let moment = permit.ends_at.map_or(latest_end, |end| latest_end.min(end));
		// This block has come, so that the clock alone ends it: a reader may ask again.
		let expires = Deadline { moment, block: Self::block() };
		let depositor = Self::payer(permit.basis, &reader, &stored.record.patient).clone();
		let opening = Opening { readers, purpose, permit, class: None, expires, depositor };
		let access = Self::open_access(id, &stored.record, version, opening)?;
		Self::deposit_event(Event::AccessOpened { access, record: id, version, reader, purpose });
		Ok(access)
	}

	pub(crate) fn do_close_access(who: T::AccountId, id: AccessId) -> DispatchResult {
		let Held { item: access, ticket } = Accesses::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		// Whoever asked for decision support is the depositor but not a reader, and may not close what drawn
		// operators must still read: they would lose bond for it.
		let own = access.class.is_none() && access.readers.as_slice() == [who];
		let over = !access.is_open(T::Time::now(), Self::block())
			|| !Records::<T>::contains_key(access.record);
		ensure!(own || over, Error::<T>::NotPermitted);
		Accesses::<T>::remove(id);
		T::Consent::closed(&access.patient, access.basis, id);
		ticket.drop(&access.depositor)?;
		Self::deposit_event(Event::AccessClosed { access: id });
		Ok(())
	}

	pub(crate) fn do_contest(
		who: T::AccountId,
		id: RecordId,
		reason: ContestReason,
	) -> DispatchResult {
		let mut stored = Self::live_of(&who, id, Power::Contest)?;
		stored.record.contested = Some(reason);
		Records::<T>::insert(id, stored);
		Self::deposit_event(Event::Contested { record: id });
		Ok(())
	}

	pub(crate) fn do_withdraw_contest(who: T::AccountId, id: RecordId) -> DispatchResult {
		let mut stored = Self::live_of(&who, id, Power::Contest)?;
		ensure!(stored.record.contested.take().is_some(), Error::<T>::NotContested);
		Records::<T>::insert(id, stored);
		Self::deposit_event(Event::ContestWithdrawn { record: id });
		Ok(())
	}

	/// Returns how many versions and custodians there were.
	pub(crate) fn do_erase(who: T::AccountId, id: RecordId) -> Result<(u32, u32), DispatchError> {
		let stored = Self::live_of(&who, id, Power::Erase)?;
		let holders = Self::holders(id, &stored);
		let StoredRecord { record, version } = stored;
		// Data rule 6: id and time stay, nothing else.
		Holders::<T>::remove(id);
		Self::unlink(&record);
		let earlier =
			(1..record.latest).filter_map(|number| EarlierVersions::<T>::take(id, number));
		for Held { item, ticket } in earlier {
			Cids::<T>::remove(item.cid, &record.patient);
			let payer = Self::version_payer(&item, &ticket, &record.patient);
			// A deposit that can't be given back must not stand in the way of erasure.
			let _ = ticket.ticket.drop(&payer).defensive();
		}
		Cids::<T>::remove(version.item.cid, &record.patient);
		(1..=record.latest).for_each(|number| Self::close_fund(id, number));
		Records::<T>::remove(id);
		RecordsOf::<T>::remove(&record.patient, id);
		Tombstones::<T>::insert(id, Tombstone { erased_at: T::Time::now() });

		// Whoever left a version and has not confirmed yet owes it still.
		let mut owed = Destructions::<T>::get(id).unwrap_or_default();
		for holder in holders {
			Self::owe(&mut owed, &holder.custodian)?;
		}
		let holders = owed.len() as u32;
		Destructions::<T>::insert(id, owed);
		Self::keep_deposit(id, version, &record.patient, holders);
		Self::deposit_event(Event::Erased { record: id });
		Ok((record.latest, holders))
	}

	/// The record, if it is there to be read.
	pub(crate) fn live(id: RecordId) -> Result<StoredRecord<T>, Error<T>> {
		Records::<T>::get(id).ok_or_else(|| {
			if Tombstones::<T>::contains_key(id) {
				Error::<T>::Erased
			} else {
				Error::<T>::NotFound
			}
		})
	}

	/// The record, if it is there, and the account does this as its patient or as a guardian of theirs.
	fn live_of(
		who: &T::AccountId,
		id: RecordId,
		power: Power,
	) -> Result<StoredRecord<T>, Error<T>> {
		let stored = Self::live(id)?;
		let patient = &stored.record.patient;
		let may = patient == who || T::Participants::act(who, patient, power).is_some();
		ensure!(may, Error::<T>::NotPermitted);
		Ok(stored)
	}
}
