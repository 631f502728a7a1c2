// SPDX-License-Identifier: Apache-2.0
//! The authority appoints a guardian for a patient who can't, on an organisation's proposal that the patient has had
//! time to see and to end.

use super::{
	guardians::{NEW_YEAR, NEXT_NEW_YEAR, guards, registered},
	*,
};
use crate::{
	GuardianRole, HoldReason, Power,
	mock::{
		Balances, NOTICE, PROPOSAL_DEPOSIT, System, build_and_execute, insurer, pass, somebody,
	},
};
use polkadot_sdk::frame_support::{assert_noop, traits::fungible::InspectHold};

fn propose(organisation: AccountId) -> DispatchResult {
	Participants::propose_guardian(
		signed(organisation),
		patient(),
		somebody(1),
		GuardianRole::LegalGuardian,
		NEW_YEAR,
	)
}

fn decide_on(guardian: AccountId, role: GuardianRole, until: Moment, yes: bool) -> DispatchResult {
	let root = RuntimeOrigin::root();
	Participants::decide_proposal(root, patient(), clinic(), guardian, role, until, yes)
}

fn decide(appoint: bool) -> DispatchResult {
	decide_on(somebody(1), GuardianRole::LegalGuardian, NEW_YEAR, appoint)
}

fn pass_notice() {
	pass(NOTICE.time);
	System::set_block_number(System::block_number() + u64::from(NOTICE.blocks));
}

fn held(organisation: &AccountId) -> u64 {
	Balances::balance_on_hold(&HoldReason::GuardianProposal.into(), organisation)
}

#[test]
fn a_proposed_guardian_acts_once_the_authority_has_appointed_them() {
	build_and_execute(|| {
		registered();
		assert_ok!(propose(clinic()));
		assert_eq!(held(&clinic()), PROPOSAL_DEPOSIT);
		assert_eq!(guards(somebody(1), Power::Read), None);
		pass_notice();
		assert_ok!(decide(true));
		assert_eq!(guards(somebody(1), Power::Erase), Some(GuardianRole::LegalGuardian));
		assert_eq!(Participants::guardians(patient())[0].proposed_by, Some(clinic()));
		assert_eq!(held(&clinic()), 0);
		assert!(Participants::guardian_proposals(patient()).is_empty());
	});
}

#[test]
fn the_patient_sees_a_proposal_before_anything_follows_from_it() {
	build_and_execute(|| {
		registered();
		assert_ok!(propose(clinic()));
		let proposals = Participants::guardian_proposals(patient());
		let seen = proposals.iter().map(|known| (&known.id, &known.item.guardian));
		assert_eq!(seen.collect::<Vec<_>>(), [(&clinic(), &somebody(1))]);
		assert_noop!(decide(true), error(Error::NoticeNotOver));
		// Data rule 8: neither the clock alone ends the notice, after a pause of the chain, nor blocks alone.
		pass(NOTICE.time);
		assert_noop!(decide(true), error(Error::NoticeNotOver));
		System::set_block_number(System::block_number() + u64::from(NOTICE.blocks));
		assert_ok!(decide(true));
	});
}

#[test]
fn a_patient_who_objects_is_left_alone() {
	build_and_execute(|| {
		registered();
		assert_ok!(propose(clinic()));
		assert_ok!(Participants::end_proposal(signed(patient()), patient(), clinic()));
		assert_eq!(held(&clinic()), 0);
		pass_notice();
		assert_noop!(decide(true), error(Error::NotFound));
	});
}

#[test]
fn a_patient_dismisses_a_guardian_whom_the_authority_appointed() {
	build_and_execute(|| {
		registered();
		assert_ok!(propose(clinic()));
		pass_notice();
		assert_ok!(decide(true));
		assert_ok!(Participants::dismiss_guardian(signed(patient()), somebody(1)));
		assert_eq!(guards(somebody(1), Power::Read), None);
	});
}

#[test]
fn the_authority_may_refuse_at_any_time() {
	build_and_execute(|| {
		registered();
		assert_ok!(propose(clinic()));
		assert_ok!(decide(false));
		assert_eq!((held(&clinic()), guards(somebody(1), Power::Read)), (0, None));
	});
}

#[test]
fn only_an_organisation_in_force_proposes_and_only_the_authority_decides() {
	build_and_execute(|| {
		registered();
		assert_noop!(propose(somebody(2)), error(Error::OrganisationNotInForce));
		assert_ok!(propose(clinic()));
		assert_noop!(
			Participants::decide_proposal(
				signed(clinic()),
				patient(),
				clinic(),
				somebody(1),
				GuardianRole::LegalGuardian,
				NEW_YEAR,
				true
			),
			DispatchError::BadOrigin
		);
		pass_notice();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_noop!(decide(true), error(Error::OrganisationNotInForce));
		assert_ok!(Participants::end_proposal(signed(clinic()), patient(), clinic()));
	});
}

#[test]
fn a_proposal_is_one_of_each_organisation_and_blocks_no_other() {
	build_and_execute(|| {
		registered();
		assert_ok!(Participants::accredit(
			RuntimeOrigin::root(),
			insurer(),
			OrganisationKind::Insurer,
			*b"DE",
			0,
			0
		));
		assert_ok!(propose(clinic()));
		assert_noop!(propose(clinic()), error(Error::AlreadyProposed));
		assert_ok!(propose(insurer()));
		assert_eq!(Participants::guardian_proposals(patient()).len(), 2);
		for stranger in [insurer(), somebody(1)] {
			assert_noop!(
				Participants::end_proposal(signed(stranger), patient(), clinic()),
				error(Error::NotPermitted)
			);
		}
	});
}

#[test]
fn what_is_proposed_must_be_a_guardianship_when_it_is_decided_too() {
	build_and_execute(|| {
		registered();
		let propose = |guardian: AccountId, role: GuardianRole, until: Moment| {
			Participants::propose_guardian(signed(clinic()), patient(), guardian, role, until)
		};
		let carer = GuardianRole::Carer;
		assert_noop!(propose(patient(), carer, now() + 1), error(Error::NotForOneself));
		assert_noop!(propose(somebody(2), carer, now() + 1), error(Error::NotRegistered));
		let parent = GuardianRole::Parent;
		assert_noop!(propose(somebody(1), parent, NEW_YEAR + 1), error(Error::NotAtNewYear));
		let until = now() + 1;
		assert_ok!(propose(somebody(1), carer, until));
		pass_notice();
		assert_noop!(decide_on(somebody(1), carer, until, true), error(Error::Expired));
	});
}

#[test]
fn a_proposal_changed_under_the_vote_is_not_decided() {
	build_and_execute(|| {
		registered();
		assert_ok!(propose(clinic()));
		assert_ok!(Participants::end_proposal(signed(clinic()), patient(), clinic()));
		assert_ok!(Participants::propose_guardian(
			signed(clinic()),
			patient(),
			somebody(1),
			GuardianRole::LegalGuardian,
			NEXT_NEW_YEAR
		));
		pass_notice();
		for appoint in [true, false] {
			assert_noop!(decide(appoint), error(Error::ProposalChanged));
			assert_noop!(
				decide_on(somebody(1), GuardianRole::Parent, NEXT_NEW_YEAR, appoint),
				error(Error::ProposalChanged)
			);
			assert_noop!(
				decide_on(somebody(2), GuardianRole::LegalGuardian, NEXT_NEW_YEAR, appoint),
				error(Error::ProposalChanged)
			);
		}
		assert_ok!(decide_on(somebody(1), GuardianRole::LegalGuardian, NEXT_NEW_YEAR, true));
	});
}
