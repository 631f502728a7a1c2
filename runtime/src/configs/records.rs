// SPDX-License-Identifier: Apache-2.0
//! Encrypted documents and their keys' custody.

use crate::{
	Consent, Disclosures, Participants, Runtime, RuntimeHoldReason, Timestamp,
	configs::participants::AllowanceOrHold, time::HOUR, weights,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use polkadot_sdk::*;
use salus_primitives::records::MAX_DOCUMENT_SIZE;

parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Records(pallet_records::HoldReason::Storage);
}

impl pallet_records::Config for Runtime {
	type Participants = Participants;
	type Consent = Consent;
	type Ledger = Disclosures;
	type Operators = Participants;
	type Time = Timestamp;
	type Consideration = AllowanceOrHold<StorageReason>;
	type MaxVersions = ConstU32<32>;
	type MaxHolders = ConstU32<32>;
	type MaxDocumentSize = ConstU64<MAX_DOCUMENT_SIZE>;
	type AccessPeriod = ConstU64<HOUR>;
	type WeightInfo = weights::pallet_records::WeightInfo<Runtime>;
}
