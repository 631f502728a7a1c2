// SPDX-License-Identifier: Apache-2.0
//! Measures a development node from outside, with signed calls: how many of several kinds it takes a second
//! into finalized blocks, and how many bytes of state they leave; how fast the worker runs its models; and how fast
//! custodians give shares and documents. `scripts/bench` runs this and judges the figures.

mod bots;
mod custody;
mod flood;
mod flows;
mod models;
mod people;
mod requests;
mod rules;
mod scope;
mod state;
mod unchecked;
mod verification;

use anyhow::{Context, Result, ensure};
use clap::{Args, Parser, Subcommand};
use flood::{Flood, Signed, Taken};
use people::{People, Person, a_document};
use salus_chain::{
	ChainClient, NodeClient,
	calls::{consent, records, sdk},
};
use salus_primitives::{
	Categories, Category, Compartment, DataPeriod, Day, Purpose, consent::Actor,
};
use serde::Serialize;

/// Measures; the figures are one JSON value on standard output.
#[derive(Parser)]
struct Arguments {
	/// The node's WebSocket address: a development node, for its Alice pays.
	#[arg(long)]
	node: Option<String>,
	#[command(subcommand)]
	what: What,
}

#[derive(Subcommand)]
enum What {
	/// How many calls of each kind it takes a second.
	Rates(Rates),
	/// How many blocks decision support takes with many requests open, and what a settled one leaves in the state.
	Requests(requests::Options),
	/// How many bytes of state a patient takes.
	State,
	/// How much of a block one organisation's sponsored patients take who call without end.
	Bots(bots::Options),
	/// How fast custodians give shares, alone and beside hostile connections; a network of workers must run.
	Custody(custody::Shares),
	/// How fast documents are written and read; a network of workers must run.
	Documents(custody::Documents),
	/// Write a file's bytes as a record, whatever they are.
	Write(unchecked::Options),
	/// Place a file's bytes as a ciphertext, whatever they are.
	Place(unchecked::Place),
	/// How fast a claim is judged; needs no node.
	Rules,
	/// How fast models are run; needs no node.
	Models(models::Options),
	/// Whom a model answers, of people given on standard input; needs no node.
	Scope(scope::Options),
}

#[derive(Args)]
struct Rates {
	/// How many patients sign.
	#[arg(long, default_value_t = 800)]
	patients: usize,
	/// How many calls of a kind each signs: a patient may have 32 provisions, and the rest go in one batch.
	#[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=6))]
	each: u32,
}

/// Grants in one batch.
const BATCH: usize = 25;

#[derive(Serialize)]
struct Figures {
	/// Signatures verified a second, on one core.
	verified_per_second: f64,
	kinds: Vec<Kind>,
}

#[derive(Serialize)]
struct Kind {
	name: &'static str,
	#[serde(flatten)]
	taken: Taken,
}

#[tokio::main]
async fn main() -> Result<()> {
	let arguments = Arguments::parse();
	let node = arguments.node.context("name a node: --node URL");
	let figures = match arguments.what {
		What::Scope(options) => return scope::ask(&options),
		What::Rules => serde_json::to_value(rules::measure()?)?,
		What::Models(options) => serde_json::to_value(models::measure(&options)?)?,
		What::Custody(options) => {
			custody::shares(&NodeClient::connect(&node?).await?, &options).await?
		}
		What::Documents(options) => {
			custody::transfer(&NodeClient::connect(&node?).await?, &options).await?
		}
		What::Write(options) => {
			let node = NodeClient::connect(&node?).await?;
			unchecked::write(&node, &options).await?
		}
		What::Place(options) => {
			unchecked::place(&NodeClient::connect(&node?).await?, &options).await?
		}
		What::Rates(options) => {
			let url = node?;
			let node = NodeClient::connect(&url).await?;
			let flood = Flood::connect(&url, &node).await?;
			serde_json::to_value(rates(&flood, &node, options).await?)?
		}
		What::Requests(options) => {
			let url = node?;
			let node = NodeClient::connect(&url).await?;
			let flood = Flood::connect(&url, &node).await?;
			serde_json::to_value(requests::measure(&flood, &node, &options).await?)?
		}
		What::Bots(options) => {
			let url = node?;
			let node = NodeClient::connect(&url).await?;
			let flood = Flood::connect(&url, &node).await?;
			serde_json::to_value(bots::measure(&flood, &node, &options).await?)?
		}
		What::State => {
			let url = node?;
			let node = NodeClient::connect(&url).await?;
			let flood = Flood::connect(&url, &node).await?;
			serde_json::to_value(state::measure(&flood, &node).await?)?
		}
	};
	println!("{figures:#}");
	Ok(())
}

async fn rates(flood: &Flood<'_>, node: &NodeClient, options: Rates) -> Result<Figures> {
	let verified_per_second = verification::per_second();
	eprintln!("making {} patients", options.patients);
	let mut people = People::set_up(flood, node, options.patients).await?;

	let each = options.each;
	let mut kinds = Vec::new();
	let remarks = people
		.sign(each, |_, number, round| sdk::remark(format!("{number} {round}").as_bytes()))?;
	kinds.push(measure(flood, "system.remark", &remarks).await?);

	// Each to the next: what goes to its own sender changes nothing, and costs less.
	let mut receivers: Vec<_> = people.patients.iter().map(Person::account).collect();
	receivers.rotate_left(1);
	let transfers =
		people.sign(each, |_, number, _| sdk::transfer_keep_alive(&receivers[number], 1))?;
	kinds.push(measure(flood, "balances.transfer_keep_alive", &transfers).await?);

	let terms = consent::permit_to_read(
		Actor::Account(people.operators[0].account()),
		Categories::from_iter([Category::Condition, Category::ObservationLaboratory]),
		Purpose::Treatment,
	);
	let grants = people.sign(each, |_, _, _| consent::grant(&terms))?;
	kinds.push(measure(flood, "consent.grant", &grants).await?);
	let batches = people.sign(1, |_, _, _| sdk::batch_all(vec![consent::grant(&terms); BATCH]))?;
	let mut batched = measure(flood, "consent.grant in batches", &batches).await?;
	batched.taken.calls *= BATCH;
	batched.taken.per_second *= BATCH as f64;
	kinds.push(batched);

	let moment = node.moment(node.finalized().await?.hash).await?;
	let today = DataPeriod::on(Day::of(moment));
	let custodians = people.custodians();
	let submissions = people.sign(each, |person, _, round| {
		records::submit(
			&person.account(),
			Category::Condition,
			Compartment::General,
			today,
			&a_document(person, round, &custodians),
		)
	})?;
	kinds.push(measure(flood, "records.submit", &submissions).await?);

	let own = people.records(node).await?;
	// In a batch of one: by itself a patient's reading of their own is free, and free calls have a share of each block
	// only.
	let accesses = people.sign(each, |_, number, _| {
		sdk::batch_all(vec![records::request_access(own[number], None, Purpose::PatientRequest)])
	})?;
	kinds.push(measure(flood, "records.request_access", &accesses).await?);
	Ok(Figures { verified_per_second, kinds })
}

async fn measure(flood: &Flood<'_>, name: &'static str, extrinsics: &[Signed]) -> Result<Kind> {
	eprintln!("measuring {name}");
	let taken = flood.send(extrinsics).await?;
	ensure!(taken.failed == 0, "{} of {name} failed", taken.failed);
	Ok(Kind { name, taken })
}
