// SPDX-License-Identifier: Apache-2.0
//! What stands beside an answer: the newest measurements of the very thing that the model estimates.
//!
//! A glycated haemoglobin tells more of diabetes than any estimate, whichever way it points, so whoever reads the
//! estimate must see it. It is a note and no input: it changes no output, and never refuses a request.

use super::{
	age::age,
	card::{Card, Direct},
	problems::{FUTURE_TOLERANCE, signed},
};
use salus_fhir::{Measurement, Observations, Reading, Status, Timed, units};
use salus_primitives::Moment;

/// What there is to say of each such measurement that the documents hold, in the card's order.
pub(super) fn notes(card: &Card, observations: &Observations, at: Moment) -> Vec<String> {
	let noted = |direct| told(direct, observations, at);
	card.measured_by.iter().flat_map(noted).collect()
}

/// Of one: the newest that is reliable, and before it a newer one that is not, or whose time nobody knows.
fn told(direct: &Direct, observations: &Observations, at: Moment) -> Vec<String> {
	let limit = signed(at.saturating_add(FUTURE_TOLERANCE));
	let all = observations.coded(&direct.codes, &[]).filter(|measurement| {
		measurement.status != Status::Cancelled
			&& !matches!(measurement.reading, Reading::Absent(_))
			&& !matches!(&measurement.time, Some(time) if time.is_after(limit))
	});
	let (mut reliable, others): (Vec<&Measurement>, Vec<&Measurement>) = all.partition(|found| {
		found.status == Status::Final && found.unusable.is_none() && found.time.is_some()
	});
	let moment = |found: &Measurement| found.time.as_ref().map_or(i64::MAX, |time| time.at);
	// Of several at one time the highest decides, whatever their order: none of them is passed by.
	reliable.sort_by(|left, right| {
		let value = |found| read(direct, found).unwrap_or(f64::INFINITY);
		let at_once = || value(left).total_cmp(&value(right));
		moment(left).cmp(&moment(right)).then_with(at_once)
	});
	let newest = reliable.pop();
	let since = newest.map_or(i64::MIN, moment);
	let newer = others.into_iter().filter(|other| moment(other) > since);
	let doubtful = newer.max_by(|left, right| {
		let by_path = || right.path.cmp(&left.path);
		moment(left).cmp(&moment(right)).then_with(by_path)
	});
	let doubtful = doubtful.map(|found| unsure(&direct.title, found, at));
	let newest = newest.and_then(|found| Some(note(direct, found, found.time.as_ref()?, at)));
	doubtful.into_iter().chain(newest).collect()
}

/// That a measurement is there that can't be relied on.
fn unsure(title: &str, found: &Measurement, at: Moment) -> String {
	let when = match &found.time {
		Some(time) => format!("of {}, {},", time.text, age(time, at)),
		None => "of an unknown time".to_owned(),
	};
	let why = match &found.status {
		Status::NotFinal(status) => format!("has the status {status}"),
		_ => "can't be used here".to_owned(),
	};
	format!("{title} {when} {why}: see the record, since it tells more than this estimate")
}

fn note(direct: &Direct, measurement: &Measurement, time: &Timed, at: Moment) -> String {
	let when = format!("{}, {}", time.text, age(time, at));
	let title = &direct.title;
	let Some(value) = read(direct, measurement) else {
		return format!(
			"{title} of {when} can't be read here: see the record, since it tells more than this estimate"
		);
	};
	let Direct { unit, from, means, .. } = direct;
	let value_shown = (value * 10.0).round() / 10.0;
	let side = match value >= *from {
		true => format!("at or above {from} {unit}, from which on it means {means}"),
		false => format!("below {from} {unit}, from which on it would mean {means}"),
	};
	format!(
		"{title} of {when}: {value_shown} {unit}, {side}; a measurement tells more than this estimate"
	)
}

