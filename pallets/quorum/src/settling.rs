// SPDX-License-Identifier: Apache-2.0
//! How operators respond, and how a task ends.

use crate::{
	AccountIdOf, CidBytes, Config, Draw, Error, Event, Fault, Held, HoldReason, PaidSeats, Pallet,
	Response, Seat, TaskId, TaskItem, TaskOf, Tasks,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{
			Consideration, OnUnbalanced, Time,
			fungible::{BalancedHold, MutateHold},
			tokens::{Fortitude, Precision, Restriction},
		},
	},
	sp_io::hashing::blake2_256,
	sp_runtime::{DispatchResult, traits::Saturating},
};
use salus_primitives::{
	Cid,
	quorum::{Agreement, Deadline, OnQuorum, digest_payload, seal_payload},
};

/// How a task ends without a quorum.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
	/// Too few operators could be drawn: nobody has seen a draw.
	NotDrawn,
	/// The pallet that asked did not want the draw any more.
	Unwanted,
	/// So many operators refused that those who are left are no quorum.
	Refused,
	/// All have done their part or had their time.
	Over,
}

impl<T: Config> Pallet<T> {
	/// Whether a period is over in this block.
	pub(crate) fn is_over(deadline: &Deadline) -> bool {
		deadline.is_over(T::Time::now(), Self::block())
	}

	pub(crate) fn do_seal(operator: AccountIdOf<T>, id: TaskId, seal: [u8; 32]) -> DispatchResult {
		let task = Self::respond(&operator, id, Response::Sealed(seal))?;
		Tasks::<T>::insert(id, task);
		Self::deposit_event(Event::Sealed { task: id, operator });
		Ok(())
	}

	pub(crate) fn do_refuse(operator: AccountIdOf<T>, id: TaskId) -> DispatchResult {
		let task = Self::respond(&operator, id, Response::Refused)?;
		Self::deposit_event(Event::Refused { task: id, operator });
		let quorum = usize::from(task.item.tier.quorum);
		let left = |draw: &Draw<_>| {
			draw.seats.iter().filter(|seat| seat.response != Some(Response::Refused)).count()
		};
		if task.item.draw.as_ref().map_or(0, left) < quorum {
			Self::fail(id, task, Ended::Refused);
		} else {
			Tasks::<T>::insert(id, task);
		}
		Ok(())
	}

	/// The task with an operator's first response in it.
	fn respond(
		operator: &AccountIdOf<T>,
		id: TaskId,
		response: Response,
	) -> Result<TaskOf<T>, Error<T>> {
		let mut task = Tasks::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let draw = task.item.draw.as_mut().ok_or(Error::<T>::NotDrawn)?;
		let over = Self::is_over(&draw.seal_until);
		let seat = seat_mut(draw, operator).ok_or(Error::<T>::NotDrawn)?;
		ensure!(seat.response.is_none(), Error::<T>::AlreadyResponded);
		ensure!(!over, Error::<T>::Expired);
		seat.response = Some(response);
		Ok(task)
	}

	pub(crate) fn do_reveal(
		operator: AccountIdOf<T>,
		id: TaskId,
		content: [u8; 32],
		result: Option<CidBytes>,
		nonce: [u8; 32],
	) -> DispatchResult {
		let Held { item: mut task, ticket } = Tasks::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		// Data rule 3: a CID is parsed, not believed.
		let result =
			result.map(|bytes| Cid::parse(&bytes)).transpose().map_err(Error::<T>::from)?;
		let mut draw = task.draw.take().ok_or(Error::<T>::NotDrawn)?;
		// From then on nobody can seal who has seen a digest.
		let sealed = draw.seats.iter().all(|seat| seat.response.is_some())
			|| Self::is_over(&draw.seal_until);
		let revealing_over = Self::is_over(&draw.reveal_until);
		let settled = draw.settled;
		let seat = seat_mut(&mut draw, &operator).ok_or(Error::<T>::NotDrawn)?;
		let seal = match seat.response {
			Some(Response::Sealed(seal)) => seal,
			Some(Response::Revealed(_)) => return Err(Error::<T>::AlreadyRevealed.into()),
			Some(Response::Refused) | None => return Err(Error::<T>::NotSealed.into()),
		};
		ensure!(sealed, Error::<T>::SealingContinues);
		ensure!(!revealing_over, Error::<T>::Expired);
		let digest = blake2_256(&digest_payload(id, &content, result.as_ref()));
		let opened = blake2_256(&seal_payload(id, &operator, &digest, &nonce));
		ensure!(seal == opened, Error::<T>::SealDiffers);
		seat.response = Some(Response::Revealed(digest));
		Self::deposit_event(Event::Revealed { task: id, operator: operator.clone(), digest });

		match settled {
			Some(winner) => {
				if winner == digest {
					Self::reward(id, &mut task, &operator);
				} else {
					Self::accuse(id, &operator, Fault::Deviation);
				}
				Self::end_work(&operator, id);
			}
			None => {
				let agreeing = agreeing(&draw, &digest);
				if agreeing >= task.tier.quorum {
					let agreement = Agreement { content, result, agreeing };
					Self::settle(id, &mut task, &mut draw, digest, agreement);
				}
			}
		}
		task.draw = Some(draw);
		Tasks::<T>::insert(id, Held { item: task, ticket });
		Ok(())
	}

