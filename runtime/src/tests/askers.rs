// SPDX-License-Identifier: Apache-2.0
//! For which work a patient lets decision support read, and for whom: decided when a request is made, and when
//! operators are drawn.

use super::{
	scenario::{REQUEST, ask, permit_decision_support, write_job, written},
	*,
};
use crate::DecisionSupport;
use pallet_disclosures::Ledgers;
use salus_primitives::{ProvisionId, quorum::WorkClass};

fn not_permitted() -> pallet_records::Error<Runtime> {
	pallet_records::Error::NotPermitted
}

/// A record, and a job that the clinician wrote to ask of it, for clinical work.
fn prepared() -> sr25519::Pair {
	let (patient, operators) = written();
	write_job(&patient, &operators);
	patient
}

fn granted(effect: Effect, classes: &[WorkClass], asker: Option<AccountId>) -> ConsentCall {
	let ConsentCall::grant { mut terms } = permit_decision_support() else {
		unreachable!("a permit is a grant");
	};
	terms.effect = effect;
	terms.actor = Actor::DecisionSupport { classes: classes.iter().copied().collect(), asker };
	ConsentCall::grant { terms }
}

fn permitted(classes: &[WorkClass], asker: Option<AccountId>) -> ConsentCall {
	granted(Effect::Permit, classes, asker)
}

/// Operators are drawn, and may read the job and the record.
fn is_opened(patient: &sr25519::Pair) {
	pass_blocks(3);
	assert!(DecisionSupport::open_request(REQUEST).is_some());
	assert_eq!(Ledgers::<Runtime>::get(account(patient)).unwrap().count, 6);
}

#[test]
fn data_rule_7_a_permit_for_payment_serves_no_clinical_request() {
	execute(|| {
		let patient = prepared();
		succeeds(&patient, permitted(&[WorkClass::Payment, WorkClass::Research], None));
		fails(&CLINICIAN.pair(), ask(), not_permitted());
		succeeds(&patient, permitted(&[WorkClass::Clinical], None));
		succeeds(&CLINICIAN.pair(), ask());
		is_opened(&patient);
	});
}

#[test]
fn data_rule_7_a_permit_for_the_clinics_requests_serves_its_members_only() {
	execute(|| {
		let patient = prepared();
		succeeds(&patient, permitted(&[], Some(CLINIC.to_account_id())));
		fails(&CLINICIAN.pair(), ask(), not_permitted());
		admit(CLINIC, CLINICIAN);
		succeeds(&CLINICIAN.pair(), ask());
		is_opened(&patient);
	});
}

#[test]
fn a_permit_for_an_asker_lets_nobody_ask_who_may_not_read() {
	execute(|| {
		let patient = prepared();
		let clinician = Some(CLINICIAN.to_account_id());
		succeeds(&patient, permitted(&[WorkClass::Clinical], clinician));
		succeeds(&patient, permitted(&[WorkClass::Clinical], Some(OUTSIDER.to_account_id())));
		fails(&OUTSIDER.pair(), ask(), not_permitted());
		// The patient reads their own, and no provision names them as who asks.
		fails(&patient, ask(), not_permitted());
		succeeds(&CLINICIAN.pair(), ask());
		is_opened(&patient);
	});
}

#[test]
fn data_rule_5_an_asker_who_is_denied_before_the_draw_has_nothing_opened() {
	execute(|| {
		let patient = prepared();
		succeeds(&patient, permit_decision_support());
		let clinician = Some(CLINICIAN.to_account_id());
		// Of another class: it does not concern the request.
		succeeds(&patient, granted(Effect::Deny, &[WorkClass::Payment], clinician.clone()));
		succeeds(&CLINICIAN.pair(), ask());
		succeeds(&patient, granted(Effect::Deny, &[WorkClass::Clinical], clinician));
		pass_blocks(3);
		assert_eq!(DecisionSupport::open_request(REQUEST), None);
		assert_eq!(DecisionSupport::receipt(REQUEST), None);
		assert!(Ledgers::<Runtime>::get(account(&patient)).is_none());
		// Revoked, it leaves nothing behind: the next request is opened.
		succeeds(&patient, ConsentCall::revoke { provision: ProvisionId(3) });
		succeeds(&CLINICIAN.pair(), ask());
		pass_blocks(3);
		assert_eq!(Ledgers::<Runtime>::get(account(&patient)).unwrap().count, 6);
	});
}
