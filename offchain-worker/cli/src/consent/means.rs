// SPDX-License-Identifier: Apache-2.0
//! What a provision will mean, in one sentence, what was left out included: read before it is signed.

use super::super::{purpose, times};
use salus_chain::AccountId;
use salus_primitives::{
	Action, Category, Compartment, Compartments, Purpose, WorkClasses,
	consent::{Actor, Effect, ProvisionTerms},
	quorum::WorkClass,
};

/// Whom the terms name, as a person reads it; `typed` is what they were called by.
pub fn whom(actor: &Actor<AccountId>, typed: Option<&str>) -> String {
	let known = |account: String| match typed.map(|typed| typed.trim_start_matches("members-of:")) {
		Some(name) if name != account => format!("{name} ({account})"),
		_ => account,
	};
	match actor {
		Actor::Account(account) => known(account.to_string()),
		Actor::MembersOf(organisation) => {
			format!("every member of {}", known(organisation.to_string()))
		}
		Actor::DecisionSupport { classes, asker } => {
			let asked = asker.as_ref().map_or_else(
				|| "whoever asks".to_owned(),
				|asker| format!("asked by {} or its members", known(asker.to_string())),
			);
			let of = work(*classes);
			format!("decision support (the operators drawn for a request; {of}; {asked})")
		}
		Actor::Study(study) => format!("study {study}"),
	}
}

fn work(classes: WorkClasses) -> String {
	let named: Vec<&str> = classes.iter().map(WorkClass::code).collect();
	match named.as_slice() {
		[] => "work of every class".to_owned(),
		[one] => format!("only work of class {one}"),
		several => format!("only work of the classes {}", several.join(", ")),
	}
}

/// The sentence.
pub fn sentence(terms: &ProvisionTerms<AccountId>, whom: &str) -> String {
	let mut parts = vec![
		format!("{whom} {}", may(terms)),
		compartments(terms),
		categories(terms),
		purposes(terms),
		period(terms),
		data(terms),
	];
	if let Some(end) = terms.erase_at {
		parts.push(format!("every copy must be erased by {}", times::show_end(end)));
	}
	if terms.no_redisclosure {
		parts.push("nothing may be passed on".into());
	}
	if terms.mask_identity {
		parts.push("shown without the patient's identity".into());
	}
	match terms.uses {
		Some(1) => parts.push("once".into()),
		Some(uses) => parts.push(format!("{uses} times")),
		None => {}
	}
	let mut sentence = parts.join("; ");
	sentence.push('.');
	if terms.effect == Effect::Deny {
		sentence +=
			" A denial beats every permit, and ends what it covers of the access that is open;";
		sentence += " only break-glass still opens the general compartment.";
		sentence += &below_and_beside(terms);
	}
	sentence
}

fn may(terms: &ProvisionTerms<AccountId>) -> &'static str {
	let all = terms.actions.is_empty();
	let reads = all || terms.actions.contains(&Action::Access);
	let writes = all || terms.actions.contains(&Action::Collect);
	match (terms.effect, reads, writes) {
		(Effect::Permit, true, true) => "may read and write",
		(Effect::Permit, true, false) => "may read, not write",
		(Effect::Permit, false, _) => "may write, not read",
		(Effect::Deny, true, true) => "may neither read nor write",
		(Effect::Deny, true, false) => "may not read (writing is not denied)",
		(Effect::Deny, false, _) => "may not write (reading is not denied)",
	}
}

fn compartments(terms: &ProvisionTerms<AccountId>) -> String {
	let named = Compartments::from_iter(terms.compartments.iter().copied());
	// As the chain takes it when none is named. Data rule 7.
	let all = named.is_empty() && terms.effect == Effect::Deny;
	if all || named == Compartments::all() {
		return "in every compartment".into();
	}
	if named.is_empty() || named == Compartments::only(Compartment::General) {
		return "only in the general compartment (0)".into();
	}
	let numbers: Vec<String> = named.iter().map(|one| one.number().to_string()).collect();
	let word = if numbers.len() == 1 { "compartment" } else { "compartments" };
	let general = match named.contains(Compartment::General) {
		true => "",
		false => ", not in the general one",
	};
	format!("only in {word} {}{general}", numbers.join(", "))
}

