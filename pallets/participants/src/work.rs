// SPDX-License-Identifier: Apache-2.0
//! The work that a sponsor pays for when its patients ask about themselves, and up to which limit. Data rule 10.

use crate::{
	AccountIdOf, BalanceOf, Config, Error, Event, Pallet, WORK_PERIOD, WorkLimits, WorkWindow,
	WorkWindows,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		pallet_prelude::DispatchResult,
		traits::{
			Get, Time,
			fungible::Inspect,
			tokens::{Fortitude, Preservation},
		},
	},
	sp_runtime::traits::{CheckedAdd, Saturating, Zero},
};
use salus_primitives::{
	Participants,
	participants::{Sponsored, WorkSponsor},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_work_limit(
		organisation: AccountIdOf<T>,
		limit: BalanceOf<T>,
	) -> DispatchResult {
		ensure!(Self::is_organisation_in_force(&organisation), Error::<T>::OrganisationNotInForce);
		WorkLimits::<T>::insert(&organisation, limit);
		Self::deposit_event(Event::WorkLimitSet { organisation, limit });
		Ok(())
	}

	/// What each of the organisation's patients may ask for at its expense within 30 days.
	pub(crate) fn work_limit_of(organisation: &AccountIdOf<T>) -> BalanceOf<T> {
		WorkLimits::<T>::get(organisation).unwrap_or_else(T::DefaultWorkLimit::get)
	}

	/// The patient's window of 30 days as of now: a new one, when there is none or the last is over.
	fn work_window(patient: &AccountIdOf<T>) -> WorkWindow<BalanceOf<T>> {
		let now = T::Time::now();
		WorkWindows::<T>::get(patient)
			.filter(|window| now < window.since.saturating_add(WORK_PERIOD))
			.unwrap_or(WorkWindow { since: now, asked: Zero::zero() })
	}

	/// What the account may still ask for at a sponsor's expense. Sponsors' limits don't add up: all that was asked for
	/// counts against each.
	pub(crate) fn work_left_of(account: &AccountIdOf<T>) -> BalanceOf<T> {
		let limits = Self::sponsors_in_force(account);
		let highest = limits.iter().map(|(sponsor, _)| Self::work_limit_of(sponsor)).max();
		highest.map_or(Zero::zero(), |limit| limit.saturating_sub(Self::work_window(account).asked))
	}
}

impl<T: Config> WorkSponsor<AccountIdOf<T>, BalanceOf<T>> for Pallet<T> {
	fn take(patient: &AccountIdOf<T>, amount: BalanceOf<T>) -> Sponsored<AccountIdOf<T>> {
		let sponsors = Self::sponsors_in_force(patient);
		if sponsors.is_empty() {
			return Sponsored::None;
		}
		let WorkWindow { since, asked } = Self::work_window(patient);
		let Some(asked) = asked.checked_add(&amount) else {
			return Sponsored::LimitReached;
		};
		for (sponsor, _) in sponsors {
			// What a hold may take of its money.
			let money =
				T::Currency::reducible_balance(&sponsor, Preservation::Protect, Fortitude::Force);
			if asked <= Self::work_limit_of(&sponsor) && amount <= money {
				WorkWindows::<T>::insert(patient, WorkWindow { since, asked });
				return Sponsored::By(sponsor);
			}
		}
		Sponsored::LimitReached
	}
}
