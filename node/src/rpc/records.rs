//! `records_*`: what records there are, who wrote them, and who was let in. Their content is not
//! here, nor anything that opens it.

use polkadot_sdk::*;

use super::{
	Context, json,
	json::Word,
	page,
	parameters::{AT, COUNT, Takes, optional, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_records::runtime_api::RecordsApi;
use salus_primitives::{AccessId, Category, Purpose, RecordId};
use salus_runtime::{AccountId, Hash};
use serde::Serialize;
use sp_core::H256;

/// Records and access requests.
#[rpc(server, namespace = "records")]
pub trait Records {
	/// A patient's records: the first, or those after the record `after`; at most `count` (20 if not given, never
	/// more than 100). Give a page's last id as `after` for the page that follows. The order is fixed but is not that
	/// of time. `data` is on which days (UTC) the data of all versions arose.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_list",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", null, 10]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": 7, "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "author": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "category": "Observation-laboratory", "compartment": 0, "latest": 2,
	///   "createdAt": 1795500000000, "data": {"first": "2026-10-02", "last": "2026-11-22"},
	///   "contested": null}]}
	/// ```
	#[method(name = "list", blocking)]
	fn list(
		&self,
		patient: AccountId,
		after: Option<u64>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Record>>;

	/// One record with its latest version; or, of an erased one, when it was erased and which of its
	/// custodians have confirmed that they destroyed their shares; `null` if it never was.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_get", "params": [7]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {"state": "kept",
	///   "record": {"id": 7, "category": "Observation-laboratory", "...": "as in records_list"},
	///   "version": {"version": 2, "...": "as in records_provenance"}}}
	///
	/// {"jsonrpc": "2.0", "id": 2, "result": {"state": "erased", "erasedAt": 1795600000000,
	///   "destructions": [{"custodian": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///     "bound": true, "destroyedAt": null}]}}
	/// ```
	#[method(name = "get", blocking)]
	fn get(&self, record: u64, at: Option<Hash>) -> RpcResult<Option<Kept>>;

	/// Every version of a record, oldest first: who wrote it, when, on which basis, where its
	/// ciphertext lies, and which `threshold` of which custodians hold its key. Empty if the record is
	/// erased or never was. The runtime bounds how many there can be, so they come in one page.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_provenance", "params": [7]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "record": 7, "version": 1,
	///   "cid": "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "size": 20480,
	///   "keyCommitment": "0x9b71d224bd62f3785d96d46ad3ea3d739b71d224bd62f3785d96d46ad3ea3d73",
	///   "custodians": ["5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"], "threshold": 1,
	///   "author": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "basis": {"kind": "provision", "provision": 0}, "submittedAt": 1795500000000}]}
	/// ```
	#[method(name = "provenance", blocking)]
	fn provenance(&self, record: u64, at: Option<Hash>) -> RpcResult<Vec<Version>>;

	/// An access request that was let in, with all that a custodian checks; `null` if there is none.
	/// Custodians hand over shares only while `state` is `open`; otherwise it is `expired` or
	/// `erased`. To check as they do, give the hash of a finalized block as `at`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "records_access", "params": [12]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "id": 12, "state": "open", "record": 7,
	///   "patient": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "version": {"version": 2, "...": "as in records_provenance"},
	///   "readers": ["5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"], "purpose": "TREAT",
	///   "basis": {"kind": "provision", "provision": 3},
	///   "obligations": {"eraseAt": null, "noRedisclosure": true, "maskIdentity": false},
	///   "openedAt": 1795500000000, "expiresAt": 1795503600000,
	///   "depositor": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"}}
	/// ```
	#[method(name = "access", blocking)]
	fn access(&self, access: u64, at: Option<Hash>) -> RpcResult<Option<Access>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("records_list", &[required::<AccountId>("patient"), optional::<u64>("after"), COUNT, AT]),
	("records_get", &[required::<u64>("record"), AT]),
	("records_provenance", &[required::<u64>("record"), AT]),
	("records_access", &[required::<u64>("access"), AT]),
];

/// A record.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
	id: u64,
	patient: AccountId,
	author: AccountId,
	category: Word<Category>,
	compartment: u8,
	latest: u32,
	created_at: u64,
	data: json::DataPeriod,
	contested: Option<String>,
}

impl From<pallet_records::RecordInfo<AccountId>> for Record {
	fn from(info: pallet_records::RecordInfo<AccountId>) -> Self {
		let record = info.record;
		Self {
			id: info.id.0,
			patient: record.patient,
			author: record.author,
			category: Word(record.category),
			compartment: record.compartment.number(),
			latest: record.latest,
			created_at: record.created_at,
			data: record.data.into(),
			contested: record.contested.as_ref().map(json::name),
		}
	}
}

/// A version of a record.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
	record: u64,
	version: u32,
	cid: String,
	size: u64,
	key_commitment: H256,
	custodians: Vec<AccountId>,
	threshold: u8,
	author: AccountId,
	basis: json::Basis,
	submitted_at: u64,
}

impl From<pallet_records::VersionInfo<AccountId>> for Version {
	fn from(info: pallet_records::VersionInfo<AccountId>) -> Self {
		Self {
			record: info.record.0,
			version: info.version,
			cid: json::cid(&info.cid),
			size: info.size,
			key_commitment: json::hash(info.key_commitment),
			custodians: info.custodians,
			threshold: info.threshold,
			author: info.author,
			basis: info.basis.into(),
			submitted_at: info.submitted_at,
		}
	}
}

/// What there is, or is left, of a record.
#[derive(Clone, Serialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(clippy::large_enum_variant)] // Made once an answer.
pub enum Kept {
	/// It is there.
	Kept {
		/// The record.
		record: Record,
		/// Its latest version.
		version: Option<Version>,
	},
	/// The patient erased it.
	Erased {
		/// When.
		erased_at: u64,
		/// What custodians still owe; empty when all have confirmed.
		destructions: Vec<Destruction>,
	},
}

/// What a custodian of an erased record owes.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Destruction {
	custodian: AccountId,
	bound: bool,
	destroyed_at: Option<u64>,
}

