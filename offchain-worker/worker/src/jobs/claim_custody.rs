// SPDX-License-Identifier: Apache-2.0
//! Claim custody: this operator is paid for each share that it keeps, by proofs that it does (`retention.rs` of
//! salus-core). Once a week by the on-chain clock it claims for all of them:
//!
//! ```text
//! chain   a fund for each version: its price, what is left, each custodian's last proof, up to when each was paid
//! work    who has waited for a week ── the proof before the last, made from the share ── what earns more than its fee
//! effect  claim_custody, 64 versions a call
//! ```
//!
//! | not claimed | until |
//! |---|---|
//! | of an empty fund | somebody funds it |
//! | what would earn no more than its part of the fee, or a call that would not earn its fee | it has earned more |
//! | what the chain has another anchor of (`anchored.rs`) | the key is shared out anew |
//! | a share that others are named for, and that is kept until they have it | never: they are paid |
//!
//! Nothing is remembered: the chain says up to when each was paid and which proof it has seen, so a worker that was away
//! claims all of it at once, and a call that was lost from sight is made up for.

use super::{
	Worker,
	registry::{Watch, WatchKey},
};
use crate::{
	custody_rules::is_current,
	journal::{Journal, Placement},
	metrics,
};
use async_trait::async_trait;
use futures::{StreamExt, stream};
use salus_chain::{
	BlockRef, ChainError,
	calls::{Call, records},
	events::Event,
	funds, money,
	queries::{self, Balance},
};
use salus_core::retention;
use salus_primitives::{
	Moment, RecordId, VersionNumber,
	records::{CustodyClaim, CustodyClaims, MAX_CLAIMS},
};
use std::{
	cmp::Reverse,
	sync::atomic::{AtomicU64, Ordering},
};
use tokio::task::spawn_blocking;

/// Seconds of the on-chain clock between claims: a week. Data rule 8.
pub const CLAIM_EVERY: u32 = 7 * 24 * 60 * 60;
/// So many times in between all that is kept is swept for what is due.
const SWEEPS: Moment = 8;
/// Queries of the node beside each other.
const QUERIES: usize = 16;

/// When a worker claims.
pub struct Claims {
	every: Moment,
	/// Also where that earns less than it costs.
	at_a_loss: bool,
	swept_at: AtomicU64,
}

impl Claims {
	/// Every so many seconds of the on-chain clock; the first sweep comes at once.
	pub fn every(seconds: u32) -> Self {
		let every = Moment::from(seconds.max(1)).saturating_mul(1_000);
		Self { every, at_a_loss: false, swept_at: AtomicU64::new(0) }
	}

	/// The same, whatever claims earn.
	pub fn at_a_loss(self, at_a_loss: bool) -> Self {
		Self { at_a_loss, ..self }
	}

	/// Whether it is time for a sweep, which is noted.
	fn is_time(&self, now: Moment) -> bool {
		let since = now.saturating_sub(self.swept_at.load(Ordering::Relaxed));
		let is_time = since >= self.every / SWEEPS;
		if is_time {
			self.swept_at.store(now, Ordering::Relaxed);
		}
		is_time
	}
}

/// Claims what this operator is paid for what it keeps.
pub struct ClaimCustody;

#[async_trait]
impl Watch for ClaimCustody {
	fn trigger(_worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		vec![WatchKey::ClaimCustody]
	}

	async fn tick(&self, worker: &Worker, _block: BlockRef) -> anyhow::Result<()> {
		let custody = &worker.custody;
		// Not the block at which this is due: the claims of an earlier tick may be in a later one.
		let block = custody.chain.finalized().await?;
		let now = custody.chain.moment(block.hash).await?;
		if !worker.claims.is_time(now) {
			return Ok(());
		}
		let due = due(unpaid(worker, block, now).await?, worker.claims.every);
		if due.is_empty() {
			return Ok(());
		}
		let fees = match worker.claims.at_a_loss {
			true => Fees::NONE,
			false => Fees::at(worker, block).await?,
		};
		let journal = custody.journal.clone();
		// A thousand hashes each.
		let proven = spawn_blocking(move || proven(&journal, &due)).await?;
		for claims in calls(proven, fees) {
			claim(worker, &claims).await?;
		}
		Ok(())
	}
}

/// A version that this operator is not paid for yet.
#[derive(Clone, Debug)]
struct Unpaid {
	record: RecordId,
	version: VersionNumber,
	share_name: [u8; 32],
	/// The last proof that the chain has.
	seen: [u8; 32],
	/// Since it was paid.
	time: Moment,
	earned: Balance,
}

