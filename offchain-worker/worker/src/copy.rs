// SPDX-License-Identifier: Apache-2.0
//! Copy: a custodian takes a document that it lacks from another by HTTP, where bitswap reaches nobody who has it.

use crate::ipfs::{DocumentStore, StoreError};
use salus_core::cids::MAX_DOCUMENT_LENGTH;
use salus_custody::{Custodian, CustodianError, documents::DocumentsError};
use salus_primitives::Cid;
use std::path::Path;
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

/// Why a document was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
	/// A custodian did not give it.
	#[error(transparent)]
	Custodian(#[from] CustodianError),
	/// No custodian did.
	#[error(transparent)]
	Documents(#[from] DocumentsError),
	/// The store here did not take it.
	#[error(transparent)]
	Store(#[from] StoreError),
}

/// Fetches a document of so many bytes from the first custodian whose copy is whole, and adds it to the store, not
/// pinned. It comes into a new file of `folder`, chunk by chunk, and is compared with its CID before the store takes any
/// of it. Gives the file, which is gone once that is dropped.
pub async fn copy(
	custodians: &[Custodian],
	cid: &Cid,
	size: u64,
	store: &dyn DocumentStore,
	folder: &Path,
) -> Result<NamedTempFile, CopyError> {
	if size > MAX_DOCUMENT_LENGTH as u64 {
		return Err(StoreError::TooLarge.into());
	}
	let mut causes = Vec::new();
	for custodian in custodians {
		match copy_from(custodian, cid, size, store, folder).await {
			// The next one may have it.
			Err(CopyError::Custodian(cause)) => {
				causes.push((custodian.account().clone(), cause));
			}
			ended => return ended,
		}
	}
	Err(DocumentsError::NotFound { cid: cid.to_string(), causes }.into())
}

async fn copy_from(
	custodian: &Custodian,
	cid: &Cid,
	size: u64,
	store: &dyn DocumentStore,
	folder: &Path,
) -> Result<NamedTempFile, CopyError> {
	let failed = |problem: std::io::Error| StoreError::File {
		path: folder.to_owned(),
		problem: problem.to_string(),
	};
	let mut download = custodian.download(cid, size).await?;
	let file = NamedTempFile::new_in(folder).map_err(failed)?;
	let mut written = tokio::fs::File::from_std(file.reopen().map_err(failed)?);
	while let Some(bytes) = download.chunk().await? {
		written.write_all(&bytes).await.map_err(failed)?;
	}
	written.flush().await.map_err(failed)?;
	match store.put_file(file.path(), cid).await {
		Ok(()) => Ok(file),
		Err(StoreError::OtherDocument { .. }) => Err(CustodianError::Corrupt {
			account: custodian.account().clone(),
			cid: cid.to_string(),
		}
		.into()),
		Err(cause) => Err(cause.into()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ipfs::{Embedded, EmbeddedConfig};
	use salus_core::cids::{LEAF_LENGTH, cid_of};
	use salus_custody::fixtures::custodian_giving;
	use tempfile::TempDir;
	use zeroize::Zeroizing;

	fn document() -> Vec<u8> {
		(0..LEAF_LENGTH + 7).map(|index| (index % 251) as u8).collect()
	}

	async fn store() -> (Embedded, TempDir) {
		let folder = tempfile::tempdir().unwrap();
		std::fs::create_dir(folder.path().join("incoming")).unwrap();
		let config = EmbeddedConfig::new(folder.path().join("ipfs"), Zeroizing::new([7; 32]));
		(Embedded::start(config).await.unwrap(), folder)
	}

	#[tokio::test]
	async fn whoever_gives_something_else_is_passed_over_for_the_next() {
		let (whole, (store, folder)) = (document(), store().await);
		let (cid, size) = (cid_of(&whole).unwrap(), whole.len() as u64);
		let incoming = folder.path().join("incoming");
		let mut altered = whole.clone();
		altered[LEAF_LENGTH] ^= 1;
		let mut longer = whole.clone();
		longer.push(0);
		let shorter = whole[..LEAF_LENGTH].to_vec();
		let liars = [
			custodian_giving(Some(altered)).await,
			custodian_giving(Some(longer)).await,
			custodian_giving(Some(shorter)).await,
			custodian_giving(None).await,
		];
		let nowhere = copy(&liars, &cid, size, &store, &incoming).await.err();
		match nowhere {
			Some(CopyError::Documents(DocumentsError::NotFound { causes, .. })) => {
				assert!(matches!(causes[0].1, CustodianError::Corrupt { .. }));
				assert!(matches!(causes[1].1, CustodianError::Nonsense { .. }));
				assert!(matches!(causes[2].1, CustodianError::Nonsense { .. }));
				assert!(matches!(causes[3].1, CustodianError::Refused { .. }));
			}
			other => panic!("{other:?}"),
		}
		assert!(!store.has(&cid).await.unwrap());
		assert!(std::fs::read_dir(&incoming).unwrap().next().is_none());

		let [altered, ..] = liars;
		let both = [altered, custodian_giving(Some(whole.clone())).await];
		let file = copy(&both, &cid, size, &store, &incoming).await.unwrap();
		assert!(store.has(&cid).await.unwrap() && !store.is_pinned(&cid).await.unwrap());
		assert_eq!(store.get(&cid).await.unwrap(), whole);
		drop(file);
		assert!(std::fs::read_dir(&incoming).unwrap().next().is_none());
	}

	#[tokio::test]
	async fn no_more_is_fetched_than_any_document_has() {
		let (store, folder) = store().await;
		let cid = Cid::raw([1; 32]);
		let size = MAX_DOCUMENT_LENGTH as u64 + 1;
		let refused = copy(&[], &cid, size, &store, folder.path()).await.err();
		let too_large = StoreError::TooLarge.to_string();
		assert_eq!(refused.unwrap().to_string(), too_large);
	}
}
