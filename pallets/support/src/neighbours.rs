// SPDX-License-Identifier: Apache-2.0
//! Fake neighbours for the tests of pallets: who is who, and which operators there are, from tables that a test fills.
//!
//! The tables belong to the thread, and so to one test. [`reset`] empties them.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::expect_used)]

use polkadot_sdk::frame_support::parameter_types;
use salus_primitives::{
	GuardianRole, Guardians, Guardianship, Licence, Licensing, Moment, Operators, Participants,
	Power, Profession, quorum::Fault,
};
use std::collections::{BTreeMap, BTreeSet};

/// How mocks name accounts.
pub type AccountId = u64;

/// The encryption key of every account that has one.
pub const KEY: [u8; 32] = [9; 32];

parameter_types! {
	pub static Patients: BTreeSet<AccountId> = BTreeSet::new();
	pub static Licences: BTreeMap<AccountId, Licence> = BTreeMap::new();
	/// Organisation, then member.
	pub static Members: BTreeSet<(AccountId, AccountId)> = BTreeSet::new();
	/// Organisation, then former member: since when it is none any more.
	pub static FormerMembers: BTreeMap<(AccountId, AccountId), Moment> = BTreeMap::new();
	pub static SuspendedOrganisations: BTreeSet<AccountId> = BTreeSet::new();
	/// Every other account is registered as something.
	pub static Unregistered: BTreeSet<AccountId> = BTreeSet::new();
	/// Every other account has a key.
	pub static Keyless: BTreeSet<AccountId> = BTreeSet::new();
	/// Patient, then guardian: as what, as long as it is listed here.
	pub static Guarded: BTreeMap<(AccountId, AccountId), Guardianship> = BTreeMap::new();
	/// Who did what for whom, in that order: guardian, then patient.
	pub static Acts: Vec<(AccountId, AccountId, Power)> = Vec::new();
	/// How often a pallet asked for a licence.
	pub static LicenceLookups: u32 = 0;
	/// How often a pallet asked for a membership.
	pub static MemberLookups: u32 = 0;

	/// The first in service is the first drawn from.
	pub static InService: Vec<AccountId> = Vec::new();
	/// For how many things an operator answers.
	pub static Duties: BTreeMap<AccountId, u32> = BTreeMap::new();
	/// Who was penalised for what, in that order.
	pub static Penalties: Vec<(AccountId, Fault)> = Vec::new();
	/// For which organisation an operator was accredited.
	pub static Organisations: BTreeMap<AccountId, AccountId> = BTreeMap::new();
}

/// Empties every table.
pub fn reset() {
	Patients::reset();
	Licences::reset();
	Members::reset();
	FormerMembers::reset();
	SuspendedOrganisations::reset();
	Unregistered::reset();
	Keyless::reset();
	Guarded::reset();
	Acts::reset();
	LicenceLookups::reset();
	MemberLookups::reset();
	InService::reset();
	Duties::reset();
	Penalties::reset();
	Organisations::reset();
}

/// Gives the account a licence that lasts.
pub fn license(account: AccountId) {
	let profession = Profession::Physician;
	set_licence(account, Licence::InForce { profession, expires_at: Moment::MAX });
}

pub fn set_licence(account: AccountId, licence: Licence) {
	Licences::mutate(|licences| licences.insert(account, licence));
}

/// Makes the account a guardian of the patient until the moment, as long as nobody dismisses them.
pub fn guard(patient: AccountId, guardian: AccountId, role: GuardianRole, until: Moment) {
	let guardianship = Guardianship { role, until };
	Guarded::mutate(|guarded| guarded.insert((patient, guardian), guardianship));
}

/// Dismisses a guardian.
pub fn dismiss(patient: AccountId, guardian: AccountId) {
	Guarded::mutate(|guarded| guarded.remove(&(patient, guardian)));
}

/// Accredits an operator for an organisation.
pub fn accredit(operator: AccountId, organisation: AccountId) {
	Organisations::mutate(|organisations| organisations.insert(operator, organisation));
}

