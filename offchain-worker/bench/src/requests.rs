// SPDX-License-Identifier: Apache-2.0
//! Many requests for decision support at once: how many blocks each takes, and what a settled one leaves in the state.
//! No model stands in it: the chain does not learn which one is asked.

use crate::{
	flood::Flood,
	flows::{self, Course, Pace},
	people::{People, a_document, all_good},
	state::{Gauge, State},
};
use anyhow::{Context, Result, ensure};
use clap::Args;
use jsonrpsee::rpc_params;
use salus_chain::{
	AccountId, ChainClient, NodeClient,
	calls::{consent, decision_support, records},
	queries,
};
use salus_primitives::{
	AccessId, Categories, Category, Compartment, DataPeriod, Day, Moment, Purpose, RecordId,
	RequestId, consent::Actor, decision_support::TIERS, quorum::WorkClass,
};
use serde::Serialize;
use std::collections::HashMap;

/// A receipt comes four blocks after its request at the earliest: two pass before the draw, one has the seals, one the
/// reveals. So of so many open requests a quarter is new in each block.
const BLOCKS_OPEN: usize = 4;
/// Operators' access is over after an hour of the chain's clock; here, surely.
const ACCESS: Moment = 61 * 60 * 1_000;

#[derive(Args)]
pub struct Options {
	/// How many requests are open at once.
	#[arg(long, default_value_t = 100)]
	open: usize,
	/// How many are made in all at a steady pace; as many as are open at once are made beside these, in one block.
	#[arg(long, default_value_t = 500)]
	count: usize,
}

#[derive(Serialize)]
pub struct Figures {
	/// How many are meant to be open at once.
	open: usize,
	/// As many new ones in each block as keep so many open.
	steady: Course,
	/// All that are open at once asked at once.
	burst: Course,
	/// What the state has more than before the jobs: once they are written, once every task is closed, and once the
	/// operators' access is, too.
	states: Vec<State>,
}

/// Each patient asks once about their record.
pub async fn measure(flood: &Flood<'_>, node: &NodeClient, options: &Options) -> Result<Figures> {
	let Options { open, count } = *options;
	eprintln!("making {} patients", count + open);
	let mut people = People::set_up(flood, node, count + open).await?;
	let terms = consent::permit_to_read(
		Actor::ANY_DECISION_SUPPORT,
		Categories::from_iter([Category::Condition, Category::RiskAssessment]),
		Purpose::DecisionSupport,
	);
	let permits = people.sign(1, |_, _, _| consent::grant(&terms))?;
	all_good(flood, &permits).await?;
	let inputs = written(flood, node, &mut people, Category::Condition).await?;
	let mut gauge = Gauge::new(flood, node).await?;
	let jobs = written(flood, node, &mut people, Category::RiskAssessment).await?;
	gauge.note("jobs").await?;

	let mut steady = people.sign(1, |_, number, _| {
		let (class, [tier, ..]) = (WorkClass::Clinical, TIERS);
		let inputs = [inputs[number]];
		decision_support::request(jobs[number], &inputs, class, tier, Purpose::PatientRequest)
	})?;
	let burst = steady.split_off(count);
	eprintln!("measuring decision support");
	let each = open.div_ceil(BLOCKS_OPEN);
	// Those that settle in a block are replaced in the next one.
	let pace = Pace { each, most: open + each };
	let steady = flows::run(flood, node, &mut people, steady, pace).await?;
	let pace = Pace { each: open, most: open };
	let burst = flows::run(flood, node, &mut people, burst, pace).await?;
	gauge.note("requests, closed").await?;

	let asked = [steady.requests.as_slice(), burst.requests.as_slice()].concat();
	close_access(flood, node, &mut people, &asked).await?;
	gauge.note("requests, access closed").await?;
	Ok(Figures { open, steady, burst, states: gauge.states })
}

/// Each patient writes a document of this category, which nobody reads here. Their records, in the patients' order.
async fn written(
	flood: &Flood<'_>,
	node: &NodeClient,
	people: &mut People,
	category: Category,
) -> Result<Vec<RecordId>> {
	let moment = node.moment(node.finalized().await?.hash).await?;
	let today = DataPeriod::on(Day::of(moment));
	let custodians = people.custodians();
	let submissions = people.sign(1, |person, _, _| {
		// No two of a patient's documents may be the same.
		let document = a_document(person, category as u32, &custodians);
		records::submit(&person.account(), category, Compartment::General, today, &document)
	})?;
	all_good(flood, &submissions).await?;
	let block = node.finalized().await?.hash;
	let mut written = Vec::new();
	for person in &people.patients {
		let listed = queries::records(node, &person.account(), None, 100, block).await?;
		let record = listed.iter().find(|record| record.item.category == category);
		written.push(record.with_context(|| format!("{} wrote nothing", person.account()))?.id);
	}
	Ok(written)
}

/// Lets the operators' access run out, and has each patient close what was opened of theirs.
async fn close_access(
	flood: &Flood<'_>,
	node: &NodeClient,
	people: &mut People,
	asked: &[(RequestId, AccountId)],
) -> Result<()> {
	eprintln!("waiting until the operators' access is over");
	let block = node.finalized().await?.hash;
	let mut opened = HashMap::<AccountId, [AccessId; 2]>::new();
	for (request, patient) in asked {
		let receipt =
			queries::receipt(node, *request, block).await?.context("a receipt is gone")?;
		let input = receipt.inputs.first().and_then(|input| input.access);
		let both = receipt.job.access.zip(input).context("a receipt's records were not opened")?;
		opened.insert(patient.clone(), both.into());
	}
	ensure!(opened.len() == people.patients.len(), "{} patients asked", opened.len());
	let over = node.moment(block).await? + ACCESS;
	while node.moment(node.finalized().await?.hash).await? < over {
		// The development chain's clock goes on by a slot with each block.
		let _: serde_json::Value =
			node.request("engine_createBlock", rpc_params![true, true]).await?;
	}
	let closings = people.sign(2, |person, _, round| {
		records::close_access(opened[&person.account()][round as usize])
	})?;
	all_good(flood, &closings).await
}
