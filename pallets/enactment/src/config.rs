// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// The runtime's calls.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo
			+ From<frame_system::Call<Self>>
			+ IsType<<Self as frame_system::Config>::RuntimeCall>;
		/// The two bodies, each by as many members as must agree.
		type Bodies: EnsureOrigin<Self::RuntimeOrigin, Success = Body>;
		/// Calls that need both bodies and no delay. None may carry another call, or write data.
		type WithoutDelay: Contains<<Self as Config>::RuntimeCall>;
		/// How many seats each body has that a chain must start with.
		type Seats: Get<Vec<u32>>;
		/// The fewest of them, on a chain that is not for development.
		#[pallet::constant]
		type FewestSeats: Get<u32>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// How long an agreement of both bodies waits.
		type Delay: Get<Period>;
		/// The same, on a chain for development.
		type DevelopmentDelay: Get<Period>;
		/// How long one body's agreement waits for the other's, and one of both, after its delay, to be enacted.
		type Lifetime: Get<Period>;
		/// The most agreements at a time.
		#[pallet::constant]
		type MaxAgreements: Get<u32>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
	}
}