impl From<pallet_records::Destruction<AccountId>> for Destruction {
	fn from(owed: pallet_records::Destruction<AccountId>) -> Self {
		Self { custodian: owed.custodian, bound: owed.bound, destroyed_at: owed.destroyed_at }
	}
}

/// An access request.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
	id: u64,
	state: String,
	record: u64,
	patient: AccountId,
	version: Option<Version>,
	readers: Vec<AccountId>,
	purpose: Word<Purpose>,
	basis: json::Basis,
	obligations: json::Obligations,
	opened_at: u64,
	expires_at: u64,
	depositor: AccountId,
}

impl From<pallet_records::AccessInfo<AccountId>> for Access {
	fn from(info: pallet_records::AccessInfo<AccountId>) -> Self {
		Self {
			id: info.id.0,
			state: json::name(&info.state),
			record: info.record.0,
			patient: info.patient,
			version: info.version.map(Version::from),
			readers: info.readers,
			purpose: Word(info.purpose),
			basis: info.basis.into(),
			obligations: info.obligations.into(),
			opened_at: info.opened_at,
			expires_at: info.expires_at,
			depositor: info.depositor,
		}
	}
}

/// Answers from the runtime.
pub struct Answers(pub Context);

impl RecordsServer for Answers {
	fn list(
		&self,
		patient: AccountId,
		after: Option<u64>,
		count: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<Record>> {
		let (after, count) = (after.map(RecordId), page(count)?);
		let records = self.0.ask(at, |api, block| api.list(block, patient, after, count))?;
		Ok(records.into_iter().map(Record::from).collect())
	}

	fn get(&self, record: u64, at: Option<Hash>) -> RpcResult<Option<Kept>> {
		// All questions must be answered by the same block.
		let block = Some(self.0.block(at)?);
		let id = RecordId(record);
		if let Some(info) = self.0.ask(block, |api, block| api.record(block, id))? {
			let latest = info.record.latest;
			let version = self.0.ask(block, |api, block| api.version(block, id, latest))?;
			return Ok(Some(Kept::Kept {
				record: info.into(),
				version: version.map(Version::from),
			}));
		}
		let Some(tombstone) = self.0.ask(block, |api, block| api.tombstone(block, id))? else {
			return Ok(None);
		};
		let owed = self.0.ask(block, |api, block| api.destructions(block, id))?;
		Ok(Some(Kept::Erased {
			erased_at: tombstone.erased_at,
			destructions: owed.into_iter().map(Destruction::from).collect(),
		}))
	}

	fn provenance(&self, record: u64, at: Option<Hash>) -> RpcResult<Vec<Version>> {
		let versions = self.0.ask(at, |api, block| api.provenance(block, RecordId(record)))?;
		Ok(versions.into_iter().map(Version::from).collect())
	}

	fn access(&self, access: u64, at: Option<Hash>) -> RpcResult<Option<Access>> {
		let found = self.0.ask(at, |api, block| api.access(block, AccessId(access)))?;
		Ok(found.map(Access::from))
	}
}