/// All that has earned anything. What can't be read of one keeps none of the others.
async fn unpaid(worker: &Worker, block: BlockRef, now: Moment) -> anyhow::Result<Vec<Unpaid>> {
	let placements = worker.custody.journal.placements()?;
	let mut asked = stream::iter(placements)
		.map(|placement| unpaid_of(worker, placement, block, now))
		.buffer_unordered(QUERIES);
	let mut unpaid = Vec::new();
	while let Some(found) = asked.next().await {
		match found {
			Ok(found) => unpaid.extend(found.filter(|found| found.earned > 0)),
			Err(cause) => tracing::debug!(%cause, "what custody of a version is paid was not read"),
		}
	}
	Ok(unpaid)
}

/// What the chain owes for a share, if it names this operator for it.
async fn unpaid_of(
	worker: &Worker,
	placement: Placement,
	block: BlockRef,
	now: Moment,
) -> Result<Option<Unpaid>, ChainError> {
	let Some((record, version)) = placement.info.bound_to else {
		return Ok(None);
	};
	let (chain, me) = (&*worker.custody.chain, worker.account());
	let Some(live) = queries::version(chain, record, version, block.hash).await? else {
		return Ok(None);
	};
	if !is_current(&placement, (record, version), &live, &me) {
		return Ok(None);
	}
	let Some(fund) = queries::custody_fund(chain, record, version, block.hash).await? else {
		return Ok(None);
	};
	let index = live.custodians.iter().position(|custodian| *custodian == me);
	let retention = index.and_then(|index| fund.retentions.get(index));
	Ok(retention.map(|retention| Unpaid {
		record,
		version,
		share_name: placement.key_commitment,
		seen: retention.proof,
		time: now.saturating_sub(retention.paid_until),
		earned: funds::earned(&fund, retention.paid_until, now),
	}))
}

/// What is claimed for now: nothing before one has waited for so long, and then all that have waited for half of that,
/// so that they go together from then on.
fn due(mut unpaid: Vec<Unpaid>, every: Moment) -> Vec<Unpaid> {
	if unpaid.iter().all(|one| one.time < every) {
		return Vec::new();
	}
	unpaid.retain(|one| one.time >= every / 2);
	unpaid
}

/// Each with its next proof and what it earns. Whose share is lost, or anchored otherwise, is left out.
fn proven(journal: &Journal, due: &[Unpaid]) -> Vec<(CustodyClaim, Balance)> {
	let claim = |one: &Unpaid| {
		let share = journal.share(&one.share_name);
		let share = share.inspect_err(|cause| tracing::debug!(%cause, "a share proves nothing"));
		let proof = retention::next(&share.ok()?, &one.seen)?;
		Some((CustodyClaim { record: one.record, version: one.version, proof }, one.earned))
	};
	due.iter().filter_map(claim).collect()
}

/// What claims cost.
#[derive(Clone, Copy, Debug)]
struct Fees {
	/// A call, whatever it claims.
	call: Balance,
	/// Each claim in it.
	claim: Balance,
}

impl Fees {
	const NONE: Self = Self { call: 0, claim: 0 };

	/// As of a block: a fee grows with the number of claims, and what they are of does not matter.
	async fn at(worker: &Worker, block: BlockRef) -> Result<Self, ChainError> {
		let custody = &worker.custody;
		let (chain, signer) = (&*custody.chain, &custody.signer);
		let one = chain.fee(signer, &any(1), block.hash).await?;
		let most = chain.fee(signer, &any(MAX_CLAIMS), block.hash).await?;
		Ok(Self::of(one, most))
	}

	/// By what a call of one claim costs, and one of the most.
	fn of(one: Balance, most: Balance) -> Self {
		let more = Balance::from(MAX_CLAIMS.saturating_sub(1)).max(1);
		let claim = most.saturating_sub(one).div_ceil(more);
		Self { call: one.saturating_sub(claim), claim }
	}
}

/// A call of so many claims.
fn any(count: u32) -> Call {
	let claim = CustodyClaim { record: RecordId(0), version: 0, proof: [0; 32] };
	let claims = (0..count).map(|_| claim).collect();
	records::claim_custody(&CustodyClaims::truncate_from(claims))
}

/// The calls that earn more than they cost, and what each claims: what earns the most comes first.
fn calls(mut proven: Vec<(CustodyClaim, Balance)>, fees: Fees) -> Vec<CustodyClaims> {
	proven.retain(|(_, earned)| *earned > fees.claim);
	proven.sort_by_key(|(_, earned)| Reverse(*earned));
	let pays = |claims: &&[(CustodyClaim, Balance)]| {
		let gain = claims.iter().map(|(_, earned)| earned.saturating_sub(fees.claim));
		gain.fold(0, Balance::saturating_add) > fees.call
	};
	let together = proven.chunks(MAX_CLAIMS as usize).filter(pays);
	together
		.map(|claims| {
			CustodyClaims::truncate_from(claims.iter().map(|(claim, _)| *claim).collect())
		})
		.collect()
}

