// SPDX-License-Identifier: Apache-2.0
//! Attempts at a claim beside a real store; the chain is a stand-in, and no custodian answers.

use super::{queue::Attempt, store::Conclusion, *};
use async_trait::async_trait;
use codec::Encode;
use salus_chain::{
	AccountId, BlockRef, ChainError, H256, Included,
	calls::Call,
	events::Event,
	queries::{Balance, Claim, Plan, Policy},
};
use salus_insurance::{judging::Reason, kept::Kept};
use salus_keystore::AtRest;
use salus_primitives::{
	Cid, ClaimId, Day, Moment, PlanId, PolicyId, RecordId,
	claims::{BenefitYear, Currency, Outcome, Stage, Statement},
	quorum::{Deadline, TaskId},
	records::Tombstone,
};
use serde_json::json;
use std::{collections::BTreeMap, sync::Mutex};
use tempfile::TempDir;

const BLOCK: BlockRef = BlockRef { number: 20, hash: H256([2; 32]) };
const CLAIM: ClaimId = ClaimId(7);
const POLICY: PolicyId = PolicyId(5);

/// A chain that stands still, and notes what is posted.
#[derive(Default)]
struct Chain {
	/// Encoded, by the runtime API's method; of others nothing is known.
	answers: Mutex<BTreeMap<&'static str, Vec<u8>>>,
	now: Mutex<Moment>,
	posted: Mutex<Vec<String>>,
	/// What comes of the next call.
	refusal: Mutex<Option<ChainError>>,
}

impl Chain {
	fn answers(&self, method: &'static str, answer: impl Encode) {
		self.answers.lock().unwrap().insert(method, answer.encode());
	}

	/// What was posted since this was asked last.
	fn posted(&self) -> Vec<String> {
		self.posted.lock().unwrap().drain(..).collect()
	}
}

#[async_trait]
impl ChainClient for Chain {
	fn genesis_hash(&self) -> H256 {
		H256([1; 32])
	}

	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		Ok(BLOCK)
	}

	async fn block_hash(&self, _: u32) -> Result<Option<H256>, ChainError> {
		Ok(None)
	}

	async fn events(&self, _: H256) -> Result<Vec<Event>, ChainError> {
		Ok(Vec::new())
	}

	async fn moment(&self, _: H256) -> Result<Moment, ChainError> {
		Ok(*self.now.lock().unwrap())
	}

	async fn ask_raw(&self, method: &str, _: Vec<u8>, _: H256) -> Result<Vec<u8>, ChainError> {
		// Neither anything nor any.
		let known = self.answers.lock().unwrap().get(method).cloned();
		Ok(known.unwrap_or_else(|| vec![0]))
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
		Ok(BLOCK.number)
	}

	async fn is_syncing(&self) -> Result<bool, ChainError> {
		Ok(false)
	}

	async fn fee(&self, _: &Signer, _: &Call, _: H256) -> Result<Balance, ChainError> {
		Ok(0)
	}

	async fn submit(&self, _: &Signer, call: Call) -> Result<Included, ChainError> {
		self.posted.lock().unwrap().push(call.name());
		match self.refusal.lock().unwrap().take() {
			Some(refusal) => Err(refusal),
			None => Ok(Included { block: BLOCK, events: Vec::new() }),
		}
	}
}

struct Home {
	insurer: Insurer,
	chain: Arc<Chain>,
	_folder: TempDir,
}

impl Home {
	/// Of an insurer for whom a claim of a policy without a statement is open. Its records are erased.
	fn new() -> Self {
		let folder = tempfile::tempdir().unwrap();
		let store = Store::open(folder.path(), AtRest::new(&[1; 32])).unwrap();
		let chain = Arc::new(Chain::default());
		let signer = Signer::from_secret("//Insurer").unwrap();
		chain.answers("ClaimsApi_claim", Some(claim()));
		chain.answers("ClaimsApi_policy", Some(policy(0)));
		chain.answers("ClaimsApi_plan", Some(plan(signer.account())));
		let secret = EncryptionSecret::from_bytes([5; 32]);
		let insurer = Insurer::new(chain.clone(), signer, secret, store);
		Self { insurer, chain, _folder: folder }
	}

