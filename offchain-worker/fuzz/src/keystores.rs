// SPDX-License-Identifier: Apache-2.0
//! Keystore files: a copy that somebody sent, or a damaged disk's.

use salus_keystore::{Cost, Keystore};
use secrecy::SecretString;
use std::{path::PathBuf, sync::LazyLock};
use tempfile::TempDir;

/// Files of memory where there are any: each input becomes one.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
	tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
});

fn passphrase() -> SecretString {
	SecretString::from("synthetic")
}

fn file() -> PathBuf {
	FOLDER.path().join(format!("keystore-{}", std::process::id()))
}

/// A file opens with its passphrase, and then holds what it can give.
pub fn run(bytes: &[u8]) -> bool {
	// What a dear key costs is known; here the form is tried, and what must be refused without deriving a key.
	if is_dear_but_allowed(bytes) {
		return false;
	}
	std::fs::write(file(), bytes).expect("there is room");
	let Ok(keystore) = Keystore::open(file(), &passphrase()) else {
		return false;
	};
	keystore.names().all(|name| keystore.get(name).is_some())
}

/// Whether deriving the key would take longer than a moment, and is allowed nonetheless.
fn is_dear_but_allowed(bytes: &[u8]) -> bool {
	// By the gate for documents, since serde_json's own `Value` has no bound on depth.
	let text = std::str::from_utf8(bytes).ok();
	let Some(stored) = text.and_then(|text| salus_fhir::parse(text).ok()) else {
		return false;
	};
	let cost = |name: &str| {
		stored.pointer(&format!("/argon2id/{name}")).and_then(serde_json::Value::as_u64)
	};
	let (Some(memory), Some(passes)) = (cost("memory_kib"), cost("passes")) else {
		return false;
	};
	let work = memory.saturating_mul(passes);
	work > 1024 && memory <= Cost::MAX.memory_kib.into() && passes <= Cost::MAX.passes.into()
}

pub fn seeds() -> Vec<Vec<u8>> {
	let path = file().with_extension("seed");
	let mut keystore =
		Keystore::create_with_cost(&path, &passphrase(), Cost::LOWEST).expect("is new");
	keystore.put("a", b"synthetic secret").expect("there is room");
	let bytes = std::fs::read(&path).expect("was written");
	std::fs::remove_file(&path).expect("was written");
	vec![bytes]
}
