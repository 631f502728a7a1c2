// SPDX-License-Identifier: Apache-2.0
//! Risk models run by operators, and their receipts.

use crate::{
	Participants, Quorum, Records, Runtime, RuntimeHoldReason, Timestamp,
	configs::{governance::ModelOrigin, participants::AllowanceOrHold},
	weights,
};
use frame_support::parameter_types;
use polkadot_sdk::*;

parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::DecisionSupport(pallet_decision_support::HoldReason::Storage);
}

impl pallet_decision_support::Config for Runtime {
	type Participants = Participants;
	type Operators = Participants;
	type Quorum = Quorum;
	type Sponsors = Participants;
	type Access = Records;
	type Time = Timestamp;
	#[cfg(not(feature = "rehearsal"))]
	type Consideration = AllowanceOrHold<StorageReason>;
	#[cfg(feature = "rehearsal")]
	type Consideration = crate::rehearsal::Dated<AllowanceOrHold<StorageReason>>;
	type AuthorityOrigin = ModelOrigin;
	type WeightInfo = weights::pallet_decision_support::WeightInfo<Runtime>;
}
