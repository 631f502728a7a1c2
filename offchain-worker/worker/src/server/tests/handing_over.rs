// SPDX-License-Identifier: Apache-2.0
//! Custody changes hands: what is tried to get a share that goes to another, or to bring one that nobody asked for. The rows
//! of the list of attacks in the workspace's README.

use super::{wire::Wire, *};
use crate::journal::PlacementInfo;
use codec::Encode;
use salus_chain::queries::WhoIs;
use salus_core::{DataKey, Layers, Share, Sharing, decrypt_twice, hand_over_info, parties, split};
use salus_custody::{
	Asker,
	documents::{self, DocumentsError},
	fixtures,
};
use salus_keystore::identity::encryption_secret;
use salus_primitives::{
	AccessId, Category, Compartment, DataPeriod, Day, RecordId,
	records::{Destruction, Record, Resharing, Version},
};
use std::sync::{Mutex, atomic::AtomicUsize};

const RECORD: RecordId = RecordId(7);
/// Who keeps the version at first, and once this custodian has left.
const BEFORE: [&str; 3] = ["//Custodian", "//Second", "//Third"];
const AFTER: [&str; 3] = ["//Successor", "//Second", "//Third"];

fn signer(name: &str) -> Signer {
	Signer::from_secret(name).unwrap()
}

fn account(name: &str) -> AccountId {
	signer(name).account()
}

/// A chain with one record, whose custody changes.
struct Changing {
	version: Mutex<Version<AccountId>>,
	/// Whether this custodian owes a receipt.
	owes: AtomicBool,
	/// So often the version is told; then it is erased.
	left: AtomicUsize,
	/// Where every operator is.
	endpoint: Mutex<String>,
}

#[async_trait::async_trait]
impl StandIn for Changing {
	async fn ask_raw(
		&self,
		method: &str,
		arguments: Vec<u8>,
		block: H256,
	) -> Result<Vec<u8>, ChainError> {
		Ok(match method {
			"RecordsApi_version" if arguments == (RECORD, 1_u32).encode() => {
				let left = self.left.load(Ordering::Relaxed);
				self.left.store(left.saturating_sub(1), Ordering::Relaxed);
				(left > 0).then(|| self.version.lock().unwrap().clone()).encode()
			}
			"RecordsApi_record" => Some(Record {
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
			})
			.encode(),
			"RecordsApi_destructions" if self.owes.load(Ordering::Relaxed) => {
				let custodian = account("//Custodian");
				let due = salus_primitives::quorum::Deadline { moment: 0, block: 0 };
				let destroyed_at = None::<Moment>;
				vec![Destruction { custodian, bound: true, due, destroyed_at }].encode()
			}
			"RecordsApi_access" => {
				let mut access = fixtures::access(&account("//Reader"), &account("//Custodian"));
				access.version = Some(self.version.lock().unwrap().clone());
				Some(access).encode()
			}
			"ParticipantsApi_who_is" => {
				let key = EncryptionSecret::from_bytes(SECRET).public();
				let operator = Some(fixtures::operator(&self.endpoint.lock().unwrap()));
				WhoIs { membership_count: 1, operator, ..with_key(key) }.encode()
			}
			_ => return Still.ask_raw(method, arguments, block).await,
		})
	}
}

stands_in!(Changing);

/// A custodian that keeps the first share of the record's version.
struct Keeping {
	served: Served,
	chain: Arc<Changing>,
	share: Share,
}

impl Keeping {
	async fn new() -> Self {
		let bytes = document(100);
		let key = DataKey::from_bytes([9; 32]);
		let version = Version {
			cid: cid_of(&bytes).unwrap(),
			length: 100,
			key_commitment: key.commitment(),
			author: account("//Author"),
			..fixtures::version(1, 2)
		};
		let info = PlacementInfo {
			placed_by: account("//Author").into(),
			cid: version.cid,
			size: 100,
			placed_at: 0,
			bound_to: Some((RECORD, 1)),
		};
		let chain = Arc::new(Changing {
			version: Mutex::new(version),
			owes: AtomicBool::new(false),
			left: AtomicUsize::new(usize::MAX),
			endpoint: Mutex::default(),
		});
		let served = Served::on(chain.clone(), Limits::default()).await;
		*chain.endpoint.lock().unwrap() = format!("http://{}", served.address);
		served.kept(100).await;
		let share = split(&key, 2, 3).unwrap().remove(0);
		served.custody.journal.place(&key.commitment(), &share, &info).unwrap();
		let keeping = Self { served, chain, share };
		keeping.is_kept_by(&BEFORE);
		keeping
	}

	/// The chain names these.
	fn is_kept_by(&self, custodians: &[&str]) {
		let custodians: Vec<AccountId> = custodians.iter().map(|name| account(name)).collect();
		self.chain.version.lock().unwrap().custodians = custodians.try_into().unwrap();
	}

