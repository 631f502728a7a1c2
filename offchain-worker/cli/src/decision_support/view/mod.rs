// SPDX-License-Identifier: Apache-2.0
//! Answers as people read them: a result with its factors and inputs in the terminal or as a page by itself, a check,
//! and a model's card.

mod about;
mod checked;
#[cfg(test)]
mod fixtures;
mod page;
mod shown;
mod text;

pub use about::{ModelShown, Summary};
pub use checked::{CheckedInput, CheckedInputs};

use super::person::Person;
use salus_fhir::Timed;
use salus_inference::{
	Factor, PredictionKind, ResultDocument, ResultInput, ResultModel, ResultPrediction, SIMULATED,
	age,
};
use salus_primitives::{Evidence, Moment};
use serde::Serialize;
use serde_json::Value;
use shown::{percent, value};

/// What is shown of a result.
#[derive(Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(rename_all = "camelCase")]
pub struct View {
	request: u64,
	patient: Person,
	answer: ResultPrediction,
	inputs: Vec<ResultInput>,
	factors: Vec<Factor>,
	model: ResultModel,
	assessed_at: String,
	notes: Vec<String>,
	caveats: Vec<String>,
	/// The same as FHIR, for scripts that file it.
	resource: Value,
}

/// A factor with what it is drawn of.
struct Row<'a> {
	title: &'a str,
	/// The input's value and unit; a part of a score that rests on several inputs has that of its name.
	input: String,
	contribution: f64,
	/// Of the largest contribution, 0 to 1.
	share: f64,
	/// The contribution in words.
	effect: String,
}

/// An input with its age.
struct InputRow<'a> {
	title: &'a str,
	value: String,
	/// Time and age; nothing where it has none.
	when: String,
	code: &'a str,
	basis: String,
}

impl View {
	/// A result about this patient.
	pub fn new(document: ResultDocument, patient: Person) -> Self {
		Self {
			request: document.request,
			patient,
			answer: document.prediction,
			inputs: document.inputs,
			factors: document.factors,
			model: document.model,
			assessed_at: document.assessed_at,
			notes: document.notes,
			caveats: document.caveats,
			resource: document.resource,
		}
	}

	fn headline(&self) -> String {
		let answer = &self.answer;
		let band = answer.band.as_ref().map(|band| format!(", {band}")).unwrap_or_default();
		let shown = percent(answer.value);
		match (answer.kind, answer.interval) {
			(PredictionKind::Score, _) => format!("{} of {}{band}", answer.value, answer.steps),
			(PredictionKind::Probability, Some([low, high])) if answer.interval_only => {
				format!("{} to {} (95 % interval){band}", percent(low), percent(high))
			}
			(PredictionKind::Probability, Some([low, high])) => {
				format!("{shown}{band} (95 % interval {} to {})", percent(low), percent(high))
			}
			(PredictionKind::Probability, None) => format!("{shown}{band}"),
		}
	}

	/// What has to be read before anything else.
	fn warnings(&self) -> Vec<String> {
		let simulated = self.model.evidence == Evidence::Simulation.code();
		let simulated = simulated.then(|| SIMULATED.to_owned());
		let demonstration = self.model.demonstration.clone();
		simulated.into_iter().chain(demonstration).chain(self.patient.death()).collect()
	}

	/// What must be read together with the answer; not what stands before it already.
	fn notes(&self) -> Vec<&str> {
		let warnings = self.warnings();
		let notes = self.notes.iter().map(String::as_str);
		notes.filter(|note| !warnings.iter().any(|warning| warning == note)).collect()
	}

	/// Answers of yes that have no factor of their own, yet change how others count: scale 2 of NEWS2.
	fn with(&self) -> Vec<String> {
		let has_factor =
			|input: &ResultInput| self.factors.iter().any(|factor| factor.feature == input.feature);
		let yes = |input: &&ResultInput| input.unit == "1" && input.value == 1.0;
		let set = self.inputs.iter().filter(yes).filter(|input| !has_factor(input));
		set.filter(|input| input.code != "Patient.gender")
			.map(|input| match self.when(input) {
				when if when.is_empty() => input.title.clone(),
				when => format!("{} ({when})", input.title),
			})
			.collect()
	}

	/// Whom the factors are told against.
	fn against(&self) -> &str {
		let against = self.answer.against.as_deref();
		against.unwrap_or("the people that the model was trained on")
	}

	/// An input's time, and its age at the moment of the request.
	fn when(&self, input: &ResultInput) -> String {
		let Some(time) = &input.time else {
			return String::new();
		};
		let at = Timed::parse(&self.assessed_at).and_then(|at| Moment::try_from(at.at).ok());
		match (Timed::parse(time), at) {
			(Some(timed), Some(at)) => format!("{time}, {}", age(&timed, at)),
			_ => time.clone(),
		}
	}

