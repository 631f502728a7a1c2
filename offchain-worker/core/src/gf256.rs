// SPDX-License-Identifier: Apache-2.0
//! Arithmetic in GF(2^8) with AES's polynomial, x^8 + x^4 + x^3 + x + 1 (FIPS 197, section 4). A sum is an exclusive or.
//!
//! Shares of keys pass through here, so no branch and no place in memory depends on a value: no tables, the same steps
//! for every operand.

use core::hint::black_box;

/// What is left of x^8.
const REDUCTION: u8 = 0x1b;

/// All ones for 1, zero for 0. Hidden from the compiler, which else may make a branch of it.
fn mask(bit: u8) -> u8 {
	black_box(0u8.wrapping_sub(bit))
}

/// The product.
pub(crate) fn mul(one: u8, other: u8) -> u8 {
	let (mut doubled, mut rest, mut product) = (one, other, 0);
	for _ in 0..u8::BITS {
		product ^= doubled & mask(rest & 1);
		rest >>= 1;
		doubled = (doubled << 1) ^ (REDUCTION & mask(doubled >> 7));
	}
	product
}

/// What gives 1 when it is multiplied with `element`; 0 for 0, which has none.
pub(crate) fn inverse(element: u8) -> u8 {
	// The element to the power of 254, which is 2 + 4 + … + 128.
	let (mut square, mut power) = (element, 1);
	for _ in 1..u8::BITS {
		square = mul(square, square);
		power = mul(power, square);
	}
	power
}

#[cfg(test)]
mod tests {
	use super::*;
	use vsss_rs::Gf256;

	#[test]
	fn products_are_those_of_fips_197_and_of_vsss_rs() {
		assert_eq!(mul(0x57, 0x83), 0xc1);
		assert_eq!(mul(0x57, 0x13), 0xfe);
		for one in 0..=u8::MAX {
			for other in 0..=u8::MAX {
				assert_eq!(mul(one, other), (Gf256(one) * Gf256(other)).0, "{one} · {other}");
			}
		}
	}

	#[test]
	fn each_element_but_zero_has_an_inverse() {
		assert_eq!(inverse(0), 0);
		for element in 1..=u8::MAX {
			assert_eq!(mul(element, inverse(element)), 1, "{element}");
		}
	}
}
