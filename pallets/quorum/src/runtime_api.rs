// SPDX-License-Identifier: Apache-2.0
//! What the node's RPC and the off-chain worker ask.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::{
	WithId,
	quorum::{Accusation, OperatorState, Price, Task, TaskId},
};

sp_api::decl_runtime_apis! {
	/// Questions about tasks and those who work on them.
	pub trait QuorumApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// A task that is not closed yet.
		fn task(id: TaskId) -> Option<Task<AccountId, Balance>>;
		/// The tasks that want something of the operator, at most 64: those that it was drawn for and that are not
		/// settled, or in which it still owes its reveal.
		fn open_tasks(operator: AccountId) -> Vec<TaskId>;
		/// Whether the operator can be drawn.
		fn operator_state(operator: AccountId) -> OperatorState;
		/// The faults in a task, closed or not, that are neither paid for nor excused yet; each with the accused as its
		/// id.
		fn accusations(task: TaskId) -> Vec<WithId<AccountId, Accusation<Balance>>>;
		/// What a seat is paid, for each class of work.
		fn prices() -> Vec<Price<Balance>>;
	}
}
