// SPDX-License-Identifier: Apache-2.0
//! Names that the user gives: to people, organisations and operators, by their accounts, and to models.
//!
//! They are in `names.json` of the home, which only its owner may read; it is not encrypted, so that what is shown needs
//! no passphrase. Nothing of them leaves this machine. Data rule 1.

use super::{Context, Failure, response::Plain};
use clap::Subcommand;
use salus_chain::AccountId;
use salus_core::signer::parse_account;
use salus_primitives::ModelId;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap, io::Write, path::Path};

/// The file.
const FILE: &str = "names.json";
/// Begins what stands for a model.
const MODEL: &str = "model:";
/// Words that stand for something else where accounts are taken.
const RESERVED: [&str; 2] = ["all", "decision-support"];
/// A name's longest.
const MAX_LENGTH: usize = 64;
/// How many characters of an account are shown at each end.
const ENDS: usize = 6;
/// How long an account is in SS58.
const SS58_LENGTHS: std::ops::RangeInclusive<usize> = 46..=48;

#[derive(Subcommand, Debug)]
pub enum Command {
	/// Give an account or a model a name, to be typed and shown in its place. It is kept in your home, not encrypted.
	#[command(
		after_help = "Examples:\n  salus names set doctor 5F3s…\n  salus names set diabetes model:0\n  salus record share 3 --to doctor --purpose TREAT"
	)]
	Set {
		/// The name: letters, digits, - . and _.
		name: String,
		/// The account, or model:NUMBER.
		of: String,
	},
	/// All names.
	#[command(after_help = "Example:\n  salus names list")]
	List,
	/// Forget a name.
	#[command(after_help = "Example:\n  salus names remove doctor")]
	Remove {
		/// The name.
		name: String,
	},
}

/// What is answered of names.
#[derive(Serialize)]
#[serde(untagged)]
pub enum NamesResponse {
	/// It was given.
	Set {
		#[serde(flatten)]
		named: Named,
		/// Whether it was another's before.
		replaced: bool,
	},
	/// All of them.
	All { names: Vec<Named> },
	/// It was forgotten.
	Removed { removed: Named },
}

impl Plain for NamesResponse {
	const KEEPS_ACCOUNTS: bool = true;
}

/// A name, and what it stands for.
#[derive(Serialize)]
pub struct Named {
	name: String,
	#[serde(flatten)]
	of: Of,
}

/// What a name stands for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Of {
	/// An account, SS58.
	Account(String),
	Model(u32),
}

impl Command {
	pub fn run(self, context: &Context) -> Result<NamesResponse, Failure> {
		let mut names = context.names()?.clone();
		match self {
			Self::Set { name, of } => {
				let (of, replaced) = names.set(context, &name, &of)?;
				names.write(&context.folder()?)?;
				Ok(NamesResponse::Set { named: Named { name, of }, replaced })
			}
			Self::List => {
				let all = names.accounts.keys().chain(names.models.keys());
				Ok(NamesResponse::All { names: all.filter_map(|name| names.named(name)).collect() })
			}
			Self::Remove { name } => {
				let removed = names.named(&name).ok_or_else(|| {
					Failure::new("NotFound", format!("nothing is called {name}"))
						.remedy("see: salus names list")
				})?;
				names.accounts.remove(&name);
				names.models.remove(&name);
				names.write(&context.folder()?)?;
				Ok(NamesResponse::Removed { removed })
			}
		}
	}
}

/// All names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
	/// Accounts, SS58.
	#[serde(default)]
	accounts: BTreeMap<String, String>,
	#[serde(default)]
	models: BTreeMap<String, u32>,
}

