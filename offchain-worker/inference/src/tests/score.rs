// SPDX-License-Identifier: Apache-2.0
//! NEWS2: the chart, what it takes from FHIR and refuses, and what is written of it.

use super::*;
use proptest::prelude::*;

pub(super) const AIR: &str = "722742002";
pub(super) const ON_OXYGEN: &str = "371825009";
pub(super) const ALERT: &str = "248234008";
const CONFUSED: &str = "130987000";
const SCALE_1: &str = "1104311000000102";
pub(super) const SCALE_2: &str = "1104321000000108";
pub(super) const TIME: &str = "2026-11-19T23:30:00Z";

pub(super) static NEWS2: LazyLock<Model> = LazyLock::new(|| {
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/news2");
	Model::load(Path::new(folder), &engine()).unwrap()
});

#[derive(serde::Deserialize)]
struct Golden {
	model_sha256: String,
	rows: Vec<GoldenRow>,
}

#[derive(serde::Deserialize)]
struct GoldenRow {
	inputs: Vec<f64>,
	output: f64,
	points: Vec<f64>,
}

#[test]
fn total_and_points_equal_python_on_the_golden_file() {
	let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/news2/golden.json");
	let golden: Golden = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
	assert_eq!(golden.model_sha256, hex::encode(NEWS2.digest()));
	assert!(golden.rows.len() >= 200);
	for row in &golden.rows {
		let found = NEWS2.run(&row.inputs).unwrap();
		assert_eq!((found.value, &found.points), (row.output, &row.points), "{:?}", row.inputs);
	}
}

/// The chart of the Royal College of Physicians (2017), in whole units; the temperature in tenths.
fn chart(
	[rate, saturation, scale_2, oxygen, systolic, pulse, not_alert, tenths]: [i32; 8],
) -> [u32; 7] {
	[
		match rate {
			..=8 | 25.. => 3,
			21..=24 => 2,
			9..=11 => 1,
			12..=20 => 0,
		},
		match (scale_2, oxygen, saturation) {
			(0, _, ..=91) | (1, _, ..=83) | (1, 1, 97..) => 3,
			(0, _, 92..=93) | (1, _, 84..=85) | (1, 1, 95..=96) => 2,
			(0, _, 94..=95) | (1, _, 86..=87) | (1, 1, 93..=94) => 1,
			_ => 0,
		},
		if oxygen == 1 { 2 } else { 0 },
		match systolic {
			..=90 | 220.. => 3,
			91..=100 => 2,
			101..=110 => 1,
			111..=219 => 0,
		},
		match pulse {
			..=40 | 131.. => 3,
			111..=130 => 2,
			41..=50 | 91..=110 => 1,
			51..=90 => 0,
		},
		if not_alert == 1 { 3 } else { 0 },
		match tenths {
			..=350 => 3,
			391.. => 2,
			351..=360 | 381..=390 => 1,
			361..=380 => 0,
		},
	]
}

#[track_caller]
fn agrees(row: [i32; 8]) {
	let mut inputs = row.map(f64::from);
	inputs[7] /= 10.0;
	let found = NEWS2.run(&inputs).unwrap();
	let points = chart(row);
	assert_eq!(found.points, points.map(f64::from), "{row:?}");
	assert_eq!(found.value, f64::from(points.iter().sum::<u32>()), "{row:?}");
}

#[test]
fn each_boundary_of_the_chart_is_where_it_is_printed() {
	let normal = [16, 97, 0, 0, 120, 70, 0, 370];
	let ranges = [(0, 1, 80), (1, 20, 100), (4, 30, 300), (5, 10, 300), (7, 200, 450)];
	for (column, least, most) in ranges {
		for value in least..=most {
			for (scale_2, oxygen) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
				let mut row = normal;
				(row[2], row[3], row[column]) = (scale_2, oxygen, value);
				agrees(row);
			}
		}
	}
	agrees([16, 97, 0, 0, 120, 70, 1, 370]);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]
	#[test]
	fn any_inputs_have_the_charts_points(
		rate in 1..=80, saturation in 20..=100, scale_2 in 0..=1, oxygen in 0..=1,
		systolic in 30..=300, pulse in 10..=300, not_alert in 0..=1, tenths in 200..=450,
	) {
		agrees([rate, saturation, scale_2, oxygen, systolic, pulse, not_alert, tenths]);
	}
}

