// SPDX-License-Identifier: Apache-2.0
//! What was released of a record its patient is told, and nobody else; and what can't be noted is not released.

use super::*;
use crate::{
	journal::{NewRelease, PlacementInfo},
	server::releases::AT_ONCE_OF_AN_ACCOUNT,
};
use codec::Encode;
use salus_chain::AccountId;
use salus_core::{
	DataKey, Share,
	protocol::{MAX_RELEASES, ReleaseCursor, ReleasesPage, UNAVAILABLE},
	split,
};
use salus_primitives::{
	AccessId, Basis, Category, Compartment, DataPeriod, Day, Obligations, Purpose, RecordId,
	quorum::Deadline,
	records::{Access, AccessState, CheckedAccess, Record, Tombstone, Version},
};
use std::{pin::pin, sync::atomic::AtomicU32};

const RECORD: RecordId = RecordId(7);
const NOW: Moment = 1_000;
const BLOCK_TIME: Moment = 6_000;
const READERS_SECRET: [u8; 32] = [6; 32];

fn signer(name: &str) -> Signer {
	Signer::from_secret(name).unwrap()
}

fn account(name: &str) -> AccountId {
	signer(name).account()
}

fn key() -> DataKey {
	DataKey::from_bytes([9; 32])
}

fn cid() -> Cid {
	Cid::raw([2; 32])
}

/// A chain with one record, which the reader may read by whatever access request.
struct Recorded {
	erased: AtomicBool,
	/// Whether what allowed the access is over.
	ended: AtomicBool,
	/// How many blocks it has gone on.
	later: AtomicU32,
}

impl Recorded {
	fn go_on(&self) {
		self.later.fetch_add(1, Ordering::Relaxed);
	}

	fn later(&self) -> u32 {
		self.later.load(Ordering::Relaxed)
	}

	fn record(&self) -> Record<AccountId> {
		Record {
			patient: account("//Patient"),
			author: account("//Author"),
			category: Category::Condition,
			compartment: Compartment::General,
			latest: 1,
			created_at: 0,
			data: DataPeriod::on(Day(0)),
			contested: None,
			replaces: None,
			replaced_by: None,
		}
	}

	fn access(&self) -> CheckedAccess<AccountId> {
		CheckedAccess {
			state: match self.ended.load(Ordering::Relaxed) {
				true => AccessState::Ended,
				false => AccessState::Open,
			},
			access: Access {
				record: RECORD,
				version: 1,
				patient: account("//Patient"),
				readers: vec![account("//Reader")].try_into().unwrap(),
				purpose: Purpose::Treatment,
				basis: Basis::Authorship,
				obligations: Obligations::default(),
				class: None,
				opened_at: 0,
				expires: Deadline { moment: 1_000_000, block: 0 },
				depositor: account("//Reader"),
			},
			version: Some(Version {
				cid: cid(),
				length: 4,
				key_commitment: key().commitment(),
				custodians: vec![account("//Custodian")].try_into().unwrap(),
				threshold: 2,
				reshared: None,
				author: account("//Author"),
				basis: Basis::OwnRecord,
				submitted_at: 0,
			}),
		}
	}
}

#[async_trait::async_trait]
impl StandIn for Recorded {
	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		let BlockRef { number, hash } = Still.finalized().await?;
		Ok(BlockRef { number: number + self.later(), hash })
	}

	async fn moment(&self, _: H256) -> Result<Moment, ChainError> {
		Ok(NOW + u64::from(self.later()) * BLOCK_TIME)
	}

	async fn ask_raw(
		&self,
		method: &str,
		arguments: Vec<u8>,
		block: H256,
	) -> Result<Vec<u8>, ChainError> {
		let (erased, of_it) = (self.erased.load(Ordering::Relaxed), arguments == RECORD.encode());
		match method {
			"RecordsApi_record" if of_it && !erased => Ok(Some(self.record()).encode()),
			"RecordsApi_tombstone" if of_it && erased => {
				Ok(Some(Tombstone { erased_at: NOW }).encode())
			}
			"RecordsApi_access" => Ok(Some(self.access()).encode()),
			"ParticipantsApi_who_is" => {
				let key = EncryptionSecret::from_bytes(READERS_SECRET).public();
				Ok(with_key(key).encode())
			}
			_ => Still.ask_raw(method, arguments, block).await,
		}
	}
}

stands_in!(Recorded);

