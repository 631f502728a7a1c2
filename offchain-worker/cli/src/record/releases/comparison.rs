// SPDX-License-Identifier: Apache-2.0
//! What custodians say that they released, beside the chain's ledger of who was given access.

use crate::Failure;
use salus_chain::AccountId;
use salus_core::protocol::Released;
use salus_primitives::{Entry, RecordId, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// A patient's ledger on the chain, as far as nodes have it.
pub struct Ledger<'a> {
	/// Its entries.
	pub entries: Vec<&'a Entry<AccountId>>,
	/// How many more there are.
	pub missing_count: u64,
	/// Number of the finalized block as of which it was read.
	pub block: u32,
}

/// Whether the chain's ledger has the entry that allowed a release.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entered<'a> {
	/// It has.
	Yes(&'a Entry<AccountId>),
	/// The release is of a block that was not finalized yet when the ledger was read.
	NotYet,
	/// It may be one of the entries that no node asked has.
	Unknown,
	/// It has none.
	No,
}

impl Entered<'_> {
	/// In a word, for scripts.
	pub fn word(self) -> &'static str {
		match self {
			Self::Yes(_) => "entered",
			Self::NotYet => "notYet",
			Self::Unknown => "unknown",
			Self::No => "missing",
		}
	}
}

/// One custodian's release, and what the ledger says of it.
pub struct Judged<'a> {
	pub custodian: &'a AccountId,
	pub released: &'a Released,
	pub entered: Entered<'a>,
}

/// What custodians say and what the chain says.
pub struct Compared<'a> {
	/// Every release, by access request, reader and custodian.
	pub releases: Vec<Judged<'a>>,
	/// Entries of the record for which no custodian that answered names a release.
	pub without_release: Vec<&'a Entry<AccountId>>,
}

/// Compares what custodians say that they released of a record with its patient's ledger.
pub fn compare<'a>(
	record: RecordId,
	told: impl Iterator<Item = (&'a AccountId, &'a Released)>,
	ledger: &Ledger<'a>,
) -> Compared<'a> {
	let entries: BTreeMap<(u64, &AccountId), &'a Entry<AccountId>> = ledger
		.entries
		.iter()
		.filter(|entry| matches!(entry.subject, Subject::Record { id, .. } if id == record))
		.map(|entry| ((entry.access.0, &entry.reader), *entry))
		.collect();
	let mut releases: Vec<Judged<'a>> = told
		.map(|(custodian, released)| {
			let entry = entries.get(&(released.access, &released.reader)).copied();
			Judged { custodian, released, entered: entered(released, entry, ledger) }
		})
		.collect();
	releases.sort_by_key(|judged| (judged.released.cursor(), judged.custodian.clone()));
	let named: BTreeSet<(u64, &AccountId)> =
		releases.iter().map(|judged| (judged.released.access, &judged.released.reader)).collect();
	let without_release =
		entries.iter().filter(|(key, _)| !named.contains(*key)).map(|(_, entry)| *entry).collect();
	Compared { releases, without_release }
}

/// An entry allows the release of its own version, and not before it was made.
fn entered<'a>(
	released: &Released,
	entry: Option<&'a Entry<AccountId>>,
	ledger: &Ledger<'_>,
) -> Entered<'a> {
	let allows = |entry: &&Entry<AccountId>| {
		let Subject::Record { version, .. } = entry.subject;
		version == released.version && entry.at <= released.first_at
	};
	match entry.filter(allows) {
		Some(entry) => Entered::Yes(entry),
		None if released.block > ledger.block => Entered::NotYet,
		None if ledger.missing_count > 0 => Entered::Unknown,
		None => Entered::No,
	}
}

