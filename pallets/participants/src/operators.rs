// SPDX-License-Identifier: Apache-2.0
//! How the calls about operators work, and what other pallets may ask and do of them.

use crate::{
	AccountIdOf, BalanceOf, Config, Endpoint, Error, Event, HoldReason, Members, Operator,
	OperatorOf, Operators, OperatorsInService, Organisation, OrganisationKind, Organisations,
	Pallet, PeerId,
};
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_support::{
		ensure,
		pallet_prelude::DispatchResult,
		traits::{
			Get, OnUnbalanced, Time,
			fungible::{BalancedHold, MutateHold},
			tokens::Precision,
		},
	},
	sp_runtime::traits::Saturating,
};
use salus_primitives::quorum::Fault;

/// Whether it is `http://` or `https://` and then a host, in printable ASCII without spaces.
fn is_endpoint(endpoint: &[u8]) -> bool {
	let rest = endpoint.strip_prefix(b"https://").or_else(|| endpoint.strip_prefix(b"http://"));
	endpoint.iter().all(u8::is_ascii_graphic)
		&& rest.and_then(|rest| rest.first()).is_some_and(|first| {
			// A host's first byte, or the bracket of an IPv6 address.
			first.is_ascii_alphanumeric() || *first == b'['
		})
}

/// Whether it could be a peer id in text; which one it is, the other peers will find out.
fn is_peer_id(peer_id: &[u8]) -> bool {
	!peer_id.is_empty() && peer_id.iter().all(u8::is_ascii_alphanumeric)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_become_operator(
		operator: AccountIdOf<T>,
		organisation: AccountIdOf<T>,
		endpoint: Endpoint,
		peer_id: PeerId,
		encryption_key: [u8; 32],
		bond: BalanceOf<T>,
	) -> DispatchResult {
		ensure!(!Operators::<T>::contains_key(&operator), Error::<T>::AlreadyOperator);
		let mut runs = Organisations::<T>::get(&organisation)
			.filter(|item| !item.suspended)
			.ok_or(Error::<T>::OrganisationNotInForce)?;
		ensure!(Self::may_run_operators(&runs), Error::<T>::NotOfThisKind);
		ensure!(Self::is_of(&organisation, &operator), Error::<T>::NotAMember);
		let most = T::MaxOperatorsPerOrganisation::get();
		ensure!(runs.operator_count < most, Error::<T>::TooManyOfOrganisation);
		ensure!(bond >= T::OperatorBond::get(), Error::<T>::BondTooLow);
		Self::ensure_reachable(&endpoint, &peer_id)?;
		Self::ensure_strong(&encryption_key)?;
		Self::enter_service(&operator)?;
		T::Currency::hold(&HoldReason::OperatorBond.into(), &operator, bond)?;
		runs.operator_count = runs.operator_count.saturating_add(1);
		Organisations::<T>::insert(&organisation, runs);
		Operators::<T>::insert(
			&operator,
			Operator {
				organisation: organisation.clone(),
				bond,
				endpoint,
				peer_id,
				since: T::Time::now(),
				suspended: false,
				leaving_until: None,
				duties: 0,
			},
		);
		Self::put_key(&operator, encryption_key);
		Self::deposit_event(Event::OperatorJoined { operator, organisation, bond });
		Ok(())
	}

	pub(crate) fn do_update_endpoint(
		operator: AccountIdOf<T>,
		endpoint: Endpoint,
		peer_id: PeerId,
	) -> DispatchResult {
		Self::ensure_reachable(&endpoint, &peer_id)?;
		Operators::<T>::try_mutate(&operator, |item| {
			let item = item.as_mut().ok_or(Error::<T>::NotFound)?;
			item.endpoint = endpoint;
			item.peer_id = peer_id;
			Ok::<(), Error<T>>(())
		})?;
		Self::deposit_event(Event::EndpointUpdated { operator });
		Ok(())
	}

	pub(crate) fn do_add_bond(operator: AccountIdOf<T>, amount: BalanceOf<T>) -> DispatchResult {
		let mut item = Operators::<T>::get(&operator).ok_or(Error::<T>::NotFound)?;
		ensure!(item.leaving_until.is_none(), Error::<T>::AlreadyLeaving);
		T::Currency::hold(&HoldReason::OperatorBond.into(), &operator, amount)?;
		let was_fit = Self::is_fit(&item);
		item.bond = item.bond.saturating_add(amount);
		if !was_fit && Self::is_fit(&item) {
			Self::enter_service(&operator)?;
		}
		Operators::<T>::insert(&operator, item);
		Self::deposit_event(Event::BondAdded { operator, amount });
		Ok(())
	}

	pub(crate) fn do_leave_service(operator: AccountIdOf<T>) -> DispatchResult {
		let until = T::Time::now().saturating_add(T::UnbondingPeriod::get());
		Operators::<T>::try_mutate(&operator, |item| {
			let item = item.as_mut().ok_or(Error::<T>::NotFound)?;
			ensure!(item.leaving_until.is_none(), Error::<T>::AlreadyLeaving);
			item.leaving_until = Some(until);
			Ok::<(), Error<T>>(())
		})?;
		Self::quit_service(&operator);
		Self::deposit_event(Event::OperatorLeaving { operator, until });
		Ok(())
	}

	pub(crate) fn do_withdraw_bond(operator: AccountIdOf<T>) -> DispatchResult {
		let item = Operators::<T>::get(&operator).ok_or(Error::<T>::NotFound)?;
		// Or a suspended operator could leave, and come back as if nothing had been.
		ensure!(!item.suspended, Error::<T>::Suspended);
		let until = item.leaving_until.ok_or(Error::<T>::NotLeaving)?;
		ensure!(until <= T::Time::now(), Error::<T>::StillUnbonding);
		ensure!(item.duties == 0, Error::<T>::DutiesOpen);
		let amount = T::Currency::release(
			&HoldReason::OperatorBond.into(),
			&operator,
			item.bond,
			Precision::BestEffort,
		)?;
		Operators::<T>::remove(&operator);
		Organisations::<T>::mutate(&item.organisation, |runs| {
			if let Some(runs) = runs {
				runs.operator_count = runs.operator_count.saturating_sub(1);
			}
		});
		Self::remove_key_if_unregistered(&operator);
		Self::deposit_event(Event::BondWithdrawn { operator, amount });
		Ok(())
	}

	pub(crate) fn do_suspend_operator(operator: AccountIdOf<T>) -> DispatchResult {
		Operators::<T>::try_mutate(&operator, |item| {
			let item = item.as_mut().ok_or(Error::<T>::NotFound)?;
			ensure!(!item.suspended, Error::<T>::AlreadySuspended);
			item.suspended = true;
			Ok::<(), Error<T>>(())
		})?;
		Self::quit_service(&operator);
		Self::deposit_event(Event::OperatorSuspended { operator });
		Ok(())
	}

	pub(crate) fn do_reinstate_operator(operator: AccountIdOf<T>) -> DispatchResult {
		let mut item = Operators::<T>::get(&operator).ok_or(Error::<T>::NotFound)?;
		ensure!(item.suspended, Error::<T>::NotSuspended);
		item.suspended = false;
		if Self::is_fit(&item) {
			Self::enter_service(&operator)?;
		}
		Operators::<T>::insert(&operator, item);
		Self::deposit_event(Event::OperatorReinstated { operator });
		Ok(())
	}

	fn ensure_reachable(endpoint: &[u8], peer_id: &[u8]) -> Result<(), Error<T>> {
		ensure!(is_endpoint(endpoint), Error::<T>::BadEndpoint);
		ensure!(is_peer_id(peer_id), Error::<T>::BadPeerId);
		Ok(())
	}

	fn may_run_operators(organisation: &Organisation) -> bool {
		organisation.kind == OrganisationKind::Operator
	}

	/// Whether the operator is the organisation itself, or its member.
	fn is_of(organisation: &AccountIdOf<T>, operator: &AccountIdOf<T>) -> bool {
		organisation == operator || Members::<T>::contains_key(organisation, operator)
	}

	/// Whether an operator belongs in service.
	pub(crate) fn is_fit(operator: &OperatorOf<T>) -> bool {
		!operator.suspended
			&& operator.leaving_until.is_none()
			&& operator.bond >= T::OperatorBond::get()
	}

	fn enter_service(operator: &AccountIdOf<T>) -> Result<(), Error<T>> {
		OperatorsInService::<T>::try_mutate(|operators| {
			operators.try_push(operator.clone()).map_err(|_| Error::<T>::TooManyOperators)
		})
	}

	fn quit_service(operator: &AccountIdOf<T>) {
		OperatorsInService::<T>::mutate(|operators| operators.retain(|other| other != operator));
	}
}

