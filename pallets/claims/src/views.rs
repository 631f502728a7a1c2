// SPDX-License-Identifier: Apache-2.0
//! What clients ask, what the clock says, and what is paid for.

use crate::*;
use alloc::vec::Vec;
use codec::MaxEncodedLen;
use polkadot_sdk::{
	frame_support::traits::{Footprint, Time},
	frame_system,
	sp_runtime::SaturatedConversion,
};
use salus_adjudication as rules;
use salus_pallet_support::page;
use salus_primitives::WithId;

/// So many days later.
pub(crate) fn days_after(day: Day, days: u16) -> Day {
	Day(day.0.saturating_add(days.into()))
}

/// So many days earlier.
pub(crate) fn days_before(day: Day, days: u16) -> Day {
	Day(day.0.saturating_sub(days.into()))
}

/// What a runtime API can respond with.
impl<T: Config> Pallet<T> {
	/// A plan that is not removed.
	pub fn plan(id: PlanId) -> Option<Plan<T::AccountId>> {
		Plans::<T>::get(id).map(|held| held.item)
	}

	/// All versions of a plan's terms, the earliest first.
	pub fn plan_versions(id: PlanId) -> Vec<Version> {
		let count = Plans::<T>::get(id).map_or(0, |held| held.item.versions);
		(0..count)
			.filter_map(|number| PlanVersions::<T>::get(id, number))
			.map(|held| held.item)
			.collect()
	}

	/// An organisation's place in a plan's network.
	pub fn admission(plan: PlanId, organisation: &T::AccountId) -> Option<Admission> {
		Networks::<T>::get(plan, organisation).map(|held| held.item)
	}

	/// The money that answers for an insurer's claims.
	pub fn reserve(insurer: &T::AccountId, asset: Asset) -> Option<Reserve> {
		Reserves::<T>::get((insurer, asset))
	}

	/// What a payee can collect.
	pub fn owed(insurer: &T::AccountId, payee: &T::AccountId, asset: Asset) -> u128 {
		Owed::<T>::get((insurer, asset), payee)
	}

	/// How an insurer has dealt with claims.
	pub fn insurer_tally(insurer: &T::AccountId) -> InsurerTally {
		Tallies::<T>::get(insurer)
	}

	/// A policy that is not closed.
	pub fn policy(id: PolicyId) -> Option<Policy<T::AccountId>> {
		Policies::<T>::get(id).map(|held| held.item)
	}

	/// A claim that is not closed.
	pub fn claim(id: ClaimId) -> Option<Claim<T::AccountId>> {
		Claims::<T>::get(id).map(|held| held.item)
	}

	/// A page of a policy's claims, in no order: those after `after`, at most [`salus_primitives::MAX_PAGE`].
	pub fn claims_of(
		policy: PolicyId,
		after: Option<ClaimId>,
		count: u32,
	) -> Vec<WithId<ClaimId, Claim<T::AccountId>>> {
		// From the key and not from the item, so that a page can follow one whose last was closed.
		let ids = match after {
			Some(after) => ClaimsOf::<T>::iter_key_prefix_from(
				policy,
				ClaimsOf::<T>::hashed_key_for(policy, after),
			),
			None => ClaimsOf::<T>::iter_key_prefix(policy),
		};
		ids.filter_map(|id| Some(WithId { id, item: Self::claim(id)? })).take(page(count)).collect()
	}

	/// Whether a piece of evidence was billed, and is still remembered.
	pub fn is_billed(nullifier: &[u8; 32]) -> bool {
		Billed::<T>::contains_key(nullifier)
	}

	/// What a claim comes to by a plan's terms; none if there is no such plan.
	pub fn judge(
		id: PlanId,
		policy: &rules::Policy,
		statement: &rules::Statement,
		claim: &rules::Claim,
	) -> Option<Result<rules::Outcome, rules::Rejected>> {
		let Plan { currency, year, .. } = Self::plan(id)?;
		let versions = Self::plan_versions(id).try_into().ok()?;
		Some(rules::judge(&rules::Plan { currency, year, versions }, policy, statement, claim))
	}
}

/// Time. Data rule 8.
impl<T: Config> Pallet<T> {
	pub(crate) fn today() -> Day {
		Day::of(T::Time::now())
	}

	/// The on-chain clock, and the chain's height.
	pub(crate) fn now() -> (Moment, u32) {
		(T::Time::now(), frame_system::Pallet::<T>::block_number().saturated_into())
	}
}

/// What is paid for. Data rule 11.
impl<T: Config> Pallet<T> {
	/// A plan, and the reserve that it needs.
	pub(crate) fn plan_footprint() -> Footprint {
		footprint(2, &[Plan::<T::AccountId>::max_encoded_len(), Reserve::max_encoded_len()])
	}

	pub(crate) fn admission_footprint() -> Footprint {
		footprint(1, &[Admission::max_encoded_len()])
	}

	pub(crate) fn policy_footprint() -> Footprint {
		footprint(1, &[Policy::<T::AccountId>::max_encoded_len()])
	}

	/// A claim, its places among the policy's and among those that wait, its record's, and what its payee is owed.
	pub(crate) fn claim_footprint() -> Footprint {
		footprint(
			5,
			&[
				Claim::<T::AccountId>::max_encoded_len(),
				ClaimId::max_encoded_len(),
				ClaimId::max_encoded_len(),
				u128::max_encoded_len(),
			],
		)
	}

	/// So many pieces of evidence, each by itself and all of them together.
	pub(crate) fn bill_footprint(pieces: u16) -> Footprint {
		let each = <[u8; 32]>::max_encoded_len().saturating_add(ClaimId::max_encoded_len());
		let all = each.saturating_mul(pieces.into());
		footprint(u64::from(pieces).saturating_add(2), &[all, T::AccountId::max_encoded_len()])
	}
}

fn footprint(count: u64, sizes: &[usize]) -> Footprint {
	let size = sizes.iter().fold(0_usize, |sum, size| sum.saturating_add(*size));
	Footprint { count, size: u64::try_from(size).unwrap_or(u64::MAX) }
}
