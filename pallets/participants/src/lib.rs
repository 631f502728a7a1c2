#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

use polkadot_sdk::{
	frame_support::{self, pallet_macros::import_section},
	frame_system, sp_runtime,
};

mod allowance;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod config;
mod errors;
mod events;
mod keys;
#[cfg(test)]
mod mock;
mod operators;
mod questions;
pub mod runtime_api;
#[cfg(test)]
mod tests;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
mod voucher;
pub mod weights;

pub use allowance::{AllowanceOr, Ticket};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use keys::is_weak;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

// Of what the macro writes: what is written here is documented, and expects nothing.
#[allow(missing_docs, clippy::expect_used, clippy::type_complexity)]
#[import_section(config::config)]
#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			OnUnbalanced, Time,
			fungible::{BalancedHold, Credit, Mutate, MutateHold},
		},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{Moment, Participants, Profession, Voucher};
	use sp_runtime::traits::{IdentifyAccount, Verify};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For the registration of a patient.
		Patient,
		/// For a member of an organisation.
		Member,
		/// An operator's bond.
		OperatorBond,
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

	/// Of how many organisations an account is a member.
	#[pallet::storage]
	pub type MembershipCount<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// The X25519 keys to which others encrypt for an account.
	#[pallet::storage]
	pub type EncryptionKeys<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, EncryptionKey, OptionQuery>;

	/// What each patient has used of the allowance. Data rule 10.
	#[pallet::storage]
	pub type Allowances<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Allowance, ValueQuery>;

	/// The operators whose bond is held, in service or not.
	#[pallet::storage]
	pub type Operators<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OperatorOf<T>, OptionQuery>;

	/// The operators in service, oldest first: bonded, not suspended, not leaving.
	#[pallet::storage]
	pub type OperatorsInService<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxOperators>, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			// A rollover by day and a longevity by blocks both divide.
			assert!(T::BlockTime::get() > 0, "BlockTime is zero");
			assert!(T::MaxOperators::get() > 0, "MaxOperators is zero");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Accredits an organisation, or changes what an accredited one is and may do.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee; no deposit.
		/// - A suspended organisation stays suspended.
		/// - Errors: `UnknownJurisdiction`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::accredit())]
		pub fn accredit(
			origin: OriginFor<T>,
			organisation: T::AccountId,
			kind: OrganisationKind,
			jurisdiction: Jurisdiction,
			vouchers_per_day: u32,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_accredit(organisation, kind, jurisdiction, vouchers_per_day)?;
			Ok(())
		}

		/// Suspends an organisation, at once: its members are no members, its vouchers are void, and its
		/// patients have no feeless calls, until it is reinstated.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee; no deposit.
		/// - Errors: `NotFound`, `AlreadySuspended`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::suspend_organisation())]
		pub fn suspend_organisation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_organisation(organisation)?;
			Ok(())
		}

		/// Ends an organisation's suspension.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee; no deposit.
		/// - Errors: `NotFound`, `NotSuspended`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::reinstate_organisation())]
		pub fn reinstate_organisation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_reinstate_organisation(organisation)?;
			Ok(())
		}

		/// Licenses a practitioner until a moment, or renews the licence.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee; no deposit.
		/// - A suspended licence stays suspended.
		/// - Errors: `UnknownJurisdiction`, `Expired`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::license())]
		pub fn license(
			origin: OriginFor<T>,
			practitioner: T::AccountId,
			profession: Profession,
			jurisdiction: Jurisdiction,
			expires_at: Moment,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_license(practitioner, profession, jurisdiction, expires_at)?;
			Ok(())
		}

		/// Suspends a practitioner's licence, at once.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee; no deposit.
		/// - Errors: `NotFound`, `AlreadySuspended`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::suspend_practitioner())]
		pub fn suspend_practitioner(
			origin: OriginFor<T>,
			practitioner: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_practitioner(practitioner)?;
			Ok(())
		}

		/// Ends the suspension of a practitioner's licence.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee; no deposit.
		/// - Errors: `NotFound`, `NotSuspended`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::reinstate_practitioner())]
		pub fn reinstate_practitioner(
			origin: OriginFor<T>,
			practitioner: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_reinstate_practitioner(practitioner)?;
			Ok(())
		}

		/// Registers you as a patient who pays for yourself.
		///
		/// - Who may sign: anybody who is no patient yet. Patients whose clinic gives them a voucher need
		///   no money: see `register_with_voucher`.
		/// - Costs: the fee; `PatientDeposit` is held.
		/// - `encryption_key`: your X25519 key, which the `salus` command line shows.
		/// - Errors: `AlreadyRegistered`, `WeakKey`, or that you have too little money.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::register())]
		pub fn register(origin: OriginFor<T>, encryption_key: [u8; 32]) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_register(patient, encryption_key)?;
			Ok(())
		}

		/// Registers a patient on an organisation's voucher: the patient needs no money, now or later.
		///
		/// - Who may send it: anybody; organisation and patient have both signed the voucher. It is an
		///   unsigned general transaction.
		/// - Costs: no fee; `PatientDeposit` is held of the organisation's money.
		/// - Errors: `AlreadyRegistered`, `Expired`, `VoucherTooLong`, `WeakKey`,
		///   `OrganisationNotInForce`, `QuotaExhausted`, `DepositUnaffordable`, `BadSignature`; each keeps
		///   the transaction out of any block.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::register_with_voucher())]
		#[pallet::authorize(Self::authorize_voucher)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_register_with_voucher())]
		pub fn register_with_voucher(
			origin: OriginFor<T>,
			voucher: Voucher<T::AccountId>,
			encryption_key: [u8; 32],
			organisation_signature: T::OffchainSignature,
			patient_signature: T::OffchainSignature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			// `authorize_voucher` has checked them, or the origin would not be what it is.
			let _ = (organisation_signature, patient_signature);
			Self::do_register_with_voucher(voucher, encryption_key)?;
			Ok(())
		}

		/// Stands down from a patient: no more feeless calls and no more storage at the organisation's
		/// expense. What is stored already stays, and so does the deposit for the registration.
		///
		/// - Who may sign: the organisation that stands behind the patient, suspended or not.
		/// - Costs: the fee.
		/// - Errors: `NotFound`, `NotPermitted`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::stand_down())]
		pub fn stand_down(origin: OriginFor<T>, patient: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_stand_down(organisation, patient)?;
			Ok(())
		}

		/// Admits an account as a member: where a patient permits your organisation's members, this
		/// account is permitted.
		///
		/// - Who may sign: an accredited organisation that is not suspended.
		/// - Costs: the fee; `MemberDeposit` is held until the member is dismissed.
		/// - Errors: `OrganisationNotInForce`, `AlreadyMember`, or that you have too little money.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::admit_member())]
		pub fn admit_member(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_admit_member(organisation, member)?;
			Ok(())
		}

		/// Dismisses a member, at once.
		///
		/// - Who may sign: the organisation, suspended or not.
		/// - Costs: the fee; the member's deposit comes back.
		/// - Errors: `NotFound`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::dismiss_member())]
		pub fn dismiss_member(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_dismiss_member(organisation, member)?;
			Ok(())
		}

		/// Sets or changes the X25519 key to which others encrypt for you. Do it when your old key may be
		/// known to others; what was handed to you under it is not called back.
		///
		/// - Who may sign: anybody who is registered here, in whatever role.
		/// - Costs: the fee, or a feeless call; no deposit.
		/// - Errors: `NotRegistered`, `WeakKey`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::set_encryption_key())]
		pub fn set_encryption_key(origin: OriginFor<T>, key: [u8; 32]) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_set_encryption_key(account, key)?;
			Ok(())
		}

		/// Makes you an operator in service: a custodian of key shares who may be drawn to run models.
		///
		/// - Who may sign: anybody with the bond.
		/// - Costs: the fee; `bond`, at least `OperatorBond`, is held until you withdraw it.
		/// - `endpoint`: where your custody server answers, as `https://host:port`.
		/// - `peer_id`: the name of your IPFS node.
		/// - Errors: `AlreadyOperator`, `BondTooLow`, `BadEndpoint`, `BadPeerId`, `WeakKey`,
		///   `TooManyOperators`, or that you have too little money.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::become_operator())]
		pub fn become_operator(
			origin: OriginFor<T>,
			endpoint: Endpoint,
			peer_id: PeerId,
			encryption_key: [u8; 32],
			bond: BalanceOf<T>,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_become_operator(operator, endpoint, peer_id, encryption_key, bond)?;
			Ok(())
		}

		/// Changes where your custody server and your IPFS node answer.
		///
		/// - Who may sign: an operator.
		/// - Costs: the fee.
		/// - Errors: `NotFound`, `BadEndpoint`, `BadPeerId`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::update_endpoint())]
		pub fn update_endpoint(
			origin: OriginFor<T>,
			endpoint: Endpoint,
			peer_id: PeerId,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_update_endpoint(operator, endpoint, peer_id)?;
			Ok(())
		}

		/// Adds to your bond. If penalties took you out of service and the bond is enough again, you
		/// are back in service.
		///
		/// - Who may sign: an operator who is not leaving.
		/// - Costs: the fee; `amount` is held with the bond.
		/// - Errors: `NotFound`, `AlreadyLeaving`, `TooManyOperators`, or that you have too little money.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::add_bond())]
		pub fn add_bond(origin: OriginFor<T>, amount: BalanceOf<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_add_bond(operator, amount)?;
			Ok(())
		}

		/// Takes you out of service: you are not drawn and not named as custodian any more. What you
		/// hold and owe already, you still hold and owe.
		///
		/// - Who may sign: an operator.
		/// - Costs: the fee; the bond stays for `UnbondingPeriod`.
		/// - Errors: `NotFound`, `AlreadyLeaving`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::leave_service())]
		pub fn leave_service(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_leave_service(operator)?;
			Ok(())
		}

		/// Gives you your bond back: you are no operator any more.
		///
		/// - Who may sign: an operator who left service `UnbondingPeriod` ago, answers for nothing, and
		///   is not suspended.
		/// - Costs: the fee; the bond comes back.
		/// - Errors: `NotFound`, `NotLeaving`, `StillUnbonding`, `DutiesOpen`, `Suspended`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::withdraw_bond())]
		pub fn withdraw_bond(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_withdraw_bond(operator)?;
			Ok(())
		}

		/// Suspends an operator, at once: out of service, and its bond stays.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee.
		/// - Errors: `NotFound`, `AlreadySuspended`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::suspend_operator())]
		pub fn suspend_operator(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_operator(operator)?;
			Ok(())
		}

		/// Ends an operator's suspension: back in service, if its bond is enough and it is not leaving.
		///
		/// - Who may sign: the authority.
		/// - Costs: the fee.
		/// - Errors: `NotFound`, `NotSuspended`, `TooManyOperators`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::reinstate_operator())]
		pub fn reinstate_operator(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_reinstate_operator(operator)?;
			Ok(())
		}

		/// Ends your membership of an organisation, at once: what patients permit or deny to its members
		/// concerns you no more.
		///
		/// - Who may sign: the member.
		/// - Costs: the fee; the organisation gets its deposit back.
		/// - Errors: `NotFound`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::dismiss_member())]
		pub fn leave_organisation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			let member = ensure_signed(origin)?;
			Self::do_dismiss_member(organisation, member)?;
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Whether the account is a member of the organisation now; no, while that is suspended.
		pub fn is_member_of(organisation: T::AccountId, account: T::AccountId) -> bool {
			<Self as Participants<T::AccountId>>::is_member(&organisation, &account)
		}
	}
}
