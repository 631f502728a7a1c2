// SPDX-License-Identifier: Apache-2.0
//! Keystores as both programs use them: passphrases from the environment, and an operator's home under `salus`.

use serde_json::Value;
use std::{
	path::Path,
	process::{Command, Output, Stdio},
};

const PASSPHRASE: &str = "demonstration only";
const OTHER: &str = "window seven giraffe mild";

/// A program with the passphrase that scripts bring, and nothing else of this machine's.
fn program(path: &str, passphrase: &str) -> Command {
	let mut command = Command::new(path);
	for variable in [
		"SALUS_PASSPHRASE_FILE",
		"SALUS_NEW_PASSPHRASE",
		"SALUS_NEW_PASSPHRASE_FILE",
		"SALUS_HOME",
		"SALUS_WORKER_HOME",
		"SALUS_AS",
	] {
		command.env_remove(variable);
	}
	command.env("SALUS_PASSPHRASE", passphrase).stdin(Stdio::null());
	command
}

fn salus(home: &Path, passphrase: &str) -> Command {
	let mut command = program(env!("CARGO_BIN_EXE_salus"), passphrase);
	command.arg("--home").arg(home);
	command
}

fn worker(home: &Path, passphrase: &str, command: &str) -> Command {
	// Another crate's program, built beside this one with the workspace.
	let path = Path::new(env!("CARGO_BIN_EXE_salus")).with_file_name("salus-worker");
	assert!(path.is_file(), "build the whole workspace: {} is missing", path.display());
	let mut program = program(path.to_str().unwrap(), passphrase);
	program.arg(command).arg("--home").arg(home);
	program
}

fn answer(command: &mut Command) -> Value {
	let done = command.arg("--json").output().unwrap();
	serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("{done:?}"))
}

