// SPDX-License-Identifier: Apache-2.0
//! What a keystore holds: keys, which of them are personas of which, and what is not a key.

use super::super::Failure;
use salus_keystore::{
	Keystore,
	identity::{is_no_account, operators_key},
};

/// Begins the names of the entries that say which key a persona was derived from. They stay in the keystore.
const PERSONA_OF: &str = "persona-of/";

/// The name of a persona's entry.
pub fn persona_entry(name: &str) -> String {
	format!("{PERSONA_OF}{name}")
}

/// The names of all keys. No key has a slash in its name, as everything else does that people's keystores hold.
pub fn keys(keystore: &Keystore) -> impl Iterator<Item = &str> {
	keystore.names().filter(move |name| is_key(keystore, name))
}

fn is_key(keystore: &Keystore, name: &str) -> bool {
	let found = keystore.get(name);
	!name.contains('/') && found.is_some_and(|secret| !is_no_account(name, secret))
}

/// A key's secret: a phrase or a seed, with its path.
pub fn secret<'a>(keystore: &'a Keystore, name: &str) -> Result<&'a str, Failure> {
	if !is_key(keystore, name) {
		return Err(no_such_key(keystore, name));
	}
	let secret = keystore.get(name).unwrap_or_default();
	std::str::from_utf8(secret).map_err(|_| {
		Failure::new("Keystore", format!("the entry {name} is not a secret"))
			.remedy("restore a backup of the keystore")
	})
}

fn no_such_key(keystore: &Keystore, name: &str) -> Failure {
	let failure = Failure::new("NoSuchKey", format!("the keystore has no key {name}"));
	match operators_key(keystore) {
		Some(key) => failure.remedy(format!("it is an operator's: name its key with --as {key}")),
		None => failure.remedy("see: salus keys list, or name one with --as"),
	}
}

/// The name of the key that a persona was derived from.
pub fn persona_of(keystore: &Keystore, name: &str) -> Option<String> {
	let seed = keystore.get(&persona_entry(name))?;
	Some(String::from_utf8_lossy(seed).into_owned())
}

/// The personas that derive from a key, and theirs: their secrets hold the key's.
pub fn personas(keystore: &Keystore, name: &str) -> Vec<String> {
	let mut found: Vec<String> = Vec::new();
	let mut seeds = vec![name.to_owned()];
	while let Some(seed) = seeds.pop() {
		for key in keys(keystore) {
			let derives = persona_of(keystore, key).is_some_and(|of| of == seed);
			if derives && key != name && !found.iter().any(|known| known == key) {
				found.push(key.to_owned());
				seeds.push(key.to_owned());
			}
		}
	}
	found.sort_unstable();
	found
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use salus_keystore::{
		AtRestKeys, Cost,
		identity::{ACCOUNT, PEER},
	};
	use secrecy::SecretString;
	use std::path::Path;

	/// Public: Substrate's own.
	pub const PHRASE: &str =
		"bottom drive obey lake curtain smoke basket hold race lonely fit walk";

	pub fn passphrase() -> SecretString {
		SecretString::from("window seven giraffe mild")
	}

	pub fn empty(home: &Path) -> Keystore {
		Keystore::create_with_cost(home.join("keystore"), &passphrase(), Cost::LOWEST).unwrap()
	}

	/// Somebody with a key, a persona of it, and a persona of that; and another key.
	pub fn person(home: &Path) -> Keystore {
		let mut keystore = empty(home);
		keystore.put("me", PHRASE.as_bytes()).unwrap();
		keystore.put("other", b"//Dave").unwrap();
		keystore.put("person/5One", b"{}").unwrap();
		for (name, of) in [("clinic", "me"), ("desk", "clinic")] {
			let secret = super::super::derived(secret(&keystore, of).unwrap(), name);
			keystore.put(name, secret.as_bytes()).unwrap();
			keystore.put(&persona_entry(name), of.as_bytes()).unwrap();
		}
		keystore
	}

	/// An operator's home, as `salus-worker init` makes it.
	pub fn operator(home: &Path) -> Keystore {
		let mut keystore = empty(home);
		keystore.put(ACCOUNT, b"//Dave").unwrap();
		keystore.get_or_generate(PEER).unwrap();
		keystore.at_rest().unwrap();
		keystore
	}

	#[test]
	fn only_accounts_are_keys() {
		let folder = tempfile::tempdir().unwrap();
		let keystore = person(folder.path());
		let names: Vec<&str> = keys(&keystore).collect();
		assert_eq!(names, ["clinic", "desk", "me", "other"]);
		for name in ["person/5One", "persona-of/desk", "unknown"] {
			let refused = secret(&keystore, name).unwrap_err();
			assert_eq!(refused.kind, "NoSuchKey");
			assert!(refused.message.contains("salus keys list"), "{refused:?}");
		}
	}

	#[test]
	fn an_operators_keystore_has_one_key_and_tells_its_name() {
		let folder = tempfile::tempdir().unwrap();
		let keystore = operator(folder.path());
		let names: Vec<&str> = keys(&keystore).collect();
		assert_eq!(names, [ACCOUNT]);
		assert_eq!(secret(&keystore, ACCOUNT).unwrap(), "//Dave");
		for name in ["me", "peer", Keystore::AT_REST] {
			let refused = secret(&keystore, name).unwrap_err();
			assert_eq!(refused.kind, "NoSuchKey");
			assert!(refused.message.contains("--as account"), "{refused:?}");
		}
	}

	#[test]
	fn the_old_key_of_what_rests_is_not_an_account_while_it_rotates() {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = operator(folder.path());
		let at_rest = keystore.at_rest().unwrap();
		AtRestKeys::new(keystore, at_rest).begin().unwrap();
		let path = folder.path().join("keystore");
		let keystore = Keystore::open(path, &passphrase()).unwrap();
		assert!(keystore.get(Keystore::AT_REST_OLD).is_some());
		assert_eq!(keys(&keystore).collect::<Vec<_>>(), [ACCOUNT]);
		// What `list` leaves out, neither `export` nor `remove` finds.
		let refused = secret(&keystore, Keystore::AT_REST_OLD).unwrap_err();
		assert_eq!(refused.kind, "NoSuchKey");
	}

	#[test]
	fn personas_of_personas_derive_from_the_first_key_too() {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = person(folder.path());
		assert_eq!(personas(&keystore, "me"), ["clinic", "desk"]);
		assert_eq!(personas(&keystore, "clinic"), ["desk"]);
		assert!(personas(&keystore, "desk").is_empty());
		assert!(personas(&keystore, "other").is_empty());
		// A circle, by whatever hand.
		keystore.put(&persona_entry("me"), b"desk").unwrap();
		assert_eq!(personas(&keystore, "me"), ["clinic", "desk"]);
	}
}
