//! Who may.

use super::*;

const PALLET: &str = "Consent";

/// Grants a provision: a permit or a denial.
pub fn grant(terms: &ProvisionTerms<AccountId>) -> Call {
	Call::new(PALLET, "grant", terms)
}

/// Revokes a provision.
pub fn revoke(provision: ProvisionId) -> Call {
	Call::new(PALLET, "revoke", provision)
}

/// Asks a patient for consent.
pub fn request_consent(patient: &AccountId, terms: &ProvisionTerms<AccountId>) -> Call {
	Call::new(PALLET, "request_consent", (patient, terms))
}

/// Answers a request: with terms, or by refusing.
pub fn answer(request: ConsentRequestId, terms: Option<&ProvisionTerms<AccountId>>) -> Call {
	Call::new(PALLET, "answer", (request, terms))
}

/// Takes a request back.
pub fn withdraw_request(request: ConsentRequestId) -> Call {
	Call::new(PALLET, "withdraw_request", request)
}

/// Breaks the glass.
pub fn break_glass(patient: &AccountId, reason: BreakGlassReason) -> Call {
	Call::new(PALLET, "break_glass", (patient, reason))
}

/// Reviews a break-glass case.
pub fn review_break_glass(case: BreakGlassId, outcome: ReviewOutcome) -> Call {
	Call::new(PALLET, "review_break_glass", (case, outcome))
}
