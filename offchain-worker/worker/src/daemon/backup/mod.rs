// SPDX-License-Identifier: Apache-2.0
//! Backup and restore: the keystore, the journal and the shares of a home, as they lie on the disk, in one file that is
//! encrypted once more under the keystore's passphrase.
//!
//! | not in it | since |
//! |---|---|
//! | documents | the other custodians have them: after a restore they are fetched again (`jobs/reconcile.rs`) |
//! | models | whoever runs them has their folder |
//! | what the worker is started with | it stands in the service's unit |
//!
//! A backup is made of a worker that is stopped, since its files are read as they lie. What was destroyed since it was made
//! is still in it: a worker that was restored destroys it again, by what the chain says. Data rule 6.

mod archive;
#[cfg(test)]
mod tests;

use super::{
	identity::{Home, JOURNAL, passphrase},
	report::Report,
};
use crate::{
	insurer,
	journal::{Cursor, Journal},
};
use anyhow::{Context, ensure};
use archive::Archive;
use salus_chain::{AccountId, ChainClient, NodeClient};
use salus_keystore::{
	Cost, EncryptedReader, EncryptedWriter,
	identity::{KEYSTORE, expand},
};
use secrecy::SecretString;
use std::{
	fs::{File, Permissions},
	io::ErrorKind,
	os::unix::fs::PermissionsExt,
	path::{Path, PathBuf},
	time::{SystemTime, UNIX_EPOCH},
};
use tempfile::{NamedTempFile, TempDir};

/// What a home holds.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Content {
	account: AccountId,
	cursor: Option<Cursor>,
	shares: usize,
	set_aside: usize,
}

impl Content {
	fn of(home: &Home, journal: &Journal) -> anyhow::Result<Self> {
		Ok(Self {
			account: home.signer.account(),
			cursor: journal.cursor()?,
			shares: journal.share_count()?,
			set_aside: journal.set_aside()?.len(),
		})
	}

	fn report(&self, report: &mut Report) {
		report.put("operator", self.account.to_string());
		report.put("block", self.cursor.map(|cursor| cursor.number));
		report.put("shares", self.shares);
		report.put("setAside", self.set_aside);
		report.line(format!("operator {}", self.account));
		match self.cursor {
			Some(cursor) => report.line(format!("block    {}", cursor.number)),
			None => report.line("block    none: this worker has followed no chain yet"),
		}
		report.line(format!("shares   {}", self.shares));
		if self.set_aside > 0 {
			report.line(format!("         {} more that the journal does not know", self.set_aside));
		}
	}
}

/// Backs a home up into a new file.
pub fn backup(home: &Path, to: &Path, report: &mut Report) -> anyhow::Result<()> {
	let (home, to) = (expand(home)?, expand(to)?);
	refuse_if_there(&to)?;
	let passphrase = passphrase()?;
	let home = Home::open_with(&home, &passphrase)?;
	ensure!(
		!home.folder.join(insurer::FOLDER).exists(),
		"this is an insurer's home: copy its file {KEYSTORE} and its folder {} together, also while its worker runs",
		insurer::FOLDER
	);
	// For people: nothing is decided by it. Data rule 8.
	let made_at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
	let content = make(home, &passphrase, Cost::default(), &to, made_at)?;
	content.report(report);
	report.put_moment("madeAt", made_at.saturating_mul(1_000));
	report.put("to", to.display().to_string());
	report.line(format!("made     {}", shown(made_at)));
	report.line(format!("backed up to {}", to.display()));
	report.line(
		"It holds the shares of records that may be erased from now on: destroy it once there is a newer one.",
	);
	Ok(())
}

fn make(
	home: Home,
	passphrase: &SecretString,
	cost: Cost,
	to: &Path,
	made_at: u64,
) -> anyhow::Result<Content> {
	// In use by the worker, it is refused with the word to stop it.
	let journal = Journal::open(home.folder.join(JOURNAL), home.at_rest.clone())?;
	let content = Content::of(&home, &journal)?;
	// Kept from others until all is written.
	let journal = journal.close()?;
	let mut paths = vec![home.folder.join(KEYSTORE)];
	paths.extend(journal.files()?);
	let archive = Archive::of(&home.folder, paths, made_at)?;

	let folder = parent(to);
	let cannot = || format!("cannot write {}", to.display());
	// `tempfile` makes files that only their owner may read.
	let file = NamedTempFile::new_in(folder).with_context(cannot)?;
	let mut writer = EncryptedWriter::new(file.as_file(), passphrase, cost, archive.length())?;
	archive.write(&mut writer)?;
	writer.finish()?;
	file.as_file().sync_all().with_context(cannot)?;
	match file.persist_noclobber(to) {
		Ok(_) => {}
		Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
			refuse_if_there(to)?;
			return Err(refused.error).with_context(cannot);
		}
		Err(refused) => return Err(refused.error).with_context(cannot),
	}
	File::open(folder).and_then(|folder| folder.sync_all()).with_context(cannot)?;
	Ok(content)
}