fn categories(terms: &ProvisionTerms<AccountId>) -> String {
	if terms.categories.is_empty() || Category::ALL.iter().all(|one| terms.categories.contains(one))
	{
		return "every category".into();
	}
	let codes: Vec<&str> = terms.categories.iter().map(|one| one.code()).collect();
	format!("only {}", codes.join(", "))
}

fn every_purpose(terms: &ProvisionTerms<AccountId>) -> bool {
	let every = Purpose::ALL
		.iter()
		.filter(|one| **one != Purpose::BreakGlass)
		.all(|one| terms.purposes.contains(one));
	terms.purposes.is_empty() || every
}

fn purposes(terms: &ProvisionTerms<AccountId>) -> String {
	if every_purpose(terms) {
		return "for every purpose".into();
	}
	let named: Vec<String> = terms.purposes.iter().map(|one| purpose::named(*one)).collect();
	format!("only for {}", named.join(", "))
}

/// What a denial of some purposes shuts besides those that it names, and what it does not shut.
fn below_and_beside(terms: &ProvisionTerms<AccountId>) -> String {
	if every_purpose(terms) {
		return String::new();
	}
	// Break-glass, which no provision names, has its own sentence.
	let below: Vec<String> = Purpose::ALL
		.iter()
		.copied()
		.filter(|one| *one != Purpose::BreakGlass && !terms.purposes.contains(one))
		.filter_map(|one| {
			let parent = one.and_above().find(|above| terms.purposes.contains(above))?;
			Some(format!("{one} below {parent}"))
		})
		.collect();
	let with_it = match below.is_empty() {
		true => String::new(),
		false => format!(" What HL7 places below is denied with it ({}).", below.join(", ")),
	};
	format!("{with_it} Other purposes stay as they were.")
}

fn period(terms: &ProvisionTerms<AccountId>) -> String {
	let from = terms
		.from
		.map_or_else(|| "from now".to_owned(), |from| format!("from {}", times::show(from)));
	let until = terms.until.map_or_else(
		|| "without end".to_owned(),
		|until| format!("until {} included", times::show_end(until)),
	);
	format!("{from}, {until}")
}

