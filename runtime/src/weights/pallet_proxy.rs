// SPDX-License-Identifier: Apache-2.0
//! What the calls of `pallet_proxy` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-11-29 on Intel(R) Xeon(R) Processor: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

#![allow(missing_docs, unused_imports, unused_variables)]

use core::marker::PhantomData;
use polkadot_sdk::{
	frame_support::{traits::Get, weights::Weight},
	*,
};

/// What they weigh, reads and writes as the runtime's database prices them.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn proxy(p: u32) -> Weight {
		// Of the proof, 127 bytes were seen, and 37 for each p.
		Weight::from_parts(33_171_512, 4_706)
			.saturating_add(Weight::from_parts(427_688, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
	}
	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is from 0 to 31.
	/// `p` is from 1 to 31.
	fn proxy_announced(a: u32, p: u32) -> Weight {
		// Of the proof, 454 bytes were seen, and 68 for each a, and 37 for each p.
		Weight::from_parts(118_634_053, 5_698)
			.saturating_add(Weight::from_parts(197_960, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is from 0 to 31.
	/// `p` is from 1 to 31.
	fn remove_announcement(a: u32, p: u32) -> Weight {
		// Of the proof, 369 bytes were seen, and 68 for each a.
		Weight::from_parts(46_296_358, 5_698)
			.saturating_add(Weight::from_parts(378_462, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(104_588, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is from 0 to 31.
	/// `p` is from 1 to 31.
	fn reject_announcement(a: u32, p: u32) -> Weight {
		// Of the proof, 369 bytes were seen, and 68 for each a.
		Weight::from_parts(74_062_271, 5_698)
			.saturating_add(Weight::from_parts(1_111_334, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// `a` is from 0 to 31.
	/// `p` is from 1 to 31.
	fn announce(a: u32, p: u32) -> Weight {
		// Of the proof, 386 bytes were seen, and 68 for each a, and 37 for each p.
		Weight::from_parts(115_351_204, 5_698)
			.saturating_add(Weight::from_parts(32_076, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn add_proxy(p: u32) -> Weight {
		// Of the proof, 127 bytes were seen, and 37 for each p.
		Weight::from_parts(73_680_764, 4_706)
			.saturating_add(Weight::from_parts(258_751, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn remove_proxy(p: u32) -> Weight {
		// Of the proof, 127 bytes were seen, and 37 for each p.
		Weight::from_parts(78_537_420, 4_706)
			.saturating_add(Weight::from_parts(141_676, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn remove_proxies(p: u32) -> Weight {
		// Of the proof, 127 bytes were seen, and 37 for each p.
		Weight::from_parts(69_361_613, 4_706)
			.saturating_add(Weight::from_parts(5_341_991, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn create_pure(p: u32) -> Weight {
		// Of the proof, 139 bytes were seen.
		Weight::from_parts(83_425_144, 4_706)
			.saturating_add(Weight::from_parts(232_120, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 0 to 30.
	fn kill_pure(p: u32) -> Weight {
		// Of the proof, 164 bytes were seen, and 37 for each p.
		Weight::from_parts(81_917_957, 4_706).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	fn poke_deposit() -> Weight {
		// Of the proof, 453 bytes were seen.
		Weight::from_parts(126_413_000, 5_698).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
}
