// SPDX-License-Identifier: Apache-2.0
//! Custody is repaired, operators' access outlasts a pause of the chain, and insurers write jobs.

use super::{
	scenario::{
		JOB, RECORD, TASK, anchors, ask, document, permit_decision_support, write_job, written,
	},
	*,
};
use crate::{
	Records,
	configs::{participants::OperatorBond, quorum::SealPeriod},
	time::{DAY, HOUR},
	units::UNIT,
};
use pallet_records::{AccessState, Error};
use salus_primitives::{AccessId, Compartment, DataPeriod, Day, RecordId};

/// An operator with tokens that Alice gave it, in service, its own organisation.
fn operator(name: &str) -> sr25519::Pair {
	let operator = stranger(name);
	let (dest, value) = (account(&operator).into(), OperatorBond::get() + 10 * UNIT);
	succeeds(&Alice.pair(), BalancesCall::transfer_allow_death { dest, value });
	accredit_operators(&account(&operator));
	let become_operator = ParticipantsCall::become_operator {
		organisation: account(&operator),
		endpoint: list(b"http://127.0.0.1:9000"),
		peer_id: list(b"12D3KooWExample"),
		encryption_key: key(5),
		bond: OperatorBond::get(),
	};
	succeeds(&operator, become_operator);
	operator
}

fn hand_over(successor: &sr25519::Pair) -> RecordsCall {
	let successor = account(successor);
	RecordsCall::hand_over { record: RECORD, version: 1, generation: 0, successor }
}

fn reshare(generation: u32, custodians: &[&sr25519::Pair]) -> RecordsCall {
	let custodians: Vec<_> = custodians.iter().map(|custodian| account(custodian)).collect();
	RecordsCall::reshare {
		record: RECORD,
		version: 1,
		generation,
		sharing: [7; 32],
		custodians: list(&custodians),
		anchors: anchors(7, &custodians),
	}
}

fn custodians() -> Vec<AccountId> {
	Records::version(RECORD, 1).unwrap().custodians.into_inner()
}

#[test]
fn a_custodian_leaves_with_its_bond_once_its_share_is_handed_over_and_destroyed() {
	execute(|| {
		let (_, operators) = written();
		let successor = operator("Operator4");
		let [leaver, second, third] = &operators;
		fails(&OUTSIDER.pair(), hand_over(&successor), Error::<Runtime>::NotACustodian);
		succeeds(leaver, hand_over(&successor));
		assert_eq!(custodians(), [&successor, second, third].map(account));
		succeeds(leaver, ParticipantsCall::leave_service {});
		pass(8 * DAY);
		let still_owes = pallet_participants::Error::<Runtime>::DutiesOpen;
		fails(leaver, ParticipantsCall::withdraw_bond {}, still_owes);
		succeeds(leaver, RecordsCall::confirm_destruction { record: RECORD });
		succeeds(leaver, ParticipantsCall::withdraw_bond {});
		assert!(Records::destructions(RECORD).is_empty());
	});
}

#[test]
fn data_rule_10_the_patient_without_tokens_shares_a_key_anew() {
	execute(|| {
		let (patient, operators) = written();
		let fourth = operator("Operator4");
		assert_eq!(balance(&account(&patient)), 0);
		let [first, second, third] = &operators;
		succeeds(&patient, reshare(0, &[second, third, &fourth]));
		assert_eq!(custodians(), [second, third, &fourth].map(account));
		assert_eq!(balance(&account(&patient)), 0);
		fails(&patient, reshare(0, &[first, second]), Error::<Runtime>::StaleGeneration);
		fails(&patient, reshare(1, &[second]), Error::<Runtime>::ThresholdTooHigh);
		succeeds(&CLINICIAN.pair(), reshare(1, &[first, second]));
		// Named again before it confirmed: it confirms all the same, for what it had of the first sharing.
		let owed: Vec<_> =
			Records::destructions(RECORD).into_iter().map(|owed| owed.custodian).collect();
		assert_eq!(owed, [first, third, &fourth].map(account));
		for custodian in [first, third, &fourth] {
			succeeds(custodian, RecordsCall::confirm_destruction { record: RECORD });
		}
		assert!(Records::destructions(RECORD).is_empty());
	});
}

