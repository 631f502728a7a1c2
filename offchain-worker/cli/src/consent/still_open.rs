// SPDX-License-Identifier: Apache-2.0
//! What stays open: after a denial what it does not cover, and after a permit was revoked for new access only what it
//! opened before.
//!
//! Such an access lasts until its own end: a person's by the clock, operators' by the clock and the chain's height,
//! so that a pause of the chain takes none of their time. Revoking what allowed it, a denial that covers it, and
//! erasing the record end it at once.

use super::super::{Context, Failure, disclosures, response::Plain, times};
use salus_chain::{AccountId, BlockRef, ChainClient, queries};
use salus_primitives::{
	AccessId, Basis, Entry, Moment, RecordId, Timestamp, WithId,
	consent::{Actor, MAX_NAMED_ACCESSES},
	quorum::Deadline,
	records::{Access, AccessState},
};
use serde::Serialize;
use std::collections::BTreeSet;

/// Far longer than an access stays open on any of Salus's chains: an hour. After a pause of the chain that was longer
/// than this, accesses of operators may be missed.
const LONGEST_ACCESS: Moment = 24 * 60 * 60 * 1000;
/// Entries of the ledger that are read, newest first, before the answer admits that there may be more.
const MOST_ENTRIES: usize = 2_000;

/// An access request that is open.
type OpenAccess = WithId<AccessId, Access<AccountId>>;

/// What stays open, and until when.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StillOpen {
	/// None if it could not be found out.
	still_open: Option<Vec<OpenTo>>,
	#[serde(skip_serializing_if = "Option::is_none")]
	still_open_is_complete: Option<bool>,
	note: String,
}

impl Plain for StillOpen {}

/// An access that is open to a reader.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OpenTo {
	access: AccessId,
	record: RecordId,
	reader: AccountId,
	/// Once both the moment and the block have come.
	expires: Deadline,
	/// From this moment in any case: every copy must be gone then.
	erase_at: Option<Timestamp>,
}

/// After a permit was revoked for new access only: of what the chain's event names.
pub async fn finishing(context: &Context, named: &[AccessId], block: BlockRef) -> StillOpen {
	const SINCE: &str = "no new access is given by it";
	let complete = u32::try_from(named.len()).is_ok_and(|count| count < MAX_NAMED_ACCESSES);
	let found = open_among(context, named.iter().copied(), block).await;
	told(found.map(|open| Found { open, complete, block: block.number }), SINCE)
}

/// After a denial: of whom it names, as far as that can be seen here.
pub async fn after_denying(
	context: &Context,
	patient: &AccountId,
	denied: &Actor<AccountId>,
) -> StillOpen {
	const SINCE: &str = "what it covers is given no more, and has ended where it was open";
	told(find(context, patient, |entry| may_be(denied, entry)).await, SINCE)
}

/// Whether an entry may be of somebody whom a denial names. Who was whose member, or drawn for a request,
/// does not show in it: then every reader but the patient counts.
fn may_be(denied: &Actor<AccountId>, entry: &Entry<AccountId>) -> bool {
	match denied {
		Actor::Account(reader) => entry.reader == *reader,
		Actor::MembersOf(_) | Actor::DecisionSupport { .. } | Actor::Study(_) => {
			entry.basis != Basis::OwnRecord
		}
	}
}

/// What is open as of a block.
struct Found {
	open: Vec<OpenAccess>,
	complete: bool,
	block: u32,
}

fn told(found: Result<Found, Failure>, since: &str) -> StillOpen {
	match found {
		Ok(Found { open, complete, block }) => tell(&open, complete, block, since),
		// The provision stands, or is revoked, all the same.
		Err(failure) => StillOpen {
			still_open: None,
			still_open_is_complete: None,
			note: format!(
				"done; which accesses are still open could not be found out: {}; see salus disclosures",
				failure.message
			),
		},
	}
}

async fn find(
	context: &Context,
	patient: &AccountId,
	concerns: impl Fn(&Entry<AccountId>) -> bool,
) -> Result<Found, Failure> {
	let chain = context.chain().await?;
	let block = chain.finalized().await?;
	let now = chain.moment(block.hash).await?;
	let oldest = now.saturating_sub(LONGEST_ACCESS);
	let (mut accesses, mut before, mut read) = (BTreeSet::<AccessId>::new(), None, 0_usize);
	let complete = loop {
		let (entries, next) = disclosures::page(chain, patient, before, block.hash).await?;
		read = read.saturating_add(entries.len());
		let recent = entries.iter().take_while(|entry| entry.at >= oldest);
		accesses.extend(recent.filter(|entry| concerns(entry)).map(|entry| entry.access));
		before = next;
		if before.is_none() || entries.iter().any(|entry| entry.at < oldest) {
			break true;
		}
		if read >= MOST_ENTRIES {
			break false;
		}
	};
	let open = open_among(context, accesses, block).await?;
	Ok(Found { open, complete, block: block.number })
}

/// Those of them that are open: by the chain's word, which has looked at what allows them.
async fn open_among(
	context: &Context,
	accesses: impl IntoIterator<Item = AccessId>,
	block: BlockRef,
) -> Result<Vec<OpenAccess>, Failure> {
	let chain = context.chain().await?;
	let mut open = Vec::new();
	for access in accesses {
		let checked = queries::access(chain, access, block.hash).await?;
		let checked = checked.filter(|checked| checked.state == AccessState::Open);
		open.extend(checked.map(|checked| WithId { id: access, item: checked.access }));
	}
	Ok(open)
}

/// When the access ends, if the chain does not stand still.
fn by_the_clock(access: &Access<AccountId>) -> Moment {
	let moment = access.expires.moment;
	access.obligations.erase_at.map_or(moment, |erase_at| erase_at.min(moment))
}

