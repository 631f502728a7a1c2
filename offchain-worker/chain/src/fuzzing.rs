// SPDX-License-Identifier: Apache-2.0
//! What `fuzz/` calls: parsers of others' bytes that are private to their modules. Not an interface for anybody else.

use crate::node::{read_events, read_header, read_metadata};
use substrate_api_client::ac_node_api::Metadata;

/// A runtime's metadata, as a node answers it.
pub struct Runtime(Metadata);

impl Runtime {
	/// Reads it.
	pub fn read(bytes: &[u8]) -> Option<Self> {
		read_metadata(bytes).ok().map(Self)
	}

	/// Reads a block's events by it; how many of them are ours.
	pub fn events(&self, bytes: &[u8]) -> Option<usize> {
		let events = read_events(&self.0, bytes).ok()?;
		Some(events.len())
	}
}

/// A header's number, as a node answers it.
pub fn header(json: &[u8]) -> Option<u32> {
	read_header(json).ok()
}
