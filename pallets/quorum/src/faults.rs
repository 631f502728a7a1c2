// SPDX-License-Identifier: Apache-2.0
//! Faults: who is out of the draw, who is accused, and what becomes of it.

use crate::{
	AccountIdOf, Accusation, AccusationOf, Accusations, BalanceOf, Cause, Challenge, Config, Error,
	Event, Fault, HoldReason, OperatorState, OperatorStates, Pallet, Prices, TaskId, WorkClass,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{
			Get, OnUnbalanced, Time,
			fungible::{BalancedHold, MutateHold},
			tokens::Precision,
		},
	},
	sp_runtime::DispatchResult,
};
use salus_primitives::{
	Moment, Operators,
	quorum::{Deadline, Period},
};

impl<T: Config> Pallet<T> {
	fn from_now(period: Period) -> Deadline {
		Deadline::after(T::Time::now(), Self::block(), period)
	}

	fn change_state<R>(
		operator: &AccountIdOf<T>,
		change: impl FnOnce(&mut OperatorState) -> R,
	) -> R {
		OperatorStates::<T>::mutate_exists(operator, |stored| {
			let mut state = stored.unwrap_or_default();
			let outcome = change(&mut state);
			*stored = (state != OperatorState::default()).then_some(state);
			outcome
		})
	}

	/// The operator did not do its part in what was drawn then. One outage costs once, however many tasks it is in.
	/// The accusation binds its bond.
	pub(crate) fn absent(id: TaskId, operator: &AccountIdOf<T>, drawn_at: Moment) {
		let is_new = Self::change_state(operator, |state| {
			let known = state.out == Some(Cause::Absent) || drawn_at < state.back_since;
			if !known {
				state.out = Some(Cause::Absent);
			}
			!known
		});
		if is_new {
			let cause = Cause::Absent;
			Self::deposit_event(Event::Out { operator: operator.clone(), cause });
			Self::accuse(id, operator, Fault::Absence);
		}
	}

	/// The operator refused what a quorum did: no fault, but who does so too often is not drawn.
	pub(crate) fn refused_what_others_did(operator: &AccountIdOf<T>) {
		let is_new = Self::change_state(operator, |state| {
			state.refusals = state.refusals.saturating_add(1);
			let is_new = state.out.is_none() && state.refusals >= T::RefusalLimit::get();
			if is_new {
				state.out = Some(Cause::Refusals);
			}
			is_new
		});
		if is_new {
			let cause = Cause::Refusals;
			Self::deposit_event(Event::Out { operator: operator.clone(), cause });
		}
	}

	/// The operator's result is that of a quorum: it makes up for a refusal.
	pub(crate) fn agreed_with_others(operator: &AccountIdOf<T>) {
		Self::change_state(operator, |state| {
			state.refusals = state.refusals.saturating_sub(1);
		});
	}

	pub(crate) fn do_return_to_draw(operator: AccountIdOf<T>) -> DispatchResult {
		let OperatorState { out, back_since, refusals } = OperatorStates::<T>::get(&operator);
		let cause = out.ok_or(Error::<T>::NotOut)?;
		let back_since = match cause {
			Cause::Absent => T::Time::now(),
			// It was there all the time, and answers for what it was drawn for.
			Cause::Refusals => back_since,
		};
		// Or its word would be worth as many refusals again: the next takes it out anew.
		let refusals = refusals.min(T::RefusalLimit::get().saturating_sub(1));
		Self::change_state(&operator, |state| {
			*state = OperatorState { out: None, back_since, refusals };
		});
		Self::deposit_event(Event::Back { operator });
		Ok(())
	}

	pub(crate) fn accuse(id: TaskId, operator: &AccountIdOf<T>, fault: Fault) {
		// The bond stays until it is known whether it pays.
		T::Operators::add_duty(operator);
		let challenge_until = Self::from_now(T::ChallengePeriod::get());
		let accusation = Accusation { fault, challenge_until, challenge: None };
		Accusations::<T>::insert(id, operator, accusation);
		Self::deposit_event(Event::Accused { task: id, operator: operator.clone(), fault });
	}

