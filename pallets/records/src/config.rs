// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Who is who, and who acts for whom.
		type Participants: Participants<Self::AccountId> + Guardians<Self::AccountId>;
		/// Who may read and write.
		type Consent: ConsentDecision<Self::AccountId>;
		/// Where disclosures are entered.
		type Ledger: DisclosureLedger<Self::AccountId>;
		/// The operators, from whom custodians are chosen.
		type Operators: Operators<Self::AccountId>;
		/// Whoever acts for an organisation: one that is in force, or a member of one. Without a licence they may write
		/// the job of a risk model for payment or research, where the patient permits it.
		type Affiliates: Contains<Self::AccountId>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// What pays for stored things: an allowance, or money on hold. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>
			+ salus_pallet_support::Payment<Self::AccountId>;
		/// Custody is paid in it.
		type Currency: Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;
		/// The runtime's reasons for a hold.
		type RuntimeHoldReason: From<HoldReason>;
		/// Who pays for the custody of what patients write themselves, or their guardians for them.
		type Sponsors: salus_primitives::participants::WorkSponsor<Self::AccountId, BalanceOf<Self>>;
		/// Who sets the price of custody.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The least price of a share for a day.
		#[pallet::constant]
		type MinCustodyPrice: Get<BalanceOf<Self>>;
		/// The highest price of a share for a day.
		#[pallet::constant]
		type MaxCustodyPrice: Get<BalanceOf<Self>>;
		/// How long the money lasts that is set aside for a version's custody, in milliseconds.
		#[pallet::constant]
		type CustodyTerm: Get<Moment>;
		/// Most versions of one record.
		#[pallet::constant]
		type MaxVersions: Get<u32>;
		/// Most accounts that keep a share of any version of one record, or owe the destruction of one: what an erasure
		/// must reach.
		#[pallet::constant]
		type MaxHolders: Get<u32>;
		/// Largest document, in bytes of ciphertext.
		#[pallet::constant]
		type MaxDocumentSize: Get<u64>;
		/// How long a person's access request stays open, in milliseconds.
		#[pallet::constant]
		type AccessPeriod: Get<Moment>;
		/// How long custodians have to confirm that they destroyed what they keep no more.
		type DestructionPeriod: Get<Period>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
	}
}