	fn input_rows(&self) -> Vec<InputRow<'_>> {
		let rows = self.inputs.iter().map(|input| InputRow {
			title: &input.title,
			value: value(input),
			when: self.when(input),
			code: &input.code,
			basis: input.basis.join(", "),
		});
		rows.collect()
	}

	fn rows(&self) -> Vec<Row<'_>> {
		let sizes = self.factors.iter().map(|factor| factor.contribution.abs());
		let largest = sizes.fold(0.0, f64::max);
		let input = |feature: &str| self.inputs.iter().find(|input| input.feature == feature);
		let share = |contribution: f64| match largest > 0.0 {
			true => contribution.abs() / largest,
			false => 0.0,
		};
		let rows = self.factors.iter().map(|factor| Row {
			title: &factor.title,
			input: input(&factor.feature).map(value).unwrap_or_default(),
			contribution: factor.contribution,
			share: share(factor.contribution),
			effect: match factor.odds_ratio {
				Some(ratio) => format!("odds × {ratio:.2}"),
				None => factor.contribution.to_string(),
			},
		});
		rows.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::{fixtures::*, *};

	#[test]
	fn where_little_is_known_only_the_interval_is_shown() {
		let mut view = risk();
		view.answer.interval_only = true;
		let (text, page) = (view.text(), view.page());
		let shown = "30.0 % to 36.0 % (95 % interval), high";
		assert!(text.contains(shown) && page.contains(shown), "{text}");
		assert!(!text.contains("32.8 %") && !page.contains("32.8 %"));
	}

	#[test]
	fn a_range_without_a_name_is_shown_without() {
		let mut view = risk();
		view.answer.band = None;
		let shown = "probability of it: 32.8 % (95 % interval 30.0 % to 36.0 %)";
		assert!(view.text().contains(shown), "{}", view.text());
		assert!(!view.page().contains(", high"), "{}", view.page());
		let measured = "of 100 people told this, 4 had it";
		view.answer.measured = Some(measured.into());
		assert!(view.text().contains(&format!("36.0 %)\n{measured}\n")), "{}", view.text());
		assert!(view.page().contains(measured), "{}", view.page());
	}

	#[test]
	fn what_must_be_known_first_stands_before_the_answer() {
		let mut view = risk();
		assert!(view.warnings().is_empty());
		view.model.evidence = "simulation".into();
		view.model.demonstration = Some("DEMONSTRATION: few people taught it.".into());
		// Results repeat them among their notes.
		view.notes.insert(0, SIMULATED.into());
		view.patient.dead = true;
		let told = [SIMULATED, "DEMONSTRATION: few people taught it.", "The patient is dead."];
		assert_eq!(view.warnings(), told);
		for shown in [view.text(), view.page()] {
			let answer = shown.find("32.8 %").expect("it has the answer");
			for warning in told {
				assert!(shown.find(warning).expect("it warns") < answer, "{shown}");
				assert_eq!(shown.matches(warning).count(), 1, "{shown}");
			}
		}
	}

	#[test]
	fn the_patient_is_named_with_their_birth_date_or_by_account() {
		let mut view = risk();
		for shown in [view.text(), view.page()] {
			assert!(shown.contains("Anna Muster, born 1966-11-20"), "{shown}");
		}
		view.patient.name = None;
		view.patient.birth_date = None;
		assert!(view.text().contains("account 5Anna"), "{}", view.text());
	}

	#[test]
	fn every_input_is_shown_with_time_and_age() {
		for shown in [score().text(), score().page()] {
			assert!(shown.contains("2026-11-19T21:00:00Z, 3 hours before"), "{shown}");
			assert!(shown.contains("2020-11-01, 6 years before"), "{shown}");
		}
	}

	#[test]
	fn scale_2_is_told_with_when_it_was_set() {
		let told = "SpO2 is scored on scale 2 (2020-11-01, 6 years before)";
		let mut view = score();
		assert_eq!(view.with(), [told]);
		assert!(view.text().contains(&format!("with: {told}")), "{}", view.text());
		assert!(view.page().contains(told), "{}", view.page());
		view.inputs.retain(|input| input.feature != "scale_2");
		assert!(view.with().is_empty() && !view.text().contains("with:"));
	}

	#[test]
	fn what_contradicts_a_result_stands_right_beside_it() {
		let mut view = risk();
		view.notes = vec!["HbA1c of 2026-11-16, 4 days before: 5.2 %".into()];
		let text = view.text();
		let lines: Vec<&str> = text.lines().collect();
		let answer = lines.iter().position(|line| line.contains("32.8 %")).expect("the answer");
		assert_eq!(lines[answer + 1], "note: HbA1c of 2026-11-16, 4 days before: 5.2 %");
		let page = view.page();
		let position = |word: &str| page.find(word).expect("it is there");
		assert!(position("32.8 %") < position("HbA1c") && position("HbA1c") < position("Why"));
	}

	#[test]
	fn whoever_is_to_be_acknowledged_is() {
		let mut view = score();
		view.model.acknowledgement = Some("Reproduced from: the college.".into());
		for shown in [view.text(), view.page()] {
			assert!(shown.contains("Reproduced from: the college."), "{shown}");
		}
	}

	#[test]
	fn factors_are_told_against_somebody() {
		let mut view = risk();
		assert!(!view.text().contains("each against"));
		let page = view.page();
		let people = "lower it, against the people that the model was trained on.";
		assert!(page.contains(people), "{page}");
		view.answer.against = Some("a person of 55".into());
		let (text, page) = (view.text(), view.page());
		assert!(text.contains("\neach against a person of 55\n"), "{text}");
		assert!(page.contains("lower it, against a person of 55."), "{page}");
	}
}
