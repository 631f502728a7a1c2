// SPDX-License-Identifier: Apache-2.0
//! A policy, a claim under it and its evidence as tests of several files need them, and a chain in the place of the
//! real one.

use crate::{
	document::{ClaimDocument, ClaimLine},
	evidence::ShownRecord,
	facts::Known,
};
use async_trait::async_trait;
use codec::Encode;
use salus_adjudication::{Amount, BenefitId, Currency, Plan, Policy};
use salus_chain::{
	AccountId, BlockRef, ChainClient, ChainError, H256, Included, calls::Call, events::Event,
	queries,
};
use salus_core::{DataKey, signer::Signer};
use salus_custody::fixtures::nobody;
use salus_primitives::{
	Cid, ClaimId, Day, Moment, PlanId, PolicyId, RecordId,
	claims::{BenefitYear, Slot, Stage},
	quorum::{Deadline, TaskId},
};
use serde_json::json;
use std::{collections::BTreeMap, sync::Mutex};

/// Of the chain.
pub const GENESIS: H256 = H256([1; 32]);
pub const POLICY: PolicyId = PolicyId(3);
pub const PLAN: PlanId = PlanId(5);
pub const CLAIM: ClaimId = ClaimId(9);
pub const EUR: Currency = Currency(*b"EUR");
/// At noon of 2026-11-28, the day after what is claimed.
pub const FILED_AT: Moment = 1_795_867_200_000;

pub fn signer(name: &str) -> Signer {
	Signer::from_secret(&format!("//{name}")).unwrap()
}

pub fn account(name: &str) -> AccountId {
	signer(name).account()
}

pub fn day(text: &str) -> Day {
	text.parse().unwrap()
}

/// The key of a record's version 1.
pub fn key(record: u64) -> DataKey {
	DataKey::from_bytes([u8::try_from(record).unwrap(); 32])
}

/// A record that its patient shows for the policy.
pub fn shown(record: u64) -> ShownRecord {
	let (halves, patient) = (key(record).halves(), signer("Patient"));
	ShownRecord::sign(GENESIS, POLICY, RecordId(record), &halves, &patient)
}

pub fn line(benefit: BenefitId, evidence: &[u8]) -> ClaimLine {
	ClaimLine {
		benefit,
		beneficiary: 0,
		visit: 0,
		units: 1,
		charge: Amount(83),
		first: day("2026-11-27"),
		last: day("2026-11-27"),
		provider: account("Provider"),
		evidence: evidence.to_vec(),
		other: None,
	}
}

/// A claim of the policy's holder, with these records as its pieces.
pub fn document(lines: Vec<ClaimLine>, records: &[u64]) -> ClaimDocument {
	let shown = records.iter().map(|record| shown(*record)).collect();
	let (holder, slot) = (signer("Holder"), Slot::First);
	ClaimDocument::sign(GENESIS, POLICY, holder.account(), EUR, slot, lines, shown, &holder)
}

/// One beneficiary, a year long.
pub fn coverage() -> Policy {
	serde_json::from_value(json!({
		"from": "2026-01-01", "until": "2026-12-31", "beneficiaries": [
			{"number": 0, "from": "2026-01-01", "until": "2026-12-31", "adultFrom": "2000-01-01"},
		],
	}))
	.unwrap()
}

/// Benefit 1 must be proven by an encounter that is entered within five days, benefit 2 by nothing. The plan bears all.
pub fn terms() -> Plan {
	let cost = json!({"copayment": "0", "coinsurance": 0});
	let none = json!({"beneficiary": null, "family": null});
	let benefit = |id: u16, evidence: serde_json::Value| {
		json!({
			"id": id, "inNetwork": {"price": "100", "adult": cost, "child": cost}, "outOfNetwork": null,
			"deductible": false, "waitingDays": 0, "authorisation": false, "evidence": evidence,
			"limits": {"line": null, "day": null, "year": null, "units": null},
		})
	};
	let proven = json!({"categories": ["Encounter"], "withinDays": 5});
	serde_json::from_value(json!({
		"currency": "EUR", "year": "calendar", "versions": [{"validFrom": "2026-01-01", "terms": {
			"rules": 1, "filingLimit": 30, "deductible": none, "outOfPocket": none, "maximum": none,
			"lifetime": null, "coordination": "standard", "notBeside": [],
			"benefits": [benefit(1, proven), benefit(2, json!(null))],
		}}],
	}))
	.unwrap()
}

