// SPDX-License-Identifier: Apache-2.0
//! Whom to ask what was released of a record. Each who is asked learns that record and account belong together.

use crate::{Failure, disclosures, record::status};
use salus_chain::{AccountId, BlockRef, NodeClient, queries};
use salus_primitives::{Entry, Moment, RecordId, Subject};
use serde::Serialize;
use std::time::Duration;

/// Who is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
	/// The custodians of every version, and whoever has left one and not confirmed yet that it destroyed its share.
	Custodians,
	/// Of an erased record, all of them, since one at least has not confirmed its destruction.
	Destroying,
	/// Every operator in service: of a record that was erased everywhere the chain names no custodian any more.
	Operators,
	/// Nobody: the record was erased everywhere, and nobody was ever given access to it.
	Nobody,
}

impl Kind {
	/// What the patient has to know of it.
	pub fn warning(self, record: RecordId) -> Option<String> {
		match self {
			Self::Custodians | Self::Destroying => None,
			Self::Operators => Some(format!(
				"the chain names no custodian of record {record} any more, so every operator in service is asked, and learns \
				 that it was yours"
			)),
			Self::Nobody => Some(format!(
				"nobody is asked: record {record} is erased everywhere, your ledger names nobody who was given access to it, \
				 and whoever is asked would learn that it was yours"
			)),
		}
	}
}

/// Whom to ask.
pub struct Whom {
	pub kind: Kind,
	pub accounts: Vec<AccountId>,
	pub erased_at: Option<Moment>,
}

/// Whom to ask about a record of the patient's.
pub async fn whom_to_ask(
	chain: &NodeClient,
	record: RecordId,
	patient: &AccountId,
	block: BlockRef,
	also_nodes: &[String],
	retry_budget: Duration,
) -> Result<Whom, Failure> {
	if let Some(live) = queries::record(chain, record, block.hash).await? {
		if live.patient != *patient {
			return Err(Failure::new(
				"Records.NotPermitted",
				format!(
					"custodians tell what they released of record {record} to its patient alone"
				),
			)
			.remedy("sign with the patient's key: --as"));
		}
		let versions = queries::provenance(chain, record, block.hash).await?;
		let mut accounts = status::custodians_of(&versions);
		// And those who have left a version, as long as the chain names them.
		let owed = queries::destructions(chain, record, block.hash).await?;
		accounts.extend(owed.into_iter().map(|owed| owed.custodian));
		accounts.sort_unstable();
		accounts.dedup();
		return Ok(Whom { kind: Kind::Custodians, accounts, erased_at: None });
	}
	let tombstone = queries::tombstone(chain, record, block.hash).await?;
	let tombstone = tombstone.ok_or_else(|| Failure::not_found(format!("record {record}")))?;
	let erased_at = Some(tombstone.erased_at);
	let owed = queries::destructions(chain, record, block.hash).await?;
	if !owed.is_empty() {
		return Ok(Whom {
			kind: Kind::Destroying,
			accounts: owed.into_iter().map(|owed| owed.custodian).collect(),
			erased_at,
		});
	}
	let kind = match queries::ledger(chain, patient, block.hash).await? {
		None => Kind::Nobody,
		Some(ledger) => {
			let hash = block.hash;
			let read =
				disclosures::read(chain, hash, patient, ledger, also_nodes, retry_budget).await?;
			let missing_count = read.gap().map_or(0, |gap| gap.count);
			strangers(record, read.entries(), missing_count)?
		}
	};
	let accounts = match kind {
		Kind::Nobody => Vec::new(),
		_ => {
			let operators = queries::operators(chain, block.hash).await?;
			operators.into_iter().map(|operator| operator.id).collect()
		}
	};
	Ok(Whom { kind, accounts, erased_at })
}

/// Whether operators are asked though the chain does not say that they were custodians: only if the patient's own ledger
/// says that somebody was given access to the record.
fn strangers<'a>(
	record: RecordId,
	mut entries: impl Iterator<Item = &'a Entry<AccountId>>,
	missing_count: u64,
) -> Result<Kind, Failure> {
	if entries.any(|entry| matches!(entry.subject, Subject::Record { id, .. } if id == record)) {
		return Ok(Kind::Operators);
	}
	if missing_count > 0 {
		let problem = format!(
			"the {missing_count} oldest entries of your ledger are missing on the node, so it does not tell whether anybody \
			 was given access to record {record}, and nobody is asked"
		);
		return Err(Failure::new("LedgerGap", problem)
			.remedy("name a node that may have them with --also-node URL"));
	}
	Ok(Kind::Nobody)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{AccessId, Basis, Category, Purpose};

	const RECORD: RecordId = RecordId(7);

	fn entry(record: u64) -> Entry<AccountId> {
		Entry {
			number: 0,
			at: 100,
			reader: AccountId::new([3; 32]),
			access: AccessId(1),
			subject: Subject::Record { id: RecordId(record), version: 1 },
			category: Category::Condition,
			purpose: Purpose::Treatment,
			basis: Basis::OwnRecord,
		}
	}

	fn asked(entries: &[Entry<AccountId>], missing_count: u64) -> Result<Kind, String> {
		strangers(RECORD, entries.iter(), missing_count).map_err(|failure| failure.kind)
	}

	/// Else operators that never kept it learn whose a record was.
	#[test]
	fn strangers_are_asked_only_if_the_ledger_has_an_entry_of_the_record() {
		assert_eq!(asked(&[], 0), Ok(Kind::Nobody));
		assert_eq!(asked(&[entry(6), entry(8)], 0), Ok(Kind::Nobody));
		assert_eq!(asked(&[entry(6), entry(7)], 0), Ok(Kind::Operators));
		assert_eq!(asked(&[entry(7)], 4), Ok(Kind::Operators));
		// Entries that the node lacks do not justify telling strangers.
		assert_eq!(asked(&[entry(6)], 4), Err("LedgerGap".to_owned()));
	}

	#[test]
	fn the_patient_is_told_when_others_than_custodians_are_asked_or_nobody() {
		for (kind, says) in [
			(Kind::Custodians, None),
			(Kind::Destroying, None),
			(Kind::Operators, Some("every operator in service")),
			(Kind::Nobody, Some("nobody is asked")),
		] {
			let warning = kind.warning(RECORD);
			assert_eq!(warning.is_some(), says.is_some(), "{kind:?}");
			assert!(warning.unwrap_or_default().contains(says.unwrap_or_default()));
		}
	}
}
