// SPDX-License-Identifier: Apache-2.0
//! An operator's seat in a task: what it sealed there, how far the task is, and whose turn it is to do what one of them
//! has to do.

use super::Worker;
use crate::journal::{Output, StoredResult};
use salus_chain::{AccountId, BlockRef, ChainError, queries::Task};
use salus_primitives::{
	Moment, RequestId,
	quorum::{Deadline, Draw, Response, Seat, TaskId, digest_payload, seal_payload},
};
use sp_core::blake2_256;
use zeroize::Zeroizing;

/// So many blocks a turn lasts: what is posted in one is final in it, as a rule.
const TURN: u32 = 4;
/// How long a block takes, in milliseconds of the on-chain clock.
const SLOT: Moment = 6_000;

/// A moment and a block, by finalized state. Data rule 8.
#[derive(Clone, Copy, Debug)]
pub struct Now {
	pub moment: Moment,
	pub block: u32,
}

impl Now {
	/// As of a block.
	pub async fn at(worker: &Worker, block: BlockRef) -> Result<Self, ChainError> {
		let moment = worker.custody.chain.moment(block.hash).await?;
		Ok(Self { moment, block: block.number })
	}

	/// As of the chain's head, by which is judged what is posted now: finalized state, and a slot for each block that is
	/// not final yet.
	pub async fn at_head(worker: &Worker) -> Result<Self, ChainError> {
		let chain = &*worker.custody.chain;
		let block = chain.finalized().await?;
		let after = chain.best_number().await?.saturating_sub(block.number);
		Ok(Self::at(worker, block).await?.after(after))
	}

	/// So many blocks later.
	fn after(self, blocks: u32) -> Self {
		let time = SLOT.saturating_mul(blocks.into());
		Self { moment: self.moment.saturating_add(time), block: self.block.saturating_add(blocks) }
	}

	/// Whether a period is over.
	pub fn is_past(&self, deadline: &Deadline) -> bool {
		deadline.is_over(self.moment, self.block)
	}
}

/// The draw of a task in which an operator has a seat, and the seat.
pub fn of<'a>(
	task: &'a Task,
	operator: &AccountId,
) -> Option<(&'a Draw<AccountId>, &'a Seat<AccountId>)> {
	let draw = task.draw.as_ref()?;
	let seat = draw.seats.iter().find(|seat| seat.operator == *operator)?;
	Some((draw, seat))
}

/// Whether nobody can seal any more.
pub fn sealing_is_over(draw: &Draw<AccountId>, now: Now) -> bool {
	draw.seats.iter().all(|seat| seat.response.is_some()) || now.is_past(&draw.seal_until)
}

/// Whether nobody has anything to reveal any more.
pub fn revealing_is_over(draw: &Draw<AccountId>, now: Now) -> bool {
	let done =
		|seat: &Seat<_>| matches!(seat.response, Some(Response::Revealed(_) | Response::Refused));
	draw.seats.iter().all(done) || now.is_past(&draw.reveal_until)
}

/// Those who have a seat take turns, so that they don't all post the same.
pub fn is_our_turn(draw: &Draw<AccountId>, me: &AccountId, block: u32) -> bool {
	let seats: Vec<&AccountId> = draw.seats.iter().map(|seat| &seat.operator).collect();
	takes_turn(&seats, me, block / TURN)
}

/// Whether a round is an account's among these.
pub fn takes_turn(accounts: &[&AccountId], me: &AccountId, round: u32) -> bool {
	let count = u32::try_from(accounts.len()).unwrap_or(u32::MAX).max(1);
	let position = accounts.iter().position(|account| *account == me);
	position.is_some_and(|position| u32::try_from(position).is_ok_and(|at| at == round % count))
}

/// What opens this operator's seal in a task.
pub struct OwnSeal {
	task: TaskId,
	operator: AccountId,
	pub nonce: Zeroizing<[u8; 32]>,
}

impl OwnSeal {
	/// By the operator's X25519 secret, which stays when a session key is replaced.
	pub fn new(worker: &Worker, request: RequestId) -> Self {
		let task = TaskId::from(request);
		let genesis_hash = worker.custody.chain.genesis_hash().0;
		let nonce = worker.custody.secret.seal_nonce(&genesis_hash, task);
		Self { task, operator: worker.account(), nonce }
	}

	/// What it reveals.
	pub fn digest(&self, output: &Output) -> [u8; 32] {
		blake2_256(&digest_payload(self.task, &output.content, Some(&output.document)))
	}

