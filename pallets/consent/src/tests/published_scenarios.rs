// SPDX-License-Identifier: Apache-2.0
//! Scenarios that others published, in our own words, and what comes of each here: HL7's examples of the resource Consent
//! (R4, by the id of the example) and those of LEAP's consent decision service (`leap-cds`, by the name of the file).
//!
//! Where a source begins from "permitted unless denied", the patient here has first permitted it: no policy means no.
//! Where it carves an exception out of a denial, the patient here permits the exception alone: a denial beats a permit.

use super::*;
use Purpose::{EmergencyTreatment, Payment, Research, Treatment};

/// What comes of a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Comes {
	Permitted,
	Denied,
	NoPolicy,
}

type Terms = ProvisionTerms<AccountId>;

struct Scenario {
	/// Where it is from.
	source: &'static str,
	/// What the patient signs, one after the other.
	signs: Vec<Terms>,
	/// What is asked half an hour later.
	asked: Vec<(Query<AccountId>, Comes)>,
}

/// Everything in the general compartment and in 3, to read and to write, for treatment.
fn opt_in(actor: Actor<AccountId>) -> Terms {
	ProvisionTerms {
		actions: list(Action::ALL.iter().copied()),
		categories: list(Category::ALL.iter().copied()),
		compartments: list([Compartment::General, Compartment::Three]),
		purposes: list([Treatment, EmergencyTreatment]),
		..permit(actor)
	}
}

fn members() -> Actor<AccountId> {
	Actor::MembersOf(CLINIC)
}

/// DORA and EMIL are members of the clinic; OTTO is a relative.
fn asks(account: AccountId) -> Query<AccountId> {
	question(account)
}

fn for_purpose(purpose: Purpose, query: Query<AccountId>) -> Query<AccountId> {
	Query { purpose, ..query }
}

fn of_category(category: Category, query: Query<AccountId>) -> Query<AccountId> {
	Query { category, ..query }
}

fn to_write(query: Query<AccountId>) -> Query<AccountId> {
	Query { action: Action::Collect, ..query }
}

fn in_three(query: Query<AccountId>) -> Query<AccountId> {
	Query { compartment: Compartment::Three, ..query }
}

fn of_days(first: i32, last: i32, query: Query<AccountId>) -> Query<AccountId> {
	Query { data: DataPeriod { first: Day(first), last: Day(last) }, ..query }
}

