//! `participants_*`: who is who.

use polkadot_sdk::*;

use super::{
	Context, json,
	parameters::{AT, Takes, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_participants::runtime_api::ParticipantsApi;
use salus_runtime::{AccountId, Balance, Hash};
use serde::Serialize;
use sp_core::H256;

/// Who is who.
#[rpc(server, namespace = "participants")]
pub trait Participants {
	/// Everything that is known of one account. Roles that the account does not have are `null`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_whoIs",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "account": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
	///   "patient": {
	///     "organisation": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///     "registeredAt": 1795500000000, "callsLeft": 19, "itemsLeft": 63, "bytesLeft": 65000},
	///   "organisation": null, "practitioner": null, "membershipCount": 0, "operator": null,
	///   "encryptionKey": {
	///     "key": "0x8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
	///     "version": 1, "setAt": 1795500000000}}}
	/// ```
	#[method(name = "whoIs", blocking)]
	fn who_is(&self, account: AccountId, at: Option<Hash>) -> RpcResult<WhoIs>;

	/// The operators in service, oldest first.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_operators", "params": []}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "account": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///   "bond": "10000000000000", "endpoint": "http://127.0.0.1:8801",
	///   "peerId": "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
	///   "since": 1795500000000, "inService": true, "suspended": false, "leavingUntil": null,
	///   "duties": 0}]}
	/// ```
	#[method(name = "operators", blocking)]
	fn operators(&self, at: Option<Hash>) -> RpcResult<Vec<Operator>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("participants_whoIs", &[required::<AccountId>("account"), AT]),
	("participants_operators", &[AT]),
];

/// Everything that is known of one account.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhoIs {
	account: AccountId,
	patient: Option<Patient>,
	organisation: Option<Organisation>,
	practitioner: Option<Practitioner>,
	membership_count: u32,
	operator: Option<Operator>,
	encryption_key: Option<EncryptionKey>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Patient {
	organisation: Option<AccountId>,
	registered_at: u64,
	calls_left: u32,
	items_left: u32,
	bytes_left: u32,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Organisation {
	kind: String,
	jurisdiction: String,
	accredited_at: u64,
	suspended: bool,
	vouchers_per_day: u32,
	vouchers_left: u32,
	patient_count: u32,
	calls_today: u32,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Practitioner {
	profession: String,
	jurisdiction: String,
	licensed_at: u64,
	expires_at: u64,
	suspended: bool,
	in_force: bool,
}

/// An operator.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operator {
	account: AccountId,
	bond: String,
	endpoint: String,
	peer_id: String,
	since: u64,
	in_service: bool,
	suspended: bool,
	leaving_until: Option<u64>,
	duties: u32,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct EncryptionKey {
	key: H256,
	version: u32,
	set_at: u64,
}

impl From<pallet_participants::OperatorInfo<AccountId, Balance>> for Operator {
	fn from(info: pallet_participants::OperatorInfo<AccountId, Balance>) -> Self {
		Self {
			account: info.account,
			bond: json::amount(info.bond),
			endpoint: json::text(&info.endpoint),
			peer_id: json::text(&info.peer_id),
			since: info.since,
			in_service: info.in_service,
			suspended: info.suspended,
			leaving_until: info.leaving_until,
			duties: info.duties,
		}
	}
}

/// Answers from the runtime.
pub struct Answers(pub Context);

impl ParticipantsServer for Answers {
	fn who_is(&self, account: AccountId, at: Option<Hash>) -> RpcResult<WhoIs> {
		let known = self.0.ask(at, |api, block| api.who_is(block, account.clone()))?;
		Ok(WhoIs {
			account,
			patient: known.patient.map(|patient| Patient {
				organisation: patient.organisation,
				registered_at: patient.registered_at,
				calls_left: patient.calls_left,
				items_left: patient.items_left,
				bytes_left: patient.bytes_left,
			}),
			organisation: known.organisation.map(|organisation| Organisation {
				kind: json::name(&organisation.kind),
				jurisdiction: json::text(&organisation.jurisdiction),
				accredited_at: organisation.accredited_at,
				suspended: organisation.suspended,
				vouchers_per_day: organisation.vouchers_per_day,
				vouchers_left: organisation.vouchers_left,
				patient_count: organisation.patient_count,
				calls_today: organisation.calls_today,
			}),
			practitioner: known.practitioner.map(|practitioner| Practitioner {
				profession: json::name(&practitioner.profession),
				jurisdiction: json::text(&practitioner.jurisdiction),
				licensed_at: practitioner.licensed_at,
				expires_at: practitioner.expires_at,
				suspended: practitioner.suspended,
				in_force: practitioner.in_force,
			}),
			membership_count: known.membership_count,
			operator: known.operator.map(Operator::from),
			encryption_key: known.encryption_key.map(|key| EncryptionKey {
				key: json::hash(key.key),
				version: key.version,
				set_at: key.set_at,
			}),
		})
	}

	fn operators(&self, at: Option<Hash>) -> RpcResult<Vec<Operator>> {
		let operators = self.0.ask(at, |api, block| api.operators(block))?;
		Ok(operators.into_iter().map(Operator::from).collect())
	}
}
