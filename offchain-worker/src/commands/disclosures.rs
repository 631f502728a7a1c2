//! A patient's ledger: asked of a node, believed only if it hashes up to the head on chain.

use super::{Context, Failure, render};
use crate::chain::{AccountId, ChainClient, H256, NodeClient, questions, signer::parse_account};
use clap::Args;
use jsonrpsee::{core::JsonRawValue, rpc_params};
use salus_primitives::{
	AccessId, Basis, BreakGlassId, Category, Entry, ProvisionId, Purpose, RecordId,
	first_head_payload, head_payload,
};
use serde::Deserialize;
use serde_json::{Value, json};
use sp_core::blake2_256;

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus --as me disclosures")]
pub struct Disclosures {
	/// The patient; without it the signer.
	patient: Option<String>,
}

#[derive(Deserialize)]
struct Page {
	entries: Vec<Listed>,
	next: Option<u64>,
	gap: Option<Box<JsonRawValue>>,
}

#[derive(Deserialize)]
struct Listed {
	number: u64,
	at: u64,
	reader: String,
	access: u64,
	record: u64,
	version: u32,
	category: String,
	purpose: String,
	basis: ListedBasis,
}

/// Not a tagged enum: those can't hold numbers under serde_json's arbitrary precision.
#[derive(Deserialize)]
struct ListedBasis {
	kind: String,
	provision: Option<u32>,
	case: Option<u64>,
}

impl ListedBasis {
	fn basis(&self) -> Option<Basis> {
		Some(match self.kind.as_str() {
			"ownRecord" => Basis::OwnRecord,
			"authorship" => Basis::Authorship,
			"provision" => Basis::Provision(ProvisionId(self.provision?)),
			"breakGlass" => Basis::BreakGlass(BreakGlassId(self.case?)),
			_ => return None,
		})
	}
}

impl Listed {
	fn entry(&self) -> Option<Entry<AccountId>> {
		Some(Entry {
			number: self.number,
			at: self.at,
			reader: parse_account(&self.reader).ok()?,
			access: AccessId(self.access),
			record: RecordId(self.record),
			version: self.version,
			category: Category::from_code(&self.category)?,
			purpose: Purpose::from_code(&self.purpose)?,
			basis: self.basis.basis()?,
		})
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
			}));
		};
		let entries = all_entries(chain, &patient, block.hash).await?;
		let head = head_of(&patient, &entries);
		if entries.len() as u64 != ledger.count || head != ledger.head {
			return Err(Failure::new(
				"LedgerMismatch",
				"the node's entries do not hash up to the head on chain: it lies or lacks some; ask another node",
			));
		}
		let shown: Vec<Value> = entries.iter().map(show).collect();
		Ok(json!({
			"patient": patient.to_string(),
			"count": ledger.count,
			"head": format!("0x{}", hex::encode(ledger.head)),
			"verified": true,
			"entries": shown,
		}))
	}
}

/// Every entry that the node has, oldest first.
async fn all_entries(
	chain: &NodeClient,
	patient: &AccountId,
	block: H256,
) -> Result<Vec<Entry<AccountId>>, Failure> {
	let (mut entries, mut before) = (Vec::new(), None);
	loop {
		let (some, next) = page(chain, patient, before, block).await?;
		entries.extend(some);
		before = next;
		if before.is_none() {
			entries.reverse();
			return Ok(entries);
		}
	}
}

/// A page of a patient's entries, newest first, and what to ask for the page after it. Not checked against
/// the head on chain.
pub async fn page(
	chain: &NodeClient,
	patient: &AccountId,
	before: Option<u64>,
	block: H256,
) -> Result<(Vec<Entry<AccountId>>, Option<u64>), Failure> {
	let parameters = rpc_params![patient.to_string(), before, 100, block];
	let page: Page = chain.request("disclosures_list", parameters).await?;
	if let Some(gap) = page.gap {
		return Err(Failure::new(
			"LedgerGap",
			format!("this node lacks entries: {gap}; ask another node"),
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
	Ok((entries.collect::<Result<_, _>>()?, page.next))
}

/// The entries on a page of a node's answer, each understood or not.
pub(crate) fn read_page(json: &[u8]) -> serde_json::Result<Vec<Option<Entry<AccountId>>>> {
	let page: Page = serde_json::from_slice(json)?;
	Ok(page.entries.iter().map(Listed::entry).collect())
}

/// The head that these entries produce, from the patient's empty ledger on.
fn head_of(patient: &AccountId, entries: &[Entry<AccountId>]) -> [u8; 32] {
	entries
		.iter()
		.fold(blake2_256(&first_head_payload(patient)), |head, entry| {
			blake2_256(&head_payload(&head, entry))
		})
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

#[cfg(test)]
mod tests {
	use super::*;

	fn entry(number: u64) -> Entry<AccountId> {
		Entry {
			number,
			at: number,
			reader: AccountId::new([2; 32]),
			access: AccessId(number),
			record: RecordId(1),
			version: 1,
			category: Category::Condition,
			purpose: Purpose::Treatment,
			basis: Basis::OwnRecord,
		}
	}

	#[test]
	fn a_changed_moved_or_missing_entry_changes_the_head() {
		let patient = AccountId::new([1; 32]);
		let entries = [entry(0), entry(1), entry(2)];
		let head = head_of(&patient, &entries);
		let mut changed = entries.clone();
		changed[1].purpose = Purpose::Research;
		assert_ne!(head, head_of(&patient, &changed));
		let mut moved = entries.clone();
		moved.swap(0, 1);
		assert_ne!(head, head_of(&patient, &moved));
		assert_ne!(head, head_of(&patient, &entries[..2]));
		assert_ne!(head, head_of(&patient, &entries[1..]));
		assert_ne!(head, head_of(&AccountId::new([3; 32]), &entries));
	}
}
