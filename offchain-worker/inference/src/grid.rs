// SPDX-License-Identifier: Apache-2.0
//! The grid on which operators agree. ONNX Runtime's arithmetic differs in the last bits from processor to
//! processor and from version to version; the grid hides that, but where two of its steps meet. So what is rounded
//! is the card's own sum, which the graph must agree with: it is computed by additions, multiplications and
//! divisions, which IEEE 754 rounds alike everywhere, and an exponential in plain Rust.

/// By how much a graph may differ from its card's sum, as a probability: a million times what processors were
/// measured to differ by (models/README.md). One that differs more is not the card's.
const AGREEMENT: f64 = 1e-9;

/// The position of a probability on a grid of `steps` steps, rounded to the nearest, halves upwards:
/// 0.12344 of 10,000 is 1234. `None` when it is not a probability or there is no grid.
pub fn quantise(probability: f64, steps: u32) -> Option<u32> {
	if steps == 0 || !(0.0..=1.0).contains(&probability) {
		return None;
	}
	// A rounded product of at most `steps` is a whole number that a u32 holds.
	Some((probability * f64::from(steps)).round() as u32)
}

/// The position of a graph's probability, the same for every operator: that of `by_sum`, which the card's sum gives.
/// `None` also when the two do not agree.
pub(super) fn position(by_graph: f64, by_sum: f64, steps: u32) -> Option<u32> {
	// Written so that it holds for no number, too.
	let agree = (by_graph - by_sum).abs() <= AGREEMENT;
	quantise(by_sum, steps).filter(|_| agree)
}

/// The probability of these log-odds, to the same bits on every machine.
pub(super) fn probability(log_odds: f64) -> f64 {
	1.0 / (1.0 + libm::exp(-log_odds))
}

/// Rounded to six decimals, for people.
pub(super) fn steady(value: f64) -> f64 {
	let rounded = (value * 1e6).round() / 1e6;
	// No negative zero, which would be written otherwise.
	if rounded == 0.0 { 0.0 } else { rounded }
}
