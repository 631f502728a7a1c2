// SPDX-License-Identifier: Apache-2.0
//! Blocks of IPFS, as another's store or peer sends them, put together to a document.
//!
//! Input: blocks, each after its length in two bytes (little-endian), the root last. In a block, 32 equal bytes `n` stand
//! for the sha2-256 of block `n`: so links can lead to what is there, though hashes can't be guessed.

use bytes::Bytes;
use salus_worker::fuzzing::document_of;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> =
	LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime starts"));

/// A document of them is no longer than a file can be.
pub fn run(bytes: &[u8]) -> bool {
	let document = RUNTIME.block_on(document_of(blocks(bytes)));
	document.is_some_and(|document| document.len() <= salus_core::cids::MAX_DOCUMENT_LENGTH)
}

fn blocks(mut bytes: &[u8]) -> Vec<Bytes> {
	let mut blocks: Vec<Bytes> = Vec::new();
	let mut hashes: Vec<[u8; 32]> = Vec::new();
	while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
		let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
		let (block, rest) = rest.split_at(length);
		let mut block = block.to_vec();
		let mut at = 0;
		while let Some(link) = block.get_mut(at..at + 32) {
			match hashes
				.get(usize::from(link[0]))
				.filter(|_| link.iter().all(|byte| *byte == link[0]))
			{
				Some(hash) => {
					link.copy_from_slice(hash);
					at += 32;
				}
				None => at += 1,
			}
		}
		hashes.push(Sha256::digest(&block).into());
		blocks.push(block.into());
		bytes = rest;
	}
	blocks
}

/// A protobuf field of bytes.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
	[&[number << 3 | 2, bytes.len() as u8], bytes].concat()
}

/// A link of a file to block `n`, which is a raw leaf or a branch.
fn link(n: u8, codec: u8, size: u8) -> Vec<u8> {
	let cid = [&[1, codec, 0x12, 32], [n; 32].as_slice()].concat();
	let link = [field(1, &cid), vec![2 << 3 | 2, 0], vec![3 << 3, size]].concat();
	field(2, &link)
}

/// A file over links to parts of these sizes.
fn branch(links: &[Vec<u8>], sizes: &[u8]) -> Vec<u8> {
	let total: u8 = sizes.iter().sum();
	let sizes: Vec<u8> = sizes.iter().flat_map(|size| [4 << 3, *size]).collect();
	let file = [vec![1 << 3, 2, 3 << 3, total], sizes].concat();
	[links.concat(), field(1, &file)].concat()
}

pub fn seeds() -> Vec<Vec<u8>> {
	let written = |blocks: &[Vec<u8>]| -> Vec<u8> {
		let blocks = blocks.iter();
		blocks
			.flat_map(|block| [&(block.len() as u16).to_le_bytes(), block.as_slice()].concat())
			.collect()
	};
	let leaf = |text: &str| text.as_bytes().to_vec();
	// A file in one block: type 2, data, size.
	let file = [vec![1 << 3, 2], field(2, b"all of it"), vec![3 << 3, 9]].concat();
	let two = branch(&[link(0, 0x55, 5), link(1, 0x55, 4)], &[5, 4]);
	let deep = branch(&[link(2, 0x70, 9), link(0, 0x55, 5)], &[9, 5]);
	vec![
		written(&[field(1, &file)]),
		written(&[leaf("first"), leaf("last"), two.clone()]),
		written(&[leaf("first"), leaf("last"), two, deep]),
	]
}
