// SPDX-License-Identifier: Apache-2.0
//! A key, forgotten. Its name is asked for again: what only it opens stays closed for ever.

use super::{
	super::{Context, Failure, response::Plain},
	derived, entries,
};
use clap::Args;
use salus_core::{AccountId, signer::Signer};
use salus_keystore::{Keystore, identity::operators_key};
use serde::Serialize;
use serde_json::json;
use std::io::Write;

/// What nobody can do any more.
const LOST: &str = "without a copy of its secret nobody signs or reads as this account again: records whose only \
	 reader it is can't be opened by anybody any more, consent that it gave can't be revoked, and its records can't be \
	 erased";

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus keys remove at-the-clinic\n  salus --json keys remove me --confirm me --with-personas"
)]
pub struct Remove {
	/// The key.
	name: String,
	/// Its name once more: asked for on a terminal, needed with --json and in scripts.
	#[arg(long, value_name = "NAME")]
	confirm: Option<String>,
	/// Forget the personas, too, that derive from it.
	#[arg(long)]
	with_personas: bool,
}

/// A key that goes.
#[derive(Serialize, PartialEq, Eq, Debug)]
struct Going {
	name: String,
	account: AccountId,
	/// Another key that stays, from which it can be derived again.
	#[serde(rename = "personaOf")]
	derives_from: Option<String>,
}

/// The keys that went.
#[derive(Serialize)]
pub struct Removed {
	removed: Vec<Gone>,
}

impl Plain for Removed {
	const KEEPS_ACCOUNTS: bool = true;
}

/// A key that went, and what that means.
#[derive(Serialize)]
struct Gone {
	#[serde(flatten)]
	key: Going,
	note: String,
}

impl Remove {
	pub fn run(self, context: &Context) -> Result<Removed, Failure> {
		let mut keystore = context.existing_keystore()?;
		let going = self.going(&keystore)?;
		let consequences: Vec<String> = going.iter().map(Going::consequence).collect();
		let typed = match self.confirm {
			Some(name) => Some(name),
			None if context.is_interactive() => Some(asked(&consequences)?),
			None => None,
		};
		confirmed(&self.name, typed.as_deref(), &consequences)?;
		let mut names: Vec<String> = going.iter().map(|key| key.name.clone()).collect();
		names.extend(going.iter().map(|key| entries::persona_entry(&key.name)));
		let names: Vec<&str> = names.iter().map(String::as_str).collect();
		keystore.remove(&names)?;
		let removed = going.into_iter().zip(consequences);
		Ok(Removed { removed: removed.map(|(key, note)| Gone { key, note }).collect() })
	}

	/// What goes: the key, and with --with-personas the personas that hold it.
	fn going(&self, keystore: &Keystore) -> Result<Vec<Going>, Failure> {
		let name = &self.name;
		entries::secret(keystore, name)?;
		if operators_key(keystore) == Some(name.as_str()) {
			return Err(Failure::new(
				"OperatorsKey",
				format!(
					"{name} is an operator's key: without it no worker starts, and the bond stays on the chain"
				),
			)
			.remedy("leave service, withdraw the bond, and then delete the home"));
		}
		let personas = entries::personas(keystore, name);
		if !personas.is_empty() && !self.with_personas {
			return Err(Failure::new(
				"HasPersonas",
				format!("{} derive from {name}, and hold its secret", personas.join(", ")),
			)
			.detail("personas", json!(personas))
			.remedy(
				"export those that you want to keep, or forget them, too, with --with-personas; nothing was removed",
			));
		}
		let names: Vec<&str> = std::iter::once(name).chain(&personas).map(String::as_str).collect();
		let mut going = Vec::with_capacity(names.len());
		for name in &names {
			let secret = entries::secret(keystore, name)?;
			let derives_from = entries::persona_of(keystore, name).filter(|seed| {
				!names.contains(&seed.as_str())
					&& entries::secret(keystore, seed)
						.is_ok_and(|seed| derived(seed, name).as_str() == secret)
			});
			going.push(Going {
				name: (*name).to_owned(),
				account: Signer::from_secret(secret)?.account(),
				derives_from,
			});
		}
		Ok(going)
	}
}

impl Going {
	fn consequence(&self) -> String {
		let Self { name, account, derives_from } = self;
		match derives_from {
			Some(seed) => format!(
				"{name} ({account}) can be derived again: salus keys persona {name} --from {seed}"
			),
			None => format!("{name} ({account}): {LOST}"),
		}
	}
}

