// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::sp_io::hashing::blake2_256;
use salus_primitives::inputs_payload;
use std::collections::BTreeSet;

fn asks(job: u64, inputs: &[u64]) -> Result<(), DispatchError> {
	call(CLINICIAN, request_call(job, inputs))
}

fn input(record: u64) -> Input {
	let record = RecordId(record);
	Input { record, version: VERSION, access: None, contested: false, replaced: false }
}

#[test]
fn a_request_opens_a_task_that_is_bound_to_what_it_reads_and_grants_nobody_access() {
	build_and_execute(|| {
		let id = requested(WorkClass::Clinical);
		assert_eq!(
			events(),
			[Event::Requested {
				request: id,
				patient: PATIENT,
				requester: CLINICIAN,
				class: WorkClass::Clinical
			}]
		);
		let versions = INPUTS.map(|record| (RecordId(record), VERSION));
		let payload = inputs_payload((RecordId(JOB), VERSION), &versions, WorkClass::Clinical);
		assert_eq!(
			Tasks::get(),
			[NewTask {
				kind: TaskKind::DecisionSupport,
				class: WorkClass::Clinical,
				tier: TIERS[0],
				inputs: blake2_256(&payload),
				payer: CLINICIAN,
				excluded: vec![CLINICIAN, PATIENT].try_into().unwrap(),
				documents: INPUTS.len() as u32 + 1,
			}]
		);
		assert_eq!(
			Requests::<Test>::get(id).unwrap().item,
			Request {
				patient: PATIENT,
				requester: CLINICIAN,
				purpose: Purpose::Treatment,
				job: input(JOB),
				inputs: INPUTS.map(input).to_vec().try_into().unwrap(),
				class: WorkClass::Clinical,
				tier: TIERS[0],
				opened_at: NOW,
			}
		);
		assert!(Opened::get().is_empty());
		assert!(RequestsOf::<Test>::contains_key(PATIENT, id));
		assert!(free(CLINICIAN) < FUNDS);
	});
}

#[test]
fn a_request_has_the_number_of_its_task() {
	build_and_execute(|| {
		requested(WorkClass::Clinical);
		// Another pallet's.
		Tasks::mutate(|tasks| tasks.push(tasks[0].clone()));
		requested(WorkClass::Payment);
		let ids: BTreeSet<_> = Requests::<Test>::iter_keys().collect();
		assert_eq!(ids, BTreeSet::from([RequestId(0), RequestId(2)]));
	});
}

#[test]
fn a_request_remembers_which_records_were_contested_or_replaced_when_it_was_made() {
	build_and_execute(|| {
		Contested::set(vec![RecordId(2)]);
		Replaced::set(vec![RecordId(1)]);
		let id = requested(WorkClass::Clinical);
		Contested::set(vec![RecordId(1)]);
		Replaced::set(vec![]);
		let marks = |inputs: Inputs| -> Vec<_> {
			inputs.iter().map(|input| (input.contested, input.replaced)).collect()
		};
		let marked = [(false, true), (true, false)];
		assert_eq!(marks(DecisionSupport::open_request(id).unwrap().inputs), marked);
		assert_ok!(draw(id));
		agree(id, CONTENT, None);
		assert_eq!(marks(DecisionSupport::receipt(id).unwrap().inputs), marked);
	});
}

#[test]
fn the_patient_may_ask_about_themselves() {
	build_and_execute(|| {
		assert_ok!(call(PATIENT, request_call(JOB, &[1])));
		assert_eq!(Tasks::get()[0].excluded.as_slice(), [PATIENT]);
	});
}

#[test]
fn data_rule_7_without_consent_there_is_no_request() {
	build_and_execute(|| {
		assert_noop!(call(OUTSIDER, request_call(JOB, &[1])), DispatchError::Other("no consent"));
		assert!(Tasks::get().is_empty());
	});
}

#[test]
fn data_rule_7_consent_for_another_class_is_none_for_this() {
	build_and_execute(|| {
		Classes::set(vec![WorkClass::Clinical, WorkClass::Research]);
		for class in WorkClass::ALL.iter().copied() {
			let asks = call(CLINICIAN, request_with(JOB, &INPUTS, class, TIERS[0]));
			let refused = Err(DispatchError::Other("no consent"));
			assert_eq!(asks, if class == WorkClass::Payment { refused } else { Ok(()) });
		}
		assert_eq!(Tasks::get().len(), 2);
	});
}

#[test]
fn only_the_tiers_of_the_list_are_allowed() {
	build_and_execute(|| {
		let asks = |seats, quorum| {
			let tier = Tier { seats, quorum };
			call(CLINICIAN, request_with(JOB, &INPUTS, WorkClass::Payment, tier))
		};
		for (seats, quorum) in [(0, 0), (1, 1), (3, 3), (3, 1), (4, 3), (5, 2), (8, 5)] {
			assert_noop!(asks(seats, quorum), Error::<Test>::TierNotAllowed);
		}
		for (seats, quorum) in [(3, 2), (5, 3), (7, 4)] {
			assert_ok!(asks(seats, quorum));
		}
	});
}

#[test]
fn the_records_are_some_known_and_all_different() {
	build_and_execute(|| {
		assert_noop!(asks(JOB, &[]), Error::<Test>::NoInputs);
		assert_noop!(asks(JOB, &[1, 2, 1]), Error::<Test>::RepeatedRecord);
		assert_noop!(asks(JOB, &[1, JOB]), Error::<Test>::RepeatedRecord);
		assert_noop!(asks(JOB, &[1, 99]), DispatchError::Other("no such record"));
		assert_noop!(asks(99, &[1]), DispatchError::Other("no such record"));
	});
}

#[test]
fn the_job_is_a_risk_assessment() {
	build_and_execute(|| {
		assert_noop!(asks(1, &[2]), Error::<Test>::NotAJob);
	});
}

#[test]
fn the_records_are_of_one_patient() {
	build_and_execute(|| {
		for (job, inputs) in [(JOB, [1, 3]), (JOB, [3, 1]), (JOB + 1, [1, 2])] {
			assert_noop!(asks(job, &inputs), Error::<Test>::SeveralPatients);
		}
	});
}

#[test]
fn without_a_task_there_is_no_request() {
	build_and_execute(|| {
		TakesTasks::set(false);
		assert_noop!(asks(JOB, &[1]), DispatchError::Other("too few operators"));
		assert_eq!(free(CLINICIAN), FUNDS);
	});
}

#[test]
fn whoever_cannot_pay_cannot_ask() {
	build_and_execute(|| {
		let poor = 99;
		Readers::mutate(|readers| readers.push(poor));
		assert!(call(poor, request_call(JOB, &[1])).is_err());
		assert_eq!(Requests::<Test>::iter().count(), 0);
		assert!(Tasks::get().is_empty());
	});
}
