// SPDX-License-Identifier: Apache-2.0
//! What to do with a request to which this operator has responded. The chain takes one response, and keeps it. When the
//! journal has the result it came from, all is done. When it has none, as after an old backup was restored, or another
//! one, the rule is:
//!
//! - Nothing is posted in the place of a response that stands, and nothing that does not open it is kept.
//! - A seal hangs on nothing but job, inputs, model, and the operator's own secret, so the model is run again as long as
//!   there is time to reveal. If it comes to what was sealed, that is kept, and can be revealed.
//! - A refusal is kept as it stands there.
//! - Else the request is left alone, and the log says so once.

use super::super::{
	Worker,
	registry::Completion,
	seat::{Now, OwnSeal},
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
		if fits(&response, &kept, &own) {
			if kept.lost {
				// It was in a block after all.
				journal.change_result(request, &StoredResult { lost: false, ..kept })?;
			}
			return Ok(end(&kept));
		}
		custody_rules::erase_result(custody, request).await?;
	}
	let block = custody.chain.finalized().await?;
	if response != Response::Refused && !Now::at(worker, block).await?.is_past(&draw.reveal_until) {
		let again = super::work_in_turn(worker, request, info).await?;
		if fits(&response, &again, &own) {
			tracing::info!(%request, "derived again what was sealed before this journal knew it");
			return Ok(end(&again));
		}
		custody_rules::erase_result(custody, request).await?;
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

/// How a job ends whose response is posted.
pub fn end(result: &StoredResult) -> Completion {
	match result.output {
		Some(_) => Completion::Done,
		None => Completion::Refused("the model can't be run on these inputs, or not here".into()),
	}
}

/// Whether a response on the chain is the one that this result makes.
fn fits(response: &Response, result: &StoredResult, own: &OwnSeal) -> bool {
	match (response, &result.output) {
		(Response::Sealed(seal), Some(output)) => *seal == own.seal(output),
		(Response::Revealed(digest), Some(output)) => *digest == own.digest(output),
		(Response::Refused, None) => true,
		_ => false,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{output, request};

	#[test]
	fn only_what_opens_the_response_that_stands_is_kept_for_it() {
		let own = OwnSeal::of(1);
		let sealed = Response::Sealed(own.seal(&output(5)));
		let revealed = Response::Revealed(own.digest(&output(5)));
		let [kept, other] = [5, 6].map(|number| StoredResult::of(output(number)));
		for response in [sealed, revealed] {
			assert!(fits(&response, &kept, &own));
			// By another model's files: it would not open.
			assert!(!fits(&response, &other, &own));
			// A refusal in the place of a seal would be untrue.
			assert!(!fits(&response, &StoredResult::REFUSAL, &own));
		}
		// Another's seal, or one of another secret.
		assert!(!fits(&sealed, &kept, &OwnSeal::of(2)));
		assert!(fits(&Response::Refused, &StoredResult::REFUSAL, &own));
		assert!(!fits(&Response::Refused, &kept, &own));
	}

	#[test]
	fn data_rule_6_a_result_is_of_its_job_s_record_too() {
		assert_eq!(records_of(&request()), [30, 31, 32].map(RecordId));
	}
}
