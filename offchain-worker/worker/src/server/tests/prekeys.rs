// SPDX-License-Identifier: Apache-2.0
//! Shares are placed under the key of the hour, and under no other.

use super::{
	custody::{Version, place, pretender, version},
	wire::Wire,
	*,
};
use salus_core::protocol::{KEY_GONE, PLACEMENT_KEY_BLOCKS, PlacementKey, Receipt, ReceiptSubject};
use std::sync::{Mutex, atomic::AtomicUsize};

pub(super) const PREKEY: [u8; 32] = [6; 32];
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Prekeys that begin with a known one, and the clock that they go by.
pub(super) fn prekeys() -> (Prekeys, Arc<Mutex<Instant>>) {
	let time = Arc::new(Mutex::new(Instant::now()));
	let clock = time.clone();
	let first = EncryptionSecret::from_bytes(PREKEY);
	let prekeys = Prekeys::new(first, move || *clock.lock().unwrap());
	(prekeys, time)
}

/// A custodian, and a version whose document was uploaded to it.
pub(super) async fn uploaded(prekeys: Prekeys) -> (Served, Version) {
	let served = Served::by(prekeys, Arc::new(Still), Limits::default()).await;
	let bytes = document(100);
	let cid = cid_of(&bytes).unwrap();
	served.put(&cid, &bytes).await.unwrap();
	(served, version(cid))
}

/// Whether a placement begins here.
fn begins_a_placement(piece: &[u8]) -> bool {
	String::from_utf8_lossy(piece).contains("\"custody_place\"")
}

#[tokio::test]
async fn whoever_comes_with_a_key_that_is_gone_asks_for_another_and_succeeds() {
	let (prekeys, time) = prekeys();
	let (served, version) = uploaded(prekeys).await;
	let placements = AtomicUsize::new(0);
	let wire = Wire::to(served.address, move |piece| {
		// The first one is under way for two hours.
		if begins_a_placement(piece) && placements.fetch_add(1, Ordering::Relaxed) == 0 {
			*time.lock().unwrap() += 2 * HOUR;
		}
	})
	.await;
	let custodian = wire.custodian(&served);
	place(&custodian, &served.author, &served, &version, 100).await.unwrap();
	let text = wire.text();
	assert_eq!(text.matches("\"custody_identity\"").count(), 2);
	assert_eq!(text.matches("\"custody_place\"").count(), 2);
	assert!(text.contains(&KEY_GONE.to_string()), "{text}");
	let used = wire.fields("placementKey");
	assert_eq!(used.len(), 2);
	assert_ne!(used[0], used[1]);
	let share = served.custody.journal.share(&version.key_commitment);
	assert!(share.unwrap() == version.share);
}

#[tokio::test]
async fn a_placement_within_the_ten_minutes_is_taken_at_once() {
	let (prekeys, time) = prekeys();
	let (served, version) = uploaded(prekeys).await;
	let wire = Wire::to(served.address, move |piece| {
		if begins_a_placement(piece) {
			*time.lock().unwrap() += HOUR + HOUR / 10;
		}
	})
	.await;
	let custodian = wire.custodian(&served);
	place(&custodian, &served.author, &served, &version, 100).await.unwrap();
	assert_eq!(wire.fields("placementKey").len(), 1);
}

#[tokio::test]
async fn it_asks_again_once_and_not_for_ever() {
	let (prekeys, time) = prekeys();
	let (served, version) = uploaded(prekeys).await;
	let wire = Wire::to(served.address, move |piece| {
		if begins_a_placement(piece) {
			*time.lock().unwrap() += 2 * HOUR;
		}
	})
	.await;
	let custodian = wire.custodian(&served);
	let refused = place(&custodian, &served.author, &served, &version, 100).await.unwrap_err();
	assert!(matches!(refused, CustodianError::KeyGone { .. }), "{refused}");
	assert_eq!(wire.fields("placementKey").len(), 2);
}

