// SPDX-License-Identifier: Apache-2.0
//! A rule, a file.

mod entries;
mod forks;
mod tampering;

use crate::{
	Ledger, Ledgers, Pallet,
	mock::{AccountId, Index, PATIENT, Test, new_test_ext},
	off_chain_index,
};
use polkadot_sdk::sp_io::TestExternalities;
use salus_primitives::{AccessId, Basis, Category, DisclosureLedger, Purpose, RecordId, Subject};

pub(super) const SUBJECT: Subject = Subject::Record { id: RecordId(5), version: 1 };

pub(super) fn enter(patient: AccountId, readers: &[AccountId], access: u64) -> bool {
	<Pallet<Test> as DisclosureLedger<AccountId>>::enter(
		&patient,
		readers,
		AccessId(access),
		SUBJECT,
		Category::Condition,
		Purpose::Treatment,
		Basis::OwnRecord,
	)
}

pub(super) fn ledger(patient: AccountId) -> Ledger {
	Ledgers::<Test>::get(patient).unwrap()
}

/// Runs on a fork, and copies into the index what the node would have indexed while executing it.
pub(super) fn run(fork: &mut TestExternalities, index: &mut Index, block: impl FnOnce()) {
	let heads = fork.execute_with(|| {
		polkadot_sdk::frame_system::Pallet::<Test>::reset_events();
		block();
		Pallet::<Test>::do_try_state().unwrap();
		polkadot_sdk::frame_system::Pallet::<Test>::read_events_for_pallet::<crate::Event<Test>>()
			.into_iter()
			.filter_map(|event| match event {
				crate::Event::Entered { head, .. } => Some(head),
				_ => None,
			})
			.collect::<Vec<_>>()
	});
	fork.persist_offchain_overlay();
	let stored = fork.offchain_db();
	for head in heads {
		let key = off_chain_index::key(&head);
		let bytes = stored.get(&key).expect("every entry is indexed");
		index.insert(key, bytes);
	}
}

/// A ledger of the patient with so many entries, and the index of the node that saw them made.
pub(super) fn ledger_of(count: u64) -> (Ledger, Index) {
	let mut fork = new_test_ext();
	let mut index = Index::new();
	run(&mut fork, &mut index, || {
		for access in 0..count {
			assert!(enter(PATIENT, &[10 + access], access));
		}
	});
	(fork.execute_with(|| ledger(PATIENT)), index)
}

pub(super) fn look_up(index: &Index) -> impl FnMut(&[u8]) -> Option<Vec<u8>> {
	|key| index.get(key).cloned()
}
