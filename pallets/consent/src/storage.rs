// SPDX-License-Identifier: Apache-2.0
//! What is stored, and why money is held for it: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// Why money is held where no allowance pays.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For a patient's provisions, a request for consent or a break-glass case.
		Storage,
	}

	/// By patient: the permits and denials that have not ended, and what pays for them.
	#[pallet::storage]
	pub type Provisions<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Policy<T>>;

	/// By patient and position: the ended permits and denials, be they revoked, used up or expired. When all
	/// positions are taken, the next takes that of the one that was archived first.
	#[pallet::storage]
	pub type History<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		u32,
		Provision<T::AccountId>,
	>;

	/// By patient and provision: the access requests that it opened and that are not closed, the newest last. Whatever
	/// pays for an access request pays for its place here.
	#[pallet::storage]
	pub type OpenedBy<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		ProvisionId,
		BoundedVec<OpenedAccess, ConstU32<MAX_NAMED_ACCESSES>>,
		ValueQuery,
	>;

	/// The id of the next request for consent.
	#[pallet::storage]
	pub type NextRequest<T: Config> = StorageValue<_, ConsentRequestId, ValueQuery>;

	/// Open requests for consent.
	#[pallet::storage]
	pub type Requests<T: Config> = StorageMap<
		_,
		Twox64Concat,
		ConsentRequestId,
		Held<ConsentRequest<T::AccountId>, T::Consideration>,
	>;

	/// By patient: the open requests for consent, oldest first.
	#[pallet::storage]
	pub type RequestsOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<OpenRequest<T::AccountId>, T::MaxRequests>,
		ValueQuery,
	>;

	/// The id of the next break-glass case.
	#[pallet::storage]
	pub type NextCase<T: Config> = StorageValue<_, BreakGlassId, ValueQuery>;

	/// The break-glass cases that are on record.
	#[pallet::storage]
	pub type Cases<T: Config> = StorageMap<
		_,
		Twox64Concat,
		BreakGlassId,
		Held<BreakGlassCase<T::AccountId>, T::Consideration>,
	>;

	/// By patient: the latest break-glass case. Each case names the one before it.
	#[pallet::storage]
	pub type LatestCase<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, BreakGlassId>;

	/// By organisation: for how many cases of its members it stands surety, and what reviews found of them. There are no
	/// more entries than the authority has accredited organisations.
	#[pallet::storage]
	pub type CasesOf<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OrganisationCases, ValueQuery>;

	/// By practitioner: the break-glass cases that are not reviewed.
	#[pallet::storage]
	pub type OpenCases<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<OpenCase<T::AccountId>, T::MaxOpenCases>,
		ValueQuery,
	>;
}
