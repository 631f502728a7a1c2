// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::quorum`].

use crate::Config;
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
