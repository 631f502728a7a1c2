// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_collective` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! Until that has run: what the SDK says of its own reference hardware, for up to 100 members.

#![allow(missing_docs, unused_imports, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{
	frame_support::{traits::Get, weights::Weight},
	*,
};

/// What they weigh, reads and writes as the runtime's database prices them.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_collective::WeightInfo for WeightInfo<T> {
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:100 w:100)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// `m` is from 0 to 100.
	/// `n` is from 0 to 100.
	/// `p` is from 0 to 100.
	fn set_members(m: u32, _n: u32, p: u32) -> Weight {
		Weight::from_parts(12_646_000, 15_670)
			.saturating_add(Weight::from_parts(5_961_291, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(10_323_837, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 1_967).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 4_332).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
			.saturating_add(T::DbWeight::get().reads(1_u64.saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64.saturating_mul(p.into())))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `SafeMode::EnteredUntil` (r:1 w:0)
	// Proof: `SafeMode::EnteredUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `TxPause::PausedCalls` (r:1 w:0)
	// Proof: `TxPause::PausedCalls` (`max_values`: None, `max_size`: Some(532), added: 3007, mode: `MaxEncodedLen`)
	/// `b` is from 2 to 1024.
	/// `m` is from 1 to 100.
	fn execute(b: u32, m: u32) -> Weight {
		Weight::from_parts(12_877_692, 3_997)
			.saturating_add(Weight::from_parts(1_555, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(14_710, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 0))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:0)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `SafeMode::EnteredUntil` (r:1 w:0)
	// Proof: `SafeMode::EnteredUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `TxPause::PausedCalls` (r:1 w:0)
	// Proof: `TxPause::PausedCalls` (`max_values`: None, `max_size`: Some(532), added: 3007, mode: `MaxEncodedLen`)
	/// `b` is from 2 to 1024.
	/// `m` is from 1 to 100.
	fn propose_execute(b: u32, m: u32) -> Weight {
		Weight::from_parts(14_905_569, 3_997)
			.saturating_add(Weight::from_parts(1_636, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(26_237, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 0))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(427), added: 2902, mode: `MaxEncodedLen`)
	// Storage: `Council::ProposalCount` (r:1 w:1)
	// Proof: `Council::ProposalCount` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:0 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::CostOf` (r:0 w:1)
	// Proof: `Council::CostOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `b` is from 2 to 1024.
	/// `m` is from 2 to 100.
	/// `p` is from 1 to 100.
	fn propose_proposed(b: u32, m: u32, p: u32) -> Weight {
		Weight::from_parts(61_454_712, 3_892)
			.saturating_add(Weight::from_parts(4_274, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(30_746, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(262_875, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 33).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 6))
	}
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `m` is from 5 to 100.
	fn vote(m: u32) -> Weight {
		Weight::from_parts(27_882_147, 4_251)
			.saturating_add(Weight::from_parts(40_139, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 64).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:0 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `m` is from 4 to 100.
	/// `p` is from 1 to 100.
	fn close_early_disapproved(m: u32, p: u32) -> Weight {
		Weight::from_parts(27_410_759, 3_818)
			.saturating_add(Weight::from_parts(40_245, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(211_095, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 65).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `SafeMode::EnteredUntil` (r:1 w:0)
	// Proof: `SafeMode::EnteredUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `TxPause::PausedCalls` (r:1 w:0)
	// Proof: `TxPause::PausedCalls` (`max_values`: None, `max_size`: Some(532), added: 3007, mode: `MaxEncodedLen`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// `b` is from 2 to 1024.
	/// `m` is from 4 to 100.
	/// `p` is from 1 to 100.
	fn close_early_approved(b: u32, m: u32, p: u32) -> Weight {
		Weight::from_parts(40_759_167, 3_997)
			.saturating_add(Weight::from_parts(3_423, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(39_895, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(242_036, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 66).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:1 w:0)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:0 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `m` is from 4 to 100.
	/// `p` is from 1 to 100.
	fn close_disapproved(m: u32, p: u32) -> Weight {
		Weight::from_parts(30_258_684, 3_838)
			.saturating_add(Weight::from_parts(41_737, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(206_682, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 65).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `Council::Voting` (r:1 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:1 w:0)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `SafeMode::EnteredUntil` (r:1 w:0)
	// Proof: `SafeMode::EnteredUntil` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `TxPause::PausedCalls` (r:1 w:0)
	// Proof: `TxPause::PausedCalls` (`max_values`: None, `max_size`: Some(532), added: 3007, mode: `MaxEncodedLen`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// `b` is from 2 to 1024.
	/// `m` is from 4 to 100.
	/// `p` is from 1 to 100.
	fn close_approved(b: u32, m: u32, p: u32) -> Weight {
		Weight::from_parts(46_459_730, 4_010)
			.saturating_add(Weight::from_parts(1_914, 0).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(27_310, 0).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(237_527, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 1).saturating_mul(b.into()))
			.saturating_add(Weight::from_parts(0, 66).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 40).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(7, 3))
	}
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:0 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::ProposalOf` (r:0 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `p` is from 1 to 100.
	fn disapprove_proposal(p: u32) -> Weight {
		Weight::from_parts(14_714_942, 1_653)
			.saturating_add(Weight::from_parts(182_535, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 32).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 3))
	}
	// Storage: `Council::ProposalOf` (r:1 w:1)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::CostOf` (r:1 w:1)
	// Proof: `Council::CostOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(427), added: 2902, mode: `MaxEncodedLen`)
	// Storage: `Council::Proposals` (r:1 w:1)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Voting` (r:0 w:1)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	/// `d` is from 0 to 1.
	/// `p` is from 1 to 100.
	fn kill(d: u32, p: u32) -> Weight {
		Weight::from_parts(18_315_857, 4_954)
			.saturating_add(Weight::from_parts(32_810_580, 0).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(320_835, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(0, 1_946).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(0, 43).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3))
			.saturating_add(T::DbWeight::get().reads(2_u64.saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64.saturating_mul(d.into())))
	}
	// Storage: `Council::ProposalOf` (r:1 w:0)
	// Proof: `Council::ProposalOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Council::CostOf` (r:1 w:1)
	// Proof: `Council::CostOf` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(427), added: 2902, mode: `MaxEncodedLen`)
	fn release_proposal_cost() -> Weight {
		Weight::from_parts(65_123_000, 5_156).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
}
