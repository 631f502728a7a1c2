// SPDX-License-Identifier: Apache-2.0
//! What a read and a write of the state take in ParityDB: `salus-node benchmark storage`.

use polkadot_sdk::*;

use crate::client::{Backend, Block, Client, Parts};
use frame_benchmarking_cli::StorageCmd;
use parity_db::{CompressionType, Db, Operation, Options};
use sc_client_api::{Backend as _, TrieCacheContext, UsageProvider};
use sc_client_db::{DatabaseSource, DbHash};
use sc_service::Configuration;
use sp_database::{Change, ColumnId, Database, Transaction, error::DatabaseError};
use sp_state_machine::backend::AsTrieBackend;
use std::{path::Path, sync::Arc};

/// How many columns the SDK's database has.
const COLUMNS: u8 = 13;
/// The column of the state.
const STATE: ColumnId = 1;
/// The columns whose values are counted: state and indexed transactions.
const COUNTED: [ColumnId; 2] = [STATE, 11];
/// The columns whose values are compressed: state, headers, bodies, justifications, transactions, bodies' indices.
const COMPRESSED: [ColumnId; 6] = [STATE, 4, 5, 6, 11, 12];

/// Measures reads and writes of the best block's state, in the database below `--base-path`. A new one gets the
/// genesis state first.
pub fn benchmark(command: &StorageCmd, mut config: Configuration) -> sc_cli::Result<()> {
	if command.shared_params.base_path.is_none() {
		return Err(
			"name a folder with --base-path: the benchmark writes to its database, and takes \
			back what it wrote"
				.into(),
		);
	}
	if command.params.is_validate_block_mode() {
		return Err(
			"salus-node is built without the runtime that --mode validate-block runs".into()
		);
	}
	let DatabaseSource::ParityDb { path } = &config.database else {
		return Err("only ParityDB is measured: leave --database out".into());
	};
	let is_new = !path.join("metadata").exists();
	let db = open(path).map_err(|error| format!("{}: {error}", path.display()))?;
	config.database = DatabaseSource::Custom { db: db.clone(), require_create_flag: is_new };

	let parts = Parts::new(&config, None)?;
	let best = parts.client.usage_info().chain.best_hash;
	let state = parts.backend.state_at(best, TrieCacheContext::Untrusted)?;
	let nodes = state.as_trie_backend().backend_storage().clone();
	command.run::<Block, Backend, Client>(config, parts.client, (db, STATE), nodes, None)
}

/// Opens ParityDB as the SDK does, which gives its own handle out only if everything was built with its feature
/// `runtime-benchmarks`.
fn open(path: &Path) -> parity_db::Result<Arc<dyn Database<DbHash>>> {
	let mut options = Options::with_columns(path, COLUMNS);
	for (index, column) in (0..).zip(options.columns.iter_mut()) {
		if COMPRESSED.contains(&index) {
			column.compression = CompressionType::Lz4;
		}
		if COUNTED.contains(&index) {
			column.ref_counted = true;
			column.preimage = true;
			column.uniform = true;
		}
	}
	Ok(Arc::new(ParityDb(Db::open_or_create(&options)?)))
}

/// ParityDB as the SDK's backend sees it.
struct ParityDb(Db);

impl Database<DbHash> for ParityDb {
	fn commit(&self, transaction: Transaction<DbHash>) -> Result<(), DatabaseError> {
		let changes = transaction.0.into_iter().map(|change| match change {
			Change::Set(column, key, value) => (index_of(column), Operation::Set(key, value)),
			Change::Remove(column, key) => (index_of(column), Operation::Dereference(key)),
			Change::Store(column, hash, value) => {
				(index_of(column), Operation::Set(hash.as_bytes().to_vec(), value))
			}
			Change::Reference(column, hash) => {
				(index_of(column), Operation::Reference(hash.as_bytes().to_vec()))
			}
			Change::Release(column, hash) => {
				(index_of(column), Operation::Dereference(hash.as_bytes().to_vec()))
			}
		});
		self.0.commit_changes(changes).map_err(|error| DatabaseError(Box::new(error)))
	}

	fn get(&self, column: ColumnId, key: &[u8]) -> Option<Vec<u8>> {
		let read = self.0.get(index_of(column), key);
		read.inspect_err(|error| log::error!("ParityDB: {error}")).ok().flatten()
	}

	fn supports_ref_counting(&self) -> bool {
		true
	}

	fn sanitize_key(&self, key: &mut Vec<u8>) {
		// A node is kept under its hash; its path in the trie, which comes before, is for databases that don't count.
		let prefix = key.len().saturating_sub(DbHash::len_bytes());
		key.drain(..prefix);
	}
}

fn index_of(column: ColumnId) -> u8 {
	u8::try_from(column).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_client_db::{BlocksPruning, DatabaseSettings};

	/// ParityDB refuses other options than those that a database was made with.
	#[test]
	fn opens_what_the_sdk_made() {
		let folder = tempfile::tempdir().unwrap();
		let settings = DatabaseSettings {
			trie_cache_maximum_size: None,
			state_pruning: None,
			blocks_pruning: BlocksPruning::KeepAll,
			pruning_filters: Vec::new(),
			source: DatabaseSource::ParityDb { path: folder.path().into() },
			metrics_registry: None,
		};
		drop(Backend::new(settings, 0).unwrap());
		assert_eq!(open(folder.path()).err().map(|error| error.to_string()), None);
	}

	#[test]
	fn keeps_a_node_under_its_hash() {
		let folder = tempfile::tempdir().unwrap();
		let db = open(folder.path()).unwrap();
		let mut key = [b"path".as_slice(), &[7_u8; 32]].concat();
		db.sanitize_key(&mut key);
		assert_eq!(key, [7_u8; 32]);

		let mut transaction = Transaction::new();
		transaction.set(STATE, &key, b"node");
		transaction.store(STATE, [8; 32].into(), b"another".to_vec());
		db.commit(transaction).unwrap();
		assert_eq!(db.get(STATE, &[7; 32]), Some(b"node".to_vec()));
		assert_eq!(db.get(STATE, &[8; 32]), Some(b"another".to_vec()));
		assert_eq!(db.get(STATE, &[9; 32]), None);
	}
}
