// SPDX-License-Identifier: Apache-2.0
//! What guardians do for a patient, in their own name and within their role.

use crate::{
	terms::{ProvisionOf, Terms},
	*,
};
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use polkadot_sdk::frame_support;
use salus_primitives::{Guardians, Guardianship, Power, ProvisionId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant_for(
		guardian: T::AccountId,
		patient: T::AccountId,
		terms: Terms<T>,
	) -> DispatchResult {
		let power = match terms.effect {
			Effect::Permit => Power::Permit,
			Effect::Deny => Power::Deny,
		};
		let guardianship = Self::act_for(&guardian, &patient, power)?;
		let provision = Self::check(terms, T::Time::now())?;
		Self::add(patient, Self::by_guardian(provision, &guardian, guardianship)?)?;
		Ok(())
	}

	pub(crate) fn do_revoke_for(
		guardian: T::AccountId,
		patient: T::AccountId,
		id: ProvisionId,
	) -> DispatchResult {
		let provision = Provisions::<T>::get(&patient)
			.and_then(|policy| policy.active.into_iter().find(|provision| provision.id == id))
			.ok_or(Error::<T>::NotFound)?;
		let power = match provision.effect {
			Effect::Permit => Power::Deny,
			Effect::Deny => {
				// Or a denial of what a guardian may see would last as long as they like.
				let of_oneself = provision.actor == Actor::Account(guardian.clone());
				let stays = of_oneself || provision.guardian.is_none();
				ensure!(!stays, Error::<T>::NotPermitted);
				Power::Permit
			}
		};
		Self::act_for(&guardian, &patient, power)?;
		Self::do_revoke(patient, id)
	}

	/// The guardianship under which the account does this for the patient.
	pub(crate) fn act_for(
		account: &T::AccountId,
		patient: &T::AccountId,
		power: Power,
	) -> Result<Guardianship, Error<T>> {
		T::Participants::act(account, patient, power).ok_or(Error::<T>::NotPermitted)
	}

	/// The provision, as a guardian may grant it: what they permit is over when they would cease to be one, so that a
	/// child who comes of age decides anew.
	pub(crate) fn by_guardian(
		mut provision: ProvisionOf<T>,
		guardian: &T::AccountId,
		guardianship: Guardianship,
	) -> Result<ProvisionOf<T>, Error<T>> {
		provision.guardian = Some(guardianship.role);
		if provision.effect == Effect::Permit {
			// It would outlast their dismissal.
			let for_oneself = provision.actor == Actor::Account(guardian.clone());
			ensure!(!for_oneself, Error::<T>::NotForOneself);
			let until =
				provision.until.map_or(guardianship.until, |until| until.min(guardianship.until));
			ensure!(provision.from < until, Error::<T>::PeriodBackwards);
			provision.until = Some(until);
		}
		Ok(provision)
	}
}
