// SPDX-License-Identifier: Apache-2.0
//! A guardian acts for a patient: in their own name, at no cost to anybody, within their role, until their end.

use super::{
	scenario::{RECORD, document, written},
	*,
};
use crate::{Consent, Participants, Records, time::DAY};
use pallet_disclosures::Ledgers;
use salus_primitives::{
	AccessId, Basis, Compartment, DataPeriod, Day, GuardianRole, Guardians, Power, ProvisionId,
	RecordId, records::AccessState,
};

/// 2040-01-01: when the child comes of age, by its year.
const OF_AGE: Moment = 25_567 * DAY;

/// A guardian without tokens: a patient of the clinic's themselves, so that they have a key.
fn guardian() -> sr25519::Pair {
	let guardian = stranger("Guardian");
	succeeds(&CLINIC.pair(), register(registration(CLINIC, &guardian), &guardian));
	guardian
}

fn appoint(patient: &sr25519::Pair, guardian: &sr25519::Pair, role: GuardianRole, until: Moment) {
	let guardian = account(guardian);
	succeeds(patient, ParticipantsCall::appoint_guardian { guardian, role, until });
}

fn permit_for(patient: &sr25519::Pair) -> ConsentCall {
	let ConsentCall::grant { terms } = permit_clinician() else {
		unreachable!("a permit is a grant");
	};
	ConsentCall::grant_for { patient: account(patient), terms }
}

fn read_as_asked() -> RecordsCall {
	let purpose = Purpose::PatientRequest;
	RecordsCall::request_access { record: RECORD, version: None, purpose }
}

fn acted(patient: &sr25519::Pair, guardian: &sr25519::Pair) -> usize {
	let (patient, guardian) = (account(patient), account(guardian));
	events(|event| match event {
		RuntimeEvent::Participants(pallet_participants::Event::GuardianActed {
			patient: of,
			guardian: by,
			..
		}) => (of, by) == (&patient, &guardian),
		_ => false,
	})
}

#[test]
fn a_parent_without_tokens_acts_for_a_child_without_tokens_and_nothing_is_paid() {
	execute(|| {
		let (child, operators) = written();
		let parent = guardian();
		System::reset_events();
		appoint(&child, &parent, GuardianRole::Parent, OF_AGE);
		succeeds(&parent, permit_for(&child));
		assert_eq!(acted(&child, &parent), 1);
		let granted = Consent::provisions(&account(&child)).pop().unwrap();
		assert_eq!((granted.guardian, granted.until), (Some(GuardianRole::Parent), Some(OF_AGE)));
		assert!(Consent::provisions(&account(&parent)).is_empty());
		succeeds(&parent, read_as_asked());
		let submit = RecordsCall::submit {
			patient: account(&child),
			category: Category::ObservationVitalSigns,
			compartment: Compartment::Two,
			data: DataPeriod::on(Day::of(now())),
			document: document(9, &operators),
		};
		succeeds(&parent, submit);
		let reason = pallet_records::ContestReason::Inaccurate;
		succeeds(&parent, RecordsCall::contest { record: RECORD, reason });
		succeeds(&parent, RecordsCall::close_access { access: AccessId(0) });
		let revoke = ConsentCall::revoke_for { patient: account(&child), provision: granted.id };
		succeeds(&parent, revoke);
		succeeds(&child, ParticipantsCall::dismiss_guardian { guardian: account(&parent) });
		for who in [&child, &parent] {
			assert_eq!(balance(&account(who)), 0);
			assert_eq!(crate::Balances::reserved_balance(account(who)), 0);
		}
		assert_eq!(events(|event| matches!(event, RuntimeEvent::TransactionPayment(_))), 0);
	});
}

#[test]
fn data_rule_5_the_ledger_and_the_access_name_the_guardian_and_end_with_them() {
	execute(|| {
		let (child, _) = written();
		let parent = guardian();
		appoint(&child, &parent, GuardianRole::Parent, OF_AGE);
		succeeds(&parent, read_as_asked());
		let opened = || Records::access(AccessId(0)).unwrap();
		assert_eq!(opened().access.readers.as_slice(), [account(&parent)]);
		assert_eq!(opened().access.basis, Basis::Guardianship(GuardianRole::Parent));
		assert_eq!(Ledgers::<Runtime>::get(account(&child)).unwrap().count, 1);
		assert!(Ledgers::<Runtime>::get(account(&parent)).is_none());
		assert_eq!(opened().state, AccessState::Open);
		succeeds(&child, ParticipantsCall::dismiss_guardian { guardian: account(&parent) });
		assert_eq!(opened().state, AccessState::Ended);
		refused(signed(&parent, read_as_asked()), InvalidTransaction::Payment);
	});
}

#[test]
fn data_rule_7_a_denial_ends_a_guardians_access_and_only_the_patient_lifts_it() {
	execute(|| {
		let (patient, _) = written();
		let parent = guardian();
		appoint(&patient, &parent, GuardianRole::LegalGuardian, OF_AGE);
		succeeds(&parent, read_as_asked());
		let ConsentCall::grant { mut terms } = permit_clinician() else {
			unreachable!("a permit is a grant");
		};
		terms.effect = Effect::Deny;
		terms.actor = Actor::Account(account(&parent));
		(terms.actions, terms.categories, terms.purposes) = Default::default();
		let denial = Consent::provisions(&account(&patient)).last().unwrap().id.0 + 1;
		succeeds(&patient, ConsentCall::grant { terms });
		assert_eq!(Records::access(AccessId(0)).unwrap().state, AccessState::Ended);
		fails(&parent, read_as_asked(), pallet_records::Error::<Runtime>::Denied);
		let lift =
			ConsentCall::revoke_for { patient: account(&patient), provision: ProvisionId(denial) };
		fails(&parent, lift, pallet_consent::Error::<Runtime>::NotPermitted);
	});
}

