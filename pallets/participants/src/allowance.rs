// SPDX-License-Identifier: Apache-2.0
//! The storage that costs a patient no deposit: what a sponsor pays for, and what every patient has. It is whole again
//! each year. Data rule 10.

use crate::{AccountIdOf, Allowances, Config, Pallet, Patients, StorageCounts, StoragePart, YEAR};
use codec::{Decode, Encode, MaxEncodedLen};
use core::{fmt, marker::PhantomData};
use polkadot_sdk::{
	frame_support::traits::{Consideration, Footprint, Get, Time},
	sp_runtime::DispatchError,
};
use salus_pallet_support::Payment;
use salus_primitives::Day;
use scale_info::TypeInfo;

/// What was taken of a patient's storage allowance.
struct Taken {
	items: u32,
	bytes: u32,
	year: u32,
}

impl<T: Config> Pallet<T> {
	/// Which day it is by the on-chain clock. Data rule 8.
	pub(crate) fn today() -> Day {
		Day::of(T::Time::now())
	}

	/// Which year since the patient's registration it is, from 0; none for an account that is no patient.
	fn year_of(account: &AccountIdOf<T>) -> Option<u32> {
		let since = Patients::<T>::get(account)?.item.registered_at;
		let years = T::Time::now().saturating_sub(since).checked_div(YEAR)?;
		u32::try_from(years).ok()
	}

	/// What is used this year of the patient's allowance.
	fn storage_used(account: &AccountIdOf<T>) -> Option<StorageCounts> {
		let year = Self::year_of(account)?;
		Some(Allowances::<T>::get(account).storage.of_year(year))
	}

	/// How many items and bytes the account may still store this year out of this part of the allowance.
	pub(crate) fn storage_left_of(account: &AccountIdOf<T>, part: StoragePart) -> (u32, u32) {
		let Some(used) = Self::storage_used(account) else {
			return (0, 0);
		};
		let (items, bytes) = match part {
			StoragePart::Basic => (T::BasicItems::get(), T::BasicBytes::get()),
			StoragePart::Sponsored if Self::sponsors_in_force(account).is_empty() => return (0, 0),
			StoragePart::Sponsored => {
				(T::StorageItemsPerPatient::get(), T::StorageBytesPerPatient::get())
			}
		};
		let used = used.part(part);
		(items.saturating_sub(used.items), bytes.saturating_sub(used.bytes))
	}

	/// Books storage on this part of the account's allowance; `None`, and nothing booked, when it does not fit.
	fn take_storage(
		account: &AccountIdOf<T>,
		part: StoragePart,
		footprint: Footprint,
	) -> Option<Taken> {
		let (items_left, bytes_left) = Self::storage_left_of(account, part);
		let items = u32::try_from(footprint.count).ok().filter(|items| *items <= items_left)?;
		let bytes = u32::try_from(footprint.size).ok().filter(|bytes| *bytes <= bytes_left)?;
		// Where nothing is left, even nothing is not booked.
		if (items_left, bytes_left) == (0, 0) {
			return None;
		}
		let mut counts = Self::storage_used(account)?;
		let used = counts.part_mut(part);
		used.items = used.items.saturating_add(items);
		used.bytes = used.bytes.saturating_add(bytes);
		Allowances::<T>::mutate(account, |allowance| allowance.storage = counts);
		Some(Taken { items, bytes, year: counts.year })
	}

	/// Gives storage back, whether or not the account still has a sponsor. What an earlier year paid for was not counted
	/// in this one.
	fn give_storage(account: &AccountIdOf<T>, part: StoragePart, given: &Taken) {
		Allowances::<T>::mutate_exists(account, |item| {
			if let Some(allowance) = item
				&& allowance.storage.year == given.year
			{
				let used = allowance.storage.part_mut(part);
				used.items = used.items.saturating_sub(given.items);
				used.bytes = used.bytes.saturating_sub(given.bytes);
			}
		});
	}
}

