// SPDX-License-Identifier: Apache-2.0
//! What this operator came to in requests for decision support, encrypted at rest. Data rule 4. An index tells which of
//! it was made of a record, so that an erasure finds it. The documents wait beside it until they are on IPFS
//! (`unpublished.rs`).

use super::{
	Journal, JournalError, NewInputs, decoded,
	reencrypt::{PORTION, Reencryption, again_if_reencrypted, later_than},
	unpublished,
};
use codec::{Decode, Encode};
use redb::{MultimapTableDefinition, ReadableTable, TableDefinition, WriteTransaction};
use salus_primitives::{Cid, RecordId, RequestId};

pub(super) const RESULTS: TableDefinition<u64, &[u8]> = TableDefinition::new("results");
/// By record: the requests whose results were made of it.
const BY_RECORD: MultimapTableDefinition<u64, u64> =
	MultimapTableDefinition::new("results by record");
/// By request: the records that its result was made of.
const RECORDS: MultimapTableDefinition<u64, u64> =
	MultimapTableDefinition::new("records of results");
pub(super) const KIND: &str = "result";

/// What an operator came to in one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct StoredResult {
	/// What it bound, and reveals; none when it refused.
	pub output: Option<Output>,
	/// Whether what was last sent for the request was lost from sight before it was in a block.
	pub lost: bool,
	/// Whether it is kept to open a seal alone: its document was erased, or never was here.
	pub seal_only: bool,
}

/// The output of a model, as far as it is needed again. The seal's nonce is derived anew each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Output {
	/// The hash of salt, request, model and output.
	pub content: [u8; 32],
	/// The encrypted result: on IPFS once revealing has begun.
	pub document: Cid,
}

/// What a run of a model came to.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
	/// Its output.
	pub output: Output,
	/// The encrypted result, which waits in the journal until revealing has begun.
	pub document: &'a [u8],
	/// What is counted of its inputs; nothing if the model's card has no references.
	pub inputs: Option<&'a NewInputs>,
}

impl StoredResult {
	/// That the model can't be run on the inputs, or here.
	pub const REFUSAL: Self = Self { output: None, lost: false, seal_only: false };

	/// An output.
	pub const fn of(output: Output) -> Self {
		Self { output: Some(output), lost: false, seal_only: false }
	}

	/// An output without its document.
	pub const fn of_seal(output: Output) -> Self {
		Self { seal_only: true, ..Self::of(output) }
	}

	/// The encrypted result, if it is to be kept here.
	pub fn document(&self) -> Option<Cid> {
		self.output.filter(|_| !self.seal_only).map(|output| output.document)
	}
}

