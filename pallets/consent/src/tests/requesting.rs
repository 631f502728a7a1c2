// SPDX-License-Identifier: Apache-2.0
use super::*;

const FIRST: ConsentRequestId = ConsentRequestId(0);

fn asked() -> ProvisionTerms<AccountId> {
	ProvisionTerms {
		actions: list([Action::Access, Action::Collect]),
		categories: list([Category::ObservationLaboratory, Category::Condition]),
		purposes: list([Purpose::Treatment, Purpose::CareManagement]),
		compartments: list([Compartment::General, Compartment::One]),
		from: Some(START + 10),
		until: Some(START + 1_000),
		data_from: Some(Day(100)),
		data_until: Some(Day(200)),
		erase_at: Some(START + 2_000),
		no_redisclosure: true,
		uses: Some(5),
		..permit(Actor::Account(DORA))
	}
}

fn ask(terms: ProvisionTerms<AccountId>) {
	assert_ok!(Consent::request_consent(signed(DORA), ALICE, terms));
}

#[test]
fn a_request_reaches_the_patient() {
	build_and_execute(|| {
		ask(asked());
		System::assert_last_event(
			Event::<Test>::ConsentRequested {
				request: FIRST,
				patient: ALICE,
				requester: DORA,
				expires_at: START + 1_000,
			}
			.into(),
		);
		let open = Consent::requests(&ALICE);
		assert_eq!(open.len(), 1);
		assert_eq!(open[0].item.terms, asked());
		assert_eq!(Consent::requests(&BOB), []);
		// A question alone opens nothing.
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
	});
}

#[test]
fn granting_as_asked() {
	build_and_execute(|| {
		ask(permit(Actor::Account(DORA)));
		let terms = Some(permit(Actor::Account(DORA)));
		assert_ok!(Consent::answer(signed(ALICE), FIRST, terms));
		let provision = Some(ProvisionId(0));
		System::assert_last_event(
			Event::<Test>::Answered { request: FIRST, patient: ALICE, provision }.into(),
		);
		assert_eq!(decide(&question(DORA)), by_provision(0));
		assert_eq!(Consent::request(FIRST), None);
		assert_eq!(Consent::requests(&ALICE), []);
	});
}

#[test]
fn granting_narrower() {
	build_and_execute(|| {
		ask(asked());
		let narrower = ProvisionTerms {
			actions: list([Action::Access]),
			categories: list([Category::ObservationLaboratory]),
			purposes: list([Purpose::Treatment]),
			compartments: list([]),
			from: Some(START + 20),
			until: Some(START + 500),
			data_from: Some(Day(150)),
			data_until: Some(Day(160)),
			erase_at: Some(START + 600),
			mask_identity: true,
			uses: Some(1),
			..asked()
		};
		assert_ok!(Consent::answer(signed(ALICE), FIRST, Some(narrower)));
	});
}

#[test]
fn never_wider() {
	build_and_execute(|| {
		ask(asked());
		let wider: Vec<fn(&mut ProvisionTerms<AccountId>)> = vec![
			|terms| terms.effect = Effect::Deny,
			|terms| terms.actor = Actor::Account(EMIL),
			|terms| terms.actor = Actor::MembersOf(CLINIC),
			|terms| terms.categories = list([Category::Genomics]),
			|terms| terms.purposes = list([Purpose::Treatment, Purpose::Research]),
			|terms| terms.compartments = list([Compartment::Two]),
			|terms| terms.from = None,
			|terms| terms.from = Some(START + 9),
			|terms| terms.until = None,
			|terms| terms.until = Some(START + 1_001),
			|terms| terms.data_from = None,
			|terms| terms.data_from = Some(Day(99)),
			|terms| terms.data_until = None,
			|terms| terms.data_until = Some(Day(201)),
			|terms| terms.erase_at = None,
			|terms| terms.erase_at = Some(START + 2_001),
			|terms| terms.no_redisclosure = false,
			|terms| terms.uses = None,
			|terms| terms.uses = Some(6),
		];
		for (number, widen) in wider.into_iter().enumerate() {
			let mut terms = asked();
			widen(&mut terms);
			if terms.effect == Effect::Deny {
				terms = denial(Actor::Account(DORA));
			}
			let answer = Consent::answer(signed(ALICE), FIRST, Some(terms));
			assert_eq!(answer, Err(Error::<Test>::WiderThanAsked.into()), "number {number}");
		}
		assert_ok!(Consent::answer(signed(ALICE), FIRST, Some(asked())));
	});
}

