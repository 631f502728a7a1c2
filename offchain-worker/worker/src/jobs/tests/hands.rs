// SPDX-License-Identifier: Apache-2.0
//! Custody changes hands, between two custodians with servers of their own: whatever is killed in between, no share is
//! lost, and none is destroyed before others have it.

use super::*;
use crate::server::{self, Transport};
use jsonrpsee::server::ServerHandle;
use salus_chain::queries::WhoIs;
use salus_core::{Share, Sharing};
use salus_primitives::{
	VersionNumber, WithId,
	participants::EncryptionKey,
	records::{Resharing, Version},
};
use tokio::net::TcpListener;

/// What a version is made of, but for who keeps it.
type Kept = ([u8; 32], Cid);

fn account(secret: &str) -> AccountId {
	Signer::from_secret(secret).unwrap().account()
}

/// A version that these keep, in this order, of the sharing that was drawn, if one was.
fn version(
	(key_commitment, cid): Kept,
	custodians: &[&str],
	drawn: Option<u8>,
) -> Version<AccountId> {
	let custodians: Vec<AccountId> = custodians.iter().map(|secret| account(secret)).collect();
	let placed_by = AccountId::new([2; 32]);
	Version {
		cid,
		length: 1_000,
		key_commitment,
		custodians: custodians.try_into().unwrap(),
		reshared: drawn.map(|drawn| Resharing { generation: 1, sharing: [drawn; 32], placed_by }),
		author: AccountId::new([2; 32]),
		..fixtures::version(2, 9)
	}
}

fn name(version: &Version<AccountId>) -> [u8; 32] {
	Sharing::of(RECORD, 1, version).share_name()
}

impl Home {
	/// Serves from now on: where, and for as long as the handle is there.
	async fn serves(&self) -> (String, ServerHandle) {
		let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
		let endpoint = format!("http://{}", listener.local_addr().unwrap());
		let (custody, limits) = (self.worker.custody.clone(), server::Limits::default());
		(endpoint, server::serve(custody, listener, limits, Transport::default()).unwrap())
	}

	/// All that this worker's chain knows: the version, who owes a receipt, and where everybody is.
	fn sees(&self, version: &Version<AccountId>, owes: &[&str], endpoint: &str) {
		let owed = |secret: &&str| Destruction {
			custodian: account(secret),
			bound: true,
			due: salus_primitives::quorum::Deadline { moment: 0, block: 0 },
			destroyed_at: None::<Moment>,
		};
		let numbered: WithId<VersionNumber, _> = WithId { id: 1, item: version.clone() };
		let chain = &self.chain;
		chain.answers("RecordsApi_version", Some(version.clone()));
		chain.answers("RecordsApi_provenance", vec![numbered]);
		chain.answers("RecordsApi_destructions", owes.iter().map(owed).collect::<Vec<_>>());
		let key = self.worker.custody.secret.public();
		let who = WhoIs {
			operator: Some(fixtures::operator(endpoint)),
			encryption_key: Some(EncryptionKey { key, version: 1, set_at: 0 }),
			..fixtures::nobody()
		};
		chain.answers("ParticipantsApi_who_is", who);
	}

	fn share(&self, name: &[u8; 32]) -> Option<Share> {
		self.journal().share(name).ok()
	}

	/// A share of the version that is bound to it, with its document.
	async fn keeps(&self) -> Kept {
		let kept = self.placed().await;
		self.journal().bind(&kept.0, RECORD, 1).unwrap();
		kept
	}

	async fn is_done(&self, key: JobKey) -> bool {
		matches!(self.attempt(key).await, Ok(Completion::Done))
	}
}

