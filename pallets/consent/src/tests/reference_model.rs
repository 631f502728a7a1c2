// SPDX-License-Identifier: Apache-2.0
//! The pallet against a model that keeps a log and answers by reading all of it, over random
//! histories. `SALUS_HISTORIES` says how many.

use super::*;
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{Config as RunnerConfig, TestRunner},
};

mod answering;
mod histories;
mod open_access;
mod play;
mod seen;

use seen::Seen;

/// Time passes in quarters of an hour, so that a case of an hour ends within a history.
const QUARTER: Moment = HOUR / 4;
// Mostly one patient, so that histories grow long enough to be forgotten.
const PATIENTS: [AccountId; 4] = [ALICE, ALICE, ALICE, BOB];
const ACCOUNTS: [AccountId; 3] = [DORA, EMIL, OTTO];
const ORGANISATIONS: [AccountId; 2] = [CLINIC, INSURER];
const ROOM: u32 = 4;
const KEPT: u32 = 2;
const CASES: usize = 3;

type Terms = ProvisionTerms<AccountId>;
type Question = Query<AccountId>;

#[derive(Clone, Debug)]
enum Step {
	Pass(u64),
	Grant(AccountId, Terms),
	/// With what is open, or letting that finish.
	Revoke(AccountId, usize, bool),
	Use(Question),
	BreakGlass(AccountId, AccountId),
	Review(usize),
	/// By the patient, before its time.
	Close(usize),
	Join(AccountId, AccountId),
	Leave(AccountId, AccountId),
	License(AccountId, Licence),
	Suspend(AccountId, bool),
	Prune(AccountId),
}

// What happened, in words that share nothing with the pallet's storage.
#[derive(Clone, Debug)]
enum Fact {
	Granted(AccountId, u32, Terms),
	Revoked { patient: AccountId, id: u32, lets_finish: bool },
	Used(AccountId, u32),
	Broke { case: u64, practitioner: AccountId, patient: AccountId },
	Reviewed(u64),
	Closed(u64),
}

#[derive(Default)]
struct Model {
	log: Vec<(Moment, Fact)>,
	members: Vec<(AccountId, AccountId)>,
	suspended: Vec<AccountId>,
	licences: Vec<(AccountId, Licence)>,
	/// Every access that was opened: what was asked, and what allowed it.
	opened: Vec<(Question, Basis)>,
}

impl Model {
	fn licence(&self, account: AccountId) -> Licence {
		let newest = self.licences.iter().rev().find(|(who, _)| *who == account);
		newest.map_or(Licence::None, |(_, licence)| *licence)
	}

	fn granted(&self, patient: AccountId) -> Vec<(Moment, u32, &Terms)> {
		let mut granted = Vec::new();
		for (when, fact) in &self.log {
			if let Fact::Granted(whose, id, terms) = fact
				&& *whose == patient
			{
				granted.push((*when, *id, terms));
			}
		}
		granted
	}

	fn count(&self, at: Moment, is: impl Fn(&Fact) -> bool) -> u32 {
		self.log.iter().filter(|(when, fact)| *when <= at && is(fact)).count() as u32
	}

	/// Whether the patient or the last use has ended it.
	fn is_over(&self, patient: AccountId, id: u32, terms: &Terms, at: Moment) -> bool {
		let used =
			self.count(at, |fact| matches!(fact, Fact::Used(p, i) if *p == patient && *i == id));
		self.revoked(patient, id, at).is_some() || terms.uses.is_some_and(|uses| used >= uses)
	}

	/// Whether the patient has revoked it, and if so, whether what was open may finish.
	fn revoked(&self, whose: AccountId, which: u32, at: Moment) -> Option<bool> {
		self.log.iter().find_map(|(when, fact)| match fact {
			Fact::Revoked { patient, id, lets_finish }
				if *patient == whose && *id == which && *when <= at =>
			{
				Some(*lets_finish)
			}
			_ => None,
		})
	}

	fn has_expired(terms: &Terms, at: Moment) -> bool {
		matches!(terms.until, Some(end) if at >= end)
			|| matches!(terms.erase_at, Some(end) if at >= end)
	}

	fn active_count(&self, patient: AccountId, at: Moment) -> u32 {
		let granted = self.granted(patient);
		granted
			.into_iter()
			.filter(|(_, id, terms)| {
				!self.is_over(patient, *id, terms, at) && !Self::has_expired(terms, at)
			})
			.count() as u32
	}

	fn is_named(&self, terms: &Terms, reader: &Reader<AccountId>) -> bool {
		let actor = &terms.actor;
		match reader {
			Reader::DecisionSupport { class, asker } => {
				let Actor::DecisionSupport { classes, asker: named } = actor else {
					return false;
				};
				let classes: Vec<_> = classes.iter().collect();
				let mut askers = self.organisations(terms.effect, *asker).chain([*asker]);
				(classes.is_empty() || classes.contains(class))
					&& (named.is_none() || askers.any(|one| *named == Some(one)))
			}
			Reader::Study(study) => *actor == Actor::Study(*study),
			Reader::Account(account) => {
				*actor == Actor::Account(*account)
					|| self
						.organisations(terms.effect, *account)
						.any(|organisation| *actor == Actor::MembersOf(organisation))
			}
		}
	}

