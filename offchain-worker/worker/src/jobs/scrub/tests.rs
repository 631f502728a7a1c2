// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::ipfs::{Embedded, EmbeddedConfig};
use bytes::Bytes;
use salus_chain::AccountId;
use salus_core::{
	DataKey,
	cids::{LEAF_LENGTH, cid_of},
	split,
};
use salus_custody::{Custodian, fixtures::custodian_giving};
use salus_keystore::AtRest;
use salus_primitives::RecordId;
use sp_core::blake2_256;
use std::{collections::BTreeMap, convert::Infallible, path::PathBuf, time::Instant};
use tempfile::TempDir;
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpListener,
};
use zeroize::Zeroizing;

fn commitments(count: u32) -> Vec<[u8; 32]> {
	(0..count).map(|number| blake2_256(&number.to_le_bytes())).collect()
}

fn due(round: &Round, block: u32, kept: &[[u8; 32]]) -> Vec<[u8; 32]> {
	let due: Result<_, Infallible> = round.due(block, || Ok(kept.to_vec()));
	due.unwrap()
}

/// How often each has its turn in these blocks.
fn turns_in(
	round: &Round,
	blocks: impl Iterator<Item = u32>,
	kept: &[[u8; 32]],
) -> BTreeMap<[u8; 32], u32> {
	let mut turns = BTreeMap::new();
	for block in blocks {
		for key_commitment in due(round, block, kept) {
			*turns.entry(key_commitment).or_default() += 1;
		}
	}
	turns
}

fn each_once(turns: &BTreeMap<[u8; 32], u32>, kept: &[[u8; 32]]) -> bool {
	turns.len() == kept.len() && turns.values().all(|times| *times == 1)
}

#[test]
fn every_version_has_its_turn_exactly_once_a_round() {
	let kept = commitments(200);
	for every in [40, 999, 5_000, 20_000] {
		let round = Round::of(every);
		// Two rounds, the first of which begins in the middle of one.
		for start in [12_345, 12_345 + every] {
			let turns = turns_in(&round, start..start + every, &kept);
			assert!(each_once(&turns, &kept), "{every} blocks from {start}");
		}
	}
}

#[test]
fn blocks_that_were_left_out_are_made_up_for() {
	let kept = commitments(200);
	for every in [1_000, 20_000] {
		let (round, start) = (Round::of(every), 77);
		// Few at first, so that what waits is done by the round's end.
		let seen =
			(start..start + every).filter(|block| block % 7 == 0 || *block + 40 > start + every);
		assert!(each_once(&turns_in(&round, seen, &kept), &kept), "{every}");
	}
}

#[test]
fn a_restart_goes_on_where_the_chain_stands() {
	let kept = commitments(200);
	for every in [40, 20_000] {
		let (start, restarted) = (500, 500 + every / 3);
		let mut turns = turns_in(&Round::of(every), start..restarted, &kept);
		let rest = turns_in(&Round::of(every), restarted..start + every, &kept);
		assert!(turns.keys().all(|done| !rest.contains_key(done)), "{every}");
		turns.extend(rest);
		assert!(each_once(&turns, &kept), "{every}");
	}
}

#[test]
fn what_is_more_than_a_block_can_take_waits_and_is_not_forgotten() {
	// An author chooses commitments, and may choose them alike.
	let alike = |number: u8| {
		let mut key_commitment = [0x80; 32];
		key_commitment[31] = number;
		key_commitment
	};
	let crowd: Vec<[u8; 32]> = (0..100).map(alike).collect();
	let (round, mut turns) = (Round::of(1_000), Vec::new());
	for block in 0..1_000 {
		let due = due(&round, block, &crowd);
		assert!(due.len() <= MOST_A_BLOCK);
		turns.extend(due);
	}
	assert_eq!(turns, crowd);
}

#[test]
fn what_is_bad_is_tried_again_some_at_a_time_and_all_in_turn() {
	let bad: BTreeSet<[u8; 32]> = commitments(11).into_iter().collect();
	let all: Vec<[u8; 32]> = bad.iter().copied().collect();
	let round = Round::of(SCRUB_EVERY);
	assert_eq!(round.again(1_000, &bad), all[..8]);
	assert!(round.again(1_099, &bad).is_empty());
	let next = round.again(1_100, &bad);
	assert_eq!(next, [&all[8..], &all[..5]].concat());
	assert!(round.again(1_200, &BTreeSet::new()).is_empty());
}

