// SPDX-License-Identifier: Apache-2.0
//! Messages through a pipe: four bytes of length, lowest first, then so many bytes of SCALE.

use codec::{DecodeAll, Encode};
use std::io::{self, Read, Write};
use tokio::io::{AsyncRead, AsyncReadExt};
use zeroize::Zeroizing;

/// The length of a frame, before it.
pub const PREFIX: usize = 4;

/// The four bytes before a frame.
pub fn prefix(length: usize) -> io::Result<[u8; PREFIX]> {
	u32::try_from(length).map(u32::to_le_bytes).map_err(|_| invalid("a frame is too long"))
}

/// Writes one message.
pub fn write(to: &mut impl Write, message: &impl Encode) -> io::Result<()> {
	let bytes = Zeroizing::new(message.encode());
	to.write_all(&prefix(bytes.len())?)?;
	to.write_all(&bytes)?;
	to.flush()
}

/// Reads one frame of at most `most` bytes.
pub fn read(from: &mut impl Read, most: usize) -> io::Result<Zeroizing<Vec<u8>>> {
	let mut prefix = [0; PREFIX];
	from.read_exact(&mut prefix)?;
	let mut bytes = Zeroizing::new(vec![0; length(prefix, most)?]);
	from.read_exact(&mut bytes)?;
	Ok(bytes)
}

/// The same in the daemon.
pub async fn receive(
	from: &mut (impl AsyncRead + Unpin),
	most: usize,
) -> io::Result<Zeroizing<Vec<u8>>> {
	let mut prefix = [0; PREFIX];
	from.read_exact(&mut prefix).await?;
	let mut bytes = Zeroizing::new(vec![0; length(prefix, most)?]);
	from.read_exact(&mut bytes).await?;
	Ok(bytes)
}

/// A message out of its frame; bytes to spare are refused.
pub fn decode<T: DecodeAll>(frame: &[u8]) -> io::Result<T> {
	let mut bytes = frame;
	T::decode_all(&mut bytes).map_err(|_| invalid("a frame can't be decoded"))
}

fn length(prefix: [u8; PREFIX], most: usize) -> io::Result<usize> {
	usize::try_from(u32::from_le_bytes(prefix))
		.ok()
		.filter(|length| *length <= most)
		.ok_or_else(|| invalid("a frame is too long"))
}

fn invalid(problem: &'static str) -> io::Error {
	io::Error::new(io::ErrorKind::InvalidData, problem)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_inference::assessment::Message;

	#[test]
	fn messages_come_back_in_their_order() {
		let mut pipe = Vec::new();
		write(&mut pipe, &Message::Reading(3)).unwrap();
		write(&mut pipe, &Message::Running).unwrap();
		let mut from = pipe.as_slice();
		let mut next = || decode::<Message>(&read(&mut from, 100).unwrap()).unwrap();
		assert_eq!((next(), next()), (Message::Reading(3), Message::Running));
	}

	#[test]
	fn a_frame_that_is_cut_too_long_or_unknown_is_refused() {
		let mut pipe = Vec::new();
		write(&mut pipe, &Message::Reading(3)).unwrap();
		for cut in 0..pipe.len() {
			assert!(read(&mut &pipe[..cut], 100).is_err(), "cut to {cut}");
		}
		assert!(read(&mut pipe.as_slice(), 4).is_err());
		let endless = u32::MAX.to_le_bytes();
		assert!(read(&mut endless.as_slice(), 1 << 20).is_err());
		assert!(decode::<Message>(&[0, 1, 0, 0, 0, 9]).is_err(), "to spare");
		assert!(decode::<Message>(&[7]).is_err());
	}
}
