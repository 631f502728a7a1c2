// SPDX-License-Identifier: Apache-2.0
//! The chain's closed lists as they are typed: each code by the name that its JSON form has.

use super::{Failure, purpose};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use salus_primitives::{Category, Purpose};
use std::fmt::Display;

/// Takes one of these codes.
pub fn one_of<Code: Display + Copy + Send + Sync + 'static>(
	all: &'static [Code],
	from_code: fn(&str) -> Option<Code>,
) -> impl TypedValueParser<Value = Code> {
	one_of_or(all, from_code, &[])
}

/// The same, of which some have another name, too: the code's, and the other.
pub fn one_of_or<Code: Display + Copy + Send + Sync + 'static>(
	all: &'static [Code],
	from_code: fn(&str) -> Option<Code>,
	aliases: &'static [(&'static str, &'static str)],
) -> impl TypedValueParser<Value = Code> {
	let values = all.iter().map(move |code| {
		let name = code.to_string();
		let mine = aliases.iter().filter(|(named, _)| *named == name);
		let others: Vec<&'static str> = mine.map(|(_, other)| *other).collect();
		PossibleValue::new(name).aliases(others)
	});
	PossibleValuesParser::new(values).try_map(move |text| {
		let alias = aliases.iter().find(|(_, other)| *other == text);
		let name = alias.map_or(text.as_str(), |(named, _)| *named);
		from_code(name).ok_or("it is not one of the codes")
	})
}

/// Codes by commas; `all` for every one.
pub fn parse_codes<Code: Display + Copy>(
	kind: &str,
	text: &str,
	all: &[Code],
	from_code: fn(&str) -> Option<Code>,
) -> Result<Vec<Code>, Failure> {
	if text == "all" {
		return Ok(all.to_vec());
	}
	text.split(',').map(|code| parse_code(kind, code, all, from_code)).collect()
}

/// One code.
pub fn parse_code<Code: Display>(
	kind: &str,
	text: &str,
	all: &[Code],
	from_code: fn(&str) -> Option<Code>,
) -> Result<Code, Failure> {
	from_code(text).ok_or_else(|| {
		let codes: Vec<String> = all.iter().map(Code::to_string).collect();
		Failure::bad_input(format!("there is no {kind} {text}"))
			.remedy(format!("choose from {}", codes.join(", ")))
	})
}

/// The help of an option that takes purposes, with all of them.
pub fn with_purposes(help: &str) -> String {
	let listed = Purpose::ALL.iter().map(|one| (one.code(), purpose::meaning(*one)));
	format!("{help}\n\nPurposes, by HL7's v3 ActReason (CDS is Salus's own):\n{}", table(listed))
}

/// The help of an option that takes categories, with all of them.
pub fn with_categories(help: &str) -> String {
	let listed = Category::ALL.iter().map(|one| (one.code(), resources(*one)));
	format!("{help}\n\nCategories, by FHIR R4's resources:\n{}", table(listed))
}

fn table<'a>(listed: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> String {
	let width = listed.clone().map(|(code, _)| code.len()).max().unwrap_or(0);
	let lines = listed.map(|(code, meaning)| format!("  {code:width$}  {meaning}"));
	lines.collect::<Vec<_>>().join("\n")
}

/// What a category holds.
fn resources(category: Category) -> &'static str {
	match category {
		Category::Encounter => "visits and stays",
		Category::Condition => "diagnoses and problems",
		Category::ObservationLaboratory => "laboratory results: Observation, DiagnosticReport",
		Category::ObservationVitalSigns => "vital signs: Observation",
		Category::DiagnosticReportImaging => "imaging: DiagnosticReport",
		Category::MedicationRequest => "medication",
		Category::Immunization => "vaccinations",
		Category::Procedure => "procedures and operations",
		Category::AllergyIntolerance => "allergies and intolerances",
		Category::CarePlan => "care plans",
		Category::DocumentReference => "clinical notes and other documents",
		Category::Claim => "claims",
		Category::RiskAssessment => "results of risk models",
		Category::Genomics => "genomic data",
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{Arg, Command};
	use salus_primitives::{decision_support::VerdictReason, participants::OrganisationKind};

	fn taken<Code: Clone + Send + Sync + 'static>(
		parser: impl TypedValueParser<Value = Code> + 'static,
		text: &str,
	) -> Option<Code> {
		let command = Command::new("test").arg(Arg::new("code").value_parser(parser));
		let taken = command.try_get_matches_from(["test", text]).ok()?;
		taken.get_one::<Code>("code").cloned()
	}

	#[test]
	fn codes_are_taken_by_their_names_and_nothing_else_is() {
		for (text, code) in [
			("agreesWithJudgement", Some(VerdictReason::AgreesWithJudgement)),
			("other", Some(VerdictReason::Other)),
			("agrees-with-judgement", None),
			("AgreesWithJudgement", None),
			("", None),
		] {
			let parser = one_of(VerdictReason::ALL, VerdictReason::from_code);
			assert_eq!(taken(parser, text), code, "{text}");
		}
	}

	#[test]
	fn help_lists_every_code_with_its_meaning() {
		let purposes = with_purposes("Why.");
		assert!(purposes.starts_with("Why.\n\n"), "{purposes}");
		assert!(purposes.contains("  TREAT    treatment\n"), "{purposes}");
		assert!(Purpose::ALL.iter().all(|one| purposes.contains(one.code())));
		let categories = with_categories("Which.");
		assert!(Category::ALL.iter().all(|one| categories.contains(one.code())));
	}

	#[test]
	fn an_alias_stands_for_its_code() {
		let all = OrganisationKind::ALL;
		let parser = || one_of_or(all, OrganisationKind::from_code, &[("provider", "hospital")]);
		for text in ["provider", "hospital"] {
			assert_eq!(taken(parser(), text), Some(OrganisationKind::Provider));
		}
		assert_eq!(taken(parser(), "clinic"), None);
	}

	#[test]
	fn several_codes_stand_between_commas_and_what_is_unknown_is_refused_with_the_list() {
		let parsed = |text| parse_codes("category", text, Category::ALL, Category::from_code);
		let two = [Category::Condition, Category::Genomics];
		assert_eq!(parsed("Condition,Genomics").unwrap(), two);
		assert_eq!(parsed("all").unwrap(), Category::ALL);
		let refused = parsed("Condition,Gene").unwrap_err();
		assert!(refused.message.contains("there is no category Gene"), "{}", refused.message);
		assert!(refused.message.contains("Observation-laboratory"), "{}", refused.message);
	}
}
