// SPDX-License-Identifier: Apache-2.0
//! How benchmarks and tests of other pallets give an account a role.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
	frame_benchmarking::v2::account,
	frame_support::traits::{
		Get, Time,
		fungible::{Inspect, Mutate},
	},
	sp_io::hashing::blake2_256,
	sp_runtime::{Saturating, traits::Zero},
};
use salus_primitives::{
	Profession,
	participants::{
		MAX_ENDPOINT_LENGTH, MAX_GUARDIANS, MAX_MEMBERSHIP_PERIODS, MAX_PEER_ID_LENGTH,
	},
};

/// Enough for every deposit of a benchmark.
pub(super) fn fund<T: Config>(account: &AccountIdOf<T>) {
	let deposits = T::OperatorBond::get()
		.saturating_add(T::PatientDeposit::get())
		.saturating_add(T::MemberDeposit::get())
		.saturating_add(T::Currency::minimum_balance());
	T::Currency::mint_into(account, deposits.saturating_mul(1_000u32.into())).unwrap();
}

/// A key that is not weak.
pub(super) const KEY: [u8; 32] = [9; 32];

fn give_key<T: Config>(account: &AccountIdOf<T>) {
	if !EncryptionKeys::<T>::contains_key(account) {
		Pallet::<T>::put_key(account, KEY);
	}
}

/// Makes a patient who pays alone, with money.
pub(crate) fn make_patient<T: Config>(account: &AccountIdOf<T>) {
	fund::<T>(account);
	if !Patients::<T>::contains_key(account) {
		Pallet::<T>::do_register(account.clone(), KEY).unwrap();
	}
}

/// Makes a physician with money and a key, whose licence ends in ten years.
pub(crate) fn make_practitioner<T: Config>(account: &AccountIdOf<T>) {
	fund::<T>(account);
	let expires_at = T::Time::now().saturating_add(315_360_000_000);
	Pallet::<T>::do_license(account.clone(), Profession::Physician, *b"DE", expires_at).unwrap();
	give_key::<T>(account);
}

/// Accredits an organisation with money.
pub(super) fn make_organisation<T: Config>(organisation: &AccountIdOf<T>) {
	make_organisation_of::<T>(organisation, OrganisationKind::Provider);
}

pub(crate) fn make_organisation_of<T: Config>(
	organisation: &AccountIdOf<T>,
	kind: OrganisationKind,
) {
	fund::<T>(organisation);
	Pallet::<T>::do_accredit(organisation.clone(), kind, *b"DE", 100, 100).unwrap();
}

/// Makes a member with a key, of an organisation with money.
pub(crate) fn make_member<T: Config>(organisation: &AccountIdOf<T>, account: &AccountIdOf<T>) {
	make_member_of::<T>(organisation, account, OrganisationKind::Provider);
}

pub(super) fn make_member_of<T: Config>(
	organisation: &AccountIdOf<T>,
	account: &AccountIdOf<T>,
	kind: OrganisationKind,
) {
	make_organisation_of::<T>(organisation, kind);
	if !Members::<T>::contains_key(organisation, account) {
		Pallet::<T>::do_invite_member(organisation.clone(), account.clone()).unwrap();
		Pallet::<T>::do_accept_invitation(organisation.clone(), account.clone()).unwrap();
	}
	give_key::<T>(account);
}

/// Gives a member as many former memberships as are kept.
pub(super) fn make_former_member<T: Config>(
	organisation: &AccountIdOf<T>,
	account: &AccountIdOf<T>,
) {
	let periods = (0..u64::from(MAX_MEMBERSHIP_PERIODS))
		.map(|index| MembershipPeriod { since: index, until: index.saturating_add(1) });
	let former = FormerMember {
		periods: periods.collect::<Vec<_>>().try_into().unwrap(),
		known_since: 0,
		deposit: Zero::zero(),
	};
	FormerMembers::<T>::insert(organisation, account, former);
	// Whoever became a member just now has not been one yet.
	Members::<T>::mutate(organisation, account, |membership| {
		if let Some(membership) = membership {
			membership.since = 0;
		}
	});
}

/// Makes the account a legal guardian of the patient, both registered, after as many others as there is room for.
pub(crate) fn make_guardian<T: Config>(guardian: &AccountIdOf<T>, patient: &AccountIdOf<T>) {
	make_patient::<T>(patient);
	make_practitioner::<T>(guardian);
	let item = Guardian {
		account: guardian.clone(),
		role: GuardianRole::LegalGuardian,
		proposed_by: Some(guardian.clone()),
		since: 0,
		// 2370-01-01.
		until: 12_622_780_800_000,
		ended_at: None,
	};
	let mut guardians = vec![item; MAX_GUARDIANS as usize];
	for (index, former) in (0..).zip(guardians.iter_mut().skip(1)) {
		former.account = account("former", index, 2);
		former.ended_at = Some(0);
	}
	// Looked for from the first: so that every one is looked at.
	guardians.reverse();
	GuardiansOf::<T>::insert(patient, GuardianList::try_from(guardians).unwrap());
}

/// Makes an operator in service, of an organisation that runs no other: as its member, which costs more to look up
/// than to be the organisation itself.
pub(crate) fn make_operator<T: Config>(operator: &AccountIdOf<T>) {
	if !Operators::<T>::contains_key(operator) {
		let hash = operator.using_encoded(blake2_256);
		let number = hash.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
		make_operator_of::<T>(&account("organisation", number, 1), operator);
	}
}

/// Makes an operator in service that is the member of an organisation.
pub(super) fn make_operator_of<T: Config>(
	organisation: &AccountIdOf<T>,
	operator: &AccountIdOf<T>,
) {
	make_member_of::<T>(organisation, operator, OrganisationKind::Operator);
	fund::<T>(operator);
	let (endpoint, peer_id) = address();
	let (operator, organisation) = (operator.clone(), organisation.clone());
	let bond = T::OperatorBond::get();
	Pallet::<T>::do_become_operator(operator, organisation, endpoint, peer_id, KEY, bond).unwrap();
}

/// The longest endpoint and peer id.
pub(super) fn address() -> (Endpoint, PeerId) {
	let mut endpoint = b"https://".to_vec();
	endpoint.resize(MAX_ENDPOINT_LENGTH as usize, b'a');
	let peer_id = vec![b'a'; MAX_PEER_ID_LENGTH as usize];
	(endpoint.try_into().unwrap(), peer_id.try_into().unwrap())
}
