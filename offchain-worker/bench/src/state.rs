// SPDX-License-Identifier: Apache-2.0
//! How many bytes of the chain's state one patient takes, as their records grow and after they are erased.

use crate::{
	flood::{Flood, Signed, events_since},
	people::{People, Person, a_document, all_good},
};
use anyhow::{Result, ensure};
use jsonrpsee::rpc_params;
use salus_chain::{
	ChainClient, NodeClient,
	calls::{Call, consent, records},
	events::Event,
};
use salus_primitives::{
	Categories, Category, Compartment, DataPeriod, Day, Purpose, RecordId, consent::Actor,
};
use serde::Serialize;
use sp_core::{Bytes, twox_128};
use std::collections::BTreeMap;

const PROVISIONS: usize = 20;
const RECORDS: usize = 100;
/// The growth is measured this many times.
const QUARTERS: usize = 4;
const DISCLOSURES: usize = 50;

/// Whose state is counted: ours, and what holds the deposits.
const PALLETS: [&str; 7] =
	["Participants", "Consent", "Records", "Disclosures", "Quorum", "DecisionSupport", "Balances"];

/// The state after a step, beyond what it was when the gauge was made.
#[derive(Clone, Debug, Serialize)]
pub struct State {
	/// What was done.
	after: String,
	/// Bytes of keys and values, by pallet.
	bytes: BTreeMap<&'static str, i64>,
	/// All of them.
	total: i64,
}

/// Notes how the state grows.
pub struct Gauge<'a> {
	flood: &'a Flood<'a>,
	node: &'a NodeClient,
	before: BTreeMap<&'static str, i64>,
	/// What was noted.
	pub states: Vec<State>,
}

impl<'a> Gauge<'a> {
	/// By the state as it is now.
	pub async fn new(flood: &'a Flood<'a>, node: &'a NodeClient) -> Result<Self> {
		Ok(Self { flood, node, before: bytes(node).await?, states: Vec::new() })
	}

	/// Makes the calls, and notes what the state is then.
	async fn after(&mut self, what: &str, extrinsics: &[Signed]) -> Result<()> {
		eprintln!("{what}");
		all_good(self.flood, extrinsics).await?;
		self.note(what).await
	}

	/// Notes what the state is now.
	pub async fn note(&mut self, after: &str) -> Result<()> {
		let mut bytes = bytes(self.node).await?;
		for (pallet, bytes) in &mut bytes {
			*bytes -= self.before.get(pallet).copied().unwrap_or_default();
		}
		let total = bytes.values().sum();
		self.states.push(State { after: after.to_owned(), bytes, total });
		Ok(())
	}
}

async fn bytes(node: &NodeClient) -> Result<BTreeMap<&'static str, i64>> {
	let block = node.finalized().await?.hash;
	let mut all = BTreeMap::new();
	for pallet in PALLETS {
		let prefix = Bytes(twox_128(pallet.as_bytes()).to_vec());
		let pairs: Vec<(Bytes, Bytes)> =
			node.request("state_getPairs", rpc_params![prefix, block]).await?;
		let bytes: usize = pairs.iter().map(|(key, value)| key.len() + value.len()).sum();
		all.insert(pallet, i64::try_from(bytes)?);
	}
	Ok(all)
}

/// One patient's way through the chain.
pub async fn measure(flood: &Flood<'_>, node: &NodeClient) -> Result<Vec<State>> {
	let mut people = People::unregistered(flood, node, 1).await?;
	let mut gauge = Gauge::new(flood, node).await?;
	gauge.after("registration", &people.registrations()?).await?;

	let custodians = people.custodians();
	let terms = consent::permit_to_read(
		Actor::Account(custodians[0].clone()),
		Categories::only(Category::Condition),
		Purpose::Treatment,
	);
	let grants = several(&mut people, PROVISIONS, |_, _| consent::grant(&terms))?;
	gauge.after("20 provisions", &grants).await?;

	let began = node.finalized().await?;
	let today = DataPeriod::on(Day::of(node.moment(began.hash).await?));
	for quarter in 1..=QUARTERS {
		let submissions = several(&mut people, RECORDS / QUARTERS, |person, number| {
			let document = a_document(person, (quarter * RECORDS + number) as u32, &custodians);
			records::submit(
				&person.account(),
				Category::Condition,
				Compartment::General,
				today,
				&document,
			)
		})?;
		let what = format!("{} records", quarter * RECORDS / QUARTERS);
		gauge.after(&what, &submissions).await?;
	}
	let own: Vec<RecordId> = events_since(node, began.number)
		.await?
		.into_iter()
		.filter_map(|event| match event {
			Event::Submitted { record, .. } => Some(record),
			_ => None,
		})
		.collect();
	ensure!(own.len() == RECORDS, "{} records were written", own.len());

	let asked = node.finalized().await?.number;
	let accesses = several(&mut people, DISCLOSURES, |_, number| {
		records::request_access(own[number], None, Purpose::PatientRequest)
	})?;
	gauge.after("50 disclosures, open", &accesses).await?;
	let open: Vec<_> = events_since(node, asked)
		.await?
		.into_iter()
		.filter_map(|event| match event {
			Event::AccessOpened { access, .. } => Some(access),
			_ => None,
		})
		.collect();
	let closings =
		several(&mut people, open.len(), |_, number| records::close_access(open[number]))?;
	gauge.after("50 disclosures, closed", &closings).await?;

	let erasures = several(&mut people, RECORDS, |_, number| records::erase(own[number]))?;
	gauge.after("all records erased", &erasures).await?;
	let mut confirmations = Vec::new();
	for custodian in &custodians {
		let custodian = people.operator(custodian)?;
		for record in &own {
			confirmations.push(custodian.sign(&records::confirm_destruction(*record))?);
		}
	}
	gauge.after("all destruction confirmed", &confirmations).await?;
	Ok(gauge.states)
}

/// So many calls of the one patient.
fn several(
	people: &mut People,
	count: usize,
	call: impl Fn(&Person, usize) -> Call,
) -> Result<Vec<Signed>> {
	people.sign(u32::try_from(count)?, |person, _, round| call(person, round as usize))
}
