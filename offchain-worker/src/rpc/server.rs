//! A custodian's side: answers only what finalized state allows.

use super::{
	Bound, CustodyApiServer, Deposit, Destroy, Freshness, Identity, MAX_MESSAGE_BYTES, Release,
	ReleasedShare, Signed, SignedError, Upload,
	client::{CORRUPT, REFUSED, UNAVAILABLE},
};
use crate::{
	chain::{
		AccountId, BlockRef, ChainClient, ChainError,
		answers::{AccessInfo, AccessState, VersionInfo},
		questions,
		signer::Signer,
	},
	crypto::{EncryptionSecret, Share, deposit_info, open_from, parties, release_info, seal_to},
	ipfs::{DocumentStore, StoreError, cid_of, to_text},
	journal::{Cursor, DepositInfo, Journal},
	metrics,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use bytes::Bytes;
use jsonrpsee::{
	Methods,
	server::{BatchRequestConfig, Server, ServerHandle},
	types::ErrorObjectOwned,
};
use salus_primitives::{Cid, Moment, RecordId, RequestId};
use std::{net::SocketAddr, sync::Arc};

/// Each may be sending a document of the largest size, which is held in memory.
const MAX_CONNECTIONS: u32 = 32;

/// What a custodian works with.
pub struct Custody {
	/// The chain.
	pub chain: Arc<dyn ChainClient>,
	/// The operator's account.
	pub signer: Signer,
	/// The operator's X25519 secret, whose public half is on chain.
	pub secret: EncryptionSecret,
	/// Where documents lie.
	pub store: Arc<dyn DocumentStore>,
	/// What is kept across restarts.
	pub journal: Arc<Journal>,
	/// Whether the chain goes on, as far as this machine sees.
	pub freshness: Freshness,
}

/// Serves the custodian's methods on `address` until the handle is stopped.
pub async fn serve(custody: Arc<Custody>, address: SocketAddr) -> std::io::Result<ServerHandle> {
	let server = Server::builder()
		.max_request_body_size(MAX_MESSAGE_BYTES)
		.max_response_body_size(MAX_MESSAGE_BYTES)
		.max_connections(MAX_CONNECTIONS)
		// One batch could ask for any number of documents.
		.set_batch_request_config(BatchRequestConfig::Disabled)
		.http_only()
		.build(address)
		.await?;
	Ok(server.start(methods(custody)))
}

/// The methods, without the server.
pub(crate) fn methods(custody: Arc<Custody>) -> Methods {
	Answers(custody).into_rpc().into()
}

struct Answers(Arc<Custody>);

type Answer<T> = Result<T, ErrorObjectOwned>;

fn refuse(reason: impl ToString) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(REFUSED, reason.to_string(), None::<()>)
}

fn unavailable(reason: impl ToString) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(UNAVAILABLE, reason.to_string(), None::<()>)
}

/// Its address and what is to be done there is this operator's affair, not the caller's.
fn silent(what: &str, cause: impl ToString) -> ErrorObjectOwned {
	tracing::warn!(cause = cause.to_string(), "{what} does not answer");
	unavailable(format!("{what} that it works with does not answer"))
}

fn store_failed(cause: StoreError) -> ErrorObjectOwned {
	match &cause {
		StoreError::Corrupt { document, .. } => {
			ErrorObjectOwned::owned(CORRUPT, to_text(document), None::<()>)
		}
		StoreError::Unreachable { .. } => silent("the IPFS daemon", cause),
		_ => refuse(cause),
	}
}

fn chain_failed(cause: ChainError) -> ErrorObjectOwned {
	match &cause {
		ChainError::Unreachable { .. } => silent("the chain's node", cause),
		_ => refuse(cause),
	}
}

fn parse_cid(text: &str) -> Answer<Cid> {
	let bytes =
		hex::decode(text).map_err(|cause| refuse(format!("the CID is not hex: {cause}")))?;
	Cid::parse(&bytes).map_err(refuse)
}

fn parse_hash(text: &str) -> Answer<[u8; 32]> {
	let mut bytes = [0; 32];
	hex::decode_to_slice(text, &mut bytes)
		.map_err(|cause| refuse(format!("a commitment is 64 hex digits: {cause}")))?;
	Ok(bytes)
}

/// Counts how a method was answered.
fn counted<T>(method: &'static str, answer: Answer<T>) -> Answer<T> {
	metrics::answer(method, answer.is_ok());
	if let Err(refusal) = &answer {
		tracing::info!(method, reason = refusal.message(), "refused");
	}
	answer
}

