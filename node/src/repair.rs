// SPDX-License-Identifier: Apache-2.0
//! `salus-node disclosures repair`: takes from another node the entries that this node's off-chain index
//! lacks.
//!
//! A node's index has what the blocks wrote that it executed itself. One that joined by warp sync, or ran
//! without indexing, lacks the rest for ever, unless it asks. Whom it asks does not matter: the chain
//! binds every entry by hash, and nothing else is written.

use polkadot_sdk::*;

mod other_node;
mod summary;

use crate::{
	cli::RepairCmd,
	client::{Client, Parts},
};
use other_node::OtherNode;
use pallet_disclosures::{
	Gap, Ledger, Ledgers, ledger_reader::read_ledger, off_chain_index, runtime_api::DisclosuresApi,
};
use salus_runtime::{AccountId, Hash, Runtime};
use sc_client_api::{StorageKey, StorageProvider};
use sc_service::Configuration;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::{
	H256,
	offchain::{OffchainStorage, STORAGE_PREFIX},
};
use std::io::Write;
use summary::Summary;

/// How many entries are held in memory at a time.
const AT_ONCE: u64 = 1_000;
/// How long the prefix of a storage map's keys is: pallet and item, 16 bytes each.
const PREFIX_LENGTH: usize = 32;
/// How long a key of `Ledgers` is: after the prefix, 16 bytes of hash and the account itself.
const KEY_LENGTH: usize = PREFIX_LENGTH + 16 + 32;

/// Whoever is asked for entries.
pub trait Source {
	/// The bytes of the entry that produced this head, unchecked; `None` if they are not to be had there.
	fn entry(&mut self, head: H256) -> impl Future<Output = Result<Option<Vec<u8>>, String>>;
}

/// A failure as text.
pub fn failure(text: impl Into<String>) -> sc_cli::Error {
	let text: String = text.into();
	sc_cli::Error::Application(text.into())
}

/// Opens the node's database, which must be there and not in use.
pub fn open(config: &Configuration) -> sc_cli::Result<Parts> {
	// Opening would make a new one, in which nothing is missing.
	if let Some(path) = config.database.path().filter(|path| !path.exists()) {
		return Err(failure(format!(
			"found no database in {}; give --chain and --base-path as when the node runs",
			path.display()
		)));
	}
	Parts::new(config, None).map_err(|error| match error.to_string() {
		told if told.contains("in use") => {
			failure(format!("{told}: the node is running; stop it first"))
		}
		_ => error.into(),
	})
}

/// Repairs the ledgers that the command names. The summary names what stops it early.
pub async fn run(command: &RepairCmd, client: &Client, mut index: impl OffchainStorage) -> Summary {
	let block = client.info();
	let mut summary = Summary::new(block.finalized_number, block.finalized_hash);
	let mut other = OtherNode::new(&command.from);
	let ended = repair(command, client, &mut index, &mut other, &mut summary).await;
	summary.failure = ended.err();
	summary
}

async fn repair(
	command: &RepairCmd,
	client: &Client,
	index: &mut impl OffchainStorage,
	source: &mut impl Source,
	summary: &mut Summary,
) -> Result<(), String> {
	let block = summary.hash;
	if command.patients.is_empty() {
		for patient in patients(client, block)? {
			repair_patient(&patient?, client, index, source, summary).await?;
		}
	}
	for patient in &command.patients {
		repair_patient(patient, client, index, source, summary).await?;
	}
	Ok(())
}

async fn repair_patient(
	patient: &AccountId,
	client: &Client,
	index: &mut impl OffchainStorage,
	source: &mut impl Source,
	summary: &mut Summary,
) -> Result<(), String> {
	let ledger = client
		.runtime_api()
		.ledger(summary.hash, patient.clone())
		.map_err(|cause| format!("the runtime does not tell {patient}'s ledger: {cause}"))?;
	match ledger {
		Some(ledger) => repair_ledger(patient, ledger, index, source, summary).await,
		None => {
			log::info!("{patient} has no ledger: nothing was ever disclosed");
			Ok(())
		}
	}
}

