#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

use polkadot_sdk::{frame_support, frame_system};

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
#[cfg(test)]
mod mock;
pub mod off_chain_index;
pub mod runtime_api;
#[cfg(test)]
mod tests;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod walk;

pub use pallet::*;
pub use salus_primitives::disclosures::{Gap, Ledger};

// Of what the macro writes: what is written here is documented, and expects nothing.
#[allow(missing_docs, clippy::expect_used)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{Entry, Moment};

	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The patients' ledgers. A patient of whom nothing was ever disclosed has none.
	#[pallet::storage]
	pub type Ledgers<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Ledger, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody was granted access to something of a patient's, and the ledger says to what and why. Whoever keeps
		/// the events of all blocks can rebuild every ledger from them, and check it against the heads.
		Entered {
			/// The patient.
			patient: T::AccountId,
			/// Who was granted access to what, when, why, and on which basis.
			entry: Entry<T::AccountId>,
			/// The head before the entry.
			previous: [u8; 32],
			/// The hash that the entry produced: under it the entry lies in the node's index.
			head: [u8; 32],
		},
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(
			_: BlockNumberFor<T>,
		) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
