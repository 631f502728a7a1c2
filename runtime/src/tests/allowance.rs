// SPDX-License-Identifier: Apache-2.0
//! Free calls of a patient: which, how many, whose. Data rule 10.

use super::*;
use crate::{
	Balances, Participants,
	configs::fees::{FreeLength, FreeWeight, is_patients_call},
	units::UNIT,
};
use frame_support::{dispatch::GetDispatchInfo, traits::Get};
use salus_primitives::ProvisionId;

fn calls_per_day() -> u32 {
	<Runtime as pallet_participants::Config>::CallsPerDay::get()
}

fn calls_left(patient: &sr25519::Pair) -> u32 {
	Participants::who_is(account(patient)).allowance.calls
}

fn revoke_nothing() -> ConsentCall {
	ConsentCall::revoke { provision: ProvisionId(999) }
}

fn not_found() -> DispatchError {
	pallet_consent::Error::<Runtime>::NotFound.into()
}

#[test]
fn data_rule_10_a_patient_without_tokens_grants_for_nothing() {
	execute(|| {
		let patient = patient();
		System::reset_events();
		succeeds(&patient, permit_clinician());
		assert_eq!(balance(&account(&patient)), 0);
		assert_eq!(crate::Consent::provisions(&account(&patient)).len(), 1);
		assert_eq!(calls_left(&patient), calls_per_day() - 1);
		// The chain says that it was free, and not that a fee was paid.
		assert_eq!(events(|event| matches!(event, RuntimeEvent::SkipFeeless(_))), 1);
		assert_eq!(events(|event| matches!(event, RuntimeEvent::TransactionPayment(_))), 0);
	});
}

#[test]
fn a_call_that_fails_counts_too() {
	execute(|| {
		let patient = patient();
		fails(&patient, revoke_nothing(), not_found());
		assert_eq!(calls_left(&patient), calls_per_day() - 1);
	});
}

#[test]
fn the_allowance_ends_and_begins_anew_the_next_day() {
	execute(|| {
		let patient = patient();
		for _ in 0..calls_per_day() {
			fails(&patient, revoke_nothing(), not_found());
		}
		refused(signed(&patient, permit_clinician()), InvalidTransaction::Payment);
		assert_eq!(calls_left(&patient), 0);
		pass(crate::time::DAY);
		succeeds(&patient, permit_clinician());
	});
}

#[test]
fn beyond_the_allowance_one_who_has_tokens_pays() {
	execute(|| {
		let patient = patient();
		let who = account(&patient);
		for _ in 0..calls_per_day() {
			fails(&patient, revoke_nothing(), not_found());
		}
		let gift = BalancesCall::transfer_allow_death { dest: who.clone().into(), value: UNIT };
		succeeds(&Alice.pair(), gift);
		System::reset_events();
		succeeds(&patient, permit_clinician());
		assert!(balance(&who) < UNIT);
		assert_eq!(events(|event| matches!(event, RuntimeEvent::TransactionPayment(_))), 1);
	});
}

#[test]
fn whoever_offers_a_tip_pays() {
	execute(|| {
		let patient = patient();
		let tipped = signed_with_tip(&patient, permit_clinician(), 1);
		refused(tipped, InvalidTransaction::Payment);
		assert_eq!(calls_left(&patient), calls_per_day());
	});
}

#[test]
fn when_the_clinic_ends_its_sponsorship_or_is_suspended_the_allowance_is_over() {
	execute(|| {
		let patient = patient();
		let clinic = CLINIC.to_account_id();
		sudo(ParticipantsCall::suspend_organisation { organisation: clinic.clone() });
		refused(signed(&patient, permit_clinician()), InvalidTransaction::Payment);
		sudo(ParticipantsCall::reinstate_organisation { organisation: clinic });
		succeeds(&patient, permit_clinician());
		succeeds(&CLINIC.pair(), ParticipantsCall::end_sponsorship { patient: account(&patient) });
		refused(signed(&patient, permit_clinician()), InvalidTransaction::Payment);
	});
}