impl Answers {
	/// Who signed, and the finalized block that decides.
	async fn caller<Body: codec::Encode>(
		&self,
		request: &Signed<Body>,
		method: &str,
	) -> Answer<(AccountId, BlockRef)> {
		// What was seen first: it may have grown when the node has answered.
		let seen = self.0.journal.cursor().map_err(refuse)?;
		let block = self.0.chain.finalized().await.map_err(chain_failed)?;
		if let Some(reason) = behind(block, seen) {
			return Err(unavailable(reason));
		}
		let genesis_hash = self.0.chain.genesis_hash().0;
		let custodian = self.0.signer.account();
		let bound = Bound {
			genesis_hash: &genesis_hash,
			custodian: &custodian,
			method,
		};
		let caller = request
			.check(block.number, bound)
			.map_err(|cause| match cause {
				SignedError::Ahead { .. } => unavailable(cause),
				other => refuse(other),
			})?;
		Ok((caller, block))
	}

	/// A caller whom the chain knows: others may not make a custodian store anything.
	async fn registered_caller<Body: codec::Encode>(
		&self,
		request: &Signed<Body>,
		method: &str,
	) -> Answer<(AccountId, BlockRef)> {
		let (caller, block) = self.caller(request, method).await?;
		let who = questions::who_is(&*self.0.chain, &caller, block.hash)
			.await
			.map_err(chain_failed)?;
		if !who.is_registered() {
			return Err(refuse("the caller is not registered on chain"));
		}
		Ok((caller, block))
	}

	async fn do_put(&self, upload: Signed<Upload>, bytes: String) -> Answer<()> {
		self.registered_caller(&upload, "documents_put").await?;
		let announced = parse_cid(&upload.body.cid)?;
		let document = Bytes::from(BASE64.decode(bytes).map_err(refuse)?);
		if document.len() as u64 != upload.body.size {
			return Err(refuse("the document has another size than announced"));
		}
		if cid_of(&document).map_err(store_failed)? != announced {
			return Err(refuse("the document is not what its CID names"));
		}
		// Not pinned until a share is deposited for it: what nobody names is collected.
		self.0.store.put(document).await.map_err(store_failed)?;
		Ok(())
	}

	/// Whether a document is kept already, for whatever reason.
	async fn keeps(&self, cid: &Cid) -> Answer<bool> {
		Ok(self
			.0
			.store
			.pins()
			.await
			.map_err(store_failed)?
			.contains(cid))
	}

	async fn do_deposit(&self, deposit: Signed<Deposit>) -> Answer<()> {
		let (caller, block) = self.registered_caller(&deposit, "custody_deposit").await?;
		let cid = parse_cid(&deposit.body.cid)?;
		let key_commitment = parse_hash(&deposit.body.key_commitment)?;
		let sealed = hex::decode(&deposit.body.sealed_share).map_err(refuse)?;
		let share = open_from(
			&self.0.secret,
			&deposit_info(&self.0.chain.genesis_hash().0, &key_commitment),
			&parties(caller.as_ref(), self.0.signer.account().as_ref()),
			&sealed,
		)
		.map_err(refuse)?;
		let share = Share::from_bytes(&share).map_err(refuse)?;
		if self
			.0
			.journal
			.set_aside()
			.map_err(refuse)?
			.contains(&key_commitment)
		{
			return Err(unavailable(
				"a share for this key lies here that is just being judged: ask again in an hour",
			));
		}
		// A document has one deposit: else one that nobody names would take another's document with it
		// when it expires.
		let known = self
			.0
			.journal
			.deposit_info(&key_commitment)
			.map_err(refuse)?;
		if known.is_none_or(|known| known.cid != cid) && self.keeps(&cid).await? {
			return Err(refuse(
				"this document is kept for another key already; encrypt it anew",
			));
		}
		// Whoever reads it believes the size: it has to be the document's, whatever its author states.
		let size = deposit.body.size;
		let pinned = self.0.store.pin(&cid, Some(size)).await;
		pinned.map_err(store_failed)?;
		let deposited_at = self
			.0
			.chain
			.moment(block.hash)
			.await
			.map_err(chain_failed)?;
		let info = DepositInfo {
			depositor: caller.into(),
			cid,
			size,
			deposited_at,
			bound_to: None,
		};
		self.0
			.journal
			.deposit(&key_commitment, &share, &info)
			.map_err(refuse)?;
		Ok(())
	}

