// SPDX-License-Identifier: Apache-2.0
//! Which organisations are in a plan's network, and when.

use crate::*;
use polkadot_sdk::{
	frame_support::{ensure, traits::Consideration},
	sp_runtime::DispatchResult,
};
use salus_primitives::claims::Claimants;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit(
		insurer: T::AccountId,
		id: PlanId,
		organisation: T::AccountId,
		from: Day,
	) -> DispatchResult {
		let Held { item: mut plan, ticket } = Self::own_plan(&insurer, id)?;
		ensure!(T::Claimants::is_insurer(&insurer), Error::<T>::NotAnInsurer);
		let in_force = T::Claimants::is_organisation_in_force(&organisation);
		ensure!(in_force, Error::<T>::NotAnOrganisation);
		let earliest = days_before(Self::today(), plan.backdating);
		ensure!(from >= earliest, Error::<T>::TooFarBack);
		Self::check_ahead(from)?;
		let (since, paid) = match Networks::<T>::get(id, &organisation) {
			Some(before) => {
				let until = before.item.until.filter(|until| *until < from);
				let until = until.ok_or(Error::<T>::AlreadyAdmitted)?;
				let goes_on = days_after(until, 1) == from;
				let forgotten = days_after(until, plan.filing_limit) < Self::today();
				// Nobody's past days are lost while a claim can go by them.
				ensure!(goes_on || forgotten, Error::<T>::AdmissionNeeded);
				(if goes_on { before.item.from } else { from }, before.ticket)
			}
			None => {
				plan.network = plan.network.saturating_add(1);
				Plans::<T>::insert(id, Held { item: plan, ticket });
				(from, T::Consideration::new(&insurer, Self::admission_footprint())?)
			}
		};
		let admission = Admission { from: since, until: None };
		Networks::<T>::insert(id, &organisation, Held { item: admission, ticket: paid });
		Self::deposit_event(Event::Admitted { plan: id, organisation, from });
		Ok(())
	}

	pub(crate) fn do_exclude(
		insurer: T::AccountId,
		id: PlanId,
		organisation: T::AccountId,
		until: Day,
	) -> DispatchResult {
		Self::own_plan(&insurer, id)?;
		let Held { item: mut admission, ticket } =
			Networks::<T>::get(id, &organisation).ok_or(Error::<T>::NotAdmitted)?;
		// Nobody is excluded for the past, on which they relied.
		ensure!(until >= Self::today(), Error::<T>::InThePast);
		ensure!(until >= admission.from, Error::<T>::EndsBeforeItBegins);
		ensure!(admission.until.is_none_or(|before| until < before), Error::<T>::NotEarlier);
		admission.until = Some(until);
		Networks::<T>::insert(id, &organisation, Held { item: admission, ticket });
		Self::deposit_event(Event::Excluded { plan: id, organisation, until });
		Ok(())
	}

	pub(crate) fn do_remove_admission(
		insurer: T::AccountId,
		id: PlanId,
		organisation: T::AccountId,
	) -> DispatchResult {
		let Held { item: mut plan, ticket } = Self::own_plan(&insurer, id)?;
		let admission = Networks::<T>::get(id, &organisation).ok_or(Error::<T>::NotAdmitted)?;
		let over = admission
			.item
			.until
			.is_some_and(|until| days_after(until, plan.filing_limit) < Self::today());
		let unused = plan.closed && plan.policies == 0;
		ensure!(over || unused, Error::<T>::AdmissionNeeded);
		Networks::<T>::remove(id, &organisation);
		admission.ticket.drop(&insurer)?;
		plan.network = plan.network.saturating_sub(1);
		Plans::<T>::insert(id, Held { item: plan, ticket });
		Self::deposit_event(Event::AdmissionRemoved { plan: id, organisation });
		Ok(())
	}
}
