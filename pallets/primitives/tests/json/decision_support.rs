// SPDX-License-Identifier: Apache-2.0
//! Models, requests and receipts.

use super::{HASH, LATER, NOW, clinic, clinician, operator, patient, shows};
use salus_primitives::{
	AccessId, Cid, Evidence, ModelId, RecordId,
	decision_support::{
		Drawn, DriftCounts, Fault, FaultState, GivenVerdict, Input, Model, ModelState, ModelStatus,
		Outcomes, Output, Receipt, Request, RequestState, RequestStatus, Response, Verdict,
		VerdictReason, Verdicts,
	},
};
use serde_json::json;

fn input() -> Input {
	Input { record: RecordId(7), version: 2, access: AccessId(12), contested: false }
}

#[test]
fn models_requests_and_receipts() {
	let model = Model {
		digest: HASH,
		card: Cid::raw(HASH),
		evidence: Evidence::People,
		output: Output::Sealed,
		steps: 1_000,
		operators: 3,
		quorum: 2,
		metrics_commitment: HASH,
		state: ModelState::Approved,
		proposer: clinic(),
		requests: 2,
		settled: 1,
		failed: 1,
		verdicts: Verdicts { accepted: 1, modified: 0, rejected: 0 },
		outcomes: Outcomes { true_positive: 50, true_negative: 50, ..Default::default() },
		drift: DriftCounts { moderate: 0, large: 1 },
	};
	shows("decision_support::ModelStatus", ModelStatus { model, declared: 3 });
	let (sealed, refused) = (
		Drawn {
			operator: operator(),
			response: Some(Response::Seal(HASH)),
			fault: FaultState::Clear,
		},
		Drawn {
			operator: clinic(),
			response: Some(Response::Refusal(Some(Cid::raw(HASH)))),
			fault: FaultState::Accused(Fault::Deviating),
		},
	);
	let request = Request {
		model: ModelId(0),
		model_digest: HASH,
		patient: patient(),
		requester: clinician(),
		records: vec![input()].try_into().unwrap(),
		drawn: vec![sealed, refused].try_into().unwrap(),
		opened_at: NOW,
		seal_until: NOW,
		settle_until: NOW,
		state: RequestState::Settled { challenge_until: LATER },
	};
	shows("decision_support::RequestStatus", RequestStatus { request, suspended: false });
	assert_eq!(json!(RequestState::Sealing), "sealing");
	assert_eq!(json!(Response::Refusal(None)), json!({ "refusal": null }));
	shows(
		"decision_support::Receipt",
		Receipt {
			model: ModelId(0),
			model_digest: HASH,
			patient: patient(),
			requester: clinician(),
			records: vec![input()].try_into().unwrap(),
			digest: HASH,
			agreeing: 3,
			drawn: 3,
			settled_by: operator(),
			result: None,
			output: Some(999u32.to_le_bytes().to_vec().try_into().unwrap()),
			settled_at: NOW,
			verdict: Some(GivenVerdict {
				verdict: Verdict::Accept,
				reason: VerdictReason::AgreesWithJudgement,
				given_at: LATER,
			}),
		},
	);
}
