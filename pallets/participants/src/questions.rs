//! What other pallets and clients may ask.

use crate::{
	AccountIdOf, BalanceOf, Config, EncryptionKeys, Members, MembershipCount, OperatorInfo,
	OperatorOf, Operators, OperatorsInService, OrganisationInfo, Organisations, Pallet,
	PatientInfo, Patients, PractitionerInfo, Practitioners, WhoIs,
};
use alloc::vec::Vec;
use polkadot_sdk::frame_support::traits::Time;
use salus_primitives::{Licence, Participants};

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
		let (items_left, bytes_left) = Self::storage_left_of(&account);
		WhoIs {
			patient: Patients::<T>::get(&account).map(|item| PatientInfo {
				organisation: item.organisation,
				registered_at: item.registered_at,
				calls_left: Self::calls_left_of(&account),
				items_left,
				bytes_left,
			}),
			organisation: Self::organisation_info(&account),
			practitioner: Self::practitioner_info(&account),
			membership_count: MembershipCount::<T>::get(&account),
			operator: Operators::<T>::get(&account).map(|item| {
				let in_service = OperatorsInService::<T>::get().contains(&account);
				Self::operator_info(account.clone(), item, in_service)
			}),
			encryption_key: EncryptionKeys::<T>::get(&account),
		}
	}

	/// The operators in service, oldest first; the answer to the runtime API's `operators`.
	pub fn operators() -> Vec<OperatorInfo<AccountIdOf<T>, BalanceOf<T>>> {
		let in_service = OperatorsInService::<T>::get().into_iter();
		in_service
			.filter_map(|account| {
				let item = Operators::<T>::get(&account)?;
				Some(Self::operator_info(account, item, true))
			})
			.collect()
	}

	fn organisation_info(account: &AccountIdOf<T>) -> Option<OrganisationInfo> {
		let item = Organisations::<T>::get(account)?;
		let today = Self::today();
		let vouchers_left = item.vouchers_per_day.saturating_sub(item.vouchers_today.on(today));
		Some(OrganisationInfo {
			kind: item.kind,
			jurisdiction: item.jurisdiction,
			accredited_at: item.accredited_at,
			suspended: item.suspended,
			vouchers_per_day: item.vouchers_per_day,
			vouchers_left: if item.suspended { 0 } else { vouchers_left },
			patient_count: item.patient_count,
			calls_today: item.calls_today.on(today),
		})
	}

	fn practitioner_info(account: &AccountIdOf<T>) -> Option<PractitionerInfo> {
		let item = Practitioners::<T>::get(account)?;
		Some(PractitionerInfo {
			profession: item.profession,
			jurisdiction: item.jurisdiction,
			licensed_at: item.licensed_at,
			expires_at: item.expires_at,
			suspended: item.suspended,
			in_force: matches!(Self::licence(account), Licence::InForce { .. }),
		})
	}

	fn operator_info(
		account: AccountIdOf<T>,
		item: OperatorOf<T>,
		in_service: bool,
	) -> OperatorInfo<AccountIdOf<T>, BalanceOf<T>> {
		OperatorInfo {
			account,
			bond: item.bond,
			endpoint: item.endpoint.into_inner(),
			peer_id: item.peer_id.into_inner(),
			since: item.since,
			in_service,
			suspended: item.suspended,
			leaving_until: item.leaving_until,
			duties: item.duties,
		}
	}
}
