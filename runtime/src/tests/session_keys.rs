// SPDX-License-Identifier: Apache-2.0
//! An operator's worker signs by a session key, and the account's own key stays elsewhere.

use super::*;
use crate::{
	configs::{participants::OperatorBond, proxy::ProxyType},
	units::UNIT,
};
use codec::Decode;
use frame_support::traits::InstanceFilter;
use pallet_decision_support::{Drift, ModelProposal, Output};
use salus_primitives::{
	Cid, Evidence, ModelId, RecordId, RequestId,
	quorum::{TaskId, WorkClass},
};

const OPERATOR: Sr25519Keyring = Eve;
const MODEL: ModelId = ModelId(0);
const REQUEST: RequestId = RequestId(0);
const TASK: TaskId = TaskId(0);

/// Every call that `jobs/` of the worker submits.
fn workers_calls() -> [RuntimeCall; 12] {
	let result: Option<pallet_quorum::CidBytes> = Some(list(Cid::raw([8; 32]).as_bytes()));
	let output = list(&[1]);
	[
		RecordsCall::confirm_destruction { record: RecordId(0) }.into(),
		RecordsCall::claim_custody { claims: list(&[]) }.into(),
		QuorumCall::seal { task: TASK, seal: [1; 32] }.into(),
		QuorumCall::refuse { task: TASK }.into(),
		QuorumCall::reveal { task: TASK, content: [1; 32], result, nonce: [2; 32] }.into(),
		QuorumCall::close { task: TASK }.into(),
		QuorumCall::challenge { task: TASK }.into(),
		QuorumCall::end_accusation { task: TASK, operator: OPERATOR.to_account_id() }.into(),
		QuorumCall::return_to_draw {}.into(),
		DecisionSupportCall::publish_output {
			request: REQUEST,
			model: MODEL,
			salt: [1; 32],
			output,
		}
		.into(),
		DecisionSupportCall::report_drift { model: MODEL, drift: None }.into(),
		DecisionSupportCall::report_usage { counts: list(&[(MODEL, 100)]) }.into(),
	]
}

/// What takes the account's own key.
fn operators_calls() -> [RuntimeCall; 14] {
	let thief = OUTSIDER.to_account_id();
	let add = ProxyCall::add_proxy {
		delegate: thief.clone().into(),
		proxy_type: ProxyType::Operator,
		delay: 0,
	};
	[
		ParticipantsCall::withdraw_bond {}.into(),
		ParticipantsCall::leave_service {}.into(),
		ParticipantsCall::add_bond { amount: UNIT }.into(),
		ParticipantsCall::update_endpoint {
			endpoint: list(b"http://127.0.0.1:9001"),
			peer_id: list(b"12D3KooWOther"),
		}
		.into(),
		set_key(4).into(),
		RecordsCall::hand_over {
			record: RecordId(0),
			version: 1,
			generation: 0,
			successor: thief.clone(),
		}
		.into(),
		RecordsCall::fund_custody { record: RecordId(0), version: 1 }.into(),
		BalancesCall::transfer_allow_death { dest: thief.into(), value: UNIT }.into(),
		add.into(),
		ProxyCall::remove_proxies {}.into(),
		UtilityCall::batch { calls: vec![ParticipantsCall::withdraw_bond {}.into()] }.into(),
		RecordsCall::request_access {
			record: RecordId(0),
			version: None,
			purpose: Purpose::Treatment,
		}
		.into(),
		DecisionSupportCall::erase_result { request: REQUEST }.into(),
		permit_clinician().into(),
	]
}

/// A session key with tokens for its fees, which the operator's account has listed.
fn session_key() -> sr25519::Pair {
	let session = stranger("Session");
	accredit_operators(&OPERATOR.to_account_id());
	let become_operator = ParticipantsCall::become_operator {
		organisation: OPERATOR.to_account_id(),
		endpoint: list(b"http://127.0.0.1:9000"),
		peer_id: list(b"12D3KooWExample"),
		encryption_key: key(5),
		bond: OperatorBond::get(),
	};
	succeeds(&OPERATOR.pair(), become_operator);
	let add = ProxyCall::add_proxy {
		delegate: account(&session).into(),
		proxy_type: ProxyType::Operator,
		delay: 0,
	};
	succeeds(&OPERATOR.pair(), add);
	let (dest, value) = (account(&session).into(), 10 * UNIT);
	succeeds(&OPERATOR.pair(), BalancesCall::transfer_allow_death { dest, value });
	session
}

fn by_proxy(call: impl Into<RuntimeCall>) -> ProxyCall {
	ProxyCall::proxy {
		real: OPERATOR.to_account_id().into(),
		force_proxy_type: Some(ProxyType::Operator),
		call: Box::new(call.into()),
	}
}

/// What becomes of a call in the operator's name.
fn acts(session: &sr25519::Pair, call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
	System::reset_events();
	succeeds(session, by_proxy(call));
	let outcomes = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
		_ => None,
	});
	outcomes.last().unwrap()
}

