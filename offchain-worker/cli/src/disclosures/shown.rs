// SPDX-License-Identifier: Apache-2.0
//! A ledger as it is answered: which of its entries, and for people a table of them, newest first.

use super::reading::NodeResponse;
use crate::{Context, Failure, codes, purpose, render, response::Show, times};
use clap::Args;
use salus_chain::{AccountId, H256};
use salus_primitives::{Basis, Entry, Moment, Purpose, RecordId, Subject, disclosures::Ledger};
use serde::Serialize;

/// Which entries are shown: those that meet all of these.
#[derive(Args, Debug)]
pub struct Filter {
	/// Only what this reader was given access to.
	#[arg(long, value_name = "ACCOUNT")]
	reader: Option<String>,
	/// Only for this purpose.
	#[arg(long, long_help = codes::with_purposes("Only for this purpose."))]
	purpose: Option<String>,
	/// Only of this record.
	#[arg(long, value_name = "NUMBER")]
	record: Option<u64>,
	/// Only from then on: a date (its first moment) or a time, in your time zone unless it states another.
	#[arg(long)]
	from: Option<String>,
	/// Only until then: a date (that whole day included) or a time.
	#[arg(long)]
	until: Option<String>,
}

impl Filter {
	/// What was typed, understood.
	pub fn criteria(&self, context: &Context) -> Result<Criteria, Failure> {
		Ok(Criteria {
			reader: self.reader.as_deref().map(|reader| context.account(reader)).transpose()?,
			purpose: self.purpose.as_deref().map(purpose::parse).transpose()?,
			record: self.record.map(RecordId),
			from: self.from.as_deref().map(times::parse_beginning).transpose()?,
			until: self.until.as_deref().map(times::parse_end).transpose()?,
		})
	}
}

/// What an entry has to be, to be shown.
#[derive(Default)]
pub struct Criteria {
	reader: Option<AccountId>,
	purpose: Option<Purpose>,
	record: Option<RecordId>,
	from: Option<Moment>,
	/// The first moment that is not meant any more.
	until: Option<Moment>,
}

impl Criteria {
	fn are_met_by(&self, entry: &Entry<AccountId>) -> bool {
		let Subject::Record { id, .. } = entry.subject;
		self.reader.as_ref().is_none_or(|reader| entry.reader == *reader)
			&& self.purpose.is_none_or(|purpose| entry.purpose == purpose)
			&& self.record.is_none_or(|record| id == record)
			&& self.from.is_none_or(|from| entry.at >= from)
			&& self.until.is_none_or(|until| entry.at < until)
	}
}

/// A patient's ledger, or what of it was asked for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Disclosed {
	patient: AccountId,
	/// How many entries the chain counts.
	count: u64,
	head: Option<H256>,
	verified: bool,
	/// Newest first.
	entries: Vec<Entry<AccountId>>,
	gap: Option<Ledger>,
	/// Who was asked.
	nodes: Vec<NodeResponse>,
}

impl Disclosed {
	/// A ledger that has no entry yet.
	pub fn nothing(patient: AccountId) -> Self {
		Self {
			patient,
			count: 0,
			head: None,
			verified: true,
			entries: Vec::new(),
			gap: None,
			nodes: Vec::new(),
		}
	}

	/// Entries that were read, oldest first, as far as they are asked for.
	pub fn new<'a>(
		patient: AccountId,
		ledger: Ledger,
		entries: impl DoubleEndedIterator<Item = &'a Entry<AccountId>>,
		gap: Option<Ledger>,
		nodes: Vec<NodeResponse>,
		criteria: &Criteria,
	) -> Self {
		let entries = entries.rev().filter(|entry| criteria.are_met_by(entry)).cloned().collect();
		let head = Some(H256(ledger.head));
		Self { patient, count: ledger.count, head, verified: gap.is_none(), entries, gap, nodes }
	}
}

impl Show for Disclosed {
	fn show(&self) -> String {
		let checked = match &self.gap {
			None => "all checked against the chain".to_owned(),
			Some(gap) => format!("the {} oldest are missing", gap.count),
		};
		let mut lines = vec![
			format!("patient {}", self.patient),
			format!("{} entries, {checked}; shown are {}", self.count, self.entries.len()),
		];
		if self.entries.is_empty() {
			return lines.join("\n");
		}
		let head = ["", "entry", "when", "record", "category", "purpose", "basis", "reader"];
		let rows = self.entries.iter().map(row);
		let cells: Vec<[String; 8]> =
			std::iter::once(head.map(str::to_owned)).chain(rows).collect();
		lines.push(String::new());
		lines.extend(render::columns(&cells));
		if self.entries.iter().any(is_break_glass) {
			lines.push(String::new());
			lines.push(
				"! without your consent, by breaking the glass: see salus consent cases".into(),
			);
		}
		lines.join("\n")
	}
}

