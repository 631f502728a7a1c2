// SPDX-License-Identifier: Apache-2.0
//! A result is served once revealing has begun, and not a moment before: else it tells others who are drawn what was
//! found.

use super::*;
use crate::{
	custody_rules,
	jobs::{
		fixtures::{REQUEST, request, task},
		publish::publish,
		seat::OwnSeal,
	},
	journal::{NewRun, Output},
};
use salus_core::cids::cid_of;
use salus_primitives::{
	ModelId,
	decision_support::{Receipt, RequestStatus},
	quorum::{Deadline, Response},
};

/// The encrypted result.
const DOCUMENT: [u8; 1_000] = [0xd0; 1_000];

pub(super) fn output() -> Output {
	Output { content: [5; 32], document: cid_of(&DOCUMENT).unwrap() }
}

impl Home {
	/// A worker that has run the model.
	pub(super) async fn with_a_result() -> Self {
		let home = Self::new().await;
		let run = NewRun { output: output(), document: &DOCUMENT, inputs: None };
		home.journal().put_run(REQUEST, &[RECORD], &run).unwrap();
		home.worker.remember_request(REQUEST);
		home
	}

	pub(super) fn seal(&self) -> Response {
		Response::Sealed(OwnSeal::new(&self.worker, REQUEST).seal(&output()))
	}

	/// How this operator and another one have responded so far. There is time for all of it.
	pub(super) fn responses(&self, own: Response, other: Option<Response>) {
		let mut task = task(&[Some(own), other]);
		let draw = task.draw.as_mut().unwrap();
		draw.seal_until = Deadline { moment: 2_000, block: 600 };
		draw.reveal_until = Deadline { moment: 3_000, block: 700 };
		let first = draw.seats.iter_mut().take(1);
		first.for_each(|seat| seat.operator = self.worker.account());
		let status = RequestStatus { request: request(), task: task.clone() };
		self.chain.answers("DecisionSupportApi_request", Some(status));
		self.chain.answers("QuorumApi_task", Some(task));
	}

	/// Its task is closed, and its receipt names this result.
	pub(super) fn settled(&self, result: Option<Cid>) {
		self.chain.answers("QuorumApi_task", None::<()>);
		self.has_receipt(result);
	}

	/// Its receipt names this result.
	pub(super) fn has_receipt(&self, result: Option<Cid>) {
		let request = request();
		let receipt = Receipt {
			patient: request.patient,
			requester: request.requester,
			job: request.job,
			inputs: request.inputs,
			class: request.class,
			content: output().content,
			result,
			output: None,
			agreeing: 2,
			seats: 3,
			settled_at: 900,
			erased_at: None,
			verdict: None,
		};
		self.chain.answers("DecisionSupportApi_receipt", Some(receipt));
	}

	pub(super) async fn tick(&self, key: WatchKey) {
		registry::watch(key).tick(&self.worker, BLOCK).await.unwrap();
	}

