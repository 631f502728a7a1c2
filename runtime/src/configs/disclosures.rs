//! The ledger of who was let in.

use crate::{Runtime, Timestamp};

impl pallet_disclosures::Config for Runtime {
	type Time = Timestamp;
}
