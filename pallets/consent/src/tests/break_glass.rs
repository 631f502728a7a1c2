// SPDX-License-Identifier: Apache-2.0
use super::*;

fn break_glass(
	practitioner: AccountId,
	patient: AccountId,
) -> polkadot_sdk::sp_runtime::DispatchResult {
	Consent::break_glass(signed(practitioner), patient, BreakGlassReason::Unconscious)
}

fn review(id: u64) -> polkadot_sdk::sp_runtime::DispatchResult {
	let outcome = ReviewOutcome::Justified;
	Consent::review_break_glass(RuntimeOrigin::root(), BreakGlassId(id), outcome)
}

fn by_case(id: u64) -> Result<Permit, Refusal> {
	let obligations = Obligations::default();
	Ok(Permit { basis: Basis::BreakGlass(BreakGlassId(id)), obligations })
}

#[test]
fn grants_access_for_an_hour_and_tells_the_patient() {
	build_and_execute(|| {
		assert_eq!(decide(&emergency(DORA)), Err(Refusal::NoPolicy));
		assert_ok!(break_glass(DORA, ALICE));
		System::assert_last_event(
			Event::<Test>::GlassBroken {
				case: BreakGlassId(0),
				patient: ALICE,
				practitioner: DORA,
				reason: BreakGlassReason::Unconscious,
				until: START + HOUR,
			}
			.into(),
		);
		assert_eq!(decide(&emergency(DORA)), by_case(0));
		pass(HOUR - 1);
		assert_eq!(decide_and_use(&emergency(DORA)), by_case(0));
		pass(1);
		assert_eq!(decide(&emergency(DORA)), Err(Refusal::NoPolicy));
	});
}

#[test]
fn grants_access_to_that_practitioner_for_that_patient_and_purpose() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		assert_eq!(decide(&emergency(EMIL)), Err(Refusal::NoPolicy));
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
		let other = Query { patient: BOB, ..emergency(DORA) };
		assert_eq!(decide(&other), Err(Refusal::NoPolicy));
		let reader = asked_by(DORA, WorkClass::Clinical);
		let operators = Query { reader, ..emergency(DORA) };
		assert_eq!(decide(&operators), Err(Refusal::NoPolicy));
		// Notes written in the emergency.
		let write = Query { action: Action::Collect, ..emergency(DORA) };
		assert_eq!(decide(&write), by_case(0));
	});
}

#[test]
fn data_rule_7_never_reaches_beyond_the_general_compartment() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		for number in 1..16 {
			let compartment = Compartment::new(number).unwrap();
			for action in [Action::Access, Action::Collect] {
				let query = Query { compartment, action, ..emergency(DORA) };
				assert_eq!(decide(&query), Err(Refusal::NoPolicy));
			}
		}
	});
}

#[test]
fn overrides_a_denial_in_the_general_compartment_only() {
	build_and_execute(|| {
		let everywhere = ProvisionTerms {
			compartments: list([Compartment::General, Compartment::One]),
			..denial(Actor::Account(DORA))
		};
		let id = grant(ALICE, everywhere);
		assert_eq!(decide(&emergency(DORA)), Err(Refusal::Denied(id)));
		assert_ok!(break_glass(DORA, ALICE));
		assert_eq!(decide(&emergency(DORA)), by_case(0));
		let compartment = Compartment::new(1).unwrap();
		let other = Query { compartment, ..emergency(DORA) };
		assert_eq!(decide(&other), Err(Refusal::Denied(id)));
		// The denial still stands against any other purpose.
		assert_eq!(decide(&question(DORA)), Err(Refusal::Denied(id)));
	});
}

#[test]
fn is_for_practitioners_in_force_and_for_others() {
	build_and_execute(|| {
		assert_noop!(break_glass(CLINIC, ALICE), Error::<Test>::NotAPractitioner);
		assert_noop!(break_glass(DORA, EMIL), Error::<Test>::NotAPatient);
		set_licence(DORA, Licence::Expired);
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::NotInForce);
		set_licence(DORA, Licence::Suspended);
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::NotInForce);
		Patients::mutate(|patients| patients.insert(EMIL));
		assert_noop!(break_glass(EMIL, EMIL), Error::<Test>::NotForOneself);
	});
}