fn kind(command: &mut Command) -> String {
	let answer = answer(command);
	let kind = answer["error"]["kind"].as_str();
	kind.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

fn succeeded(command: &mut Command) -> Output {
	let done = command.output().unwrap();
	assert!(done.status.success(), "{done:?}");
	done
}

#[test]
fn a_new_keystore_takes_no_passphrase_under_eight_characters_and_warns_of_weak_ones() {
	let folder = tempfile::tempdir().unwrap();
	let home = folder.path().join("home");
	for refused in ["", "seven77"] {
		let kind = kind(salus(&home, refused).args(["keys", "new", "me"]));
		assert_eq!(kind, "WeakPassphrase");
		assert!(!home.join("keystore").exists());
	}
	let done = succeeded(salus(&home, "another one").args(["keys", "new", "me"]));
	let warned = String::from_utf8_lossy(&done.stderr).into_owned();
	assert!(warned.contains("warning: the passphrase has 11"), "{warned}");
	// Once it is there, it is opened with what opens it, and nothing is judged.
	let done = succeeded(salus(&home, "another one").args(["keys", "list"]));
	assert!(done.stderr.is_empty(), "{done:?}");
}

#[test]
fn reading_makes_no_keystore() {
	let folder = tempfile::tempdir().unwrap();
	let home = folder.path().join("home");
	for command in [
		["keys", "list"].as_slice(),
		&["keys", "show", "me"],
		&["keys", "passphrase"],
		&["keys", "persona", "clinic", "--from", "me"],
	] {
		let kind = kind(salus(&home, PASSPHRASE).args(command));
		assert_eq!(kind, "NoKeystore", "{command:?}");
	}
	assert!(!home.exists());
}

#[test]
fn the_passphrase_is_changed_by_files() {
	let folder = tempfile::tempdir().unwrap();
	let home = folder.path().join("home");
	let new = folder.path().join("new");
	answer(salus(&home, PASSPHRASE).args(["keys", "new", "me"]));
	let before = answer(salus(&home, PASSPHRASE).args(["keys", "list"]));
	let change = |passphrase: &str, text: &str| {
		std::fs::write(&new, text).unwrap();
		let mut command = salus(&home, passphrase);
		command.env("SALUS_NEW_PASSPHRASE_FILE", &new);
		command.args(["keys", "passphrase"]);
		answer(&mut command)
	};
	for (passphrase, text, kind) in [
		("wrong passphrase", OTHER, "WrongPassphrase"),
		(PASSPHRASE, "short\n", "WeakPassphrase"),
		(PASSPHRASE, PASSPHRASE, "SamePassphrase"),
	] {
		assert_eq!(change(passphrase, text)["error"]["kind"], kind);
	}
	let changed = change(PASSPHRASE, &format!("{OTHER}\n"));
	assert_eq!(changed["changed"], true, "{changed}");
	let old = kind(salus(&home, PASSPHRASE).args(["keys", "list"]));
	assert_eq!(old, "WrongPassphrase");
	let after = answer(salus(&home, OTHER).args(["keys", "list"]));
	assert_eq!(after, before);
}

#[test]
fn an_operators_home_answers_salus_keys() {
	let folder = tempfile::tempdir().unwrap();
	let home = folder.path().join("worker");
	let done = succeeded(worker(&home, PASSPHRASE, "init").args(["--dev", "//Dave"]));
	let told = String::from_utf8_lossy(&done.stdout).into_owned();
	let keys = answer(salus(&home, PASSPHRASE).args(["keys", "list"]));
	assert_eq!(keys["keys"].as_array().map(Vec::len), Some(1), "{keys}");
	assert_eq!(keys["keys"][0]["name"], "account");
	let account = keys["keys"][0]["account"].as_str().unwrap();
	assert!(told.contains(account), "{told}");
	let shown =
		answer(salus(&home, PASSPHRASE).args(["--as", "account", "keys", "show", "account"]));
	assert_eq!(shown["account"], account);
	let missing = answer(salus(&home, PASSPHRASE).args(["keys", "show", "me"]));
	let message = missing["error"]["message"].as_str().unwrap();
	assert!(message.contains("--as account"), "{message}");

	let again = worker(&home, PASSPHRASE, "init").args(["--dev", "//Eve"]).output().unwrap();
	let refused = String::from_utf8_lossy(&again.stderr).into_owned();
	assert!(!again.status.success() && refused.contains("already"), "{refused}");
	succeeded(worker(&home, PASSPHRASE, "passphrase").env("SALUS_NEW_PASSPHRASE", OTHER));
	let after = answer(salus(&home, OTHER).args(["keys", "list"]));
	assert_eq!(after, keys);
}

#[test]
fn wrong_arguments_are_json_too_and_have_an_exit_status_of_their_own() {
	let folder = tempfile::tempdir().unwrap();
	for wrong in [&["record", "read", "three"][..], &["nothing"], &["keys", "new"], &["keys"]] {
		let mut command = salus(folder.path(), PASSPHRASE);
		command.args(wrong);
		assert_eq!(kind(&mut command), "Usage", "{wrong:?}");
		assert_eq!(command.output().unwrap().status.code(), Some(2), "{wrong:?}");
	}
	let mut helped = salus(folder.path(), PASSPHRASE);
	assert_eq!(helped.arg("--help").output().unwrap().status.code(), Some(0));
	let mut failed = salus(folder.path(), PASSPHRASE);
	assert_eq!(failed.args(["keys", "list"]).output().unwrap().status.code(), Some(1));
	assert_eq!(kind(&mut worker(folder.path(), PASSPHRASE, "backup")), "Usage");
}

#[test]
fn a_worker_answers_in_json() {
	let folder = tempfile::tempdir().unwrap();
	let home = folder.path().join("home");
	let made = answer(worker(&home, PASSPHRASE, "init").args(["--dev", "//Dave"]));
	assert!(made["operator"].as_str().is_some_and(|account| account.starts_with('5')), "{made}");
	assert!(made["peerId"].is_string(), "{made}");
	let nowhere = folder.path().join("none");
	assert_eq!(kind(&mut worker(&nowhere, PASSPHRASE, "passphrase")), "NoKeystore");
}
