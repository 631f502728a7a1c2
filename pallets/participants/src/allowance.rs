// SPDX-License-Identifier: Apache-2.0
//! What a sponsor pays for: feeless calls by the day, and storage. Data rule 10.

use crate::{
	AccountIdOf, Allowance, Allowances, Config, Organisation, Organisations, Pallet, Patients,
};
use codec::{Decode, Encode, MaxEncodedLen};
use core::{fmt, marker::PhantomData};
use polkadot_sdk::{
	frame_support::traits::{Consideration, Footprint, Get, Time},
	sp_runtime::DispatchError,
};
use salus_primitives::{DailyAllowance, Day};
use scale_info::TypeInfo;

impl<T: Config> Pallet<T> {
	/// Which day it is by the on-chain clock. Data rule 8.
	pub(crate) fn today() -> Day {
		Day::of(T::Time::now())
	}

	/// The organisation in force that sponsors the account, if there is one.
	pub(crate) fn sponsor_of(account: &AccountIdOf<T>) -> Option<(AccountIdOf<T>, Organisation)> {
		let account = Patients::<T>::get(account)?.item.organisation?;
		let organisation = Organisations::<T>::get(&account)?;
		(!organisation.suspended).then_some((account, organisation))
	}

	/// How many feeless calls the account has left today.
	pub(crate) fn calls_left_of(account: &AccountIdOf<T>) -> u32 {
		if Self::sponsor_of(account).is_none() {
			return 0;
		}
		let used = Allowances::<T>::get(account).calls.on(Self::today());
		T::CallsPerDay::get().saturating_sub(used)
	}

	/// How many items and bytes the account may still store without a deposit.
	pub(crate) fn storage_left_of(account: &AccountIdOf<T>) -> (u32, u32) {
		if Self::sponsor_of(account).is_none() {
			return (0, 0);
		}
		let used = Allowances::<T>::get(account);
		(
			T::StorageItemsPerPatient::get().saturating_sub(used.items),
			T::StorageBytesPerPatient::get().saturating_sub(used.bytes),
		)
	}

	/// Books storage on the account's allowance; `None`, and nothing booked, when it does not fit.
	fn take_storage(account: &AccountIdOf<T>, footprint: Footprint) -> Option<(u32, u32)> {
		let (items_left, bytes_left) = Self::storage_left_of(account);
		let items = u32::try_from(footprint.count).ok().filter(|items| *items <= items_left)?;
		let bytes = u32::try_from(footprint.size).ok().filter(|bytes| *bytes <= bytes_left)?;
		// Without a sponsor nothing is left, and even nothing is not booked.
		if (items_left, bytes_left) == (0, 0) {
			return None;
		}
		Allowances::<T>::mutate(account, |used: &mut Allowance| {
			used.items = used.items.saturating_add(items);
			used.bytes = used.bytes.saturating_add(bytes);
		});
		Some((items, bytes))
	}

	/// Gives storage back, whether or not the account still has a sponsor.
	fn give_storage(account: &AccountIdOf<T>, items: u32, bytes: u32) {
		Allowances::<T>::mutate_exists(account, |item| {
			if let Some(used) = item {
				used.items = used.items.saturating_sub(items);
				used.bytes = used.bytes.saturating_sub(bytes);
			}
		});
	}
}

impl<T: Config> DailyAllowance<AccountIdOf<T>> for Pallet<T> {
	fn has_call(account: &AccountIdOf<T>) -> bool {
		Self::calls_left_of(account) > 0
	}

	fn use_call(account: &AccountIdOf<T>) -> bool {
		let today = Self::today();
		let Some((organisation, mut item)) = Self::sponsor_of(account) else {
			return false;
		};
		let mut allowance = Allowances::<T>::get(account);
		if allowance.calls.on(today) >= T::CallsPerDay::get() {
			return false;
		}
		allowance.calls.add(today);
		Allowances::<T>::insert(account, allowance);
		// So that the sponsor of whoever abuses the allowance can be named.
		item.calls_today.add(today);
		Organisations::<T>::insert(organisation, item);
		true
	}
}

