// SPDX-License-Identifier: Apache-2.0
//! Yes or no by the medication list.

use super::{Entry, ListAnswer, ListCriteria, Lists, entries, named, one_of};
use crate::{
	Feature,
	card::ListedDrug,
	problems::{InputProblem, Problem, signed},
};
use salus_fhir::{MedicationEntry, Taking, codes};

/// Whether an entry's drug is one of those asked for.
enum Meant<'a> {
	/// It is, by this code.
	Yes(&'a str),
	No,
	/// Its codes don't tell.
	Untold,
}

impl Lists<'_> {
	/// 1 by a drug that is taken; 0 by a statement that nothing is taken, or by a list that does not hold it.
	pub fn medication(
		&self,
		feature: &Feature,
		source: &ListedDrug,
	) -> Result<ListAnswer, InputProblem> {
		let classes = &source.atc.below;
		let criteria =
			ListCriteria { feature, code: classes.first().map_or("medication", String::as_str) };
		let known = self.medications.iter();
		let mut known: Vec<&MedicationEntry> = known
			.filter(|entry| one_of(&entry.concepts, codes::NO_INFORMATION).is_none())
			.collect();
		// The same whatever the order in which the documents came.
		known.sort_by(|a, b| (&a.reference, &a.concepts).cmp(&(&b.reference, &b.concepts)));
		let all = known.len();
		let now = signed(self.at);
		known.retain(|entry| {
			let ended = entry.until.as_ref().is_some_and(|until| until.last() < now);
			entry.taking != Taking::NotNow && !ended
		});
		for entry in &known {
			if let Some(unusable) = &entry.unusable
				&& !matches!(meant(source, entry), Meant::No)
			{
				return Err(criteria.refused(&entry.path, unusable));
			}
			self.not_in_future(&criteria, &entry.path, entry.time.as_ref())?;
		}
		let (none, listed): (Vec<&MedicationEntry>, Vec<&MedicationEntry>) = known
			.into_iter()
			.partition(|entry| one_of(&entry.concepts, codes::NO_MEDICATIONS).is_some());
		let none = none.first();

		let taken = listed.iter().filter(|entry| entry.taking == Taking::Now);
		let yes = taken.clone().find_map(|entry| match meant(source, entry) {
			Meant::Yes(code) => Some((entry, code)),
			Meant::No | Meant::Untold => None,
		});
		if let Some((yes, code)) = yes {
			if let Some(none) = none {
				return Err(criteria.conflict(&none.path, &yes.path));
			}
			let mut answer = criteria.answer(true, from(yes, code));
			answer.as_of = yes.time.clone();
			return Ok(answer);
		}
		let untold = |entry: &&&MedicationEntry| !matches!(meant(source, entry), Meant::No);
		if let Some(entry) = listed.iter().find(untold) {
			let name = named(entry.text.as_ref());
			let (problem, remedy) = if entry.taking == Taking::Unknown {
				(
					format!("the status of {name} does not say whether it is taken"),
					"give its status: active, or stopped or completed".to_owned(),
				)
			} else {
				(
					format!("{name} has no code by which a drug is known, and might be one"),
					format!("give its ATC code ({})", codes::ATC),
				)
			};
			return Err(criteria.problem(Problem::UnknownAnswer, &entry.path, &problem, &remedy));
		}
		if let Some(none) = none {
			let stated = one_of(&none.concepts, codes::NO_MEDICATIONS);
			let mut answer = criteria.answer(false, from(none, stated.unwrap_or_default()));
			answer.as_of = none.time.clone();
			return Ok(answer);
		}
		let number = taken.clone().count();
		if number == 0 {
			let problem = match all {
				0 => {
					"none of the records holds a medication list, and silence is not no".to_owned()
				}
				_ => format!(
					"of {} of the medication list none is active, and silence is not no",
					entries(all)
				),
			};
			return Err(criteria.problem(
				Problem::Missing,
				"MedicationStatement",
				&problem,
				"name the record of the medication list too; if nothing is taken, state it: a MedicationStatement of \
				 no-known-medications (International Patient Summary) or SNOMED CT 787481004",
			));
		}
		let basis = taken.clone().filter_map(|entry| entry.reference.clone());
		let documents = taken.clone().map(|entry| entry.document);
		let mut answer = criteria.answer(
			false,
			Entry {
				code: criteria.code,
				path: "MedicationStatement",
				time: None,
				basis: basis.collect(),
				documents: documents.collect(),
			},
		);
		answer.notes.push(format!(
			"{}: not on the medication list of {}",
			feature.title,
			entries(number)
		));
		let times = taken.filter_map(|entry| entry.time.as_ref());
		answer.as_of = times.max_by_key(|time| time.at).cloned();
		Ok(answer)
	}
}

/// What an entry's codes say, in ATC or in RxNorm: one that says yes suffices; for no, all of a system must.
fn meant<'a>(source: &ListedDrug, entry: &'a MedicationEntry) -> Meant<'a> {
	let mut by_atc = Vec::new();
	let mut by_rxnorm = Vec::new();
	for concept in &entry.concepts {
		let (means, told) = match concept.system.as_str() {
			codes::ATC => (source.atc.means(&concept.code), &mut by_atc),
			codes::RXNORM => (source.rxnorm.means(&concept.code), &mut by_rxnorm),
			_ => continue,
		};
		if means == Some(true) {
			return Meant::Yes(&concept.code);
		}
		told.push(means);
	}
	let no = |told: &[Option<bool>]| !told.is_empty() && told.iter().all(Option::is_some);
	if no(&by_atc) || no(&by_rxnorm) { Meant::No } else { Meant::Untold }
}

fn from<'a>(entry: &'a MedicationEntry, code: &'a str) -> Entry<'a> {
	Entry {
		code,
		path: &entry.path,
		time: entry.time.as_ref(),
		basis: entry.reference.iter().cloned().collect(),
		documents: vec![entry.document],
	}
}
