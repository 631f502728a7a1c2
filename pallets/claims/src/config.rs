// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Who is an insurer, who an organisation, who a patient.
		type Claimants: Claimants<Self::AccountId>;
		/// The records in which policies and claims stand.
		type Records: ClaimRecords<Self::AccountId>;
		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;
		/// What pays for storage. Data rule 11.
		type Consideration: Consideration<Self::AccountId, Footprint>
			+ salus_pallet_support::Payment<Self::AccountId>;
		/// What plans pay in.
		type Assets: MutateHold<
				Self::AccountId,
				AssetId = Asset,
				Balance = u128,
				Reason = Self::RuntimeHoldReason,
			>;
		/// The runtime's reasons for a hold.
		type RuntimeHoldReason: From<HoldReason>;
		/// The longest terms, encoded.
		#[pallet::constant]
		type MaxTermsBytes: Get<u32>;
		/// How many days ahead an insurer says that terms change, or that it ends a policy.
		#[pallet::constant]
		type NoticeDays: Get<u16>;
		/// The longest filing limit of a plan, in days.
		#[pallet::constant]
		type MaxFilingDays: Get<u16>;
		/// The longest policy, in days from its first to its last.
		#[pallet::constant]
		type MaxPolicyDays: Get<u16>;
		/// The most claims of a policy that are not concluded.
		#[pallet::constant]
		type MaxOpenClaims: Get<u32>;
		/// The most waiting claims that one call pays.
		#[pallet::constant]
		type MaxPaidAtOnce: Get<u32>;
		/// How long an insurer has to judge a claim.
		type DecidePeriod: Get<Period>;
		/// How long a person has to judge a claim that was referred to them.
		type ReferPeriod: Get<Period>;
		/// How many days after a claim was concluded its payee may give back what it got.
		#[pallet::constant]
		type RefundDays: Get<u16>;
		/// For how many days a claim is kept after nothing is to be done about it.
		#[pallet::constant]
		type KeepDays: Get<u16>;
		/// For how many days after the end of its quarter billed evidence is remembered.
		#[pallet::constant]
		type BilledDays: Get<u16>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
		/// What benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}
}
