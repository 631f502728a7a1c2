//! Keys and personas. Data rule 9: a patient may hold any number of accounts, from one seed.

use super::{Context, Failure, context::included, persons};
use crate::{
	chain::{calls, signer::Signer},
	daemon::identity::encryption_secret,
	secret,
};
use clap::Subcommand;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Marks which seed a persona was derived from, in the keystore only.
const PERSONA_OF: &str = "persona-of/";

#[derive(Subcommand, Debug)]
pub enum Keys {
	/// Make a new key from a fresh phrase of twelve words, which is shown once.
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
	/// All keys, personas beside the key they come from.
	#[command(after_help = "Example:\n  salus keys list")]
	List,
	/// A key's account and public encryption key.
	#[command(after_help = "Example:\n  salus keys show me")]
	Show {
		/// The key.
		name: String,
	},
}

impl Keys {
	pub fn run(self, context: &Context) -> Result<Value, Failure> {
		match self {
			Self::New { name } => {
				let phrase = bip39::Mnemonic::generate(12)
					.map_err(Failure::bad_input)?
					.to_string();
				let signer = keep(context, &name, &phrase, None)?;
				let mut answer = show(&name, &signer);
				answer["phrase"] = json!(phrase);
				answer["note"] = json!("write the phrase down; it is not shown again");
				Ok(answer)
			}
			Self::Import { name, secret } => {
				let secret = secret
					.read()
					.map_err(|cause| Failure::new("MalformedSecret", format!("{cause:#}")))?;
				Ok(show(
					&name,
					&keep(context, &name, secret.expose_secret(), None)?,
				))
			}
			Self::Persona { name, from } => {
				let keystore = context.keystore()?;
				let secret = keystore
					.get(&from)
					.ok_or_else(|| Failure::not_found(&from))?;
				let secret = std::str::from_utf8(secret).map_err(Failure::bad_input)?;
				let derived = format!("{secret}//salus//persona//{name}");
				drop(keystore);
				Ok(show(&name, &keep(context, &name, &derived, Some(&from))?))
			}
			Self::List => list(context),
			Self::Show { name } => Ok(show(&name, &context.signer_named(&name)?)),
		}
	}
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
	let mut keystore = context.keystore()?;
	if keystore.get(name).is_some() {
		return Err(Failure::new(
			"AlreadyThere",
			format!("there is a key {name} already; choose another name"),
		));
	}
	keystore.put(name, secret.as_bytes())?;
	if let Some(seed) = persona_of {
		keystore.put(&format!("{PERSONA_OF}{name}"), seed.as_bytes())?;
	}
	Ok(signer)
}

fn show(name: &str, signer: &Signer) -> Value {
	json!({
		"name": name,
		"account": signer.account().to_string(),
		"encryptionKey": hex::encode(encryption_secret(signer).public()),
	})
}

fn list(context: &Context) -> Result<Value, Failure> {
	let keystore = context.keystore()?;
	let names = keystore
		.names()
		.filter(|name| !name.starts_with(PERSONA_OF) && !name.starts_with(persons::PERSON));
	let mut keys = Vec::new();
	for name in names {
		let secret = keystore.get(name).unwrap_or_default();
		let secret = std::str::from_utf8(secret).map_err(Failure::bad_input)?;
		let mut key = show(name, &Signer::from_secret(secret)?);
		if let Some(seed) = keystore.get(&format!("{PERSONA_OF}{name}")) {
			key["personaOf"] = json!(String::from_utf8_lossy(seed));
		}
		keys.push(key);
	}
	Ok(json!({ "keys": keys }))
}

#[derive(Subcommand, Debug)]
pub enum Key {
	/// Publish the signer's X25519 key. Registration of patients does it by itself.
	#[command(after_help = "Example:\n  salus --as doctor key set")]
	Set,
}

impl Key {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let key = context.secret()?.public();
		let done = context
			.submit(calls::participants::set_encryption_key(key))
			.await?;
		Ok(included(
			&done,
			json!({ "encryptionKey": hex::encode(key) }),
		))
	}
}
