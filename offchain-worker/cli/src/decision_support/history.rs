// SPDX-License-Identifier: Apache-2.0
//! How operators responded to a request, by the events of past blocks: of one that has ended the state knows nothing.

use super::super::{Context, Failure};
use salus_chain::{AccountId, BlockRef, ChainClient, events::Event};
use salus_primitives::{RequestId, quorum::TaskId};
use serde::Serialize;

/// What operators did, oldest first.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
	/// Who was drawn.
	pub drawn: Vec<AccountId>,
	/// How each responded.
	pub responses: Vec<Responded>,
	/// In which block it ended without a receipt, if it did.
	pub failed_in: Option<u32>,
	/// The first block that was read: later than the request's if the node does not keep the events of that long ago.
	pub since: u32,
}

/// An operator's response.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Responded {
	/// Who.
	pub operator: AccountId,
	/// In which block.
	pub block: u32,
	/// How.
	pub how: How,
}

/// How an operator responded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum How {
	/// It bound a result.
	Sealed,
	/// It said that the work can't be done.
	Refused,
	/// It opened its seal.
	Revealed,
}

impl History {
	/// How many operators responded so.
	pub fn count(&self, how: How) -> usize {
		self.responses.iter().filter(|response| response.how == how).count()
	}

	/// Takes what one event says of the task.
	fn take(&mut self, task: TaskId, block: u32, event: Event) {
		let (operator, how) = match event {
			Event::Sealed { task: of, operator } if of == task => (operator, How::Sealed),
			Event::Refused { task: of, operator } if of == task => (operator, How::Refused),
			Event::Revealed { task: of, operator, .. } if of == task => (operator, How::Revealed),
			Event::Drawn { task: of, operators } if of == task => {
				self.drawn = operators;
				return;
			}
			Event::TaskFailed { task: of } if of == task => {
				self.failed_in = Some(block);
				return;
			}
			_ => return,
		};
		self.responses.push(Responded { operator, block, how });
	}
}

/// Reads back from a block to the request's, or as far as the node keeps events.
pub async fn of(
	context: &Context,
	request: RequestId,
	block: BlockRef,
) -> Result<History, Failure> {
	let chain = context.chain().await?;
	let (mut found, mut first) = (Vec::new(), block.number);
	let bar = context.spinner(&format!("searching for responses back from block {first}"));
	for number in (1..=block.number).rev() {
		let Some(hash) = chain.block_hash(number).await? else {
			break;
		};
		let events = match chain.events(hash).await {
			Err(cause) if cause.is_for_good() => break,
			events => events?,
		};
		first = number;
		let is_its_own = |event: &Event| matches!(event, Event::Requested { request: made, .. } if *made == request);
		let requested = events.iter().any(is_its_own);
		found.push((number, events));
		if requested {
			break;
		}
	}
	bar.finish_and_clear();
	let mut history =
		History { drawn: Vec::new(), responses: Vec::new(), failed_in: None, since: first };
	for (number, events) in found.into_iter().rev() {
		for event in events {
			history.take(request.into(), number, event);
		}
	}
	Ok(history)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_what_is_of_the_task_is_taken() {
		let account = |number: u8| AccountId::new([number; 32]);
		let (task, other) = (TaskId(4), TaskId(5));
		let mut history =
			History { drawn: Vec::new(), responses: Vec::new(), failed_in: None, since: 1 };
		for event in [
			Event::Drawn { task, operators: vec![account(1), account(2)] },
			Event::Sealed { task, operator: account(1) },
			Event::Sealed { task: other, operator: account(2) },
			Event::Refused { task, operator: account(2) },
			Event::TaskFailed { task: other },
		] {
			history.take(task, 7, event);
		}
		assert_eq!(history.drawn.len(), 2);
		assert_eq!(history.failed_in, None);
		assert_eq!((history.count(How::Sealed), history.count(How::Refused)), (1, 1));
		assert_eq!(history.count(How::Revealed), 0);
		history.take(task, 9, Event::TaskFailed { task });
		assert_eq!(history.failed_in, Some(9));
	}
}
