// SPDX-License-Identifier: Apache-2.0
//! What must hold between any two blocks.

use crate::{
	Accusations, BalanceOf, Busy, Config, Held, HoldReason, MAX_OPEN_TASKS, NextTask, OpenTasks,
	OperatorState, OperatorStates, PaidSeats, Pallet, Pools, Response, Seat, Tasks, Undrawn,
	settling::agreeing,
};
use alloc::collections::{BTreeMap, BTreeSet};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Get, fungible::InspectHold},
	},
	sp_runtime::{
		TryRuntimeError,
		traits::{Saturating, Zero},
	},
};
use salus_pallet_support::Deposits;

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists, in its order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_queue()?;
		Self::try_draws()?;
		Self::try_money()?;
		Self::try_lists()?;
		Self::try_operator_states()?;
		Self::deposits().check::<T::Consideration>()
	}

	/// What each account's tickets of this pallet hold.
	pub fn deposits() -> Deposits<T::AccountId> {
		let mut deposits = Deposits::default();
		for Held { item: task, ticket } in Tasks::<T>::iter_values() {
			deposits.add(task.payer, &ticket);
		}
		deposits
	}

	fn try_queue() -> Result<(), TryRuntimeError> {
		let queue = Undrawn::<T>::get();
		let in_order = queue.windows(2).all(|pair| {
			matches!(pair, [one, two] if one.task < two.task
				&& one.opened_in <= two.opened_in
				&& one.opened_on <= two.opened_on)
		});
		ensure!(in_order, "tasks wait for their draw out of order");
		for waiting in &queue {
			let task =
				Tasks::<T>::get(waiting.task).ok_or("a task that waits for its draw is unknown")?;
			ensure!(task.item.opened_in == waiting.opened_in, "a task was opened in two blocks");
			let most = T::MaxDocuments::get();
			ensure!(waiting.documents <= most, "a task grants access to too many documents");
		}
		let wanted: BTreeSet<_> = queue.iter().map(|waiting| waiting.opened_in).collect();
		let pools: BTreeSet<_> = Pools::<T>::iter_keys().collect();
		ensure!(pools == wanted, "there is a pool for each block whose tasks wait for their draw");
		let waiting: BTreeSet<_> = queue.iter().map(|waiting| waiting.task).collect();
		for (id, task) in Tasks::<T>::iter() {
			ensure!(id < NextTask::<T>::get(), "a task's id was never given");
			ensure!(task.item.draw.is_none() == waiting.contains(&id), "a task is drawn and waits");
		}
		Ok(())
	}

	fn try_draws() -> Result<(), TryRuntimeError> {
		for (_, task) in Tasks::<T>::iter() {
			let task = task.item;
			ensure!(task.tier.is_sound(), "two digests could win");
			let Some(draw) = task.draw else { continue };
			ensure!(draw.seats.len() == usize::from(task.tier.seats), "a wrong number was drawn");
			let distinct: BTreeSet<_> = draw.seats.iter().map(|seat| &seat.operator).collect();
			ensure!(distinct.len() == draw.seats.len(), "an operator was drawn twice");
			let excluded = task.excluded.iter().any(|account| distinct.contains(account));
			ensure!(!excluded, "somebody was drawn who is excluded");
			let revealed = draw.seats.iter().filter_map(|seat| match seat.response {
				Some(Response::Revealed(digest)) => Some(digest),
				_ => None,
			});
			let won = |digest: &[u8; 32]| agreeing(&draw, digest) >= task.tier.quorum;
			let winners: BTreeSet<_> = revealed.filter(won).collect();
			let settled: BTreeSet<_> = draw.settled.into_iter().collect();
			ensure!(winners == settled, "a task is settled exactly with what a quorum revealed");
		}
		Ok(())
	}

	fn try_money() -> Result<(), TryRuntimeError> {
		let mut pay = BTreeMap::<_, BalanceOf<T>>::new();
		for (_, task) in Tasks::<T>::iter() {
			let task = task.item;
			let paid = task
				.draw
				.as_ref()
				.map_or(0, |draw| draw.settled.map_or(0, |digest| agreeing(draw, &digest)));
			let unpaid = u32::from(task.tier.seats.saturating_sub(paid));
			let expected = task.price.saturating_mul(unpaid.into());
			ensure!(task.held == expected, "a task holds its unpaid seats' price");
			let sum = pay.entry(task.payer).or_default();
			*sum = sum.saturating_add(task.held);
		}
		for (payer, sum) in pay {
			let held = T::Currency::balance_on_hold(&HoldReason::Pay.into(), &payer);
			ensure!(held == sum, "a payer has held what its tasks hold");
		}
		let mut deposits = BTreeMap::<_, BalanceOf<T>>::new();
		for (_, operator, accusation) in Accusations::<T>::iter() {
			let deposit =
				accusation.challenge.map_or_else(Zero::zero, |challenge| challenge.deposit);
			let sum = deposits.entry(operator).or_default();
			*sum = sum.saturating_add(deposit);
		}
		for (operator, sum) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::Challenge.into(), &operator);
			ensure!(held == sum, "an operator has held what its challenges hold");
		}
		Ok(())
	}

	fn try_lists() -> Result<(), TryRuntimeError> {
		let mut owed = BTreeMap::<_, BTreeSet<_>>::new();
		for (id, task) in Tasks::<T>::iter() {
			let Some(draw) = task.item.draw else { continue };
			for Seat { operator, response } in draw.seats {
				// After the quorum only who has sealed owes its reveal.
				let owes = draw.settled.is_none() || matches!(response, Some(Response::Sealed(_)));
				if owes {
					owed.entry(operator).or_default().insert(id);
				}
			}
		}
		let listed: BTreeMap<_, BTreeSet<_>> = OpenTasks::<T>::iter()
			.map(|(operator, open)| (operator, open.into_iter().collect()))
			.collect();
		ensure!(listed == owed, "operators' lists are the tasks that want something of them");
		let full: BTreeSet<_> = listed
			.into_iter()
			.filter(|(_, open)| open.len() == MAX_OPEN_TASKS as usize)
			.map(|(operator, _)| operator)
			.collect();
		let busy: BTreeSet<_> = Busy::<T>::get().into_iter().collect();
		ensure!(busy == full, "the busy operators are those with full lists");
		Ok(())
	}

	fn try_operator_states() -> Result<(), TryRuntimeError> {
		for (_, state) in OperatorStates::<T>::iter() {
			ensure!(state != OperatorState::default(), "a state that says nothing is stored");
		}
		for count in PaidSeats::<T>::iter_values() {
			ensure!(count > 0, "an operator that was never paid is counted");
		}
		Ok(())
	}
}
