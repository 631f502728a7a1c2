// SPDX-License-Identifier: Apache-2.0
mod passphrase;
mod rotation;

use super::*;

fn phrase(text: &str) -> SecretString {
	SecretString::from(text.to_owned())
}

fn made(folder: &tempfile::TempDir) -> Keystore {
	let path = folder.path().join("new/keys.json");
	Keystore::create_with_cost(path, &phrase("correct horse"), Cost::LOWEST).unwrap()
}

#[test]
fn secrets_come_back_after_reopening() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	keystore.put("seed", b"one").unwrap();
	keystore.put("peer", b"two").unwrap();
	keystore.put("seed", b"three").unwrap();
	keystore.remove(&["peer"]).unwrap();
	let reopened = Keystore::open(keystore.path(), &phrase("correct horse")).unwrap();
	assert_eq!(reopened.get("seed"), Some(b"three".as_slice()));
	assert_eq!(reopened.names().collect::<Vec<_>>(), ["seed"]);
	assert_eq!(reopened.get("peer"), None);
}

#[test]
fn a_wrong_passphrase_is_named() {
	let folder = tempfile::tempdir().unwrap();
	let path = made(&folder).path().to_path_buf();
	let error = Keystore::open(&path, &phrase("wrong horse")).unwrap_err();
	assert!(matches!(error, KeystoreError::WrongPassphrase(_)), "{error}");
	assert!(matches!(
		Keystore::create_with_cost(folder.path().join("other"), &phrase(""), Cost::LOWEST),
		Err(KeystoreError::EmptyPassphrase)
	));
}

#[test]
fn nothing_is_overwritten_or_invented() {
	let folder = tempfile::tempdir().unwrap();
	let path = made(&folder).path().to_path_buf();
	assert!(matches!(
		Keystore::create_with_cost(&path, &phrase("x"), Cost::LOWEST),
		Err(KeystoreError::AlreadyThere(_))
	));
	assert!(matches!(
		Keystore::open(folder.path().join("none"), &phrase("x")),
		Err(KeystoreError::NotFound(_))
	));
}

#[test]
fn no_secret_or_name_is_readable_in_the_file_and_only_the_owner_reads_it() {
	use std::os::unix::fs::PermissionsExt;
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	keystore.put("canary-name", b"canary-secret").unwrap();
	let text = std::fs::read(keystore.path()).unwrap();
	for canary in
		["canary-name".as_bytes(), b"canary-secret", hex::encode("canary-secret").as_bytes()]
	{
		assert!(!text.windows(canary.len()).any(|window| window == canary));
	}
	let mode = std::fs::metadata(keystore.path()).unwrap().permissions().mode();
	assert_eq!(mode & 0o777, 0o600);
	let others: Vec<_> = std::fs::read_dir(keystore.path().parent().unwrap())
		.unwrap()
		.map(|entry| entry.unwrap().file_name())
		.collect();
	assert_eq!(others.len(), 2, "only the keystore and its lock: {others:?}");
}

#[test]
fn an_altered_file_is_refused() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	keystore.put("seed", b"one").unwrap();
	let path = keystore.path().to_path_buf();
	let whole: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
	let flip = |value: &serde_json::Value| {
		let mut bytes = hex::decode(value.as_str().unwrap()).unwrap();
		bytes[0] ^= 1;
		serde_json::Value::from(hex::encode(bytes))
	};
	for field in ["salt", "nonce", "ciphertext"] {
		let mut altered = whole.clone();
		altered[field] = flip(&whole[field]);
		std::fs::write(&path, altered.to_string()).unwrap();
		let error = Keystore::open(&path, &phrase("correct horse")).unwrap_err();
		assert!(matches!(error, KeystoreError::WrongPassphrase(_)), "{field}: {error}");
	}
	for (field, value) in [("memory_kib", 16), ("memory_kib", 1 << 30), ("passes", 2)] {
		let mut altered = whole.clone();
		altered["argon2id"][field] = value.into();
		std::fs::write(&path, altered.to_string()).unwrap();
		assert!(Keystore::open(&path, &phrase("correct horse")).is_err(), "{field}");
	}
	// Dearer than any key of ours: refused before one is derived, or a sent file would take all memory.
	let most = Cost::MAX;
	for (field, value) in [
		("memory_kib", most.memory_kib + 1),
		("passes", most.passes + 1),
		("lanes", most.lanes + 1),
		("memory_kib", u32::MAX),
	] {
		let mut altered = whole.clone();
		altered["argon2id"][field] = value.into();
		std::fs::write(&path, altered.to_string()).unwrap();
		let error = Keystore::open(&path, &phrase("correct horse")).unwrap_err();
		assert!(error.to_string().contains("beyond all reason"), "{field}: {error}");
	}
	for text in ["", "{}", "no json"] {
		std::fs::write(&path, text).unwrap();
		let error = Keystore::open(&path, &phrase("correct horse")).unwrap_err();
		assert!(matches!(error, KeystoreError::Malformed { .. }), "{error}");
	}
}

#[test]
fn two_processes_lose_nothing_of_each_other() {
	let folder = tempfile::tempdir().unwrap();
	let mut first = made(&folder);
	let mut second = Keystore::open(first.path(), &phrase("correct horse")).unwrap();
	first.put("a", b"1").unwrap();
	second.put("b", b"2").unwrap();
	assert_eq!(second.names().collect::<Vec<_>>(), ["a", "b"]);
	let theirs = second.get_or_generate("shared").unwrap();
	assert_eq!(first.get_or_generate("shared").unwrap(), theirs);
}

#[test]
fn several_secrets_go_at_once() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	for name in ["a", "b", "c"] {
		keystore.put(name, b"1").unwrap();
	}
	keystore.remove(&["a", "c", "unknown"]).unwrap();
	assert_eq!(keystore.names().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn what_rests_is_encrypted_by_a_key_of_the_keystore() {
	let folder = tempfile::tempdir().unwrap();
	let mut keystore = made(&folder);
	let encrypted = keystore.at_rest().unwrap().encrypt("share", b"a", b"secret");
	let mut reopened = Keystore::open(keystore.path(), &phrase("correct horse")).unwrap();
	assert_eq!(*reopened.at_rest().unwrap().decrypt("share", b"a", &encrypted).unwrap(), b"secret");
}