/// Restores a home from a backup. If a node is named, its chain must be the one that the backup is of.
pub async fn restore(
	home: &Path,
	from: &Path,
	node: Option<&str>,
	report: &mut Report,
) -> anyhow::Result<()> {
	let (home, from) = (expand(home)?, expand(from)?);
	refuse_unless_empty(&home)?;
	let unpacked = Unpacked::of(&from, home, &passphrase()?)?;
	let behind = match node {
		Some(node) => Some(unpacked.behind(node).await?),
		None => None,
	};
	let (content, made_at) = (unpacked.content.clone(), unpacked.made_at);
	let home = unpacked.put_in_place()?;
	content.report(report);
	report.put_moment("madeAt", made_at.saturating_mul(1_000));
	report.put("blocksAgo", behind);
	report.put("restored", home.display().to_string());
	report.line(format!("made     {}", shown(made_at)));
	if let Some(blocks) = behind {
		report.line(format!("         {blocks} blocks ago"));
	}
	report.line(format!("restored to {}", home.display()));
	report.line(
		"Once started, it destroys again what was destroyed since, and fetches the documents from the other custodians. \
		 The backup still holds what was destroyed: destroy it, too, once there is a newer one. Never run this worker \
		 beside another one of the same account.",
	);
	Ok(())
}

/// A backup that was taken apart, whole, beside the home that it is for. Dropped, it is gone again.
struct Unpacked {
	folder: TempDir,
	home: PathBuf,
	made_at: u64,
	content: Content,
}

impl Unpacked {
	fn of(from: &Path, home: PathBuf, passphrase: &SecretString) -> anyhow::Result<Self> {
		let beside = parent(&home);
		anyhow::ensure!(
			beside.is_dir(),
			"the folder {} is not there: make it first",
			beside.display()
		);
		let cannot = || format!("cannot read {}", from.display());
		let file = File::open(from).with_context(cannot)?;
		let size = file.metadata().with_context(cannot)?.len();
		let reader = EncryptedReader::new(file, size, passphrase)?;
		let folder = tempfile::Builder::new()
			.prefix(".salus-restore-")
			.permissions(Permissions::from_mode(0o700))
			.tempdir_in(beside)
			.with_context(|| format!("cannot make a folder in {}", beside.display()))?;
		let made_at = archive::unpack(reader, folder.path())?;
		let opened = Home::open_with(folder.path(), passphrase)
			.context("the backup is whole, and what is in it can't be used")?;
		let journal = Journal::open(folder.path().join(JOURNAL), opened.at_rest.clone())?;
		let content = Content::of(&opened, &journal)?;
		journal.close()?;
		Ok(Self { folder, home, made_at, content })
	}

	/// How many blocks the node's chain has had since, if it is the same chain.
	async fn behind(&self, node: &str) -> anyhow::Result<u32> {
		let node = NodeClient::connect(node).await?;
		let finalized = node.finalized().await?;
		let Some(cursor) = self.content.cursor else {
			return Ok(finalized.number);
		};
		let there = node.block_hash(cursor.number).await?;
		anyhow::ensure!(
			there.is_none_or(|hash| hash.0 == cursor.hash),
			"the backup is of another chain than the node's: name the right node with --node"
		);
		Ok(finalized.number.saturating_sub(cursor.number))
	}

	/// Makes it the home: all of it at once.
	fn put_in_place(self) -> anyhow::Result<PathBuf> {
		refuse_unless_empty(&self.home)?;
		std::fs::rename(self.folder.path(), &self.home).with_context(|| {
			format!(
				"cannot put the home at {} (is something mounted there? then name a folder in it)",
				self.home.display()
			)
		})?;
		// It has another name now, and stays.
		drop(self.folder.keep());
		let beside = parent(&self.home);
		File::open(beside)
			.and_then(|beside| beside.sync_all())
			.with_context(|| format!("cannot keep {}", beside.display()))?;
		Ok(self.home)
	}
}

fn refuse_if_there(path: &Path) -> anyhow::Result<()> {
	let there = std::fs::symlink_metadata(path).is_ok();
	anyhow::ensure!(
		!there,
		"there is a file at {} already, and no backup is overwritten: name another",
		path.display()
	);
	Ok(())
}

fn refuse_unless_empty(home: &Path) -> anyhow::Result<()> {
	let mut entries = match std::fs::read_dir(home) {
		Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(()),
		entries => entries.with_context(|| format!("cannot use {} as a home", home.display()))?,
	};
	anyhow::ensure!(
		entries.next().is_none(),
		"{} is not empty, and nothing there is overwritten: name a new folder with --home",
		home.display()
	);
	Ok(())
}

/// The folder that a file or folder lies in.
fn parent(path: &Path) -> &Path {
	path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A time as people read it.
fn shown(seconds: u64) -> String {
	let time =
		i64::try_from(seconds).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
	match time {
		Some(time) => format!("{time}, by the clock of the machine that made it"),
		None => "at an unknown time".to_owned(),
	}
}