fn data(terms: &ProvisionTerms<AccountId>) -> String {
	match (terms.data_from, terms.data_until) {
		(None, None) => "whenever the data arose".into(),
		(Some(from), None) => format!("only data of {from} and later"),
		(None, Some(until)) => format!("only data of {until} and earlier"),
		(Some(from), Some(until)) => format!("only data of {from} to {until}"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_chain::calls::consent::permit_to_read;
	use salus_primitives::Categories;

	const DOCTOR: [u8; 32] = [7; 32];

	fn permit() -> ProvisionTerms<AccountId> {
		let actor = Actor::Account(AccountId::new(DOCTOR));
		permit_to_read(actor, Categories::only(Category::Condition), Purpose::Treatment)
	}

	#[test]
	fn what_was_left_out_of_a_permit_is_told() {
		let terms = permit();
		let account = AccountId::new(DOCTOR).to_string();
		let shown = sentence(&terms, &whom(&terms.actor, Some("doctor")));
		for part in [
			&format!("doctor ({account})"),
			"may read, not write",
			"only in the general compartment (0)",
			"only Condition",
			"only for TREAT (treatment)",
			"from now, without end",
			"whenever the data arose",
		] {
			assert!(shown.contains(part), "{part}: {shown}");
		}
		assert_eq!(whom(&terms.actor, Some(&account)), account);
	}

	#[test]
	fn what_decision_support_may_read_for_is_told_and_who_may_ask_it() {
		let any = whom(&Actor::ANY_DECISION_SUPPORT, Some("decision-support"));
		assert!(any.ends_with("for a request; work of every class; whoever asks)"), "{any}");
		let clinic = AccountId::new(DOCTOR);
		let asked = |classes: &[WorkClass], typed| {
			let classes = classes.iter().copied().collect();
			whom(&Actor::DecisionSupport { classes, asker: Some(clinic.clone()) }, typed)
		};
		let shown = asked(&[WorkClass::Payment], Some("clinic"));
		let end = format!("only work of class payment; asked by clinic ({clinic}) or its members)");
		assert!(shown.ends_with(&end), "{shown}");
		let shown = asked(&[WorkClass::Research, WorkClass::Clinical], None);
		let end = format!("of the classes clinical, research; asked by {clinic} or its members)");
		assert!(shown.ends_with(&end), "{shown}");
	}

	#[test]
	fn a_denial_says_how_wide_it_is() {
		let wide = ProvisionTerms {
			effect: Effect::Deny,
			actions: Action::ALL.to_vec().try_into().unwrap(),
			categories: Category::ALL.to_vec().try_into().unwrap(),
			compartments: Compartment::ALL.to_vec().try_into().unwrap(),
			purposes: Default::default(),
			..permit()
		};
		let shown = sentence(&wide, "X");
		for part in [
			"X may neither read nor write; in every compartment; every category; for every purpose",
			"beats every permit",
		] {
			assert!(shown.contains(part), "{part}: {shown}");
		}
		let unnamed = ProvisionTerms { compartments: Default::default(), ..wide.clone() };
		assert!(sentence(&unnamed, "X").contains("in every compartment"));
		let narrow = ProvisionTerms {
			actions: vec![Action::Access].try_into().unwrap(),
			compartments: vec![Compartment::Three, Compartment::One].try_into().unwrap(),
			..wide
		};
		let shown = sentence(&narrow, "X");
		for part in ["writing is not denied", "only in compartments 1, 3, not in the general one"] {
			assert!(shown.contains(part), "{part}: {shown}");
		}
	}

	#[test]
	fn a_denial_of_some_purposes_says_that_those_below_are_denied_and_others_stay_open() {
		use Purpose::{CareManagement, EmergencyTreatment, Operations, Treatment};
		let denial = |purposes: &[Purpose]| {
			let terms = ProvisionTerms {
				effect: Effect::Deny,
				purposes: purposes.to_vec().try_into().unwrap(),
				..permit()
			};
			sentence(&terms, "X")
		};
		for (purposes, end) in [
			(
				&[Treatment][..],
				"What HL7 places below is denied with it (ETREAT below TREAT). Other purposes stay as they were.",
			),
			(
				&[Treatment, Operations],
				"with it (ETREAT below TREAT, CAREMGT below HOPERAT). Other purposes stay as they were.",
			),
			// Nothing below is left, or there is nothing below.
			(&[Treatment, EmergencyTreatment], "compartment. Other purposes stay as they were."),
			(&[CareManagement], "compartment. Other purposes stay as they were."),
		] {
			let shown = denial(purposes);
			assert!(shown.ends_with(end), "{shown}");
		}
		assert!(!denial(&[]).contains("Other purposes"));
		assert!(!denial(Purpose::ALL).contains("Other purposes"));
		assert!(!sentence(&permit(), "X").contains("Other purposes"));
	}

	#[test]
	fn both_ends_of_a_period_are_shown_with_their_zone() {
		// By the machine's zone: what is shown is read back.
		let (from, until) = (1_800_000_000_000, 1_900_000_000_000);
		let terms = ProvisionTerms {
			from: Some(from),
			until: Some(until),
			uses: Some(2),
			mask_identity: true,
			..permit()
		};
		let shown = sentence(&terms, "X");
		for part in [
			format!("from {}", times::show(from)),
			format!("until {} included", times::show(until - 1)),
			"2 times".into(),
			"without the patient's identity".into(),
		] {
			assert!(shown.contains(&part), "{part}: {shown}");
		}
	}
}
