//! A patient comes in without tokens. Data rule 10.

use super::*;
use crate::Participants;
use salus_primitives::Participants as _;

#[test]
fn data_rule_10_a_voucher_registers_a_patient_without_tokens() {
	execute(|| {
		let patient = stranger("Patient");
		let clinic = CLINIC.to_account_id();
		let before = balance(&clinic);
		let transaction = registration(voucher(CLINIC, &patient), &CLINIC.pair(), &patient);
		assert_eq!(submit(transaction.clone()), Ok(Ok(())));

		let who = account(&patient);
		assert!(Participants::is_patient(&who));
		assert_eq!(Participants::encryption_key(&who), Some(key(42)));
		assert_eq!(balance(&who), 0);
		// The account lives without a balance, or its first nonce would be refused.
		assert_eq!((System::providers(&who), System::sufficients(&who)), (0, 1));
		// The clinic pays the deposit and nobody a fee.
		let deposit = crate::configs::participants::PatientDeposit::get();
		assert_eq!(balance(&clinic), before - deposit);
		assert_eq!(
			events(|event| matches!(event, RuntimeEvent::TransactionPayment(_))),
			// Sudo's two and the clinician's key.
			3
		);

		refused(transaction, InvalidTransaction::Stale);
	});
}

#[test]
fn a_voucher_that_either_has_not_signed_is_refused() {
	execute(|| {
		let patient = stranger("Patient");
		let outsider = OUTSIDER.pair();
		for (organisation, signer) in [(&outsider, &patient), (&CLINIC.pair(), &outsider)] {
			let transaction = registration(voucher(CLINIC, &patient), organisation, signer);
			refused(transaction, InvalidTransaction::BadProof);
		}
	});
}

#[test]
fn a_voucher_of_nobody_is_refused() {
	execute(|| {
		let patient = stranger("Patient");
		let transaction = registration(voucher(OUTSIDER, &patient), &OUTSIDER.pair(), &patient);
		assert!(matches!(
			submit(transaction),
			Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(_)))
		));
	});
}

#[test]
fn a_clinics_vouchers_end_with_its_quota() {
	execute(|| {
		for (name, good) in [("P1", true), ("P2", true), ("P3", false)] {
			let patient = stranger(name);
			let transaction = registration(voucher(CLINIC, &patient), &CLINIC.pair(), &patient);
			assert_eq!(submit(transaction).is_ok(), good, "{name}");
		}
	});
}

#[test]
fn only_a_general_transaction_is_authorised() {
	execute(|| {
		let patient = stranger("Patient");
		let transaction = registration(voucher(CLINIC, &patient), &CLINIC.pair(), &patient);
		let call = transaction.function.clone();
		// Signed by somebody, it is a call without authority; bare, it is none at all.
		fails(&OUTSIDER.pair(), call.clone(), DispatchError::BadOrigin);
		assert!(pool(UncheckedExtrinsic::new_bare(call.clone())).is_err());
		// Whoever makes a block can put it there all the same: it does nothing.
		let included = Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(call));
		assert_eq!(included, Ok(Err(DispatchError::BadOrigin)));
		assert!(!Participants::is_patient(&account(&patient)));
		// And a general transaction authorises nothing but what says so itself.
		let other = UncheckedExtrinsic::new_transaction(set_key(3).into(), extensions(0, 0));
		refused(other, InvalidTransaction::UnknownOrigin);
	});
}
