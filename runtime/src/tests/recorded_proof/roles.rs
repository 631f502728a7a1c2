// SPDX-License-Identifier: Apache-2.0
//! Whoever cares for patients, keeps their records' keys and runs models: made by calls.

use super::*;
use crate::{Balances, RuntimeOrigin, configs::participants::OperatorBond, units::UNIT};
use frame_support::traits::fungible::Mutate;
use sp_io::hashing::blake2_256;
use sp_runtime::{DispatchResult, traits::Dispatchable};

/// How many clinics sponsor patients.
pub(super) const CLINICS: u32 = 50;
/// How many clinicians there are, each a member of one clinic.
pub(super) const CLINICIANS: u32 = 200;
/// How many operators are in service: one less than there can be. Each is a member of an organisation of its own.
pub(super) const OPERATORS: u32 = 99;

const FUNDS: crate::Balance = 1_000_000 * UNIT;

/// An account that nobody has the key of.
pub(super) fn persona(role: &str, number: u32) -> AccountId {
	blake2_256(&(role, number).encode()).into()
}

/// A clinic. The first is the one for which a patient's signature can be made.
pub(super) fn clinic(number: u32) -> AccountId {
	if number == 0 { CLINIC.to_account_id() } else { persona("clinic", number) }
}

/// A physician, a member of clinic `number % CLINICS`.
pub(super) fn clinician(number: u32) -> AccountId {
	persona("clinician", number)
}

/// An operator; that of number `OPERATORS` is not in service yet.
pub(super) fn operator(number: u32) -> AccountId {
	persona("operator", number)
}

/// Some operators.
pub(super) fn operators(numbers: impl IntoIterator<Item = u32>) -> Vec<AccountId> {
	numbers.into_iter().map(operator).collect()
}

/// How a call ends.
pub(super) fn outcome_of(origin: RuntimeOrigin, call: RuntimeCall) -> DispatchResult {
	call.dispatch(origin).map(|_| ()).map_err(|failed| failed.error)
}

#[track_caller]
fn dispatch(origin: RuntimeOrigin, call: RuntimeCall) {
	assert_eq!(outcome_of(origin, call.clone()), Ok(()), "{call:?}");
}

/// Makes a call in an account's name. It must succeed.
#[track_caller]
pub(super) fn by(who: &AccountId, call: impl Into<RuntimeCall>) {
	dispatch(RuntimeOrigin::signed(who.clone()), call.into());
}

#[track_caller]
fn by_authority(call: impl Into<RuntimeCall>) {
	dispatch(RuntimeOrigin::root(), call.into());
}

/// Gives an account tokens.
pub(super) fn give(who: &AccountId) {
	Balances::mint_into(who, FUNDS).unwrap();
}

fn accredit(organisation: &AccountId, kind: OrganisationKind) {
	give(organisation);
	by_authority(ParticipantsCall::accredit {
		organisation: organisation.clone(),
		kind,
		jurisdiction: *b"CH",
		registrations_per_day: 1_000,
		free_calls_per_day: 10_000,
	});
}

fn admit(organisation: &AccountId, member: &AccountId) {
	by(organisation, ParticipantsCall::invite_member { member: member.clone() });
	by(member, ParticipantsCall::accept_invitation { organisation: organisation.clone() });
}

/// What an operator signs to come into service.
pub(super) fn become_operator(number: u32) -> ParticipantsCall {
	ParticipantsCall::become_operator {
		organisation: persona("organisation", number),
		endpoint: list(b"https://custody.example.org:8844"),
		peer_id: list(b"12D3KooWExampleExampleExampleExampleExampleExampleEx"),
		encryption_key: key(5),
		bond: OperatorBond::get(),
	}
}

/// Puts all of them there.
pub(super) fn put() {
	for number in 0..CLINICS {
		accredit(&clinic(number), OrganisationKind::Provider);
	}
	for number in 0..CLINICIANS {
		let practitioner = clinician(number);
		give(&practitioner);
		by_authority(ParticipantsCall::license {
			practitioner: practitioner.clone(),
			profession: Profession::Physician,
			jurisdiction: *b"CH",
			expires_at: START + 365 * crate::time::DAY,
		});
		admit(&clinic(number % CLINICS), &practitioner);
		by(&practitioner, set_key(1));
	}
	for number in 0..=OPERATORS {
		let (organisation, operator) = (persona("organisation", number), operator(number));
		accredit(&organisation, OrganisationKind::Operator);
		give(&operator);
		admit(&organisation, &operator);
		if number < OPERATORS {
			by(&operator, become_operator(number));
		}
	}
}
