// SPDX-License-Identifier: Apache-2.0
//! What is done before the node serves.

use super::super::{Cid, StoreError};
use super::{EmbeddedConfig, failed};
use rust_ipfs::{Ipfs, Multiaddr};
use std::path::{Path, PathBuf};
use tokio::time::timeout;

/// Where the library keeps a block, in the repository of this folder: in a folder of the two letters before its CID's last.
pub(super) fn file_of(repository: &Path, block: &Cid) -> PathBuf {
	let name = block.to_string();
	let end = name.len().saturating_sub(1);
	let shard = name.get(end.saturating_sub(2)..end).unwrap_or_default();
	let folder = repository.join("blockstore").join(shard);
	folder.join(format!("{name}.data"))
}

/// Sweeps the repository and begins to listen.
pub(super) async fn prepare(
	node: &Ipfs,
	config: &EmbeddedConfig,
	listen: Vec<Multiaddr>,
) -> Result<(), StoreError> {
	// Only now, under the repository's lock, is it sure that no other process writes these files.
	let swept = sweep(&config.path.join("blockstore")).map_err(|error| StoreError::Repository {
		path: config.path.clone(),
		problem: error.to_string(),
	})?;
	if swept > 0 {
		tracing::info!(files = swept, "swept half-written blocks of a stopped process");
	}
	for address in listen {
		timeout(config.deadline, node.add_listening_address(address.clone()))
			.await
			.map_err(|_| failed("listening", format!("{address}: it took too long")))?
			.map_err(|error| failed("listening", format!("{address}: {error}")))?;
	}
	Ok(())
}

/// Removes what a killed process left half written. Returns how many files.
fn sweep(blockstore: &Path) -> std::io::Result<usize> {
	let mut swept = 0;
	for shard in std::fs::read_dir(blockstore)? {
		let shard = shard?.path();
		if !shard.is_dir() {
			continue;
		}
		for file in std::fs::read_dir(shard)? {
			let file = file?.path();
			if file.extension().is_some_and(|extension| extension == "tmp") {
				std::fs::remove_file(file)?;
				swept += 1;
			}
		}
	}
	Ok(swept)
}