#[test]
fn refusing_grants_nothing() {
	build_and_execute(|| {
		ask(asked());
		assert_ok!(Consent::answer(signed(ALICE), FIRST, None));
		System::assert_last_event(
			Event::<Test>::Answered { request: FIRST, patient: ALICE, provision: None }.into(),
		);
		assert_eq!(Consent::provisions(&ALICE), []);
		assert_noop!(Consent::answer(signed(ALICE), FIRST, None), Error::<Test>::NotFound);
	});
}

#[test]
fn only_the_patient_who_was_asked_answers() {
	build_and_execute(|| {
		ask(asked());
		for other in [BOB, DORA] {
			assert_noop!(
				Consent::answer(signed(other), FIRST, Some(asked())),
				Error::<Test>::NotPermitted
			);
		}
	});
}

#[test]
fn data_rule_8_an_expired_request_is_not_answered() {
	build_and_execute(|| {
		ask(permit(Actor::Account(DORA)));
		pass(24 * HOUR - 1);
		assert_noop!(Consent::withdraw_request(signed(OTTO), FIRST), Error::<Test>::NotPermitted);
		pass(1);
		let terms = Some(permit(Actor::Account(DORA)));
		assert_noop!(Consent::answer(signed(ALICE), FIRST, terms), Error::<Test>::Expired);
		assert_ok!(Consent::withdraw_request(signed(OTTO), FIRST));
		System::assert_last_event(
			Event::<Test>::RequestWithdrawn { request: FIRST, patient: ALICE }.into(),
		);
	});
}

#[test]
fn the_reader_withdraws_at_any_time() {
	build_and_execute(|| {
		ask(asked());
		assert_ok!(Consent::withdraw_request(signed(DORA), FIRST));
		assert_noop!(Consent::withdraw_request(signed(DORA), FIRST), Error::<Test>::NotFound);
		assert_noop!(Consent::answer(signed(ALICE), FIRST, Some(asked())), Error::<Test>::NotFound);
	});
}

#[test]
fn the_requester_is_registered_and_the_patient_is_a_patient() {
	build_and_execute(|| {
		let terms = permit(Actor::Account(OTTO));
		assert_noop!(
			Consent::request_consent(signed(OTTO), ALICE, terms),
			Error::<Test>::NotRegistered
		);
		let terms = permit(Actor::Account(DORA));
		assert_noop!(
			Consent::request_consent(signed(DORA), EMIL, terms),
			Error::<Test>::NotAPatient
		);
	});
}

#[test]
fn only_permits_for_oneself_can_be_requested() {
	build_and_execute(|| {
		let ask = |who, terms| Consent::request_consent(signed(who), ALICE, terms);
		assert_noop!(ask(DORA, denial(Actor::Account(DORA))), Error::<Test>::NotAPermit);
		assert_noop!(ask(DORA, permit(Actor::Account(EMIL))), Error::<Test>::NotForOthers);
		assert_noop!(ask(EMIL, permit(Actor::MembersOf(CLINIC))), Error::<Test>::NotForOthers);
		assert_ok!(ask(DORA, permit(Actor::MembersOf(CLINIC))));
		assert_ok!(ask(CLINIC, permit(Actor::MembersOf(CLINIC))));
		assert_ok!(ask(EMIL, permit(Actor::Study(StudyId(1)))));
	});
}

#[test]
fn terms_are_checked_when_asked() {
	build_and_execute(|| {
		let terms = ProvisionTerms { purposes: list([]), ..permit(Actor::Account(DORA)) };
		assert_noop!(
			Consent::request_consent(signed(DORA), ALICE, terms),
			Error::<Test>::NothingNamed
		);
	});
}

#[test]
fn nobody_floods_a_patient_with_requests() {
	build_and_execute(|| {
		let ask = |who| Consent::request_consent(signed(who), ALICE, permit(Actor::Account(who)));
		assert_ok!(ask(DORA));
		assert_noop!(ask(DORA), Error::<Test>::AlreadyAsked);
		assert_ok!(ask(EMIL));
		assert_ok!(ask(CLINIC));
		assert_noop!(ask(INSURER), Error::<Test>::TooManyRequests);
		assert_ok!(Consent::answer(signed(ALICE), FIRST, None));
		assert_ok!(ask(INSURER));
	});
}
