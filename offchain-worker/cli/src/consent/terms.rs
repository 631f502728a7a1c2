// SPDX-License-Identifier: Apache-2.0
//! What a provision says, as it is typed, and what is taken where something was left out.
//!
//! A permit is as narrow as can be (reading, in the general compartment), a denial as wide as can be: whoever
//! denies wants somebody kept out. Data rule 7.

use super::{
	super::{
		Context, Failure,
		codes::{self, parse_codes},
		times,
	},
	means,
};
use clap::{ArgGroup, Args};
use salus_chain::AccountId;
use salus_primitives::{
	Action, Actions, Categories, Category, Compartment, Compartments, Purpose, Purposes, StudyId,
	WorkClasses,
	consent::{Actor, Effect, ProvisionTerms},
	quorum::WorkClass,
};
use serde::Serialize;

/// What is typed for the operators that are drawn for a request.
pub const DECISION_SUPPORT: &str = "decision-support";

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
	/// With --to decision-support, for which work: clinical, payment, research, by commas, or all; without it all.
	#[arg(long)]
	classes: Option<String>,
	/// With --to decision-support, when who asks: an account, or an organisation for its members, too; without it
	/// whoever may read.
	#[arg(long, value_name = "ACCOUNT")]
	asker: Option<String>,
	/// access (read), collect (write), or both; without it a permit means access, a denial both.
	#[arg(long)]
	actions: Option<String>,
	/// Which kinds of document, or all. A permit must name them.
	#[arg(
		long,
		required_unless_present = "deny",
		long_help = codes::with_categories("Which kinds of document, by commas, or all. A permit must name them.")
	)]
	categories: Option<String>,
	/// Which compartments, by number, or all; without it a permit means the general one (0), a denial all.
	#[arg(long)]
	compartments: Option<String>,
	/// For which purposes, or all. A permit must name them.
	#[arg(
		long,
		required_unless_present = "deny",
		long_help = codes::with_purposes("For which purposes, by commas, or all. A permit must name them.")
	)]
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
	pub fn understand(
		self,
		context: &Context,
	) -> Result<(ProvisionTerms<AccountId>, String), Failure> {
		let actor = self.actor(context)?;
		let whom = means::whom(&actor, Some(self.asker.as_deref().unwrap_or(&self.to)));
		let terms = self.complete(actor)?;
		let sentence = means::sentence(&terms, &whom);
		Ok((terms, sentence))
	}

	fn actor(&self, context: &Context) -> Result<Actor<AccountId>, Failure> {
		if self.to == DECISION_SUPPORT {
			let asker = self.asker.as_deref().map(|asker| context.account(asker)).transpose()?;
			let classes = parse_classes(self.classes.as_deref())?;
			return Ok(Actor::DecisionSupport { classes, asker });
		}
		if self.classes.is_some() || self.asker.is_some() {
			return Err(of_decision_support(&self.to));
		}
		parse_actor(context, &self.to)
	}

	fn complete(self, actor: Actor<AccountId>) -> Result<ProvisionTerms<AccountId>, Failure> {
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
		// As sets: what is named twice is meant once.
		let actions = parse_codes("action", &actions, Action::ALL, Action::from_code)?;
		let actions = Actions::from_iter(actions);
		let categories = or_all(self.categories);
		let categories = parse_codes("category", &categories, Category::ALL, Category::from_code)?;
		let categories = Categories::from_iter(categories);
		let compartments = match (&self.compartments, effect) {
			(None, Effect::Permit) => Compartments::EMPTY,
			(None, Effect::Deny) => Compartments::all(),
			(Some(text), _) => parse_compartments(text)?,
		};
		let purposes = parse_purposes(&or_all(self.purposes))?;
		Ok(ProvisionTerms {
			effect,
			actor,
			actions: listed(actions.iter())?,
			categories: listed(categories.iter())?,
			compartments: listed(compartments.iter())?,
			purposes: listed(purposes.iter())?,
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

/// A set as a call takes it.
fn listed<Item, List: TryFrom<Vec<Item>>>(
	items: impl Iterator<Item = Item>,
) -> Result<List, Failure> {
	List::try_from(items.collect::<Vec<Item>>())
		.map_err(|_| Failure::bad_input("more is named than the chain takes"))
}

/// What was understood, for the answer.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Understood {
	means: String,
	terms: ProvisionTerms<AccountId>,
	/// In which the sentence tells times.
	time_zone: String,
}

/// The same of these terms, which this sentence explains.
pub fn understood(terms: &ProvisionTerms<AccountId>, means: &str) -> Understood {
	Understood { means: means.to_owned(), terms: terms.clone(), time_zone: times::zone_name() }
}

fn parse_compartments(text: &str) -> Result<Compartments, Failure> {
	if text == "all" {
		return Ok(Compartments::all());
	}
	text.split(',')
		.map(|number| {
			let parsed = number.trim().parse().ok().and_then(Compartment::new);
			parsed.ok_or_else(|| {
				Failure::bad_input(format!("compartment {number} does not exist"))
					.remedy("name numbers from 0 to 15, by commas, or all")
			})
		})
		.collect()
}

/// Every purpose that a provision may name: break-glass never needs one.
fn parse_purposes(text: &str) -> Result<Purposes, Failure> {
	let mut purposes = parse_codes("purpose", text, Purpose::ALL, Purpose::from_code)?;
	if text == "all" {
		purposes.retain(|purpose| *purpose != Purpose::BreakGlass);
	}
	Ok(purposes.into_iter().collect())
}

/// That a class or an asker was named for something else.
pub fn of_decision_support(named: &str) -> Failure {
	Failure::bad_input(format!("{named} is not decision support, which has classes and an asker"))
		.remedy(format!("name {DECISION_SUPPORT}, or leave them out"))
}

/// No class means every one: those that there are, and those to come.
fn parse_classes(text: Option<&str>) -> Result<WorkClasses, Failure> {
	match text {
		None | Some("all") => Ok(WorkClasses::EMPTY),
		Some(text) => {
			let classes = parse_codes("class", text, WorkClass::ALL, WorkClass::from_code)?;
			Ok(classes.into_iter().collect())
		}
	}
}

fn parse_actor(context: &Context, text: &str) -> Result<Actor<AccountId>, Failure> {
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

	fn typed(line: &str) -> Result<ProvisionTerms<AccountId>, String> {
		let words = ["grant", "--to", "study:1"].into_iter();
		let line = Line::try_parse_from(words.chain(line.split_whitespace()))
			.map_err(|cause| cause.to_string())?;
		line.terms.complete(Actor::Study(StudyId(1))).map_err(|cause| cause.message)
	}

	#[test]
	fn a_denial_that_names_nothing_denies_everything() {
		for line in ["--deny", "--deny --categories all --purposes all"] {
			let denial = typed(line).unwrap();
			assert_eq!(denial.actions.as_slice(), Action::ALL);
			assert_eq!(denial.categories.as_slice(), Category::ALL);
			assert_eq!(denial.compartments.as_slice(), Compartment::ALL);
			assert_eq!(denial.purposes.len(), Purpose::ALL.len() - 1);
			assert!(!denial.purposes.contains(&Purpose::BreakGlass));
		}
	}

	#[test]
	fn what_a_denial_names_is_taken() {
		let line =
			"--deny --actions access --categories Condition --purposes HRESCH --compartments 0,3";
		let denial = typed(line).unwrap();
		assert_eq!(denial.actions.as_slice(), [Action::Access]);
		assert_eq!(denial.categories.as_slice(), [Category::Condition]);
		let compartments = [Compartment::General, Compartment::Three];
		assert_eq!(denial.compartments.as_slice(), compartments);
		assert_eq!(denial.purposes.as_slice(), [Purpose::Research]);
	}

	#[test]
	fn what_is_named_twice_is_meant_once() {
		let line = "--permit --actions access,access --categories Condition,Condition --compartments 3,3 --purposes TREAT";
		let permit = typed(line).unwrap();
		assert_eq!(permit.actions.len(), 1);
		assert_eq!(permit.categories.len(), 1);
		assert_eq!(permit.compartments.as_slice(), [Compartment::Three]);
	}

	#[test]
	fn a_permit_is_narrow_and_must_name_categories_and_purposes() {
		let permit = typed("--permit --categories all --purposes TREAT").unwrap();
		assert_eq!(permit.actions.as_slice(), [Action::Access]);
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

	fn named(line: &str) -> Result<Actor<AccountId>, Failure> {
		let home = tempfile::tempdir().unwrap();
		let context = Context::of_home(home.path().to_owned(), "window seven giraffe mild".into());
		let words = ["grant", "--deny"].into_iter().chain(line.split_whitespace());
		Line::try_parse_from(words).unwrap().terms.actor(&context)
	}

	#[test]
	fn decision_support_is_named_with_classes_and_who_asks() {
		let asked = |classes: &[WorkClass], asker| Actor::DecisionSupport {
			classes: classes.iter().copied().collect(),
			asker,
		};
		let clinic = AccountId::new([7; 32]);
		let by_clinic = format!("--to decision-support --asker {clinic}");
		for (line, actor) in [
			("--to decision-support", Actor::ANY_DECISION_SUPPORT),
			("--to decision-support --classes all", Actor::ANY_DECISION_SUPPORT),
			(
				"--to decision-support --classes payment,clinical",
				asked(&[WorkClass::Clinical, WorkClass::Payment], None),
			),
			(by_clinic.as_str(), asked(&[], Some(clinic.clone()))),
		] {
			assert_eq!(named(line).unwrap(), actor, "{line}");
		}
		let refused = named("--to decision-support --classes surgical").unwrap_err();
		assert!(refused.message.contains("there is no class surgical"), "{}", refused.message);
		assert!(refused.message.contains("clinical, payment, research"), "{}", refused.message);
		// Nobody takes a permit for an account to be one for what it asks.
		let study = by_clinic.replace("decision-support", "study:1");
		for line in ["--to study:1 --classes clinical", study.as_str()] {
			assert_eq!(named(line).unwrap_err().kind, "BadInput", "{line}");
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
