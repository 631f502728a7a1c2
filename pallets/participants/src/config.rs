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

		/// What is held for a patient's registration, encryption key and allowance.
		#[pallet::constant]
		type PatientDeposit: Get<BalanceOf<Self>>;

		/// What is held of an organisation's money for a member, and for the member's key.
		#[pallet::constant]
		type MemberDeposit: Get<BalanceOf<Self>>;

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

		/// Feeless calls of a patient on one day.
		#[pallet::constant]
		type CallsPerDay: Get<u32>;

		/// Items that a patient may have stored without a deposit.
		#[pallet::constant]
		type StorageItemsPerPatient: Get<u32>;

		/// Bytes that a patient may have stored without a deposit.
		#[pallet::constant]
		type StorageBytesPerPatient: Get<u32>;

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
