// SPDX-License-Identifier: Apache-2.0
//! Yes or no by the problem list.

use super::{Entry, ListAnswer, ListCriteria, Lists, entries, named, one_of};
use crate::{
	Feature, InputProblem, Problem,
	card::{ConditionCode, ListedCondition},
};
use salus_fhir::{Certainty, Course, Diagnosis, codes};
use std::collections::BTreeSet;

impl Lists<'_> {
	/// 1 by an entry with one of the codes; 0 by a refuted one, by a statement that there are no problems, or by a
	/// list that does not hold it.
	pub fn condition(
		&self,
		feature: &Feature,
		source: &ListedCondition,
	) -> Result<ListAnswer, InputProblem> {
		let criteria = ListCriteria {
			feature,
			code: source.codes.first().map_or("", |first| first.code.as_str()),
		};
		let known = self.diagnoses.iter();
		let mut known: Vec<&Diagnosis> = known
			.filter(|entry| one_of(&entry.concepts, codes::NO_INFORMATION).is_none())
			.collect();
		// The same whatever the order in which the documents came.
		known.sort_by(|a, b| (&a.reference, &a.concepts).cmp(&(&b.reference, &b.concepts)));
		for entry in &known {
			if let Some(unusable) = &entry.unusable
				&& !source.others.hold(&entry.codes)
			{
				return Err(criteria.refused(&entry.path, unusable));
			}
			self.not_in_future(&criteria, &entry.path, entry.time.as_ref())?;
		}
		let (none, listed): (Vec<&Diagnosis>, Vec<&Diagnosis>) = known
			.into_iter()
			.partition(|entry| one_of(&entry.concepts, codes::NO_PROBLEMS).is_some());
		let doubtful = none.first().copied();
		let none = none
			.into_iter()
			.find(|entry| entry.course == Course::Active && entry.certainty == Certainty::Certain);
		let (refuted, listed): (Vec<&Diagnosis>, Vec<&Diagnosis>) =
			listed.into_iter().partition(|entry| entry.certainty == Certainty::Refuted);

		let meant = |entry: &&&Diagnosis| source.code_of(entry).is_some();
		if let Some(yes) = listed
			.iter()
			.filter(meant)
			.find(|entry| entry.certainty == Certainty::Certain && source.lasts(entry))
		{
			let same =
				|entry: &&&Diagnosis| entry.codes.iter().any(|code| yes.codes.contains(code));
			if let Some(no) = refuted.iter().filter(meant).find(same) {
				return Err(criteria.conflict(&no.path, &yes.path));
			}
			if let Some(no) = none {
				return Err(criteria.conflict(&no.path, &yes.path));
			}
			let code = source.code_of(yes).map_or("", |found| found.code.as_str());
			return Ok(criteria.answer(true, from(yes, code)));
		}
		if let Some(perhaps) = listed.iter().find(meant) {
			return Err(criteria.problem(
				Problem::UnknownAnswer,
				&perhaps.path,
				"is there without a status by which it is certain: verificationStatus or clinicalStatus is missing, not \
				 coded by FHIR R4, or says unconfirmed, provisional or differential",
				"give it the verificationStatus confirmed or refuted, and a clinicalStatus, coded by FHIR R4",
			));
		}
		for entry in &refuted {
			if let Some(code) = source.denied_by(entry) {
				return Ok(criteria.answer(false, from(entry, code)));
			}
		}
		if let Some(unread) = listed.iter().find(|entry| entry.codes.is_empty()) {
			let entry = named(unread.text.as_ref());
			let problem = format!("{entry} has no SNOMED CT code, and might be one");
			let remedy = format!("give its SNOMED CT code; one that says yes is {}", criteria.code);
			return Err(criteria.problem(Problem::UnknownAnswer, &unread.path, &problem, &remedy));
		}
		// An unknown code never means no: it may be a kind of what is asked for.
		let not_understood =
			|entry: &&&Diagnosis| !source.names(entry) && !source.others.hold(&entry.codes);
		let unknown: Vec<&Diagnosis> = listed.iter().filter(not_understood).copied().collect();
		if let Some(entry) =
			unknown.iter().find(|entry| source.others.refuse(entry.text.as_deref()))
		{
			let problem = format!(
				"{} has the SNOMED CT code {}, which the model's card does not know, and might be one",
				named(entry.text.as_ref()),
				entry.codes.join(", ")
			);
			let remedy = format!("give it a code that the card knows, such as {}", criteria.code);
			return Err(criteria.problem(Problem::UnknownAnswer, &entry.path, &problem, &remedy));
		}
		if let Some(none) = none {
			let stated = one_of(&none.concepts, codes::NO_PROBLEMS);
			return Ok(criteria.answer(false, from(none, stated.unwrap_or_default())));
		}
		if let Some(doubtful) = doubtful.filter(|_| listed.is_empty()) {
			return Err(criteria.problem(
				Problem::UnknownAnswer,
				&doubtful.path,
				"states that there are no problems, but without a status by which that is certain: it must have the \
				 verificationStatus confirmed and the clinicalStatus active, coded by FHIR R4",
				"give it both statuses if the patient has no problems now; else name the record of the problem list",
			));
		}
		if listed.is_empty() {
			return Err(criteria.problem(
				Problem::Missing,
				"Condition",
				"none of the records holds a problem list, and silence is not no",
				"name the record of the problem list too; if there are no problems, state it: a Condition of \
				 no-known-problems (International Patient Summary) or SNOMED CT 160245001",
			));
		}
		let over = listed.iter().any(|entry| source.names(entry));
		let not = if over { "not active" } else { "not" };
		let basis = listed.iter().filter_map(|entry| entry.reference.clone());
		let documents = listed.iter().map(|entry| entry.document);
		let mut answer = criteria.answer(
			false,
			Entry {
				code: criteria.code,
				path: "Condition",
				time: None,
				basis: basis.collect(),
				documents: documents.collect(),
			},
		);
		answer.notes.push(format!(
			"{}: {not} on the problem list of {}",
			feature.title,
			entries(listed.len())
		));
		answer.notes.extend(told_unknown(&feature.title, &unknown));
		Ok(answer)
	}
}

