// SPDX-License-Identifier: Apache-2.0
//! Guardians: appointed and dismissed by the patient, within their role, until their end. The attacks that the README
//! lists are tests here.

use super::*;
use crate::{
	GuardianRole, GuardiansOf, Guardianship, HoldReason, Power,
	mock::{
		Balances, CARER_PERIOD, DAY, GUARDIAN_PERIOD, System, build_and_execute, other_patient,
		pass, somebody,
	},
};
use polkadot_sdk::frame_support::{assert_noop, traits::fungible::InspectHold};
use salus_primitives::{Guardians, participants::MAX_GUARDIANS};

/// 2040-01-01.
pub(super) const NEW_YEAR: Moment = 25_567 * DAY;
/// A leap year later.
pub(super) const NEXT_NEW_YEAR: Moment = 25_933 * DAY;

/// The clinic sponsors the patient, who has no money; somebody(1) is a patient, too.
pub(super) fn registered() {
	register_sponsored_patient();
	assert_ok!(Participants::register(signed(somebody(1)), KEY));
}

fn appoint(guardian: AccountId, role: GuardianRole, until: Moment) -> DispatchResult {
	Participants::appoint_guardian(signed(patient()), guardian, role, until)
}

pub(super) fn guards(account: AccountId, power: Power) -> Option<GuardianRole> {
	Participants::guardianship(&account, &patient(), power).map(|guardianship| guardianship.role)
}

#[test]
fn a_patient_without_tokens_appoints_and_dismisses() {
	build_and_execute(|| {
		registered();
		assert_ok!(appoint(somebody(1), GuardianRole::Parent, NEW_YEAR));
		let found = Participants::guardianship(&somebody(1), &patient(), Power::Permit);
		assert_eq!(found, Some(Guardianship { role: GuardianRole::Parent, until: NEW_YEAR }));
		let listed = Participants::guardians(patient());
		assert_eq!(listed.len(), 1);
		assert_eq!((&listed[0].account, listed[0].proposed_by.as_ref()), (&somebody(1), None));
		assert_ok!(Participants::dismiss_guardian(signed(patient()), somebody(1)));
		assert_eq!(guards(somebody(1), Power::Permit), None);
		assert_eq!(Participants::guardians(patient())[0].ended_at, Some(now()));
		// Neither is paid for by more than the registration.
		assert_eq!(Balances::total_balance_on_hold(&patient()), 0);
	});
}

#[test]
fn a_guardian_has_the_powers_of_the_role() {
	build_and_execute(|| {
		registered();
		for role in [GuardianRole::Parent, GuardianRole::LegalGuardian, GuardianRole::Carer] {
			let until = if role == GuardianRole::Carer { now() + DAY } else { NEW_YEAR };
			assert_ok!(appoint(somebody(1), role, until));
			for power in Power::ALL {
				let expected = role.may(*power).then_some(role);
				assert_eq!(guards(somebody(1), *power), expected, "{role} {power}");
			}
		}
		// A new role is instead of the last one.
		let now_acting = |item: &&crate::Guardian<AccountId>| item.acted_at(now());
		let guardians = Participants::guardians(patient());
		assert_eq!(guardians.iter().filter(now_acting).count(), 1);
	});
}

#[test]
fn a_guardianship_ends_with_its_moment() {
	build_and_execute(|| {
		registered();
		assert_ok!(appoint(somebody(1), GuardianRole::Parent, NEW_YEAR));
		pass(NEW_YEAR - now() - 1);
		assert!(guards(somebody(1), Power::Read).is_some());
		pass(1);
		assert_eq!(guards(somebody(1), Power::Read), None);
		assert_noop!(
			Participants::resign_guardianship(signed(somebody(1)), patient()),
			error(Error::NotFound)
		);
		// Data rule 8: that it was in force then can be asked.
		assert!(Participants::guardians(patient())[0].acted_at(NEW_YEAR - 1));
	});
}

#[test]
fn data_rule_1_only_a_carer_ends_on_any_day() {
	build_and_execute(|| {
		registered();
		for role in [GuardianRole::Parent, GuardianRole::LegalGuardian] {
			for until in [NEW_YEAR + DAY, NEW_YEAR - 1, NEW_YEAR + 1] {
				assert_noop!(appoint(somebody(1), role, until), error(Error::NotAtNewYear));
			}
		}
		assert_ok!(appoint(somebody(1), GuardianRole::Carer, now() + 1));
	});
}

#[test]
fn no_guardianship_is_without_end() {
	build_and_execute(|| {
		registered();
		let carer = GuardianRole::Carer;
		assert_noop!(appoint(somebody(1), carer, now()), error(Error::Expired));
		let too_far = now() + CARER_PERIOD + 1;
		assert_noop!(appoint(somebody(1), carer, too_far), error(Error::TermTooLong));
		assert_ok!(appoint(somebody(1), carer, too_far - 1));
		// 2045-01-01.
		let too_far = 27_394 * DAY;
		assert!(too_far > now() + GUARDIAN_PERIOD);
		let parent = GuardianRole::Parent;
		assert_noop!(appoint(somebody(1), parent, too_far), error(Error::TermTooLong));
	});
}

