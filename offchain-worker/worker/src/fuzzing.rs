// SPDX-License-Identifier: Apache-2.0
//! What `fuzz/` calls: parsers of others' bytes that are private to their modules. Not an interface for anybody else.

use crate::{assessment, custody_rules::Custody, ipfs, server};
use bytes::Bytes;
use std::sync::Arc;

/// Whether these bytes are an answer of Kubo's RPC.
pub fn is_kubo_response(body: &[u8]) -> bool {
	ipfs::reads_response(body)
}

/// The document of these blocks, whose root is the last.
pub async fn document_of(blocks: Vec<Bytes>) -> Option<Bytes> {
	let document = ipfs::read_blocks(blocks).await.ok()?;
	Some(document.freeze())
}

/// Whether these are frames of a task's process or of the daemon, as they come through a pipe.
pub fn are_frames(pipe: &[u8]) -> bool {
	assessment::reads_frames(pipe)
}

/// A custodian's methods, without its server.
pub fn custody(custody: Custody) -> jsonrpsee::Methods {
	server::methods(Arc::new(custody))
}