impl Names {
	/// Those in a home; none if it has none.
	pub fn read(home: &Path) -> Result<Self, Failure> {
		let path = home.join(FILE);
		let text = match std::fs::read(&path) {
			Ok(text) => text,
			Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
				return Ok(Self::default());
			}
			Err(cause) => return Err(unreadable(&path, &cause)),
		};
		serde_json::from_slice(&text).map_err(|cause| unreadable(&path, &cause))
	}

	fn write(&self, home: &Path) -> Result<(), Failure> {
		let path = home.join(FILE);
		let cannot = |cause: std::io::Error| {
			Failure::new("Output", format!("cannot write {}: {cause}", path.display()))
		};
		let text = serde_json::to_vec_pretty(self).map_err(|cause| cannot(cause.into()))?;
		// `tempfile` makes files that only their owner may read. It is renamed over the old one, so that one is whole.
		let mut file = tempfile::NamedTempFile::new_in(home).map_err(cannot)?;
		file.write_all(&text).map_err(cannot)?;
		file.persist(&path).map(drop).map_err(|failed| cannot(failed.error))
	}

	/// Gives a name; tells of what, and whether it was another's before.
	fn set(&mut self, context: &Context, name: &str, of: &str) -> Result<(Of, bool), Failure> {
		check(name)?;
		let replaced = self.accounts.contains_key(name) || self.models.contains_key(name);
		let of = match of.strip_prefix(MODEL) {
			Some(number) => {
				let number = number.parse().map_err(|_| {
					Failure::bad_input(format!("{of} is not a model"))
						.remedy("write model: and its number")
				})?;
				self.accounts.remove(name);
				self.models.insert(name.to_owned(), number);
				Of::Model(number)
			}
			None => {
				let account = context.account(of)?.to_string();
				self.models.remove(name);
				self.accounts.insert(name.to_owned(), account.clone());
				Of::Account(account)
			}
		};
		Ok((of, replaced))
	}

	fn named(&self, name: &str) -> Option<Named> {
		let account = self.accounts.get(name).cloned().map(Of::Account);
		let of = account.or_else(|| self.models.get(name).copied().map(Of::Model))?;
		Some(Named { name: name.to_owned(), of })
	}

	/// The account of this name.
	pub fn account(&self, name: &str) -> Option<AccountId> {
		parse_account(self.accounts.get(name)?).ok()
	}

	/// The model of this name.
	pub fn model(&self, name: &str) -> Option<ModelId> {
		self.models.get(name).copied().map(ModelId)
	}

	fn name_of(&self, account: &str) -> Option<&str> {
		let mut names = self.accounts.iter();
		names.find(|(_, named)| *named == account).map(|(name, _)| name.as_str())
	}

	/// A text with the accounts in it as people read them: by name where they have one, shortened where a person reads.
	pub fn in_text(&self, text: &str, shorten: bool) -> String {
		let of_word = |character: char| character.is_ascii_alphanumeric();
		let (mut shown, mut rest) = (String::with_capacity(text.len()), text);
		while let Some(start) = rest.find(of_word) {
			let (before, from) = rest.split_at(start);
			let end = from.find(|character: char| !of_word(character)).unwrap_or(from.len());
			let (word, after) = from.split_at(end);
			shown.push_str(before);
			match self.in_place_of(word, &shown, shorten) {
				Some(other) => shown.push_str(&other),
				None => shown.push_str(word),
			}
			rest = after;
		}
		shown.push_str(rest);
		shown
	}

	/// What is shown in place of a word, if it is an account.
	fn in_place_of(&self, word: &str, before: &str, shorten: bool) -> Option<String> {
		if !SS58_LENGTHS.contains(&word.len()) || parse_account(word).is_err() {
			return None;
		}
		let account = if shorten { short(word) } else { Cow::Borrowed(word) };
		match self.name_of(word) {
			// Beside its name as it was typed.
			Some(name) if !before.ends_with(&format!("{name} (")) => {
				Some(format!("{name} ({account})"))
			}
			_ => Some(account.into_owned()),
		}
	}
}

/// Both ends of an account.
fn short(account: &str) -> Cow<'_, str> {
	let tail = account.len().saturating_sub(ENDS);
	match (account.get(..ENDS), account.get(tail..)) {
		(Some(head), Some(tail)) => Cow::Owned(format!("{head}…{tail}")),
		_ => Cow::Borrowed(account),
	}
}

fn unreadable(path: &Path, cause: &dyn std::fmt::Display) -> Failure {
	Failure::new("Input", format!("the names in {} cannot be read: {cause}", path.display()))
		.remedy("correct the file, or remove it")
}

/// Refuses what would be taken for something else.
fn check(name: &str) -> Result<(), Failure> {
	let plain = |one: char| one.is_alphanumeric() || matches!(one, '-' | '.' | '_');
	let problem = if name.is_empty() || name.chars().count() > MAX_LENGTH {
		"is not 1 to 64 characters long"
	} else if !name.chars().all(plain) || name.starts_with('-') {
		"has other characters than letters, digits, - . and _, or begins with -"
	} else if name.chars().all(|one| one.is_ascii_digit()) {
		"is a number, as models have"
	} else if RESERVED.contains(&name) {
		"stands for something else"
	} else if parse_account(name).is_ok() {
		"is an account"
	} else {
		return Ok(());
	};
	Err(Failure::bad_input(format!("{name:?} can't be a name: it {problem}"))
		.remedy("choose another"))
}

#[cfg(test)]
mod tests;
