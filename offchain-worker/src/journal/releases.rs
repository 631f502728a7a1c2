//! Which shares this operator released: to whom, when and under which access request, and nothing of what they open.
//!
//! A row stands for one reader under one access request, however often they come, and is written at most once a block.
//! Rows are never dropped: they outlive the record, its shares and its erasure, since the patient may ask later who had
//! the key. The chain's accesses bound how many there are: each is logged there, and costs a fee or, as the reading of
//! one's own, one of the free calls of a day. They lie open on the disk: record, access and reader stand on the chain for
//! all to read, and so does the patient until the erasure, after which the row alone tells whose the record was.

use super::{Journal, JournalError, decoded};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition};
use salus_primitives::{AccessId, Moment, RecordId, VersionNumber};
use std::ops::Bound;

/// By record, then by access request and reader: a record's rows lie side by side, so a page costs a page.
pub(super) const RELEASES: TableDefinition<(u64, u64, [u8; 32]), &[u8]> =
	TableDefinition::new("releases");

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

/// What stands beside the key.
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
		self.block >= block
	}
}

impl Journal {
	/// Notes a release, durably: to be called before the share leaves, and if it fails none may. Nothing is written when
	/// the row tells of this block or a later one: whoever asks again and again costs a write a block.
	pub fn note_release(&self, new: &NewRelease) -> Result<(), JournalError> {
		let key = (new.record.0, new.access.0, new.reader);
		let kept = self.read(|transaction| {
			let table = transaction.open_table(RELEASES)?;
			let entry = table.get(key)?;
			entry.map(|entry| decoded::<Row>("releases", entry.value())).transpose()
		})?;
		if kept.is_some_and(|row| row.tells(new.block)) {
			return Ok(());
		}
		self.write(|transaction| {
			let mut table = transaction.open_table(RELEASES)?;
			let kept = table.get(key)?.map(|entry| entry.value().to_vec());
			let mut row: Row = match kept {
				Some(kept) => decoded("releases", &kept)?,
				None => Row {
					version: new.version,
					patient: new.patient,
					first_at: new.at,
					last_at: new.at,
					block: new.block,
					block_count: 0,
				},
			};
			// Another request may have noted it since, or a later one.
			if row.block_count > 0 && row.tells(new.block) {
				return Ok(());
			}
			row.last_at = row.last_at.max(new.at);
			row.block = new.block;
			row.block_count = row.block_count.saturating_add(1);
			table.insert(key, row.encode().as_slice())?;
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
		let from = match after {
			Some((access, reader)) => Bound::Excluded((record.0, access.0, reader)),
			None => Bound::Included((record.0, 0, [0; 32])),
		};
		let to = Bound::Included((record.0, u64::MAX, [u8::MAX; 32]));
		self.read(|transaction| {
			let table = transaction.open_table(RELEASES)?;
			let mut found = Vec::new();
			for entry in table.range((from, to))?.take(most) {
				let (key, row) = entry?;
				let (_, access, reader) = key.value();
				let row: Row = decoded("releases", row.value())?;
				found.push(Release {
					access: AccessId(access),
					reader,
					version: row.version,
					patient: row.patient,
					first_at: row.first_at,
					last_at: row.last_at,
					block: row.block,
					block_count: row.block_count,
				});
			}
			Ok(found)
		})
	}

	/// Whose record it is or was, if a share of it was ever released here.
	pub fn patient_of_releases(&self, record: RecordId) -> Result<Option<[u8; 32]>, JournalError> {
		let first = self.releases(record, None, 1)?;
		Ok(first.first().map(|release| release.patient))
	}

	/// Makes a row unreadable, as a bad disk does: it can't be counted on from there.
	#[cfg(test)]
	pub(crate) fn spoil_release(
		&self,
		record: RecordId,
		access: AccessId,
		reader: [u8; 32],
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(RELEASES)?;
			table.insert((record.0, access.0, reader), b"bad".as_slice())?;
			Ok(())
		})
	}
}