#[test]
fn only_the_patients_own_direct_calls_are_free() {
	execute(|| {
		let patient = patient();
		let grant: RuntimeCall = permit_clinician().into();
		let wrapped: [RuntimeCall; 5] = [
			UtilityCall::batch { calls: vec![grant.clone(); 100] }.into(),
			ProxyCall::proxy {
				real: account(&patient).into(),
				force_proxy_type: None,
				call: Box::new(grant),
			}
			.into(),
			BalancesCall::transfer_all { dest: Eve.to_account_id().into(), keep_alive: false }
				.into(),
			SystemCall::remark { remark: vec![0; 10] }.into(),
			ParticipantsCall::register { encryption_key: key(3) }.into(),
		];
		for call in wrapped {
			refused(signed(&patient, call), InvalidTransaction::Payment);
		}
		assert_eq!(calls_left(&patient), calls_per_day());
	});
}

#[test]
fn one_who_is_not_a_patient_pays_for_a_patients_call() {
	execute(|| {
		let before = balance(&OUTSIDER.to_account_id());
		let not_a_patient = pallet_consent::Error::<Runtime>::NotAPatient;
		fails(&OUTSIDER.pair(), permit_clinician(), not_a_patient);
		assert!(balance(&OUTSIDER.to_account_id()) < before);
		refused(signed(&stranger("Nobody"), permit_clinician()), InvalidTransaction::Payment);
	});
}

#[test]
fn storage_comes_out_of_the_allowance_and_holds_nothing() {
	execute(|| {
		let patient = patient();
		let before = Participants::who_is(account(&patient)).allowance;
		succeeds(&patient, permit_clinician());
		let after = Participants::who_is(account(&patient)).allowance;
		assert!(after.items < before.items && after.bytes < before.bytes);
		assert_eq!(Balances::reserved_balance(account(&patient)), 0);
	});
}

#[test]
fn every_patients_call_is_small_enough_to_be_free() {
	use pallet_records::Document;
	let custodians: alloc::vec::Vec<_> =
		(0..8).map(|number| AccountId::from([number; 32])).collect();
	let document = Document::<AccountId> {
		cid: list(&[0; 64]),
		length: 1,
		key_commitment: [0; 32],
		custodians: list(&custodians),
		threshold: 2,
		anchors: list(&[[0; 32]; 8]),
	};
	let records: alloc::vec::Vec<_> = (0..16).map(salus_primitives::RecordId).collect();
	let longest: [RuntimeCall; 8] = [
		permit_clinician().into(),
		RecordsCall::submit {
			patient: AccountId::from([0; 32]),
			category: Category::Claim,
			compartment: salus_primitives::Compartment::General,
			data: salus_primitives::DataPeriod::on(Default::default()),
			document,
		}
		.into(),
		RecordsCall::erase { record: records[0] }.into(),
		RecordsCall::reshare {
			record: records[0],
			version: 1,
			generation: 0,
			sharing: [0; 32],
			custodians: list(&custodians),
			anchors: list(&[[0; 32]; 8]),
		}
		.into(),
		DecisionSupportCall::request {
			job: salus_primitives::RecordId(16),
			inputs: list(&records),
			class: salus_primitives::quorum::WorkClass::Clinical,
			tier: salus_primitives::quorum::Tier { seats: 7, quorum: 4 },
			purpose: Purpose::Treatment,
		}
		.into(),
		ConsentCall::prune { patient: AccountId::from([0; 32]) }.into(),
		set_key(3).into(),
		DecisionSupportCall::erase_result { request: Default::default() }.into(),
	];
	for call in longest {
		assert!(is_patients_call(&call), "{call:?}");
		let weight = call.get_dispatch_info().call_weight;
		assert!(weight.all_lte(FreeWeight::get()), "{call:?} weighs {weight:?}");
		// A signature and the extensions come on top.
		assert!(call.encoded_size() + 200 < FreeLength::get() as usize, "{call:?}");
	}
}