#[test]
fn only_the_patient_appoints_and_nobody_for_themselves() {
	build_and_execute(|| {
		registered();
		let appoint_as = |signer: AccountId, guardian: AccountId| {
			let role = GuardianRole::Parent;
			Participants::appoint_guardian(signed(signer), guardian, role, NEW_YEAR)
		};
		// Whoever signs appoints for themselves; an account that is no patient appoints nobody.
		assert_noop!(appoint_as(clinic(), somebody(1)), error(Error::NotAPatient));
		assert_noop!(appoint_as(patient(), patient()), error(Error::NotForOneself));
		assert_noop!(appoint_as(patient(), other_patient()), error(Error::NotRegistered));
		assert_ok!(appoint_as(somebody(1), patient()));
		assert_eq!(guards(somebody(1), Power::Read), None);
	});
}

#[test]
fn a_guardians_guardian_is_nobody_to_the_patient() {
	build_and_execute(|| {
		registered();
		assert_ok!(Participants::register(signed(somebody(2)), KEY));
		assert_ok!(appoint(somebody(1), GuardianRole::LegalGuardian, NEW_YEAR));
		let of_guardian = signed(somebody(1));
		let role = GuardianRole::LegalGuardian;
		assert_ok!(Participants::appoint_guardian(of_guardian, somebody(2), role, NEW_YEAR));
		assert_eq!(guards(somebody(2), Power::Read), None);
	});
}

#[test]
fn a_guardian_resigns_and_dismisses_no_other() {
	build_and_execute(|| {
		registered();
		assert_ok!(Participants::register(signed(somebody(2)), KEY));
		assert_ok!(appoint(somebody(1), GuardianRole::Parent, NEW_YEAR));
		assert_ok!(appoint(somebody(2), GuardianRole::Parent, NEW_YEAR));
		// The call names the signer's own guardians.
		assert_noop!(
			Participants::dismiss_guardian(signed(somebody(1)), somebody(2)),
			error(Error::NotFound)
		);
		assert_noop!(
			Participants::remove_guardian(signed(somebody(1)), patient(), somebody(2)),
			DispatchError::BadOrigin
		);
		assert_ok!(Participants::resign_guardianship(signed(somebody(1)), patient()));
		assert_eq!(guards(somebody(1), Power::Read), None);
		assert!(guards(somebody(2), Power::Read).is_some());
	});
}

#[test]
fn the_authority_removes_any_guardian() {
	build_and_execute(|| {
		registered();
		assert_ok!(appoint(somebody(1), GuardianRole::Parent, NEW_YEAR));
		let root = RuntimeOrigin::root();
		assert_ok!(Participants::remove_guardian(root, patient(), somebody(1)));
		assert_eq!(guards(somebody(1), Power::Read), None);
	});
}

#[test]
fn the_first_to_have_ended_gives_way_and_whoever_acts_never() {
	build_and_execute(|| {
		registered();
		assert_ok!(appoint(somebody(1), GuardianRole::Parent, NEW_YEAR));
		let carers: Vec<_> = (2..).map(somebody).take(MAX_GUARDIANS as usize).collect();
		for carer in &carers {
			assert_ok!(Participants::accredit(
				RuntimeOrigin::root(),
				carer.clone(),
				OrganisationKind::Provider,
				*b"DE",
				0,
				0
			));
		}
		let until = now() + DAY;
		let (last, others) = carers.split_last().unwrap();
		for carer in others {
			assert_ok!(appoint(carer.clone(), GuardianRole::Carer, until));
		}
		assert_noop!(
			appoint(last.clone(), GuardianRole::Carer, until),
			error(Error::TooManyGuardians)
		);
		pass(DAY);
		assert_ok!(appoint(last.clone(), GuardianRole::Carer, until + DAY));
		let listed = Participants::guardians(patient());
		assert_eq!(listed.len(), MAX_GUARDIANS as usize);
		assert_eq!(listed[0].account, somebody(1));
		assert!(listed.iter().all(|item| item.account != others[0]));
	});
}

#[test]
fn an_event_names_the_guardian_who_acts_and_nobody_else_s_does() {
	build_and_execute(|| {
		registered();
		assert_ok!(appoint(somebody(1), GuardianRole::Carer, now() + DAY));
		System::reset_events();
		assert!(Participants::act(&somebody(1), &patient(), Power::Read).is_some());
		let acted = crate::Event::<Test>::GuardianActed {
			patient: patient(),
			guardian: somebody(1),
			role: GuardianRole::Carer,
			power: Power::Read,
		};
		System::assert_last_event(acted.into());
		System::reset_events();
		assert_eq!(Participants::act(&somebody(1), &patient(), Power::Permit), None);
		assert_eq!(Participants::act(&clinic(), &patient(), Power::Read), None);
		assert_eq!(Participants::act(&patient(), &patient(), Power::Read), None);
		assert!(System::events().is_empty());
	});
}

#[test]
fn whoever_sponsors_or_is_suspended_a_guardian_stays_and_can_be_dismissed() {
	build_and_execute(|| {
		registered();
		assert_ok!(appoint(somebody(1), GuardianRole::Parent, NEW_YEAR));
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert!(guards(somebody(1), Power::Read).is_some());
		assert_ok!(Participants::dismiss_guardian(signed(patient()), somebody(1)));
		assert!(GuardiansOf::<Test>::contains_key(patient()));
		let held = Balances::balance_on_hold(&HoldReason::GuardianProposal.into(), &clinic());
		assert_eq!(held, 0);
	});
}
