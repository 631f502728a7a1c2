// SPDX-License-Identifier: Apache-2.0
//! A file a rule.

mod break_glass;
mod data_period;
mod deciding;
mod deciding_the_past;
mod decision_support;
mod deposits;
mod granting;
mod history;
mod obligations;
mod reference_model;
mod requesting;
mod revoking;
mod uses;

pub use crate::{mock::*, *};
pub use polkadot_sdk::frame_support::{BoundedVec, assert_noop, assert_ok};
pub use salus_primitives::{quorum::WorkClass, *};

pub fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

pub fn decide(query: &Query<AccountId>) -> Result<Permit, Refusal> {
	<Consent as ConsentDecision<AccountId>>::decide(query)
}

pub fn decide_and_use(query: &Query<AccountId>) -> Result<Permit, Refusal> {
	<Consent as ConsentDecision<AccountId>>::decide_and_use(query)
}

/// The answer yes by a provision without obligations.
pub fn by_provision(id: u32) -> Result<Permit, Refusal> {
	let obligations = Obligations::default();
	Ok(Permit { basis: Basis::Provision(ProvisionId(id)), obligations })
}

pub fn list<T, S: polkadot_sdk::frame_support::traits::Get<u32>>(
	codes: impl IntoIterator<Item = T>,
) -> BoundedVec<T, S> {
	codes.into_iter().collect::<Vec<_>>().try_into().ok().unwrap()
}