#[test]
fn a_child_comes_of_age_and_the_guardians_permits_end_with_the_guardianship() {
	execute(|| {
		let (child, _) = written();
		let parent = guardian();
		appoint(&child, &parent, GuardianRole::Parent, OF_AGE);
		// The child's own permit of the clinician goes; what the parent permits instead takes its place.
		succeeds(&child, ConsentCall::revoke { provision: ProvisionId(0) });
		succeeds(&parent, permit_for(&child));
		pass(OF_AGE - now() - 1);
		let guards =
			|| Participants::guardianship(&account(&parent), &account(&child), Power::Read);
		assert!(guards().is_some());
		assert!(Consent::provisions(&account(&child))[0].in_force(now()));
		pass(1);
		assert_eq!(guards(), None);
		assert!(!Consent::provisions(&account(&child))[0].in_force(now()));
		// No tokens, and no patient's affair any more.
		refused(signed(&parent, permit_for(&child)), InvalidTransaction::Payment);
		refused(signed(&parent, read_as_asked()), InvalidTransaction::Payment);
	});
}

#[test]
fn a_guardian_touches_no_key_no_tokens_and_uses_up_no_way_out() {
	execute(|| {
		let patient = patient();
		let parent = guardian();
		let key = Participants::who_is(account(&patient)).encryption_key;
		appoint(&patient, &parent, GuardianRole::LegalGuardian, OF_AGE);
		// They are no proxy: nothing is done in the patient's name.
		let call: RuntimeCall = set_key(9).into();
		let real = account(&patient).into();
		let proxy = ProxyCall::proxy { real, force_proxy_type: None, call: Box::new(call) };
		refused(signed(&parent, proxy), InvalidTransaction::Payment);
		// Their own key changes, and no other.
		succeeds(&parent, set_key(9));
		assert_eq!(Participants::who_is(account(&patient)).encryption_key, key);
		let revoke =
			ConsentCall::revoke_for { patient: account(&patient), provision: ProvisionId(999) };
		for _ in 0..80 {
			// Until it is not free any more.
			let _ = Executive::apply_extrinsic(signed(&parent, revoke.clone()));
		}
		// The next block.
		pallet_participants::FreeWeightUsed::<Runtime>::kill();
		succeeds(&patient, ParticipantsCall::dismiss_guardian { guardian: account(&parent) });
	});
}

#[test]
fn only_a_legal_guardian_erases_and_a_carer_stays_in_the_general_compartment() {
	execute(|| {
		let (patient, operators) = written();
		let helper = guardian();
		let submit = RecordsCall::submit {
			patient: account(&patient),
			category: Category::ObservationVitalSigns,
			compartment: Compartment::Two,
			data: DataPeriod::on(Day::of(now())),
			document: document(9, &operators),
		};
		succeeds(&patient, submit);
		let read_numbered = RecordsCall::request_access {
			record: RecordId(1),
			version: None,
			purpose: Purpose::PatientRequest,
		};
		let erase = RecordsCall::erase { record: RECORD };
		appoint(&patient, &helper, GuardianRole::Carer, now() + DAY);
		succeeds(&helper, read_as_asked());
		for beyond in [read_numbered.clone(), erase.clone()] {
			refused(signed(&helper, beyond), InvalidTransaction::Payment);
		}
		appoint(&patient, &helper, GuardianRole::Parent, OF_AGE);
		succeeds(&helper, read_numbered);
		refused(signed(&helper, erase.clone()), InvalidTransaction::Payment);
		appoint(&patient, &helper, GuardianRole::LegalGuardian, OF_AGE);
		succeeds(&helper, erase);
		assert!(Records::record(RECORD).is_none());
	});
}

#[test]
fn the_authority_appoints_on_a_clinics_proposal_that_the_patient_can_end() {
	execute(|| {
		let patient = patient();
		let helper = guardian();
		let propose = || ParticipantsCall::propose_guardian {
			patient: account(&patient),
			guardian: account(&helper),
			role: GuardianRole::LegalGuardian,
			until: OF_AGE,
		};
		let (of, by) = (account(&patient), CLINIC.to_account_id());
		succeeds(&CLINIC.pair(), propose());
		let end = ParticipantsCall::end_proposal { patient: of.clone(), organisation: by.clone() };
		succeeds(&patient, end);
		succeeds(&CLINIC.pair(), propose());
		pass(3 * DAY);
		System::set_block_number(System::block_number() + 3 * crate::time::DAYS);
		as_root(ParticipantsCall::decide_proposal {
			patient: of.clone(),
			organisation: by.clone(),
			guardian: account(&helper),
			role: GuardianRole::LegalGuardian,
			until: OF_AGE,
			appoint: true,
		});
		let known = Participants::guardians(of.clone()).pop().unwrap();
		assert_eq!((known.account, known.proposed_by), (account(&helper), Some(by)));
		assert!(Participants::guardianship(&account(&helper), &of, Power::Erase).is_some());
	});
}

#[test]
fn a_proxy_without_transfers_moves_no_tokens() {
	use crate::configs::proxy::ProxyType;
	use frame_support::traits::InstanceFilter;
	let transfer: RuntimeCall =
		BalancesCall::transfer_all { dest: Eve.to_account_id().into(), keep_alive: false }.into();
	assert!(ProxyType::Any.filter(&transfer));
	assert!(!ProxyType::NonTransfer.filter(&transfer));
	assert!(ProxyType::NonTransfer.filter(&permit_clinician().into()));
	assert!(ProxyType::NonTransfer.filter(&set_key(4).into()));
}