/// A custodian that keeps a share of the record.
struct Keeping {
	served: Served,
	chain: Arc<Recorded>,
}

impl Keeping {
	async fn new() -> Self {
		let chain = Arc::new(Recorded {
			erased: AtomicBool::new(false),
			ended: AtomicBool::new(false),
			later: AtomicU32::new(0),
		});
		let served = Served::on(chain.clone(), Limits::default()).await;
		let share = split(&key(), 2, 3).unwrap().remove(0);
		let info = PlacementInfo {
			placed_by: account("//Author").into(),
			cid: cid(),
			size: 4,
			placed_at: 0,
			bound_to: Some((RECORD, 1)),
		};
		let journal = &served.custody.journal;
		journal.place(&key().commitment(), &share, &info).unwrap();
		Self { served, chain }
	}

	async fn release(&self, access: u64) -> Result<Share, CustodianError> {
		self.release_to("//Reader", access).await
	}

	async fn release_to(&self, who: &str, access: u64) -> Result<Share, CustodianError> {
		let secret = EncryptionSecret::from_bytes(READERS_SECRET);
		let (custodian, reader) = (self.served.custodian(), signer(who));
		custodian.release(&reader, &secret, BLOCK, AccessId(access)).await
	}

	async fn told(
		&self,
		who: &str,
		after: Option<&ReleaseCursor>,
	) -> Result<ReleasesPage, CustodianError> {
		let custodian = self.served.custodian();
		custodian.releases(&signer(who), BLOCK, RECORD, after).await
	}

	async fn is_refused(&self, who: &str) -> bool {
		matches!(self.told(who, None).await, Err(CustodianError::Refused { .. }))
	}

	fn erase(&self) {
		let journal = &self.served.custody.journal;
		journal.destroy_share(&key().commitment()).unwrap();
		self.chain.erased.store(true, Ordering::Relaxed);
	}
}

#[tokio::test]
async fn data_rule_5_nothing_is_released_once_what_allowed_it_has_ended() {
	let keeping = Keeping::new().await;
	assert!(keeping.release(1).await.is_ok());
	keeping.chain.ended.store(true, Ordering::Relaxed);
	// In the next block, by the same access request that was open for longer.
	keeping.chain.go_on();
	match keeping.release(1).await {
		Err(CustodianError::Refused { reason, .. }) => {
			assert!(reason.contains("has ended"), "{reason}");
		}
		other => panic!("it was answered with {:?}", other.map(|_| "a share")),
	}
	let told = keeping.told("//Patient", None).await.unwrap();
	assert_eq!(told.releases.len(), 1);
}

#[tokio::test]
async fn the_patient_is_told_and_nobody_else_also_after_the_erasure() {
	let keeping = Keeping::new().await;
	let page = keeping.told("//Patient", None).await.unwrap();
	assert_eq!((page.releases.len(), page.next), (0, None));
	// In two blocks, and twice in the first.
	for block in [0, 0, 1] {
		if block > keeping.chain.later() {
			keeping.chain.go_on();
		}
		keeping.release(3).await.unwrap();
	}
	for erased in [false, true] {
		if erased {
			keeping.erase();
		}
		let page = keeping.told("//Patient", None).await.unwrap();
		assert_eq!((page.block, page.releases.len()), (BLOCK + 1, 1));
		let row = &page.releases[0];
		assert_eq!((row.access, row.version, row.block_count), (3, 1, 2));
		assert_eq!(row.reader, account("//Reader"));
		let times = (row.first_at, row.last_at, row.block);
		assert_eq!(times, (NOW, NOW + BLOCK_TIME, BLOCK + 1));
		for other in ["//Reader", "//Author", "//Custodian", "//Stranger"] {
			assert!(keeping.is_refused(other).await, "{other}, erased: {erased}");
		}
	}
}

#[tokio::test]
async fn whose_an_erased_record_was_is_not_known_if_nothing_was_released() {
	let keeping = Keeping::new().await;
	keeping.erase();
	for who in ["//Patient", "//Stranger"] {
		assert!(keeping.is_refused(who).await, "{who}");
	}
}

#[tokio::test]
async fn data_rule_5_what_can_not_be_noted_is_not_released() {
	let keeping = Keeping::new().await;
	keeping.release(3).await.unwrap();
	let journal = &keeping.served.custody.journal;
	journal.spoil_release(RECORD, AccessId(3)).unwrap();
	let refused = keeping.release(3).await.map(drop).unwrap_err();
	assert!(matches!(refused, CustodianError::Unavailable { .. }), "{refused}");
	keeping.release(4).await.unwrap();
}

