// SPDX-License-Identifier: Apache-2.0
//! Benefit years: for which deductibles and limits are counted.

use crate::BenefitYear;
use salus_primitives::Day;

/// The benefit year of a day, by its first and last day.
pub(crate) fn year_of(kind: BenefitYear, policy_from: Day, day: Day) -> (Day, Day) {
	let first = match kind {
		BenefitYear::Calendar => (1, 1, 1),
		BenefitYear::Policy => policy_from.civil(),
	};
	let begin = |year: i64| Day::from_civil((year, first.1, first.2));
	let (year, ..) = day.civil();
	// Before that year's anniversary it is still the year before.
	let year = if begin(year) > day { year.saturating_sub(1) } else { year };
	let last = Day(begin(year.saturating_add(1)).0.saturating_sub(1));
	(begin(year), last)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn year(kind: BenefitYear, from: &str, day: &str) -> [alloc::string::String; 2] {
		let (first, last) = year_of(kind, from.parse().unwrap(), day.parse().unwrap());
		[alloc::format!("{first}"), alloc::format!("{last}")]
	}

	#[test]
	fn a_calendar_year_is_one() {
		let year = year(BenefitYear::Calendar, "2026-05-05", "2026-12-31");
		assert_eq!(year, ["2026-01-01", "2026-12-31"]);
	}

	#[test]
	fn a_policys_year_begins_on_its_anniversary() {
		let of = |day| year(BenefitYear::Policy, "2026-05-05", day);
		assert_eq!(of("2026-05-05"), ["2026-05-05", "2027-05-04"]);
		assert_eq!(of("2027-05-04"), ["2026-05-05", "2027-05-04"]);
		assert_eq!(of("2027-05-05"), ["2027-05-05", "2028-05-04"]);
		assert_eq!(of("2026-05-04"), ["2025-05-05", "2026-05-04"]);
	}

	#[test]
	fn an_anniversary_of_29_february_is_1_march_in_a_year_without_one() {
		let of = |day| year(BenefitYear::Policy, "2024-02-29", day);
		assert_eq!(of("2024-02-29"), ["2024-02-29", "2025-02-28"]);
		assert_eq!(of("2025-03-01"), ["2025-03-01", "2026-02-28"]);
		assert_eq!(of("2028-02-29"), ["2028-02-29", "2029-02-28"]);
		assert_eq!(of("2028-02-28"), ["2027-03-01", "2028-02-28"]);
	}
}
