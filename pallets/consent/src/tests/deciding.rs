// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn data_rule_7_no_policy_means_no() {
	build_and_execute(|| assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy)));
}

#[test]
fn a_permit_covers_only_what_it_names() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		let asked = question(DORA);
		assert_eq!(decide(&asked), by_provision(0));
		let refused = [
			Query { reader: Reader::Account(EMIL), ..asked.clone() },
			Query { reader: asked_by(DORA, WorkClass::Clinical), ..asked.clone() },
			Query { reader: Reader::Study(StudyId(0)), ..asked.clone() },
			Query { patient: BOB, ..asked.clone() },
			Query { action: Action::Collect, ..asked.clone() },
			Query { category: Category::Genomics, ..asked.clone() },
			Query { compartment: Compartment::new(1).unwrap(), ..asked.clone() },
			Query { purpose: Purpose::Payment, ..asked.clone() },
			Query { purpose: Purpose::BreakGlass, ..asked.clone() },
		];
		for query in refused {
			assert_eq!(decide(&query), Err(Refusal::NoPolicy), "{query:?}");
		}
	});
}

#[test]
fn every_kind_of_actor_is_met_by_its_reader_only() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::MembersOf(CLINIC)));
		grant(ALICE, permit(Actor::ANY_DECISION_SUPPORT));
		grant(ALICE, permit(Actor::Study(StudyId(7))));
		let ask = |reader| decide(&Query { reader, ..question(DORA) });
		assert_eq!(ask(Reader::Account(DORA)), by_provision(0));
		assert_eq!(ask(Reader::Account(EMIL)), Err(Refusal::NoPolicy));
		// The organisation's own account is not one of its members.
		assert_eq!(ask(Reader::Account(CLINIC)), Err(Refusal::NoPolicy));
		assert_eq!(ask(asked_by(EMIL, WorkClass::Clinical)), by_provision(1));
		assert_eq!(ask(Reader::Study(StudyId(7))), by_provision(2));
		assert_eq!(ask(Reader::Study(StudyId(8))), Err(Refusal::NoPolicy));
	});
}

#[test]
fn data_rule_7_a_suspension_lifts_no_denial() {
	build_and_execute(|| {
		Members::set([(CLINIC, EMIL)].into());
		grant(ALICE, permit(Actor::Account(EMIL)));
		grant(ALICE, denial(Actor::MembersOf(CLINIC)));
		let denied = decide(&question(EMIL));
		assert!(matches!(denied, Err(Refusal::Denied(_))));
		SuspendedOrganisations::set([CLINIC].into());
		assert_eq!(decide(&question(EMIL)), denied);
	});
}

#[test]
fn members_come_and_go_at_once() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::MembersOf(CLINIC)));
		Members::set([(CLINIC, EMIL)].into());
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
		assert_eq!(decide(&question(EMIL)), by_provision(0));
		SuspendedOrganisations::set([CLINIC].into());
		assert_eq!(decide(&question(EMIL)), Err(Refusal::NoPolicy));
	});
}

#[test]
fn data_rule_7_a_denial_beats_a_permit_whatever_their_order() {
	build_and_execute(|| {
		grant(ALICE, denial(Actor::MembersOf(CLINIC)));
		grant(ALICE, permit(Actor::Account(DORA)));
		grant(ALICE, permit(Actor::Account(EMIL)));
		grant(ALICE, denial(Actor::Account(EMIL)));
		grant(ALICE, denial(Actor::Account(EMIL)));
		assert_eq!(decide(&question(DORA)), Err(Refusal::Denied(ProvisionId(0))));
		// The oldest of several denials answers.
		assert_eq!(decide(&question(EMIL)), Err(Refusal::Denied(ProvisionId(3))));
	});
}

