// SPDX-License-Identifier: Apache-2.0
//! Who may do what, by the patient's provisions.

use crate::{
	Participants, Runtime, RuntimeHoldReason, Timestamp,
	configs::{governance::AuthorityOrigin, participants::AllowanceOrHold},
	time::{DAY, HOUR},
	weights,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use polkadot_sdk::*;

parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Consent(pallet_consent::HoldReason::Storage);
}

impl pallet_consent::Config for Runtime {
	type AuthorityOrigin = AuthorityOrigin;
	type Participants = Participants;
	type Time = Timestamp;
	type Consideration = AllowanceOrHold<StorageReason>;
	type WeightInfo = weights::pallet_consent::WeightInfo<Runtime>;
	type MaxProvisions = ConstU32<32>;
	type MaxHistory = ConstU32<256>;
	type MaxRequests = ConstU32<16>;
	type MaxConsentRequestPeriod = ConstU64<{ 30 * DAY }>;
	type BreakGlassPeriod = ConstU64<HOUR>;
	type MaxOpenCases = ConstU32<3>;
}