/// The value in the card's unit; `None` where it has none that can be converted, or is a bound.
fn read(direct: &Direct, measurement: &Measurement) -> Option<f64> {
	let Reading::Quantity { value, system, code, bound: false, .. } = &measurement.reading else {
		return None;
	};
	let from = units::ucum_code(system.as_deref(), code.as_deref()).ok()?;
	let converted = match direct.molar_mass {
		None => units::convert(*value, from, &direct.unit),
		Some(mass) => units::convert_substance(*value, from, &direct.unit, mass),
	};
	converted.ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_fhir::codes;
	use serde_json::{Value, json};

	/// 2026-11-20T00:00:00Z.
	const NOW: Moment = 1_795_132_800_000;

	fn haemoglobin(time: &str, value: f64, unit: &str) -> Value {
		json!({
			"resourceType": "Observation", "status": "final", "effectiveDateTime": time,
			"code": { "coding": [{ "system": codes::LOINC, "code": "4548-4" }] },
			"valueQuantity": { "value": value, "unit": unit, "system": codes::UCUM, "code": unit },
		})
	}

	fn glucose() -> Direct {
		Direct {
			title: "Fasting glucose".into(),
			codes: vec!["1558-6".into()],
			unit: "mg/dL".into(),
			molar_mass: Some(180.156),
			from: 126.0,
			means: "diabetes".into(),
		}
	}

	fn a1c() -> Direct {
		Direct {
			title: "HbA1c".into(),
			codes: vec!["4548-4".into()],
			unit: "%".into(),
			molar_mass: None,
			from: 6.5,
			means: "diabetes".into(),
		}
	}

	/// The only note, or none.
	fn noted(direct: &Direct, resources: Vec<Value>) -> Option<String> {
		let mut notes = all_noted(direct, resources);
		assert!(notes.len() <= 1, "{notes:?}");
		notes.pop()
	}

	fn all_noted(direct: &Direct, resources: Vec<Value>) -> Vec<String> {
		let entry = |resource| json!({ "resource": resource });
		let entries: Vec<Value> = resources.into_iter().map(entry).collect();
		let document = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
		let source = salus_fhir::Source { value: &document, order: None };
		let observations = Observations::read(&salus_fhir::Chart::read(&[source]));
		told(direct, &observations, NOW)
	}

	#[test]
	fn a_measurement_of_what_is_estimated_stands_beside_it_whichever_way_it_points() {
		let below = noted(&a1c(), vec![haemoglobin("2026-11-16", 5.2, "%")]);
		let expected = "HbA1c of 2026-11-16, 4 days before: 5.2 %, below 6.5 %, from which on it would mean diabetes; a measurement tells more than this estimate";
		assert_eq!(below.as_deref(), Some(expected));
		let at = noted(&a1c(), vec![haemoglobin("2026-11-16", 6.5, "%")]).expect("it is noted");
		assert!(at.contains("6.5 %, at or above 6.5 %, from which on it means diabetes"), "{at}");
		assert_eq!(noted(&a1c(), Vec::new()), None);
	}

	#[test]
	fn the_newest_decides_and_of_several_at_once_the_highest() {
		let of = |values: [(&str, f64); 2]| {
			let values = values.map(|(time, value)| haemoglobin(time, value, "%"));
			noted(&a1c(), values.to_vec()).expect("it is noted")
		};
		assert!(of([("2026-11-16", 5.2), ("2020-01-01", 9.9)]).contains(": 5.2 %"));
		assert!(of([("2020-01-01", 9.9), ("2026-11-16", 5.2)]).contains(": 5.2 %"));
		assert!(of([("2026-11-16", 7.1), ("2026-11-16", 5.2)]).contains(": 7.1 %"));
		assert!(of([("2026-11-16", 5.2), ("2026-11-16", 7.1)]).contains(": 7.1 %"));
	}

	#[test]
	fn what_is_newer_and_not_reliable_is_told_before_what_is() {
		let mut early = haemoglobin("2026-11-16", 9.2, "%");
		early["status"] = json!("preliminary");
		let told = noted(&a1c(), vec![early.clone()]).expect("it is noted");
		assert!(
			told.starts_with("HbA1c of 2026-11-16, 4 days before, has the status preliminary"),
			"{told}"
		);
		let older = haemoglobin("2026-11-01", 5.2, "%");
		let both = all_noted(&a1c(), vec![older, early.clone()]);
		assert!(both[0].contains("preliminary") && both[1].contains(": 5.2 %"), "{both:?}");
		// A final one of later takes its place.
		let newer = haemoglobin("2026-11-17", 5.2, "%");
		let told = noted(&a1c(), vec![early, newer]).expect("it is noted");
		assert!(told.contains(": 5.2 %"), "{told}");
		let mut undated = haemoglobin("2026-11-16", 9.2, "%");
		undated.as_object_mut().unwrap().remove("effectiveDateTime");
		let told = noted(&a1c(), vec![undated]).expect("it is noted");
		assert!(told.contains("of an unknown time"), "{told}");
	}

	#[test]
	fn what_lies_ahead_or_was_not_had_is_not_a_measurement() {
		let ahead = haemoglobin("2027-01-01", 5.2, "%");
		assert_eq!(noted(&a1c(), vec![ahead]), None);
		let mut cancelled = haemoglobin("2026-11-16", 5.2, "%");
		cancelled["status"] = json!("cancelled");
		assert_eq!(noted(&a1c(), vec![cancelled]), None);
	}

	#[test]
	fn units_are_converted_and_what_cant_be_is_still_told() {
		let mut measured = haemoglobin("2026-11-16", 7.5, "mmol/L");
		measured["code"]["coding"][0]["code"] = json!("1558-6");
		let told = noted(&glucose(), vec![measured]).expect("it is noted");
		assert!(told.contains(": 135.1 mg/dL, at or above 126 mg/dL"), "{told}");
		let unknown = noted(&a1c(), vec![haemoglobin("2026-11-16", 5.2, "mg/dL")]);
		let unknown = unknown.expect("it is noted");
		assert!(unknown.contains("can't be read here: see the record"), "{unknown}");
	}
}
