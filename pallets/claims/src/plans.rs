// SPDX-License-Identifier: Apache-2.0
//! Plans and the versions of their terms.

use crate::*;
use codec::Encode;
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Consideration, Footprint, Get, fungibles::Inspect},
	},
	sp_runtime::{DispatchError, DispatchResult},
};
use salus_primitives::claims::Claimants;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_publish_plan(
		insurer: T::AccountId,
		new: NewPlan,
		version: Version,
	) -> DispatchResult {
		let NewPlan { asset, currency, year, reserve, backdating } = new;
		ensure!(T::Claimants::is_insurer(&insurer), Error::<T>::NotAnInsurer);
		ensure!(currency.is_code(), Error::<T>::UnknownCurrency);
		ensure!(T::Assets::asset_exists(asset), Error::<T>::UnknownAsset);
		// Else who is owed less could not collect it.
		ensure!(T::Assets::minimum_balance(asset) == 1, Error::<T>::UnfitAsset);
		ensure!(version.valid_from >= Self::today(), Error::<T>::InThePast);
		Self::check_ahead(version.valid_from)?;
		Self::check_terms(&version.terms)?;
		let id = NextPlan::<T>::get();
		NextPlan::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		let plan = Plan {
			insurer: insurer.clone(),
			asset,
			currency,
			year,
			reserve,
			backdating,
			filing_limit: version.terms.filing_limit,
			closed: false,
			versions: 1,
			policies: 0,
			network: 0,
		};
		let ticket = T::Consideration::new(&insurer, Self::plan_footprint())?;
		Plans::<T>::insert(id, Held { item: plan, ticket });
		Self::insert_version(&insurer, id, 0, version)?;
		let key = (insurer.clone(), asset);
		let mut money = Reserves::<T>::get(&key).unwrap_or_default();
		money.plans = money.plans.saturating_add(1);
		Reserves::<T>::insert(&key, money);
		Self::deposit_event(Event::PlanPublished { plan: id, insurer });
		Ok(())
	}

	pub(crate) fn do_revise_plan(
		insurer: T::AccountId,
		id: PlanId,
		version: Version,
	) -> DispatchResult {
		let Held { item: mut plan, ticket } = Self::own_plan(&insurer, id)?;
		ensure!(T::Claimants::is_insurer(&insurer), Error::<T>::NotAnInsurer);
		ensure!(!plan.closed, Error::<T>::PlanClosed);
		ensure!(u32::from(plan.versions) < MAX_VERSIONS, Error::<T>::TooManyVersions);
		let number = plan.versions;
		let valid_from = version.valid_from;
		let notice = days_after(Self::today(), T::NoticeDays::get());
		ensure!(valid_from >= notice, Error::<T>::NoticeTooShort);
		Self::check_ahead(valid_from)?;
		let last = PlanVersions::<T>::get(id, number.saturating_sub(1));
		let later = last.is_none_or(|last| last.item.valid_from < valid_from);
		ensure!(later, Error::<T>::NotLater);
		Self::check_terms(&version.terms)?;
		// It only grows: a claim for days of an earlier version may still come as late as that one allowed.
		plan.filing_limit = plan.filing_limit.max(version.terms.filing_limit);
		plan.versions = number.saturating_add(1);
		Self::insert_version(&insurer, id, number, version)?;
		Plans::<T>::insert(id, Held { item: plan, ticket });
		Self::deposit_event(Event::PlanRevised { plan: id, version: number, valid_from });
		Ok(())
	}

	pub(crate) fn do_close_plan(insurer: T::AccountId, id: PlanId) -> DispatchResult {
		let Held { item: mut plan, ticket } = Self::own_plan(&insurer, id)?;
		ensure!(!plan.closed, Error::<T>::PlanClosed);
		plan.closed = true;
		Plans::<T>::insert(id, Held { item: plan, ticket });
		Self::deposit_event(Event::PlanClosed { plan: id });
		Ok(())
	}

	/// Returns how many versions it had.
	pub(crate) fn do_remove_plan(insurer: T::AccountId, id: PlanId) -> Result<u32, DispatchError> {
		let Held { item: plan, ticket } = Self::own_plan(&insurer, id)?;
		ensure!(plan.closed, Error::<T>::PlanOpen);
		ensure!(plan.policies == 0, Error::<T>::PoliciesLeft);
		ensure!(plan.network == 0, Error::<T>::NetworkLeft);
		let key = (insurer.clone(), plan.asset);
		let mut money = Reserves::<T>::get(&key).ok_or(Error::<T>::NoReserve)?;
		money.plans = money.plans.saturating_sub(1);
		if money.plans == 0 {
			// Nothing is owed: a claim is kept, and its policy and plan with it, until what it owes is collected.
			ensure!(money.free == 0 && money.owed == 0, Error::<T>::FundsLeft);
			Reserves::<T>::remove(&key);
		} else {
			Reserves::<T>::insert(&key, money);
		}
		for number in 0..plan.versions {
			if let Some(version) = PlanVersions::<T>::take(id, number) {
				version.ticket.drop(&insurer)?;
			}
		}
		Plans::<T>::remove(id);
		ticket.drop(&insurer)?;
		Self::deposit_event(Event::PlanRemoved { plan: id });
		Ok(plan.versions.into())
	}

	/// A plan of this insurer's.
	pub(crate) fn own_plan(insurer: &T::AccountId, id: PlanId) -> Result<PlanOf<T>, Error<T>> {
		let plan = Plans::<T>::get(id).ok_or(Error::<T>::UnknownPlan)?;
		ensure!(plan.item.insurer == *insurer, Error::<T>::NotTheInsurer);
		Ok(plan)
	}

	fn check_terms(terms: &Terms) -> Result<(), Error<T>> {
		ensure!(terms.rules == RULES_VERSION, Error::<T>::UnknownRules);
		ensure!(terms.is_consistent(), Error::<T>::InconsistentTerms);
		let most = usize::try_from(T::MaxTermsBytes::get()).unwrap_or(usize::MAX);
		ensure!(terms.encoded_size() <= most, Error::<T>::TermsTooLong);
		ensure!(terms.filing_limit <= T::MaxFilingDays::get(), Error::<T>::FilingLimitTooLong);
		Ok(())
	}

	fn insert_version(
		insurer: &T::AccountId,
		id: PlanId,
		number: u8,
		version: Version,
	) -> DispatchResult {
		// What it takes, and not what it could: a version never changes.
		let size = u64::try_from(version.encoded_size()).unwrap_or(u64::MAX);
		let ticket = T::Consideration::new(insurer, Footprint { count: 1, size })?;
		PlanVersions::<T>::insert(id, number, Held { item: version, ticket });
		Ok(())
	}
}
