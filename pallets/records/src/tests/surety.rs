// SPDX-License-Identifier: Apache-2.0
//! Whoever stands surety for a broken glass pays for what is read by it, so that no deposit stops care.

use super::*;

/// The other clinician reads by a broken glass. They own nothing.
fn read_in_an_emergency(id: RecordId) -> polkadot_sdk::sp_runtime::DispatchResult {
	let basis = Basis::BreakGlass(BreakGlassId(5));
	let permitted = Ok(Permit { basis, ..permit(0) });
	answer_account(OTHER_CLINICIAN, Action::Access, Purpose::BreakGlass, permitted);
	Records::request_access(by(OTHER_CLINICIAN), id, None, Purpose::BreakGlass)
}

fn impoverish(account: AccountId) {
	use frame_support::traits::fungible::Mutate;
	Balances::set_balance(&account, 0);
}

#[test]
fn a_reader_without_money_reads_in_an_emergency_when_somebody_stands_surety() {
	build_and_execute(|| {
		let id = a_record(1);
		impoverish(OTHER_CLINICIAN);
		assert!(read_in_an_emergency(id).is_err());
		Surety::set(Some(INSURER));
		assert_ok!(read_in_an_emergency(id));
		let access = AccessId(0);
		assert_eq!(Records::access(access).unwrap().access.depositor, INSURER);
		assert!(held(INSURER) > 0);
		// What it paid goes back to it.
		assert_ok!(Records::close_access(by(OTHER_CLINICIAN), access));
		assert_eq!(held(INSURER), 0);
	});
}

#[test]
fn a_surety_without_money_stops_no_care() {
	build_and_execute(|| {
		let id = a_record(1);
		Surety::set(Some(PENNILESS));
		assert_ok!(read_in_an_emergency(id));
		assert_eq!(Records::access(AccessId(0)).unwrap().access.depositor, OTHER_CLINICIAN);
	});
}

#[test]
fn a_surety_pays_for_what_is_read_by_a_broken_glass_and_for_nothing_else() {
	build_and_execute(|| {
		let id = a_record(1);
		Surety::set(Some(INSURER));
		permit_reading(OTHER_CLINICIAN);
		let read = Records::request_access(by(OTHER_CLINICIAN), id, None, Purpose::Treatment);
		assert_ok!(read);
		assert_eq!(held(INSURER), 0);
	});
}
