// SPDX-License-Identifier: Apache-2.0
//! Which shares this operator released: to whom, when and under which access request, and nothing of what they open.
//!
//! A row stands for one reader under one access request, however often they come, and is written at most once a block.
//! Rows are never dropped: they outlive the record, its shares and its erasure, since the patient may ask later who had
//! the key. The chain's accesses bound how many there are: each is logged there, and costs a fee or, as the reading of
//! one's own, one of the free calls of a day.
//!
//! They lie encrypted by [`AtRest`], since after an erasure the row alone tells whose the record was. Data rules 4
//! and 6. Record and access request stand on the chain for ever, so they are the key, and a record's rows lie side by
//! side. One access request may have several readers (drawn operators, as many as the runtime's `MaxReaders`): their
//! rows are one entry, so that no reader is in a key, and no key changes when the one at rest rotates.
//!
//! What that can't do: the rows of a journal of form 3 lay open. They are encrypted when it is opened, but until the
//! database uses their pages again the old bytes may stay in them, and so does what a disk or a snapshot keeps of them.

use super::{
	Journal, JournalError, decoded,
	reencrypt::{PORTION, Reencryption, again_if_reencrypted, later_than},
};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use salus_keystore::AtRest;
use salus_primitives::{AccessId, Moment, RecordId, VersionNumber};
use std::collections::BTreeMap;

/// A record and an access request.
type Key = (u64, u64);
/// What was released under one access request, by reader.
type Rows = BTreeMap<[u8; 32], Row>;

/// By record, then by access request, so that a page costs a page: its [`Rows`], encrypted.
pub(super) const RELEASES: TableDefinition<Key, &[u8]> = TableDefinition::new("releases by access");
/// As form 3 had them: by record, access request and reader, and open.
pub(super) const OPEN_RELEASES: TableDefinition<(u64, u64, [u8; 32]), &[u8]> =
	TableDefinition::new("releases");
pub(super) const KIND: &str = "release";

/// A share that is about to be released.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewRelease {
	/// Of which record.
	pub record: RecordId,
	/// Of which version of it.
	pub version: VersionNumber,
	/// Whose record it is. The chain forgets that when the record is erased.
	pub patient: [u8; 32],
	/// Under which access request.
	pub access: AccessId,
	/// To whom.
	pub reader: [u8; 32],
	/// When, by the on-chain clock. Data rule 8.
	pub at: Moment,
	/// The finalized block that allowed it.
	pub block: u32,
}

/// What was released to one reader under one access request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Release {
	/// Under which access request.
	pub access: AccessId,
	/// To whom.
	pub reader: [u8; 32],
	/// Of which version.
	pub version: VersionNumber,
	/// Whose record it is.
	pub patient: [u8; 32],
	/// When for the first time, by the on-chain clock.
	pub first_at: Moment,
	/// When for the last time.
	pub last_at: Moment,
	/// The finalized block that allowed it the last time.
	pub block: u32,
	/// In how many blocks.
	pub block_count: u32,
}

/// What is noted of a reader.
#[derive(Encode, Decode)]
struct Row {
	version: VersionNumber,
	patient: [u8; 32],
	first_at: Moment,
	last_at: Moment,
	block: u32,
	block_count: u32,
}

impl Row {
	/// Whether a release that this block allowed is told by it already.
	fn tells(&self, block: u32) -> bool {
		self.block_count > 0 && self.block >= block
	}

	fn told(self, access: AccessId, reader: [u8; 32]) -> Release {
		Release {
			access,
			reader,
			version: self.version,
			patient: self.patient,
			first_at: self.first_at,
			last_at: self.last_at,
			block: self.block,
			block_count: self.block_count,
		}
	}
}

impl Journal {
	/// Notes a release, durably: to be called before the share leaves, and if it fails none may. Nothing is written when
	/// the row tells of this block or a later one: whoever asks again and again costs a write a block.
	pub fn note_release(&self, new: &NewRelease) -> Result<(), JournalError> {
		let key = (new.record.0, new.access.0);
		let noted = again_if_reencrypted(|| {
			self.read(|transaction| kept(&self.at_rest, &transaction.open_table(RELEASES)?, key))
		})?;
		if noted.get(&new.reader).is_some_and(|row| row.tells(new.block)) {
			return Ok(());
		}
		self.write(|transaction| {
			let mut table = transaction.open_table(RELEASES)?;
			let mut rows = kept(&self.at_rest, &table, key)?;
			let row = rows.entry(new.reader).or_insert(Row {
				version: new.version,
				patient: new.patient,
				first_at: new.at,
				last_at: new.at,
				block: new.block,
				block_count: 0,
			});
			// Another request may have noted it since, or a later one.
			if row.tells(new.block) {
				return Ok(());
			}
			row.last_at = row.last_at.max(new.at);
			row.block = new.block;
			row.block_count = row.block_count.saturating_add(1);
			table.insert(key, encrypted(&self.at_rest, key, &rows).as_slice())?;
			Ok(())
		})
	}

