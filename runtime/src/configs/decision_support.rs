// SPDX-License-Identifier: Apache-2.0
//! Risk models run by operators, and their receipts.

use crate::{
	BlockNumber, Hash, Participants, Records, Runtime, RuntimeHoldReason, System, Timestamp,
	configs::{governance::AuthorityOrigin, participants::AllowanceOrHold},
	time::MINUTE,
	weights,
};
use codec::Encode;
use cumulus_pallet_parachain_system::ValidationData;
use frame_support::{
	parameter_types,
	traits::{ConstU64, Randomness},
};
use polkadot_sdk::*;
use sp_runtime::traits::{BlakeTwo256, Hash as _};

parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::DecisionSupport(pallet_decision_support::HoldReason::Storage);
}

/// Draws operators by what nobody knew when the block before was made: the hash of that block, and
/// the state of the relay chain that this block builds on.
///
/// Good against a requester, who signs before either is known and has no say in when the
/// transaction enters. Not good against the collator who makes the block: it knows both, can leave
/// a request out and so have it drawn anew in a later block. So a collator must not be trusted with
/// a draw in which its own operators stand to gain; the quorum, the bonds and the custodians' own
/// checks are what a receipt rests on, not the draw.
pub struct ParentAndRelayState;

impl Randomness<Hash, BlockNumber> for ParentAndRelayState {
	fn random(subject: &[u8]) -> (Hash, BlockNumber) {
		let relay_state =
			ValidationData::<Runtime>::get().map(|data| data.relay_parent_storage_root);
		let seed = (b"salus/random/v1", subject, System::parent_hash(), relay_state);
		(BlakeTwo256::hash(&seed.encode()), System::block_number())
	}
}

// Five minutes to seal and two to challenge let a demonstration be watched. A chain on which bonds
// matter wants hours: change both, here, before it starts.
impl pallet_decision_support::Config for Runtime {
	type Participants = Participants;
	type Operators = Participants;
	type Access = Records;
	type Time = Timestamp;
	type Consideration = AllowanceOrHold<StorageReason>;
	type Randomness = ParentAndRelayState;
	type AuthorityOrigin = AuthorityOrigin;
	// As many as can be in service, so that none of them is kept from declaring.
	type MaxDeclarations = <Runtime as pallet_participants::Config>::MaxOperators;
	type SealPeriod = ConstU64<{ 5 * MINUTE }>;
	type ChallengePeriod = ConstU64<{ 2 * MINUTE }>;
	type WeightInfo = weights::pallet_decision_support::WeightInfo<Runtime>;
}
