// SPDX-License-Identifier: Apache-2.0
//! What an operator's account has a session key do, and what the session key does for it.

use super::*;
use crate::session::OPERATOR;

const PALLET: &str = "Proxy";
/// The variant of `MultiAddress` for an account.
const ID: u8 = 0;
/// Blocks between announcement and call.
const DELAY: u32 = 0;

/// Lists a session key of the signer's. Its own key signs that.
pub fn add(session_key: &AccountId) -> Call {
	Call::new(PALLET, "add_proxy", (ID, session_key, OPERATOR, DELAY))
}

/// Takes a session key of the signer's off the list.
pub fn remove(session_key: &AccountId) -> Call {
	Call::new(PALLET, "remove_proxy", (ID, session_key, OPERATOR, DELAY))
}

/// Makes a call in an operator's name, as a session key of it and by no other right.
pub fn as_operator(operator: &AccountId, call: Call) -> Call {
	Call {
		pallet: PALLET,
		function: "proxy",
		arguments: Arguments::Around(
			(ID, operator, Some(OPERATOR)).encode(),
			Box::new(call),
			Vec::new(),
		),
	}
}
