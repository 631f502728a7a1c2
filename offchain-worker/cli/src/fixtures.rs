//! What the chain answers, as tests of several commands need it.

use salus_chain::{
	AccountId,
	answers::{Record, RecordInfo, WhoIs},
};
use salus_primitives::{Category, Compartment, DataPeriod, Day, RecordId};

/// An account of which the chain knows nothing.
pub fn nobody() -> WhoIs {
	WhoIs {
		patient: None,
		organisation: None,
		practitioner: None,
		membership_count: 0,
		operator: None,
		encryption_key: None,
	}
}

/// A record that its patient wrote.
pub fn record() -> RecordInfo {
	RecordInfo {
		id: RecordId(5),
		record: Record {
			patient: AccountId::new([1; 32]),
			author: AccountId::new([1; 32]),
			category: Category::Condition,
			compartment: Compartment::GENERAL,
			latest: 1,
			created_at: 0,
			data: DataPeriod::on(Day(0)),
			contested: None,
		},
	}
}
