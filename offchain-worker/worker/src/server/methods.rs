// SPDX-License-Identifier: Apache-2.0
//! The JSON-RPC methods: small requests, almost all of them signed. Documents come and go by HTTP (`documents.rs`).

use super::{
	Custody, State,
	placement::Accepted,
	refusal::{
		chain_failed, key_gone, parse_cid, parse_hash, refuse, store_failed, unavailable,
		without_document,
	},
	tickets::Ticket,
};
use crate::{
	custody_rules::{check_access, destroy_record, share_to_give},
	ipfs::StoreError,
	journal::{JobKey, PlacementInfo},
	metrics,
};
use jsonrpsee::{Methods, core::RpcResult};
use salus_chain::{AccountId, BlockRef, queries};
use salus_core::{
	Layers, Share, TransportError,
	cids::MAX_DOCUMENT_LENGTH,
	decrypt_twice, encrypt_twice, is_weak, parties, placement_info,
	protocol::{
		Challenge, Destroy, Identity, Placement, PlacementKey, Proof, Receipt, Release,
		ReleasedShare, Releases, ReleasesPage, Reshare, Signed, TakeOver, Upload,
	},
	release_info,
};
use salus_custody::CustodyApiServer;
use salus_primitives::{Cid, RecordId, records::Version};
use std::{borrow::Cow, sync::Arc, time::Duration};

/// What a document is counted as at least, in bytes: a small one costs files and work too.
pub(super) const LEAST_CHARGE: u64 = 64 * 1024;

/// What a document that is to be fetched is counted as at least until it is here.
pub(super) const FETCH_CHARGE: u64 = 16 * 1024 * 1024;

/// How long a placement waits for another document of the same account that is being fetched. Not for long: its author,
/// who is told then that it is not here, brings it sooner than it is found.
pub(super) const FETCH_WAIT: Duration = Duration::from_secs(2);

/// The methods whose callers sign nothing. Anybody calls them, so they give way to all others.
const UNSIGNED: [&str; 2] = ["custody_identity", "custody_prove"];

/// Whether a request calls a method that only takes what is signed. Anything but a request does not.
pub(super) fn is_signed(methods: &Methods, request: &str) -> bool {
	#[derive(serde::Deserialize)]
	struct Called<'a> {
		#[serde(borrow)]
		method: Cow<'a, str>,
	}
	let called = serde_json::from_str::<Called>(request);
	called.is_ok_and(|called| {
		methods.method(&called.method).is_some() && !UNSIGNED.contains(&&*called.method)
	})
}

pub(super) struct Rpc(pub Arc<State>);

/// Counts how a method was answered.
pub(super) fn counted<T>(method: &'static str, response: RpcResult<T>) -> RpcResult<T> {
	metrics::answer(method, response.is_ok());
	if let Err(refusal) = &response {
		tracing::info!(method, reason = refusal.message(), "refused");
	}
	response
}

impl Custody {
	/// Refuses to decide by a state that may long have been another. Data rule 5.
	pub(super) fn check_news(&self, block: BlockRef) -> RpcResult<()> {
		self.freshness.note(block.hash).map_err(|stood| {
			unavailable(format!(
				"this custodian has seen no new finalized block for {} seconds, so it can't know what was \
				 revoked since: ask another, or again once its node goes on",
				stood.as_secs()
			))
		})
	}

	/// The key on the chain to which a share for this account is encrypted.
	pub(super) async fn key_of(&self, account: &AccountId, block: BlockRef) -> RpcResult<[u8; 32]> {
		let who = queries::who_is(&*self.chain, account, block.hash).await;
		let known = who.map_err(chain_failed)?.encryption_key;
		let known = known.ok_or_else(|| refuse("the caller has no encryption key on chain"))?;
		Ok(known.key)
	}

	/// Whether an operator owes the destruction of what it kept of a record.
	pub(super) async fn owes(
		&self,
		me: &AccountId,
		record: RecordId,
		block: BlockRef,
	) -> RpcResult<bool> {
		let owed = queries::destructions(&*self.chain, record, block.hash).await;
		let mut owed = owed.map_err(chain_failed)?.into_iter();
		Ok(owed.any(|owed| owed.custodian == *me && owed.destroyed_at.is_none()))
	}

	/// Whether a document is kept already, for whatever reason.
	pub(super) async fn keeps(&self, cid: &Cid) -> RpcResult<bool> {
		self.store.is_pinned(cid).await.map_err(store_failed)
	}

	/// The key to which shares are to be encrypted, signed as of a block that is finalized now, or was when its node
	/// last answered: one that does not answer for a moment need not be asked to tell who this custodian is. None if it
	/// has not answered since the key was drawn.
	async fn placement_key(&self) -> Option<PlacementKey> {
		if let Some(signed) = self.prekeys.signed_lately() {
			return Some(signed);
		}
		match self.finalized().await {
			Ok(block) => {
				let genesis_hash = self.chain.genesis_hash().0;
				Some(self.prekeys.sign(block.number, &genesis_hash, &self.signer))
			}
			Err(_) => self.prekeys.signed(),
		}
	}
}

