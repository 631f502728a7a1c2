//! What a provision says, as it is typed, and what is taken where something was left out.
//!
//! A permit is as narrow as can be (reading, in the general compartment), a denial as wide as can be: whoever
//! denies wants somebody kept out. Data rule 7.

use super::{
	super::{
		Context, Failure,
		render::{self, parse_words},
		times,
	},
	means,
};
use clap::{ArgGroup, Args};
use salus_chain::answers::{Actor, Effect, ProvisionTerms};
use salus_primitives::{Action, Category, Purpose, StudyId};
use serde_json::{Value, json};

/// How many compartments a patient has.
pub const COMPARTMENTS: u8 = 16;

/// What a provision says.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("effect").required(true).args(["permit", "deny"]))]
pub struct Terms {
	/// Permit.
	#[arg(long)]
	permit: bool,
	/// Deny: beats every permit. What is left out is denied whole: all actions, categories, compartments, purposes.
	#[arg(long)]
	deny: bool,
	/// Whom: an account, members-of:ACCOUNT, decision-support, or study:NUMBER.
	#[arg(long)]
	to: String,
	/// access (read), collect (write), or both; without it a permit means access, a denial both.
	#[arg(long)]
	actions: Option<String>,
	/// Which kinds of document, or all. A permit must name them.
	#[arg(long, required_unless_present = "deny")]
	categories: Option<String>,
	/// Which compartments, by number, or all; without it a permit means the general one (0), a denial all.
	#[arg(long)]
	compartments: Option<String>,
	/// For which purposes, or all. A permit must name them.
	#[arg(long, required_unless_present = "deny")]
	purposes: Option<String>,
	/// From when: a date (its first moment) or a time, in your time zone unless it states another; without it now.
	#[arg(long)]
	from: Option<String>,
	/// Until when: a date (that whole day included) or a time, in your time zone unless it states another.
	#[arg(long)]
	until: Option<String>,
	/// Only data that arose on this day or later.
	#[arg(long, value_name = "DAY")]
	data_from: Option<String>,
	/// Only data that arose on this day or earlier.
	#[arg(long, value_name = "DAY")]
	data_until: Option<String>,
	/// The reader must erase every copy by then: a date (by its end) or a time.
	#[arg(long)]
	erase_at: Option<String>,
	/// The reader must pass nothing on.
	#[arg(long)]
	no_redisclosure: bool,
	/// The reader must show it without the patient's identity.
	#[arg(long)]
	mask_identity: bool,
	/// How often it may be used.
	#[arg(long)]
	uses: Option<u32>,
}

impl Terms {
	/// The terms for the chain, with what was left out, and the sentence that says what they mean.
	pub fn understand(self, context: &Context) -> Result<(ProvisionTerms, String), Failure> {
		let actor = parse_actor(context, &self.to)?;
		let whom = means::whom(&actor, Some(&self.to));
		let terms = self.complete(actor)?;
		let sentence = means::sentence(&terms, &whom);
		Ok((terms, sentence))
	}

	fn complete(self, actor: Actor) -> Result<ProvisionTerms, Failure> {
		let effect = if self.deny { Effect::Deny } else { Effect::Permit };
		let or_all = |text: Option<String>| text.unwrap_or_else(|| "all".into());
		let actions = match (self.actions, effect) {
			(None, Effect::Permit) => Action::Access.code().to_owned(),
			(given, _) => or_all(given),
		};
		let beginning =
			|text: &Option<String>| text.as_deref().map(times::parse_beginning).transpose();
		let end = |text: &Option<String>| text.as_deref().map(times::parse_end).transpose();
		let day = |text: &Option<String>| text.as_deref().map(times::parse_day).transpose();
		Ok(ProvisionTerms {
			effect,
			actor,
			actions: parse_words("action", &actions, Action::ALL, Action::code)?,
			categories: parse_words(
				"category",
				&or_all(self.categories),
				Category::ALL,
				Category::code,
			)?,
			compartments: match (&self.compartments, effect) {
				(None, Effect::Permit) => Vec::new(),
				(None, Effect::Deny) => (0..COMPARTMENTS).collect(),
				(Some(text), _) => parse_compartments(text)?,
			},
			purposes: parse_purposes(&or_all(self.purposes))?,
			from: beginning(&self.from)?,
			until: end(&self.until)?,
			data_from: day(&self.data_from)?,
			data_until: day(&self.data_until)?,
			erase_at: end(&self.erase_at)?,
			no_redisclosure: self.no_redisclosure,
			mask_identity: self.mask_identity,
			uses: self.uses,
		})
	}
}

