// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rule 1.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A task was opened. It is drawn in a later block.
		Opened { task: TaskId },
		/// Operators were drawn.
		Drawn {
			task: TaskId,
			/// The drawn operators.
			operators: BoundedVec<T::AccountId, ConstU32<{ salus_primitives::quorum::MAX_SEATS }>>,
			/// How many operators were not drawn from since they work on as many tasks as they may.
			busy: u32,
		},
		/// An operator bound its result.
		Sealed { task: TaskId, operator: T::AccountId },
		/// An operator refused the work.
		Refused { task: TaskId, operator: T::AccountId },
		/// An operator's seal opened.
		Revealed { task: TaskId, operator: T::AccountId, digest: [u8; 32] },
		/// A quorum agreed.
		Settled { task: TaskId, digest: [u8; 32], agreeing: u8 },
		/// There will be no agreement.
		Failed { task: TaskId },
		/// A seat was paid.
		Paid { task: TaskId, operator: T::AccountId, amount: BalanceOf<T> },
		/// The price of one seat of a failed task was taken from whoever pays: its draw was seen.
		Kept { task: TaskId, amount: BalanceOf<T> },
		/// A task was closed; this much of what was held went back.
		Closed { task: TaskId, returned: BalanceOf<T> },
		/// An operator is not drawn any more until it says that it is back.
		Out { operator: T::AccountId, cause: Cause },
		/// An operator is back in the draw.
		Back { operator: T::AccountId },
		/// An operator is accused: it loses bond unless it challenges in time.
		Accused { task: TaskId, operator: T::AccountId, fault: Fault },
		/// An accused operator disputes the accusation.
		Challenged { task: TaskId, operator: T::AccountId },
		/// An operator is excused.
		Excused { task: TaskId, operator: T::AccountId },
		/// An operator lost bond.
		Penalised { task: TaskId, operator: T::AccountId, fault: Fault },
		/// The authority set a price.
		PriceSet { class: WorkClass, price: BalanceOf<T> },
	}
}
