// SPDX-License-Identifier: Apache-2.0
//! Everything that an old key has encrypted is encrypted anew by the current one, so that the old one can be destroyed
//! (`rotation.rs` of salus-keystore): shares, those set aside, results and their documents, counts of inputs and runs,
//! releases and probes (`probes.rs`). What is encrypted by [`AtRest`](salus_keystore::AtRest) and not named here would
//! be lost with the old key.
//!
//! A pass goes on beside everything else, a portion at a time, and remembers nothing on the disk: after a crash another
//! one begins, and leaves what the current key has encrypted as it is. Nothing escapes it, since whatever is written is
//! encrypted under the lock or in the transaction that writes it: what came by the old key is there before the pass
//! comes to it. For the same reason what is destroyed beside it does not come back. Data rule 6.

use super::{
	Journal, JournalError,
	jobs::META,
	probes::{FIRST, LAST},
};
use salus_core::AtRestError;
use std::ops::Bound;

/// So much is encrypted anew at a time: the journal is free for others in between.
pub(super) const PORTION: usize = 64;
/// What the block of the last rotation is called.
const ROTATED: &str = "rotated";

/// How far a pass has come, and what it has met.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Reencryption {
	position: Position,
	/// Shares that are set aside and are still to do; none before they are listed.
	pub(super) set_aside: Option<Vec<[u8; 32]>>,
	/// What was encrypted anew.
	pub encrypted_count: u64,
	/// What opens by no key: it is lost, whatever becomes of the keys.
	pub lost_count: u64,
	/// The placements among it, by key commitment.
	pub lost_shares: Vec<[u8; 32]>,
	/// What can't be read or written now, and may be encrypted by the old key alone.
	pub failed_count: u64,
}

/// What comes next, and after which one.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
enum Position {
	#[default]
	SetAside,
	Shares(Option<[u8; 32]>),
	Results(Option<u64>),
	Inputs(Option<u32>),
	Usage,
	Releases(Option<(u64, u64)>),
	Done,
}

impl Reencryption {
	/// Whether nothing is left to do.
	pub fn is_done(&self) -> bool {
		self.position == Position::Done
	}

	/// What is to be written in the place of something encrypted, if anything.
	pub(super) fn anew(&mut self, anew: Result<Option<Vec<u8>>, AtRestError>) -> Option<Vec<u8>> {
		match anew {
			Ok(anew) => {
				self.encrypted_count += u64::from(anew.is_some());
				anew
			}
			Err(_) => {
				self.lost_count += 1;
				None
			}
		}
	}

	/// One file that can't be read keeps none of the others.
	pub(super) fn note(&mut self, done: Result<(), JournalError>) {
		if let Err(cause) = done {
			self.failed_count += 1;
			tracing::warn!(%cause, "a share was not encrypted anew");
		}
	}
}

impl Journal {
	/// Goes on with a pass by one portion. It is done once an old key is of no use to anything, unless something
	/// failed.
	pub fn reencrypt(&self, mut pass: Reencryption) -> Result<Reencryption, JournalError> {
		if pass == Reencryption::default() {
			self.reencrypt_probe(FIRST)?;
		}
		pass.position = match pass.position {
			Position::SetAside => match self.reencrypt_set_aside(&mut pass)? {
				true => Position::SetAside,
				false => Position::Shares(None),
			},
			Position::Shares(after) => match self.reencrypt_shares(after, &mut pass)? {
				None => Position::Results(None),
				last => Position::Shares(last),
			},
			Position::Results(after) => match self.reencrypt_results(after, &mut pass)? {
				None => Position::Inputs(None),
				last => Position::Results(last),
			},
			Position::Inputs(after) => match self.reencrypt_inputs(after, &mut pass)? {
				None => Position::Usage,
				last => Position::Inputs(last),
			},
			Position::Usage => {
				self.reencrypt_usage(&mut pass)?;
				Position::Releases(None)
			}
			Position::Releases(after) => match self.reencrypt_releases(after, &mut pass)? {
				None => {
					// What is encrypted anew is to be there for good before a key is destroyed.
					self.shares.sync()?;
					if pass.failed_count == 0 {
						self.reencrypt_probe(LAST)?;
					}
					Position::Done
				}
				last => Position::Releases(last),
			},
			Position::Done => Position::Done,
		};
		Ok(pass)
	}

	/// The block at which the key at rest was rotated last, or since which that is counted; none in a journal that
	/// never counted.
	pub fn rotated_at(&self) -> Result<Option<u32>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(META)?;
			Ok(table.get(ROTATED)?.map(|block| block.value()))
		})
	}

	/// Notes from which block the next rotation is counted.
	pub fn note_rotated(&self, block: u32) -> Result<(), JournalError> {
		self.write(|transaction| {
			transaction.open_table(META)?.insert(ROTATED, block)?;
			Ok(())
		})
	}
}

/// The keys of a table after one of them.
pub(super) fn later_than<Key>(after: Option<Key>) -> (Bound<Key>, Bound<Key>) {
	let from = after.map_or(Bound::Unbounded, Bound::Excluded);
	(from, Bound::Unbounded)
}

/// Reads and opens a second time what did not open: it may have been encrypted anew between the two.
pub(super) fn again_if_reencrypted<T>(
	opened: impl Fn() -> Result<T, JournalError>,
) -> Result<T, JournalError> {
	match opened() {
		Err(JournalError::AtRest(_)) => opened(),
		other => other,
	}
}