	/// At most so many of a record's rows, in the order of access requests: the first ones, or those after a row.
	pub fn releases(
		&self,
		record: RecordId,
		after: Option<(AccessId, [u8; 32])>,
		most: usize,
	) -> Result<Vec<Release>, JournalError> {
		// A page may begin among the readers of one access request.
		let first = after.map_or(0, |(access, _)| access.0);
		again_if_reencrypted(|| {
			self.read(|transaction| {
				let table = transaction.open_table(RELEASES)?;
				let mut found = Vec::new();
				for entry in table.range((record.0, first)..=(record.0, u64::MAX))? {
					let room = most.saturating_sub(found.len());
					if room == 0 {
						break;
					}
					let (key, bytes) = entry?;
					let key = key.value();
					let access = AccessId(key.1);
					let rows = decrypted(&self.at_rest, key, bytes.value())?.into_iter();
					let rows = rows
						.filter(|(reader, _)| after.is_none_or(|after| after < (access, *reader)));
					found.extend(rows.take(room).map(|(reader, row)| row.told(access, reader)));
				}
				Ok(found)
			})
		})
	}

	/// Whose record it is or was, if a share of it was ever released here.
	pub fn patient_of_releases(&self, record: RecordId) -> Result<Option<[u8; 32]>, JournalError> {
		let first = self.releases(record, None, 1)?;
		Ok(first.first().map(|release| release.patient))
	}

	/// Encrypts some access requests' rows anew, by record and access request, and gives the last of them; none if there
	/// are no more.
	pub(super) fn reencrypt_releases(
		&self,
		after: Option<Key>,
		pass: &mut Reencryption,
	) -> Result<Option<Key>, JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(RELEASES)?;
			let mut entries = Vec::new();
			for entry in table.range(later_than(after))?.take(PORTION) {
				let (key, bytes) = entry?;
				entries.push((key.value(), bytes.value().to_vec()));
			}
			for (key, bytes) in &entries {
				let anew = self.at_rest.reencrypt(KIND, &name(*key), bytes);
				if let Some(anew) = pass.anew(anew) {
					table.insert(*key, anew.as_slice())?;
				}
			}
			Ok(entries.last().map(|(key, _)| *key))
		})
	}

	/// Makes an access request's rows unreadable, as a bad disk does: they can't be counted on from there.
	#[cfg(test)]
	pub(crate) fn spoil_release(
		&self,
		record: RecordId,
		access: AccessId,
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(RELEASES)?;
			table.insert((record.0, access.0), b"bad".as_slice())?;
			Ok(())
		})
	}
}

/// Encrypts the rows of a journal of form 3, and drops the table in which they lay open. Data rules 4 and 6.
pub(super) fn encrypt_open(
	transaction: &WriteTransaction,
	at_rest: &AtRest,
) -> Result<(), JournalError> {
	{
		let open = transaction.open_table(OPEN_RELEASES)?;
		let mut table = transaction.open_table(RELEASES)?;
		for entry in open.iter()? {
			let (key, row) = entry?;
			let (record, access, reader) = key.value();
			let key = (record, access);
			let mut rows = kept(at_rest, &table, key)?;
			rows.insert(reader, decoded("releases", row.value())?);
			table.insert(key, encrypted(at_rest, key, &rows).as_slice())?;
		}
	}
	transaction.delete_table(OPEN_RELEASES)?;
	Ok(())
}

/// An access request's rows; none are noted before its first release.
fn kept(
	at_rest: &AtRest,
	table: &impl ReadableTable<Key, &'static [u8]>,
	key: Key,
) -> Result<Rows, JournalError> {
	match table.get(key)? {
		Some(bytes) => decrypted(at_rest, key, bytes.value()),
		None => Ok(Rows::new()),
	}
}

fn encrypted(at_rest: &AtRest, key: Key, rows: &Rows) -> Vec<u8> {
	at_rest.encrypt(KIND, &name(key), &rows.encode())
}

fn decrypted(at_rest: &AtRest, key: Key, bytes: &[u8]) -> Result<Rows, JournalError> {
	let rows = at_rest.decrypt(KIND, &name(key), bytes)?;
	decoded("releases", &rows)
}

/// What the rows are bound to, so that none pass for another record's.
pub(super) fn name((record, access): Key) -> Vec<u8> {
	(record, access).encode()
}
