// SPDX-License-Identifier: Apache-2.0
//! Jobs and watches beside a real journal and store; only the chain is a stand-in.

mod bounded;
mod erased;
mod hands;
mod paid;
mod publishing;
mod reporting;

use super::*;
use crate::{
	assessment::{Assessor, Limits},
	custody_rules::{Custody, Prekeys},
	findings::Findings,
	freshness::Freshness,
	ipfs::{Embedded, EmbeddedConfig},
	journal::{Journal, PlacementInfo, StoredResult},
};
use async_trait::async_trait;
use bytes::Bytes;
use codec::Encode;
use salus_chain::{AccountId, ChainClient, ChainError, Included, calls::Call, queries::Balance};
use salus_core::{DataKey, EncryptionSecret, signer::Signer, split};
use salus_custody::fixtures;
use salus_inference::Models;
use salus_keystore::{AtRestKeys, Cost, Keystore};
use salus_primitives::{
	Cid, ClaimId, Moment, RecordId, RequestId,
	quorum::{Cause, Deadline, Fault, OperatorState, TaskId},
	records::{Destruction, KeptPage, Tombstone},
};
use secrecy::SecretString;
use std::{collections::BTreeMap, path::PathBuf, sync::atomic::AtomicBool, time::Instant};
use tempfile::TempDir;
use zeroize::Zeroizing;

const BLOCK: BlockRef = BlockRef { number: 501, hash: H256([2; 32]) };
const RECORD: RecordId = RecordId(7);

/// A chain that stands still, and notes what is posted.
#[derive(Default)]
struct Chain {
	/// Encoded, by the runtime API's method; of others nothing is known.
	answers: Mutex<BTreeMap<&'static str, Vec<u8>>>,
	/// Methods that are asked, and never answered.
	unanswered: Mutex<BTreeSet<&'static str>>,
	asked: Mutex<Vec<String>>,
	posted: Mutex<Vec<String>>,
	/// What every call costs.
	fee: Mutex<Balance>,
	/// The moment and the block, if not 1,000 and [`BLOCK`].
	clock: Mutex<Option<(Moment, u32)>>,
}

impl Chain {
	fn answers(&self, method: &'static str, answer: impl Encode) {
		self.answers.lock().unwrap().insert(method, answer.encode());
	}

	fn never_answers(&self, method: &'static str) {
		self.unanswered.lock().unwrap().insert(method);
	}

	/// How often it was asked so.
	fn asked(&self, method: &str) -> usize {
		self.asked.lock().unwrap().iter().filter(|asked| *asked == method).count()
	}

	fn is_at(&self, moment: Moment, block: u32) {
		*self.clock.lock().unwrap() = Some((moment, block));
	}

	fn clock(&self) -> (Moment, u32) {
		self.clock.lock().unwrap().unwrap_or((1_000, BLOCK.number))
	}

	fn posted(&self) -> Vec<String> {
		self.posted.lock().unwrap().clone()
	}
}

#[async_trait]
impl ChainClient for Chain {
	fn genesis_hash(&self) -> H256 {
		H256([1; 32])
	}

	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		Ok(BlockRef { number: self.clock().1, ..BLOCK })
	}

	async fn block_hash(&self, _: u32) -> Result<Option<H256>, ChainError> {
		Ok(None)
	}

	async fn events(&self, _: H256) -> Result<Vec<Event>, ChainError> {
		Ok(Vec::new())
	}

	async fn moment(&self, _: H256) -> Result<Moment, ChainError> {
		Ok(self.clock().0)
	}

	async fn ask_raw(&self, method: &str, _: Vec<u8>, _: H256) -> Result<Vec<u8>, ChainError> {
		self.asked.lock().unwrap().push(method.to_owned());
		let is_answered = !self.unanswered.lock().unwrap().contains(method);
		if !is_answered {
			std::future::pending::<()>().await;
		}
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
		Ok(vec![RECORD])
	}

	async fn accused_tasks(&self, _: H256) -> Result<Vec<TaskId>, ChainError> {
		Ok(Vec::new())
	}

	async fn best_number(&self) -> Result<u32, ChainError> {
		Ok(self.clock().1)
	}

	async fn is_syncing(&self) -> Result<bool, ChainError> {
		Ok(false)
	}

	async fn fee(&self, _: &Signer, _: &Call, _: H256) -> Result<Balance, ChainError> {
		Ok(*self.fee.lock().unwrap())
	}

	async fn submit(&self, _: &Signer, call: Call) -> Result<Included, ChainError> {
		self.posted.lock().unwrap().push(call.name());
		Ok(Included { block: BLOCK, events: Vec::new() })
	}
}

