// SPDX-License-Identifier: Apache-2.0
//! Key shares in this operator's keeping. Data rules 4 to 6.
//!
//! A placement is a share that was placed here, with what is known of it. It is keyed by the share's name
//! ([`Sharing::share_name`](salus_core::Sharing::share_name)): the key's commitment, since it comes before the record has an
//! id, or what tells it from other shares of the key once that was split anew (`waiting.rs`). When a version on chain names
//! it, it is bound to that; what no record names in time is dropped.
//!
//! What is asked of them by record, by document and by age has an index each, so that an erasure takes as long for an
//! operator of a million shares as for one of ten.

use super::{
	Journal, JournalError, decoded, destroyed,
	reencrypt::{PORTION, Reencryption, again_if_reencrypted, later_than},
	waiting,
};
use codec::{Decode, Encode};
use redb::{
	MultimapTableDefinition, ReadTransaction, ReadableTable, ReadableTableMetadata,
	TableDefinition, WriteTransaction,
};
use salus_core::Share;
use salus_primitives::{Cid, Moment, RecordId, VersionNumber};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

pub(super) const PLACEMENTS: TableDefinition<[u8; 32], &[u8]> = TableDefinition::new("placements");
/// By record: what its versions name.
pub(super) const BY_RECORD: MultimapTableDefinition<u64, [u8; 32]> =
	MultimapTableDefinition::new("placements by record");
/// By document.
pub(super) const BY_DOCUMENT: MultimapTableDefinition<[u8; 36], [u8; 32]> =
	MultimapTableDefinition::new("placements by document");
/// By when it came: what no record names yet.
pub(super) const UNBOUND: TableDefinition<(Moment, [u8; 32]), ()> =
	TableDefinition::new("unbound placements");
pub(super) const KIND: &str = "share";

/// What is known of a placed share, without the share.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PlacementInfo {
	/// The account that placed it.
	pub placed_by: [u8; 32],
	/// The document that the key opens.
	pub cid: Cid,
	/// Bytes of the document's ciphertext.
	pub size: u64,
	/// When it came, by the on-chain clock. Data rule 8.
	pub placed_at: Moment,
	/// The record and version that name it on chain, once one does.
	pub bound_to: Option<(RecordId, VersionNumber)>,
}

/// A placed share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
	/// What the share is called: the key's commitment, of the first sharing.
	pub key_commitment: [u8; 32],
	/// What is known of it.
	pub info: PlacementInfo,
}

impl Journal {
	/// Keeps a share, encrypted, before it says so. The same share again changes nothing; a different one for the same
	/// key is refused, since it would displace the one a record counts on; and so is one of a key that was erased here
	/// within two hours.
	pub fn place(
		&self,
		key_commitment: &[u8; 32],
		share: &Share,
		info: &PlacementInfo,
	) -> Result<(), JournalError> {
		self.store(key_commitment, share, info, |transaction| {
			destroyed::check(transaction, key_commitment, info.placed_at)
		})
	}

	/// Keeps a share, if `admit` has nothing against it in the transaction that notes it.
	pub(super) fn store(
		&self,
		key_commitment: &[u8; 32],
		share: &Share,
		info: &PlacementInfo,
		admit: impl FnOnce(&WriteTransaction) -> Result<(), JournalError>,
	) -> Result<(), JournalError> {
		if self.placement(key_commitment)?.is_some() {
			let kept = self.share(key_commitment)?;
			return if kept == *share { Ok(()) } else { Err(JournalError::AlreadyPlaced) };
		}
		// With whose it is and of which document, so that it can be told without this journal, too.
		let owned = (*share.to_bytes(), info.placed_by, info.cid);
		let owned = Zeroizing::new(owned.encode());
		// The entry first: what is killed in between goes at the next start (`drop_unfinished`), and can be placed
		// again. A share without an entry would be set aside then, and wait for an hour.
		self.write(|transaction| {
			admit(transaction)?;
			put(transaction, key_commitment, info)
		})?;
		let encrypt = || self.at_rest.encrypt(KIND, key_commitment, &owned);
		if let Err(cause) = self.shares.write(key_commitment, encrypt) {
			self.write(|transaction| take(transaction, key_commitment))?;
			return Err(cause);
		}
		Ok(())
	}

