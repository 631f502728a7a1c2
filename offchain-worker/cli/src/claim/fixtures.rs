// SPDX-License-Identifier: Apache-2.0
//! A policy and a claim under it as the chain answers them, as tests of several commands need them.

use salus_chain::{AccountId, queries};
use salus_primitives::{
	Moment, PlanId, PolicyId, RecordId,
	claims::{Stage, Statement},
};

/// 2026-12-03.
pub const FILED_AT: Moment = 1_796_256_000_000;

/// A policy of a year, with this statement.
pub fn policy(statement: Statement) -> queries::Policy {
	queries::Policy {
		plan: PlanId(4),
		holder: AccountId::new([1; 32]),
		from: "2026-12-01".parse().unwrap(),
		until: "2027-11-30".parse().unwrap(),
		record: RecordId(12),
		statement,
		open_claims: 1,
		claims: 3,
	}
}

/// A claim of its holder's under policy 3.
pub fn claim(stage: Stage) -> queries::Claim {
	queries::Claim {
		policy: PolicyId(3),
		record: RecordId(13),
		version: 1,
		payee: AccountId::new([1; 32]),
		filed_by: AccountId::new([1; 32]),
		ceiling: 20_000,
		evidence: [9; 32],
		filed_at: FILED_AT,
		referred: false,
		care_denied: false,
		stage,
	}
}
