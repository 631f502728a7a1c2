// SPDX-License-Identifier: Apache-2.0
//! How the calls about organisations, practitioners, patients and keys work.

use crate::{
	AccountIdOf, Config, Deposit, DepositOf, Error, Event, Held, HoldReason, Jurisdiction,
	Organisation, OrganisationKind, Organisations, Pallet, Patient, Patients, Practitioner,
	Practitioners, Sponsors,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		pallet_prelude::DispatchResult,
		traits::{Get, Time, fungible::MutateHold},
	},
	frame_system,
	sp_runtime::traits::Saturating,
};
use salus_primitives::{Licensing, Moment, Participants, Profession, Registration};

/// Two capital letters; whether they name a country is for the authority to know.
fn is_jurisdiction(letters: &Jurisdiction) -> bool {
	letters.iter().all(u8::is_ascii_uppercase)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_accredit(
		organisation: AccountIdOf<T>,
		kind: OrganisationKind,
		jurisdiction: Jurisdiction,
		registrations_per_day: u32,
		free_calls_per_day: u32,
	) -> DispatchResult {
		ensure!(is_jurisdiction(&jurisdiction), Error::<T>::UnknownJurisdiction);
		Organisations::<T>::mutate(&organisation, |item| match item {
			// Accrediting anew changes terms; it neither lifts a suspension nor resets a count.
			Some(item) => {
				item.kind = kind;
				item.jurisdiction = jurisdiction;
				item.registrations_per_day = registrations_per_day;
				item.free_calls_per_day = free_calls_per_day;
			}
			None => {
				*item = Some(Organisation {
					kind,
					jurisdiction,
					accredited_at: T::Time::now(),
					suspended: false,
					registrations_per_day,
					registrations_today: Default::default(),
					free_calls_per_day,
					patient_count: 0,
					operator_count: 0,
					calls_today: Default::default(),
					failed_today: Default::default(),
				});
			}
		});
		Self::deposit_event(Event::Accredited { organisation });
		Ok(())
	}

	pub(crate) fn do_suspend_organisation(organisation: AccountIdOf<T>) -> DispatchResult {
		Organisations::<T>::try_mutate(&organisation, |item| {
			let item = item.as_mut().ok_or(Error::<T>::NotFound)?;
			ensure!(!item.suspended, Error::<T>::AlreadySuspended);
			item.suspended = true;
			Ok::<(), Error<T>>(())
		})?;
		Self::deposit_event(Event::OrganisationSuspended { organisation });
		Ok(())
	}

	pub(crate) fn do_reinstate_organisation(organisation: AccountIdOf<T>) -> DispatchResult {
		Organisations::<T>::try_mutate(&organisation, |item| {
			let item = item.as_mut().ok_or(Error::<T>::NotFound)?;
			ensure!(item.suspended, Error::<T>::NotSuspended);
			item.suspended = false;
			Ok::<(), Error<T>>(())
		})?;
		Self::deposit_event(Event::OrganisationReinstated { organisation });
		Ok(())
	}

	pub(crate) fn do_license(
		practitioner: AccountIdOf<T>,
		profession: Profession,
		jurisdiction: Jurisdiction,
		expires_at: Moment,
	) -> DispatchResult {
		let now = T::Time::now();
		ensure!(is_jurisdiction(&jurisdiction), Error::<T>::UnknownJurisdiction);
		ensure!(now < expires_at, Error::<T>::Expired);
		Practitioners::<T>::mutate(&practitioner, |item| {
			// Renewing keeps the first day and any suspension.
			let (licensed_at, suspended) =
				item.as_ref().map_or((now, false), |old| (old.licensed_at, old.suspended));
			*item =
				Some(Practitioner { profession, jurisdiction, licensed_at, expires_at, suspended });
		});
		Self::deposit_event(Event::Licensed { practitioner, expires_at });
		Ok(())
	}

	pub(crate) fn do_suspend_practitioner(practitioner: AccountIdOf<T>) -> DispatchResult {
		Practitioners::<T>::try_mutate(&practitioner, |item| {
			let item = item.as_mut().ok_or(Error::<T>::NotFound)?;
			ensure!(!item.suspended, Error::<T>::AlreadySuspended);
			item.suspended = true;
			Ok::<(), Error<T>>(())
		})?;
		Self::deposit_event(Event::PractitionerSuspended { practitioner });
		Ok(())
	}

	pub(crate) fn do_reinstate_practitioner(practitioner: AccountIdOf<T>) -> DispatchResult {
		Practitioners::<T>::try_mutate(&practitioner, |item| {
			let item = item.as_mut().ok_or(Error::<T>::NotFound)?;
			ensure!(item.suspended, Error::<T>::NotSuspended);
			item.suspended = false;
			Ok::<(), Error<T>>(())
		})?;
		Self::deposit_event(Event::PractitionerReinstated { practitioner });
		Ok(())
	}

	pub(crate) fn do_register(patient: AccountIdOf<T>, encryption_key: [u8; 32]) -> DispatchResult {
		ensure!(!Patients::<T>::contains_key(&patient), Error::<T>::AlreadyRegistered);
		Self::ensure_strong(&encryption_key)?;
		// No voucher bounds how many there are, so their own money pays for what every patient may store.
		let amount = T::PatientDeposit::get().saturating_add(T::BasicDeposit::get());
		let deposit = Deposit { depositor: patient.clone(), amount };
		Self::put_patient(patient, None, deposit, encryption_key)
	}

	pub(crate) fn do_register_patient(
		registration: Registration<AccountIdOf<T>>,
		patient_signature: &T::OffchainSignature,
	) -> DispatchResult {
		// What costs little is checked before the signature.
		let mut sponsor = Self::check_terms(&registration)?;
		ensure!(Self::has_signed(&registration, patient_signature), Error::<T>::BadSignature);
		let Registration { organisation, patient, encryption_key, .. } = registration;
		sponsor.registrations_today.add(Self::today());
		sponsor.patient_count = sponsor.patient_count.saturating_add(1);
		Organisations::<T>::insert(&organisation, sponsor);
		// Makes an account without money live, so that it has a nonce and may sign. Data rule 10.
		frame_system::Pallet::<T>::inc_sufficients(&patient);
		let deposit = Deposit { depositor: organisation.clone(), amount: T::PatientDeposit::get() };
		Self::put_patient(patient, Some(organisation), deposit, encryption_key)
	}

	fn put_patient(
		patient: AccountIdOf<T>,
		organisation: Option<AccountIdOf<T>>,
		deposit: DepositOf<T>,
		encryption_key: [u8; 32],
	) -> DispatchResult {
		T::Currency::hold(&HoldReason::Patient.into(), &deposit.depositor, deposit.amount)?;
		let sponsors = Sponsors::truncate_from(organisation.iter().cloned().collect());
		let sponsorships = u32::from(organisation.is_some());
		let item = Patient { sponsors, sponsorships, registered_at: T::Time::now() };
		Patients::<T>::insert(&patient, Held { item, ticket: deposit });
		Self::put_key(&patient, encryption_key);
		Self::deposit_event(Event::PatientRegistered { patient, organisation });
		Ok(())
	}

	pub(crate) fn do_set_encryption_key(account: AccountIdOf<T>, key: [u8; 32]) -> DispatchResult {
		ensure!(Self::is_registered(&account), Error::<T>::NotRegistered);
		Self::ensure_strong(&key)?;
		Self::put_key(&account, key);
		Ok(())
	}
}

impl<T: Config> Licensing<AccountIdOf<T>> for Pallet<T> {
	fn suspend(practitioner: &AccountIdOf<T>) {
		// It fails where nothing is left to suspend.
		let _ = Self::do_suspend_practitioner(practitioner.clone());
	}
}
