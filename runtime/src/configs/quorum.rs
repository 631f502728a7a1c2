// SPDX-License-Identifier: Apache-2.0
//! Work that drawn operators do and a quorum of them must agree on.

use crate::{
	Balance, Balances, DecisionSupport, Participants, Quorum, Runtime, RuntimeHoldReason,
	Timestamp,
	configs::{
		block_limits::MAXIMUM_BLOCK_WEIGHT, governance::RulingOrigin, participants::AllowanceOrHold,
	},
	time::MINUTE,
	units::{MILLI, UNIT},
	weights,
};
use cumulus_pallet_parachain_system::{
	OnSystemEvent, RelayChainStateProof, RelaychainDataProvider,
};
use cumulus_primitives_core::{
	PersistedValidationData, relay_chain::well_known_keys::CURRENT_BLOCK_RANDOMNESS,
};
use frame_support::{
	parameter_types,
	traits::{ConstU8, ConstU32},
	weights::Weight,
};
use polkadot_sdk::*;
use salus_primitives::{Moment, decision_support::MAX_RECORDS, quorum::Period};
use sp_runtime::traits::BlockNumberProvider;

/// A period of so many minutes, and of four fifths of the blocks that fit into them: where blocks come in time, and on a
/// development chain, whose clock advances by a slot a block, time decides; where they don't, blocks do. Data rule 8.
const fn minutes(count: u32) -> Period {
	// A block has a slot of six seconds.
	Period { time: (count as Moment).saturating_mul(MINUTE), blocks: count.saturating_mul(8) }
}

// Five minutes to seal and two for all else let a demonstration be watched. A chain on which bonds matter wants hours
// to seal, and days to challenge and to rule: change them, here, before it starts.
parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Quorum(pallet_quorum::HoldReason::Storage);
	/// How long operators may seal.
	pub const SealPeriod: Period = minutes(5);
	/// How long after that they may reveal.
	pub const RevealPeriod: Period = minutes(2);
	/// How long accused operators may challenge.
	pub const ChallengePeriod: Period = minutes(2);
	/// How long after a challenge the authority may rule.
	pub const RulingPeriod: Period = minutes(2);
	/// Held for a challenge: as much as an absence costs, so that whoever challenges in vain loses twice that.
	pub const ChallengeDeposit: Balance = 5 * UNIT;
	/// The least price of a seat, which holds until the authority sets one.
	pub const MinPrice: Balance = 100 * MILLI;
	/// The highest price of a seat.
	pub const MaxPrice: Balance = 100 * UNIT;
	/// What the draws of a block may weigh: a fifth of it, so that whatever else must be in it has room.
	pub const MaxDrawWeight: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(5);
}

impl pallet_quorum::Config for Runtime {
	type Operators = Participants;
	type OnQuorum = DecisionSupport;
	type Time = Timestamp;
	type Consideration = AllowanceOrHold<StorageReason>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	// Burnt: nobody may gain by another's fault, or by a draw that came to nothing.
	type Slashed = ();
	type AuthorityOrigin = RulingOrigin;
	type MaxOperators = <Runtime as pallet_participants::Config>::MaxOperators;
	type MaxUndrawn = ConstU32<256>;
	type MaxDocuments = ConstU32<{ MAX_RECORDS + 1 }>;
	type MaxDrawWeight = MaxDrawWeight;
	type DrawDelay = ConstU32<2>;
	// With 3 it would take four adjacent slots of one owner to know a draw's randomness, for one block more.
	type RelayDelay = ConstU32<2>;
	type SealPeriod = SealPeriod;
	type RevealPeriod = RevealPeriod;
	type ChallengePeriod = ChallengePeriod;
	type RulingPeriod = RulingPeriod;
	type RefusalLimit = ConstU8<10>;
	type ChallengeDeposit = ChallengeDeposit;
	type MinPrice = MinPrice;
	type MaxPrice = MaxPrice;
	type WeightInfo = weights::pallet_quorum::WeightInfo<Runtime>;
}

/// Takes the relay chain's randomness out of the proof that every block brings, for the draws at the block's end.
///
/// It is of the relay block that this block builds on: of that block's author, who proved it by a VRF, so that nobody
/// knew it before and its author could only keep or withhold it. A relay block whose author had no VRF has none, which
/// the proof shows: then what waits for its draw waits for the next block.
pub struct RelayRandomness;

impl OnSystemEvent for RelayRandomness {
	fn on_validation_data(_: &PersistedValidationData) {}

	fn on_validation_code_applied() {}

	#[allow(clippy::expect_used, reason = "a block whose proof does not show it is invalid")]
	fn on_relay_state_proof(proof: &RelayChainStateProof) -> Weight {
		// Or a collator would void a draw by leaving it out.
		let randomness = proof
			.read_optional_entry::<Option<[u8; 32]>>(CURRENT_BLOCK_RANDOMNESS)
			.expect("invalid randomness in relay chain state proof")
			.flatten();
		// The validation data is stored before this is called.
		let number = RelaychainDataProvider::<Runtime>::current_block_number();
		Quorum::note_relay_block(number, randomness);
		<Runtime as frame_system::Config>::DbWeight::get().reads_writes(1, 1)
	}
}