	fn accusation(id: TaskId, operator: &AccountIdOf<T>) -> Result<AccusationOf<T>, Error<T>> {
		Accusations::<T>::get(id, operator).ok_or(Error::<T>::NotAccused)
	}

	pub(crate) fn do_challenge(operator: AccountIdOf<T>, id: TaskId) -> DispatchResult {
		let accusation = Self::accusation(id, &operator)?;
		ensure!(accusation.challenge.is_none(), Error::<T>::AlreadyChallenged);
		ensure!(!Self::is_over(&accusation.challenge_until), Error::<T>::Expired);
		let deposit = T::ChallengeDeposit::get();
		T::Currency::hold(&HoldReason::Challenge.into(), &operator, deposit)?;
		let ruling_until = Self::from_now(T::RulingPeriod::get());
		let challenge = Some(Challenge { deposit, ruling_until });
		Accusations::<T>::insert(id, &operator, Accusation { challenge, ..accusation });
		Self::deposit_event(Event::Challenged { task: id, operator });
		Ok(())
	}

	pub(crate) fn do_rule(id: TaskId, operator: AccountIdOf<T>, uphold: bool) -> DispatchResult {
		let Accusation { fault, challenge, .. } = Self::accusation(id, &operator)?;
		let Challenge { deposit, ruling_until } = challenge.ok_or(Error::<T>::NotChallenged)?;
		ensure!(!Self::is_over(&ruling_until), Error::<T>::Expired);
		if uphold {
			let reason = HoldReason::Challenge.into();
			let (credit, _) = T::Currency::slash(&reason, &operator, deposit);
			T::Slashed::on_unbalanced(credit);
			Self::penalise(id, operator, fault);
		} else {
			Self::excuse(id, operator, deposit);
		}
		Ok(())
	}

	pub(crate) fn do_end_accusation(id: TaskId, operator: AccountIdOf<T>) -> DispatchResult {
		let Accusation { fault, challenge_until, challenge } = Self::accusation(id, &operator)?;
		match challenge {
			None => {
				let over = Self::is_over(&challenge_until);
				ensure!(over, Error::<T>::ChallengePeriodContinues);
				Self::penalise(id, operator, fault);
			}
			Some(Challenge { deposit, ruling_until }) => {
				ensure!(Self::is_over(&ruling_until), Error::<T>::RulingPeriodContinues);
				Self::excuse(id, operator, deposit);
			}
		}
		Ok(())
	}

	fn penalise(id: TaskId, operator: AccountIdOf<T>, fault: Fault) {
		T::Operators::penalise(&operator, fault);
		T::Operators::end_duty(&operator);
		Accusations::<T>::remove(id, &operator);
		Self::deposit_event(Event::Penalised { task: id, operator, fault });
	}

	/// Gives the challenge's deposit back. A release that fails is passed over: it must keep nobody accused.
	fn excuse(id: TaskId, operator: AccountIdOf<T>, deposit: BalanceOf<T>) {
		let reason = HoldReason::Challenge.into();
		let _ = T::Currency::release(&reason, &operator, deposit, Precision::BestEffort);
		T::Operators::end_duty(&operator);
		Accusations::<T>::remove(id, &operator);
		Self::deposit_event(Event::Excused { task: id, operator });
	}

	pub(crate) fn do_set_price(class: WorkClass, price: BalanceOf<T>) -> DispatchResult {
		let allowed = T::MinPrice::get()..=T::MaxPrice::get();
		ensure!(allowed.contains(&price), Error::<T>::PriceOutOfRange);
		Prices::<T>::insert(class, price);
		Self::deposit_event(Event::PriceSet { class, price });
		Ok(())
	}
}
