// SPDX-License-Identifier: Apache-2.0
//! The interface of quick-protobuf 0.8.1, as far as libp2p and rust-ipfs use it, with another reader.
//!
//! The original reads a field of a message within a message beyond that message's end, and then takes the end from
//! where it is: the difference wraps around, any length passes, and a length of nearly 2⁶⁴ leads back. Thirteen bytes
//! from a peer, or in a block, keep a thread busy for ever. Here nothing is read beyond the end of its message.

pub use original::{
	BytesWriter, Error, MessageWrite, Result, Writer, WriterBackend, errors, serialize_into_slice,
	serialize_into_vec, sizeofs, writer,
};

/// What generated code implements.
pub mod message {
	pub use crate::{MessageInfo, MessageRead};
	pub use original::MessageWrite;
}

/// Reading.
pub mod reader {
	pub use crate::{BytesReader, deserialize_from_slice};
}

/// A message that can be read.
pub trait MessageRead<'a>: Sized {
	/// Reads up to the reader's end.
	fn from_reader(reader: &mut BytesReader, bytes: &'a [u8]) -> Result<Self>;
}

/// The path of a message's type.
pub trait MessageInfo {
	/// As in its definition.
	const PATH: &'static str;
}

/// Reads a message that its length stands before.
pub fn deserialize_from_slice<'a, M: MessageRead<'a>>(bytes: &'a [u8]) -> Result<M> {
	BytesReader::from_bytes(bytes).read_message(bytes)
}

/// Where in the bytes the next field begins, and where the message ends that is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BytesReader {
	start: usize,
	end: usize,
}

macro_rules! fixed {
	($($name:ident -> $number:ty),*) => {
		$(
			/// As many bytes as the number has, the lowest first.
			pub fn $name(&mut self, bytes: &[u8]) -> Result<$number> {
				let taken = self.take(bytes, size_of::<$number>())?;
				taken.try_into().map(<$number>::from_le_bytes).map_err(|_| Error::UnexpectedEndOfBuffer)
			}
		)*
	};
}

impl BytesReader {
	/// Of all these bytes.
	pub fn from_bytes(bytes: &[u8]) -> Self {
		Self {
			start: 0,
			end: bytes.len(),
		}
	}

