// SPDX-License-Identifier: Apache-2.0
//! A request and its task as tests of several jobs need them.

use super::seat::Now;
use crate::journal::Output;
use salus_chain::{AccountId, queries::Task};
use salus_primitives::{
	AccessId, Cid, Purpose, RecordId, RequestId,
	decision_support::{Input, Request},
	quorum::{Deadline, Draw, Response, Seat, TaskKind, Tier, WorkClass},
};

pub const REQUEST: RequestId = RequestId(7);
/// While operators may seal.
pub const BEFORE: Now = Now { moment: 50, block: 5 };
/// When sealing is over for whoever has not.
pub const SEALING_OVER: Now = Now { moment: 100, block: 10 };
/// While operators may reveal.
pub const REVEALING: Now = Now { moment: 150, block: 15 };
/// When revealing is over.
pub const ALL_OVER: Now = Now { moment: 200, block: 20 };

pub fn operator(number: u8) -> AccountId {
	AccountId::new([number; 32])
}

/// What an operator came to.
pub fn output(number: u8) -> Output {
	Output { content: [number; 32], document: Cid::raw([number; 32]) }
}

/// Operator 1 and those after it have these seats. They may seal until moment 100 and block 10, and reveal until 200 and
/// 20.
pub fn task(responses: &[Option<Response>]) -> Task {
	let seats = (1..).zip(responses);
	let seats =
		seats.map(|(number, response)| Seat { operator: operator(number), response: *response });
	Task {
		kind: TaskKind::DecisionSupport,
		class: WorkClass::Clinical,
		tier: Tier { seats: 3, quorum: 2 },
		inputs: [0; 32],
		payer: operator(9),
		excluded: Default::default(),
		price: 1,
		held: 3,
		opened_in: 1,
		draw: Some(Draw {
			seats: seats.collect::<Vec<_>>().try_into().unwrap(),
			drawn_at: 10,
			seal_until: Deadline { moment: 100, block: 10 },
			reveal_until: Deadline { moment: 200, block: 20 },
			settled: None,
		}),
	}
}

/// A record that drawn operators read.
pub fn input(record: u64, version: u32) -> Input {
	let (record, access) = (RecordId(record), Some(AccessId(record)));
	Input { record, version, access, contested: false, replaced: false }
}

/// A request whose job is record 30, with the inputs 31 and 32.
pub fn request() -> Request<AccountId> {
	Request {
		patient: operator(8),
		requester: operator(9),
		purpose: Purpose::Treatment,
		job: input(30, 1),
		inputs: vec![input(31, 1), input(32, 2)].try_into().unwrap(),
		class: WorkClass::Clinical,
		tier: Tier { seats: 3, quorum: 2 },
		opened_at: 5,
	}
}
