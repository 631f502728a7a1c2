//! A reader's or author's side: speaks to one custodian.

use super::{
	Bound, CustodyApiClient, Deposit, Destroy, Identity, MAX_MESSAGE_BYTES, Release, Signed, Upload,
};
use crate::{
	chain::{AccountId, answers::OperatorInfo, signer::Signer},
	crypto::{
		EncryptionSecret, Share, TransportError, deposit_info, open_from, parties, release_info,
		seal_to,
	},
	ipfs, retry,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;
use jsonrpsee::{
	core::client::{Error as RpcError, IdKind},
	http_client::{HttpClient, HttpClientBuilder},
};
use salus_primitives::{AccessId, Cid, RecordId};
use std::time::Duration;

/// Why a custodian did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CustodianError {
	/// Nobody answers.
	#[error("custodian {account} does not answer at {endpoint}: {cause}")]
	Unreachable {
		/// Who.
		account: AccountId,
		/// Where.
		endpoint: String,
		/// What the transport said.
		cause: String,
	},
	/// It answers, but the node or the IPFS store that it works with does not.
	#[error("custodian {account} can't work now: {reason}")]
	Unavailable {
		/// Who.
		account: AccountId,
		/// What is missing, in its words.
		reason: String,
	},
	/// It answered no.
	#[error("custodian {account} refused: {reason}")]
	Refused {
		/// Who.
		account: AccountId,
		/// Why, in its words.
		reason: String,
	},
	/// Its copy of a document is not what the CID names.
	#[error(
		"the document that custodian {account} returned is not {cid}: its copy is damaged; nothing was decrypted"
	)]
	Corrupt {
		/// Who.
		account: AccountId,
		/// The CID asked for, as text.
		cid: String,
	},
	/// It answered something that makes no sense.
	#[error("custodian {account} answered nonsense: {problem}")]
	Nonsense {
		/// Who.
		account: AccountId,
		/// What.
		problem: String,
	},
	/// A share did not open.
	#[error(transparent)]
	Transport(#[from] TransportError),
}

impl CustodianError {
	/// Whether it may be over in a moment: the custodian, or what it works with, did not answer.
	pub fn passes(&self) -> bool {
		matches!(self, Self::Unreachable { .. } | Self::Unavailable { .. })
	}
}

/// Code of an answer that says that the stored document is damaged.
pub(super) const CORRUPT: i32 = -32_010;
/// Code of an answer that refuses.
pub(super) const REFUSED: i32 = -32_011;
/// Code of an answer that says that the custodian's own node or IPFS store does not answer.
pub(super) const UNAVAILABLE: i32 = -32_012;

/// How long an answer is waited for: longer than a custodian may look for a document, so that its own
/// word of why it failed arrives.
const PATIENCE: Duration = Duration::from_secs(60);

/// One custodian, seen by one signer.
pub struct Custodian {
	account: AccountId,
	endpoint: String,
	client: HttpClient,
	genesis_hash: [u8; 32],
}

impl Custodian {
	/// The custodian at the endpoint that the chain names.
	pub fn new(operator: &OperatorInfo, genesis_hash: [u8; 32]) -> Result<Self, CustodianError> {
		Self::at(operator.account.clone(), operator.endpoint(), genesis_hash)
	}

	/// The custodian of this account at this endpoint.
	pub fn at(
		account: AccountId,
		endpoint: String,
		genesis_hash: [u8; 32],
	) -> Result<Self, CustodianError> {
		let client = HttpClientBuilder::default()
			.request_timeout(PATIENCE)
			.id_format(IdKind::String) // Numbers as ids don't survive serde_json's arbitrary precision.
			.max_request_size(MAX_MESSAGE_BYTES)
			.max_response_size(MAX_MESSAGE_BYTES)
			.build(&endpoint)
			.map_err(|cause| CustodianError::Unreachable {
				account: account.clone(),
				endpoint: endpoint.clone(),
				cause: cause.to_string(),
			})?;
		Ok(Self {
			account,
			endpoint,
			client,
			genesis_hash,
		})
	}

	/// Its account.
	pub fn account(&self) -> &AccountId {
		&self.account
	}

	/// Who it says that it is.
	pub async fn identity(&self) -> Result<Identity, CustodianError> {
		self.client
			.identity()
			.await
			.map_err(|cause| self.error(cause))
	}

