// SPDX-License-Identifier: Apache-2.0
//! What a repair found and did, for people and as JSON.

use polkadot_sdk::*;

use pallet_disclosures::Ledger;
use salus_runtime::{AccountId, BlockNumber, Hash};
use serde::Serialize;
use sp_core::H256;
use std::{
	fmt,
	time::{Duration, Instant},
};

/// How often progress is reported.
const TELL_EVERY: Duration = Duration::from_secs(10);
/// How many of the ledgers that could not be read to their beginning are listed.
const MAX_LISTED: usize = 100;

/// What was found and done.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
	/// The finalized block as of which the chain was asked.
	pub block: BlockNumber,
	/// Its hash.
	pub hash: Hash,
	/// How many ledgers were read.
	pub ledgers: u64,
	/// How many entries these have on the chain.
	pub entries: u64,
	/// How many of them were in the index.
	pub here: u64,
	/// How many were fetched.
	pub fetched: u64,
	/// How many are missing, or lie behind a missing one and could not be reached.
	pub missing: u64,
	/// What is left of ledgers to read, at most so many of them.
	pub gaps: Vec<Left>,
	/// How many more there are.
	pub gaps_not_listed: u64,
	/// What stopped it before every ledger was read.
	pub failure: Option<String>,
	#[serde(skip)]
	told_at: Instant,
}

/// What is left of a ledger to read: where another node may go on.
#[derive(Clone, Debug, Serialize)]
pub struct Left {
	patient: AccountId,
	#[serde(flatten)]
	rest: Ledger,
}

impl Summary {
	/// Before anything was done, as of a block.
	pub fn new(block: BlockNumber, hash: Hash) -> Self {
		Self {
			block,
			hash,
			ledgers: 0,
			entries: 0,
			here: 0,
			fetched: 0,
			missing: 0,
			gaps: Vec::new(),
			gaps_not_listed: 0,
			failure: None,
			told_at: Instant::now(),
		}
	}

	/// One more ledger is read.
	pub fn begin(&mut self, ledger: Ledger) {
		self.ledgers += 1;
		self.entries = self.entries.saturating_add(ledger.count);
	}

	/// A ledger is left with so much of it not read.
	pub fn leave(&mut self, patient: &AccountId, rest: Ledger) {
		self.missing = self.missing.saturating_add(rest.count);
		if self.gaps.len() == MAX_LISTED {
			self.gaps_not_listed += 1;
			return;
		}
		self.gaps.push(Left { patient: patient.clone(), rest });
	}

	/// Logs how far it is, once in a while.
	pub fn tell_progress(&mut self) {
		if self.told_at.elapsed() >= TELL_EVERY {
			self.told_at = Instant::now();
			log::info!("{}", self.counts());
		}
	}

	/// Why this is not a success; `None` if every entry is here.
	pub fn trouble(&self) -> Option<String> {
		if let Some(failure) = &self.failure {
			return Some(format!("{failure}; what was fetched stays, and it can be run again"));
		}
		(self.missing > 0).then(|| {
			format!("{} entries are missing still; ask another node for them", self.missing)
		})
	}

	fn counts(&self) -> String {
		format!(
			"{} ledgers read: {} entries were here, {} fetched, {} are missing",
			self.ledgers, self.here, self.fetched, self.missing
		)
	}
}

impl fmt::Display for Summary {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "as of block {}: {}", self.block, self.counts())?;
		for Left { patient, rest } in &self.gaps {
			let head = H256(rest.head);
			write!(f, "\n{patient}: the oldest {} entries, from head {head:?}", rest.count)?;
		}
		if self.gaps_not_listed > 0 {
			write!(f, "\nand of {} more patients", self.gaps_not_listed)?;
		}
		Ok(())
	}
}
