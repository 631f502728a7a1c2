// SPDX-License-Identifier: Apache-2.0
//! Nodes of dag-pb that hold files, by their published forms:
//! <https://ipld.io/specs/codecs/dag-pb/spec/> and <https://specs.ipfs.tech/unixfs/>.
//!
//! `rust-unixfs` reads them too, through quick-protobuf 0.8: a length within a message that leads out of it sends that
//! reader back, and a block of thirteen bytes keeps a thread busy for ever. Nor does it build for WebAssembly. What is
//! written here is byte for byte what it writes.

use alloc::vec::Vec;

/// A file, or a part of one: what stands in the block itself, or what it is put together of.
#[derive(Debug, PartialEq, Eq)]
pub struct File<'a> {
	/// The parts, in their order; none if the content is here.
	pub links: Vec<cid::Cid>,
	/// How many bytes of the file each part has, by what the root states.
	pub sizes: Vec<u64>,
	/// The content, if there are no links.
	pub content: &'a [u8],
}

const RAW: u64 = 0;
const FILE: u64 = 2;

/// Reads a node.
pub fn read(block: &[u8]) -> Result<File<'_>, &'static str> {
	let mut links = Vec::new();
	let mut data = None;
	for field in Fields(block) {
		match field? {
			(1, Value::Bytes(bytes)) if data.is_none() => data = Some(bytes),
			(2, Value::Bytes(link)) => links.push(read_link(link)?),
			_ => return Err("it is not of dag-pb's form"),
		}
	}
	let (mut kind, mut content, mut sizes) = (None, &[][..], Vec::new());
	for field in Fields(data.ok_or("it has no data of UnixFS")?) {
		match field? {
			(1, Value::Number(number)) => kind = Some(number),
			(2, Value::Bytes(bytes)) => content = bytes,
			(4, Value::Number(size)) => sizes.push(size),
			(4, Value::Bytes(_)) => return Err("its parts' sizes are packed"),
			// How large the whole is, its mode and its time: the parts tell how large they are themselves.
			_ => {}
		}
	}
	if !matches!(kind, Some(RAW | FILE)) {
		return Err("it is not a file");
	}
	if links.len() != sizes.len() {
		return Err("it has not one size for each part");
	}
	if !links.is_empty() && !content.is_empty() {
		return Err("it has both parts and content");
	}
	Ok(File { links, sizes, content })
}

/// Writes a file that is put together of these parts: the CID of each, and how many bytes it has.
pub fn write(parts: &[(salus_primitives::Cid, u64)]) -> Vec<u8> {
	let mut node = Vec::new();
	for (cid, size) in parts {
		let mut link = Vec::new();
		put_bytes(&mut link, 1, cid.as_bytes());
		put_bytes(&mut link, 2, &[]);
		put_number(&mut link, 3, *size);
		put_bytes(&mut node, 2, &link);
	}
	let mut file = Vec::new();
	put_number(&mut file, 1, FILE);
	put_number(&mut file, 3, parts.iter().map(|(_, size)| *size).fold(0, u64::saturating_add));
	for (_, size) in parts {
		put_number(&mut file, 4, *size);
	}
	put_bytes(&mut node, 1, &file);
	node
}

fn put_number(message: &mut Vec<u8>, field: u64, number: u64) {
	put_varint(message, field << 3);
	put_varint(message, number);
}

fn put_bytes(message: &mut Vec<u8>, field: u64, bytes: &[u8]) {
	put_varint(message, (field << 3) | 2);
	put_varint(message, bytes.len() as u64);
	message.extend_from_slice(bytes);
}

/// Seven bits a byte, the lowest first.
fn put_varint(message: &mut Vec<u8>, mut number: u64) {
	while number > 0x7f {
		message.push(number as u8 | 0x80);
		number >>= 7;
	}
	message.push(number as u8);
}

fn read_link(link: &[u8]) -> Result<cid::Cid, &'static str> {
	let mut hash = None;
	for field in Fields(link) {
		match field? {
			(1, Value::Bytes(bytes)) if hash.is_none() => hash = Some(bytes),
			(2, Value::Bytes(_)) | (3, Value::Number(_)) => {}
			_ => return Err("a link is not of dag-pb's form"),
		}
	}
	cid::Cid::try_from(hash.ok_or("a link has no CID")?).map_err(|_| "a link's CID can't be read")
}

/// What a field of a protobuf message holds.
enum Value<'a> {
	Number(u64),
	Bytes(&'a [u8]),
	/// Four or eight bytes: nothing here uses them.
	Fixed,
}

