// SPDX-License-Identifier: Apache-2.0
//! What else clients ask.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::Get;
use polkadot_sdk::frame_support;
use salus_pallet_support::page;
use salus_primitives::{BreakGlassId, ConsentRequestId, Moment, ProvisionId, WithId};

impl<T: Config> Pallet<T> {
	/// A patient's provisions that have not been archived, by id.
	pub fn provisions(patient: &T::AccountId) -> Vec<Provision<T::AccountId>> {
		Provisions::<T>::get(patient).map(|policy| policy.active.into_inner()).unwrap_or_default()
	}

	/// In no order. Reads as many keys as history has entries.
	pub(crate) fn all_history(
		patient: &T::AccountId,
		policy: &Policy<T>,
	) -> Vec<Provision<T::AccountId>> {
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
		core::iter::successors(first.and_then(Self::numbered_case), |case| {
			case.item.previous.and_then(Self::numbered_case)
		})
		.take(page(count))
		.collect()
	}

	/// A page of all break-glass cases, by id from `start`: what reviewers read through.
	pub fn all_break_glass_cases(
		start: BreakGlassId,
		count: u32,
	) -> Vec<WithId<BreakGlassId, BreakGlassCase<T::AccountId>>> {
		let next = NextCase::<T>::get();
		core::iter::successors(Some(start), |id| id.next())
			.take_while(|id| *id < next)
			// The oldest may have been removed.
			.filter_map(Self::numbered_case)
			.take(page(count))
			.collect()
	}

	/// A page of the break-glass cases whose review is overdue, by id from `start`.
	pub fn overdue_reviews(
		start: BreakGlassId,
		count: u32,
	) -> Vec<WithId<BreakGlassId, BreakGlassCase<T::AccountId>>> {
		let (now, block) = Self::now_and_block();
		let mut overdue: Vec<BreakGlassId> = OpenCases::<T>::iter_values()
			.flatten()
			.filter(|case| case.id >= start && case.review_due.is_over(now, block))
			.map(|case| case.id)
			.collect();
		overdue.sort_unstable();
		overdue.into_iter().filter_map(Self::numbered_case).take(page(count)).collect()
	}

	/// What reviews found of an organisation's break-glass cases, and for how many it stands surety.
	pub fn organisation_cases(organisation: &T::AccountId) -> OrganisationCases {
		CasesOf::<T>::get(organisation)
	}

	fn numbered_case(
		id: BreakGlassId,
	) -> Option<WithId<BreakGlassId, BreakGlassCase<T::AccountId>>> {
		Some(WithId { id, item: Self::break_glass_case(id)? })
	}

	/// The unreviewed break-glass cases of a practitioner.
	pub fn unreviewed_cases(
		practitioner: &T::AccountId,
	) -> Vec<WithId<BreakGlassId, BreakGlassCase<T::AccountId>>> {
		OpenCases::<T>::get(practitioner)
			.into_iter()
			.filter_map(|open| Self::numbered_case(open.id))
			.collect()
	}
}
