//! What this operator came to in requests for decision support, sealed at rest. Data rule 4.

use super::{Journal, JournalError, decoded};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use salus_primitives::{Cid, RequestId};

pub(super) const RESULTS: TableDefinition<u64, &[u8]> = TableDefinition::new("results");
const KIND: &str = "result";

/// What an operator came to in one request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum StoredResult {
	/// What it needs again when it settles what it sealed.
	Output {
		/// The digest of the output, as sealed on chain.
		digest: [u8; 32],
		/// The secret salt of the digest, which settling an open model shows.
		salt: [u8; 32],
		/// The quantised output.
		output: Vec<u8>,
		/// The encrypted result document on IPFS.
		document: Cid,
	},
	/// The model can't be run on the inputs.
	Refusal {
		/// The encrypted notice on IPFS that tells why; none when the inputs can't be had.
		notice: Option<Cid>,
	},
}

impl StoredResult {
	/// The document on IPFS.
	pub fn document(&self) -> Option<Cid> {
		match self {
			Self::Output { document, .. } => Some(*document),
			Self::Refusal { notice } => *notice,
		}
	}
}

impl Journal {
	/// Keeps the result of a request, in the place of an earlier one.
	pub fn put_result(
		&self,
		request: RequestId,
		result: &StoredResult,
	) -> Result<(), JournalError> {
		let sealed = self.sealed_result(request, result);
		self.write(|transaction| {
			insert(transaction, request, &sealed)?;
			Ok(())
		})
	}

	pub(super) fn sealed_result(&self, request: RequestId, result: &StoredResult) -> Vec<u8> {
		let name = request.0.to_le_bytes();
		self.at_rest.seal(KIND, &name, &result.encode())
	}

	/// The result of a request.
	pub fn result(&self, request: RequestId) -> Result<Option<StoredResult>, JournalError> {
		let sealed = self.read(|transaction| {
			let table = transaction.open_table(RESULTS)?;
			Ok(table.get(request.0)?.map(|entry| entry.value().to_vec()))
		})?;
		let Some(sealed) = sealed else {
			return Ok(None);
		};
		let bytes = self.at_rest.open(KIND, &request.0.to_le_bytes(), &sealed)?;
		decoded("results", &bytes).map(Some)
	}

	/// Forgets the result of a request. Returns whether there was one. Its sealed bytes may stay in freed
	/// pages of the database until those are used again.
	pub fn forget_result(&self, request: RequestId) -> Result<bool, JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(RESULTS)?;
			let there = table.remove(request.0)?.is_some();
			Ok(there)
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
}

/// Writes a sealed result and returns whether it is the request's first.
pub(super) fn insert(
	transaction: &WriteTransaction,
	request: RequestId,
	sealed: &[u8],
) -> Result<bool, JournalError> {
	let mut table = transaction.open_table(RESULTS)?;
	let first = table.insert(request.0, sealed)?.is_none();
	Ok(first)
}
