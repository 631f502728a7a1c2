#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

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
mod hooks;
mod keys;
#[cfg(test)]
mod mock;
mod operators;
mod registration;
pub mod runtime_api;
mod storage;
#[cfg(test)]
mod tests;
mod views;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
pub mod weights;
mod work;

pub use allowance::{AllowanceOr, Ticket};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use keys::is_weak;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

// What the pallet macro writes expects, and is not documented; a field of an event is named for what it says.
#[allow(missing_docs, clippy::expect_used, clippy::type_complexity)]
#[import_section(config::config)]
#[import_section(storage::storage)]
#[import_section(events::events)]
#[import_section(errors::errors)]
#[import_section(hooks::hooks)]
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
	use salus_primitives::{Moment, Participants, Profession, Registration};
	use sp_runtime::traits::{IdentifyAccount, Verify};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	// Not in a section of views.rs: what the macro writes for the arguments is lost on the way.
	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Whether the account is a member of the organisation now. A suspended organisation has no members.
		pub fn is_member_of(organisation: T::AccountId, account: T::AccountId) -> bool {
			<Self as Participants<T::AccountId>>::is_member(&organisation, &account)
		}

		/// What each patient of the organisation may ask for at its expense within 30 days; none for an account that is
		/// no organisation. A suspended one pays for nothing.
		pub fn work_limit(organisation: T::AccountId) -> Option<BalanceOf<T>> {
			let is_known = Organisations::<T>::contains_key(&organisation);
			is_known.then(|| Self::work_limit_of(&organisation))
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Accredits an organisation, or changes what an accredited one is and may do.
		///
		/// A suspended organisation stays suspended.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `UnknownJurisdiction`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::accredit())]
		pub fn accredit(
			origin: OriginFor<T>,
			organisation: T::AccountId,
			kind: OrganisationKind,
			jurisdiction: Jurisdiction,
			registrations_per_day: u32,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_accredit(organisation, kind, jurisdiction, registrations_per_day)
		}

		/// Suspends an organisation, at once: its members do not count as members, it registers nobody, and its
		/// patients have no feeless calls, until it is reinstated.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadySuspended`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::suspend_organisation())]
		pub fn suspend_organisation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_organisation(organisation)
		}

		/// Ends an organisation's suspension.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotSuspended`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::reinstate_organisation())]
		pub fn reinstate_organisation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_reinstate_organisation(organisation)
		}

		/// Licenses a practitioner until a moment, or renews the licence.
		///
		/// A suspended licence stays suspended.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
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
			Self::do_license(practitioner, profession, jurisdiction, expires_at)
		}

		/// Suspends a practitioner's licence, at once.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadySuspended`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::suspend_practitioner())]
		pub fn suspend_practitioner(
			origin: OriginFor<T>,
			practitioner: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_practitioner(practitioner)
		}

		/// Ends the suspension of a practitioner's licence.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotSuspended`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::reinstate_practitioner())]
		pub fn reinstate_practitioner(
			origin: OriginFor<T>,
			practitioner: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_reinstate_practitioner(practitioner)
		}

		/// Registers you as a patient who pays for yourself.
		///
		/// - Signer: any account that is not a patient yet. Patients whom an organisation sponsors need no money: see
		///   `register_patient`.
		/// - Cost: the fee; `PatientDeposit` is held.
		/// - Errors: `AlreadyRegistered`, `WeakKey`, or that you have too little money.
		/// - `encryption_key`: your X25519 key, which the `salus` command line shows.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::register())]
		pub fn register(origin: OriginFor<T>, encryption_key: [u8; 32]) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_register(patient, encryption_key)
		}

		/// Registers a patient whom your organisation sponsors: the patient needs no money, now or later.
		///
		/// The patient has signed for it, once and for this organisation and chain alone.
		///
		/// - Signer: an accredited organisation that is not suspended.
		/// - Cost: the fee; `PatientDeposit` is held.
		/// - Errors: `Expired`, `ExpiryTooFar`, `WeakKey`, `AlreadyRegistered`, `OrganisationNotInForce`,
		///   `QuotaExhausted`, `BadSignature`, or that you have too little money.
		/// - `encryption_key`: the patient's X25519 key.
		/// - `expires_at`: the signature is void from this moment, at most `MaxRegistrationLifetime` ahead.
		/// - `patient_signature`: the patient's, of `salus/registration/v1` as bytes, the chain's genesis hash,
		///   organisation, patient, `expires_at` and `encryption_key`, encoded by SCALE; as it is, or wrapped in
		///   `<Bytes>` and `</Bytes>` as wallets do.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::register_patient())]
		pub fn register_patient(
			origin: OriginFor<T>,
			patient: T::AccountId,
			encryption_key: [u8; 32],
			expires_at: Moment,
			patient_signature: T::OffchainSignature,
		) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			let registration = Registration { organisation, patient, expires_at, encryption_key };
			Self::do_register_patient(registration, &patient_signature)
		}

		/// Ends your sponsorship of a patient: no more feeless calls and no more storage at your expense.
		///
		/// What is stored already stays, and so does the deposit for the registration.
		///
		/// - Signer: the patient's sponsor, suspended or not.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotPermitted`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::end_sponsorship())]
		pub fn end_sponsorship(origin: OriginFor<T>, patient: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_end_sponsorship(organisation, patient)
		}

		/// Admits an account as a member: where a patient permits your organisation's members, this account is
		/// permitted.
		///
		/// - Signer: an accredited organisation that is not suspended.
		/// - Cost: the fee; `MemberDeposit` is held until the member is dismissed.
		/// - Errors: `OrganisationNotInForce`, `AlreadyMember`, or that you have too little money.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::admit_member())]
		pub fn admit_member(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_admit_member(organisation, member)
		}

		/// Dismisses a member, at once.
		///
		/// - Signer: the organisation, suspended or not.
		/// - Cost: the fee; the member's deposit comes back.
		/// - Errors: `NotFound`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::dismiss_member())]
		pub fn dismiss_member(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_dismiss_member(organisation, member)
		}

		/// Sets or changes the X25519 key to which others encrypt for you.
		///
		/// Do it when your old key may be known to others; what was encrypted to it stays readable with it.
		///
		/// - Signer: any registered account, in whatever role.
		/// - Cost: the fee, or a feeless call; no deposit.
		/// - Errors: `NotRegistered`, `WeakKey`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::set_encryption_key())]
		pub fn set_encryption_key(origin: OriginFor<T>, key: [u8; 32]) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_set_encryption_key(account, key)
		}

		/// Makes you an operator in service: a custodian of key shares who may be drawn to run models.
		///
		/// You are drawn while the organisation is in force and you are a member of it, or it itself.
		///
		/// - Signer: an organisation that is accredited to run operators and not suspended, or a member of it.
		/// - Cost: the fee; `bond`, at least `OperatorBond`, is held of your money until you withdraw it.
		/// - Errors: `AlreadyOperator`, `OrganisationNotInForce`, `NotOfThisKind`, `NotAMember`,
		///   `TooManyOfOrganisation`, `BondTooLow`, `BadEndpoint`, `BadPeerId`, `WeakKey`, `TooManyOperators`, or
		///   that you have too little money.
		/// - `organisation`: which organisation runs you; your own account if you are one yourself.
		/// - `endpoint`: where your custody server answers, as `https://host:port`.
		/// - `peer_id`: the name of your IPFS node.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::become_operator())]
		pub fn become_operator(
			origin: OriginFor<T>,
			organisation: T::AccountId,
			endpoint: Endpoint,
			peer_id: PeerId,
			encryption_key: [u8; 32],
			bond: BalanceOf<T>,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_become_operator(
				operator,
				organisation,
				endpoint,
				peer_id,
				encryption_key,
				bond,
			)
		}

		/// Changes where your custody server and your IPFS node answer.
		///
		/// - Signer: an operator.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `BadEndpoint`, `BadPeerId`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::update_endpoint())]
		pub fn update_endpoint(
			origin: OriginFor<T>,
			endpoint: Endpoint,
			peer_id: PeerId,
		) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_update_endpoint(operator, endpoint, peer_id)
		}

		/// Adds to your bond.
		///
		/// If penalties took you out of service and the bond is enough again, you are back in service.
		///
		/// - Signer: an operator who is not leaving.
		/// - Cost: the fee; `amount` is held with the bond.
		/// - Errors: `NotFound`, `AlreadyLeaving`, `TooManyOperators`, or that you have too little money.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::add_bond())]
		pub fn add_bond(origin: OriginFor<T>, amount: BalanceOf<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_add_bond(operator, amount)
		}

		/// Takes you out of service: you are not drawn and not named as custodian any more.
		///
		/// What you hold and owe already, you still hold and owe.
		///
		/// - Signer: an operator.
		/// - Cost: the fee; the bond stays for `UnbondingPeriod`.
		/// - Errors: `NotFound`, `AlreadyLeaving`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::leave_service())]
		pub fn leave_service(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_leave_service(operator)
		}

		/// Gives you your bond back and ends your role as operator.
		///
		/// - Signer: an operator who left service `UnbondingPeriod` ago, answers for nothing, and is not suspended.
		/// - Cost: the fee; the bond comes back.
		/// - Errors: `NotFound`, `NotLeaving`, `StillUnbonding`, `DutiesOpen`, `Suspended`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::withdraw_bond())]
		pub fn withdraw_bond(origin: OriginFor<T>) -> DispatchResult {
			let operator = ensure_signed(origin)?;
			Self::do_withdraw_bond(operator)
		}

		/// Suspends an operator, at once: out of service, and its bond stays.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `AlreadySuspended`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::suspend_operator())]
		pub fn suspend_operator(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_suspend_operator(operator)
		}

		/// Ends an operator's suspension: back in service, if its bond is enough and it is not leaving.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotSuspended`, `TooManyOperators`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::reinstate_operator())]
		pub fn reinstate_operator(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_reinstate_operator(operator)
		}

		/// Ends your membership of an organisation, at once: what patients permit or deny to its members concerns you
		/// no more.
		///
		/// - Signer: the member.
		/// - Cost: the fee; the organisation gets its deposit back.
		/// - Errors: `NotFound`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::dismiss_member())]
		pub fn leave_organisation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			let member = ensure_signed(origin)?;
			Self::do_dismiss_member(organisation, member)
		}

		/// Sets what each of your patients may ask for at your expense within 30 days, counted from a patient's first
		/// request: the price of decision support about themselves.
		///
		/// Beyond it a patient pays alone. What is asked for already stays at your expense; what goes back of it goes
		/// back to you, and counts all the same.
		///
		/// - Signer: an accredited organisation that is not suspended.
		/// - Cost: the fee. When a patient asks, the price of the work is held of your money, and a deposit.
		/// - Errors: `OrganisationNotInForce`.
		/// - `limit`: nothing (0) to pay for none. Until you set one it is `DefaultWorkLimit`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::set_work_limit())]
		pub fn set_work_limit(origin: OriginFor<T>, limit: BalanceOf<T>) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_set_work_limit(organisation, limit)
		}
	}
}
