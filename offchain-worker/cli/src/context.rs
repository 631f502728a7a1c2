// SPDX-License-Identifier: Apache-2.0
//! What every command works with: the keys, and a connection to the chain once it is needed.

use super::{Failure, keys::entries, names::Names};
use salus_chain::{
	AccountId, BlockRef, ChainClient, ChainError, Included, NodeClient, calls::Call,
};
use salus_core::{
	EncryptionSecret,
	signer::{Signer, parse_account},
};
use salus_custody::retry;
use salus_keystore::{
	Keystore, KeystoreError,
	identity::{KEYSTORE, encryption_secret, expand},
	passphrase,
};
use secrecy::SecretString;
use std::{
	collections::BTreeMap,
	io::IsTerminal,
	path::PathBuf,
	sync::{Mutex, OnceLock, PoisonError},
	time::Duration,
};
use tokio::sync::OnceCell;

/// Public development keys begin so; they need no keystore, and keep nothing secret.
const DEVELOPMENT: &str = "//";

pub struct Context {
	node: String,
	home: PathBuf,
	signer: String,
	json: bool,
	/// How long what does not answer is tried again.
	retry_budget: Duration,
	chain: OnceCell<NodeClient>,
	/// Asked for once.
	passphrase: OnceLock<SecretString>,
	/// Keys in use: opening the keystore is slow by intent.
	signers: Mutex<BTreeMap<String, Signer>>,
	names: OnceLock<Names>,
}

impl Context {
	pub fn new(
		node: String,
		home: PathBuf,
		signer: String,
		json: bool,
		retry_budget: Duration,
	) -> Self {
		Self {
			node,
			home,
			signer,
			json,
			retry_budget,
			chain: OnceCell::new(),
			passphrase: OnceLock::new(),
			signers: Mutex::default(),
			names: OnceLock::new(),
		}
	}

	/// A keystore's folder, opened by its passphrase, with nobody to ask.
	#[cfg(test)]
	pub fn of_home(home: PathBuf, passphrase: SecretString) -> Self {
		let context = Self::new(String::new(), home, "me".to_owned(), true, Duration::ZERO);
		context.passphrase.get_or_init(|| passphrase);
		context
	}

	/// The chain, connected to when first asked for.
	pub async fn chain(&self) -> Result<&NodeClient, Failure> {
		Ok(self
			.chain
			.get_or_try_init(|| {
				retry::within_budget(
					self.retry_budget,
					|error| matches!(error, ChainError::Unreachable { .. }),
					|| NodeClient::connect(&self.node),
				)
			})
			.await?)
	}

	/// How long what does not answer is tried again.
	pub fn retry_budget(&self) -> Duration {
		self.retry_budget
	}

	/// Who signs.
	pub fn signer(&self) -> Result<Signer, Failure> {
		self.signer_named(&self.signer)
	}

	/// Whether whoever signs does so by a public development key, which needs no keystore.
	pub fn signs_by_development_key(&self) -> bool {
		self.signer.starts_with(DEVELOPMENT)
	}

	/// A key by its name.
	pub fn signer_named(&self, name: &str) -> Result<Signer, Failure> {
		if name.starts_with(DEVELOPMENT) {
			return Ok(Signer::from_secret(name)?);
		}
		let mut known = self.signers.lock().unwrap_or_else(PoisonError::into_inner);
		if let Some(signer) = known.get(name) {
			return Ok(signer.clone());
		}
		let keystore = self.existing_keystore()?;
		let signer = Signer::from_secret(entries::secret(&keystore, name)?)?;
		known.insert(name.to_owned(), signer.clone());
		Ok(signer)
	}

	/// The signer's X25519 secret.
	pub fn secret(&self) -> Result<EncryptionSecret, Failure> {
		Ok(encryption_secret(&self.signer()?))
	}

	/// The folder of what is kept here, made when there is none yet.
	pub fn folder(&self) -> Result<PathBuf, Failure> {
		let folder = expand(&self.home)?;
		std::fs::create_dir_all(&folder).map_err(|cause| {
			Failure::new(
				"Keystore",
				format!("cannot make the folder {}: {cause}", folder.display()),
			)
		})?;
		Ok(folder)
	}

	/// The keystore, made when there is none yet.
	pub fn keystore(&self) -> Result<Keystore, Failure> {
		self.keystore_for(&self.signer)
	}

