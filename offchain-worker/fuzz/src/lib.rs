// SPDX-License-Identifier: Apache-2.0
//! What fuzzing gives to each parser of others' bytes, and what must hold of whatever it makes of them: it refuses or
//! understands, and neither panics nor takes more stack, memory or time than its input explains.
//!
//! `main.rs` lets libFuzzer choose the bytes (`scripts/fuzz`); `tests/corpus.rs` takes those that are kept, and
//! `tests/mutated.rs` changes them.

mod cids;
mod ciphertexts;
mod claims;
mod custody;
mod dag;
mod documents;
pub mod held;
mod json;
mod keystores;
mod models;
mod registrations;
mod scale;
mod times;

/// A parser, or several that meet the same bytes.
pub struct Target {
	/// Its name: of its folder in `corpus/`, and for `scripts/fuzz`.
	pub name: &'static str,
	/// Gives it bytes; whether it understood them.
	pub run: fn(&[u8]) -> bool,
	/// Bytes that it must understand: where fuzzing begins.
	pub seeds: fn() -> Vec<Vec<u8>>,
}

macro_rules! targets {
	($($name:literal => $module:ident),* $(,)?) => {
		/// All of them.
		pub const TARGETS: &[Target] = &[$(Target { name: $name, run: $module::run, seeds: $module::seeds }),*];
	};
}

use models::{cards, jobs, results};

targets! {
	"documents" => documents,
	"cards" => cards,
	"jobs" => jobs,
	"claims" => claims,
	"results" => results,
	"json-rpc" => custody,
	"json-answers" => json,
	"scale" => scale,
	"dag-pb" => dag,
	"cids" => cids,
	"ciphertexts" => ciphertexts,
	"keystores" => keystores,
	"registrations" => registrations,
	"times" => times,
}

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
	TARGETS.iter().find(|target| target.name == name)
}

/// Splits off the first byte, by which a target chooses among several parsers.
fn choice(bytes: &[u8]) -> Option<(u8, &[u8])> {
	bytes.split_first().map(|(first, rest)| (*first, rest))
}

/// A choice and what it is for, as a seed.
fn chosen(choice: u8, bytes: &[u8]) -> Vec<u8> {
	[&[choice], bytes].concat()
}
