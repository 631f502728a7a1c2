// SPDX-License-Identifier: Apache-2.0
//! A released version of the rules never changes: the file has what it came to when it was released.

use crate::{generate::Random, histories::History};
use std::fs;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/released-1.jsonl");

#[test]
fn version_1_comes_to_what_it_came_to_when_it_was_released() {
	let file = fs::read_to_string(FILE).unwrap();
	assert_eq!(file.lines().count(), 4);
	for line in file.lines() {
		serde_json::from_str::<History>(line).unwrap().assert_same();
	}
}

/// For a version that is not released yet: `cargo test -p salus-adjudication -- --ignored write`.
#[test]
#[ignore = "writes the file"]
fn write() {
	let mut random = Random(1_000);
	let histories = (0..4).map(|_| serde_json::to_string(&History::random(&mut random)).unwrap());
	fs::write(FILE, histories.collect::<Vec<_>>().join("\n") + "\n").unwrap();
}
