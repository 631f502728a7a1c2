// SPDX-License-Identifier: Apache-2.0
//! What a node's word on an extrinsic shows.

use crate::H256;

/// Where an extrinsic stands, by the status that a node reports.
pub(super) enum Finality {
	Waiting,
	In(H256),
	/// The node's pool has it no more. It may be in a block all the same: another node may have it, too.
	Lost(String),
	/// The node says no more of it.
	Unknown(String),
}

pub(super) fn finality(status: &serde_json::Value) -> Finality {
	let lost = |cause: &str| Finality::Lost(cause.to_owned());
	if let Some(hash) = status.get("finalized").and_then(|hash| hash.as_str()) {
		return match hash.parse() {
			Ok(hash) => Finality::In(hash),
			Err(_) => Finality::Unknown(format!("the node reports a malformed hash {hash}")),
		};
	}
	if let Some(block) = status.get("finalityTimeout") {
		let block = block.as_str().unwrap_or("unknown");
		return Finality::Unknown(format!("its block {block} was not finalized in time"));
	}
	if status.get("usurped").is_some() {
		return lost("another extrinsic of the account took its place in the node's pool");
	}
	match status.as_str() {
		Some("dropped") => lost("the node's pool has dropped it, as when it is full"),
		Some("invalid") => lost("the node's pool no longer takes it for valid"),
		_ => Finality::Waiting,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn only_a_finalized_block_ends_the_wait() {
		let hash = format!("0x{}", "11".repeat(32));
		assert!(
			matches!(finality(&json!({ "finalized": hash })), Finality::In(H256(bytes)) if bytes == [0x11; 32])
		);
		for waiting in [
			json!("ready"),
			json!("future"),
			json!({ "inBlock": hash }),
			json!({ "retracted": hash }),
		] {
			assert!(matches!(finality(&waiting), Finality::Waiting), "{waiting}");
		}
		for (unknown, lost, said) in [
			(json!("dropped"), true, "is full"),
			(json!("invalid"), true, "for valid"),
			(json!({ "usurped": hash }), true, "took its place"),
			(json!({ "finalityTimeout": hash }), false, "0x1111"),
			(json!({ "finalized": "0x11" }), false, "malformed"),
		] {
			let (is_lost, cause) = match finality(&unknown) {
				Finality::Lost(cause) => (true, cause),
				Finality::Unknown(cause) => (false, cause),
				Finality::Waiting | Finality::In(_) => panic!("{unknown}"),
			};
			assert_eq!(is_lost, lost, "{unknown}");
			assert!(cause.contains(said), "{cause}");
		}
	}
}
