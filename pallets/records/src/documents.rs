//! What a document must be like, how a version of a record is kept, and what its place costs.

use crate::*;
use alloc::collections::BTreeSet;
use codec::{Encode, MaxEncodedLen};
use frame_support::{
	ensure,
	traits::{Footprint, Get, Time},
};
use salus_primitives::{Basis, Cid, Operators, RecordId, VersionNumber};

impl<T: Config> Pallet<T> {
	/// Refuses a document that could not be fetched, opened or erased, before anything is paid.
	pub(crate) fn check_document(document: &Document<T>) -> Result<Cid, Error<T>> {
		// Data rule 3: parsed, not believed.
		let cid = Cid::parse(&document.cid)?;
		ensure!(document.size > 0, Error::<T>::Empty);
		ensure!(
			document.size <= T::MaxDocumentSize::get(),
			Error::<T>::TooLarge
		);

		let count = document.custodians.len();
		let distinct: BTreeSet<_> = document.custodians.iter().collect();
		ensure!(count > 0, Error::<T>::NoCustodians);
		ensure!(distinct.len() == count, Error::<T>::CustodianTwice);
		// Data rule 4: with several custodians, none alone opens the document.
		ensure!(
			usize::from(document.threshold) >= count.min(2),
			Error::<T>::ThresholdTooLow
		);
		ensure!(
			usize::from(document.threshold) <= count,
			Error::<T>::ThresholdTooHigh
		);
		ensure!(
			document.custodians.iter().all(T::Operators::is_in_service),
			Error::<T>::CustodianNotInService
		);
		ensure!(!Cids::<T>::contains_key(cid), Error::<T>::CidInUse);
		Ok(cid)
	}

	/// Keeps a version that was checked and paid for.
	pub(crate) fn store_version(
		id: RecordId,
		number: VersionNumber,
		author: T::AccountId,
		basis: Basis,
		cid: Cid,
		document: Document<T>,
		ticket: T::Consideration,
	) -> Result<(), Error<T>> {
		let Document {
			size,
			key_commitment,
			custodians,
			threshold,
			..
		} = document;
		Holders::<T>::try_mutate(id, |holders| {
			custodians.iter().try_for_each(|custodian| {
				if holders.contains(custodian) {
					return Ok(());
				}
				holders
					.try_push(custodian.clone())
					.map_err(|_| Error::<T>::TooManyHolders)
			})
		})?;
		Cids::<T>::insert(cid, id);
		let submitted_at = T::Time::now();
		Versions::<T>::insert(
			id,
			number,
			Version {
				cid,
				size,
				key_commitment,
				custodians,
				threshold,
				author,
				basis,
				submitted_at,
				ticket,
			},
		);
		Ok(())
	}

	/// What a new record takes: record, index, holders, version and CID.
	pub(crate) fn first_footprint(document: &Document<T>) -> Footprint {
		let record = Record::<T::AccountId>::max_encoded_len();
		Footprint::from_parts(5, Self::version_bytes(document).saturating_add(record))
	}

	/// What a later version takes: version and CID.
	pub(crate) fn next_footprint(document: &Document<T>) -> Footprint {
		Footprint::from_parts(2, Self::version_bytes(document))
	}

	/// The document's parts stand in the version, and once more as CID and holders.
	fn version_bytes(document: &Document<T>) -> usize {
		document.encoded_size().saturating_mul(2)
	}
}
