// SPDX-License-Identifier: Apache-2.0
//! `records_*`: what records there are, who wrote them, and who was granted access. Their content is not
//! here, nor anything that opens it.

use super::{
	Context, page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_records::runtime_api::RecordsApi;
use salus_primitives::{
	AccessId, RecordId, VersionNumber, WithId,
	records::{CheckedAccess, CustodyFund, Destruction, KeptPage, Record, Tombstone, Version},
};
use salus_runtime::{AccountId, Balance, Hash};
use serde::Serialize;

/// Records and access requests.
#[rpc(server, namespace = "records")]
pub trait Records {
	/// A patient's records: the first, or those after the record `after`; at most `count` (20 if not given, never
	/// more than 100). Give a page's last id as `after` for the page that follows. The order is fixed but is not that
	/// of time. `data` is on which days (UTC) the data of all versions arose. A record that `replaces` another is what its
	/// author would have read instead; both stay, and the other is `replacedBy` this one.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_list",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", null, 10]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 7, "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "author": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "category": "Observation-laboratory", "compartment": 0, "latest": 2,
	///   "createdAt": "2026-11-24T06:00:00.000Z",
	///   "data": {"first": "2026-10-02", "last": "2026-11-22"}, "contested": null,
	///   "replaces": null, "replacedBy": 9}]}
	/// ```
	#[method(name = "list", blocking)]
	fn list(
		&self,
		patient: AccountId,
		after: Option<RecordId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<RecordId, Record<AccountId>>>>;

	/// One record with its latest version, and which operators keep shares of it no more and have not confirmed that
	/// they destroyed them; or, of an erased one, when it was erased and which of its custodians have confirmed that they
	/// destroyed theirs; `null` if it never was. What is not confirmed once moment **and** block of its `due` have come
	/// can be ended by anyone.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_get", "params": [7]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"kept": {
	///   "record": {"id": 7, "category": "Observation-laboratory", "...": "as in records_list"},
	///   "version": {"id": 2, "...": "as in records_provenance"}, "destructions": []}}}
	///
	/// {"jsonrpc": "2.0", "id": 2, "result": {"erased": {"erasedAt": "2026-11-25T09:46:40.000Z",
	///   "destructions": [{"custodian": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///     "bound": true, "due": {"moment": "2026-12-25T09:46:40.000Z", "block": 434000},
	///     "destroyedAt": null}]}}}
	/// ```
	#[method(name = "get", blocking)]
	fn get(&self, record: RecordId, at: Option<Hash>) -> RpcResult<Option<Kept>>;

	/// Every version of a record, oldest first: who wrote it, when, on which basis, where its
	/// ciphertext lies, and which `threshold` of which custodians hold its key. A version's `id` is its
	/// number. `reshared` is `null` while custodians keep the shares that the author placed; after the key was split anew
	/// it says how often it was (`generation`), who placed the new shares, and under which random `sharing`. Empty if
	/// the record is erased or never was. The runtime bounds how many there can be, so they come in one page.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_provenance", "params": [7]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 1,
	///   "cid": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "length": 20480,
	///   "keyCommitment": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "custodians": ["5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"], "threshold": 1,
	///   "reshared": null,
	///   "author": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "basis": {"provision": 0}, "submittedAt": "2026-11-24T06:00:00.000Z"}]}
	/// ```
	#[method(name = "provenance", blocking)]
	fn provenance(
		&self,
		record: RecordId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<VersionNumber, Version<AccountId>>>>;

	/// An access request that was granted, with all that a custodian checks; `null` if there is none.
	/// Custodians hand over shares only while `state` is `open`; otherwise it is `expired`, `erased`, or `ended`: what
	/// allowed it is over, since the permit ended or was revoked, a denial came, the reader's licence or membership is
	/// no longer in force, or the break-glass case was reviewed. `class` is what drawn operators work for, `null` for
	/// a person. It expires once the moment **and** the block of `expires` have come, and in any case at the
	/// obligations' `eraseAt`: a person's names the block that it was opened in, so that the clock alone ends it; that of
	/// operators drawn for decision support ends with the time that they have for their work, which no pause of the
	/// chain shortens. To check as custodians do, give the hash of a finalized block as `at`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_access", "params": [12]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "state": "open",
	///   "access": {"record": 7, "version": 2,
	///     "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///     "readers": ["5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"], "purpose": "TREAT",
	///     "basis": {"provision": 3},
	///     "obligations": {"eraseAt": null, "noRedisclosure": true, "maskIdentity": false}, "class": null,
	///     "openedAt": "2026-11-24T06:00:00.000Z",
	///     "expires": {"moment": "2026-11-24T07:00:00.000Z", "block": 1200},
	///     "depositor": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"},
	///   "version": {"cid": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
	///     "...": "as in records_provenance, without id"}}}
	/// ```
	#[method(name = "access", blocking)]
	fn access(
		&self,
		access: AccessId,
		at: Option<Hash>,
	) -> RpcResult<Option<CheckedAccess<AccountId>>>;

	/// Which versions an operator keeps a share of: those of at most `count` records (20 if not given, never more than
	/// 100), found among the next 1,000 records after the record `after`, since no list of it stands. Give `next` as
	/// `after` for what follows, until it is `null`; a page may have nothing and yet a `next`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_keptBy",
	///  "params": ["5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy", null, 100]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"kept": [{"record": 7, "versions": [1, 2]}], "next": null}}
	/// ```
	#[method(name = "keptBy", blocking)]
	fn kept_by(
		&self,
		operator: AccountId,
		after: Option<RecordId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<KeptPage>;

	/// What is held to pay the custodians of a version; `null` once the record is erased. It tells who pays, what a share
	/// is paid for a day (`price`), what is left (`held`), and by custodian, in the version's order, the last proof
	/// that the chain has seen and up to when it was paid. A custodian reveals the proof before that to be paid. Nothing
	/// may be left: then anyone may fund it.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_custodyFund", "params": [7, 1]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "payer": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "price": "20000000", "held": "7300000000",
	///   "retentions": [{
	///     "proof": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///     "paidUntil": "2026-11-24T06:00:00.000Z"}]}}
	/// ```
	#[method(name = "custodyFund", blocking)]
	fn custody_fund(
		&self,
		record: RecordId,
		version: VersionNumber,
		at: Option<Hash>,
	) -> RpcResult<Option<CustodyFund<AccountId, Balance>>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("records_list", &[required::<AccountId>("patient"), optional::<RecordId>("after"), COUNT, AT]),
	("records_get", &[required::<RecordId>("record"), AT]),
	("records_provenance", &[required::<RecordId>("record"), AT]),
	("records_access", &[required::<AccessId>("access"), AT]),
	(
		"records_keptBy",
		&[required::<AccountId>("operator"), optional::<RecordId>("after"), COUNT, AT],
	),
	(
		"records_custodyFund",
		&[required::<RecordId>("record"), required::<VersionNumber>("version"), AT],
	),
];

/// What there is, or is left, of a record.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::large_enum_variant)] // Made once an answer.
pub enum Kept {
	/// It is there.
	Kept {
		/// The record.
		record: WithId<RecordId, Record<AccountId>>,
		/// Its latest version.
		version: Option<WithId<VersionNumber, Version<AccountId>>>,
		/// What those who keep shares no more still owe; empty when they have confirmed.
		destructions: Vec<Destruction<AccountId>>,
	},
	/// The patient erased it.
	Erased {
		/// When.
		#[serde(flatten)]
		tombstone: Tombstone,
		/// What custodians still owe; empty when all have confirmed.
		destructions: Vec<Destruction<AccountId>>,
	},
}

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl RecordsServer for Rpc {
	fn list(
		&self,
		patient: AccountId,
		after: Option<RecordId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<RecordId, Record<AccountId>>>> {
		let count = page(count)?;
		self.0.ask(at, |api, block| api.list(block, patient, after, count))
	}

	fn get(&self, record: RecordId, at: Option<Hash>) -> RpcResult<Option<Kept>> {
		// All questions must be answered by the same block.
		let block = Some(self.0.block(at)?);
		let id = record;
		if let Some(item) = self.0.ask(block, |api, block| api.record(block, id))? {
			let latest = item.latest;
			let version = self.0.ask(block, |api, block| api.version(block, id, latest))?;
			let destructions = self.0.ask(block, |api, block| api.destructions(block, id))?;
			return Ok(Some(Kept::Kept {
				record: WithId { id, item },
				version: version.map(|item| WithId { id: latest, item }),
				destructions,
			}));
		}
		let Some(tombstone) = self.0.ask(block, |api, block| api.tombstone(block, id))? else {
			return Ok(None);
		};
		let destructions = self.0.ask(block, |api, block| api.destructions(block, id))?;
		Ok(Some(Kept::Erased { tombstone, destructions }))
	}

	fn provenance(
		&self,
		record: RecordId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<VersionNumber, Version<AccountId>>>> {
		self.0.ask(at, |api, block| api.provenance(block, record))
	}

	fn access(
		&self,
		access: AccessId,
		at: Option<Hash>,
	) -> RpcResult<Option<CheckedAccess<AccountId>>> {
		self.0.ask(at, |api, block| api.access(block, access))
	}

	fn kept_by(
		&self,
		operator: AccountId,
		after: Option<RecordId>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<KeptPage> {
		let count = page(count)?;
		self.0.ask(at, |api, block| api.kept_by(block, operator, after, count))
	}

	fn custody_fund(
		&self,
		record: RecordId,
		version: VersionNumber,
		at: Option<Hash>,
	) -> RpcResult<Option<CustodyFund<AccountId, Balance>>> {
		self.0.ask(at, |api, block| api.custody_fund(block, record, version))
	}
}
