// SPDX-License-Identifier: Apache-2.0
//! Custody is paid: what this operator claims, by a real share in a real journal.

use super::*;
use salus_chain::queries::CustodyFund;
use salus_core::retention;
use salus_primitives::records::{Retention, Version};

const WEEK: Moment = 7 * 24 * 60 * 60 * 1_000;
/// What a share earns in a millisecond, times the milliseconds of a day.
const PRICE: Balance = 86_400_000;
const CLAIM: &str = "Records.claim_custody";

impl Home {
	/// A share that is bound to a version, and where its proofs end.
	async fn anchored(&self) -> ([u8; 32], [u8; 32]) {
		let (name, _) = self.placed().await;
		self.journal().bind(&name, RECORD, 1).unwrap();
		(name, retention::anchor(&self.journal().share(&name).unwrap()))
	}

	/// The chain names this custodian in the second place, and has seen these proofs of the two.
	fn pays(&self, name: [u8; 32], seen: [[u8; 32]; 2], held: Balance) {
		let custodians = vec![AccountId::new([9; 32]), self.worker.account()];
		let version = Version {
			key_commitment: name,
			custodians: custodians.try_into().unwrap(),
			..fixtures::version(2, 9)
		};
		let retentions = seen.map(|proof| Retention { proof, paid_until: 0 }).to_vec();
		let retentions = retentions.try_into().unwrap();
		let payer = AccountId::new([2; 32]);
		let fund = CustodyFund { payer, price: PRICE, held, retentions };
		self.chain.answers("RecordsApi_version", Some(version));
		self.chain.answers("RecordsApi_custody_fund", Some(fund));
	}

	/// What is posted by then.
	async fn claimed_at(&self, now: Moment) -> usize {
		self.chain.is_at(now, BLOCK.number);
		registry::watch(WatchKey::ClaimCustody).tick(&self.worker, BLOCK).await.unwrap();
		assert!(self.chain.posted().iter().all(|call| call == CLAIM));
		self.chain.posted().len()
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_custodian_claims_by_its_share_once_a_week() {
	let home = Home::new().await;
	let (name, anchor) = home.anchored().await;
	home.pays(name, [[1; 32], anchor], Balance::MAX);
	for (now, expected) in [(WEEK - 1, 0), (WEEK + WEEK / 8, 1), (WEEK + WEEK / 8 + 1, 1)] {
		assert_eq!(home.claimed_at(now).await, expected, "{now}");
	}
	// The chain has not seen the claim, as when it was lost from sight: it is made up for.
	assert_eq!(home.claimed_at(2 * WEEK).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_earns_no_more_than_its_fee_waits() {
	let home = Home::new().await;
	let (name, anchor) = home.anchored().await;
	home.pays(name, [[1; 32], anchor], Balance::MAX);
	*home.chain.fee.lock().unwrap() = 2 * Balance::from(WEEK);
	assert_eq!(home.claimed_at(2 * WEEK).await, 0);
	assert_eq!(home.claimed_at(3 * WEEK).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_claimed_of_an_empty_fund_by_a_wrong_anchor_or_in_anothers_place() {
	let home = Home::new().await;
	let (name, anchor) = home.anchored().await;
	let mut now = WEEK;
	for (name, seen, held) in [
		(name, [[1; 32], anchor], 0),
		// Its author gave another, or those of two in the wrong order.
		(name, [[1; 32], [2; 32]], Balance::MAX),
		(name, [anchor, [1; 32]], Balance::MAX),
		// The key was split anew since: this share is kept until others have new ones.
		([7; 32], [[1; 32], anchor], Balance::MAX),
	] {
		home.pays(name, seen, held);
		now += WEEK;
		assert_eq!(home.claimed_at(now).await, 0);
	}
	home.pays(name, [[1; 32], anchor], Balance::MAX);
	assert_eq!(home.claimed_at(now + WEEK).await, 1);
}
