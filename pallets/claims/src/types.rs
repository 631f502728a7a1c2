// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::claims`].

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::frame_system;
pub use salus_adjudication::{MAX_VERSIONS, RULES_VERSION, Terms, Version};
pub use salus_pallet_support::Held;
pub use salus_primitives::{
	CidBytes, Day, Moment, RecordId, VersionNumber,
	claims::{
		Admission, Asset, BenefitYear, Claim, ClaimId, Currency, InsurerTally, MAX_NULLIFIERS,
		NewPlan, Nullifiers, Outcome, POLICY_CATEGORY, Plan, PlanId, Pointer, Policy, PolicyId,
		Quarter, Reserve, ShownEvidence, ShownPiece, Stage, Statement,
	},
};
use scale_info::TypeInfo;

/// The most claims whose evidence one call prunes.
pub const MAX_PRUNED: u32 = 10;

pub(crate) type AccountIdOf<T> = <T as frame_system::Config>::AccountId;

/// A plan, and what pays for it and for the insurer's reserve.
pub type PlanOf<T> = Held<Plan<AccountIdOf<T>>, <T as Config>::Consideration>;

/// A version of a plan's terms, as stored.
pub type VersionOf<T> = Held<Version, <T as Config>::Consideration>;

/// An organisation's place in a network, as stored.
pub type AdmissionOf<T> = Held<Admission, <T as Config>::Consideration>;

/// A policy, as stored.
pub type PolicyOf<T> = Held<Policy<AccountIdOf<T>>, <T as Config>::Consideration>;

/// A claim, as stored.
pub type ClaimOf<T> = Held<Claim<AccountIdOf<T>>, <T as Config>::Consideration>;

/// What a claim billed, as stored.
pub type BillOf<T> = Held<Bill<AccountIdOf<T>>, <T as Config>::Consideration>;

/// Whose reserve, and of what.
pub type ReserveKey<T> = (AccountIdOf<T>, Asset);

/// The evidence that a claim billed. It outlives the claim, its policy and its plan.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Bill<AccountId> {
	/// Who concluded the claim, and pays for the storage of this.
	pub insurer: AccountId,
	/// When.
	pub quarter: Quarter,
	/// What of it stands on chain.
	pub nullifiers: Nullifiers,
}

/// Makes an asset and gives it to accounts, for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Makes a sufficient asset with the minimum balance 1.
	fn make_asset() -> Asset;
	/// Gives so much of it to an account.
	fn mint(asset: Asset, account: &AccountId, amount: u128);
}
