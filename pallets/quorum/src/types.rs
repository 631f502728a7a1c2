// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::quorum`].

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{
		BoundedVec,
		traits::{ConstU32, fungible::Inspect},
	},
	frame_system,
};
pub use salus_pallet_support::Held;
pub use salus_primitives::{
	CidBytes,
	quorum::{
		Accusation, Cause, Challenge, Draw, Fault, OperatorState, Price, Response, Seat, Task,
		TaskId, TaskKind, Tier, WorkClass,
	},
};
use scale_info::TypeInfo;

/// The most tasks that one operator works on at once.
pub const MAX_OPEN_TASKS: u32 = 64;

/// The tasks that one operator works on.
pub type OpenList = BoundedVec<TaskId, ConstU32<MAX_OPEN_TASKS>>;

pub(crate) type AccountIdOf<T> = <T as frame_system::Config>::AccountId;

/// Money.
pub type BalanceOf<T> = <<T as Config>::Currency as Inspect<AccountIdOf<T>>>::Balance;

/// A task, without what pays for its storage.
pub type TaskItem<T> = Task<AccountIdOf<T>, BalanceOf<T>>;

/// A task, as stored.
pub type TaskOf<T> = Held<TaskItem<T>, <T as Config>::Consideration>;

/// An accusation, as stored.
pub type AccusationOf<T> = Accusation<BalanceOf<T>>;

/// The relay block on which a block builds: its relay parent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RelayBlock {
	/// Its height.
	pub number: u32,
	/// The randomness that its author proved by a VRF; none when it had none.
	pub randomness: Option<[u8; 32]>,
}

/// A task that waits for its draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Waiting {
	/// The task.
	pub task: TaskId,
	/// The block in which it was opened.
	pub opened_in: u32,
	/// The height of that block's relay parent.
	pub opened_on: u32,
	/// How many documents whoever is drawn is granted access to.
	pub documents: u32,
}

/// Whether an operator in service can be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Availability {
	/// It can.
	Free,
	/// Not while it works on as many tasks as it may.
	Busy,
	/// Not before it says that it is back.
	Out,
}

/// An operator in service, and the organisation in force that it works for.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Candidate<AccountId> {
	/// The operator.
	pub operator: AccountId,
	/// Its organisation.
	pub organisation: AccountId,
	/// Whether it can be drawn.
	pub availability: Availability,
}

/// Whom tasks of one block are drawn from.
pub type Pool<T> = BoundedVec<Candidate<AccountIdOf<T>>, <T as Config>::MaxOperators>;
