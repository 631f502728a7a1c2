// SPDX-License-Identifier: Apache-2.0
//! Access that is open ends with what allowed it. Data rule 5.

use super::*;
use salus_primitives::{consent::MAX_NAMED_ACCESSES, quorum::Deadline};

const FIRST: Basis = Basis::Provision(ProvisionId(0));

/// Opens an access for an hour.
fn open(access: u64, basis: Basis) {
	let expires = Deadline { moment: now() + HOUR, block: 1 };
	<Consent as ConsentDecision<AccountId>>::opened(&ALICE, basis, AccessId(access), expires);
}

fn close(access: u64, basis: Basis) {
	<Consent as ConsentDecision<AccountId>>::closed(&ALICE, basis, AccessId(access));
}

fn goes_on(account: AccountId, basis: Basis) -> bool {
	still_allows(&question(account), basis)
}

fn ids(accesses: impl IntoIterator<Item = u64>) -> Vec<AccessId> {
	accesses.into_iter().map(AccessId).collect()
}

#[test]
fn data_rule_5_access_ends_with_the_period_of_its_permit() {
	build_and_execute(|| {
		let until = Some(START + 10);
		grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
		pass(9);
		assert!(goes_on(DORA, FIRST));
		pass(1);
		assert!(!goes_on(DORA, FIRST));
		// Pruned or not.
		assert_ok!(Consent::prune(signed(OTTO), ALICE));
		assert!(!goes_on(DORA, FIRST));
	});
}

#[test]
fn data_rule_5_revoking_ends_what_the_provision_opened_and_names_it() {
	build_and_execute(|| {
		let id = grant(ALICE, permit(Actor::Account(DORA)));
		// Another permit for the same: the reader may ask anew, by that.
		grant(ALICE, permit(Actor::Account(DORA)));
		open(4, FIRST);
		open(5, Basis::Provision(ProvisionId(1)));
		open(6, FIRST);
		open(7, FIRST);
		close(6, FIRST);
		assert!(goes_on(DORA, FIRST));
		assert_ok!(Consent::revoke(signed(ALICE), id));
		let revoked = Event::<Test>::Revoked { patient: ALICE, provision: id, ended: ids([4, 7]) };
		System::assert_last_event(revoked.into());
		assert!(!goes_on(DORA, FIRST));
		assert!(goes_on(DORA, Basis::Provision(ProvisionId(1))));
		assert_eq!(decide(&question(DORA)), by_provision(1));
		// What is closed afterwards was noted no more.
		close(4, FIRST);
	});
}

#[test]
fn the_patient_may_let_what_is_open_finish() {
	build_and_execute(|| {
		let until = Some(START + 100);
		let id = grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
		open(4, FIRST);
		assert_ok!(Consent::revoke_new_access(signed(ALICE), id));
		let finishing = ids([4]);
		let revoked = Event::<Test>::NewAccessRevoked { patient: ALICE, provision: id, finishing };
		System::assert_last_event(revoked.into());
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
		assert!(goes_on(DORA, FIRST));
		// A change of mind: a denial ends it at once.
		let denied = grant(ALICE, denial(Actor::Account(DORA)));
		assert!(!goes_on(DORA, FIRST));
		assert_ok!(Consent::revoke(signed(ALICE), denied));
		assert!(goes_on(DORA, FIRST));
		// No longer than the permit would have lasted.
		pass(100);
		assert!(!goes_on(DORA, FIRST));
	});
}

#[test]
fn a_denial_opens_nothing_that_could_finish() {
	build_and_execute(|| {
		let id = grant(ALICE, denial(Actor::Account(DORA)));
		assert_noop!(Consent::revoke_new_access(signed(ALICE), id), Error::<Test>::NotForDenials);
		assert_eq!(decide(&question(DORA)), Err(Refusal::Denied(id)));
		assert_noop!(Consent::revoke_new_access(signed(BOB), id), Error::<Test>::NotFound);
	});
}

#[test]
fn the_last_use_ends_a_permit_and_not_the_access_that_it_opened() {
	build_and_execute(|| {
		let until = Some(START + 100);
		let uses = Some(1);
		grant(ALICE, ProvisionTerms { uses, until, ..permit(Actor::Account(DORA)) });
		assert!(decide_and_use(&question(DORA)).is_ok());
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
		assert!(goes_on(DORA, FIRST));
		pass(100);
		assert!(!goes_on(DORA, FIRST));
	});
}

#[test]
fn data_rule_5_access_ends_with_licence_and_membership() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::MembersOf(CLINIC)));
		for licence in [Licence::Expired, Licence::Suspended] {
			assert!(goes_on(DORA, FIRST));
			set_licence(DORA, licence);
			assert!(!goes_on(DORA, FIRST));
			license(DORA);
		}
		SuspendedOrganisations::set([CLINIC].into());
		assert!(!goes_on(DORA, FIRST));
		SuspendedOrganisations::set(Default::default());
		assert!(goes_on(DORA, FIRST));
		Members::set(Default::default());
		assert!(!goes_on(DORA, FIRST));
	});
}

#[test]
fn data_rule_5_authors_access_ends_with_the_licence_or_by_a_denial() {
	build_and_execute(|| {
		assert!(goes_on(DORA, Basis::Authorship));
		for licence in [Licence::None, Licence::Expired, Licence::Suspended] {
			set_licence(DORA, licence);
			assert!(!goes_on(DORA, Basis::Authorship));
		}
		license(DORA);
		let id = grant(ALICE, denial(Actor::MembersOf(CLINIC)));
		assert!(!goes_on(DORA, Basis::Authorship));
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert!(goes_on(DORA, Basis::Authorship));
	});
}

