// SPDX-License-Identifier: Apache-2.0
//! Return to the draw: this operator was absent and is not drawn until it says that it is back. It says so when it can
//! work again: its node is at the chain's head, all that it missed is under way, and its custody server answers where the
//! chain says that it is. Whoever is out for many refusals is not put right by itself: its operator says so
//! (`salus operator return`).

use super::{
	Worker,
	registry::{Watch, WatchKey},
	worker::refused_as,
};
use async_trait::async_trait;
use salus_chain::{BlockRef, calls::quorum, events::Event, queries};
use salus_custody::Custodian;
use salus_primitives::quorum::Cause;
use std::sync::atomic::Ordering;

/// Whether it can work is tried every so many blocks.
const EVERY: u32 = 10;

/// Says that this operator is back.
pub struct ReturnToDraw;

#[async_trait]
impl Watch for ReturnToDraw {
	fn notice(worker: &Worker, event: &Event) {
		match event {
			Event::Out { operator, .. } if *operator == worker.account() => {
				worker.out.store(true, Ordering::Relaxed);
			}
			_ => {}
		}
	}

	fn trigger(worker: &Worker, block: BlockRef) -> Vec<WatchKey> {
		let due = worker.out.load(Ordering::Relaxed) && block.number.is_multiple_of(EVERY);
		due.then_some(WatchKey::ReturnToDraw).into_iter().collect()
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let custody = &worker.custody;
		let chain = &*custody.chain;
		let state = queries::operator_state(chain, &worker.account(), block.hash).await?;
		match state.out {
			Some(Cause::Absent) => {}
			None => {
				worker.out.store(false, Ordering::Relaxed);
				return Ok(());
			}
			Some(Cause::Refusals) => {
				tracing::warn!(
					"this operator is out of the draw, since it refused too often what others did: see that it has the \
					 approved models, then run: salus operator return"
				);
				worker.out.store(false, Ordering::Relaxed);
				return Ok(());
			}
		}
		if let Some(missing) = missing(worker, block).await? {
			tracing::warn!(missing, "out of the draw, and not back yet");
			return Ok(());
		}
		match chain.submit(&custody.signer, quorum::return_to_draw()).await {
			Ok(_) => tracing::info!("returned to the draw"),
			Err(cause) if refused_as(&cause, &["NotOut"]) => {}
			Err(cause) => return Err(cause.into()),
		}
		worker.out.store(false, Ordering::Relaxed);
		Ok(())
	}
}

/// What keeps this operator from working, if anything.
async fn missing(worker: &Worker, block: BlockRef) -> anyhow::Result<Option<&'static str>> {
	let custody = &worker.custody;
	let (chain, me) = (&*custody.chain, worker.account());
	if chain.is_syncing().await? {
		return Ok(Some("its node is not at the chain's head"));
	}
	if !custody.reconciled.load(Ordering::Relaxed) {
		return Ok(Some("it is still making up for what it did not see"));
	}
	let who = queries::who_is(chain, &me, block.hash).await?;
	let Some(operator) = who.operator.filter(|_| who.in_service) else {
		return Ok(Some("it is not in service"));
	};
	let session_keys = chain.session_keys(&me, block.hash).await?;
	let own = Custodian::new(&me, &operator, chain.genesis_hash().0);
	let answers = match own {
		Ok(own) => own.with_session_keys(session_keys).takes_shares(block.number).await,
		Err(_) => false,
	};
	Ok((!answers).then_some("its custody server does not answer where the chain says that it is"))
}