	/// The keystore, made when there is none yet, for a key that may not protect itself by its own name.
	pub fn keystore_for(&self, name: &str) -> Result<Keystore, Failure> {
		let path = self.folder()?.join(KEYSTORE);
		if path.exists() {
			return self.existing_keystore();
		}
		let new = passphrase::new(&[name])?;
		if let Some(warning) = new.warning() {
			self.warn(&warning);
		}
		Ok(Keystore::create(path, self.passphrase.get_or_init(|| new.passphrase))?)
	}

	/// The keystore that is there.
	pub fn existing_keystore(&self) -> Result<Keystore, Failure> {
		let path = expand(&self.home)?.join(KEYSTORE);
		// Before anybody is asked for its passphrase.
		if !path.exists() {
			return Err(KeystoreError::NotFound(path).into());
		}
		Ok(Keystore::open(path, self.passphrase()?)?)
	}

	/// The passphrase of the keystore that is there.
	pub fn passphrase(&self) -> Result<&SecretString, Failure> {
		if let Some(known) = self.passphrase.get() {
			return Ok(known);
		}
		let asked = passphrase::existing()?;
		Ok(self.passphrase.get_or_init(|| asked))
	}

	/// The user's names for accounts and models.
	pub fn names(&self) -> Result<&Names, Failure> {
		if let Some(known) = self.names.get() {
			return Ok(known);
		}
		let read = Names::read(&expand(&self.home)?)?;
		Ok(self.names.get_or_init(|| read))
	}

	/// An account: SS58, 0x-hex, a name of the user's own, a key in the keystore, or a development key.
	pub fn account(&self, text: &str) -> Result<AccountId, Failure> {
		if text.starts_with(DEVELOPMENT) {
			return Ok(self.signer_named(text)?.account());
		}
		let reason = match parse_account(text) {
			Ok(account) => return Ok(account),
			Err(reason) => reason,
		};
		// No passphrase is asked for them, so they come before the keystore's.
		if let Some(account) = self.names()?.account(text) {
			return Ok(account);
		}
		self.signer_named(text).map(|signer| signer.account()).map_err(|_| {
			Failure::bad_input(reason)
				.remedy("write the whole account, or a name of salus names list or salus keys list")
		})
	}

	/// The account named, or the signer's own.
	pub fn account_or_own(&self, text: Option<&str>) -> Result<AccountId, Failure> {
		match text {
			Some(text) => self.account(text),
			None => Ok(self.signer()?.account()),
		}
	}

	/// The last finalized block.
	pub async fn block(&self) -> Result<BlockRef, Failure> {
		Ok(self.chain().await?.finalized().await?)
	}

	/// Signs and sends a call, and waits for its finalized block.
	pub async fn submit(&self, call: Call) -> Result<Included, Failure> {
		let signer = self.signer()?;
		let waiting = self.spinner(&format!("{} …", call.name()));
		let included = self.chain().await?.submit(&signer, call).await;
		waiting.finish_and_clear();
		Ok(included?)
	}

	/// A sentence for whoever is about to sign, on standard error; scripts find it in the answer.
	pub fn tell(&self, sentence: &str) {
		if !self.json {
			eprintln!("{sentence}");
		}
	}

	/// Something that should not go by unseen, on standard error; scripts find it in the answer.
	pub fn warn(&self, sentence: &str) {
		if !self.json {
			eprintln!("warning: {sentence}");
		}
	}

	/// Whether a person is at the terminal who can be asked.
	pub fn is_interactive(&self) -> bool {
		!self.json && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
	}

	/// Whether the answer is one JSON value.
	pub fn answers_in_json(&self) -> bool {
		self.json
	}

	/// A spinner on a terminal; nothing elsewhere.
	pub fn spinner(&self, message: &str) -> indicatif::ProgressBar {
		if self.json {
			return indicatif::ProgressBar::hidden();
		}
		let spinner = indicatif::ProgressBar::new_spinner().with_message(message.to_owned());
		spinner.enable_steady_tick(Duration::from_millis(120));
		spinner
	}

	/// A progress bar over so many steps on a terminal; nothing elsewhere.
	pub fn bar(&self, steps: usize, message: &str) -> indicatif::ProgressBar {
		if self.json {
			return indicatif::ProgressBar::hidden();
		}
		let style = indicatif::ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}")
			.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
		indicatif::ProgressBar::new(steps as u64).with_style(style).with_message(message.to_owned())
	}
}