	pub(super) async fn serves_it(&self) -> bool {
		let (store, document) = (&self.worker.custody.store, output().document);
		let has = store.has(&document).await.unwrap();
		assert_eq!(has, store.is_pinned(&document).await.unwrap());
		has
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_result_is_served_when_nobody_can_seal_any_more() {
	let home = Home::with_a_result().await;
	home.responses(home.seal(), None);
	for _ in 0..2 {
		home.tick(WatchKey::Reveal(REQUEST)).await;
		assert!(!home.serves_it().await, "another may still seal");
	}
	assert!(home.chain.posted().is_empty());
	home.responses(home.seal(), Some(Response::Refused));
	home.tick(WatchKey::Reveal(REQUEST)).await;
	assert!(home.serves_it().await);
	assert!(!home.journal().is_unpublished(REQUEST).unwrap());
	assert_eq!(home.chain.posted(), ["Quorum.reveal"]);
	let served = home.worker.custody.store.get(&output().document).await.unwrap();
	assert_eq!(&served[..], DOCUMENT.as_slice());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_this_operator_has_not_bound_is_served_to_nobody() {
	let home = Home::with_a_result().await;
	let other = Response::Sealed([9; 32]);
	for own in [other, Response::Revealed([9; 32]), Response::Refused] {
		home.responses(own, Some(Response::Refused));
		home.tick(WatchKey::Reveal(REQUEST)).await;
		assert!(!home.serves_it().await, "{own:?}");
	}
	// A quorum agreed on another.
	home.settled(Some(Cid::raw([9; 32])));
	home.tick(WatchKey::Close(REQUEST)).await;
	assert!(!home.serves_it().await);
	assert!(home.chain.posted().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_step_it_is_served_all_the_same() {
	// In the store, and the journal does not know it.
	let home = Home::with_a_result().await;
	let store = &home.worker.custody.store;
	store.add(Bytes::from(DOCUMENT.to_vec())).await.unwrap();
	home.responses(home.seal(), Some(Response::Refused));
	home.tick(WatchKey::Reveal(REQUEST)).await;
	assert!(home.serves_it().await && !home.journal().is_unpublished(REQUEST).unwrap());

	// Revealed, and not served.
	let home = Home::with_a_result().await;
	let digest = OwnSeal::new(&home.worker, REQUEST).digest(&output());
	home.responses(Response::Revealed(digest), Some(Response::Refused));
	home.tick(WatchKey::Reveal(REQUEST)).await;
	assert!(home.serves_it().await);
	assert!(home.chain.posted().is_empty());

	// Away until the others had settled it.
	let home = Home::with_a_result().await;
	home.settled(Some(output().document));
	home.tick(WatchKey::Reveal(REQUEST)).await;
	assert!(!home.serves_it().await);
	home.tick(WatchKey::Close(REQUEST)).await;
	assert!(home.serves_it().await);
	assert!(home.worker.open_requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_asked_for_a_result_that_waits() {
	let home = Home::with_a_result().await;
	home.responses(home.seal(), None);
	let fetch = JobKey::FetchResult(REQUEST);
	let due = async || reconcile::due(&home.worker, BLOCK, vec![REQUEST]).await.unwrap().jobs;
	assert!(!due().await.contains(&fetch));
	assert!(matches!(home.attempt(fetch).await.unwrap(), Completion::Done));
	// The control: once it was served, and is here no more, it is asked for.
	home.journal().note_published(REQUEST).unwrap();
	assert!(due().await.contains(&fetch));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_what_is_erased_while_it_waits_is_never_served() {
	let home = Home::with_a_result().await;
	custody_rules::destroy_record(&home.worker.custody, RECORD).await.unwrap();
	assert!(!home.journal().is_unpublished(REQUEST).unwrap());
	publish(&home.worker.custody, REQUEST).await.unwrap();
	assert!(!home.serves_it().await);
	// Killed between the store and the journal, it is in both.
	let home = Home::with_a_result().await;
	home.worker.custody.store.add(Bytes::from(DOCUMENT.to_vec())).await.unwrap();
	custody_rules::erase_result(&home.worker.custody, REQUEST).await.unwrap();
	assert!(!home.serves_it().await);
	assert!(!home.journal().is_unpublished(REQUEST).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_whose_worker_was_killed_once_it_had_sealed_is_counted_when_it_reveals() {
	let home = Home::with_a_result().await;
	home.journal().note_run(REQUEST, ModelId(1)).unwrap();
	home.responses(home.seal(), Some(Response::Refused));
	for _ in 0..2 {
		home.tick(WatchKey::Reveal(REQUEST)).await;
	}
	let counts = home.journal().change_usage(|usage| usage.counts.clone()).unwrap();
	assert_eq!(counts, BTreeMap::from([(ModelId(1), 1)]));
	assert_eq!(home.chain.posted(), ["Quorum.reveal", "Quorum.reveal"]);
}
