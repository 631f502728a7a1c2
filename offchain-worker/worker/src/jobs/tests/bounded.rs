// SPDX-License-Identifier: Apache-2.0
//! Whatever a task waits for, it ends in time to refuse; and those that wait keep no others waiting.

use super::*;
use crate::jobs::{
	fixtures::{REQUEST, operator, request, task},
	worker::ASSESSMENTS,
};
use salus_primitives::{
	decision_support::{Request, RequestStatus},
	quorum::Deadline,
};
use tokio::{task::JoinHandle, time::timeout};

/// How an operator asks for a record of a request.
const ACCESS: &str = "RecordsApi_access";
/// When sealing is over: a hundred seconds and forty blocks after the draw.
const SEAL_UNTIL: Deadline = Deadline { moment: 101_000, block: BLOCK.number + 40 };

impl Home {
	/// This operator is drawn now, by a request of this requester's.
	fn is_drawn(&self, requester: u8) {
		let mut task = task(&[None, None, None]);
		let draw = task.draw.as_mut().unwrap();
		draw.drawn_at = 1_000;
		draw.seal_until = SEAL_UNTIL;
		let first = draw.seats.iter_mut().take(1);
		first.for_each(|seat| seat.operator = self.worker.account());
		let request = Request { requester: operator(requester), ..request() };
		let status = RequestStatus { request, task };
		self.chain.answers("DecisionSupportApi_request", Some(status));
		self.chain.answers("ParticipantsApi_who_is", fixtures::nobody());
	}

	fn begins(&self, request: u64) -> JoinHandle<anyhow::Result<Completion>> {
		let worker = self.worker.clone();
		tokio::spawn(async move {
			registry::job(JobKey::Assess(RequestId(request))).attempt(&worker, None).await
		})
	}

	/// Waits until so many have asked for their records, and no more.
	async fn ask(&self, count: usize) {
		let began = Instant::now();
		while self.chain.asked(ACCESS) < count {
			assert!(began.elapsed() < Duration::from_secs(30), "{count} do not come to it");
			tokio::time::sleep(Duration::from_millis(20)).await;
		}
		tokio::time::sleep(Duration::from_millis(200)).await;
		assert_eq!(self.chain.asked(ACCESS), count);
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_comes_is_refused_at_four_fifths_of_the_time() {
	let home = Home::new().await;
	home.is_drawn(9);
	home.chain.never_answers(ACCESS);
	let mut attempt = home.begins(REQUEST.0);
	let still = async |attempt: &mut JoinHandle<_>| {
		timeout(Duration::from_millis(2_500), attempt).await.is_err()
	};
	assert!(still(&mut attempt).await, "it gave up at once");
	// Data rule 8: the chain's clock jumped while it stood still.
	home.chain.is_at(81_000, SEAL_UNTIL.block - 11);
	assert!(still(&mut attempt).await, "it gave up early");
	home.chain.is_at(81_000, SEAL_UNTIL.block - 10);
	let ended = timeout(Duration::from_secs(30), attempt).await.unwrap().unwrap().unwrap();
	assert!(matches!(ended, Completion::Refused(_)));
	assert_eq!(home.chain.posted(), ["Quorum.refuse"]);
	assert_eq!(home.journal().result(REQUEST).unwrap(), Some(StoredResult::REFUSAL));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_is_tried_again_until_then() {
	let home = Home::new().await;
	home.is_drawn(9);
	// The chain knows of no access to the job.
	for _ in 0..3 {
		assert!(home.attempt(JobKey::Assess(REQUEST)).await.is_err());
	}
	assert!(home.chain.posted().is_empty());
	home.chain.is_at(90_000, SEAL_UNTIL.block - 5);
	// The clock was read a moment ago.
	tokio::time::sleep(Duration::from_millis(1_100)).await;
	let ended = home.attempt(JobKey::Assess(REQUEST)).await.unwrap();
	assert!(matches!(ended, Completion::Refused(_)));
	assert_eq!(home.chain.posted(), ["Quorum.refuse"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_slowly_keeps_no_other_from_its_records() {
	let home = Home::new().await;
	home.chain.never_answers(ACCESS);
	// As many models run as may.
	let permits = u32::try_from(ASSESSMENTS).unwrap();
	let _running = home.worker.assessing.acquire_many(permits).await.unwrap();
	for requester in 1..=8 {
		home.is_drawn(requester);
		home.begins(requester.into());
		home.ask(requester.into()).await;
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_requester_does_not_take_all_turns() {
	let home = Home::new().await;
	home.chain.never_answers(ACCESS);
	home.is_drawn(1);
	for number in 1..=20 {
		home.begins(number);
	}
	home.ask(3).await;
	home.is_drawn(2);
	home.begins(21);
	home.ask(4).await;
	// Those that only wait for their turn refuse in time, too.
	home.chain.is_at(81_000, SEAL_UNTIL.block);
	let began = Instant::now();
	while home.chain.posted().len() < 21 {
		assert!(began.elapsed() < Duration::from_secs(30), "not all have refused");
		tokio::time::sleep(Duration::from_millis(50)).await;
	}
}
