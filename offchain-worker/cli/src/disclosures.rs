//! A patient's ledger: asked of one node or several, believed only if it hashes up to the head on chain.

mod listed;
mod reading;

use super::{Context, Failure, render};
use async_trait::async_trait;
use clap::Args;
use jsonrpsee::rpc_params;
use listed::{Cursor, Listed, Page, Stored};
use reading::{Keeper, Reading};
use salus_chain::{
	AccountId, ChainClient, ChainError, H256, NodeClient, answers::Ledger, questions,
};
use salus_custody::retry;
use salus_primitives::Entry;
use serde_json::{Value, json};
use std::time::Duration;

/// Entries asked for at once: the most that a node gives.
const PAGE: u32 = 100;

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as me disclosures\n  salus --as me disclosures --also-node wss://other.example"
)]
pub struct Disclosures {
	/// The patient; without it the signer.
	patient: Option<String>,
	/// Another node, asked for entries that the first one lacks; may be given several times. None need
	/// be trusted: every entry is checked against the chain.
	#[arg(long = "also-node", value_name = "URL")]
	also_nodes: Vec<String>,
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

	async fn page(&self, patient: &AccountId, from: Ledger) -> Result<Page, ChainError> {
		request_page(self.chain, patient, Some(from.into()), self.block).await
	}

	async fn entry(&self, head: H256) -> Result<Option<Vec<u8>>, ChainError> {
		let found: Option<Stored> =
			self.chain.request("disclosures_entry", rpc_params![head]).await?;
		Ok(found.map(|stored| stored.bytes.0))
	}
}

impl Disclosures {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let patient = context.account_or_own(self.patient.as_deref())?;
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let ledger = questions::ledger(chain, &patient, block.hash).await?;
		let Some(ledger) = ledger else {
			return Ok(json!({
				"patient": patient.to_string(),
				"count": 0,
				"head": null,
				"verified": true,
				"entries": [],
				"gap": null,
			}));
		};
		let budget = context.retry_budget();
		let reading = read(chain, block.hash, &patient, ledger, &self.also_nodes, budget).await?;
		let answer = answer(&patient, ledger, &reading);
		match reading.gap() {
			None => Ok(answer),
			Some(gap) => {
				context.tell(&render::for_people(&answer));
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
		let connected = retry::patiently(
			retry_budget,
			|error| matches!(error, ChainError::Unreachable { .. }),
			|| NodeClient::connect(url),
		);
		match connected.await {
			Ok(node) if node.genesis_hash() == genesis => nodes.push(node),
			Ok(_) => reading.say(url, "serves another chain"),
			Err(cause) => reading.say(url, cause),
		}
	}
	nodes
}

fn answer(patient: &AccountId, ledger: Ledger, reading: &Reading) -> Value {
	let shown: Vec<Value> = reading.entries().map(show).collect();
	let gap = reading.gap();
	json!({
		"patient": patient.to_string(),
		"count": ledger.count,
		"head": hex_of(ledger.head),
		"verified": gap.is_none(),
		"entries": shown,
		"gap": gap.map(|gap| json!({ "count": gap.count, "head": hex_of(gap.head) })),
		"nodes": reading.nodes(),
	})
}

/// A ledger of which some entries could not be had: no success, though those that could are told.
fn incomplete(answer: &Value, ledger: Ledger, gap: Ledger) -> Failure {
	Failure::new(
		"LedgerGap",
		format!(
			"{} of {} entries are missing: the oldest ones, from head {} on; no node asked has the newest of them",
			gap.count,
			ledger.count,
			hex_of(gap.head)
		),
	)
	.details_of(answer)
	.remedy("name a node that may have it with --also-node URL")
}

fn hex_of(head: [u8; 32]) -> String {
	format!("0x{}", hex::encode(head))
}

async fn request_page(
	chain: &NodeClient,
	patient: &AccountId,
	before: Option<Cursor>,
	block: Option<H256>,
) -> Result<Page, ChainError> {
	let parameters = rpc_params![patient.to_string(), before, PAGE, block];
	chain.request("disclosures_list", parameters).await
}

/// A page of a patient's entries, newest first, and what to ask for the page after it. Not checked against
/// the head on chain.
pub async fn page(
	chain: &NodeClient,
	patient: &AccountId,
	before: Option<Cursor>,
	block: H256,
) -> Result<(Vec<Entry<AccountId>>, Option<Cursor>), Failure> {
	let page = request_page(chain, patient, before, Some(block)).await?;
	if let Some(gap) = page.gap {
		return Err(Failure::new(
			"LedgerGap",
			format!("this node lacks entries: {}; ask another node", gap.message),
		));
	}
	let entries = page.entries.iter().map(|listed| {
		listed.entry().ok_or_else(|| {
			Failure::new(
				"Mismatch",
				"the node lists an entry that this program does not understand",
			)
		})
	});
	Ok((entries.collect::<Result<_, _>>()?, page.cursor))
}

/// The entries on a page of a node's answer, each understood or not.
pub(crate) fn read_page(json: &[u8]) -> serde_json::Result<Vec<Option<Entry<AccountId>>>> {
	let page: Page = serde_json::from_slice(json)?;
	Ok(page.entries.iter().map(Listed::entry).collect())
}

fn show(entry: &Entry<AccountId>) -> Value {
	json!({
		"number": entry.number,
		"at": render::moment(entry.at),
		"reader": entry.reader.to_string(),
		"record": entry.record.0,
		"version": entry.version,
		"category": entry.category.code(),
		"purpose": entry.purpose.code(),
		"basis": render::basis(entry.basis),
		"access": entry.access.0,
	})
}
