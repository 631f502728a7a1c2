// SPDX-License-Identifier: Apache-2.0
//! Values as people write them.

use salus_inference::ResultInput;

/// A share in per cent.
pub fn percent(value: f64) -> String {
	format!("{:.1} %", value * 100.0)
}

/// An input's value with its unit; an answer of yes or no as such.
pub fn value(input: &ResultInput) -> String {
	quantity(&input.code, input.value, &input.unit)
}

/// A value of an input found by this code.
pub fn quantity(code: &str, value: f64, unit: &str) -> String {
	match (unit, value) {
		("1", male) if code == "Patient.gender" => match male == 1.0 {
			true => "male".into(),
			false => "female".into(),
		},
		("1", 1.0) => "yes".into(),
		("1", 0.0) => "no".into(),
		("1", value) => value.to_string(),
		// An annotation of UCUM, no unit: what is counted, the title says.
		(unit, value) if unit.starts_with('{') => value.to_string(),
		(unit, value) => format!("{value} {unit}"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_value_is_shown_with_its_unit_and_an_annotation_is_none() {
		let shown = |value, unit| quantity("c", value, unit);
		assert_eq!(shown(14.0, "{score}"), "14");
		assert_eq!(shown(14.0, "mm[Hg]"), "14 mm[Hg]");
		assert_eq!((shown(1.0, "1"), shown(0.0, "1")), ("yes".into(), "no".into()));
		assert_eq!(quantity("Patient.gender", 0.0, "1"), "female");
	}
}
