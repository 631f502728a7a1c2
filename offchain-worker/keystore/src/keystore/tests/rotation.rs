// SPDX-License-Identifier: Apache-2.0
//! The key of what rests rotates: the file first, then the memory, and no key that is needed is ever lost.

use super::*;
use std::io::Read;

const SECRET: &[u8] = b"secret";

/// A keystore with the keys of a worker that runs, and what it encrypted before.
struct Running {
	folder: tempfile::TempDir,
	at_rest: AtRest,
	keys: AtRestKeys,
	encrypted: Vec<u8>,
}

impl Running {
	fn new() -> Self {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = made(&folder);
		keystore.put("account", b"//Dave").unwrap();
		let at_rest = keystore.at_rest().unwrap();
		Self {
			encrypted: encrypt(&at_rest),
			keys: AtRestKeys::new(keystore, at_rest.clone()),
			folder,
			at_rest,
		}
	}

	fn path(&self) -> PathBuf {
		self.folder.path().join("new/keys.json")
	}

	/// As a start finds it.
	fn reopened(&self) -> Keystore {
		Keystore::open(self.path(), &phrase("correct horse")).unwrap()
	}

	fn names(&self) -> Vec<String> {
		self.reopened().names().map(str::to_owned).collect()
	}

	/// Nothing is changed, on the disk or in memory.
	fn is_as_before(&self) -> bool {
		let now = encrypt(&self.at_rest);
		let after_a_start = self.reopened().at_rest().unwrap();
		let opens = opens(&after_a_start, &now) && opens(&after_a_start, &self.encrypted);
		opens && self.names() == ["account", "at-rest"] && !self.keys.is_under_way()
	}
}

fn encrypt(at_rest: &AtRest) -> Vec<u8> {
	at_rest.encrypt("share", b"a", SECRET)
}

fn opens(at_rest: &AtRest, encrypted: &[u8]) -> bool {
	let opened = at_rest.decrypt("share", b"a", encrypted);
	opened.is_ok_and(|opened| *opened == SECRET)
}

#[test]
fn a_rotation_replaces_the_key_and_destroys_the_old_one() {
	let mut running = Running::new();
	let before = running.reopened().get(Keystore::AT_REST).unwrap().to_vec();
	running.keys.begin().unwrap();
	assert!(running.keys.is_under_way());
	assert_eq!(running.names(), ["account", "at-rest", "at-rest-old"]);
	let reopened = running.reopened();
	assert_eq!(reopened.get(Keystore::AT_REST_OLD), Some(&*before));
	assert_ne!(reopened.get(Keystore::AT_REST), Some(&*before));
	assert!(opens(&running.at_rest, &running.encrypted));
	// A start in the middle goes on with both.
	let new = encrypt(&running.at_rest);
	let started = running.reopened().at_rest().unwrap();
	assert!(started.is_rotating());
	assert!(opens(&started, &new) && opens(&started, &running.encrypted));

	running.keys.end().unwrap();
	assert!(!running.keys.is_under_way());
	assert_eq!(running.names(), ["account", "at-rest"]);
	let started = running.reopened().at_rest().unwrap();
	for at_rest in [&running.at_rest, &started] {
		assert!(opens(at_rest, &new));
		assert!(!opens(at_rest, &running.encrypted), "the old key is there yet");
	}
	// The control, by the key that an old keystore holds.
	let before: [u8; 32] = before.try_into().unwrap();
	assert!(opens(&AtRest::new(&before), &running.encrypted));
	assert!(!opens(&AtRest::new(&before), &new));
	// What else is in the file stays.
	assert_eq!(running.reopened().get("account"), Some(b"//Dave".as_slice()));
}

#[test]
fn a_rotation_under_way_is_not_begun_over() {
	let mut running = Running::new();
	running.keys.begin().unwrap();
	let encrypted = encrypt(&running.at_rest);
	running.keys.begin().unwrap();
	assert!(opens(&running.at_rest, &running.encrypted) && opens(&running.at_rest, &encrypted));
	// Nor by a process that was started with the first key, as when the write was done and seemed to fail.
	let mut late = Running::new();
	let alone = late.reopened().at_rest().unwrap();
	late.keys.begin().unwrap();
	let encrypted = encrypt(&late.at_rest);
	let mut stale = AtRestKeys::new(late.reopened(), alone.clone());
	assert!(!stale.is_under_way());
	stale.begin().unwrap();
	assert!(opens(&alone, &late.encrypted) && opens(&alone, &encrypted));
	// One that was done is done again without harm.
	stale.end().unwrap();
	late.keys.end().unwrap();
	assert!(opens(&late.at_rest, &encrypt(&alone)));
}

