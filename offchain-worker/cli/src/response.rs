// SPDX-License-Identifier: Apache-2.0
//! What commands answer: for scripts by `Serialize`, in the one form that `pallets/primitives/README.md` describes; for
//! people by `Show`. Both come out in one place, at the end of `lib.rs`.

use super::render;
use salus_chain::{BlockRef, H256, Included};
use serde::Serialize;
use serde_json::Value;

/// How an answer looks to people.
pub trait Show {
	/// The text, without a line end.
	fn show(&self) -> String;

	/// Whether accounts stay as they are, neither named nor shortened, since they are what was asked for.
	fn keeps_accounts(&self) -> bool {
		false
	}
}

/// Anything that a command answers.
pub trait Response {
	/// For scripts.
	fn json(&self) -> serde_json::Result<Value>;
	/// For people.
	fn text(&self) -> String;
	/// Whether accounts in the text stay as they are.
	fn keeps_accounts(&self) -> bool;
}

impl<T: Serialize + Show> Response for T {
	fn json(&self) -> serde_json::Result<Value> {
		serde_json::to_value(self)
	}

	fn text(&self) -> String {
		self.show()
	}

	fn keeps_accounts(&self) -> bool {
		Show::keeps_accounts(self)
	}
}

/// An answer that is shown by its names and values, one by one.
pub trait Plain: Serialize {
	/// Whether its accounts are what was asked for, to be copied.
	const KEEPS_ACCOUNTS: bool = false;
}

impl<T: Plain> Show for T {
	fn show(&self) -> String {
		serde_json::to_value(self)
			.map_or_else(|cause| cause.to_string(), |answer| render::for_people(&answer))
	}

	fn keeps_accounts(&self) -> bool {
		T::KEEPS_ACCOUNTS
	}
}

impl Plain for Value {}

/// A call that is in a block for good, and what else there is to tell of it.
#[derive(Serialize)]
pub struct Done<T = Nothing> {
	block: u32,
	hash: H256,
	#[serde(flatten)]
	rest: T,
}

impl<T> Done<T> {
	/// Of a call that was included.
	pub fn new(included: &Included, rest: T) -> Self {
		let BlockRef { number, hash } = included.block;
		Self { block: number, hash, rest }
	}
}

impl<T: Plain> Plain for Done<T> {
	const KEEPS_ACCOUNTS: bool = T::KEEPS_ACCOUNTS;
}

/// Nothing else to tell.
#[derive(Serialize)]
pub struct Nothing {}

impl Plain for Nothing {}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_chain::AccountId;
	use serde_json::json;

	#[derive(Serialize)]
	struct Persona {
		account: AccountId,
	}

	impl Plain for Persona {
		const KEEPS_ACCOUNTS: bool = true;
	}

	#[test]
	fn accounts_stay_whole_where_they_are_asked_for() {
		let account = AccountId::new([7; 32]);
		let included =
			Included { block: BlockRef { number: 4, hash: H256([9; 32]) }, events: Vec::new() };
		let done = Done::new(&included, Persona { account: account.clone() });
		assert!(Response::keeps_accounts(&done));
		assert!(!Response::keeps_accounts(&Done::new(&included, Nothing {})));
		assert!(!Response::keeps_accounts(&json!({ "reader": "5F" })));
		let json = done.json().unwrap();
		let hash = format!("0x{}", "09".repeat(32));
		assert_eq!(json, json!({ "block": 4, "hash": hash, "account": account }));
	}
}
