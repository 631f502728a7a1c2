// SPDX-License-Identifier: Apache-2.0
//! The passphrase of a keystore: where it comes from, and which one a new keystore takes.
//!
//! It is judged as NIST SP 800-63B-4, section 3.1.1.2, has it for the only factor: by its length, by what somebody who
//! guesses tries first, and never by which kinds of characters are in it. Whoever has a copy of the file guesses at
//! their own pace, so nothing but the passphrase and the cost of Argon2id slows them.
//!
//! An existing keystore is opened with whatever opens it.

use secrecy::{ExposeSecret, SecretString};
use std::{
	env::VarError,
	io,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// The variable that may hold the passphrase; with `_FILE` after it, the one that names a file with it.
const CURRENT: &str = "SALUS_PASSPHRASE";
/// The same of the one that is to take its place.
const NEXT: &str = "SALUS_NEW_PASSPHRASE";
const AGAIN: &str = "The same once more: ";

/// The fewest characters of one that a person chooses: the only factor, by SP 800-63B-4.
const FEWEST: usize = 15;
/// The fewest of one that a script brings: below it SP 800-63B-4 allows none, beside whatever other factor.
const FEWEST_OF_SCRIPTS: usize = 8;
/// The fewest different pairs of neighbours: `aaaa…` has one, `abcabc…` three.
const FEWEST_PAIRS: usize = 8;
/// Shorter names stand in many words by chance.
const SHORTEST_NAME: usize = 4;

/// Words that whoever guesses tries, in any passphrase of ours.
const OF_OURS: [&str; 3] = ["salus", "password", "passphrase"];
/// What is typed along, forwards or backwards, again and again.
const ROWS: [&str; 4] = [
	"1234567890",
	"abcdefghijklmnopqrstuvwxyz",
	"qwertyuiopasdfghjklzxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];
/// The example of every text about passphrases.
const EXAMPLE: &str = "correcthorsebatterystaple";

/// Why a passphrase does not protect a keystore.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Weakness {
	/// There is none.
	#[error("an empty passphrase protects nothing: choose another")]
	Empty,
	/// It is short, but for names.
	#[error(
		"the passphrase has {counted} characters that count, and a new one needs {fewest}: four or five words that \
		 nobody would put together are enough (names of keys and of the user count for nothing)"
	)]
	TooShort {
		/// Characters without names.
		counted: usize,
		/// How many it takes.
		fewest: usize,
	},
	/// It says the same over and over.
	#[error("the passphrase repeats itself: take words that nobody would put together")]
	Repetitive,
	/// It is a row of the keyboard, of digits or of the alphabet, or a known example.
	#[error("the passphrase is tried before all others: take words that nobody would put together")]
	Known,
}

/// Why there is no passphrase.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
	/// No variable holds it, and nobody can be asked.
	#[error(
		"no passphrase: set {variable}_FILE or {variable}, or run this on a terminal ({cause})"
	)]
	Missing {
		variable: &'static str,
		/// Why nobody can be asked.
		cause: io::Error,
	},
	/// The file that holds it can't be read.
	#[error("cannot read the passphrase in {path}: {cause}")]
	File {
		/// Which.
		path: PathBuf,
		/// Why.
		cause: io::Error,
	},
	/// The variable's bytes are not text.
	#[error("{0} is not UTF-8: set it to text, or name a file with {0}_FILE")]
	NotText(&'static str),
	/// It protects nothing.
	#[error(transparent)]
	Weak(#[from] Weakness),
	/// What was typed first and second is not the same.
	#[error("the two passphrases differ, and nothing was changed: type the same one twice")]
	Differ,
	/// The new one is the old one.
	#[error("the new passphrase is the old one, and nothing was changed: choose another")]
	Same,
}

impl PassphraseError {
	/// What kind of failure it is, for scripts.
	pub fn kind(&self) -> &'static str {
		match self {
			Self::Missing { .. } | Self::File { .. } | Self::NotText(_) => "NoPassphrase",
			Self::Weak(_) => "WeakPassphrase",
			Self::Differ => "PassphrasesDiffer",
			Self::Same => "SamePassphrase",
		}
	}
}

/// A passphrase for a keystore that is to be written.
#[derive(Debug)]
pub struct New {
	pub passphrase: SecretString,
	/// Why a person would have had to choose another: one that scripts bring is taken nonetheless.
	pub weakness: Option<Weakness>,
}

impl New {
	/// What whoever brought a weak one should hear.
	pub fn warning(&self) -> Option<String> {
		let weakness = self.weakness?;
		Some(format!("{weakness}; it is taken, since nobody typed it"))
	}
}

/// The passphrase of a keystore that is there: from the environment, from the file that it names, or asked for.
pub fn existing() -> Result<SecretString, PassphraseError> {
	let passphrase = match brought(CURRENT)? {
		Some(passphrase) => passphrase,
		None => ask(CURRENT, "Passphrase: ")?,
	};
	not_empty(passphrase.expose_secret())?;
	Ok(passphrase)
}

