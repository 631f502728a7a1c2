// SPDX-License-Identifier: Apache-2.0
//! What insurers offer, who is insured, what is claimed.

use super::{HASH, LATER, NOW, TODAY, clinic, patient, shows};
use salus_primitives::{
	PlanId, RecordId, VersionNumber,
	claims::{
		BenefitYear, Claim, Currency, InsurerTally, Outcome, Plan, Policy, PolicyId, Reserve,
		Stage, Statement,
	},
};

#[test]
fn a_plan() {
	let plan = Plan {
		insurer: clinic(),
		asset: 1,
		currency: Currency(*b"EUR"),
		year: BenefitYear::Calendar,
		reserve: 50_000,
		backdating: 30,
		filing_limit: 90,
		closed: false,
		versions: 1,
		policies: 12,
		network: 3,
	};
	shows("claims::Plan", plan);
}

#[test]
fn a_policy() {
	let policy = Policy {
		plan: PlanId(0),
		holder: patient(),
		from: TODAY,
		until: TODAY,
		record: RecordId(7),
		statement: Statement { cid: None, commitment: HASH, sequence: 2 },
		open_claims: 1,
		claims: 3,
	};
	shows("claims::Policy", policy);
}

#[test]
fn a_concluded_claim() {
	let version: VersionNumber = 1;
	let claim = Claim {
		policy: PolicyId(0),
		record: RecordId(8),
		version,
		payee: clinic(),
		filed_by: patient(),
		ceiling: 12_000,
		evidence: HASH,
		filed_at: NOW,
		referred: false,
		care_denied: false,
		stage: Stage::Concluded {
			outcome: Outcome { paid: 8_300, commitment: HASH, cid: None, pieces: 2 },
			at: LATER,
		},
	};
	shows("claims::Claim", claim);
}

#[test]
fn an_insurers_reserve() {
	let reserve = Reserve {
		free: 700_000,
		owed: 8_300,
		required: 600_000,
		open: 2,
		waiting: 0,
		first_waiting: 4,
		next_waiting: 4,
		plans: 1,
	};
	shows("claims::Reserve", reserve);
}

#[test]
fn an_insurers_tally() {
	let tally = InsurerTally { concluded: 40, late: 1, referred: 3, care_denied: 0 };
	shows("claims::InsurerTally", tally);
}