	/// Uploads a ciphertext.
	pub async fn put(
		&self,
		signer: &Signer,
		block: u32,
		cid: &Cid,
		ciphertext: &[u8],
	) -> Result<(), CustodianError> {
		let upload = Upload {
			cid: hex::encode(cid.as_bytes()),
			size: ciphertext.len() as u64,
		};
		let signed = Signed::new(upload, block, self.bound("documents_put"), signer);
		self.client
			.put(signed, BASE64.encode(ciphertext))
			.await
			.map_err(|cause| self.error(cause))
	}

	/// Fetches a ciphertext, and checks it against the CID before it is believed.
	pub async fn get(&self, cid: &Cid) -> Result<Bytes, CustodianError> {
		let encoded = self
			.client
			.get(hex::encode(cid.as_bytes()))
			.await
			.map_err(|cause| self.error(cause))?;
		let bytes = Bytes::from(
			BASE64
				.decode(encoded)
				.map_err(|cause| self.nonsense(cause))?,
		);
		if ipfs::cid_of(&bytes).ok() != Some(*cid) {
			return Err(CustodianError::Corrupt {
				account: self.account.clone(),
				cid: ipfs::to_text(cid),
			});
		}
		Ok(bytes)
	}

	/// Deposits a share. `recipient` is the custodian's X25519 key on chain.
	#[allow(clippy::too_many_arguments)]
	pub async fn deposit(
		&self,
		signer: &Signer,
		block: u32,
		recipient: &[u8; 32],
		cid: &Cid,
		size: u64,
		key_commitment: &[u8; 32],
		share: &Share,
	) -> Result<(), CustodianError> {
		let sealed = seal_to(
			recipient,
			&deposit_info(&self.genesis_hash, key_commitment),
			&parties(signer.account().as_ref(), self.account.as_ref()),
			share.to_bytes().as_slice(),
		)?;
		let deposit = Deposit {
			cid: hex::encode(cid.as_bytes()),
			size,
			key_commitment: hex::encode(key_commitment),
			sealed_share: hex::encode(sealed),
		};
		let signed = Signed::new(deposit, block, self.bound("custody_deposit"), signer);
		let signed = &signed;
		retry::patiently(CustodianError::passes, || async move {
			let answer = self.client.deposit(signed.clone()).await;
			answer.map_err(|cause| self.error(cause))
		})
		.await
	}

	/// Asks for the share that an access request lets the signer have.
	pub async fn release(
		&self,
		signer: &Signer,
		secret: &EncryptionSecret,
		block: u32,
		access: AccessId,
	) -> Result<Share, CustodianError> {
		let signed = Signed::new(
			Release { access: access.0 },
			block,
			self.bound("custody_release"),
			signer,
		);
		let signed = &signed;
		let released = retry::patiently(CustodianError::passes, || async move {
			let answer = self.client.release(signed.clone()).await;
			answer.map_err(|cause| self.error(cause))
		})
		.await?;
		let sealed = hex::decode(released.sealed_share).map_err(|cause| self.nonsense(cause))?;
		let bytes = open_from(
			secret,
			&release_info(&self.genesis_hash, access),
			&parties(self.account.as_ref(), signer.account().as_ref()),
			&sealed,
		)?;
		Share::from_bytes(&bytes).map_err(|cause| self.nonsense(cause))
	}

	/// Asks it to destroy what it keeps of an erased record now.
	pub async fn destroy(
		&self,
		signer: &Signer,
		block: u32,
		record: RecordId,
	) -> Result<(), CustodianError> {
		let signed = Signed::new(
			Destroy { record: record.0 },
			block,
			self.bound("custody_destroy"),
			signer,
		);
		self.client
			.destroy(signed)
			.await
			.map_err(|cause| self.error(cause))
	}

	fn bound<'a>(&'a self, method: &'a str) -> Bound<'a> {
		Bound {
			genesis_hash: &self.genesis_hash,
			custodian: &self.account,
			method,
		}
	}

	fn nonsense(&self, problem: impl ToString) -> CustodianError {
		CustodianError::Nonsense {
			account: self.account.clone(),
			problem: problem.to_string(),
		}
	}

	fn error(&self, cause: RpcError) -> CustodianError {
		let account = self.account.clone();
		match cause {
			RpcError::Call(answer) if answer.code() == CORRUPT => CustodianError::Corrupt {
				account,
				cid: answer.message().to_owned(),
			},
			RpcError::Call(answer) if answer.code() == UNAVAILABLE => CustodianError::Unavailable {
				account,
				reason: answer.message().to_owned(),
			},
			RpcError::Call(answer) => CustodianError::Refused {
				account,
				reason: answer.message().to_owned(),
			},
			other => CustodianError::Unreachable {
				account,
				endpoint: self.endpoint.clone(),
				cause: other.to_string(),
			},
		}
	}
}
