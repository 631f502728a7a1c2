// SPDX-License-Identifier: Apache-2.0
//! Decision support from request to receipt, as far as the chain is concerned: a patient asks, each drawn
//! operator seals as soon as it sees the request, one settles as soon as all have sealed. What operators do
//! between (fetch, decrypt, run the model) is not part of it.

use crate::{
	flood::{Flood, events_since},
	people::{People, Person, all_good},
};
use anyhow::{Context, Result, bail, ensure};
use salus_chain::{
	AccountId, ChainClient, NodeClient,
	calls::{consent, decision_support},
	council,
	events::Event,
};
use salus_core::signer::Signer;
use salus_primitives::{
	Categories, Category, Cid, CidBytes, Evidence, ModelId, Purpose, RecordId, RequestId,
	consent::Actor,
	decision_support::{ModelProposal, Output},
	seal_payload,
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

/// A request that has no receipt yet.
struct Open {
	asked_in: u32,
	operators: Vec<AccountId>,
	sealed: usize,
}

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
		Categories::only(Category::Condition),
		Purpose::DecisionSupport,
	);
	let permits = people.sign(1, |_, _, _| consent::grant(&terms))?;
	all_good(flood, &permits).await?;
	let model = approved_model(flood, node, people).await?;
	let mut requests_to_send = people
		.sign(1, |_, number, _| {
			decision_support::request(model, &[records[number]], Purpose::PatientRequest)
		})?
		.into_iter();

	eprintln!("measuring decision support");
	let count = requests_to_send.len();
	let mut blocks = Vec::with_capacity(count);
	let mut requests = HashMap::new();
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
					Event::Requested { request, operators } => {
						for operator in &operators {
							let seal = blake2_256(&seal_payload(&digest(request), operator));
							let call = decision_support::seal(request, seal);
							responses.push(people.operator(operator)?.sign(&call)?);
						}
						let open = Open { asked_in: number, operators, sealed: 0 };
						requests.insert(request, open);
					}
					Event::Sealed { request, .. } => {
						let open: &mut Open =
							requests.get_mut(&request).context("sealed and never asked")?;
						open.sealed += 1;
						if open.sealed == open.operators.len() {
							let call = decision_support::settle(
								request,
								digest(request),
								&Cid::raw(digest(request)),
							);
							responses.push(people.operator(&open.operators[0])?.sign(&call)?);
						}
					}
					Event::Settled { request, .. } => {
						let open = requests.remove(&request).context("settled and never asked")?;
						blocks.push(number - open.asked_in + 1);
						responses.extend(requests_to_send.next());
					}
					Event::Refused { request, .. } | Event::Failed { request } => {
						bail!("request {} failed", request.0)
					}
					_ => {}
				}
			}
		}
		seen = head;
		flood.submit(&responses).await?;
		ensure!(began.elapsed() < 5 * STALL_LIMIT, "{} requests have no receipt", requests.len());
	}
	let seconds = began.elapsed().as_secs_f64();
	blocks.sort_unstable();
	Ok(Flows { count, open, seconds, per_second: count as f64 / seconds, blocks })
}

/// What the operators agree on.
fn digest(request: RequestId) -> [u8; 32] {
	blake2_256(&request.0.to_le_bytes())
}

/// A model of three operators, proposed by one of ours and approved by the council.
async fn approved_model(
	flood: &Flood<'_>,
	node: &NodeClient,
	people: &mut People,
) -> Result<ModelId> {
	let proposal = ModelProposal {
		digest: [7; 32],
		card: CidBytes::truncate_from(Cid::raw([7; 32]).as_bytes().to_vec()),
		evidence: Evidence::People,
		output: Output::Sealed,
		steps: 1_000,
		operators: 3,
		quorum: 2,
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
	Ok(model)
}