/// Else one reader's requests, or their replay, would keep the disk from all others.
#[tokio::test]
async fn an_account_has_two_releases_at_a_time_and_nobody_else_waits_for_it() {
	let keeping = Keeping::new().await;
	let (state, reader) = (&keeping.served.state, account("//Reader"));
	let slot = || state.releases.take(&reader, AT_ONCE_OF_AN_ACCOUNT);
	let held: Vec<_> = std::iter::from_fn(slot).collect();
	assert_eq!(held.len(), 2);
	let mut waiting = pin!(keeping.release(3));
	let soon = Duration::from_millis(500);
	assert!(timeout(soon, waiting.as_mut()).await.is_err());
	// It is not a reader of the access: refused at once.
	let other = timeout(soon, keeping.release_to("//Other", 3)).await;
	assert!(matches!(other, Ok(Err(CustodianError::Refused { .. }))), "another waits");
	drop(held);
	waiting.await.unwrap();
	// And nobody waits for ever.
	let held: Vec<_> = std::iter::from_fn(slot).collect();
	let block = ChainClient::finalized(&*keeping.chain).await.unwrap();
	let turn = state.turn_of_release(&reader, block).await;
	let refused = turn.err().unwrap();
	assert_eq!(refused.code(), UNAVAILABLE);
	assert!(refused.message().contains("again"), "{refused}");
	drop(held);
}

/// What was revoked while a reader waited is not released. Data rule 5.
#[tokio::test]
async fn data_rule_5_whoever_waited_is_answered_as_of_then() {
	let keeping = Keeping::new().await;
	let (state, reader) = (&keeping.served.state, account("//Reader"));
	let asked_at = ChainClient::finalized(&*keeping.chain).await.unwrap();
	let slot = || state.releases.take(&reader, AT_ONCE_OF_AN_ACCOUNT);
	let held: Vec<_> = std::iter::from_fn(slot).collect();
	let (turn, ()) = tokio::join!(state.turn_of_release(&reader, asked_at), async {
		keeping.chain.go_on();
		drop(held);
	});
	let (_slot, block) = turn.ok().unwrap();
	assert_eq!(block.number, BLOCK + 1);
}

#[tokio::test]
async fn pages_lead_from_one_to_the_next_and_end() {
	let keeping = Keeping::new().await;
	let count = 2 * MAX_RELEASES as u64 + 5;
	for access in 0..count {
		let release = NewRelease {
			record: RECORD,
			version: 1,
			patient: account("//Patient").into(),
			access: AccessId(access),
			reader: account("//Reader").into(),
			at: NOW,
			block: BLOCK,
		};
		let journal = &keeping.served.custody.journal;
		journal.note_release(&release).unwrap();
	}
	let (mut after, mut lengths, mut accesses) = (None, Vec::new(), Vec::new());
	loop {
		let page = keeping.told("//Patient", after.as_ref()).await.unwrap();
		lengths.push(page.releases.len());
		accesses.extend(page.releases.iter().map(|row| row.access));
		match page.next {
			Some(next) => after = Some(next),
			None => break,
		}
	}
	assert_eq!(lengths, [MAX_RELEASES, MAX_RELEASES, 5]);
	assert_eq!(accesses, (0..count).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_asked_of_another_chain_or_custodian_or_as_of_a_block_to_come_is_not_answered() {
	let keeping = Keeping::new().await;
	let url = format!("http://{}", keeping.served.address);
	let (patient, own) = (signer("//Patient"), account("//Custodian"));
	for elsewhere in [
		Custodian::at(own.clone(), url.clone(), [9; 32]).unwrap(),
		Custodian::at(account("//Other"), url.clone(), GENESIS).unwrap(),
	] {
		let answer = elsewhere.releases(&patient, BLOCK, RECORD, None).await;
		assert!(answer.is_err(), "{answer:?}");
	}
	let custodian = Custodian::at(own, url, GENESIS).unwrap();
	let ahead = custodian.releases(&patient, BLOCK + 1, RECORD, None).await;
	assert!(matches!(ahead, Err(CustodianError::Unavailable { .. })), "{ahead:?}");
}
