// SPDX-License-Identifier: Apache-2.0
//! An organisation registers a patient who has signed for it: once, on one chain, in its time, within the
//! organisation's quota, and nobody pays but the organisation. Data rule 10.

use super::*;
use crate::{
	EncryptionKeys, HoldReason, Organisations, Patients,
	mock::{
		Balances, DAY, HOUR, MONEY, PATIENT_DEPOSIT, System, build_and_execute, insurer,
		other_patient, pass,
	},
};
use polkadot_sdk::{
	frame_support::{
		assert_noop,
		traits::{
			fungible::{Inspect, InspectHold, Mutate},
			tokens::Preservation,
		},
	},
	frame_system::RawOrigin,
	sp_runtime::TokenError,
};
use salus_primitives::wrapped;

/// The patient's own signature of a registration.
fn by_patient(registration: &Registration<AccountId>) -> MultiSignature {
	sign(Sr25519Keyring::Bob, &payload(registration))
}

/// A registration at the clinic, good for an hour, and the patient's signature.
fn good() -> (Registration<AccountId>, MultiSignature) {
	let registration = registration_of(patient(), HOUR);
	let signature = by_patient(&registration);
	(registration, signature)
}

fn accredit(organisation: AccountId) {
	let kind = OrganisationKind::Insurer;
	assert_ok!(Participants::accredit(
		RuntimeOrigin::root(),
		organisation,
		kind,
		*b"DE",
		QUOTA,
		CLINIC_CALLS
	));
}

#[test]
fn a_patient_without_money_is_registered_and_the_organisation_pays() {
	build_and_execute(|| {
		accredit_clinic();
		assert_eq!(Balances::total_balance(&patient()), 0);
		let (registration, signature) = good();
		assert_ok!(submit(&registration, &signature));
		let held = Patients::<Test>::get(patient()).unwrap();
		assert_eq!(
			(held.item.sponsors.as_slice(), held.item.sponsorships),
			([clinic()].as_slice(), 1)
		);
		assert_eq!(held.ticket.depositor, clinic());
		assert_eq!(
			Balances::balance_on_hold(&HoldReason::Patient.into(), &clinic()),
			PATIENT_DEPOSIT
		);
		assert_eq!(EncryptionKeys::<Test>::get(patient()).unwrap().key, KEY);
		// The account lives without money: it may sign.
		assert_eq!(System::sufficients(&patient()), 1);
		let organisation = Organisations::<Test>::get(clinic()).unwrap();
		assert_eq!((organisation.patient_count, organisation.registrations_today.count), (1, 1));
	});
}

#[test]
fn the_signature_may_be_wrapped_once_as_wallets_wrap_it() {
	build_and_execute(|| {
		accredit_clinic();
		let registration = registration_of(patient(), HOUR);
		let once = wrapped(&payload(&registration));
		let twice = sign(Sr25519Keyring::Bob, &wrapped(&once));
		assert_noop!(submit(&registration, &twice), error(Error::BadSignature));
		assert_ok!(submit(&registration, &sign(Sr25519Keyring::Bob, &once)));
	});
}

// The attack: a clinic keeps a signature, and uses it again when the patient has left.
#[test]
fn a_used_signature_is_void_for_ever_even_when_the_sponsorship_has_ended() {
	build_and_execute(|| {
		accredit_clinic();
		let (registration, signature) = good();
		assert_ok!(submit(&registration, &signature));
		assert_noop!(submit(&registration, &signature), error(Error::AlreadyRegistered));
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		assert_noop!(submit(&registration, &signature), error(Error::AlreadyRegistered));
		// Nor is a new one of use: a patient registers once.
		pass(1);
		let (registration, signature) = good();
		assert_noop!(submit(&registration, &signature), error(Error::AlreadyRegistered));
	});
}

// The attack: an organisation to which a patient has signed, but which another one was faster than, takes over.
#[test]
fn an_unused_signature_is_void_when_the_patient_is_registered_otherwise() {
	build_and_execute(|| {
		accredit_clinic();
		accredit(insurer());
		let (at_clinic, signature) = good();
		let at_insurer = Registration { organisation: insurer(), ..at_clinic.clone() };
		assert_ok!(submit(&at_insurer, &by_patient(&at_insurer)));
		assert_noop!(submit(&at_clinic, &signature), error(Error::AlreadyRegistered));
		let sponsors = Patients::<Test>::get(patient()).unwrap().item.sponsors;
		assert_eq!(sponsors.as_slice(), [insurer()]);
	});
}

// The attack: an organisation reads another's transaction in the pool and is faster, to sponsor the patient itself.
#[test]
fn another_organisation_can_t_use_the_signature() {
	build_and_execute(|| {
		accredit_clinic();
		accredit(insurer());
		let (registration, signature) = good();
		let stolen = Registration { organisation: insurer(), ..registration.clone() };
		assert_noop!(submit(&stolen, &signature), error(Error::BadSignature));
		// Nor may the patient send it: a patient is not an organisation.
		let own = Registration { organisation: patient(), ..registration.clone() };
		assert_noop!(submit(&own, &by_patient(&own)), error(Error::OrganisationNotInForce));
		assert_ok!(submit(&registration, &signature));
	});
}

