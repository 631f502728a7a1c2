// SPDX-License-Identifier: Apache-2.0
//! The shipped models: against Python's predictions, what they find in FHIR, every way in which an input is refused,
//! and what is written of them.

mod answer_list;
mod equation;
mod files;
mod found;
mod golden;
mod learnt;
mod listed;
mod medicated;
mod output;
mod refused;
mod scope;
mod score;
mod seals;
mod simulated;
mod taken_back;
mod valid;
mod value_sets;
mod written;

use super::*;
use salus_fhir::{Bundle, codes};
use salus_primitives::{Cid, Moment, RequestId};
use serde_json::{Value, json};
use std::{path::Path, sync::LazyLock};

/// 2026-11-20T00:00:00Z.
const NOW: Moment = 1_795_132_800_000;

static MODEL: LazyLock<Model> = LazyLock::new(|| load("diabetes-risk"));
static INFARCTION: LazyLock<Model> = LazyLock::new(|| load("infarction-death"));
static HEAD_INJURY: LazyLock<Model> = LazyLock::new(|| load("head-injury-simulated"));
static CARDIOVASCULAR: LazyLock<Model> = LazyLock::new(|| load("cardiovascular-risk"));

/// The folder of a model.
fn folder(name: &str) -> PathBuf {
	Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../models")).join(name)
}

fn load(name: &str) -> Model {
	Model::load(&folder(name), &engine()).unwrap()
}

/// With the library where scripts/setup puts it.
fn engine() -> Engine {
	let library = std::env::var_os(LIBRARY_VARIABLE).map_or_else(
		|| {
			let cache = std::env::var_os("SALUS_CACHE").map_or_else(
				|| Path::new(&std::env::var_os("HOME").unwrap()).join(".cache/salus"),
				PathBuf::from,
			);
			cache.join("onnxruntime/libonnxruntime.so")
		},
		PathBuf::from,
	);
	Engine { library, threads: 1 }
}

fn quantity(value: Value, unit: &str) -> Value {
	json!({ "value": value, "unit": unit, "system": codes::UCUM, "code": unit })
}

fn concept(system: &str, code: &str) -> Value {
	json!({ "coding": [{ "system": system, "code": code }] })
}

fn observation(code: &str, value: Value, time: &str) -> Value {
	json!({
		"resourceType": "Observation",
		"id": format!("o-{code}"),
		"status": "final",
		"code": concept(codes::LOINC, code),
		"effectiveDateTime": time,
		"valueQuantity": value,
	})
}

fn patient() -> Value {
	json!({ "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1966-11-20" })
}

fn pressure(systolic: f64, diastolic: f64, time: &str) -> Value {
	json!({
		"resourceType": "Observation",
		"id": "bp",
		"status": "final",
		"code": concept(codes::LOINC, "85354-9"),
		"effectiveDateTime": time,
		"component": [
			{ "code": concept(codes::LOINC, "8480-6"), "valueQuantity": quantity(json!(systolic), "mm[Hg]") },
			{ "code": concept(codes::LOINC, "8462-4"), "valueQuantity": quantity(json!(diastolic), "mm[Hg]") },
		],
	})
}

fn resources() -> Vec<Value> {
	vec![
		patient(),
		observation("39156-5", quantity(json!(31.0), "kg/m2"), "2026-05-01"),
		pressure(140.0, 85.0, "2026-05-01T10:00:00Z"),
		observation("2085-9", quantity(json!(40), "mg/dL"), "2026-05-01"),
		observation("8867-4", quantity(json!(72), "/min"), "2026-05-01"),
	]
}

fn document(resources: Vec<Value>) -> Value {
	let entries: Vec<Value> =
		resources.into_iter().map(|resource| json!({ "resource": resource })).collect();
	json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

/// The good document with the resource at an index changed.
fn changed(index: usize, change: impl FnOnce(&mut Value)) -> Value {
	let mut resources = resources();
	change(&mut resources[index]);
	document(resources)
}

/// The good document and one more resource, under an id of its own.
fn with(mut more: Value) -> Value {
	more["id"] = json!("more");
	document([resources(), vec![more]].concat())
}

fn ask(documents: &[Value]) -> Result<Features, InputProblem> {
	for document in documents {
		Bundle::from_value(document.clone()).expect("the test's own documents are FHIR");
	}
	asked(&MODEL, documents)
}

/// A model's inputs from these documents; of the problems the first.
fn asked(model: &Model, documents: &[Value]) -> Result<Features, InputProblem> {
	let documents: Vec<Document> = documents.iter().cloned().map(Document::from).collect();
	let features = model.features(&documents, NOW);
	features.map_err(|problems| problems.into_iter().next().expect("refused for a reason"))
}

fn values(document: Value) -> Vec<f64> {
	ask(&[document]).unwrap().values()
}

#[track_caller]
fn refused(document: Value, kind: Problem, code: &str, path: &str) {
	let problem = asked(&MODEL, &[document]).unwrap_err();
	assert_eq!(
		(problem.kind, problem.code.as_str(), problem.path.as_str()),
		(kind, code, path),
		"{problem}"
	);
	assert!(!problem.problem.is_empty() && !problem.remedy.is_empty());
}