	/// Of which organisations the account is a member, for a provision of this effect.
	fn organisations(
		&self,
		effect: Effect,
		account: AccountId,
	) -> impl Iterator<Item = AccountId> + '_ {
		let of_account = self.members.iter().filter(move |(_, member)| *member == account);
		let organisations = of_account.map(|(organisation, _)| *organisation);
		organisations.filter(move |one| effect == Effect::Deny || !self.suspended.contains(one))
	}

	fn is_meant(&self, terms: &Terms, question: &Question) -> bool {
		let any = terms.effect == Effect::Deny;
		let action = terms.actions.contains(&question.action) || any && terms.actions.is_empty();
		let category =
			terms.categories.contains(&question.category) || any && terms.categories.is_empty();
		let purpose = match terms.effect {
			Effect::Permit => terms.purposes.contains(&question.purpose),
			Effect::Deny => {
				terms.purposes.is_empty()
					|| terms.purposes.iter().any(|named| covers(*named, question.purpose))
			}
		};
		let compartment = match terms.compartments.as_slice() {
			[] => any || question.compartment.number() == 0,
			named => named.contains(&question.compartment),
		};
		// Day by day, which no bound is compared for at once.
		let named = |day: i32| {
			!matches!(terms.data_from, Some(Day(from)) if day < from)
				&& !matches!(terms.data_until, Some(Day(until)) if day > until)
		};
		let mut days = question.data.first.0..=question.data.last.0;
		let data = match terms.effect {
			Effect::Permit => days.all(named),
			Effect::Deny => days.any(named),
		};
		action && category && purpose && compartment && data
	}

	fn may_grant(&self, patient: AccountId, terms: &Terms, at: Moment) -> bool {
		let empty = |from: Option<Moment>, until: Option<Moment>| match (from, until) {
			(Some(from), Some(until)) => from >= until,
			_ => false,
		};
		!empty(terms.from, terms.until)
			&& !empty(terms.from, terms.erase_at)
			&& !matches!(
				(terms.data_from, terms.data_until),
				(Some(from), Some(until)) if from > until
			) && !Self::has_expired(terms, at)
			&& self.active_count(patient, at) < ROOM
	}

	fn may_break_glass(&self, who: AccountId, patient: AccountId, at: Moment) -> bool {
		let mut unreviewed = Vec::new();
		for (when, fact) in &self.log {
			if let Fact::Broke { case, practitioner, patient } = fact
				&& *practitioner == who
				&& self.count(at, |f| matches!(f, Fact::Reviewed(r) if r == case)) == 0
			{
				unreviewed.push((self.is_open(*case, *when, at), *patient));
			}
		}
		matches!(self.licence(who), Licence::InForce { .. })
			&& unreviewed.len() < CASES
			&& !unreviewed.contains(&(true, patient))
	}

	/// Asks the pallet and the model, for now and for some moment since a little before the start.
	fn compare(&self, question: &Question, part: u8, seen: &Seen) {
		let expected = self.answer(question, now());
		assert_eq!(decide(question), expected, "now {question:?}");
		seen.count(&expected);
		let granted = self.granted(question.patient);
		seen.count_asker(&granted, question, &expected);
		seen.count_denial(&granted, question, &expected);

		let before = START - QUARTER;
		let then = before + (now() - before) * Moment::from(part) / Moment::from(u8::MAX);
		let known_since = Consent::known_since(&question.patient);
		let answered = decide_at(question, then);
		if then < known_since {
			assert_eq!(answered, Err(Refusal::NoPolicy));
			// Nothing is forgotten before history is full.
			let granted = self.granted(question.patient).len() as u32;
			assert!(granted - self.active_count(question.patient, now()) > KEPT);
			seen.forgotten.set(seen.forgotten.get() + 1);
		} else {
			let expected_then = self.answer(question, then);
			assert_eq!(answered, expected_then, "at {then} {question:?}");
			seen.changed.set(seen.changed.get() + u32::from(expected_then != expected));
		}
	}
}

/// Whether somebody who names one purpose means the other too: as HL7 draws the tree, told code by code.
fn covers(named: Purpose, asked: Purpose) -> bool {
	use Purpose::{BreakGlass, CareManagement, EmergencyTreatment, Operations, Treatment};
	named == asked
		|| matches!(
			(named, asked),
			(Treatment, EmergencyTreatment | BreakGlass)
				| (EmergencyTreatment, BreakGlass)
				| (Operations, CareManagement)
		)
}

fn how_many() -> u32 {
	let usual = if cfg!(debug_assertions) { 500 } else { 10_000 };
	std::env::var("SALUS_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

#[test]
fn data_rules_7_and_8_random_histories_are_decided_as_the_model_decides_them() {
	let seen = Seen::default();
	let mut runner = TestRunner::new(RunnerConfig {
		cases: how_many(),
		failure_persistence: None,
		..RunnerConfig::default()
	});
	let steps =
		vec((histories::step(), vec((histories::question_of_anyone(), any::<u8>()), 3)), 5..30);
	let result = runner.run(&steps, |steps| {
		build_and_execute(|| {
			MaxProvisions::set(ROOM);
			MaxHistory::set(KEPT);
			let mut model = Model::default();
			for start in [
				Step::Leave(CLINIC, DORA),
				Step::Join(CLINIC, DORA),
				Step::License(DORA, Licences::get()[&DORA]),
				Step::License(EMIL, Licences::get()[&EMIL]),
			] {
				model.play(start);
			}
			for (step, questions) in steps {
				model.play(step);
				for (question, part) in questions {
					model.compare(&question, part, &seen);
				}
				model.compare_open_access(&seen);
			}
		});
		Ok(())
	});
	result.unwrap();
	println!("answers met: {:?}", seen.all());
	if how_many() >= 500 {
		assert!(seen.all().iter().all(|count| *count > 50), "{:?}", seen.all());
	}
}