/// Takes an operator out of service.
pub fn leave_service(operator: AccountId) {
	InService::mutate(|operators| operators.retain(|other| *other != operator));
}

/// What stands for the pallet of participants.
pub struct Neighbours;

impl Participants<AccountId> for Neighbours {
	fn is_patient(account: &AccountId) -> bool {
		Patients::get().contains(account)
	}
	fn is_registered(account: &AccountId) -> bool {
		!Unregistered::get().contains(account)
	}
	fn licence(account: &AccountId) -> Licence {
		LicenceLookups::mutate(|count| *count += 1);
		Licences::get().get(account).copied().unwrap_or(Licence::None)
	}
	fn is_organisation_in_force(account: &AccountId) -> bool {
		!SuspendedOrganisations::get().contains(account)
	}
	fn is_member(organisation: &AccountId, account: &AccountId) -> bool {
		Self::is_enrolled(organisation, account) && Self::is_organisation_in_force(organisation)
	}
	fn is_enrolled(organisation: &AccountId, account: &AccountId) -> bool {
		MemberLookups::mutate(|count| *count += 1);
		Members::get().contains(&(*organisation, *account))
	}
	fn was_enrolled(organisation: &AccountId, account: &AccountId, at: Moment) -> bool {
		let former = FormerMembers::get().get(&(*organisation, *account)).copied();
		Self::is_enrolled(organisation, account) || former.is_some_and(|until| at < until)
	}
	fn encryption_key(account: &AccountId) -> Option<[u8; 32]> {
		(!Keyless::get().contains(account)).then_some(KEY)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(account: &AccountId) {
		Patients::mutate(|patients| patients.insert(*account));
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_practitioner(account: &AccountId) {
		license(*account);
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_member(organisation: &AccountId, account: &AccountId) {
		Members::mutate(|members| members.insert((*organisation, *account)));
	}
}

impl Licensing<AccountId> for Neighbours {
	fn suspend(practitioner: &AccountId) {
		Licences::mutate(|licences| {
			if let Some(licence) = licences.get_mut(practitioner)
				&& *licence != Licence::None
			{
				*licence = Licence::Suspended;
			}
		});
	}
}

impl Guardians<AccountId> for Neighbours {
	fn guardianship(
		account: &AccountId,
		patient: &AccountId,
		power: Power,
	) -> Option<Guardianship> {
		let guardianship = Guarded::get().get(&(*patient, *account)).copied();
		guardianship.filter(|guardianship| guardianship.role.may(power))
	}
	fn act(account: &AccountId, patient: &AccountId, power: Power) -> Option<Guardianship> {
		let guardianship = Self::guardianship(account, patient, power)?;
		Acts::mutate(|acts| acts.push((*account, *patient, power)));
		Some(guardianship)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_guardian(account: &AccountId, patient: &AccountId) {
		Patients::mutate(|patients| patients.insert(*patient));
		guard(*patient, *account, GuardianRole::LegalGuardian, Moment::MAX);
	}
}

impl Operators<AccountId> for Neighbours {
	fn in_service() -> Vec<AccountId> {
		InService::get()
	}
	fn is_in_service(account: &AccountId) -> bool {
		InService::get().contains(account)
	}
	fn organisation(operator: &AccountId) -> Option<AccountId> {
		Organisations::get().get(operator).copied()
	}
	fn penalise(operator: &AccountId, fault: Fault) {
		Penalties::mutate(|penalties| penalties.push((*operator, fault)));
	}
	fn add_duty(operator: &AccountId) {
		Duties::mutate(|duties| *duties.entry(*operator).or_default() += 1);
	}
	fn end_duty(operator: &AccountId) {
		Duties::mutate(|duties| *duties.get_mut(operator).expect("a duty that was added") -= 1);
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn make_operator(account: &AccountId) {
		if !Self::is_in_service(account) {
			InService::mutate(|operators| operators.push(*account));
			accredit(*account, *account);
		}
	}
}
