// SPDX-License-Identifier: Apache-2.0
//! What a model's card says, for people and scripts: what it is for, what it takes, and whom it is not for.

use salus_fhir::codes;
use salus_inference::{Band, Card, Form, Source};
use serde_json::{Value, json};

/// The card's members that whoever asks the model must know.
pub fn card(card: &Card) -> Value {
	let conditions = |codes: &[salus_inference::ConditionCode]| -> Vec<String> {
		let written = |condition: &salus_inference::ConditionCode| {
			format!("{} ({})", condition.display, condition.code)
		};
		codes.iter().map(written).collect()
	};
	let requires = card.required_conditions.as_ref();
	let bands = card.output.bands.iter().scan(None, |from, band| {
		let range = self::band(band, *from);
		*from = band.below;
		Some(range)
	});
	let inputs = card.features.iter().map(|feature| {
		let (from, sources) = source(&feature.source);
		json!({
			"input": feature.name,
			"title": feature.title,
			"from": from,
			"codes": sources,
			"unit": unit(&feature.unit),
			"plausible": range(feature.plausible, &feature.source),
			"validFor": feature.valid.map(|valid| range(valid, &feature.source)),
		})
	});
	let measured_by = card.measured_by.iter().map(|direct| {
		json!({
			"title": direct.title,
			"codes": loinc(&direct.codes),
			"from": format!("{} {}", direct.from, direct.unit),
			"means": direct.means,
		})
	});
	let about = json!({
		"meaning": card.output.meaning,
		"kind": match card.form {
			Form::Score(_) => "score",
			Form::LogisticSum(_) | Form::PublishedEquation(_) => "probability",
		},
		"steps": card.output.steps,
		"bands": bands.collect::<Vec<_>>(),
		"intendedUse": card.intended_use.purpose,
		"users": card.intended_use.users,
		"notFor": card.intended_use.out_of_scope,
		"fromAge": card.age_from,
		"requires": requires.map(|requires| conditions(&requires.codes)),
		"excludes": conditions(&card.excluded_conditions.codes),
		"inputs": inputs.collect::<Vec<_>>(),
		"round": card.round.map(|round| json!({
			"withinMinutes": round.within_minutes,
			"refusedAfterMinutes": round.refused_after_minutes,
		})),
		"notedAfterDays": card.stale_after_days,
		"measuredBy": measured_by.collect::<Vec<_>>(),
		"caveats": card.caveats,
		"demonstration": card.demonstration,
		"acknowledgement": card.acknowledgement,
	});
	printable(about)
}

/// A range of answers in words.
fn band(band: &Band, from: Option<f64>) -> Value {
	let range = match (from, band.below) {
		(None, Some(below)) => format!("below {below}"),
		(Some(from), Some(below)) => format!("{from} to below {below}"),
		(Some(from), None) => format!("from {from} on"),
		(None, None) => "all".to_owned(),
	};
	json!({ "name": band.name, "range": range, "watch": band.watch, "response": band.response })
}

/// From which resources an input comes, and by which codes.
fn source(source: &Source) -> (&'static str, Vec<String>) {
	let answers = |answers: &salus_inference::AnswerList| {
		let meaning = |word: &str, codes: &[salus_inference::AnswerCode]| -> Vec<String> {
			let one = |code: &salus_inference::AnswerCode| {
				format!("{word}: {} {} ({})", system(&code.system), code.code, code.display)
			};
			codes.iter().map(one).collect()
		};
		[loinc(&answers.codes), meaning("yes", &answers.yes), meaning("no", &answers.no)].concat()
	};
	match source {
		Source::BirthDate => ("Patient.birthDate", Vec::new()),
		Source::Sex => ("Patient.gender", Vec::new()),
		Source::Observation(measured) => {
			let parts = measured.or_from.iter().map(|parts| {
				let (weight, height) = (&parts.weight, &parts.height);
				format!(
					"or LOINC {} ({}) and {} ({})",
					weight.code, weight.unit, height.code, height.unit
				)
			});
			("Observation", loinc(&measured.codes).into_iter().chain(parts).collect())
		}
		Source::Coded(coded) => ("Observation", answers(coded)),
		Source::AnyAbove(any) => {
			let limit = any.of.iter().map(|limit| {
				format!("yes: LOINC {} above {} {}", limit.code, limit.above, limit.unit)
			});
			("Observation", limit.chain(answers(&any.or)).collect())
		}
		Source::Condition(listed) => {
			let one = |code: &salus_inference::ConditionCode| {
				format!("yes: {} {} ({})", system(&listed.system), code.code, code.display)
			};
			("Condition", listed.codes.iter().map(one).collect())
		}
		Source::Medication(drug) => {
			let classes = drug.atc.below.iter().map(|class| format!("yes: ATC {class}"));
			let but = drug.atc.but_not_below.iter();
			let but = but.map(|class| format!("no: ATC {class}"));
			let ingredients = drug.rxnorm.ingredients.iter();
			let ingredients =
				ingredients.map(|drug| format!("yes: RxNorm {} ({})", drug.code, drug.display));
			let codes = classes.chain(but).chain(ingredients).collect();
			("MedicationStatement or MedicationRequest", codes)
		}
	}
}

