// SPDX-License-Identifier: Apache-2.0
//! The JSON form of each type is the one that README.md shows, a file a pallet.
#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod claims;
mod consent;
mod decision_support;
mod disclosures;
mod participants;
mod quorum;
mod records;

use salus_primitives::{DataPeriod, Day, Moment, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

const README: &str = include_str!("../../README.md");
const NOW: Moment = 1_795_867_200_000;
const LATER: Moment = NOW + 1_000;
const TODAY: Day = Day(20_785);
const HASH: [u8; 32] = [9; 32];

/// An account as the SDK's type prints itself.
type AccountId = String;

fn patient() -> AccountId {
	"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty".into()
}

fn clinician() -> AccountId {
	"5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y".into()
}

fn clinic() -> AccountId {
	"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY".into()
}

fn operator() -> AccountId {
	"5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy".into()
}

fn data() -> DataPeriod {
	DataPeriod { first: Day(-1), last: TODAY }
}

/// The example under this heading.
fn example(of: &str) -> Value {
	let (_, section) = README.split_once(&format!("\n### {of}\n\n```json\n")).expect(of);
	let (block, _) = section.split_once("\n```\n").expect(of);
	serde_json::from_str(block).expect(of)
}

fn shows(of: &str, value: impl Serialize) {
	let written = json!(value);
	assert_eq!(written, example(of), "{of} is {written:#}");
}

#[test]
fn every_example_is_compared() {
	let sources = [
		include_str!("claims.rs"),
		include_str!("consent.rs"),
		include_str!("decision_support.rs"),
		include_str!("disclosures.rs"),
		include_str!("participants.rs"),
		include_str!("quorum.rs"),
		include_str!("records.rs"),
	];
	let headings: Vec<_> = README.lines().filter_map(|line| line.strip_prefix("### ")).collect();
	assert_eq!(headings.len(), 34);
	for heading in headings {
		let quoted = format!("\"{heading}\"");
		assert!(sources.iter().any(|source| source.contains(&quoted)), "{heading} is not compared");
	}
}

#[test]
fn a_moment_is_text_and_a_number_is_refused_with_the_form() {
	let read = |given: Value| {
		serde_json::from_value::<Timestamp>(given).map_err(|error| error.to_string())
	};
	assert_eq!(read(json!("2026-11-28T12:00:00Z")), Ok(Timestamp(NOW)));
	for given in [json!(NOW), json!(NOW / 1_000), json!("1795867200"), json!(null)] {
		let refused = read(given.clone()).unwrap_err();
		assert!(refused.contains("2026-11-28T12:00:00.000Z"), "{given}: {refused}");
	}
}
