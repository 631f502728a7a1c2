// SPDX-License-Identifier: Apache-2.0
//! Who amends a record, and how whoever does not may replace it. Both stay, and each names the other.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure};
use polkadot_sdk::sp_runtime::DispatchError;
use salus_primitives::{Basis, DataPeriod, Participants, RecordId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_replace(
		author: T::AccountId,
		id: RecordId,
		document: Document<T::AccountId>,
		data: DataPeriod,
	) -> Result<RecordId, DispatchError> {
		let Record { patient, category, compartment, replaced_by, .. } = Self::live(id)?.record;
		// So that they follow each other in one line, and nobody has to choose between two.
		ensure!(replaced_by.is_none(), Error::<T>::AlreadyReplaced);
		let new = Self::do_submit(author, patient, category, compartment, data, document)?;
		Records::<T>::mutate_extant(new, |stored| stored.record.replaces = Some(id));
		Records::<T>::mutate_extant(id, |stored| stored.record.replaced_by = Some(new));
		Self::deposit_event(Event::Replaced { record: id, replaced_by: new });
		Ok(new)
	}

	/// Takes a record out of the line of those that replace each other: what it replaced is replaced by what replaces it.
	pub(crate) fn unlink(record: &Record<T::AccountId>) {
		let Record { replaces, replaced_by, .. } = *record;
		if let Some(before) = replaces {
			Records::<T>::mutate_extant(before, |stored| stored.record.replaced_by = replaced_by);
		}
		if let Some(after) = replaced_by {
			Records::<T>::mutate_extant(after, |stored| stored.record.replaces = replaces);
		}
	}

	/// Refuses whoever may write such a record, on this basis, but did not write this one, nor a colleague of theirs in the
	/// organisation, nor somebody of the patient's own.
	pub(crate) fn ensure_amends(
		account: &T::AccountId,
		organisation: Option<&T::AccountId>,
		basis: Basis,
		id: RecordId,
		stored: &StoredRecord<T>,
	) -> DispatchResult {
		let record = &stored.record;
		let amends = match (organisation, basis) {
			(Some(organisation), Basis::Provision(_) | Basis::BreakGlass(_)) => {
				Self::are_colleagues(organisation, account, record)
			}
			// Nobody amends as a colleague what was written about themselves, or about whom they guard.
			(Some(_), _) => false,
			(None, _) if *account == record.author => true,
			// The basis says so only of what the patient wrote.
			(None, Basis::Guardianship(_)) => true,
			(None, Basis::OwnRecord) => Self::version_of(id, stored, 1)
				.is_some_and(|first| matches!(first.basis, Basis::Guardianship(_))),
			(None, _) => false,
		};
		ensure!(amends, Error::<T>::NotTheAuthor);
		Ok(())
	}

	/// Whether the account is a member of an organisation in force that the author was of when they wrote the record.
	fn are_colleagues(
		organisation: &T::AccountId,
		account: &T::AccountId,
		record: &Record<T::AccountId>,
	) -> bool {
		let Record { author, created_at, .. } = record;
		T::Participants::is_member(organisation, account)
			&& (author == organisation
				|| T::Participants::was_enrolled(organisation, author, *created_at))
	}
}
