//! Files that commands write for people.

use super::Failure;
use std::path::Path;

/// Writes a file, in the place of one that is there.
pub fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
	std::fs::write(path, content).map_err(|cause| {
		Failure::new(
			"Output",
			format!("cannot write {}: {cause}", path.display()),
		)
	})
}