/// A custodian's journal and store.
struct Home {
	journal: Journal,
	store: Embedded,
	findings: Findings,
	erasing: AsyncMutex<()>,
	folder: TempDir,
}

impl Home {
	async fn new(number: u8) -> Self {
		let folder = tempfile::tempdir().unwrap();
		let seed = Zeroizing::new([number; 32]);
		let config = EmbeddedConfig::new(folder.path().join("ipfs"), seed);
		let journal = folder.path().join("journal.redb");
		Self {
			journal: Journal::open(journal, AtRest::new(&[3; 32])).unwrap(),
			store: Embedded::start(config).await.unwrap(),
			findings: Findings::default(),
			erasing: AsyncMutex::default(),
			folder,
		}
	}

	fn keeping(&self) -> Keeping<'_> {
		Keeping {
			journal: &self.journal,
			store: &self.store,
			findings: &self.findings,
			erasing: &self.erasing,
			incoming: self.folder.path(),
		}
	}

	/// Itself as one of a version's other custodians, reached by bitswap alone.
	async fn as_peer(&self) -> Others {
		Others {
			peers: BTreeSet::from([self.store.identity().await.unwrap().peer_id]),
			..Others::default()
		}
	}

	/// Keeps a document and a share of its key, as a record's first version.
	async fn keep(&self, document: &Bytes) -> [u8; 32] {
		let cid = self.store.add(document.clone()).await.unwrap();
		let key = DataKey::generate();
		let (key_commitment, share) = (key.commitment(), split(&key, 2, 3).unwrap().remove(0));
		let info = PlacementInfo {
			placed_by: [2; 32],
			cid,
			size: document.len() as u64,
			placed_at: 0,
			bound_to: None,
		};
		self.journal.place(&key_commitment, &share, &info).unwrap();
		self.journal.bind(&key_commitment, RecordId(1), 1).unwrap();
		key_commitment
	}

	fn block_file(&self, block: &Cid) -> PathBuf {
		let name = format!("{block}.data");
		let shards = std::fs::read_dir(self.folder.path().join("ipfs/blockstore")).unwrap();
		let mut files = shards.map(|shard| shard.unwrap().path().join(&name));
		files.find(|file| file.exists()).unwrap()
	}

	fn share_file(&self, key_commitment: &[u8; 32]) -> PathBuf {
		let folder = self.folder.path().join("journal.redb.shares");
		folder.join(hex::encode(key_commitment))
	}
}

