// SPDX-License-Identifier: Apache-2.0
//! A reader's or author's side: speaks to one custodian.

mod custody;
mod download;
mod releases;
mod shares;

use crate::{CustodyApiClient, endpoint_of, may_ask, parse_endpoint};
use bytes::{Bytes, BytesMut};
use jsonrpsee::{
	core::client::{Error as RpcError, IdKind},
	http_client::{HttpClient, HttpClientBuilder},
};
use reqwest::Url;
use salus_chain::{AccountId, queries::Operator};
use salus_core::{
	TransportError,
	protocol::{
		Bound, CORRUPT, Identity, KEY_GONE, MAX_MESSAGE_BYTES, Signed, UNAVAILABLE, Upload,
		WITHOUT_DOCUMENT,
	},
	signer::Signer,
};
use salus_primitives::Cid;
use std::{sync::LazyLock, time::Duration};
use tokio::time::timeout;

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
	/// It is to be asked by plain HTTP over a network.
	#[error(
		"custodian {account} is to be asked by {endpoint}, so whoever is between sees who reads what: ask its \
		 operator for https://, or take it all the same with --insecure"
	)]
	Plain {
		/// Who.
		account: AccountId,
		/// Where.
		endpoint: String,
	},
	/// What the chain names as its endpoint is none, or leads where this is not to go.
	#[error("custodian {account} is not asked at {endpoint}: {problem}")]
	Endpoint {
		/// Who.
		account: AccountId,
		/// Where.
		endpoint: String,
		/// What is wrong with it, and what is allowed.
		problem: String,
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
	/// It no longer has the key that a share was encrypted to.
	#[error("custodian {account} has another placement key by now: {reason}")]
	KeyGone {
		/// Who.
		account: AccountId,
		/// What to do, in its words.
		reason: String,
	},
	/// It has not got the document, and found it nowhere.
	#[error("custodian {account} did not get the document: {reason}")]
	WithoutDocument {
		/// Who.
		account: AccountId,
		/// Where it searched, as it says.
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

/// How long an answer is waited for: longer than a custodian may search for a document, so that its own
/// word of why it failed arrives.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long nothing may come of a document.
const STALL_LIMIT: Duration = Duration::from_secs(30);
/// Bytes a second with which a document is uploaded at least: slower, the custodian breaks it off.
const LEAST_SPEED: u64 = 64 * 1024;

/// Made once: it reads the system's certificates.
static DOCUMENTS: LazyLock<Result<reqwest::Client, String>> = LazyLock::new(|| {
	reqwest::Client::builder()
		.connect_timeout(CONNECT_TIMEOUT)
		// A document takes a connection of its own.
		.pool_max_idle_per_host(0)
		.redirect(reqwest::redirect::Policy::none())
		.build()
		.map_err(|cause| cause.to_string())
});

/// The URL of an operator's endpoint, if it names a host and no more.
pub(super) fn url_of(account: &AccountId, endpoint: &str) -> Result<Url, CustodianError> {
	parse_endpoint(endpoint).map_err(|problem| CustodianError::Endpoint {
		account: account.clone(),
		endpoint: endpoint.to_owned(),
		problem,
	})
}

/// One custodian, seen by one signer.
pub struct Custodian {
	account: AccountId,
	endpoint: String,
	client: HttpClient,
	documents: reqwest::Client,
	genesis_hash: [u8; 32],
	/// Those that finalized state lists for it.
	session_keys: Vec<AccountId>,
	/// How long it is asked again when it does not answer.
	retry_budget: Duration,
}

impl Custodian {
	/// The custodian at the endpoint that the chain names.
	pub fn new(
		account: &AccountId,
		operator: &Operator,
		genesis_hash: [u8; 32],
	) -> Result<Self, CustodianError> {
		Self::at(account.clone(), endpoint_of(operator), genesis_hash)
	}

	/// The custodian of this account at this endpoint.
	pub fn at(
		account: AccountId,
		endpoint: String,
		genesis_hash: [u8; 32],
	) -> Result<Self, CustodianError> {
		let url = url_of(&account, &endpoint)?;
		if !may_ask(&endpoint) {
			return Err(CustodianError::Plain { account, endpoint });
		}
		// As it was judged, however it was written.
		let endpoint = url.as_str().trim_end_matches('/').to_owned();
		let client = HttpClientBuilder::default()
			.request_timeout(REQUEST_TIMEOUT)
			.id_format(IdKind::String) // Numbers as ids don't survive serde_json's arbitrary precision.
			.max_request_size(MAX_MESSAGE_BYTES as u32)
			.max_response_size(MAX_MESSAGE_BYTES as u32)
			.build(&endpoint)
			.map_err(|cause| unreachable(&account, &endpoint, cause))?;
		let documents = DOCUMENTS.as_ref();
		let documents = documents.map_err(|cause| unreachable(&account, &endpoint, cause))?;
		let (documents, session_keys) = (documents.clone(), Vec::new());
		let retry_budget = Duration::ZERO;
		Ok(Self { account, endpoint, client, documents, genesis_hash, session_keys, retry_budget })
	}

	/// The same, and what these keys sign counts as its word. Without them only its own key does, so whoever reads what it
	/// signs asks the chain first ([`ChainClient::session_keys`](salus_chain::ChainClient::session_keys)).
	pub fn with_session_keys(self, session_keys: Vec<AccountId>) -> Self {
		Self { session_keys, ..self }
	}

	/// The same, asked again for so long when it does not answer; without this it is asked once.
	pub fn with_retry_budget(self, retry_budget: Duration) -> Self {
		Self { retry_budget, ..self }
	}

	pub fn account(&self) -> &AccountId {
		&self.account
	}

	/// Who it says that it is.
	pub async fn identity(&self) -> Result<Identity, CustodianError> {
		self.client.identity().await.map_err(|cause| self.error(cause))
	}

	/// Uploads a ciphertext.
	pub async fn put(
		&self,
		signer: &Signer,
		block: u32,
		cid: &Cid,
		ciphertext: Bytes,
	) -> Result<(), CustodianError> {
		let upload = Upload { cid: hex::encode(cid.as_bytes()), size: ciphertext.len() as u64 };
		let signed = Signed::new(upload, block, self.bound("documents_announce"), signer);
		let announced = self.client.announce(signed).await;
		let ticket = announced.map_err(|cause| self.error(cause))?;
		let time = Duration::from_secs(ciphertext.len() as u64 / LEAST_SPEED);
		let sent = self.documents.put(self.url("uploads", &ticket));
		let sent = sent.timeout(REQUEST_TIMEOUT.saturating_add(time));
		let response = sent.body(ciphertext).send().await;
		let response = response.map_err(|cause| self.unreachable(cause))?;
		match response.status().is_success() {
			true => Ok(()),
			false => Err(self.refusal(response).await),
		}
	}

	/// An answer's body, if it has no more bytes than `most`.
	async fn body(
		&self,
		response: &mut reqwest::Response,
		most: usize,
	) -> Result<Bytes, CustodianError> {
		let stated = response.content_length().unwrap_or_default();
		let stated = usize::try_from(stated).unwrap_or(usize::MAX);
		let mut body = BytesMut::with_capacity(stated.min(most));
		let next = |cause| self.unreachable(cause);
		while let Some(chunk) = timeout(STALL_LIMIT, response.chunk())
			.await
			.map_err(|_| self.stalled())?
			.map_err(next)?
		{
			if body.len().saturating_add(chunk.len()) > most {
				return Err(self.nonsense("it sends more than any document has"));
			}
			body.extend_from_slice(&chunk);
		}
		Ok(body.freeze())
	}

	/// Why it did not do what was asked by HTTP.
	async fn refusal(&self, mut response: reqwest::Response) -> CustodianError {
		let status = response.status();
		let body = self.body(&mut response, MAX_MESSAGE_BYTES);
		let body = match timeout(REQUEST_TIMEOUT, body).await {
			Ok(Ok(body)) => body,
			Ok(Err(cause)) => return cause,
			Err(_) => return self.unreachable("its refusal comes too slowly"),
		};
		match serde_json::from_slice::<Problem>(&body) {
			Ok(problem) => self.error_of(problem.code, problem.message),
			// Of a proxy before it, perhaps.
			Err(_) if status.is_server_error() => self.unreachable(status),
			Err(_) => self.nonsense(status),
		}
	}

	fn stalled(&self) -> CustodianError {
		self.unreachable(format!("nothing came of the document for {} s", STALL_LIMIT.as_secs()))
	}

	fn url(&self, path: &str, name: &str) -> String {
		format!("{}/{path}/{name}", self.endpoint)
	}

	fn bound<'a>(&'a self, method: &'a str) -> Bound<'a> {
		Bound { genesis_hash: &self.genesis_hash, custodian: &self.account, method }
	}

	fn nonsense(&self, problem: impl ToString) -> CustodianError {
		CustodianError::Nonsense { account: self.account.clone(), problem: problem.to_string() }
	}

	fn error(&self, cause: RpcError) -> CustodianError {
		match cause {
			RpcError::Call(response) => {
				self.error_of(response.code(), response.message().to_owned())
			}
			RpcError::ParseError(cause) => self.nonsense(cause),
			other => self.unreachable(other),
		}
	}

	/// What an answer's code means.
	fn error_of(&self, code: i32, message: String) -> CustodianError {
		let account = self.account.clone();
		match code {
			CORRUPT => CustodianError::Corrupt { account, cid: message },
			UNAVAILABLE => CustodianError::Unavailable { account, reason: message },
			KEY_GONE => CustodianError::KeyGone { account, reason: message },
			WITHOUT_DOCUMENT => CustodianError::WithoutDocument { account, reason: message },
			_ => CustodianError::Refused { account, reason: message },
		}
	}

	fn unreachable(&self, cause: impl ToString) -> CustodianError {
		unreachable(&self.account, &self.endpoint, cause)
	}
}

/// What is refused outside JSON-RPC.
#[derive(serde::Deserialize)]
struct Problem {
	code: i32,
	message: String,
}

fn unreachable(account: &AccountId, endpoint: &str, cause: impl ToString) -> CustodianError {
	CustodianError::Unreachable {
		account: account.clone(),
		endpoint: endpoint.to_owned(),
		cause: cause.to_string(),
	}
}
