// SPDX-License-Identifier: Apache-2.0
//! Which inputs are taken from a document.

use super::*;

#[test]
fn inputs_are_found_by_code_and_converted() {
	assert_eq!(values(document(resources())), [60.0, 0.0, 31.0, 140.0, 40.0, 72.0]);
	// Pressure by itself; HDL as an amount of substance, under either code.
	let alone = document(vec![
		patient(),
		observation("39156-5", quantity(json!(31.0), "kg/m2"), "2026-05-01"),
		observation("8480-6", quantity(json!(16), "kPa"), "2026-05-01"),
		observation("14646-4", quantity(json!(1.2), "mmol/L"), "2026-05-01"),
		observation("8867-4", quantity(json!(1.2), "/s"), "2026-05-01"),
	]);
	let found = values(alone);
	assert!(
		(found[3] - 16.0 / 0.133_322).abs() < 1e-9
			&& (found[4] - 46.398).abs() < 1e-9
			&& (found[5] - 72.0).abs() < 1e-9,
		"{found:?}"
	);
	let mixed = changed(3, |hdl| hdl["valueQuantity"] = quantity(json!(1.0), "mmol/L"));
	assert!((values(mixed)[4] - 38.665).abs() < 1e-9);
	// The documents may be apart, as they are filed.
	let apart: Vec<Value> = Bundle::from_value(document(resources()))
		.unwrap()
		.split()
		.into_iter()
		.map(|(_, part)| part)
		.collect();
	assert!(apart.len() > 1);
	assert_eq!(ask(&apart).unwrap().values(), [60.0, 0.0, 31.0, 140.0, 40.0, 72.0]);
}

#[test]
fn the_newest_measurement_decides() {
	let older = observation("2085-9", quantity(json!(99), "mg/dL"), "2025-05-01");
	assert_eq!(values(with(older))[4], 40.0);
	let newer = observation("2085-9", quantity(json!(45), "mg/dL"), "2026-05-01T08:00:00Z");
	assert_eq!(values(with(newer))[4], 45.0);
	let mut withdrawn = observation("2085-9", quantity(json!(45), "mg/dL"), "2026-06-01");
	withdrawn["status"] = json!("entered-in-error");
	assert_eq!(values(with(withdrawn))[4], 40.0);
	// What can't be used is refused; an older one does not step in.
	let mut text = observation("2085-9", json!(null), "2026-06-01");
	text.as_object_mut().unwrap().remove("valueQuantity");
	text["valueString"] = json!("normal");
	refused(with(text), Problem::NotAQuantity, "2085-9", "Bundle.entry[5].resource");
	// A newer one that has no value is not passed by for an older value.
	let mut absent = observation("2085-9", json!(null), "2026-06-01");
	absent.as_object_mut().unwrap().remove("valueQuantity");
	absent["dataAbsentReason"] = json!({ "text": "refused" });
	refused(with(absent.clone()), Problem::NoValue, "2085-9", "Bundle.entry[5].resource");
	absent["effectiveDateTime"] = json!("2025-06-01");
	assert_eq!(values(with(absent))[4], 40.0);
}

#[test]
fn body_mass_index_comes_from_weight_and_height_when_they_are_alone_or_newer() {
	let weight = |value: f64, unit: &str, time: &str| {
		observation("29463-7", quantity(json!(value), unit), time)
	};
	let height = |value: f64, unit: &str, time: &str| {
		observation("8302-2", quantity(json!(value), unit), time)
	};
	let mut alone = resources();
	alone[1] = weight(200.0, "[lb_av]", "2026-05-01");
	alone.push(height(70.0, "[in_i]", "2020-01-01"));
	let features = ask(&[document(alone.clone())]).unwrap();
	let wanted = 200.0 * 0.453_592_37 / (1.778 * 1.778);
	assert!((features.values()[2] - wanted).abs() < 1e-9);
	assert_eq!(features.inputs[2].code, "29463-7 and 8302-2");
	assert_eq!(features.inputs[2].basis, ["Observation/o-29463-7", "Observation/o-8302-2"]);

	alone.pop();
	refused(document(alone), Problem::Missing, "39156-5", "Observation");

	let mut newer = resources();
	newer.extend([weight(90.0, "kg", "2026-06-01"), height(180.0, "cm", "2026-05-01")]);
	assert!((values(document(newer))[2] - 27.777_777_777).abs() < 1e-6);
	let mut older = resources();
	older.extend([weight(90.0, "kg", "2026-04-01"), height(180.0, "cm", "2026-05-01")]);
	assert_eq!(values(document(older))[2], 31.0);
	let mut contradicting = resources();
	contradicting.extend([weight(90.0, "kg", "2026-05-01"), height(180.0, "cm", "2026-05-01")]);
	refused(document(contradicting), Problem::Conflicting, "39156-5", "Bundle.entry[1].resource");
	let mut heavy = resources();
	heavy[1] = weight(90_000.0, "kg", "2026-05-01");
	heavy.push(height(180.0, "cm", "2026-05-01"));
	refused(document(heavy), Problem::Implausible, "29463-7", "Bundle.entry[1].resource");
}

#[test]
fn old_inputs_are_used_with_a_note() {
	let old = changed(3, |hdl| hdl["effectiveDateTime"] = json!("2024-11-19"));
	let features = ask(&[old]).unwrap();
	assert_eq!(features.notes.len(), 1);
	assert!(
		features.notes[0].starts_with("HDL cholesterol: measured 731 days before"),
		"{:?}",
		features.notes
	);
	assert!(ask(&[document(resources())]).unwrap().notes.is_empty());
}