	async fn attempt(&self) -> anyhow::Result<()> {
		self.insurer.attempt(CLAIM).await
	}

	/// Keeps what this claim may have been concluded with.
	fn prepared(&self) -> Conclusion {
		let kept = Kept::of(CLAIM, POLICY, 0, Default::default(), Default::default(), None);
		let conclusion = Conclusion { kept, evidence: None };
		self.insurer.store.put(&conclusion).unwrap();
		conclusion
	}

	fn is_prepared(&self) -> bool {
		self.insurer.store.prepared(POLICY, 0, CLAIM).unwrap().is_some()
	}

	/// Has the chain say that the claim was concluded, beside another of the policy, and given back.
	fn give_back(&self) {
		let provider = format!("0x{}", "01".repeat(32));
		let entry = |claim: u32| {
			json!({
				"claim": claim, "beneficiary": 0, "benefit": 1, "provider": provider, "first": "2026-03-01",
				"last": "2026-03-01", "units": 2, "deductible": "0", "outOfPocket": "36", "paid": "144",
			})
		};
		let statement =
			json!({"before": [], "authorisations": [], "entries": [entry(6), entry(CLAIM.0)]});
		let statement = serde_json::from_value(statement).unwrap();
		let kept = Kept::of(CLAIM, POLICY, 0, statement, Default::default(), None);
		let (statement, outcome) = kept.pointers();
		let (commitment, sequence) = (statement.commitment, kept.sequence);
		let statement = Statement { cid: None, commitment, sequence };
		self.insurer.store.put(&Conclusion { kept, evidence: None }).unwrap();
		self.chain.answers("ClaimsApi_policy", Some(Policy { statement, ..policy(0) }));
		let outcome = Outcome { paid: 144, commitment: outcome.commitment, cid: None, pieces: 0 };
		let stage = Stage::Refunded { outcome, at: 2_000 };
		self.chain.answers("ClaimsApi_claim", Some(Claim { stage, ..claim() }));
	}

	/// What was kept to take the claim back from the statement that was concluded with, and may have been sent.
	fn reversal(&self) -> Option<Kept> {
		let prepared = self.insurer.store.prepared(POLICY, 1, CLAIM).unwrap();
		prepared.map(|prepared| prepared.kept)
	}
}

/// Submitted at 1,000, to be judged until 4,000 and block 40.
fn claim() -> Claim {
	let holder = AccountId::new([2; 32]);
	Claim {
		policy: POLICY,
		record: RecordId(3),
		version: 1,
		payee: holder.clone(),
		filed_by: holder,
		ceiling: 100,
		evidence: [0; 32],
		filed_at: 1_000,
		referred: false,
		care_denied: false,
		stage: Stage::Submitted { decide_until: Deadline { moment: 4_000, block: 40 } },
	}
}

fn policy(sequence: u32) -> Policy {
	Policy {
		plan: PlanId(1),
		holder: AccountId::new([2; 32]),
		from: Day(0),
		until: Day(364),
		record: RecordId(2),
		statement: Statement { sequence, ..Default::default() },
		open_claims: 1,
		claims: 1,
	}
}

fn plan(insurer: AccountId) -> Plan {
	Plan {
		insurer,
		asset: 1,
		currency: Currency(*b"EUR"),
		year: BenefitYear::Policy,
		reserve: 0,
		backdating: 0,
		filing_limit: 90,
		closed: false,
		versions: 1,
		policies: 1,
		network: 0,
	}
}

#[tokio::test]
async fn what_was_prepared_is_sent_as_it_is_and_nothing_is_read() {
	let home = Home::new();
	let before = home.prepared();
	home.attempt().await.unwrap();
	// Nothing is paid, so nothing is collected.
	assert_eq!(home.chain.posted(), ["Claims.conclude"]);
	let kept = home.insurer.store.prepared(POLICY, 0, CLAIM).unwrap();
	assert_eq!(kept, Some(before));
}

