// SPDX-License-Identifier: Apache-2.0
//! What an insurer keeps of the claims that it judged: statement, outcome and their salts, a file for each, encrypted
//! at rest. The chain has commitments to them alone: without these files nobody could go on from what was judged
//! before. Data rules 4 and 12.
//!
//! A file comes before its conclusion is sent, and stays. So a worker that was killed in between finds what may have
//! been sent, and sends the same again: drawn anew, the salts of the one that arrived would be lost.

use codec::{DecodeAll, Encode};
use salus_insurance::kept::Kept;
use salus_keystore::AtRest;
use salus_primitives::{
	ClaimId, PolicyId,
	claims::{ShownEvidence, Statement},
};
use serde::{Deserialize, Serialize};
use std::{
	fmt::{Display, Formatter},
	fs::{DirBuilder, File, TryLockError},
	io::{self, Write},
	os::unix::fs::DirBuilderExt,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// The folder in a home.
pub const FOLDER: &str = "claims";
/// What a file is bound to, beside its name.
const KIND: &str = "claim";
/// What a file's name begins with before it is whole.
const NEW: &str = ".new-";

/// What went wrong with a file of a claim.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
	/// Another worker judges from the same folder.
	#[error("{0} is in use by another process: stop the other salus-worker first")]
	InUse(PathBuf),
	/// The disk's fault.
	#[error("cannot use {path}: {source}; check the disk's room and health")]
	File {
		/// The file or folder.
		path: PathBuf,
		/// What the system says.
		#[source]
		source: io::Error,
	},
	/// Keystore and folder are not of one home, or the file is not what it was.
	#[error(
		"{0} does not open by this keystore, or was altered: restore keystore and claims from the same backup"
	)]
	OtherKeystore(PathBuf),
	/// It opens, and does not say what its name does.
	#[error("{path} can't be read ({problem}): restore it from a backup")]
	Malformed {
		/// The file.
		path: PathBuf,
		/// What is wrong.
		problem: String,
	},
}

/// What a claim came to, and what the chain is shown of its evidence when it is concluded so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
	/// What is kept for good.
	pub kept: Kept,
	/// What is shown; none if the claim's commitment does not open.
	pub evidence: Option<ShownEvidence>,
}

/// A file's content.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
	kept: Kept,
	/// SCALE, in hexadecimal digits: it is sent in that form.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	evidence: Option<String>,
}

/// What a file is called: whose statement it has, the number of that on chain, the claim that was judged last, and the
/// beginning of the commitment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Name {
	policy: PolicyId,
	sequence: u32,
	claim: ClaimId,
	commitment: [u8; 8],
}

impl Name {
	fn of(kept: &Kept) -> Self {
		let (statement, _) = kept.pointers();
		Self {
			policy: kept.policy,
			sequence: kept.sequence,
			claim: kept.claim,
			commitment: beginning(&statement.commitment),
		}
	}

	fn parse(text: &str) -> Option<Self> {
		let mut parts = text.split('-');
		let mut number = || parts.next()?.parse::<u32>().ok();
		let (policy, sequence, claim) = (PolicyId(number()?), number()?, ClaimId(number()?));
		let mut commitment = [0; 8];
		hex::decode_to_slice(parts.next()?, &mut commitment).ok()?;
		let name = Self { policy, sequence, claim, commitment };
		// Written in one way only.
		(name.to_string() == text).then_some(name)
	}
}

impl Display for Name {
	fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
		let Self { policy, sequence, claim, commitment } = self;
		write!(f, "{policy}-{sequence}-{claim}-{}", hex::encode(commitment))
	}
}

fn beginning(commitment: &[u8; 32]) -> [u8; 8] {
	commitment.first_chunk().copied().unwrap_or_default()
}

/// What is known of a conclusion, beside that it may stand on chain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Mark {
	/// It is to be sent, or was.
	Prepared,
	/// The chain refused it: it is not sent again.
	Refused,
	/// Somebody else sent it.
	Adopted,
}