/// A worker in a home of its own.
struct Home {
	worker: Arc<Worker>,
	chain: Arc<Chain>,
	_folder: TempDir,
}

impl Home {
	async fn new() -> Self {
		Self::of("//Custodian").await
	}

	async fn of(operator: &str) -> Self {
		let folder = tempfile::tempdir().unwrap();
		let path = |name: &str| folder.path().join(name);
		let passphrase = SecretString::from("correct horse");
		let keystore = path("keystore");
		let mut keystore = Keystore::create_with_cost(keystore, &passphrase, Cost::LOWEST).unwrap();
		let at_rest = keystore.at_rest().unwrap();
		let keys = AtRestKeys::new(keystore, at_rest.clone());
		let config = EmbeddedConfig::new(path("ipfs"), Zeroizing::new([7; 32]));
		let chain = Arc::new(Chain::default());
		chain.answers("RecordsApi_kept_by", KeptPage { kept: Vec::new(), next: None });
		let custody = Arc::new(Custody {
			chain: chain.clone(),
			signer: Signer::from_secret(operator).unwrap(),
			secret: EncryptionSecret::from_bytes([5; 32]),
			prekeys: Prekeys::default(),
			store: Arc::new(Embedded::start(config).await.unwrap()),
			announced: Vec::new(),
			journal: Arc::new(Journal::open(path("journal.redb"), at_rest).unwrap()),
			freshness: Freshness::new(Duration::from_secs(600)),
			incoming: path("incoming"),
			reconciled: AtomicBool::new(false),
			findings: Findings::default(),
			erasing: Default::default(),
		});
		let assessor = Assessor::of(PathBuf::from("/bin/false"), Vec::new(), Limits::DEFAULT);
		let rotation = Rotation::new(keys, ROTATE_EVERY);
		let worker =
			Worker::new(custody, Models::default(), 1, assessor, SCRUB_EVERY, rotation).await;
		Self { worker: Arc::new(worker.unwrap()), chain, _folder: folder }
	}

	fn journal(&self) -> &Journal {
		&self.worker.custody.journal
	}

	/// A share with its document, which no record names yet.
	async fn placed(&self) -> ([u8; 32], Cid) {
		let cid = self.worker.custody.store.add(Bytes::from(vec![9; 1_000])).await.unwrap();
		let key = DataKey::generate();
		let (key_commitment, share) = (key.commitment(), split(&key, 2, 3).unwrap().remove(0));
		let info =
			PlacementInfo { placed_by: [2; 32], cid, size: 1_000, placed_at: 900, bound_to: None };
		self.journal().place(&key_commitment, &share, &info).unwrap();
		(key_commitment, cid)
	}

	/// The chain has erased the record, and waits for this custodian's receipt.
	fn erase(&self) {
		let owed = Destruction {
			custodian: self.worker.account(),
			bound: true,
			due: Deadline { moment: 0, block: 0 },
			destroyed_at: None::<Moment>,
		};
		self.chain.answers("RecordsApi_destructions", vec![owed]);
		self.chain.answers("RecordsApi_tombstone", Some(Tombstone { erased_at: 800 }));
	}

	async fn attempt(&self, key: JobKey) -> anyhow::Result<Completion> {
		registry::job(key).attempt(&self.worker, Some(BLOCK.hash)).await
	}

	fn due(&self, number: u32) -> Vec<WatchKey> {
		registry::due(&self.worker, BlockRef { number, ..BLOCK }).collect()
	}
}

