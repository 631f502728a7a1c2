// SPDX-License-Identifier: Apache-2.0
//! The development chain: blocks on demand, final at once, by its own clock.

mod common;

use common::{Node, binary, run, wait_for};
use serde_json::json;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SLOT: u64 = 6_000;

fn machine_clock() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

#[test]
fn a_block_is_made_on_demand_and_final_at_once() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	assert_eq!(node.ask("system_chain", json!([])), "Salus Development");
	assert_eq!(node.height(), 0);

	node.make_block();
	assert_eq!((node.height(), node.finalized()), (1, 1));
	node.make_block();
	assert_eq!((node.height(), node.finalized()), (2, 2));
}

#[test]
fn the_clock_starts_two_hours_back_and_advances_a_slot_a_block() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	node.make_block();
	let first = node.clock();
	let back = machine_clock().saturating_sub(first);
	assert!((7_190_000..7_400_000).contains(&back), "the clock starts {back} ms back");
	for block in 1..5 {
		node.make_block();
		assert_eq!(node.clock(), first + block * SLOT);
	}
}

#[test]
fn a_restart_continues_chain_and_clock() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	node.make_block();
	node.make_block();
	let clock = node.clock();
	node.stop();

	let node = Node::start(folder.path(), &[]);
	assert_eq!(node.height(), 2);
	node.make_block();
	assert_eq!(node.clock(), clock + SLOT);
}

#[test]
fn blocks_come_at_the_pace_that_is_asked_for() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &["--dev-block-time", "100"]);
	wait_for("three blocks", || (node.finalized() >= 3).then_some(()));
}

#[test]
fn the_state_of_every_block_is_kept() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	let first = node.make_block();
	// The SDK keeps the state of 256 blocks unless told otherwise.
	for _ in 0..300 {
		node.make_block();
	}
	// twox128("System") ++ twox128("Events")
	let events = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7";
	assert!(node.ask("state_getStorage", json!([events, first])).is_string());
}

#[test]
fn nothing_is_made_without_cause() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	std::thread::sleep(Duration::from_secs(3));
	assert_eq!(node.height(), 0);
}

#[test]
fn exported_blocks_can_be_imported_elsewhere() {
	let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
	let file = first.path().join("blocks");
	let node = Node::start(first.path(), &[]);
	node.make_block();
	let head = node.make_block();
	// The genesis block differs in nothing, but blocks are checked against it.
	let genesis = node.ask("chain_getBlockHash", json!([0]));
	node.stop();

	let done = binary()
		.args(["export-blocks", "--chain", "dev", "--base-path"])
		.args([first.path(), &file])
		.output()
		.unwrap();
	assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
	let done = binary()
		.args(["import-blocks", "--chain", "dev", "--base-path"])
		.args([second.path(), &file])
		.output()
		.unwrap();
	assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));

	let node = Node::start(second.path(), &[]);
	assert_eq!(node.ask("chain_getBlockHash", json!([0])), genesis);
	assert_eq!(node.ask("chain_getBlockHash", json!([2])), head);
}

#[test]
fn specifications_are_written_and_read() {
	let folder = tempfile::tempdir().unwrap();
	let file = folder.path().join("dev.json");
	let done = run(&["export-chain-spec", "--chain", "dev", "--output", file.to_str().unwrap()]);
	assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
	let spec: serde_json::Value =
		serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
	assert_eq!(spec["id"], "dev");
	assert_eq!(spec["properties"]["tokenDecimals"], 12);

	let node = Node::start(&folder.path().join("data"), &["--chain", file.to_str().unwrap()]);
	node.make_block();
	assert_eq!(node.height(), 1);
}

#[test]
fn what_a_relay_chain_registers_is_exported() {
	for (command, least) in [
		// A header: parent, number, roots, digest.
		("export-genesis-head", 2 * 98),
		("export-genesis-wasm", 1 << 20),
	] {
		let done = run(&[command, "--chain", "local"]);
		let said = String::from_utf8_lossy(&done.stderr);
		assert!(done.status.success(), "{command}: {said}");
		let written = String::from_utf8(done.stdout).unwrap();
		let digits = written.trim().strip_prefix("0x").unwrap();
		assert!(digits.len() >= least, "{command}: {}", digits.len());
		assert!(digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
	}
}

#[test]
fn without_options_it_says_what_to_do() {
	let done = run(&[]);
	let printed = String::from_utf8_lossy(&done.stderr);
	assert_eq!(done.status.code(), Some(2), "{printed}");
	for way in ["salus-node --dev", "salus-node --collator", "salus-node --help"] {
		assert!(printed.contains(way), "{printed}");
	}
}

#[test]
fn the_version_has_the_commit() {
	let done = run(&["--version"]);
	let printed = String::from_utf8_lossy(&done.stdout);
	let (_, commit) = printed.trim().rsplit_once('-').unwrap();
	// `unknown` where there is not a clone.
	let is_commit = commit.len() >= 7 && commit.bytes().all(|digit| digit.is_ascii_hexdigit());
	assert!(is_commit || commit == "unknown", "{printed}");
}

#[test]
fn the_readme_names_only_options_that_help_knows() {
	let readme =
		std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
	let helps: Vec<_> = [
		&["--help"][..],
		&["export-chain-spec", "--help"],
		&["export-genesis-head", "--help"],
		&["export-genesis-wasm", "--help"],
		&["disclosures", "repair", "--help"],
	]
	.map(|arguments| String::from_utf8(run(arguments).stdout).unwrap())
	.into();
	let named = readme.match_indices("--").filter_map(|(start, _)| {
		let option = &readme[start..];
		let end = option.find(|letter: char| letter != '-' && !letter.is_ascii_lowercase())?;
		(end > 4 && !readme[..start].ends_with('-')).then(|| &option[..end])
	});
	for option in named {
		// Of cargo, of scripts/network and of salus.
		let others = ["--no-default-features", "--test", "--also-node"];
		let has = |help: &String| {
			help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n"))
		};
		assert!(others.contains(&option) || helps.iter().any(has), "{option} is in no help");
	}
}

#[test]
fn the_readme_gives_the_defaults_of_help() {
	let readme =
		std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
	let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
	for row in readme.lines().filter(|line| line.starts_with("| `--")) {
		let cells: Vec<_> = row.split('|').map(str::trim).collect();
		if cells[1].contains(" with") {
			// Not a default of the option, but of the way to run.
			continue;
		}
		let option = cells[1].split('`').nth(1).unwrap().trim_start_matches('-');
		let described = help.split("\n      --").find(|text| text.starts_with(option)).unwrap();
		let default = format!("[default: {}]", cells[2].trim_matches('`'));
		assert!(described.contains(&default), "{option}: {described}");
	}
}

#[test]
fn wrong_options_are_named() {
	for (arguments, expected) in [
		(&["--chain", "nowhere", "--dev"][..], "nowhere is neither `dev` nor `local`"),
		(&["--dev-block-time", "100", "--tmp"], "add --dev"),
		(&["--dev", "--dev-block-time", "0"], "0 is not in 10..=3600000"),
		(
			&["--dev", "--tmp", "--no-prometheus", "--database", "rocksdb"],
			"use --database paritydb",
		),
		(
			&["--dev", "--tmp", "--no-prometheus", "--db-storage-threshold", "999999999"],
			"make room",
		),
	] {
		let done = run(arguments);
		let said = String::from_utf8_lossy(&done.stderr);
		assert!(!done.status.success());
		assert!(said.contains(expected), "{arguments:?} said: {said}");
	}
}
