// SPDX-License-Identifier: Apache-2.0
//! A file a rule.

mod break_glass;
mod break_glass_attacks;
mod cases;
mod data_period;
mod deciding;
mod deciding_the_past;
mod decision_support;
mod deposits;
mod ends;
mod granting;
mod guardian_histories;
mod guardians;
mod history;
mod obligations;
mod open_access;
mod published_scenarios;
mod purposes;
mod reference_model;
mod requesting;
mod revoking;
mod second_model;
mod studies;
mod surety;
mod uses;

pub use crate::{mock::*, *};
pub use polkadot_sdk::frame_support::{BoundedVec, assert_noop, assert_ok};
pub use salus_primitives::{quorum::WorkClass, *};

pub fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// The mock's licences last for ever: an end that never comes is none.
fn lasting(permit: Permit) -> Permit {
	Permit { ends_at: permit.ends_at.filter(|end| *end < Moment::MAX), ..permit }
}

/// A commitment to a reason. This pallet does not know what it is of.
pub const REASON: [u8; 32] = [7; 32];

/// Breaks the glass for no organisation.
pub fn break_glass(
	practitioner: AccountId,
	patient: AccountId,
) -> polkadot_sdk::sp_runtime::DispatchResult {
	Consent::break_glass(signed(practitioner), patient, REASON, None)
}

pub fn review(case: u64, outcome: ReviewOutcome) -> polkadot_sdk::sp_runtime::DispatchResult {
	Consent::review_break_glass(RuntimeOrigin::root(), BreakGlassId(case), outcome)
}

pub fn decide(query: &Query<AccountId>) -> Result<Permit, Refusal> {
	<Consent as ConsentDecision<AccountId>>::decide(query).map(lasting)
}

pub fn decide_and_use(query: &Query<AccountId>) -> Result<Permit, Refusal> {
	<Consent as ConsentDecision<AccountId>>::decide_and_use(query).map(lasting)
}

pub fn decide_at(query: &Query<AccountId>, at: Moment) -> Result<Permit, Refusal> {
	Consent::decide_at(query, at).map(lasting)
}

pub fn still_allows(query: &Query<AccountId>, basis: Basis) -> bool {
	<Consent as ConsentDecision<AccountId>>::still_allows(query, basis)
}

/// The answer yes by a provision without obligations or an end.
pub fn by_provision(id: u32) -> Result<Permit, Refusal> {
	by_provision_until(id, None)
}

/// The same by one with an end.
pub fn by_provision_until(id: u32, ends_at: Option<Moment>) -> Result<Permit, Refusal> {
	let obligations = Obligations::default();
	Ok(Permit { basis: Basis::Provision(ProvisionId(id)), obligations, ends_at })
}

pub fn list<T, S: polkadot_sdk::frame_support::traits::Get<u32>>(
	codes: impl IntoIterator<Item = T>,
) -> BoundedVec<T, S> {
	codes.into_iter().collect::<Vec<_>>().try_into().ok().unwrap()
}
