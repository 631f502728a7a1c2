//! The chain's codes as arguments: each by the name that its JSON form has.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Serialize;

/// Takes one of these codes.
pub fn one_of<Code: Serialize + Copy + Send + Sync + 'static>(
	all: &'static [Code],
) -> impl TypedValueParser<Value = Code> {
	one_of_or(all, &[])
}

/// The same, of which some have another name, too: the code's, and the other.
pub fn one_of_or<Code: Serialize + Copy + Send + Sync + 'static>(
	all: &'static [Code],
	aliases: &'static [(&'static str, &'static str)],
) -> impl TypedValueParser<Value = Code> {
	let values = all.iter().map(move |code| {
		let name = name_of(code);
		let mine = aliases.iter().filter(|(named, _)| *named == name);
		let others: Vec<&'static str> = mine.map(|(_, other)| *other).collect();
		PossibleValue::new(name).aliases(others)
	});
	PossibleValuesParser::new(values).try_map(move |text| {
		let alias = aliases.iter().find(|(_, other)| *other == text);
		let name = alias.map_or(text.as_str(), |(named, _)| *named);
		all.iter().copied().find(|code| name_of(code) == name).ok_or("it is not one of the codes")
	})
}

fn name_of(code: &impl Serialize) -> String {
	let value = serde_json::to_value(code).ok();
	value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{Arg, Command};
	use salus_chain::answers::{OrganisationKind, VerdictReason};

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
			("agrees-with-judgement", Some(VerdictReason::AgreesWithJudgement)),
			("other", Some(VerdictReason::Other)),
			("AgreesWithJudgement", None),
			("", None),
		] {
			assert_eq!(taken(one_of(VerdictReason::ALL), text), code, "{text}");
		}
	}

	#[test]
	fn an_alias_stands_for_its_code() {
		let parser = || one_of_or(OrganisationKind::ALL, &[("provider", "hospital")]);
		for text in ["provider", "hospital"] {
			assert_eq!(taken(parser(), text), Some(OrganisationKind::Provider));
		}
		assert_eq!(taken(parser(), "clinic"), None);
	}
}
