// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Reviews break-glass cases.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Says who is who.
		type Participants: Participants<Self::AccountId>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// Pays for stored things: an allowance or a deposit. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;

		/// How many provisions of a patient may be in force, now or later.
		#[pallet::constant]
		type MaxProvisions: Get<u32>;
		/// How many ended provisions of a patient are kept. Another number needs a migration, since it decides which
		/// one is replaced next.
		#[pallet::constant]
		type MaxHistory: Get<u32>;
		/// How many requests for consent a patient may have open.
		#[pallet::constant]
		type MaxRequests: Get<u32>;
		/// After how many milliseconds, at the latest, a request for consent expires.
		#[pallet::constant]
		type MaxConsentRequestPeriod: Get<Moment>;
		/// For how many milliseconds a break-glass case grants access.
		#[pallet::constant]
		type BreakGlassPeriod: Get<Moment>;
		/// How many unreviewed break-glass cases a practitioner may have.
		#[pallet::constant]
		type MaxOpenCases: Get<u32>;
	}
}
