// SPDX-License-Identifier: Apache-2.0
//! What is measured, and how benchmarks and tests of other pallets give an account a role.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod accounts;

pub(crate) use accounts::{
	make_guardian, make_member, make_operator, make_organisation_of, make_patient,
	make_practitioner,
};

use crate::members::Leaving;
use crate::*;
use accounts::{
	KEY, address, fund, make_former_member, make_member_of, make_operator_of, make_organisation,
};
use polkadot_sdk::{
	frame_benchmarking::v2::*,
	frame_support::{
		traits::{EnsureOrigin, Get, Time},
		weights::Weight,
	},
	frame_system::RawOrigin,
	sp_core, sp_io,
	sp_runtime::{MultiSignature, MultiSigner, traits::IdentifyAccount},
};
use salus_primitives::{
	Guardians, Moment, Participants, Profession, Registration, Sponsorship,
	participants::MAX_SPONSORS,
	quorum::{Deadline, Fault},
	wrapped,
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

/// When a carer's guardianship ends that lasts long.
fn carer_until<T: Config>() -> Moment {
	T::Time::now().saturating_add(T::MaxCarerPeriod::get())
}

/// An organisation's proposal of a guardian for a patient who has had as many as are kept.
fn make_proposal<T: Config>(
	organisation: &AccountIdOf<T>,
	patient: &AccountIdOf<T>,
) -> Result<(), BenchmarkError> {
	let guardian: AccountIdOf<T> = account("guardian", 0, 0);
	make_organisation::<T>(organisation);
	make_guardian::<T>(&account("other", 0, 0), patient);
	make_organisation::<T>(&guardian);
	Pallet::<T>::do_propose_guardian(
		organisation.clone(),
		patient.clone(),
		guardian,
		GuardianRole::Carer,
		carer_until::<T>(),
	)?;
	Ok(())
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
		assert_eq!(Patients::<T>::get(&patient).unwrap().item.sponsors.len(), 1);
	}

	#[benchmark]
	fn end_sponsorship() -> Result<(), BenchmarkError> {
		let (registration, signature) = registration::<T>();
		let Registration { organisation, patient, .. } = registration.clone();
		Pallet::<T>::do_register_patient(registration, &signature)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation), patient.clone());
		assert!(Patients::<T>::get(&patient).unwrap().item.sponsors.is_empty());
		Ok(())
	}

	#[benchmark]
	fn take_over() -> Result<(), BenchmarkError> {
		// Whom as many sponsor as one less than may, all suspended.
		let patient: T::AccountId = account("patient", 0, 0);
		make_patient::<T>(&patient);
		for number in 1..MAX_SPONSORS {
			let former = account("organisation", number, 0);
			make_organisation::<T>(&former);
			Pallet::<T>::do_take_over(former.clone(), patient.clone())?;
			Pallet::<T>::do_suspend_organisation(former)?;
		}
		let organisation: T::AccountId = whitelisted_caller();
		make_organisation::<T>(&organisation);
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), patient.clone());
		assert!(Patients::<T>::get(&patient).unwrap().item.sponsors.contains(&organisation));
		Ok(())
	}

	#[benchmark]
	fn sponsor() {
		let patient: T::AccountId = T::BenchmarkHelper::signer().into_account();
		make_patient::<T>(&patient);
		let organisation: T::AccountId = whitelisted_caller();
		make_organisation::<T>(&organisation);
		let expires_at = T::Time::now().saturating_add(T::MaxRegistrationLifetime::get());
		let sponsorship = Sponsorship {
			organisation: organisation.clone(),
			patient: patient.clone(),
			number: 0,
			expires_at,
		};
		// Wrapped as wallets do it, which takes a second try to verify.
		let payload = wrapped(&sponsorship.payload(&Pallet::<T>::genesis_hash()));
		let signature = T::BenchmarkHelper::sign(&payload);
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), patient.clone(), expires_at, signature);
		assert!(Patients::<T>::get(&patient).unwrap().item.sponsors.contains(&organisation));
	}

	#[benchmark]
	fn use_call() -> Result<(), BenchmarkError> {
		// Worst when only the last of the most sponsors pays, and the call fails.
		let patient: T::AccountId = account("patient", 0, 0);
		make_patient::<T>(&patient);
		for number in 0..MAX_SPONSORS {
			let organisation: T::AccountId = account("organisation", number, 0);
			make_organisation::<T>(&organisation);
			Pallet::<T>::do_take_over(organisation.clone(), patient.clone())?;
			Pallet::<T>::do_suspend_organisation(organisation)?;
		}
		let last = account("organisation", MAX_SPONSORS.saturating_sub(1), 0);
		Pallet::<T>::do_reinstate_organisation(last)?;
		let used;
		#[block]
		{
			let kind = FreeCall::Sponsored;
			used = Pallet::<T>::free_calls_left(&patient, kind) > 0
				&& Pallet::<T>::take_call(&patient, kind, Weight::zero())
					.map(|taken| {
						Pallet::<T>::call_ended(&patient, taken, true, Weight::zero());
					})
					.is_ok();
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
	fn invite_member() {
		let organisation: T::AccountId = whitelisted_caller();
		make_organisation::<T>(&organisation);
		let member: T::AccountId = account("member", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), member.clone());
		assert!(Invitations::<T>::contains_key(&member, &organisation));
	}

	#[benchmark]
	fn accept_invitation() -> Result<(), BenchmarkError> {
		let organisation: T::AccountId = account("organisation", 0, 0);
		make_organisation::<T>(&organisation);
		let member: T::AccountId = whitelisted_caller();
		Pallet::<T>::do_invite_member(organisation.clone(), member.clone())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(member.clone()), organisation.clone());
		assert!(Pallet::<T>::is_member(&organisation, &member));
		Ok(())
	}

	#[benchmark]
	fn dismiss_member() {
		// With as many former memberships as are kept.
		let organisation: T::AccountId = whitelisted_caller();
		let member: T::AccountId = account("member", 0, 0);
		make_member::<T>(&organisation, &member);
		make_former_member::<T>(&organisation, &member);
		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), member.clone());
		assert!(!Members::<T>::contains_key(&organisation, &member));
		assert!(!EncryptionKeys::<T>::contains_key(&member));
	}

	#[benchmark]
	fn appoint_guardian() {
		// With as many guardians before as are kept, and a role that is looked for late.
		let patient: T::AccountId = whitelisted_caller();
		let guardian: T::AccountId = account("guardian", 0, 0);
		make_guardian::<T>(&account("other", 0, 0), &patient);
		make_organisation::<T>(&guardian);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(patient.clone()),
			guardian.clone(),
			GuardianRole::Carer,
			carer_until::<T>(),
		);
		assert!(Pallet::<T>::guardianship(&guardian, &patient, Power::Read).is_some());
	}

	#[benchmark]
	fn dismiss_guardian() {
		let patient: T::AccountId = whitelisted_caller();
		let guardian: T::AccountId = account("guardian", 0, 0);
		make_guardian::<T>(&guardian, &patient);
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), guardian.clone());
		assert!(Pallet::<T>::guardianship(&guardian, &patient, Power::Read).is_none());
	}

	#[benchmark]
	fn propose_guardian() {
		let organisation: T::AccountId = whitelisted_caller();
		let patient: T::AccountId = account("patient", 0, 0);
		let guardian: T::AccountId = account("guardian", 0, 0);
		make_organisation::<T>(&organisation);
		make_patient::<T>(&patient);
		make_organisation::<T>(&guardian);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(organisation.clone()),
			patient.clone(),
			guardian,
			GuardianRole::Carer,
			carer_until::<T>(),
		);
		assert!(GuardianProposals::<T>::contains_key(&patient, &organisation));
	}

	#[benchmark]
	fn end_proposal() -> Result<(), BenchmarkError> {
		let patient: T::AccountId = whitelisted_caller();
		let organisation: T::AccountId = account("organisation", 0, 0);
		make_proposal::<T>(&organisation, &patient)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), patient.clone(), organisation.clone());
		assert!(!GuardianProposals::<T>::contains_key(&patient, &organisation));
		Ok(())
	}

	#[benchmark]
	fn decide_proposal() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let patient: T::AccountId = account("patient", 0, 0);
		let organisation: T::AccountId = account("organisation", 0, 0);
		make_proposal::<T>(&organisation, &patient)?;
		// The clock can't be moved from here, so the notice is cut short.
		let GuardianProposal { guardian, role, until, .. } =
			GuardianProposals::<T>::mutate(&patient, &organisation, |held| {
				let held = held.as_mut().ok_or(BenchmarkError::Stop("no proposal"))?;
				held.item.notice_until = Deadline { moment: 0, block: 0 };
				Ok::<_, BenchmarkError>(held.item.clone())
			})?;
		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			patient.clone(),
			organisation.clone(),
			guardian,
			role,
			until,
			true,
		);
		assert!(!GuardianProposals::<T>::contains_key(&patient, &organisation));
		Ok(())
	}

	#[benchmark]
	fn set_encryption_key() {
		// The role that is looked for last, and no other.
		let operator: T::AccountId = whitelisted_caller();
		let organisation: T::AccountId = account("organisation", 0, 0);
		fill_service::<T>(1);
		make_operator_of::<T>(&organisation, &operator);
		Pallet::<T>::end_membership(organisation, operator.clone(), Leaving::Left).unwrap();
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
		Pallet::<T>::end_membership(organisation, operator.clone(), Leaving::Left)?;
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
