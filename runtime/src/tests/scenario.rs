// SPDX-License-Identifier: Apache-2.0
//! The main flow: written by consent, read by consent, scored, receipted, erased.

use super::*;
use crate::{
	DecisionSupport, Records,
	configs::{
		participants::{DeviationPenalty, OperatorBond},
		quorum::MinPrice,
	},
	units::UNIT,
};
use pallet_decision_support::{Drift, DriftCounts, ModelProposal, Outcomes, Output};
use pallet_disclosures::Ledgers;
use pallet_records::{Anchors, Document};
use salus_primitives::{
	AccessId, Basis, Cid, Compartment, DataPeriod, Day, Evidence, ModelId, ProvisionId, RecordId,
	RequestId,
	decision_support::TIERS,
	quorum::{Fault, TaskId, WorkClass, digest_payload, seal_payload},
	records::{retention_payload, retention_step_payload},
};
use sp_io::hashing::blake2_256;

pub(super) const MODEL: ModelId = ModelId(0);
pub(super) const RECORD: RecordId = RecordId(0);
pub(super) const JOB: RecordId = RecordId(1);
pub(super) const REQUEST: RequestId = RequestId(0);
pub(super) const TASK: TaskId = TaskId(0);
pub(super) const CONTENT: [u8; 32] = [6; 32];
pub(super) const OTHER_CONTENT: [u8; 32] = [13; 32];
const NONCE: [u8; 32] = [7; 32];

/// Three accounts with tokens that Alice gave them, in service, each its own organisation.
pub(super) fn operators() -> [sr25519::Pair; 3] {
	let operators = ["Operator1", "Operator2", "Operator3"].map(stranger);
	for operator in &operators {
		let value = OperatorBond::get() + 10 * UNIT;
		let dest = account(operator).into();
		succeeds(&Alice.pair(), BalancesCall::transfer_allow_death { dest, value });
		accredit_operators(&account(operator));
		succeeds(
			operator,
			ParticipantsCall::become_operator {
				organisation: account(operator),
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
		anchors: anchors(cid, &custodians),
	}
}

/// The proof that a custodian of the document with this CID reveals with its claim of this number; the anchor is number
/// 0. It has few: the chain can't know how many there are.
pub(super) fn proof(cid: u8, custodian: &AccountId, claim: u32) -> [u8; 32] {
	let first = blake2_256(&retention_payload(&(cid, custodian).encode()));
	let step = |proof: [u8; 32], _| blake2_256(&retention_step_payload(&proof));
	(claim..10).fold(first, step)
}

pub(super) fn anchors(cid: u8, custodians: &[AccountId]) -> Anchors {
	let anchors: Vec<_> = custodians.iter().map(|custodian| proof(cid, custodian, 0)).collect();
	list(&anchors)
}

fn submit_record(patient: &sr25519::Pair, custodians: &[sr25519::Pair]) -> RuntimeCall {
	submit_of(Category::ObservationLaboratory, 1, patient, custodians)
}

pub(super) fn submit_of(
	category: Category,
	cid: u8,
	patient: &sr25519::Pair,
	custodians: &[sr25519::Pair],
) -> RuntimeCall {
	RecordsCall::submit {
		patient: account(patient),
		category,
		compartment: Compartment::General,
		data: DataPeriod::on(Day::of(now())),
		document: document(cid, custodians),
	}
	.into()
}

/// A permit for laboratory results, and for jobs and their results.
fn permit_with_jobs(actor: Actor<AccountId>, actions: &[Action], purpose: Purpose) -> ConsentCall {
	let ConsentCall::grant { mut terms } = permit(actor, actions, purpose) else {
		unreachable!("a permit is a grant");
	};
	terms.categories = list(&[Category::ObservationLaboratory, Category::RiskAssessment]);
	ConsentCall::grant { terms }
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
	succeeds(&patient, permit_with_jobs(clinician, &actions, Purpose::Treatment));
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
				class: WorkClass::Clinical,
				evidence: Evidence::People,
				output: Output::Sealed,
				steps: 1_000,
				metrics_commitment: [4; 32],
			},
		},
	);
	as_root(DecisionSupportCall::approve_model { model: MODEL });
}

/// The clinician writes a job: which model is asked stands in it, encrypted.
pub(super) fn write_job(patient: &sr25519::Pair, operators: &[sr25519::Pair]) {
	succeeds(&CLINICIAN.pair(), submit_of(Category::RiskAssessment, 3, patient, operators));
}

pub(super) fn permit_decision_support() -> ConsentCall {
	permit_with_jobs(Actor::ANY_DECISION_SUPPORT, &[Action::Access], Purpose::DecisionSupport)
}

/// What the clinician asks about the record.
pub(super) fn ask() -> DecisionSupportCall {
	DecisionSupportCall::request {
		job: JOB,
		inputs: list(&[RECORD]),
		class: WorkClass::Clinical,
		tier: TIERS[0],
		purpose: Purpose::Treatment,
	}
}

fn result() -> Cid {
	Cid::raw([8; 32])
}

