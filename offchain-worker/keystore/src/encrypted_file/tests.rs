// SPDX-License-Identifier: Apache-2.0
use super::*;

const ENCRYPTED: usize = CHUNK_LENGTH + TAG_LENGTH;
const FIRST: usize = HEADER_LENGTH + TAG_LENGTH;

fn phrase(text: &str) -> SecretString {
	SecretString::from(text.to_owned())
}

/// Bytes in which every chunk differs from every other.
fn plaintext(length: usize) -> Vec<u8> {
	(0..length).map(|index| (index / 251 + index) as u8).collect()
}

fn encrypted(text: &[u8]) -> Vec<u8> {
	let mut writer =
		EncryptedWriter::new(Vec::new(), &phrase("correct horse"), Cost::LOWEST, text.len() as u64)
			.unwrap();
	// In pieces that do not fit chunks.
	for piece in text.chunks(40_001) {
		writer.write(piece).unwrap();
	}
	writer.finish().unwrap()
}

fn decrypted(file: &[u8], length: usize, passphrase: &str) -> Result<Vec<u8>, EncryptedFileError> {
	let mut reader = EncryptedReader::new(file, file.len() as u64, &phrase(passphrase))?;
	let mut text = vec![0; length];
	for piece in text.chunks_mut(33_333) {
		reader.read(piece)?;
	}
	reader.finish()?;
	Ok(text)
}

fn refused(file: &[u8], length: usize) -> EncryptedFileError {
	decrypted(file, length, "correct horse").unwrap_err()
}

#[test]
fn files_of_every_edge_length_come_back() {
	let c = CHUNK_LENGTH;
	for length in [0, 1, c - 1, c, c + 1, 2 * c, 2 * c + 1, 3 * c + 77] {
		let text = plaintext(length);
		let file = encrypted(&text);
		let back = decrypted(&file, length, "correct horse").unwrap();
		assert_eq!(back, text, "length {length}");
		// Neither more nor less may be asked for.
		let more = refused(&file, length + 1);
		assert!(matches!(more, EncryptedFileError::OtherForm), "{more}");
		if length > 0 {
			let less = refused(&file, length - 1);
			assert!(matches!(less, EncryptedFileError::OtherForm), "{less}");
		}
	}
}

#[test]
fn equal_files_look_different_and_show_nothing() {
	let text = b"canary".repeat(100);
	let (one, other) = (encrypted(&text), encrypted(&text));
	assert_ne!(one[HEADER_LENGTH..], other[HEADER_LENGTH..]);
	assert!(!one.windows(6).any(|window| window == b"canary"));
}

#[test]
fn a_wrong_passphrase_is_named() {
	let file = encrypted(b"text");
	let wrong = decrypted(&file, 4, "wrong horse").unwrap_err();
	assert!(matches!(wrong, EncryptedFileError::WrongPassphrase), "{wrong}");
	for other in [b"".as_slice(), b"PK\x03\x04", &[0; 200]] {
		let error = refused(other, 4);
		assert!(matches!(error, EncryptedFileError::NotOne), "{error}");
	}
}

#[test]
fn every_flipped_bit_is_refused_and_the_part_is_named() {
	let text = plaintext(2 * CHUNK_LENGTH + 9);
	let file = encrypted(&text);
	// All of the header and the check, and bytes in each chunk.
	let indices =
		(0..FIRST).chain([FIRST, FIRST + ENCRYPTED - 1, FIRST + ENCRYPTED, file.len() - 1]);
	for index in indices {
		let mut altered = file.clone();
		altered[index] ^= 1;
		let error = refused(&altered, text.len());
		let chunk = match error {
			EncryptedFileError::Damaged { chunk } => Some(chunk),
			_ => None,
		};
		let expected = index.checked_sub(FIRST).map(|within| (within / ENCRYPTED + 1) as u32);
		assert_eq!(chunk, expected, "byte {index}: {error}");
	}
}

#[test]
fn a_cost_beyond_all_reason_is_refused_before_it_is_paid() {
	let mut file = encrypted(b"text");
	file[MAGIC.len()..][..4].copy_from_slice(&u32::MAX.to_le_bytes());
	let error = refused(&file, 4);
	assert!(error.to_string().contains("beyond all reason"), "{error}");
}

#[test]
fn every_cut_and_every_addition_is_refused() {
	let text = plaintext(CHUNK_LENGTH + 100);
	let file = encrypted(&text);
	let cuts = (HEADER_LENGTH..FIRST + 3).chain([
		FIRST + ENCRYPTED - 1,
		FIRST + ENCRYPTED,
		FIRST + ENCRYPTED + 1,
		file.len() - 1,
	]);
	for length in cuts {
		let error = refused(&file[..length], text.len());
		let cut = matches!(error, EncryptedFileError::CutShort { has, should }
			if has == length as u64 && should == file.len() as u64);
		assert!(cut, "cut to {length}: {error}");
	}
	for length in 0..HEADER_LENGTH {
		let error = refused(&file[..length], text.len());
		assert!(matches!(error, EncryptedFileError::NotOne), "{error}");
	}
	let longer = [file.as_slice(), &[0]].concat();
	let error = refused(&longer, text.len());
	assert!(matches!(error, EncryptedFileError::TooLong { .. }), "{error}");
}

fn chunk(of: &[u8], number: usize) -> Vec<u8> {
	of[FIRST + number * ENCRYPTED..][..ENCRYPTED].to_vec()
}

#[test]
fn chunks_are_bound_to_their_place_and_their_file() {
	let text = plaintext(3 * CHUNK_LENGTH);
	let (file, other) = (encrypted(&text), encrypted(&text));
	let with = |chunks: [Vec<u8>; 3]| [&file[..FIRST], &chunks.concat()].concat();
	let own = |order: [usize; 3]| with(order.map(|number| chunk(&file, number)));
	assert_eq!(own([0, 1, 2]), file);
	for order in [[1, 0, 2], [0, 2, 1], [0, 0, 2], [0, 1, 1], [2, 1, 0]] {
		let error = refused(&own(order), text.len());
		assert!(matches!(error, EncryptedFileError::Damaged { .. }), "{order:?}: {error}");
	}
	let mixed = with([chunk(&file, 0), chunk(&other, 1), chunk(&file, 2)]);
	let error = refused(&mixed, text.len());
	assert!(matches!(error, EncryptedFileError::Damaged { chunk: 2 }));
}

#[test]
fn what_was_announced_must_be_written() {
	let writer = |length| {
		EncryptedWriter::new(Vec::new(), &phrase("correct horse"), Cost::LOWEST, length).unwrap()
	};
	let mut short = writer(5);
	short.write(b"text").unwrap();
	assert!(matches!(short.finish(), Err(EncryptedFileError::OtherLength)));
	assert!(matches!(writer(3).write(b"text"), Err(EncryptedFileError::OtherLength)));
}
