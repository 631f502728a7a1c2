// SPDX-License-Identifier: Apache-2.0
//! A patient may have several sponsors: another takes over whom nobody sponsors, and whom somebody does only by the
//! patient's signature. The patient may leave each. Data rule 10.

use super::*;
use crate::{
	Event, Organisations, Patients,
	mock::{DAY, HOUR, RuntimeEvent, System, build_and_execute, insurer, pass, somebody},
};
use polkadot_sdk::frame_support::assert_noop;
use salus_primitives::{Sponsorship, participants::MAX_SPONSORS, wrapped};

fn agreement(organisation: AccountId) -> Sponsorship<AccountId> {
	let number = Patients::<Test>::get(patient()).unwrap().item.sponsorships;
	Sponsorship { organisation, patient: patient(), number, expires_at: now() + HOUR }
}

fn bytes(agreement: &Sponsorship<AccountId>) -> Vec<u8> {
	agreement.payload(&Pallet::<Test>::genesis_hash())
}

/// Whoever is named in the agreement sends it, with this signature.
fn send(agreement: &Sponsorship<AccountId>, signature: &MultiSignature) -> DispatchResult {
	let Sponsorship { organisation, patient, expires_at, .. } = agreement.clone();
	Participants::sponsor(signed(organisation), patient, expires_at, signature.clone())
}

pub(super) fn sponsor_by_signature(organisation: AccountId) {
	let agreement = agreement(organisation);
	assert_ok!(send(&agreement, &sign(Sr25519Keyring::Bob, &bytes(&agreement))));
}

fn sponsors() -> Vec<AccountId> {
	Patients::<Test>::get(patient()).unwrap().item.sponsors.into_inner()
}

fn patients_of(organisation: &AccountId) -> u32 {
	Organisations::<Test>::get(organisation).unwrap().patient_count
}

#[test]
fn another_takes_over_when_the_sponsor_has_left() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		System::reset_events();
		assert_ok!(Participants::take_over(signed(insurer()), patient()));
		let (organisation, patient_) = (insurer(), patient());
		let begun = Event::SponsorshipBegun { organisation, patient: patient_ };
		System::assert_last_event(RuntimeEvent::Participants(begun));
		assert_eq!(sponsors(), [insurer()]);
		assert_eq!((patients_of(&clinic()), patients_of(&insurer())), (0, 1));
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(insurer())));
	});
}

#[test]
fn another_takes_over_while_the_sponsor_is_suspended_and_both_stay_when_it_is_back() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_ok!(Participants::take_over(signed(insurer()), patient()));
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(insurer())));
		assert_ok!(Participants::reinstate_organisation(RuntimeOrigin::root(), clinic()));
		assert_eq!(sponsors(), [clinic(), insurer()]);
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
	});
}

#[test]
fn a_patient_who_registered_alone_is_sponsored_later() {
	build_and_execute(|| {
		accredit_insurer();
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		assert_ok!(Participants::take_over(signed(insurer()), somebody(1)));
		assert_eq!(call(&somebody(1), FreeCall::Sponsored), Ok(Some(insurer())));
	});
}

#[test]
fn a_takeover_takes_a_voucher_and_an_organisation_in_force_and_a_patient() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		let take_over = |organisation| Participants::take_over(signed(organisation), patient());
		assert_noop!(take_over(insurer()), error(Error::OrganisationNotInForce));
		assert_noop!(take_over(patient()), error(Error::OrganisationNotInForce));
		accredit_insurer();
		assert_noop!(
			Participants::take_over(signed(insurer()), somebody(1)),
			error(Error::NotFound)
		);
		assert_ok!(Participants::register(signed(somebody(1)), KEY));
		assert_ok!(Participants::register(signed(somebody(2)), KEY));
		for number in 1..=QUOTA as u8 {
			assert_ok!(Participants::take_over(signed(insurer()), somebody(number)));
		}
		assert_noop!(take_over(insurer()), error(Error::QuotaExhausted));
		pass(DAY);
		assert_ok!(take_over(insurer()));
	});
}

#[test]
fn a_patient_signs_for_a_second_sponsor_as_it_is_or_wrapped() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		sponsor_by_signature(insurer());
		assert_eq!(sponsors(), [clinic(), insurer()]);
		assert_ok!(Participants::leave_sponsor(signed(patient()), insurer()));
		let agreement = agreement(insurer());
		let twice = wrapped(&wrapped(&bytes(&agreement)));
		let refused = send(&agreement, &sign(Sr25519Keyring::Bob, &twice));
		assert_noop!(refused, error(Error::BadSignature));
		let once = wrapped(&bytes(&agreement));
		assert_ok!(send(&agreement, &sign(Sr25519Keyring::Bob, &once)));
	});
}

