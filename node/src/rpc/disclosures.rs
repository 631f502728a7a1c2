// SPDX-License-Identifier: Apache-2.0
//! `disclosures_*`: who was granted access to what, when, why and on which basis.
//!
//! The chain keeps a count and a hash for each patient; the entries lie in the node's off-chain index.
//! They are read back from the hash on the chain, and each is checked against it, so an
//! answer shows nothing that the chain does not bind, and says what this node lacks.

use polkadot_sdk::*;

mod forms;
mod pages;

use super::{
	Context, OffchainIndex, UNKNOWN_HEAD_CODE, bad_request, error, no_answer, page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use forms::{Before, Stored};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use pages::{Corrupt, Refused};
use pallet_disclosures::runtime_api::DisclosuresApi;
use salus_primitives::disclosures::{Ledger, Page};
use salus_runtime::{AccountId, Hash};
use sp_core::{
	Bytes, H256,
	offchain::{OffchainStorage, STORAGE_PREFIX},
};

/// Who was granted access.
#[rpc(server, namespace = "disclosures")]
pub trait Disclosures {
	/// How many entries the patient's ledger has, and the hash that binds them all, as on the chain;
	/// `null` if nothing was ever disclosed.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "disclosures_ledger",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"count": 12,
	///   "head": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73"}}
	/// ```
	#[method(name = "ledger", blocking)]
	fn ledger(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Option<Ledger>>;

	/// The entries of the patient's ledger, newest first: the newest, or those before `before`; at
	/// most `count` (20 if not given, never more than 100).
	///
	/// Give `cursor`, count and head of what is left to read, as `before` for the page after; it is
	/// `null` when there is none. A page costs as many reads as it has entries, however old they are.
	/// A number as `before` (`next`, for clients that know no cursors) gives the entries with lower
	/// numbers: the newer ones are read on the way, so there may be at most 1,000 of them.
	///
	/// Every entry shown is bound by the hash on the chain, if the first page was read without
	/// `before` and each later one with the cursor of the page before: a cursor's own head is what
	/// binds its page. A cursor that does not fit this ledger as of this block, or leads to another
	/// patient's beginning, is refused as a wrong parameter; one to whose head no entry here hashes,
	/// with code 8003: it was made up, or this node lacks the entry (`disclosures_entry` asks others).
	///
	/// If this node lacks an entry, `gap` says which, as in `{"missing": {"number": 4, "head": "0x…"}}`:
	/// `missing` (its index has nothing under `head`: ask another node), `wrong` (its
	/// index holds something that the chain does not bind), or `otherStart` (the ledger does not begin
	/// with this patient). `written` says whether this node
	/// writes its index as blocks come in; if not, it will lack every entry from now on.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "disclosures_list",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", null, 1]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "count": 12, "head": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "entries": [{
	///     "number": 11, "at": "2026-11-24T06:00:00.000Z",
	///     "reader": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "access": 12,
	///     "subject": {"record": {"id": 7, "version": 2}}, "category": "Observation-laboratory",
	///     "purpose": "TREAT", "basis": {"provision": 3}}],
	///   "next": 11, "cursor": {"count": 11,
	///     "head": "0x4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"},
	///   "gap": null, "written": true}}
	///
	/// {"jsonrpc": "2.0", "id": 2, "method": "disclosures_list",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", {"count": 11,
	///    "head": "0x4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"}, 1]}
	/// ```
	#[method(name = "list", blocking)]
	fn list(
		&self,
		patient: AccountId,
		before: Option<Before>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<AccountId>>;

	/// The entry that produced a head, in anybody's ledger, and the head before it; `null` if
	/// this node's index has nothing under that head: another node may.
	///
	/// It needs no trust: BLAKE2b-256 of `bytes`, the SCALE encoding of `previous` and `entry`, is
	/// `head`. So a node, or a reader, that lacks an entry can take it from any other. It is the same
	/// at every block, so there is no `at`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "disclosures_entry",
	///  "params": ["0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "head": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "previous": "0x4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
	///   "entry": {"number": 11, "...": "as in disclosures_list"},
	///   "bytes": "0x4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b0b00000000000000..."}}
	/// ```
	#[method(name = "entry", blocking)]
	fn entry(&self, head: H256) -> RpcResult<Option<Stored>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("disclosures_ledger", &[required::<AccountId>("patient"), AT]),
	(
		"disclosures_list",
		&[required::<AccountId>("patient"), optional::<Before>("before"), COUNT, AT],
	),
	("disclosures_entry", &[required::<H256>("head")]),
];

/// Responds from the runtime and the off-chain index.
pub struct Rpc(pub Context);

impl Rpc {
	fn ledger_of(&self, patient: &AccountId, at: Option<Hash>) -> RpcResult<Option<Ledger>> {
		self.0.ask(at, |api, block| api.ledger(block, patient.clone()))
	}

	fn index(&self) -> RpcResult<&OffchainIndex> {
		self.0.index.as_ref().ok_or_else(|| no_answer("the node has no off-chain index"))
	}
}

impl DisclosuresServer for Rpc {
	fn ledger(&self, patient: AccountId, at: Option<Hash>) -> RpcResult<Option<Ledger>> {
		self.ledger_of(&patient, at)
	}

	fn list(
		&self,
		patient: AccountId,
		before: Option<Before>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Page<AccountId>> {
		let count = page(count)?;
		let written = self.0.writes_index;
		let Some(ledger) = self.ledger_of(&patient, at)? else {
			if let Some(Before::Cursor(cursor)) = before {
				return Err(Refused::other_ledger(cursor, 0).into());
			}
			return Ok(Page {
				count: 0,
				head: None,
				entries: Vec::new(),
				next: None,
				cursor: None,
				gap: None,
				written,
			});
		};
		let index = self.index()?;
		let found =
			pages::read(&patient, ledger, before, count, |key| index.get(STORAGE_PREFIX, key))?;
		let rest = found.rest;
		let is_more = rest.count > 0 && found.gap.is_none();
		Ok(Page {
			count: ledger.count,
			head: Some(ledger.head),
			entries: found.entries,
			next: is_more.then_some(rest.count),
			cursor: is_more.then_some(rest),
			gap: found.gap,
			written,
		})
	}

	fn entry(&self, head: H256) -> RpcResult<Option<Stored>> {
		let index = self.index()?;
		match pages::entry(&head.0, |key| index.get(STORAGE_PREFIX, key)) {
			Ok(found) => {
				Ok(found.map(|(stored, bytes)| Stored { head, stored, bytes: Bytes(bytes) }))
			}
			Err(Corrupt) => Err(no_answer(format!(
				"what the index holds under {head:?} does not hash to it; `salus-node disclosures \
				 repair` puts it right"
			))),
		}
	}
}

impl From<Refused> for ErrorObjectOwned {
	fn from(refused: Refused) -> Self {
		match refused {
			Refused::NoEntry { .. } => error(UNKNOWN_HEAD_CODE, refused.to_string()),
			_ => bad_request(refused.to_string()),
		}
	}
}