/// What pays for one stored thing: the allowance, or else what `Fallback` takes, which holds money.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Ticket<Fallback> {
	/// The storage allowance.
	Allowance {
		/// How many items.
		items: u32,
		/// How many bytes.
		bytes: u32,
	},
	/// Money.
	Fallback(Fallback),
}

/// Pays for storage with the allowance while the account is a patient whose sponsor is in force and there is
/// enough left, and with `Fallback` otherwise. A thing is paid for wholly by one or wholly by the other.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(Fallback: MaxEncodedLen))]
pub struct AllowanceOr<T, Fallback> {
	/// What pays.
	pub ticket: Ticket<Fallback>,
	marker: PhantomData<fn() -> T>,
}

// By hand, because to derive them would ask the same of `T`.
impl<T, Fallback: Clone> Clone for AllowanceOr<T, Fallback> {
	fn clone(&self) -> Self {
		self.ticket.clone().into()
	}
}

impl<T, Fallback: PartialEq> PartialEq for AllowanceOr<T, Fallback> {
	fn eq(&self, other: &Self) -> bool {
		self.ticket == other.ticket
	}
}

impl<T, Fallback: Eq> Eq for AllowanceOr<T, Fallback> {}

impl<T, Fallback: fmt::Debug> fmt::Debug for AllowanceOr<T, Fallback> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.ticket.fmt(f)
	}
}

impl<T, Fallback> From<Ticket<Fallback>> for AllowanceOr<T, Fallback> {
	fn from(ticket: Ticket<Fallback>) -> Self {
		Self { ticket, marker: PhantomData }
	}
}

impl<T, Fallback> Consideration<AccountIdOf<T>, Footprint> for AllowanceOr<T, Fallback>
where
	T: Config,
	Fallback: Consideration<AccountIdOf<T>, Footprint>,
{
	fn new(who: &AccountIdOf<T>, footprint: Footprint) -> Result<Self, DispatchError> {
		let ticket = match Pallet::<T>::take_storage(who, footprint) {
			Some((items, bytes)) => Ticket::Allowance { items, bytes },
			None => Ticket::Fallback(Fallback::new(who, footprint)?),
		};
		Ok(ticket.into())
	}

	fn update(self, who: &AccountIdOf<T>, footprint: Footprint) -> Result<Self, DispatchError> {
		match self.ticket {
			Ticket::Allowance { items, bytes } => {
				let (new_items, new_bytes) = (footprint.count, footprint.size);
				if new_items <= items.into() && new_bytes <= bytes.into() {
					// To shrink needs no sponsor.
					let (new_items, new_bytes) = (new_items as u32, new_bytes as u32);
					Pallet::<T>::give_storage(
						who,
						items.saturating_sub(new_items),
						bytes.saturating_sub(new_bytes),
					);
					return Ok(Ticket::Allowance { items: new_items, bytes: new_bytes }.into());
				}
				Pallet::<T>::give_storage(who, items, bytes);
				Self::new(who, footprint)
			}
			Ticket::Fallback(ticket) => Ok(Ticket::Fallback(ticket.update(who, footprint)?).into()),
		}
	}

	fn drop(self, who: &AccountIdOf<T>) -> Result<(), DispatchError> {
		match self.ticket {
			Ticket::Allowance { items, bytes } => {
				Pallet::<T>::give_storage(who, items, bytes);
				Ok(())
			}
			Ticket::Fallback(ticket) => ticket.drop(who),
		}
	}

	fn burn(self, who: &AccountIdOf<T>) {
		// A burnt allowance is not given back.
		if let Ticket::Fallback(ticket) = self.ticket {
			ticket.burn(who);
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_successful(who: &AccountIdOf<T>, footprint: Footprint) {
		Fallback::ensure_successful(who, footprint);
	}
}