const KEEP: JobKey = JobKey::Keep(RECORD, 1);
const GIVE_UP: JobKey = JobKey::GiveUp(RECORD);
/// Who keeps the version at first, and after the hand-over of the first one.
const BEFORE: [&str; 3] = ["//Custodian", "//Second", "//Third"];
const AFTER: [&str; 3] = ["//Successor", "//Second", "//Third"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_share_is_destroyed_only_once_the_successor_has_proven_that_it_keeps_it() {
	let (leaver, successor) = (Home::of("//Custodian").await, Home::of("//Successor").await);
	let kept = leaver.keeps().await;
	let share = leaver.share(&kept.0).unwrap();
	let ((old, _serving), (new, _serves)) = (leaver.serves().await, successor.serves().await);
	let after = version(kept, &AFTER, None);
	leaver.sees(&after, &["//Custodian"], &new);
	successor.sees(&after, &["//Custodian"], &old);

	// The successor has not come yet, or was killed before it had stored anything.
	for _ in 0..2 {
		assert!(leaver.attempt(GIVE_UP).await.is_err());
		assert_eq!(leaver.share(&kept.0), Some(share.clone()));
	}
	assert!(leaver.chain.posted().is_empty());
	// It comes, and once more after it was killed with all of it done but its note.
	for _ in 0..2 {
		assert!(successor.is_done(KEEP).await);
		assert_eq!(successor.share(&kept.0), Some(share.clone()));
	}
	assert!(successor.worker.custody.store.has(&kept.1).await.unwrap());
	let of_record = successor.journal().placements_of(RECORD).unwrap();
	assert_eq!(of_record[0].info.bound_to, Some((RECORD, 1)));
	// The leaver goes on, and is killed before its receipt is noted: it is posted again, which the chain refuses.
	for times in 1..=2 {
		assert!(leaver.is_done(GIVE_UP).await);
		assert_eq!(leaver.share(&kept.0), None);
		assert!(!leaver.worker.custody.store.has(&kept.1).await.unwrap());
		assert_eq!(leaver.chain.posted(), vec!["Records.confirm_destruction"; times]);
	}
	// Nothing is left to be asked for, and the successor needs nothing.
	assert!(successor.is_done(KEEP).await);
	assert_eq!(successor.share(&kept.0), Some(share));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_says_that_it_has_the_share_and_has_another_is_not_believed() {
	let (leaver, liar) = (Home::of("//Custodian").await, Home::of("//Successor").await);
	let kept = leaver.keeps().await;
	let after = version(kept, &AFTER, None);
	// It keeps something of this name: a proof says so, of other bytes.
	let made_up = Share { index: 1, bytes: [0x5a; 32] };
	let info = leaver.journal().placement(&kept.0).unwrap().unwrap();
	liar.journal().place(&kept.0, &made_up, &info).unwrap();
	liar.worker.custody.store.add(Bytes::from(vec![9; 1_000])).await.unwrap();
	let (endpoint, _serving) = liar.serves().await;
	leaver.sees(&after, &["//Custodian"], &endpoint);
	assert!(leaver.attempt(GIVE_UP).await.is_err());
	assert!(leaver.share(&kept.0).is_some() && leaver.chain.posted().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_share_goes_once_as_many_as_open_the_version_keep_new_ones() {
	let (first, second) = (Home::of("//Custodian").await, Home::of("//Second").await);
	let kept = first.keeps().await;
	let reshared = version(kept, &BEFORE, Some(4));
	let (old, new) = (kept.0, name(&reshared));
	let shares = split(&DataKey::from_bytes([8; 32]), 2, 3).unwrap();
	let info = first.journal().placement(&old).unwrap().unwrap();
	let waiting = PlacementInfo { bound_to: None, ..info };
	let (endpoint, _serving) = second.serves().await;
	first.sees(&reshared, &[], &endpoint);
	second.sees(&reshared, &[], &endpoint);

	// Named without a new share, as by whoever placed nothing: what is old stays.
	assert!(matches!(first.attempt(KEEP).await, Ok(Completion::Refused(_))));
	assert!(first.attempt(GIVE_UP).await.is_err());
	first.journal().place_waiting(&new, &shares[0], &waiting, RECORD).unwrap();
	assert!(first.is_done(KEEP).await);
	// One of two.
	assert!(first.attempt(GIVE_UP).await.is_err());
	assert!(first.share(&old).is_some());
	second.journal().place_waiting(&new, &shares[1], &waiting, RECORD).unwrap();
	assert!(first.is_done(GIVE_UP).await);
	assert_eq!(first.share(&old), None);
	assert_eq!(first.share(&new), Some(shares[0].clone()));
	// The document is the new share's, too, and nobody owes a receipt.
	assert!(first.worker.custody.store.has(&kept.1).await.unwrap());
	assert!(first.chain.posted().is_empty());
}

/// Data rule 6 is for what is erased: whoever left one version may keep another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_that_is_owed_of_a_record_that_stands_takes_nothing_that_is_to_be_kept() {
	let home = Home::new().await;
	let kept = home.keeps().await;
	home.sees(&version(kept, &BEFORE, None), &["//Custodian"], "http://127.0.0.1:1");
	assert!(home.attempt(JobKey::Destroy(RECORD)).await.is_err());
	assert!(home.share(&kept.0).is_some());
	// Named again before it confirmed: it keeps what it is named for, and owes nothing else.
	assert!(home.is_done(GIVE_UP).await);
	assert!(home.share(&kept.0).is_some());
	assert_eq!(home.chain.posted(), ["Records.confirm_destruction"]);
	assert!(home.worker.custody.store.has(&kept.1).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_a_record_keeps_its_receipt_waiting() {
	let home = Home::new().await;
	let kept = home.keeps().await;
	home.sees(&version(kept, &BEFORE, None), &["//Custodian"], "http://127.0.0.1:1");
	let share = split(&DataKey::from_bytes([8; 32]), 2, 3).unwrap().remove(0);
	let info = home.journal().placement(&kept.0).unwrap().unwrap();
	let waiting = PlacementInfo { bound_to: None, ..info };
	home.journal().place_waiting(&[7; 32], &share, &waiting, RECORD).unwrap();
	assert!(home.attempt(GIVE_UP).await.is_err());
	assert!(home.chain.posted().is_empty());
	home.journal().destroy_share(&[7; 32]).unwrap();
	assert!(home.is_done(GIVE_UP).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_rule_6_an_erasure_ends_what_changes_hands() {
	let home = Home::new().await;
	let kept = home.keeps().await;
	let share = split(&DataKey::from_bytes([8; 32]), 2, 3).unwrap().remove(0);
	let info = home.journal().placement(&kept.0).unwrap().unwrap();
	let waiting = PlacementInfo { bound_to: None, ..info };
	home.journal().place_waiting(&[7; 32], &share, &waiting, RECORD).unwrap();
	home.erase();
	// Nothing stands that it could be named for.
	assert!(home.is_done(GIVE_UP).await);
	assert!(home.share(&kept.0).is_some());
	assert!(home.is_done(JobKey::Destroy(RECORD)).await);
	assert_eq!((home.share(&kept.0), home.share(&[7; 32])), (None, None));
	assert!(!home.worker.custody.store.has(&kept.1).await.unwrap());
	assert_eq!(home.chain.posted(), ["Records.confirm_destruction"]);
}
