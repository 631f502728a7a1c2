// SPDX-License-Identifier: Apache-2.0
//! A node without the disclosure ledger's entries takes them from another, with real transactions.

mod common;
mod ledger;

use common::{Node, binary};
use ledger::scenario;
use polkadot_sdk::*;
use serde_json::{Value, json};
use sp_keyring::Sr25519Keyring::{Alice, Dave};
use std::path::Path;

const INVALID_PARAMS: i64 = -32_602;
const UNKNOWN_HEAD: i64 = 8_003;
const READINGS: u64 = 5;

fn alice() -> Value {
	json!(Alice.to_account_id())
}

/// A page of Alice's ledger.
fn page(node: &Node, before: &Value, count: u32) -> Value {
	node.ask("disclosures_list", json!([alice(), before, count]))
}

/// Runs `disclosures repair` on the database in a folder: whether it succeeded, its summary, and what it
/// said.
fn repair(folder: &Path, from: &Node, options: &[&str]) -> (bool, Value, String) {
	let done = binary()
		.args(["disclosures", "repair", "--chain", "dev", "--json"])
		.args(["--from", &format!("ws://127.0.0.1:{}", from.port())])
		.arg("--base-path")
		.arg(folder)
		.args(options)
		.output()
		.unwrap();
	let summary = serde_json::from_slice(&done.stdout).unwrap_or_default();
	let said = String::from_utf8_lossy(&done.stderr).into_owned();
	(done.status.success(), summary, said)
}

fn counts(summary: &Value) -> [u64; 4] {
	["entries", "here", "fetched", "missing"].map(|name| summary[name].as_u64().unwrap())
}

#[test]
fn a_node_without_the_index_is_repaired_from_one_that_has_it() {
	let [bare, whole, fresh] = [(); 3].map(|()| tempfile::tempdir().unwrap());
	let node = Node::start(bare.path(), &["--enable-offchain-indexing", "false"]);
	scenario(&node, READINGS);
	node.stop();
	// Import executes the blocks again, and so writes the index that the first run did not.
	let file = bare.path().join("blocks");
	for (command, folder) in [("export-blocks", bare.path()), ("import-blocks", whole.path())] {
		let done = binary()
			.args([command, "--chain", "dev", "--base-path"])
			.args([folder, &file])
			.output()
			.unwrap();
		assert!(done.status.success(), "{command}");
	}

	// A node of another chain has nothing of it: every entry stays missing, and that is a failure.
	let other = Node::start(fresh.path(), &[]);
	let (succeeded, summary, said) = repair(bare.path(), &other, &[]);
	assert!(!succeeded);
	assert_eq!(counts(&summary), [READINGS, 0, 0, READINGS], "{said}");
	assert_eq!(summary["gaps"][0]["count"], READINGS);
	assert!(said.contains("missing still"), "{said}");
	other.stop();

	let full = Node::start(whole.path(), &[]);
	entries_verify_themselves(&full);
	pages_are_read_by_cursor(&full);
	let expected = page(&full, &Value::Null, 100);

	// Not while a node has the database open, and not where there is none.
	let (succeeded, _, said) = repair(whole.path(), &full, &[]);
	assert!(!succeeded && said.contains("stop it first"), "{said}");
	let (succeeded, _, said) = repair(&fresh.path().join("nowhere"), &full, &[]);
	assert!(!succeeded && said.contains("found no database"), "{said}");

	let account = Alice.to_account_id().to_string();
	for (options, expected) in [
		(&["--patient", account.as_str()][..], [READINGS, 0, READINGS, 0]),
		(&[], [READINGS, READINGS, 0, 0]),
	] {
		let (succeeded, summary, said) = repair(bare.path(), &full, options);
		assert!(succeeded, "{said}");
		assert_eq!(counts(&summary), expected, "{said}");
	}
	full.stop();
	let node = Node::start(bare.path(), &[]);
	assert_eq!(page(&node, &Value::Null, 100), expected);
}

fn entries_verify_themselves(node: &Node) {
	let ledger = node.ask("disclosures_ledger", json!([alice()]));
	let mut head = ledger["head"].clone();
	for number in (0..READINGS).rev() {
		let found = node.ask("disclosures_entry", json!([head]));
		let bytes: sp_core::Bytes = serde_json::from_value(found["bytes"].clone()).unwrap();
		assert_eq!(json!(sp_core::H256(sp_io::hashing::blake2_256(&bytes.0))), head);
		assert_eq!(found["entry"]["number"], number);
		head = found["previous"].clone();
	}
	// Before the first entry there is none.
	assert_eq!(node.ask("disclosures_entry", json!([head])), Value::Null);
	assert_eq!(code(node.call("disclosures_entry", json!(["0x11"]))), INVALID_PARAMS);
}

fn pages_are_read_by_cursor(node: &Node) {
	let whole = page(node, &Value::Null, 100);
	assert_eq!((&whole["next"], &whole["cursor"]), (&Value::Null, &Value::Null));
	let (mut before, mut entries) = (Value::Null, Vec::new());
	loop {
		let some = page(node, &before, 2);
		entries.extend(some["entries"].as_array().unwrap().clone());
		assert_eq!(some["next"], some["cursor"]["count"]);
		before = some["cursor"].clone();
		if before.is_null() {
			break;
		}
	}
	assert_eq!(json!(entries), whole["entries"]);

	let cursor = |count: u64, head: &Value| json!({ "count": count, "head": head });
	let (head, made_up) = (&whole["head"], json!(sp_core::H256::repeat_byte(0x11)));
	for (wrong, expected) in [
		(cursor(READINGS + 1, head), INVALID_PARAMS),
		(cursor(0, head), INVALID_PARAMS),
		(cursor(READINGS, &made_up), INVALID_PARAMS),
		(cursor(2, &made_up), UNKNOWN_HEAD),
		(cursor(2, head), UNKNOWN_HEAD),
		(json!({ "count": 2 }), INVALID_PARAMS),
	] {
		let answer = node.call("disclosures_list", json!([alice(), wrong]));
		assert_eq!(code(answer), expected, "{wrong}");
	}
	// Of somebody who has no ledger.
	let stranger = json!(Dave.to_account_id());
	let answer = node.call("disclosures_list", json!([stranger, cursor(2, head)]));
	assert_eq!(code(answer), INVALID_PARAMS);
}

fn code(answer: Result<Value, Value>) -> i64 {
	answer.expect_err("an error")["code"].as_i64().unwrap()
}
