//! A rule, a file.

mod allowance;
mod keys;
mod members;
mod operators;
mod organisations;
mod practitioners;
mod registration;
mod storage;
mod views;
mod voucher;

use crate::{
	Error, OrganisationKind, Pallet,
	mock::{AccountId, Participants, RuntimeOrigin, Test, clinic, now, patient},
};
use polkadot_sdk::{
	frame_support::assert_ok,
	sp_keyring::Sr25519Keyring,
	sp_runtime::{DispatchError, MultiSignature},
};
use salus_primitives::{Moment, Voucher};

pub(super) const KEY: [u8; 32] = [7; 32];
/// How many vouchers the clinic may use on a day.
pub(super) const QUOTA: u32 = 2;

pub(super) fn accredit_clinic() {
	assert_ok!(Participants::accredit(
		RuntimeOrigin::root(),
		clinic(),
		OrganisationKind::Provider,
		*b"DE",
		QUOTA
	));
}

pub(super) fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

pub(super) fn voucher_for(patient: AccountId, lifetime: Moment) -> Voucher<AccountId> {
	Voucher { organisation: clinic(), patient, expires_at: now() + lifetime }
}

pub(super) fn sign(signer: Sr25519Keyring, payload: &[u8]) -> MultiSignature {
	signer.sign(payload).into()
}

pub(super) fn payload(voucher: &Voucher<AccountId>, key: &[u8; 32]) -> Vec<u8> {
	voucher.payload(&Pallet::<Test>::genesis_hash(), key)
}

/// Accredits the clinic and registers the patient on its voucher.
pub(super) fn register_patient_by_voucher() {
	accredit_clinic();
	assert_ok!(Pallet::<Test>::do_register_with_voucher(
		voucher_for(patient(), crate::mock::HOUR),
		KEY
	));
}

pub(super) fn error(error: Error<Test>) -> DispatchError {
	error.into()
}