impl<'a> Compared<'a> {
	/// The releases of which the ledger says this.
	pub fn that_are(&self, entered: Entered<'a>) -> impl Iterator<Item = &Judged<'a>> {
		let releases = self.releases.iter();
		releases.filter(move |judged| judged.entered == entered)
	}

	/// Why this is not how it should be.
	pub fn failure(&self, record: RecordId, missing_count: u64) -> Option<Failure> {
		let without_entry: Vec<String> = self.that_are(Entered::No).map(sentence).collect();
		if !without_entry.is_empty() {
			let problem = format!(
				"SHARES OF RECORD {record} WERE RELEASED FOR WHICH THE CHAIN HAS NO ENTRY: {}",
				without_entry.join("; ")
			);
			return Some(Failure::new("ReleasedWithoutEntry", problem).remedy(
				"each of these custodians has signed that it broke its duty: keep what it signed (--to FILE), and show it \
				 to the authority",
			));
		}
		if self.that_are(Entered::Unknown).next().is_some() {
			let problem = format!(
				"the {missing_count} oldest entries of the ledger are missing on the node, and the chain may have granted \
				 readers access by them"
			);
			return Some(
				Failure::new("LedgerGap", problem)
					.remedy("name a node that may have them with --also-node URL"),
			);
		}
		None
	}
}

fn sentence(judged: &Judged<'_>) -> String {
	let Released { access, reader, version, .. } = judged.released;
	let custodian = judged.custodian;
	format!("by {custodian} to {reader}, version {version}, under access {access}")
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{AccessId, Basis, Category, Purpose};

	const RECORD: RecordId = RecordId(7);

	fn account(byte: u8) -> AccountId {
		AccountId::new([byte; 32])
	}

	fn entry(access: u64, reader: u8) -> Entry<AccountId> {
		Entry {
			number: access,
			at: 100,
			reader: account(reader),
			access: AccessId(access),
			subject: Subject::Record { id: RECORD, version: 1 },
			category: Category::Condition,
			purpose: Purpose::Treatment,
			basis: Basis::OwnRecord,
		}
	}

	fn released(access: u64, reader: u8) -> Released {
		Released {
			access,
			reader: account(reader),
			version: 1,
			first_at: 100,
			last_at: 200,
			block: 50,
			block_count: 1,
		}
	}

	/// What comes of comparing, in words: access, custodian and the ledger's word of each release, accesses without one,
	/// and the failure's kind.
	#[allow(clippy::type_complexity)]
	fn compared(
		told: &[(u8, Released)],
		entries: &[Entry<AccountId>],
		missing_count: u64,
	) -> (Vec<(u64, u8, &'static str)>, Vec<u64>, Option<String>) {
		let told: Vec<(AccountId, &Released)> =
			told.iter().map(|(custodian, released)| (account(*custodian), released)).collect();
		let ledger = Ledger { entries: entries.iter().collect(), missing_count, block: 50 };
		let told = told.iter().map(|(custodian, released)| (custodian, *released));
		let compared = compare(RECORD, told, &ledger);
		let word = |judged: &Judged| {
			let custodian: &[u8; 32] = judged.custodian.as_ref();
			(judged.released.access, custodian[0], judged.entered.word())
		};
		let failure = compared.failure(RECORD, missing_count);
		(
			compared.releases.iter().map(word).collect(),
			compared.without_release.iter().map(|entry| entry.access.0).collect(),
			failure.map(|failure| failure.kind),
		)
	}

	#[test]
	fn releases_are_listed_by_access_and_custodian_beside_their_entries() {
		let told = [(9, released(2, 3)), (8, released(2, 3)), (9, released(1, 3))];
		// Another reader of the same access request has an entry of their own.
		let entries = [entry(1, 3), entry(2, 3), entry(2, 4), entry(5, 3)];
		let (rows, without, failure) = compared(&told, &entries, 0);
		let all: [(u64, u8, &str); 3] = [(1, 9, "entered"), (2, 8, "entered"), (2, 9, "entered")];
		assert_eq!(rows, all);
		assert_eq!((without, failure), (vec![2, 5], None));
		assert_eq!(compared(&[], &[], 0), (Vec::new(), Vec::new(), None));
	}

	#[test]
	fn a_release_without_its_entry_is_a_failure() {
		let entries = [entry(1, 3)];
		let early = Released { first_at: 99, ..released(1, 3) };
		let other_version = Released { version: 2, ..released(1, 3) };
		for wrong in [released(2, 3), released(1, 4), early, other_version] {
			let told = [(8, released(1, 3)), (9, wrong)];
			let (rows, _, failure) = compared(&told, &entries, 0);
			assert_eq!(failure.as_deref(), Some("ReleasedWithoutEntry"));
			assert_eq!(rows.iter().filter(|row| row.2 == "missing").count(), 1);
		}
		let of_another_record =
			Entry { subject: Subject::Record { id: RecordId(8), version: 1 }, ..entry(1, 3) };
		let (_, without, failure) = compared(&[(8, released(1, 3))], &[of_another_record], 0);
		assert_eq!(failure.as_deref(), Some("ReleasedWithoutEntry"));
		assert!(without.is_empty(), "{without:?}");
	}

	#[test]
	fn nobody_is_accused_by_a_ledger_with_a_gap_or_of_an_earlier_block() {
		let told = [(8, released(1, 3))];
		let (rows, _, failure) = compared(&told, &[], 4);
		assert_eq!(rows, [(1, 8, "unknown")]);
		assert_eq!(failure.as_deref(), Some("LedgerGap"));
		// The gap matters only to releases that may lie in it.
		let (_, _, failure) = compared(&told, &[entry(1, 3)], 4);
		assert_eq!(failure, None);
		let later = Released { block: 51, ..released(1, 3) };
		let (rows, _, failure) = compared(&[(8, later)], &[], 0);
		assert_eq!((rows[0].2, failure), ("notYet", None));
	}

	#[test]
	fn the_failure_names_custodian_reader_and_access() {
		let (custodian, released) = (account(8), released(12, 3));
		let ledger = Ledger { entries: Vec::new(), missing_count: 0, block: 50 };
		let told = std::iter::once((&custodian, &released));
		let compared = compare(RECORD, told, &ledger);
		let message = compared.failure(RECORD, 0).unwrap().message;
		for named in [custodian.to_string(), account(3).to_string(), "access 12".into()] {
			assert!(message.contains(&named), "{message}");
		}
	}
}
