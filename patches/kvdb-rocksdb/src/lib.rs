// SPDX-License-Identifier: Apache-2.0
//! In the place of kvdb-rocksdb 0.21. The relay chain's node depends on that whatever database it uses, and
//! ours use ParityDB: compiling RocksDB's C++ would be a quarter of every build from cold, for nothing.
//!
//! [`Database`] has no values, so that the compiler knows that what follows an opened one is never run.

use kvdb::{DBKeyValue, DBTransaction, DBValue, KeyValueDB};
use std::{collections::HashMap, convert::Infallible, io, path::Path};

/// How it would be opened.
#[derive(Clone, Default)]
pub struct DatabaseConfig {
	/// Mebibytes of cache by column.
	pub memory_budget: HashMap<u32, usize>,
	/// Whether to make it where there is none.
	pub create_if_missing: bool,
}

impl DatabaseConfig {
	/// With so many columns.
	pub fn with_columns(_: u32) -> Self {
		Self::default()
	}
}

/// An open database, of which there is none.
pub struct Database(Infallible);

impl Database {
	/// Refuses, and says what to do instead.
	pub fn open<P: AsRef<Path>>(_: &DatabaseConfig, path: P) -> io::Result<Self> {
		Err(io::Error::new(
			io::ErrorKind::Unsupported,
			format!(
				"this node was built without RocksDB, so it can't open {}; use --database paritydb, for the \
				 relay chain's node after `--` too, and let it sync anew",
				path.as_ref().display()
			),
		))
	}

	/// Begins a transaction.
	pub fn transaction(&self) -> DBTransaction {
		match self.0 {}
	}

	/// Writes a transaction.
	pub fn write(&self, _: DBTransaction) -> io::Result<()> {
		match self.0 {}
	}

	/// Reads a value.
	pub fn get(&self, _: u32, _: &[u8]) -> io::Result<Option<DBValue>> {
		match self.0 {}
	}

	/// Reads a column.
	pub fn iter<'a>(&'a self, _: u32) -> Box<dyn Iterator<Item = io::Result<DBKeyValue>> + 'a> {
		match self.0 {}
	}

	/// Adds a column.
	pub fn add_column(&mut self) -> io::Result<()> {
		match self.0 {}
	}

	/// Removes the last column.
	pub fn remove_last_column(&mut self) -> io::Result<()> {
		match self.0 {}
	}

	/// Compacts a column.
	pub fn force_compact(&self, _: u32) -> io::Result<()> {
		match self.0 {}
	}
}

impl KeyValueDB for Database {
	fn get(&self, _: u32, _: &[u8]) -> io::Result<Option<DBValue>> {
		match self.0 {}
	}

	fn get_by_prefix(&self, _: u32, _: &[u8]) -> io::Result<Option<DBValue>> {
		match self.0 {}
	}

	fn write(&self, _: DBTransaction) -> io::Result<()> {
		match self.0 {}
	}

	fn iter<'a>(&'a self, _: u32) -> Box<dyn Iterator<Item = io::Result<DBKeyValue>> + 'a> {
		match self.0 {}
	}

	fn iter_with_prefix<'a>(
		&'a self,
		_: u32,
		_: &'a [u8],
	) -> Box<dyn Iterator<Item = io::Result<DBKeyValue>> + 'a> {
		match self.0 {}
	}
}
