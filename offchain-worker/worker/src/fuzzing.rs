//! What `fuzz/` calls: parsers of others' bytes that are private to their modules. Not an interface for anybody else.

use crate::{assessment, chain, commands, ipfs, rpc};
use bytes::Bytes;
use std::sync::Arc;
use substrate_api_client::ac_node_api::Metadata;

/// A runtime's metadata, as a node answers it.
pub struct Runtime(Metadata);

impl Runtime {
	/// Reads it.
	pub fn read(bytes: &[u8]) -> Option<Self> {
		chain::read_metadata(bytes).ok().map(Self)
	}

	/// Reads a block's events by it; how many of them are ours.
	pub fn events(&self, bytes: &[u8]) -> Option<usize> {
		let events = chain::read_events(&self.0, bytes).ok()?;
		Some(events.len())
	}
}

/// A header's number, as a node answers it.
pub fn header(json: &[u8]) -> Option<u32> {
	chain::read_header(json).ok()
}

/// A page of a patient's ledger, as a node answers it: how many of its entries are understood.
pub fn ledger_page(json: &[u8]) -> Option<usize> {
	let entries = commands::read_page(json).ok()?;
	Some(entries.into_iter().flatten().count())
}

/// Whether these bytes are an answer of Kubo's RPC.
pub fn is_kubo_answer(body: &[u8]) -> bool {
	ipfs::reads_answer(body)
}

/// The document of these blocks, whose root is the last.
pub async fn document_of(blocks: Vec<Bytes>) -> Option<Bytes> {
	let document = ipfs::read_blocks(blocks).await.ok()?;
	Some(document.freeze())
}

/// A voucher's signature, if it is a voucher.
pub fn voucher(text: &str) -> Option<[u8; 64]> {
	let (_, _, signature) = commands::read_voucher(text).ok()?;
	Some(signature)
}

/// A time as people write it on the command line: from when on, and up to when, as the chain has it.
pub fn times(text: &str) -> Option<(u64, u64)> {
	let end = commands::parse_end(text).ok()?;
	Some((commands::parse_beginning(text).ok()?, end))
}

/// Whether a day is understood, as people write it on the command line.
pub fn is_day(text: &str) -> bool {
	commands::parse_day(text).is_ok()
}

/// Whether these are frames of a task's process or of the daemon, as they come through a pipe.
pub fn are_frames(pipe: &[u8]) -> bool {
	assessment::reads_frames(pipe)
}

/// A custodian's methods, without its server.
pub fn custody(custody: rpc::Custody) -> jsonrpsee::Methods {
	rpc::methods(Arc::new(custody))
}
