// SPDX-License-Identifier: Apache-2.0
//! What is stored, and what a chain starts with: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// By the hash of its call: what one body, or both, agreed to. Lapsed ones, too, until one is withdrawn.
	#[pallet::storage]
	pub type Agreements<T: Config> = CountedStorageMap<_, Identity, T::Hash, Agreement>;

	/// Whether the chain was started for development. Set in its genesis, and by no call.
	#[pallet::storage]
	pub type Development<T: Config> = StorageValue<_, bool, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Whether the chain is for development: its delay is short, and its bodies may have few seats.
		pub development: bool,
		#[serde(skip)]
		pub phantom: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let seats = T::Seats::get();
			let enough = seats.iter().all(|seats| *seats >= T::FewestSeats::get());
			// Bodies of nobody decide nothing: so an empty genesis has them.
			let nobody = seats.iter().all(|seats| *seats == 0);
			assert!(
				self.development || enough || nobody,
				"a body has too few seats for a chain that matters"
			);
			Development::<T>::put(self.development);
		}
	}
}
