// SPDX-License-Identifier: Apache-2.0
//! The disclosure ledger by JSON-RPC, with real transactions: what the chain binds is what is shown.

mod common;
mod ledger;

use common::{Node, binary};
use ledger::scenario;
use polkadot_sdk::*;
use serde_json::{Value, json};
use sp_keyring::Sr25519Keyring::{self, Alice};

fn address(who: Sr25519Keyring) -> String {
	serde_json::from_value(json!(who.to_account_id())).unwrap()
}

#[test]
fn disclosures_are_listed_newest_first_and_checked_against_the_chain() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	scenario(&node, 3);
	let alice = address(Alice);

	let head = node.ask("disclosures_ledger", json!([alice]));
	assert_eq!(head["count"], 3);
	let page = node.ask("disclosures_list", json!([alice, null, 2]));
	assert_eq!((&page["head"], &page["gap"]), (&head["head"], &Value::Null), "{page}");
	assert_eq!(page["next"], 1);
	let newest = &page["entries"][0];
	for (field, expected) in [
		("number", json!(2)),
		("reader", json!(alice)),
		("subject", json!({ "record": { "id": 0, "version": 1 } })),
		("category", json!("Observation-laboratory")),
		("purpose", json!("PATRQT")),
		("basis", json!("ownRecord")),
	] {
		assert_eq!(newest[field], expected, "{field}");
	}
	let rest = node.ask("disclosures_list", json!({ "patient": alice, "before": 1 }));
	assert_eq!(rest["entries"].as_array().map(Vec::len), Some(1), "{rest}");
	assert_eq!((&rest["entries"][0]["number"], &rest["next"]), (&json!(0), &Value::Null));

	the_record_is_described(&node, &alice);
	blocks_carry_the_ledger_elsewhere(node, folder.path(), &page);
}

fn the_record_is_described(node: &Node, alice: &str) {
	let records = node.ask("records_list", json!([alice]));
	assert_eq!(records[0]["category"], "Observation-laboratory");
	let record = node.ask("records_get", json!([0]));
	let kept = &record["kept"];
	assert_eq!(kept["record"], records[0]);
	assert_eq!(kept["destructions"], json!([]));
	let version = &kept["version"];
	assert_eq!(version["id"], 1);
	assert!(version["cid"].as_str().is_some_and(|cid| cid.starts_with("bafkrei")), "{version}");
	assert_eq!(&node.ask("records_provenance", json!([0]))[0], version);
	let checked = node.ask("records_access", json!([0]));
	let readers = &checked["access"]["readers"];
	assert_eq!((&checked["state"], readers), (&json!("open"), &json!([alice])));
	assert_eq!(checked["version"]["cid"], version["cid"]);

	let known = node.ask("participants_whoIs", json!([alice]));
	let registered_at = known["patient"]["registeredAt"].as_str().unwrap();
	assert!(registered_at.parse::<salus_primitives::Timestamp>().is_ok(), "{known}");
	let operators = node.ask("participants_operators", json!([]));
	assert_eq!(operators[0]["endpoint"], "http://127.0.0.1:9000");
	assert_eq!(operators.as_array().map(Vec::len), Some(2));
}

/// Import executes the blocks again, and so writes the index again.
fn blocks_carry_the_ledger_elsewhere(node: Node, from: &std::path::Path, page: &Value) {
	node.stop();
	let to = tempfile::tempdir().unwrap();
	let file = from.join("blocks");
	for (command, folder) in [("export-blocks", from), ("import-blocks", to.path())] {
		let done = binary()
			.args([command, "--chain", "dev", "--base-path"])
			.args([folder, &file])
			.output()
			.unwrap();
		assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
	}
	let node = Node::start(to.path(), &[]);
	assert_eq!(&node.ask("disclosures_list", json!([address(Alice), null, 2])), page);
}

#[test]
fn a_node_without_the_index_says_what_it_lacks() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &["--enable-offchain-indexing", "false"]);
	scenario(&node, 1);
	let alice = address(Alice);
	let head = node.ask("disclosures_ledger", json!([alice]));
	let page = node.ask("disclosures_list", json!([alice]));
	assert_eq!((&page["written"], &page["entries"]), (&json!(false), &json!([])));
	let missing = &page["gap"]["missing"];
	assert_eq!((&missing["number"], &missing["head"]), (&json!(0), &head["head"]));
}
