// SPDX-License-Identifier: Apache-2.0
//! What the chain answers, as tests of several commands need it.

use salus_chain::AccountId;
pub use salus_custody::fixtures::nobody;
use salus_primitives::{Category, Compartment, DataPeriod, Day, RecordId, WithId, records::Record};

/// A record that its patient wrote.
pub fn record() -> WithId<RecordId, Record<AccountId>> {
	WithId {
		id: RecordId(5),
		item: Record {
			patient: AccountId::new([1; 32]),
			author: AccountId::new([1; 32]),
			category: Category::Condition,
			compartment: Compartment::General,
			latest: 1,
			created_at: 0,
			data: DataPeriod::on(Day(0)),
			contested: None,
			replaces: None,
			replaced_by: None,
		},
	}
}
