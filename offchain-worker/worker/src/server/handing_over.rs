// SPDX-License-Identifier: Apache-2.0
//! Custody changes hands: a share of a key that is split anew comes, and one that was kept here goes to whoever keeps it
//! from now on. What may be tried against either, and what comes of it, stands in the workspace's README.

use super::{
	methods::{FETCH_CHARGE, FETCH_WAIT, LEAST_CHARGE, Rpc},
	placement::Accepted,
	refusal::{
		chain_failed, key_gone, parse_hash, refuse, store_failed, unavailable, without_document,
	},
};
use crate::{
	custody_rules::{is_successor, placed_for},
	journal::PlacementInfo,
};
use jsonrpsee::core::RpcResult;
use salus_chain::queries;
use salus_core::{
	Layers, Share, Sharing, TransportError, decrypt_twice, encrypt_twice, hand_over_info, is_weak,
	parties, placement_info,
	protocol::{Receipt, ReleasedShare, Reshare, Signed, TakeOver},
};

impl Rpc {
	/// Keeps a share beside the one that is kept of the version. What its document is the chain says, and who may place it.
	pub(super) async fn do_reshare(&self, reshare: Signed<Reshare>) -> RpcResult<Receipt> {
		let custody = &self.0.custody;
		let (caller, block) = custody.registered_caller(&reshare, "custody_reshare").await?;
		custody.check_news(block)?;
		let chain = &*custody.chain;
		let (record, number) = (reshare.body.id(), reshare.body.version);
		let gone = || refuse("the chain has no such version of a record that is not erased");
		let version = queries::version(chain, record, number, block.hash).await;
		let version = version.map_err(chain_failed)?.ok_or_else(gone)?;
		let about = queries::record(chain, record, block.hash).await;
		let about = about.map_err(chain_failed)?.ok_or_else(gone)?;
		if ![&about.patient, &version.author].contains(&&caller) {
			return Err(refuse(
				"only the record's patient and the version's author have its key shared out anew",
			));
		}
		let drawn = Some(parse_hash(&reshare.body.sharing)?);
		if drawn == version.sharing() {
			return Err(refuse("the chain names this sharing already: draw another"));
		}
		let sharing = Sharing { drawn, ..Sharing::of(record, number, &version) };
		let share_name = sharing.share_name();
		let placement_key = parse_hash(&reshare.body.placement_key)?;
		let encrypted = hex::decode(&reshare.body.encrypted_share).map_err(refuse)?;
		let share = decrypt_twice(
			Layers {
				on_chain: &custody.secret,
				ephemeral: &*custody.prekeys.secret(&placement_key).ok_or_else(key_gone)?,
			},
			&placement_info(&chain.genesis_hash().0, &share_name),
			&parties(caller.as_ref(), custody.signer.account().as_ref()),
			&encrypted,
		)
		.map_err(refuse)?;
		let share = Share::from_bytes(&share).map_err(refuse)?;
		if custody.journal.is_set_aside(&share_name).map_err(refuse)? {
			return Err(unavailable(
				"this share lies here and is just being judged: ask again in an hour",
			));
		}
		let turn = self.0.placing.begin(&share_name);
		let turn = turn
			.ok_or_else(|| unavailable("this share is just being placed: ask again in a moment"))?;
		let under_way = self.0.quota.begin(&caller).map_err(unavailable)?;
		let fetch = match custody.store.has(&version.cid).await.map_err(store_failed)? {
			true => None,
			// In turns, as for a new document.
			false => {
				let slot = self.0.fetches.wait(&caller, 1, FETCH_WAIT).await;
				Some(slot.ok_or_else(|| {
					without_document(
						"it is not here, and this custodian is just searching for another document of this account: upload it",
					)
				})?)
			}
		};
		// A share alone is counted, too: else nothing bounds how many wait.
		let charge = match fetch {
			Some(_) => version.length.max(FETCH_CHARGE),
			None => LEAST_CHARGE,
		};
		let charged = self.0.quota.charge(&caller, charge).map_err(unavailable)?;
		let info = PlacementInfo {
			placed_by: caller.clone().into(),
			cid: version.cid,
			size: version.length,
			placed_at: chain.moment(block.hash).await.map_err(chain_failed)?,
			bound_to: None,
		};
		let known = custody.journal.placement(&share_name).map_err(refuse)?;
		let accepted = Accepted {
			state: self.0.clone(),
			placed_by: caller,
			share_name,
			share,
			info,
			is_known: known.is_some(),
			charged: fetch.is_some().then_some(charged),
			block: block.number,
			waits_for: Some((record, number)),
			_turn: turn,
			_under_way: under_way,
			_fetch: fetch,
		};
		accepted.store().await
	}

	/// Gives the share that this operator kept to the one that finalized state names in its place. It stays here until the
	/// successor has proven that it has it (`jobs/give_up.rs`). Data rule 5: the chain is told first.
	pub(super) async fn do_hand_over(
		&self,
		take_over: Signed<TakeOver>,
	) -> RpcResult<ReleasedShare> {
		let custody = &self.0.custody;
		let (caller, block) = custody.caller(&take_over, "custody_hand_over").await?;
		let reply_key = parse_hash(&take_over.body.reply_key)?;
		if is_weak(&reply_key) {
			return Err(refuse(TransportError::WeakEphemeralKey));
		}
		let (_turn, block) = self.0.turn_of_release(&caller, block).await?;
		// As of the block that decides.
		custody.check_session_key(&take_over, &caller, block).await?;
		custody.check_news(block)?;
		let (chain, me) = (&*custody.chain, custody.signer.account());
		let (record, number) = (take_over.body.id(), take_over.body.version);
		let version = queries::version(chain, record, number, block.hash).await;
		let version = version.map_err(chain_failed)?.ok_or_else(|| {
			refuse("the chain has no such version of a record that is not erased")
		})?;
		if !custody.owes(&me, record, block).await? {
			return Err(refuse("the chain does not say that this operator has left the version"));
		}
		let share_name = Sharing::of(record, number, &version).share_name();
		let kept = custody.journal.placement(&share_name).map_err(refuse)?;
		if !kept.is_some_and(|kept| placed_for(&kept, &version)) {
			return Err(refuse("no share of the version as the chain names it is kept here"));
		}
		let share = custody.journal.share(&share_name).map_err(refuse)?;
		if !is_successor(&version, &share, &caller, &me) {
			return Err(refuse("the chain names another operator in the place of this share"));
		}
		let on_chain = custody.key_of(&caller, block).await?;
		let encrypted = encrypt_twice(
			Layers { on_chain: &on_chain, ephemeral: &reply_key },
			&hand_over_info(&chain.genesis_hash().0, &share_name),
			&parties(me.as_ref(), caller.as_ref()),
			share.to_bytes().as_slice(),
		)
		.map_err(refuse)?;
		tracing::info!(%record, version = number, "a share was given to its new custodian");
		Ok(ReleasedShare { encrypted_share: hex::encode(encrypted) })
	}
}
