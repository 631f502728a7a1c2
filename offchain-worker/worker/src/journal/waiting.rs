// SPDX-License-Identifier: Apache-2.0
//! Shares that came for a version that is on the chain already.
//!
//! One of a key that is split anew **waits**: beside the share that is kept of the version, until the chain names its
//! sharing and it is bound ([`Journal::bind`]), or for as long as any share that no record names. It is noted which record
//! it is for, so that an erasure takes it along. Data rule 6.
//!
//! One that a custodian hands over is bound right after it came: the chain names this operator by then. Killed in between,
//! the worker has it, or asks again.

use super::{Journal, JournalError, PlacementInfo, destroyed};
use redb::{MultimapTableDefinition, ReadTransaction, TableDefinition, WriteTransaction};
use salus_core::Share;
use salus_primitives::RecordId;

/// By the share's name: the record.
const WAITING: TableDefinition<[u8; 32], u64> = TableDefinition::new("waiting placements");
/// By record.
const BY_RECORD: MultimapTableDefinition<u64, [u8; 32]> =
	MultimapTableDefinition::new("waiting placements by record");

impl Journal {
	/// Keeps a share for a record as [`Journal::place`] does, until the chain names its sharing.
	pub fn place_waiting(
		&self,
		share_name: &[u8; 32],
		share: &Share,
		info: &PlacementInfo,
		record: RecordId,
	) -> Result<(), JournalError> {
		self.store(share_name, share, info, |transaction| {
			destroyed::check(transaction, share_name, info.placed_at)?;
			transaction.open_table(WAITING)?.insert(*share_name, record.0)?;
			let mut by_record = transaction.open_multimap_table(BY_RECORD)?;
			by_record.insert(record.0, *share_name)?;
			Ok(())
		})
	}

	/// Keeps a share that was asked of the custodian that had it, for a version that names it. One of the same name may
	/// have been destroyed here a moment ago, when custody went the other way: nobody can send an answer again.
	pub fn take_over(
		&self,
		share_name: &[u8; 32],
		share: &Share,
		info: &PlacementInfo,
	) -> Result<(), JournalError> {
		self.store(share_name, share, info, |_| Ok(()))
	}
}

/// Makes the tables of a new journal.
pub(super) fn open_tables(transaction: &WriteTransaction) -> Result<(), JournalError> {
	transaction.open_table(WAITING)?;
	transaction.open_multimap_table(BY_RECORD)?;
	Ok(())
}

/// What waits for a record, by its name.
pub(super) fn of(
	transaction: &ReadTransaction,
	record: RecordId,
) -> Result<Vec<[u8; 32]>, JournalError> {
	let by_record = transaction.open_multimap_table(BY_RECORD)?;
	let mut names = Vec::new();
	for share_name in by_record.get(record.0)? {
		names.push(share_name?.value());
	}
	Ok(names)
}

/// Notes that a share waits no more.
pub(super) fn forget(
	transaction: &WriteTransaction,
	share_name: &[u8; 32],
) -> Result<(), JournalError> {
	let mut waiting = transaction.open_table(WAITING)?;
	let record = waiting.remove(*share_name)?.map(|record| record.value());
	if let Some(record) = record {
		let mut by_record = transaction.open_multimap_table(BY_RECORD)?;
		by_record.remove(record, *share_name)?;
	}
	Ok(())
}
