// SPDX-License-Identifier: Apache-2.0
//! A patient's ledger: asked of one node or several, believed only if it hashes up to the head on chain.

mod reading;
mod shown;

use super::{Context, Failure, response::Show};
use async_trait::async_trait;
use clap::Args;
use jsonrpsee::rpc_params;
use reading::{Keeper, Reading};
use salus_chain::{AccountId, ChainClient, ChainError, H256, NodeClient, queries};
use salus_custody::retry;
use salus_keystore::arguments::node_url;
use salus_primitives::{
	Entry, MAX_PAGE,
	disclosures::{Ledger, Page},
};
use serde::Deserialize;
use serde_json::json;
use shown::{Disclosed, Filter};
use sp_core::Bytes;
use std::time::Duration;

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as me disclosures\n  salus disclosures --reader doctor --from 2026-11-01 --purpose BTG\n  salus --as me disclosures --also-node wss://other.example"
)]
pub struct Disclosures {
	/// The patient; without it the signer.
	patient: Option<String>,
	/// Another node, asked for entries that the first one lacks; may be given several times. None need
	/// be trusted: every entry is checked against the chain.
	#[arg(long = "also-node", value_name = "URL", value_parser = node_url)]
	also_nodes: Vec<String>,
	#[command(flatten)]
	filter: Filter,
}

/// What a node has under a head: of its answer, all that need be read.
#[derive(Deserialize)]
struct Stored {
	/// The head before and the entry, by SCALE.
	bytes: Bytes,
}

/// A node that is asked: as of a block, or as of its own best one.
#[derive(Clone, Copy)]
struct Node<'a> {
	chain: &'a NodeClient,
	block: Option<H256>,
}

#[async_trait]
impl Keeper for Node<'_> {
	fn url(&self) -> &str {
		self.chain.url()
	}

	async fn page(&self, patient: &AccountId, from: Ledger) -> Result<Page<AccountId>, ChainError> {
		request_page(self.chain, patient, Some(from), self.block).await
	}

	async fn entry(&self, head: H256) -> Result<Option<Vec<u8>>, ChainError> {
		let found: Option<Stored> =
			self.chain.request("disclosures_entry", rpc_params![head]).await?;
		Ok(found.map(|stored| stored.bytes.0))
	}
}

impl Disclosures {
	pub async fn run(self, context: &Context) -> Result<Disclosed, Failure> {
		let criteria = self.filter.criteria(context)?;
		let patient = context.account_or_own(self.patient.as_deref())?;
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let ledger = queries::ledger(chain, &patient, block.hash).await?;
		let Some(ledger) = ledger else {
			return Ok(Disclosed::nothing(patient));
		};
		let budget = context.retry_budget();
		let reading = read(chain, block.hash, &patient, ledger, &self.also_nodes, budget).await?;
		let (gap, nodes) = (reading.gap(), reading.nodes().to_vec());
		let answer =
			Disclosed::new(patient.clone(), ledger, reading.entries(), gap, nodes, &criteria);
		match gap {
			None => Ok(answer),
			Some(gap) => {
				context.tell(&answer.show());
				Err(incomplete(&answer, ledger, gap))
			}
		}
	}
}

/// Reads a patient's ledger as of a block: from one node and, for what that lacks, from others.
pub async fn read<'a>(
	chain: &NodeClient,
	block: H256,
	patient: &'a AccountId,
	ledger: Ledger,
	also_nodes: &[String],
	retry_budget: Duration,
) -> Result<Reading<'a>, Failure> {
	let mut reading = Reading::new(patient, ledger);
	let first = Node { chain, block: Some(block) };
	reading.read_on(&[first]).await?;
	if reading.gap().is_some() && !also_nodes.is_empty() {
		let others = connect(also_nodes, chain.genesis_hash(), retry_budget, &mut reading).await;
		let others = others.iter().map(|chain| Node { chain, block: None });
		let nodes: Vec<Node> = std::iter::once(first).chain(others).collect();
		reading.read_on(&nodes).await?;
	}
	Ok(reading)
}

/// The nodes that answer and serve this chain; of the others the reading learns why not.
async fn connect(
	urls: &[String],
	genesis: H256,
	retry_budget: Duration,
	reading: &mut Reading<'_>,
) -> Vec<NodeClient> {
	let mut nodes = Vec::new();
	for url in urls {
		let connected = retry::within_budget(
			retry_budget,
			|error| matches!(error, ChainError::Unreachable { .. }),
			|| NodeClient::connect(url),
		);
		match connected.await {
			Ok(node) if node.genesis_hash() == genesis => nodes.push(node),
			Ok(_) => reading.blame(url, "serves another chain"),
			Err(cause) => reading.blame(url, cause),
		}
	}
	nodes
}

/// A ledger of which some entries could not be had: no success, though it shows those that could.
fn incomplete(answer: &Disclosed, ledger: Ledger, gap: Ledger) -> Failure {
	Failure::new(
		"LedgerGap",
		format!(
			"{} of {} entries are missing: the oldest ones, from head {:?} on; no node asked has the newest of them",
			gap.count,
			ledger.count,
			H256(gap.head)
		),
	)
	.details_of(&json!(answer))
	.remedy("name a node that may have it with --also-node URL")
}

async fn request_page(
	chain: &NodeClient,
	patient: &AccountId,
	before: Option<Ledger>,
	block: Option<H256>,
) -> Result<Page<AccountId>, ChainError> {
	let parameters = rpc_params![patient.to_string(), before, MAX_PAGE, block];
	chain.request("disclosures_list", parameters).await
}

/// A page of a patient's entries, newest first, and what to ask for the page after it. Not checked against
/// the head on chain.
pub async fn page(
	chain: &NodeClient,
	patient: &AccountId,
	before: Option<Ledger>,
	block: H256,
) -> Result<(Vec<Entry<AccountId>>, Option<Ledger>), Failure> {
	let page = request_page(chain, patient, before, Some(block)).await?;
	match page.gap {
		Some(gap) => Err(Failure::new("LedgerGap", format!("this node lacks entries: {gap}"))),
		None => Ok((page.entries, page.cursor)),
	}
}
