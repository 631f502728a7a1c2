// SPDX-License-Identifier: Apache-2.0
//! What custodians have earned of a version's fund, and until when it lasts: reckoned as the chain does, by its clock.

use super::queries::{Balance, CustodyFund};
use salus_primitives::{DAY, Moment};

/// Milliseconds of the day that a price is for.
const A_DAY: Balance = DAY as Balance;

/// What a custodian that was paid up to a moment has earned since, of what is left.
pub fn earned(fund: &CustodyFund, paid_until: Moment, now: Moment) -> Balance {
	let time = Balance::from(now.saturating_sub(paid_until));
	(fund.price.saturating_mul(time) / A_DAY).min(fund.held)
}

/// Until when all custodians are paid, if each claims what it earns. None if nothing is left, or nobody earns anything.
pub fn lasts_until(fund: &CustodyFund) -> Option<Moment> {
	let mut paid_until: Vec<Moment> =
		fund.retentions.iter().map(|retention| retention.paid_until).collect();
	paid_until.sort_unstable();
	// All that it pays for, as the time of one custodian.
	let time = fund.held.saturating_mul(A_DAY).checked_div(fund.price)?;
	let (mut spent, mut end) = (time, None::<Balance>);
	for (custodians, from) in (1_u128..).zip(paid_until) {
		let from = Balance::from(from);
		// Whoever was paid for longer than that earns nothing of it.
		if end.is_some_and(|end| end <= from) {
			break;
		}
		spent = spent.saturating_add(from);
		end = spent.checked_div(custodians);
	}
	let end = end.filter(|_| fund.held > 0)?;
	Some(Moment::try_from(end).unwrap_or(Moment::MAX))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::AccountId;
	use salus_primitives::records::Retention;

	fn fund(price: Balance, held: Balance, paid_until: &[Moment]) -> CustodyFund {
		let retentions = paid_until.iter().map(|at| Retention { proof: [1; 32], paid_until: *at });
		let retentions = retentions.collect::<Vec<_>>().try_into().unwrap();
		CustodyFund { payer: AccountId::new([1; 32]), price, held, retentions }
	}

	#[test]
	fn a_share_earns_its_price_a_day_and_no_more_than_is_left() {
		let fund = fund(10, 25, &[DAY]);
		for (now, expected) in [
			(0, 0),
			(DAY, 0),
			(DAY + DAY / 2, 5),
			// What is not a whole unit yet is not paid.
			(2 * DAY - 1, 9),
			(2 * DAY, 10),
			(9 * DAY, 25),
		] {
			assert_eq!(earned(&fund, DAY, now), expected, "{now}");
		}
		assert_eq!(earned(&fund, 0, Moment::MAX), 25);
	}

	#[test]
	fn a_fund_lasts_as_long_as_all_are_paid() {
		assert_eq!(lasts_until(&fund(10, 60, &[0, 0, 0])), Some(2 * DAY));
		// One has claimed a day more than the others: both of them come first.
		assert_eq!(lasts_until(&fund(10, 50, &[DAY, 0, 0])), Some(2 * DAY));
		assert_eq!(lasts_until(&fund(10, 10, &[9 * DAY, 0])), Some(DAY));
		for none in [fund(10, 0, &[5, 5]), fund(10, 50, &[]), fund(0, 50, &[5])] {
			assert_eq!(lasts_until(&none), None);
		}
	}
}
