// SPDX-License-Identifier: Apache-2.0
//! What a keystore's entries are called, and which of them are whose. Both programs open an operator's.

use crate::Keystore;
use anyhow::Context;
use salus_core::{AccountId, EncryptionSecret, signer::Signer};
use std::path::{Path, PathBuf};

/// What the keystore's file is called in a home folder.
pub const KEYSTORE: &str = "keystore";
/// What an operator's key is called in its keystore: a name as any, so that `salus --as account` signs by it.
pub const ACCOUNT: &str = "account";
/// What a session key is called in its place. Whoever signs by it with `salus` signs as the key's own account.
pub const SESSION: &str = "session-key";
/// Beside a session key: the account of the operator that it signs for, 32 bytes.
pub const OPERATOR: &str = "operator";
/// Beside a session key: the operator's X25519 secret, which stays when the session key is replaced.
pub const ENCRYPTION: &str = "encryption";
/// The seed of an operator's IPFS node.
pub const PEER: &str = "peer";

/// By what an operator signs, and its X25519 secret.
pub fn keys_in(keystore: &Keystore) -> anyhow::Result<(Signer, EncryptionSecret)> {
	if let Some(operator) = operator_in(keystore) {
		let session = keystore.get(SESSION);
		let encryption: Option<[u8; 32]> =
			keystore.get(ENCRYPTION).and_then(|secret| secret.try_into().ok());
		let (Some(session), Some(encryption)) = (session, encryption) else {
			anyhow::bail!(
				"the keystore names the operator {operator}, and its session key is not whole: restore a backup"
			);
		};
		let session = Signer::from_secret(std::str::from_utf8(session)?)?;
		return Ok((session.acting_for(operator), EncryptionSecret::from_bytes(encryption)));
	}
	let secret = keystore
		.get(ACCOUNT)
		.context("the keystore holds no account and no session key; run init or session-key")?;
	let signer = Signer::from_secret(std::str::from_utf8(secret)?)?;
	let secret = encryption_secret(&signer);
	Ok((signer, secret))
}

/// The operator that a session key in the keystore signs for.
fn operator_in(keystore: &Keystore) -> Option<AccountId> {
	let account: [u8; 32] = keystore.get(OPERATOR)?.try_into().ok()?;
	Some(AccountId::new(account))
}

/// The X25519 secret that belongs to an account: derived, so that whoever has the phrase has the key.
pub fn encryption_secret(signer: &Signer) -> EncryptionSecret {
	EncryptionSecret::derive(&signer.secret_material(), "salus/encryption/v1")
}

/// What another passphrase does not reach.
pub const OLD_COPIES: &str = "Copies and backups that were made before still open with the old one: destroy \
	 those that it no longer protects";

/// Whether an entry is an operator's own and no account: the peer's seed, or a key of what rests, the old one included
/// while it rotates, or what lies beside a session key. These are raw bytes; a key that somebody calls so is a text, and
/// longer.
pub fn is_no_account(name: &str, secret: &[u8]) -> bool {
	[PEER, Keystore::AT_REST, Keystore::AT_REST_OLD, OPERATOR, ENCRYPTION].contains(&name)
		&& secret.len() == 32
}

/// What the key is called by which an operator's keystore signs; none if it is not an operator's.
pub fn operators_key(keystore: &Keystore) -> Option<&'static str> {
	let own = |name| keystore.get(name).is_some_and(|secret| is_no_account(name, secret));
	let name = match operator_in(keystore) {
		Some(_) => SESSION,
		None => ACCOUNT,
	};
	(keystore.get(name).is_some() && own(PEER)).then_some(name)
}

/// A path with a leading `~` made whole.
pub fn expand(path: &Path) -> anyhow::Result<PathBuf> {
	let Ok(rest) = path.strip_prefix("~") else {
		return Ok(path.to_owned());
	};
	let home =
		std::env::home_dir().context("this user has no home folder; name one with --home")?;
	Ok(home.join(rest))
}
