// SPDX-License-Identifier: Apache-2.0
//! Registration by an organisation: what it and the patient's signature must be. Data rule 10.

use crate::{AccountIdOf, Config, Error, Organisation, Organisations, Pallet, Patients};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Get, Time},
	},
	frame_system::{self, pallet_prelude::BlockNumberFor},
	sp_runtime::traits::{Verify, Zero},
};
use salus_primitives::{Registration, wrapped};

impl<T: Config> Pallet<T> {
	/// Everything about a registration but the signature. Gives the organisation.
	pub(crate) fn check_terms(
		registration: &Registration<AccountIdOf<T>>,
	) -> Result<Organisation, Error<T>> {
		let now = T::Time::now();
		ensure!(now < registration.expires_at, Error::<T>::Expired);
		ensure!(
			registration.expires_at.saturating_sub(now) <= T::MaxRegistrationLifetime::get(),
			Error::<T>::ExpiryTooFar
		);
		Self::ensure_strong(&registration.encryption_key)?;
		// A patient stays one for good, so a signature serves once and needs no nonce.
		ensure!(!Patients::<T>::contains_key(&registration.patient), Error::<T>::AlreadyRegistered);
		let organisation = Organisations::<T>::get(&registration.organisation)
			.filter(|organisation| !organisation.suspended)
			.ok_or(Error::<T>::OrganisationNotInForce)?;
		ensure!(organisation.registrations_left(Self::today()) > 0, Error::<T>::QuotaExhausted);
		Ok(organisation)
	}

	/// Whether the patient has signed the registration for this chain, as it is or wrapped.
	pub(crate) fn has_signed(
		registration: &Registration<AccountIdOf<T>>,
		signature: &T::OffchainSignature,
	) -> bool {
		let payload = registration.payload(&Self::genesis_hash());
		let patient = &registration.patient;
		signature.verify(payload.as_slice(), patient)
			|| signature.verify(wrapped(&payload).as_slice(), patient)
	}

	/// Which chain this is; zeros before there is one.
	pub(crate) fn genesis_hash() -> [u8; 32] {
		let hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		hash.as_ref().try_into().unwrap_or_default()
	}
}