/// What the chain has of a claim with this document.
pub fn known(document: &ClaimDocument) -> Known {
	let holder = account("Holder");
	let claim = queries::Claim {
		policy: POLICY,
		record: RecordId(2),
		version: 1,
		payee: holder.clone(),
		filed_by: holder.clone(),
		ceiling: 1_000,
		evidence: document.evidence(),
		filed_at: FILED_AT,
		referred: false,
		care_denied: false,
		stage: Stage::Submitted { decide_until: Deadline { moment: FILED_AT, block: 9 } },
	};
	let policy = queries::Policy {
		plan: PLAN,
		holder,
		from: day("2026-01-01"),
		until: day("2026-12-31"),
		record: RecordId(1),
		statement: Default::default(),
		open_claims: 1,
		claims: 1,
	};
	let plan = queries::Plan {
		insurer: account("Insurer"),
		asset: 1,
		currency: EUR,
		year: BenefitYear::Calendar,
		reserve: 0,
		backdating: 0,
		filing_limit: 30,
		closed: false,
		versions: 1,
		policies: 1,
		network: 1,
	};
	Known { id: CLAIM, genesis: GENESIS, claim, policy, plan, terms: terms() }
}

/// A chain that stands still. Of what it is not told, it knows nothing.
#[derive(Default)]
pub struct Chain {
	/// By method and arguments.
	answers: BTreeMap<(String, Vec<u8>), Vec<u8>>,
	asked: Mutex<Vec<String>>,
}

impl Chain {
	pub fn answers(&mut self, method: &str, arguments: impl Encode, answer: impl Encode) {
		self.answers.insert((method.to_owned(), arguments.encode()), answer.encode());
	}

	/// How often it was asked so.
	pub fn asked(&self, method: &str) -> usize {
		self.asked.lock().unwrap().iter().filter(|asked| *asked == method).count()
	}
}

#[async_trait]
impl ChainClient for Chain {
	fn genesis_hash(&self) -> H256 {
		GENESIS
	}

	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		Ok(BlockRef { number: 1, hash: H256([2; 32]) })
	}

	async fn block_hash(&self, _: u32) -> Result<Option<H256>, ChainError> {
		Ok(None)
	}

	async fn events(&self, _: H256) -> Result<Vec<Event>, ChainError> {
		Ok(Vec::new())
	}

	async fn moment(&self, _: H256) -> Result<Moment, ChainError> {
		Ok(FILED_AT)
	}

	async fn ask_raw(
		&self,
		method: &str,
		arguments: Vec<u8>,
		_: H256,
	) -> Result<Vec<u8>, ChainError> {
		self.asked.lock().unwrap().push(method.to_owned());
		let known = self.answers.get(&(method.to_owned(), arguments)).cloned();
		Ok(known.unwrap_or_else(|| match method {
			"ParticipantsApi_who_is" => nobody().encode(),
			_ => vec![0],
		}))
	}

	async fn session_keys(&self, _: &AccountId, _: H256) -> Result<Vec<AccountId>, ChainError> {
		Ok(Vec::new())
	}

	async fn records_of(&self, _: &Cid, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn records(&self, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn claims(&self, _: H256) -> Result<Vec<ClaimId>, ChainError> {
		Ok(Vec::new())
	}

	async fn destructions_owed(&self, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn accused_tasks(&self, _: H256) -> Result<Vec<TaskId>, ChainError> {
		Ok(Vec::new())
	}

	async fn best_number(&self) -> Result<u32, ChainError> {
		Ok(1)
	}

	async fn is_syncing(&self) -> Result<bool, ChainError> {
		Ok(false)
	}

	async fn fee(&self, _: &Signer, _: &Call, _: H256) -> Result<queries::Balance, ChainError> {
		Ok(0)
	}

	async fn submit(&self, _: &Signer, call: Call) -> Result<Included, ChainError> {
		Err(ChainError::NotCarried { call: call.name() })
	}
}
