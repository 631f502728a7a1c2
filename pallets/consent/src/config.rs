// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Reviews break-glass cases.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Reviews those whose review is overdue, too.
		type OverdueOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Says who is who, and who acts for whom, and suspends licences.
		type Participants: Participants<Self::AccountId>
			+ Guardians<Self::AccountId>
			+ Licensing<Self::AccountId>;
		/// Which professions break the glass.
		type EmergencyProfessions: Contains<Profession>;
		/// Says which studies there are.
		type Studies: Studies;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// Pays for stored things: an allowance or a deposit. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>
			+ salus_pallet_support::Payment<Self::AccountId>;
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
		/// How long after it was opened the review of a case is due. Data rule 8.
		type ReviewPeriod: Get<Period>;
		/// How many overdue reviews block a practitioner's next case: far beyond normal practice.
		#[pallet::constant]
		type MaxOverdueCases: Get<u32>;
		/// How many unreviewed break-glass cases a practitioner may have: far beyond normal practice.
		#[pallet::constant]
		type MaxOpenCases: Get<u32>;
		/// For how many milliseconds after its review a case stays on record.
		#[pallet::constant]
		type CaseRetention: Get<Moment>;
	}
}
