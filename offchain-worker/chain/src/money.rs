// SPDX-License-Identifier: Apache-2.0
//! The chain's token, as people count it.

use salus_primitives::{TOKEN_DECIMALS, TOKEN_SYMBOL};

/// A whole token, in the chain's smallest unit.
pub use salus_primitives::UNIT as WHOLE;

/// An amount in the smallest unit, as people count it.
pub fn shown(amount: u128) -> String {
	let (whole, part) = (amount / WHOLE, amount % WHOLE);
	if part == 0 {
		return format!("{whole} {TOKEN_SYMBOL}");
	}
	let part = format!("{part:0decimals$}", decimals = usize::from(TOKEN_DECIMALS));
	format!("{whole}.{} {TOKEN_SYMBOL}", part.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_shown_to_the_last_digit_and_no_further() {
		for (amount, text) in [
			(0, "0 SAL"),
			(1, "0.000000000001 SAL"),
			(12_500_000_000_000, "12.5 SAL"),
			(2_000 * WHOLE, "2000 SAL"),
		] {
			assert_eq!(shown(amount), text);
		}
	}
}
