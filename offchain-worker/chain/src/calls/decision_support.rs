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

/// Requests decision support.
pub fn request(model: ModelId, records: &[RecordId], purpose: Purpose) -> Call {
	Call::new(PALLET, "request", (model, records, purpose))
}

/// Binds an operator's own result.
pub fn seal(request: RequestId, seal: [u8; 32]) -> Call {
	Call::new(PALLET, "seal", (request, seal))
}

/// Says that the model can't be run on these inputs, and where the encrypted notice lies, if there is one.
pub fn refuse(request: RequestId, notice: Option<&Cid>) -> Call {
	Call::new(PALLET, "refuse", (request, notice.map(cid_bytes)))
}

/// Shows the digest that the seals bind.
pub fn settle(request: RequestId, digest: [u8; 32], result: &Cid) -> Call {
	Call::new(PALLET, "settle", (request, digest, cid_bytes(result)))
}

/// Shows an open output.
pub fn settle_open(request: RequestId, salt: [u8; 32], output: &OutputBytes) -> Call {
	Call::new(PALLET, "settle_open", (request, salt, output))
}

/// Ends a request that no quorum answered.
pub fn fail(request: RequestId) -> Call {
	Call::new(PALLET, "fail", request)
}

/// An accused operator disputes.
pub fn challenge(request: RequestId) -> Call {
	Call::new(PALLET, "challenge", request)
}

/// The authority rules on a challenge.
pub fn rule(request: RequestId, operator: &AccountId, uphold: bool) -> Call {
	Call::new(PALLET, "rule", (request, operator, uphold))
}

/// Closes a request after its challenge window.
pub fn close(request: RequestId) -> Call {
	Call::new(PALLET, "close", request)
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

/// An operator in service declares that it runs a model.
pub fn declare_model(model: ModelId) -> Call {
	Call::new(PALLET, "declare_model", model)
}

/// Takes a declaration back.
pub fn retract_model(model: ModelId) -> Call {
	Call::new(PALLET, "retract_model", model)
}

/// Says how a model's predictions turned out.
pub fn report_outcomes(model: ModelId, outcomes: Outcomes) -> Call {
	Call::new(PALLET, "report_outcomes", (model, outcomes))
}
