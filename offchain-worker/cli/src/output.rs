// SPDX-License-Identifier: Apache-2.0
//! Files that commands write for people.

use super::Failure;
use std::{
	fs::{OpenOptions, Permissions},
	io::{self, Write},
	os::unix::fs::{OpenOptionsExt, PermissionsExt},
	path::Path,
};

/// Nobody else of this machine reads what was decrypted.
const OWNER_ONLY: u32 = 0o600;

/// Writes a file for its owner alone, in the place of one that is there.
pub fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
	written(path, content).map_err(|cause| {
		Failure::new("Output", format!("cannot write {}: {cause}", path.display()))
	})
}

fn written(path: &Path, content: &[u8]) -> io::Result<()> {
	let mut file =
		OpenOptions::new().write(true).create(true).truncate(true).mode(OWNER_ONLY).open(path)?;
	// One that was there has its former rights; a terminal or a pipe keeps them.
	if file.metadata()?.is_file() {
		file.set_permissions(Permissions::from_mode(OWNER_ONLY))?;
	}
	file.write_all(content)
}

/// Refuses a place where there is something, before anything is done for the file that is to come there.
pub fn must_be_free(path: &Path) -> Result<(), Failure> {
	if path.symlink_metadata().is_ok() { Err(already_there(path)) } else { Ok(()) }
}

fn already_there(path: &Path) -> Failure {
	Failure::new("AlreadyThere", format!("there is a file at {} already", path.display()))
		.remedy("name a new one: none is overwritten")
}

/// Writes a file for its owner alone, whole and flushed, where there is none.
pub fn write_new(path: &Path, parts: &[&[u8]]) -> Result<(), Failure> {
	let cannot = |cause: io::Error| {
		Failure::new("Output", format!("cannot write {}: {cause}", path.display()))
	};
	let mut file =
		OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(path).map_err(
			|cause| match cause.kind() {
				io::ErrorKind::AlreadyExists => already_there(path),
				_ => cannot(cause),
			},
		)?;
	let written = parts.iter().try_for_each(|part| file.write_all(part));
	written.and_then(|()| file.sync_all()).map_err(|cause| {
		// Half of it is of no use to anybody.
		let _ = std::fs::remove_file(path);
		cannot(cause)
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_written_is_its_owners_alone() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("result.html");
		let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
		write(&path, b"longer than the next").unwrap();
		assert_eq!(mode(), 0o600);
		std::fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
		write(&path, b"short").unwrap();
		assert_eq!(mode(), 0o600);
		assert_eq!(std::fs::read(&path).unwrap(), b"short");
		write(Path::new("/dev/null"), b"gone").unwrap();
		assert!(write(folder.path(), b"").is_err());
	}

	#[test]
	fn a_new_file_takes_no_others_place() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("secret");
		assert!(must_be_free(&path).is_ok());
		write_new(&path, &[b"one", b"\n"]).unwrap();
		assert_eq!(must_be_free(&path).unwrap_err().kind, "AlreadyThere");
		let mode = std::fs::metadata(&path).unwrap().permissions().mode();
		assert_eq!(mode & 0o777, 0o600);
		assert_eq!(write_new(&path, &[b"two"]).unwrap_err().kind, "AlreadyThere");
		assert_eq!(std::fs::read(&path).unwrap(), b"one\n");
		let nowhere = folder.path().join("none/secret");
		assert_eq!(write_new(&nowhere, &[b"two"]).unwrap_err().kind, "Output");
	}
}
