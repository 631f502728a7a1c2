// SPDX-License-Identifier: Apache-2.0
//! Drift: when more inputs of a model were counted, they are compared with those of the people that the model was made
//! from. What the operator reports on chain is one word; the counts stay here.

use super::{
	Worker,
	registry::{Watch, WatchKey},
	worker::refused_as,
};
use crate::{journal::Inputs, metrics};
use async_trait::async_trait;
use salus_chain::{BlockRef, ChainError, calls::decision_support};
use salus_inference::{Card, Level, Model};
use salus_primitives::{ModelId, decision_support::Drift as Reported};
use sp_core::blake2_256;

/// Reports how far the inputs of each model have drifted.
pub struct Drift;

#[async_trait]
impl Watch for Drift {
	fn trigger(_worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		vec![WatchKey::Drift]
	}

	async fn tick(&self, worker: &Worker, _block: BlockRef) -> anyhow::Result<()> {
		for (id, inputs) in worker.custody.journal.inputs()? {
			let mut models = worker.models.iter();
			// Counted by a card that is not here any more: it tells nothing.
			let Some(model) = models.find(|model| card_hash(model) == inputs.card) else {
				continue;
			};
			if let Err(cause) = compare(worker, id, &inputs, model.card()).await {
				// The other models are not kept for it.
				let cause = format!("{cause:#}");
				tracing::warn!(model = %id, cause, "its drift will be compared again");
			}
		}
		Ok(())
	}
}

/// By which card's references inputs are counted: of another card they are counted anew.
pub fn card_hash(model: &Model) -> [u8; 32] {
	blake2_256(model.card_bytes())
}

async fn compare(worker: &Worker, id: ModelId, inputs: &Inputs, card: &Card) -> anyhow::Result<()> {
	let custody = &worker.custody;
	let index = inputs.window.index(card);
	metrics::inputs(&card.name, inputs.window.people);
	if let Some(index) = index {
		metrics::drift(&card.name, index);
	}
	// Nothing new since it was last decided.
	if inputs.decided == inputs.counted {
		return Ok(());
	}
	let level = now(index, inputs.reported);
	let mut reported = level;
	if level != inputs.reported {
		let call = decision_support::report_drift(id, level.map(on_chain));
		match custody.chain.submit(&custody.signer, call).await {
			Ok(_) => tracing::info!(model = %id, ?level, "drift reported"),
			// Nothing stands on chain that could be taken back.
			Err(cause) if level.is_none() && refused_as(&cause, &["NotFound"]) => {}
			// Each refusal costs a fee: tried again when the next request was counted, not at the next block.
			Err(cause @ (ChainError::Refused { .. } | ChainError::Mismatch(_))) => {
				tracing::warn!(model = %id, ?level, %cause, "drift not reported");
				reported = inputs.reported;
			}
			Err(cause) => return Err(cause.into()),
		}
	}
	custody.journal.note_reported(id, inputs.counted, reported)?;
	Ok(())
}

/// What this operator reports of a model now: what it reported before, while too few people were counted for an index.
fn now(index: Option<f64>, before: Option<Level>) -> Option<Level> {
	index.map_or(before, |index| Level::of(index, before))
}

fn on_chain(level: Level) -> Reported {
	match level {
		Level::Moderate => Reported::Moderate,
		Level::Large => Reported::Large,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_was_reported_stands_until_enough_people_are_counted_otherwise() {
		let large = Some(Level::Large);
		assert_eq!(now(None, None), None);
		assert_eq!(now(None, large), large);
		assert_eq!(now(Some(0.3), None), large);
		assert_eq!(now(Some(0.01), large), None);
	}
}