impl Rpc {
	async fn do_announce(&self, upload: Signed<Upload>) -> RpcResult<String> {
		let custody = &self.0.custody;
		let (caller, _) = custody.registered_caller(&upload, "documents_announce").await?;
		for unused in self.0.tickets.expired() {
			// Nothing was stored for it: there was no slot, or its caller changed their mind.
			self.0.quota.refund(&unused.caller, unused.charged);
		}
		let Upload { cid, size } = upload.body;
		let cid = parse_cid(&cid)?;
		if size > MAX_DOCUMENT_LENGTH as u64 {
			return Err(store_failed(StoreError::TooLarge));
		}
		let charged = self.0.quota.charge(&caller, size.max(LEAST_CHARGE));
		let charged = charged.map_err(unavailable)?;
		let ticket = Ticket { caller: caller.clone(), cid, size, charged };
		self.0.tickets.give(ticket).ok_or_else(|| {
			self.0.quota.refund(&caller, charged);
			unavailable("too many uploads are announced here: ask again in a minute")
		})
	}

	async fn do_place(&self, placement: Signed<Placement>) -> RpcResult<Receipt> {
		let custody = &self.0.custody;
		let (caller, block) = custody.registered_caller(&placement, "custody_place").await?;
		let cid = parse_cid(&placement.body.cid)?;
		let key_commitment = parse_hash(&placement.body.key_commitment)?;
		let placement_key = parse_hash(&placement.body.placement_key)?;
		let encrypted = hex::decode(&placement.body.encrypted_share).map_err(refuse)?;
		let share = decrypt_twice(
			Layers {
				on_chain: &custody.secret,
				ephemeral: &*custody.prekeys.secret(&placement_key).ok_or_else(key_gone)?,
			},
			&placement_info(&custody.chain.genesis_hash().0, &key_commitment),
			&parties(caller.as_ref(), custody.signer.account().as_ref()),
			&encrypted,
		)
		.map_err(refuse)?;
		let share = Share::from_bytes(&share).map_err(refuse)?;
		if custody.journal.is_set_aside(&key_commitment).map_err(refuse)? {
			return Err(unavailable(
				"a share for this key lies here that is just being judged: ask again in an hour",
			));
		}
		let turn = self.0.placing.begin(&key_commitment);
		let turn = turn.ok_or_else(|| {
			unavailable("a share for this key is just being placed: ask again in a moment")
		})?;
		let under_way = self.0.quota.begin(&caller).map_err(unavailable)?;
		let fetch = match custody.store.has(&cid).await.map_err(store_failed)? {
			true => None,
			// One after the other for each account, so that documents that nobody has hold up no other account.
			false => {
				let slot = self.0.fetches.wait(&caller, 1, FETCH_WAIT).await;
				Some(slot.ok_or_else(|| {
					without_document(
						"it is not here, and this custodian is just searching for another document of this account: upload it",
					)
				})?)
			}
		};
		// A document has one placement: else one that nobody names would take another's document with it
		// when it expires.
		let known = custody.journal.placement(&key_commitment).map_err(refuse)?;
		let is_known = known.is_some();
		if known.is_none_or(|known| known.cid != cid) && custody.keeps(&cid).await? {
			return Err(refuse("this document is kept for another key already; encrypt it anew"));
		}
		// Whoever reads it believes the size: it has to be the document's, whatever its author states.
		let size = placement.body.size;
		// Else it was announced, and is counted already. Until it came it counts more: nobody may have a custodian
		// search for documents that do not exist, which keeps those that do waiting.
		let charge = size.max(FETCH_CHARGE);
		let charged = match fetch {
			Some(_) => Some(self.0.quota.charge(&caller, charge).map_err(unavailable)?),
			None => None,
		};
		let placed_at = custody.chain.moment(block.hash).await.map_err(chain_failed)?;
		let info = PlacementInfo {
			placed_by: caller.clone().into(),
			cid,
			size,
			placed_at,
			bound_to: None,
		};
		let accepted = Accepted {
			state: self.0.clone(),
			placed_by: caller,
			share_name: key_commitment,
			share,
			info,
			is_known,
			charged,
			block: block.number,
			waits_for: None,
			_turn: turn,
			_under_way: under_way,
			_fetch: fetch,
		};
		accepted.store().await
	}

