// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Who is who.
		type Participants: Participants<Self::AccountId> + Guardians<Self::AccountId>;
		/// The operators, who watch the models that they run.
		type Operators: Operators<Self::AccountId>;
		/// Who pays for what patients ask about themselves.
		type Sponsors: salus_primitives::participants::WorkSponsor<
				Self::AccountId,
				<Self::Quorum as Quorum<Self::AccountId>>::Balance,
			>;
		/// What has models run.
		type Quorum: Quorum<Self::AccountId, Error: Into<DispatchError>>;
		/// What checks records, and opens them for the drawn operators.
		type Access: DecisionSupportAccess<Self::AccountId, Error: Into<DispatchError>>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// What pays for storage. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>
			+ salus_pallet_support::Payment<Self::AccountId>;
		/// Who approves and suspends models, and strikes reports.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
	}
}