#[tokio::test]
async fn nothing_is_encrypted_to_a_placement_key_that_does_not_verify() {
	const LAST: u32 = 5_000;
	let served = Served::with(Limits::default()).await;
	let version = version(Cid::raw([2; 32]));
	let (author, account) = (served.author.account(), served.custody.signer.account());
	let placed = ReceiptSubject {
		genesis_hash: &GENESIS,
		custodian: &account,
		placed_by: &author,
		cid: &version.cid,
		size: 9,
		share_name: &version.key_commitment,
	};
	let receipt = Receipt::sign(LAST, placed, &served.custody.signer);
	let identity = served.custodian().identity().await.unwrap();
	let (custodian, other) = (&served.custody.signer, &served.author);
	let key = EncryptionSecret::generate().public();
	let (oldest, furthest) = (LAST - PLACEMENT_KEY_BLOCKS, LAST + PLACEMENT_KEY_BLOCKS);
	for (placement_key, taken) in [
		(PlacementKey::sign(&key, LAST, &GENESIS, custodian), true),
		(PlacementKey::sign(&key, oldest, &GENESIS, custodian), true),
		(PlacementKey::sign(&key, furthest, &GENESIS, custodian), true),
		(PlacementKey::sign(&key, LAST, &GENESIS, other), false),
		(PlacementKey::sign(&key, LAST, &[9; 32], custodian), false),
		(PlacementKey::sign(&key, oldest - 1, &GENESIS, custodian), false),
		(PlacementKey::sign(&key, furthest + 1, &GENESIS, custodian), false),
		(PlacementKey::sign(&[0; 32], LAST, &GENESIS, custodian), false),
	] {
		let mut identity = identity.clone();
		identity.placement_key = Some(placement_key);
		let (url, _handle) = pretender(identity, Some(receipt.clone())).await;
		let address: SocketAddr = url.trim_start_matches("http://").parse().unwrap();
		let wire = Wire::to(address, |_| {}).await;
		let recipient = served.custody.secret.public();
		let (commitment, share) = (&version.key_commitment, &version.share);
		let answer = wire
			.custodian(&served)
			.place(&served.author, LAST, &recipient, &version.cid, 9, commitment, share)
			.await;
		// A share leaves only under a key that is believed.
		assert_eq!(wire.fields("encryptedShare").len(), usize::from(taken));
		match answer {
			Ok(()) => assert!(taken),
			Err(cause) => {
				assert!(!taken, "{cause}");
				assert!(matches!(cause, CustodianError::Nonsense { .. }), "{cause}");
			}
		}
	}
}

/// A chain whose node does not answer until it does.
#[derive(Default)]
struct Silent {
	answers: AtomicBool,
}

#[async_trait::async_trait]
impl StandIn for Silent {
	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		match self.answers.load(Ordering::Relaxed) {
			true => Still.finalized().await,
			false => Err(ChainError::Unreachable {
				url: "ws://127.0.0.1:9944".into(),
				cause: "connection refused".into(),
			}),
		}
	}
}

stands_in!(Silent);

/// Else other custodians would not learn where to dial one that was started while its node is down.
#[tokio::test]
async fn who_it_is_is_told_without_a_placement_key_while_its_node_does_not_answer() {
	let chain = Arc::new(Silent::default());
	let served = Served::on(chain.clone(), Limits::default()).await;
	let wire = Wire::to(served.address, |_| {}).await;
	let custodian = wire.custodian(&served);
	let identity = custodian.identity().await.unwrap();
	assert_eq!(identity.placement_key, None);
	assert_eq!(identity.listen_addresses, [ANNOUNCED]);
	let version = version(Cid::raw([2; 32]));
	let refused = place(&custodian, &served.author, &served, &version, 9).await;
	assert!(matches!(refused, Err(CustodianError::Unavailable { .. })), "{refused:?}");
	assert!(wire.fields("encryptedShare").is_empty());
	chain.answers.store(true, Ordering::Relaxed);
	let identity = custodian.identity().await.unwrap();
	assert!(identity.placement_key.is_some());
}
