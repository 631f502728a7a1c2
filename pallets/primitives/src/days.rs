//! When the data of a record arose: to the day, since no finer time belongs on a public chain.

use crate::Moment;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Milliseconds of a day.
const DAY: Moment = 24 * 60 * 60 * 1_000;

/// A calendar day in UTC: days since 1970-01-01, negative before.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Day(pub i32);

impl Day {
	/// 0001-01-01, the first day that a FHIR `date` can name.
	pub const FIRST: Self = Self(-719_162);
	/// 9999-12-31, the last day that a FHIR `date` can name.
	pub const LAST: Self = Self(2_932_896);

	/// The day of a moment of the on-chain clock.
	pub fn of(moment: Moment) -> Self {
		moment
			.checked_div(DAY)
			.and_then(|days| i32::try_from(days).ok())
			.map_or(Self::LAST, |days| Self(days).min(Self::LAST))
	}

	/// Whether a FHIR `date` can name it.
	pub fn is_in_calendar(self) -> bool {
		(Self::FIRST..=Self::LAST).contains(&self)
	}
}

/// From which day to which the data of a record arose, both days included.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct DataPeriod {
	/// The day of the oldest data.
	pub first: Day,
	/// The day of the newest data.
	pub last: Day,
}

impl DataPeriod {
	/// From one day to another; `None` unless both are in the calendar and in order.
	pub fn new(first: Day, last: Day) -> Option<Self> {
		let period = Self { first, last };
		period.is_valid().then_some(period)
	}

	/// One day alone.
	pub fn on(day: Day) -> Self {
		Self { first: day, last: day }
	}

	/// Whether both days are in the calendar and in order: what was decoded may be anything.
	pub fn is_valid(self) -> bool {
		self.first.is_in_calendar() && self.last.is_in_calendar() && self.first <= self.last
	}

	/// The shortest period in which both lie.
	pub fn union(self, other: Self) -> Self {
		Self { first: self.first.min(other.first), last: self.last.max(other.last) }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_moment_lies_in_the_day_that_its_first_millisecond_begins() {
		assert_eq!(Day::of(0), Day(0));
		assert_eq!(Day::of(DAY - 1), Day(0));
		assert_eq!(Day::of(DAY), Day(1));
		// 2026-11-28T12:00:00Z.
		assert_eq!(Day::of(1_795_867_200_000), Day(20_785));
		assert_eq!(Day::of(Moment::MAX), Day::LAST);
	}

	#[test]
	fn a_period_runs_forwards_within_the_calendar() {
		let period = |first, last| DataPeriod::new(Day(first), Day(last));
		assert_eq!(period(-3, -3), Some(DataPeriod::on(Day(-3))));
		assert!(period(-3, 5).is_some());
		assert_eq!(period(5, 4), None);
		assert!(DataPeriod::new(Day::FIRST, Day::LAST).is_some());
		assert_eq!(period(Day::FIRST.0 - 1, 0), None);
		assert_eq!(period(0, Day::LAST.0 + 1), None);
		assert_eq!(period(i32::MIN, i32::MAX), None);
	}

	#[test]
	fn a_union_holds_both_and_what_lies_between() {
		let period = |first, last| DataPeriod::new(Day(first), Day(last)).unwrap();
		assert_eq!(period(-9, -7).union(period(3, 5)), period(-9, 5));
		assert_eq!(period(3, 5).union(period(-9, -7)), period(-9, 5));
		assert_eq!(period(0, 9).union(period(2, 3)), period(0, 9));
	}

	#[test]
	fn a_day_before_1970_survives_its_encoding() {
		let period = DataPeriod::new(Day(-25_567), Day(-1)).unwrap();
		assert_eq!(period.encode().len(), 8);
		assert_eq!(DataPeriod::decode(&mut &period.encode()[..]), Ok(period));
	}
}