impl Journal {
	/// Keeps the result of a request, made of these records, in the place of an earlier one.
	pub fn put_result(
		&self,
		request: RequestId,
		records: &[RecordId],
		result: &StoredResult,
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let encrypted = self.encrypted_result(request, result);
			insert(transaction, request, records, &encrypted)?;
			Ok(())
		})
	}

	/// Keeps what a run for a request came to and its document, and counts its inputs, in one transaction. They are
	/// counted only if no result of the request was there.
	pub fn put_run(
		&self,
		request: RequestId,
		records: &[RecordId],
		run: &NewRun<'_>,
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let encrypted = self.encrypted_result(request, &StoredResult::of(run.output));
			let first = insert(transaction, request, records, &encrypted)?;
			self.keep_unpublished(transaction, request, run.document)?;
			match run.inputs {
				Some(inputs) if first => self.count_inputs(transaction, inputs),
				_ => Ok(()),
			}
		})
	}

	/// Notes whether what was last sent for a request was lost from sight, if anything is still kept of it. In one
	/// transaction: what is erased meanwhile does not come back.
	pub fn note_lost(&self, request: RequestId, lost: bool) -> Result<(), JournalError> {
		self.write(|transaction| match self.kept_result(transaction, request)? {
			Some(kept) => self.keep_result(transaction, request, &StoredResult { lost, ..kept }),
			None => Ok(()),
		})
	}

	/// Drops the document of a result, if it waits here, and keeps what opens the seal; of a refusal nothing. It is still
	/// found by its records.
	pub fn erase_result(&self, request: RequestId) -> Result<(), JournalError> {
		self.write(|transaction| {
			unpublished::forget(transaction, request)?;
			match self.kept_result(transaction, request)? {
				Some(kept) if kept.output.is_some() => {
					let left = StoredResult { seal_only: true, ..kept };
					self.keep_result(transaction, request, &left)
				}
				_ => forget(transaction, request).map(|_| ()),
			}
		})
	}

	fn kept_result(
		&self,
		transaction: &WriteTransaction,
		request: RequestId,
	) -> Result<Option<StoredResult>, JournalError> {
		let table = transaction.open_table(RESULTS)?;
		let encrypted = table.get(request.0)?.map(|entry| entry.value().to_vec());
		encrypted.map(|encrypted| self.open_result(request, &encrypted)).transpose()
	}

	fn keep_result(
		&self,
		transaction: &WriteTransaction,
		request: RequestId,
		result: &StoredResult,
	) -> Result<(), JournalError> {
		let encrypted = self.encrypted_result(request, result);
		transaction.open_table(RESULTS)?.insert(request.0, encrypted.as_slice())?;
		Ok(())
	}

	fn open_result(
		&self,
		request: RequestId,
		encrypted: &[u8],
	) -> Result<StoredResult, JournalError> {
		let bytes = self.at_rest.decrypt(KIND, &request.0.to_le_bytes(), encrypted)?;
		decoded("results", &bytes)
	}

	/// To be encrypted in the transaction that keeps it: by the key that is the current one then.
	fn encrypted_result(&self, request: RequestId, result: &StoredResult) -> Vec<u8> {
		let name = request.0.to_le_bytes();
		self.at_rest.encrypt(KIND, &name, &result.encode())
	}

	/// The result of a request.
	pub fn result(&self, request: RequestId) -> Result<Option<StoredResult>, JournalError> {
		again_if_reencrypted(|| {
			let encrypted = self.read(|transaction| {
				let table = transaction.open_table(RESULTS)?;
				Ok(table.get(request.0)?.map(|entry| entry.value().to_vec()))
			})?;
			encrypted.map(|encrypted| self.open_result(request, &encrypted)).transpose()
		})
	}

	/// Encrypts some results anew, by request, each with its document, and gives the last of them; none if there are no
	/// more.
	pub(super) fn reencrypt_results(
		&self,
		after: Option<u64>,
		pass: &mut Reencryption,
	) -> Result<Option<u64>, JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(RESULTS)?;
			let mut rows = Vec::new();
			for entry in table.range(later_than(after))?.take(PORTION) {
				let (request, encrypted) = entry?;
				rows.push((request.value(), encrypted.value().to_vec()));
			}
			for (request, encrypted) in &rows {
				let anew = self.at_rest.reencrypt(KIND, &request.to_le_bytes(), encrypted);
				if let Some(anew) = pass.anew(anew) {
					table.insert(*request, anew.as_slice())?;
				}
				self.reencrypt_unpublished(transaction, *request, pass)?;
			}
			Ok(rows.last().map(|(request, _)| *request))
		})
	}

	/// Forgets the result of a request. Returns whether there was one. Its encrypted bytes may stay in freed
	/// pages of the database until those are used again.
	pub fn forget_result(&self, request: RequestId) -> Result<bool, JournalError> {
		self.write(|transaction| {
			unpublished::forget(transaction, request)?;
			forget(transaction, request)
		})
	}

	/// Requests of which results are kept.
	pub fn results(&self) -> Result<Vec<RequestId>, JournalError> {
		self.read(|transaction| {
			let table = transaction.open_table(RESULTS)?;
			let mut requests = Vec::new();
			for entry in table.iter()? {
				requests.push(RequestId(entry?.0.value()));
			}
			Ok(requests)
		})
	}

	/// The records that the result of a request was made of.
	pub fn records_of_result(&self, request: RequestId) -> Result<Vec<RecordId>, JournalError> {
		self.read(|transaction| {
			let of_request = transaction.open_multimap_table(RECORDS)?;
			let mut records = Vec::new();
			for record in of_request.get(request.0)? {
				records.push(RecordId(record?.value()));
			}
			Ok(records)
		})
	}

	/// Requests of which a result is kept that was made of a record.
	pub fn results_of(&self, record: RecordId) -> Result<Vec<RequestId>, JournalError> {
		self.read(|transaction| {
			let by_record = transaction.open_multimap_table(BY_RECORD)?;
			let mut requests = Vec::new();
			for request in by_record.get(record.0)? {
				requests.push(RequestId(request?.value()));
			}
			Ok(requests)
		})
	}
}

/// Makes the tables of a new journal.
pub(super) fn open_tables(transaction: &WriteTransaction) -> Result<(), JournalError> {
	transaction.open_table(RESULTS)?;
	transaction.open_table(unpublished::DOCUMENTS)?;
	transaction.open_multimap_table(BY_RECORD)?;
	transaction.open_multimap_table(RECORDS)?;
	Ok(())
}

/// Writes an encrypted result, without a document, and returns whether it is the request's first.
fn insert(
	transaction: &WriteTransaction,
	request: RequestId,
	records: &[RecordId],
	encrypted: &[u8],
) -> Result<bool, JournalError> {
	keep_records(transaction, request, records)?;
	unpublished::forget(transaction, request)?;
	let mut table = transaction.open_table(RESULTS)?;
	let first = table.insert(request.0, encrypted)?.is_none();
	Ok(first)
}

/// Drops a result, and returns whether there was one.
fn forget(transaction: &WriteTransaction, request: RequestId) -> Result<bool, JournalError> {
	forget_records(transaction, request)?;
	let mut table = transaction.open_table(RESULTS)?;
	let there = table.remove(request.0)?.is_some();
	Ok(there)
}

/// Drops what journals of earlier forms kept: it is of another protocol, and no request of it is open any more. The
/// documents are left over then, and erased as such.
pub(super) fn drop_all(transaction: &WriteTransaction) -> Result<(), JournalError> {
	transaction.delete_table(RESULTS)?;
	transaction.delete_multimap_table(BY_RECORD)?;
	transaction.delete_multimap_table(RECORDS)?;
	Ok(())
}

fn keep_records(
	transaction: &WriteTransaction,
	request: RequestId,
	records: &[RecordId],
) -> Result<(), JournalError> {
	forget_records(transaction, request)?;
	let mut by_record = transaction.open_multimap_table(BY_RECORD)?;
	let mut of_request = transaction.open_multimap_table(RECORDS)?;
	for record in records {
		by_record.insert(record.0, request.0)?;
		of_request.insert(request.0, record.0)?;
	}
	Ok(())
}

fn forget_records(transaction: &WriteTransaction, request: RequestId) -> Result<(), JournalError> {
	let mut by_record = transaction.open_multimap_table(BY_RECORD)?;
	let mut of_request = transaction.open_multimap_table(RECORDS)?;
	let mut records = Vec::new();
	for record in of_request.remove_all(request.0)? {
		records.push(record?.value());
	}
	for record in records {
		by_record.remove(record, request.0)?;
	}
	Ok(())
}