#[tokio::test]
async fn what_the_chain_refused_is_not_sent_again_and_what_may_have_arrived_is() {
	let home = Home::new();
	home.prepared();
	let (call, cause) = ("Claims.conclude".to_owned(), "it was lost".to_owned());
	*home.chain.refusal.lock().unwrap() = Some(ChainError::Undecided { call, cause });
	assert!(home.attempt().await.is_err());
	assert!(home.is_prepared());
	*home.chain.refusal.lock().unwrap() = Some(ChainError::Refused {
		call: "Claims.conclude".into(),
		pallet: "Claims".into(),
		error: "StaleStatement".into(),
		description: String::new(),
	});
	assert!(home.attempt().await.is_err());
	assert!(!home.is_prepared());
	assert_eq!(home.chain.posted(), ["Claims.conclude"; 2]);
}

#[tokio::test]
async fn what_can_not_be_read_is_never_denied_and_is_given_to_a_person_in_time() {
	let home = Home::new();
	*home.chain.now.lock().unwrap() = 2_000;
	let cause = format!("{:#}", home.attempt().await.unwrap_err());
	assert!(cause.contains("record 2 is erased"), "{cause}");
	assert!(home.chain.posted().is_empty());
	*home.chain.now.lock().unwrap() = 3_500;
	assert!(home.attempt().await.is_err());
	assert_eq!(home.chain.posted(), ["Claims.refer"]);
	home.chain.answers("ClaimsApi_claim", Some(Claim { referred: true, ..claim() }));
	assert!(home.attempt().await.is_err());
	assert!(home.chain.posted().is_empty());
	assert!(!home.is_prepared());
}

#[tokio::test]
async fn of_an_erased_claim_nothing_is_paid_and_it_does_not_stay_open() {
	let home = Home::new();
	home.chain.answers("RecordsApi_tombstone", Some(Tombstone { erased_at: 1 }));
	home.attempt().await.unwrap();
	assert_eq!(home.chain.posted(), ["Claims.conclude"]);
	let Conclusion { kept, evidence } =
		home.insurer.store.prepared(POLICY, 0, CLAIM).unwrap().unwrap();
	assert_eq!((kept.reason, kept.outcome.paid.0, evidence), (Some(Reason::Erased), 0, None));
}

#[tokio::test]
async fn a_claim_whose_holder_denies_the_care_is_left_to_a_person() {
	let home = Home::new();
	let denied = Claim { care_denied: true, ..claim() };
	home.chain.answers("ClaimsApi_claim", Some(denied.clone()));
	home.attempt().await.unwrap();
	assert_eq!(home.chain.posted(), ["Claims.refer"]);
	home.chain.answers("ClaimsApi_claim", Some(Claim { referred: true, ..denied }));
	home.attempt().await.unwrap();
	assert!(home.chain.posted().is_empty() && !home.is_prepared());
}

#[tokio::test]
async fn a_claim_that_is_too_late_to_bill_is_concluded_without() {
	let home = Home::new();
	let before = home.prepared();
	*home.chain.refusal.lock().unwrap() = Some(ChainError::Refused {
		call: "Claims.conclude".into(),
		pallet: "Claims".into(),
		error: "Expired".into(),
		description: String::new(),
	});
	assert!(home.attempt().await.is_err());
	let prepared = home.insurer.store.prepared(POLICY, 0, CLAIM).unwrap().unwrap();
	assert_eq!((prepared.kept.reason.as_ref(), prepared.kept.paid()), (Some(&Reason::TooLate), 0));
	assert_ne!(prepared, before);
	home.attempt().await.unwrap();
	assert_eq!(home.chain.posted(), ["Claims.conclude"; 2]);
}

#[tokio::test]
async fn without_the_policys_statement_nothing_is_judged_and_the_remedy_is_told() {
	let home = Home::new();
	home.chain.answers("ClaimsApi_policy", Some(policy(3)));
	let cause = home.attempt().await.unwrap_err().to_string();
	for part in ["statement 3 of policy 5", "salus-worker adopt-statement"] {
		assert!(cause.contains(part), "{cause}");
	}
	assert!(home.chain.posted().is_empty());
}

