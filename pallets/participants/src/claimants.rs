// SPDX-License-Identifier: Apache-2.0
//! What claims ask about who is who.

use crate::{AccountIdOf, Config, OrganisationKind, Organisations, Pallet};
use salus_primitives::{Participants, claims::Claimants};

impl<T: Config> Claimants<AccountIdOf<T>> for Pallet<T> {
	fn is_insurer(account: &AccountIdOf<T>) -> bool {
		Organisations::<T>::get(account)
			.is_some_and(|item| item.kind == OrganisationKind::Insurer && !item.suspended)
	}

	fn is_organisation_in_force(account: &AccountIdOf<T>) -> bool {
		<Self as Participants<AccountIdOf<T>>>::is_organisation_in_force(account)
	}

	fn is_patient(account: &AccountIdOf<T>) -> bool {
		<Self as Participants<AccountIdOf<T>>>::is_patient(account)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_insurer(account: &AccountIdOf<T>) {
		crate::benchmarking::make_organisation_of::<T>(account, OrganisationKind::Insurer);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_organisation(account: &AccountIdOf<T>) {
		crate::benchmarking::make_organisation_of::<T>(account, OrganisationKind::Provider);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(account: &AccountIdOf<T>) {
		crate::benchmarking::make_patient::<T>(account);
	}
}