	async fn do_release(&self, release: Signed<Release>) -> Answer<ReleasedShare> {
		let (caller, block) = self.caller(&release, "custody_release").await?;
		self.0.freshness.note(block.hash).map_err(|stood| {
			unavailable(format!(
				"this custodian has seen no new finalized block for {} seconds, so it can't know what was \
				 revoked since: ask another, or again once its node goes on",
				stood.as_secs()
			))
		})?;
		let chain = &*self.0.chain;
		let access = questions::access(chain, release.body.id(), block.hash)
			.await
			.map_err(chain_failed)?
			.ok_or_else(|| refuse("the chain has no such access request"))?;
		let now = chain.moment(block.hash).await.map_err(chain_failed)?;
		let version = check_access(&access, &caller, &self.0.signer.account(), now)?;
		let reader_key = questions::who_is(chain, &caller, block.hash)
			.await
			.map_err(chain_failed)?
			.encryption_key
			.ok_or_else(|| refuse("the reader has no encryption key on chain"))?
			.key;
		let kept = self
			.0
			.journal
			.deposit_info(&version.key_commitment)
			.map_err(refuse)?;
		if !kept.is_some_and(|kept| deposited_for(&kept, version)) {
			return Err(refuse(
				"no share is kept here that this version's author deposited for it",
			));
		}
		let share = self
			.0
			.journal
			.share(&version.key_commitment)
			.map_err(refuse)?;
		let sealed = seal_to(
			&reader_key,
			&release_info(&chain.genesis_hash().0, release.body.id()),
			&parties(self.0.signer.account().as_ref(), caller.as_ref()),
			share.to_bytes().as_slice(),
		)
		.map_err(refuse)?;
		Ok(ReleasedShare {
			sealed_share: hex::encode(sealed),
		})
	}

	async fn do_destroy(&self, destroy: Signed<Destroy>) -> Answer<()> {
		let (_, block) = self.caller(&destroy, "custody_destroy").await?;
		let record = destroy.body.id();
		questions::tombstone(&*self.0.chain, record, block.hash)
			.await
			.map_err(chain_failed)?
			.ok_or_else(|| refuse("the chain does not say that this record is erased"))?;
		destroy_record(&self.0, record).await.map_err(refuse)
	}
}

/// Why a node is not believed: blocks that this custodian has worked through may have ended what it still allows.
fn behind(finalized: BlockRef, seen: Option<Cursor>) -> Option<String> {
	let seen = seen.filter(|seen| seen.number > finalized.number)?;
	Some(format!(
		"its node is at block {}, and it has seen block {}: ask another, or again once the node has caught up",
		finalized.number, seen.number
	))
}

/// Whether finalized state lets the caller have this custodian's share now. Data rule 5.
fn check_access<'a>(
	access: &'a AccessInfo,
	caller: &AccountId,
	custodian: &AccountId,
	now: Moment,
) -> Answer<&'a VersionInfo> {
	if !access.readers.contains(caller) {
		return Err(refuse("the access request is another reader's"));
	}
	// Data rule 8: by the on-chain clock.
	if access.state != AccessState::Open || now >= access.expires_at {
		return Err(refuse(
			"the access request has expired or its record is erased; ask again",
		));
	}
	let version = access
		.version
		.as_ref()
		.ok_or_else(|| refuse("the version is gone"))?;
	if !version.custodians.contains(custodian) {
		return Err(refuse("this operator is no custodian of the version"));
	}
	Ok(version)
}

/// Whether a deposit is the one that a version names. Commitments and CIDs stand on the chain for all to
/// copy: without this, whoever names another's commitment in a record of their own is let in to that key.
pub fn deposited_for(deposit: &DepositInfo, version: &VersionInfo) -> bool {
	deposit.cid == version.cid && version.author == AccountId::new(deposit.depositor)
}

