// SPDX-License-Identifier: Apache-2.0
//! Work that drawn operators do.

use super::*;

const PALLET: &str = "Quorum";

/// Binds an operator's own result.
pub fn seal(task: TaskId, seal: [u8; 32]) -> Call {
	Call::new(PALLET, "seal", (task, seal))
}

/// Says that the work can't be done.
pub fn refuse(task: TaskId) -> Call {
	Call::new(PALLET, "refuse", task)
}

/// Opens an operator's seal.
pub fn reveal(task: TaskId, content: [u8; 32], result: Option<&Cid>, nonce: [u8; 32]) -> Call {
	Call::new(PALLET, "reveal", (task, content, result.map(cid_bytes), nonce))
}

/// Closes a task when revealing is over.
pub fn close(task: TaskId) -> Call {
	Call::new(PALLET, "close", task)
}

/// An accused operator disputes.
pub fn challenge(task: TaskId) -> Call {
	Call::new(PALLET, "challenge", task)
}

/// The authority rules on a challenge.
pub fn rule(task: TaskId, operator: &AccountId, uphold: bool) -> Call {
	Call::new(PALLET, "rule", (task, operator, uphold))
}

/// Ends an accusation whose time is over.
pub fn end_accusation(task: TaskId, operator: &AccountId) -> Call {
	Call::new(PALLET, "end_accusation", (task, operator))
}

/// An operator that was out can be drawn again.
pub fn return_to_draw() -> Call {
	Call::new(PALLET, "return_to_draw", ())
}

/// The authority sets what a seat is paid.
pub fn set_price(class: WorkClass, price: u128) -> Call {
	Call::new(PALLET, "set_price", (class, price))
}
