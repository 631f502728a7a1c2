// SPDX-License-Identifier: Apache-2.0
//! Whom and what a provision means: the README's words, its data period, and decision support's class and asker.

use super::*;

/// Whether the provision covers what is asked, whenever it is in force.
pub fn covers(world: &World, given: &Given, query: &Query<AccountId>) -> bool {
	let terms = &given.terms;
	names_reader(world, terms, &query.reader)
		&& names_code(&terms.actions, query.action)
		&& names_code(&terms.categories, query.category)
		&& names_purpose(terms, query.purpose)
		&& names_compartment(terms, query.compartment)
		&& names_data(terms, query.data)
}

/// Who is meant is looked up at the time of the question.
pub fn names_reader(
	world: &World,
	terms: &ProvisionTerms<AccountId>,
	reader: &Reader<AccountId>,
) -> bool {
	match (&terms.actor, reader) {
		(Actor::Account(named), Reader::Account(account)) => named == account,
		(Actor::MembersOf(organisation), Reader::Account(account)) => {
			world.is_member(terms.effect, *organisation, *account)
		}
		(
			Actor::DecisionSupport { classes, asker: named },
			Reader::DecisionSupport { class, asker },
		) => {
			let names_class = classes.is_empty() || classes.contains(*class);
			let names_asker = match named {
				None => true,
				Some(named) => named == asker || world.is_member(terms.effect, *named, *asker),
			};
			names_class && names_asker
		}
		(Actor::Study(named), Reader::Study(study)) => named == study,
		_ => false,
	}
}

/// What a denial leaves out means all. No permit leaves it out.
fn names_code<Code: PartialEq>(named: &[Code], asked: Code) -> bool {
	named.is_empty() || named.contains(&asked)
}

/// A permit means the purposes that it names, a denial those below them, too.
fn names_purpose(terms: &ProvisionTerms<AccountId>, asked: Purpose) -> bool {
	match terms.effect {
		Effect::Permit => terms.purposes.contains(&asked),
		Effect::Deny => {
			names_code(&terms.purposes, asked)
				|| purposes_above(asked).iter().any(|above| terms.purposes.contains(above))
		}
	}
}

/// As the README has HL7's order, without its table in code.
fn purposes_above(purpose: Purpose) -> &'static [Purpose] {
	match purpose {
		Purpose::BreakGlass => &[Purpose::EmergencyTreatment, Purpose::Treatment],
		Purpose::EmergencyTreatment => &[Purpose::Treatment],
		Purpose::CareManagement => &[Purpose::Operations],
		_ => &[],
	}
}

/// Left out they mean the general one in a permit, and all in a denial.
fn names_compartment(terms: &ProvisionTerms<AccountId>, asked: Compartment) -> bool {
	if terms.compartments.is_empty() {
		return terms.effect == Effect::Deny || asked == Compartment::General;
	}
	terms.compartments.contains(&asked)
}

/// Day by day: all of the data for a permit, any of them for a denial.
fn names_data(terms: &ProvisionTerms<AccountId>, data: DataPeriod) -> bool {
	let is_named = |day: i32| {
		terms.data_from.is_none_or(|first| first.0 <= day)
			&& terms.data_until.is_none_or(|last| day <= last.0)
	};
	let mut days = data.first.0..=data.last.0;
	match terms.effect {
		Effect::Permit => days.all(is_named),
		Effect::Deny => days.any(is_named),
	}
}
