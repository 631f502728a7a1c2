// SPDX-License-Identifier: Apache-2.0
//! That events are read as the pallets put them together.

use super::*;

#[test]
fn a_motion_carried_out_says_why_its_call_was_refused() {
	let motion = [7; 32];
	let good = [motion.as_slice(), &[0]].concat();
	let executed = decode("MedicalBoard", "Executed", &good).unwrap();
	assert_eq!(executed, Some(Event::MotionExecuted { motion, failed: None }));

	// DispatchError::Module of pallet 50 and error 2.
	let cause = [3, 50, 2, 0, 0, 0];
	let bad = [motion.as_slice(), &[1], &cause].concat();
	let executed = decode("MedicalBoard", "Executed", &bad).unwrap();
	let failed = Some(cause.to_vec());
	assert_eq!(executed, Some(Event::MotionExecuted { motion, failed }));
}

#[test]
fn fields_are_taken_in_the_pallets_order_and_to_the_last_byte() {
	let operators = [[4; 32], [5; 32]];
	let mut bytes = vec![9, 0, 0, 0, 0, 0, 0, 0, 2 << 2];
	bytes.extend(operators.concat());
	bytes.extend([3, 0, 0, 0]);
	let drawn = Event::Drawn { task: TaskId(9), operators: operators.map(AccountId::new).to_vec() };
	assert_eq!(decode("Quorum", "Drawn", &bytes).unwrap(), Some(drawn));
	bytes.push(0);
	assert!(decode("Quorum", "Drawn", &bytes).is_err());
}

#[test]
fn a_revocation_names_what_ended_with_it() {
	let bytes = [&[1; 32][..], &[3, 0, 0, 0], &[1 << 2], &[9, 0, 0, 0, 0, 0, 0, 0]].concat();
	let (provision, accesses) = (ProvisionId(3), vec![AccessId(9)]);
	let revoked = Event::Revoked { provision, ended: accesses.clone() };
	assert_eq!(decode("Consent", "Revoked", &bytes).unwrap(), Some(revoked));
	let revoked = Event::NewAccessRevoked { provision, finishing: accesses };
	assert_eq!(decode("Consent", "NewAccessRevoked", &bytes).unwrap(), Some(revoked));
}

#[test]
fn tasks_and_requests_are_told_apart_by_their_pallets() {
	let id = 9u64.to_le_bytes();
	let task = decode("Quorum", "Failed", &id).unwrap();
	assert_eq!(task, Some(Event::TaskFailed { task: TaskId(9) }));
	let request = decode("DecisionSupport", "Failed", &id).unwrap();
	assert_eq!(request, Some(Event::Failed { request: RequestId(9) }));
	let accused = [id.as_slice(), &[4; 32], &[1]].concat();
	let expected = Event::Accused {
		task: TaskId(9),
		operator: AccountId::new([4; 32]),
		fault: Fault::Deviation,
	};
	assert_eq!(decode("Quorum", "Accused", &accused).unwrap(), Some(expected));
}

#[test]
fn a_hand_over_names_who_left_and_then_who_came() {
	let ids = [7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0];
	let bytes = [&ids[..], &[4; 32], &[5; 32]].concat();
	let [custodian, successor] = [4, 5].map(|number| AccountId::new([number; 32]));
	let expected = Event::HandedOver { record: RecordId(7), version: 2, custodian, successor };
	assert_eq!(decode("Records", "HandedOver", &bytes).unwrap(), Some(expected));
	let reshared = [&ids[..], &[3, 0, 0, 0]].concat();
	let expected = Event::Reshared { record: RecordId(7), version: 2, generation: 3 };
	assert_eq!(decode("Records", "Reshared", &reshared).unwrap(), Some(expected));
}

#[test]
fn what_custody_is_paid_says_of_what_to_whom_and_how_much() {
	let ids = [7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0];
	let amount = 5u128.to_le_bytes();
	let bytes = [&ids[..], &[4; 32], &amount].concat();
	let account = AccountId::new([4; 32]);
	let (record, version, amount) = (RecordId(7), 2, 5);
	let paid = Event::CustodyPaid { record, version, custodian: account.clone(), amount };
	assert_eq!(decode("Records", "CustodyPaid", &bytes).unwrap(), Some(paid));
	let funded = Event::CustodyFunded { record, version, payer: account, amount };
	assert_eq!(decode("Records", "CustodyFunded", &bytes).unwrap(), Some(funded));
}

#[test]
fn a_claims_events_are_not_taken_for_a_records() {
	let (id, account) = ([6, 0, 0, 0], [4; 32]);
	let amount = 5u128.to_le_bytes();
	let decoded = |name: &str, parts: &[&[u8]]| decode("Claims", name, &parts.concat()).unwrap();
	let submitted = decoded("Submitted", &[&id, &[5, 0, 0, 0], &account]);
	assert_eq!(submitted, Some(Event::ClaimSubmitted { claim: ClaimId(6) }));
	let concluded = decoded("Concluded", &[&id, &amount]);
	assert_eq!(concluded, Some(Event::ClaimConcluded { claim: ClaimId(6), paid: 5 }));
	let waits = decoded("ClaimWaits", &[&id, &account, &[1, 0, 0, 0]]);
	assert_eq!(waits, Some(Event::ClaimWaits { claim: ClaimId(6) }));
	let collected = decoded("Collected", &[&account, &[1, 0, 0, 0], &account, &amount]);
	assert_eq!(collected, Some(Event::Collected { amount: 5 }));
	let refunded = decoded("Refunded", &[&id, &amount]);
	assert_eq!(refunded, Some(Event::ClaimRefunded { claim: ClaimId(6), amount: 5 }));
	assert_eq!(decoded("Waived", &[&id]), Some(Event::ClaimWaived { claim: ClaimId(6) }));
	assert_eq!(decoded("Funded", &[&account, &[1, 0, 0, 0], &amount]), None);
}

#[test]
fn a_plan_and_a_policy_are_told_by_their_numbers() {
	let plan = [&[5, 0, 0, 0][..], &[4; 32]].concat();
	let published = Event::PlanPublished { plan: PlanId(5) };
	assert_eq!(decode("Claims", "PlanPublished", &plan).unwrap(), Some(published));
	let policy = [&[6, 0, 0, 0][..], &plan].concat();
	let issued = Event::PolicyIssued { policy: PolicyId(6) };
	assert_eq!(decode("Claims", "PolicyIssued", &policy).unwrap(), Some(issued));
	assert!(decode("Claims", "PolicyIssued", &plan).is_err());
}
