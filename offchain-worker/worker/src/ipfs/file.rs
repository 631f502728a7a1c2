// SPDX-License-Identifier: Apache-2.0
//! Documents in files, read leaf by leaf: a document may be large, and many may come at once.

use super::outline::{Leaf, Outline};
use super::{Cid, LEAF_LENGTH, MAX_DOCUMENT_LENGTH, StoreError};
use bytes::{Bytes, BytesMut};
use futures::stream::{self, Stream};
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

/// What a file holds, if it is the document that was stated.
pub(super) async fn expect(path: &Path, stated: &Cid) -> Result<Outline, StoreError> {
	let outline = outline_of(path).await?;
	match outline.cid == *stated {
		true => Ok(outline),
		false => Err(StoreError::OtherDocument { stated: *stated, found: outline.cid }),
	}
}

async fn outline_of(path: &Path) -> Result<Outline, StoreError> {
	let mut file = Leaves::open(path).await?;
	let (mut leaves, mut size) = (Vec::new(), 0);
	while let Some(bytes) = file.read().await? {
		size += bytes.len();
		if size > MAX_DOCUMENT_LENGTH {
			return Err(StoreError::TooLarge);
		}
		leaves.push(Leaf::of(&bytes));
	}
	Ok(Outline::over(leaves))
}

/// A file's bytes, as long as a leaf at a time.
pub(super) struct Leaves {
	path: PathBuf,
	file: File,
}

impl Leaves {
	pub async fn open(path: &Path) -> Result<Self, StoreError> {
		let file = File::open(path).await;
		Ok(Self { file: file.map_err(|error| failed(path, error))?, path: path.to_owned() })
	}

	/// The next leaf's bytes; none behind the last.
	pub async fn read(&mut self) -> Result<Option<Bytes>, StoreError> {
		let mut leaf = BytesMut::with_capacity(LEAF_LENGTH);
		let mut rest = AsyncReadExt::take(&mut self.file, LEAF_LENGTH as u64);
		while leaf.len() < LEAF_LENGTH {
			let read = rest.read_buf(&mut leaf).await;
			if read.map_err(|error| failed(&self.path, error))? == 0 {
				break;
			}
		}
		Ok((!leaf.is_empty()).then(|| leaf.freeze()))
	}

	/// As a body of a request.
	pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
		stream::try_unfold(self, Self::step)
	}

	async fn step(mut self) -> Result<Option<(Bytes, Self)>, StoreError> {
		let leaf = self.read().await?;
		Ok(leaf.map(|leaf| (leaf, self)))
	}
}

/// A file that can't be read, or is not what it was.
pub(super) fn failed(path: &Path, problem: impl ToString) -> StoreError {
	StoreError::File { path: path.to_owned(), problem: problem.to_string() }
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ipfs::dag::tests::document;
	use salus_core::cids::cid_of;

	#[tokio::test]
	async fn a_file_has_the_cid_of_its_bytes() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("document");
		for length in [0, 1, LEAF_LENGTH, LEAF_LENGTH + 1, 3 * LEAF_LENGTH + 7] {
			let document = document(length);
			std::fs::write(&path, &document).unwrap();
			let cid = cid_of(&document).unwrap();
			assert_eq!(outline_of(&path).await.unwrap().cid, cid, "{length}");
			assert_eq!(expect(&path, &cid).await.unwrap().size(), length as u64);
			let mut file = Leaves::open(&path).await.unwrap();
			let mut read = Vec::new();
			while let Some(leaf) = file.read().await.unwrap() {
				assert!(leaf.len() <= LEAF_LENGTH);
				read.extend_from_slice(&leaf);
			}
			assert!(read == document);
		}
	}

	#[tokio::test]
	async fn a_file_that_is_too_large_or_not_there_is_refused() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("document");
		let refused = outline_of(&path).await.err().unwrap();
		assert!(matches!(refused, StoreError::File { .. }), "{refused}");
		let file = std::fs::File::create(&path).unwrap();
		file.set_len(MAX_DOCUMENT_LENGTH as u64 + 1).unwrap();
		let refused = outline_of(&path).await.err().unwrap();
		assert!(matches!(refused, StoreError::TooLarge), "{refused}");
	}
}
