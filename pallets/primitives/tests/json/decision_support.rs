// SPDX-License-Identifier: Apache-2.0
//! Models, requests and receipts.

use super::{HASH, LATER, NOW, clinic, clinician, operator, patient, shows};
use salus_primitives::{
	AccessId, Cid, Evidence, ModelId, Purpose, RecordId,
	decision_support::{
		DriftCounts, GivenVerdict, Input, Model, ModelState, Outcomes, Output, PublishedOutput,
		Receipt, Request, RequestStatus, TIERS, Usage, UsageTally, Verdict, VerdictReason,
		Verdicts,
	},
	quorum::{Deadline, Draw, Response, Seat, Task, TaskKind, WorkClass},
};
use serde_json::json;

const UNIT: u128 = 1_000_000_000_000;

fn job() -> Input {
	let (record, access) = (RecordId(8), Some(AccessId(13)));
	Input { record, version: 1, access, contested: false, replaced: false }
}

fn input() -> Input {
	let (record, access) = (RecordId(7), Some(AccessId(12)));
	Input { record, version: 2, access, contested: false, replaced: false }
}

#[test]
fn models() {
	shows(
		"decision_support::Model",
		Model {
			digest: HASH,
			card: Cid::raw(HASH),
			class: WorkClass::Clinical,
			evidence: Evidence::People,
			output: Output::Sealed,
			steps: 1_000,
			metrics_commitment: HASH,
			state: ModelState::Approved,
			proposer: clinic(),
			verdicts: Verdicts { accepted: 100, modified: 0, rejected: 11 },
			outcomes: Outcomes { true_positive: 50, true_negative: 50, ..Default::default() },
			drift: DriftCounts { moderate: 0, large: 1 },
		},
	);
}

#[test]
fn usage() {
	shows("decision_support::Usage", Usage { operators: 3, runs: 900 });
	let tally = UsageTally { paid_seats: 250, reported: 300 };
	assert_eq!(json!(tally), json!({ "paidSeats": 250, "reported": 300 }));
	assert_eq!((tally.left(), UsageTally { reported: 100, ..tally }.left()), (0, 150));
}

#[test]
fn requests() {
	let request = Request {
		patient: patient(),
		requester: clinician(),
		purpose: Purpose::Treatment,
		job: job(),
		inputs: vec![input()].try_into().unwrap(),
		class: WorkClass::Clinical,
		tier: TIERS[0],
		opened_at: NOW,
	};
	let seat = |operator, response| Seat { operator, response: Some(response) };
	let draw = Draw {
		seats: vec![seat(operator(), Response::Sealed(HASH)), seat(clinic(), Response::Refused)]
			.try_into()
			.unwrap(),
		drawn_at: NOW,
		seal_until: Deadline { moment: LATER, block: 60 },
		reveal_until: Deadline { moment: LATER, block: 80 },
		settled: None,
	};
	let task = Task {
		kind: TaskKind::DecisionSupport,
		class: WorkClass::Clinical,
		tier: TIERS[0],
		inputs: HASH,
		payer: clinician(),
		excluded: vec![clinician(), patient()].try_into().unwrap(),
		price: UNIT,
		held: 3 * UNIT,
		opened_in: 40,
		draw: Some(draw),
	};
	shows("decision_support::RequestStatus", RequestStatus { request, task });
	let undrawn = Input { access: None, ..input() };
	assert_eq!(json!(undrawn)["access"], json!(null));
	assert_eq!(json!(Response::Revealed([0; 32]))["revealed"], format!("0x{}", "00".repeat(32)));
}

#[test]
fn receipts() {
	shows(
		"decision_support::Receipt",
		Receipt {
			patient: patient(),
			requester: clinician(),
			job: job(),
			inputs: vec![input()].try_into().unwrap(),
			class: WorkClass::Research,
			content: HASH,
			result: Some(Cid::raw(HASH)),
			output: Some(PublishedOutput {
				model: ModelId(0),
				output: 999_u32.to_le_bytes().to_vec().try_into().unwrap(),
			}),
			agreeing: 2,
			seats: 3,
			settled_at: NOW,
			erased_at: None,
			verdict: Some(GivenVerdict {
				verdict: Verdict::Accept,
				reason: VerdictReason::AgreesWithJudgement,
				given_at: LATER,
			}),
		},
	);
}
