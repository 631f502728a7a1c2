// SPDX-License-Identifier: Apache-2.0
//! A patient is registered without tokens. Data rule 10.

use super::*;
use crate::{Balances, Participants, configs::proxy::ProxyType};
use pallet_participants::Event;
use salus_primitives::Participants as _;

// Data rule 10.
#[test]
fn an_organisation_registers_a_patient_without_tokens() {
	execute(|| {
		let patient = stranger("Patient");
		let clinic = CLINIC.to_account_id();
		let (before, held) = (balance(&clinic), Balances::reserved_balance(&clinic));
		System::reset_events();
		succeeds(&CLINIC.pair(), register(registration(CLINIC, &patient), &patient));

		let who = account(&patient);
		assert!(Participants::is_patient(&who));
		assert_eq!(Participants::encryption_key(&who), Some(key(42)));
		assert_eq!(balance(&who), 0);
		// The account lives without a balance, or its first nonce would be refused.
		assert_eq!((System::providers(&who), System::sufficients(&who)), (0, 1));
		// The clinic pays the fee, and the deposit, which is held.
		let deposit = crate::configs::participants::PatientDeposit::get();
		assert_eq!(Balances::reserved_balance(&clinic), held + deposit);
		assert!(balance(&clinic) < before - deposit);
		assert_eq!(events(|event| matches!(event, RuntimeEvent::TransactionPayment(_))), 1);
		let free = |event: &RuntimeEvent| {
			matches!(event, RuntimeEvent::Participants(Event::FreeCallUsed { .. }))
		};
		assert_eq!(events(free), 0);
	});
}

#[test]
fn the_signature_serves_once_and_only_its_organisation() {
	execute(|| {
		let patient = stranger("Patient");
		let call = register(registration(CLINIC, &patient), &patient);
		fails(&OUTSIDER.pair(), call.clone(), not_in_force());
		as_root(ParticipantsCall::accredit {
			organisation: OUTSIDER.to_account_id(),
			kind: OrganisationKind::Insurer,
			jurisdiction: *b"CH",
			registrations_per_day: 2,
			free_calls_per_day: 1_000,
		});
		fails(&OUTSIDER.pair(), call.clone(), bad_signature());
		succeeds(&CLINIC.pair(), call.clone());
		fails(&CLINIC.pair(), call, pallet_participants::Error::<Runtime>::AlreadyRegistered);
	});
}

#[test]
fn a_registration_that_the_patient_has_not_signed_is_refused() {
	execute(|| {
		let registration = registration(CLINIC, &stranger("Patient"));
		for signer in [CLINIC.pair(), OUTSIDER.pair()] {
			fails(&CLINIC.pair(), register(registration.clone(), &signer), bad_signature());
		}
	});
}

#[test]
fn an_organisation_that_nobody_has_accredited_registers_nobody() {
	execute(|| {
		let patient = stranger("Patient");
		let call = register(registration(OUTSIDER, &patient), &patient);
		fails(&OUTSIDER.pair(), call, not_in_force());
	});
}

#[test]
fn a_clinic_registers_as_many_patients_a_day_as_it_may() {
	execute(|| {
		for name in ["P1", "P2"] {
			let patient = stranger(name);
			succeeds(&CLINIC.pair(), register(registration(CLINIC, &patient), &patient));
		}
		let patient = stranger("P3");
		let call = register(registration(CLINIC, &patient), &patient);
		let exhausted = pallet_participants::Error::<Runtime>::QuotaExhausted;
		fails(&CLINIC.pair(), call, exhausted);
	});
}

#[test]
fn a_proxy_of_the_organisation_registers_patients() {
	execute(|| {
		let patient = stranger("Patient");
		succeeds(
			&CLINIC.pair(),
			ProxyCall::add_proxy {
				delegate: OUTSIDER.to_account_id().into(),
				proxy_type: ProxyType::NonTransfer,
				delay: 0,
			},
		);
		let call = register(registration(CLINIC, &patient), &patient).into();
		succeeds(
			&OUTSIDER.pair(),
			ProxyCall::proxy {
				real: CLINIC.to_account_id().into(),
				force_proxy_type: None,
				call: Box::new(call),
			},
		);
		assert!(Participants::is_patient(&account(&patient)));
	});
}

#[test]
fn no_call_gets_into_a_block_without_a_signature() {
	execute(|| {
		let patient = stranger("Patient");
		let calls: [RuntimeCall; 2] =
			[register(registration(CLINIC, &patient), &patient).into(), set_key(3).into()];
		for call in calls {
			let general = UncheckedExtrinsic::new_transaction(call.clone(), extensions(0, 0));
			refused(general, InvalidTransaction::UnknownOrigin);
			assert!(pool(UncheckedExtrinsic::new_bare(call.clone())).is_err());
			// Whoever makes a block can put it there all the same: it does nothing.
			let included = Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(call));
			assert_eq!(included, Ok(Err(DispatchError::BadOrigin)));
		}
		assert!(!Participants::is_patient(&account(&patient)));
	});
}

fn bad_signature() -> DispatchError {
	pallet_participants::Error::<Runtime>::BadSignature.into()
}

fn not_in_force() -> DispatchError {
	pallet_participants::Error::<Runtime>::OrganisationNotInForce.into()
}