fn approve_model() {
	let proposal = ModelProposal {
		digest: [3; 32],
		card: list(Cid::raw([3; 32]).as_bytes()),
		class: WorkClass::Clinical,
		evidence: Evidence::People,
		output: Output::Sealed,
		steps: 1_000,
		metrics_commitment: [4; 32],
	};
	succeeds(&CLINICIAN.pair(), DecisionSupportCall::propose_model { proposal });
	as_root(DecisionSupportCall::approve_model { model: MODEL });
}

/// How many operators say that the model's inputs have drifted far.
fn large_drifts() -> u32 {
	pallet_decision_support::Models::<Runtime>::get(MODEL).unwrap().item.drift.large
}

#[test]
fn what_a_worker_posts_passes_and_what_its_operator_decides_does_not() {
	for call in workers_calls() {
		assert!(ProxyType::Operator.filter(&call), "{call:?}");
		// Whoever may do more may do this.
		assert!(ProxyType::NonTransfer.filter(&call), "{call:?}");
	}
	for call in operators_calls() {
		assert!(!ProxyType::Operator.filter(&call), "{call:?}");
	}
	assert!(ProxyType::Any.is_superset(&ProxyType::Operator));
	assert!(ProxyType::NonTransfer.is_superset(&ProxyType::Operator));
	for other in [ProxyType::Any, ProxyType::NonTransfer] {
		assert!(!ProxyType::Operator.is_superset(&other), "{other:?}");
	}
}

/// The worker and the chains that exist know the types by these numbers.
#[test]
fn the_types_keep_their_numbers() {
	let types = [ProxyType::Any, ProxyType::NonTransfer, ProxyType::Operator];
	assert_eq!(types.encode(), [0, 1, 3]);
	assert!(ProxyType::decode(&mut &[2][..]).is_err());
}

#[test]
fn a_session_key_acts_as_the_operator_and_pays_the_fee() {
	execute(|| {
		approve_model();
		let session = session_key();
		let operator = OPERATOR.to_account_id();
		let before = [balance(&operator), balance(&account(&session))];
		let held = crate::Balances::reserved_balance(&operator);
		let report = DecisionSupportCall::report_drift { model: MODEL, drift: Some(Drift::Large) };
		assert_eq!(acts(&session, report), Ok(()));
		assert_eq!(large_drifts(), 1);
		// The deposit is the operator's, the fee is the session key's.
		let deposit = crate::Balances::reserved_balance(&operator) - held;
		assert!(deposit > 0);
		assert_eq!(balance(&operator), before[0] - deposit);
		assert!(balance(&account(&session)) < before[1]);
	});
}

/// Nor does anyone else pay it: `Proxy.proxy` passes on nothing of what the call inside gives back.
#[test]
fn each_call_of_a_session_key_costs_it_the_fee() {
	execute(|| {
		let session = session_key();
		for call in workers_calls() {
			let before = balance(&account(&session));
			succeeds(&session, by_proxy(call.clone()));
			assert!(balance(&account(&session)) < before, "{call:?}");
		}
		let poor = stranger("Poor");
		let add = ProxyCall::add_proxy {
			delegate: account(&poor).into(),
			proxy_type: ProxyType::Operator,
			delay: 0,
		};
		succeeds(&OPERATOR.pair(), add);
		let call = by_proxy(QuorumCall::close { task: TASK });
		refused(signed(&poor, call), InvalidTransaction::Payment);
	});
}

#[test]
fn a_session_key_never_touches_bond_endpoint_keys_tokens_or_proxies() {
	execute(|| {
		let session = session_key();
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		let held = crate::Balances::reserved_balance(OPERATOR.to_account_id());
		for call in operators_calls() {
			let Err(error) = acts(&session, call.clone()) else {
				panic!("a session key did {call:?}")
			};
			assert_eq!(error.encode(), filtered.encode(), "{call:?}");
		}
		assert_eq!(crate::Balances::reserved_balance(OPERATOR.to_account_id()), held);
	});
}

#[test]
fn a_session_key_that_the_account_removed_does_nothing_more() {
	execute(|| {
		approve_model();
		let (session, next) = (session_key(), stranger("Next"));
		let drift = Some(Drift::Large);
		let report = || by_proxy(DecisionSupportCall::report_drift { model: MODEL, drift });
		let not_proxy = pallet_proxy::Error::<Runtime>::NotProxy;
		let (proxy_type, delay) = (ProxyType::Operator, 0);
		let delegate = account(&session).into();
		succeeds(&OPERATOR.pair(), ProxyCall::remove_proxy { delegate, proxy_type, delay });
		fails(&session, report(), not_proxy);
		assert_eq!(large_drifts(), 0);

		let dest = account(&next).into();
		succeeds(&OPERATOR.pair(), BalancesCall::transfer_allow_death { dest, value: UNIT });
		let delegate = account(&next).into();
		succeeds(&OPERATOR.pair(), ProxyCall::add_proxy { delegate, proxy_type, delay });
		succeeds(&next, report());
		assert_eq!(large_drifts(), 1);
	});
}
