// SPDX-License-Identifier: Apache-2.0
//! A published equation: its shares are Shapley values, it answers as published, what is written of it, and cards
//! that are refused.

use super::{
	golden::{self, bare},
	listed::{ask, clinic},
	*,
};
use crate::card::{Equation, Inputs};

fn equation() -> &'static Equation {
	match &CARDIOVASCULAR.card().form {
		Form::PublishedEquation(equation) => equation,
		other => panic!("{other:?}"),
	}
}

fn inputs(row: &[f64]) -> Inputs<'static> {
	let features = CARDIOVASCULAR.card().features.iter();
	features.map(|feature| feature.name.as_str()).zip(row.iter().copied()).collect()
}

/// By the definition of a Shapley value: an input's mean worth to all groups of the others, each size of group
/// alike. Whoever is not of the group is as the reference person.
#[test]
fn shares_are_shapley_values() {
	let equation = equation();
	let names: Vec<&str> = equation.reference.keys().map(String::as_str).collect();
	assert_eq!(names.len(), 9);
	let others = u32::try_from(names.len()).unwrap() - 1;
	let weight = |size: u32| {
		let groups = (0..size)
			.fold(1.0, |groups, index| groups * f64::from(others - index) / f64::from(index + 1));
		1.0 / (f64::from(others + 1) * groups)
	};
	for row in golden::rows(&CARDIOVASCULAR).iter().step_by(9) {
		let person = inputs(row);
		let worth: Vec<f64> = (0..1_usize << names.len())
			.map(|group| {
				let mut mixed = person.clone();
				for (index, name) in names.iter().enumerate() {
					if (group >> index) & 1 == 0 {
						mixed.insert(*name, equation.reference[*name]);
					}
				}
				equation.log_odds(&mixed)
			})
			.collect();
		let shares = equation.shares(&person);
		assert_eq!(shares.len(), names.len());
		for (index, name) in names.iter().enumerate() {
			let own = 1_usize << index;
			let value: f64 = (0..worth.len())
				.filter(|group| group & own == 0)
				.map(|group| weight(group.count_ones()) * (worth[group | own] - worth[group]))
				.sum();
			let share = shares[*name];
			assert!((share - value).abs() < 1e-9, "{name} of {row:?}: {share}, not {value}");
		}
	}
}

#[test]
fn shares_add_up_to_the_log_odds() {
	let equation = equation();
	for row in golden::rows(&CARDIOVASCULAR) {
		let person = inputs(&row);
		let sum: f64 = equation.base(&person) + equation.shares(&person).values().sum::<f64>();
		assert!((sum - equation.log_odds(&person)).abs() < 1e-9, "{row:?}: {sum}");
	}
	// The reference person has none, be she a woman or he a man.
	for (male, constant) in [(0.0, -3.307_728), (1.0, -3.031_168)] {
		let mut person: Inputs<'_> = inputs(&[]);
		let reference = equation.reference.iter();
		person.extend(reference.map(|(name, value)| (name.as_str(), *value)));
		person.insert("male", male);
		assert_eq!(equation.base(&person), constant);
		assert!((equation.log_odds(&person) - constant).abs() < 1e-9);
		assert!(equation.shares(&person).values().all(|share| share.abs() < 1e-9));
	}
}

/// Of the supplement and of the paper's text: coefficients.json and check.py say where they were read.
#[test]
fn the_published_examples_are_met() {
	for (male, expected) in [(0.0, 0.146_839_390_956_448_24), (1.0, 0.163_170_561_581_516_38)] {
		let row = [50.0, male, 200.0, 45.0, 160.0, 1.0, 0.0, 1.0, 0.0, 90.0];
		let found = CARDIOVASCULAR.run(&row).unwrap().value;
		assert!((found - expected).abs() < 1e-12, "{found}");
	}
	for (smoker, printed) in [(0.0, 5.4), (1.0, 9.3)] {
		let row = [50.0, 0.0, 240.0, 55.0, 160.0, 1.0, 0.0, 0.0, smoker, 90.0];
		let found = CARDIOVASCULAR.run(&row).unwrap().value;
		assert!((found * 100.0 - printed).abs() < 0.05, "{found}");
	}
}