#[test]
fn an_event_wakes_its_job_and_no_other() {
	let (me, other) = (AccountId::new([1; 32]), AccountId::new([2; 32]));
	let request = RequestId(9);
	let drawn = |operator: &AccountId| Event::Drawn {
		task: request.into(),
		operators: vec![operator.clone()],
	};
	for (event, expected) in [
		(Event::Submitted { record: RECORD, version: 1 }, Some(JobKey::Keep(RECORD, 1))),
		(Event::Amended { record: RECORD, version: 2 }, Some(JobKey::Keep(RECORD, 2))),
		(Event::Erased { record: RECORD }, Some(JobKey::Destroy(RECORD))),
		(drawn(&me), Some(JobKey::Assess(request))),
		(drawn(&other), None),
		(Event::ResultErased { request }, Some(JobKey::EraseResult(request))),
		(Event::Settled { request, content: [0; 32], agreeing: 2, seats: 3 }, None),
	] {
		let woken: Vec<JobKey> = registry::woken(&event, &me).collect();
		assert_eq!(woken, Vec::from_iter(expected), "{event:?}");
	}
	let handed_over = |custodian: &AccountId, successor: &AccountId| Event::HandedOver {
		record: RECORD,
		version: 1,
		custodian: custodian.clone(),
		successor: successor.clone(),
	};
	let (keep, give_up) = (JobKey::Keep(RECORD, 1), JobKey::GiveUp(RECORD));
	for (event, expected) in [
		(Event::Reshared { record: RECORD, version: 1, generation: 1 }, vec![keep, give_up]),
		(handed_over(&other, &me), vec![keep]),
		(handed_over(&me, &other), vec![give_up]),
		(handed_over(&other, &other), Vec::new()),
	] {
		let woken: Vec<JobKey> = registry::woken(&event, &me).collect();
		assert_eq!(woken, expected, "{event:?}");
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_an_erased_record_is_destroyed_and_that_is_confirmed_once_it_is_true() {
	let home = Home::new().await;
	let (key_commitment, cid) = home.placed().await;
	home.erase();
	// Its version is just being kept, and the share not bound to it yet: it would not be found.
	let keep = JobKey::Keep(RECORD, 1);
	home.journal().begin(keep).unwrap();
	assert!(home.attempt(JobKey::Destroy(RECORD)).await.is_err());
	assert!(home.chain.posted().is_empty());
	assert!(home.journal().share(&key_commitment).is_ok());
	home.journal().bind(&key_commitment, RECORD, 1).unwrap();
	home.journal().done(keep).unwrap();
	let ended = home.attempt(JobKey::Destroy(RECORD)).await.unwrap();
	assert!(matches!(ended, Completion::Done));
	assert!(home.journal().share(&key_commitment).is_err());
	assert!(!home.worker.custody.store.has(&cid).await.unwrap());
	assert_eq!(home.chain.posted(), ["Records.confirm_destruction"]);
}

/// A CID stands on the chain for all to copy. Whoever names it in a record of their own and erases that takes another's
/// document from nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_record_takes_no_document_that_another_names() {
	let home = Home::new().await;
	let (theirs, cid) = home.placed().await;
	let (copied, same) = home.placed().await;
	assert_eq!(same, cid);
	home.journal().bind(&theirs, RecordId(RECORD.0 + 1), 1).unwrap();
	home.journal().bind(&copied, RECORD, 1).unwrap();
	home.erase();
	let ended = home.attempt(JobKey::Destroy(RECORD)).await.unwrap();
	assert!(matches!(ended, Completion::Done));
	assert!(home.journal().share(&copied).is_err());
	assert!(home.journal().share(&theirs).is_ok());
	assert!(home.worker.custody.store.has(&cid).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_a_receipt_that_is_owed_is_found_by_the_chains_state_alone() {
	let home = Home::new().await;
	home.erase();
	let stop = CancellationToken::new();
	let jobs = Jobs::resume(home.worker.clone(), stop).unwrap();
	jobs.reconcile().await.unwrap();
	let began = Instant::now();
	while home.chain.posted().is_empty() {
		assert!(began.elapsed() < Duration::from_secs(30), "nothing was posted");
		tokio::time::sleep(Duration::from_millis(20)).await;
	}
	jobs.stop().await;
	assert_eq!(home.chain.posted(), ["Records.confirm_destruction"]);
	assert!(home.worker.custody.reconciled.load(Ordering::Relaxed));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_was_noted_is_taken_up_by_the_next_start_and_leaves_no_row() {
	let home = Home::new().await;
	let request = RequestId(5);
	home.journal().put_result(request, &[RECORD], &StoredResult::REFUSAL).unwrap();
	let cursor = Cursor { number: 500, hash: [3; 32] };
	home.journal().advance(cursor, &[JobKey::EraseResult(request)]).unwrap();
	let jobs = Jobs::resume(home.worker.clone(), CancellationToken::new()).unwrap();
	let began = Instant::now();
	while !home.journal().open_jobs().unwrap().is_empty() {
		assert!(began.elapsed() < Duration::from_secs(30), "it is not done");
		tokio::time::sleep(Duration::from_millis(20)).await;
	}
	jobs.stop().await;
	assert_eq!(home.journal().result(request).unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_at_a_block_follows_from_requests_events_and_the_blocks_number() {
	let home = Home::new().await;
	let always = [
		WatchKey::Expire,
		WatchKey::Scrub,
		WatchKey::Rotate,
		WatchKey::Drift,
		WatchKey::ClaimCustody,
	];
	assert_eq!(home.due(501), always);
	// At the start it may be out of the draw.
	let every_tenth = [WatchKey::EndAccusations, WatchKey::ReturnToDraw];
	assert_eq!(home.due(510), [every_tenth.as_slice(), &always].concat());
	home.chain.answers("QuorumApi_operator_state", OperatorState::default());
	registry::watch(WatchKey::ReturnToDraw).tick(&home.worker, BLOCK).await.unwrap();
	assert_eq!(home.due(510), [[WatchKey::EndAccusations].as_slice(), &always].concat());

	let request = RequestId(5);
	home.worker.remember_request(request);
	let of_request = [WatchKey::Reveal(request), WatchKey::Close(request)];
	assert_eq!(home.due(501), [of_request.as_slice(), &always].concat());
	// Gone from the chain, with no receipt.
	registry::watch(WatchKey::Close(request)).tick(&home.worker, BLOCK).await.unwrap();
	assert_eq!(home.due(501), always);
	assert!(home.chain.posted().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_that_is_out_is_not_back_while_it_can_not_work() {
	let home = Home::new().await;
	home.chain.answers("ParticipantsApi_who_is", fixtures::nobody());
	let out = |cause| OperatorState { out: Some(cause), ..Default::default() };
	home.chain.answers("QuorumApi_operator_state", out(Cause::Absent));
	// What was missed is not under way; then it is not in service.
	for reconciled in [false, true] {
		home.worker.custody.reconciled.store(reconciled, Ordering::Relaxed);
		registry::watch(WatchKey::ReturnToDraw).tick(&home.worker, BLOCK).await.unwrap();
		assert!(home.due(510).contains(&WatchKey::ReturnToDraw));
	}
	// Its operator has to see to it.
	home.chain.answers("QuorumApi_operator_state", out(Cause::Refusals));
	registry::watch(WatchKey::ReturnToDraw).tick(&home.worker, BLOCK).await.unwrap();
	assert!(!home.due(510).contains(&WatchKey::ReturnToDraw));
	let event = Event::Out { operator: home.worker.account(), cause: Cause::Absent };
	registry::notice(&home.worker, &event);
	assert!(home.due(510).contains(&WatchKey::ReturnToDraw));
	assert!(home.chain.posted().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_of_an_accused_operator_stays_until_the_accusation_is_looked_into() {
	let home = Home::new().await;
	let request = RequestId(5);
	home.journal().put_result(request, &[RECORD], &StoredResult::REFUSAL).unwrap();
	home.worker.remember_request(request);
	let accused = |operator| Event::Accused { task: TaskId(5), operator, fault: Fault::Absence };
	registry::notice(&home.worker, &accused(AccountId::new([9; 32])));
	assert!(!home.due(501).contains(&WatchKey::Challenge(TaskId(5))), "it is another's");
	registry::notice(&home.worker, &accused(home.worker.account()));
	assert!(home.due(501).contains(&WatchKey::Challenge(TaskId(5))));
	registry::watch(WatchKey::Close(request)).tick(&home.worker, BLOCK).await.unwrap();
	assert!(home.journal().result(request).unwrap().is_some());
	// The chain knows of no accusation any more.
	registry::watch(WatchKey::Challenge(TaskId(5))).tick(&home.worker, BLOCK).await.unwrap();
	registry::watch(WatchKey::Close(request)).tick(&home.worker, BLOCK).await.unwrap();
	assert_eq!(home.journal().result(request).unwrap(), None);
	assert!(home.chain.posted().is_empty());
}