#[test]
fn a_single_part_with_three_points_has_a_range_of_its_own() {
	let band = |total: f64, points: &[f64]| {
		let band = NEWS2.card().band(total, points).unwrap();
		assert!(band.watch.is_some() && band.response.is_some());
		band.name.clone().unwrap()
	};
	assert_eq!(band(0.0, &[0.0; 7]), "none");
	assert_eq!(band(3.0, &[1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0]), "low");
	assert_eq!(band(3.0, &[3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]), "low-medium");
	assert_eq!(band(5.0, &[3.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0]), "medium");
	assert_eq!(band(7.0, &[3.0, 3.0, 1.0, 0.0, 0.0, 0.0, 0.0]), "high");
}

pub(super) fn vital(code: &str, value: f64, unit: &str) -> Value {
	observation(code, quantity(json!(value), unit), TIME)
}

/// An observation whose code is all that it says.
pub(super) fn stated(code: &str, time: &str) -> Value {
	json!({
		"resourceType": "Observation",
		"id": format!("s-{code}"),
		"status": "final",
		"code": concept(codes::SNOMED, code),
		"effectiveDateTime": time,
	})
}

fn alertness(code: &str) -> Value {
	let mut answer = stated(code, TIME);
	answer["code"] = concept(codes::LOINC, "80288-4");
	answer["valueCodeableConcept"] = concept(codes::SNOMED, code);
	answer
}

/// A round at the bedside; the scale was chosen years ago.
pub(super) fn bedside() -> Vec<Value> {
	vec![
		patient(),
		vital("9279-1", 22.0, "/min"),
		vital("59408-5", 93.0, "%"),
		stated(SCALE_1, "2024-01-01T00:00:00Z"),
		stated(AIR, TIME),
		pressure(105.0, 60.0, TIME),
		vital("8867-4", 95.0, "/min"),
		alertness(ALERT),
		vital("8310-5", 38.4, "Cel"),
	]
}

pub(super) fn changed_round(index: usize, with: Value) -> Vec<Value> {
	let mut round = bedside();
	round[index] = with;
	round
}

pub(super) fn inputs(round: Vec<Value>) -> Vec<f64> {
	let document = document(round);
	Bundle::from_value(document.clone()).expect("the test's own documents are FHIR");
	asked(&NEWS2, &[document]).unwrap().values()
}

#[track_caller]
pub(super) fn refused_round(round: Vec<Value>, kind: Problem, code: &str) {
	let problem = asked(&NEWS2, &[document(round)]).unwrap_err();
	assert_eq!((problem.kind, problem.code.as_str()), (kind, code), "{problem}");
	assert!(!problem.problem.is_empty() && !problem.remedy.is_empty());
}

#[test]
fn a_round_at_the_bedside_is_read() {
	assert_eq!(inputs(bedside()), [22.0, 93.0, 0.0, 0.0, 105.0, 95.0, 0.0, 38.4]);
	assert_eq!(inputs(changed_round(3, stated(SCALE_2, TIME)))[2], 1.0);
	assert_eq!(inputs(changed_round(4, stated(ON_OXYGEN, TIME)))[3], 1.0);
	assert_eq!(inputs(changed_round(7, alertness(CONFUSED)))[6], 1.0);
	let fahrenheit = inputs(changed_round(8, vital("8310-5", 101.0, "[degF]")))[7];
	assert!((fahrenheit - 38.333_333).abs() < 1e-6, "{fahrenheit}");
	// By what flows, in place of a code; a concentration of air's is air.
	assert_eq!(inputs(changed_round(4, vital("3151-8", 2.0, "L/min")))[3], 1.0);
	assert_eq!(inputs(changed_round(4, vital("3151-8", 0.0, "L/min")))[3], 0.0);
	assert_eq!(inputs(changed_round(4, vital("3150-6", 21.0, "%")))[3], 0.0);
	let mut both = changed_round(4, vital("3151-8", 0.0, "L/min"));
	both.push(vital("3150-6", 40.0, "%"));
	assert_eq!(inputs(both)[3], 1.0);
	// The newest answer stands.
	let mut older = bedside();
	older.push(stated(ON_OXYGEN, "2026-11-19T20:00:00Z"));
	assert_eq!(inputs(older)[3], 0.0);
}