#[test]
fn beyond_its_ranges_the_graph_gives_no_number() {
	let row = [50.0, 0.0, 200.0, 45.0, 160.0, 1.0, 0.0, 1.0, 0.0, 90.0];
	for (index, feature) in CARDIOVASCULAR.card().features.iter().enumerate() {
		let [low, high] = feature.valid.unwrap_or(feature.plausible);
		for (value, answers) in
			[(low, true), (high, true), (low - 1e-9, false), (high + 1e-9, false)]
		{
			let mut row = row;
			row[index] = value;
			let found = CARDIOVASCULAR.run(&row);
			assert_eq!(found.is_ok(), answers, "{}: {value}", feature.name);
			if let Err(problem) = found {
				assert!(matches!(problem, ModelError::NoPrediction { .. }), "{problem}");
			}
		}
	}
}

#[test]
fn the_result_says_when_and_against_whom_and_can_be_filed() {
	let features = ask(clinic()).unwrap();
	assert_eq!(features.values(), [50.0, 0.0, 200.0, 45.0, 160.0, 1.0, 0.0, 1.0, 0.0, 90.0]);
	let assessment = CARDIOVASCULAR.assess(&features).unwrap();
	let card = Cid::raw([7; 32]);
	let result = ResultDocument::new(&CARDIOVASCULAR, &features, &assessment, RequestId(3), &card);
	// As published: 14.68 %.
	assert_eq!(result.prediction.outputs, [1468]);
	let band = result.prediction.band.as_deref().unwrap();
	assert!(band.starts_with("at or above the 7.5 %"), "{band}");
	let advice = result.prediction.response.as_deref().unwrap();
	assert!(advice.contains("AHA/ACC guideline"), "{advice}");
	assert_eq!(
		(result.prediction.kind, result.prediction.interval),
		(PredictionKind::Probability, None)
	);
	assert_eq!(result.prediction.against.as_ref(), Some(&equation().against));
	assert_eq!(result.notes, ["Takes a statin: not on the medication list of 1 entry"]);
	// Sex chooses the column of numbers and has no part.
	assert_eq!(result.inputs.len(), 10);
	assert_eq!(result.factors.len(), 9);
	assert!(result.factors.iter().all(|factor| factor.feature != "male"));
	assert_eq!(result.factors[0].feature, "diabetes");
	let bytes = result.to_bytes().unwrap();
	assert_eq!(ResultDocument::from_bytes(&bytes).unwrap(), result);

	let prediction = &result.resource["prediction"][0];
	assert_eq!(prediction["probabilityDecimal"].as_f64(), Some(0.1468));
	assert!(prediction.get("rationale").is_none());
	for (end, age) in [("low", 50.0), ("high", 60.0)] {
		let end = &prediction["whenRange"][end];
		assert_eq!(end["value"].as_f64(), Some(age));
		assert_eq!(end["code"], "a");
	}
	let basis = result.resource["basis"].to_string();
	assert!(basis.contains("Condition/c1") && basis.contains("MedicationStatement/m1"), "{basis}");
	Bundle::from_value(result.resource).unwrap();
}

/// Nothing of the other models changes by it.
#[test]
fn other_models_say_no_time_and_nobody_whom_it_is_against() {
	let features = bare(&MODEL, &[50.0, 1.0, 31.2, 121.5, 31.7, 66.0]);
	let assessment = MODEL.assess(&features).unwrap();
	let card = Cid::raw([7; 32]);
	let result = ResultDocument::new(&MODEL, &features, &assessment, RequestId(3), &card);
	assert_eq!(result.prediction.against, None);
	let text = String::from_utf8(result.to_bytes().unwrap()).unwrap();
	assert!(!text.contains("against\":") && !text.contains("whenRange"));
}

fn refused_card(name: &str, change: impl FnOnce(&mut Value), problem: &str) {
	let path = folder(name).join("card.json");
	let mut card: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
	change(&mut card);
	let refused = Card::parse(card.to_string().as_bytes(), Path::new("card.json")).unwrap_err();
	assert_eq!(refused.to_string(), format!("card.json: {problem}"));
}