fn is_break_glass(entry: &Entry<AccountId>) -> bool {
	matches!(entry.basis, Basis::BreakGlass(_))
}

/// The reader comes last, since how long it is depends on its name.
fn row(entry: &Entry<AccountId>) -> [String; 8] {
	let Subject::Record { id, version } = entry.subject;
	let basis = match entry.basis {
		Basis::OwnRecord => "own record".to_owned(),
		Basis::Authorship => "its author".to_owned(),
		Basis::Provision(provision) => format!("provision {provision}"),
		Basis::BreakGlass(case) => format!("BREAK-GLASS {case}"),
		Basis::Guardianship(role) => format!("guardian ({role})"),
	};
	[
		if is_break_glass(entry) { "!" } else { "" }.to_owned(),
		entry.number.to_string(),
		times::show(entry.at),
		format!("{id}, version {version}"),
		entry.category.to_string(),
		entry.purpose.to_string(),
		basis,
		entry.reader.to_string(),
	]
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use salus_primitives::{AccessId, BreakGlassId, Category, ProvisionId};

	const NOW: Moment = 1_795_867_200_000;

	fn entry(number: u64, reader: u8, basis: Basis) -> Entry<AccountId> {
		Entry {
			number,
			at: NOW + number,
			reader: AccountId::new([reader; 32]),
			access: AccessId(number),
			subject: Subject::Record { id: RecordId(number % 2), version: 1 },
			category: Category::Condition,
			purpose: match basis {
				Basis::BreakGlass(_) => Purpose::BreakGlass,
				_ => Purpose::Treatment,
			},
			basis,
		}
	}

	fn disclosed(criteria: &Criteria) -> Disclosed {
		let entries = [
			entry(0, 2, Basis::Authorship),
			entry(1, 3, Basis::Provision(ProvisionId(4))),
			entry(2, 2, Basis::BreakGlass(BreakGlassId(7))),
		];
		let ledger = Ledger { count: 3, head: [9; 32] };
		let patient = AccountId::new([1; 32]);
		Disclosed::new(patient, ledger, entries.iter(), None, Vec::new(), criteria)
	}

	fn numbers(criteria: &Criteria) -> Vec<u64> {
		disclosed(criteria).entries.iter().map(|entry| entry.number).collect()
	}

	#[test]
	fn the_newest_entry_comes_first_and_break_glass_is_marked() {
		let answer = disclosed(&Criteria::default());
		let text = answer.text();
		let lines: Vec<&str> = text.lines().collect();
		assert!(lines[1].starts_with("3 entries, all checked"), "{text}");
		assert!(lines[4].starts_with("!  2 ") && lines[4].contains("BREAK-GLASS 7"), "{text}");
		assert!(
			lines[5].contains("provision 4") && lines[5].contains(&times::show(NOW + 1)),
			"{text}"
		);
		assert!(lines[6].contains("its author"), "{text}");
		assert!(text.contains("! without your consent"), "{text}");
		let json = answer.json().unwrap();
		assert_eq!(json["entries"][0]["basis"]["breakGlass"], 7);
		assert_eq!(json["count"], 3);
		assert_eq!(json["verified"], true);
		let head = format!("0x{}", "09".repeat(32));
		assert_eq!(json["head"], head);
	}

	#[test]
	fn entries_are_picked_by_reader_purpose_record_and_time() {
		let all = || Criteria::default();
		assert_eq!(numbers(&all()), [2, 1, 0]);
		assert_eq!(numbers(&Criteria { reader: Some(AccountId::new([2; 32])), ..all() }), [2, 0]);
		assert_eq!(numbers(&Criteria { purpose: Some(Purpose::BreakGlass), ..all() }), [2]);
		assert_eq!(numbers(&Criteria { record: Some(RecordId(1)), ..all() }), [1]);
		assert_eq!(numbers(&Criteria { from: Some(NOW + 1), ..all() }), [2, 1]);
		assert_eq!(numbers(&Criteria { until: Some(NOW + 1), ..all() }), [0]);
		let none = disclosed(&Criteria { from: Some(NOW + 9), ..all() });
		assert!(none.text().ends_with("shown are 0"), "{}", none.text());
		assert_eq!(none.json().unwrap()["count"], 3);
	}

	#[test]
	fn what_is_missing_is_told_beside_what_is_there() {
		let ledger = Ledger { count: 3, head: [9; 32] };
		let gap = Some(Ledger { count: 2, head: [8; 32] });
		let newest = entry(2, 2, Basis::Authorship);
		let entries = std::iter::once(&newest);
		let patient = AccountId::new([1; 32]);
		let all = Criteria::default();
		let text = Disclosed::new(patient, ledger, entries, gap, Vec::new(), &all).text();
		assert!(text.contains("the 2 oldest are missing; shown are 1"), "{text}");
	}
}