#[test]
fn a_denial_that_names_something_denies_only_that() {
	build_and_execute(|| {
		let everything: ProvisionTerms<AccountId> = ProvisionTerms {
			actions: list([Action::Access, Action::Collect]),
			categories: list([Category::ObservationLaboratory, Category::Genomics]),
			purposes: list([Purpose::Treatment, Purpose::Payment]),
			..permit(Actor::Account(DORA))
		};
		grant(ALICE, everything);
		grant(
			ALICE,
			ProvisionTerms {
				categories: list([Category::Genomics]),
				..denial(Actor::Account(DORA))
			},
		);
		grant(
			ALICE,
			ProvisionTerms { purposes: list([Purpose::Payment]), ..denial(Actor::Account(DORA)) },
		);
		grant(
			ALICE,
			ProvisionTerms { actions: list([Action::Collect]), ..denial(Actor::Account(DORA)) },
		);
		let asked = question(DORA);
		let denied = |id| Err(Refusal::Denied(ProvisionId(id)));
		assert_eq!(decide(&asked), by_provision(0));
		assert_eq!(decide(&Query { category: Category::Genomics, ..asked.clone() }), denied(1));
		assert_eq!(decide(&Query { purpose: Purpose::Payment, ..asked.clone() }), denied(2));
		assert_eq!(decide(&Query { action: Action::Collect, ..asked }), denied(3));
	});
}

#[test]
fn data_rule_7_naming_compartments_leaves_out_the_general_one() {
	build_and_execute(|| {
		let compartments = list([Compartment::Three, Compartment::Four]);
		grant(ALICE, ProvisionTerms { compartments, ..permit(Actor::Account(DORA)) });
		let ask = |number| {
			let compartment = Compartment::new(number).unwrap();
			decide(&Query { compartment, ..question(DORA) })
		};
		assert_eq!(ask(0), Err(Refusal::NoPolicy));
		assert_eq!(ask(3), by_provision(0));
		assert_eq!(ask(4), by_provision(0));
		assert_eq!(ask(5), Err(Refusal::NoPolicy));
	});
}

#[test]
fn data_rule_8_a_period_begins_with_its_first_moment_and_ends_before_its_last() {
	build_and_execute(|| {
		let (from, until) = (Some(START + 10), Some(START + 20));
		grant(ALICE, ProvisionTerms { from, until, ..permit(Actor::Account(DORA)) });
		let asked = question(DORA);
		assert_eq!(decide(&asked), Err(Refusal::NoPolicy));
		pass(9);
		assert_eq!(decide(&asked), Err(Refusal::NoPolicy));
		pass(1);
		assert_eq!(decide(&asked), by_provision_until(0, until));
		pass(9);
		assert_eq!(decide(&asked), by_provision_until(0, until));
		pass(1);
		assert_eq!(decide(&asked), Err(Refusal::NoPolicy));
	});
}

#[test]
fn a_licence_out_of_force_is_refused_and_a_reader_without_one_is_not() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		grant(ALICE, permit(Actor::Account(OTTO)));
		set_licence(DORA, Licence::Suspended);
		assert_eq!(decide(&question(DORA)), Err(Refusal::NotInForce));
		set_licence(DORA, Licence::Expired);
		assert_eq!(decide(&question(DORA)), Err(Refusal::NotInForce));
		// A relative has no licence to lose.
		assert_eq!(decide(&question(OTTO)), by_provision(1));
		// The patient's own word stands before the authority's.
		grant(ALICE, denial(Actor::Account(DORA)));
		assert_eq!(decide(&question(DORA)), Err(Refusal::Denied(ProvisionId(2))));
	});
}

#[test]
fn deciding_looks_up_little() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::MembersOf(INSURER)));
		grant(ALICE, ProvisionTerms { uses: Some(1), ..permit(Actor::MembersOf(CLINIC)) });
		let other = list([Category::Genomics]);
		grant(ALICE, ProvisionTerms { categories: other, ..permit(Actor::MembersOf(CLINIC)) });
		let count = |asked| {
			LicenceLookups::set(0);
			MemberLookups::set(0);
			let _ = decide(&asked);
			(LicenceLookups::get(), MemberLookups::get())
		};
		// The third provision does not match, so the pallet asks for no membership because of it.
		assert_eq!(count(question(DORA)), (1, 2));
		// The preferred permit names the reader: the others need no lookup.
		Members::mutate(|members| members.insert((INSURER, DORA)));
		assert_eq!(count(question(DORA)), (1, 1));
		let operators = asked_by(DORA, WorkClass::Clinical);
		assert_eq!(count(Query { reader: operators, ..question(DORA) }), (0, 0));
		assert_eq!(count(Query { patient: BOB, ..question(DORA) }), (1, 0));
	});
}
