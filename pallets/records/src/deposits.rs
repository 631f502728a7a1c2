// SPDX-License-Identifier: Apache-2.0
//! What pays for versions, who takes that over, and what pays for the list of those who must destroy. Data rule 11.

use crate::*;
use alloc::vec::Vec;
use codec::MaxEncodedLen;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Consideration, Defensive, Footprint, Time},
};
use polkadot_sdk::sp_runtime::DispatchError;
use salus_pallet_support::Payment;
use salus_primitives::{Operators, RecordId, VersionNumber, quorum::Fault};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_pay_for(
		payer: T::AccountId,
		id: RecordId,
		number: VersionNumber,
	) -> DispatchResult {
		let StoredRecord { record, version } = Self::live(id)?;
		let footprint = if number == 1 { Self::first_footprint() } else { Self::next_footprint() };
		let take_over = |version| Self::take_over(version, &payer, &record.patient, footprint);
		if number == record.latest {
			let version = take_over(version)?;
			Records::<T>::insert(id, StoredRecord { record, version });
		} else {
			let version =
				EarlierVersions::<T>::get(id, number).ok_or(Error::<T>::UnknownVersion)?;
			EarlierVersions::<T>::insert(id, number, take_over(version)?);
		}
		Self::deposit_event(Event::PaidFor { record: id, version: number, payer });
		Ok(())
	}

	fn take_over(
		version: VersionOf<T>,
		payer: &T::AccountId,
		patient: &T::AccountId,
		footprint: Footprint,
	) -> Result<VersionOf<T>, DispatchError> {
		let Held { item, ticket } = version;
		let before = Self::version_payer(&item, &ticket, patient);
		ensure!(before != *payer, Error::<T>::AlreadyPaying);
		let paid = T::Consideration::new_about(payer, patient, footprint)?;
		ticket.ticket.drop(&before)?;
		let taken_over_by = Some(payer.clone());
		Ok(Held { item, ticket: VersionTicket { taken_over_by, ticket: paid } })
	}

	/// Whose deposit or allowance pays for a version.
	pub(crate) fn version_payer(
		version: &Version<T::AccountId>,
		ticket: &VersionTicket<T>,
		patient: &T::AccountId,
	) -> T::AccountId {
		let first = || Self::payer(version.basis, &version.author, patient).clone();
		ticket.taken_over_by.clone().unwrap_or_else(first)
	}

	/// Keeps of an erased record's latest deposit what the list of so many takes who must destroy. The rest goes back.
	pub(crate) fn keep_deposit(
		id: RecordId,
		version: VersionOf<T>,
		patient: &T::AccountId,
		owing: u32,
	) {
		let Held { item, ticket } = version;
		let payer = Self::version_payer(&item, &ticket, patient);
		// It only shrinks, so that nothing can refuse it; and a deposit must not stand in the way of erasure.
		let kept = ticket.ticket.update(&payer, Self::list_footprint(owing)).defensive();
		if let Ok(ticket) = kept {
			DestructionDeposits::<T>::insert(id, Held { item: payer, ticket });
		}
	}

	/// What the list of so many takes who must destroy, and what pays for it: never more than a version did.
	fn list_footprint(owing: u32) -> Footprint {
		let each = Destruction::<T::AccountId>::max_encoded_len() as u64;
		let bytes = each.saturating_mul(owing.into()).min(Self::next_footprint().size);
		Footprint { count: 2, size: bytes }
	}

	/// Removes the list of those who must destroy, and gives back what paid for it.
	pub(crate) fn end_list(id: RecordId) {
		Destructions::<T>::remove(id);
		if let Some(Held { item: payer, ticket }) = DestructionDeposits::<T>::take(id) {
			// Nor in the way of a custodian's receipt.
			let _ = ticket.drop(&payer).defensive();
		}
	}

	/// Returns how many were ended.
	pub(crate) fn do_end_destruction(id: RecordId) -> Result<u32, DispatchError> {
		let mut owed = Destructions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let (now, block) = (T::Time::now(), Self::block());
		let is_late = |owing: &Destruction<T::AccountId>| {
			owing.destroyed_at.is_none() && owing.due.is_over(now, block)
		};
		let late: Vec<_> = owed.iter().filter(|owing| is_late(owing)).cloned().collect();
		ensure!(!late.is_empty(), Error::<T>::NotOverdue);
		let ended = late.len() as u32;
		for Destruction { custodian, bound, .. } in late {
			if bound {
				// Or waiting would be cheaper than destroying.
				T::Operators::penalise(&custodian, Fault::Absence);
				T::Operators::end_duty(&custodian);
			}
			Self::deposit_event(Event::DestructionMissed { record: id, custodian });
		}
		owed.retain(|owing| !is_late(owing));
		if owed.iter().any(|owing| owing.destroyed_at.is_none()) {
			Destructions::<T>::insert(id, owed);
		} else {
			Self::end_list(id);
		}
		Ok(ended)
	}
}
