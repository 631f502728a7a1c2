// SPDX-License-Identifier: Apache-2.0
//! The authority: a council, and sudo on chains that are only for development.

use crate::{
	AccountId, BlockNumber, Preimage, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
	configs::block_limits::{RuntimeBlockWeights, share_of},
	time::DAYS,
	weights,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, EitherOf},
	weights::Weight,
};
use frame_system::EnsureRoot;
use polkadot_sdk::*;
use sp_runtime::Perbill;

/// Names the council among collectives.
pub type CouncilCollective = pallet_collective::Instance1;

/// The authority: accredits, licenses, approves models, reviews. Two thirds of the council, or root.
pub type AuthorityOrigin = EitherOf<
	EnsureRoot<AccountId>,
	pallet_collective::EnsureProportionAtLeast<AccountId, CouncilCollective, 2, 3>,
>;

/// Who may act as root on a chain without a sudo key, for one call that was whitelisted before:
/// three quarters of the council.
pub type AlmostAllOfCouncil = EitherOf<
	EnsureRoot<AccountId>,
	pallet_collective::EnsureProportionAtLeast<AccountId, CouncilCollective, 3, 4>,
>;

parameter_types! {
	/// How long a motion stays open, in blocks.
	pub const MotionDuration: BlockNumber = 7 * DAYS;
	/// The most that a motion's call may cost.
	pub MaxProposalWeight: Weight = share_of(Perbill::from_percent(50), RuntimeBlockWeights::get().max_block);
}

/// Whoever does not vote by the end of a motion has not agreed: shares of the council can act as root.
pub struct AbsenceIsNo;

impl pallet_collective::DefaultVote for AbsenceIsNo {
	fn default_vote(_: Option<bool>, _: u32, _: u32, _: u32) -> bool {
		false
	}
}

impl pallet_collective::Config<CouncilCollective> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = MotionDuration;
	type MaxProposals = ConstU32<100>;
	type MaxMembers = ConstU32<30>;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type DefaultVote = AbsenceIsNo;
	// The SDK's benchmark of `close_approved` wants the prime to vote for the absent, which costs no less.
	#[cfg(feature = "runtime-benchmarks")]
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
	type SetMembersOrigin = AlmostAllOfCouncil;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = AuthorityOrigin;
	type KillOrigin = AuthorityOrigin;
	type Consideration = ();
}

impl pallet_whitelist::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WhitelistOrigin = AuthorityOrigin;
	type DispatchWhitelistedOrigin = AlmostAllOfCouncil;
	type Preimages = Preimage;
	type DeferredDispatchExpiration = ConstU32<{ 7 * DAYS }>;
	type BlockNumberProvider = System;
	type WeightInfo = crate::weights::pallet_whitelist::WeightInfo<Runtime>;
}

// Only the development presets have a sudo key. Without one every call that an account signs fails, `set_key`
// included; root can set one, as it can change all else: three quarters of the council by a whitelisted call.
impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = weights::pallet_sudo::WeightInfo<Runtime>;
}