#[test]
fn a_form_that_does_not_fit_is_refused() {
	let refused = |at: &str, value: Value, problem: &str| {
		let change = |card: &mut Value| *card.pointer_mut(at).unwrap() = value;
		refused_card("cardiovascular-risk", change, problem);
	};
	let by = "/form/by";
	refused(by, json!("sex"), "form.by: there is no input sex");
	refused(by, json!("age"), "form.by: age is not an answer of 0 or 1");
	refused("/form/constant", json!([1]), "form.constant is not of 2 numbers");
	refused("/form/reference", json!({ "weight": 70 }), "form.reference: there is no input weight");
	refused("/form/reference", json!({ "male": 0 }), "form.reference: there is no input male");
	refused("/form/reference/age", json!(29), "form.reference: age is not valid");
	refused("/form/reference", json!({}), "form.reference: age is missing");
	refused(
		"/form/variables/smoker/inputs",
		json!({ "statin": 1 }),
		"form.variables: smoker is in none of them",
	);
	refused(
		"/form/variables/hdl/inputs",
		json!({ "hdl": 1, "ldl": 1 }),
		"form.variables.hdl is of ldl, which the reference has not",
	);
	refused(
		"/form/variables/statin/inputs",
		json!({}),
		"form.variables: statin is in none of them",
	);
	let age = |more: Value| {
		let mut variable = json!({ "inputs": { "age": 1 }, "subtract": 55, "divide": 10 });
		let members = more.as_object().unwrap().clone();
		variable.as_object_mut().unwrap().extend(members);
		variable
	};
	for (more, problem) in [
		(json!({ "subtract": 54 }), "is 0.1 for the reference, not 0"),
		(json!({ "divide": 0 }), "is NaN for the reference, not 0"),
		(json!({ "at_least": 60 }), "is 0.5 for the reference, not 0"),
		(json!({ "at_least": 60, "at_most": 60 }), "is held between edges that do not rise"),
		(
			json!({ "inputs": { "age": 1, "hdl": 0 }, "at_most": 60 }),
			"is of several inputs and held at an edge",
		),
	] {
		let problem = format!("form.variables.age {problem}");
		refused("/form/variables/age", age(more), &problem);
	}
	for (term, problem) in [
		(json!({ "product_of": [], "coefficient": [1, 2] }), "is not of one variable or two"),
		(
			json!({ "product_of": ["age", "age", "hdl"], "coefficient": [1, 2] }),
			"is not of one variable or two",
		),
		(
			json!({ "product_of": ["weight"], "coefficient": [1, 2] }),
			"is of weight, which is not a variable",
		),
		(json!({ "product_of": ["age"], "coefficient": [1] }), "has not 2 coefficients"),
	] {
		let problem = format!("form.terms[1] {problem}");
		refused("/form/terms/1", term, &problem);
	}
}

#[test]
fn inputs_that_do_not_fit_are_refused() {
	let refused = |at: &str, value: Value, problem: &str| {
		let change = |card: &mut Value| *card.pointer_mut(at).unwrap() = value;
		refused_card("cardiovascular-risk", change, problem);
	};
	for valid in [json!([10, 320]), json!([130, 1600]), json!([320, 130])] {
		refused(
			"/features/2/valid",
			valid,
			"total_cholesterol: the valid range is not within the plausible one",
		);
	}
	refused(
		"/features/0/source",
		json!({ "kind": "observation", "codes": ["30525-0"] }),
		"output.years: no input is the age, from which they count",
	);
	let diabetes = "/features/7/source";
	refused(
		&format!("{diabetes}/system"),
		json!("urn:other"),
		"diabetes: its conditions must be SNOMED CT codes",
	);
	refused(&format!("{diabetes}/codes"), json!([]), "diabetes: no condition says yes");
	refused(
		&format!("{diabetes}/refuted_by"),
		json!(["1"]),
		"diabetes: refuted_by has 1, which is none of its codes",
	);
	let statin = "/features/6/source";
	refused(
		&format!("{statin}/atc/below"),
		json!(["c10"]),
		"statin: \"c10\" is not a class of ATC",
	);
	refused(
		&format!("{statin}/atc/but_not_below"),
		json!(["A01"]),
		"statin: A01 is below none of the classes that say yes",
	);
	refused(
		statin,
		json!({ "kind": "medication", "atc": { "below": [] }, "rxnorm": { "ingredients": [] } }),
		"statin: no drug says yes",
	);
}