fn document() -> Bytes {
	let byte = |index: usize| (index % 251) as u8 ^ (index / LEAF_LENGTH) as u8;
	(0..2 * LEAF_LENGTH + 7).map(byte).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_block_and_a_bad_one_come_back_from_another_custodian() {
	let (home, other) = (Home::new(1).await, Home::new(2).await);
	let document = document();
	let (key_commitment, cid) = (home.keep(&document).await, cid_of(&document).unwrap());
	other.keep(&document).await;
	let address = other.store.identity().await.unwrap().addresses.remove(0);
	home.store.connect(&address).await.unwrap();
	let keeping = home.keeping();
	assert!(keeping.check(&key_commitment).await.unwrap().is_none());

	let leaf = cid_of(&document.slice(LEAF_LENGTH..2 * LEAF_LENGTH)).unwrap();
	for (block, state) in [
		(leaf, DocumentState::Missing),
		(leaf, DocumentState::Damaged),
		(cid, DocumentState::Damaged),
	] {
		let file = home.block_file(&block);
		if state == DocumentState::Missing {
			std::fs::remove_file(&file).unwrap();
		} else {
			let mut bytes = std::fs::read(&file).unwrap();
			bytes[5] ^= 1;
			std::fs::write(&file, bytes).unwrap();
		}
		let bad = keeping.check(&key_commitment).await.unwrap().unwrap();
		assert_eq!(home.findings.document(&key_commitment), state);
		let repaired = keeping.repair(&bad, &other.as_peer().await).await;
		assert!(repaired.unwrap());
		assert_eq!(home.findings.counts(), (0, 0));
		assert!(keeping.check(&key_commitment).await.unwrap().is_none());
		assert_eq!(home.store.get(&cid).await.unwrap(), document);
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_bitswap_reaches_nobody_it_comes_by_http() {
	let home = Home::new(1).await;
	let document = document();
	let (key_commitment, cid) = (home.keep(&document).await, cid_of(&document).unwrap());
	let others = Others {
		custodians: vec![
			custodian_giving(None).await,
			custodian_giving(Some(document.to_vec())).await,
		],
		..Others::default()
	};
	let keeping = home.keeping();
	let leaf = cid_of(&document.slice(LEAF_LENGTH..2 * LEAF_LENGTH)).unwrap();
	for (block, state) in [
		(leaf, DocumentState::Missing),
		(leaf, DocumentState::Damaged),
		(cid, DocumentState::Damaged),
	] {
		let file = home.block_file(&block);
		match state {
			DocumentState::Missing => std::fs::remove_file(&file).unwrap(),
			_ => std::fs::write(&file, b"bad").unwrap(),
		}
		let bad = keeping.check(&key_commitment).await.unwrap().unwrap();
		assert_eq!(home.findings.document(&key_commitment), state);
		assert!(keeping.repair(&bad, &others).await.unwrap());
		assert!(keeping.check(&key_commitment).await.unwrap().is_none());
		assert_eq!(home.store.get(&cid).await.unwrap(), document);
	}
	// As after a restore, when none of it is here.
	home.store.erase(&cid).await.unwrap();
	let bad = keeping.check(&key_commitment).await.unwrap().unwrap();
	assert!(keeping.repair(&bad, &others).await.unwrap());
	assert!(home.store.is_pinned(&cid).await.unwrap());
	assert_eq!(home.findings.counts(), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_nobody_to_ask_nothing_gets_worse_and_it_stays_noted() {
	let home = Home::new(1).await;
	let document = document();
	let (key_commitment, cid) = (home.keep(&document).await, cid_of(&document).unwrap());
	let leaf = cid_of(&document.slice(..LEAF_LENGTH)).unwrap();
	let file = home.block_file(&leaf);
	let good = std::fs::read(&file).unwrap();
	std::fs::write(&file, b"bad").unwrap();
	let keeping = home.keeping();
	let bad = keeping.check(&key_commitment).await.unwrap().unwrap();
	let repaired = keeping.repair(&bad, &Others::default()).await;
	assert!(!repaired.unwrap());
	assert_eq!(home.findings.document(&key_commitment), DocumentState::Damaged);
	assert_eq!(home.findings.all(), BTreeSet::from([key_commitment]));
	assert!(home.store.is_pinned(&cid).await.unwrap());
	// As when its disk is itself again.
	std::fs::write(&file, good).unwrap();
	assert!(keeping.check(&key_commitment).await.unwrap().is_none());
	assert_eq!(home.findings.counts(), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_share_is_found_and_said_until_it_is_there_again() {
	let home = Home::new(1).await;
	let key_commitment = home.keep(&Bytes::from_static(b"synthetic")).await;
	let (keeping, file) = (home.keeping(), home.share_file(&key_commitment));
	let encrypted = std::fs::read(&file).unwrap();
	let mut altered = encrypted.clone();
	altered[40] ^= 1;
	for lost in [None, Some(altered)] {
		match lost {
			None => std::fs::remove_file(&file).unwrap(),
			Some(bytes) => std::fs::write(&file, bytes).unwrap(),
		}
		assert!(keeping.check(&key_commitment).await.unwrap().is_none());
		assert_eq!(home.findings.counts(), (1, 0));
		std::fs::write(&file, &encrypted).unwrap();
		keeping.check(&key_commitment).await.unwrap();
		assert_eq!(home.findings.counts(), (0, 0));
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_what_is_erased_while_it_is_repaired_is_not_kept() {
	let (home, other) = (Home::new(1).await, Home::new(2).await);
	let document = document();
	let (key_commitment, cid) = (home.keep(&document).await, cid_of(&document).unwrap());
	other.keep(&document).await;
	let address = other.store.identity().await.unwrap().addresses.remove(0);
	home.store.connect(&address).await.unwrap();
	std::fs::remove_file(home.block_file(&cid)).unwrap();
	let keeping = home.keeping();
	let bad = keeping.check(&key_commitment).await.unwrap().unwrap();
	home.store.erase(&cid).await.unwrap();
	home.journal.destroy_share(&key_commitment).unwrap();
	let repaired = keeping.repair(&bad, &other.as_peer().await).await;
	assert!(!repaired.unwrap());
	assert!(!home.store.is_pinned(&cid).await.unwrap());
	assert!(!home.store.has(&cid).await.unwrap());
	assert_eq!(home.findings.counts(), (0, 0));
	// And what is no longer in keeping is not checked any more.
	home.findings.note_share(&key_commitment, true);
	assert!(keeping.check(&key_commitment).await.unwrap().is_none());
	assert_eq!(home.findings.counts(), (0, 0));
}

/// A custodian that gives the first bytes of a document, and then nothing for as long as it is asked.
async fn custodian_hanging_after(bytes: Bytes) -> Custodian {
	let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
	let endpoint = format!("http://{}", listener.local_addr().unwrap());
	tokio::spawn(async move {
		let mut held = Vec::new();
		while let Ok((mut stream, _)) = listener.accept().await {
			let _ = stream.read(&mut [0; 4096]).await;
			let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
			let _ = stream.write_all(&[&head[..], &bytes[..]].concat()).await;
			held.push(stream);
		}
	});
	Custodian::at(AccountId::new([9; 32]), endpoint, [0; 32]).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_a_copy_that_drips_is_given_up_when_its_record_is_erased() {
	let home = Home::new(1).await;
	let document = document();
	let (key_commitment, cid) = (home.keep(&document).await, cid_of(&document).unwrap());
	std::fs::remove_file(home.block_file(&cid)).unwrap();
	let others = Others {
		custodians: vec![custodian_hanging_after(document.slice(..LEAF_LENGTH)).await],
		..Others::default()
	};
	let keeping = home.keeping();
	let bad = keeping.check(&key_commitment).await.unwrap().unwrap();
	let erase = async {
		tokio::time::sleep(Duration::from_secs(1)).await;
		let _erasing = home.erasing.lock().await;
		home.store.erase(&cid).await.unwrap();
		home.journal.destroy_share(&key_commitment).unwrap();
	};
	let began = Instant::now();
	let (repaired, ()) = tokio::join!(keeping.repair(&bad, &others), erase);
	assert!(!repaired.unwrap());
	// Nothing came for thirty seconds, else.
	assert!(began.elapsed() < Duration::from_secs(20));
	assert!(!home.store.is_pinned(&cid).await.unwrap());
	assert!(!home.store.has(&cid).await.unwrap());
	assert_eq!(home.findings.counts(), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_a_copy_is_not_pinned_once_its_share_is_gone() {
	let home = Home::new(1).await;
	let document = document();
	let (key_commitment, cid) = (home.keep(&document).await, cid_of(&document).unwrap());
	home.store.erase(&cid).await.unwrap();
	let others = Others {
		custodians: vec![custodian_giving(Some(document.to_vec())).await],
		..Others::default()
	};
	let kept = Kept {
		journal: &home.journal,
		store: &home.store,
		erasing: &home.erasing,
		key_commitment: &key_commitment,
		cid: &cid,
	};
	home.journal.destroy_share(&key_commitment).unwrap();
	// As a process leaves it that is killed before it asks again.
	let size = document.len() as u64;
	let repaired = others.repair(kept, size, home.folder.path()).await;
	repaired.unwrap();
	assert!(!home.store.is_pinned(&cid).await.unwrap());
	// Whoever erases waits for what is just being pinned.
	let key_commitment = home.keep(&document).await;
	let kept = Kept { key_commitment: &key_commitment, ..kept };
	let held = kept.hold().await.unwrap();
	assert!(held.is_some() && home.erasing.try_lock().is_err());
}
