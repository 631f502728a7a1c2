// SPDX-License-Identifier: Apache-2.0
//! Reading a ledger from several nodes, none of which is trusted: from the head on chain back to the first
//! entry. Whatever a node gives is taken only if it hashes up to the head at which the reading stands.

use crate::Failure;
use async_trait::async_trait;
use codec::DecodeAll;
use salus_chain::{AccountId, ChainError, H256};
use salus_primitives::{
	Entry, StoredEntry,
	disclosures::{Gap, Ledger, Page},
	first_head_payload, head_payload,
};
use serde::Serialize;
use sp_core::blake2_256;

/// A node, as far as a ledger's entries are asked of it.
#[async_trait]
pub trait Keeper: Sync {
	/// Its address.
	fn url(&self) -> &str;

	/// A page of a ledger, from where it was read to.
	async fn page(&self, patient: &AccountId, from: Ledger) -> Result<Page<AccountId>, ChainError>;

	/// The bytes of the entry that produced a head; `None` if the node lacks it.
	async fn entry(&self, head: H256) -> Result<Option<Vec<u8>>, ChainError>;
}

/// What came of asking a node.
#[derive(Clone, Serialize)]
pub struct NodeResponse {
	#[serde(rename = "node")]
	url: String,
	entries: u64,
	/// Why it did not give what it was last asked for in vain.
	reason: Option<String>,
}

/// A ledger, as far as it was read.
pub struct Reading<'a> {
	patient: &'a AccountId,
	rest: Ledger,
	/// Newest first.
	entries: Vec<Entry<AccountId>>,
	nodes: Vec<NodeResponse>,
}

impl<'a> Reading<'a> {
	/// Nothing was read yet of this ledger on the chain.
	pub fn new(patient: &'a AccountId, ledger: Ledger) -> Self {
		Self { patient, rest: ledger, entries: Vec::new(), nodes: Vec::new() }
	}

	/// What is left to read, when no node asked has the next entry.
	pub fn gap(&self) -> Option<Ledger> {
		(self.rest.count > 0).then_some(self.rest)
	}

	/// The entries read, oldest first.
	pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry<AccountId>> {
		self.entries.iter().rev()
	}

	/// Which node gave how many entries, and why no more.
	pub fn nodes(&self) -> &[NodeResponse] {
		&self.nodes
	}

	/// Remembers why a node gives nothing.
	pub fn blame(&mut self, url: &str, reason: impl ToString) {
		self.told(url).reason = Some(reason.to_string());
	}

	fn told(&mut self, url: &str) -> &mut NodeResponse {
		let index = self.nodes.iter().position(|node| node.url == url);
		let index = index.unwrap_or_else(|| {
			self.nodes.push(NodeResponse { url: url.to_owned(), entries: 0, reason: None });
			self.nodes.len() - 1
		});
		&mut self.nodes[index]
	}

	/// Reads on, down to the first entry or to one that none of these nodes has. Fails only if the first
	/// of them can't be reached, or if the ledger that it told of is not the patient's.
	pub async fn read_on<K: Keeper>(&mut self, nodes: &[K]) -> Result<(), Failure> {
		// Pages come from the node that had the last entry sought: it is likely to have the next ones.
		let mut preferred = 0;
		while self.rest.count > 0 {
			if self.take_page(nodes, preferred).await? {
				continue;
			}
			match self.take_entry(nodes).await? {
				Some(index) => preferred = index,
				None => return Ok(()),
			}
		}
		if self.rest.head != first_head(self.patient) {
			return Err(Failure::new(
				"LedgerMismatch",
				"count and head on chain, as this node tells them, are not of this patient's ledger: it lies; ask another node",
			));
		}
		Ok(())
	}

