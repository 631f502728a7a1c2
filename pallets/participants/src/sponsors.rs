// SPDX-License-Identifier: Apache-2.0
//! Who sponsors a patient: by registration, by taking over, by the patient's signature; and how it ends. Data rule 10.

use crate::{AccountIdOf, Config, Error, Event, Organisation, Organisations, Pallet, Patients};
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_support::{
		ensure,
		pallet_prelude::DispatchResult,
		traits::{Get, Time},
	},
	sp_runtime::traits::Verify,
};
use salus_primitives::{Moment, Sponsorship, wrapped};

impl<T: Config> Pallet<T> {
	/// The organisations in force that sponsor the account, the one that has longest first.
	pub fn sponsors_in_force(account: &AccountIdOf<T>) -> Vec<(AccountIdOf<T>, Organisation)> {
		let Some(patient) = Patients::<T>::get(account) else {
			return Vec::new();
		};
		let known = patient.item.sponsors.into_iter().filter_map(|sponsor| {
			let organisation = Organisations::<T>::get(&sponsor)?;
			Some((sponsor, organisation))
		});
		known.filter(|(_, organisation)| !organisation.suspended).collect()
	}

	pub(crate) fn do_take_over(
		organisation: AccountIdOf<T>,
		patient: AccountIdOf<T>,
	) -> DispatchResult {
		let is_patient = Patients::<T>::contains_key(&patient);
		ensure!(is_patient, Error::<T>::NotFound);
		// Whom somebody pays for decides who else does.
		let is_sponsored = !Self::sponsors_in_force(&patient).is_empty();
		ensure!(!is_sponsored, Error::<T>::SignatureNeeded);
		Self::begin_sponsorship(organisation, patient)
	}

	pub(crate) fn do_sponsor(
		organisation: AccountIdOf<T>,
		patient: AccountIdOf<T>,
		expires_at: Moment,
		patient_signature: &T::OffchainSignature,
	) -> DispatchResult {
		let now = T::Time::now();
		ensure!(now < expires_at, Error::<T>::Expired);
		ensure!(
			expires_at.saturating_sub(now) <= T::MaxRegistrationLifetime::get(),
			Error::<T>::ExpiryTooFar
		);
		let number = Patients::<T>::get(&patient).ok_or(Error::<T>::NotFound)?.item.sponsorships;
		let sponsorship = Sponsorship { organisation, patient, number, expires_at };
		ensure!(Self::agrees(&sponsorship, patient_signature), Error::<T>::BadSignature);
		let Sponsorship { organisation, patient, .. } = sponsorship;
		Self::begin_sponsorship(organisation, patient)
	}

	/// Whether the patient has signed the sponsorship for this chain, as it is or wrapped.
	fn agrees(sponsorship: &Sponsorship<AccountIdOf<T>>, signature: &T::OffchainSignature) -> bool {
		let payload = sponsorship.payload(&Self::genesis_hash());
		let patient = &sponsorship.patient;
		signature.verify(payload.as_slice(), patient)
			|| signature.verify(wrapped(&payload).as_slice(), patient)
	}

	/// Uses one of the organisation's vouchers of today.
	fn begin_sponsorship(organisation: AccountIdOf<T>, patient: AccountIdOf<T>) -> DispatchResult {
		let mut sponsor = Organisations::<T>::get(&organisation)
			.filter(|sponsor| !sponsor.suspended)
			.ok_or(Error::<T>::OrganisationNotInForce)?;
		let today = Self::today();
		ensure!(sponsor.registrations_left(today) > 0, Error::<T>::QuotaExhausted);
		Patients::<T>::try_mutate(&patient, |held| {
			let item = &mut held.as_mut().ok_or(Error::<T>::NotFound)?.item;
			ensure!(!item.sponsors.contains(&organisation), Error::<T>::AlreadySponsor);
			let pushed = item.sponsors.try_push(organisation.clone());
			pushed.map_err(|_| Error::<T>::TooManySponsors)?;
			item.sponsorships = item.sponsorships.saturating_add(1);
			Ok::<(), Error<T>>(())
		})?;
		sponsor.registrations_today.add(today);
		sponsor.patient_count = sponsor.patient_count.saturating_add(1);
		Organisations::<T>::insert(&organisation, sponsor);
		Self::deposit_event(Event::SponsorshipBegun { organisation, patient });
		Ok(())
	}

	/// Ends it, whichever side ends it.
	pub(crate) fn do_end_sponsorship(
		organisation: AccountIdOf<T>,
		patient: AccountIdOf<T>,
		not_sponsor: Error<T>,
	) -> DispatchResult {
		Patients::<T>::try_mutate(&patient, |held| {
			let sponsors = &mut held.as_mut().ok_or(Error::<T>::NotFound)?.item.sponsors;
			let before = sponsors.len();
			sponsors.retain(|sponsor| *sponsor != organisation);
			ensure!(sponsors.len() < before, not_sponsor);
			Ok::<(), Error<T>>(())
		})?;
		Organisations::<T>::mutate(&organisation, |item| {
			if let Some(item) = item {
				item.patient_count = item.patient_count.saturating_sub(1);
			}
		});
		Self::deposit_event(Event::SponsorshipEnded { organisation, patient });
		Ok(())
	}
}
