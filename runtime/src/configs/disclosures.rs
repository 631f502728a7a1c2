// SPDX-License-Identifier: Apache-2.0
//! The ledger of who was granted access to what.

use crate::{Runtime, Timestamp};

impl pallet_disclosures::Config for Runtime {
	type Time = Timestamp;
}
