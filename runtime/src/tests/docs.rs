// SPDX-License-Identifier: Apache-2.0
//! What users read in wallets: the documentation of calls, errors and events in the metadata.

use super::*;
use scale_info::{TypeDef, TypeInfo};

/// Every variant's name, with its documentation.
fn docs<T: TypeInfo>() -> Vec<(&'static str, String)> {
	let TypeDef::Variant(of_enum) = T::type_info().type_def else { panic!("not an enum") };
	of_enum.variants.into_iter().map(|variant| (variant.name, variant.docs.join("\n"))).collect()
}

fn calls() -> Vec<(&'static str, String)> {
	[
		docs::<ClaimsCall>(),
		docs::<ConsentCall>(),
		docs::<DecisionSupportCall>(),
		docs::<EnactmentCall>(),
		docs::<ParticipantsCall>(),
		docs::<QuorumCall>(),
		docs::<RecordsCall>(),
	]
	.concat()
}

#[test]
fn every_call_says_who_signs_what_it_costs_and_why_it_fails() {
	for (name, docs) in calls() {
		for line in ["- Signer: ", "- Cost: ", "- Errors: "] {
			assert!(docs.contains(line), "{name} has no line {line:?}");
		}
	}
}

#[test]
fn no_user_reads_of_a_data_rule_by_number() {
	let errors_and_events = [
		docs::<pallet_claims::Error<Runtime>>(),
		docs::<pallet_claims::Event<Runtime>>(),
		docs::<pallet_consent::Error<Runtime>>(),
		docs::<pallet_consent::Event<Runtime>>(),
		docs::<pallet_decision_support::Error<Runtime>>(),
		docs::<pallet_decision_support::Event<Runtime>>(),
		docs::<pallet_disclosures::Event<Runtime>>(),
		docs::<pallet_enactment::Error<Runtime>>(),
		docs::<pallet_enactment::Event<Runtime>>(),
		docs::<pallet_participants::Error<Runtime>>(),
		docs::<pallet_participants::Event<Runtime>>(),
		docs::<pallet_quorum::Error<Runtime>>(),
		docs::<pallet_quorum::Event<Runtime>>(),
		docs::<pallet_records::Error<Runtime>>(),
		docs::<pallet_records::Event<Runtime>>(),
	];
	for (name, docs) in calls().into_iter().chain(errors_and_events.concat()) {
		assert!(!docs.is_empty(), "{name} says nothing");
		assert!(!docs.contains("Data rule"), "{name}: {docs}");
	}
}