	async fn do_release(&self, release: Signed<Release>) -> RpcResult<ReleasedShare> {
		let custody = &self.0.custody;
		let (caller, block) = custody.caller(&release, "custody_release").await?;
		let reply_key = parse_hash(&release.body.reply_key)?;
		if is_weak(&reply_key) {
			return Err(refuse(TransportError::WeakEphemeralKey));
		}
		let (_turn, block) = self.0.turn_of_release(&caller, block).await?;
		// As of the block that decides: the key may have been revoked while its turn was waited for. Data rule 5.
		custody.check_session_key(&release, &caller, block).await?;
		custody.check_news(block)?;
		let chain = &*custody.chain;
		let id = release.body.id();
		let checked = queries::access(chain, id, block.hash)
			.await
			.map_err(chain_failed)?
			.ok_or_else(|| refuse("the chain has no such access request"))?;
		let now = chain.moment(block.hash).await.map_err(chain_failed)?;
		let me = custody.signer.account();
		let is_named = |version: &Version<_>| version.custodians.contains(&me);
		let owes = match checked.version.as_ref().is_some_and(is_named) {
			true => false,
			false => custody.owes(&me, checked.access.record, block).await?,
		};
		let version =
			check_access(&checked, &caller, &me, owes, now, block.number).map_err(refuse)?;
		let reader_key = custody.key_of(&caller, block).await?;
		let access = &checked.access;
		let given = share_to_give(&custody.journal, access.record, access.version, version);
		let share_name = given.map_err(refuse)?.ok_or_else(|| {
			refuse("no share is kept here that was placed for this version by whom it names")
		})?;
		let share = custody.journal.share(&share_name).map_err(refuse)?;
		let encrypted = encrypt_twice(
			Layers { on_chain: &reader_key, ephemeral: &reply_key },
			&release_info(&chain.genesis_hash().0, id),
			&parties(me.as_ref(), caller.as_ref()),
			share.to_bytes().as_slice(),
		)
		.map_err(refuse)?;
		custody.note_release(id, &checked.access, &caller, now, block)?;
		Ok(ReleasedShare { encrypted_share: hex::encode(encrypted) })
	}

	async fn do_destroy(&self, destroy: Signed<Destroy>) -> RpcResult<()> {
		let custody = &self.0.custody;
		let (_, block) = custody.caller(&destroy, "custody_destroy").await?;
		let record = destroy.body.id();
		queries::tombstone(&*custody.chain, record, block.hash)
			.await
			.map_err(chain_failed)?
			.ok_or_else(|| refuse("the chain does not say that this record is erased"))?;
		// A version that is just being kept would be pinned after its blocks went, with nothing left to find it by.
		let open = custody.journal.open_jobs().map_err(refuse)?;
		if open.iter().any(|job| matches!(job.key, JobKey::Keep(kept, _) if kept == record)) {
			return Err(unavailable(
				"a version of the record is just being kept: it is destroyed after that",
			));
		}
		destroy_record(custody, record).await.map_err(refuse)
	}
}

#[jsonrpsee::core::async_trait]
impl CustodyApiServer for Rpc {
	async fn identity(&self) -> RpcResult<Identity> {
		let custody = &self.0.custody;
		let peer = custody.store.identity().await.map_err(store_failed)?;
		Ok(Identity {
			account: custody.signer.account().to_string(),
			encryption_key: hex::encode(custody.secret.public()),
			placement_key: custody.placement_key().await,
			peer_id: peer.peer_id,
			listen_addresses: match custody.announced.as_slice() {
				[] => peer.addresses,
				announced => announced.to_vec(),
			},
			version: env!("SALUS_VERSION").to_owned(),
		})
	}

	async fn announce(&self, upload: Signed<Upload>) -> RpcResult<String> {
		counted("documents_announce", self.do_announce(upload).await)
	}

	async fn place(&self, placement: Signed<Placement>) -> RpcResult<Receipt> {
		counted("custody_place", self.do_place(placement).await)
	}

	async fn reshare(&self, reshare: Signed<Reshare>) -> RpcResult<Receipt> {
		counted("custody_reshare", self.do_reshare(reshare).await)
	}

	async fn prove(&self, challenge: Challenge) -> RpcResult<Proof> {
		counted("custody_prove", self.0.prove(&challenge).await)
	}

	async fn release(&self, release: Signed<Release>) -> RpcResult<ReleasedShare> {
		counted("custody_release", self.do_release(release).await)
	}

	async fn hand_over(&self, take_over: Signed<TakeOver>) -> RpcResult<ReleasedShare> {
		counted("custody_hand_over", self.do_hand_over(take_over).await)
	}

	async fn releases(&self, releases: Signed<Releases>) -> RpcResult<ReleasesPage> {
		counted("custody_releases", self.0.custody.releases(&releases).await)
	}

	async fn destroy(&self, destroy: Signed<Destroy>) -> RpcResult<()> {
		counted("custody_destroy", self.do_destroy(destroy).await)
	}
}
