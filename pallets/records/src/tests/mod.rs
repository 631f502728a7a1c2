// SPDX-License-Identifier: Apache-2.0
//! A file a rule: each test is named for what it proves, and ends with the invariants checked.

mod access_decision_support;
mod access_outlasts_a_pause;
mod amend;
mod cid;
mod close_access;
mod contest;
mod custody_funded;
mod custody_histories;
mod custody_paid;
mod custody_reshared;
mod data_period;
mod deposits;
mod destruction;
mod document;
mod ended;
mod erase;
mod guardians;
mod hand_over;
mod histories;
mod jobs;
mod kept_by;
mod overdue;
mod owed;
mod own_custodians;
mod replaced;
mod request_access;
mod reshare;
mod submit;
mod surety;
mod views;
mod writing_denied;

pub use crate::{mock::*, *};
// The pallet and not its storage of the same name.
pub use crate::mock::Records;
pub use frame_support::{assert_noop, assert_ok};
pub use polkadot_sdk::{frame_support, sp_runtime::DispatchError};
pub use salus_primitives::{
	AccessId, Action, Basis, BreakGlassId, Category, CheckedRecord, Cid, Compartment, DataPeriod,
	Day, DecisionSupportAccess, Licence, Moment, Obligations, Permit, ProvisionId, Purpose, Reader,
	RecordId, Refusal, Subject, VersionNumber,
	quorum::{Deadline, WorkClass},
};

/// Has somebody of the clinician's hospital amend the first version of what the clinician wrote.
pub fn amend_as_colleague(colleague: AccountId, id: RecordId, seed: u8) {
	Members::mutate(|members| members.extend([(HOSPITAL, CLINICIAN), (HOSPITAL, colleague)]));
	permit_writing(colleague);
	assert_ok!(Records::amend_for(by(colleague), HOSPITAL, id, 1, document(seed), TODAY));
}

/// Has everybody confirm who owes the destruction of what they kept of a record.
pub fn confirm_all(id: RecordId) {
	let owing = Records::destructions(id).into_iter();
	for owed in owing.filter(|owed| owed.destroyed_at.is_none()) {
		assert_ok!(Records::confirm_destruction(by(owed.custodian), id));
	}
}

/// A signed origin.
pub fn by(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}
