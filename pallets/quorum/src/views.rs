// SPDX-License-Identifier: Apache-2.0
//! What clients ask.

use crate::{
	AccountIdOf, AccusationOf, Accusations, BalanceOf, Config, OpenTasks, OperatorState,
	OperatorStates, Pallet, Price, Prices, TaskId, TaskItem, Tasks, WorkClass,
};
use alloc::vec::Vec;
use polkadot_sdk::frame_support::traits::Get;
use salus_primitives::WithId;

/// What the runtime responds to [`crate::runtime_api::QuorumApi`].
impl<T: Config> Pallet<T> {
	/// A task that is not closed.
	pub fn task(id: TaskId) -> Option<TaskItem<T>> {
		Tasks::<T>::get(id).map(|held| held.item)
	}

	/// The tasks that want something of the operator.
	pub fn open_tasks(operator: &AccountIdOf<T>) -> Vec<TaskId> {
		OpenTasks::<T>::get(operator).into_inner()
	}

	/// Whether the operator can be drawn.
	pub fn operator_state(operator: &AccountIdOf<T>) -> OperatorState {
		OperatorStates::<T>::get(operator)
	}

	/// The accused operators of a task, each with its fault.
	pub fn accusations(task: TaskId) -> Vec<WithId<AccountIdOf<T>, AccusationOf<T>>> {
		Accusations::<T>::iter_prefix(task).map(|(id, item)| WithId { id, item }).collect()
	}

	/// What a seat is paid, for each class of work.
	pub fn prices() -> Vec<Price<BalanceOf<T>>> {
		let classes = WorkClass::ALL.iter().copied();
		classes.map(|class| Price { class, amount: Self::seat_price(class) }).collect()
	}

	/// What a seat of a task is paid that opens now.
	pub(crate) fn seat_price(class: WorkClass) -> BalanceOf<T> {
		Prices::<T>::get(class).unwrap_or_else(T::MinPrice::get)
	}
}
