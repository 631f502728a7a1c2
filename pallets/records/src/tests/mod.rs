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
mod destruction;
mod document;
mod erase;
mod hand_over;
mod histories;
mod jobs;
mod kept_by;
mod owed;
mod own_custodians;
mod request_access;
mod reshare;
mod submit;
mod views;

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

/// A signed origin.
pub fn by(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}