#[test]
fn a_suspended_licence_ends_access_at_once() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		set_licence(DORA, Licence::Suspended);
		assert_eq!(decide(&emergency(DORA)), Err(Refusal::NotInForce));
		license(DORA);
		assert_eq!(decide(&emergency(DORA)), by_case(0));
	});
}

#[test]
fn an_unreviewed_case_that_is_over_blocks_the_next() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		assert_ok!(break_glass(EMIL, ALICE));
		pass(HOUR);
		assert_noop!(break_glass(DORA, BOB), Error::<Test>::ReviewPending);
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::ReviewPending);
		assert_ok!(review(0));
		assert_ok!(break_glass(DORA, BOB));
		assert_noop!(break_glass(EMIL, BOB), Error::<Test>::ReviewPending);
	});
}

#[test]
fn open_cases_are_bounded() {
	build_and_execute(|| {
		Patients::set((100..104).collect());
		assert_ok!(break_glass(DORA, 100));
		assert_noop!(break_glass(DORA, 100), Error::<Test>::AlreadyOpen);
		assert_ok!(break_glass(DORA, 101));
		assert_ok!(break_glass(DORA, 102));
		assert_noop!(break_glass(DORA, 103), Error::<Test>::TooManyOpenCases);
		assert_ok!(review(1));
		assert_ok!(break_glass(DORA, 103));
	});
}

#[test]
fn a_review_closes_the_case_whatever_it_finds() {
	build_and_execute(|| {
		for (id, outcome) in [(0, ReviewOutcome::Justified), (1, ReviewOutcome::Unjustified)] {
			assert_ok!(break_glass(DORA, ALICE));
			pass(5);
			let case = BreakGlassId(id);
			assert_ok!(Consent::review_break_glass(RuntimeOrigin::root(), case, outcome));
			System::assert_last_event(
				Event::<Test>::Reviewed { case, patient: ALICE, practitioner: DORA, outcome }
					.into(),
			);
			assert_eq!(decide(&emergency(DORA)), Err(Refusal::NoPolicy));
			let kept = Consent::break_glass_case(case).unwrap();
			assert_eq!(kept.until, now());
			assert_eq!(kept.review, Some(Review { outcome, reviewed_at: now() }));
		}
		assert_noop!(review(1), Error::<Test>::AlreadyReviewed);
		assert_noop!(review(2), Error::<Test>::NotFound);
	});
}

#[test]
fn a_late_review_leaves_the_end_as_it_was() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(5 * HOUR);
		assert_ok!(review(0));
		assert_eq!(Consent::break_glass_case(BreakGlassId(0)).unwrap().until, START + HOUR);
	});
}

#[test]
fn only_the_authority_reviews() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		for signer in [ALICE, DORA] {
			assert_noop!(
				Consent::review_break_glass(
					signed(signer),
					BreakGlassId(0),
					ReviewOutcome::Justified
				),
				polkadot_sdk::sp_runtime::DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn cases_are_listed_for_patient_practitioner_and_authority() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		assert_ok!(break_glass(DORA, BOB));
		assert_ok!(break_glass(EMIL, ALICE));
		assert_ok!(review(0));
		let ids = |cases: Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>| {
			cases.into_iter().map(|case| case.id.0).collect::<Vec<_>>()
		};
		assert_eq!(ids(Consent::break_glass_cases(&ALICE, None, 100)), [2, 0]);
		assert_eq!(ids(Consent::break_glass_cases(&ALICE, None, 1)), [2]);
		assert_eq!(ids(Consent::break_glass_cases(&ALICE, Some(BreakGlassId(2)), 100)), [0]);
		assert!(Consent::break_glass_cases(&BOB, Some(BreakGlassId(2)), 100).is_empty());
		assert_eq!(ids(Consent::unreviewed_cases(&DORA)), [1]);
		assert_eq!(ids(Consent::all_break_glass_cases(BreakGlassId(1), 100)), [1, 2]);
		assert_eq!(ids(Consent::all_break_glass_cases(BreakGlassId(0), 1)), [0]);
	});
}
