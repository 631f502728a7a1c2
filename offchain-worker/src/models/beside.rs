//! What stands beside an answer: the newest measurements of the very thing that the model estimates.
//!
//! A glycated haemoglobin tells more of diabetes than any estimate, whichever way it points, so whoever reads the
//! estimate must see it. It is a note and no input: it changes no output, and never refuses a request.

use super::{
	age::age,
	card::{Card, Direct},
	features::{FUTURE_TOLERANCE, signed},
};
use crate::fhir::{Measurement, Observations, Reading, Status, Timed, units};
use salus_primitives::Moment;

/// A note for each such measurement that the documents hold, in the card's order.
pub(super) fn notes(card: &Card, observations: &Observations, at: Moment) -> Vec<String> {
	let noted = |direct| note(direct, observations, at);
	card.measured_by.iter().filter_map(noted).collect()
}

fn note(direct: &Direct, observations: &Observations, at: Moment) -> Option<String> {
	let limit = signed(at.saturating_add(FUTURE_TOLERANCE));
	let dated = |measurement: &Measurement| {
		let time = measurement.time.clone().filter(|time| time.at <= limit);
		time.filter(|_| measurement.status == Status::Final && measurement.unusable.is_none())
	};
	let all = observations.coded(&direct.codes, &[]);
	let mut dated: Vec<(Timed, &Measurement)> = all
		.filter_map(|measurement| Some((dated(measurement)?, measurement)))
		.collect();
	// Of several at one time the highest decides, whatever their order: none of them is passed by.
	dated.sort_by(|(a, left), (b, right)| {
		let value = |measurement| read(direct, measurement).unwrap_or(f64::INFINITY);
		let at_once = || value(left).total_cmp(&value(right));
		a.at.cmp(&b.at).then_with(at_once)
	});
	let (time, measurement) = dated.pop()?;
	let when = format!("{}, {}", time.text, age(&time, at));
	let title = &direct.title;
	let Some(value) = read(direct, measurement) else {
		return Some(format!(
			"{title} of {when} can't be read here: see the record, since it tells more than this estimate"
		));
	};
	let Direct {
		unit, from, means, ..
	} = direct;
	let value_shown = (value * 10.0).round() / 10.0;
	let side = match value >= *from {
		true => format!("at or above {from} {unit}, from which on it means {means}"),
		false => format!("below {from} {unit}, from which on it would mean {means}"),
	};
	Some(format!(
		"{title} of {when}: {value_shown} {unit}, {side}; a measurement tells more than this estimate"
	))
}

/// The value in the card's unit; `None` where it has none that can be converted, or is a bound.
fn read(direct: &Direct, measurement: &Measurement) -> Option<f64> {
	let Reading::Quantity {
		value,
		system,
		code,
		bound: false,
		..
	} = &measurement.reading
	else {
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
	use crate::fhir::{Chart, codes};
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

	fn noted(direct: &Direct, resources: Vec<Value>) -> Option<String> {
		let entry = |resource| json!({ "resource": resource });
		let entries: Vec<Value> = resources.into_iter().map(entry).collect();
		let document = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
		let observations = Observations::read(&Chart::of(&[&document]));
		note(direct, &observations, NOW)
	}

	#[test]
	fn a_measurement_of_what_is_estimated_stands_beside_it_whichever_way_it_points() {
		let below = noted(&a1c(), vec![haemoglobin("2026-11-16", 5.2, "%")]);
		let expected = "HbA1c of 2026-11-16, 4 days before: 5.2 %, below 6.5 %, from which on it would mean diabetes; a measurement tells more than this estimate";
		assert_eq!(below.as_deref(), Some(expected));
		let at = noted(&a1c(), vec![haemoglobin("2026-11-16", 6.5, "%")]).expect("it is noted");
		assert!(
			at.contains("6.5 %, at or above 6.5 %, from which on it means diabetes"),
			"{at}"
		);
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
	fn what_is_not_reliable_or_lies_ahead_is_no_measurement() {
		let mut early = haemoglobin("2026-11-16", 5.2, "%");
		early["status"] = json!("preliminary");
		assert_eq!(noted(&a1c(), vec![early]), None);
		let ahead = haemoglobin("2027-01-01", 5.2, "%");
		assert_eq!(noted(&a1c(), vec![ahead]), None);
	}

	#[test]
	fn units_are_converted_and_what_cant_be_is_still_told() {
		let mut measured = haemoglobin("2026-11-16", 7.5, "mmol/L");
		measured["code"]["coding"][0]["code"] = json!("1558-6");
		let told = noted(&glucose(), vec![measured]).expect("it is noted");
		assert!(
			told.contains(": 135.1 mg/dL, at or above 126 mg/dL"),
			"{told}"
		);
		let unknown = noted(&a1c(), vec![haemoglobin("2026-11-16", 5.2, "mg/dL")]);
		let unknown = unknown.expect("it is noted");
		assert!(
			unknown.contains("can't be read here: see the record"),
			"{unknown}"
		);
	}
}
