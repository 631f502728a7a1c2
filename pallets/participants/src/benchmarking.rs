// SPDX-License-Identifier: Apache-2.0
//! What is measured, and how benchmarks and tests of other pallets give an account a role.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod accounts;

pub(crate) use accounts::{make_member, make_operator, make_patient, make_practitioner};

use crate::*;
use accounts::{KEY, address, fund, make_member_of, make_operator_of, make_organisation};
use polkadot_sdk::{
	frame_benchmarking::v2::*,
	frame_support::traits::{EnsureOrigin, Get, Time},
	frame_system::RawOrigin,
	sp_core, sp_io,
	sp_runtime::{MultiSignature, MultiSigner, traits::IdentifyAccount},
};
use salus_primitives::{
	DailyAllowance, Participants, Profession, Registration, quorum::Fault, wrapped,
};

/// Signs for the patient in benchmarks.
pub trait BenchmarkHelper<Public, Signature> {
	/// The signer.
	fn signer() -> Public;
	/// The signer's signature.
	fn sign(message: &[u8]) -> Signature;
}

/// Signs with a key in the keystore, which the benchmark command provides.
impl BenchmarkHelper<MultiSigner, MultiSignature> for () {
	fn signer() -> MultiSigner {
		MultiSigner::Sr25519(keystore_key())
	}

	fn sign(message: &[u8]) -> MultiSignature {
		let key = keystore_key();
		sp_io::crypto::sr25519_sign(KEY_TYPE, &key, message).expect("the key was just made").into()
	}
}

const KEY_TYPE: sp_core::crypto::KeyTypeId = sp_core::crypto::KeyTypeId(*b"salu");

fn keystore_key() -> sp_core::sr25519::Public {
	// In hex: a path would be derived from a phrase, and to stretch that takes most of the time.
	let seed = alloc::format!("0x{:064x}", 1).into_bytes();
	sp_io::crypto::sr25519_generate(KEY_TYPE, Some(seed))
}

/// As many operators in service as the chain takes, less `room`.
fn fill_service<T: Config>(room: u32) {
	let number = T::MaxOperators::get().saturating_sub(room);
	let present = OperatorsInService::<T>::get().len() as u32;
	for index in present..number {
		make_operator::<T>(&account("operator", index, 0));
	}
}

/// What an organisation with money registers a patient by, and the patient's signature.
fn registration<T: Config>() -> (Registration<AccountIdOf<T>>, T::OffchainSignature) {
	let organisation: AccountIdOf<T> = whitelisted_caller();
	let patient = T::BenchmarkHelper::signer().into_account();
	make_organisation::<T>(&organisation);
	let expires_at = T::Time::now().saturating_add(T::MaxRegistrationLifetime::get());
	let registration = Registration { organisation, patient, expires_at, encryption_key: KEY };
	// Wrapped as wallets do it, which takes a second try to verify.
	let payload = wrapped(&registration.payload(&Pallet::<T>::genesis_hash()));
	(registration, T::BenchmarkHelper::sign(&payload))
}

