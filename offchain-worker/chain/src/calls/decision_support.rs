// SPDX-License-Identifier: Apache-2.0
//! Decision support.

use super::*;

const PALLET: &str = "DecisionSupport";

/// Proposes a model.
pub fn propose_model(proposal: &ModelProposal) -> Call {
	Call::new(PALLET, "propose_model", proposal)
}

/// Approves a model.
pub fn approve_model(model: ModelId) -> Call {
	Call::new(PALLET, "approve_model", model)
}

/// Suspends a model.
pub fn suspend_model(model: ModelId) -> Call {
	Call::new(PALLET, "suspend_model", model)
}

/// Takes back a model that was never approved.
pub fn withdraw_model(model: ModelId) -> Call {
	Call::new(PALLET, "withdraw_model", model)
}

/// Requests decision support: which model is asked stands in the job's record.
pub fn request(
	job: RecordId,
	inputs: &[RecordId],
	class: WorkClass,
	tier: Tier,
	purpose: Purpose,
) -> Call {
	Call::new(PALLET, "request", (job, inputs, class, tier, purpose))
}

/// A clinician's verdict.
pub fn give_verdict(request: RequestId, verdict: Verdict, reason: VerdictReason) -> Call {
	Call::new(PALLET, "give_verdict", (request, verdict, reason))
}

/// Removes a patient's receipt's result after erasure.
pub fn erase_result(request: RequestId) -> Call {
	Call::new(PALLET, "erase_result", request)
}

/// Says how far a model's live inputs have drifted, or takes that back.
pub fn report_drift(model: ModelId, drift: Option<Drift>) -> Call {
	Call::new(PALLET, "report_drift", (model, drift))
}

/// Shows model and output of research by an open model.
pub fn publish_output(
	request: RequestId,
	model: ModelId,
	salt: [u8; 32],
	output: &OutputBytes,
) -> Call {
	Call::new(PALLET, "publish_output", (request, model, salt, output))
}

/// Says what clinicians made of a model's results.
pub fn report_verdicts(model: ModelId, verdicts: Verdicts) -> Call {
	Call::new(PALLET, "report_verdicts", (model, verdicts))
}

/// Says how often an operator ran each model since its last report.
pub fn report_usage(counts: &[(ModelId, u32)]) -> Call {
	Call::new(PALLET, "report_usage", counts)
}

/// The authority takes all that a reporter said of a model out of its counts.
pub fn strike_report(model: ModelId, reporter: &AccountId) -> Call {
	Call::new(PALLET, "strike_report", (model, reporter))
}

/// Says how a model's predictions turned out.
pub fn report_outcomes(model: ModelId, outcomes: Outcomes) -> Call {
	Call::new(PALLET, "report_outcomes", (model, outcomes))
}
