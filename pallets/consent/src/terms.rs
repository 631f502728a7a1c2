// SPDX-License-Identifier: Apache-2.0
//! What terms may say.

use crate::*;
use frame_support::{ensure, pallet_prelude::*};
use polkadot_sdk::{frame_support, frame_system};
use salus_primitives::{
	Actions, Categories, Compartment, Compartments, Day, Moment, Participants, ProvisionId,
	Purpose, Purposes, Studies, WorkClasses,
};

/// What is less counts seconds, up to the year 9999; as milliseconds it would be a day before 1978.
const FIRST_MOMENT: Moment = 253_402_300_800;

pub(crate) type Terms<T> = ProvisionTerms<<T as frame_system::Config>::AccountId>;
pub(crate) type ProvisionOf<T> = Provision<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Checks the terms and makes them a provision that still lacks its id.
	pub(crate) fn check(terms: Terms<T>, now: Moment) -> Result<ProvisionOf<T>, Error<T>> {
		let compartments = match (terms.compartments.is_empty(), terms.effect) {
			(false, _) => terms.compartments.into_iter().collect(),
			// What is left out narrows a permit and widens a denial. Data rule 7.
			(true, Effect::Permit) => Compartments::only(Compartment::General),
			(true, Effect::Deny) => Compartments::all(),
		};
		let in_seconds =
			|moment: Option<Moment>| moment.is_some_and(|moment| moment < FIRST_MOMENT);
		ensure!(!in_seconds(terms.from), Error::<T>::InSeconds);
		// A class that there is not would make a denial of nothing, or a permit of what comes to have its number.
		if let Actor::DecisionSupport { classes, .. } = &terms.actor {
			ensure!(WorkClasses::all().covers(*classes), Error::<T>::UnknownClass);
		}
		// Nor are there studies that nobody has registered: whoever registers the number later was not meant.
		if let Actor::Study(study) = &terms.actor {
			ensure!(T::Studies::is_registered(*study), Error::<T>::UnknownStudy);
		}
		let actions: Actions = terms.actions.into_iter().collect();
		let categories: Categories = terms.categories.into_iter().collect();
		let purposes: Purposes = terms.purposes.into_iter().collect();
		ensure!(!purposes.contains(Purpose::BreakGlass), Error::<T>::BreakGlassPurpose);
		match terms.effect {
			Effect::Permit => ensure!(
				!actions.is_empty() && !categories.is_empty() && !purposes.is_empty(),
				Error::<T>::NothingNamed
			),
			Effect::Deny => ensure!(
				terms.erase_at.is_none()
					&& !terms.no_redisclosure
					&& !terms.mask_identity
					&& terms.uses.is_none(),
				Error::<T>::NotForDenials
			),
		}
		ensure!(terms.uses != Some(0), Error::<T>::NoUses);

		let forwards = |from: Option<Moment>, until: Option<Moment>| {
			from.zip(until).is_none_or(|(from, until)| from < until)
		};
		ensure!(
			forwards(terms.from, terms.until) && forwards(terms.from, terms.erase_at),
			Error::<T>::PeriodBackwards
		);
		let (data_from, data_until) = (terms.data_from, terms.data_until);
		ensure!(
			[data_from, data_until].into_iter().flatten().all(Day::is_in_calendar),
			Error::<T>::NoSuchDay
		);
		// Both days are included: one alone is a period.
		ensure!(
			data_from.zip(data_until).is_none_or(|(from, until)| from <= until),
			Error::<T>::PeriodBackwards
		);
		ensure!(
			forwards(Some(now), terms.until) && forwards(Some(now), terms.erase_at),
			Error::<T>::Expired
		);
		Ok(Provision {
			id: ProvisionId::default(),
			effect: terms.effect,
			actor: terms.actor,
			actions,
			categories,
			compartments,
			purposes,
			// Nothing is in force before it is granted.
			from: terms.from.unwrap_or(now).max(now),
			until: terms.until,
			data_from,
			data_until,
			erase_at: terms.erase_at,
			no_redisclosure: terms.no_redisclosure,
			mask_identity: terms.mask_identity,
			uses_left: terms.uses,
			granted_at: now,
			guardian: None,
			revoked_at: None,
			lets_finish: false,
			used_up_at: None,
		})
	}

	/// A reader asks only for a permit that would grant itself access.
	pub(crate) fn ensure_asks_for_itself(
		requester: &T::AccountId,
		actor: &Actor<T::AccountId>,
	) -> DispatchResult {
		let of_its_own = |named: &T::AccountId| {
			named == requester || T::Participants::is_member(named, requester)
		};
		let itself = match actor {
			Actor::Account(account) => account == requester,
			Actor::MembersOf(organisation) => of_its_own(organisation),
			Actor::DecisionSupport { asker, .. } => asker.as_ref().is_none_or(of_its_own),
			Actor::Study(_) => true,
		};
		ensure!(itself, Error::<T>::NotForOthers);
		Ok(())
	}
}
