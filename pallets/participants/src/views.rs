// SPDX-License-Identifier: Apache-2.0
//! What other pallets and clients may ask.

use crate::{
	AccountIdOf, AllowanceLeft, BalanceOf, Config, EncryptionKeys, FreeCall, Members,
	MembershipCount, OperatorOf, Operators, OperatorsInService, Organisations, Pallet, Patients,
	Practitioners, StoragePart, WhoIs,
};
use alloc::vec::Vec;
use polkadot_sdk::frame_support::traits::Time;
use salus_primitives::{Licence, Moment, Participants, WithId};

impl<T: Config> Participants<AccountIdOf<T>> for Pallet<T> {
	fn is_patient(account: &AccountIdOf<T>) -> bool {
		Patients::<T>::contains_key(account)
	}

	fn is_registered(account: &AccountIdOf<T>) -> bool {
		Patients::<T>::contains_key(account)
			|| Practitioners::<T>::contains_key(account)
			|| MembershipCount::<T>::contains_key(account)
			|| Organisations::<T>::contains_key(account)
			|| Operators::<T>::contains_key(account)
	}

	fn licence(account: &AccountIdOf<T>) -> Licence {
		match Practitioners::<T>::get(account) {
			// An organisation's own account reads by its accreditation.
			None if Organisations::<T>::get(account).is_some_and(|item| item.suspended) => {
				Licence::Suspended
			}
			None => Licence::None,
			Some(item) if item.suspended => Licence::Suspended,
			Some(item) if item.expires_at <= T::Time::now() => Licence::Expired,
			Some(item) => {
				Licence::InForce { profession: item.profession, expires_at: item.expires_at }
			}
		}
	}

	fn is_organisation_in_force(account: &AccountIdOf<T>) -> bool {
		Organisations::<T>::get(account).is_some_and(|item| !item.suspended)
	}

	fn is_member(organisation: &AccountIdOf<T>, account: &AccountIdOf<T>) -> bool {
		Members::<T>::contains_key(organisation, account)
			&& Self::is_organisation_in_force(organisation)
	}

	fn is_enrolled(organisation: &AccountIdOf<T>, account: &AccountIdOf<T>) -> bool {
		Members::<T>::contains_key(organisation, account)
	}

	fn was_enrolled(organisation: &AccountIdOf<T>, account: &AccountIdOf<T>, at: Moment) -> bool {
		Self::membership(organisation.clone(), account.clone()).was_member(at) == Some(true)
	}

	fn encryption_key(account: &AccountIdOf<T>) -> Option<[u8; 32]> {
		EncryptionKeys::<T>::get(account).map(|item| item.key)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(account: &AccountIdOf<T>) {
		crate::benchmarking::make_patient::<T>(account);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_practitioner(account: &AccountIdOf<T>) {
		crate::benchmarking::make_practitioner::<T>(account);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_member(organisation: &AccountIdOf<T>, account: &AccountIdOf<T>) {
		crate::benchmarking::make_member::<T>(organisation, account);
	}
}

impl<T: Config> Pallet<T> {
	/// Everything that is known of one account; the answer to the runtime API's `who_is`.
	pub fn who_is(account: AccountIdOf<T>) -> WhoIs<AccountIdOf<T>, BalanceOf<T>> {
		let (items, bytes) = Self::storage_left_of(&account, StoragePart::Sponsored);
		let allowance = AllowanceLeft {
			way_out: Self::own_calls_left(&account, FreeCall::WayOut),
			reading: Self::own_calls_left(&account, FreeCall::Reading),
			guardian: Self::own_calls_left(&account, FreeCall::Guardian),
			calls: Self::sponsored_calls_left(&account),
			items,
			bytes,
			work: Self::work_left_of(&account),
		};
		let organisation = Organisations::<T>::get(&account);
		let today = Self::today();
		WhoIs {
			patient: Patients::<T>::get(&account).map(|held| held.item),
			allowance,
			registrations_left: organisation
				.as_ref()
				.map_or(0, |item| item.registrations_left(today)),
			organisation,
			practitioner: Practitioners::<T>::get(&account),
			licence: Self::licence(&account),
			membership_count: MembershipCount::<T>::get(&account),
			operator: Operators::<T>::get(&account),
			in_service: OperatorsInService::<T>::get().contains(&account),
			encryption_key: EncryptionKeys::<T>::get(&account),
		}
	}

	/// The operators in service, oldest first; the answer to the runtime API's `operators`.
	pub fn operators() -> Vec<WithId<AccountIdOf<T>, OperatorOf<T>>> {
		let in_service = OperatorsInService::<T>::get().into_iter();
		in_service.filter_map(|id| Some(WithId { item: Operators::<T>::get(&id)?, id })).collect()
	}
}
