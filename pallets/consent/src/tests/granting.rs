// SPDX-License-Identifier: Apache-2.0
use super::*;

fn refuses(change: impl FnOnce(&mut ProvisionTerms<AccountId>), error: Error<Test>) {
	build_and_execute(|| {
		let mut terms = permit(Actor::Account(DORA));
		change(&mut terms);
		assert_noop!(Consent::grant(signed(ALICE), terms), error);
	});
}

#[test]
fn a_grant_is_kept_counted_and_announced() {
	build_and_execute(|| {
		assert_eq!(grant(ALICE, permit(Actor::Account(DORA))), ProvisionId(0));
		assert_eq!(grant(ALICE, denial(Actor::Account(EMIL))), ProvisionId(1));
		assert_eq!(grant(BOB, permit(Actor::ANY_DECISION_SUPPORT)), ProvisionId(0));
		System::assert_has_event(
			Event::<Test>::Granted {
				patient: ALICE,
				provision: ProvisionId(1),
				effect: Effect::Deny,
			}
			.into(),
		);
		let provisions = Consent::provisions(&ALICE);
		assert_eq!(provisions.len(), 2);
		assert_eq!(provisions[0].granted_at, START);
		assert_eq!(provisions[0].from, START);
		assert_eq!(provisions[0].compartments, Compartments::only(Compartment::General));
	});
}

#[test]
fn only_patients_grant() {
	build_and_execute(|| {
		let terms = permit(Actor::Account(DORA));
		assert_noop!(Consent::grant(signed(EMIL), terms.clone()), Error::<Test>::NotAPatient);
		assert_noop!(
			Consent::grant(RuntimeOrigin::root(), terms),
			polkadot_sdk::sp_runtime::DispatchError::BadOrigin
		);
	});
}

#[test]
fn a_permit_names_what_it_permits() {
	refuses(|terms| terms.actions = list([]), Error::NothingNamed);
	refuses(|terms| terms.categories = list([]), Error::NothingNamed);
	refuses(|terms| terms.purposes = list([]), Error::NothingNamed);
}

#[test]
fn data_rule_7_every_compartment_can_be_named() {
	build_and_execute(|| {
		let compartments = list(Compartment::ALL);
		grant(ALICE, ProvisionTerms { compartments, ..permit(Actor::ANY_DECISION_SUPPORT) });
		assert_eq!(Consent::provisions(&ALICE)[0].compartments, Compartments::all());
	});
}

#[test]
fn break_glass_is_neither_permitted_nor_denied() {
	refuses(
		|terms| terms.purposes = list([Purpose::Treatment, Purpose::BreakGlass]),
		Error::BreakGlassPurpose,
	);
	refuses(
		|terms| {
			*terms = denial(Actor::Account(DORA));
			terms.purposes = list([Purpose::BreakGlass]);
		},
		Error::BreakGlassPurpose,
	);
}

#[test]
fn denials_have_no_obligations_and_no_uses() {
	let deny = |change: fn(&mut ProvisionTerms<AccountId>)| {
		refuses(
			|terms| {
				*terms = denial(Actor::Account(DORA));
				change(terms);
			},
			Error::NotForDenials,
		)
	};
	deny(|terms| terms.uses = Some(1));
	deny(|terms| terms.mask_identity = true);
	deny(|terms| terms.no_redisclosure = true);
	deny(|terms| terms.erase_at = Some(START + 1));
}

#[test]
fn a_permit_has_a_use() {
	refuses(|terms| terms.uses = Some(0), Error::NoUses);
}

#[test]
fn periods_run_forwards() {
	let period = |from, until| {
		move |terms: &mut ProvisionTerms<AccountId>| {
			(terms.from, terms.until) = (Some(from), Some(until))
		}
	};
	refuses(period(START + 10, START + 5), Error::PeriodBackwards);
	refuses(period(START + 10, START + 10), Error::PeriodBackwards);
	// Backwards and past: the error names first what is wrong with the terms themselves.
	refuses(period(START - 5, START - 10), Error::PeriodBackwards);
	refuses(
		|terms| (terms.data_from, terms.data_until) = (Some(Day(8)), Some(Day(7))),
		Error::PeriodBackwards,
	);
	refuses(
		|terms| (terms.from, terms.erase_at) = (Some(START + 9), Some(START + 8)),
		Error::PeriodBackwards,
	);
}