impl<T: Config> salus_primitives::Operators<AccountIdOf<T>> for Pallet<T> {
	fn in_service() -> Vec<AccountIdOf<T>> {
		OperatorsInService::<T>::get().into_inner()
	}

	fn is_in_service(account: &AccountIdOf<T>) -> bool {
		OperatorsInService::<T>::get().contains(account)
	}

	fn organisation(operator: &AccountIdOf<T>) -> Option<AccountIdOf<T>> {
		let organisation = Operators::<T>::get(operator)?.organisation;
		let runs = Organisations::<T>::get(&organisation)?;
		let in_force = !runs.suspended && Self::may_run_operators(&runs);
		(in_force && Self::is_of(&organisation, operator)).then_some(organisation)
	}

	fn penalise(operator: &AccountIdOf<T>, fault: Fault) {
		let Some(mut item) = Operators::<T>::get(operator) else {
			return;
		};
		let was_fit = Self::is_fit(&item);
		let penalty = match fault {
			Fault::Absence => T::AbsencePenalty::get(),
			Fault::Deviation => T::DeviationPenalty::get(),
		};
		let part = penalty.min(item.bond);
		let (credit, missing) =
			T::Currency::slash(&HoldReason::OperatorBond.into(), operator, part);
		let amount = part.saturating_sub(missing);
		T::Slashed::on_unbalanced(credit);
		item.bond = item.bond.saturating_sub(amount);
		let in_service = Self::is_fit(&item);
		if was_fit && !in_service {
			Self::quit_service(operator);
		}
		Operators::<T>::insert(operator, item);
		let operator = operator.clone();
		Self::deposit_event(Event::OperatorPenalised { operator, amount, in_service });
	}

	fn add_duty(operator: &AccountIdOf<T>) {
		Operators::<T>::mutate(operator, |item| {
			if let Some(item) = item {
				item.duties = item.duties.saturating_add(1);
			}
		});
	}

	fn end_duty(operator: &AccountIdOf<T>) {
		Operators::<T>::mutate(operator, |item| {
			if let Some(item) = item {
				item.duties = item.duties.saturating_sub(1);
			}
		});
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_operator(account: &AccountIdOf<T>) {
		crate::benchmarking::make_operator::<T>(account);
	}
}