/// HL7's: withholding from organisations, people, of records and times, and the emergency.
fn of_hl7() -> Vec<Scenario> {
	use Comes::{Denied, NoPolicy, Permitted};
	vec![
		Scenario {
			source: "consent-example: general consent for treatment by one provider",
			signs: vec![opt_in(members())],
			asked: vec![
				(asks(DORA), Permitted),
				(to_write(asks(DORA)), Permitted),
				(for_purpose(Payment, asks(DORA)), NoPolicy),
				(asks(OTTO), NoPolicy),
			],
		},
		Scenario {
			source: "consent-example-Out: nothing to anybody",
			signs: vec![opt_in(members()), denial(members()), denial(Actor::ANY_DECISION_SUPPORT)],
			asked: vec![
				(asks(DORA), Denied),
				(in_three(to_write(asks(DORA))), Denied),
				(Query { reader: asked_by(DORA, WorkClass::Clinical), ..asks(DORA) }, Denied),
				(asks(OTTO), NoPolicy),
			],
		},
		Scenario {
			source: "consent-example-notOrg: not to the organisation where an ex-spouse works",
			signs: vec![opt_in(members()), opt_in(Actor::Account(OTTO)), denial(members())],
			asked: vec![(asks(DORA), Denied), (asks(EMIL), Denied), (asks(OTTO), Permitted)],
		},
		Scenario {
			source: "consent-example-notThem: not to these two people, whoever employs them",
			signs: vec![
				opt_in(members()),
				opt_in(Actor::Account(OTTO)),
				denial(Actor::Account(DORA)),
				denial(Actor::Account(OTTO)),
			],
			asked: vec![
				(asks(DORA), Denied),
				(to_write(asks(DORA)), Denied),
				(asks(OTTO), Denied),
				(asks(EMIL), Permitted),
			],
		},
		Scenario {
			// Which records does not show on the chain: they lie in a compartment of the patient's.
			source: "consent-example-notThis: not these records",
			signs: vec![
				opt_in(members()),
				ProvisionTerms { compartments: list([Compartment::Three]), ..denial(members()) },
			],
			asked: vec![(asks(DORA), Permitted), (in_three(asks(DORA)), Denied)],
		},
		Scenario {
			source: "consent-example-notTime: nothing of a span of time",
			signs: vec![
				opt_in(members()),
				ProvisionTerms {
					data_from: Some(Day(100)),
					data_until: Some(Day(130)),
					..denial(members())
				},
			],
			asked: vec![
				(of_days(90, 99, asks(DORA)), Permitted),
				(of_days(130, 130, asks(DORA)), Denied),
				// A record that reaches into the span.
				(of_days(90, 100, asks(DORA)), Denied),
				(of_days(131, 140, asks(DORA)), Permitted),
			],
		},
		Scenario {
			source: "consent-example-Emergency: nothing to the hospital but in an emergency",
			signs: vec![ProvisionTerms {
				purposes: list([EmergencyTreatment]),
				..opt_in(members())
			}],
			asked: vec![
				(asks(DORA), NoPolicy),
				(for_purpose(EmergencyTreatment, asks(DORA)), Permitted),
				(for_purpose(Research, asks(DORA)), NoPolicy),
			],
		},
		Scenario {
			source: "consent-example-Emergency, as it is written: a denial beside the exception shuts both",
			signs: vec![
				ProvisionTerms { purposes: list([EmergencyTreatment]), ..opt_in(members()) },
				denial(members()),
			],
			asked: vec![
				(asks(DORA), Denied),
				(for_purpose(EmergencyTreatment, asks(DORA)), Denied),
			],
		},
		Scenario {
			// There kinds of data are security labels, here they are compartments.
			source: "consent-example-pkb: the kinds of data that are ticked for a team, and more for one of it",
			signs: vec![
				ProvisionTerms { compartments: list([Compartment::General]), ..opt_in(members()) },
				ProvisionTerms {
					compartments: list([Compartment::Three]),
					..opt_in(Actor::Account(EMIL))
				},
			],
			asked: vec![
				(asks(DORA), Permitted),
				(in_three(asks(DORA)), NoPolicy),
				(asks(EMIL), Permitted),
				(in_three(asks(EMIL)), Permitted),
			],
		},
	]
}

