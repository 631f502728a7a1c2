// SPDX-License-Identifier: Apache-2.0
//! `quorum_*`: work for which operators are drawn, who works on it, and what it is paid.

use super::{
	Context,
	parameters::{AT, Takes, required},
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_quorum::runtime_api::QuorumApi;
use salus_primitives::{
	WithId,
	quorum::{Accusation, OperatorState, Price, Task, TaskId},
};
use salus_runtime::{AccountId, Balance, Hash};

/// Work for which operators are drawn.
#[rpc(server, namespace = "quorum")]
pub trait Quorum {
	/// A task that is not closed yet; `null` otherwise. `draw` is `null` until operators are drawn, in a block after
	/// `openedIn`. The `response` of each is what it `sealed`, the digest that it `revealed`, `refused`, or none yet. A
	/// period is over when both the moment and the block of its deadline have come. `settled` is the digest that a
	/// quorum revealed.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "quorum_task", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "kind": "decisionSupport", "class": "clinical", "tier": {"seats": 3, "quorum": 2},
	///   "inputs": "0x5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
	///   "payer": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
	///   "excluded": ["5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"],
	///   "price": "100000000000", "held": "300000000000", "openedIn": 1200,
	///   "draw": {
	///     "seats": [
	///       {"operator": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
	///        "response": {"sealed": "0x7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"}},
	///       {"operator": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "response": "refused"},
	///       {"operator": "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw", "response": null}],
	///     "drawnAt": "2026-11-24T06:01:12.000Z",
	///     "sealUntil": {"moment": "2026-11-24T06:06:12.000Z", "block": 1242},
	///     "revealUntil": {"moment": "2026-11-24T06:08:12.000Z", "block": 1258},
	///     "settled": null}}}
	/// ```
	#[method(name = "task", blocking)]
	fn task(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<Task<AccountId, Balance>>>;

	/// The tasks that want something of the operator, at most 64: for which it was drawn and that are not settled, or
	/// in which it still owes its reveal.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "quorum_openTasks",
	///  "params": ["5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [4, 7]}
	/// ```
	#[method(name = "openTasks", blocking)]
	fn open_tasks(&self, operator: AccountId, at: Option<Hash>) -> RpcResult<Vec<TaskId>>;

	/// Whether the operator can be drawn: it is `out` because it was `absent` or for its `refusals`, until it says
	/// that it is back. Whether it is in service, `participants_whoIs` tells.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "quorum_operatorState",
	///  "params": ["5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy"]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": {
	///   "out": "absent", "backSince": "2026-11-24T06:00:00.000Z", "refusals": 0}}
	/// ```
	#[method(name = "operatorState", blocking)]
	fn operator_state(&self, operator: AccountId, at: Option<Hash>) -> RpcResult<OperatorState>;

	/// The faults in a task, closed or not, that are neither paid for nor excused yet, each with the accused as `id`.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "quorum_accusations", "params": [4]}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [{
	///   "id": "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw", "fault": "deviation",
	///   "challengeUntil": {"moment": "2026-11-24T06:10:12.000Z", "block": 1274},
	///   "challenge": {
	///     "deposit": "5000000000000",
	///     "rulingUntil": {"moment": "2026-11-24T06:11:00.000Z", "block": 1280}}}]}
	/// ```
	#[method(name = "accusations", blocking)]
	fn accusations(
		&self,
		task: TaskId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Accusation<Balance>>>>;

	/// What a seat of a task is paid that opens now, for each class of work.
	///
	/// ```json
	/// {"jsonrpc": "2.0", "id": 1, "method": "quorum_prices", "params": []}
	///
	/// {"jsonrpc": "2.0", "id": 1, "result": [
	///   {"class": "clinical", "amount": "100000000000"}, {"class": "payment", "amount": "100000000000"},
	///   {"class": "research", "amount": "100000000000"}]}
	/// ```
	#[method(name = "prices", blocking)]
	fn prices(&self, at: Option<Hash>) -> RpcResult<Vec<Price<Balance>>>;
}

/// What the methods take.
pub const TAKES: &[Takes] = &[
	("quorum_task", &[required::<TaskId>("task"), AT]),
	("quorum_openTasks", &[required::<AccountId>("operator"), AT]),
	("quorum_operatorState", &[required::<AccountId>("operator"), AT]),
	("quorum_accusations", &[required::<TaskId>("task"), AT]),
	("quorum_prices", &[AT]),
];

/// Responds from the runtime.
pub struct Rpc(pub Context);

impl QuorumServer for Rpc {
	fn task(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<Task<AccountId, Balance>>> {
		self.0.ask(at, |api, block| api.task(block, task))
	}

	fn open_tasks(&self, operator: AccountId, at: Option<Hash>) -> RpcResult<Vec<TaskId>> {
		self.0.ask(at, |api, block| api.open_tasks(block, operator))
	}

	fn operator_state(&self, operator: AccountId, at: Option<Hash>) -> RpcResult<OperatorState> {
		self.0.ask(at, |api, block| api.operator_state(block, operator))
	}

	fn accusations(
		&self,
		task: TaskId,
		at: Option<Hash>,
	) -> RpcResult<Vec<WithId<AccountId, Accusation<Balance>>>> {
		self.0.ask(at, |api, block| api.accusations(block, task))
	}

	fn prices(&self, at: Option<Hash>) -> RpcResult<Vec<Price<Balance>>> {
		self.0.ask(at, |api, block| api.prices(block))
	}
}
