// SPDX-License-Identifier: Apache-2.0
//! Who keeps shares of a record's keys, how custody passes on, and what is owed by whoever keeps them no more.

use crate::*;
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{
	BoundedVec,
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use salus_primitives::{
	ConsentDecision, Operators, Participants, RecordId, VersionNumber, quorum::Deadline,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_reshare(
		who: T::AccountId,
		id: RecordId,
		number: VersionNumber,
		generation: u32,
		sharing: [u8; 32],
		custodians: Custodians<T::AccountId>,
		anchors: Anchors,
	) -> DispatchResult {
		let stored = Self::live(id)?;
		let version = Self::version_of(id, &stored, number).ok_or(Error::<T>::UnknownVersion)?;
		if who != stored.record.patient {
			ensure!(who == version.author, Error::<T>::NotPermitted);
			// Shares that don't join destroy the key: whoever may not write here any more may not do that either.
			Self::decide_writing(&who, &stored.record, T::Consent::decide)?;
		}
		ensure!(version.generation() == generation, Error::<T>::StaleGeneration);
		Self::check_custodians(&custodians, version.threshold, &version.author)?;
		Self::check_anchors(&anchors, &custodians)?;
		let generation = generation.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let before = version.custodians.clone();
		let reshared = Some(Resharing { generation, sharing, placed_by: who });
		let version = Version { custodians: custodians.clone(), reshared, ..version };
		Self::pass_on(id, stored, number, &before, version)?;
		Self::anchor_anew(id, number, &before, &custodians, anchors);
		Self::deposit_event(Event::Reshared { record: id, version: number, generation });
		Ok(())
	}

	pub(crate) fn do_hand_over(
		who: T::AccountId,
		id: RecordId,
		number: VersionNumber,
		generation: u32,
		successor: T::AccountId,
	) -> DispatchResult {
		let stored = Self::live(id)?;
		let mut version =
			Self::version_of(id, &stored, number).ok_or(Error::<T>::UnknownVersion)?;
		let before = version.custodians.clone();
		ensure!(!before.contains(&successor), Error::<T>::CustodianTwice);
		// In its place, so that the order stays.
		let place = version
			.custodians
			.iter_mut()
			.find(|custodian| **custodian == who)
			.ok_or(Error::<T>::NotACustodian)?;
		*place = successor.clone();
		ensure!(version.generation() == generation, Error::<T>::StaleGeneration);
		ensure!(T::Operators::is_in_service(&successor), Error::<T>::CustodianNotInService);
		// The others may be gone for good: that must not keep this one.
		let organisations = Self::organisations(&version.custodians);
		let of_successor =
			Some(T::Operators::organisation(&successor).ok_or(Error::<T>::CustodianNotInService)?);
		let same = organisations.iter().filter(|organisation| **organisation == of_successor);
		ensure!(same.count() == 1, Error::<T>::SameOrganisation);
		// Data rule 4: with the share that it has left of this sharing it might know two.
		let owes = Self::destructions(id).iter().any(|owing| owing.custodian == successor);
		ensure!(!owes, Error::<T>::DestructionOwed);
		Self::ensure_few_own(
			&version.custodians,
			&organisations,
			version.threshold,
			&version.author,
		)?;
		Self::pass_on(id, stored, number, &before, version)?;
		Self::deposit_event(Event::HandedOver {
			record: id,
			version: number,
			custodian: who,
			successor,
		});
		Ok(())
	}

	pub(crate) fn do_confirm_destruction(custodian: T::AccountId, id: RecordId) -> DispatchResult {
		let stands = Records::<T>::contains_key(id);
		let Some(mut owed) = Destructions::<T>::get(id) else {
			return Err(if stands {
				Error::<T>::NotErased
			} else if Tombstones::<T>::contains_key(id) {
				Error::<T>::AlreadyConfirmed
			} else {
				Error::<T>::NotFound
			}
			.into());
		};
		let own = owed
			.iter_mut()
			.find(|destruction| destruction.custodian == custodian)
			.ok_or(if stands { Error::<T>::NotErased } else { Error::<T>::NotACustodian })?;
		ensure!(own.destroyed_at.is_none(), Error::<T>::AlreadyConfirmed);
		own.destroyed_at = Some(T::Time::now());
		if own.bound {
			T::Operators::end_duty(&custodian);
		}
		Self::deposit_event(Event::Destroyed { record: id, custodian });
		if stands {
			// It may come to owe again.
			owed.retain(|destruction| destruction.destroyed_at.is_none());
		}
		if owed.iter().any(|destruction| destruction.destroyed_at.is_none()) {
			Destructions::<T>::insert(id, owed);
			return Ok(());
		}
		Self::end_list(id);
		if !stands {
			Self::deposit_event(Event::DestructionComplete { record: id });
		}
		Ok(())
	}

	/// Refuses custodians that can't keep a document, or could open it for its author alone.
	pub(crate) fn check_custodians(
		custodians: &Custodians<T::AccountId>,
		threshold: u8,
		author: &T::AccountId,
	) -> Result<(), Error<T>> {
		let count = custodians.len();
		let distinct: BTreeSet<_> = custodians.iter().collect();
		ensure!(count > 0, Error::<T>::NoCustodians);
		ensure!(distinct.len() == count, Error::<T>::CustodianTwice);
		// Data rule 4: with several custodians, none alone opens the document.
		ensure!(usize::from(threshold) >= count.min(2), Error::<T>::ThresholdTooLow);
		ensure!(usize::from(threshold) <= count, Error::<T>::ThresholdTooHigh);
		// Read once for all of them.
		let in_service = T::Operators::in_service();
		ensure!(
			custodians.iter().all(|custodian| in_service.contains(custodian)),
			Error::<T>::CustodianNotInService
		);
		let organisations = Self::organisations(custodians);
		ensure!(organisations.iter().all(Option::is_some), Error::<T>::CustodianNotInService);
		Self::ensure_few_own(custodians, &organisations, threshold, author)
	}

	/// The organisation that runs each custodian; none where that is not in force.
	fn organisations(custodians: &[T::AccountId]) -> Vec<Option<T::AccountId>> {
		custodians.iter().map(T::Operators::organisation).collect()
	}

	/// Data rule 4: the author and the organisations that it is of don't open the document by their own custodians.
	/// A suspended organisation's member still is one.
	fn ensure_few_own(
		custodians: &[T::AccountId],
		organisations: &[Option<T::AccountId>],
		threshold: u8,
		author: &T::AccountId,
	) -> Result<(), Error<T>> {
		let is_of = |organisation: &T::AccountId| {
			organisation == author || T::Participants::is_enrolled(organisation, author)
		};
		let own = custodians.iter().zip(organisations).filter(|&(custodian, organisation)| {
			custodian == author || organisation.as_ref().is_some_and(is_of)
		});
		ensure!(own.count() < usize::from(threshold), Error::<T>::TooManyOwnCustodians);
		Ok(())
	}

	/// Puts a version with its new custodians in the place of the one that others kept `before`.
	fn pass_on(
		id: RecordId,
		mut stored: StoredRecord<T>,
		number: VersionNumber,
		before: &[T::AccountId],
		version: Version<T::AccountId>,
	) -> Result<(), Error<T>> {
		let latest = stored.record.latest;
		let holders = Self::reassign(id, &stored, before, &version.custodians)?;
		if latest > 1 {
			Holders::<T>::insert(id, holders);
		}
		if number == latest {
			stored.version.item = version;
			Records::<T>::insert(id, stored);
		} else {
			EarlierVersions::<T>::mutate(id, number, |held| {
				if let Some(held) = held {
					held.item = version;
				}
			});
		}
		Ok(())
	}

	/// The custodians of a record, with how many of its versions name each.
	pub(crate) fn holders(id: RecordId, stored: &StoredRecord<T>) -> HoldersOf<T> {
		if stored.record.latest > 1 {
			return Holders::<T>::get(id);
		}
		let custodians = stored.version.item.custodians.iter();
		let holders =
			custodians.map(|custodian| Holder { custodian: custodian.clone(), versions: 1 });
		BoundedVec::truncate_from(holders.collect())
	}

	/// The holders of a record once one of its versions, or its next, is kept by `new` instead of `old`. Whoever is no
	/// longer named there owes the destruction of what it kept of it.
	pub(crate) fn reassign(
		id: RecordId,
		stored: &StoredRecord<T>,
		old: &[T::AccountId],
		new: &[T::AccountId],
	) -> Result<HoldersOf<T>, Error<T>> {
		let mut holders = Self::holders(id, stored);
		let mut owed = Destructions::<T>::get(id).unwrap_or_default();
		let leavers: Vec<_> = old.iter().filter(|custodian| !new.contains(custodian)).collect();
		for holder in holders.iter_mut().filter(|holder| leavers.contains(&&holder.custodian)) {
			holder.versions = holder.versions.saturating_sub(1);
		}
		holders.retain(|holder| holder.versions > 0);
		for custodian in new.iter().filter(|custodian| !old.contains(custodian)) {
			if let Some(holder) = holders.iter_mut().find(|holder| holder.custodian == *custodian) {
				holder.versions = holder.versions.saturating_add(1);
			} else {
				let holder = Holder { custodian: custodian.clone(), versions: 1 };
				holders.try_push(holder).map_err(|_| Error::<T>::TooManyHolders)?;
			}
		}
		// Data rule 6: an erasure must reach every one of them, and must not fail for their number.
		let reached = holders
			.iter()
			.map(|holder| &holder.custodian)
			.chain(owed.iter().map(|destruction| &destruction.custodian))
			.chain(leavers.iter().copied())
			.collect::<BTreeSet<_>>()
			.len();
		let most = usize::try_from(T::MaxHolders::get()).unwrap_or(usize::MAX);
		ensure!(reached <= most, Error::<T>::TooManyHolders);
		for leaver in leavers {
			Self::owe(&mut owed, leaver)?;
		}
		if !owed.is_empty() {
			Destructions::<T>::insert(id, owed);
		}
		Ok(holders)
	}

	/// Notes that a custodian must destroy what it keeps, or kept, of a record. If it is in service, its bond stays until
	/// it confirms.
	pub(crate) fn owe(
		owed: &mut DestructionsOf<T>,
		custodian: &T::AccountId,
	) -> Result<(), Error<T>> {
		if owed.iter().any(|destruction| destruction.custodian == *custodian) {
			return Ok(());
		}
		let bound = T::Operators::is_in_service(custodian);
		if bound {
			T::Operators::add_duty(custodian);
		}
		let custodian = custodian.clone();
		let due = Deadline::after(T::Time::now(), Self::block(), T::DestructionPeriod::get());
		owed.try_push(Destruction { custodian, bound, due, destroyed_at: None })
			.map_err(|_| Error::<T>::TooManyHolders)
	}
}