/// All patients with a ledger as of a block, in the order of the storage's keys.
fn patients(
	client: &Client,
	block: Hash,
) -> Result<impl Iterator<Item = Result<AccountId, String>>, String> {
	let mut prefix = Ledgers::<Runtime>::hashed_key_for(AccountId::new([0; 32]));
	prefix.truncate(PREFIX_LENGTH);
	let keys = client
		.storage_keys(block, Some(&StorageKey(prefix)), None)
		.map_err(|cause| format!("the ledgers' keys cannot be read: {cause}"))?;
	Ok(keys
		.map(|key| patient_in(&key.0).ok_or_else(|| "a ledger's key is not understood".to_owned())))
}

/// The account at the end of a ledger's key.
fn patient_in(key: &[u8]) -> Option<AccountId> {
	let account = key.last_chunk().filter(|_| key.len() == KEY_LENGTH)?;
	Some(AccountId::new(*account))
}

/// Reads one ledger back from its head, and fetches what is missing or wrong on the way.
async fn repair_ledger(
	patient: &AccountId,
	ledger: Ledger,
	index: &mut impl OffchainStorage,
	source: &mut impl Source,
	summary: &mut Summary,
) -> Result<(), String> {
	summary.begin(ledger);
	let mut rest = ledger;
	loop {
		let found = read_ledger(patient, rest, AT_ONCE, |key| index.get(STORAGE_PREFIX, key));
		summary.here += found.entries.len() as u64;
		rest = found.rest;
		match found.gap {
			None if rest.count == 0 => return Ok(()),
			None => {}
			Some(Gap::OtherStart { .. }) => {
				return Err(format!(
					"the chain's count and head of {patient}'s ledger do not belong together"
				));
			}
			Some(Gap::Missing { .. } | Gap::Wrong { .. }) => {
				let Some((bytes, next)) = fetch(patient, rest, source).await? else {
					summary.leave(patient, rest);
					return Ok(());
				};
				write(index, &rest.head, &bytes)?;
				summary.fetched += 1;
				rest = next;
			}
		}
		summary.tell_progress();
		// So that a signal is heard where nothing is waited for.
		tokio::task::yield_now().await;
	}
}

/// The newest entry of what is left of a ledger, as another node has it, and what is left after it.
async fn fetch(
	patient: &AccountId,
	rest: Ledger,
	source: &mut impl Source,
) -> Result<Option<(Vec<u8>, Ledger)>, String> {
	let head = H256(rest.head);
	let Some(bytes) = source.entry(head).await? else {
		return Ok(None);
	};
	let checked = read_ledger(patient, rest, 1, |_| Some(bytes.clone()));
	if checked.entries.is_empty() {
		log::warn!("What the other node has under {head:?} does not hash to it, and is not taken");
		return Ok(None);
	}
	Ok(Some((bytes, checked.rest)))
}

/// Writes an entry as the pallet does, and checks that it is there: the database only logs a failure.
fn write(index: &mut impl OffchainStorage, head: &[u8; 32], bytes: &[u8]) -> Result<(), String> {
	let key = off_chain_index::key(head);
	index.set(STORAGE_PREFIX, &key, bytes);
	if index.get(STORAGE_PREFIX, &key).as_deref() != Some(bytes) {
		return Err("the database did not take an entry; its log line says why".to_owned());
	}
	Ok(())
}

/// Prints what came of it; a failure unless every entry is here.
pub fn tell(summary: &Summary, json: bool) -> sc_cli::Result<()> {
	let text = if json {
		serde_json::to_string(summary).map_err(|cause| failure(cause.to_string()))?
	} else {
		summary.to_string()
	};
	// A reader who has gone away is not a failure of ours.
	let _ = writeln!(std::io::stdout(), "{text}");
	summary.trouble().map_or(Ok(()), |trouble| Err(failure(trouble)))
}

#[cfg(test)]
mod tests;
