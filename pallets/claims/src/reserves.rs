// SPDX-License-Identifier: Apache-2.0
//! The money that answers for claims: put in reserve, owed, collected. It lies on hold in the insurer's own account, so
//! that the insurer can't spend it. Data rule 11.

use crate::*;
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{
			Get, Time,
			fungibles::MutateHold,
			tokens::{Fortitude, Precision, Preservation, Restriction},
		},
	},
	sp_runtime::{DispatchError, DispatchResult},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_fund(insurer: T::AccountId, asset: Asset, amount: u128) -> DispatchResult {
		let key = (insurer, asset);
		let mut money = Self::money(&key)?;
		let (insurer, asset) = &key;
		T::Assets::hold(*asset, &HoldReason::Reserve.into(), insurer, amount)?;
		money.free = money.free.saturating_add(amount);
		Self::deposit_event(Event::Funded { insurer: insurer.clone(), asset: *asset, amount });
		Self::pay_oldest(&key, &mut money);
		Reserves::<T>::insert(&key, money);
		Ok(())
	}

	pub(crate) fn do_withdraw(insurer: T::AccountId, asset: Asset, amount: u128) -> DispatchResult {
		let key = (insurer, asset);
		let mut money = Self::money(&key)?;
		ensure!(money.waiting == 0, Error::<T>::ClaimsWaiting);
		// Else what they come to would find nothing.
		ensure!(money.open == 0, Error::<T>::ClaimsOpen);
		let left = money.free.checked_sub(amount).filter(|left| *left >= money.required);
		money.free = left.ok_or(Error::<T>::ReserveNeeded)?;
		Reserves::<T>::insert(&key, money);
		let (insurer, asset) = key;
		let reason = HoldReason::Reserve.into();
		T::Assets::release(asset, &reason, &insurer, amount, Precision::Exact)?;
		Self::deposit_event(Event::Withdrawn { insurer, asset, amount });
		Ok(())
	}

	pub(crate) fn do_pay_waiting(insurer: T::AccountId, asset: Asset) -> DispatchResult {
		let key = (insurer, asset);
		let mut money = Self::money(&key)?;
		ensure!(Self::pay_oldest(&key, &mut money) > 0, Error::<T>::NothingToPay);
		Reserves::<T>::insert(&key, money);
		Ok(())
	}

	pub(crate) fn do_collect(
		insurer: T::AccountId,
		payee: T::AccountId,
		asset: Asset,
	) -> DispatchResult {
		let key = (insurer, asset);
		let mut money = Self::money(&key)?;
		let amount = Owed::<T>::take(&key, &payee);
		ensure!(amount > 0, Error::<T>::NothingOwed);
		money.owed = money.owed.saturating_sub(amount);
		Reserves::<T>::insert(&key, money);
		let (insurer, asset) = key;
		T::Assets::transfer_on_hold(
			asset,
			&HoldReason::Reserve.into(),
			&insurer,
			&payee,
			amount,
			Precision::Exact,
			Restriction::Free,
			// What is owed is the payee's: nothing that binds the insurer's account stands in its way.
			Fortitude::Force,
		)?;
		Self::deposit_event(Event::Collected { insurer, asset, payee, amount });
		Ok(())
	}

	/// The reserve of this insurer and asset.
	pub(crate) fn money(key: &ReserveKey<T>) -> Result<Reserve, Error<T>> {
		Reserves::<T>::get(key).ok_or(Error::<T>::NoReserve)
	}

	/// Pays as many waiting claims as there is money for, at most as many as one call may, the oldest first: none is paid
	/// before an older one, however little it is. Returns how many.
	fn pay_oldest(key: &ReserveKey<T>, money: &mut Reserve) -> u32 {
		let mut paid = 0_u32;
		while paid < T::MaxPaidAtOnce::get() {
			let number = money.first_waiting;
			let Some(id) = WaitingClaims::<T>::get(key, number) else { break };
			let Some(mut claim) = Claims::<T>::get(id) else { break };
			let Stage::Waiting { outcome, .. } = claim.item.stage else { break };
			if !Self::owe(key, money, &claim.item.payee, outcome.paid) {
				break;
			}
			WaitingClaims::<T>::remove(key, number);
			money.first_waiting = number.saturating_add(1);
			money.waiting = money.waiting.saturating_sub(1);
			claim.item.stage = Stage::Concluded { outcome, at: T::Time::now() };
			Claims::<T>::insert(id, claim);
			Self::deposit_event(Event::Concluded { claim: id, paid: outcome.paid });
			paid = paid.saturating_add(1);
		}
		paid
	}

	/// Moves so much from what is free to what a payee is owed; nothing, and `false`, if there is too little.
	pub(crate) fn owe(
		key: &ReserveKey<T>,
		money: &mut Reserve,
		payee: &T::AccountId,
		amount: u128,
	) -> bool {
		let Some(left) = money.free.checked_sub(amount) else { return false };
		money.free = left;
		money.owed = money.owed.saturating_add(amount);
		if amount > 0 {
			Owed::<T>::mutate(key, payee, |owed| *owed = owed.saturating_add(amount));
		}
		true
	}

	/// Takes back so much of what a payee was paid: what it has not collected, then what it has. All of it is free again.
	pub(crate) fn take_back(
		key: &ReserveKey<T>,
		payee: &T::AccountId,
		amount: u128,
	) -> Result<(), DispatchError> {
		let mut money = Self::money(key)?;
		let owed = Owed::<T>::get(key, payee);
		let uncollected = owed.min(amount);
		let left = owed.saturating_sub(uncollected);
		if left == 0 {
			Owed::<T>::remove(key, payee);
		} else {
			Owed::<T>::insert(key, payee, left);
		}
		money.owed = money.owed.saturating_sub(uncollected);
		let collected = amount.saturating_sub(uncollected);
		let mut returned = 0;
		if collected > 0 {
			let (insurer, asset) = key;
			// What is held is counted, and not what was asked for: an account that ends gives its rest, too.
			returned = T::Assets::transfer_and_hold(
				*asset,
				&HoldReason::Reserve.into(),
				payee,
				insurer,
				collected,
				Precision::Exact,
				Preservation::Expendable,
				Fortitude::Polite,
			)?;
		}
		money.free = money.free.saturating_add(uncollected).saturating_add(returned);
		Reserves::<T>::insert(key, money);
		Ok(())
	}
}
