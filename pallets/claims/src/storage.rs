// SPDX-License-Identifier: Apache-2.0
//! What is stored, and why money is held for it: a section of the pallet in lib.rs. Data rule 12: no item knows a line of
//! a claim.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For what is stored; given back when it goes.
		Storage,
		/// An insurer's reserve: out of it claims are paid.
		Reserve,
	}

	/// The id that the next plan gets.
	#[pallet::storage]
	pub type NextPlan<T: Config> = StorageValue<_, PlanId, ValueQuery>;

	/// Every plan that is not removed, closed ones too.
	#[pallet::storage]
	pub type Plans<T: Config> = StorageMap<_, Twox64Concat, PlanId, PlanOf<T>, OptionQuery>;

	/// By plan and number, from 0 on: its terms. They never change.
	#[pallet::storage]
	pub type PlanVersions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PlanId, Twox64Concat, u8, VersionOf<T>, OptionQuery>;

	/// By plan and organisation: since when, and until when, it is in the plan's network.
	#[pallet::storage]
	pub type Networks<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PlanId,
		Blake2_128Concat,
		T::AccountId,
		AdmissionOf<T>,
		OptionQuery,
	>;

	/// By insurer and asset: the money that answers for claims. There as long as a plan of the insurer's pays in the
	/// asset, and paid for with it.
	#[pallet::storage]
	pub type Reserves<T: Config> =
		StorageMap<_, Blake2_128Concat, ReserveKey<T>, Reserve, OptionQuery>;

	/// By reserve and number: the claims that wait for money, the lowest number first.
	#[pallet::storage]
	pub type WaitingClaims<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		ReserveKey<T>,
		Twox64Concat,
		u64,
		ClaimId,
		OptionQuery,
	>;

	/// By reserve and payee: what the payee can collect. A claim with something paid is kept, and paid for, until its
	/// payee has collected everything: so this is paid for, too.
	#[pallet::storage]
	pub type Owed<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		ReserveKey<T>,
		Blake2_128Concat,
		T::AccountId,
		u128,
		ValueQuery,
	>;

	/// The id that the next policy gets.
	#[pallet::storage]
	pub type NextPolicy<T: Config> = StorageValue<_, PolicyId, ValueQuery>;

	/// Every policy that is not closed, ended ones too.
	#[pallet::storage]
	pub type Policies<T: Config> = StorageMap<_, Twox64Concat, PolicyId, PolicyOf<T>, OptionQuery>;

	/// The id that the next claim gets.
	#[pallet::storage]
	pub type NextClaim<T: Config> = StorageValue<_, ClaimId, ValueQuery>;

	/// Every claim that is not closed.
	#[pallet::storage]
	pub type Claims<T: Config> = StorageMap<_, Twox64Concat, ClaimId, ClaimOf<T>, OptionQuery>;

	/// By policy: its claims.
	#[pallet::storage]
	pub type ClaimsOf<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PolicyId, Twox64Concat, ClaimId, (), OptionQuery>;

	/// By policy, record and version: the claim that it stands in, unless that is reversed.
	#[pallet::storage]
	pub type Claimed<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PolicyId,
		Twox64Concat,
		(RecordId, VersionNumber),
		ClaimId,
		OptionQuery,
	>;

	/// By insurer: how it has dealt with claims. It stays when the insurer has no plan any more, so that nobody begins anew
	/// with a clean slate: one for each insurer that the authority accredited, paid for by its first plan's fee.
	#[pallet::storage]
	pub type Tallies<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, InsurerTally, ValueQuery>;

	/// By nullifier: the claim with which a piece of evidence was billed, at whichever insurer.
	#[pallet::storage]
	pub type Billed<T: Config> = StorageMap<_, Blake2_128Concat, [u8; 32], ClaimId, OptionQuery>;

	/// By claim, kept or not: the evidence that was billed with it.
	#[pallet::storage]
	pub type Bills<T: Config> = StorageMap<_, Twox64Concat, ClaimId, BillOf<T>, OptionQuery>;

	/// By quarter: the claims that billed evidence in it.
	#[pallet::storage]
	pub type BilledIn<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Quarter, Twox64Concat, ClaimId, (), OptionQuery>;
}