/// LEAP's: one patient, with a practice that may and a recipient that may not.
fn of_leap() -> Vec<Scenario> {
	use Comes::{Denied, NoPolicy, Permitted};
	let expired = |until| ProvisionTerms { until: Some(until), ..opt_in(members()) };
	vec![
		Scenario {
			source: "no consent on file",
			signs: vec![],
			asked: vec![(asks(DORA), NoPolicy), (to_write(asks(DORA)), NoPolicy)],
		},
		Scenario {
			source: "consent-boris-optin: permitted, but not to one recipient",
			signs: vec![opt_in(members()), denial(Actor::Account(EMIL))],
			asked: vec![
				(asks(DORA), Permitted),
				(asks(EMIL), Denied),
				(to_write(asks(EMIL)), Denied),
			],
		},
		Scenario {
			source: "consent-boris-optout: denied to all, and to that recipient by name too",
			signs: vec![denial(members()), denial(Actor::Account(EMIL))],
			asked: vec![(asks(DORA), Denied), (asks(EMIL), Denied)],
		},
		Scenario {
			source: "consent-boris-deny-practitioner: not to one practitioner of an organisation that may",
			signs: vec![opt_in(members()), denial(Actor::Account(DORA))],
			asked: vec![(asks(DORA), Denied), (asks(EMIL), Permitted)],
		},
		Scenario {
			// There a label of confidentiality on parts of the answer, which are left out; here a compartment.
			source: "consent-boris-deny-restricted-label: not what is restricted",
			signs: vec![
				opt_in(members()),
				ProvisionTerms { compartments: list([Compartment::Three]), ..denial(members()) },
			],
			asked: vec![(asks(DORA), Permitted), (in_three(asks(DORA)), Denied)],
		},
		Scenario {
			source: "consent-boris-deny-restricted-content-class: not this kind of document",
			signs: vec![
				opt_in(members()),
				ProvisionTerms {
					categories: list([Category::MedicationRequest]),
					..denial(members())
				},
			],
			asked: vec![
				(of_category(Category::MedicationRequest, asks(DORA)), Denied),
				(of_category(Category::MedicationRequest, to_write(asks(DORA))), Denied),
				(asks(DORA), Permitted),
			],
		},
		Scenario {
			source: "consent-boris-provision-array: of several denials each keeps out by itself",
			signs: vec![
				opt_in(members()),
				ProvisionTerms { categories: list([Category::Genomics]), ..denial(members()) },
				ProvisionTerms { purposes: list([EmergencyTreatment]), ..denial(members()) },
			],
			asked: vec![
				(asks(DORA), Permitted),
				(of_category(Category::Genomics, asks(DORA)), Denied),
				(for_purpose(EmergencyTreatment, asks(DORA)), Denied),
			],
		},
		Scenario {
			source: "consent-boris-optin-with-pou-in-root-provision: permitted for one purpose of use",
			signs: vec![ProvisionTerms { purposes: list([Treatment]), ..opt_in(members()) }],
			asked: vec![
				(asks(DORA), Permitted),
				(for_purpose(Research, asks(DORA)), NoPolicy),
				(for_purpose(Payment, asks(DORA)), NoPolicy),
			],
		},
		Scenario {
			source: "consent-boris-expired: its period is over",
			signs: vec![expired(START + HOUR / 2)],
			asked: vec![(asks(DORA), NoPolicy)],
		},
		Scenario {
			source: "the same with a moment left",
			signs: vec![expired(START + HOUR / 2 + 1)],
			asked: vec![(asks(DORA), Permitted)],
		},
		Scenario {
			source: "consent-boris-research: for research, and nothing said of treatment",
			signs: vec![ProvisionTerms { purposes: list([Research]), ..opt_in(members()) }],
			asked: vec![(for_purpose(Research, asks(DORA)), Permitted), (asks(DORA), NoPolicy)],
		},
	]
}

fn comes_of(query: &Query<AccountId>) -> Comes {
	match decide(query) {
		Ok(_) => Comes::Permitted,
		Err(Refusal::Denied(_)) => Comes::Denied,
		Err(Refusal::NoPolicy) => Comes::NoPolicy,
		Err(Refusal::NotInForce) => panic!("every licence is in force"),
	}
}

fn play(scenarios: Vec<Scenario>) {
	for Scenario { source, signs, asked } in scenarios {
		build_and_execute(|| {
			Members::set([(CLINIC, DORA), (CLINIC, EMIL)].into());
			for terms in signs {
				grant(ALICE, terms);
			}
			pass(HOUR / 2);
			for (query, expected) in asked {
				assert_eq!(comes_of(&query), expected, "{source}: {query:?}");
			}
		});
	}
}

#[test]
fn data_rule_7_hl7s_scenarios_of_consent_come_out_as_published() {
	play(of_hl7());
}

#[test]
fn data_rule_7_leaps_scenarios_of_consent_come_out_as_published() {
	play(of_leap());
}

/// LEAP's consent-boris-inactive: one that is not active any more. Here it was revoked.
#[test]
fn a_consent_that_is_not_active_permits_nothing() {
	build_and_execute(|| {
		let id = grant(ALICE, opt_in(members()));
		assert_eq!(comes_of(&asks(DORA)), Comes::Permitted);
		assert_ok!(Consent::revoke(signed(ALICE), id));
		assert_eq!(comes_of(&asks(DORA)), Comes::NoPolicy);
	});
}
