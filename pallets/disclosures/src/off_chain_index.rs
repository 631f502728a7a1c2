// SPDX-License-Identifier: Apache-2.0
//! The entries' room in the node's off-chain index: under which key, in which form, and how they get in.
//!
//! A node fills the index while it executes blocks, if it was started with off-chain indexing. Blocks of
//! every fork fill the same index: that does no harm, because the key is the head, which no two forks
//! share unless they share the whole ledger up to there.

use alloc::vec::Vec;
use codec::{Decode, DecodeAll, Encode};
use polkadot_sdk::sp_io;
use salus_primitives::{StoredEntry, entry_key};

/// Key: where the entry lies that produced this head.
pub fn key(head: &[u8; 32]) -> Vec<u8> {
	entry_key(head)
}

/// Data: reads what lies there; `None` if it is not an entry, whole and with nothing after it.
pub fn read<AccountId: Decode>(bytes: &[u8]) -> Option<StoredEntry<AccountId>> {
	StoredEntry::decode_all(&mut &*bytes).ok()
}

/// Access: puts an entry there, when the block that does so is executed by an indexing node.
pub fn put<AccountId: Encode>(head: &[u8; 32], stored: &StoredEntry<AccountId>) {
	sp_io::offchain_index::set(&key(head), &stored.encode());
}
