// SPDX-License-Identifier: Apache-2.0
//! Another passphrase: everything in the file still opens, the old file goes, and no moment is without a whole one.

use super::*;
use std::{
	fs::File,
	io::{BufRead, BufReader, Read},
	process::{Command, Stdio},
};

const CHILD: &str = "SALUS_TEST_KEYSTORE_OF_CHILD";
const PASSPHRASES: [&str; 2] = ["correct horse", "battery staple"];

/// Which of the passphrases opens it.
fn opened(path: &Path) -> Vec<&'static str> {
	let opens = |passphrase: &&str| match Keystore::open(path, &phrase(passphrase)) {
		Ok(keystore) => keystore.get("seed") == Some(b"one".as_slice()),
		Err(KeystoreError::WrongPassphrase(_)) => false,
		Err(other) => panic!("{other}"),
	};
	PASSPHRASES.into_iter().filter(opens).collect()
}

fn salt(path: &Path) -> serde_json::Value {
	let stored: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
	stored["salt"].clone()
}

#[test]
fn the_passphrase_can_be_changed() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	keystore.put("seed", b"one").unwrap();
	let path = keystore.path().to_path_buf();
	let encrypted = keystore.at_rest().unwrap().encrypt("share", b"a", b"secret");
	let before = salt(&path);
	keystore.change_passphrase(&phrase(PASSPHRASES[1])).unwrap();
	assert_ne!(salt(&path), before);
	assert_eq!(opened(&path), [PASSPHRASES[1]]);
	// What was encrypted by a key of the keystore opens as before.
	let mut reopened = Keystore::open(&path, &phrase(PASSPHRASES[1])).unwrap();
	let secret = reopened.at_rest().unwrap().decrypt("share", b"a", &encrypted);
	assert_eq!(*secret.unwrap(), b"secret");
	// And whoever changed it goes on.
	keystore.put("peer", b"two").unwrap();
	assert!(keystore.change_passphrase(&phrase("")).is_err());
	assert_eq!(opened(&path), [PASSPHRASES[1]]);
}

#[test]
fn the_old_file_is_overwritten_but_no_copy_of_it() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	keystore.put("seed", b"one").unwrap();
	let path = keystore.path().to_path_buf();
	let mut old = File::open(&path).unwrap();
	keystore.change_passphrase(&phrase(PASSPHRASES[1])).unwrap();
	let mut left = Vec::new();
	old.read_to_end(&mut left).unwrap();
	assert!(!left.is_empty() && left.iter().all(|byte| *byte == 0));
	let copy = folder.path().join("copy");
	std::fs::hard_link(&path, &copy).unwrap();
	keystore.change_passphrase(&phrase(PASSPHRASES[0])).unwrap();
	assert_eq!(opened(&copy), [PASSPHRASES[1]]);
	assert_eq!(opened(&path), [PASSPHRASES[0]]);
}

#[test]
fn another_process_that_has_it_open_changes_nothing_under_the_old_passphrase() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	keystore.put("seed", b"one").unwrap();
	let mut other = Keystore::open(keystore.path(), &phrase(PASSPHRASES[0])).unwrap();
	keystore.change_passphrase(&phrase(PASSPHRASES[1])).unwrap();
	assert!(matches!(other.put("peer", b"two"), Err(KeystoreError::WrongPassphrase(_))));
	assert_eq!(opened(keystore.path()), [PASSPHRASES[1]]);
}

/// The child of the test below: changes the passphrase to and fro until it is killed.
#[test]
fn child_that_is_killed() {
	let Ok(path) = std::env::var(CHILD) else {
		return;
	};
	let path = PathBuf::from(path);
	let mut keystore = Keystore::open(&path, &phrase(opened(&path)[0])).unwrap();
	for passphrase in PASSPHRASES.iter().cycle() {
		keystore.change_passphrase(&phrase(passphrase)).unwrap();
		println!("changed");
	}
}

#[test]
fn an_interruption_leaves_one_whole_keystore() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	keystore.put("seed", b"one").unwrap();
	let path = keystore.path();
	for round in 0..6u64 {
		let mut child = Command::new(std::env::current_exe().unwrap())
			.args([
				"--exact",
				"keystore::tests::passphrase::child_that_is_killed",
				"--nocapture",
				"--test-threads=1",
			])
			.env(CHILD, path)
			.stdout(Stdio::piped())
			.stderr(Stdio::null())
			.spawn()
			.unwrap();
		// Kept until the end: a child that nobody reads would end by itself.
		let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
		for _ in 0..2 {
			let changed =
				lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("changed")));
			assert!(changed.is_some(), "the child ended early");
		}
		// Whoever opens it meanwhile finds a whole one, too.
		for _ in 0..20 {
			let read = Keystore::open(path, &phrase("wrong horse")).unwrap_err();
			assert!(matches!(read, KeystoreError::WrongPassphrase(_)), "round {round}: {read}");
		}
		std::thread::sleep(std::time::Duration::from_micros(round * 700));
		child.kill().unwrap();
		child.wait().unwrap();
		assert_eq!(opened(path).len(), 1, "round {round}");
	}
	// Nor do six kills leave a keystore under another name, once it is changed again.
	let mut keystore = Keystore::open(path, &phrase(opened(path)[0])).unwrap();
	keystore.put("peer", b"two").unwrap();
	let names = std::fs::read_dir(path.parent().unwrap()).unwrap();
	let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
	names.sort_unstable();
	assert_eq!(names, ["keys.json", "keys.lock"]);
}
