// SPDX-License-Identifier: Apache-2.0
//! What the runtime decides for this pallet: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod config {
	#[pallet::config]
	pub trait Config: polkadot_sdk::frame_system::Config {
		/// Who accredits, licenses and suspends: a medical board, by governance.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The on-chain clock. Data rule 8.
		type Time: Time<Moment = Moment>;

		/// Deposits and bonds are held in it. Data rule 11.
		type Currency: Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ BalancedHold<Self::AccountId>;

		/// The runtime's reasons for a hold.
		type RuntimeHoldReason: From<HoldReason>;

		/// Where penalties go.
		type Slashed: OnUnbalanced<Credit<Self::AccountId, Self::Currency>>;

		/// A signature made outside the chain, by which a patient agrees to be registered.
		type OffchainSignature: Verify<Signer = Self::OffchainPublic> + Parameter;

		/// The public key of such a signature.
		type OffchainPublic: IdentifyAccount<AccountId = Self::AccountId>;

		/// What is held for a patient's registration, encryption key, allowance and guardians.
		#[pallet::constant]
		type PatientDeposit: Get<BalanceOf<Self>>;

		/// What is held besides of a patient who registers alone: for what every patient may store for ever. A voucher
		/// bounds how many an organisation registers instead.
		#[pallet::constant]
		type BasicDeposit: Get<BalanceOf<Self>>;

		/// What is held of an organisation's money for an invitation, and then for the member and the member's key.
		#[pallet::constant]
		type MemberDeposit: Get<BalanceOf<Self>>;

		/// What stays held of it when the membership has ended, since that stays on record.
		#[pallet::constant]
		type FormerMemberDeposit: Get<BalanceOf<Self>>;

		/// After how many milliseconds an invitation expires.
		#[pallet::constant]
		type InvitationPeriod: Get<Moment>;

		/// The furthest moment ahead, in milliseconds, at which a parent's or legal guardian's guardianship may end.
		#[pallet::constant]
		type MaxGuardianPeriod: Get<Moment>;

		/// The same for a carer's.
		#[pallet::constant]
		type MaxCarerPeriod: Get<Moment>;

		/// How long a proposed guardian waits, so that the patient sees the proposal and may object.
		type GuardianNotice: Get<Period>;

		/// What is held of an organisation's money for the proposal of a guardian.
		#[pallet::constant]
		type GuardianProposalDeposit: Get<BalanceOf<Self>>;

		/// The least bond of an operator in service.
		#[pallet::constant]
		type OperatorBond: Get<BalanceOf<Self>>;

		/// What a deviation takes from an operator's bond.
		#[pallet::constant]
		type DeviationPenalty: Get<BalanceOf<Self>>;

		/// What an absence takes from an operator's bond.
		#[pallet::constant]
		type AbsencePenalty: Get<BalanceOf<Self>>;

		/// How many milliseconds after `leave_service` an operator may withdraw its bond.
		#[pallet::constant]
		type UnbondingPeriod: Get<Moment>;

		/// Free calls of a patient on one day that sponsors pay for.
		#[pallet::constant]
		type CallsPerDay: Get<u32>;

		/// Free calls for the way out that every patient has on one day, whoever sponsors; and as many of the patient's
		/// guardians.
		#[pallet::constant]
		type WayOutCallsPerDay: Get<u32>;

		/// Free calls to read one's own that every patient has on one day, whoever sponsors.
		#[pallet::constant]
		type ReadingCallsPerDay: Get<u32>;

		/// How many free calls that fail a patient is given back on one day.
		#[pallet::constant]
		type FailedCallsPerDay: Get<u32>;

		/// The most that patients' own free calls weigh in a block.
		#[pallet::constant]
		type OwnCallsWeight: Get<Weight>;

		/// The most that free calls which sponsors pay for weigh in a block.
		#[pallet::constant]
		type SponsoredCallsWeight: Get<Weight>;

		/// The most that free calls which one sponsor pays for weigh in a block.
		#[pallet::constant]
		type SponsorWeight: Get<Weight>;

		/// Items that a patient may store in a year at a sponsor's expense.
		#[pallet::constant]
		type StorageItemsPerPatient: Get<u32>;

		/// Bytes that a patient may store in a year at a sponsor's expense.
		#[pallet::constant]
		type StorageBytesPerPatient: Get<u32>;

		/// Items that every patient may store in a year, whoever sponsors: the policy, and access requests for their own.
		#[pallet::constant]
		type BasicItems: Get<u32>;

		/// Bytes that every patient may store in a year, whoever sponsors.
		#[pallet::constant]
		type BasicBytes: Get<u32>;

		/// What each patient of an organisation that has set no limit may ask for at its expense within 30 days.
		#[pallet::constant]
		type DefaultWorkLimit: Get<BalanceOf<Self>>;

		/// The furthest moment ahead, in milliseconds, at which a patient's signature for a registration may expire.
		#[pallet::constant]
		type MaxRegistrationLifetime: Get<Moment>;

		/// The most operators in service.
		#[pallet::constant]
		type MaxOperators: Get<u32>;

		/// The most operators that one organisation may run.
		#[pallet::constant]
		type MaxOperatorsPerOrganisation: Get<u32>;

		/// Signs for the patient in benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::OffchainPublic, Self::OffchainSignature>;

		/// What the calls weigh.
		type WeightInfo: WeightInfo;
	}
}
