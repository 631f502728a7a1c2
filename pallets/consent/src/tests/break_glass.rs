// SPDX-License-Identifier: Apache-2.0
use super::*;

/// By a case that was opened at the start.
fn by_case(id: u64) -> Result<Permit, Refusal> {
	Ok(Permit {
		basis: Basis::BreakGlass(BreakGlassId(id)),
		obligations: Obligations::default(),
		ends_at: Some(START + HOUR),
	})
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
				organisation: None,
				reason_commitment: REASON,
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

/// Which profession treats in emergencies, the runtime says.
#[test]
fn is_for_professions_that_treat_in_emergencies() {
	build_and_execute(|| {
		for (profession, fits) in [(Profession::Therapist, false), (Profession::Nurse, true)] {
			set_licence(DORA, Licence::InForce { profession, expires_at: Moment::MAX });
			match fits {
				true => {
					assert_ok!(break_glass(DORA, ALICE));
				}
				false => {
					let refused = Error::<Test>::ProfessionNotFitting;
					assert_noop!(break_glass(DORA, ALICE), refused);
				}
			}
		}
	});
}

/// What stopped an emergency doctor once: an hour after the first case.
#[test]
fn an_unreviewed_case_that_is_over_stops_no_next_one() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(HOUR);
		assert_ok!(break_glass(DORA, BOB));
		// Nor one for the same patient.
		assert_ok!(break_glass(DORA, ALICE));
		let second = Basis::BreakGlass(BreakGlassId(2));
		assert_eq!(decide(&emergency(DORA)).map(|permit| permit.basis), Ok(second));
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::AlreadyOpen);
	});
}

#[test]
fn data_rule_8_a_review_is_overdue_once_its_time_and_blocks_have_passed() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		let overdue = || Consent::overdue_reviews(BreakGlassId(0), 100).len();
		pass(4 * HOUR);
		assert_eq!(overdue(), 0, "the chain stood still");
		pass_blocks(9);
		assert_eq!(overdue(), 0);
		pass_blocks(1);
		assert_eq!(overdue(), 1);
		assert_ok!(review(0, ReviewOutcome::Justified));
		assert_eq!(overdue(), 0);
	});
}

#[test]
fn overdue_reviews_are_public_by_their_ids() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		assert_ok!(break_glass(EMIL, ALICE));
		assert_ok!(break_glass(DORA, BOB));
		pass(4 * HOUR);
		pass_blocks(10);
		assert_ok!(break_glass(EMIL, BOB));
		assert_ok!(review(1, ReviewOutcome::Justified));
		let ids = |start: u64, count| {
			let page = Consent::overdue_reviews(BreakGlassId(start), count);
			page.into_iter().map(|case| case.id.0).collect::<Vec<_>>()
		};
		assert_eq!(ids(0, 100), [0, 2]);
		assert_eq!(ids(0, 1), [0]);
		assert_eq!(ids(1, 100), [2]);
	});
}

#[test]
fn overdue_reviews_block_the_next_case_only_when_they_are_many() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(4 * HOUR);
		pass_blocks(10);
		// One is overdue.
		assert_ok!(break_glass(DORA, BOB));
		pass(4 * HOUR);
		pass_blocks(10);
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::ReviewsOverdue);
		// Nobody else is blocked by it.
		assert_ok!(break_glass(EMIL, ALICE));
		assert_ok!(review(0, ReviewOutcome::Justified));
		assert_ok!(break_glass(DORA, ALICE));
	});
}

#[test]
fn practitioner_patient_and_guardian_end_a_case_before_its_time() {
	for signer in [DORA, ALICE, OTTO] {
		build_and_execute(|| {
			guard(ALICE, OTTO, GuardianRole::Parent, Moment::MAX);
			assert_ok!(break_glass(DORA, ALICE));
			let basis = decide(&emergency(DORA)).unwrap().basis;
			pass(5);
			let case = BreakGlassId(0);
			assert_ok!(Consent::close_break_glass(signed(signer), case));
			System::assert_last_event(
				Event::<Test>::GlassClosed { case, patient: ALICE, closed_by: signer }.into(),
			);
			assert_eq!(decide(&emergency(DORA)), Err(Refusal::NoPolicy));
			assert!(!still_allows(&emergency(DORA), basis));
			assert_eq!(Consent::break_glass_case(case).unwrap().until, START + 5);
			// It was open until then, and its review is due all the same.
			assert!(decide_at(&emergency(DORA), START + 4).is_ok());
			assert_eq!(Consent::unreviewed_cases(&DORA).len(), 1);
			assert_noop!(Consent::close_break_glass(signed(signer), case), Error::<Test>::Expired);
			assert_ok!(review(0, ReviewOutcome::Unjustified));
			assert_eq!(Consent::break_glass_case(case).unwrap().until, START + 5);
		});
	}
}

#[test]
fn nobody_else_ends_a_case() {
	build_and_execute(|| {
		guard(ALICE, OTTO, GuardianRole::Carer, Moment::MAX);
		assert_ok!(break_glass(DORA, ALICE));
		for signer in [EMIL, BOB, CLINIC, OTTO] {
			assert_noop!(
				Consent::close_break_glass(signed(signer), BreakGlassId(0)),
				Error::<Test>::NotPermitted
			);
		}
		assert_noop!(
			Consent::close_break_glass(signed(ALICE), BreakGlassId(1)),
			Error::<Test>::NotFound
		);
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
		assert_ok!(review(1, ReviewOutcome::Justified));
		assert_ok!(break_glass(DORA, 103));
	});
}

