// SPDX-License-Identifier: Apache-2.0
//! Content identifiers of ciphertext, parsed and not believed. Data rule 3.

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt::{self, Write as _};
use scale_info::TypeInfo;

/// Longest CID that a call takes. A good one has 36 bytes: the rest is room in which a wrong one can
/// still be named for what is wrong with it.
pub const MAX_CID_BYTES: u32 = 64;

/// A CID as it is sent, before it is parsed. Data rule 3.
pub type CidBytes = BoundedVec<u8, ConstU32<MAX_CID_BYTES>>;

/// The letters of base32 by RFC 4648, in lower case.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The binary form of a CIDv1 with a sha2-256 multihash, by <https://github.com/multiformats/cid>:
/// version 1, the codec (raw or dag-pb), hash function 0x12, length 32, then the hash.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Encode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Cid([u8; 36]);

/// What is wrong with bytes that are not an acceptable CID.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum InvalidCid {
	/// A CIDv0 (a bare sha2-256 multihash); convert it to CIDv1.
	VersionZero,
	/// Neither CIDv0 nor CIDv1.
	UnknownVersion,
	/// The codec is neither raw (0x55) nor dag-pb (0x70).
	UnknownCodec,
	/// The hash function is not sha2-256 (0x12).
	OtherHash,
	/// Shorter or longer than the 36 bytes of such a CID.
	WrongLength,
}

impl fmt::Display for InvalidCid {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::VersionZero => "this is a CIDv0; convert it to CIDv1",
			Self::UnknownVersion => "this is not a CIDv1",
			Self::UnknownCodec => "the CID's codec is neither raw nor dag-pb",
			Self::OtherHash => "the CID's hash is not sha2-256",
			Self::WrongLength => "the CID is cut short or has bytes to spare",
		})
	}
}

impl Cid {
	/// Codec of a single block of plain bytes.
	pub const RAW: u8 = 0x55;
	/// Codec of a file that is a tree of blocks.
	pub const DAG_PB: u8 = 0x70;

	/// Parses a binary CID.
	pub fn parse(bytes: &[u8]) -> Result<Self, InvalidCid> {
		match bytes {
			[0x12, 0x20, ..] => return Err(InvalidCid::VersionZero),
			[1, ..] => {}
			[] => return Err(InvalidCid::WrongLength),
			_ => return Err(InvalidCid::UnknownVersion),
		}
		match bytes.get(1) {
			Some(&Self::RAW | &Self::DAG_PB) => {}
			Some(_) => return Err(InvalidCid::UnknownCodec),
			None => return Err(InvalidCid::WrongLength),
		}
		match bytes.get(2..4) {
			Some([0x12, 0x20]) => {}
			Some(_) => return Err(InvalidCid::OtherHash),
			None => return Err(InvalidCid::WrongLength),
		}
		bytes.try_into().map(Self).map_err(|_| InvalidCid::WrongLength)
	}

	/// The CID of a single raw block with this sha2-256 hash.
	pub fn raw(sha2_256: [u8; 32]) -> Self {
		let mut bytes = [0; 36];
		let (head, hash) = bytes.split_at_mut(4);
		head.copy_from_slice(&[1, Self::RAW, 0x12, 0x20]);
		hash.copy_from_slice(&sha2_256);
		Self(bytes)
	}

	/// The binary form.
	pub const fn as_bytes(&self) -> &[u8; 36] {
		&self.0
	}
}

/// As IPFS tools write it: base32 in lower case after the letter `b`.
impl fmt::Display for Cid {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		// Five bits a letter, highest first; the last letter is filled up with zeros.
		let letter = |bits: u16| {
			BASE32.get(usize::from(bits & 0b1_1111)).map_or('a', |letter| char::from(*letter))
		};
		f.write_char('b')?;
		let (mut pending, mut count) = (0u16, 0u32);
		for byte in self.0 {
			pending = (pending << 8) | u16::from(byte);
			count = count.saturating_add(8);
			while let Some(left) = count.checked_sub(5) {
				f.write_char(letter(pending >> left))?;
				count = left;
			}
		}
		if count > 0 {
			f.write_char(letter(pending << 5u32.saturating_sub(count)))?;
		}
		Ok(())
	}
}

#[cfg(feature = "serde")]
impl serde::Serialize for Cid {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl Decode for Cid {
	fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
		let bytes = <[u8; 36]>::decode(input)?;
		Self::parse(&bytes).map_err(|_| "not a CIDv1 with sha2-256".into())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn data_rule_3_other_forms_are_refused() {
		let good = Cid::raw([7; 32]);
		let bytes = good.as_bytes().to_vec();
		assert_eq!(Cid::parse(&bytes), Ok(good));
		let with = |index: usize, byte: u8| {
			let mut changed = bytes.clone();
			changed[index] = byte;
			Cid::parse(&changed)
		};
		assert_eq!(Cid::parse(&bytes[2..]), Err(InvalidCid::VersionZero));
		assert_eq!(with(0, 2), Err(InvalidCid::UnknownVersion));
		assert_eq!(with(1, 0x71), Err(InvalidCid::UnknownCodec));
		assert_eq!(with(2, 0x1b), Err(InvalidCid::OtherHash));
		assert_eq!(with(3, 0x40), Err(InvalidCid::OtherHash));
		for length in (0..36).filter(|length| *length != 0) {
			assert!(Cid::parse(&bytes[..length]).is_err(), "cut to {length}");
		}
		assert_eq!(Cid::parse(&[]), Err(InvalidCid::WrongLength));
		assert_eq!(Cid::parse(&[bytes.as_slice(), &[0]].concat()), Err(InvalidCid::WrongLength));
	}

	#[test]
	fn it_is_written_as_ipfs_tools_write_it() {
		// Of the empty block; the hash is sha2-256 of nothing.
		let empty = [
			0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f,
			0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b,
			0x78, 0x52, 0xb8, 0x55,
		];
		assert_eq!(
			Cid::raw(empty).to_string(),
			"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
		);
	}

	#[test]
	fn decoding_checks_what_parsing_checks() {
		let good = Cid::raw([7; 32]);
		assert_eq!(Cid::decode(&mut good.encode().as_slice()), Ok(good));
		assert!(Cid::decode(&mut [0u8; 36].as_slice()).is_err());
	}
}
