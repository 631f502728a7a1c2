//! Key shares in this operator's keeping. Data rules 4 to 6.
//!
//! A deposit is keyed by the key commitment, since it comes before the record has an id. When a
//! record on chain names the commitment it is bound to it; what no record names in time is dropped.

use super::{Journal, JournalError, decoded};
use crate::crypto::Share;
use codec::{Decode, Encode};
use redb::{ReadTransaction, ReadableTable, TableDefinition};
use salus_primitives::{Cid, Moment, RecordId, VersionNumber};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

pub(super) const DEPOSITS: TableDefinition<[u8; 32], &[u8]> = TableDefinition::new("deposits");
const KIND: &str = "share";

/// What is known of a deposited share, without the share.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DepositInfo {
	/// Who deposited it.
	pub depositor: [u8; 32],
	/// The document that the key opens.
	pub cid: Cid,
	/// Bytes of the document's ciphertext.
	pub size: u64,
	/// When it came, by the on-chain clock. Data rule 8.
	pub deposited_at: Moment,
	/// The record and version that name it on chain, once one does.
	pub bound_to: Option<(RecordId, VersionNumber)>,
}

/// A deposited share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
	/// The commitment of the key that it is a share of.
	pub key_commitment: [u8; 32],
	/// What is known of it.
	pub info: DepositInfo,
}

impl Journal {
	/// Keeps a share, sealed, before it says so. The same share again changes nothing; a different one for
	/// the same key is refused, since it would displace the one a record counts on.
	pub fn deposit(
		&self,
		key_commitment: &[u8; 32],
		share: &Share,
		info: &DepositInfo,
	) -> Result<(), JournalError> {
		if self.deposit_info(key_commitment)?.is_some() {
			let kept = self.share(key_commitment)?;
			return if kept == *share {
				Ok(())
			} else {
				Err(JournalError::AlreadyDeposited)
			};
		}
		// With whose it is and of which document, so that it can be told without this journal, too.
		let owned = (*share.to_bytes(), info.depositor, info.cid);
		let owned = Zeroizing::new(owned.encode());
		let sealed = self.at_rest.seal(KIND, key_commitment, &owned);
		// The share first: an entry without a share would be a promise that can't be kept.
		self.shares.write(key_commitment, &sealed)?;
		self.write(|transaction| {
			let mut table = transaction.open_table(DEPOSITS)?;
			table.insert(*key_commitment, info.encode().as_slice())?;
			Ok(())
		})
	}

	/// What is known of a deposit.
	pub fn deposit_info(
		&self,
		key_commitment: &[u8; 32],
	) -> Result<Option<DepositInfo>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(DEPOSITS)?;
			let entry = table.get(*key_commitment)?;
			entry
				.map(|entry| decoded("deposits", entry.value()))
				.transpose()
		})
	}

	/// The share itself.
	pub fn share(&self, key_commitment: &[u8; 32]) -> Result<Share, JournalError> {
		if self.deposit_info(key_commitment)?.is_none() {
			return Err(JournalError::NoSuchDeposit);
		}
		let sealed = self
			.shares
			.read(key_commitment)?
			.ok_or(JournalError::NoSuchDeposit)?;
		Ok(self.opened(key_commitment, &sealed)?.0)
	}

	/// A sealed share, who deposited it, and the document that it is for.
	fn opened(
		&self,
		key_commitment: &[u8; 32],
		sealed: &[u8],
	) -> Result<(Share, [u8; 32], Cid), JournalError> {
		let bytes = self.at_rest.open(KIND, key_commitment, sealed)?;
		let (share, depositor, cid) = decoded::<([u8; 33], [u8; 32], Cid)>("shares", &bytes)?;
		let share = Zeroizing::new(share);
		Ok((Share::from_bytes(share.as_slice())?, depositor, cid))
	}

	/// Notes that a record's version names the deposit on chain. Binding it again to the same changes
	/// nothing.
	pub fn bind_deposit(
		&self,
		key_commitment: &[u8; 32],
		record: RecordId,
		version: VersionNumber,
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(DEPOSITS)?;
			let entry = table
				.get(*key_commitment)?
				.map(|entry| entry.value().to_vec());
			let entry = entry.ok_or(JournalError::NoSuchDeposit)?;
			let mut info: DepositInfo = decoded("deposits", &entry)?;
			match info.bound_to {
				Some(bound) if bound != (record, version) => Err(JournalError::BoundElsewhere),
				Some(_) => Ok(()),
				None => {
					info.bound_to = Some((record, version));
					table.insert(*key_commitment, info.encode().as_slice())?;
					Ok(())
				}
			}
		})
	}

	/// All deposits, by commitment.
	pub fn deposits(&self) -> Result<Vec<Deposit>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(DEPOSITS)?;
			let mut deposits = Vec::new();
			for entry in table.iter()? {
				let (key_commitment, info) = entry?;
				deposits.push(Deposit {
					key_commitment: key_commitment.value(),
					info: decoded("deposits", info.value())?,
				});
			}
			Ok(deposits)
		})
	}

	/// Deposits that belong to a record, by version.
	pub fn deposits_of(&self, record: RecordId) -> Result<Vec<Deposit>, JournalError> {
		let mut deposits = self.deposits()?;
		deposits.retain(|deposit| {
			deposit
				.info
				.bound_to
				.is_some_and(|(bound, _)| bound == record)
		});
		deposits.sort_by_key(|deposit| deposit.info.bound_to.map(|(_, version)| version));
		Ok(deposits)
	}

	/// Deposits that came before this moment and that no record names.
	pub fn unbound_before(&self, moment: Moment) -> Result<Vec<Deposit>, JournalError> {
		let mut deposits = self.deposits()?;
		deposits.retain(|deposit| {
			deposit.info.bound_to.is_none() && deposit.info.deposited_at < moment
		});
		Ok(deposits)
	}

	/// The commitments of shares that lie here and that this journal does not know.
	pub fn set_aside(&self) -> Result<Vec<[u8; 32]>, JournalError> {
		self.shares.set_aside()
	}

	/// Takes a share that is set aside into keeping, for a version that names it. Anybody may name a commitment that
	/// stands on the chain: the version's author and document must be those that the share came with.
	pub fn adopt(&self, key_commitment: &[u8; 32], info: &DepositInfo) -> Result<(), JournalError> {
		let sealed = self.shares.read_set_aside(key_commitment)?;
		let (share, depositor, cid) = self.opened(key_commitment, &sealed)?;
		if (depositor, cid) != (info.depositor, info.cid) {
			return Err(JournalError::NoSuchDeposit);
		}
		self.deposit(key_commitment, &share, info)?;
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
		let forgotten = self.write(|transaction| {
			let mut table = transaction.open_table(DEPOSITS)?;
			let there = table.remove(*key_commitment)?.is_some();
			Ok(there)
		})?;
		Ok(overwritten || forgotten)
	}
}

/// The commitments of all deposits.
pub(super) fn commitments(
	transaction: &ReadTransaction,
) -> Result<BTreeSet<[u8; 32]>, JournalError> {
	let table = transaction.open_table(DEPOSITS)?;
	let mut commitments = BTreeSet::new();
	for entry in table.iter()? {
		commitments.insert(entry?.0.value());
	}
	Ok(commitments)
}
