// SPDX-License-Identifier: Apache-2.0
use super::*;
use Purpose::{BreakGlass, CareManagement, EmergencyTreatment, Operations, Payment, Treatment};

fn asked_for(purpose: Purpose, action: Action) -> Result<Permit, Refusal> {
	decide(&Query { purpose, action, ..question(DORA) })
}

/// A permit to read and write for these purposes.
fn permit_for(purposes: &[Purpose]) -> ProvisionTerms<AccountId> {
	ProvisionTerms {
		actions: list(Action::ALL.iter().copied()),
		purposes: list(purposes.iter().copied()),
		..permit(Actor::Account(DORA))
	}
}

fn deny(purposes: &[Purpose]) -> ProvisionId {
	let purposes = list(purposes.iter().copied());
	grant(ALICE, ProvisionTerms { purposes, ..denial(Actor::Account(DORA)) })
}

#[test]
fn data_rule_7_denying_a_purpose_denies_what_lies_below_it_for_reading_and_writing() {
	for (denied, kept_out, left) in [
		(
			Treatment,
			&[Treatment, EmergencyTreatment][..],
			&[CareManagement, Operations, Payment][..],
		),
		(EmergencyTreatment, &[EmergencyTreatment], &[Treatment, Operations, Payment]),
		(Operations, &[Operations, CareManagement], &[Treatment, EmergencyTreatment, Payment]),
		(CareManagement, &[CareManagement], &[Operations, Treatment, EmergencyTreatment]),
	] {
		build_and_execute(|| {
			let everything = [Treatment, EmergencyTreatment, CareManagement, Operations, Payment];
			grant(ALICE, permit_for(&everything));
			let id = deny(&[denied]);
			for action in Action::ALL.iter().copied() {
				for purpose in kept_out {
					assert_eq!(asked_for(*purpose, action), Err(Refusal::Denied(id)), "{purpose}");
				}
				for purpose in left {
					assert_eq!(asked_for(*purpose, action), by_provision(0), "{purpose}");
				}
			}
		});
	}
}

#[test]
fn data_rule_7_break_glass_alone_stands_above_a_denial() {
	for denied in [Treatment, EmergencyTreatment] {
		build_and_execute(|| {
			let id = deny(&[denied]);
			assert_eq!(asked_for(BreakGlass, Action::Access), Err(Refusal::Denied(id)));
			assert_ok!(break_glass(DORA, ALICE));
			for action in Action::ALL.iter().copied() {
				assert!(asked_for(BreakGlass, action).is_ok());
				let compartment = Compartment::One;
				let numbered = Query { action, compartment, ..emergency(DORA) };
				assert_eq!(decide(&numbered), Err(Refusal::Denied(id)));
			}
		});
	}
}

#[test]
fn a_permit_means_the_purposes_that_it_names_and_none_below_them() {
	build_and_execute(|| {
		grant(ALICE, permit_for(&[Treatment, Operations]));
		for purpose in [EmergencyTreatment, CareManagement, BreakGlass] {
			assert_eq!(asked_for(purpose, Action::Access), Err(Refusal::NoPolicy), "{purpose}");
		}
	});
}