async fn claim(worker: &Worker, claims: &CustodyClaims) -> anyhow::Result<()> {
	let custody = &worker.custody;
	match custody.chain.submit(&custody.signer, records::claim_custody(claims)).await {
		Ok(done) => {
			let (mut versions, mut sum) = (0_u64, Balance::default());
			for event in done.events {
				if let Event::CustodyPaid { amount, .. } = event {
					versions = versions.saturating_add(1);
					sum = sum.saturating_add(amount);
				}
			}
			metrics::custody_paid(versions);
			tracing::info!(versions, amount = money::shown(sum), "custody was paid");
		}
		// Erased since, in other hands, or claimed by a call that was lost from sight: the next sweep tells.
		Err(cause @ ChainError::Refused { .. }) => {
			tracing::info!(%cause, "custody was not paid");
		}
		Err(cause) => return Err(cause.into()),
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	const WEEK: Moment = 7 * 86_400_000;

	fn unpaid(record: u64, time: Moment) -> Unpaid {
		Unpaid {
			record: RecordId(record),
			version: 1,
			share_name: [1; 32],
			seen: [2; 32],
			time,
			earned: 1,
		}
	}

	fn earning(amounts: impl IntoIterator<Item = Balance>) -> Vec<(CustodyClaim, Balance)> {
		let claim = |record| CustodyClaim { record: RecordId(record), version: 1, proof: [3; 32] };
		(0..).map(claim).zip(amounts).collect()
	}

	#[test]
	fn what_is_kept_is_swept_eight_times_a_week_and_at_once_after_a_start() {
		let claims = Claims::every(CLAIM_EVERY);
		assert!(claims.is_time(1_000 * WEEK));
		assert!(!claims.is_time(1_000 * WEEK + WEEK / 8 - 1));
		assert!(claims.is_time(1_000 * WEEK + WEEK / 8));
		assert!(!claims.is_time(1_000 * WEEK + WEEK / 8));
	}

	#[test]
	fn nothing_is_claimed_before_a_week_and_then_all_that_waited_for_half_of_one() {
		assert!(due(Vec::new(), WEEK).is_empty());
		assert!(due(vec![unpaid(1, WEEK - 1), unpaid(2, 5)], WEEK).is_empty());
		let all = vec![unpaid(1, WEEK), unpaid(2, WEEK / 2), unpaid(3, WEEK / 2 - 1)];
		let records: Vec<u64> = due(all, WEEK).iter().map(|one| one.record.0).collect();
		assert_eq!(records, [1, 2]);
	}

	#[test]
	fn fees_are_those_of_a_call_and_of_each_claim_in_it() {
		// 63 claims more.
		let fees = Fees::of(110, 110 + 63 * 10);
		assert_eq!((fees.call, fees.claim), (100, 10));
		let free = Fees::of(0, 0);
		assert_eq!((free.call, free.claim), (0, 0));
	}

	#[test]
	fn nobody_pays_more_for_a_call_than_it_earns() {
		let fees = Fees { call: 100, claim: 10 };
		let claimed = |amounts: Vec<Balance>| {
			let calls = calls(earning(amounts), fees);
			calls.iter().map(|claims| claims.len()).collect::<Vec<_>>()
		};
		assert!(claimed(vec![110]).is_empty());
		assert_eq!(claimed(vec![111]), [1]);
		// Together they earn it; what does not earn its own part is left out.
		assert_eq!(claimed(vec![61, 61, 10]), [2]);
		assert_eq!(claimed(vec![60, 60, 10]), Vec::<usize>::new());
		// The last call has too little to be worth it.
		assert_eq!(claimed(vec![50; 64 + 2]), [64]);
		assert_eq!(claimed(vec![50; 64 + 3]), [64, 3]);
	}

	#[test]
	fn what_earns_the_most_goes_first() {
		let calls = calls(earning([20, 90, 40]), Fees::NONE);
		let records: Vec<u64> = calls[0].iter().map(|claim| claim.record.0).collect();
		assert_eq!(records, [1, 2, 0]);
	}

	#[test]
	fn a_call_of_the_most_claims_fits() {
		assert_eq!(any(1).name(), "Records.claim_custody");
		let calls = calls(earning(vec![1; 200]), Fees::NONE);
		let lengths: Vec<usize> = calls.iter().map(|claims| claims.len()).collect();
		assert_eq!(lengths, [64, 64, 64, 8]);
	}
}
