// SPDX-License-Identifier: Apache-2.0
//! What is reported of models, and when: nothing that follows a single request. Data rule 15.

use super::*;
use crate::{
	jobs::drift::{self, Calendar},
	journal::{Inputs, NewInputs, NewRun, Output},
};
use salus_inference::{Card, Engine, Level, Window};
use salus_primitives::{ModelId, decision_support::UsageTally};
use std::path::Path;

const MODEL: ModelId = ModelId(3);
const DAY: Moment = 24 * 60 * 60 * 1_000;
/// The moment at which a window ends first.
const BEGIN: Moment = 20_000 * DAY;

const REPORT: &str = "DecisionSupport.report_drift";

fn models() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../models")
}

fn card() -> Card {
	let path = models().join("diabetes-risk/card.json");
	Card::parse(&std::fs::read(&path).unwrap(), &path).unwrap()
}

impl Home {
	/// Counts so many people with the same values, who are like nobody.
	fn count(&self, request: u8, people: u32, card_hash: [u8; 32]) {
		let card = card();
		let mut person = Window::of_one(&card, &vec![0.0; card.features.len()]).unwrap();
		person.people = people;
		person.counts.iter_mut().flatten().for_each(|count| *count *= people);
		let inputs = NewInputs { model: MODEL, card: card_hash, patient: [request; 32], person };
		let output = Output { content: [5; 32], document: Cid::raw([5; 32]) };
		let run = NewRun { output, document: b"encrypted", inputs: Some(&inputs) };
		self.journal().put_run(RequestId(request.into()), &[RECORD], &run).unwrap();
	}

	fn counted(&self) -> Inputs {
		let mut counted = self.journal().inputs().unwrap();
		counted.pop().unwrap().1
	}

	/// A block within the operator's hour.
	async fn hour(&self, now: Moment) {
		let inputs = self.counted();
		drift::report(&self.worker, MODEL, &inputs, &card(), now).await.unwrap();
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drift_is_reported_a_day_after_the_window_ended() {
	let home = Home::new().await;
	home.count(1, 200, [5; 32]);
	for now in [BEGIN, BEGIN + 6_000, BEGIN + DAY - 1] {
		home.hour(now).await;
		assert!(home.chain.posted().is_empty(), "{now}");
	}
	home.hour(BEGIN + DAY).await;
	assert_eq!(home.chain.posted(), [REPORT]);
	assert_eq!(home.counted().reported, Some(Level::Large));
	// In the same hour, and on other days: there is nothing new.
	for now in [BEGIN + DAY + 6_000, BEGIN + 2 * DAY, BEGIN + 3 * DAY] {
		home.hour(now).await;
		assert_eq!(home.chain.posted().len(), 1, "{now}");
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_counted_after_the_window_ended_is_in_the_next_report() {
	let home = Home::new().await;
	home.count(1, 199, [5; 32]);
	home.hour(BEGIN).await;
	// With this one the level is crossed.
	home.count(2, 1, [5; 32]);
	for now in [BEGIN + 6_000, BEGIN + DAY] {
		home.hour(now).await;
		assert!(home.chain.posted().is_empty(), "{now}");
	}
	let ended = home.counted().ended.unwrap();
	assert_eq!((ended.window.people, ended.at), (200, BEGIN + DAY));
	home.hour(BEGIN + 2 * DAY).await;
	assert_eq!(home.chain.posted(), [REPORT]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_other_times_nothing_ends_and_nothing_is_reported() {
	let home = Home::new().await;
	let folder = tempfile::tempdir().unwrap();
	std::os::unix::fs::symlink(models().join("news2"), folder.path().join("news2")).unwrap();
	let mut worker = Arc::into_inner(home.worker).unwrap();
	worker.models = Models::load(folder.path(), &Engine::new(1)).unwrap();
	// At the beginning of a day.
	worker.calendar = Calendar::new(0);
	let model = worker.models.iter().next().unwrap().clone();
	let home = Home { worker: Arc::new(worker), chain: home.chain, _folder: home._folder };
	home.count(1, 200, drift::card_hash(&model));
	for (now, ends) in [(BEGIN - 1, false), (BEGIN + 12 * DAY / 24, false), (BEGIN + DAY, true)] {
		home.chain.is_at(now, BLOCK.number);
		registry::watch(WatchKey::Drift).tick(&home.worker, BLOCK).await.unwrap();
		assert_eq!(home.counted().ended.is_some(), ends, "{now}");
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_are_reported_once_and_never_by_whoever_keeps_them() {
	let home = Home::new().await;
	assert!(home.due(500).contains(&WatchKey::ReportUsage));
	assert!(!home.due(501).contains(&WatchKey::ReportUsage));
	home.journal().change_usage(|usage| usage.counts.insert(ModelId(1), 250)).unwrap();
	let tick = async |reported| {
		let tally = UsageTally { paid_seats: 600, reported };
		home.chain.answers("DecisionSupportApi_usage_tally", tally);
		registry::watch(WatchKey::ReportUsage).tick(&home.worker, BLOCK).await.unwrap();
	};
	// The finalized state does not show it yet.
	tick(0).await;
	tick(0).await;
	assert_eq!(home.chain.posted(), ["DecisionSupport.report_usage"]);
	tick(200).await;
	assert_eq!(home.chain.posted().len(), 1);
	let left = home.journal().change_usage(|usage| usage.counts.clone()).unwrap();
	assert_eq!(left, BTreeMap::from([(ModelId(1), 50)]));

	let worker = Arc::into_inner(home.worker).unwrap().reporting_usage(false);
	let mut due = registry::due(&worker, BlockRef { number: 500, ..BLOCK });
	assert!(due.all(|key| key != WatchKey::ReportUsage));
}