/// What pays for one stored thing: the allowance, or else what `Fallback` takes, which holds money.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Ticket<Fallback> {
	/// The storage allowance.
	Allowance {
		/// Which part of it.
		part: StoragePart,
		/// How many items.
		items: u32,
		/// How many bytes.
		bytes: u32,
		/// In which year since the patient's registration.
		year: u32,
	},
	/// Money.
	Fallback(Fallback),
}

/// Pays for a patient's own affairs with the allowance while there is enough left, and with `Fallback` otherwise; for
/// others' affairs always with `Fallback`. A thing is paid for wholly by one or wholly by the other.
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

impl<T, Fallback> AllowanceOr<T, Fallback>
where
	T: Config,
	Fallback: Consideration<AccountIdOf<T>, Footprint>,
{
	/// By the first of these parts that has enough left.
	fn by(
		parts: &[StoragePart],
		who: &AccountIdOf<T>,
		footprint: Footprint,
	) -> Result<Self, DispatchError> {
		for part in parts {
			if let Some(Taken { items, bytes, year }) =
				Pallet::<T>::take_storage(who, *part, footprint)
			{
				return Ok(Ticket::Allowance { part: *part, items, bytes, year }.into());
			}
		}
		Self::new(who, footprint)
	}
}

impl<T, Fallback> Payment<AccountIdOf<T>> for AllowanceOr<T, Fallback>
where
	T: Config,
	Fallback: Payment<AccountIdOf<T>>,
{
	fn held(&self) -> u128 {
		match &self.ticket {
			Ticket::Allowance { .. } => 0,
			Ticket::Fallback(ticket) => ticket.held(),
		}
	}

	fn on_hold(account: &AccountIdOf<T>) -> u128 {
		Fallback::on_hold(account)
	}

	fn new_own(patient: &AccountIdOf<T>, footprint: Footprint) -> Result<Self, DispatchError> {
		Self::by(&[StoragePart::Sponsored], patient, footprint)
	}

	fn new_basic(patient: &AccountIdOf<T>, footprint: Footprint) -> Result<Self, DispatchError> {
		Self::by(&[StoragePart::Basic, StoragePart::Sponsored], patient, footprint)
	}
}

impl<T, Fallback> Consideration<AccountIdOf<T>, Footprint> for AllowanceOr<T, Fallback>
where
	T: Config,
	Fallback: Consideration<AccountIdOf<T>, Footprint>,
{
	fn new(who: &AccountIdOf<T>, footprint: Footprint) -> Result<Self, DispatchError> {
		Ok(Ticket::Fallback(Fallback::new(who, footprint)?).into())
	}

	fn update(self, who: &AccountIdOf<T>, footprint: Footprint) -> Result<Self, DispatchError> {
		match self.ticket {
			Ticket::Allowance { part, items, bytes, year } => {
				let (new_items, new_bytes) = (footprint.count, footprint.size);
				if new_items <= items.into() && new_bytes <= bytes.into() {
					// To shrink needs no sponsor.
					let (new_items, new_bytes) = (new_items as u32, new_bytes as u32);
					let given = Taken {
						items: items.saturating_sub(new_items),
						bytes: bytes.saturating_sub(new_bytes),
						year,
					};
					Pallet::<T>::give_storage(who, part, &given);
					let ticket =
						Ticket::Allowance { part, items: new_items, bytes: new_bytes, year };
					return Ok(ticket.into());
				}
				Pallet::<T>::give_storage(who, part, &Taken { items, bytes, year });
				Self::by(&[part], who, footprint)
			}
			Ticket::Fallback(ticket) => Ok(Ticket::Fallback(ticket.update(who, footprint)?).into()),
		}
	}

	fn drop(self, who: &AccountIdOf<T>) -> Result<(), DispatchError> {
		match self.ticket {
			Ticket::Allowance { part, items, bytes, year } => {
				Pallet::<T>::give_storage(who, part, &Taken { items, bytes, year });
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