/// What was understood, for the answer.
pub fn understood(terms: &ProvisionTerms, means: &str) -> Value {
	json!({
		"means": means,
		"from": terms.from.map(times::show),
		"until": terms.until.map(times::show_end),
		"dataFrom": terms.data_from.map(render::day),
		"dataUntil": terms.data_until.map(render::day),
		"eraseAt": terms.erase_at.map(times::show_end),
		"timeZone": times::zone_name(),
	})
}

fn parse_compartments(text: &str) -> Result<Vec<u8>, Failure> {
	if text == "all" {
		return Ok((0..COMPARTMENTS).collect());
	}
	text.split(',')
		.map(|number| {
			number.trim().parse().ok().filter(|number| *number < COMPARTMENTS).ok_or_else(|| {
				Failure::bad_input(format!("compartment {number} does not exist"))
					.remedy("name numbers from 0 to 15, by commas, or all")
			})
		})
		.collect()
}

/// Every purpose that a provision may name: break-glass never needs one.
fn parse_purposes(text: &str) -> Result<Vec<Purpose>, Failure> {
	let mut purposes = parse_words("purpose", text, Purpose::ALL, Purpose::code)?;
	if text == "all" {
		purposes.retain(|purpose| *purpose != Purpose::BreakGlass);
	}
	Ok(purposes)
}

fn parse_actor(context: &Context, text: &str) -> Result<Actor, Failure> {
	if text == "decision-support" {
		return Ok(Actor::DecisionSupport);
	}
	if let Some(organisation) = text.strip_prefix("members-of:") {
		return Ok(Actor::MembersOf(context.account(organisation)?));
	}
	if let Some(number) = text.strip_prefix("study:") {
		let number = number
			.parse()
			.map_err(|cause| Failure::bad_input(format!("a study is a number: {cause}")))?;
		return Ok(Actor::Study(StudyId(number)));
	}
	Ok(Actor::Account(context.account(text)?))
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;

	#[derive(Parser)]
	struct Line {
		#[command(flatten)]
		terms: Terms,
	}

	fn typed(line: &str) -> Result<ProvisionTerms, String> {
		let words = ["grant", "--to", "study:1"].into_iter();
		let line = Line::try_parse_from(words.chain(line.split_whitespace()))
			.map_err(|cause| cause.to_string())?;
		line.terms.complete(Actor::Study(StudyId(1))).map_err(|cause| cause.message)
	}

	#[test]
	fn a_denial_that_names_nothing_denies_everything() {
		for line in ["--deny", "--deny --categories all --purposes all"] {
			let denial = typed(line).unwrap();
			assert_eq!(denial.actions, Action::ALL);
			assert_eq!(denial.categories, Category::ALL);
			assert_eq!(denial.compartments, (0..16).collect::<Vec<u8>>());
			assert_eq!(denial.purposes.len(), Purpose::ALL.len() - 1);
			assert!(!denial.purposes.contains(&Purpose::BreakGlass));
		}
	}

	#[test]
	fn what_a_denial_names_is_taken() {
		let line =
			"--deny --actions access --categories Condition --purposes HRESCH --compartments 0,3";
		let denial = typed(line).unwrap();
		assert_eq!(denial.actions, [Action::Access]);
		assert_eq!(denial.categories, [Category::Condition]);
		assert_eq!(denial.compartments, [0, 3]);
		assert_eq!(denial.purposes, [Purpose::Research]);
	}

	#[test]
	fn a_permit_is_narrow_and_must_name_categories_and_purposes() {
		let permit = typed("--permit --categories all --purposes TREAT").unwrap();
		assert_eq!(permit.actions, [Action::Access]);
		// None named: on chain the general one.
		assert!(permit.compartments.is_empty());
		assert_eq!((permit.from, permit.until), (None, None));
		assert!(typed("--permit --categories all").is_err());
		assert!(typed("--permit --purposes all").is_err());
		assert!(typed("--categories all --purposes all").is_err());
	}

	#[test]
	fn a_compartment_that_no_patient_has_is_refused_here() {
		for given in ["16", "-1", "general", "0,,1"] {
			let line = format!("--permit --categories all --purposes all --compartments={given}");
			assert!(typed(&line).unwrap_err().contains("compartment"), "{given}");
		}
	}

	#[test]
	fn dates_of_data_are_days_and_times_are_refused() {
		let line = "--permit --categories all --purposes all --data-from 1931-05-06 --data-until 1931-05-06";
		let permit = typed(line).unwrap();
		assert_eq!(permit.data_from, permit.data_until);
		let line = "--permit --categories all --purposes all --data-until 2020-01-01T00:00:00Z";
		assert!(typed(line).is_err());
	}
}
