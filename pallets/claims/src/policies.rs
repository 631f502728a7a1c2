// SPDX-License-Identifier: Apache-2.0
//! Policies: issued as far as the reserve goes, ended, closed.

use crate::*;
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Consideration, Get},
	},
	sp_runtime::DispatchResult,
};
use salus_primitives::{
	Category,
	claims::{ClaimRecords, Claimants},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_issue(
		insurer: T::AccountId,
		id: PlanId,
		holder: T::AccountId,
		from: Day,
		until: Day,
		record: RecordId,
	) -> DispatchResult {
		let mut plan = Self::own_plan(&insurer, id)?;
		ensure!(T::Claimants::is_insurer(&insurer), Error::<T>::NotAnInsurer);
		ensure!(!plan.item.closed, Error::<T>::PlanClosed);
		let key = (insurer.clone(), plan.item.asset);
		let mut money = Self::money(&key)?;
		// Whoever can't pay what it owes takes on nothing new.
		ensure!(money.waiting == 0, Error::<T>::ClaimsWaiting);
		ensure!(T::Claimants::is_patient(&holder), Error::<T>::NotAPatient);
		Self::check_record(record, &holder, POLICY_CATEGORY)?;
		let today = Self::today();
		ensure!(from >= days_before(today, plan.item.backdating), Error::<T>::TooFarBack);
		// On days without terms nothing would be paid.
		let has_terms =
			PlanVersions::<T>::get(id, 0).is_some_and(|first| first.item.valid_from <= from);
		ensure!(has_terms, Error::<T>::TooFarBack);
		Self::check_ahead(from)?;
		ensure!(until >= today, Error::<T>::InThePast);
		ensure!(until >= from, Error::<T>::EndsBeforeItBegins);
		let last = days_after(from, T::MaxPolicyDays::get());
		ensure!(until <= last, Error::<T>::PolicyTooLong);
		let required = money.required.checked_add(plan.item.reserve);
		money.required =
			required.filter(|required| money.free >= *required).ok_or(Error::<T>::ReserveNeeded)?;
		let policy = NextPolicy::<T>::get();
		NextPolicy::<T>::put(policy.next().ok_or(Error::<T>::IdsExhausted)?);
		let item = Policy {
			plan: id,
			holder: holder.clone(),
			from,
			until,
			record,
			statement: Statement::default(),
			open_claims: 0,
			claims: 0,
		};
		let ticket = T::Consideration::new(&insurer, Self::policy_footprint())?;
		Policies::<T>::insert(policy, Held { item, ticket });
		Reserves::<T>::insert(&key, money);
		plan.item.policies = plan.item.policies.saturating_add(1);
		Plans::<T>::insert(id, plan);
		Self::deposit_event(Event::PolicyIssued { policy, plan: id, holder });
		Ok(())
	}

	pub(crate) fn do_end_policy(signer: T::AccountId, id: PolicyId, until: Day) -> DispatchResult {
		let mut policy = Self::policy_held(id)?;
		let today = Self::today();
		if signer == policy.item.holder {
			ensure!(until >= today, Error::<T>::InThePast);
		} else {
			let plan = Self::plan_of(&policy.item)?;
			ensure!(signer == plan.insurer, Error::<T>::NotTheHolder);
			let notice = days_after(today, T::NoticeDays::get());
			ensure!(until >= notice, Error::<T>::NoticeTooShort);
		}
		ensure!(until < policy.item.until, Error::<T>::NotEarlier);
		ensure!(until >= policy.item.from, Error::<T>::EndsBeforeItBegins);
		policy.item.until = until;
		Policies::<T>::insert(id, policy);
		Self::deposit_event(Event::PolicyEnded { policy: id, until });
		Ok(())
	}

	pub(crate) fn do_close_policy(id: PolicyId) -> DispatchResult {
		let Held { item: policy, ticket } = Self::policy_held(id)?;
		let mut plan = Plans::<T>::get(policy.plan).ok_or(Error::<T>::UnknownPlan)?;
		let last = days_after(policy.until, plan.item.filing_limit);
		ensure!(last < Self::today(), Error::<T>::FilingContinues);
		ensure!(policy.claims == 0, Error::<T>::ClaimsLeft);
		let key = (plan.item.insurer.clone(), plan.item.asset);
		let mut money = Self::money(&key)?;
		money.required = money.required.saturating_sub(plan.item.reserve);
		Reserves::<T>::insert(&key, money);
		plan.item.policies = plan.item.policies.saturating_sub(1);
		Plans::<T>::insert(policy.plan, plan);
		Policies::<T>::remove(id);
		ticket.drop(&key.0)?;
		Self::deposit_event(Event::PolicyClosed { policy: id });
		Ok(())
	}

	pub(crate) fn policy_held(id: PolicyId) -> Result<PolicyOf<T>, Error<T>> {
		Policies::<T>::get(id).ok_or(Error::<T>::UnknownPolicy)
	}

	/// A day that somebody must wait for is not further ahead than a policy is long.
	pub(crate) fn check_ahead(day: Day) -> Result<(), Error<T>> {
		let last = days_after(Self::today(), T::MaxPolicyDays::get());
		ensure!(day <= last, Error::<T>::TooFarAhead);
		Ok(())
	}

	/// The plan that a policy is under.
	pub(crate) fn plan_of(policy: &Policy<T::AccountId>) -> Result<Plan<T::AccountId>, Error<T>> {
		Plans::<T>::get(policy.plan).map(|plan| plan.item).ok_or(Error::<T>::UnknownPlan)
	}

	/// The latest version of a record that is this patient's and of this category.
	pub(crate) fn check_record(
		record: RecordId,
		patient: &T::AccountId,
		category: Category,
	) -> Result<VersionNumber, Error<T>> {
		let known = T::Records::latest(record).ok_or(Error::<T>::UnknownRecord)?;
		ensure!(known.patient == *patient, Error::<T>::OtherPatient);
		ensure!(known.category == category, Error::<T>::OtherCategory);
		Ok(known.version)
	}
}