	/// Takes a page from one of the nodes; false if it has none that is right.
	async fn take_page<K: Keeper>(&mut self, nodes: &[K], index: usize) -> Result<bool, Failure> {
		let Some(node) = nodes.get(index) else {
			return Ok(false);
		};
		let page = match node.page(self.patient, self.rest).await {
			Ok(page) => page,
			Err(cause) => return self.failed(index, node, cause).map(|()| false),
		};
		match checked(self.patient, self.rest, page) {
			Ok((entries, _)) if entries.is_empty() => Ok(false),
			Ok((entries, rest)) => {
				self.take(node, entries, rest);
				Ok(true)
			}
			Err(fault) => {
				self.blame(node.url(), fault);
				Ok(false)
			}
		}
	}

	/// Takes the next entry from the first node that has it; none if no node does.
	async fn take_entry<K: Keeper>(&mut self, nodes: &[K]) -> Result<Option<usize>, Failure> {
		let head = H256::from(self.rest.head);
		for (index, node) in nodes.iter().enumerate() {
			match node.entry(head).await {
				Ok(Some(bytes)) => match entry_of(&bytes, self.rest) {
					Some((entry, rest)) => {
						self.take(node, vec![entry], rest);
						return Ok(Some(index));
					}
					None => self.blame(
						node.url(),
						format!("what it gives for {head:?} does not hash to it"),
					),
				},
				Ok(None) => self.blame(node.url(), format!("has no entry under {head:?}")),
				Err(cause) => self.failed(index, node, cause)?,
			}
		}
		Ok(None)
	}

	fn take<K: Keeper>(&mut self, node: &K, entries: Vec<Entry<AccountId>>, rest: Ledger) {
		let told = self.told(node.url());
		told.entries += entries.len() as u64;
		told.reason = None;
		self.entries.extend(entries);
		self.rest = rest;
	}

	/// Goes on without a node, unless it is the one that tells what is on chain.
	fn failed<K: Keeper>(
		&mut self,
		index: usize,
		node: &K,
		cause: ChainError,
	) -> Result<(), Failure> {
		if index == 0 && matches!(cause, ChainError::Unreachable { .. }) {
			return Err(cause.into());
		}
		self.blame(node.url(), cause);
		Ok(())
	}
}

/// The head of a patient's ledger before any entry.
fn first_head(patient: &AccountId) -> [u8; 32] {
	blake2_256(&first_head_payload(patient))
}

/// A page's entries, newest first, if they are the newest of what is left to read, and what is left after
/// them; else what is wrong with them.
fn checked(
	patient: &AccountId,
	from: Ledger,
	page: Page<AccountId>,
) -> Result<(Vec<Entry<AccountId>>, Ledger), &'static str> {
	let entries = page.entries;
	if entries.is_empty() {
		return Ok((entries, from));
	}
	let left = from.count.checked_sub(entries.len() as u64);
	let left = left.ok_or("lists more entries than the chain counts")?;
	// A page does not say which head its oldest entry follows; what comes after it does.
	let before = match (page.cursor, page.gap) {
		_ if left == 0 => first_head(patient),
		(Some(cursor), _) => cursor.head,
		(
			None,
			Some(Gap::Missing { head, .. } | Gap::Wrong { head, .. } | Gap::OtherStart { head }),
		) => head,
		(None, None) => return Err("does not say where its page ends"),
	};
	let in_order =
		entries.iter().zip((left..from.count).rev()).all(|(entry, number)| entry.number == number);
	let head =
		entries.iter().rev().fold(before, |head, entry| blake2_256(&head_payload(&head, entry)));
	if !in_order || head != from.head {
		return Err("lists entries that do not hash up to the head");
	}
	let rest = Ledger { count: left, head: before };
	Ok((entries, rest))
}

/// The newest entry of what is left to read, from the bytes given for it, and what is left then.
fn entry_of(bytes: &[u8], from: Ledger) -> Option<(Entry<AccountId>, Ledger)> {
	let stored = StoredEntry::<AccountId>::decode_all(&mut &*bytes).ok()?;
	let count = from.count.checked_sub(1)?;
	let head = blake2_256(&head_payload(&stored.previous, &stored.entry));
	let rest = Ledger { count, head: stored.previous };
	(head == from.head && stored.entry.number == count).then_some((stored.entry, rest))
}

#[cfg(test)]
mod tests;
