// SPDX-License-Identifier: Apache-2.0
//! The rehearsed migration: every open request changes its bytes, once, over several blocks, and is read all the while.

use super::*;
use crate::{
	MultiBlockMigrations,
	configs::{decision_support::StorageReason, participants::AllowanceOrHold},
	rehearsal::{Dated, TRACE},
};
use frame_support::{
	migrations::MultiStepMigrator,
	storage::unhashed,
	traits::{Consideration, Footprint, OnRuntimeUpgrade},
};
use pallet_decision_support::{Input, Request, RequestOf, RequestTickets, Requests};
use salus_primitives::{
	RecordId, RequestId,
	quorum::{Tier, WorkClass},
};

type Ticket = AllowanceOrHold<StorageReason>;

fn ticket() -> Ticket {
	Ticket::new(&Alice.to_account_id(), Footprint::from_parts(1, 10)).unwrap()
}

/// A request as the runtime before this one wrote it.
fn of_old_form(number: u64) -> RequestOf<Runtime> {
	let record = RecordId(number);
	let job = Input { record, version: 1, access: None, contested: false, replaced: false };
	let item = Request {
		patient: Bob.to_account_id(),
		requester: Alice.to_account_id(),
		purpose: Purpose::Treatment,
		job,
		inputs: Default::default(),
		class: WorkClass::Clinical,
		tier: Tier { seats: 3, quorum: 2 },
		opened_at: START,
	};
	let tickets = RequestTickets {
		request: Dated::of_old_form(ticket()),
		receipt: Dated::of_old_form(ticket()),
	};
	pallet_decision_support::Held { item, ticket: tickets }
}

fn bytes(number: u64) -> Vec<u8> {
	unhashed::get_raw(&Requests::<Runtime>::hashed_key_for(RequestId(number))).unwrap()
}

fn is_dated(number: u64) -> bool {
	let RequestTickets { request, receipt } =
		Requests::<Runtime>::get(RequestId(number)).unwrap().ticket;
	assert_eq!(request.since().is_some(), receipt.since().is_some());
	request.since().is_some()
}

/// What pays is given back: no request is left without a task.
fn clear(count: u64) {
	for number in 0..count {
		let RequestTickets { request, receipt } =
			Requests::<Runtime>::take(RequestId(number)).unwrap().ticket;
		for ticket in [request, receipt] {
			ticket.drop(&Alice.to_account_id()).unwrap();
		}
	}
}

fn decoded(bytes: &[u8]) -> Dated<Ticket> {
	codec::DecodeAll::decode_all(&mut &*bytes).unwrap()
}

fn begin() {
	<MultiBlockMigrations as OnRuntimeUpgrade>::on_runtime_upgrade();
}

/// One block's share of it.
fn go_on() {
	MultiBlockMigrations::step();
	System::set_block_number(System::block_number() + 1);
}

#[test]
fn what_paid_without_a_date_is_read_as_it_was_written() {
	execute(|| {
		let old = ticket();
		let read = Dated::<Ticket>::of_old_form(old.clone());
		assert_eq!(read.encode(), old.encode());
		assert_eq!(decoded(&old.encode()), read);
		let new = Dated::<Ticket>::new(&Alice.to_account_id(), Footprint::from_parts(1, 10));
		let new = new.unwrap();
		assert_eq!(new.since(), Some(now()));
		assert_eq!(decoded(&new.encode()), new);
		new.drop(&Alice.to_account_id()).unwrap();
		old.drop(&Alice.to_account_id()).unwrap();
	});
}

#[test]
fn each_request_is_written_anew_once_a_block_and_read_meanwhile() {
	const COUNT: u64 = 3;
	execute(|| {
		for number in 0..COUNT {
			Requests::<Runtime>::insert(RequestId(number), of_old_form(number));
		}
		let before: Vec<_> = (0..COUNT).map(bytes).collect();
		begin();
		for done in 1..=COUNT {
			assert!(MultiBlockMigrations::ongoing());
			go_on();
			let dated = (0..COUNT).filter(|number| is_dated(*number)).count();
			assert_eq!(dated as u64, done);
			assert_eq!(unhashed::get::<u32>(TRACE), None);
		}
		go_on();
		assert!(!MultiBlockMigrations::ongoing());
		assert_eq!(unhashed::get::<u32>(TRACE), Some(COUNT as u32));
		for (number, before) in (0..COUNT).zip(&before) {
			// Two dates, and a byte for each that says so.
			assert_eq!(bytes(number).len(), before.len() + 18);
		}

		// Again it changes nothing, not even a date.
		let after: Vec<_> = (0..COUNT).map(bytes).collect();
		pass(crate::time::DAY);
		begin();
		go_on();
		assert!(!MultiBlockMigrations::ongoing());
		assert_eq!((0..COUNT).map(bytes).collect::<Vec<_>>(), after);
		clear(COUNT);
	});
}

/// Nobody's transaction meets a state of two forms.
#[test]
fn while_it_is_under_way_blocks_take_no_transactions() {
	execute(|| {
		Requests::<Runtime>::insert(RequestId(0), of_old_form(0));
		begin();
		assert!(<Runtime as frame_system::Config>::MultiBlockMigrator::ongoing());
		while MultiBlockMigrations::ongoing() {
			go_on();
		}
		clear(1);
	});
}
