//! Yes or no by the problem list.

use super::{Asked, Entry, Lists, Said, entries, named, one_of};
use crate::fhir::{Certainty, Diagnosis, codes};
use crate::models::{
	Feature, InputProblem, Problem,
	card::{ConditionCode, ListedCondition},
};

impl Lists<'_> {
	/// 1 by an entry with one of the codes; 0 by a refuted one, by a statement that there are no problems, or by a
	/// list that does not hold it.
	pub fn condition(
		&self,
		feature: &Feature,
		source: &ListedCondition,
	) -> Result<Said, InputProblem> {
		let asked = Asked {
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
			self.not_in_future(&asked, &entry.path, entry.time.as_ref())?;
		}
		let (none, listed): (Vec<&Diagnosis>, Vec<&Diagnosis>) = known
			.into_iter()
			.partition(|entry| one_of(&entry.concepts, codes::NO_PROBLEMS).is_some());
		let none = none
			.into_iter()
			.find(|entry| entry.active && entry.certainty == Certainty::Certain);
		let (refuted, listed): (Vec<&Diagnosis>, Vec<&Diagnosis>) = listed
			.into_iter()
			.partition(|entry| entry.certainty == Certainty::Refuted);

		let meant = |entry: &&&Diagnosis| source.code_of(entry).is_some();
		if let Some(yes) = listed
			.iter()
			.filter(meant)
			.find(|entry| entry.certainty == Certainty::Certain)
		{
			let same =
				|entry: &&&Diagnosis| entry.codes.iter().any(|code| yes.codes.contains(code));
			if let Some(no) = refuted.iter().filter(meant).find(same) {
				return Err(asked.conflict(&no.path, &yes.path));
			}
			if let Some(no) = none {
				return Err(asked.conflict(&no.path, &yes.path));
			}
			let code = source.code_of(yes).map_or("", |found| found.code.as_str());
			return Ok(asked.said(true, from(yes, code)));
		}
		if let Some(perhaps) = listed.iter().find(meant) {
			return Err(asked.problem(
				Problem::UnknownAnswer,
				&perhaps.path,
				"is there only as unconfirmed, provisional or differential, which is neither yes nor no",
				"give it the verificationStatus confirmed or refuted",
			));
		}
		for entry in &refuted {
			if let Some(code) = source.denied_by(entry) {
				return Ok(asked.said(false, from(entry, code)));
			}
		}
		if let Some(unread) = listed.iter().find(|entry| entry.codes.is_empty()) {
			let entry = named(unread.text.as_ref());
			let problem = format!("{entry} has no SNOMED CT code, and might be one");
			let remedy = format!(
				"give its SNOMED CT code; one that says yes is {}",
				asked.code
			);
			return Err(asked.problem(Problem::UnknownAnswer, &unread.path, &problem, &remedy));
		}
		if let Some(none) = none {
			let stated = one_of(&none.concepts, codes::NO_PROBLEMS);
			return Ok(asked.said(false, from(none, stated.unwrap_or_default())));
		}
		if listed.is_empty() {
			return Err(asked.problem(
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
		let mut said = asked.said(
			false,
			Entry {
				code: asked.code,
				path: "Condition",
				time: None,
				basis: basis.collect(),
			},
		);
		said.note = Some(format!(
			"{}: {not} on the problem list of {}",
			feature.title,
			entries(listed.len())
		));
		Ok(said)
	}
}

impl ListedCondition {
	/// The code by which an entry says yes, as far as it lasts where it must.
	fn code_of(&self, entry: &Diagnosis) -> Option<&ConditionCode> {
		self.codes
			.iter()
			.filter(|known| entry.codes.contains(&known.code))
			.find(|known| entry.active || !known.while_active)
	}

	/// The code by which an entry says no when it is refuted.
	fn denied_by(&self, entry: &Diagnosis) -> Option<&str> {
		let mut codes = self.refuted_by.iter();
		codes
			.find(|code| entry.codes.contains(code))
			.map(String::as_str)
	}

	/// Whether an entry has one of the codes, be it over or not.
	fn names(&self, entry: &Diagnosis) -> bool {
		self.codes
			.iter()
			.any(|known| entry.codes.contains(&known.code))
	}
}

fn from<'a>(entry: &'a Diagnosis, code: &'a str) -> Entry<'a> {
	Entry {
		code,
		path: &entry.path,
		time: entry.time.as_ref(),
		basis: entry.reference.iter().cloned().collect(),
	}
}
