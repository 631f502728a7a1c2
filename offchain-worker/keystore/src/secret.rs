// SPDX-License-Identifier: Apache-2.0
//! A secret that somebody brings: read where no other program sees it, and judged before it is kept.

use anyhow::{Context, bail, ensure};
use clap::Args;
use salus_core::signer::Signer;
use secrecy::{ExposeSecret, SecretString};
use std::{io::Read, path::PathBuf};
use zeroize::Zeroizing;

/// The variable that may hold it, where nobody can be asked.
const VARIABLE: &str = "SALUS_SECRET";

/// Where a secret comes from. Never from the command line, which every program on the machine can read.
#[derive(Args, Debug)]
pub struct Source {
	/// A file with the secret phrase of 12 to 24 words, or the 0x-seed, with a //path if it has one; - is standard
	/// input. Without it, SALUS_SECRET is taken, or it is asked for on the terminal.
	#[arg(long, value_name = "FILE")]
	secret_file: Option<PathBuf>,
	/// In its place a development account, such as //Dave. It is public: anybody can sign as it.
	#[arg(long, value_name = "//NAME", conflicts_with = "secret_file")]
	dev: Option<String>,
}

/// The key of an operator's account, which a home with a session key does not hold. It is used once, and not kept.
#[derive(Args, Debug, Default)]
pub struct ColdKey {
	/// Sign what the operator's own account has to sign by the secret in this file, in place of printing the call for
	/// whoever has the key. The file is as for init.
	#[arg(long, value_name = "FILE")]
	secret_file: Option<PathBuf>,
	/// In its place a development account, such as //Dave.
	#[arg(long, value_name = "//NAME", conflicts_with = "secret_file")]
	dev: Option<String>,
}

impl ColdKey {
	/// The signer, if there is one.
	pub fn signer(&self) -> anyhow::Result<Option<Signer>> {
		if self.secret_file.is_none() && self.dev.is_none() {
			return Ok(None);
		}
		let source = Source { secret_file: self.secret_file.clone(), dev: self.dev.clone() };
		Ok(Some(Signer::from_secret(source.read()?.expose_secret())?))
	}
}

impl Source {
	/// Reads and judges it.
	pub fn read(&self) -> anyhow::Result<SecretString> {
		if let Some(path) = &self.dev {
			ensure!(
				path.starts_with("//"),
				"{path} is not a development account: these begin with //"
			);
			Signer::from_secret(path)?;
			return Ok(path.as_str().into());
		}
		let text = self.text()?;
		let secret = text.trim();
		judge(secret)?;
		Ok(secret.into())
	}

	fn text(&self) -> anyhow::Result<Zeroizing<String>> {
		let Some(path) = &self.secret_file else {
			let text = match std::env::var(VARIABLE) {
				Ok(text) => text,
				Err(_) => rpassword::prompt_password("Secret phrase: ").context(
					"no secret phrase: name a file with --secret-file, or run this on a terminal",
				)?,
			};
			return Ok(text.into());
		};
		let mut text = Zeroizing::new(String::new());
		if path.as_os_str() == "-" {
			std::io::stdin().read_to_string(&mut text)?;
		} else {
			*text = std::fs::read_to_string(path)
				.with_context(|| format!("cannot read {}", path.display()))?;
		}
		Ok(text)
	}
}

/// That a secret is one that nobody can guess: words with their checksum, or a whole seed. Substrate itself takes any
/// text that begins with a slash for a path below a public phrase.
fn judge(secret: &str) -> anyhow::Result<()> {
	let root = secret.split('/').next().unwrap_or_default();
	if root.is_empty() {
		bail!(
			"this is a path and no secret: anybody can derive the key of one; name a file with --secret-file, or a \
			 development account with --dev"
		);
	}
	match root.strip_prefix("0x") {
		Some(digits) => ensure!(
			digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
			"a seed is 0x and 64 hexadecimal digits"
		),
		None => {
			// Its error may hold words of the phrase.
			let words = bip39::Mnemonic::parse(root).ok();
			ensure!(
				words.is_some(),
				"this is not a secret phrase of 12, 15, 18, 21 or 24 words (BIP 39), with their checksum: check the words \
				 and their order"
			);
		}
	}
	Signer::from_secret(secret)?;
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Public: Substrate's own.
	const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

	#[test]
	fn what_anybody_can_derive_is_not_a_secret() {
		let seed = format!("0x{}", "ab".repeat(32));
		for good in [
			PHRASE.to_owned(),
			format!("{PHRASE}//clinic/desk"),
			format!("{PHRASE}///password"),
			format!("{seed}//clinic"),
			seed,
		] {
			assert!(judge(&good).is_ok(), "{good}");
		}
		for (bad, says) in [
			("", "path and no secret"),
			("//Alice", "path and no secret"),
			("/home/me/phrase.txt", "path and no secret"),
			("phrase.txt", "not a secret phrase"),
			("bottom drive obey lake curtain smoke", "not a secret phrase"),
			// Two words changed places.
			(
				"drive bottom obey lake curtain smoke basket hold race lonely fit walk",
				"not a secret phrase",
			),
			("0xabcd", "64 hexadecimal digits"),
		] {
			let refused = judge(bad).unwrap_err().to_string();
			assert!(refused.contains(says), "{bad}: {refused}");
			assert!(bad.is_empty() || !refused.contains(bad), "it is told: {refused}");
		}
	}

	#[test]
	fn a_file_or_a_development_account_is_read() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("phrase");
		std::fs::write(&file, format!("{PHRASE}\n")).unwrap();
		let source =
			|secret_file, dev: Option<&str>| Source { secret_file, dev: dev.map(str::to_owned) };
		let read = source(Some(file), None).read().unwrap();
		assert_eq!(read.expose_secret(), PHRASE);
		assert!(source(Some(folder.path().join("none")), None).read().is_err());
		let dave = source(None, Some("//Dave")).read().unwrap();
		assert_eq!(dave.expose_secret(), "//Dave");
		assert!(source(None, Some("Dave")).read().is_err());
	}
}
