// SPDX-License-Identifier: Apache-2.0
//! What to do with a request that this operator has answered. The chain takes one answer, and keeps it. When the journal
//! has the result it came from, all is done. When it has none, as after an old backup was restored, or another one, the
//! rule is:
//!
//! - Nothing is posted in the place of an answer that stands, and nothing that does not open it is kept.
//! - A seal hangs on nothing but the inputs, the model and the request, so the model is run again as long as there is time
//!   to settle. If it comes to what was sealed, that is kept, and can be shown.
//! - A refusal is taken from the chain as it stands there, since it is needed to challenge an accusation.
//! - Else the request is left alone, and the log says so once.

use super::super::{Worker, registry::Completion};
use crate::{custody_rules, journal::StoredResult};
use salus_chain::AccountId;
use salus_primitives::{
	Moment, RecordId, RequestId,
	decision_support::{Request, RequestState, Response},
	seal_payload,
};
use sp_core::blake2_256;

/// What an operator has answered, as the chain has it.
pub fn answer_of(info: &Request<AccountId>, operator: &AccountId) -> Option<Response> {
	info.drawn.iter().find(|drawn| drawn.operator == *operator).and_then(|drawn| drawn.response)
}

/// The records that a result of the request is made of.
pub fn records_of(info: &Request<AccountId>) -> Vec<RecordId> {
	info.records.iter().map(|input| input.record).collect()
}

/// What an operator seals when it comes to this digest.
pub fn seal_of(digest: &[u8; 32], operator: &AccountId) -> [u8; 32] {
	blake2_256(&seal_payload(digest, operator))
}

pub async fn attempt(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
	answer: Response,
) -> anyhow::Result<Completion> {
	let (custody, me) = (&worker.custody, worker.account());
	if let Some(kept) = custody.journal.result(request)? {
		if fits(&answer, &kept, &me) {
			return Ok(end(&kept));
		}
		custody_rules::erase_result(custody, request).await?;
	}
	let block = custody.chain.finalized().await?;
	if can_be_shown(info, custody.chain.moment(block.hash).await?) {
		let again = super::work_in_turn(worker, request, info).await?;
		if fits(&answer, &again, &me) {
			tracing::info!(%request, "derived again what was answered before this journal knew it");
			return Ok(end(&again));
		}
		custody_rules::erase_result(custody, request).await?;
	}
	match answer {
		Response::Refusal(notice) => {
			let refusal = StoredResult::Refusal { notice };
			let records = records_of(info);
			custody.journal.put_result(request, &records, &refusal)?;
			Ok(end(&refusal))
		}
		Response::Seal(_) => Ok(Completion::Refused(
			"what this operator sealed can't be derived again: the request is left alone".into(),
		)),
	}
}

/// How a job ends whose answer is posted.
pub fn end(result: &StoredResult) -> Completion {
	match result {
		StoredResult::Output { .. } => Completion::Done,
		StoredResult::Refusal { .. } => {
			Completion::Refused("the model can't be run on these inputs".into())
		}
	}
}

/// Whether an answer on the chain is the one that this result makes.
fn fits(answer: &Response, result: &StoredResult, me: &AccountId) -> bool {
	match (answer, result) {
		(Response::Seal(seal), StoredResult::Output { digest, .. }) => *seal == seal_of(digest, me),
		(Response::Refusal(posted), StoredResult::Refusal { notice }) => posted == notice,
		_ => false,
	}
}

/// Whether there is still something to be shown of a seal.
fn can_be_shown(info: &Request<AccountId>, now: Moment) -> bool {
	info.state == RequestState::Sealing && now < info.settle_until
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{operator, request};
	use salus_primitives::Cid;

	const DIGEST: [u8; 32] = [5; 32];

	fn output(digest: [u8; 32]) -> StoredResult {
		StoredResult::Output { digest, salt: [1; 32], output: vec![7], document: Cid::raw([2; 32]) }
	}

	fn refusal(notice: Option<u8>) -> StoredResult {
		StoredResult::Refusal { notice: notice.map(|byte| Cid::raw([byte; 32])) }
	}

	#[test]
	fn an_answer_is_that_of_the_operator_and_of_nobody_else() {
		let info = request(&[Some(DIGEST), None]);
		let seal = Response::Seal(seal_of(&DIGEST, &operator(1)));
		assert_eq!(answer_of(&info, &operator(1)), Some(seal));
		assert_eq!(answer_of(&info, &operator(2)), None);
		assert_eq!(answer_of(&info, &operator(3)), None);
	}

	#[test]
	fn only_what_opens_the_answer_that_stands_is_kept_for_it() {
		let info = request(&[Some(DIGEST), Some([6; 32]), None]);
		let fits = |number, result: &StoredResult| {
			let me = operator(number);
			let answer = answer_of(&info, &me);
			answer.is_some_and(|answer| super::fits(&answer, result, &me))
		};
		assert!(fits(1, &output(DIGEST)));
		// By another model's files, or another's seal: it would not open.
		assert!(!fits(1, &output([6; 32])));
		assert!(!fits(2, &output(DIGEST)));
		// Nothing was sealed: nothing can be settled.
		assert!(!fits(3, &output(DIGEST)));
		// A refusal in the place of a seal would be an untrue excuse.
		assert!(!fits(1, &refusal(None)));
	}

	#[test]
	fn a_refusal_is_the_one_that_stands_with_its_notice() {
		let me = operator(1);
		let posted = |notice: Option<u8>| {
			let mut info = request(&[None]);
			let notice = notice.map(|byte| Cid::raw([byte; 32]));
			info.drawn[0].response = Some(Response::Refusal(notice));
			answer_of(&info, &me).unwrap()
		};
		assert!(fits(&posted(Some(4)), &refusal(Some(4)), &me));
		assert!(fits(&posted(None), &refusal(None), &me));
		for (answer, result) in [
			(posted(Some(4)), refusal(Some(3))),
			(posted(Some(4)), refusal(None)),
			(posted(None), refusal(Some(4))),
			(posted(Some(4)), output(DIGEST)),
		] {
			assert!(!fits(&answer, &result, &me), "{answer:?}");
		}
	}

	#[test]
	fn a_seal_is_derived_again_only_while_it_can_be_shown() {
		let mut info = request(&[Some(DIGEST)]);
		assert!(can_be_shown(&info, 50));
		assert!(can_be_shown(&info, 199), "sealing is over, settling is not");
		assert!(!can_be_shown(&info, 200));
		info.state = RequestState::Settled { challenge_until: 300 };
		assert!(!can_be_shown(&info, 50));
	}
}