#[test]
fn data_rule_8_a_pause_takes_no_time_from_drawn_operators() {
	execute(|| {
		let (patient, operators) = written();
		write_job(&patient, &operators);
		succeeds(&patient, permit_decision_support());
		succeeds(&CLINICIAN.pair(), ask());
		pass_blocks(3);
		let opened = [AccessId(0), AccessId(1)].map(|id| Records::access(id).unwrap());
		assert_eq!(opened.each_ref().map(|checked| checked.access.record), [JOB, RECORD]);
		let until = Quorum::task(TASK).unwrap().draw.unwrap().seal_until;
		assert!(opened.iter().all(|checked| checked.access.expires == until));
		let states = || [AccessId(0), AccessId(1)].map(|id| Records::access(id).unwrap().state);
		// The chain stands still for longer than every period.
		pass(DAY);
		assert_eq!(states(), [AccessState::Open; 2]);
		let close = || RecordsCall::close_access { access: AccessId(0) };
		fails(&OUTSIDER.pair(), close(), Error::<Runtime>::NotPermitted);
		pass_blocks(SealPeriod::get().blocks + 1);
		assert_eq!(states(), [AccessState::Expired; 2]);
		succeeds(&OUTSIDER.pair(), close());
	});
}

#[test]
fn a_persons_access_ends_by_the_clock() {
	execute(|| {
		written();
		let purpose = Purpose::Treatment;
		let read = RecordsCall::request_access { record: RECORD, version: None, purpose };
		succeeds(&CLINICIAN.pair(), read);
		let state = || Records::access(AccessId(0)).unwrap().state;
		pass(HOUR - 1);
		assert_eq!(state(), AccessState::Open);
		pass(1);
		assert_eq!(state(), AccessState::Expired);
	});
}

/// A permit to write jobs for payment.
fn permit_jobs(actor: Actor<AccountId>) -> ConsentCall {
	let ConsentCall::grant { mut terms } = permit(actor, &[Action::Collect], Purpose::Payment)
	else {
		unreachable!("a permit is a grant");
	};
	terms.categories = list(&[Category::RiskAssessment]);
	ConsentCall::grant { terms }
}

fn job(cid: u8, patient: &sr25519::Pair, operators: &[sr25519::Pair]) -> RecordsCall {
	RecordsCall::submit {
		patient: account(patient),
		category: Category::RiskAssessment,
		compartment: Compartment::General,
		data: DataPeriod::on(Day::of(now())),
		document: document(cid, operators),
	}
}

#[test]
fn an_insurer_in_force_and_its_members_write_jobs_where_the_patient_permits_it() {
	execute(|| {
		let (patient, operators) = written();
		let (insurer, member) = (OUTSIDER.to_account_id(), Eve);
		let job = |cid| job(cid, &patient, &operators);
		let not_permitted = || Error::<Runtime>::NotPermitted;
		succeeds(&patient, permit_jobs(Actor::Account(insurer.clone())));
		// It is not an insurer yet.
		fails(&OUTSIDER.pair(), job(5), not_permitted());
		as_root(ParticipantsCall::accredit {
			organisation: insurer.clone(),
			kind: OrganisationKind::Insurer,
			jurisdiction: *b"CH",
			registrations_per_day: 0,
			free_calls_per_day: 0,
		});
		succeeds(&OUTSIDER.pair(), job(5));
		assert_eq!(Records::record(RecordId(1)).unwrap().author, insurer);

		fails(&member.pair(), job(6), not_permitted());
		admit(OUTSIDER, member);
		fails(&member.pair(), job(6), not_permitted());
		succeeds(&patient, permit_jobs(Actor::MembersOf(insurer.clone())));
		succeeds(&member.pair(), job(6));

		as_root(ParticipantsCall::suspend_organisation { organisation: insurer });
		fails(&OUTSIDER.pair(), job(7), Error::<Runtime>::NotInForce);
		fails(&member.pair(), job(7), not_permitted());
	});
}
