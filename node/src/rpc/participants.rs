// SPDX-License-Identifier: Apache-2.0
//! `participants_*`: who is who.

use super::{
	Context,
	parameters::{AT, Takes, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_participants::runtime_api::ParticipantsApi;
use salus_primitives::{
	WithId,
	participants::{Operator, WhoIs},
};
use salus_runtime::{AccountId, Balance, Hash};

/// Who is who.
#[rpc(server, namespace = "participants")]
pub trait Participants {
	/// Everything that is known of one account. Roles that the account does not have are `null`;
	/// `allowance`, `registrationsLeft`, `licence` and `inService` are what follows from them now.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_whoIs",
	///  "params": ["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "patient": {
	///     "organisation": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
	///     "registeredAt": "2026-11-24T06:00:00.000Z"},
	///   "allowance": {"calls": 19, "items": 63, "bytes": 65000, "work": "3000000000000"},
	///   "organisation": null, "registrationsLeft": 0, "practitioner": null, "licence": "none",
	///   "membershipCount": 0, "operator": null, "inService": false,
	///   "encryptionKey": {
	///     "key": "0x8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
	///     "version": 1, "setAt": "2026-11-24T06:00:00.000Z"}}}
	/// ```
	#[method(name = "whoIs", blocking)]
	fn who_is(&self, account: AccountId, at: Option<Hash>) -> RpcResult<WhoIs<AccountId, Balance>>;

	/// The operators in service, oldest first, each with its account as `id`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "participants_operators", "params": []}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///   "organisation": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///   "bond": "10000000000000", "endpoint": "http://127.0.0.1:8801",
	///   "peerId": "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp",
	///   "since": "2026-11-24T06:00:00.000Z", "suspended": false, "leavingUntil": null,
	///   "duties": 0}]}
	/// ```
	#[method(name = "operators", blocking)]
	fn operators(
		&self,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Operator<AccountId, Balance>>>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("participants_whoIs", &[required::<AccountId>("account"), AT]),
	("participants_operators", &[AT]),
];

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl ParticipantsServer for Rpc {
	fn who_is(&self, account: AccountId, at: Option<Hash>) -> RpcResult<WhoIs<AccountId, Balance>> {
		self.0.ask(at, |api, block| api.who_is(block, account))
	}

	fn operators(
		&self,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Operator<AccountId, Balance>>>> {
		self.0.ask(at, |api, block| api.operators(block))
	}
}
