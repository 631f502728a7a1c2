// SPDX-License-Identifier: Apache-2.0
//! Access ends with what allowed it: what custodians are told, with all pallets together. Data rule 5.

use super::{
	scenario::{RECORD, ask, document, permit_decision_support, read, write_job, written},
	*,
};
use crate::{Records, time::HOUR};
use pallet_consent::ReviewOutcome;
use pallet_records::AccessState;
use salus_primitives::{
	AccessId, BreakGlassId, Compartment, DataPeriod, Day, ProvisionId, StudyId,
};

fn state(access: u64) -> AccessState {
	Records::access(AccessId(access)).unwrap().state
}

fn read_for(purpose: Purpose) -> RecordsCall {
	RecordsCall::request_access { record: RECORD, version: None, purpose }
}

fn revoke(provision: u32) -> ConsentCall {
	ConsentCall::revoke { provision: ProvisionId(provision) }
}

fn clinician() -> Actor<AccountId> {
	Actor::Account(CLINICIAN.to_account_id())
}

fn changed(call: ConsentCall, change: impl FnOnce(&mut ProvisionTerms<AccountId>)) -> ConsentCall {
	let ConsentCall::grant { mut terms } = call else {
		unreachable!("a permit is a grant");
	};
	change(&mut terms);
	ConsentCall::grant { terms }
}

/// The clinician is kept out, for these purposes; for all if there are none.
fn denial(actions: &[Action], purposes: &[Purpose]) -> ConsentCall {
	changed(permit(clinician(), actions, Purpose::Treatment), |terms| {
		terms.effect = Effect::Deny;
		terms.categories = Default::default();
		terms.purposes = list(purposes);
	})
}

#[test]
fn data_rule_5_revoking_ends_what_is_open_and_names_it() {
	execute(|| {
		let (patient, _) = written();
		succeeds(&CLINICIAN.pair(), read());
		succeeds(&CLINICIAN.pair(), read());
		assert_eq!([0, 1].map(state), [AccessState::Open; 2]);
		succeeds(&patient, revoke(0));
		assert_eq!([0, 1].map(state), [AccessState::Ended; 2]);
		let named = events(|event| {
			matches!(
				event,
				RuntimeEvent::Consent(pallet_consent::Event::Revoked { ended, .. })
					if *ended == [AccessId(0), AccessId(1)]
			)
		});
		assert_eq!(named, 1);
		for access in [AccessId(0), AccessId(1)] {
			succeeds(&CLINICIAN.pair(), RecordsCall::close_access { access });
		}
	});
}

#[test]
fn a_patient_without_tokens_lets_a_treatment_finish() {
	execute(|| {
		let (patient, _) = written();
		succeeds(&CLINICIAN.pair(), read());
		let provision = ProvisionId(0);
		succeeds(&patient, ConsentCall::revoke_new_access { provision });
		assert_eq!(balance(&account(&patient)), 0);
		assert_eq!(state(0), AccessState::Open);
		pass(HOUR);
		assert_eq!(state(0), AccessState::Expired);
	});
}

/// The case consent-until-outlived.
#[test]
fn data_rule_5_access_ends_with_the_period_of_its_permit() {
	execute(|| {
		let (patient, _) = written();
		succeeds(&patient, revoke(0));
		let until = now() + 120_000;
		let short = changed(permit_clinician(), |terms| terms.until = Some(until));
		succeeds(&patient, short);
		pass(60_000);
		succeeds(&CLINICIAN.pair(), read());
		assert_eq!(Records::access(AccessId(0)).unwrap().access.expires.moment, until);
		pass(59_999);
		assert_eq!(state(0), AccessState::Open);
		pass(1);
		assert_eq!(state(0), AccessState::Expired);
	});
}

/// The same case: a licence that is suspended.
#[test]
fn data_rule_5_access_ends_with_the_licence() {
	execute(|| {
		written();
		succeeds(&CLINICIAN.pair(), read());
		let practitioner = CLINICIAN.to_account_id();
		as_root(ParticipantsCall::suspend_practitioner { practitioner: practitioner.clone() });
		assert_eq!(state(0), AccessState::Ended);
		as_root(ParticipantsCall::reinstate_practitioner { practitioner });
		assert_eq!(state(0), AccessState::Open);
	});
}

#[test]
fn data_rule_5_access_ends_with_the_membership() {
	execute(|| {
		let (patient, _) = written();
		succeeds(&patient, revoke(0));
		let members = Actor::MembersOf(CLINIC.to_account_id());
		succeeds(&patient, permit(members, &[Action::Access], Purpose::Treatment));
		admit(CLINIC, CLINICIAN);
		succeeds(&CLINICIAN.pair(), read());
		assert_eq!(state(0), AccessState::Open);
		as_root(ParticipantsCall::suspend_organisation { organisation: CLINIC.to_account_id() });
		assert_eq!(state(0), AccessState::Ended);
	});
}

