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

/// Revokes a permit for new access only: what is open by it may finish.
pub fn revoke_new_access(provision: ProvisionId) -> Call {
	Call::new(PALLET, "revoke_new_access", provision)
}

/// Revokes a provision, and ends what is open by it.
pub fn revoke(provision: ProvisionId) -> Call {
	Call::new(PALLET, "revoke", provision)
}

/// Grants a provision for a patient whom the signer guards.
pub fn grant_for(patient: &AccountId, terms: &ProvisionTerms<AccountId>) -> Call {
	Call::new(PALLET, "grant_for", (patient, terms))
}

/// Revokes a provision of a patient whom the signer guards.
pub fn revoke_for(patient: &AccountId, provision: ProvisionId) -> Call {
	Call::new(PALLET, "revoke_for", (patient, provision))
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

/// Breaks the glass, for a reason that was committed to, and for an organisation or for none.
pub fn break_glass(
	patient: &AccountId,
	reason_commitment: [u8; 32],
	organisation: Option<&AccountId>,
) -> Call {
	Call::new(PALLET, "break_glass", (patient, reason_commitment, organisation))
}

/// Ends a break-glass case before its time.
pub fn close_break_glass(case: BreakGlassId) -> Call {
	Call::new(PALLET, "close_break_glass", case)
}

/// Stands surety for so many unreviewed cases of the signer's members.
pub fn stand_surety(cases: u32) -> Call {
	Call::new(PALLET, "stand_surety", cases)
}

/// Removes a case that was reviewed long ago.
pub fn remove_case(case: BreakGlassId) -> Call {
	Call::new(PALLET, "remove_case", case)
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
