// SPDX-License-Identifier: Apache-2.0
//! Decision support from request to receipt, as far as the chain is concerned: requests come block by block, each drawn
//! operator seals as soon as it sees that it is drawn, and reveals as soon as all have sealed; the last one closes. What
//! operators do between (fetch, decrypt, run the model) is not part of it.

use crate::{
	flood::{Flood, Signed},
	people::People,
};
use anyhow::{Context, Result, bail, ensure};
use salus_chain::{
	AccountId, ChainClient, NodeClient,
	calls::{Call, quorum},
	events::Event,
};
use salus_primitives::{
	Cid, RequestId,
	quorum::{TaskId, digest_payload, seal_payload},
};
use serde::Serialize;
use sp_core::blake2_256;
use std::{
	collections::HashMap,
	time::{Duration, Instant},
};

/// How long the node may finalize nothing.
const STALL_LIMIT: Duration = Duration::from_secs(60);
/// How long all of them may take.
const LIMIT: Duration = Duration::from_secs(900);
/// What every operator adds to its seal here.
const NONCE: [u8; 32] = [8; 32];

/// How requests come.
#[derive(Clone, Copy)]
pub struct Pace {
	/// At most so many a block.
	pub each: usize,
	/// So many at most are sent and have no receipt.
	pub most: usize,
}

/// What came of the requests. Blocks are counted from the one with the request on, that one and the last one too; they
/// are sorted, least first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Course {
	/// How many were asked; all have a receipt.
	count: usize,
	/// From the first request sent to the last task closed.
	seconds: f64,
	/// The most requests that stood in blocks and had no receipt, at the end of a block.
	most_open: usize,
	/// The most tasks that were drawn in one block.
	most_drawn: usize,
	/// Blocks to the draw.
	draw: Vec<u32>,
	/// Blocks to the last seal.
	seal: Vec<u32>,
	/// Blocks to the receipt.
	receipt: Vec<u32>,
	/// Which patient made which request.
	#[serde(skip)]
	pub requests: Vec<(RequestId, AccountId)>,
}

/// A task that is not closed.
struct Open {
	asked_in: u32,
	operators: Vec<AccountId>,
	sealed: usize,
	revealed: usize,
}

/// The requests under way.
#[derive(Default)]
struct Flows {
	course: Course,
	tasks: HashMap<TaskId, Open>,
}

/// Sends the requests at a pace, and plays the operators until every task is closed.
pub async fn run(
	flood: &Flood<'_>,
	node: &NodeClient,
	people: &mut People,
	requests: Vec<Signed>,
	pace: Pace,
) -> Result<Course> {
	let count = requests.len();
	let mut waiting = requests.into_iter();
	let mut flows = Flows::default();
	let mut heads = node.finalized_heads().await?;
	let mut seen = node.finalized().await?.number;
	let began = Instant::now();
	let (mut sent, mut responses) = (0, Vec::new());
	while !flows.are_over(count) {
		let unsettled = sent - flows.course.receipt.len();
		let more = pace.each.min(pace.most.saturating_sub(unsettled));
		let before = responses.len();
		responses.extend(waiting.by_ref().take(more));
		sent += responses.len() - before;
		flood.submit(&responses).await?;
		responses.clear();

		tokio::time::timeout(STALL_LIMIT, heads.next())
			.await
			.context("the node finalizes nothing any more")?
			.context("the node closed the connection")??;
		// Heads may skip numbers.
		let head = node.finalized().await?.number;
		for number in seen + 1..=head {
			let hash = node.block_hash(number).await?.context("a finalized block is gone")?;
			let failures = node.failures(hash).await?;
			ensure!(failures == 0, "{failures} calls failed in block {number}");
			for (operator, call) in flows.follow(node.events(hash).await?, number)? {
				responses.push(people.operator(&operator)?.sign(&call)?);
			}
		}
		seen = head;
		let left = count - flows.course.receipt.len();
		ensure!(began.elapsed() < LIMIT, "{left} requests have no receipt");
	}
	let mut course = flows.course;
	course.seconds = began.elapsed().as_secs_f64();
	course.count = count;
	for blocks in [&mut course.draw, &mut course.seal, &mut course.receipt] {
		blocks.sort_unstable();
	}
	Ok(course)
}

impl Flows {
	fn are_over(&self, count: usize) -> bool {
		self.course.receipt.len() == count && self.tasks.is_empty()
	}

	/// What operators post after a block with these events.
	fn follow(&mut self, events: Vec<Event>, number: u32) -> Result<Vec<(AccountId, Call)>> {
		let drawn_before = self.course.draw.len();
		let mut calls = Vec::new();
		for event in events {
			self.note(event, number, &mut calls)?;
		}
		let course = &mut self.course;
		course.most_drawn = course.most_drawn.max(course.draw.len() - drawn_before);
		course.most_open = course.most_open.max(course.requests.len() - course.receipt.len());
		Ok(calls)
	}

	fn note(
		&mut self,
		event: Event,
		number: u32,
		calls: &mut Vec<(AccountId, Call)>,
	) -> Result<()> {
		let Self { course, tasks } = self;
		match event {
			Event::Requested { request, patient, .. } => {
				course.requests.push((request, patient));
				let open = Open { asked_in: number, operators: Vec::new(), sealed: 0, revealed: 0 };
				tasks.insert(request.into(), open);
			}
			Event::Drawn { task, operators } => {
				let open = known(tasks, task)?;
				course.draw.push(number - open.asked_in + 1);
				open.operators.clone_from(&operators);
				let digest = blake2_256(&digest_payload(task, &content(task), Some(&result(task))));
				calls.extend(operators.into_iter().map(|operator| {
					let seal = blake2_256(&seal_payload(task, &operator, &digest, &NONCE));
					(operator, quorum::seal(task, seal))
				}));
			}
			Event::Sealed { task, .. } => {
				let open = known(tasks, task)?;
				open.sealed += 1;
				if open.sealed == open.operators.len() {
					course.seal.push(number - open.asked_in + 1);
					let reveal = quorum::reveal(task, content(task), Some(&result(task)), NONCE);
					let operators = open.operators.iter();
					calls.extend(operators.map(|operator| (operator.clone(), reveal.clone())));
				}
			}
			Event::Settled { request, .. } => {
				let open = known(tasks, request.into())?;
				course.receipt.push(number - open.asked_in + 1);
			}
			Event::Revealed { task, operator, .. } => {
				let open = known(tasks, task)?;
				open.revealed += 1;
				if open.revealed == open.operators.len() {
					calls.push((operator, quorum::close(task)));
				}
			}
			Event::TaskClosed { task, .. } => {
				tasks.remove(&task);
			}
			Event::Refused { task, .. } | Event::TaskFailed { task } => {
				bail!("task {task} ended without a receipt")
			}
			_ => {}
		}
		Ok(())
	}
}

fn known(tasks: &mut HashMap<TaskId, Open>, task: TaskId) -> Result<&mut Open> {
	tasks.get_mut(&task).with_context(|| format!("task {task} was never asked"))
}

/// What the operators agree on.
fn content(task: TaskId) -> [u8; 32] {
	blake2_256(&task.0.to_le_bytes())
}

/// Where the result of it would lie.
fn result(task: TaskId) -> Cid {
	Cid::raw(content(task))
}