/// Destroys every share, document and result kept of a record. Data rule 6.
pub async fn destroy_record(custody: &Custody, record: RecordId) -> anyhow::Result<()> {
	for deposit in custody.journal.deposits_of(record)? {
		custody.store.erase(&deposit.info.cid).await?;
		custody.journal.destroy_share(&deposit.key_commitment)?;
	}
	let block = custody.chain.finalized().await?;
	for request in custody.journal.results()? {
		let chain = &*custody.chain;
		let inputs = match questions::receipt(chain, request, block.hash).await? {
			Some(receipt) => Some(receipt.records),
			None => questions::request(chain, request, block.hash)
				.await?
				.map(|open| open.records),
		};
		// A result tells of every record that it was made from. One with neither receipt nor request is of
		// a request that failed: nobody can ask for it any more.
		if inputs.is_none_or(|inputs| inputs.iter().any(|input| input.record == record)) {
			erase_result(custody, request).await?;
		}
	}
	Ok(())
}

/// Erases what is kept of a result.
pub async fn erase_result(custody: &Custody, request: RequestId) -> anyhow::Result<()> {
	if let Some(result) = custody.journal.result(request)?
		&& let Some(document) = result.document()
	{
		custody.store.erase(&document).await?;
	}
	custody.journal.forget_result(request)?;
	Ok(())
}

#[jsonrpsee::core::async_trait]
impl CustodyApiServer for Answers {
	async fn identity(&self) -> Answer<Identity> {
		let peer = self.0.store.identity().await.map_err(store_failed)?;
		Ok(Identity {
			account: self.0.signer.account().to_string(),
			encryption_key: hex::encode(self.0.secret.public()),
			peer_id: peer.peer_id,
			listen_addresses: peer.addresses,
			version: env!("CARGO_PKG_VERSION").to_owned(),
		})
	}

	async fn put(&self, upload: Signed<Upload>, bytes: String) -> Answer<()> {
		counted("documents_put", self.do_put(upload, bytes).await)
	}

	async fn get(&self, cid: String) -> Answer<String> {
		let answer = async {
			let cid = parse_cid(&cid)?;
			// Only what is kept here by its own CID: nobody may make a custodian search the network for them,
			// or read one document's blocks by another's name.
			if !self.keeps(&cid).await? {
				return Err(refuse("this custodian does not keep that document"));
			}
			let document = self.0.store.get(&cid).await.map_err(store_failed)?;
			Ok(BASE64.encode(document))
		};
		counted("documents_get", answer.await)
	}

	async fn deposit(&self, deposit: Signed<Deposit>) -> Answer<()> {
		counted("custody_deposit", self.do_deposit(deposit).await)
	}

	async fn release(&self, release: Signed<Release>) -> Answer<ReleasedShare> {
		counted("custody_release", self.do_release(release).await)
	}

	async fn destroy(&self, destroy: Signed<Destroy>) -> Answer<()> {
		counted("custody_destroy", self.do_destroy(destroy).await)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::fixtures::{deposit, version};

	#[test]
	fn what_does_not_answer_is_not_called_a_refusal() {
		let silent = StoreError::Unreachable {
			endpoint: "http://127.0.0.1:5001".into(),
			problem: "connection refused".into(),
		};
		let answer = store_failed(silent);
		assert_eq!(answer.code(), UNAVAILABLE);
		assert!(!answer.message().contains("5001"), "{answer}");
		assert_eq!(store_failed(StoreError::TooLarge).code(), REFUSED);
		let silent = ChainError::Unreachable {
			url: "ws://127.0.0.1:9944".into(),
			cause: "connection refused".into(),
		};
		let answer = chain_failed(silent);
		assert_eq!(answer.code(), UNAVAILABLE);
		assert!(!answer.message().contains("9944"), "{answer}");
		let answered = ChainError::Mismatch("unknown event".into());
		assert_eq!(chain_failed(answered).code(), REFUSED);
	}

	#[test]
	fn a_node_that_is_behind_what_was_seen_is_not_believed() {
		let at = |number| BlockRef {
			number,
			hash: crate::chain::H256([0; 32]),
		};
		let seen = |number| {
			Some(Cursor {
				number,
				hash: [0; 32],
			})
		};
		assert_eq!(behind(at(7), None), None);
		assert_eq!(behind(at(7), seen(7)), None);
		assert_eq!(behind(at(8), seen(7)), None);
		assert!(behind(at(6), seen(7)).unwrap().contains("block 6"));
	}

	#[test]
	fn data_rule_5_naming_anothers_commitment_lets_nobody_in() {
		let deposit = deposit(1, 2);
		assert!(deposited_for(&deposit, &version(1, 2)));
		assert!(!deposited_for(&deposit, &version(9, 2)));
		assert!(!deposited_for(&deposit, &version(1, 9)));
	}
}
