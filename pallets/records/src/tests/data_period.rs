// SPDX-License-Identifier: Apache-2.0
use super::*;

fn period(first: i32, last: i32) -> DataPeriod {
	DataPeriod { first: Day(first), last: Day(last) }
}

fn submit(data: DataPeriod, seed: u8) -> frame_support::dispatch::DispatchResult {
	Records::submit(
		by(PATIENT),
		PATIENT,
		Category::ObservationLaboratory,
		Compartment::General,
		data,
		document(seed),
	)
}

fn data_of(id: RecordId) -> DataPeriod {
	Records::record(id).unwrap().data
}

/// Permits the clinician to read data of exactly this period, and nothing else.
fn permit_reading_of(data: DataPeriod) {
	let asked = query(Reader::Account(OTHER_CLINICIAN), Action::Access, Purpose::Treatment);
	answer(salus_primitives::Query { data, ..asked }, Ok(permit(8)));
}

#[test]
fn data_may_arise_until_tomorrow_by_the_chains_clock_but_no_later() {
	build_and_execute(|| {
		let today = TODAY.last.0;
		let error = DispatchError::from(Error::<Test>::RecordedInFuture);
		assert_noop!(submit(period(today, today + 2), 1), error);
		assert_ok!(submit(period(today, today + 1), 1));
		// The last moment of a day is still that day.
		pass(24 * HOUR - 1 - START % (24 * HOUR));
		assert_noop!(submit(period(today, today + 2), 2), error);
		pass(1);
		assert_ok!(submit(period(today, today + 2), 2));
	});
}

#[test]
fn data_of_before_1970_is_data_like_other() {
	build_and_execute(|| {
		assert_ok!(submit(period(-25_567, -1), 1));
		assert_eq!(data_of(RecordId(0)), period(-25_567, -1));
		assert_ok!(submit(DataPeriod::on(Day::FIRST), 2));
	});
}

#[test]
fn a_period_runs_forwards_within_the_calendar() {
	build_and_execute(|| {
		let error = DispatchError::from(Error::<Test>::InvalidDataPeriod);
		assert_noop!(submit(period(7, 6), 1), error);
		assert_noop!(submit(period(Day::FIRST.0 - 1, 6), 1), error);
		assert_noop!(submit(period(i32::MIN, i32::MAX), 1), error);
		assert_noop!(submit(period(0, Day::LAST.0 + 1), 1), error);
	});
}

#[test]
fn an_amendments_data_are_checked_like_a_records() {
	build_and_execute(|| {
		assert_ok!(submit(TODAY, 1));
		let amend = |data| Records::amend(by(PATIENT), RecordId(0), 1, document(2), data);
		assert_noop!(amend(period(7, 6)), Error::<Test>::InvalidDataPeriod);
		let late = period(0, TODAY.last.0 + 2);
		assert_noop!(amend(late), Error::<Test>::RecordedInFuture);
	});
}

#[test]
fn an_amendment_widens_the_records_period_and_never_narrows_it() {
	build_and_execute(|| {
		assert_ok!(submit(period(100, 200), 1));
		let id = RecordId(0);
		let amended = |base, data, expected| {
			let document = document(base as u8 + 1);
			assert_ok!(Records::amend(by(PATIENT), id, base, document, data));
			assert_eq!(data_of(id), expected);
		};
		amended(1, period(150, 160), period(100, 200));
		amended(2, period(-50, -40), period(-50, 200));
		amended(3, period(300, 300), period(-50, 300));
	});
}

#[test]
fn data_rule_7_whoever_may_read_old_data_gets_no_newer_data_by_an_amendment() {
	build_and_execute(|| {
		let old = period(12_000, 12_100);
		assert_ok!(submit(old, 1));
		let id = RecordId(0);
		permit_reading_of(old);
		let read =
			|version| Records::request_access(by(OTHER_CLINICIAN), id, version, Purpose::Treatment);
		assert_ok!(read(None));
		assert_ok!(Records::amend(by(PATIENT), id, 1, document(2), TODAY));
		for version in [None, Some(2), Some(1)] {
			assert_noop!(read(version), Error::<Test>::NotPermitted);
		}
		permit_reading_of(old.union(TODAY));
		assert_ok!(read(Some(2)));
	});
}

#[test]
fn data_rule_7_whoever_may_write_old_data_adds_no_newer_data_to_it() {
	build_and_execute(|| {
		let old = period(12_000, 12_100);
		let asked = query(Reader::Account(CLINICIAN), Action::Collect, Purpose::Treatment);
		answer(salus_primitives::Query { data: old, ..asked }, Ok(permit(7)));
		let (category, compartment) = (Category::ObservationLaboratory, Compartment::General);
		let written = document(1);
		assert_ok!(Records::submit(by(CLINICIAN), PATIENT, category, compartment, old, written));
		let amend = |data| Records::amend(by(CLINICIAN), RecordId(0), 1, document(2), data);
		assert_noop!(amend(TODAY), Error::<Test>::NotPermitted);
		assert_ok!(amend(period(12_050, 12_050)));
	});
}