	/// Forgets the placements that no record names and whose shares never came: nobody was told that they are kept.
	pub(super) fn drop_unfinished(&self) -> Result<(), JournalError> {
		for placement in self.unbound_before(Moment::MAX)? {
			if self.shares.read(&placement.key_commitment)?.is_none() {
				self.write(|transaction| take(transaction, &placement.key_commitment))?;
			}
		}
		Ok(())
	}

	/// What is known of a placement.
	pub fn placement(
		&self,
		key_commitment: &[u8; 32],
	) -> Result<Option<PlacementInfo>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(PLACEMENTS)?;
			let entry = table.get(*key_commitment)?;
			entry.map(|entry| decoded("placements", entry.value())).transpose()
		})
	}

	/// The share itself.
	pub fn share(&self, key_commitment: &[u8; 32]) -> Result<Share, JournalError> {
		if self.placement(key_commitment)?.is_none() {
			return Err(JournalError::NotPlaced);
		}
		again_if_reencrypted(|| {
			let encrypted = self.shares.read(key_commitment)?;
			let encrypted = encrypted.ok_or(JournalError::NotPlaced)?;
			Ok(self.opened(key_commitment, &encrypted)?.0)
		})
	}

	/// An encrypted share, the account that placed it, and the document that it is for.
	fn opened(
		&self,
		key_commitment: &[u8; 32],
		encrypted: &[u8],
	) -> Result<(Share, [u8; 32], Cid), JournalError> {
		let bytes = self.at_rest.decrypt(KIND, key_commitment, encrypted)?;
		let (share, placed_by, cid) = decoded::<([u8; 33], [u8; 32], Cid)>("shares", &bytes)?;
		let share = Zeroizing::new(share);
		Ok((Share::from_bytes(share.as_slice())?, placed_by, cid))
	}

	/// Notes that a record's version names the placement on chain. Binding it again to the same changes
	/// nothing.
	pub fn bind(
		&self,
		key_commitment: &[u8; 32],
		record: RecordId,
		version: VersionNumber,
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let kept = take(transaction, key_commitment)?;
			let mut info = kept.ok_or(JournalError::NotPlaced)?;
			if info.bound_to.is_some_and(|bound| bound != (record, version)) {
				return Err(JournalError::BoundElsewhere);
			}
			info.bound_to = Some((record, version));
			put(transaction, key_commitment, &info)
		})
	}

	/// How many shares are kept.
	pub fn share_count(&self) -> Result<usize, JournalError> {
		self.read(|transaction| {
			let count = transaction.open_table(PLACEMENTS)?.len()?;
			Ok(usize::try_from(count).unwrap_or(usize::MAX))
		})
	}

	/// All placements, by commitment.
	pub fn placements(&self) -> Result<Vec<Placement>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(PLACEMENTS)?;
			let mut placements = Vec::new();
			for entry in table.iter()? {
				let (key_commitment, info) = entry?;
				placements.push(Placement {
					key_commitment: key_commitment.value(),
					info: decoded("placements", info.value())?,
				});
			}
			Ok(placements)
		})
	}

	/// Placements that belong to a record: those that wait for it, and those that its versions name, by version.
	pub fn placements_of(&self, record: RecordId) -> Result<Vec<Placement>, JournalError> {
		let mut placements = self.read(|transaction| {
			let by_record = transaction.open_multimap_table(BY_RECORD)?;
			let mut commitments = waiting::of(transaction, record)?;
			for key_commitment in by_record.get(record.0)? {
				commitments.push(key_commitment?.value());
			}
			listed(transaction, commitments)
		})?;
		placements.sort_by_key(|placement| placement.info.bound_to.map(|(_, version)| version));
		Ok(placements)
	}

	/// Placements that came before this moment and that no record names.
	pub fn unbound_before(&self, moment: Moment) -> Result<Vec<Placement>, JournalError> {
		self.read(|transaction| {
			let unbound = transaction.open_table(UNBOUND)?;
			let mut commitments = Vec::new();
			for entry in unbound.range(..(moment, [0u8; 32]))? {
				let (_, key_commitment) = entry?.0.value();
				commitments.push(key_commitment);
			}
			listed(transaction, commitments)
		})
	}

	/// Whether another placement is for the same document.
	pub fn shares_its_document(&self, placement: &Placement) -> Result<bool, JournalError> {
		self.read(|transaction| {
			let by_document = transaction.open_multimap_table(BY_DOCUMENT)?;
			for other in by_document.get(*placement.info.cid.as_bytes())? {
				if other?.value() != placement.key_commitment {
					return Ok(true);
				}
			}
			Ok(false)
		})
	}

	/// Encrypts some shares anew, by commitment, and gives the last of them; none if there are no more.
	pub(super) fn reencrypt_shares(
		&self,
		after: Option<[u8; 32]>,
		pass: &mut Reencryption,
	) -> Result<Option<[u8; 32]>, JournalError> {
		let commitments = self.read(|transaction| {
			let table = transaction.open_table(PLACEMENTS)?;
			let mut commitments = Vec::new();
			for entry in table.range(later_than(after))?.take(PORTION) {
				commitments.push(entry?.0.value());
			}
			Ok(commitments)
		})?;
		for key_commitment in &commitments {
			let before = pass.lost_count;
			let done = self.shares.reencrypt(key_commitment, |encrypted| {
				pass.anew(self.at_rest.reencrypt(KIND, key_commitment, encrypted))
			});
			pass.note(done);
			if pass.lost_count > before {
				pass.lost_shares.push(*key_commitment);
			}
		}
		Ok(commitments.last().copied())
	}

	/// Encrypts some shares that are set aside anew. Says whether there are more: none is set aside while a worker
	/// runs.
	pub(super) fn reencrypt_set_aside(
		&self,
		pass: &mut Reencryption,
	) -> Result<bool, JournalError> {
		let mut waiting = match pass.set_aside.take() {
			Some(waiting) => waiting,
			None => self.shares.set_aside()?,
		};
		for key_commitment in waiting.split_off(waiting.len().saturating_sub(PORTION)) {
			let done = self.shares.reencrypt_set_aside(&key_commitment, |encrypted| {
				pass.anew(self.at_rest.reencrypt(KIND, &key_commitment, encrypted))
			});
			pass.note(done);
		}
		let more = !waiting.is_empty();
		pass.set_aside = Some(waiting);
		Ok(more)
	}

	/// The commitments of shares that lie here and that this journal does not know.
	pub fn set_aside(&self) -> Result<Vec<[u8; 32]>, JournalError> {
		self.shares.set_aside()
	}

	/// Whether a share of this key lies here that this journal does not know.
	pub fn is_set_aside(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		self.shares.is_set_aside(key_commitment)
	}

	/// Takes a share that is set aside into keeping, for a version that names it. Anybody may name a commitment that
	/// stands on the chain: the version's author and document must be those that the share came with.
	pub fn adopt(
		&self,
		key_commitment: &[u8; 32],
		info: &PlacementInfo,
	) -> Result<(), JournalError> {
		let (share, placed_by, cid) = again_if_reencrypted(|| {
			let encrypted = self.shares.read_set_aside(key_commitment)?;
			self.opened(key_commitment, &encrypted)
		})?;
		if (placed_by, cid) != (info.placed_by, info.cid) {
			return Err(JournalError::NotPlaced);
		}
		self.place(key_commitment, &share, info)?;
		self.shares.destroy_set_aside(key_commitment)?;
		Ok(())
	}

	/// Destroys a share that is set aside. Returns whether there was one.
	pub fn destroy_set_aside(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		self.shares.destroy_set_aside(key_commitment)
	}

	/// Destroys a share: its file is overwritten and removed, then the entry goes. Returns whether there
	/// was one. After a crash in between the entry is still there, and destroying again finishes it.
	pub fn destroy_share(&self, key_commitment: &[u8; 32]) -> Result<bool, JournalError> {
		let overwritten = self.shares.destroy(key_commitment)?;
		let forgotten = self.write(|transaction| take(transaction, key_commitment))?;
		Ok(overwritten || forgotten.is_some())
	}
}

