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
mod claimants;
mod config;
mod errors;
mod events;
mod free_calls;
mod guardians;
mod hooks;
mod keys;
mod members;
#[cfg(test)]
mod mock;
mod operators;
mod registration;
pub mod runtime_api;
mod sponsors;
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
pub use free_calls::{NoFreeCall, TakenCall};
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
	use crate::{guardians::EndedBy, members::Leaving};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			OnUnbalanced, Time,
			fungible::{BalancedHold, Credit, Mutate, MutateHold},
		},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{Moment, Participants, Profession, Registration, quorum::Period};
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

		/// Whether the account was a member of the organisation at the end of this moment, the organisation suspended or
		/// not; none if that is not on record any more.
		pub fn was_member_of(
			organisation: T::AccountId,
			account: T::AccountId,
			at: Moment,
		) -> Option<bool> {
			Self::membership(organisation, account).was_member(at)
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
		/// - `registrations_per_day`: its vouchers: how many patients it may register or begin to sponsor on one day.
		/// - `free_calls_per_day`: how many free calls of its patients it may pay for on one day. What every patient has
		///   for ever is not counted.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::accredit())]
		pub fn accredit(
			origin: OriginFor<T>,
			organisation: T::AccountId,
			kind: OrganisationKind,
			jurisdiction: Jurisdiction,
			registrations_per_day: u32,
			free_calls_per_day: u32,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_accredit(
				organisation,
				kind,
				jurisdiction,
				registrations_per_day,
				free_calls_per_day,
			)
		}

		/// Suspends an organisation, at once: its members do not count as members, it registers and sponsors nobody, and
		/// pays for nothing, until it is reinstated. What every patient has for ever, its patients keep.
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
		/// - Cost: the fee; `PatientDeposit` and `BasicDeposit` are held.
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

		/// Ends your sponsorship of a patient: no more free calls and no more storage at your expense.
		///
		/// What is stored already stays, and so does the deposit for the registration. To revoke, deny, contest, erase and
		/// read, the patient needs no sponsor.
		///
		/// - Signer: the patient's sponsor, suspended or not.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotPermitted`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::end_sponsorship())]
		pub fn end_sponsorship(origin: OriginFor<T>, patient: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_end_sponsorship(organisation, patient, Error::<T>::NotPermitted)
		}

		/// Invites an account to be a member: where a patient permits or denies something to your organisation's members,
		/// this account is meant once it has accepted.
		///
		/// - Signer: an accredited organisation that is not suspended.
		/// - Cost: the fee; `MemberDeposit` is held until the invitation or the membership has ended.
		/// - Errors: `OrganisationNotInForce`, `AlreadyMember`, `AlreadyInvited`, or that you have too little money.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::invite_member())]
		pub fn invite_member(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_invite_member(organisation, member)
		}

		/// Dismisses a member, at once, or takes an invitation back.
		///
		/// From when to when somebody was a member stays on record.
		///
		/// - Signer: the organisation, suspended or not.
		/// - Cost: the fee; the member's deposit comes back, but for `FormerMemberDeposit` the first time.
		/// - Errors: `NotFound`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::dismiss_member())]
		pub fn dismiss_member(origin: OriginFor<T>, member: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::end_membership(organisation, member, Leaving::Dismissed)
		}

		/// Sets or changes the X25519 key to which others encrypt for you.
		///
		/// Do it when your old key may be known to others; what was encrypted to it stays readable with it.
		///
		/// - Signer: any registered account, in whatever role.
		/// - Cost: the fee, or a patient's free call; no deposit.
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

		/// Ends your membership of an organisation, at once, or declines its invitation: what patients permit or deny to
		/// its members concerns you no more.
		///
		/// From when to when you were a member stays on record.
		///
		/// - Signer: the member, or whoever is invited.
		/// - Cost: the fee; the organisation gets its deposit back, as when it dismisses you.
		/// - Errors: `NotFound`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::dismiss_member())]
		pub fn leave_organisation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			let member = ensure_signed(origin)?;
			Self::end_membership(organisation, member, Leaving::Left)
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

		/// Accepts an organisation's invitation: you are its member from now on, and what patients permit or deny to its
		/// members concerns you.
		///
		/// - Signer: whoever is invited.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `Expired`, `OrganisationNotInForce`.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::accept_invitation())]
		pub fn accept_invitation(
			origin: OriginFor<T>,
			organisation: T::AccountId,
		) -> DispatchResult {
			let member = ensure_signed(origin)?;
			Self::do_accept_invitation(organisation, member)
		}

		/// Appoints a guardian: somebody who acts for you until a moment, under their own name. Whoever guards you already
		/// does so in this role and until this moment from now on.
		///
		/// A parent permits, denies, reads, writes and contests for you; a legal guardian erases, too; a carer reads and
		/// writes in your general compartment. None of them changes your key, spends your money or appoints another. You
		/// may dismiss them at any time.
		///
		/// - Signer: a registered patient.
		/// - Cost: the fee, or a feeless call; no deposit.
		/// - Errors: `NotAPatient`, `NotForOneself`, `NotRegistered`, `Expired`, `NotAtNewYear`, `TermTooLong`,
		///   `TooManyGuardians`.
		/// - `guardian`: their account, registered as a patient or in another role.
		/// - `until`: at most `MaxGuardianPeriod` ahead, for a carer `MaxCarerPeriod`. Of a parent or legal guardian it is
		///   the first moment of a year in UTC.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::appoint_guardian())]
		pub fn appoint_guardian(
			origin: OriginFor<T>,
			guardian: T::AccountId,
			role: GuardianRole,
			until: Moment,
		) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_appoint_guardian(patient, guardian, role, until)
		}

		/// Dismisses a guardian of yours, at once, whoever appointed them.
		///
		/// What they have permitted stays until you revoke it, or until they would have ceased to be your guardian.
		///
		/// - Signer: the patient.
		/// - Cost: the fee, or a feeless call.
		/// - Errors: `NotFound`.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::dismiss_guardian())]
		pub fn dismiss_guardian(origin: OriginFor<T>, guardian: T::AccountId) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::end_guardianship(patient, guardian, EndedBy::Patient)
		}

		/// Resigns as a patient's guardian, at once.
		///
		/// - Signer: the guardian.
		/// - Cost: the fee, or a feeless call.
		/// - Errors: `NotFound`.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::dismiss_guardian())]
		pub fn resign_guardianship(origin: OriginFor<T>, patient: T::AccountId) -> DispatchResult {
			let guardian = ensure_signed(origin)?;
			Self::end_guardianship(patient, guardian, EndedBy::Guardian)
		}

		/// Proposes a guardian for a patient who can't appoint one.
		///
		/// The patient sees it, and may end it. After `GuardianNotice` the authority may appoint whom you propose.
		///
		/// - Signer: an accredited organisation that is not suspended.
		/// - Cost: the fee; `GuardianProposalDeposit` is held until the proposal is decided or ended.
		/// - Errors: `OrganisationNotInForce`, `AlreadyProposed`, `NotAPatient`, `NotForOneself`, `NotRegistered`,
		///   `Expired`, `NotAtNewYear`, `TermTooLong`, or that you have too little money.
		/// - `until`: as for `appoint_guardian`.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::propose_guardian())]
		pub fn propose_guardian(
			origin: OriginFor<T>,
			patient: T::AccountId,
			guardian: T::AccountId,
			role: GuardianRole,
			until: Moment,
		) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_propose_guardian(organisation, patient, guardian, role, until)
		}

		/// Ends the proposal of a guardian: as the patient you object, as the organisation you take it back.
		///
		/// - Signer: the patient, or the organisation that proposes, suspended or not.
		/// - Cost: the fee, or a feeless call of the patient's; the organisation's deposit comes back.
		/// - Errors: `NotPermitted`, `NotFound`.
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::end_proposal())]
		pub fn end_proposal(
			origin: OriginFor<T>,
			patient: T::AccountId,
			organisation: T::AccountId,
		) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_end_proposal(signer, patient, organisation)
		}

		/// Appoints the guardian whom an organisation proposes for a patient, or refuses to.
		///
		/// Names the whole proposal, so that nobody can put another in its place while votes are given.
		///
		/// - Signer: the authority.
		/// - Cost: the fee; the organisation's deposit comes back.
		/// - Errors: `NotFound`, `ProposalChanged`; to appoint, `NoticeNotOver`, `OrganisationNotInForce`, and those of
		///   `appoint_guardian`.
		/// - `guardian`, `role`, `until`: as they are proposed.
		/// - `appoint`: whether to; otherwise the proposal ends.
		#[pallet::call_index(27)]
		#[pallet::weight(T::WeightInfo::decide_proposal())]
		pub fn decide_proposal(
			origin: OriginFor<T>,
			patient: T::AccountId,
			organisation: T::AccountId,
			guardian: T::AccountId,
			role: GuardianRole,
			until: Moment,
			appoint: bool,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_decide_proposal(patient, organisation, guardian, role, until, appoint)
		}

		/// Removes a patient's guardian, at once, whoever appointed them.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `NotFound`.
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::dismiss_guardian())]
		pub fn remove_guardian(
			origin: OriginFor<T>,
			patient: T::AccountId,
			guardian: T::AccountId,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::end_guardianship(patient, guardian, EndedBy::Authority)
		}

		/// Sponsors a patient whom nobody in force sponsors: whoever sponsored them has ended it or is suspended.
		///
		/// The patient has to sign nothing, and may end it at any time.
		///
		/// - Signer: an accredited organisation that is not suspended.
		/// - Cost: the fee, and one of your vouchers of the day; no deposit.
		/// - Errors: `NotFound`, `SignatureNeeded`, `OrganisationNotInForce`, `QuotaExhausted`, `AlreadySponsor`,
		///   `TooManySponsors`.
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::take_over())]
		pub fn take_over(origin: OriginFor<T>, patient: T::AccountId) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_take_over(organisation, patient)
		}

		/// Sponsors a patient whom others sponsor already: you pay when they don't.
		///
		/// The patient has signed for it, once and for this organisation and chain alone.
		///
		/// - Signer: an accredited organisation that is not suspended.
		/// - Cost: the fee, and one of your vouchers of the day; no deposit.
		/// - Errors: `Expired`, `ExpiryTooFar`, `NotFound`, `BadSignature`, `OrganisationNotInForce`, `QuotaExhausted`,
		///   `AlreadySponsor`, `TooManySponsors`.
		/// - `expires_at`: the signature is void from this moment, at most `MaxRegistrationLifetime` ahead.
		/// - `patient_signature`: the patient's, of `salus/sponsorship/v1` as bytes, the chain's genesis hash,
		///   organisation, patient, how many sponsorships of the patient were begun before, and `expires_at`, encoded by
		///   SCALE; as it is, or wrapped in `<Bytes>` and `</Bytes>` as wallets do.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::sponsor())]
		pub fn sponsor(
			origin: OriginFor<T>,
			patient: T::AccountId,
			expires_at: Moment,
			patient_signature: T::OffchainSignature,
		) -> DispatchResult {
			let organisation = ensure_signed(origin)?;
			Self::do_sponsor(organisation, patient, expires_at, &patient_signature)
		}

		/// Ends an organisation's sponsorship of you: it pays for nothing any more.
		///
		/// What is stored already stays.
		///
		/// - Signer: the patient.
		/// - Cost: the fee, or a free call.
		/// - Errors: `NotFound`.
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::end_sponsorship())]
		pub fn leave_sponsor(origin: OriginFor<T>, organisation: T::AccountId) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_end_sponsorship(organisation, patient, Error::<T>::NotFound)
		}
	}
}
