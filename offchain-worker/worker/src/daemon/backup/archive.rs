// SPDX-License-Identifier: Apache-2.0
//! What a backup holds and in which form, inside its encryption (`encrypted_file.rs` of salus-keystore). Numbers are
//! little-endian.
//!
//! ```text
//! when it was made: seconds since 1970 (8 bytes)
//! of each file: length of its name (1), its name, its length (8), its bytes
//! 0
//! ```

use super::super::identity::JOURNAL;
use anyhow::Context;
use salus_core::CHUNK_LENGTH;
use salus_keystore::{EncryptedFileError, EncryptedReader, EncryptedWriter, identity::KEYSTORE};
use std::{
	fs::{DirBuilder, File, OpenOptions},
	io::{Read, Write},
	os::unix::fs::{DirBuilderExt, OpenOptionsExt},
	path::{Path, PathBuf},
};

/// The folder of shares, as files' names begin.
const SHARES: &str = "journal.redb.shares/";

/// Files of a home folder, as they lie there.
pub struct Archive {
	made_at: u64,
	files: Vec<Archived>,
}

struct Archived {
	name: String,
	path: PathBuf,
	length: u64,
}

impl Archive {
	/// Of those of these files that belong to a home.
	pub fn of(home: &Path, paths: Vec<PathBuf>, made_at: u64) -> anyhow::Result<Self> {
		let mut files = Vec::new();
		for path in paths {
			let name = path.strip_prefix(home).ok().and_then(Path::to_str);
			let Some(name) = name.filter(|name| is_of_a_home(name)) else {
				continue;
			};
			let metadata = std::fs::metadata(&path)
				.with_context(|| format!("cannot read {}", path.display()))?;
			files.push(Archived { name: name.to_owned(), length: metadata.len(), path });
		}
		Ok(Self { made_at, files })
	}

	/// Bytes of all of it.
	pub fn length(&self) -> u64 {
		let of_files = self.files.iter().map(|file| {
			// Two numbers beside name and bytes.
			(1 + file.name.len() as u64 + 8).saturating_add(file.length)
		});
		of_files.fold(8 + 1, u64::saturating_add)
	}

	/// Writes it, as it lies on the disk.
	pub fn write<Target: Write>(
		&self,
		to: &mut EncryptedWriter<Target>,
	) -> Result<(), anyhow::Error> {
		to.write(&self.made_at.to_le_bytes())?;
		for file in &self.files {
			let name_length = u8::try_from(file.name.len())
				.with_context(|| format!("the name {} is too long", file.name))?;
			to.write(&[name_length])?;
			to.write(file.name.as_bytes())?;
			to.write(&file.length.to_le_bytes())?;
			copy(file, to).with_context(|| format!("cannot back {} up", file.path.display()))?;
		}
		to.write(&[0])?;
		Ok(())
	}
}

fn copy<Target: Write>(
	file: &Archived,
	to: &mut EncryptedWriter<Target>,
) -> Result<(), EncryptedFileError> {
	// One byte more, to see it should the file have grown.
	let mut source = File::open(&file.path)?.take(file.length.saturating_add(1));
	let mut piece = vec![0; CHUNK_LENGTH];
	let mut copied = 0u64;
	loop {
		let length = source.read(&mut piece)?;
		if length == 0 {
			break;
		}
		copied = copied.saturating_add(length as u64);
		to.write(piece.get(..length).unwrap_or_default())?;
	}
	match copied == file.length {
		true => Ok(()),
		false => Err(EncryptedFileError::OtherLength),
	}
}

/// Writes what an archive holds into a new folder, and gives when the archive was made. When it fails, what was written
/// so far is of no use: throw it away.
pub fn unpack<Source: Read>(
	mut from: EncryptedReader<Source>,
	folder: &Path,
) -> anyhow::Result<u64> {
	DirBuilder::new()
		.mode(0o700)
		.create(folder.join(SHARES))
		.context("cannot make the folder of shares")?;
	let made_at = number(&mut from)?;
	while let Some(name) = name(&mut from)? {
		anyhow::ensure!(
			is_of_a_home(&name),
			"the backup holds a file that this release does not know: use the release that made it"
		);
		let length = number(&mut from)?;
		let path = folder.join(&name);
		write_file(&mut from, &path, length)
			.with_context(|| format!("cannot restore {}", path.display()))?;
	}
	from.finish()?;
	for needed in [KEYSTORE, JOURNAL] {
		anyhow::ensure!(
			folder.join(needed).is_file(),
			"the backup holds no {needed}: take another one"
		);
	}
	for made in [folder.join(SHARES), folder.to_path_buf()] {
		File::open(&made)
			.and_then(|made| made.sync_all())
			.with_context(|| format!("cannot keep {}", made.display()))?;
	}
	Ok(made_at)
}

fn write_file<Source: Read>(
	from: &mut EncryptedReader<Source>,
	path: &Path,
	length: u64,
) -> Result<(), EncryptedFileError> {
	let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
	let mut piece = vec![0; CHUNK_LENGTH];
	let mut left = length;
	while left > 0 {
		let now = usize::try_from(left).unwrap_or(CHUNK_LENGTH);
		let piece = piece.get_mut(..now.min(CHUNK_LENGTH)).unwrap_or_default();
		from.read(piece)?;
		file.write_all(piece)?;
		left = left.saturating_sub(piece.len() as u64);
	}
	file.sync_all()?;
	Ok(())
}

fn number<Source: Read>(from: &mut EncryptedReader<Source>) -> Result<u64, EncryptedFileError> {
	let mut bytes = [0; 8];
	from.read(&mut bytes)?;
	Ok(u64::from_le_bytes(bytes))
}

/// The next file's name; nothing after the last.
fn name<Source: Read>(
	from: &mut EncryptedReader<Source>,
) -> Result<Option<String>, EncryptedFileError> {
	let mut length = [0];
	from.read(&mut length)?;
	let [length] = length;
	if length == 0 {
		return Ok(None);
	}
	let mut name = vec![0; usize::from(length)];
	from.read(&mut name)?;
	let name = String::from_utf8(name);
	name.map(Some).map_err(|_| EncryptedFileError::OtherForm)
}

/// Whether a file of this name is one of a home's, and no path to elsewhere.
fn is_of_a_home(name: &str) -> bool {
	let is_share = |share: &str| {
		!share.starts_with('.')
			&& !share.is_empty()
			&& share.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
	};
	name == KEYSTORE || name == JOURNAL || name.strip_prefix(SHARES).is_some_and(is_share)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_files_of_a_home_are_taken() {
		let share = "ab".repeat(32);
		for good in [
			"keystore".to_owned(),
			"journal.redb".to_owned(),
			format!("journal.redb.shares/{share}"),
			format!("journal.redb.shares/{share}.aside"),
		] {
			assert!(is_of_a_home(&good), "{good}");
		}
		for bad in [
			"",
			"keystore.lock",
			"journal.redb.tmp",
			"ipfs/blockstore/AB/ab.data",
			"journal.redb.shares/",
			"journal.redb.shares/../keystore",
			"journal.redb.shares/.hidden",
			"journal.redb.shares/a/b",
			"../keystore",
			"/etc/passwd",
		] {
			assert!(!is_of_a_home(bad), "{bad}");
		}
	}
}
