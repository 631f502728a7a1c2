// SPDX-License-Identifier: Apache-2.0
use super::{super::Arguments, *};
use clap::Parser;
use salus_chain::session;
use salus_keystore::{
	Cost,
	identity::{is_no_account, operators_key},
};
use secrecy::SecretString;
use tempfile::TempDir;

fn correct() -> SecretString {
	SecretString::from("correct horse")
}

fn signer(secret: &str) -> Signer {
	Signer::from_secret(secret).unwrap()
}

/// A home with nothing in its keystore yet.
fn empty() -> (TempDir, Keystore) {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join(KEYSTORE);
	let keystore = Keystore::create_with_cost(path, &correct(), Cost::LOWEST).unwrap();
	(folder, keystore)
}

fn reopened(folder: &TempDir) -> Home {
	Home::open_with(folder.path(), &correct()).unwrap()
}

#[test]
fn a_home_with_a_session_key_holds_no_key_of_the_account() {
	let (folder, mut keystore) = empty();
	let dave = signer("//Dave");
	let found = find(None, Some(&dave.account()), None).unwrap();
	let key = put_new(&mut keystore, &found).unwrap();
	let home = reopened(&folder);
	assert_eq!(home.signer.account(), dave.account());
	assert_eq!(home.signer.session_key(), Some(key.clone()));
	assert_ne!(key, dave.account());

	let keystore = Keystore::open(folder.path().join(KEYSTORE), &correct()).unwrap();
	assert_eq!(operators_key(&keystore), Some(SESSION));
	let names: Vec<&str> = keystore.names().collect();
	assert_eq!(names, [Keystore::AT_REST, ENCRYPTION, OPERATOR, "peer", SESSION]);
	let accounts = names.iter().filter(|name| !is_no_account(name, keystore.get(name).unwrap()));
	assert_eq!(accounts.collect::<Vec<_>>(), [&SESSION]);
}

#[test]
fn an_accounts_key_is_given_up_only_by_whoever_has_a_copy() {
	let (folder, mut keystore) = empty();
	keystore.put(ACCOUNT, b"//Dave").unwrap();
	let before = reopened(&folder);
	let dave = signer("//Dave");
	let lost = find(Some(&keystore), Some(&dave.account()), None).err().unwrap().to_string();
	assert!(lost.contains("--secret-file") && lost.contains("nothing was changed"), "{lost}");
	let other = find(Some(&keystore), None, Some(&signer("//Eve"))).err().unwrap().to_string();
	assert!(other.contains(&signer("//Eve").account().to_string()), "{other}");

	let found = find(Some(&keystore), None, Some(&dave)).unwrap();
	assert!(found.old.is_none());
	put_new(&mut keystore, &found).unwrap();
	assert!(keystore.get(ACCOUNT).is_none());
	// What the chain knows of it still fits: account, encryption key and peer id.
	let after = reopened(&folder);
	assert_eq!(after.signer.account(), dave.account());
	assert_eq!(after.secret.public(), before.secret.public());
	assert_eq!(after.peer_id().unwrap(), before.peer_id().unwrap());
}

#[test]
fn another_session_key_leaves_the_encryption_key_as_it_is() {
	let (folder, mut keystore) = empty();
	let dave = signer("//Dave").account();
	let found = find(None, Some(&dave), None).unwrap();
	let first = put_new(&mut keystore, &found).unwrap();
	let before = reopened(&folder).secret.public();
	let found = find(Some(&keystore), None, None).unwrap();
	assert_eq!(found.old.as_ref().and_then(Signer::session_key), Some(first.clone()));
	let second = put_new(&mut keystore, &found).unwrap();
	assert_ne!(first, second);
	let home = reopened(&folder);
	assert_eq!(home.signer.session_key(), Some(second));
	assert_eq!(home.secret.public(), before);
	// The old one signs for itself alone, as when it gives back what it holds.
	let itself = found.old.unwrap().as_itself();
	assert_eq!((itself.account(), itself.session_key()), (first, None));
}

#[test]
fn a_new_home_has_to_be_told_whose_it_is() {
	let refused = find(None, None, None).err().unwrap().to_string();
	assert!(refused.contains("--operator"), "{refused}");
	// As after a first try that ended early.
	let (_folder, begun) = empty();
	assert!(find(Some(&begun), Some(&signer("//Dave").account()), None).is_ok());
	let (dave, eve) = (signer("//Dave"), signer("//Eve").account());
	assert!(find(None, Some(&eve), Some(&dave)).is_err(), "two accounts are named");
	// The encryption key of an operator that joined by the account's own key.
	let found = find(None, None, Some(&dave)).unwrap();
	assert_eq!(found.encryption.public(), encryption_secret(&dave).public());
}

#[test]
fn a_key_without_its_parts_is_named() {
	let (folder, mut keystore) = empty();
	let found = find(None, Some(&signer("//Dave").account()), None).unwrap();
	put_new(&mut keystore, &found).unwrap();
	keystore.remove(&[ENCRYPTION]).unwrap();
	let refused = Home::open_with(folder.path(), &correct()).err().unwrap().to_string();
	assert!(refused.contains("restore a backup"), "{refused}");
}

#[test]
fn only_an_entry_as_an_operator_that_acts_at_once_lists_a_key() {
	let [key, other] = ["//Session", "//Other"].map(|name| signer(name).account());
	let entry = |delegate: &AccountId, proxy_type, delay| Proxy {
		delegate: delegate.clone(),
		proxy_type,
		delay,
	};
	let operator = session::OPERATOR;
	let listed = |entries: &[Proxy]| is_listed(entries, &key);
	assert!(listed(&[entry(&other, operator, 0), entry(&key, operator, 0)]));
	assert!(!listed(&[]), "never listed, or revoked");
	assert!(!listed(&[entry(&other, operator, 0)]));
	assert!(!listed(&[entry(&key, operator, 1)]));
	// `Proxy.proxy` names the type exactly.
	assert!(!listed(&[entry(&key, 0, 0), entry(&key, 1, 0)]));
	let told = unlisted(&other, &key);
	for part in [&key.to_string(), &other.to_string(), "Operator, 0"] {
		assert!(told.contains(part), "{told}");
	}
}

#[test]
fn what_the_account_has_to_sign_is_printed_whole() {
	let account = signer("//Dave").account();
	let told = to_sign(&account, &proxy::add(&account), &[7, 1, 255]);
	for part in [&account.to_string(), "Proxy.add_proxy", "\n0x0701ff\n", "Polkadot.js Apps"] {
		assert!(told.contains(part), "{told}");
	}
}

#[test]
fn a_key_is_made_or_revoked_and_not_both() {
	let parse = |more: &[&str]| {
		let command = ["salus-worker", "session-key"];
		Arguments::try_parse_from(command.iter().chain(more)).is_ok()
	};
	let dave = signer("//Dave").account().to_string();
	assert!(parse(&[]) && parse(&["--revoke"]) && parse(&["--revoke", "--dev", "//Dave"]));
	assert!(parse(&["--operator", &dave, "--fund", "10"]));
	assert!(!parse(&["--operator", "nobody"]));
	assert!(!parse(&["--revoke", "--operator", &dave]));
	assert!(!parse(&["--revoke", "--fund", "1"]));
	assert!(!parse(&["--dev", "//Dave", "--secret-file", "phrase.txt"]));
}
