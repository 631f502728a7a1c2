// SPDX-License-Identifier: Apache-2.0
//! Where an equation is valid, and for whom: both ends of every range, and beyond them.

use super::{
	listed::{ask, clinic, condition},
	*,
};

/// The patient of the clinic with another resource at an index.
fn with_at(index: usize, resource: Value) -> Vec<Value> {
	let mut resources = clinic();
	resources[index] = resource;
	resources
}

#[test]
fn a_true_value_outside_of_the_valid_range_is_out_of_scope() {
	for (index, code, title, unit, [low, high], [least, most]) in [
		(1, "2093-3", "Total cholesterol", "mg/dL", [130.0, 320.0], [20.0, 1500.0]),
		(2, "2085-9", "HDL cholesterol", "mg/dL", [20.0, 100.0], [5.0, 250.0]),
		(3, "8480-6", "Systolic blood pressure", "mm[Hg]", [90.0, 200.0], [50.0, 300.0]),
		(
			4,
			"98979-8",
			"Estimated glomerular filtration rate, CKD-EPI 2021 from creatinine",
			"mL/min/{1.73_m2}",
			[15.0, 140.0],
			[1.0, 250.0],
		),
	] {
		let asked = |value: f64| {
			let measured = match index {
				3 => pressure(value, 40.0, "2026-05-01"),
				_ => observation(code, quantity(json!(value), unit), "2026-05-01"),
			};
			ask(with_at(index, measured))
		};
		for value in [low, high] {
			let features = asked(value).unwrap();
			assert!(features.values().contains(&value));
			CARDIOVASCULAR.assess(&features).unwrap();
		}
		for value in [low - 0.5, high + 0.5, least, most] {
			let problem = asked(value).unwrap_err();
			assert_eq!((problem.kind, problem.code.as_str()), (Problem::OutOfScope, code));
			assert_eq!(
				problem.problem,
				format!(
					"{title}: {value} {unit} is outside of {low} to {high}: the model is not valid there"
				)
			);
			assert_eq!(problem.remedy, "decide without the model, unless the value is wrong");
		}
		for value in [least - 0.5, most + 0.5] {
			let problem = asked(value).unwrap_err();
			assert_eq!((problem.kind, problem.code.as_str()), (Problem::Implausible, code));
			assert_eq!(
				problem.problem,
				format!("{title}: {value} {unit} is outside of {least} to {most}")
			);
		}
	}
}

#[test]
fn ages_outside_of_the_valid_range_are_out_of_scope() {
	let born = |date: &str| {
		let mut patient = patient();
		patient["birthDate"] = json!(date);
		ask(with_at(0, patient))
	};
	for (date, age) in [("1996-11-20", 30.0), ("1946-11-21", 79.0)] {
		let features = born(date).unwrap();
		assert_eq!(features.values()[0], age);
		CARDIOVASCULAR.assess(&features).unwrap();
	}
	for (date, age) in [("1996-11-21", 29), ("1946-11-20", 80)] {
		let problem = born(date).unwrap_err();
		assert_eq!(problem.kind, Problem::OutOfScope);
		assert_eq!(
			problem.to_string(),
			format!(
				"Patient.birthDate at Bundle.entry[0].resource.birthDate: the patient is {age}, outside of 30 to 79: \
				 the model is not valid there; decide without the model"
			)
		);
	}
	assert_eq!(born("1905-01-01").unwrap_err().kind, Problem::Implausible);
}

#[test]
fn people_with_known_cardiovascular_disease_are_out_of_scope() {
	for code in ["22298006", "230690007", "84114007"] {
		let mut infarction = condition(code);
		infarction["id"] = json!("c9");
		infarction["clinicalStatus"] = concept(codes::CLINICAL_STATUS, "resolved");
		let problem = ask([clinic(), vec![infarction]].concat()).unwrap_err();
		assert_eq!(
			(problem.kind, problem.code.as_str(), problem.path.as_str()),
			(Problem::OutOfScope, code, "Bundle.entry[8].resource")
		);
	}
}

/// With the equation's own factor, so that what was measured in mmol/L is in mmol/L for it again.
#[test]
fn cholesterol_is_converted_by_the_equations_own_factor() {
	let lab =
		|code: &str, value: f64| observation(code, quantity(json!(value), "mmol/L"), "2026-05-01");
	let mut resources = clinic();
	resources[1] = lab("14647-2", 5.17);
	resources[2] = lab("14646-4", 1.16);
	let found = ask(resources).unwrap().values();
	assert!(
		(found[2] * 0.025_86 - 5.17).abs() < 1e-9 && (found[3] * 0.025_86 - 1.16).abs() < 1e-9,
		"{found:?}"
	);
}

/// To UCUM a rate for a body surface is a rate: that it is for one, and by which formula, the LOINC code says.
#[test]
fn the_filtration_rate_is_known_by_its_code() {
	let rate = |code: &str, unit: &str, value: f64| {
		ask(with_at(4, observation(code, quantity(json!(value), unit), "2026-05-01")))
	};
	for (unit, value) in [("mL/min/{1.73_m2}", 90.0), ("mL/min", 90.0), ("mL/s", 1.5)] {
		let found = rate("98979-8", unit, value).unwrap().values()[9];
		assert!((found - 90.0).abs() < 1e-9, "{unit}: {found}");
	}
	// By an older formula, which gives other numbers.
	let problem = rate("62238-1", "mL/min/{1.73_m2}", 90.0).unwrap_err();
	assert_eq!((problem.kind, problem.code.as_str()), (Problem::Missing, "98979-8"));
	let problem = rate("98979-8", "mL/min/1.73.m2", 90.0).unwrap_err();
	assert_eq!((problem.kind, problem.code.as_str()), (Problem::Unit, "98979-8"));
}
