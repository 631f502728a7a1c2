//! Floods a development node with signed calls of several kinds and says how many a second it took into
//! finalized blocks. `scripts/bench chain` starts the node, runs this and judges the figures.

mod flood;
mod people;
mod verification;

use anyhow::{Result, ensure};
use clap::Parser;
use flood::{Flood, Taken};
use offchain_worker::chain::{
	ChainClient, NodeClient,
	answers::{Actor, ProvisionTerms},
	calls::{consent, records, sdk},
};
use people::{People, Person, distinct};
use salus_primitives::{Category, Cid, Compartment, Purpose};
use serde::Serialize;

/// Calls a second, as one JSON value on standard output.
#[derive(Parser)]
struct Arguments {
	/// The node's WebSocket address: a development node, for its Alice pays.
	#[arg(long)]
	node: String,
	/// How many patients sign.
	#[arg(long, default_value_t = 250)]
	patients: usize,
	/// How many calls of a kind each signs: a patient may have 32 provisions.
	#[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=30))]
	each: u32,
}

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
	let verified_per_second = verification::per_second();
	let node = NodeClient::connect(&arguments.node).await?;
	let flood = Flood::connect(&arguments.node, &node).await?;
	eprintln!("making {} patients", arguments.patients);
	let mut people = People::set_up(&flood, &node, arguments.patients).await?;

	let each = arguments.each;
	let mut kinds = Vec::new();
	let remarks = people.sign(each, |_, number, round| {
		sdk::remark(format!("{number} {round}").as_bytes())
	})?;
	kinds.push(measure(&flood, "system.remark", &remarks).await?);

	// Each to the next: what goes to its own sender changes nothing, and costs less.
	let mut receivers: Vec<_> = people.patients.iter().map(Person::account).collect();
	receivers.rotate_left(1);
	let transfers = people.sign(each, |_, number, _| {
		sdk::transfer_keep_alive(&receivers[number], 1)
	})?;
	kinds.push(measure(&flood, "balances.transfer_keep_alive", &transfers).await?);

	let terms = ProvisionTerms::permit(
		Actor::Account(people.operators[0].clone()),
		vec![Category::Condition, Category::ObservationLaboratory],
		Purpose::Treatment,
	);
	let grants = people.sign(each, |_, _, _| consent::grant(&terms))?;
	kinds.push(measure(&flood, "consent.grant", &grants).await?);

	let moment = node.moment(node.finalized().await?.hash).await?;
	let custodians = people.operators.clone();
	let submissions = people.sign(each, |person, _, round| {
		let document = records::Document {
			cid: Cid::raw(distinct(person, "document", round))
				.as_bytes()
				.to_vec(),
			size: 4_096,
			key_commitment: distinct(person, "key", round),
			custodians: custodians.clone(),
			threshold: 2,
		};
		records::submit(
			&person.account(),
			Category::Condition,
			Compartment::GENERAL,
			moment,
			&document,
		)
	})?;
	kinds.push(measure(&flood, "records.submit", &submissions).await?);

	let own = people.records(&node).await?;
	let accesses = people.sign(each, |_, number, _| {
		records::request_access(own[number], None, Purpose::PatientRequest)
	})?;
	kinds.push(measure(&flood, "records.request_access", &accesses).await?);

	let figures = Figures {
		verified_per_second,
		kinds,
	};
	println!("{}", serde_json::to_string_pretty(&figures)?);
	Ok(())
}

async fn measure(flood: &Flood<'_>, name: &'static str, extrinsics: &[Vec<u8>]) -> Result<Kind> {
	eprintln!("measuring {name}");
	let taken = flood.send(extrinsics).await?;
	ensure!(taken.failed == 0, "{} of {name} failed", taken.failed);
	Ok(Kind { name, taken })
}
