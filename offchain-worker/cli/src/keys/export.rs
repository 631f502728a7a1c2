// SPDX-License-Identifier: Apache-2.0
//! A key's secret, out of the keystore: on a terminal, or in a new file for its owner alone.

use super::{
	super::{Context, Failure, output, response::Plain},
	entries,
};
use clap::Args;
use salus_core::{AccountId, signer::Signer};
use salus_keystore::Keystore;
use serde::Serialize;
use std::{
	io::{IsTerminal, Write},
	path::PathBuf,
};
use zeroize::Zeroizing;

/// What the secret of a key is good for.
const OF_KEY: &str =
	"whoever has it signs and reads as this account, and as every persona that derives from it";
/// What the secret of a persona is good for: its own seed leads to no other account. Data rule 9.
const OF_PERSONA: &str =
	"the persona's own seed: whoever has it signs and reads as this account, and as no other";

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus keys export me --reveal\n  salus keys export me --reveal --to me.secret\n  salus --json keys export at-the-clinic --reveal --to clinic.secret"
)]
pub struct Export {
	/// The key.
	name: String,
	/// Show the secret: without it nothing is shown.
	#[arg(long)]
	reveal: bool,
	/// Write it to this file, which must be new, in the place of the terminal.
	#[arg(long, value_name = "FILE")]
	to: Option<PathBuf>,
}

/// Whose secret was shown or written; the secret itself is in no answer.
#[derive(Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
	name: String,
	account: AccountId,
	note: &'static str,
	#[serde(skip_serializing_if = "Option::is_none")]
	written_to: Option<String>,
}

impl Plain for Exported {
	const KEEPS_ACCOUNTS: bool = true;
}

impl Export {
	pub fn run(self, context: &Context) -> Result<Exported, Failure> {
		let shown = std::io::stdout().is_terminal() && !context.answers_in_json();
		self.allowed(shown)?;
		let keystore = context.existing_keystore()?;
		let secret = own_secret(&keystore, &self.name)?;
		let signer = Signer::from_secret(&secret)?;
		let note = match entries::persona_of(&keystore, &self.name) {
			Some(_) => OF_PERSONA,
			None => OF_KEY,
		};
		match &self.to {
			Some(path) => output::write_new(path, &[secret.as_bytes(), b"\n"])?,
			None => show(&secret)?,
		}
		let written_to = self.to.map(|path| path.display().to_string());
		Ok(Exported { name: self.name, account: signer.account(), note, written_to })
	}

	/// Whether it may be shown, or written: never by accident, and into no pipe or log.
	fn allowed(&self, shown: bool) -> Result<(), Failure> {
		if !self.reveal {
			return Err(Failure::new(
				"NotConfirmed",
				format!("the secret of {} was not shown", self.name),
			)
			.remedy(
				"add --reveal when nobody else sees the screen: whoever has the secret is you",
			));
		}
		if self.to.is_none() && !shown {
			return Err(Failure::new(
				"NoTerminal",
				"a secret is shown on a terminal only, and in no JSON",
			)
			.remedy("name a new file with --to FILE"));
		}
		Ok(())
	}
}

/// The secret that makes the account, and of a persona nothing more: its entry holds the key that it derives from.
fn own_secret(keystore: &Keystore, name: &str) -> Result<Zeroizing<String>, Failure> {
	let secret = entries::secret(keystore, name)?;
	let Some(seed_of) = entries::persona_of(keystore, name) else {
		return Ok(Zeroizing::new(secret.to_owned()));
	};
	let seed = Signer::own_seed(secret)?.ok_or_else(|| {
		Failure::new(
			"NoOwnSeed",
			format!("{name} derives from {seed_of} by a soft path, and has no secret of its own"),
		)
		.remedy(format!("export {seed_of}"))
	})?;
	let digits = Zeroizing::new(hex::encode(&seed[..]));
	Ok(Zeroizing::new(format!("0x{}", digits.as_str())))
}

/// On the terminal, and in no answer: that would leave copies behind.
fn show(secret: &str) -> Result<(), Failure> {
	let mut screen = std::io::stdout();
	writeln!(screen, "{secret}")
		.and_then(|()| screen.flush())
		.map_err(|cause| Failure::new("Output", format!("cannot show the secret: {cause}")))
}

#[cfg(test)]
mod tests {
	use super::{
		super::entries::tests::{PHRASE, passphrase, person},
		*,
	};
	use crate::response::Response;
	use std::{os::unix::fs::PermissionsExt, path::Path};

	fn export(name: &str, reveal: bool, to: Option<&Path>) -> Export {
		Export { name: name.to_owned(), reveal, to: to.map(Path::to_owned) }
	}

	#[test]
	fn nothing_is_shown_unasked_or_elsewhere_than_on_a_terminal() {
		let file = Path::new("secret");
		let kind = |export: Export, shown| export.allowed(shown).map_err(|refused| refused.kind);
		assert_eq!(kind(export("me", false, None), true), Err("NotConfirmed".into()));
		assert_eq!(kind(export("me", false, Some(file)), false), Err("NotConfirmed".into()));
		assert_eq!(kind(export("me", true, None), false), Err("NoTerminal".into()));
		assert_eq!(kind(export("me", true, None), true), Ok(()));
		assert_eq!(kind(export("me", true, Some(file)), false), Ok(()));
	}

	#[test]
	fn a_file_is_new_and_its_owners_alone_and_the_answer_holds_no_secret() {
		let folder = tempfile::tempdir().unwrap();
		person(folder.path());
		let context = Context::of_home(folder.path().to_owned(), passphrase());
		let to = folder.path().join("me.secret");
		let answer = export("me", true, Some(&to)).run(&context).unwrap().json().unwrap();
		let written = std::fs::read_to_string(&to).unwrap();
		assert_eq!(written, format!("{PHRASE}\n"));
		let mode = std::fs::metadata(&to).unwrap().permissions().mode();
		assert_eq!(mode & 0o777, 0o600);
		assert!(!answer.to_string().contains("bottom drive"), "{answer}");
		let account = Signer::from_secret(PHRASE).unwrap().account();
		assert_eq!(answer["account"], account.to_string());

		let again = export("other", true, Some(&to)).run(&context).unwrap_err();
		assert_eq!(again.kind, "AlreadyThere");
		assert_eq!(std::fs::read_to_string(&to).unwrap(), written);
		let unknown = folder.path().join("unknown.secret");
		let refused = export("unknown", true, Some(&unknown)).run(&context);
		assert_eq!(refused.unwrap_err().kind, "NoSuchKey");
		assert!(!unknown.exists());
	}

	#[test]
	fn data_rule_9_a_personas_secret_leads_to_no_other_account() {
		let folder = tempfile::tempdir().unwrap();
		let mut keystore = person(folder.path());
		for name in ["clinic", "desk"] {
			let own = own_secret(&keystore, name).unwrap();
			assert!(own.starts_with("0x") && own.len() == 66, "{}", own.len());
			let stored = entries::secret(&keystore, name).unwrap();
			let [own, stored] = [own.as_str(), stored].map(|one| Signer::from_secret(one).unwrap());
			assert_eq!(own.account(), stored.account());
			// The encryption key derives from it.
			assert_eq!(*own.secret_material(), *stored.secret_material());
		}
		keystore.put("soft", b"//Dave/soft//salus//persona//soft").unwrap();
		keystore.put(&entries::persona_entry("soft"), b"other").unwrap();
		let refused = own_secret(&keystore, "soft").unwrap_err();
		assert_eq!(refused.kind, "NoOwnSeed");
		assert!(refused.message.contains("export other"), "{refused:?}");
	}
}
