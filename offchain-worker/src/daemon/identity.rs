//! A worker's home folder and the secrets in it.

use crate::{
	chain::signer::Signer,
	crypto::{AtRest, EncryptionSecret, Keystore},
};
use anyhow::Context;
use secrecy::{ExposeSecret, SecretString};
use std::path::{Path, PathBuf};

const ACCOUNT: &str = "account";
const PEER: &str = "peer";

/// A home folder, opened: everything secret comes out of the keystore.
pub struct Home {
	/// The folder.
	pub folder: PathBuf,
	/// The operator's account.
	pub signer: Signer,
	/// The operator's X25519 secret, derived from the account's.
	pub secret: EncryptionSecret,
	/// Encrypts shares at rest.
	pub at_rest: AtRest,
	/// Seed of the IPFS node's identity.
	pub peer_seed: zeroize::Zeroizing<[u8; 32]>,
}

impl Home {
	/// Makes the folder and its keystore.
	pub fn init(folder: &Path, secret: &str) -> anyhow::Result<Self> {
		Signer::from_secret(secret)?;
		let folder = expand(folder)?;
		std::fs::create_dir_all(&folder)
			.with_context(|| format!("cannot make the folder {}", folder.display()))?;
		let mut keystore = Keystore::create(folder.join("keystore"), &passphrase()?)?;
		keystore.put(ACCOUNT, secret.as_bytes())?;
		Self::from_keystore(folder, keystore)
	}

	/// Opens a folder that was made before.
	pub fn open(folder: &Path) -> anyhow::Result<Self> {
		let folder = expand(folder)?;
		let keystore = Keystore::open(folder.join("keystore"), &passphrase()?)?;
		Self::from_keystore(folder, keystore)
	}

	fn from_keystore(folder: PathBuf, mut keystore: Keystore) -> anyhow::Result<Self> {
		let secret = keystore
			.get(ACCOUNT)
			.context("the keystore holds no account; run init again")?;
		let signer = Signer::from_secret(std::str::from_utf8(secret)?)?;
		let secret = encryption_secret(&signer);
		let peer_seed = keystore.get_or_generate(PEER)?;
		let at_rest = keystore.at_rest()?;
		Ok(Self {
			folder,
			signer,
			secret,
			at_rest,
			peer_seed,
		})
	}

	/// The IPFS node's peer id.
	pub fn peer_id(&self) -> anyhow::Result<String> {
		Ok(crate::ipfs::Embedded::peer_id_of(&self.peer_seed)?)
	}
}

/// The X25519 secret that belongs to an account: derived, so that who has the phrase has the key.
pub fn encryption_secret(signer: &Signer) -> EncryptionSecret {
	EncryptionSecret::derive(&signer.secret_material(), "salus/encryption/v1")
}

/// The keystore's passphrase: from the environment, from the file that it names, or asked for on the terminal.
pub fn passphrase() -> anyhow::Result<SecretString> {
	if let Ok(passphrase) = std::env::var("SALUS_PASSPHRASE") {
		return Ok(passphrase.into());
	}
	let passphrase: SecretString = match std::env::var_os("SALUS_PASSPHRASE_FILE") {
		Some(path) => passphrase_in(Path::new(&path))?,
		None => rpassword::prompt_password("Passphrase: ")
			.context(
				"no passphrase: set SALUS_PASSPHRASE_FILE or SALUS_PASSPHRASE, or run this on a terminal",
			)?
			.into(),
	};
	anyhow::ensure!(
		!passphrase.expose_secret().is_empty(),
		"an empty passphrase protects nothing"
	);
	Ok(passphrase)
}

/// A file's text without the line's end that editors add.
fn passphrase_in(path: &Path) -> anyhow::Result<SecretString> {
	let text = std::fs::read_to_string(path)
		.with_context(|| format!("cannot read the passphrase in {}", path.display()))?;
	let text = zeroize::Zeroizing::new(text);
	let line = text.strip_suffix('\n').unwrap_or(&text);
	Ok(line.strip_suffix('\r').unwrap_or(line).into())
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_the_lines_end_is_taken_off_a_passphrase_in_a_file() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("passphrase");
		for (text, passphrase) in [
			("correct horse", "correct horse"),
			("correct horse \n", "correct horse "),
			("correct horse\r\n", "correct horse"),
			("two\nlines\n\n", "two\nlines\n"),
		] {
			std::fs::write(&path, text).unwrap();
			assert_eq!(passphrase_in(&path).unwrap().expose_secret(), passphrase);
		}
		let missing = passphrase_in(&folder.path().join("none")).unwrap_err();
		assert!(missing.to_string().contains("none"), "{missing}");
	}
}