	/// Whether a response on the chain is the one that this result makes.
	pub fn fits(&self, response: &Response, result: &StoredResult) -> bool {
		match (response, &result.output) {
			(Response::Sealed(seal), Some(output)) => *seal == self.seal(output),
			(Response::Revealed(digest), Some(output)) => *digest == self.digest(output),
			(Response::Refused, None) => true,
			_ => false,
		}
	}

	/// What it seals.
	pub fn seal(&self, output: &Output) -> [u8; 32] {
		let digest = self.digest(output);
		blake2_256(&seal_payload(self.task, &self.operator, &digest, &self.nonce))
	}

	#[cfg(test)]
	pub fn of(number: u8) -> Self {
		let task = super::fixtures::REQUEST.into();
		let nonce = Zeroizing::new([number; 32]);
		Self { task, operator: super::fixtures::operator(number), nonce }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::jobs::fixtures::{BEFORE, REVEALING, SEALING_OVER, operator, output, task};

	#[test]
	fn the_head_is_as_many_slots_ahead_as_blocks_are_not_final() {
		let Now { moment, block } = Now { moment: 1_000, block: 10 }.after(5);
		assert_eq!((moment, block), (31_000, 15));
	}

	#[test]
	fn only_what_opens_the_response_that_stands_fits_it() {
		let own = OwnSeal::of(1);
		let sealed = Response::Sealed(own.seal(&output(5)));
		let revealed = Response::Revealed(own.digest(&output(5)));
		let [kept, other] = [5, 6].map(|number| StoredResult::of(output(number)));
		for response in [sealed, revealed] {
			assert!(own.fits(&response, &kept));
			// By another model's files: it would not open.
			assert!(!own.fits(&response, &other));
			// A refusal in the place of a seal would be untrue.
			assert!(!own.fits(&response, &StoredResult::REFUSAL));
		}
		// Another's seal, or one of another secret.
		assert!(!OwnSeal::of(2).fits(&sealed, &kept));
		assert!(own.fits(&Response::Refused, &StoredResult::REFUSAL));
		assert!(!own.fits(&Response::Refused, &kept));
	}

	#[test]
	fn sealing_is_over_when_all_have_responded_or_time_and_blocks_have_passed() {
		let draw = |responses: &[Option<Response>]| task(responses).draw.unwrap();
		let (sealed, refused) = (Some(Response::Sealed([1; 32])), Some(Response::Refused));
		assert!(sealing_is_over(&draw(&[sealed, refused, sealed]), BEFORE));
		let open = draw(&[sealed, None, sealed]);
		assert!(!sealing_is_over(&open, BEFORE));
		assert!(sealing_is_over(&open, SEALING_OVER));
		// Data rule 8: while the chain stands still its clock may jump, and its blocks do not.
		assert!(!sealing_is_over(&open, Now { block: BEFORE.block, ..SEALING_OVER }));
		assert!(!sealing_is_over(&open, Now { moment: BEFORE.moment, ..SEALING_OVER }));
	}

	#[test]
	fn revealing_goes_on_for_whoever_has_sealed() {
		let draw = |responses: &[Option<Response>]| task(responses).draw.unwrap();
		let (sealed, revealed) = (Response::Sealed([1; 32]), Response::Revealed([2; 32]));
		let open = draw(&[Some(revealed), Some(sealed), Some(Response::Refused)]);
		assert!(!revealing_is_over(&open, SEALING_OVER));
		let over = Now { moment: 200, block: 20 };
		assert!(revealing_is_over(&open, over));
		let done = draw(&[Some(revealed), Some(revealed), Some(Response::Refused)]);
		assert!(revealing_is_over(&done, REVEALING));
	}

	#[test]
	fn each_has_its_turn_and_nobody_else() {
		let draw = task(&[None, None, None]).draw.unwrap();
		for block in 0..3 * TURN {
			let whose: Vec<u8> =
				(1..=4).filter(|number| is_our_turn(&draw, &operator(*number), block)).collect();
			assert_eq!(whose, [u8::try_from(block / TURN).unwrap() + 1]);
		}
	}

	#[test]
	fn a_seal_hangs_on_operator_nonce_content_and_document() {
		let own = OwnSeal::of(1);
		let seal = own.seal(&output(5));
		assert_eq!(seal, OwnSeal::of(1).seal(&output(5)));
		assert_ne!(seal, OwnSeal::of(2).seal(&output(5)));
		assert_ne!(seal, own.seal(&output(6)));
		let elsewhere = Output { document: output(6).document, ..output(5) };
		assert_ne!(seal, own.seal(&elsewhere));
	}
}
