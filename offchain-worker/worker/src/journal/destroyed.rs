// SPDX-License-Identifier: Apache-2.0
//! Keys of which a share was destroyed here by an erasure. Data rule 6.
//!
//! Whoever recorded the signed request that brought a share could send it again, and have the share come back. So its key
//! is refused for two hours of the on-chain clock: by then the request is too old, and the secret that it was encrypted
//! to is gone (`custody_rules/prekeys.rs`). What expired because no record named it was not erased, and may come again.
//! Commitments stand on the chain for all to read, so they lie open here.

use super::{Journal, JournalError, placements};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use salus_primitives::Moment;

/// How long a key is refused, in milliseconds of the on-chain clock. Data rule 8.
const REFUSED_FOR: Moment = 2 * 60 * 60 * 1_000;
/// So many that are over are forgotten when one comes: more than come, so none stay behind, and one write stays small.
const FORGOTTEN_AT_ONCE: usize = 16;

/// By key commitment: when it was erased.
const DESTROYED: TableDefinition<[u8; 32], Moment> = TableDefinition::new("destroyed keys");
/// By when it was erased.
const BY_TIME: TableDefinition<(Moment, [u8; 32]), ()> =
	TableDefinition::new("destroyed keys by time");

impl Journal {
	/// Destroys the share of a record that was erased, as [`Journal::destroy_share`] does, and refuses its key from then
	/// on. `at` is a moment of the on-chain clock.
	pub fn erase_share(&self, key_commitment: &[u8; 32], at: Moment) -> Result<bool, JournalError> {
		let overwritten = self.shares.destroy(key_commitment)?;
		let forgotten = self.write(|transaction| {
			note(transaction, key_commitment, at)?;
			placements::take(transaction, key_commitment)
		})?;
		Ok(overwritten || forgotten.is_some())
	}
}

/// Makes the tables of a new journal.
pub(super) fn open_tables(transaction: &WriteTransaction) -> Result<(), JournalError> {
	transaction.open_table(DESTROYED)?;
	transaction.open_table(BY_TIME)?;
	Ok(())
}

/// Fails if a share of this key was erased here lately.
pub(super) fn check(
	transaction: &WriteTransaction,
	key_commitment: &[u8; 32],
	now: Moment,
) -> Result<(), JournalError> {
	let table = transaction.open_table(DESTROYED)?;
	let erased_at = table.get(*key_commitment)?.map(|at| at.value());
	match erased_at {
		Some(at) if now < at.saturating_add(REFUSED_FOR) => Err(JournalError::Destroyed),
		_ => Ok(()),
	}
}

fn note(
	transaction: &WriteTransaction,
	key_commitment: &[u8; 32],
	at: Moment,
) -> Result<(), JournalError> {
	let mut by_key = transaction.open_table(DESTROYED)?;
	let mut by_time = transaction.open_table(BY_TIME)?;
	let mut over = Vec::new();
	let until = at.saturating_sub(REFUSED_FOR);
	for entry in by_time.range(..(until, [0u8; 32]))?.take(FORGOTTEN_AT_ONCE) {
		over.push(entry?.0.value());
	}
	for (erased_at, key_commitment) in over {
		by_time.remove((erased_at, key_commitment))?;
		by_key.remove(key_commitment)?;
	}
	let before = by_key.insert(*key_commitment, at)?.map(|at| at.value());
	if let Some(before) = before {
		by_time.remove((before, *key_commitment))?;
	}
	by_time.insert((at, *key_commitment), ())?;
	Ok(())
}

#[cfg(test)]
pub(super) fn count(transaction: &redb::ReadTransaction) -> Result<[u64; 2], JournalError> {
	use redb::ReadableTableMetadata;
	Ok([transaction.open_table(DESTROYED)?.len()?, transaction.open_table(BY_TIME)?.len()?])
}
