// SPDX-License-Identifier: Apache-2.0
//! Follows the chain for claims of one insurer, until told to stop.

use super::{Insurer, queue::Queue};
use crate::metrics;
use anyhow::Context;
use futures::{StreamExt, stream};
use salus_chain::{
	AccountId, BlockRef, ChainClient, ChainError, H256, NodeClient,
	backoff::Backoff,
	calls::participants,
	events::Event,
	follow::Follower,
	queries::{self, Claim},
};
use salus_primitives::{ClaimId, PolicyId, claims::Stage};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// Queries of the node beside each other.
const QUERIES: usize = 16;

/// Judges the insurer's claims until `stopped` comes; says by `ready` when it has all that are open now.
pub async fn run(
	node: Arc<NodeClient>,
	insurer: Insurer,
	ready: impl FnOnce(),
	stopped: impl Future<Output = ()>,
) -> anyhow::Result<()> {
	check(&insurer).await?;
	let me = insurer.signer.account();
	let alone = insurer.store.alone()?;
	let claims = Claims { node: node.clone(), me, queue: Queue::new(Arc::new(insurer)) };
	tokio::select! {
		() = stopped => {},
		() = claims.follow(ready) => {},
	}
	tracing::info!("stopping");
	claims.queue.stop().await;
	drop(alone);
	Ok(())
}

/// Refuses an account that is not an insurer's, and sees to it that custodians encrypt to this home's key.
async fn check(insurer: &Insurer) -> anyhow::Result<()> {
	let (chain, signer) = (&*insurer.chain, &insurer.signer);
	let me = signer.account();
	let block = chain.finalized().await?;
	let who = queries::who_is(chain, &me, block.hash).await?;
	let organisation = who.organisation.with_context(|| {
		format!(
			"{me} is not an accredited organisation: have the authority accredit it, by salus authority accredit {me} \
			 --kind insurer; or name the home of the insurer's account with --home"
		)
	})?;
	if organisation.suspended {
		tracing::warn!(
			"the authority has suspended this insurer: records of claims can't be read until it is reinstated"
		);
	}
	let own = insurer.secret.public();
	if who.encryption_key.is_none_or(|known| known.key != own) {
		let included = chain.submit(signer, participants::set_encryption_key(own)).await?;
		tracing::info!(
			block = included.block.number,
			"published this home's encryption key: custodians encrypt to it from now on"
		);
	}
	Ok(())
}

/// The insurer's claims, as they come.
struct Claims {
	node: Arc<NodeClient>,
	me: AccountId,
	queue: Queue,
}

impl Claims {
	/// Adds every claim that is open, then every one that comes, for ever.
	async fn follow(&self, ready: impl FnOnce()) {
		let block = self.all().await;
		let next = block.number.saturating_add(1);
		tracing::info!(block = next, "judging claims");
		ready();
		let mut follower = Follower::new(self.node.clone(), next);
		loop {
			let Ok(block) = follower.next_block().await else {
				follower.go_on_after(self.all().await);
				continue;
			};
			let mut backoff = pauses();
			while let Err(cause) = self.block(block).await {
				if cause.is_for_good() {
					follower.go_on_after(self.all().await);
					break;
				}
				tracing::warn!(block = block.number, %cause, "block will be worked through again");
				backoff.wait().await;
			}
		}
	}

	/// Adds what was submitted in a block.
	async fn block(&self, block: BlockRef) -> Result<(), ChainError> {
		let events = self.node.events(block.hash).await?;
		let submitted = events.into_iter().filter_map(|event| match event {
			Event::ClaimSubmitted { claim } => Some(claim),
			_ => None,
		});
		self.add(submitted.collect(), block.hash).await?;
		metrics::block(block.number);
		Ok(())
	}

	/// Adds all that the chain has now, whatever blocks were not seen. Tries until it is done; gives the block.
	async fn all(&self) -> BlockRef {
		let mut backoff = pauses();
		loop {
			match self.list().await {
				Ok(block) => return block,
				Err(cause) => {
					tracing::warn!(%cause, "the open claims will be listed again");
					backoff.wait().await;
				}
			}
		}
	}

	async fn list(&self) -> Result<BlockRef, ChainError> {
		let block = self.node.finalized().await?;
		let claims = self.node.claims(block.hash).await?;
		self.add(claims, block.hash).await?;
		metrics::block(block.number);
		Ok(block)
	}

	/// Adds those that this insurer is to judge, the oldest first.
	async fn add(&self, mut claims: Vec<ClaimId>, block: H256) -> Result<(), ChainError> {
		claims.sort_unstable();
		let mut asked =
			stream::iter(claims).map(|claim| claim_of(&self.node, claim, block)).buffered(QUERIES);
		let mut own = BTreeMap::new();
		while let Some(found) = asked.next().await {
			let (id, claim) = found?;
			let open = claim.filter(|claim| matches!(claim.stage, Stage::Submitted { .. }));
			let Some(Claim { policy, .. }) = open else { continue };
			let is_own = match own.get(&policy) {
				Some(is_own) => *is_own,
				None => {
					let is_own = self.is_own(policy, block).await?;
					own.insert(policy, is_own);
					is_own
				}
			};
			if is_own {
				self.queue.add(policy, id);
			}
		}
		Ok(())
	}

	/// Whether a policy is under a plan of this insurer's.
	async fn is_own(&self, policy: PolicyId, block: H256) -> Result<bool, ChainError> {
		let chain = &*self.node;
		let Some(policy) = queries::policy(chain, policy, block).await? else { return Ok(false) };
		let plan = queries::plan(chain, policy.plan, block).await?;
		Ok(plan.is_some_and(|plan| plan.insurer == self.me))
	}
}

async fn claim_of(
	chain: &NodeClient,
	id: ClaimId,
	block: H256,
) -> Result<(ClaimId, Option<Claim>), ChainError> {
	Ok((id, queries::claim(chain, id, block).await?))
}

fn pauses() -> Backoff {
	Backoff::new(Duration::from_secs(1), Duration::from_secs(60))
}