impl Mark {
	/// The end of a file's name.
	fn extension(self) -> &'static str {
		match self {
			Self::Prepared => "",
			Self::Refused => ".refused",
			Self::Adopted => ".adopted",
		}
	}

	fn parse(file: &str) -> Option<(Name, Self)> {
		let (name, mark) = match file.split_once('.') {
			None => (file, Self::Prepared),
			Some((name, "refused")) => (name, Self::Refused),
			Some((name, "adopted")) => (name, Self::Adopted),
			Some(_) => return None,
		};
		Some((Name::parse(name)?, mark))
	}
}

/// That no other worker judges from this folder: until it is dropped.
pub struct Alone {
	_folder: File,
}

/// The folder. Its functions block for a disk write at most.
pub struct Store {
	folder: PathBuf,
	at_rest: AtRest,
}

impl Store {
	/// Opens the folder in a home, or makes it for its owner alone.
	pub fn open(home: &Path, at_rest: AtRest) -> Result<Self, StoreError> {
		let folder = home.join(FOLDER);
		DirBuilder::new()
			.recursive(true)
			.mode(0o700)
			.create(&folder)
			.map_err(|source| StoreError::File { path: folder.clone(), source })?;
		Ok(Self { folder, at_rest })
	}

	/// Keeps other workers out, and removes what a killed one had not written whole.
	pub fn alone(&self) -> Result<Alone, StoreError> {
		let folder = File::open(&self.folder).map_err(|source| self.failed(source))?;
		match folder.try_lock() {
			Ok(()) => {}
			Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(self.folder.clone())),
			Err(TryLockError::Error(source)) => return Err(self.failed(source)),
		}
		for file in self.names()?.iter().filter(|name| name.starts_with(NEW)) {
			let path = self.folder.join(file);
			std::fs::remove_file(&path).map_err(|source| StoreError::File { path, source })?;
		}
		Ok(Alone { _folder: folder })
	}

	/// Writes what is to be sent, whole and flushed, before it is. What is there is never overwritten.
	pub fn put(&self, conclusion: &Conclusion) -> Result<(), StoreError> {
		self.write(conclusion, Mark::Prepared).map(drop)
	}

	/// Takes in what somebody concluded elsewhere; false if it is here already.
	pub fn adopt(&self, kept: Kept) -> Result<bool, StoreError> {
		self.write(&Conclusion { kept, evidence: None }, Mark::Adopted)
	}

	/// Notes that the chain refused this for good. Should it stand there all the same one day, it is still found.
	pub fn refused(&self, kept: &Kept) -> Result<(), StoreError> {
		let name = Name::of(kept);
		let path = self.path(&name, Mark::Prepared);
		std::fs::rename(&path, self.path(&name, Mark::Refused))
			.and_then(|()| self.flush())
			.map_err(|source| StoreError::File { path, source })
	}

	/// What was kept with the statement that a policy has on chain; none if it is not here.
	pub fn statement(
		&self,
		policy: PolicyId,
		on_chain: &Statement,
	) -> Result<Option<Kept>, StoreError> {
		let begins = beginning(&on_chain.commitment);
		for (name, mark) in self.files()? {
			let may_be = name.policy == policy
				&& name.sequence == on_chain.sequence
				&& name.commitment == begins;
			if may_be {
				let Conclusion { kept, .. } = self.read(&name, mark)?;
				if kept.is_statement(on_chain) {
					return Ok(Some(kept));
				}
			}
		}
		Ok(None)
	}

	/// What was prepared for a claim from the policy's statement of this number, and may have been sent.
	pub fn prepared(
		&self,
		policy: PolicyId,
		from: u32,
		claim: ClaimId,
	) -> Result<Option<Conclusion>, StoreError> {
		let of = (policy, from.saturating_add(1), claim);
		let files = self.files()?;
		let found = files.iter().find(|(name, mark)| {
			(name.policy, name.sequence, name.claim) == of && *mark == Mark::Prepared
		});
		found.map(|(name, mark)| self.read(name, *mark)).transpose()
	}

	/// What was kept last of a claim, but for what the chain refused. Of two with one number, one that somebody concluded
	/// elsewhere: the other was not sent, then, or is to be refused.
	pub fn latest(&self, claim: ClaimId) -> Result<Option<Kept>, StoreError> {
		let files = self.files()?;
		let candidates =
			files.iter().filter(|(name, mark)| name.claim == claim && *mark != Mark::Refused);
		let latest = candidates.max_by_key(|(name, mark)| (name.sequence, *mark));
		let conclusion = latest.map(|(name, mark)| self.read(name, *mark)).transpose()?;
		Ok(conclusion.map(|conclusion| conclusion.kept))
	}

	/// Returns whether it was not there before.
	fn write(&self, conclusion: &Conclusion, mark: Mark) -> Result<bool, StoreError> {
		let Conclusion { kept, evidence } = conclusion;
		let name = Name::of(kept);
		if let Some((_, there)) = self.files()?.iter().find(|(other, _)| *other == name) {
			// Else it would be said to be here, and could not be used.
			self.read(&name, *there)?;
			return Ok(false);
		}
		let path = self.path(&name, mark);
		let evidence = evidence.as_ref().map(|evidence| hex::encode(evidence.encode()));
		let stored = Stored { kept: kept.clone(), evidence };
		let json = serde_json::to_vec(&stored).map(Zeroizing::new).map_err(|cause| {
			StoreError::Malformed { path: path.clone(), problem: cause.to_string() }
		})?;
		let encrypted = self.at_rest.encrypt(KIND, name.to_string().as_bytes(), &json);
		self.place(&path, &encrypted).map_err(|source| StoreError::File { path, source })?;
		Ok(true)
	}

	/// Whole and flushed under another name first, then under its own, if no file has that.
	fn place(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
		// Its owner alone may read it.
		let mut file = tempfile::Builder::new().prefix(NEW).tempfile_in(&self.folder)?;
		file.write_all(bytes)?;
		file.as_file().sync_all()?;
		file.persist_noclobber(path).map_err(|refused| refused.error)?;
		self.flush()
	}

	/// Flushes the names of the files.
	fn flush(&self) -> io::Result<()> {
		File::open(&self.folder)?.sync_all()
	}

	fn read(&self, name: &Name, mark: Mark) -> Result<Conclusion, StoreError> {
		let path = self.path(name, mark);
		let encrypted = std::fs::read(&path)
			.map_err(|source| StoreError::File { path: path.clone(), source })?;
		let json = self
			.at_rest
			.decrypt(KIND, name.to_string().as_bytes(), &encrypted)
			.map_err(|_| StoreError::OtherKeystore(path.clone()))?;
		let malformed = |problem: String| StoreError::Malformed { path: path.clone(), problem };
		let Stored { kept, evidence } =
			serde_json::from_slice(&json).map_err(|cause| malformed(cause.to_string()))?;
		if Name::of(&kept) != *name {
			return Err(malformed("it is of another claim than its name".to_owned()));
		}
		let evidence = match evidence {
			Some(digits) => Some(decoded(&digits).map_err(malformed)?),
			None => None,
		};
		Ok(Conclusion { kept, evidence })
	}

	fn path(&self, name: &Name, mark: Mark) -> PathBuf {
		self.folder.join(format!("{name}{}", mark.extension()))
	}

	/// What is kept, by policy and age. What else lies in the folder is somebody's own, and left alone.
	fn files(&self) -> Result<Vec<(Name, Mark)>, StoreError> {
		let mut files: Vec<_> = self.names()?.iter().filter_map(|file| Mark::parse(file)).collect();
		files.sort_unstable();
		Ok(files)
	}

	fn names(&self) -> Result<Vec<String>, StoreError> {
		let list = || -> io::Result<Vec<String>> {
			let mut names = Vec::new();
			for entry in std::fs::read_dir(&self.folder)? {
				names.extend(entry?.file_name().into_string().ok());
			}
			Ok(names)
		};
		list().map_err(|source| self.failed(source))
	}

	fn failed(&self, source: io::Error) -> StoreError {
		StoreError::File { path: self.folder.clone(), source }
	}
}

fn decoded(digits: &str) -> Result<ShownEvidence, String> {
	let bytes = hex::decode(digits).map_err(|cause| cause.to_string())?;
	ShownEvidence::decode_all(&mut bytes.as_slice()).map_err(|cause| cause.to_string())
}

#[cfg(test)]
mod tests;