	/// The chain names the successor, and waits for a receipt.
	fn leaves(&self) {
		self.is_kept_by(&AFTER);
		self.chain.owes.store(true, Ordering::Relaxed);
	}

	fn version(&self) -> Version<AccountId> {
		self.chain.version.lock().unwrap().clone()
	}

	async fn taken_over_by(&self, who: &str) -> Result<Share, CustodianError> {
		let (version, secret) = (self.version(), EncryptionSecret::from_bytes(SECRET));
		let sharing = Sharing::of(RECORD, 1, &version);
		self.served.custodian().take_over(&signer(who), &secret, BLOCK, sharing).await
	}

	async fn is_refused(&self, who: &str) -> bool {
		matches!(self.taken_over_by(who).await, Err(CustodianError::Refused { .. }))
	}

	/// Somebody places a share for a sharing.
	async fn placed_anew(
		&self,
		who: &str,
		drawn: u8,
	) -> (Result<(), CustodianError>, [u8; 32], Share) {
		let version = self.version();
		let drawn = Some([drawn; 32]);
		let sharing = Sharing { drawn, ..Sharing::of(RECORD, 1, &version) };
		let share = split(&DataKey::from_bytes([9; 32]), 2, 3).unwrap().remove(0);
		let recipient = self.served.custody.secret.public();
		let custodian = self.served.custodian();
		let signer = signer(who);
		let placed = custodian.place_anew(&signer, BLOCK, &recipient, &version, sharing, &share);
		(placed.await, sharing.share_name(), share)
	}

	/// How many shares a reader gets, of two that it needs.
	async fn given_to_a_reader(&self) -> usize {
		let (reader, secret) = (signer("//Reader"), EncryptionSecret::from_bytes(SECRET));
		let block = BlockRef { number: BLOCK, hash: H256([2; 32]) };
		let asker = Asker::User { retry_budget: Duration::ZERO };
		let chain = &*self.chain;
		let opened = documents::open_key(chain, &reader, &secret, AccessId(3), block, &asker).await;
		match opened.map(drop) {
			Err(DocumentsError::CustodiansMissing { have, need: 2, .. }) => have,
			other => panic!("{other:?}"),
		}
	}

	fn kept(&self, name: &[u8; 32]) -> Option<Share> {
		self.served.custody.journal.share(name).ok()
	}
}

#[tokio::test]
async fn data_rule_5_a_share_is_handed_over_to_nobody_but_whom_the_chain_names_in_its_place() {
	let keeping = Keeping::new().await;
	let others = ["//Second", "//Third", "//Author", "//Patient", "//Stranger", "//Custodian"];
	// Nobody has left.
	for who in others.into_iter().chain(["//Successor"]) {
		assert!(keeping.is_refused(who).await, "{who}, before");
	}
	// Named, as in a version that this custodian never kept: it owes nothing of the record.
	keeping.is_kept_by(&AFTER);
	assert!(keeping.is_refused("//Successor").await);
	keeping.leaves();
	for who in others {
		assert!(keeping.is_refused(who).await, "{who}, after");
	}
	// As often as it asks: its answer may be lost, and it may be killed before it has stored anything.
	for _ in 0..2 {
		assert!(keeping.taken_over_by("//Successor").await.unwrap() == keeping.share);
	}
	// It stays here until it is proven there.
	assert!(keeping.kept(&keeping.version().key_commitment).is_some());
	// Somebody else succeeds the successor: who asked before is named no more.
	keeping.is_kept_by(&["//Fourth", "//Second", "//Third"]);
	assert!(keeping.is_refused("//Successor").await);
	assert!(keeping.taken_over_by("//Fourth").await.is_ok());
	// And of an erased record nothing is given.
	keeping.chain.left.store(0, Ordering::Relaxed);
	assert!(keeping.is_refused("//Fourth").await);
}

#[tokio::test]
async fn a_share_of_before_a_reshare_is_handed_over_to_nobody() {
	let keeping = Keeping::new().await;
	keeping.leaves();
	let placed_by = account("//Patient");
	let reshared = Resharing { generation: 1, sharing: [4; 32], placed_by };
	keeping.chain.version.lock().unwrap().reshared = Some(reshared);
	assert!(keeping.is_refused("//Successor").await);
}

#[tokio::test]
async fn whoever_has_left_gives_readers_its_share_until_it_owes_nothing() {
	let keeping = Keeping::new().await;
	// The other two don't answer for themselves here.
	assert_eq!(keeping.given_to_a_reader().await, 1);
	keeping.leaves();
	assert_eq!(keeping.given_to_a_reader().await, 1);
	// And so does whoever was left out of a new sharing, of which nobody has a share yet.
	let placed_by = account("//Author");
	let reshared = Resharing { generation: 1, sharing: [4; 32], placed_by };
	keeping.chain.version.lock().unwrap().reshared = Some(reshared);
	assert_eq!(keeping.given_to_a_reader().await, 1);
	keeping.chain.owes.store(false, Ordering::Relaxed);
	assert_eq!(keeping.given_to_a_reader().await, 0);
}

