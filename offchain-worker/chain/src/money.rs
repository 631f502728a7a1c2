// SPDX-License-Identifier: Apache-2.0
//! The chain's token, as the properties of the chain's specification name it: wallets show amounts by them, too.

/// The token's symbol.
const SYMBOL: &str = "SAL";
/// How many decimals it has.
const DECIMALS: u32 = 12;
/// A whole token, in the chain's smallest unit.
pub const WHOLE: u128 = 10_u128.pow(DECIMALS);

/// An amount in the smallest unit, as people count it.
pub fn shown(amount: u128) -> String {
	let (whole, part) = (amount / WHOLE, amount % WHOLE);
	if part == 0 {
		return format!("{whole} {SYMBOL}");
	}
	let part = format!("{part:0decimals$}", decimals = DECIMALS as usize);
	format!("{whole}.{} {SYMBOL}", part.trim_end_matches('0'))
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

	/// This workspace does not import the node, which writes the specification.
	#[test]
	fn the_token_is_the_one_that_the_chains_specification_names() {
		let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../node/src/chain_spec.rs");
		let specification = std::fs::read_to_string(path).unwrap();
		for property in [
			format!(r#""tokenSymbol".into(), "{SYMBOL}".into()"#),
			format!(r#""tokenDecimals".into(), {DECIMALS}.into()"#),
		] {
			assert!(specification.contains(&property), "{property}");
		}
	}
}
