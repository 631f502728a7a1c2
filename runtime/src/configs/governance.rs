// SPDX-License-Identifier: Apache-2.0
//! The authority, in parts: a body for each duty, and what it takes to act as root.
//!
//! | body | duties |
//! |---|---|
//! | medical board | accredits, licenses, suspends, reinstates, appoints guardians, reviews broken glass that the review committee is late with; one of two who agree to root |
//! | technical committee | rules on operators' challenges, prices seats and custody, chooses collators; the other of the two |
//! | model committee | approves and suspends models, strikes reports |
//! | review committee | reviews broken glass: any two of it |
//!
//! Recall and appeals will come as bodies of their own. No body chooses members, its own or another's: root does.

use crate::{
	AccountId, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, Timestamp,
	configs::{
		block_limits::{RuntimeBlockWeights, share_of},
		brake::CallsOfTheBrake,
	},
	time::{DAY, DAYS, MINUTE},
	weights,
};
use alloc::{vec, vec::Vec};
use frame_support::{
	parameter_types,
	traits::{ConstU32, EitherOf, EitherOfDiverse, Get, MapSuccess},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_enactment::Body;
use polkadot_sdk::*;
use salus_primitives::{Moment, quorum::Period};
use sp_runtime::{Perbill, traits::Replace};

/// The medical board among collectives.
pub type MedicalBoardCollective = pallet_collective::Instance1;
/// The technical committee among collectives.
pub type TechnicalCommitteeCollective = pallet_collective::Instance2;
/// The model committee among collectives.
pub type ModelCommitteeCollective = pallet_collective::Instance3;
/// The review committee among collectives.
pub type ReviewCommitteeCollective = pallet_collective::Instance4;

/// Two thirds of a body.
pub type TwoThirdsOf<Collective> =
	pallet_collective::EnsureProportionAtLeast<AccountId, Collective, 2, 3>;
/// Three quarters of a body.
pub type ThreeQuartersOf<Collective> =
	pallet_collective::EnsureProportionAtLeast<AccountId, Collective, 3, 4>;

/// Who accredits and licenses.
pub type AccreditationOrigin = EitherOf<EnsureRoot<AccountId>, TwoThirdsOf<MedicalBoardCollective>>;
/// Who approves models, and strikes what is reported of them.
pub type ModelOrigin = EitherOf<EnsureRoot<AccountId>, TwoThirdsOf<ModelCommitteeCollective>>;
/// Who rules on custody and on what operators did, and runs the chain.
pub type RulingOrigin = EitherOf<EnsureRoot<AccountId>, TwoThirdsOf<TechnicalCommitteeCollective>>;
/// Who reviews broken glass: two, so that nobody judges alone, and no more, so that reviews are in time.
pub type ReviewOrigin = EitherOfDiverse<
	EnsureRoot<AccountId>,
	pallet_collective::EnsureMembers<AccountId, ReviewCommitteeCollective, 2>,
>;

parameter_types! {
	/// How long a motion stays open, in blocks.
	pub const MotionDuration: BlockNumber = 7 * DAYS;
	/// The most that a motion's call may cost.
	pub MaxProposalWeight: Weight = share_of(Perbill::from_percent(50), RuntimeBlockWeights::get().max_block);
}

/// Whoever does not vote by the end of a motion has not agreed: shares of a body can stop or root the chain.
pub struct AbsenceIsNo;

impl pallet_collective::DefaultVote for AbsenceIsNo {
	fn default_vote(_: Option<bool>, _: u32, _: u32, _: u32) -> bool {
		false
	}
}

/// A body. Root alone chooses its members; it may end its own motions.
macro_rules! body {
	($collective:ty) => {
		impl pallet_collective::Config<$collective> for Runtime {
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
			type SetMembersOrigin = EnsureRoot<AccountId>;
			type MaxProposalWeight = MaxProposalWeight;
			type DisapproveOrigin = EitherOf<EnsureRoot<AccountId>, TwoThirdsOf<$collective>>;
			type KillOrigin = EitherOf<EnsureRoot<AccountId>, TwoThirdsOf<$collective>>;
			type Consideration = ();
		}
	};
}

body!(MedicalBoardCollective);
body!(TechnicalCommitteeCollective);
body!(ModelCommitteeCollective);
body!(ReviewCommitteeCollective);

/// Four fifths of the blocks that fit into a day.
const BLOCKS_OF_A_DAY: BlockNumber = DAYS / 5 * 4;

/// A period of so many days, and of four fifths of the blocks that fit into them. Data rule 8.
const fn days(count: u32) -> Period {
	Period {
		time: (count as Moment).saturating_mul(DAY),
		blocks: count.saturating_mul(BLOCKS_OF_A_DAY),
	}
}

parameter_types! {
	/// The medical board's name where two bodies agree.
	pub const MedicalBoardsName: Body = Body::MedicalBoard;
	/// The technical committee's.
	pub const TechnicalCommitteesName: Body = Body::TechnicalCommittee;
	/// How long what both agreed to waits: long enough to read a runtime's source, and to leave.
	pub const EnactmentDelay: Period = days(7);
	/// The same on a chain for development: short enough to be watched.
	pub const DevelopmentDelay: Period = Period { time: MINUTE, blocks: 8 };
	/// How long one body's agreement waits for the other's, and one of both to be enacted.
	pub const AgreementLifetime: Period = days(14);
}

/// How many seats each body has.
pub struct Seats;

impl Get<Vec<u32>> for Seats {
	fn get() -> Vec<u32> {
		use pallet_collective::Members;
		let count = |members: Vec<AccountId>| u32::try_from(members.len()).unwrap_or(u32::MAX);
		vec![
			count(Members::<Runtime, MedicalBoardCollective>::get()),
			count(Members::<Runtime, TechnicalCommitteeCollective>::get()),
			count(Members::<Runtime, ModelCommitteeCollective>::get()),
			count(Members::<Runtime, ReviewCommitteeCollective>::get()),
		]
	}
}

// The only way to root: there is no sudo, but in a runtime that was built with the feature `development`.
impl pallet_enactment::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type Bodies = EitherOf<
		MapSuccess<ThreeQuartersOf<MedicalBoardCollective>, Replace<MedicalBoardsName>>,
		MapSuccess<ThreeQuartersOf<TechnicalCommitteeCollective>, Replace<TechnicalCommitteesName>>,
	>;
	type WithoutDelay = CallsOfTheBrake;
	type Seats = Seats;
	type FewestSeats = ConstU32<5>;
	type Time = Timestamp;
	type Delay = EnactmentDelay;
	type DevelopmentDelay = DevelopmentDelay;
	type Lifetime = AgreementLifetime;
	type MaxAgreements = ConstU32<16>;
	type WeightInfo = weights::pallet_enactment::WeightInfo<Runtime>;
}

#[cfg(feature = "development")]
impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
