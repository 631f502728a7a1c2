// SPDX-License-Identifier: Apache-2.0
//! Extrinsics: composed and signed here, sent once, waited for until they are final.
//!
//! substrate-api-client composes and signs. It could wait, too, but its futures can't cross threads and end with the
//! connection.

use super::{
	Header, NodeClient, Runtime, message_of,
	search::Search,
	status::{Finality, finality},
};
use crate::{
	AccountId, BlockRef, ChainClient, ChainError, H256, Included, ask,
	calls::{Call, proxy},
	event_records::{self, EventRecord},
	events::decode_events,
	queries::Balance,
};
use codec::{Compact, Encode};
use jsonrpsee::{
	core::client::{Error as RpcError, Subscription, SubscriptionClientT},
	rpc_params,
};
use salus_core::signer::Signer;
use sp_core::{Bytes, blake2_256};
use sp_runtime::generic::Era;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use substrate_api_client::{
	Api,
	ac_node_api::error::DispatchError,
	ac_primitives::{DefaultRuntimeConfig, ExtrinsicSigner, GenericAdditionalParams},
};

/// How long an extrinsic is waited for. Behind a relay chain half a minute is usual, and one that pauses takes
/// minutes.
const INCLUSION_DEADLINE: Duration = Duration::from_secs(300);
/// Blocks for which a signed extrinsic stays valid.
const MORTALITY: u64 = 64;
/// Bytes of a signed extrinsic beside its call, at most: account, signature, era, nonce and their lengths.
const AROUND_A_CALL: u32 = 128;

#[derive(serde::Deserialize)]
struct SignedBlock {
	block: Block,
}

#[derive(serde::Deserialize)]
struct Block {
	header: Header,
	extrinsics: Vec<Bytes>,
}

impl Block {
	/// Which of its extrinsics this one is.
	fn position(&self, extrinsic: &[u8]) -> Option<usize> {
		let sought = blake2_256(extrinsic);
		self.extrinsics.iter().position(|candidate| blake2_256(&candidate.0) == sought)
	}
}

/// Composes and signs one account's extrinsics.
pub struct Composer {
	api: Api<DefaultRuntimeConfig, ()>,
	runtime: Arc<Runtime>,
	/// The account in whose name a session key calls.
	operator: Option<AccountId>,
}

impl Composer {
	/// A signed extrinsic's bytes.
	pub fn compose(&self, call: &Call, nonce: u32) -> Result<Vec<u8>, ChainError> {
		let metadata = &self.runtime.metadata;
		let call = RawCall(match &self.operator {
			Some(operator) => proxy::as_operator(operator, call.clone()).encode_for(metadata)?,
			None => call.encode_for(metadata)?,
		});
		Ok(self.api.compose_extrinsic_offline(call, nonce).encode())
	}
}

/// An extrinsic on its way.
struct Sent {
	extrinsic: Vec<u8>,
	/// The last block that was final before it was sent.
	after: u32,
	statuses: Subscription<serde_json::Value>,
}

impl NodeClient {
	pub(super) async fn submit_signed(
		&self,
		signer: &Signer,
		call: &Call,
	) -> Result<Included, ChainError> {
		// Not held while waiting for finality: an operator with many requests has much to post in time.
		let mut nonces = self.sending.lock().await;
		let runtime = self.runtime().await?;
		let after = self.finalized().await?.number;
		let birth = birth(after, self.best_number().await?);
		let hash: Option<H256> = self.request("chain_getBlockHash", rpc_params![birth]).await?;
		let hash =
			hash.ok_or_else(|| ChainError::Mismatch(format!("the node lacks its block {birth}")))?;
		let account = signer.key();
		let nonce = nonces.next(&account, self.next_nonce(&account).await?, Instant::now());
		let era = Era::mortal(MORTALITY, birth.into());
		let composer = self.compose_with(runtime, signer, era, hash);
		let extrinsic = composer.compose(call, nonce)?;
		let sent = self.send(call, extrinsic, after).await;
		match &sent {
			Ok(_) => nonces.sent(&account, nonce, Instant::now()),
			Err(_) => nonces.forget(&account),
		}
		drop(nonces);
		let ended = self.finalised(call, sent?, &account).await;
		if let Err(ChainError::Undecided { .. }) = ended {
			self.sending.lock().await.forget(&account);
		}
		ended
	}

	/// The nonce of an account's next extrinsic, after those that wait in the pool.
	pub async fn next_nonce(&self, account: &AccountId) -> Result<u32, ChainError> {
		let parameters = rpc_params![account.to_string()];
		self.request("system_accountNextIndex", parameters).await
	}

