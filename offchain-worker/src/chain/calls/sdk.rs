//! Calls of the SDK, beside which ours are measured.

use super::*;

/// Moves tokens.
pub fn transfer_keep_alive(to: &AccountId, amount: u128) -> Call {
	// The variant of `MultiAddress` for an account.
	const ID: u8 = 0;
	Call::new("Balances", "transfer_keep_alive", (ID, to, Compact(amount)))
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

/// Lets the call with this BLAKE2b-256 hash be made as root, once.
pub fn whitelist_call(call_hash: [u8; 32]) -> Call {
	Call::new("Whitelist", "whitelist_call", call_hash)
}

/// Makes a whitelisted call as root.
pub fn dispatch_whitelisted(call: Call) -> Call {
	Call {
		pallet: "Whitelist",
		function: "dispatch_whitelisted_call_with_preimage",
		arguments: Arguments::Around(Vec::new(), Box::new(call), Vec::new()),
	}
}

/// Writes nothing.
pub fn remark(bytes: &[u8]) -> Call {
	Call::new("System", "remark", bytes)
}
