// SPDX-License-Identifier: Apache-2.0
//! Decision support from request to receipt, as far as the chain is concerned: a patient asks, each drawn operator seals
//! as soon as it sees that it is drawn, and reveals as soon as all have sealed; one closes. What operators do between
//! (fetch, decrypt, run the model) is not part of it.

use crate::{
	flood::{Flood, events_since},
	people::{People, Person, a_document, all_good},
};
use anyhow::{Context, Result, bail, ensure};
use salus_chain::{
	AccountId, ChainClient, NodeClient,
	calls::{Call, consent, decision_support, quorum, records},
	council,
	events::Event,
	queries,
};
use salus_core::signer::Signer;
use salus_primitives::{
	Categories, Category, Cid, CidBytes, Compartment, DataPeriod, Day, Evidence, Purpose, RecordId,
	consent::Actor,
	decision_support::{ModelProposal, Output, TIERS},
	quorum::{TaskId, WorkClass, digest_payload, seal_payload},
};
use serde::Serialize;
use sp_core::blake2_256;
use std::{
	collections::HashMap,
	time::{Duration, Instant},
};

/// How long the node may finalize nothing.
const STALL_LIMIT: Duration = Duration::from_secs(60);

/// What came of the requests.
#[derive(Clone, Debug, Serialize)]
pub struct Flows {
	/// How many requests got a receipt: all.
	pub count: usize,
	/// How many were open at once.
	pub open: usize,
	/// From the first request sent to the last receipt seen.
	pub seconds: f64,
	/// Receipts by seconds.
	pub per_second: f64,
	/// Of each, how many blocks from the one with the request to the one with the receipt, both counted;
	/// least first.
	pub blocks: Vec<u32>,
}

/// A request that has no receipt yet, or is not closed.
#[derive(Default)]
struct Open {
	asked_in: u32,
	operators: Vec<AccountId>,
	sealed: usize,
	revealed: usize,
}

/// What every operator adds to its seal here.
const NONCE: [u8; 32] = [8; 32];

/// Each patient asks once about their record, so many at a time.
pub async fn measure(
	flood: &Flood<'_>,
	node: &NodeClient,
	people: &mut People,
	records: &[RecordId],
	open: usize,
) -> Result<Flows> {
	let terms = consent::permit_to_read(
		Actor::DecisionSupport,
		Categories::from_iter([Category::Condition, Category::RiskAssessment]),
		Purpose::DecisionSupport,
	);
	let permits = people.sign(1, |_, _, _| consent::grant(&terms))?;
	all_good(flood, &permits).await?;
	approved_model(flood, node, people).await?;
	let jobs = jobs(flood, node, people).await?;
	let mut requests_to_send = people
		.sign(1, |_, number, _| {
			let (class, [tier, ..]) = (WorkClass::Clinical, TIERS);
			let inputs = [records[number]];
			decision_support::request(jobs[number], &inputs, class, tier, Purpose::PatientRequest)
		})?
		.into_iter();

	eprintln!("measuring decision support");
	let count = requests_to_send.len();
	let mut blocks = Vec::with_capacity(count);
	let mut tasks = HashMap::new();
	let mut heads = node.finalized_heads().await?;
	let mut seen = node.finalized().await?.number;
	let began = Instant::now();
	flood.submit(&requests_to_send.by_ref().take(open).collect::<Vec<_>>()).await?;
	while blocks.len() < count {
		tokio::time::timeout(STALL_LIMIT, heads.next())
			.await
			.context("the node finalizes nothing any more")?
			.context("the node closed the connection")??;
		let head = node.finalized().await?.number;
		let mut responses = Vec::new();
		for number in seen + 1..=head {
			let hash = node.block_hash(number).await?.context("a finalized block is gone")?;
			for event in node.events(hash).await? {
				match event {
					Event::Settled { request, .. } => {
						let open: &Open =
							tasks.get(&TaskId::from(request)).context("settled and never asked")?;
						blocks.push(number - open.asked_in + 1);
						responses.extend(requests_to_send.next());
					}
					Event::Refused { task, .. } | Event::TaskFailed { task } => {
						bail!("task {task} failed")
					}
					event => {
						for (operator, call) in wanted(&mut tasks, event, number)? {
							responses.push(people.operator(&operator)?.sign(&call)?);
						}
					}
				}
			}
		}
		seen = head;
		flood.submit(&responses).await?;
		let left = count - blocks.len();
		ensure!(began.elapsed() < 5 * STALL_LIMIT, "{left} requests have no receipt");
	}
	let seconds = began.elapsed().as_secs_f64();
	blocks.sort_unstable();
	Ok(Flows { count, open, seconds, per_second: count as f64 / seconds, blocks })
}

