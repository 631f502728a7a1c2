// SPDX-License-Identifier: Apache-2.0
//! What a document and its data period must be like, how a version of a record is kept, and what it costs.

use crate::*;
use alloc::collections::BTreeSet;
use codec::{Encode, MaxEncodedLen};
use frame_support::{
	BoundedVec, ensure,
	traits::{Footprint, Get, Time},
};
use salus_primitives::{
	Basis, Cid, DataPeriod, Day, Moment, Operators, RecordId, VersionNumber,
	records::CLOCK_TOLERANCE,
};

impl<T: Config> Pallet<T> {
	/// Refuses data of no possible time. Data rule 8: by the chain's clock.
	pub(crate) fn check_data_period(data: DataPeriod, now: Moment) -> Result<(), Error<T>> {
		ensure!(data.is_valid(), Error::<T>::InvalidDataPeriod);
		ensure!(
			data.last <= Day::of(now.saturating_add(CLOCK_TOLERANCE)),
			Error::<T>::RecordedInFuture
		);
		Ok(())
	}

	/// Refuses a document that could not be fetched, opened or erased, before anything is paid.
	pub(crate) fn check_document(document: &Document<T::AccountId>) -> Result<Cid, Error<T>> {
		// Data rule 3: parsed, not believed.
		let cid = Cid::parse(&document.cid)?;
		ensure!(document.length > 0, Error::<T>::Empty);
		ensure!(document.length <= T::MaxDocumentSize::get(), Error::<T>::TooLarge);

		let count = document.custodians.len();
		let distinct: BTreeSet<_> = document.custodians.iter().collect();
		ensure!(count > 0, Error::<T>::NoCustodians);
		ensure!(distinct.len() == count, Error::<T>::CustodianTwice);
		// Data rule 4: with several custodians, none alone opens the document.
		ensure!(usize::from(document.threshold) >= count.min(2), Error::<T>::ThresholdTooLow);
		ensure!(usize::from(document.threshold) <= count, Error::<T>::ThresholdTooHigh);
		// Read once for all of them.
		let in_service = T::Operators::in_service();
		ensure!(
			document.custodians.iter().all(|custodian| in_service.contains(custodian)),
			Error::<T>::CustodianNotInService
		);
		ensure!(!Cids::<T>::contains_key(cid), Error::<T>::CidInUse);
		Ok(cid)
	}

	/// A version of a document that was checked and paid for; its CID is taken from now on.
	pub(crate) fn new_version(
		id: RecordId,
		author: T::AccountId,
		basis: Basis,
		cid: Cid,
		document: Document<T::AccountId>,
		ticket: T::Consideration,
	) -> VersionOf<T> {
		Cids::<T>::insert(cid, id);
		let item = Version {
			cid,
			length: document.length,
			key_commitment: document.key_commitment,
			custodians: document.custodians,
			threshold: document.threshold,
			author,
			basis,
			submitted_at: T::Time::now(),
		};
		Held { item, ticket }
	}

	/// Everyone who was ever given a share of a record, from its latest version.
	pub(crate) fn holders(
		id: RecordId,
		latest: VersionNumber,
		version: &Version<T::AccountId>,
	) -> BoundedVec<T::AccountId, T::MaxHolders> {
		if latest == 1 {
			BoundedVec::truncate_from(version.custodians.to_vec())
		} else {
			Holders::<T>::get(id)
		}
	}

	/// Counts the custodians of a record's next version among its holders.
	pub(crate) fn add_holders(
		id: RecordId,
		base: &Version<T::AccountId>,
		base_version: VersionNumber,
		document: &Document<T::AccountId>,
	) -> Result<(), Error<T>> {
		let mut holders = Self::holders(id, base_version, base);
		for custodian in &document.custodians {
			if !holders.contains(custodian) {
				holders.try_push(custodian.clone()).map_err(|_| Error::<T>::TooManyHolders)?;
			}
		}
		Holders::<T>::insert(id, holders);
		Ok(())
	}

	/// What a new record takes: itself with its version, index and CID.
	pub(crate) fn first_footprint(document: &Document<T::AccountId>) -> Footprint {
		let record = Record::<T::AccountId>::max_encoded_len();
		Footprint::from_parts(3, Self::version_bytes(document).saturating_add(record))
	}

	/// What a later version takes: version, CID and holders.
	pub(crate) fn next_footprint(document: &Document<T::AccountId>) -> Footprint {
		Footprint::from_parts(3, Self::version_bytes(document))
	}

	/// The document's parts stand in the version, and once more as CID and holders.
	fn version_bytes(document: &Document<T::AccountId>) -> usize {
		document.encoded_size().saturating_mul(2)
	}
}
