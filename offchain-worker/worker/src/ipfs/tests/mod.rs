// SPDX-License-Identifier: Apache-2.0
//! Both stores against the same expectations. The embedded node runs for real, on disk and over TCP on
//! 127.0.0.1. Kubo's client runs against a stand-in of a daemon, and against the one that `scripts/library/js-ipfs`
//! starts.

mod erasing;
mod forms;
mod keeping;
mod kubo;
mod peers;
mod stand_in;
mod streaming;

use super::dag::tests::document;
use super::*;
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;
use zeroize::Zeroizing;

const LARGE: usize = 3 * LEAF_LENGTH + 1_234;

/// A node that was just stopped gives up its repository's lock a little later.
async fn node_in(folder: &Path, number: u8, deadline: Duration) -> Embedded {
	let mut config = EmbeddedConfig::new(folder, Zeroizing::new([number; 32]));
	config.deadline = deadline;
	let until = Instant::now() + Duration::from_secs(10);
	loop {
		match Embedded::start(config.clone()).await {
			Err(StoreError::Repository { .. }) if Instant::now() < until => {
				tokio::task::yield_now().await;
			}
			started => return started.unwrap(),
		}
	}
}

async fn node(number: u8) -> (Embedded, TempDir) {
	let folder = tempfile::tempdir().unwrap();
	(node_in(folder.path(), number, Duration::from_secs(20)).await, folder)
}

/// Stores a document without pinning it, as an upload is.
async fn put(store: &dyn DocumentStore, document: &Bytes) -> Cid {
	let file = tempfile::NamedTempFile::new().unwrap();
	std::fs::write(file.path(), document).unwrap();
	let cid = cid_of(document).unwrap();
	store.put_file(file.path(), &cid).await.unwrap();
	cid
}

async fn introduce(one: &dyn DocumentStore, other: &dyn DocumentStore) {
	let address = other.identity().await.unwrap().addresses.remove(0);
	one.connect(&address).await.unwrap();
}

/// All block files of a repository.
fn block_files(folder: &Path) -> Vec<PathBuf> {
	let mut files = Vec::new();
	for shard in std::fs::read_dir(folder.join("blockstore")).unwrap() {
		for file in std::fs::read_dir(shard.unwrap().path()).unwrap() {
			files.push(file.unwrap().path());
		}
	}
	files
}

/// Whether any file below the folder holds these bytes.
fn holds(folder: &Path, canary: &[u8]) -> bool {
	std::fs::read_dir(folder).unwrap().any(|entry| {
		let path = entry.unwrap().path();
		if path.is_dir() {
			return holds(&path, canary);
		}
		let bytes = std::fs::read(path).unwrap_or_default();
		bytes.windows(canary.len()).any(|window| window == canary)
	})
}

fn flip_a_byte(folder: &Path, cid: &Cid) {
	let name = format!("{cid}.data");
	let file = block_files(folder).into_iter().find(|file| file.ends_with(&name)).unwrap();
	let mut bytes = std::fs::read(&file).unwrap();
	let middle = bytes.len() / 2;
	bytes[middle] ^= 1;
	std::fs::write(file, bytes).unwrap();
}

/// Another document whose first leaf is the given one's.
fn sharing_a_leaf_with(document: &Bytes) -> Bytes {
	[&document[..LEAF_LENGTH], b"and an end of its own"].concat().into()
}
