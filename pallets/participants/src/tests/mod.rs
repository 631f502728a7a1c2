// SPDX-License-Identifier: Apache-2.0
//! A rule, a file.

mod attacks;
mod free_calls;
mod guardian_proposals;
mod guardians;
mod keys;
mod members;
mod memberships_past;
mod operator_organisations;
mod operators;
mod organisations;
mod practitioners;
mod register_patient;
mod registration;
mod sponsors;
mod storage;
mod views;
mod work;

use crate::{
	Error, FreeCall, NoFreeCall, OrganisationKind, Pallet,
	mock::{AccountId, CLINIC_CALLS, Participants, RuntimeOrigin, Test, clinic, now, patient},
};
use polkadot_sdk::{
	frame_support::{assert_ok, weights::Weight},
	sp_keyring::Sr25519Keyring,
	sp_runtime::{DispatchError, DispatchResult, MultiSignature},
};
use salus_primitives::{Moment, Registration};

pub(super) const KEY: [u8; 32] = [7; 32];
pub(super) const PEER_ID: &[u8] = b"12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
/// How many patients the clinic may register on a day.
pub(super) const QUOTA: u32 = 2;

pub(super) fn accredit_clinic() {
	assert_ok!(Participants::accredit(
		RuntimeOrigin::root(),
		clinic(),
		OrganisationKind::Provider,
		*b"DE",
		QUOTA,
		CLINIC_CALLS
	));
}

/// Accredits an organisation that runs operators.
pub(super) fn accredit_operators(organisation: AccountId) {
	assert_ok!(Participants::accredit(
		RuntimeOrigin::root(),
		organisation,
		OrganisationKind::Operator,
		*b"DE",
		0,
		0
	));
}

/// The organisation invites the account, which accepts.
pub(super) fn admit(organisation: AccountId, member: AccountId) {
	assert_ok!(Participants::invite_member(signed(organisation.clone()), member.clone()));
	assert_ok!(Participants::accept_invitation(signed(member), organisation));
}

pub(super) fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// What a patient signs for the clinic.
pub(super) fn registration_of(patient: AccountId, lifetime: Moment) -> Registration<AccountId> {
	let expires_at = now() + lifetime;
	Registration { organisation: clinic(), patient, expires_at, encryption_key: KEY }
}

pub(super) fn payload(registration: &Registration<AccountId>) -> Vec<u8> {
	registration.payload(&Pallet::<Test>::genesis_hash())
}

pub(super) fn sign(signer: Sr25519Keyring, payload: &[u8]) -> MultiSignature {
	signer.sign(payload).into()
}

/// The registration's organisation sends it, with a signature that may be good or not.
pub(super) fn submit(
	registration: &Registration<AccountId>,
	signature: &MultiSignature,
) -> DispatchResult {
	let Registration { organisation, patient, expires_at, encryption_key } = registration.clone();
	let origin = signed(organisation);
	Participants::register_patient(origin, patient, encryption_key, expires_at, signature.clone())
}

/// Accredits the clinic, which registers the patient.
pub(super) fn register_sponsored_patient() {
	accredit_clinic();
	let registration = registration_of(patient(), crate::mock::HOUR);
	assert_ok!(submit(&registration, &sign(Sr25519Keyring::Bob, &payload(&registration))));
}

/// Accredits an insurer with vouchers and a daily number of free calls.
pub(super) fn accredit_insurer() {
	let kind = OrganisationKind::Insurer;
	let insurer = crate::mock::insurer();
	assert_ok!(Participants::accredit(
		RuntimeOrigin::root(),
		insurer,
		kind,
		*b"DE",
		QUOTA,
		CLINIC_CALLS
	));
}

/// Takes a free call for this patient, which then succeeds.
pub(super) fn call(patient: &AccountId, kind: FreeCall) -> Result<Option<AccountId>, NoFreeCall> {
	let taken = Participants::take_call(patient, kind, crate::mock::CALL_WEIGHT)?;
	let sponsor = taken.sponsor.clone();
	Participants::call_ended(patient, taken, false, Weight::zero());
	Ok(sponsor)
}

pub(super) fn error(error: Error<Test>) -> DispatchError {
	error.into()
}