#[test]
fn a_start_takes_the_keys_that_the_file_has_then() {
	let mut running = Running::new();
	let early = running.reopened().at_rest().unwrap();
	let mut keys = AtRestKeys::new(running.reopened(), early.clone());
	running.keys.begin().unwrap();
	running.keys.end().unwrap();
	keys.reload().unwrap();
	assert!(opens(&running.reopened().at_rest().unwrap(), &encrypt(&early)));
}

/// What a process leaves that is killed before it puts a new file in its place.
fn leftover(running: &Running) -> (PathBuf, File) {
	let left = running.path().with_file_name("keys.json.new");
	std::fs::copy(running.path(), &left).unwrap();
	let bytes = File::open(&left).unwrap();
	(left, bytes)
}

fn is_zeroed(mut file: File) -> bool {
	let mut left = Vec::new();
	file.read_to_end(&mut left).unwrap();
	!left.is_empty() && left.iter().all(|byte| *byte == 0)
}

#[test]
fn what_a_kill_left_of_a_new_keystore_is_destroyed_by_the_next_start_and_by_the_next_change() {
	let mut running = Running::new();
	let (left, bytes) = leftover(&running);
	running.keys.reload().unwrap();
	assert!(!left.exists() && is_zeroed(bytes));
	let (left, bytes) = leftover(&running);
	running.reopened().put("peer", b"two").unwrap();
	assert!(!left.exists() && is_zeroed(bytes));
	// What is somebody's own by another name stays, whatever stands in the way.
	let own = running.folder.path().join("own");
	std::fs::write(&own, b"precious").unwrap();
	std::os::unix::fs::symlink(&own, &left).unwrap();
	running.reopened().put("peer", b"three").unwrap();
	std::fs::hard_link(&own, &left).unwrap();
	running.reopened().put("peer", b"four").unwrap();
	assert!(std::fs::symlink_metadata(&left).is_err());
	assert_eq!(std::fs::read(&own).unwrap(), b"precious");
	assert_eq!(running.reopened().get("peer"), Some(b"four".as_slice()));
}

#[test]
fn what_can_not_be_swept_keeps_no_worker_from_its_start() {
	let mut running = Running::new();
	let in_the_way = running.path().with_file_name("keys.json.new");
	std::fs::create_dir(&in_the_way).unwrap();
	running.keys.reload().unwrap();
	assert!(running.keys.begin().is_err());
	std::fs::remove_dir(&in_the_way).unwrap();
	assert!(running.is_as_before());
}

#[test]
fn behind_a_link_the_file_is_replaced_and_not_the_link() {
	let running = Running::new();
	let link = running.folder.path().join("link");
	std::os::unix::fs::symlink(running.path(), &link).unwrap();
	let mut keystore = Keystore::open(&link, &phrase("correct horse")).unwrap();
	let at_rest = keystore.at_rest().unwrap();
	let mut keys = AtRestKeys::new(keystore, at_rest);
	keys.begin().unwrap();
	keys.end().unwrap();
	assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
	// The old key is left nowhere.
	for path in [&link, &running.path()] {
		let mut keystore = Keystore::open(path, &phrase("correct horse")).unwrap();
		assert!(!opens(&keystore.at_rest().unwrap(), &running.encrypted));
	}
}