	/// What a call costs whoever signs it, by a block's state.
	pub(super) async fn fee_of(
		&self,
		signer: &Signer,
		call: &Call,
		block: H256,
	) -> Result<Balance, ChainError> {
		let call = match signer.session_key() {
			Some(_) => proxy::as_operator(&signer.account(), call.clone()),
			None => call.clone(),
		};
		let bytes = self.call_bytes(&call).await?;
		let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).saturating_add(AROUND_A_CALL);
		let arguments = (RawCall(bytes), length);
		// Its weight, which has two parts, and its class come first.
		let (_, _, fee): ((Compact<u64>, Compact<u64>), u8, Balance) =
			ask(self, "TransactionPaymentCallApi_query_call_info", arguments, block).await?;
		Ok(fee)
	}

	/// Composes extrinsics of this account that stay valid as long as the runtime does, to be sent later.
	pub async fn composer(&self, signer: &Signer) -> Result<Composer, ChainError> {
		let runtime = self.runtime().await?;
		Ok(self.compose_with(runtime, signer, Era::Immortal, self.genesis_hash))
	}

	fn compose_with(
		&self,
		runtime: Arc<Runtime>,
		signer: &Signer,
		era: Era,
		birth: H256,
	) -> Composer {
		let mut api = Api::new_offline(
			self.genesis_hash,
			runtime.metadata.clone(),
			runtime.version.clone(),
			(),
		);
		api.set_signer(ExtrinsicSigner::new(signer.pair().clone()));
		api.set_additional_params(GenericAdditionalParams::new().era(era, birth));
		let operator = signer.session_key().map(|_| signer.account());
		Composer { api, runtime, operator }
	}

	/// Sends an encoded extrinsic; the pool has taken it when this returns.
	async fn send(&self, call: &Call, extrinsic: Vec<u8>, after: u32) -> Result<Sent, ChainError> {
		let statuses = self
			.socket()
			.await?
			.subscribe(
				"author_submitAndWatchExtrinsic",
				rpc_params![Bytes(extrinsic.clone())],
				"author_unwatchExtrinsic",
			)
			.await
			.map_err(|cause| match cause {
				RpcError::Call(refusal) => not_accepted(call, message_of(&refusal)),
				// It may have arrived.
				other => undecided(call, other),
			})?;
		Ok(Sent { extrinsic, after, statuses })
	}

	/// Waits until what was sent with a nonce of this account stands in a finalized block and succeeded.
	async fn finalised(
		&self,
		call: &Call,
		mut sent: Sent,
		account: &AccountId,
	) -> Result<Included, ChainError> {
		let seconds = INCLUSION_DEADLINE.as_secs();
		let late = |_| undecided(call, format!("it is in no finalized block after {seconds} s"));
		let lost = || undecided(call, "the connection to the node was lost");
		let deadline = Instant::now() + INCLUSION_DEADLINE;
		let block_hash = loop {
			let left = deadline.saturating_duration_since(Instant::now());
			let status = tokio::time::timeout(left, sent.statuses.next())
				.await
				.map_err(late)?
				.ok_or_else(lost)?
				.map_err(|cause| ChainError::Mismatch(cause.to_string()))?;
			match finality(&status) {
				Finality::Waiting => {}
				Finality::In(hash) => break hash,
				Finality::Lost(cause) => {
					// Now, not after the search: what is sent meanwhile would wait behind the gap that it may have left.
					self.sending.lock().await.forget(account);
					match self.found(&sent, deadline).await {
						Ok(Some(hash)) => break hash,
						Ok(None) | Err(_) => return Err(undecided(call, cause)),
					}
				}
				Finality::Unknown(cause) => return Err(undecided(call, cause)),
			}
		};
		self.outcome(call, &sent.extrinsic, block_hash).await.map_err(|cause| match cause {
			ChainError::Unreachable { cause, .. } => undecided(call, cause),
			other => other,
		})
	}

	/// The finalized block with an extrinsic of which the node's pool says no more. Where the parachain forks, as when
	/// the relay chain's next session begins, another collator's block may hold it already.
	async fn found(&self, sent: &Sent, deadline: Instant) -> Result<Option<H256>, ChainError> {
		let mut heads = self.finalized_heads().await?;
		let mut search = Search::new(sent.after, self.best_number().await?);
		loop {
			for number in search.due(self.finalized().await?.number) {
				let Some(hash) = self.block_hash(number).await? else { continue };
				let SignedBlock { block } =
					self.request("chain_getBlock", rpc_params![hash]).await?;
				if block.position(&sent.extrinsic).is_some() {
					return Ok(Some(hash));
				}
			}
			let left = deadline.saturating_duration_since(Instant::now());
			if search.is_over()
				|| !matches!(tokio::time::timeout(left, heads.next()).await, Ok(Some(_)))
			{
				return Ok(None);
			}
		}
	}

	/// What an extrinsic in a block did: its events, or the chain's refusal.
	async fn outcome(
		&self,
		call: &Call,
		extrinsic: &[u8],
		hash: H256,
	) -> Result<Included, ChainError> {
		let SignedBlock { block } = self.request("chain_getBlock", rpc_params![hash]).await?;
		let runtime = self.runtime_after(Some(block.header.parent_hash)).await?;
		let index = block
			.position(extrinsic)
			.ok_or_else(|| ChainError::Mismatch("the block lacks the extrinsic".into()))?;
		let bytes = self.encoded_events(hash).await?;
		let mut records = event_records::read(&runtime.metadata, &bytes)?;
		records
			.retain(|record| record.extrinsic.is_some_and(|extrinsic| extrinsic as usize == index));
		let metadata = &runtime.metadata;
		let failed = |record: &EventRecord<'_>| {
			record.failure(metadata).or_else(|| record.proxied_failure(metadata))
		};
		if let Some(cause) = records.iter().find_map(failed) {
			return Err(refused(call.name(), cause));
		}
		let number = block.header.number()?;
		let events = decode_events(&records)?;
		Ok(Included { block: BlockRef { number, hash }, events })
	}
}

