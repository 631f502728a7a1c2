// SPDX-License-Identifier: Apache-2.0
//! What a document and its data period must be like, how a version of a record is kept, and what it costs.

use crate::*;
use codec::MaxEncodedLen;
use frame_support::{
	ensure,
	traits::{Footprint, Get, Time},
};
use salus_primitives::{
	Basis, Cid, DataPeriod, Day, Moment, RecordId,
	records::{CLOCK_TOLERANCE, MAX_CUSTODIANS},
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
	pub(crate) fn check_document(
		document: &Document<T::AccountId>,
		author: &T::AccountId,
		patient: &T::AccountId,
	) -> Result<Cid, Error<T>> {
		// Data rule 3: parsed, not believed.
		let cid = Cid::parse(&document.cid)?;
		ensure!(document.length > 0, Error::<T>::Empty);
		ensure!(document.length <= T::MaxDocumentSize::get(), Error::<T>::TooLarge);
		Self::check_custodians(&document.custodians, document.threshold, author)?;
		Self::check_anchors(&document.anchors, &document.custodians)?;
		ensure!(!Cids::<T>::contains_key(cid, patient), Error::<T>::CidInUse);
		Ok(cid)
	}

	/// A version of a document that was checked and paid for; its CID is taken from now on among the patient's.
	pub(crate) fn new_version(
		id: RecordId,
		patient: &T::AccountId,
		author: T::AccountId,
		basis: Basis,
		cid: Cid,
		document: Document<T::AccountId>,
		ticket: T::Consideration,
	) -> VersionOf<T> {
		Cids::<T>::insert(cid, patient, id);
		let item = Version {
			cid,
			length: document.length,
			key_commitment: document.key_commitment,
			custodians: document.custodians,
			threshold: document.threshold,
			reshared: None,
			author,
			basis,
			submitted_at: T::Time::now(),
		};
		Held { item, ticket: VersionTicket { taken_over_by: None, ticket } }
	}

	/// What a new record takes: itself with its version, index, CID and custody's fund.
	pub(crate) fn first_footprint() -> Footprint {
		let record = Record::<T::AccountId>::max_encoded_len();
		Footprint::from_parts(4, Self::version_bytes().saturating_add(record))
	}

	/// What a later version takes: version, CID, holders and custody's fund.
	pub(crate) fn next_footprint() -> Footprint {
		Footprint::from_parts(4, Self::version_bytes())
	}

	/// A version with its CID's key and its fund, and its custodians among the holders: as many as it can come to have.
	fn version_bytes() -> usize {
		let holder = Holder::<T::AccountId>::max_encoded_len();
		let holders = usize::try_from(MAX_CUSTODIANS).map_or(0, |most| holder.saturating_mul(most));
		Version::<T::AccountId>::max_encoded_len()
			.saturating_add(Cid::max_encoded_len())
			.saturating_add(T::AccountId::max_encoded_len())
			.saturating_add(CustodyFundOf::<T>::max_encoded_len())
			.saturating_add(holders)
	}
}
