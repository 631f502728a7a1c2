// SPDX-License-Identifier: Apache-2.0
//! A second judge, in Python, written from README.md alone by somebody who had not seen this crate, comes to the same.

use crate::{
	generate::Random,
	histories::{CLAIMS, History},
};
use std::{
	io::{BufWriter, Write},
	process::{Command, Stdio},
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/library/adjudication");

/// As many as `SALUS_CLAIMS` says, 100,000 without it.
#[test]
fn a_second_judge_comes_to_the_same() {
	let claims = std::env::var("SALUS_CLAIMS").map_or(100_000, |count| count.parse().unwrap());
	let script = format!("{FOLDER}/judge.py");
	let mut python = Command::new("python3").arg(script).stdin(Stdio::piped()).spawn().unwrap();
	let mut random = Random(1);
	let mut input = BufWriter::new(python.stdin.take().unwrap());
	for _ in 0..u32::div_ceil(claims, CLAIMS) {
		serde_json::to_writer(&mut input, &History::random(&mut random)).unwrap();
		input.write_all(b"\n").unwrap();
	}
	drop(input);
	assert!(python.wait().unwrap().success(), "the judges differ: see what the second printed");
}

#[test]
fn the_second_judge_passes_its_own_tests() {
	let script = format!("{FOLDER}/test_judge.py");
	assert!(Command::new("python3").arg(script).status().unwrap().success());
}
