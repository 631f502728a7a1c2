// SPDX-License-Identifier: Apache-2.0
//! What another wrote is replaced, by a patient without tokens too; and who pays for it can change.

use super::{
	scenario::{RECORD, document, written},
	*,
};
use crate::{
	Records,
	configs::records::DestructionPeriod,
	time::{DAY, DAYS},
};
use pallet_records::Error;
use salus_primitives::{DataPeriod, Day, RecordId};

const NEW: RecordId = RecordId(1);

fn today() -> DataPeriod {
	DataPeriod::on(Day::of(now()))
}

#[test]
fn a_patient_without_tokens_replaces_what_a_clinician_wrote_and_can_not_amend_it() {
	execute(|| {
		let (patient, operators) = written();
		let (record, document) = (RECORD, document(9, &operators));
		let (base_version, data) = (1, today());
		let amend = RecordsCall::amend { record, base_version, document: document.clone(), data };
		fails(&patient, amend, Error::<Runtime>::NotTheAuthor);
		succeeds(&patient, RecordsCall::replace { record, document, data });
		let [old, new] = [RECORD, NEW].map(|id| Records::record(id).unwrap());
		assert_eq!((old.replaced_by, new.replaces), (Some(NEW), Some(RECORD)));
		assert_eq!((old.author, new.author), (CLINICIAN.to_account_id(), account(&patient)));
		assert_eq!(balance(&account(&patient)), 0);
	});
}

#[test]
fn data_rule_11_a_clinic_pays_in_its_clinicians_place() {
	execute(|| {
		let (patient, _) = written();
		let holds = |who: Sr25519Keyring| Records::deposits().of(&who.to_account_id());
		let deposit = holds(CLINICIAN);
		assert!(deposit > 0);
		succeeds(&CLINIC.pair(), RecordsCall::pay_for { record: RECORD, version: 1 });
		assert_eq!((holds(CLINICIAN), holds(CLINIC)), (0, deposit));
		succeeds(&Alice.pair(), RecordsCall::pay_for { record: RECORD, version: 1 });
		assert_eq!((holds(CLINIC), holds(Alice)), (0, deposit));
		succeeds(&patient, RecordsCall::erase { record: RECORD });
		assert!((1..deposit).contains(&holds(Alice)));
	});
}

#[test]
fn what_custodians_owe_ends_at_the_expense_of_their_bonds() {
	execute(|| {
		let (patient, operators) = written();
		succeeds(&patient, RecordsCall::erase { record: RECORD });
		succeeds(&operators[0], RecordsCall::confirm_destruction { record: RECORD });
		let end = RecordsCall::end_destruction { record: RECORD };
		fails(&OUTSIDER.pair(), end.clone(), Error::<Runtime>::NotOverdue);
		assert_eq!(DestructionPeriod::get().blocks, 30 * DAYS);
		System::set_block_number(System::block_number() + 30 * DAYS);
		pass(30 * DAY);
		let bond = |operator: &sr25519::Pair| {
			pallet_participants::Operators::<Runtime>::get(account(operator)).unwrap().bond
		};
		let before = operators.each_ref().map(bond);
		Records::end_destruction(crate::RuntimeOrigin::signed(OUTSIDER.to_account_id()), RECORD)
			.unwrap();
		let after = operators.each_ref().map(bond);
		assert_eq!(before[0], after[0]);
		assert!(before[1] > after[1] && before[2] > after[2]);
		assert_eq!(Records::deposits().of(&CLINICIAN.to_account_id()), 0);
	});
}
