// SPDX-License-Identifier: Apache-2.0
//! Declare: only operators that say on chain that they run a model are drawn for it. Whatever stood there before, what
//! stands there afterwards is what lies in this operator's folder.

use super::{
	Worker,
	assess::card_cid,
	registry::{Watch, WatchKey},
};
use crate::metrics;
use async_trait::async_trait;
use salus_chain::{
	AccountId, BlockRef, ChainError,
	calls::{Call, decision_support},
	events::Event,
	queries,
};
use salus_primitives::{Cid, ModelId, WithId, decision_support::ModelStatus};
use std::{collections::BTreeSet, sync::atomic::Ordering};

/// What is declared is compared every so many blocks, whether or not an event says that it changed.
const EVERY: u32 = 100;
/// Models that are asked about at once.
const PAGE: u32 = 64;

/// Declares the models that are here, and retracts those that are not.
pub struct Declare;

#[async_trait]
impl Watch for Declare {
	fn notice(worker: &Worker, event: &Event) {
		if changes(event, &worker.account()) {
			worker.undeclared.store(true, Ordering::Relaxed);
		}
	}

	fn trigger(worker: &Worker, block: BlockRef) -> Vec<WatchKey> {
		let due = worker.undeclared.load(Ordering::Relaxed) || block.number.is_multiple_of(EVERY);
		due.then_some(WatchKey::Declare).into_iter().collect()
	}

	async fn tick(&self, worker: &Worker, _block: BlockRef) -> anyhow::Result<()> {
		worker.undeclared.store(false, Ordering::Relaxed);
		let compared = compare(worker).await;
		if compared.is_err() {
			worker.undeclared.store(true, Ordering::Relaxed);
		}
		compared
	}
}

/// Whether what is declared may differ from what is here since this event.
fn changes(event: &Event, me: &AccountId) -> bool {
	match event {
		Event::ModelProposed { .. } => true,
		// By hand, or because another operator was taken in its stead.
		Event::ModelRetracted { operator, .. } => operator == me,
		_ => false,
	}
}

/// Compares all models of the chain with those that are here, and posts what differs.
async fn compare(worker: &Worker) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let block = chain.finalized().await?.hash;
	let me = worker.account();
	let in_service = queries::who_is(chain, &me, block).await?.in_service;
	let here = models_here(worker)?;
	let (mut start, mut declared) = (ModelId(0), 0_usize);
	loop {
		let page = queries::models(chain, start, PAGE, block).await?;
		for WithId { id, item: ModelStatus { model, .. } } in &page {
			let stands = queries::declared(chain, *id, block).await?.contains(&me);
			let runs = here.contains(&(model.digest, model.card));
			let holds = match next(*id, stands, runs, in_service) {
				None => stands,
				Some(call) => posted(worker, *id, call).await? != stands,
			};
			declared = declared.saturating_add(usize::from(holds));
		}
		let Some(last) = page.last() else { break };
		start = ModelId(last.id.0.saturating_add(1));
		if start == last.id {
			break;
		}
	}
	metrics::declared(declared);
	Ok(())
}

/// Digest and card of every model here.
fn models_here(worker: &Worker) -> anyhow::Result<BTreeSet<([u8; 32], Cid)>> {
	let models = worker.models.iter();
	models.map(|model| Ok((model.digest(), card_cid(model)?))).collect()
}

/// What to post of a model. Whatever its state: an operator stands ready when the authority approves it.
fn next(model: ModelId, stands: bool, runs: bool, in_service: bool) -> Option<Call> {
	match (stands, runs) {
		// Nobody else may declare.
		(false, true) if in_service => Some(decision_support::declare_model(model)),
		(true, false) => Some(decision_support::retract_model(model)),
		_ => None,
	}
}

/// Posts it; whether the chain took it. Not taken it is tried again at the next event.
async fn posted(worker: &Worker, model: ModelId, call: Call) -> anyhow::Result<bool> {
	let custody = &worker.custody;
	let name = call.name();
	match custody.chain.submit(&custody.signer, call).await {
		Ok(_) => {
			tracing::info!(%model, call = name, "posted");
			Ok(true)
		}
		Err(cause @ ChainError::Refused { .. }) => {
			tracing::warn!(%model, call = name, %cause, "not posted");
			Ok(false)
		}
		Err(cause) => Err(cause.into()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::operator;

	#[test]
	fn what_stands_on_chain_becomes_what_is_here() {
		let posts = |stands, runs, in_service| {
			next(ModelId(3), stands, runs, in_service).map(|call| call.name())
		};
		assert_eq!(posts(false, true, true), Some("DecisionSupport.declare_model".to_owned()));
		assert_eq!(posts(true, true, true), None, "done already");
		assert_eq!(posts(false, false, true), None);
		// What is here no longer is retracted, by one that has left service too: its deposit lies there.
		for in_service in [true, false] {
			let retracted = posts(true, false, in_service);
			assert_eq!(retracted, Some("DecisionSupport.retract_model".to_owned()));
		}
		assert_eq!(posts(false, true, false), None, "the chain would refuse it");
	}

	#[test]
	fn a_model_that_is_proposed_or_a_declaration_that_is_gone_wakes_it() {
		let me = operator(1);
		let retracted =
			|number| Event::ModelRetracted { model: ModelId(0), operator: operator(number) };
		assert!(changes(&Event::ModelProposed { model: ModelId(0) }, &me));
		assert!(changes(&retracted(1), &me));
		assert!(!changes(&retracted(2), &me));
	}
}