/// Makes the tables of a new journal.
pub(super) fn open_tables(transaction: &WriteTransaction) -> Result<(), JournalError> {
	transaction.open_table(PLACEMENTS)?;
	transaction.open_table(UNBOUND)?;
	transaction.open_multimap_table(BY_RECORD)?;
	transaction.open_multimap_table(BY_DOCUMENT)?;
	waiting::open_tables(transaction)
}

/// Notes a placement that was not there.
fn put(
	transaction: &WriteTransaction,
	key_commitment: &[u8; 32],
	info: &PlacementInfo,
) -> Result<(), JournalError> {
	transaction.open_table(PLACEMENTS)?.insert(*key_commitment, info.encode().as_slice())?;
	index(transaction, key_commitment, info)
}

/// Where a placement is found by what it is for.
pub(super) fn index(
	transaction: &WriteTransaction,
	key_commitment: &[u8; 32],
	info: &PlacementInfo,
) -> Result<(), JournalError> {
	let mut by_document = transaction.open_multimap_table(BY_DOCUMENT)?;
	by_document.insert(*info.cid.as_bytes(), *key_commitment)?;
	if let Some((record, _)) = info.bound_to {
		let mut by_record = transaction.open_multimap_table(BY_RECORD)?;
		by_record.insert(record.0, *key_commitment)?;
	} else {
		let mut unbound = transaction.open_table(UNBOUND)?;
		unbound.insert((info.placed_at, *key_commitment), ())?;
	}
	Ok(())
}