fn loinc(codes: &[String]) -> Vec<String> {
	codes.iter().map(|code| format!("LOINC {code}")).collect()
}

fn system(uri: &str) -> &str {
	match uri {
		codes::SNOMED => "SNOMED CT",
		codes::LOINC => "LOINC",
		other => other,
	}
}

/// None for a pure number.
fn unit(unit: &str) -> Option<&str> {
	(unit != "1").then_some(unit)
}

/// Answers of yes and no have no range.
fn range([least, most]: [f64; 2], source: &Source) -> Option<String> {
	let measured = matches!(source, Source::Observation(_) | Source::BirthDate);
	measured.then(|| format!("{least} to {most}"))
}

/// Without what would move a terminal's cursor: anybody may propose a model.
pub fn printable(value: Value) -> Value {
	let plain = |text: String| text.chars().filter(|c| !c.is_control()).collect::<String>();
	match value {
		Value::String(text) => Value::String(plain(text)),
		Value::Array(items) => items.into_iter().map(printable).collect(),
		Value::Object(members) => {
			let members = members.into_iter();
			members.map(|(name, value)| (name, printable(value))).collect()
		}
		other => other,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::path::Path;

	fn shipped(name: &str) -> Value {
		let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../models")).join(name);
		let path = folder.join("card.json");
		let bytes = std::fs::read(&path).expect("it is shipped");
		card(&Card::parse(&bytes, &path).expect("it is whole"))
	}

	fn input<'a>(about: &'a Value, name: &str) -> &'a Value {
		let inputs = about["inputs"].as_array().expect("a list");
		inputs.iter().find(|input| input["input"] == name).expect("it is an input")
	}

	#[test]
	fn inputs_are_told_with_code_unit_range_and_resource() {
		let about = shipped("news2");
		let rate = input(&about, "respiratory_rate");
		assert_eq!(rate["from"], "Observation");
		assert_eq!(rate["unit"], "/min");
		assert_eq!(rate["plausible"], "1 to 80");
		assert!(rate["codes"].to_string().contains("LOINC 9279-1"), "{rate}");
		let oxygen = input(&about, "supplemental_oxygen");
		assert_eq!(oxygen["unit"], Value::Null);
		assert_eq!(oxygen["plausible"], Value::Null);
		let codes = oxygen["codes"].to_string();
		assert!(codes.contains("yes: LOINC 3151-8 above 0 L/min"), "{codes}");
		assert!(codes.contains("yes: SNOMED CT 371825009"), "{codes}");
		assert_eq!(about["kind"], "score");
		assert_eq!(about["bands"][0]["range"], "below 1");
		assert!(about["round"]["withinMinutes"].is_number(), "{about}");
	}

	#[test]
	fn whom_it_is_not_for_is_told() {
		let about = shipped("cardiovascular-risk");
		assert!(!about["excludes"].as_array().expect("a list").is_empty(), "{about}");
		assert_eq!(about["kind"], "probability");
		for required in ["intendedUse", "users", "notFor", "caveats"] {
			assert!(!about[required].is_null(), "{required}");
		}
	}

	#[test]
	fn a_proposers_words_move_no_cursor() {
		let hostile = json!({ "title": "good\u{1b}[2Kbad\nworse", "list": ["\u{7}"] });
		assert_eq!(printable(hostile), json!({ "title": "good[2Kbadworse", "list": [""] }));
	}
}
