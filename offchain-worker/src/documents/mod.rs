//! The two walks of a document: written (encrypted, uploaded, key shared out) and read (let in by the
//! chain, shares joined, fetched, verified, decrypted).

mod read;
mod write;

pub use read::{Opened, fetch, open, open_key};
pub use write::{choose_custodians, prepare};

use crate::{
	chain::{AccountId, ChainError},
	crypto::{DocumentError, ShareError},
	ipfs::StoreError,
	rpc::CustodianError,
};
use salus_primitives::{AccessId, RecordId, VersionNumber};

/// Why a document could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
	/// The chain was out of reach or refused.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// The chain knows no such access request.
	#[error("the chain has no access request {0} in a finalized block; ask for access first")]
	NoAccess(AccessId),
	/// The record's version is gone.
	#[error("record {record} is erased, or has no version {version:?}")]
	Gone {
		/// The record.
		record: RecordId,
		/// The version asked for.
		version: Option<VersionNumber>,
	},
	/// Too few custodians gave their share.
	#[error("{have} of {need} shares came; missing: {}", name(.missing))]
	CustodiansMissing {
		/// Shares that came.
		have: usize,
		/// Shares needed.
		need: u8,
		/// Which custodian did not give theirs, and why.
		missing: Vec<(AccountId, CustodianError)>,
	},
	/// A custodian refused, as it must without an access request.
	#[error(transparent)]
	Custodian(#[from] CustodianError),
	/// Every custodian's copy is damaged.
	#[error("every copy of the document {cid} that could be reached is damaged: {}; nothing was decrypted", name(.causes))]
	Corrupt {
		/// The document's CID as text.
		cid: String,
		/// What each custodian said.
		causes: Vec<(AccountId, CustodianError)>,
	},
	/// No custodian has the document.
	#[error("no custodian could give the document {cid}: {}", name(.causes))]
	NotFound {
		/// The document's CID as text.
		cid: String,
		/// What each custodian said.
		causes: Vec<(AccountId, CustodianError)>,
	},
	/// The shares do not fit.
	#[error(transparent)]
	Share(#[from] ShareError),
	/// The document does not decrypt, or is too large to encrypt.
	#[error(transparent)]
	Document(#[from] DocumentError),
	/// The document has no CID: it is too large.
	#[error(transparent)]
	Store(#[from] StoreError),
	/// There are too few operators to keep the shares.
	#[error("{have} operators are in service, and {need} custodians are needed")]
	TooFewOperators {
		/// How many are in service.
		have: usize,
		/// How many are needed.
		need: usize,
	},
	/// An account named as custodian is no operator in service.
	#[error("{0} is no operator in service, so it can't be a custodian; see: salus operator list")]
	NoCustodian(AccountId),
}

impl DocumentsError {
	/// Whether it may be over in a moment: a custodian did not answer.
	fn passes(&self) -> bool {
		let (Self::NotFound { causes, .. } | Self::Corrupt { causes, .. }) = self else {
			return false;
		};
		causes.iter().any(|(_, cause)| cause.passes())
	}
}

fn name(causes: &[(AccountId, CustodianError)]) -> String {
	causes
		.iter()
		.map(|(_, cause)| cause.to_string())
		.collect::<Vec<_>>()
		.join("; ")
}
