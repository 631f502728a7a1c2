// SPDX-License-Identifier: Apache-2.0
//! What to do with a request to which this operator has responded. The chain takes one response, and keeps it. When the
//! journal has the result it came from, all is done. When it has none, as after an old backup was restored, or another
//! one, the rule is:
//!
//! - Nothing is posted in the place of a response that stands, and nothing that does not open it is kept.
//! - A seal hangs on nothing but job, inputs, model, and the operator's own secret, so the model is run again as long as
//!   there is time to reveal. If it comes to what was sealed, that is kept, and can be revealed. Once the request is
//!   settled it is gone: then the receipt may open the seal (`reveal.rs`).
//! - A refusal is kept as it stands there.
//! - Else the request is left alone, and the log says so once.

use super::{
	super::{
		Worker,
		registry::Completion,
		seat::{Now, OwnSeal},
	},
	bound, work,
};
use crate::{custody_rules, journal::StoredResult};
use salus_chain::AccountId;
use salus_primitives::{
	RecordId, RequestId,
	decision_support::Request,
	quorum::{Draw, Response},
};

/// The records that a result of the request is made of: with the job's, whose key opens it.
pub fn records_of(info: &Request<AccountId>) -> Vec<RecordId> {
	let inputs = info.inputs.iter().map(|input| input.record);
	std::iter::once(info.job.record).chain(inputs).collect()
}

pub async fn attempt(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
	draw: &Draw<AccountId>,
	response: Response,
) -> anyhow::Result<Completion> {
	let (custody, own) = (&worker.custody, OwnSeal::new(worker, request));
	let journal = &custody.journal;
	if let Some(kept) = journal.result(request)? {
		if own.fits(&response, &kept) {
			if kept.lost {
				// It was in a block after all.
				journal.note_lost(request, false)?;
			}
			return ended(worker, request, &kept);
		}
		custody_rules::forget_result(custody, request).await?;
	}
	let block = custody.chain.finalized().await?;
	let over = |now: Now| now.is_past(&draw.reveal_until);
	if response != Response::Refused
		&& !over(Now::at(worker, block).await?)
		&& let Some(again) = bound::within(worker, over, work::work(worker, request, info)).await
	{
		let again = again?;
		if own.fits(&response, &again) {
			tracing::info!(%request, "derived again what was sealed before this journal knew it");
			return ended(worker, request, &again);
		}
		custody_rules::forget_result(custody, request).await?;
	}
	match response {
		Response::Refused => {
			journal.put_result(request, &records_of(info), &StoredResult::REFUSAL)?;
			Ok(end(&StoredResult::REFUSAL))
		}
		Response::Sealed(_) | Response::Revealed(_) => Ok(Completion::Refused(
			"what this operator sealed can't be derived again: the request is left alone".into(),
		)),
	}
}

/// Ends a job whose response stands on chain: the run that it came from counts, if no earlier attempt has counted it.
fn ended(worker: &Worker, request: RequestId, result: &StoredResult) -> anyhow::Result<Completion> {
	if result.output.is_some() {
		worker.custody.journal.count_run(request)?;
	}
	Ok(end(result))
}

/// How a job ends whose response is posted.
pub fn end(result: &StoredResult) -> Completion {
	match result.output {
		Some(_) => Completion::Done,
		None => Completion::Refused("the model can't be run on these inputs, or not here".into()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::request;

	#[test]
	fn data_rule_6_a_result_is_of_its_job_s_record_too() {
		assert_eq!(records_of(&request()), [30, 31, 32].map(RecordId));
	}
}
