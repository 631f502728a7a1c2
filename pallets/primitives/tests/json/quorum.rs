// SPDX-License-Identifier: Apache-2.0
//! Work that drawn operators do.

use super::{HASH, LATER, NOW, clinic, clinician, operator, patient, shows};
use salus_primitives::quorum::{
	Accusation, Cause, Challenge, Deadline, Draw, Fault, OperatorState, Price, Response, Seat,
	Task, TaskKind, Tier, WorkClass,
};
use serde_json::json;

#[test]
fn a_drawn_task() {
	let task = Task {
		kind: TaskKind::DecisionSupport,
		class: WorkClass::Clinical,
		tier: Tier { seats: 3, quorum: 2 },
		inputs: HASH,
		payer: clinician(),
		excluded: vec![patient()].try_into().unwrap(),
		price: 100_000_000_000u128,
		held: 300_000_000_000,
		opened_in: 1_200,
		draw: Some(Draw {
			seats: vec![
				Seat { operator: operator(), response: Some(Response::Sealed(HASH)) },
				Seat { operator: clinic(), response: Some(Response::Refused) },
				Seat { operator: clinician(), response: None },
			]
			.try_into()
			.unwrap(),
			drawn_at: NOW,
			seal_until: Deadline { moment: LATER, block: 1_240 },
			reveal_until: Deadline { moment: LATER, block: 1_256 },
			settled: None,
		}),
	};
	shows("quorum::Task", task);
	assert!(json!(Response::Revealed(HASH))["revealed"].is_string());
}

#[test]
fn a_challenged_accusation() {
	let accusation = Accusation {
		fault: Fault::Deviation,
		challenge_until: Deadline { moment: NOW, block: 1_240 },
		challenge: Some(Challenge {
			deposit: 5_000_000_000_000u128,
			ruling_until: Deadline { moment: LATER, block: 1_256 },
		}),
	};
	shows("quorum::Accusation", accusation);
}

#[test]
fn whether_an_operator_can_be_drawn_and_what_a_seat_is_paid() {
	let state = OperatorState { out: Some(Cause::Absent), back_since: NOW, refusals: 2 };
	shows("quorum::OperatorState", state);
	shows("quorum::Price", Price { class: WorkClass::Research, amount: 100_000_000_000u128 });
}
