//! The grid on which operators agree. ONNX Runtime's arithmetic differs in the last bits from processor to
//! processor and from version to version; the grid hides that everywhere but where two of its steps meet. There
//! the card's own sum decides: it is computed by additions, multiplications and divisions, which IEEE 754 rounds
//! alike everywhere, and an exponential in plain Rust.

/// How far from where two steps meet the sum decides, as a probability. A million times what processors were
/// measured to differ by (models/README.md): so whatever an operator's graph gives, it either lies as near as
/// this for all, or on the same side for all.
const EDGE: f64 = 1e-9;

/// The place of a probability on a grid of `steps` steps, rounded to the nearest, halves upwards:
/// 0.12344 of 10,000 is 1234. `None` when it is no probability or there is no grid.
pub fn quantise(probability: f64, steps: u32) -> Option<u32> {
	if steps == 0 || !(0.0..=1.0).contains(&probability) {
		return None;
	}
	// A rounded product of at most `steps` is a whole number that a u32 holds.
	Some((probability * f64::from(steps)).round() as u32)
}

/// The place of a graph's probability, the same for every operator; `by_sum` is what the card's sum gives. `None`
/// also when the two are not the same but for the last bits: then graph and card don't belong together.
pub(super) fn place(by_graph: f64, by_sum: f64, steps: u32) -> Option<u32> {
	if (by_graph - by_sum).abs() > EDGE || by_sum.is_nan() {
		return None;
	}
	let scaled = by_graph * f64::from(steps);
	let edge = scaled.floor() + 0.5;
	let near = (scaled - edge).abs() <= EDGE * f64::from(steps);
	quantise(if near { by_sum } else { by_graph }, steps)
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