/// What operators post after an event in this block.
fn wanted(
	tasks: &mut HashMap<TaskId, Open>,
	event: Event,
	number: u32,
) -> Result<Vec<(AccountId, Call)>> {
	Ok(match event {
		Event::Requested { request, .. } => {
			tasks.insert(request.into(), Open { asked_in: number, ..Open::default() });
			Vec::new()
		}
		Event::Drawn { task, operators } => {
			known(tasks, task)?.operators.clone_from(&operators);
			let digest = blake2_256(&digest_payload(task, &content(task), Some(&result(task))));
			let seals = operators.into_iter().map(|operator| {
				let seal = blake2_256(&seal_payload(task, &operator, &digest, &NONCE));
				(operator, quorum::seal(task, seal))
			});
			seals.collect()
		}
		Event::Sealed { task, .. } => {
			let open = known(tasks, task)?;
			open.sealed += 1;
			if open.sealed < open.operators.len() {
				return Ok(Vec::new());
			}
			let reveal = quorum::reveal(task, content(task), Some(&result(task)), NONCE);
			open.operators.iter().map(|operator| (operator.clone(), reveal.clone())).collect()
		}
		Event::Revealed { task, operator, .. } => {
			let open = known(tasks, task)?;
			open.revealed += 1;
			let last = open.revealed == open.operators.len();
			last.then(|| (operator, quorum::close(task))).into_iter().collect()
		}
		Event::TaskClosed { task, .. } => {
			tasks.remove(&task);
			Vec::new()
		}
		_ => Vec::new(),
	})
}

fn known(tasks: &mut HashMap<TaskId, Open>, task: TaskId) -> Result<&mut Open> {
	tasks.get_mut(&task).with_context(|| format!("task {task} was never asked"))
}

/// Each patient writes a job, whose document nobody reads here.
async fn jobs(flood: &Flood<'_>, node: &NodeClient, people: &mut People) -> Result<Vec<RecordId>> {
	/// No other document of a patient's has this number.
	const NUMBER: u32 = 1_000;
	let moment = node.moment(node.finalized().await?.hash).await?;
	let today = DataPeriod::on(Day::of(moment));
	let custodians = people.custodians();
	let submissions = people.sign(1, |person, _, _| {
		let document = a_document(person, NUMBER, &custodians);
		let category = Category::RiskAssessment;
		records::submit(&person.account(), category, Compartment::General, today, &document)
	})?;
	all_good(flood, &submissions).await?;
	let block = node.finalized().await?.hash;
	let mut jobs = Vec::new();
	for person in &people.patients {
		let listed = queries::records(node, &person.account(), None, 100, block).await?;
		let job = listed.iter().find(|record| record.item.category == Category::RiskAssessment);
		jobs.push(job.with_context(|| format!("{} has no job", person.account()))?.id);
	}
	Ok(jobs)
}

/// What the operators agree on.
fn content(task: TaskId) -> [u8; 32] {
	blake2_256(&task.0.to_le_bytes())
}

/// Where the result of it would lie.
fn result(task: TaskId) -> Cid {
	Cid::raw(content(task))
}

/// A model, proposed by one of our operators and approved by the council. The chain does not learn that it is asked.
async fn approved_model(flood: &Flood<'_>, node: &NodeClient, people: &mut People) -> Result<()> {
	let proposal = ModelProposal {
		digest: [7; 32],
		card: CidBytes::truncate_from(Cid::raw([7; 32]).as_bytes().to_vec()),
		class: WorkClass::Clinical,
		evidence: Evidence::People,
		output: Output::Sealed,
		steps: 1_000,
		metrics_commitment: [7; 32],
	};
	let proposer: &mut Person = people.operators.first_mut().context("there are operators")?;
	let first = node.finalized().await?.number;
	let proposal = proposer.sign(&decision_support::propose_model(&proposal))?;
	all_good(flood, &[proposal]).await?;
	let model = events_since(node, first)
		.await?
		.into_iter()
		.find_map(|event| match event {
			Event::ModelProposed { model } => Some(model),
			_ => None,
		})
		.context("no model was proposed")?;
	// Two of a development chain's council are enough.
	let members = [Signer::from_secret("//Alice")?, Signer::from_secret("//Bob")?];
	council::carry(node, &members, decision_support::approve_model(model), || {}).await?;
	Ok(())
}
