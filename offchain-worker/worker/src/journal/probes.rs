// SPDX-License-Identifier: Apache-2.0
//! That journal and keystore belong together. One of them may be a copy from before the key at rest was rotated, and
//! then nothing that is kept would open, which nobody would notice before a share is asked for.
//!
//! Two probes are encrypted as all else is, and both must open. A rotation encrypts the one anew before all else, so
//! that a keystore from before it is refused, and the other after all else, so that a keystore that has the new key
//! alone is refused by a journal from before its end.

use super::{Journal, JournalError, inputs, placements, results};
use redb::{ReadableTable, ReadableTableMetadata, TableDefinition, WriteTransaction};

pub(super) const PROBES: TableDefinition<&str, &[u8]> = TableDefinition::new("probes");
const KIND: &str = "probe";
/// Encrypted anew before all else.
pub(super) const FIRST: &str = "first";
/// Encrypted anew after all else.
pub(super) const LAST: &str = "last";

impl Journal {
	/// Refuses another journal's keystore. A journal without probes gets them, unless it keeps something and nothing of
	/// it opens.
	pub(super) fn check_keystore(
		&self,
		transaction: &WriteTransaction,
	) -> Result<(), JournalError> {
		let mut table = transaction.open_table(PROBES)?;
		let is_new = table.is_empty()?;
		let fits = if is_new {
			self.opens_anything(transaction)?
		} else {
			self.opens_probe(&table, FIRST)? && self.opens_probe(&table, LAST)?
		};
		if !fits {
			return Err(JournalError::OtherKeystore(self.path.clone()));
		}
		if is_new {
			for name in [FIRST, LAST] {
				table.insert(name, self.probe(name).as_slice())?;
			}
		}
		Ok(())
	}

	/// Encrypts a probe anew.
	pub(super) fn reencrypt_probe(&self, name: &str) -> Result<(), JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(PROBES)?;
			table.insert(name, self.probe(name).as_slice())?;
			Ok(())
		})
	}

	fn probe(&self, name: &str) -> Vec<u8> {
		self.at_rest.encrypt(KIND, name.as_bytes(), &[])
	}

	fn opens_probe(
		&self,
		table: &impl ReadableTable<&'static str, &'static [u8]>,
		name: &str,
	) -> Result<bool, JournalError> {
		let probe = table.get(name)?;
		Ok(probe.is_some_and(|probe| self.opens(KIND, name.as_bytes(), probe.value())))
	}

	/// Whether anything that is kept opens; true if nothing is kept.
	fn opens_anything(&self, transaction: &WriteTransaction) -> Result<bool, JournalError> {
		let mut is_empty = true;
		let table = transaction.open_table(results::RESULTS)?;
		for entry in table.iter()? {
			let (request, encrypted) = entry?;
			let name = request.value().to_le_bytes();
			if self.opens(results::KIND, &name, encrypted.value()) {
				return Ok(true);
			}
			is_empty = false;
		}
		let table = transaction.open_table(inputs::INPUTS)?;
		for entry in table.iter()? {
			let (model, encrypted) = entry?;
			let name = model.value().to_le_bytes();
			if self.opens(inputs::KIND, &name, encrypted.value()) {
				return Ok(true);
			}
			is_empty = false;
		}
		let of_shares = self
			.shares
			.any_opens(|name, encrypted| self.opens(placements::KIND, name, encrypted))?;
		Ok(of_shares.unwrap_or(is_empty))
	}

	fn opens(&self, kind: &'static str, name: &[u8], encrypted: &[u8]) -> bool {
		self.at_rest.decrypt(kind, name, encrypted).is_ok()
	}
}
