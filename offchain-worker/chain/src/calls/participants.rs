// SPDX-License-Identifier: Apache-2.0
//! Who is who.

use super::*;

const PALLET: &str = "Participants";

/// The variant of `MultiSignature` for sr25519.
const SR25519: u8 = 1;

/// Accredits an organisation.
pub fn accredit(
	organisation: &AccountId,
	kind: OrganisationKind,
	jurisdiction: Jurisdiction,
	registrations_per_day: u32,
	free_calls_per_day: u32,
) -> Call {
	let arguments = (organisation, kind, jurisdiction, registrations_per_day, free_calls_per_day);
	Call::new(PALLET, "accredit", arguments)
}

/// Licenses a practitioner, or renews.
pub fn license(
	practitioner: &AccountId,
	profession: Profession,
	jurisdiction: Jurisdiction,
	expires_at: Moment,
) -> Call {
	Call::new(PALLET, "license", (practitioner, profession, jurisdiction, expires_at))
}

/// Suspends an organisation.
pub fn suspend_organisation(organisation: &AccountId) -> Call {
	Call::new(PALLET, "suspend_organisation", organisation)
}

/// Reinstates an organisation.
pub fn reinstate_organisation(organisation: &AccountId) -> Call {
	Call::new(PALLET, "reinstate_organisation", organisation)
}

/// Suspends a practitioner.
pub fn suspend_practitioner(practitioner: &AccountId) -> Call {
	Call::new(PALLET, "suspend_practitioner", practitioner)
}

/// Reinstates a practitioner.
pub fn reinstate_practitioner(practitioner: &AccountId) -> Call {
	Call::new(PALLET, "reinstate_practitioner", practitioner)
}

/// Suspends an operator.
pub fn suspend_operator(operator: &AccountId) -> Call {
	Call::new(PALLET, "suspend_operator", operator)
}

/// Reinstates an operator.
pub fn reinstate_operator(operator: &AccountId) -> Call {
	Call::new(PALLET, "reinstate_operator", operator)
}

/// Registers the signer as a patient who pays.
pub fn register(encryption_key: [u8; 32]) -> Call {
	Call::new(PALLET, "register", encryption_key)
}

/// Registers a patient whom the signer sponsors, by the patient's signature of the registration.
pub fn register_patient(
	registration: &Registration<AccountId>,
	patient_signature: [u8; 64],
) -> Call {
	let Registration { patient, encryption_key, expires_at, .. } = registration;
	let signature = (SR25519, patient_signature);
	Call::new(PALLET, "register_patient", (patient, encryption_key, expires_at, signature))
}

/// Sponsors a patient whom nobody in force sponsors.
pub fn take_over(patient: &AccountId) -> Call {
	Call::new(PALLET, "take_over", patient)
}

/// Sponsors a patient beside others, by the patient's signature of it.
pub fn sponsor(sponsorship: &Sponsorship<AccountId>, patient_signature: [u8; 64]) -> Call {
	let Sponsorship { patient, expires_at, .. } = sponsorship;
	Call::new(PALLET, "sponsor", (patient, expires_at, (SR25519, patient_signature)))
}

/// A patient leaves a sponsor.
pub fn leave_sponsor(organisation: &AccountId) -> Call {
	Call::new(PALLET, "leave_sponsor", organisation)
}

/// A sponsor no longer pays for a patient.
pub fn end_sponsorship(patient: &AccountId) -> Call {
	Call::new(PALLET, "end_sponsorship", patient)
}

/// What each of a sponsor's patients may ask for at its expense within 30 days.
pub fn set_work_limit(limit: u128) -> Call {
	Call::new(PALLET, "set_work_limit", limit)
}

/// An organisation invites a member.
pub fn invite_member(member: &AccountId) -> Call {
	Call::new(PALLET, "invite_member", member)
}

/// Whoever is invited becomes a member.
pub fn accept_invitation(organisation: &AccountId) -> Call {
	Call::new(PALLET, "accept_invitation", organisation)
}

/// A member leaves, or whoever is invited declines.
pub fn leave_organisation(organisation: &AccountId) -> Call {
	Call::new(PALLET, "leave_organisation", organisation)
}

/// An organisation dismisses a member, or takes an invitation back.
pub fn dismiss_member(member: &AccountId) -> Call {
	Call::new(PALLET, "dismiss_member", member)
}

/// A patient appoints a guardian.
pub fn appoint_guardian(guardian: &AccountId, role: GuardianRole, until: Moment) -> Call {
	Call::new(PALLET, "appoint_guardian", (guardian, role, until))
}

/// A patient dismisses a guardian.
pub fn dismiss_guardian(guardian: &AccountId) -> Call {
	Call::new(PALLET, "dismiss_guardian", guardian)
}

/// A guardian resigns.
pub fn resign_guardianship(patient: &AccountId) -> Call {
	Call::new(PALLET, "resign_guardianship", patient)
}

/// An organisation proposes a guardian for a patient who can't appoint one.
pub fn propose_guardian(
	patient: &AccountId,
	guardian: &AccountId,
	role: GuardianRole,
	until: Moment,
) -> Call {
	Call::new(PALLET, "propose_guardian", (patient, guardian, role, until))
}

/// The patient objects to a proposed guardian, or the organisation takes the proposal back.
pub fn end_proposal(patient: &AccountId, organisation: &AccountId) -> Call {
	Call::new(PALLET, "end_proposal", (patient, organisation))
}

/// The authority appoints the guardian whom an organisation proposes in this role and until then, or refuses to.
pub fn decide_proposal(
	patient: &AccountId,
	organisation: &AccountId,
	guardian: &AccountId,
	role: GuardianRole,
	until: Moment,
	appoint: bool,
) -> Call {
	let arguments = (patient, organisation, guardian, role, until, appoint);
	Call::new(PALLET, "decide_proposal", arguments)
}

/// The authority removes a patient's guardian.
pub fn remove_guardian(patient: &AccountId, guardian: &AccountId) -> Call {
	Call::new(PALLET, "remove_guardian", (patient, guardian))
}

/// Publishes the signer's X25519 key.
pub fn set_encryption_key(key: [u8; 32]) -> Call {
	Call::new(PALLET, "set_encryption_key", key)
}

/// Makes the signer an operator that this organisation runs.
pub fn become_operator(
	organisation: &AccountId,
	endpoint: &str,
	peer_id: &str,
	encryption_key: [u8; 32],
	bond: u128,
) -> Call {
	let arguments = (organisation, endpoint, peer_id, encryption_key, bond);
	Call::new(PALLET, "become_operator", arguments)
}

/// Changes where an operator is reached.
pub fn update_endpoint(endpoint: &str, peer_id: &str) -> Call {
	Call::new(PALLET, "update_endpoint", (endpoint, peer_id))
}

/// Adds to an operator's bond.
pub fn add_bond(amount: u128) -> Call {
	Call::new(PALLET, "add_bond", amount)
}

/// An operator takes no new work.
pub fn leave_service() -> Call {
	Call::new(PALLET, "leave_service", ())
}

/// An operator takes the bond back.
pub fn withdraw_bond() -> Call {
	Call::new(PALLET, "withdraw_bond", ())
}