#[test]
fn a_data_period_lies_within_the_calendar() {
	refuses(|terms| terms.data_from = Some(Day(Day::FIRST.0 - 1)), Error::NoSuchDay);
	refuses(|terms| terms.data_until = Some(Day(Day::LAST.0 + 1)), Error::NoSuchDay);
	refuses(
		|terms| (terms.data_from, terms.data_until) = (Some(Day(i32::MAX)), Some(Day(i32::MIN))),
		Error::NoSuchDay,
	);
	build_and_execute(|| {
		for (from, until) in [(7, 7), (-9, -7), (Day::FIRST.0, Day::LAST.0)] {
			grant(
				ALICE,
				ProvisionTerms {
					data_from: Some(Day(from)),
					data_until: Some(Day(until)),
					..permit(Actor::Account(DORA))
				},
			);
		}
	});
}

#[test]
fn data_rule_8_an_end_lies_ahead_of_the_chains_clock() {
	refuses(|terms| terms.until = Some(START), Error::Expired);
	refuses(|terms| (terms.from, terms.until) = (Some(START - 2), Some(START - 1)), Error::Expired);
	refuses(|terms| terms.erase_at = Some(START), Error::Expired);
	build_and_execute(|| {
		let until = Some(START + 1);
		grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
	});
}

#[test]
fn nothing_is_in_force_before_it_is_granted() {
	build_and_execute(|| {
		grant(ALICE, ProvisionTerms { from: Some(START - 1), ..permit(Actor::Account(DORA)) });
		assert_eq!(Consent::provisions(&ALICE)[0].from, START);
	});
}

#[test]
fn seconds_are_not_taken_for_milliseconds() {
	refuses(|terms| terms.from = Some(START / 1_000), Error::InSeconds);
	// An end in seconds lies in the past.
	refuses(|terms| terms.until = Some(START / 1_000 + 60), Error::Expired);
}

#[test]
fn data_rule_7_a_denial_that_names_no_compartment_means_all() {
	build_and_execute(|| {
		grant(ALICE, denial(Actor::Account(DORA)));
		assert_eq!(Consent::provisions(&ALICE)[0].compartments, Compartments::all());
	});
}

#[test]
fn there_is_room_for_32_provisions() {
	build_and_execute(|| {
		for _ in 0..32 {
			grant(ALICE, permit(Actor::Account(DORA)));
		}
		let terms = permit(Actor::Account(EMIL));
		assert_noop!(
			Consent::grant(signed(ALICE), terms.clone()),
			Error::<Test>::TooManyProvisions
		);
		assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(31)));
		// The id of a revoked provision is not given again.
		assert_eq!(grant(ALICE, terms), ProvisionId(32));
	});
}

#[test]
fn an_expired_provision_gives_place() {
	build_and_execute(|| {
		for number in 0..32 {
			let until = (number == 5).then_some(START + 10);
			grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
		}
		pass(10);
		assert_eq!(grant(ALICE, denial(Actor::Account(EMIL))), ProvisionId(32));
		let history = Consent::history(&ALICE, ProvisionId(0), 100);
		assert_eq!(history.iter().map(|ended| ended.id).collect::<Vec<_>>(), [ProvisionId(5)]);
		assert_noop!(
			Consent::grant(signed(ALICE), denial(Actor::Account(EMIL))),
			Error::<Test>::TooManyProvisions
		);
	});
}

#[test]
fn what_a_grant_weighs_depends_on_where_it_finds_its_place() {
	build_and_execute(|| {
		MaxProvisions::set(2);
		let weight = |terms| {
			let done = Consent::grant(signed(ALICE), terms).unwrap();
			done.actual_weight.unwrap()
		};
		let short = ProvisionTerms { until: Some(START + 10), ..permit(Actor::Account(DORA)) };
		assert_eq!(weight(short), <() as WeightInfo>::grant_first());
		assert_eq!(weight(permit(Actor::Account(DORA))), <() as WeightInfo>::grant());
		pass(10);
		assert_eq!(weight(permit(Actor::Account(DORA))), <() as WeightInfo>::grant_replacing());
	});
}

#[test]
fn ids_run_out_rather_than_repeat() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::Account(DORA)));
		Provisions::<Test>::mutate(ALICE, |policy| {
			policy.as_mut().unwrap().next = ProvisionId(u32::MAX)
		});
		assert_noop!(
			Consent::grant(signed(ALICE), permit(Actor::Account(DORA))),
			Error::<Test>::IdsExhausted
		);
	});
}
