//! What the calls of `pallet_proxy` weigh: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! 2026-11-24 on AMD EPYC: 20 steps, 20 repeats, SDK's benchmarks 64.0.0.

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
		Weight::from_parts(22_494_693, 4_706)
			.saturating_add(Weight::from_parts(66_034, 0).saturating_mul(p.into()))
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
		Weight::from_parts(58_258_651, 5_698)
			.saturating_add(Weight::from_parts(319_847, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(58_192, 0).saturating_mul(p.into()))
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
		Weight::from_parts(42_395_379, 5_698)
			.saturating_add(Weight::from_parts(291_078, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(14_441, 0).saturating_mul(p.into()))
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
		Weight::from_parts(42_104_265, 5_698)
			.saturating_add(Weight::from_parts(278_508, 0).saturating_mul(a.into()))
			.saturating_add(Weight::from_parts(23_654, 0).saturating_mul(p.into()))
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
		Weight::from_parts(56_542_443, 5_698)
			.saturating_add(Weight::from_parts(263_763, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn add_proxy(p: u32) -> Weight {
		// Of the proof, 127 bytes were seen, and 37 for each p.
		Weight::from_parts(38_113_423, 4_706)
			.saturating_add(Weight::from_parts(113_951, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn remove_proxy(p: u32) -> Weight {
		// Of the proof, 127 bytes were seen, and 37 for each p.
		Weight::from_parts(38_089_817, 4_706)
			.saturating_add(Weight::from_parts(117_437, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn remove_proxies(p: u32) -> Weight {
		// Of the proof, 127 bytes were seen, and 37 for each p.
		Weight::from_parts(36_084_675, 4_706)
			.saturating_add(Weight::from_parts(2_815_726, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 1 to 31.
	fn create_pure(p: u32) -> Weight {
		// Of the proof, 139 bytes were seen.
		Weight::from_parts(43_366_551, 4_706)
			.saturating_add(Weight::from_parts(82_165, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	/// `p` is from 0 to 30.
	fn kill_pure(p: u32) -> Weight {
		// Of the proof, 164 bytes were seen, and 37 for each p.
		Weight::from_parts(40_451_647, 4_706)
			.saturating_add(Weight::from_parts(96_660, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	fn poke_deposit() -> Weight {
		// Of the proof, 453 bytes were seen.
		Weight::from_parts(71_386_000, 5_698).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
}
