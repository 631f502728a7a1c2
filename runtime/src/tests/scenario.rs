// SPDX-License-Identifier: Apache-2.0
//! The main flow: written by consent, read by consent, scored, receipted, erased.

use super::*;
use crate::{
	DecisionSupport, Records,
	configs::participants::{OperatorBond, Penalty},
	time::MINUTE,
	units::UNIT,
};
use pallet_decision_support::{Drift, DriftCounts, ModelProposal, Outcomes, Output};
use pallet_disclosures::Ledgers;
use pallet_records::Document;
use salus_primitives::{
	AccessId, Basis, Cid, Compartment, DataPeriod, Day, Evidence, ModelId, ProvisionId, RecordId,
	RequestId, seal_payload,
};
use sp_io::hashing::blake2_256;

pub(super) const MODEL: ModelId = ModelId(0);
pub(super) const RECORD: RecordId = RecordId(0);
pub(super) const REQUEST: RequestId = RequestId(0);

/// Three accounts with tokens that Alice gave them, in service.
fn operators() -> [sr25519::Pair; 3] {
	let operators = ["Operator1", "Operator2", "Operator3"].map(stranger);
	for operator in &operators {
		let value = OperatorBond::get() + 10 * UNIT;
		let dest = account(operator).into();
		succeeds(&Alice.pair(), BalancesCall::transfer_allow_death { dest, value });
		succeeds(
			operator,
			ParticipantsCall::become_operator {
				endpoint: list(b"http://127.0.0.1:9000"),
				peer_id: list(b"12D3KooWExample"),
				encryption_key: key(5),
				bond: OperatorBond::get(),
			},
		);
	}
	operators
}

pub(super) fn document(cid: u8, custodians: &[sr25519::Pair]) -> Document<AccountId> {
	let custodians: alloc::vec::Vec<_> = custodians.iter().map(account).collect();
	Document {
		cid: list(Cid::raw([cid; 32]).as_bytes()),
		length: 1_000,
		key_commitment: [cid; 32],
		custodians: list(&custodians),
		threshold: 2,
	}
}

fn submit_record(patient: &sr25519::Pair, custodians: &[sr25519::Pair]) -> RuntimeCall {
	RecordsCall::submit {
		patient: account(patient),
		category: Category::ObservationLaboratory,
		compartment: Compartment::General,
		data: DataPeriod::on(Day::of(now())),
		document: document(1, custodians),
	}
	.into()
}

pub(super) fn read() -> RuntimeCall {
	RecordsCall::request_access { record: RECORD, version: None, purpose: Purpose::Treatment }
		.into()
}

/// A record that the clinician wrote by the patient's consent.
pub(super) fn written() -> (sr25519::Pair, [sr25519::Pair; 3]) {
	let (patient, operators) = (patient(), operators());
	let clinician = Actor::Account(CLINICIAN.to_account_id());
	let not_permitted = pallet_records::Error::<Runtime>::NotPermitted;
	fails(&CLINICIAN.pair(), submit_record(&patient, &operators), not_permitted);
	let actions = [Action::Access, Action::Collect];
	succeeds(&patient, permit(clinician, &actions, Purpose::Treatment));
	succeeds(&CLINICIAN.pair(), submit_record(&patient, &operators));
	(patient, operators)
}

#[test]
fn a_record_is_written_and_read_by_consent_and_each_reading_is_in_the_ledger() {
	execute(|| {
		let (patient, _) = written();
		fails(&OUTSIDER.pair(), read(), pallet_records::Error::<Runtime>::NotPermitted);
		assert!(Ledgers::<Runtime>::get(account(&patient)).is_none());
		succeeds(&CLINICIAN.pair(), read());
		assert_eq!(Ledgers::<Runtime>::get(account(&patient)).unwrap().count, 1);
		let access = Records::access(AccessId(0)).unwrap().access;
		assert_eq!(access.basis, Basis::Provision(ProvisionId(0)));

		succeeds(&patient, ConsentCall::revoke { provision: ProvisionId(0) });
		assert!(crate::Consent::provisions(&account(&patient)).is_empty());
		// Who wrote it may still see it, until the patient denies that too: the records pallet's rule.
		succeeds(&CLINICIAN.pair(), read());
		let access = Records::access(AccessId(1)).unwrap().access;
		assert_eq!(access.basis, Basis::Authorship);
	});
}

