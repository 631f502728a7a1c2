// SPDX-License-Identifier: Apache-2.0
//! A pause of the chain takes no time from drawn operators, and gives nobody else any.
use super::*;

const DAY: Moment = 24 * HOUR;

/// An access request for operators that lasts for an hour of time and of blocks, of a permit with this moment by which
/// every copy must be erased.
fn opened(erase_at: Option<Moment>) -> AccessId {
	let id = a_record(1);
	let obligations = Obligations { erase_at, ..Obligations::default() };
	let asked = query(operators_for(PATIENT), Action::Access, Purpose::DecisionSupport);
	answer(asked, Ok(Permit { obligations, ends_at: erase_at, ..permit(9) }));
	let (class, purpose, until) = (WorkClass::Clinical, Purpose::PatientRequest, in_an_hour());
	let operators = &CUSTODIANS[3..6];
	<Records as DecisionSupportAccess<AccountId>>::open(
		id, 1, &PATIENT, class, operators, purpose, until,
	)
	.unwrap()
}

fn state(access: AccessId) -> AccessState {
	Records::access(access).unwrap().state
}

#[test]
fn data_rule_8_operators_may_read_until_time_and_blocks_have_passed() {
	build_and_execute(|| {
		let access = opened(None);
		// The chain stands still for a day.
		pass(DAY);
		assert_eq!(state(access), AccessState::Open);
		assert_noop!(Records::close_access(by(OUTSIDER), access), Error::<Test>::NotPermitted);
		pass_blocks(HOUR_OF_BLOCKS - 1);
		assert_eq!(state(access), AccessState::Open);
		pass_blocks(1);
		assert_eq!(state(access), AccessState::Expired);
		assert_ok!(Records::close_access(by(OUTSIDER), access));
	});
}

#[test]
fn blocks_alone_don_t_end_it_either() {
	build_and_execute(|| {
		let access = opened(None);
		pass_blocks(10 * HOUR_OF_BLOCKS);
		pass(HOUR - 1);
		assert_eq!(state(access), AccessState::Open);
		pass(1);
		assert_eq!(state(access), AccessState::Expired);
	});
}

#[test]
fn no_pause_puts_off_the_moment_by_which_every_copy_must_be_erased() {
	build_and_execute(|| {
		let access = opened(Some(START + 2 * HOUR));
		pass(2 * HOUR - 1);
		assert_eq!(state(access), AccessState::Open);
		pass(1);
		assert_eq!(state(access), AccessState::Expired);
		// Nothing is left to be read by it, so it need not stay.
		assert_ok!(Records::close_access(by(OUTSIDER), access));
	});
}

#[test]
fn a_persons_access_ends_by_the_clock_alone() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_ok!(Records::request_access(by(CLINICIAN), id, None, Purpose::Treatment));
		pass(HOUR - 1);
		assert_eq!(state(AccessId(0)), AccessState::Open);
		pass(1);
		assert_eq!(state(AccessId(0)), AccessState::Expired);
	});
}