fn authority<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn accredit() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let organisation: T::AccountId = account("organisation", 0, 0);
		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			organisation.clone(),
			OrganisationKind::Provider,
			*b"DE",
			100,
		);
		assert!(Organisations::<T>::contains_key(&organisation));
		Ok(())
	}

	#[benchmark]
	fn suspend_organisation() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let organisation: T::AccountId = account("organisation", 0, 0);
		make_organisation::<T>(&organisation);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organisation.clone());
		assert!(Organisations::<T>::get(&organisation).unwrap().suspended);
		Ok(())
	}

	#[benchmark]
	fn reinstate_organisation() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let organisation: T::AccountId = account("organisation", 0, 0);
		make_organisation::<T>(&organisation);
		Pallet::<T>::do_suspend_organisation(organisation.clone())?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organisation.clone());
		assert!(!Organisations::<T>::get(&organisation).unwrap().suspended);
		Ok(())
	}

	#[benchmark]
	fn license() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let practitioner: T::AccountId = account("practitioner", 0, 0);
		make_practitioner::<T>(&practitioner);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, practitioner.clone(), Profession::Nurse, *b"PT", u64::MAX);
		assert_eq!(Practitioners::<T>::get(&practitioner).unwrap().expires_at, u64::MAX);
		Ok(())
	}

	#[benchmark]
	fn suspend_practitioner() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let practitioner: T::AccountId = account("practitioner", 0, 0);
		make_practitioner::<T>(&practitioner);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, practitioner.clone());
		assert!(Practitioners::<T>::get(&practitioner).unwrap().suspended);
		Ok(())
	}

	#[benchmark]
	fn reinstate_practitioner() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let practitioner: T::AccountId = account("practitioner", 0, 0);
		make_practitioner::<T>(&practitioner);
		Pallet::<T>::do_suspend_practitioner(practitioner.clone())?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, practitioner.clone());
		assert!(!Practitioners::<T>::get(&practitioner).unwrap().suspended);
		Ok(())
	}

	#[benchmark]
	fn register() {
		let patient: T::AccountId = whitelisted_caller();
		fund::<T>(&patient);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), KEY);
		assert!(Patients::<T>::contains_key(&patient));
	}

	#[benchmark]
	fn register_patient() {
		let (registration, signature) = registration::<T>();
		let Registration { organisation, patient, expires_at, encryption_key } = registration;
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation), patient.clone(), encryption_key, expires_at, signature);
		assert!(Patients::<T>::get(&patient).unwrap().item.organisation.is_some());
	}

	#[benchmark]
	fn end_sponsorship() -> Result<(), BenchmarkError> {
		let (registration, signature) = registration::<T>();
		let Registration { organisation, patient, .. } = registration.clone();
		Pallet::<T>::do_register_patient(registration, &signature)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation), patient.clone());
		assert!(Patients::<T>::get(&patient).unwrap().item.organisation.is_none());
		Ok(())
	}

	#[benchmark]
	fn use_call() -> Result<(), BenchmarkError> {
		let (registration, signature) = registration::<T>();
		let patient = registration.patient.clone();
		Pallet::<T>::do_register_patient(registration, &signature)?;
		let used;
		#[block]
		{
			used = Pallet::<T>::has_call(&patient) && Pallet::<T>::use_call(&patient);
		}
		assert!(used);
		Ok(())
	}

	#[benchmark]
	fn set_work_limit() {
		let organisation: T::AccountId = whitelisted_caller();
		make_organisation::<T>(&organisation);
		let limit = T::DefaultWorkLimit::get();
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), limit);
		assert_eq!(WorkLimits::<T>::get(&organisation), Some(limit));
	}

	#[benchmark]
	fn admit_member() {
		let organisation: T::AccountId = whitelisted_caller();
		make_organisation::<T>(&organisation);
		let member: T::AccountId = account("member", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), member.clone());
		assert!(Pallet::<T>::is_member(&organisation, &member));
	}

	#[benchmark]
	fn dismiss_member() {
		let organisation: T::AccountId = whitelisted_caller();
		let member: T::AccountId = account("member", 0, 0);
		make_member::<T>(&organisation, &member);
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), member.clone());
		assert!(!Members::<T>::contains_key(&organisation, &member));
		assert!(!EncryptionKeys::<T>::contains_key(&member));
	}

	#[benchmark]
	fn set_encryption_key() {
		// The role that is looked for last, and no other.
		let operator: T::AccountId = whitelisted_caller();
		let organisation: T::AccountId = account("organisation", 0, 0);
		fill_service::<T>(1);
		make_operator_of::<T>(&organisation, &operator);
		Pallet::<T>::do_dismiss_member(organisation, operator.clone()).unwrap();
		let version = EncryptionKeys::<T>::get(&operator).unwrap().version;
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), [10; 32]);
		assert!(EncryptionKeys::<T>::get(&operator).unwrap().version > version);
	}

	#[benchmark]
	fn become_operator() {
		fill_service::<T>(1);
		let operator: T::AccountId = whitelisted_caller();
		fund::<T>(&operator);
		let organisation: T::AccountId = account("organisation", 0, 0);
		make_member_of::<T>(&organisation, &operator, OrganisationKind::Operator);
		let (endpoint, peer_id) = address();
		#[extrinsic_call]
		_(
			RawOrigin::Signed(operator.clone()),
			organisation,
			endpoint,
			peer_id,
			KEY,
			T::OperatorBond::get(),
		);
		assert!(OperatorsInService::<T>::get().contains(&operator));
	}

	#[benchmark]
	fn update_endpoint() {
		let operator: T::AccountId = whitelisted_caller();
		make_operator::<T>(&operator);
		let (mut endpoint, peer_id) = address();
		if let Some(last) = endpoint.last_mut() {
			*last = b'b';
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), endpoint.clone(), peer_id);
		assert_eq!(Operators::<T>::get(&operator).unwrap().endpoint, endpoint);
	}

	#[benchmark]
	fn add_bond() {
		// Worst when it brings the operator back into service.
		let operator: T::AccountId = whitelisted_caller();
		fill_service::<T>(1);
		make_operator::<T>(&operator);
		<Pallet<T> as salus_primitives::Operators<T::AccountId>>::penalise(
			&operator,
			Fault::Deviation,
		);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), T::OperatorBond::get());
		assert!(OperatorsInService::<T>::get().contains(&operator));
	}

	#[benchmark]
	fn leave_service() {
		let operator: T::AccountId = whitelisted_caller();
		make_operator::<T>(&operator);
		fill_service::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));
		assert!(!OperatorsInService::<T>::get().contains(&operator));
	}

	#[benchmark]
	fn withdraw_bond() -> Result<(), BenchmarkError> {
		// Without another role, so that all are looked for, and the key goes.
		let operator: T::AccountId = whitelisted_caller();
		let organisation: T::AccountId = account("organisation", 0, 0);
		make_operator_of::<T>(&organisation, &operator);
		Pallet::<T>::do_dismiss_member(organisation, operator.clone())?;
		Pallet::<T>::do_leave_service(operator.clone())?;
		// The clock can't be moved from here, so the period is cut short.
		Operators::<T>::mutate(&operator, |item| {
			if let Some(item) = item {
				item.leaving_until = Some(0);
			}
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));
		assert!(!Operators::<T>::contains_key(&operator));
		assert!(!EncryptionKeys::<T>::contains_key(&operator));
		Ok(())
	}

	#[benchmark]
	fn suspend_operator() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let operator: T::AccountId = account("suspect", 0, 0);
		make_operator::<T>(&operator);
		fill_service::<T>(0);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, operator.clone());
		assert!(!OperatorsInService::<T>::get().contains(&operator));
		Ok(())
	}

	#[benchmark]
	fn reinstate_operator() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let operator: T::AccountId = account("suspect", 0, 0);
		make_operator::<T>(&operator);
		Pallet::<T>::do_suspend_operator(operator.clone())?;
		fill_service::<T>(1);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, operator.clone());
		assert!(OperatorsInService::<T>::get().contains(&operator));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
