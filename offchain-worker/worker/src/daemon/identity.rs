// SPDX-License-Identifier: Apache-2.0
//! A worker's home folder and the secrets in it.

pub use salus_keystore::passphrase::existing as passphrase;

use super::report::Report;
use crate::ipfs::Embedded;
use anyhow::Context;
use salus_core::{EncryptionSecret, signer::Signer};
use salus_keystore::{
	AtRest, AtRestKeys, Keystore, KeystoreError,
	identity::{ACCOUNT, KEYSTORE, OLD_COPIES, PEER, expand, keys_in},
	passphrase::{New, new as new_passphrase, replacement},
};
use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// What the journal's file is called in a home folder; its other files lie beside it.
pub(super) const JOURNAL: &str = "journal.redb";

/// A home folder, opened: everything secret comes out of the keystore.
pub struct Home {
	/// The folder.
	pub folder: PathBuf,
	/// The operator's account, by its own key or by a session key.
	pub signer: Signer,
	/// The operator's X25519 secret: derived from the account's, or kept beside the session key.
	pub secret: EncryptionSecret,
	/// Encrypts shares at rest.
	pub at_rest: AtRest,
	/// Rotates its key. The file's key, which the passphrase gives, stays in memory with it: in four weeks nobody is there to
	/// type the passphrase, and it opens nothing that the worker does not hold in memory anyway.
	pub at_rest_keys: AtRestKeys,
	/// Seed of the IPFS node's identity.
	pub peer_seed: zeroize::Zeroizing<[u8; 32]>,
}

impl Home {
	/// Makes the folder and its keystore.
	pub fn init(folder: &Path, secret: &str) -> anyhow::Result<Self> {
		let account = Signer::from_secret(secret)?.account().to_string();
		let folder = expand(folder)?;
		let path = folder.join(KEYSTORE);
		// Before anybody is asked for its passphrase.
		if path.exists() {
			return Err(KeystoreError::AlreadyThere(path).into());
		}
		let new = new_passphrase(&[ACCOUNT, &account])?;
		warn(&new);
		std::fs::create_dir_all(&folder)
			.with_context(|| format!("cannot make the folder {}", folder.display()))?;
		let mut keystore = Keystore::create(path, &new.passphrase)?;
		keystore.put(ACCOUNT, secret.as_bytes())?;
		Self::from_keystore(folder, keystore)
	}

	/// Opens a folder that was made before.
	pub fn open(folder: &Path) -> anyhow::Result<Self> {
		Self::open_with(folder, &passphrase()?)
	}

	/// [`Home::open`] with the keystore's passphrase.
	pub fn open_with(folder: &Path, passphrase: &SecretString) -> anyhow::Result<Self> {
		let folder = expand(folder)?;
		let keystore = Keystore::open(folder.join(KEYSTORE), passphrase)?;
		Self::from_keystore(folder, keystore)
	}

	pub(super) fn from_keystore(folder: PathBuf, mut keystore: Keystore) -> anyhow::Result<Self> {
		let (signer, secret) = keys_in(&keystore)?;
		let peer_seed = keystore.get_or_generate(PEER)?;
		let at_rest = keystore.at_rest()?;
		Ok(Self {
			folder,
			signer,
			secret,
			at_rest_keys: AtRestKeys::new(keystore, at_rest.clone()),
			at_rest,
			peer_seed,
		})
	}

	/// The IPFS node's peer id.
	pub fn peer_id(&self) -> anyhow::Result<String> {
		Ok(Embedded::peer_id_of(&self.peer_seed)?)
	}
}

/// Changes the passphrase of a home's keystore. A worker that runs goes on, and every share still opens: what rests is
/// encrypted by a key in the keystore, not by its passphrase.
pub fn change_passphrase(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
	let path = expand(folder)?.join(KEYSTORE);
	let old = passphrase()?;
	let mut keystore = Keystore::open(&path, &old)?;
	let names: Vec<&str> = keystore.names().collect();
	let new = replacement(&old, &names)?;
	warn(&new);
	keystore.change_passphrase(&new.passphrase)?;
	report.put("changed", true);
	report.put("keystore", path.display().to_string());
	report.put("note", OLD_COPIES);
	report.line(format!("The keystore {} has another passphrase.", path.display()));
	report.line(format!("{OLD_COPIES}. Start the worker with the new one from now on."));
	Ok(())
}

pub(super) fn warn(new: &New) {
	if let Some(warning) = new.warning() {
		eprintln!("warning: {warning}");
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_keystore::{
		Cost,
		identity::{is_no_account, operators_key},
	};

	#[test]
	fn an_operators_keystore_is_known_by_what_is_not_an_account() {
		let folder = tempfile::tempdir().unwrap();
		let passphrase = SecretString::from("correct horse");
		let path = folder.path().join(KEYSTORE);
		let mut keystore = Keystore::create_with_cost(&path, &passphrase, Cost::LOWEST).unwrap();
		keystore.put(ACCOUNT, b"//Dave").unwrap();
		// Somebody may call a key of theirs so.
		keystore.put(PEER, b"//Eve").unwrap();
		assert_eq!(operators_key(&keystore), None);
		keystore.remove(&[PEER]).unwrap();
		Home::open_with(folder.path(), &passphrase).unwrap();
		let keystore = Keystore::open(&path, &passphrase).unwrap();
		assert_eq!(operators_key(&keystore), Some(ACCOUNT));
		let names: Vec<&str> = keystore.names().collect();
		assert_eq!(names, [ACCOUNT, Keystore::AT_REST, PEER]);
		let accounts =
			names.into_iter().filter(|name| !is_no_account(name, keystore.get(name).unwrap()));
		assert_eq!(accounts.collect::<Vec<_>>(), [ACCOUNT]);
	}

	#[test]
	fn while_the_key_at_rest_rotates_the_old_one_is_not_an_account_either() {
		let folder = tempfile::tempdir().unwrap();
		let passphrase = SecretString::from("correct horse");
		let path = folder.path().join(KEYSTORE);
		let mut keystore = Keystore::create_with_cost(&path, &passphrase, Cost::LOWEST).unwrap();
		keystore.put(ACCOUNT, b"//Dave").unwrap();
		let mut home = Home::open_with(folder.path(), &passphrase).unwrap();
		let encrypted = home.at_rest.encrypt("share", b"a", b"secret");
		home.at_rest_keys.begin().unwrap();
		let keystore = Keystore::open(&path, &passphrase).unwrap();
		assert_eq!(operators_key(&keystore), Some(ACCOUNT));
		let names: Vec<&str> = keystore.names().collect();
		let expected = [ACCOUNT, Keystore::AT_REST, Keystore::AT_REST_OLD, PEER];
		assert_eq!(names, expected);
		let accounts =
			names.into_iter().filter(|name| !is_no_account(name, keystore.get(name).unwrap()));
		assert_eq!(accounts.collect::<Vec<_>>(), [ACCOUNT]);
		// The next start has both.
		let home = Home::open_with(folder.path(), &passphrase).unwrap();
		assert!(home.at_rest_keys.is_under_way());
		assert!(home.at_rest.decrypt("share", b"a", &encrypted).is_ok());
	}
}