impl ListedCondition {
	/// The code by which an entry says yes, as far as it lasts where it must.
	fn code_of(&self, entry: &Diagnosis) -> Option<&ConditionCode> {
		self.codes
			.iter()
			.filter(|known| entry.codes.contains(&known.code))
			.find(|known| entry.may_last() || !known.while_active)
	}

	/// Whether an entry that says yes is known to last, where it must.
	fn lasts(&self, entry: &Diagnosis) -> bool {
		entry.course == Course::Active
			|| self.code_of(entry).is_some_and(|known| !known.while_active)
	}

	/// The code by which an entry says no when it is refuted.
	fn denied_by(&self, entry: &Diagnosis) -> Option<&str> {
		let mut codes = self.refuted_by.iter();
		codes.find(|code| entry.codes.contains(code)).map(String::as_str)
	}

	/// Whether an entry has one of the codes, be it over or not.
	fn names(&self, entry: &Diagnosis) -> bool {
		self.codes.iter().any(|known| entry.codes.contains(&known.code))
	}
}

fn from<'a>(entry: &'a Diagnosis, code: &'a str) -> Entry<'a> {
	Entry {
		code,
		path: &entry.path,
		time: entry.time.as_ref(),
		basis: entry.reference.iter().cloned().collect(),
		documents: vec![entry.document],
	}
}

/// What to say of diagnoses that the card does not know.
pub(crate) fn told_unknown(title: &str, unknown: &[&Diagnosis]) -> Option<String> {
	const NAMED: usize = 8;
	let names: BTreeSet<String> = unknown.iter().map(|entry| name(entry)).collect();
	let more = names.len().saturating_sub(NAMED);
	let shown: Vec<String> = names.iter().take(NAMED).cloned().collect();
	let shown = shown.join(", ");
	let rest = match more {
		0 => String::new(),
		more => format!(" and {more} more"),
	};
	let all = format!("{shown}{rest}");
	(!names.is_empty()).then(|| {
		format!("{title}: the card does not know these diagnoses, of which one might be it: {all}")
	})
}

fn name(entry: &Diagnosis) -> String {
	let text = entry.text.clone().unwrap_or_default();
	let code = entry.concepts.first().map_or("", |concept| concept.code.as_str());
	format!("{text} ({code})").trim().to_owned()
}
