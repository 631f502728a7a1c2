// SPDX-License-Identifier: Apache-2.0
//! How an entry is made. There are no calls: only other pallets make entries, through `DisclosureLedger`.

use crate::{Config, Event, Ledger, Ledgers, Pallet, ledger_reader, off_chain_index};
use polkadot_sdk::{frame_support::traits::Time, frame_system};
use salus_primitives::{
	AccessId, Basis, Category, DisclosureLedger, Entry, Purpose, StoredEntry, Subject,
};

type AccountIdOf<T> = <T as frame_system::Config>::AccountId;

impl<T: Config> DisclosureLedger<AccountIdOf<T>> for Pallet<T> {
	fn enter(
		patient: &AccountIdOf<T>,
		readers: &[AccountIdOf<T>],
		access: AccessId,
		subject: Subject,
		category: Category,
		purpose: Purpose,
		basis: Basis,
	) -> bool {
		let mut ledger = Ledgers::<T>::get(patient)
			.unwrap_or_else(|| Ledger { count: 0, head: ledger_reader::first_head(patient) });
		// All readers or none: with an entry too few a reader would go unseen.
		if ledger.count.checked_add(readers.len() as u64).is_none() {
			return false;
		}
		if readers.is_empty() {
			return true;
		}
		let at = T::Time::now();
		for reader in readers {
			let number = ledger.count;
			let reader = reader.clone();
			let entry = Entry { number, at, reader, access, subject, category, purpose, basis };
			let previous = ledger.head;
			let head = ledger_reader::next_head(&previous, &entry);
			let stored = StoredEntry { previous, entry };
			off_chain_index::put(&head, &stored);
			ledger = Ledger { count: number.saturating_add(1), head };
			Self::deposit_event(Event::Entered {
				patient: patient.clone(),
				entry: stored.entry,
				previous,
				head,
			});
		}
		Ledgers::<T>::insert(patient, ledger);
		true
	}
}
