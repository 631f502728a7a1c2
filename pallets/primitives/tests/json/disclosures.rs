// SPDX-License-Identifier: Apache-2.0
//! The ledger of who was granted access.

use super::{AccountId, HASH, NOW, clinician, shows};
use salus_primitives::{
	AccessId, Basis, Category, Entry, ProvisionId, Purpose, RecordId, Subject,
	disclosures::{Gap, Ledger, Page},
};
use serde_json::json;

#[test]
fn a_ledger_and_its_pages() {
	let ledger = Ledger { count: 12, head: HASH };
	shows("disclosures::Ledger", ledger);
	// Read, too: a page's cursor is one.
	assert_eq!(serde_json::from_value::<Ledger>(json!(ledger)).unwrap(), ledger);
	for wrong in ["0x09".into(), "09".repeat(32), format!("0x{}", "0g".repeat(32))] {
		assert!(serde_json::from_value::<Ledger>(json!({ "count": 1, "head": wrong })).is_err());
	}
	let entry = Entry {
		number: 11,
		at: NOW,
		reader: clinician(),
		access: AccessId(12),
		subject: Subject::Record { id: RecordId(7), version: 2 },
		category: Category::ObservationLaboratory,
		purpose: Purpose::Treatment,
		basis: Basis::Provision(ProvisionId(3)),
	};
	shows("disclosures::Entry", &entry);
	shows("disclosures::Gap", Gap::Missing { number: 4, head: HASH });
	let cursor = Some(Ledger { count: 11, head: HASH });
	let (head, next) = (Some(HASH), Some(11));
	let page =
		Page { count: 12, head, entries: Vec::new(), next, cursor, gap: None, written: true };
	shows("disclosures::Page", &page);
	// A client reads pages and checks their entries against the head.
	let gap = Some(Gap::OtherStart { head: HASH });
	for page in [Page { entries: vec![entry], gap, ..page.clone() }, Page { head: None, ..page }] {
		let read: Page<AccountId> = serde_json::from_str(&json!(page).to_string()).unwrap();
		assert_eq!(read, page);
	}
}