	fn settle(
		id: TaskId,
		task: &mut TaskItem<T>,
		draw: &mut Draw<AccountIdOf<T>>,
		digest: [u8; 32],
		agreement: Agreement,
	) {
		draw.settled = Some(digest);
		let agreeing = agreement.agreeing;
		Self::deposit_event(Event::Settled { task: id, digest, agreeing });
		for Seat { operator, response } in &draw.seats {
			match response {
				// It owes its reveal until the task is closed: a seal of a guess must not be free.
				Some(Response::Sealed(_)) => continue,
				Some(Response::Revealed(own)) if *own == digest => {
					Self::reward(id, task, operator);
				}
				Some(Response::Revealed(_)) => Self::accuse(id, operator, Fault::Deviation),
				Some(Response::Refused) => Self::refused_what_others_did(operator),
				None => Self::absent(id, operator, draw.drawn_at),
			}
			Self::end_work(operator, id);
		}
		T::OnQuorum::settled(id, agreement);
	}

	/// Ends a task on which nobody will agree.
	pub(crate) fn fail(id: TaskId, mut task: TaskOf<T>, ended: Ended) {
		Self::deposit_event(Event::Failed { task: id });
		let mut somebody_missed = false;
		if let Some(draw) = &task.item.draw {
			// Then the cause is none of them, as when finality lags.
			let nobody_responded = draw.seats.iter().all(|seat| seat.response.is_none());
			for Seat { operator, response } in &draw.seats {
				let missed = matches!(response, None | Some(Response::Sealed(_)));
				if ended == Ended::Over && missed {
					somebody_missed = true;
					if !nobody_responded {
						Self::absent(id, operator, draw.drawn_at);
					}
				}
				Self::end_work(operator, id);
			}
		}
		T::OnQuorum::failed(id);
		// Whoever could see a draw and escape it for nothing would ask again until they like one. But no payer makes
		// honest operators absent: those who can't have the inputs refuse.
		if ended != Ended::NotDrawn && !somebody_missed {
			Self::keep(id, &mut task.item);
		}
		Self::remove(id, task);
	}

	/// Takes the price of one seat, which nobody earned.
	fn keep(id: TaskId, task: &mut TaskItem<T>) {
		let reason = HoldReason::Pay.into();
		let (credit, missing) = T::Currency::slash(&reason, &task.payer, task.price);
		let amount = task.price.saturating_sub(missing);
		T::Slashed::on_unbalanced(credit);
		task.held = task.held.saturating_sub(amount);
		Self::deposit_event(Event::Kept { task: id, amount });
	}

	pub(crate) fn do_close(id: TaskId) -> DispatchResult {
		let task = Tasks::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let draw = task.item.draw.as_ref().ok_or(Error::<T>::NotDrawnYet)?;
		let done = |seat: &Seat<_>| {
			matches!(seat.response, Some(Response::Revealed(_) | Response::Refused))
		};
		let over = Self::is_over(&draw.reveal_until);
		ensure!(over || draw.seats.iter().all(done), Error::<T>::RevealingContinues);
		if draw.settled.is_some() {
			Self::end_unrevealed(id, draw);
			Self::remove(id, task);
		} else {
			Self::fail(id, task, Ended::Over);
		}
		Ok(())
	}

	/// Who sealed and did not reveal what others have settled was absent.
	fn end_unrevealed(id: TaskId, draw: &Draw<AccountIdOf<T>>) {
		for Seat { operator, response } in &draw.seats {
			if matches!(response, Some(Response::Sealed(_))) {
				Self::absent(id, operator, draw.drawn_at);
				Self::end_work(operator, id);
			}
		}
	}

	/// Pays a seat whose digest is that of the quorum.
	fn reward(id: TaskId, task: &mut TaskItem<T>, operator: &AccountIdOf<T>) {
		Self::agreed_with_others(operator);
		// A transfer that fails must not keep the others from settling: the seat's price then goes back.
		let paid = T::Currency::transfer_on_hold(
			&HoldReason::Pay.into(),
			&task.payer,
			operator,
			task.price,
			Precision::Exact,
			Restriction::Free,
			// Or a payer would lock what it owes, and let operators work for nothing.
			Fortitude::Force,
		);
		if let Ok(amount) = paid {
			task.held = task.held.saturating_sub(amount);
			PaidSeats::<T>::mutate(operator, |count| *count = count.saturating_add(1));
			Self::deposit_event(Event::Paid { task: id, operator: operator.clone(), amount });
		}
	}

	/// Removes a task: what is still held goes back. A release that fails is passed over: it must keep nobody bound.
	fn remove(id: TaskId, task: TaskOf<T>) {
		let Held { item: TaskItem::<T> { payer, held, .. }, ticket } = task;
		let returned =
			T::Currency::release(&HoldReason::Pay.into(), &payer, held, Precision::BestEffort)
				.unwrap_or_default();
		let _ = ticket.drop(&payer);
		Tasks::<T>::remove(id);
		Self::deposit_event(Event::Closed { task: id, returned });
	}
}

/// How many operators have revealed this digest.
pub(crate) fn agreeing<AccountId>(draw: &Draw<AccountId>, digest: &[u8; 32]) -> u8 {
	let agrees = |seat: &&Seat<_>| seat.response == Some(Response::Revealed(*digest));
	u8::try_from(draw.seats.iter().filter(agrees).count()).unwrap_or(u8::MAX)
}

fn seat_mut<'a, AccountId: PartialEq>(
	draw: &'a mut Draw<AccountId>,
	operator: &AccountId,
) -> Option<&'a mut Seat<AccountId>> {
	draw.seats.iter_mut().find(|seat| seat.operator == *operator)
}
