// SPDX-License-Identifier: Apache-2.0
//! Calls of the SDK, beside which ours are measured.

use super::*;
use salus_primitives::claims::Asset;

/// The variant of `MultiAddress` for an account.
const ID: u8 = 0;

/// Moves tokens.
pub fn transfer_keep_alive(to: &AccountId, amount: u128) -> Call {
	Call::new("Balances", "transfer_keep_alive", (ID, to, Compact(amount)))
}

/// Moves all tokens that can be moved, and gives the account up.
pub fn transfer_all(to: &AccountId) -> Call {
	Call::new("Balances", "transfer_all", (ID, to, false))
}

/// Moves some of an asset beside the chain's token, in its smallest unit.
pub fn transfer_asset(asset: Asset, to: &AccountId, amount: u128) -> Call {
	Call::new("Assets", "transfer", (asset, ID, to, Compact(amount)))
}

/// Makes several calls, all or none.
pub fn batch_all(calls: Vec<Call>) -> Call {
	Call { pallet: "Utility", function: "batch_all", arguments: Arguments::List(calls) }
}

/// Lets anybody hand in the runtime with this BLAKE2b-256 hash. Root only.
pub fn authorize_upgrade(code_hash: [u8; 32]) -> Call {
	Call::new("System", "authorize_upgrade", code_hash)
}

/// Hands in an authorised runtime.
pub fn apply_authorized_upgrade(code: &[u8]) -> Call {
	Call::new("System", "apply_authorized_upgrade", code)
}

/// Writes nothing.
pub fn remark(bytes: &[u8]) -> Call {
	Call::new("System", "remark", bytes)
}
