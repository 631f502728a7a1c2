// SPDX-License-Identifier: Apache-2.0
//! A second reference model, written from the READMEs alone: what this pallet's README says, a function a rule, over
//! random histories. The other model keeps a log; this one keeps periods. `SALUS_HISTORIES` says how many histories.

mod comparing;
mod emergencies;
mod going_on;
mod named;
mod neighbourhood;
mod order;
mod playing;
mod questions;
mod sketches;
mod steps;
mod tally;
mod time_lines;
mod world;

use super::*;
use going_on::goes_on;
use named::covers;
use order::{answer, matching};
use playing::accepted;
use proptest::{
	collection::vec,
	test_runner::{Config as RunnerConfig, TestRunner},
};
use questions::{Asked, asked};
use sketches::{Sketch, sketch};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};
use steps::{Standing, Step, step};
use tally::Tally;
use time_lines::{Case, Given, Span, earliest};
use world::{Open, World, decides, nth};

/// All that happens does so at whole quarters of an hour, so that moments meet.
const QUARTER: Moment = HOUR / 4;

// Few of each, so that rules meet.
const PATIENTS: [AccountId; 2] = [ALICE, BOB];
const ACCOUNTS: [AccountId; 5] = [ALICE, BOB, DORA, EMIL, OTTO];
const ORGANISATIONS: [AccountId; 2] = [CLINIC, INSURER];
/// Who asks decision support.
const ASKERS: [AccountId; 4] = [ALICE, DORA, OTTO, CLINIC];
/// The mock has registered the first of them.
const STUDIES: [StudyId; 2] = [StudyId(1), StudyId(9)];
const CATEGORIES: [Category; 2] = [Category::ObservationLaboratory, Category::Condition];
/// What provisions name: two pairs, the second of each below the first.
const PURPOSES: [Purpose; 4] =
	[Purpose::Treatment, Purpose::EmergencyTreatment, Purpose::Operations, Purpose::CareManagement];

/// So many histories as the environment says, or as fit into a run of all tests.
fn how_many() -> u32 {
	let usual = if cfg!(debug_assertions) { 500 } else { 10_000 };
	std::env::var("SALUS_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

#[test]
fn data_rules_7_and_8_the_model_from_the_readme_decides_the_same() {
	let histories = how_many();
	let config =
		RunnerConfig { cases: histories, failure_persistence: None, ..RunnerConfig::default() };
	let tally = RefCell::new(Tally::default());
	let random = vec((step(), vec(asked(), 3..6)), 10..50);
	let result = TestRunner::new(config).run(&random, |history| {
		build_and_execute(|| {
			// More than a history grants: how many there may be is another rule.
			MaxProvisions::set(64);
			let mut world = World::start();
			for (step, questions) in &history {
				world.play(step, &mut tally.borrow_mut());
				world.compare(questions, &mut tally.borrow_mut());
			}
			world.compare_provisions();
		});
		Ok(())
	});
	result.unwrap();
	if histories >= 500 {
		tally.borrow().check();
	}
}
