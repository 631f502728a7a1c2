// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Who is who.
		type Participants: Participants<Self::AccountId>;
		/// The operators to draw from.
		type Operators: Operators<Self::AccountId>;
		/// What opens records for the drawn operators.
		type Access: DecisionSupportAccess<Self::AccountId, Error: Into<DispatchError>>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// What pays for storage. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>;
		/// What operators are drawn with.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;
		/// Who approves and suspends models, and rules on challenges.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The most operators that can have declared one model: at least as many as can be in service,
		/// so that none is excluded.
		#[pallet::constant]
		type MaxDeclarations: Get<u32>;
		/// How long operators may seal, and how long after that they may settle, in milliseconds.
		#[pallet::constant]
		type SealPeriod: Get<Moment>;
		/// How long accused operators may challenge, in milliseconds.
		#[pallet::constant]
		type ChallengePeriod: Get<Moment>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
	}
}