#[test]
fn data_rule_5_access_by_a_broken_glass_ends_with_the_case() {
	for outcome in ReviewOutcome::ALL.iter().copied() {
		build_and_execute(|| {
			let goes_on = |case| {
				let basis = Basis::BreakGlass(BreakGlassId(case));
				still_allows(&emergency(DORA), basis)
			};
			for patient in [ALICE, BOB] {
				assert_ok!(break_glass(DORA, patient));
			}
			// No denial ends it, and no other's or other patient's case allows it.
			grant(ALICE, denial(Actor::Account(DORA)));
			assert!(goes_on(0) && !goes_on(1) && !goes_on(2));
			let others = Basis::BreakGlass(BreakGlassId(0));
			assert!(!still_allows(&emergency(EMIL), others));
			set_licence(DORA, Licence::Suspended);
			assert!(!goes_on(0));
			license(DORA);
			assert_ok!(review(0, outcome));
			assert!(!goes_on(0));
			let bob = Query { patient: BOB, ..emergency(DORA) };
			let second = Basis::BreakGlass(BreakGlassId(1));
			// What was unjustified suspends the licence, and so ends what was read by other cases, too.
			assert_eq!(still_allows(&bob, second), outcome == ReviewOutcome::Justified);
			license(DORA);
			assert!(still_allows(&bob, second) && !goes_on(0));
			pass(HOUR);
			assert!(!still_allows(&bob, second));
		});
	}
}

#[test]
fn data_rule_7_a_denial_ends_what_it_covers_and_nothing_else() {
	build_and_execute(|| {
		let both = list([Category::ObservationLaboratory, Category::Condition]);
		grant(ALICE, ProvisionTerms { categories: both, ..permit(Actor::Account(DORA)) });
		let categories = list([Category::Condition]);
		grant(ALICE, ProvisionTerms { categories, ..denial(Actor::Account(DORA)) });
		assert!(goes_on(DORA, FIRST));
		let condition = Query { category: Category::Condition, ..question(DORA) };
		assert!(!still_allows(&condition, FIRST));
		let purposes = list([Purpose::Payment]);
		grant(ALICE, ProvisionTerms { purposes, ..denial(Actor::Account(DORA)) });
		assert!(goes_on(DORA, FIRST));
	});
}

#[test]
fn data_rule_5_operators_access_ends_with_provision_membership_and_denial_of_their_class() {
	build_and_execute(|| {
		let classes = WorkClasses::from_iter([WorkClass::Clinical, WorkClass::Payment]);
		let actor = Actor::DecisionSupport { classes, asker: Some(CLINIC) };
		let purposes = list([Purpose::DecisionSupport]);
		let id = grant(ALICE, ProvisionTerms { purposes, ..permit(actor) });
		let purpose = Purpose::DecisionSupport;
		let goes_on = |class| {
			let reader = asked_by(DORA, class);
			still_allows(&Query { reader, purpose, ..question(DORA) }, FIRST)
		};
		assert!(goes_on(WorkClass::Clinical) && goes_on(WorkClass::Payment));
		let actor =
			Actor::DecisionSupport { classes: WorkClasses::only(WorkClass::Payment), asker: None };
		grant(ALICE, denial(actor));
		assert!(goes_on(WorkClass::Clinical) && !goes_on(WorkClass::Payment));
		Members::set(Default::default());
		assert!(!goes_on(WorkClass::Clinical));
		Members::set([(CLINIC, DORA)].into());
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert!(!goes_on(WorkClass::Clinical));
	});
}

#[test]
fn whose_own_records_they_are_is_not_consents_question() {
	build_and_execute(|| assert!(goes_on(ALICE, Basis::OwnRecord)));
}

#[test]
fn data_rule_5_what_is_no_longer_on_record_allows_nothing() {
	build_and_execute(|| {
		MaxHistory::set(2);
		grant(ALICE, ProvisionTerms { uses: Some(1), ..permit(Actor::Account(DORA)) });
		assert!(decide_and_use(&question(DORA)).is_ok());
		for _ in 0..2 {
			assert!(goes_on(DORA, FIRST));
			let id = grant(ALICE, permit(Actor::Account(EMIL)));
			assert_ok!(Consent::revoke(signed(ALICE), id));
		}
		assert!(!goes_on(DORA, FIRST));
		assert!(!still_allows(&Query { patient: BOB, ..question(DORA) }, FIRST));
	});
}

#[test]
fn the_newest_are_named_and_none_that_is_over() {
	build_and_execute(|| {
		let id = grant(ALICE, permit(Actor::Account(DORA)));
		open(0, FIRST);
		pass(HOUR);
		let most = u64::from(MAX_NAMED_ACCESSES);
		for access in 1..=most + 1 {
			open(access, FIRST);
		}
		assert_ok!(Consent::revoke(signed(ALICE), id));
		let ended = ids(2..=most + 1);
		System::assert_last_event(
			Event::<Test>::Revoked { patient: ALICE, provision: id, ended }.into(),
		);
		let id = grant(ALICE, permit(Actor::Account(DORA)));
		open(most + 2, Basis::Provision(id));
		pass(HOUR);
		assert_ok!(Consent::revoke(signed(ALICE), id));
		System::assert_last_event(
			Event::<Test>::Revoked { patient: ALICE, provision: id, ended: vec![] }.into(),
		);
		assert_eq!(OpenedBy::<Test>::iter().count(), 0);
	});
}
