//! A ledger's entries as a node writes them in JSON.

use salus_chain::{AccountId, H256, answers::Ledger};
use salus_core::signer::parse_account;
use salus_primitives::{
	AccessId, Basis, BreakGlassId, Category, Entry, ProvisionId, Purpose, RecordId,
};
use serde::{Deserialize, Serialize};
use sp_core::Bytes;

/// What is left of a ledger to read: where a page starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cursor {
	/// How many entries.
	pub count: u64,
	/// The head that the newest of them produced.
	pub head: H256,
}

impl From<Ledger> for Cursor {
	fn from(ledger: Ledger) -> Self {
		Self { count: ledger.count, head: H256::from(ledger.head) }
	}
}

/// A page of a ledger, newest first.
#[derive(Deserialize)]
pub struct Page {
	/// Its entries.
	pub entries: Vec<Listed>,
	/// Where the next page starts, if there is one and the node may have it.
	pub cursor: Option<Cursor>,
	/// What the node lacks.
	pub gap: Option<Gap>,
}

/// What a node lacks.
#[derive(Deserialize)]
pub struct Gap {
	/// The head under which it has no entry, or a wrong one.
	pub head: H256,
	/// In the node's words.
	pub message: String,
}

/// What a node has under a head: of its answer, all that need be read.
#[derive(Deserialize)]
pub struct Stored {
	/// The head before and the entry, by SCALE.
	pub bytes: Bytes,
}

/// An entry.
#[derive(Deserialize)]
pub struct Listed {
	number: u64,
	at: u64,
	reader: String,
	access: u64,
	record: u64,
	version: u32,
	category: String,
	purpose: String,
	basis: ListedBasis,
}

/// Not a tagged enum: those can't hold numbers under serde_json's arbitrary precision.
#[derive(Deserialize)]
struct ListedBasis {
	kind: String,
	provision: Option<u32>,
	case: Option<u64>,
}

impl ListedBasis {
	fn basis(&self) -> Option<Basis> {
		Some(match self.kind.as_str() {
			"ownRecord" => Basis::OwnRecord,
			"authorship" => Basis::Authorship,
			"provision" => Basis::Provision(ProvisionId(self.provision?)),
			"breakGlass" => Basis::BreakGlass(BreakGlassId(self.case?)),
			_ => return None,
		})
	}
}

impl Listed {
	/// The entry, if this program understands it.
	pub fn entry(&self) -> Option<Entry<AccountId>> {
		Some(Entry {
			number: self.number,
			at: self.at,
			reader: parse_account(&self.reader).ok()?,
			access: AccessId(self.access),
			record: RecordId(self.record),
			version: self.version,
			category: Category::from_code(&self.category)?,
			purpose: Purpose::from_code(&self.purpose)?,
			basis: self.basis.basis()?,
		})
	}
}