pub(super) fn approve_model() {
	succeeds(
		&CLINICIAN.pair(),
		DecisionSupportCall::propose_model {
			proposal: ModelProposal {
				digest: [3; 32],
				card: list(Cid::raw([3; 32]).as_bytes()),
				evidence: Evidence::People,
				output: Output::Sealed,
				steps: 1_000,
				operators: 3,
				quorum: 2,
				metrics_commitment: [4; 32],
			},
		},
	);
	sudo(DecisionSupportCall::approve_model { model: MODEL });
}

pub(super) fn declare_model(operators: &[sr25519::Pair]) {
	for operator in operators {
		succeeds(operator, DecisionSupportCall::declare_model { model: MODEL });
	}
}

#[test]
fn data_rule_7_an_amendment_with_newer_data_ends_a_permit_for_old_data() {
	execute(|| {
		let (patient, operators) = (patient(), operators());
		let today = Day::of(now());
		let old = DataPeriod::new(Day(-365), Day(7)).unwrap();
		let submit = RecordsCall::submit {
			patient: account(&patient),
			category: Category::ObservationLaboratory,
			compartment: Compartment::General,
			data: old,
			document: document(1, &operators),
		};
		succeeds(&patient, submit);
		let clinician = Actor::Account(CLINICIAN.to_account_id());
		let ConsentCall::grant { mut terms } =
			permit(clinician, &[Action::Access], Purpose::Treatment)
		else {
			unreachable!("a permit is a grant");
		};
		(terms.data_from, terms.data_until) = (Some(old.first), Some(old.last));
		succeeds(&patient, ConsentCall::grant { terms });
		succeeds(&CLINICIAN.pair(), read());
		let amend = RecordsCall::amend {
			record: RECORD,
			base_version: 1,
			document: document(2, &operators),
			data: DataPeriod::on(today),
		};
		succeeds(&patient, amend);
		let data = Records::record(RECORD).unwrap().data;
		assert_eq!(data, old.union(DataPeriod::on(today)));
		let not_permitted = pallet_records::Error::<Runtime>::NotPermitted;
		fails(&CLINICIAN.pair(), read(), not_permitted);
	});
}

#[test]
fn an_operator_declares_what_it_runs_and_a_contested_input_is_marked() {
	execute(|| {
		let (patient, operators) = written();
		approve_model();
		let decision_support = Actor::DecisionSupport;
		let actions = [Action::Access];
		let purpose = Purpose::DecisionSupport;
		succeeds(&patient, permit(decision_support, &actions, purpose));
		succeeds(
			&patient,
			RecordsCall::contest {
				record: RECORD,
				reason: pallet_records::ContestReason::Inaccurate,
			},
		);
		let ask = || DecisionSupportCall::request {
			model: MODEL,
			records: list(&[RECORD]),
			purpose: Purpose::Treatment,
		};
		declare_model(&operators[..2]);
		let too_few = pallet_decision_support::Error::<Runtime>::TooFewOperators;
		fails(&CLINICIAN.pair(), ask(), too_few);
		let held = || crate::Balances::reserved_balance(account(&operators[2]));
		declare_model(&operators[2..]);
		assert!(held() > OperatorBond::get());
		assert_eq!(DecisionSupport::model(MODEL).unwrap().declared, 3);
		succeeds(&CLINICIAN.pair(), ask());
		let request = DecisionSupport::open_request(REQUEST).unwrap().request;
		assert!(request.records.iter().all(|input| input.contested));

		succeeds(&operators[2], ParticipantsCall::leave_service {});
		assert_eq!(DecisionSupport::model(MODEL).unwrap().declared, 2);
		assert_eq!(DecisionSupport::declared(MODEL).len(), 3);
		let retract = DecisionSupportCall::retract_model { model: MODEL };
		succeeds(&operators[2], retract);
		assert_eq!(held(), OperatorBond::get());
	});
}

