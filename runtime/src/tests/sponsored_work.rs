// SPDX-License-Identifier: Apache-2.0
//! What patients ask about themselves, their sponsor pays for up to its limit. Data rule 10.

use super::{
	scenario::{
		CONTENT, JOB, RECORD, REQUEST, TASK, permit_decision_support, reveal, seal, write_job,
		written,
	},
	*,
};
use crate::{
	Balance, Balances, DecisionSupport, Participants,
	configs::{participants::DefaultWorkLimit, quorum::MinPrice},
	units::UNIT,
};
use salus_primitives::{
	ProvisionId,
	decision_support::TIERS,
	quorum::{Tier, WorkClass},
};

/// What three operators cost.
fn price() -> Balance {
	3 * MinPrice::get()
}

/// A patient without tokens whose records decision support may read, and three operators.
fn ready() -> (sr25519::Pair, [sr25519::Pair; 3]) {
	let (patient, operators) = written();
	write_job(&patient, &operators);
	succeeds(&patient, permit_decision_support());
	assert_eq!(balance(&account(&patient)), 0);
	(patient, operators)
}

fn ask(tier: Tier) -> DecisionSupportCall {
	DecisionSupportCall::request {
		job: JOB,
		inputs: list(&[RECORD]),
		class: WorkClass::Clinical,
		tier,
		purpose: Purpose::PatientRequest,
	}
}

/// How much more the patient may ask for at the clinic's expense.
fn left(patient: &sr25519::Pair) -> Balance {
	Participants::who_is(account(patient)).allowance.work
}

#[test]
fn data_rule_10_a_patient_without_tokens_asks_at_the_sponsors_expense() {
	execute(|| {
		let (patient, operators) = ready();
		let (who, clinic) = (account(&patient), CLINIC.to_account_id());
		let (free, held) = (balance(&clinic), Balances::reserved_balance(&clinic));
		assert_eq!(left(&patient), DefaultWorkLimit::get());
		succeeds(&patient, ask(TIERS[0]));
		let task = Quorum::task(TASK).unwrap();
		assert_eq!((&task.payer, task.held), (&clinic, price()));
		assert!(task.excluded.contains(&clinic) && task.excluded.contains(&who));
		assert_eq!(left(&patient), DefaultWorkLimit::get() - price());
		assert!(Balances::reserved_balance(&clinic) >= held + price());

		pass_blocks(3);
		for operator in &operators {
			seal(operator, CONTENT);
		}
		for operator in &operators {
			reveal(operator, CONTENT);
		}
		succeeds(&OUTSIDER.pair(), QuorumCall::close { task: TASK });
		assert_eq!(DecisionSupport::receipt(REQUEST).unwrap().requester, who);
		// The clinic has paid the operators, and nothing else; the patient nothing at all.
		assert_eq!(balance(&clinic), free - price());
		assert_eq!(Balances::reserved_balance(&clinic), held);
		assert_eq!((balance(&who), Balances::reserved_balance(&who)), (0, 0));
	});
}

#[test]
fn a_draw_that_consent_no_longer_permits_costs_a_seats_price_and_counts_as_a_whole() {
	execute(|| {
		let (patient, _) = ready();
		let clinic = CLINIC.to_account_id();
		let (free, held) = (balance(&clinic), Balances::reserved_balance(&clinic));
		succeeds(&patient, ask(TIERS[0]));
		succeeds(&patient, ConsentCall::revoke { provision: ProvisionId(1) });
		pass_blocks(3);
		assert_eq!(Quorum::task(TASK), None);
		assert_eq!(balance(&clinic), free - MinPrice::get());
		assert_eq!(Balances::reserved_balance(&clinic), held);
		assert_eq!(left(&patient), DefaultWorkLimit::get() - price());
	});
}

#[test]
fn beyond_the_limit_that_the_sponsor_sets_a_patient_pays_who_can() {
	execute(|| {
		let (patient, _) = ready();
		let limit = price() - 1;
		succeeds(&CLINIC.pair(), ParticipantsCall::set_work_limit { limit });
		let reached = pallet_decision_support::Error::<Runtime>::SponsorLimitReached;
		fails(&patient, ask(TIERS[0]), reached);
		assert_eq!(left(&patient), limit);
		let dest = account(&patient).into();
		succeeds(&Alice.pair(), BalancesCall::transfer_allow_death { dest, value: UNIT });
		// A sponsor's share of a block has no room for two.
		pass_blocks(1);
		succeeds(&patient, ask(TIERS[0]));
		assert_eq!(Quorum::task(TASK).unwrap().payer, account(&patient));
		assert_eq!(left(&patient), limit);
	});
}

#[test]
fn a_request_that_is_refused_uses_up_nothing() {
	execute(|| {
		let (patient, _) = ready();
		let too_few = pallet_quorum::Error::<Runtime>::TooFewOperators;
		fails(&patient, ask(TIERS[1]), too_few);
		assert_eq!(left(&patient), DefaultWorkLimit::get());
	});
}