fn not_accepted(call: &Call, cause: String) -> ChainError {
	ChainError::NotAccepted { call: call.name(), cause }
}

fn undecided(call: &Call, cause: impl ToString) -> ChainError {
	ChainError::Undecided { call: call.name(), cause: cause.to_string() }
}

/// The block from which on a signed extrinsic is valid: one back from the finalized one, since a pool that has not
/// caught up with it takes it for a birth long ago. When finality lags, a block on which nobody agreed yet, so that
/// there is still time: else nothing could be revoked or erased until finality is back.
fn birth(finalized: u32, best: u32) -> u32 {
	const HALF: u32 = MORTALITY as u32 / 2;
	finalized.saturating_sub(1).max(best.saturating_sub(HALF))
}

pub(super) fn refused(call: String, cause: DispatchError) -> ChainError {
	match cause {
		DispatchError::Module(module) => ChainError::Refused {
			call,
			pallet: module.pallet,
			error: module.error,
			description: module.description.join(" ").trim().to_owned(),
		},
		DispatchError::BadOrigin => ChainError::Refused {
			call,
			pallet: "System".into(),
			error: "BadOrigin".into(),
			description: "this account may not make the call".into(),
		},
		DispatchError::Token(fault) => ChainError::Refused {
			call,
			pallet: "Token".into(),
			error: format!("{fault:?}"),
			description: "the account has too few tokens for its fee, a deposit or bond, or what it pays custodians".into(),
		},
		other => ChainError::Refused {
			call,
			pallet: "System".into(),
			error: format!("{other:?}"),
			description: "the runtime's own refusal".into(),
		},
	}
}

/// A call that is encoded already.
#[derive(Clone)]
struct RawCall(Vec<u8>);

impl Encode for RawCall {
	fn encode_to<Out: codec::Output + ?Sized>(&self, out: &mut Out) {
		out.write(&self.0);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::Pair;
	use substrate_api_client::ac_primitives::{Config, ExtrinsicParams};

	#[test]
	fn an_extrinsic_has_time_left_however_far_finality_lags() {
		for (finalized, best, expected) in [
			(0, 0, 0),
			(1, 1, 0),
			(100, 102, 99),
			(100, 131, 99),
			(100, 133, 101),
			(100, 164, 132),
			(100, 1_000, 968),
		] {
			let birth = birth(finalized, best);
			assert_eq!(birth, expected, "{finalized}, {best}");
			let left = Era::mortal(MORTALITY, birth.into()).death(birth.into()) - u64::from(best);
			assert!(left >= MORTALITY / 2, "{left}");
		}
	}

	#[test]
	fn a_signed_extrinsic_has_the_runtimes_extensions() {
		let signer = Signer::from_secret("//Alice").unwrap();
		let parameters =
			GenericAdditionalParams::new().era(Era::mortal(MORTALITY, 5), H256([2; 32]));
		type Parameters = <DefaultRuntimeConfig as Config>::ExtrinsicParams;
		let parameters = Parameters::new(1, 1, 3, H256([1; 32]), parameters);
		let era = Era::mortal(MORTALITY, 5).encode();
		let expected = [era.as_slice(), &[3 << 2, 0, 0]].concat();
		assert_eq!(parameters.transaction_extension().encode(), expected);
		// Versions of runtime and transactions, genesis, the era's first block, no metadata hash.
		let implicit = [[1, 0, 0, 0, 1, 0, 0, 0].as_slice(), &[1; 32], &[2; 32], &[0]].concat();
		assert_eq!(parameters.implicit().encode(), implicit);
		assert_eq!(signer.account().as_ref() as &[u8], signer.pair().public().0.as_slice());
	}
}
