// SPDX-License-Identifier: Apache-2.0
//! Keys and personas. Data rule 9: a patient may hold any number of accounts, from one seed.

pub(super) mod entries;
mod export;
mod passphrase;
mod remove;

use super::{
	Context, Failure, Responded, boxed,
	response::{Done, Plain},
};
use clap::Subcommand;
use salus_chain::{AccountId, calls};
use salus_core::signer::Signer;
use salus_keystore::{identity::encryption_secret, secret};
use secrecy::ExposeSecret;
use serde::Serialize;
use zeroize::Zeroizing;

const NOTE_OF_NEW: &str =
	"write the phrase down, where nobody else finds it; salus keys export shows it again";

#[derive(Subcommand, Debug)]
pub enum Keys {
	/// Make a new key from a fresh phrase of twelve words, which is shown.
	#[command(after_help = "Example:\n  salus keys new me")]
	New {
		/// What to call it here.
		name: String,
	},
	/// Keep a key that you have.
	#[command(
		after_help = "Examples:\n  salus keys import me\n  salus keys import me --secret-file phrase.txt"
	)]
	Import {
		/// What to call it here.
		name: String,
		#[command(flatten)]
		secret: secret::Source,
	},
	/// Derive another account of the same person, say for one specialist. Nothing on chain links the two.
	#[command(after_help = "Example:\n  salus keys persona at-the-clinic --from me")]
	Persona {
		/// What to call it here. It is part of the derivation, so keep it.
		name: String,
		/// The key to derive it from.
		#[arg(long)]
		from: String,
	},
	/// All keys, personas beside the key they come from. An operator's home has one, called account.
	#[command(
		after_help = "Examples:\n  salus keys list\n  salus --home ~/.salus-worker keys list"
	)]
	List,
	/// A key's account and public encryption key.
	#[command(after_help = "Example:\n  salus keys show me")]
	Show {
		/// The key.
		name: String,
	},
	/// Show a key's secret, on a terminal or in a new file that only you can read.
	Export(export::Export),
	/// Forget a key. Without a copy of its secret nobody signs or reads as it again.
	Remove(remove::Remove),
	/// Change the passphrase of the keystore. Everything in it stays as it is.
	///
	/// The old passphrase comes as for every command; the new one from SALUS_NEW_PASSPHRASE, or from the file that
	/// SALUS_NEW_PASSPHRASE_FILE names, or it is asked for twice.
	#[command(
		after_help = "Examples:\n  salus keys passphrase\n  SALUS_PASSPHRASE_FILE=old SALUS_NEW_PASSPHRASE_FILE=new salus --json keys passphrase"
	)]
	Passphrase,
	/// Publish the signer's public encryption key: what custodians encrypt shares to. Registration of patients does it by
	/// itself.
	#[command(after_help = "Example:\n  salus --as doctor keys publish")]
	Publish,
}

impl Keys {
	pub async fn run(self, context: &Context) -> Responded {
		match self {
			Self::New { name } => {
				let phrase = bip39::Mnemonic::generate(12).map_err(Failure::bad_input)?.to_string();
				let signer = keep(context, &name, &phrase, None)?;
				let key = Key::new(name, &signer);
				boxed(Ok(NewKey { key, phrase, note: NOTE_OF_NEW }))
			}
			Self::Import { name, secret } => {
				let secret = secret
					.read()
					.map_err(|cause| Failure::new("MalformedSecret", format!("{cause:#}")))?;
				let signer = keep(context, &name, secret.expose_secret(), None)?;
				boxed(Ok(Key::new(name, &signer)))
			}
			Self::Persona { name, from } => {
				let keystore = context.existing_keystore()?;
				let derived = derived(entries::secret(&keystore, &from)?, &name);
				drop(keystore);
				let signer = keep(context, &name, &derived, Some(&from))?;
				boxed(Ok(Key::new(name, &signer)))
			}
			Self::List => boxed(list(context)),
			Self::Show { name } => {
				let signer = context.signer_named(&name)?;
				boxed(Ok(Key::new(name, &signer)))
			}
			Self::Export(command) => boxed(command.run(context)),
			Self::Remove(command) => boxed(command.run(context)),
			Self::Passphrase => boxed(passphrase::change(context)),
			Self::Publish => boxed(publish(context).await),
		}
	}
}

/// A key, as others may know it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Key {
	name: String,
	account: AccountId,
	#[serde(serialize_with = "salus_primitives::json::hex")]
	encryption_key: [u8; 32],
	/// Of a persona in a list: the key that it derives from.
	#[serde(skip_serializing_if = "Option::is_none")]
	persona_of: Option<String>,
}

impl Key {
	fn new(name: String, signer: &Signer) -> Self {
		let encryption_key = encryption_secret(signer).public();
		Self { name, account: signer.account(), encryption_key, persona_of: None }
	}
}

impl Plain for Key {
	const KEEPS_ACCOUNTS: bool = true;
}

/// A key that was made, with its phrase.
#[derive(Serialize)]
struct NewKey {
	#[serde(flatten)]
	key: Key,
	phrase: String,
	note: &'static str,
}

impl Plain for NewKey {
	const KEEPS_ACCOUNTS: bool = true;
}

/// All keys.
#[derive(Serialize)]
struct Listed {
	keys: Vec<Key>,
}

impl Plain for Listed {
	const KEEPS_ACCOUNTS: bool = true;
}

/// What others encrypt to from now on.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Published {
	#[serde(serialize_with = "salus_primitives::json::hex")]
	encryption_key: [u8; 32],
}

impl Plain for Published {}

/// The secret of the persona of this name.
fn derived(secret: &str, name: &str) -> Zeroizing<String> {
	Zeroizing::new(format!("{secret}//salus//persona//{name}"))
}

fn keep(
	context: &Context,
	name: &str,
	secret: &str,
	persona_of: Option<&str>,
) -> Result<Signer, Failure> {
	let signer = Signer::from_secret(secret)?;
	// A slash in a persona's name would change how it is derived.
	if name.is_empty() || name.contains('/') {
		return Err(Failure::bad_input(format!(
			"a key can't be called {name:?}: leave out every /"
		)));
	}
	let mut keystore = context.keystore_for(name)?;
	if keystore.get(name).is_some() {
		return Err(Failure::new(
			"AlreadyThere",
			format!("there is a key {name} already; choose another name"),
		));
	}
	keystore.put(name, secret.as_bytes())?;
	if let Some(seed) = persona_of {
		keystore.put(&entries::persona_entry(name), seed.as_bytes())?;
	}
	Ok(signer)
}

fn list(context: &Context) -> Result<Listed, Failure> {
	let keystore = context.existing_keystore()?;
	let mut keys = Vec::new();
	for name in entries::keys(&keystore) {
		let signer = Signer::from_secret(entries::secret(&keystore, name)?)?;
		let persona_of = entries::persona_of(&keystore, name);
		keys.push(Key { persona_of, ..Key::new(name.to_owned(), &signer) });
	}
	Ok(Listed { keys })
}

/// Publishes the signer's X25519 key.
async fn publish(context: &Context) -> Result<Done<Published>, Failure> {
	let encryption_key = context.secret()?.public();
	let done = context.submit(calls::participants::set_encryption_key(encryption_key)).await?;
	Ok(Done::new(&done, Published { encryption_key }))
}
