// SPDX-License-Identifier: Apache-2.0
//! The output's grid and its bands.

use super::*;
use proptest::prelude::*;

#[test]
fn the_grid_has_no_seams() {
	assert_eq!(quantise(0.0, 10_000), Some(0));
	assert_eq!(quantise(1.0, 10_000), Some(10_000));
	assert_eq!(quantise(0.123_44, 10_000), Some(1234));
	assert_eq!(quantise(0.123_45, 10_000), Some(1235));
	assert_eq!(quantise(0.000_049_999, 10_000), Some(0));
	assert_eq!(quantise(0.999_95, 10_000), Some(10_000));
	assert_eq!(quantise(1.0, u32::MAX), Some(u32::MAX));
	assert_eq!(quantise(0.5, 1), Some(1));
	for (probability, steps) in
		[(f64::NAN, 10), (f64::INFINITY, 10), (-1e-12, 10), (1.000_000_1, 10), (0.5, 0)]
	{
		assert_eq!(quantise(probability, steps), None, "{probability} of {steps}");
	}
	assert_eq!(output_bytes(&[1234, 3]), [0xd2, 0x04, 0, 0, 3, 0, 0, 0]);
}

proptest! {
	#[test]
	fn quantising_keeps_order_and_stays_near(a in 0.0..=1.0f64, b in 0.0..=1.0f64, steps in 1u32..) {
		let (low, high) = (a.min(b), a.max(b));
		let (lower, higher) = (quantise(low, steps).unwrap(), quantise(high, steps).unwrap());
		prop_assert!(lower <= higher && higher <= steps);
		let back = f64::from(lower) / f64::from(steps);
		prop_assert!((back - low).abs() <= 0.5 / f64::from(steps) + 1e-12);
		prop_assert_eq!(quantise(back, steps), Some(lower));
	}
}

#[test]
fn bands_end_where_the_card_says() {
	let card = MODEL.card();
	let name = |risk: f64| card.band(risk, &[]).unwrap().name.as_deref().unwrap();
	assert_eq!(
		["below average", "above average", "above average"],
		[0.0439, 0.044, 0.0879].map(name)
	);
	assert_eq!(["over twice the average"; 2], [0.088, 1.0].map(name));
}

/// The points follow the total: from another column they would be others'.
#[test]
fn a_score_whose_total_is_in_another_column_is_refused() {
	let path = folder("news2").join("card.json");
	let mut card: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
	card["model"]["column"] = json!(1);
	let refused = Card::parse(card.to_string().as_bytes(), &path).unwrap_err();
	assert!(refused.to_string().contains("model.column"), "{refused}");
}
