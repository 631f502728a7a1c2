// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// The operators to draw from.
		type Operators: Operators<Self::AccountId>;
		/// Who is told how tasks end.
		type OnQuorum: OnQuorum<Self::AccountId>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// What pays for storage. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>
			+ salus_pallet_support::Payment<Self::AccountId>;
		/// Seats are paid in it.
		type Currency: Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ BalancedHold<Self::AccountId>;
		/// The runtime's reasons for a hold.
		type RuntimeHoldReason: From<HoldReason>;
		/// Where a deposit goes that a ruling takes, and the price of a seat that is kept.
		type Slashed: frame_support::traits::OnUnbalanced<
				frame_support::traits::fungible::Credit<Self::AccountId, Self::Currency>,
			>;
		/// Who sets prices and rules on challenges.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The most operators in service.
		#[pallet::constant]
		type MaxOperators: Get<u32>;
		/// The most tasks that wait for their draw.
		#[pallet::constant]
		type MaxUndrawn: Get<u32>;
		/// The most documents that a task can grant access to.
		#[pallet::constant]
		type MaxDocuments: Get<u32>;
		/// What the draws of one block may weigh together. The oldest that is due is drawn whatever it weighs.
		#[pallet::constant]
		type MaxDrawWeight: Get<Weight>;
		/// How many blocks after its opening a task is drawn at the earliest: 2 or more.
		#[pallet::constant]
		type DrawDelay: Get<u32>;
		/// How far above the relay parent of its opening the relay parent of a task's draw is at least: 2 or more.
		#[pallet::constant]
		type RelayDelay: Get<u32>;
		/// How long operators may seal.
		type SealPeriod: Get<Period>;
		/// How long after that they may reveal.
		type RevealPeriod: Get<Period>;
		/// How long accused operators may challenge.
		type ChallengePeriod: Get<Period>;
		/// How long after a challenge the authority may rule.
		type RulingPeriod: Get<Period>;
		/// From how many refusals on an operator is not drawn.
		#[pallet::constant]
		type RefusalLimit: Get<u8>;
		/// What is held for a challenge.
		#[pallet::constant]
		type ChallengeDeposit: Get<BalanceOf<Self>>;
		/// The least price of a seat.
		#[pallet::constant]
		type MinPrice: Get<BalanceOf<Self>>;
		/// The highest price of a seat.
		#[pallet::constant]
		type MaxPrice: Get<BalanceOf<Self>>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
	}
}
