// SPDX-License-Identifier: Apache-2.0
//! Free calls of a patient: which, how many, whose. Data rule 10.

use super::*;
use crate::{
	Balances, Participants,
	configs::free_calls::{FreeLength, FreeWeight, SponsorWeight, may_be_free},
	units::UNIT,
};
use frame_support::{dispatch::GetDispatchInfo, traits::Get};
use pallet_participants::Event;
use salus_primitives::{ProvisionId, participants::FreeCall};

fn calls_per_day() -> u32 {
	<Runtime as pallet_participants::Config>::CallsPerDay::get()
}

pub(super) fn calls_left(patient: &sr25519::Pair) -> u32 {
	Participants::who_is(account(patient)).allowance.calls
}

pub(super) fn way_out_left(patient: &sr25519::Pair) -> u32 {
	Participants::who_is(account(patient)).allowance.way_out
}

pub(super) fn revoke_nothing() -> ConsentCall {
	ConsentCall::revoke { provision: ProvisionId(999) }
}

pub(super) fn not_found() -> DispatchError {
	pallet_consent::Error::<Runtime>::NotFound.into()
}

/// Ends the block for free calls.
pub(super) fn next_block() {
	let block = System::block_number();
	Participants::on_finalize(block);
	System::set_block_number(block + 1);
}

fn prune(patient: &sr25519::Pair) -> ConsentCall {
	ConsentCall::prune { patient: account(patient) }
}

/// Uses up all that sponsors pay for today, by calls that fail.
pub(super) fn use_up_sponsors(patient: &sr25519::Pair) {
	while calls_left(patient) > 0 {
		fails(patient, prune(patient), pallet_consent::Error::<Runtime>::NothingExpired);
		next_block();
	}
}

fn free_calls() -> usize {
	events(|event| matches!(event, RuntimeEvent::Participants(Event::FreeCallUsed { .. })))
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
		// The chain says that it was free, who pays for it, and not that a fee was paid.
		let (signer, kind) = (account(&patient), FreeCall::Sponsored);
		let sponsor = Some(CLINIC.to_account_id());
		let told =
			Event::<Runtime>::FreeCallUsed { patient: signer.clone(), signer, kind, sponsor };
		System::assert_has_event(told.into());
		assert_eq!(free_calls(), 1);
		assert_eq!(events(|event| matches!(event, RuntimeEvent::TransactionPayment(_))), 0);
	});
}

// A mistake is told apart from abuse by how often it is made.
#[test]
fn a_few_calls_that_fail_come_back_and_then_they_count() {
	execute(|| {
		let patient = patient();
		let whole = way_out_left(&patient);
		let forgiven = <Runtime as pallet_participants::Config>::FailedCallsPerDay::get();
		for _ in 0..forgiven {
			fails(&patient, revoke_nothing(), not_found());
			assert_eq!(way_out_left(&patient), whole);
		}
		fails(&patient, revoke_nothing(), not_found());
		assert_eq!(way_out_left(&patient), whole - 1);
	});
}

#[test]
fn the_sponsor_s_number_ends_and_begins_anew_the_next_day() {
	execute(|| {
		let patient = patient();
		use_up_sponsors(&patient);
		refused(signed(&patient, permit_clinician()), InvalidTransaction::Payment);
		pass(crate::time::DAY);
		succeeds(&patient, permit_clinician());
	});
}

#[test]
fn beyond_the_allowance_one_who_has_tokens_pays() {
	execute(|| {
		let patient = patient();
		let who = account(&patient);
		use_up_sponsors(&patient);
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
fn when_the_clinic_ends_its_sponsorship_or_is_suspended_it_pays_for_nothing() {
	execute(|| {
		let patient = patient();
		let clinic = CLINIC.to_account_id();
		as_root(ParticipantsCall::suspend_organisation { organisation: clinic.clone() });
		refused(signed(&patient, permit_clinician()), InvalidTransaction::Payment);
		as_root(ParticipantsCall::reinstate_organisation { organisation: clinic });
		succeeds(&patient, permit_clinician());
		succeeds(&CLINIC.pair(), ParticipantsCall::end_sponsorship { patient: account(&patient) });
		refused(signed(&patient, permit_clinician()), InvalidTransaction::Payment);
	});
}

#[test]
fn another_clinic_takes_over_and_pays() {
	execute(|| {
		let patient = patient();
		succeeds(&CLINIC.pair(), ParticipantsCall::end_sponsorship { patient: account(&patient) });
		as_root(ParticipantsCall::accredit {
			organisation: OUTSIDER.to_account_id(),
			kind: OrganisationKind::Provider,
			jurisdiction: *b"CH",
			registrations_per_day: 1,
			free_calls_per_day: 1,
		});
		let take_over = ParticipantsCall::take_over { patient: account(&patient) };
		succeeds(&OUTSIDER.pair(), take_over);
		assert_eq!(calls_left(&patient), 1);
		succeeds(&patient, permit_clinician());
		refused(signed(&patient, permit_clinician()), InvalidTransaction::Payment);
		// And is left again for nothing.
		succeeds(
			&patient,
			ParticipantsCall::leave_sponsor { organisation: OUTSIDER.to_account_id() },
		);
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
fn a_policy_comes_out_of_what_every_patient_may_store_and_holds_nothing() {
	execute(|| {
		let patient = patient();
		let before = Participants::who_is(account(&patient)).allowance;
		succeeds(&patient, permit_clinician());
		let after = Participants::who_is(account(&patient)).allowance;
		assert_eq!((after.items, after.bytes), (before.items, before.bytes));
		let used = pallet_participants::Allowances::<Runtime>::get(account(&patient)).storage;
		assert_eq!(used.basic.items, 1);
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
		assert!(may_be_free(&call), "{call:?}");
		let weight = call.get_dispatch_info().call_weight;
		assert!(weight.all_lte(FreeWeight::get()), "{call:?} weighs {weight:?}");
		// And with what comes on top it fits into a sponsor's share of an empty block.
		assert!(weight.saturating_mul(3).saturating_div(2).all_lte(SponsorWeight::get()));
		// A signature and the extensions come on top.
		assert!(call.encoded_size() + 200 < FreeLength::get() as usize, "{call:?}");
	}
}
