// SPDX-License-Identifier: Apache-2.0
//! Who may.

use super::*;
use salus_primitives::{
	Action, Categories,
	consent::{Actor, Effect},
};

const PALLET: &str = "Consent";

/// Terms of a permit to read for one purpose, in the general compartment, without end, obligations or a count.
pub fn permit_to_read(
	actor: Actor<AccountId>,
	categories: Categories,
	purpose: Purpose,
) -> ProvisionTerms<AccountId> {
	// A set is no longer than the list of all its codes, for which there is room.
	let categories: Vec<Category> = categories.iter().collect();
	ProvisionTerms {
		effect: Effect::Permit,
		actor,
		actions: vec![Action::Access].try_into().unwrap_or_default(),
		categories: categories.try_into().unwrap_or_default(),
		compartments: Default::default(),
		purposes: vec![purpose].try_into().unwrap_or_default(),
		from: None,
		until: None,
		data_from: None,
		data_until: None,
		erase_at: None,
		no_redisclosure: false,
		mask_identity: false,
		uses: None,
	}
}

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

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{WorkClasses, quorum::WorkClass};

	#[test]
	fn decision_support_is_named_with_its_classes_and_then_who_asks() {
		let classes = WorkClasses::from_iter([WorkClass::Clinical, WorkClass::Research]);
		let asker = Some(AccountId::new([7; 32]));
		let mut expected = vec![2, 1 + 4, 0, 0, 0, 1];
		expected.extend([7; 32]);
		assert_eq!(Actor::DecisionSupport { classes, asker }.encode(), expected);
		let any = Actor::<AccountId>::ANY_DECISION_SUPPORT.encode();
		assert_eq!(any, [2, 0, 0, 0, 0, 0]);
	}
}
