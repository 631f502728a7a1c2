// SPDX-License-Identifier: Apache-2.0
//! How operators respond, and how a task ends.

use crate::{
	AccountIdOf, CidBytes, Config, Draw, Error, Event, Fault, Held, HoldReason, Pallet, Response,
	Seat, TaskId, TaskItem, TaskOf, Tasks,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{
			Consideration, Time,
			fungible::MutateHold,
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
			Self::fail(id, task, false);
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
			Some(winner) if winner == digest => Self::reward(id, &mut task, &operator),
			Some(_) => Self::accuse(id, &operator, Fault::Deviation),
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
			Self::end_work(operator, id);
			match response {
				Some(Response::Revealed(own)) if *own == digest => {
					Self::reward(id, task, operator);
				}
				Some(Response::Revealed(_)) => Self::accuse(id, operator, Fault::Deviation),
				Some(Response::Refused) => Self::refused_what_others_did(operator),
				// Its turn to reveal goes on, if it wants its pay.
				Some(Response::Sealed(_)) => {}
				None => Self::absent(id, operator, draw.drawn_at),
			}
		}
		T::OnQuorum::settled(id, agreement);
	}

	/// Ends a task on which nobody will agree. `over` says whether all had their time.
	pub(crate) fn fail(id: TaskId, task: TaskOf<T>, over: bool) {
		Self::deposit_event(Event::Failed { task: id });
		if let Some(draw) = &task.item.draw {
			for Seat { operator, response } in &draw.seats {
				Self::end_work(operator, id);
				if over && matches!(response, None | Some(Response::Sealed(_))) {
					Self::absent(id, operator, draw.drawn_at);
				}
			}
		}
		T::OnQuorum::failed(id);
		Self::remove(id, task);
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
			Self::remove(id, task);
		} else {
			Self::fail(id, task, true);
		}
		Ok(())
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
			Fortitude::Polite,
		);
		if let Ok(amount) = paid {
			task.held = task.held.saturating_sub(amount);
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