/// A protobuf message's fields, one after the other, none beyond the message's end.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
	fn field(&mut self) -> Option<(u64, Value<'a>)> {
		let tag = self.number()?;
		let value = match tag & 7 {
			0 => Value::Number(self.number()?),
			1 => self.bytes(8).map(|_| Value::Fixed)?,
			2 => {
				let length = self.number()?;
				Value::Bytes(self.bytes(length)?)
			}
			5 => self.bytes(4).map(|_| Value::Fixed)?,
			_ => return None,
		};
		Some((tag >> 3, value))
	}

	fn number(&mut self) -> Option<u64> {
		let mut number = 0;
		for index in 0..10 {
			let (byte, rest) = self.0.split_first()?;
			self.0 = rest;
			let bits = u64::from(byte & 0x7f);
			// Of the tenth byte one bit is left.
			if index == 9 && bits > 1 {
				return None;
			}
			number |= bits << (7 * index);
			if byte & 0x80 == 0 {
				return Some(number);
			}
		}
		None
	}

	fn bytes(&mut self, length: u64) -> Option<&'a [u8]> {
		let (bytes, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
		self.0 = rest;
		Some(bytes)
	}
}

impl<'a> Iterator for Fields<'a> {
	type Item = Result<(u64, Value<'a>), &'static str>;

	fn next(&mut self) -> Option<Self::Item> {
		if self.0.is_empty() {
			return None;
		}
		let field = self.field();
		if field.is_none() {
			// Nothing is read behind what can't be read.
			self.0 = &[];
		}
		Some(field.ok_or("it is not a protobuf message"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use cid::multihash::Multihash;
	use multihash_codetable::Code;
	use rust_unixfs::file::adder::{FileAdder, FileBranchLink, build_file_from_leaves};

	fn leaf(byte: u8) -> cid::Cid {
		cid::Cid::new_v1(0x55, Multihash::wrap(0x12, &[byte; 32]).unwrap())
	}

	#[test]
	fn what_the_library_writes_is_read() {
		let links =
			[1, 2, 3].map(|byte| FileBranchLink { cid: leaf(byte), blocksize: 300, tsize: 300 });
		let (.., branches) = build_file_from_leaves(&links, cid::Version::V1, Code::Sha2_256);
		let (_, branch) = branches.last().unwrap();
		let file = read(branch).unwrap();
		assert_eq!(file.links, [1, 2, 3].map(leaf));
		assert_eq!(file.sizes, [300; 3]);
		assert!(file.content.is_empty());

		let mut adder = FileAdder::builder().with_raw_leaves(false).build();
		let _ = adder.push(b"a small file");
		let (_, block) = adder.finish().next().unwrap();
		let file = read(&block).unwrap();
		assert_eq!(file.content, b"a small file");
		assert!(file.links.is_empty());
	}

	#[test]
	fn a_length_that_leads_back_does_not_keep_a_thread_busy() {
		// A link of one byte: a tag whose length, 2^64 - 11, stands beyond the link and leads back to the tag.
		let length = [0xf5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
		let block = [&[18, 1, 0x7a][..], &length].concat();
		assert_eq!(read(&block), Err("it is not a protobuf message"));
		// Peers' messages are read by the library, with the reader of patches/quick-protobuf.
		assert!(rust_unixfs::file::adder::parse_file_branch(&block).is_none());
	}

	#[test]
	fn every_cut_and_what_is_not_a_file_is_refused() {
		let link = [&[10, 36], leaf(1).to_bytes().as_slice()].concat();
		let link = [&[18, link.len() as u8], link.as_slice()].concat();
		let of = |file: &[u8]| [link.as_slice(), &[10, file.len() as u8], file].concat();
		let good = of(&[8, 2, 24, 5, 32, 5]);
		assert_eq!(read(&good).unwrap().links, [leaf(1)]);
		for length in 0..good.len() {
			assert!(read(&good[..length]).is_err(), "cut to {length}");
		}
		for (file, why) in [
			(&[8, 1, 32, 5][..], "a folder"),
			(&[32, 5], "of no kind"),
			(&[8, 2], "no size for its part"),
			(&[8, 2, 32, 5, 32, 5], "two sizes for one part"),
			(&[8, 2, 18, 1, 7, 32, 5], "parts and content"),
		] {
			assert!(read(&of(file)).is_err(), "{why}");
		}
	}
}