	/// Takes bytes of the message, and no others.
	fn take<'a>(&mut self, bytes: &'a [u8], count: usize) -> Result<&'a [u8]> {
		let next = self.next(count)?;
		let taken = bytes
			.get(self.start..next)
			.ok_or(Error::UnexpectedEndOfBuffer)?;
		self.start = next;
		Ok(taken)
	}

	/// Where so many bytes end, if that is in the message.
	fn next(&self, count: usize) -> Result<usize> {
		let next = self
			.start
			.checked_add(count)
			.filter(|next| *next <= self.end);
		next.ok_or(Error::UnexpectedEndOfBuffer)
	}

	/// A field's number and kind.
	pub fn next_tag(&mut self, bytes: &[u8]) -> Result<u32> {
		self.read_varint32(bytes)
	}

	/// A byte.
	pub fn read_u8(&mut self, bytes: &[u8]) -> Result<u8> {
		self.read_fixed8(bytes)
	}

	fixed!(
		read_fixed8 -> u8, read_fixed32 -> u32, read_fixed64 -> u64, read_sfixed32 -> i32, read_sfixed64 -> i64,
		read_float -> f32, read_double -> f64
	);

	/// A number of at most ten bytes, the lower 32 bits of it.
	pub fn read_varint32(&mut self, bytes: &[u8]) -> Result<u32> {
		self.read_varint64(bytes).map(|number| number as u32)
	}

	/// A number of at most ten bytes.
	pub fn read_varint64(&mut self, bytes: &[u8]) -> Result<u64> {
		let mut number = 0;
		for place in 0..10 {
			let byte = self.read_u8(bytes)?;
			// What a tenth byte has too many is lost, as in the original.
			number |= u64::from(byte & 0x7f) << (7 * place);
			if byte & 0x80 == 0 {
				return Ok(number);
			}
		}
		Err(Error::Varint)
	}

	/// A number.
	pub fn read_int32(&mut self, bytes: &[u8]) -> Result<i32> {
		self.read_varint32(bytes).map(|number| number as i32)
	}

	/// A number.
	pub fn read_int64(&mut self, bytes: &[u8]) -> Result<i64> {
		self.read_varint64(bytes).map(|number| number as i64)
	}

	/// A number.
	pub fn read_uint32(&mut self, bytes: &[u8]) -> Result<u32> {
		self.read_varint32(bytes)
	}

	/// A number.
	pub fn read_uint64(&mut self, bytes: &[u8]) -> Result<u64> {
		self.read_varint64(bytes)
	}

	/// A number in zigzag.
	pub fn read_sint32(&mut self, bytes: &[u8]) -> Result<i32> {
		let number = self.read_varint32(bytes)?;
		Ok((number >> 1) as i32 ^ -((number & 1) as i32))
	}

	/// A number in zigzag.
	pub fn read_sint64(&mut self, bytes: &[u8]) -> Result<i64> {
		let number = self.read_varint64(bytes)?;
		Ok((number >> 1) as i64 ^ -((number & 1) as i64))
	}

	/// Yes or no.
	pub fn read_bool(&mut self, bytes: &[u8]) -> Result<bool> {
		self.read_varint32(bytes).map(|number| number != 0)
	}

	/// One of a list.
	pub fn read_enum<E: From<i32>>(&mut self, bytes: &[u8]) -> Result<E> {
		self.read_int32(bytes).map(E::from)
	}

	/// Bytes that their length stands before.
	pub fn read_bytes<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8]> {
		let length = self.read_varint32(bytes)? as usize;
		self.take(bytes, length)
	}

	/// Text that its length stands before.
	pub fn read_string<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a str> {
		Ok(core::str::from_utf8(self.read_bytes(bytes)?)?)
	}

	/// A message that its length stands before.
	pub fn read_message<'a, M: MessageRead<'a>>(&mut self, bytes: &'a [u8]) -> Result<M> {
		let length = self.read_varint32(bytes)? as usize;
		self.read_message_by_len(bytes, length)
	}

	/// A message of so many bytes.
	pub fn read_message_by_len<'a, M: MessageRead<'a>>(
		&mut self,
		bytes: &'a [u8],
		length: usize,
	) -> Result<M> {
		self.within(length, |reader| M::from_reader(reader, bytes))
	}

	/// Numbers one after the other, which their length stands before.
	pub fn read_packed<'a, M>(
		&mut self,
		bytes: &'a [u8],
		mut read: impl FnMut(&mut Self, &'a [u8]) -> Result<M>,
	) -> Result<Vec<M>> {
		let length = self.read_varint32(bytes)? as usize;
		self.within(length, |reader| {
			let mut all = Vec::new();
			while !reader.is_eof() {
				all.push(read(reader, bytes)?);
			}
			Ok(all)
		})
	}

	/// Reads what has so many bytes, and goes on behind it, however much of it was read.
	fn within<T>(&mut self, length: usize, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
		let end = self.next(length)?;
		let outer = core::mem::replace(&mut self.end, end);
		let result = read(self);
		self.start = end;
		self.end = outer;
		result
	}

	/// Passes over a field that the message does not know.
	pub fn read_unknown(&mut self, bytes: &[u8], tag: u32) -> Result<()> {
		match tag & 7 {
			0 => self.read_varint64(bytes).map(drop),
			1 => self.take(bytes, 8).map(drop),
			2 => {
				let length =
					usize::try_from(self.read_varint64(bytes)?).map_err(|_| Error::Varint)?;
				self.take(bytes, length).map(drop)
			}
			3 | 4 => Err(Error::Deprecated("group")),
			5 => self.take(bytes, 4).map(drop),
			other => Err(Error::UnknownWireType(other as u8)),
		}
	}

	/// How many bytes of the message are left.
	pub fn len(&self) -> usize {
		self.end - self.start
	}

	/// Whether none are.
	pub fn is_empty(&self) -> bool {
		self.is_eof()
	}

	/// Whether none are.
	pub fn is_eof(&self) -> bool {
		self.start >= self.end
	}

	/// Passes over all of them.
	pub fn read_to_end(&mut self) {
		self.start = self.end;
	}
}
