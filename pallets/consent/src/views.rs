// SPDX-License-Identifier: Apache-2.0
//! The decision, and what else clients and other pallets ask.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::{Get, Time};
use polkadot_sdk::frame_support;
use salus_pallet_support::page;
use salus_primitives::{
	Basis, BreakGlassId, Compartment, ConsentDecision, ConsentRequestId, Licence, Moment,
	Obligations, Participants, Permit, ProvisionId, Purpose, Query, Reader, Refusal, WithId,
};

/// What grants a reader access.
enum Grounds<AccountId> {
	Provision(Provision<AccountId>),
	BreakGlass(BreakGlassId),
}

impl<AccountId: PartialEq> Grounds<AccountId> {
	fn permit(&self) -> Permit {
		match self {
			Self::Provision(provision) => Permit {
				basis: Basis::Provision(provision.id),
				obligations: provision.obligations(),
			},
			Self::BreakGlass(case) => {
				Permit { basis: Basis::BreakGlass(*case), obligations: Obligations::default() }
			}
		}
	}
}

impl<T: Config> ConsentDecision<T::AccountId> for Pallet<T> {
	fn decide(query: &Query<T::AccountId>) -> Result<Permit, Refusal> {
		Self::evaluate_now(query).map(|grounds| grounds.permit())
	}

	fn decide_and_use(query: &Query<T::AccountId>) -> Result<Permit, Refusal> {
		let grounds = Self::evaluate_now(query)?;
		if let Grounds::Provision(provision) = &grounds
			&& provision.uses_left.is_some()
		{
			Self::take_use(&query.patient, provision.id);
		}
		Ok(grounds.permit())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_permit(query: &Query<T::AccountId>) {
		crate::benchmarking::make_permit::<T>(query);
	}
}

impl<T: Config> Pallet<T> {
	/// Decides for the end of that moment, by what is still on record of it.
	///
	/// Licences, memberships and registration are as of now. A moment before `known_since` is answered
	/// with `NoPolicy`: what is not on record can't be shown to have been permitted. A moment to come
	/// is answered by what stands now.
	pub fn decide_at(query: &Query<T::AccountId>, at: Moment) -> Result<Permit, Refusal> {
		let policy = Provisions::<T>::get(&query.patient);
		if policy.as_ref().is_some_and(|policy| at < policy.known_since) {
			return Err(Refusal::NoPolicy);
		}
		let case = |practitioner: &T::AccountId| {
			let mut next = LatestCase::<T>::get(&query.patient);
			while let Some(id) = next {
				let case = Cases::<T>::get(id)?.item;
				if case.practitioner == *practitioner && case.opened_at <= at && at < case.until {
					return Some(id);
				}
				next = case.previous;
			}
			None
		};
		let provisions = || {
			let Some(policy) = policy else {
				return Vec::new();
			};
			let mut all = Self::all_history(&query.patient, &policy);
			all.extend(policy.active);
			all.sort_unstable_by_key(|provision| provision.id);
			all
		};
		Self::evaluate(query, at, case, provisions).map(|grounds| grounds.permit())
	}

	fn evaluate_now(query: &Query<T::AccountId>) -> Result<Grounds<T::AccountId>, Refusal> {
		let now = T::Time::now();
		let case = |practitioner: &T::AccountId| {
			OpenCases::<T>::get(practitioner)
				.into_iter()
				.find(|case| case.patient == query.patient && now < case.until)
				.map(|case| case.id)
		};
		Self::evaluate(query, now, case, || Self::provisions(&query.patient))
	}

	/// The order of decision. `case` and `provisions` (by id) are read only when they matter.
	fn evaluate(
		query: &Query<T::AccountId>,
		at: Moment,
		case: impl FnOnce(&T::AccountId) -> Option<BreakGlassId>,
		provisions: impl FnOnce() -> Vec<Provision<T::AccountId>>,
	) -> Result<Grounds<T::AccountId>, Refusal> {
		let licence = match &query.reader {
			Reader::Account(account) => T::Participants::licence(account),
			// Whoever asks for decision support must also be allowed to read for themselves: records decides that.
			Reader::DecisionSupport { .. } | Reader::Study(_) => Licence::None,
		};

		// An emergency overrides denials, but only in the general compartment. Data rule 7.
		if let (Purpose::BreakGlass, Compartment::General) = (query.purpose, query.compartment)
			&& let (Reader::Account(account), Licence::InForce { .. }) = (&query.reader, licence)
			&& let Some(case) = case(account)
		{
			return Ok(Grounds::BreakGlass(case));
		}

		let (denials, mut permits): (Vec<_>, Vec<_>) = provisions()
			.into_iter()
			.filter(|provision| provision.matches(query, at))
			.partition(|provision| provision.effect == Effect::Deny);
		// A denial beats a permit. Data rule 7.
		if let Some(denial) = denials.iter().find(|denial| Self::names(denial, &query.reader)) {
			return Err(Refusal::Denied(denial.id));
		}
		if let Licence::Expired | Licence::Suspended = licence {
			return Err(Refusal::NotInForce);
		}
		// Sorted first, so that no membership is looked up beyond the permit that is chosen.
		permits.sort_unstable_by_key(Provision::preference);
		permits
			.into_iter()
			.find(|permit| Self::names(permit, &query.reader))
			.map(Grounds::Provision)
			.ok_or(Refusal::NoPolicy)
	}