#[test]
fn whatever_the_patient_has_not_signed_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let (registration, signature) = good();
		let changed = [
			Registration { patient: other_patient(), ..registration.clone() },
			// A key of somebody who would read in the patient's name.
			Registration { encryption_key: [8; 32], ..registration.clone() },
			Registration { expires_at: registration.expires_at + 1, ..registration.clone() },
			Registration { expires_at: registration.expires_at - 1, ..registration },
		];
		for changed in changed {
			assert_noop!(submit(&changed, &signature), error(Error::BadSignature));
		}
	});
}

#[test]
fn a_signature_of_anyone_else_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let registration = registration_of(patient(), HOUR);
		// The organisation itself, another patient, a stranger.
		for signer in [Sr25519Keyring::Alice, Sr25519Keyring::Charlie, Sr25519Keyring::Eve] {
			let signature = sign(signer, &payload(&registration));
			assert_noop!(submit(&registration, &signature), error(Error::BadSignature));
		}
	});
}

#[test]
fn a_signature_for_another_chain_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let registration = registration_of(patient(), HOUR);
		let elsewhere = sign(Sr25519Keyring::Bob, &registration.payload(&[1; 32]));
		assert_noop!(submit(&registration, &elsewhere), error(Error::BadSignature));
	});
}

#[test]
fn a_signature_on_a_payload_without_the_domain_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let registration = registration_of(patient(), HOUR);
		let whole = payload(&registration);
		// Before the domain comes one byte that says how long it is.
		let bare = &whole[1 + salus_primitives::REGISTRATION_DOMAIN.len()..];
		let signature = sign(Sr25519Keyring::Bob, bare);
		assert_noop!(submit(&registration, &signature), error(Error::BadSignature));
	});
}

// Data rule 8.
#[test]
fn an_expired_signature_is_refused_by_the_clock() {
	build_and_execute(|| {
		accredit_clinic();
		let (registration, signature) = good();
		pass(HOUR);
		assert_noop!(submit(&registration, &signature), error(Error::Expired));
	});
}

// Data rule 8.
#[test]
fn a_signature_is_good_until_the_moment_before_its_expiry() {
	build_and_execute(|| {
		accredit_clinic();
		let (registration, signature) = good();
		pass(HOUR - 1);
		assert_ok!(submit(&registration, &signature));
	});
}

// The attack: an organisation has patients sign for years ahead, and registers them when they have forgotten it.
#[test]
fn a_signature_is_good_for_a_day_at_most() {
	build_and_execute(|| {
		accredit_clinic();
		let registration = registration_of(patient(), DAY + 1);
		let signature = by_patient(&registration);
		assert_noop!(submit(&registration, &signature), error(Error::ExpiryTooFar));
		pass(1);
		assert_ok!(submit(&registration, &signature));
	});
}

#[test]
fn a_weak_key_is_refused() {
	build_and_execute(|| {
		accredit_clinic();
		let weak = Registration { encryption_key: [0; 32], ..registration_of(patient(), HOUR) };
		assert_noop!(submit(&weak, &by_patient(&weak)), error(Error::WeakKey));
	});
}

#[test]
fn the_quota_of_the_day_bounds_an_organisation_and_comes_back_the_next_day() {
	build_and_execute(|| {
		accredit_clinic();
		for signer in [Sr25519Keyring::Eve, Sr25519Keyring::Ferdie] {
			let registration = registration_of(signer.to_account_id(), HOUR);
			assert_ok!(submit(&registration, &sign(signer, &payload(&registration))));
		}
		let (registration, signature) = good();
		assert_noop!(submit(&registration, &signature), error(Error::QuotaExhausted));
		pass(DAY);
		let (registration, signature) = good();
		assert_ok!(submit(&registration, &signature));
		assert_eq!(Organisations::<Test>::get(clinic()).unwrap().registrations_today.count, 1);
	});
}

#[test]
fn a_suspended_organisation_registers_nobody_until_it_is_reinstated() {
	build_and_execute(|| {
		accredit_clinic();
		let (registration, signature) = good();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_noop!(submit(&registration, &signature), error(Error::OrganisationNotInForce));
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_ok!(submit(&registration, &signature));
	});
}

#[test]
fn only_an_accredited_organisation_registers_patients() {
	build_and_execute(|| {
		let (registration, signature) = good();
		assert_noop!(submit(&registration, &signature), error(Error::OrganisationNotInForce));
	});
}

#[test]
fn an_organisation_that_cannot_pay_registers_nobody() {
	build_and_execute(|| {
		accredit_clinic();
		let rest = PATIENT_DEPOSIT - 1;
		assert_ok!(Balances::transfer(&clinic(), &insurer(), MONEY - rest, Preservation::Preserve));
		let (registration, signature) = good();
		assert_noop!(submit(&registration, &signature), TokenError::FundsUnavailable);
	});
}

#[test]
fn the_call_must_be_signed() {
	build_and_execute(|| {
		accredit_clinic();
		let (Registration { patient, expires_at, .. }, signature) = good();
		let origins: [RuntimeOrigin; 3] =
			[RawOrigin::Root.into(), RawOrigin::None.into(), RawOrigin::Authorized.into()];
		for origin in origins {
			assert_noop!(
				Participants::register_patient(
					origin,
					patient.clone(),
					KEY,
					expires_at,
					signature.clone()
				),
				DispatchError::BadOrigin
			);
		}
	});
}