/// The passphrase of a keystore that is to be made. `names` are what whoever guesses knows, such as those of its keys.
pub fn new(names: &[&str]) -> Result<New, PassphraseError> {
	chosen(brought(CURRENT)?, names, |again| {
		let first = "Passphrase of the new keystore: ";
		ask(CURRENT, if again { AGAIN } else { first })
	})
}

/// The passphrase that is to take the place of another.
pub fn replacement(old: &SecretString, names: &[&str]) -> Result<New, PassphraseError> {
	let new = chosen(brought(NEXT)?, names, |again| {
		ask(NEXT, if again { AGAIN } else { "New passphrase: " })
	})?;
	if new.passphrase.expose_secret() == old.expose_secret() {
		return Err(PassphraseError::Same);
	}
	Ok(new)
}

/// The one that a script brings, else the one that is typed twice.
fn chosen(
	brought: Option<SecretString>,
	names: &[&str],
	ask: impl Fn(bool) -> Result<SecretString, PassphraseError>,
) -> Result<New, PassphraseError> {
	let user = std::env::var("USER").unwrap_or_default();
	let names: Vec<&str> = names.iter().copied().chain([user.as_str()]).collect();
	if let Some(passphrase) = brought {
		let text = passphrase.expose_secret();
		not_empty(text)?;
		long_enough(text, FEWEST_OF_SCRIPTS)?;
		let weakness = judge(text, &names).err();
		return Ok(New { passphrase, weakness });
	}
	let passphrase = ask(false)?;
	// Before it is typed a second time.
	judge(passphrase.expose_secret(), &names)?;
	if ask(true)?.expose_secret() != passphrase.expose_secret() {
		return Err(PassphraseError::Differ);
	}
	Ok(New { passphrase, weakness: None })
}

/// Whether a person may choose it.
fn judge(passphrase: &str, names: &[&str]) -> Result<(), Weakness> {
	not_empty(passphrase)?;
	let mut text = Zeroizing::new(passphrase.to_lowercase());
	for name in names.iter().chain(&OF_OURS) {
		if name.chars().count() >= SHORTEST_NAME {
			text = Zeroizing::new(text.replace(&name.to_lowercase(), ""));
		}
	}
	long_enough(&text, FEWEST)?;
	// Of their full size from the start: what grows leaves copies behind that nobody zeroises.
	let mut pairs: Zeroizing<Vec<(char, char)>> = Vec::with_capacity(text.len()).into();
	pairs.extend(text.chars().zip(text.chars().skip(1)));
	pairs.sort_unstable();
	pairs.dedup();
	if pairs.len() < FEWEST_PAIRS {
		return Err(Weakness::Repetitive);
	}
	let mut letters = Zeroizing::new(String::with_capacity(text.len()));
	letters.extend(text.chars().filter(|letter| letter.is_alphanumeric()));
	// What is mostly signs is on no row.
	let few = letters.chars().count() < FEWEST_OF_SCRIPTS;
	let typed_along = || ROWS.iter().any(|row| is_typed_along(&letters, row));
	if *letters == EXAMPLE || (!few && typed_along()) {
		return Err(Weakness::Known);
	}
	Ok(())
}

fn not_empty(passphrase: &str) -> Result<(), Weakness> {
	if passphrase.is_empty() {
		return Err(Weakness::Empty);
	}
	Ok(())
}

/// Each character counts as one, whatever its bytes.
fn long_enough(text: &str, fewest: usize) -> Result<(), Weakness> {
	let counted = text.chars().count();
	if counted < fewest {
		return Err(Weakness::TooShort { counted, fewest });
	}
	Ok(())
}

/// Whether it is a part of the row, which begins anew at its end.
fn is_typed_along(text: &str, row: &str) -> bool {
	let times = text.len().div_ceil(row.len()).saturating_add(1);
	let forwards = row.repeat(times);
	let backwards: String = forwards.chars().rev().collect();
	forwards.contains(text) || backwards.contains(text)
}

/// The passphrase that the environment holds or names.
fn brought(variable: &'static str) -> Result<Option<SecretString>, PassphraseError> {
	match std::env::var(variable) {
		Ok(passphrase) => return Ok(Some(passphrase.into())),
		Err(VarError::NotUnicode(_)) => return Err(PassphraseError::NotText(variable)),
		Err(VarError::NotPresent) => {}
	}
	let path = std::env::var_os(format!("{variable}_FILE"));
	path.map(|path| in_file(Path::new(&path))).transpose()
}

/// A file's text without the line's end that editors add.
fn in_file(path: &Path) -> Result<SecretString, PassphraseError> {
	let text = std::fs::read_to_string(path)
		.map_err(|cause| PassphraseError::File { path: path.to_owned(), cause })?;
	let text = Zeroizing::new(text);
	let line = text.strip_suffix('\n').unwrap_or(&text);
	Ok(line.strip_suffix('\r').unwrap_or(line).into())
}

fn ask(variable: &'static str, prompt: &str) -> Result<SecretString, PassphraseError> {
	rpassword::prompt_password(prompt)
		.map(SecretString::from)
		.map_err(|cause| PassphraseError::Missing { variable, cause })
}

#[cfg(test)]
mod tests;
