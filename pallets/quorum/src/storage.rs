// SPDX-License-Identifier: Apache-2.0
//! What is stored, and why money is held for it: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For what is stored of a task, where no allowance pays.
		Storage,
		/// For the seats of a task.
		Pay,
		/// For a challenge.
		Challenge,
	}

	/// Tasks that are not closed.
	#[pallet::storage]
	pub type Tasks<T: Config> = StorageMap<_, Twox64Concat, TaskId, TaskOf<T>>;

	/// The id of the next task.
	#[pallet::storage]
	pub type NextTask<T: Config> = StorageValue<_, TaskId, ValueQuery>;

	/// The relay block on which this block builds; gone when the block ends.
	#[pallet::storage]
	pub type RelayParent<T: Config> = StorageValue<_, RelayBlock, OptionQuery>;

	/// Tasks that wait for their draw, the oldest first.
	#[pallet::storage]
	pub type Undrawn<T: Config> = StorageValue<_, BoundedVec<Waiting, T::MaxUndrawn>, ValueQuery>;

	/// By the block in which tasks were opened that wait for their draw: whom they are drawn from.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageMap<_, Twox64Concat, u32, Pool<T>, OptionQuery>;

	/// By operator: the tasks that want something of it.
	#[pallet::storage]
	pub type OpenTasks<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OpenList, ValueQuery>;

	/// The operators that work on as many tasks as they may, and are not drawn meanwhile.
	#[pallet::storage]
	pub type Busy<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxOperators>, ValueQuery>;

	/// By operator: whether it is out of the draw, and why.
	#[pallet::storage]
	pub type OperatorStates<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OperatorState, ValueQuery>;

	/// By operator: for how many seats it has ever been paid.
	#[pallet::storage]
	pub type PaidSeats<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// By task and operator: a fault that is neither paid for nor excused yet.
	#[pallet::storage]
	pub type Accusations<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		TaskId,
		Blake2_128Concat,
		T::AccountId,
		AccusationOf<T>,
		OptionQuery,
	>;

	/// What a seat is paid, by class of work; the least price for a class that has none.
	#[pallet::storage]
	pub type Prices<T: Config> = StorageMap<_, Twox64Concat, WorkClass, BalanceOf<T>, OptionQuery>;
}
