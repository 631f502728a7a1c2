// SPDX-License-Identifier: Apache-2.0
//! Whoever may write but did not write a record replaces it. Both show, and each names the other.
use super::*;

fn replace(author: AccountId, id: RecordId, seed: u8) -> Result<RecordId, DispatchError> {
	let new = NextRecord::<Test>::get();
	Records::replace(by(author), id, document(seed), TODAY).map(|()| new)
}

/// What a record replaces, and what replaces it.
fn links(id: RecordId) -> (Option<RecordId>, Option<RecordId>) {
	let record = Records::record(id).unwrap();
	(record.replaces, record.replaced_by)
}

/// One record after another: the clinician's, a colleague's, the patient's.
fn three_in_line() -> [RecordId; 3] {
	let first = a_record(1);
	permit_writing(OTHER_CLINICIAN);
	let second = replace(OTHER_CLINICIAN, first, 2).unwrap();
	[first, second, replace(PATIENT, second, 3).unwrap()]
}

#[test]
fn both_stay_and_each_names_the_other() {
	build_and_execute(|| {
		let id = a_record(1);
		events();
		let new = replace(PATIENT, id, 2).unwrap();
		let (version, payer, amount) = (1, PATIENT, TERM_COST);
		assert_eq!(
			events(),
			[
				Event::Submitted { record: new, patient: PATIENT, version },
				Event::CustodyFunded { record: new, version, payer, amount },
				Event::Replaced { record: id, replaced_by: new },
			]
		);
		assert_eq!((links(id), links(new)), ((None, Some(new)), (Some(id), None)));
		let (old, new) = (Records::record(id).unwrap(), Records::record(new).unwrap());
		assert_eq!((old.author, new.author), (CLINICIAN, PATIENT));
		assert_eq!((new.category, new.compartment), (old.category, old.compartment));
		assert_eq!(Records::list(&PATIENT, None, 100).len(), 2);
		let read = || Records::request_access(by(PATIENT), id, None, Purpose::PatientRequest);
		assert_ok!(read());
	});
}

#[test]
fn it_takes_a_permit_to_write_such_a_record() {
	build_and_execute(|| {
		let id = a_record(1);
		let refused = replace(OTHER_CLINICIAN, id, 2);
		assert_eq!(refused, Err(Error::<Test>::NotPermitted.into()));
		assert_eq!(links(id), (None, None));
		permit_writing(OTHER_CLINICIAN);
		assert!(replace(OTHER_CLINICIAN, id, 2).is_ok());
	});
}

#[test]
fn records_replace_each_other_in_one_line() {
	build_and_execute(|| {
		let [first, second, third] = three_in_line();
		assert_eq!(links(second), (Some(first), Some(third)));
		for replaced in [first, second] {
			assert_noop!(
				Records::replace(by(PATIENT), replaced, document(9), TODAY),
				Error::<Test>::AlreadyReplaced
			);
		}
		assert!(replace(CLINICIAN, third, 4).is_ok());
	});
}

#[test]
fn an_erased_record_leaves_no_gap_in_the_line() {
	for erased in 0..3 {
		build_and_execute(|| {
			let mut line = three_in_line().to_vec();
			assert_ok!(Records::erase(by(PATIENT), line.remove(erased)));
			let [before, after] = line.try_into().unwrap();
			assert_eq!((links(before), links(after)), ((None, Some(after)), (Some(before), None)));
		});
	}
}

#[test]
fn of_an_erased_record_nothing_is_replaced() {
	build_and_execute(|| {
		let id = a_record(1);
		assert_eq!(replace(PATIENT, RecordId(9), 2), Err(Error::<Test>::NotFound.into()));
		assert_ok!(Records::erase(by(PATIENT), id));
		assert_eq!(replace(PATIENT, id, 2), Err(Error::<Test>::Erased.into()));
	});
}

#[test]
fn the_author_of_a_replaced_record_amends_it_all_the_same() {
	build_and_execute(|| {
		let id = a_record(1);
		replace(PATIENT, id, 2).unwrap();
		assert_ok!(Records::amend(by(CLINICIAN), id, 1, document(3), TODAY));
	});
}

#[test]
fn decision_support_is_told() {
	build_and_execute(|| {
		let id = a_record(1);
		answer(
			query(operators_for(PATIENT), Action::Access, Purpose::DecisionSupport),
			Ok(permit(9)),
		);
		let told = || {
			let (class, purpose) = (WorkClass::Clinical, Purpose::PatientRequest);
			<Records as DecisionSupportAccess<AccountId>>::check(id, &PATIENT, class, purpose)
				.map(|checked| checked.replaced)
		};
		assert_eq!(told(), Ok(false));
		replace(PATIENT, id, 2).unwrap();
		assert_eq!(told(), Ok(true));
	});
}