#[test]
fn nothing_is_assumed_normal() {
	for (index, code) in [(3, SCALE_2), (4, "3151-8"), (7, "80288-4"), (1, "9279-1")] {
		let mut round = bedside();
		round.remove(index);
		refused_round(round, Problem::Missing, code);
	}
	let mut denied = stated(AIR, TIME);
	denied["valueBoolean"] = json!(false);
	refused_round(changed_round(4, denied), Problem::UnknownAnswer, "3151-8");
	refused_round(changed_round(7, alertness("271782001")), Problem::UnknownAnswer, "80288-4");
}

#[test]
fn answers_that_contradict_each_other_are_refused() {
	let mut coded = bedside();
	coded.push(stated(ON_OXYGEN, TIME));
	refused_round(coded, Problem::Conflicting, "3151-8");
	let mut measured = bedside();
	measured.push(vital("3151-8", 4.0, "L/min"));
	refused_round(measured, Problem::Conflicting, "3151-8");
}

#[test]
fn a_score_is_of_one_round_and_of_now() {
	let at = |time: &str| {
		let mut pulse = vital("8867-4", 95.0, "/min");
		pulse["effectiveDateTime"] = json!(time);
		changed_round(6, pulse)
	};
	inputs(at("2026-11-19T22:31:00Z"));
	refused_round(at("2026-11-19T22:29:00Z"), Problem::NotTogether, "8867-4");
	let old: Vec<Value> = bedside()
		.into_iter()
		.map(|mut resource| {
			if resource.get("effectiveDateTime").is_some() {
				resource["effectiveDateTime"] = json!("2026-11-19T11:59:00Z");
			}
			resource
		})
		.collect();
	refused_round(old, Problem::TooOld, "9279-1");
}

#[test]
fn children_and_pregnant_women_have_other_scores() {
	let mut child = patient();
	child["birthDate"] = json!("2010-11-21");
	refused_round(changed_round(0, child), Problem::OutOfScope, "Patient.birthDate");
	let pregnancy = |status: &str| {
		json!({
			"resourceType": "Condition",
			"subject": { "reference": "Patient/p1" },
			"clinicalStatus": concept(codes::CLINICAL_STATUS, status),
			"code": concept(codes::SNOMED, "77386006"),
		})
	};
	let with = |status: &str| [bedside(), vec![pregnancy(status)]].concat();
	refused_round(with("active"), Problem::OutOfScope, "77386006");
	inputs(with("resolved"));
}

#[test]
fn the_result_binds_total_and_points_and_can_be_filed() {
	let features = asked(&NEWS2, &[document(bedside())]).unwrap();
	let assessment = NEWS2.assess(&features).unwrap();
	let card = Cid::raw([7; 32]);
	let result = ResultDocument::new(&NEWS2, &features, &assessment, RequestId(5), &card);
	// 22 a minute, 93 % on air, 105 mm[Hg], 95 a minute, 38.4 Cel.
	assert_eq!(result.prediction.outputs, [7, 2, 2, 0, 1, 1, 0, 1]);
	assert_eq!((result.prediction.kind, result.prediction.value), (PredictionKind::Score, 7.0));
	assert_eq!(
		(result.prediction.band.as_deref(), result.prediction.interval),
		(Some("high"), None)
	);
	assert!(result.prediction.response.is_some() && result.prediction.watch.is_some());
	// Eight numbers of four bytes: as much as the chain takes.
	assert_eq!(result.output_bytes().len(), 32);
	let bytes = result.to_bytes().unwrap();
	assert_eq!(ResultDocument::from_bytes(&bytes).unwrap(), result);

	let filed = Bundle::from_value(result.resource.clone()).unwrap();
	assert_eq!(filed.split()[0].0, salus_primitives::Category::ObservationVitalSigns);
	assert_eq!(result.resource["valueInteger"], 7);
	assert_eq!(result.resource["component"][1]["valueInteger"], 2);
	assert_eq!(result.resource["derivedFrom"].as_array().unwrap().len(), 8);

	let mut other_points = result.clone();
	other_points.factors[0].contribution = 0.0;
	let mut other_total = result;
	other_total.prediction.value = 6.0;
	for altered in [other_points, other_total] {
		assert!(ResultDocument::from_bytes(&altered.to_bytes().unwrap()).is_err());
	}
}