/// Asks on the terminal for the name.
fn asked(consequences: &[String]) -> Result<String, Failure> {
	let mut typed = String::new();
	let mut screen = std::io::stderr();
	let read = write!(screen, "{}.\nType the key's name to remove it: ", consequences.join(".\n"))
		.and_then(|()| screen.flush())
		.and_then(|()| std::io::stdin().read_line(&mut typed));
	read.map(|_| typed)
		.map_err(|cause| Failure::new("Input", format!("cannot read the answer: {cause}")))
}

/// Whether what was typed is the key's name.
fn confirmed(name: &str, typed: Option<&str>, consequences: &[String]) -> Result<(), Failure> {
	let Some(typed) = typed else {
		return Err(Failure::new(
			"NotConfirmed",
			format!("removing the key {name} was not confirmed"),
		)
		.remedy(format!("add --confirm {name}; {}", consequences.join("; "))));
	};
	if typed.trim() == name {
		return Ok(());
	}
	Err(Failure::new(
		"NotConfirmed",
		format!("{:?} is not {name}: nothing was removed", typed.trim()),
	)
	.remedy("give the name of the key that you want to remove"))
}

#[cfg(test)]
mod tests {
	use super::{
		super::entries::tests::{operator, passphrase, person},
		*,
	};
	use crate::response::Response;
	use salus_keystore::identity::ACCOUNT;
	use serde_json::Value;
	use std::path::Path;

	fn removed(
		home: &Path,
		name: &str,
		confirm: Option<&str>,
		with_personas: bool,
	) -> Result<Value, Failure> {
		let remove =
			Remove { name: name.to_owned(), confirm: confirm.map(str::to_owned), with_personas };
		let removed = remove.run(&Context::of_home(home.to_owned(), passphrase()));
		removed.map(|answer| answer.json().unwrap())
	}

	fn names(home: &Path) -> Vec<String> {
		let keystore = Keystore::open(home.join("keystore"), &passphrase()).unwrap();
		keystore.names().map(str::to_owned).collect()
	}

	#[test]
	fn only_its_own_name_confirms() {
		let folder = tempfile::tempdir().unwrap();
		person(folder.path());
		let before = names(folder.path());
		for typed in [None, Some(""), Some("y"), Some("me"), Some("othe")] {
			let refused = removed(folder.path(), "other", typed, false).unwrap_err();
			assert_eq!(refused.kind, "NotConfirmed", "{typed:?}");
		}
		let refused = removed(folder.path(), "other", None, false).unwrap_err();
		for part in ["--confirm other", "can't be opened by anybody any more"] {
			assert!(refused.message.contains(part), "{}", refused.message);
		}
		assert_eq!(names(folder.path()), before);
		let answer = removed(folder.path(), "other", Some("other\n"), false).unwrap();
		assert_eq!(answer["removed"][0]["name"], "other");
		assert!(!names(folder.path()).contains(&"other".to_owned()));
	}

	#[test]
	fn a_key_that_others_derive_from_goes_only_with_them() {
		let folder = tempfile::tempdir().unwrap();
		person(folder.path());
		let before = names(folder.path());
		let refused = removed(folder.path(), "me", Some("me"), false).unwrap_err();
		assert_eq!(refused.kind, "HasPersonas");
		assert_eq!(refused.to_json()["error"]["personas"], json!(["clinic", "desk"]));
		assert_eq!(names(folder.path()), before);
		let answer = removed(folder.path(), "me", Some("me"), true).unwrap();
		let gone = answer["removed"].as_array().unwrap();
		let gone: Vec<&Value> = gone.iter().map(|key| &key["name"]).collect();
		assert_eq!(gone, ["me", "clinic", "desk"]);
		// What marks them goes, too; whose documents are whose stays.
		assert_eq!(names(folder.path()), ["other", "person/5One"]);
	}

	#[test]
	fn a_persona_can_be_derived_again_while_its_key_stays() {
		let folder = tempfile::tempdir().unwrap();
		person(folder.path());
		let answer = removed(folder.path(), "desk", Some("desk"), false).unwrap();
		let note = answer["removed"][0]["note"].as_str().unwrap();
		assert!(note.contains("salus keys persona desk --from clinic"), "{note}");
		assert!(!note.contains(LOST), "{note}");
	}

	#[test]
	fn an_operators_key_is_not_removed() {
		let folder = tempfile::tempdir().unwrap();
		operator(folder.path());
		let refused = removed(folder.path(), ACCOUNT, Some(ACCOUNT), true).unwrap_err();
		assert_eq!(refused.kind, "OperatorsKey");
		assert_eq!(names(folder.path()), [ACCOUNT, Keystore::AT_REST, "peer"]);
	}
}
