// SPDX-License-Identifier: Apache-2.0
//! Whom a task is drawn from: those who could be drawn when it was opened, when nobody knew the randomness of its draw.
//! Whoever builds the block of the draw knows that, and must not find calls by which to change who is drawn.

use crate::{
	AccountIdOf, Availability, Busy, Candidate, Config, Error, OperatorStates, Pallet, Pool, Pools,
	Tier, Waiting,
};
use alloc::{collections::BTreeSet, vec::Vec};
use polkadot_sdk::frame_support::{BoundedVec, ensure};
use salus_primitives::Operators;

impl<T: Config> Pallet<T> {
	/// The operators in service now, without those whom no organisation in force runs.
	pub(crate) fn make_pool() -> Pool<T> {
		let busy = Busy::<T>::get();
		let candidate = |operator: AccountIdOf<T>| {
			let organisation = T::Operators::organisation(&operator)?;
			let availability = if OperatorStates::<T>::get(&operator).out.is_some() {
				Availability::Out
			} else if busy.contains(&operator) {
				Availability::Busy
			} else {
				Availability::Free
			};
			Some(Candidate { operator, organisation, availability })
		};
		let candidates = T::Operators::in_service().into_iter().filter_map(candidate);
		BoundedVec::truncate_from(candidates.collect())
	}

	/// Forgets the pools of tasks that were drawn, unless others wait that were opened in the same block.
	pub(crate) fn drop_pools(drawn: &[Waiting], left: &[Waiting]) {
		for Waiting { opened_in, .. } in drawn {
			if left.iter().all(|waiting| waiting.opened_in != *opened_in) {
				Pools::<T>::remove(*opened_in);
			}
		}
	}
}

/// Those of a pool that a task does not exclude, by themselves or by their organisations.
pub(crate) fn eligible<'a, AccountId: PartialEq + 'a>(
	pool: &'a [Candidate<AccountId>],
	excluded: &'a [AccountId],
) -> impl Iterator<Item = &'a Candidate<AccountId>> {
	pool.iter().filter(move |candidate| {
		!excluded.contains(&candidate.operator) && !excluded.contains(&candidate.organisation)
	})
}

/// Whether those of a pool who are free for a task are enough: as many organisations as it has seats, and half of all
/// that have an operator in service. Else the draw would be among the few that somebody kept free.
pub(crate) fn ensure_enough<T: Config>(
	pool: &[Candidate<AccountIdOf<T>>],
	free: &[&Candidate<AccountIdOf<T>>],
	tier: Tier,
) -> Result<(), Error<T>> {
	let all: Vec<_> = pool.iter().collect();
	let (all, free) = (organisations(&all), organisations(free));
	ensure!(free.saturating_mul(2) >= all, Error::<T>::OperatorsBusy);
	ensure!(free >= usize::from(tier.seats), Error::<T>::TooFewOperators);
	Ok(())
}

/// For how many organisations they work.
fn organisations<AccountId: Ord>(candidates: &[&Candidate<AccountId>]) -> usize {
	let distinct: BTreeSet<_> =
		candidates.iter().map(|candidate| &candidate.organisation).collect();
	distinct.len()
}
