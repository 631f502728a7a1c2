// SPDX-License-Identifier: Apache-2.0
//! What a revocation ended: the accesses that the chain's event names, each with its readers.

use super::super::{Context, response::Plain};
use salus_chain::{AccountId, BlockRef, queries};
use salus_primitives::{AccessId, RecordId, consent::MAX_NAMED_ACCESSES, records::Access};
use serde::Serialize;

/// What ended with a provision.
#[derive(Serialize)]
pub struct Ended {
	ended: Vec<EndedAccess>,
	note: String,
}

impl Plain for Ended {}

/// An access that was open, and is no longer.
#[derive(Serialize)]
struct EndedAccess {
	access: AccessId,
	/// None if the node could not be asked, or its reader has closed it.
	record: Option<RecordId>,
	readers: Vec<AccountId>,
}

/// Tells what the event names, as of its block.
pub async fn tell(context: &Context, named: &[AccessId], block: BlockRef) -> Ended {
	let mut ended = Vec::new();
	for access in named {
		ended.push(EndedAccess::of(*access, find(context, *access, block).await));
	}
	let note = note(named.len());
	Ended { ended, note }
}

/// The provision is revoked, whether or not the node tells more.
async fn find(context: &Context, access: AccessId, block: BlockRef) -> Option<Access<AccountId>> {
	let chain = context.chain().await.ok()?;
	let checked = queries::access(chain, access, block.hash).await.ok()??;
	Some(checked.access)
}

impl EndedAccess {
	fn of(access: AccessId, found: Option<Access<AccountId>>) -> Self {
		let record = found.as_ref().map(|found| found.record);
		let readers = found.map(|found| found.readers.into_inner()).unwrap_or_default();
		Self { access, record, readers }
	}
}

fn note(count: usize) -> String {
	let all = u32::try_from(count).is_ok_and(|count| count < MAX_NAMED_ACCESSES);
	let what = match (count, all) {
		(0, _) => return "it is over, and no access was open by it".to_owned(),
		(1, _) => "the access that was open by it has ended".to_owned(),
		(count, true) => format!("the {count} accesses that were open by it have ended"),
		(count, false) => format!(
			"all accesses that were open by it have ended; here are the newest {count} of them"
		),
	};
	format!("{what}: custodians give no share any more; what readers saw before, they may keep")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use salus_custody::fixtures::access;
	use serde_json::json;

	#[test]
	fn each_access_that_ended_is_told_with_its_record_and_readers() {
		let reader = AccountId::new([7; 32]);
		let found = access(&reader, &AccountId::new([2; 32])).access;
		let ended =
			vec![EndedAccess::of(AccessId(4), Some(found)), EndedAccess::of(AccessId(5), None)];
		let told = Ended { ended, note: note(2) }.json().unwrap();
		let reader = reader.to_string();
		assert_eq!(told["ended"][0], json!({ "access": 4, "record": 7, "readers": [reader] }));
		assert_eq!(told["ended"][1], json!({ "access": 5, "record": null, "readers": [] }));
	}

	#[test]
	fn it_is_told_when_none_was_open_and_when_there_may_be_more() {
		assert!(note(0).contains("no access was open"));
		assert!(note(1).contains("the access that was open"));
		assert!(note(31).contains("the 31 accesses"));
		assert!(note(32).contains("the newest 32"));
	}
}