#[test]
fn a_review_ends_the_case_whatever_it_finds() {
	build_and_execute(|| {
		for (id, outcome) in [(0, ReviewOutcome::Justified), (1, ReviewOutcome::Unjustified)] {
			assert_ok!(break_glass(DORA, ALICE));
			pass(5);
			assert_ok!(review(id, outcome));
			let (case, organisation) = (BreakGlassId(id), None);
			System::assert_last_event(
				Event::<Test>::Reviewed {
					case,
					patient: ALICE,
					practitioner: DORA,
					organisation,
					outcome,
				}
				.into(),
			);
			assert!(decide(&emergency(DORA)).is_err());
			let kept = Consent::break_glass_case(case).unwrap();
			assert_eq!(kept.until, now());
			assert_eq!(kept.review, Some(Review { outcome, reviewed_at: now() }));
		}
		let again = |id| review(id, ReviewOutcome::Justified);
		assert_noop!(again(1), Error::<Test>::AlreadyReviewed);
		assert_noop!(again(2), Error::<Test>::NotFound);
	});
}

#[test]
fn what_is_unjustified_suspends_the_licence_until_the_authority_reinstates_it() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		for patient in [ALICE, BOB] {
			assert_ok!(break_glass(DORA, patient));
		}
		assert_ok!(review(0, ReviewOutcome::Unjustified));
		// The other case, what a patient permits, and a next case.
		let other = Query { patient: BOB, ..emergency(DORA) };
		assert_eq!(decide(&other), Err(Refusal::NotInForce));
		assert_eq!(decide(&question(DORA)), Err(Refusal::NotInForce));
		assert_noop!(break_glass(DORA, ALICE), Error::<Test>::NotInForce);
		license(DORA);
		assert!(decide(&other).is_ok() && decide(&question(DORA)).is_ok());
		assert_ok!(break_glass(DORA, ALICE));
	});
}

#[test]
fn what_is_justified_leaves_the_licence_as_it_is() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		let before = Licences::get();
		assert_ok!(review(0, ReviewOutcome::Justified));
		assert_eq!(Licences::get(), before);
	});
}

#[test]
fn a_late_review_leaves_the_end_as_it_was() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		pass(5 * HOUR);
		assert_ok!(review(0, ReviewOutcome::Justified));
		assert_eq!(Consent::break_glass_case(BreakGlassId(0)).unwrap().until, START + HOUR);
	});
}

#[test]
fn only_reviewers_review_and_others_what_is_overdue() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		let by = |signer| {
			let outcome = ReviewOutcome::Justified;
			Consent::review_break_glass(signed(signer), BreakGlassId(0), outcome)
		};
		let bad_origin = polkadot_sdk::sp_runtime::DispatchError::BadOrigin;
		for signer in [ALICE, DORA, BOARD] {
			assert_noop!(by(signer), bad_origin);
		}
		pass(4 * HOUR);
		assert_noop!(by(BOARD), bad_origin);
		pass_blocks(10);
		assert_noop!(by(ALICE), bad_origin);
		assert_ok!(by(BOARD));
		// It is overdue no more.
		assert_noop!(by(BOARD), bad_origin);
	});
}

#[test]
fn a_case_is_removed_long_after_its_review_the_oldest_first() {
	build_and_execute(|| {
		let remove = |case| Consent::remove_case(signed(OTTO), BreakGlassId(case));
		assert_ok!(break_glass(DORA, ALICE));
		assert_ok!(break_glass(EMIL, ALICE));
		assert_ok!(review(1, ReviewOutcome::Justified));
		pass(100 * HOUR);
		// The one before stands, and is not reviewed.
		assert_noop!(remove(1), Error::<Test>::Retained);
		assert_noop!(remove(0), Error::<Test>::Retained);
		assert_ok!(review(0, ReviewOutcome::Justified));
		pass(100 * HOUR - 1);
		assert_noop!(remove(0), Error::<Test>::Retained);
		pass(1);
		assert_ok!(remove(0));
		let removed = Event::<Test>::CaseRemoved { case: BreakGlassId(0), patient: ALICE };
		System::assert_last_event(removed.into());
		assert_ok!(Consent::do_try_state());
		// What is left is listed still.
		assert_eq!(Consent::break_glass_cases(&ALICE, None, 100).len(), 1);
		assert_eq!(Consent::all_break_glass_cases(BreakGlassId(0), 100).len(), 1);
		assert_ok!(remove(1));
		assert_noop!(remove(1), Error::<Test>::NotFound);
		assert_eq!(LatestCase::<Test>::get(ALICE), None);
		assert_eq!((held(DORA), held(EMIL)), (0, 0));
	});
}

#[test]
fn cases_are_listed_for_patient_practitioner_and_authority() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		assert_ok!(break_glass(DORA, BOB));
		assert_ok!(break_glass(EMIL, ALICE));
		assert_ok!(review(0, ReviewOutcome::Justified));
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