/// Forgets a placement, and gives what was known of it.
pub(super) fn take(
	transaction: &WriteTransaction,
	key_commitment: &[u8; 32],
) -> Result<Option<PlacementInfo>, JournalError> {
	let mut table = transaction.open_table(PLACEMENTS)?;
	let entry = table.remove(*key_commitment)?.map(|entry| entry.value().to_vec());
	let Some(entry) = entry else {
		return Ok(None);
	};
	let info: PlacementInfo = decoded("placements", &entry)?;
	waiting::forget(transaction, key_commitment)?;
	let mut by_document = transaction.open_multimap_table(BY_DOCUMENT)?;
	by_document.remove(*info.cid.as_bytes(), *key_commitment)?;
	if let Some((record, _)) = info.bound_to {
		let mut by_record = transaction.open_multimap_table(BY_RECORD)?;
		by_record.remove(record.0, *key_commitment)?;
	} else {
		let mut unbound = transaction.open_table(UNBOUND)?;
		unbound.remove((info.placed_at, *key_commitment))?;
	}
	Ok(Some(info))
}

/// What is known of the placements that an index names.
fn listed(
	transaction: &ReadTransaction,
	commitments: Vec<[u8; 32]>,
) -> Result<Vec<Placement>, JournalError> {
	let table = transaction.open_table(PLACEMENTS)?;
	let mut placements = Vec::new();
	for key_commitment in commitments {
		if let Some(entry) = table.get(key_commitment)? {
			placements
				.push(Placement { key_commitment, info: decoded("placements", entry.value())? });
		}
	}
	Ok(placements)
}

/// The commitments of all placements.
pub(super) fn commitments(
	transaction: &ReadTransaction,
) -> Result<BTreeSet<[u8; 32]>, JournalError> {
	let table = transaction.open_table(PLACEMENTS)?;
	let mut commitments = BTreeSet::new();
	for entry in table.iter()? {
		commitments.insert(entry?.0.value());
	}
	Ok(commitments)
}