/// Which block must have come too, where one is still to come.
fn height(open: &[OpenAccess], block: u32) -> String {
	let by_both = open.iter().filter(|open| by_the_clock(&open.item) == open.item.expires.moment);
	let to_come = by_both.map(|open| open.item.expires.block).filter(|end| *end > block);
	to_come.max().map_or_else(String::new, |end| format!(" and block {end}"))
}

fn tell(open: &[OpenAccess], complete: bool, block: u32, since: &str) -> StillOpen {
	let listed = open.iter().flat_map(|WithId { id, item }| {
		item.readers.iter().map(move |reader| OpenTo {
			access: *id,
			record: item.record,
			reader: reader.clone(),
			expires: item.expires,
			erase_at: item.obligations.erase_at.map(Timestamp),
		})
	});
	let mut note = match open.iter().map(|open| by_the_clock(&open.item)).max() {
		Some(latest) => format!(
			"{since}. {} opened before stay open, until {}{} at the latest: custodians give their shares for them \
			 until then, as often as they are asked; a denial, or erasing the record, ends them at once",
			open.len(),
			times::show(latest),
			height(open, block)
		),
		None => format!("{since}; none that was opened before is still open"),
	};
	if !complete {
		note += "; only the newest were looked at: there may be more";
	}
	StillOpen { still_open: Some(listed.collect()), still_open_is_complete: Some(complete), note }
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use salus_primitives::{Category, Obligations, ProvisionId, Purpose, StudyId, Subject};
	use serde_json::json;

	/// The height at which all this is asked.
	const HEIGHT: u32 = 20;
	/// What has changed.
	const SINCE: &str = "it is revoked";

	fn access(id: u64, readers: &[u8], moment: Moment, block: u32) -> OpenAccess {
		let readers = readers.iter().map(|byte| AccountId::new([*byte; 32]));
		let item = Access {
			record: RecordId(3),
			version: 1,
			patient: AccountId::new([1; 32]),
			readers: readers.collect::<Vec<_>>().try_into().unwrap(),
			purpose: Purpose::Treatment,
			basis: Basis::Provision(ProvisionId(0)),
			obligations: Obligations::default(),
			class: None,
			opened_at: 0,
			expires: Deadline { moment, block },
			depositor: AccountId::new([2; 32]),
		};
		WithId { id: AccessId(id), item }
	}

	#[test]
	fn every_reader_of_every_open_access_is_told_with_its_end() {
		let both = [access(4, &[7], 1_000, 9), access(5, &[8, 9], 9_000, HEIGHT)];
		let told = tell(&both, true, HEIGHT, SINCE).json().unwrap();
		let open = told["stillOpen"].as_array().unwrap();
		assert_eq!(open.len(), 3);
		assert_eq!((&open[0]["access"], &open[2]["access"]), (&json!(4), &json!(5)));
		assert_eq!(open[1]["reader"], AccountId::new([8; 32]).to_string());
		let expires = json!({ "moment": Timestamp(9_000), "block": HEIGHT });
		assert_eq!((&open[1]["expires"], &open[1]["eraseAt"]), (&expires, &json!(null)));
		let note = told["note"].as_str().unwrap();
		let latest = times::show(9_000);
		assert!(note.contains("2 opened before") && note.contains(&latest), "{note}");
		assert!(!note.contains("block"), "{note}");
	}

	#[test]
	fn what_outlasts_a_pause_of_the_chain_is_told_with_its_block_and_copies_end_by_the_clock() {
		let of_operators = access(4, &[7], 1_000, HEIGHT + 7);
		let mut erased = access(5, &[8], 9_000, HEIGHT + 9);
		erased.item.obligations.erase_at = Some(5_000);
		let told = tell(&[of_operators, erased], true, HEIGHT, SINCE);
		let latest = format!("until {} and block 27 at the latest", times::show(5_000));
		assert!(told.note.contains(&latest), "{}", told.note);
		assert_eq!(told.json().unwrap()["stillOpen"][1]["eraseAt"], json!(Timestamp(5_000)));
	}

	#[test]
	fn nothing_open_is_told_too_and_a_bound_is_admitted() {
		let told = tell(&[], true, HEIGHT, SINCE).json().unwrap();
		assert_eq!(told["stillOpen"], json!([]));
		let bounded = tell(&[], false, HEIGHT, SINCE);
		assert!(bounded.note.contains("may be more"));
	}

	#[test]
	fn a_denial_concerns_whom_it_names_and_where_that_does_not_show_every_reader() {
		let (doctor, other) = (AccountId::new([7; 32]), AccountId::new([8; 32]));
		let entry = |reader: &AccountId, basis| Entry {
			number: 0,
			at: 0,
			reader: reader.clone(),
			access: AccessId(1),
			subject: Subject::Record { id: RecordId(1), version: 1 },
			category: Category::Condition,
			purpose: Purpose::Treatment,
			basis,
		};
		let permitted = Basis::Provision(ProvisionId(0));
		let denied = Actor::Account(doctor.clone());
		assert!(may_be(&denied, &entry(&doctor, permitted)));
		assert!(may_be(&denied, &entry(&doctor, Basis::Authorship)));
		assert!(!may_be(&denied, &entry(&other, permitted)));
		let members = Actor::MembersOf(other.clone());
		for denied in [members, Actor::Study(StudyId(1)), Actor::ANY_DECISION_SUPPORT] {
			assert!(may_be(&denied, &entry(&doctor, permitted)));
			assert!(!may_be(&denied, &entry(&doctor, Basis::OwnRecord)));
		}
	}
}