#[tokio::test]
async fn what_is_judged_already_or_another_insurers_is_left_alone() {
	let home = Home::new();
	home.prepared();
	let done = Claim { stage: Stage::Reversed { at: 2_000 }, ..claim() };
	home.chain.answers("ClaimsApi_claim", Some(done));
	home.attempt().await.unwrap();
	home.chain.answers("ClaimsApi_claim", Some(claim()));
	home.chain.answers("ClaimsApi_plan", Some(plan(AccountId::new([9; 32]))));
	home.attempt().await.unwrap();
	home.chain.answers("ClaimsApi_claim", None::<Claim>);
	home.attempt().await.unwrap();
	assert!(home.chain.posted().is_empty());
}

#[tokio::test]
async fn a_claim_that_is_taken_back_takes_its_own_share_out_of_the_statement_alone() {
	let home = Home::new();
	home.give_back();
	let reversed = home.insurer.reverse(CLAIM).await.unwrap();
	assert_eq!(reversed, Reversed::Now { block: BLOCK.number, policy: POLICY, sequence: 2 });
	assert_eq!(home.chain.posted(), ["Claims.reverse"]);
	let kept = home.reversal().unwrap();
	assert!(is_reversal(&kept));
	let left: Vec<u32> = kept.statement.entries.iter().map(|entry| entry.claim).collect();
	assert_eq!(left, [6]);
	let done = Claim { stage: Stage::Reversed { at: 3_000 }, ..claim() };
	home.chain.answers("ClaimsApi_claim", Some(done));
	let before = home.insurer.reverse(CLAIM).await.unwrap();
	assert_eq!(before, Reversed::Before { policy: POLICY, at: 3_000 });
	assert!(home.chain.posted().is_empty());
}

#[tokio::test]
async fn to_take_a_claim_back_the_same_is_sent_until_the_chain_refuses_it() {
	let home = Home::new();
	home.give_back();
	let (call, cause) = ("Claims.reverse".to_owned(), "it was lost".to_owned());
	*home.chain.refusal.lock().unwrap() = Some(ChainError::Undecided { call, cause });
	assert!(home.insurer.reverse(CLAIM).await.is_err());
	let sent = home.reversal().unwrap();
	assert_eq!(home.chain.posted(), ["Claims.reverse"]);
	*home.chain.refusal.lock().unwrap() = Some(ChainError::Refused {
		call: "Claims.reverse".into(),
		pallet: "Claims".into(),
		error: "NotRefunded".into(),
		description: String::new(),
	});
	home.insurer.reverse(CLAIM).await.unwrap();
	assert_eq!(home.reversal().unwrap(), sent);
	assert_eq!(home.chain.posted(), ["Claims.reverse"; 2]);
	*home.chain.refusal.lock().unwrap() = Some(ChainError::Refused {
		call: "Claims.reverse".into(),
		pallet: "Claims".into(),
		error: "StaleStatement".into(),
		description: String::new(),
	});
	home.insurer.reverse(CLAIM).await.unwrap();
	assert_ne!(home.reversal().unwrap(), sent);
	assert_eq!(home.chain.posted(), ["Claims.reverse"; 2]);
}

#[tokio::test]
async fn a_claim_that_was_not_given_back_stays_and_so_does_one_without_its_statement() {
	let home = Home::new();
	assert!(home.insurer.reverse(CLAIM).await.is_err());
	home.give_back();
	home.chain.answers("ClaimsApi_policy", Some(policy(3)));
	let cause = home.insurer.reverse(CLAIM).await.unwrap_err().to_string();
	assert!(cause.contains("salus-worker adopt-statement"), "{cause}");
	home.chain.answers("ClaimsApi_claim", None::<Claim>);
	let cause = home.insurer.reverse(CLAIM).await.unwrap_err().to_string();
	assert!(cause.contains("claim 7 is not on the chain"), "{cause}");
	assert!(home.chain.posted().is_empty());
}
