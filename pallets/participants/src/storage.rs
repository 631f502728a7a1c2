// SPDX-License-Identifier: Apache-2.0
//! What is stored, and why money is held for it: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For the registration of a patient.
		Patient,
		/// For a member of an organisation: invited, admitted, or a former one.
		Member,
		/// An operator's bond.
		OperatorBond,
		/// For the proposal of a guardian.
		GuardianProposal,
	}

	/// The registered patients.
	#[pallet::storage]
	pub type Patients<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, PatientOf<T>, OptionQuery>;

	/// The accredited organisations, suspended ones too.
	#[pallet::storage]
	pub type Organisations<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Organisation, OptionQuery>;

	/// The licensed practitioners, expired and suspended ones too.
	#[pallet::storage]
	pub type Practitioners<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Practitioner, OptionQuery>;

	/// The members of organisations: organisation, then member.
	#[pallet::storage]
	pub type Members<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		T::AccountId,
		Membership<BalanceOf<T>>,
		OptionQuery,
	>;

	/// The memberships that have ended: organisation, then the former member.
	#[pallet::storage]
	pub type FormerMembers<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		T::AccountId,
		FormerMember<BalanceOf<T>>,
		OptionQuery,
	>;

	/// The invitations that nobody has accepted yet: the account that is invited, then the organisation.
	#[pallet::storage]
	pub type Invitations<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		T::AccountId,
		Held<Invitation, BalanceOf<T>>,
		OptionQuery,
	>;

	/// By patient: their guardians, and those before as far as there is room.
	#[pallet::storage]
	pub type GuardiansOf<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, GuardianList<T::AccountId>, ValueQuery>;

	/// The guardians that organisations propose: patient, then organisation.
	#[pallet::storage]
	pub type GuardianProposals<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		T::AccountId,
		Held<GuardianProposal<T::AccountId>, BalanceOf<T>>,
		OptionQuery,
	>;

	/// Of how many organisations an account is a member.
	#[pallet::storage]
	pub type MembershipCount<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// The X25519 keys to which others encrypt for an account.
	#[pallet::storage]
	pub type EncryptionKeys<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, EncryptionKey, OptionQuery>;

	// Data rule 10.
	/// What each patient has used of what costs nothing.
	#[pallet::storage]
	pub type Allowances<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Allowance, ValueQuery>;

	/// What free calls weigh in this block; gone at its end.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type FreeWeightUsed<T: Config> = StorageValue<_, FreeWeights, ValueQuery>;

	/// By sponsor: the last block that had free calls at its expense, and what they weighed.
	#[pallet::storage]
	pub type SponsorWeights<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, (u32, Weight), OptionQuery>;

	/// By organisation: what each of its patients may ask for at its expense within 30 days, where it has said so.
	#[pallet::storage]
	pub type WorkLimits<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BalanceOf<T>, OptionQuery>;

	/// What each patient has asked for at the sponsor's expense of late.
	#[pallet::storage]
	pub type WorkWindows<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, WorkWindow<BalanceOf<T>>, OptionQuery>;

	/// The operators whose bond is held, in service or not.
	#[pallet::storage]
	pub type Operators<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OperatorOf<T>, OptionQuery>;

	/// The operators in service, oldest first: bonded, not suspended, not leaving.
	#[pallet::storage]
	pub type OperatorsInService<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxOperators>, ValueQuery>;
}