/// The same case: a broken glass, found unjustified.
#[test]
fn data_rule_5_access_by_a_broken_glass_ends_with_its_review() {
	execute(|| {
		let (patient, _) = written();
		succeeds(
			&CLINICIAN.pair(),
			ConsentCall::break_glass {
				patient: account(&patient),
				reason_commitment: [7; 32],
				organisation: None,
			},
		);
		pass(crate::time::DAY - 2 * 60_000);
		succeeds(&CLINICIAN.pair(), read_for(Purpose::BreakGlass));
		let expires = Records::access(AccessId(0)).unwrap().access.expires;
		assert_eq!(expires.moment, now() + 2 * 60_000);
		assert_eq!(state(0), AccessState::Open);
		let (case, outcome) = (BreakGlassId(0), ReviewOutcome::Unjustified);
		as_root(ConsentCall::review_break_glass { case, outcome });
		assert_eq!(state(0), AccessState::Ended);
		// Reinstated, the practitioner has nothing back of it.
		let practitioner = CLINICIAN.to_account_id();
		as_root(ParticipantsCall::reinstate_practitioner { practitioner });
		assert_eq!(state(0), AccessState::Ended);
	});
}

/// The case consent-purpose-hierarchy, and what was opened before the denial.
#[test]
fn data_rule_7_a_denial_of_treatment_shuts_emergency_treatment_and_what_is_open() {
	execute(|| {
		let (patient, _) = written();
		let emergency = Purpose::EmergencyTreatment;
		succeeds(&patient, permit(clinician(), &[Action::Access], emergency));
		succeeds(&CLINICIAN.pair(), read());
		succeeds(&CLINICIAN.pair(), read_for(emergency));
		succeeds(&patient, denial(&[Action::Access], &[Purpose::Treatment]));
		assert_eq!([0, 1].map(state), [AccessState::Ended; 2]);
		for purpose in [Purpose::Treatment, emergency] {
			let denied = pallet_records::Error::<Runtime>::Denied;
			fails(&CLINICIAN.pair(), read_for(purpose), denied);
		}
	});
}

/// The case consent-writing-falls-through.
#[test]
fn data_rule_7_writing_that_is_denied_for_treatment_is_not_done_as_emergency() {
	execute(|| {
		let (patient, operators) = written();
		succeeds(&patient, revoke(0));
		admit(CLINIC, CLINICIAN);
		let members = Actor::MembersOf(CLINIC.to_account_id());
		let emergency = permit(members, &[Action::Collect], Purpose::EmergencyTreatment);
		succeeds(&patient, emergency);
		succeeds(&patient, denial(&[Action::Collect], &[Purpose::Treatment]));
		let submit = RecordsCall::submit {
			patient: account(&patient),
			category: Category::ObservationLaboratory,
			compartment: Compartment::General,
			data: DataPeriod::on(Day::of(now())),
			document: document(7, &operators),
		};
		fails(&CLINICIAN.pair(), submit, pallet_records::Error::<Runtime>::Denied);
	});
}

/// The case consent-deny-default.
#[test]
fn data_rule_7_a_denial_by_default_is_as_wide_as_can_be() {
	execute(|| {
		let (patient, operators) = written();
		succeeds(&patient, denial(&[], &[]));
		let denied = || pallet_records::Error::<Runtime>::Denied;
		fails(&CLINICIAN.pair(), read(), denied());
		for compartment in [Compartment::General, Compartment::Three] {
			let submit = RecordsCall::submit {
				patient: account(&patient),
				category: Category::ObservationLaboratory,
				compartment,
				data: DataPeriod::on(Day::of(now())),
				document: document(7, &operators),
			};
			fails(&CLINICIAN.pair(), submit, denied());
		}
	});
}

#[test]
fn data_rule_5_operators_access_ends_when_the_patient_revokes_what_let_them_read() {
	execute(|| {
		let (patient, operators) = written();
		write_job(&patient, &operators);
		succeeds(&patient, permit_decision_support());
		succeeds(&CLINICIAN.pair(), ask());
		pass_blocks(3);
		assert_eq!([0, 1].map(state), [AccessState::Open; 2]);
		succeeds(&patient, revoke(1));
		assert_eq!([0, 1].map(state), [AccessState::Ended; 2]);
	});
}

#[test]
fn a_study_that_nobody_has_registered_is_named_by_no_provision() {
	execute(|| {
		let patient = patient();
		let study = permit(Actor::Study(StudyId(0)), &[Action::Access], Purpose::Research);
		fails(&patient, study, pallet_consent::Error::<Runtime>::UnknownStudy);
	});
}