#[test]
fn a_write_that_fails_leaves_everything_as_it_was() {
	use std::{fs, os::unix::fs::PermissionsExt};
	let mut running = Running::new();
	let (path, aside) = (running.path(), running.folder.path().join("aside"));
	let lock = path.with_extension("lock");
	let folder = path.parent().unwrap().to_path_buf();
	let permit = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();

	// The path is a folder; its lock can't be taken.
	for blocked in [&path, &lock] {
		fs::rename(blocked, &aside).unwrap();
		fs::create_dir(blocked).unwrap();
		assert!(matches!(running.keys.begin(), Err(KeystoreError::File { .. })));
		fs::remove_dir(blocked).unwrap();
		fs::rename(&aside, blocked).unwrap();
		assert!(running.is_as_before());
	}
	// The folder can't be written to; whoever may do everything can all the same.
	permit(0o500);
	let is_refused = fs::write(folder.join("probe"), b"").is_err();
	if is_refused {
		assert!(running.keys.begin().is_err());
		assert!(running.is_as_before());
	}
	permit(0o700);
	let _ = fs::remove_file(folder.join("probe"));

	// The same at the end: the old key stays, and its end is tried again.
	running.keys.begin().unwrap();
	let new = encrypt(&running.at_rest);
	for blocked in [&path, &lock] {
		fs::rename(blocked, &aside).unwrap();
		fs::create_dir(blocked).unwrap();
		assert!(running.keys.end().is_err());
		fs::remove_dir(blocked).unwrap();
		fs::rename(&aside, blocked).unwrap();
		assert!(running.keys.is_under_way());
		let started = running.reopened().at_rest().unwrap();
		for at_rest in [&running.at_rest, &started] {
			assert!(opens(at_rest, &running.encrypted) && opens(at_rest, &new));
		}
	}
	running.keys.end().unwrap();
	assert!(opens(&running.at_rest, &new) && !opens(&running.at_rest, &running.encrypted));
}

#[test]
fn a_passphrase_that_was_changed_meanwhile_stops_it_and_loses_nothing() {
	let mut running = Running::new();
	let change = |from: &str, to: &str| {
		let mut other = Keystore::open(running.path(), &phrase(from)).unwrap();
		other.change_passphrase(&phrase(to)).unwrap();
	};
	change("correct horse", "battery staple");
	assert!(matches!(running.keys.begin(), Err(KeystoreError::WrongPassphrase(_))));
	assert!(!running.keys.is_under_way());
	let path = running.path();
	let mut started = Keystore::open(&path, &phrase("battery staple")).unwrap();
	let at_rest = started.at_rest().unwrap();
	assert!(opens(&at_rest, &encrypt(&running.at_rest)));

	// And in the middle: the worker that is started with the new one goes on.
	let mut keys = AtRestKeys::new(started, at_rest.clone());
	keys.begin().unwrap();
	let new = encrypt(&at_rest);
	let mut other = Keystore::open(&path, &phrase("battery staple")).unwrap();
	other.change_passphrase(&phrase("correct horse")).unwrap();
	assert!(matches!(keys.end(), Err(KeystoreError::WrongPassphrase(_))));
	assert!(opens(&at_rest, &running.encrypted) && opens(&at_rest, &new));
	let started = running.reopened().at_rest().unwrap();
	assert!(opens(&started, &running.encrypted) && opens(&started, &new));
}

#[test]
fn another_keystore_in_the_place_of_the_file_takes_no_key_away() {
	let mut running = Running::new();
	let old = std::fs::read(running.path()).unwrap();
	running.keys.begin().unwrap();
	let rotating = std::fs::read(running.path()).unwrap();
	running.keys.end().unwrap();
	let encrypted = encrypt(&running.at_rest);
	// As somebody does who puts a copy of the old file back: the key in use is in memory alone.
	std::fs::write(running.path(), &old).unwrap();
	let another = |result: Result<(), KeystoreError>| {
		matches!(result, Err(KeystoreError::AnotherKeystore(_)))
	};
	assert!(another(running.keys.begin()));
	assert!(another(running.keys.end()));
	assert!(opens(&running.at_rest, &encrypted));
	assert_eq!(std::fs::read(running.path()).unwrap(), old);
	// One that has it is taken.
	std::fs::write(running.path(), &rotating).unwrap();
	running.keys.begin().unwrap();
	assert!(opens(&running.at_rest, &encrypted));
}

#[test]
fn a_key_that_somebody_calls_so_is_left_alone() {
	let mut running = Running::new();
	let mut keystore = running.reopened();
	keystore.put(Keystore::AT_REST_OLD, b"//Eve").unwrap();
	assert!(!running.reopened().at_rest().unwrap().is_rotating());
	running.keys.reload().unwrap();
	assert!(matches!(running.keys.begin(), Err(KeystoreError::NameTaken(_))));
	running.keys.end().unwrap();
	let reopened = running.reopened();
	assert_eq!(reopened.get(Keystore::AT_REST_OLD), Some(b"//Eve".as_slice()));
	assert!(opens(&running.at_rest, &running.encrypted));
}
