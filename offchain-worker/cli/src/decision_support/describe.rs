// SPDX-License-Identifier: Apache-2.0
//! What a model's card says, for people and scripts: what it is for, what it takes, and whom it is not for.

use salus_fhir::codes;
use salus_inference::{Band, Card, ConditionCode, Form, Source};
use serde::Serialize;
use std::fmt;

/// A proposer's words, without what would move a terminal's cursor: anybody may propose a model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
	/// These words, as far as they can be printed.
	pub fn of(text: &str) -> Self {
		Self(text.chars().filter(|letter| !letter.is_control()).collect())
	}
}

impl fmt::Display for Words {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.0)
	}
}

/// What of a card whoever asks the model must know.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
	pub meaning: Words,
	/// A score or a probability.
	pub kind: &'static str,
	pub steps: u32,
	pub bands: Vec<AboutBand>,
	pub intended_use: Words,
	pub users: Words,
	pub not_for: Vec<Words>,
	pub from_age: Option<u32>,
	/// Diagnoses of which one must be there.
	pub requires: Option<Vec<Words>>,
	/// Diagnoses of which none may be there.
	pub excludes: Vec<Words>,
	pub inputs: Vec<AboutInput>,
	pub round: Option<AboutRound>,
	pub noted_after_days: Option<u32>,
	/// What tells directly what the model estimates.
	pub measured_by: Vec<AboutDirect>,
	pub caveats: Vec<Words>,
	pub demonstration: Option<Words>,
	pub acknowledgement: Option<Words>,
}

/// A range of answers.
#[derive(Serialize)]
pub struct AboutBand {
	pub name: Option<Words>,
	/// In words.
	pub range: String,
	pub watch: Option<Words>,
	pub response: Option<Words>,
}

/// An input.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AboutInput {
	pub input: Words,
	pub title: Words,
	/// Resources of FHIR.
	pub from: &'static str,
	pub codes: Vec<Words>,
	pub unit: Option<Words>,
	/// A range in words; an answer of yes or no has none.
	pub plausible: Option<String>,
	pub valid_for: Option<String>,
}

/// How close together and how recent inputs must be.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AboutRound {
	pub within_minutes: u32,
	pub refused_after_minutes: u32,
}

/// A measurement of the very thing that a model estimates.
#[derive(Serialize)]
pub struct AboutDirect {
	pub title: Words,
	pub codes: Vec<Words>,
	/// From which value on it says yes.
	pub from: Words,
	pub means: Words,
}

/// The card's members that whoever asks the model must know.
pub fn card(card: &Card) -> About {
	let conditions = |codes: &[ConditionCode]| -> Vec<Words> {
		let written = |condition: &ConditionCode| {
			Words::of(&format!("{} ({})", condition.display, condition.code))
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
		AboutInput {
			input: Words::of(&feature.name),
			title: Words::of(&feature.title),
			from,
			codes: words(&sources),
			unit: unit(&feature.unit).map(Words::of),
			plausible: range(feature.plausible, &feature.source),
			valid_for: feature.valid.and_then(|valid| range(valid, &feature.source)),
		}
	});
	let measured_by = card.measured_by.iter().map(|direct| AboutDirect {
		title: Words::of(&direct.title),
		codes: words(&loinc(&direct.codes)),
		from: Words::of(&format!("{} {}", direct.from, direct.unit)),
		means: Words::of(&direct.means),
	});
	About {
		meaning: Words::of(&card.output.meaning),
		kind: match card.form {
			Form::Score(_) => "score",
			Form::LogisticSum(_) | Form::PublishedEquation(_) => "probability",
		},
		steps: card.output.steps,
		bands: bands.collect(),
		intended_use: Words::of(&card.intended_use.purpose),
		users: Words::of(&card.intended_use.users),
		not_for: words(&card.intended_use.out_of_scope),
		from_age: card.age_from,
		requires: requires.map(|requires| conditions(&requires.codes)),
		excludes: conditions(&card.excluded_conditions.codes),
		inputs: inputs.collect(),
		round: card.round.map(|round| AboutRound {
			within_minutes: round.within_minutes,
			refused_after_minutes: round.refused_after_minutes,
		}),
		noted_after_days: card.stale_after_days,
		measured_by: measured_by.collect(),
		caveats: words(&card.caveats),
		demonstration: card.demonstration.as_deref().map(Words::of),
		acknowledgement: card.acknowledgement.as_deref().map(Words::of),
	}
}

fn words(texts: &[String]) -> Vec<Words> {
	texts.iter().map(|text| Words::of(text)).collect()
}

/// A range of answers in words.
fn band(band: &Band, from: Option<f64>) -> AboutBand {
	let range = match (from, band.below) {
		(None, Some(below)) => format!("below {below}"),
		(Some(from), Some(below)) => format!("{from} to below {below}"),
		(Some(from), None) => format!("from {from} on"),
		(None, None) => "all".to_owned(),
	};
	AboutBand {
		name: band.name.as_deref().map(Words::of),
		range,
		watch: band.watch.as_deref().map(Words::of),
		response: band.response.as_deref().map(Words::of),
	}
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
			let one = |code: &ConditionCode| {
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

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::{Value, json};
	use std::path::Path;

	fn shipped(name: &str) -> Value {
		let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../models")).join(name);
		let path = folder.join("card.json");
		let bytes = std::fs::read(&path).expect("it is shipped");
		json!(card(&Card::parse(&bytes, &path).expect("it is whole")))
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
		assert_eq!(json!(Words::of("good\u{1b}[2Kbad\nworse")), "good[2Kbadworse");
		assert_eq!(Words::of("\u{7}").to_string(), "");
	}
}
