// SPDX-License-Identifier: Apache-2.0
use super::*;

fn key() -> DataKey {
	DataKey::from_bytes([42; 32])
}

/// Bytes in which every chunk differs from every other.
fn plaintext(length: usize) -> Vec<u8> {
	(0..length).map(|index| (index / 251 + index) as u8).collect()
}

fn refused(encrypted: &[u8], what: &str) {
	assert!(decrypt(&key(), encrypted).is_err(), "{what} was let through");
}

#[test]
fn the_first_chunk_opens_alone_when_another_follows() {
	let text = plaintext(CHUNK_LENGTH + 1);
	let encrypted = encrypt(&key(), &text).unwrap();
	for cut in
		[HEADER_LENGTH + ENCRYPTED_LENGTH, HEADER_LENGTH + ENCRYPTED_LENGTH + 1, encrypted.len()]
	{
		let beginning = decrypt_beginning(&key(), &encrypted[..cut]).unwrap();
		assert_eq!(*beginning, text[..CHUNK_LENGTH], "cut to {cut}");
	}
	for cut in [0, HEADER_LENGTH - 1, HEADER_LENGTH, HEADER_LENGTH + ENCRYPTED_LENGTH - 1] {
		assert!(decrypt_beginning(&key(), &encrypted[..cut]).is_err(), "cut to {cut}");
	}
	// The only chunk of a document is its last, and no beginning.
	let whole = encrypt(&key(), &plaintext(CHUNK_LENGTH)).unwrap();
	assert!(decrypt_beginning(&key(), &whole).is_err());
	let mut altered = encrypted;
	altered[HEADER_LENGTH] ^= 1;
	assert!(decrypt_beginning(&key(), &altered).is_err());
}

#[test]
fn documents_of_every_edge_length_come_back() {
	let (c, s) = (CHUNK_LENGTH, ENCRYPTED_LENGTH);
	for length in [0, 1, 15, 16, c - 1, c, c + 1, s, 2 * c - 1, 2 * c, 2 * c + 1, 3 * c + 77] {
		let text = plaintext(length);
		let encrypted = encrypt(&key(), &text).unwrap();
		assert_eq!(encrypted.len() as u64, ciphertext_length(length as u64), "length {length}");
		assert_eq!(*decrypt(&key(), &encrypted).unwrap(), text, "length {length}");
	}
}

#[test]
fn every_flipped_byte_is_refused() {
	let encrypted = encrypt(&key(), &plaintext(100)).unwrap();
	for index in 0..encrypted.len() {
		for bit in [0x01, 0x80] {
			let mut altered = encrypted.clone();
			altered[index] ^= bit;
			refused(&altered, &format!("byte {index} flipped"));
		}
	}
}

#[test]
fn every_cut_and_every_addition_is_refused() {
	let encrypted = encrypt(&key(), &plaintext(100)).unwrap();
	for length in 0..encrypted.len() {
		refused(&encrypted[..length], &format!("cut to {length}"));
	}
	refused(&[&encrypted[..], &[0]].concat(), "a byte appended");
	refused(&[&encrypted[..], &encrypted[..]].concat(), "the document appended to itself");
}

#[test]
fn chunks_are_bound_to_their_place() {
	let encrypted = encrypt(&key(), &plaintext(3 * CHUNK_LENGTH)).unwrap();
	let (header, chunks) = encrypted.split_at(HEADER_LENGTH);
	let chunk = |number: usize| &chunks[number * ENCRYPTED_LENGTH..(number + 1) * ENCRYPTED_LENGTH];
	let with = |order: &[usize]| {
		let mut document = header.to_vec();
		order.iter().for_each(|number| document.extend_from_slice(chunk(*number)));
		document
	};
	assert_eq!(with(&[0, 1, 2]), encrypted);
	for order in [
		&[1, 0, 2][..],
		&[0, 2, 1],
		&[0, 1],
		&[0, 2],
		&[2],
		&[0, 1, 1, 2],
		&[0, 1, 2, 2],
		&[0, 0, 1, 2],
		&[],
	] {
		refused(&with(order), &format!("chunks in the order {order:?}"));
	}
}

#[test]
fn the_last_flag_is_bound() {
	// The same chunk encrypted as last and as not last: the one is never taken for the other.
	let prefix = [1; PREFIX_LENGTH];
	let encrypted_as = |last: bool| {
		let mut chunk = plaintext(CHUNK_LENGTH);
		chunks_of(&key(), prefix).encrypt(&mut chunk, last).unwrap();
		[MAGIC.as_slice(), &prefix, &chunk].concat()
	};
	assert!(decrypt(&key(), &encrypted_as(true)).is_ok());
	refused(&encrypted_as(false), "a document without its end");
	// And an empty chunk may not follow a full one, though its tag be right.
	let mut chunks = chunks_of(&key(), prefix);
	let (mut full, mut empty) = (plaintext(CHUNK_LENGTH), Vec::new());
	chunks.encrypt(&mut full, false).unwrap();
	chunks.encrypt(&mut empty, true).unwrap();
	refused(&[MAGIC.as_slice(), &prefix, &full, &empty].concat(), "a second form");
}

#[test]
fn chunks_of_another_document_under_the_same_key_are_refused() {
	let first = encrypt(&key(), &plaintext(2 * CHUNK_LENGTH)).unwrap();
	let second = encrypt(&key(), &plaintext(2 * CHUNK_LENGTH)).unwrap();
	let cut = HEADER_LENGTH + ENCRYPTED_LENGTH;
	refused(&[&first[..cut], &second[cut..]].concat(), "a chunk of another document");
}

#[test]
fn another_key_is_refused_and_named() {
	let encrypted = encrypt(&key(), b"text").unwrap();
	let error = decrypt(&DataKey::from_bytes([43; 32]), &encrypted).unwrap_err();
	assert!(matches!(error, DocumentError::DoesNotOpen { chunk: 0 }));
	assert!(matches!(decrypt(&key(), b"PK\x03\x04"), Err(DocumentError::NotADocument)));
}

#[test]
fn equal_documents_look_different_and_equal_results_look_equal() {
	assert_ne!(encrypt(&key(), b"text").unwrap(), encrypt(&key(), b"text").unwrap());
	let once = encrypt_deterministic(&key(), b"text").unwrap();
	assert_eq!(once, encrypt_deterministic(&key(), b"text").unwrap());
	assert_eq!(*decrypt(&key(), &once).unwrap(), b"text");
	let other = encrypt_deterministic(&key(), b"lies").unwrap();
	assert_ne!(once[..HEADER_LENGTH], other[..HEADER_LENGTH], "the nonce was used twice");
	assert_ne!(once, encrypt_deterministic(&DataKey::from_bytes([1; 32]), b"text").unwrap());
}

#[test]
fn oversize_is_refused_both_ways() {
	assert_eq!(ciphertext_length(MAX_PLAINTEXT_LENGTH), MAX_CIPHERTEXT_LENGTH);
	assert!(ciphertext_length(MAX_PLAINTEXT_LENGTH + 1) > MAX_CIPHERTEXT_LENGTH);
	let over = vec![0; MAX_PLAINTEXT_LENGTH as usize + 1];
	assert_eq!(encrypt(&key(), &over), Err(DocumentError::TooLarge));
	let mut encrypted = [MAGIC.as_slice(), &[0; PREFIX_LENGTH]].concat();
	encrypted.resize(MAX_CIPHERTEXT_LENGTH as usize + 1, 0);
	assert_eq!(decrypt(&key(), &encrypted).unwrap_err(), DocumentError::TooLarge);
}