#[tokio::test]
async fn a_recorded_hand_over_opens_with_nothing_that_anybody_keeps() {
	let keeping = Keeping::new().await;
	keeping.leaves();
	let wire = Wire::to(keeping.served.address, |_| {}).await;
	let (version, secret) = (keeping.version(), EncryptionSecret::from_bytes(SECRET));
	let sharing = Sharing::of(RECORD, 1, &version);
	let successor = signer("//Successor");
	let custodian = wire.custodian(&keeping.served);
	for _ in 0..2 {
		custodian.take_over(&successor, &secret, BLOCK, sharing).await.unwrap();
	}
	let drawn = wire.fields("replyKey");
	assert!(drawn.len() == 2 && drawn[0] != drawn[1]);
	let info = hand_over_info(&GENESIS, &sharing.share_name());
	let (from, to) = (account("//Custodian"), successor.account());
	let parties = parties(from.as_ref(), to.as_ref());
	let custodians = encryption_secret(&signer("//Custodian"));
	let lasting = [secret, encryption_secret(&successor), custodians];
	for on_chain in &lasting {
		for ephemeral in &lasting {
			let with = Layers { on_chain, ephemeral };
			assert!(decrypt_twice(with, &info, &parties, &wire.share()).is_err());
		}
	}
}

#[tokio::test]
async fn new_shares_are_taken_from_the_patient_and_the_author_and_wait_beside_the_old_one() {
	let keeping = Keeping::new().await;
	let old = keeping.version().key_commitment;
	for who in ["//Second", "//Stranger", "//Custodian"] {
		let (placed, name, _) = keeping.placed_anew(who, 4).await;
		let refused = placed.unwrap_err();
		assert!(matches!(refused, CustodianError::Refused { .. }), "{who}: {refused}");
		assert_eq!(keeping.kept(&name), None);
	}
	let (by_patient, patients, first) = keeping.placed_anew("//Patient", 4).await;
	let (by_author, authors, second) = keeping.placed_anew("//Author", 5).await;
	assert!(by_patient.is_ok() && by_author.is_ok(), "{by_patient:?} {by_author:?}");
	let kept = [old, patients, authors].map(|name| keeping.kept(&name));
	assert_eq!(kept, [keeping.share.clone(), first, second].map(Some));
	// Nobody else's share of the same sharing takes the place of one that is there.
	let (again, _, _) = keeping.placed_anew("//Author", 4).await;
	assert!(matches!(again, Err(CustodianError::Refused { .. })), "{again:?}");
	assert_eq!(keeping.kept(&patients), kept[1]);
	let of_record = keeping.served.custody.journal.placements_of(RECORD).unwrap();
	assert_eq!(of_record.len(), 3);
}

#[tokio::test]
async fn shares_of_a_sharing_that_the_chain_names_already_are_not_taken() {
	let keeping = Keeping::new().await;
	let placed_by = account("//Patient");
	let reshared = Resharing { generation: 1, sharing: [4; 32], placed_by };
	keeping.chain.version.lock().unwrap().reshared = Some(reshared);
	let (placed, name, _) = keeping.placed_anew("//Author", 4).await;
	assert!(matches!(placed, Err(CustodianError::Refused { .. })), "{placed:?}");
	assert_eq!(keeping.kept(&name), None);
}

#[tokio::test]
async fn data_rule_6_a_share_that_comes_while_its_record_is_erased_does_not_stay() {
	let keeping = Keeping::new().await;
	// Told once, when it is decided whether to take the share; erased when it is written.
	keeping.chain.left.store(1, Ordering::Relaxed);
	let (placed, name, _) = keeping.placed_anew("//Patient", 4).await;
	assert!(matches!(placed, Err(CustodianError::Refused { .. })), "{placed:?}");
	assert_eq!(keeping.kept(&name), None);
	let journal = &keeping.served.custody.journal;
	assert_eq!(journal.placements_of(RECORD).unwrap().len(), 1);
	// And of what was erased before, none is taken.
	let (placed, name, _) = keeping.placed_anew("//Patient", 5).await;
	assert!(matches!(placed, Err(CustodianError::Refused { .. })), "{placed:?}");
	assert_eq!(keeping.kept(&name), None);
}

#[tokio::test]
async fn what_waits_is_counted_for_whoever_placed_it() {
	let limits = Limits { bytes_of_an_account: 200 * 1024, ..Limits::default() };
	let mut keeping = Keeping::new().await;
	keeping.served = Served::on(keeping.chain.clone(), limits).await;
	keeping.served.kept(100).await;
	let mut placed = Vec::new();
	for drawn in 1..=4 {
		placed.push(keeping.placed_anew("//Patient", drawn).await.0.is_ok());
	}
	// 64 KiB each, whatever they are.
	assert_eq!(placed, [true, true, true, false]);
}
