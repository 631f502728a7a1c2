// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn data_rule_5_the_drawn_are_granted_access_to_the_job_and_to_every_input() {
	build_and_execute(|| {
		let id = requested(WorkClass::Clinical);
		events();
		assert_ok!(draw(id));
		assert_eq!(events(), [Event::Opened { request: id }]);
		assert_eq!(
			Opened::get(),
			[JOB, 1, 2].map(|record| {
				let (class, purpose) = (WorkClass::Clinical, Purpose::Treatment);
				(RecordId(record), VERSION, OPERATORS.to_vec(), CLINICIAN, class, purpose)
			})
		);
		let request = DecisionSupport::open_request(id).unwrap();
		let access = |input: &Input| input.access.unwrap().0;
		assert_eq!(access(&request.job), JOB + 100);
		assert_eq!(request.inputs.iter().map(access).collect::<Vec<_>>(), [101, 102]);
	});
}

#[test]
fn data_rule_5_what_consent_no_longer_permits_is_not_opened() {
	build_and_execute(|| {
		let id = requested(WorkClass::Clinical);
		Readers::set(vec![]);
		assert_noop!(draw(id), DispatchError::Other("not opened"));
		assert!(Opened::get().is_empty());
		DecisionSupport::failed(id.into());
		assert_eq!(free(CLINICIAN), FUNDS);
	});
}

#[test]
fn data_rule_5_what_the_patient_no_longer_permits_for_this_class_is_not_opened() {
	build_and_execute(|| {
		let (clinical, research) = (requested(WorkClass::Clinical), requested(WorkClass::Research));
		Classes::set(vec![WorkClass::Clinical]);
		assert_noop!(draw(research), DispatchError::Other("not opened"));
		assert!(Opened::get().is_empty());
		assert_ok!(draw(clinical));
	});
}

#[test]
fn an_input_that_was_erased_meanwhile_opens_nothing() {
	build_and_execute(|| {
		let id = requested(WorkClass::Clinical);
		RecordsOfPatients::mutate(|table| table.remove(&RecordId(2)));
		assert_noop!(draw(id), DispatchError::Other("not opened"));
		let request = DecisionSupport::open_request(id).unwrap();
		assert!(request.job.access.is_none());
	});
}

#[test]
fn access_lasts_until_sealing_is_over() {
	build_and_execute(|| {
		let id = requested(WorkClass::Clinical);
		AccessEnds::set(SEAL_UNTIL.moment - 1);
		assert_noop!(draw(id), DispatchError::Other("not opened"));
		AccessEnds::set(SEAL_UNTIL.moment);
		assert_ok!(draw(id));
	});
}

#[test]
fn a_task_of_no_request_opens_nothing() {
	build_and_execute(|| {
		assert_noop!(draw(RequestId(7)), DispatchError::Other("not opened"));
	});
}