pub(super) fn seal(operator: &sr25519::Pair, content: [u8; 32]) {
	let digest = blake2_256(&digest_payload(TASK, &content, Some(&result())));
	let seal = blake2_256(&seal_payload(TASK, &account(operator), &digest, &NONCE));
	succeeds(operator, QuorumCall::seal { task: TASK, seal });
}

pub(super) fn reveal(operator: &sr25519::Pair, content: [u8; 32]) {
	let result = Some(list(result().as_bytes()));
	succeeds(operator, QuorumCall::reveal { task: TASK, content, result, nonce: NONCE });
}

fn held(who: &AccountId) -> crate::Balance {
	crate::Balances::reserved_balance(who)
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
fn a_contested_input_is_marked() {
	execute(|| {
		let (patient, operators) = written();
		write_job(&patient, &operators);
		succeeds(&patient, permit_decision_support());
		let reason = pallet_records::ContestReason::Inaccurate;
		succeeds(&patient, RecordsCall::contest { record: RECORD, reason });
		succeeds(&CLINICIAN.pair(), ask());
		let request = DecisionSupport::open_request(REQUEST).unwrap();
		assert!(request.inputs.iter().all(|input| input.contested));
		assert!(!request.job.contested);
	});
}

#[test]
fn a_model_is_asked_and_answers_with_a_receipt_and_a_liar_loses_bond() {
	execute(|| {
		let (patient, operators) = written();
		write_job(&patient, &operators);
		// The clinician may read, but nobody has let decision support read.
		let not_permitted = pallet_records::Error::<Runtime>::NotPermitted;
		fails(&CLINICIAN.pair(), ask(), not_permitted);
		succeeds(&patient, permit_decision_support());
		succeeds(&CLINICIAN.pair(), ask());
		// Nobody is drawn yet, and nobody was granted access.
		assert!(Ledgers::<Runtime>::get(account(&patient)).is_none());
		pass_blocks(3);
		let task = Quorum::task(TASK).unwrap();
		assert_eq!(task.draw.unwrap().seats.len(), 3);
		// The job and the record, for each operator.
		assert_eq!(Ledgers::<Runtime>::get(account(&patient)).unwrap().count, 6);

		let before = operators.each_ref().map(|operator| held(&account(operator)));
		let said = [CONTENT, CONTENT, OTHER_CONTENT];
		for (operator, content) in operators.iter().zip(said) {
			seal(operator, content);
		}
		let funds = operators.each_ref().map(|operator| balance(&account(operator)));
		for (operator, content) in operators.iter().zip(said) {
			reveal(operator, content);
		}
		// Those that agree are paid, and nobody paid a fee for revealing.
		let price = MinPrice::get();
		let earned = operators.each_ref().map(|operator| balance(&account(operator)));
		assert_eq!(earned, [funds[0] + price, funds[1] + price, funds[2]]);
		let receipt = DecisionSupport::receipt(REQUEST).unwrap();
		assert_eq!((receipt.agreeing, receipt.seats, receipt.content), (2, 3, CONTENT));
		assert_eq!(receipt.result, Some(result()));
		assert_eq!(DecisionSupport::open_request(REQUEST), None);
		// The third seat's price goes back with the task.
		assert_eq!(Quorum::task(TASK).unwrap().held, price);
		let clinician = CLINICIAN.to_account_id();
		let still = held(&clinician);
		succeeds(&OUTSIDER.pair(), QuorumCall::close { task: TASK });
		assert!(held(&clinician) <= still - price);
		assert_eq!(Quorum::task(TASK), None);

		// Longer than the accused may challenge.
		pass_blocks(21);
		let operator = account(&operators[2]);
		let accusations = Quorum::accusations(TASK);
		assert_eq!(accusations.len(), 1);
		assert_eq!((&accusations[0].id, accusations[0].item.fault), (&operator, Fault::Deviation));
		succeeds(&OUTSIDER.pair(), QuorumCall::end_accusation { task: TASK, operator });
		let after = operators.each_ref().map(|operator| held(&account(operator)));
		assert_eq!(after, [before[0], before[1], before[2] - DeviationPenalty::get()]);
	});
}

#[test]
fn data_rule_5_consent_that_is_revoked_before_the_draw_opens_nothing() {
	execute(|| {
		let (patient, operators) = written();
		write_job(&patient, &operators);
		succeeds(&patient, permit_decision_support());
		let clinician = CLINICIAN.to_account_id();
		let before = held(&clinician);
		succeeds(&CLINICIAN.pair(), ask());
		assert!(held(&clinician) > before);
		succeeds(&patient, ConsentCall::revoke { provision: ProvisionId(1) });
		pass_blocks(3);
		assert_eq!(DecisionSupport::open_request(REQUEST), None);
		assert_eq!(DecisionSupport::receipt(REQUEST), None);
		assert_eq!(Quorum::task(TASK), None);
		assert!(Ledgers::<Runtime>::get(account(&patient)).is_none());
		assert_eq!(held(&clinician), before);
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
		let held = || held(&account(&operators[0]));
		assert!(held() > OperatorBond::get());
		let counts = || DecisionSupport::model(MODEL).unwrap().drift;
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
		let too_many = pallet_decision_support::Error::<Runtime>::MoreThanReceipts;
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