// The attack: an organisation that the patient has left uses the signature again.
#[test]
fn a_signature_serves_once_even_within_its_hour() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		let agreement = agreement(insurer());
		let signature = sign(Sr25519Keyring::Bob, &bytes(&agreement));
		assert_ok!(send(&agreement, &signature));
		assert_noop!(send(&agreement, &signature), error(Error::BadSignature));
		assert_ok!(Participants::leave_sponsor(signed(patient()), insurer()));
		assert_noop!(send(&agreement, &signature), error(Error::BadSignature));
	});
}

#[test]
fn whatever_the_patient_has_not_signed_is_refused() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		let agreement = agreement(insurer());
		let signature = sign(Sr25519Keyring::Bob, &bytes(&agreement));
		let changed = [
			Sponsorship { expires_at: agreement.expires_at + 1, ..agreement.clone() },
			Sponsorship { organisation: clinic(), ..agreement.clone() },
		];
		for changed in changed {
			assert_noop!(send(&changed, &signature), error(Error::BadSignature));
		}
		// Nor by anybody else, for another number, for another chain, or as a registration.
		let other_number = Sponsorship { number: agreement.number + 1, ..agreement.clone() };
		let as_registration = registration_of(patient(), HOUR);
		for (signer, payload) in [
			(Sr25519Keyring::Dave, bytes(&agreement)),
			(Sr25519Keyring::Bob, bytes(&other_number)),
			(Sr25519Keyring::Bob, agreement.payload(&[1; 32])),
			(Sr25519Keyring::Bob, payload(&as_registration)),
		] {
			assert_noop!(send(&agreement, &sign(signer, &payload)), error(Error::BadSignature));
		}
		assert_ok!(send(&agreement, &signature));
	});
}

// Data rule 8.
#[test]
fn a_signature_is_good_until_its_expiry_by_the_clock_and_for_a_day_at_most() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		let mut long = agreement(insurer());
		long.expires_at = now() + DAY + 1;
		let signature = sign(Sr25519Keyring::Bob, &bytes(&long));
		assert_noop!(send(&long, &signature), error(Error::ExpiryTooFar));
		pass(DAY + 1);
		assert_noop!(send(&long, &signature), error(Error::Expired));
	});
}

#[test]
fn a_patient_has_so_many_sponsors_and_each_once() {
	build_and_execute(|| {
		register_sponsored_patient();
		for number in 1..=MAX_SPONSORS as u8 {
			assert_ok!(Participants::accredit(
				RuntimeOrigin::root(),
				somebody(number),
				OrganisationKind::Provider,
				*b"DE",
				QUOTA,
				CLINIC_CALLS
			));
		}
		for number in 1..MAX_SPONSORS as u8 {
			sponsor_by_signature(somebody(number));
		}
		let again = agreement(somebody(1));
		let signature = sign(Sr25519Keyring::Bob, &bytes(&again));
		assert_noop!(send(&again, &signature), error(Error::AlreadySponsor));
		let beyond = agreement(somebody(MAX_SPONSORS as u8));
		let signature = sign(Sr25519Keyring::Bob, &bytes(&beyond));
		assert_noop!(send(&beyond, &signature), error(Error::TooManySponsors));
		// Room is the patient's to make.
		assert_ok!(Participants::leave_sponsor(signed(patient()), clinic()));
		assert_ok!(send(&beyond, &signature));
	});
}

#[test]
fn either_side_ends_a_sponsorship_and_nobody_else() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		let end = |who, patient| Participants::end_sponsorship(signed(who), patient);
		assert_noop!(end(insurer(), patient()), error(Error::NotPermitted));
		assert_noop!(end(patient(), patient()), error(Error::NotPermitted));
		assert_noop!(end(clinic(), somebody(1)), error(Error::NotFound));
		let leave = |who, sponsor| Participants::leave_sponsor(signed(who), sponsor);
		assert_noop!(leave(patient(), insurer()), error(Error::NotFound));
		assert_noop!(leave(somebody(1), clinic()), error(Error::NotFound));
		assert_ok!(leave(patient(), clinic()));
		assert_eq!((sponsors().len(), patients_of(&clinic())), (0, 0));
		assert_noop!(end(clinic(), patient()), error(Error::NotPermitted));
	});
}
