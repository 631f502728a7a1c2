// SPDX-License-Identifier: Apache-2.0
//! Faults of other programs from the field, as far as this pallet decides them. Records' tests and the runtime's have the
//! halves about keys and about writing.

use super::*;

/// The members of the clinic may read, for these purposes, in the general compartment and in 3.
fn permit_members(purposes: &[Purpose], actions: &[Action]) -> ProvisionId {
	let terms = ProvisionTerms {
		actions: list(actions.iter().copied()),
		purposes: list(purposes.iter().copied()),
		compartments: list([Compartment::General, Compartment::Three]),
		..permit(Actor::MembersOf(CLINIC))
	};
	grant(ALICE, terms)
}

/// consent-deny-default: whoever types "deny" means "keep out".
#[test]
fn a_denial_by_default_keeps_out_of_reading_and_writing_in_every_compartment() {
	build_and_execute(|| {
		permit_members(&[Purpose::Treatment], Action::ALL);
		let id = grant(ALICE, denial(Actor::Account(DORA)));
		for action in Action::ALL.iter().copied() {
			for compartment in Compartment::ALL {
				let query = Query { action, compartment, ..question(DORA) };
				assert_eq!(decide(&query), Err(Refusal::Denied(id)), "{action} {compartment:?}");
			}
		}
	});
}

/// consent-purpose-hierarchy: treatment is denied, emergency treatment asked for.
#[test]
fn whoever_is_denied_treatment_is_denied_emergency_treatment() {
	build_and_execute(|| {
		permit_members(&[Purpose::Treatment, Purpose::EmergencyTreatment], &[Action::Access]);
		let purposes = list([Purpose::Treatment]);
		let id = grant(ALICE, ProvisionTerms { purposes, ..denial(Actor::Account(DORA)) });
		for purpose in [Purpose::Treatment, Purpose::EmergencyTreatment, Purpose::BreakGlass] {
			let query = Query { purpose, ..question(DORA) };
			assert_eq!(decide(&query), Err(Refusal::Denied(id)), "{purpose}");
		}
	});
}

/// consent-revoked-mid-access: a key is asked for after consent was revoked.
#[test]
fn revoking_ends_what_is_open() {
	build_and_execute(|| {
		let id = grant(ALICE, permit(Actor::Account(DORA)));
		let basis = decide_and_use(&question(DORA)).unwrap().basis;
		assert!(still_allows(&question(DORA), basis));
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert!(!still_allows(&question(DORA), basis));
	});
}

/// consent-until-date: a date as an end includes that day. The client makes a moment of it; here the last of its
/// milliseconds is permitted and the first of the next day is not, for a permit and a denial alike.
#[test]
fn a_day_as_an_end_is_included_to_its_last_millisecond() {
	for effect in [Effect::Permit, Effect::Deny] {
		build_and_execute(|| {
			let midnight = START + 16 * HOUR;
			let basis = match effect {
				Effect::Permit => permit(Actor::Account(DORA)),
				Effect::Deny => denial(Actor::Account(DORA)),
			};
			grant(ALICE, ProvisionTerms { until: Some(midnight), ..basis });
			let in_force = || decide(&question(DORA)) != Err(Refusal::NoPolicy);
			pass(16 * HOUR - 1);
			assert!(in_force());
			pass(1);
			assert!(!in_force());
		});
	}
}

/// consent-until-outlived: a key is asked for after the permit's own end, the licence's, or the case's.
#[test]
fn access_does_not_outlive_permit_licence_or_case() {
	build_and_execute(|| {
		let until = Some(START + 2 * 60_000);
		grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
		pass(60_000);
		let permit = decide_and_use(&question(DORA)).unwrap();
		assert_eq!(permit.ends_at, until);
		set_licence(DORA, Licence::Suspended);
		assert!(!still_allows(&question(DORA), permit.basis));
		license(DORA);
		assert!(still_allows(&question(DORA), permit.basis));
		pass(60_000);
		assert!(!still_allows(&question(DORA), permit.basis));
	});
	for outcome in [None, Some(ReviewOutcome::Unjustified)] {
		build_and_execute(|| {
			assert_ok!(break_glass(DORA, ALICE));
			// In its 59th minute.
			pass(58 * 60_000);
			let permit = decide_and_use(&emergency(DORA)).unwrap();
			assert_eq!(permit.ends_at, Some(START + HOUR));
			assert!(still_allows(&emergency(DORA), permit.basis));
			match outcome {
				None => pass(2 * 60_000),
				Some(outcome) => {
					assert_ok!(review(0, outcome));
				}
			}
			assert!(!still_allows(&emergency(DORA), permit.basis));
		});
	}
}

/// consent-writing-falls-through: writing is denied for treatment, permitted as emergency. Which purposes are tried is
/// records' affair; here neither is permitted.
#[test]
fn writing_that_is_denied_for_treatment_is_denied_for_emergency_treatment() {
	build_and_execute(|| {
		permit_members(&[Purpose::EmergencyTreatment], &[Action::Collect]);
		let id = grant(
			ALICE,
			ProvisionTerms {
				actions: list([Action::Collect]),
				purposes: list([Purpose::Treatment]),
				..denial(Actor::Account(DORA))
			},
		);
		for purpose in [Purpose::Treatment, Purpose::EmergencyTreatment] {
			let query = Query { action: Action::Collect, purpose, ..question(DORA) };
			assert_eq!(decide(&query), Err(Refusal::Denied(id)), "{purpose}");
		}
	});
}