#[test]
fn a_model_is_asked_and_answers_with_a_receipt_and_a_liar_loses_bond() {
	execute(|| {
		let (patient, operators) = written();
		approve_model();
		declare_model(&operators);
		let ask = || DecisionSupportCall::request {
			model: MODEL,
			records: list(&[RECORD]),
			purpose: Purpose::Treatment,
		};
		// The clinician may read, but nobody has let decision support read.
		assert!(matches!(submit(signed(&CLINICIAN.pair(), ask())), Ok(Err(_))));
		succeeds(
			&patient,
			permit(Actor::DecisionSupport, &[Action::Access], Purpose::DecisionSupport),
		);
		succeeds(&CLINICIAN.pair(), ask());
		assert_eq!(DecisionSupport::open_request(REQUEST).unwrap().request.drawn.len(), 3);
		// One entry for each operator, or for each and the clinician.
		assert!(Ledgers::<Runtime>::get(account(&patient)).unwrap().count >= 3);

		let digest = [6; 32];
		for (operator, said) in operators.iter().zip([digest, digest, [13; 32]]) {
			let seal = blake2_256(&seal_payload(&said, &account(operator)));
			succeeds(operator, DecisionSupportCall::seal { request: REQUEST, seal });
		}
		succeeds(
			&operators[0],
			DecisionSupportCall::settle {
				request: REQUEST,
				digest,
				result: list(Cid::raw([8; 32]).as_bytes()),
			},
		);
		let receipt = DecisionSupport::receipt(REQUEST).unwrap();
		assert_eq!((receipt.agreeing, receipt.drawn, receipt.digest), (2, 3, digest));

		pass(2 * MINUTE + 1);
		let held = |pair: &sr25519::Pair| crate::Balances::reserved_balance(account(pair));
		// Bond, and the deposit for the declared model.
		let before = held(&operators[1]);
		assert!(before > OperatorBond::get());
		succeeds(&OUTSIDER.pair(), DecisionSupportCall::close { request: REQUEST });
		assert_eq!(held(&operators[2]), before - Penalty::get());
		assert_eq!(held(&operators[1]), before);
	});
}

#[test]
fn a_model_is_watched_by_operators_in_service_and_by_the_licensed() {
	execute(|| {
		let operators = operators();
		approve_model();
		let report = |drift| DecisionSupportCall::report_drift { model: MODEL, drift };
		let not_permitted = pallet_decision_support::Error::<Runtime>::NotPermitted;
		fails(&OUTSIDER.pair(), report(Some(Drift::Large)), not_permitted);
		let before = balance(&account(&operators[0]));
		succeeds(&operators[0], report(Some(Drift::Large)));
		let held = || crate::Balances::reserved_balance(account(&operators[0]));
		assert!(held() > OperatorBond::get());
		let counts = || DecisionSupport::model(MODEL).unwrap().model.drift;
		assert_eq!(counts(), DriftCounts { moderate: 0, large: 1 });
		succeeds(&operators[0], ParticipantsCall::leave_service {});
		succeeds(&operators[0], report(None));
		assert_eq!(counts(), DriftCounts::default());
		assert_eq!(held(), OperatorBond::get());
		// The fees are gone, and the deposit is back.
		assert!(balance(&account(&operators[0])) < before);

		let outcomes = Outcomes { true_positive: 50, true_negative: 50, ..Default::default() };
		let report = || DecisionSupportCall::report_outcomes { model: MODEL, outcomes };
		let not_in_force = pallet_decision_support::Error::<Runtime>::NotInForce;
		fails(&operators[1], report(), not_in_force);
		let too_many = pallet_decision_support::Error::<Runtime>::MoreOutcomesThanReceipts;
		fails(&CLINICIAN.pair(), report(), too_many);
	});
}

#[test]
fn the_patient_erases_and_every_custodian_confirms() {
	execute(|| {
		let (patient, operators) = written();
		succeeds(&patient, RecordsCall::erase { record: RECORD });
		assert!(Records::record(RECORD).is_none());
		fails(&CLINICIAN.pair(), read(), pallet_records::Error::<Runtime>::Erased);
		for operator in &operators {
			succeeds(operator, RecordsCall::confirm_destruction { record: RECORD });
		}
		assert!(Records::destructions(RECORD).is_empty());
		assert!(Records::tombstone(RECORD).is_some());
		assert_eq!(balance(&account(&patient)), 0);
	});
}