	/// Whether the provision names the reader. Asked last: it may look up a membership.
	fn names(provision: &Provision<T::AccountId>, reader: &Reader<T::AccountId>) -> bool {
		match (&provision.actor, reader) {
			(Actor::Account(named), Reader::Account(account)) => named == account,
			(Actor::MembersOf(organisation), Reader::Account(account)) => {
				Self::is_member(provision.effect, organisation, account)
			}
			(
				Actor::DecisionSupport { classes, asker: named },
				Reader::DecisionSupport { class, asker },
			) => {
				(classes.is_empty() || classes.contains(*class))
					&& named.as_ref().is_none_or(|named| {
						named == asker || Self::is_member(provision.effect, named, asker)
					})
			}
			(Actor::Study(named), Reader::Study(study)) => named == study,
			_ => false,
		}
	}

	/// Whether a provision of this effect that names the organisation means the account.
	fn is_member(effect: Effect, organisation: &T::AccountId, account: &T::AccountId) -> bool {
		match effect {
			Effect::Permit => T::Participants::is_member(organisation, account),
			// A suspension ends what members may, never what they may not.
			Effect::Deny => T::Participants::is_enrolled(organisation, account),
		}
	}

	/// A patient's provisions that have not been archived, by id.
	pub fn provisions(patient: &T::AccountId) -> Vec<Provision<T::AccountId>> {
		Provisions::<T>::get(patient).map(|policy| policy.active.into_inner()).unwrap_or_default()
	}

	/// In no order. Reads as many keys as history has entries.
	fn all_history(patient: &T::AccountId, policy: &Policy<T>) -> Vec<Provision<T::AccountId>> {
		(0..policy.archived.min(T::MaxHistory::get()))
			.filter_map(|index| History::<T>::get(patient, index))
			.collect()
	}

	/// A page of a patient's ended provisions, by id from `start`.
	pub fn history(
		patient: &T::AccountId,
		start: ProvisionId,
		count: u32,
	) -> Vec<Provision<T::AccountId>> {
		let Some(policy) = Provisions::<T>::get(patient) else {
			return Vec::new();
		};
		let mut ended = Self::all_history(patient, &policy);
		ended.sort_unstable_by_key(|provision| provision.id);
		ended.into_iter().filter(|provision| provision.id >= start).take(page(count)).collect()
	}

	/// Since when every provision of the patient's that was in force is on record.
	pub fn known_since(patient: &T::AccountId) -> Moment {
		Provisions::<T>::get(patient).map_or(0, |policy| policy.known_since)
	}

	/// The requests for consent that a patient has not answered, oldest first.
	pub fn requests(
		patient: &T::AccountId,
	) -> Vec<WithId<ConsentRequestId, ConsentRequest<T::AccountId>>> {
		RequestsOf::<T>::get(patient)
			.into_iter()
			.filter_map(|open| Some(WithId { id: open.id, item: Self::request(open.id)? }))
			.collect()
	}

	/// An open request for consent.
	pub fn request(id: ConsentRequestId) -> Option<ConsentRequest<T::AccountId>> {
		Requests::<T>::get(id).map(|held| held.item)
	}

	/// A break-glass case.
	pub fn break_glass_case(id: BreakGlassId) -> Option<BreakGlassCase<T::AccountId>> {
		Cases::<T>::get(id).map(|held| held.item)
	}

	/// A page of the break-glass cases of a patient, latest first: the latest, or those before
	/// `before`. Empty if `before` is another patient's case.
	pub fn break_glass_cases(
		patient: &T::AccountId,
		before: Option<BreakGlassId>,
		count: u32,
	) -> Vec<WithId<BreakGlassId, BreakGlassCase<T::AccountId>>> {
		let first = match before {
			Some(id) => Self::break_glass_case(id)
				.filter(|case| case.patient == *patient)
				.and_then(|c| c.previous),
			None => LatestCase::<T>::get(patient),
		};
		let with_case = |id: BreakGlassId| Some(WithId { id, item: Self::break_glass_case(id)? });
		core::iter::successors(first.and_then(with_case), |case| {
			case.item.previous.and_then(with_case)
		})
		.take(page(count))
		.collect()
	}

	/// A page of all break-glass cases, by id from `start`: what the authority reads through.
	pub fn all_break_glass_cases(
		start: BreakGlassId,
		count: u32,
	) -> Vec<WithId<BreakGlassId, BreakGlassCase<T::AccountId>>> {
		core::iter::successors(Some(start), |id| id.next())
			.map_while(|id| Some(WithId { id, item: Self::break_glass_case(id)? }))
			.take(page(count))
			.collect()
	}

	/// The unreviewed break-glass cases of a practitioner.
	pub fn unreviewed_cases(
		practitioner: &T::AccountId,
	) -> Vec<WithId<BreakGlassId, BreakGlassCase<T::AccountId>>> {
		OpenCases::<T>::get(practitioner)
			.into_iter()
			.filter_map(|open| Some(WithId { id: open.id, item: Self::break_glass_case(open.id)? }))
			.collect()
	}
}
