// SPDX-License-Identifier: Apache-2.0
//! One attempt at one claim: read, judged, kept, concluded. What can't be judged as a whole is concluded with nothing
//! paid, and the reason kept; what can't be read is tried again, and given to a person before its time is over.

use super::{Insurer, queue::Attempt, reading::COVERAGE_VERSION, store::Conclusion};
use crate::metrics;
use anyhow::{Context, anyhow};
use async_trait::async_trait;
use salus_adjudication::Statement;
use salus_chain::{
	BlockRef, ChainError,
	calls::claims,
	events::Event,
	queries::{self, Claim},
};
use salus_insurance::{
	coverage,
	document::ClaimDocument,
	facts::{self, Known},
	judging::{self, Judged, Reason},
	kept::Kept,
};
use salus_primitives::{ClaimId, Moment, claims::Stage};
use std::time::Duration;

/// How long reading and judging may take: two accesses are waited for until they are final, five minutes at most.
const JUDGING: Duration = Duration::from_secs(600);

#[async_trait]
impl Attempt for Insurer {
	async fn attempt(&self, id: ClaimId) -> anyhow::Result<()> {
		let block = self.chain.finalized().await?;
		let Some(known) = Known::of(&*self.chain, id, block.hash).await? else { return Ok(()) };
		let is_open = matches!(known.claim.stage, Stage::Submitted { .. });
		if !is_open || known.plan.insurer != self.signer.account() {
			// As when it was concluded by a call that was lost from sight.
			self.close(&known).await;
			return Ok(());
		}
		let (policy, from) = (known.claim.policy, known.policy.statement.sequence);
		let conclusion = match self.store.prepared(policy, from, id)? {
			Some(prepared) => prepared,
			None if known.claim.care_denied => return self.leave_to_a_person(&known).await,
			None => self.prepare(&known, block).await?,
		};
		let concluded = self.conclude(&known, &conclusion).await;
		if concluded.is_err() {
			self.refer_or_say_why(&known, block).await;
		}
		concluded
	}
}

impl Insurer {
	/// Judges a claim, and keeps what it came to.
	async fn prepare(&self, known: &Known, block: BlockRef) -> anyhow::Result<Conclusion> {
		let judged = tokio::time::timeout(JUDGING, self.judge(known, block)).await;
		let late = |_| Err(anyhow!("it took longer than {} minutes", JUDGING.as_secs() / 60));
		match judged.unwrap_or_else(late) {
			Ok(conclusion) => {
				self.store.put(&conclusion)?;
				Ok(conclusion)
			}
			Err(cause) => {
				self.refer_or_say_why(known, block).await;
				Err(cause)
			}
		}
	}

	/// Judges nothing of a claim whose holder says that it was not done: whether it was is for a person to find out.
	async fn leave_to_a_person(&self, known: &Known) -> anyhow::Result<()> {
		if !known.claim.referred {
			self.chain.submit(&self.signer, claims::refer(known.id)).await?;
			metrics::claim("referred");
		}
		tracing::warn!(
			claim = %known.id, policy = %known.claim.policy,
			"its holder denies the care: a person has to judge it, by salus claim conclude"
		);
		Ok(())
	}

	async fn judge(&self, known: &Known, block: BlockRef) -> anyhow::Result<Conclusion> {
		let (claim, policy) = (&known.claim, &known.policy);
		let statement = self.statement(known)?;
		for record in [claim.record, policy.record] {
			let erased = queries::tombstone(&*self.chain, record, block.hash).await?;
			if erased.is_some() {
				let judged = judging::refused(&statement, None, known, Reason::Erased);
				return Ok(conclusion(known, judged));
			}
		}
		let (insured, claimed) = tokio::join!(
			self.read(policy.record, COVERAGE_VERSION),
			self.read(claim.record, claim.version),
		);
		let insured = insured.with_context(|| format!("policy {} can't be read", claim.policy))?;
		let claimed = claimed.with_context(|| format!("claim {} can't be read", known.id))?;
		// The insurer accepted it when it issued the policy: no claim is denied for it. Data rule 12: what is wrong with
		// it may quote it, and is not logged.
		let coverage = coverage::from_fhir(&insured).map_err(|_| {
			anyhow!(
				"record {}, version {COVERAGE_VERSION}, does not say who is insured by policy {}: read it, and judge the \
				 policy's claims by salus claim conclude",
				policy.record,
				claim.policy
			)
		})?;
		let judged = match ClaimDocument::from_fhir(&claimed) {
			Err(cause) => {
				judging::refused(&statement, None, known, Reason::Document(cause.to_string()))
			}
			Ok(document) => {
				let chain = &*self.chain;
				let facts = facts::look_up(chain, known, &coverage, &document, block.hash).await?;
				judging::judge(known, &statement, &document, &facts)
			}
		};
		Ok(conclusion(known, judged))
	}

	/// What was judged for the policy before.
	fn statement(&self, known: &Known) -> anyhow::Result<Statement> {
		match known.policy.statement.sequence {
			0 => Ok(Statement::default()),
			_ => Ok(self.before(known)?.statement),
		}
	}

	/// What was kept with the policy's statement on chain.
	pub(super) fn before(&self, known: &Known) -> anyhow::Result<Kept> {
		let (policy, on_chain) = (known.claim.policy, &known.policy.statement);
		let kept = self.store.statement(policy, on_chain)?;
		kept.with_context(|| {
			format!(
				"statement {} of policy {policy} is not in this home: restore it from a backup, or take in what salus \
				 claim conclude wrote, by salus-worker adopt-statement FILE",
				on_chain.sequence
			)
		})
	}

	/// Concludes a claim as it was judged, and has its payee paid.
	async fn conclude(&self, known: &Known, conclusion: &Conclusion) -> anyhow::Result<()> {
		let Conclusion { kept, evidence } = conclusion;
		let (claim, policy) = (known.id, known.claim.policy);
		let (statement, outcome) = kept.pointers();
		let (from, paid) = (known.policy.statement.sequence, kept.paid());
		let call = claims::conclude(claim, from, &statement, paid, &outcome, evidence.as_ref());
		let done = match self.chain.submit(&self.signer, call).await {
			Ok(done) => done,
			Err(cause) => {
				match after(&cause) {
					Next::SendAgain => {}
					Next::JudgeAnew => self.store.refused(kept)?,
					Next::PayNothing => {
						self.store.refused(kept)?;
						self.store.put(&self.too_late(known)?)?;
					}
				}
				return Err(cause.into());
			}
		};
		let waits = done.events.iter().any(|event| matches!(event, Event::ClaimWaits { .. }));
		// Data rule 12: not why.
		let as_a_whole = kept.reason.is_none();
		tracing::info!(%claim, %policy, waits, judged = as_a_whole, "concluded");
		metrics::claim(if paid > 0 { "concluded" } else { "unpaid" });
		let collected = async {
			if paid > 0 && !waits {
				self.collect(known).await;
			}
		};
		tokio::join!(collected, self.close(known));
		Ok(())
	}

	/// A claim of which nothing can be billed any more: it is concluded without, or it would stay open for good.
	fn too_late(&self, known: &Known) -> anyhow::Result<Conclusion> {
		let statement = self.statement(known)?;
		Ok(conclusion(known, judging::refused(&statement, None, known, Reason::TooLate)))
	}

	/// Transfers to a claim's payee all that it is owed. Anybody may do it later.
	async fn collect(&self, known: &Known) {
		let (me, payee) = (self.signer.account(), &known.claim.payee);
		let call = claims::collect(&me, payee, known.plan.asset);
		if let Err(cause) = self.chain.submit(&self.signer, call).await {
			tracing::warn!(
				claim = %known.id, %cause,
				"its payee did not get what is owed yet; anybody may see to it: salus claim collect"
			);
		}
	}

	async fn refer_or_say_why(&self, known: &Known, block: BlockRef) {
		if let Err(cause) = self.refer_in_time(known, block).await {
			tracing::warn!(claim = %known.id, %cause, "it could not be given to a person either");
		}
	}

	/// Gives a claim that can't be judged to a person, when it is time for that.
	async fn refer_in_time(&self, known: &Known, block: BlockRef) -> Result<(), ChainError> {
		let now = self.chain.moment(block.hash).await?;
		if !is_to_be_referred(&known.claim, now, block.number) {
			return Ok(());
		}
		self.chain.submit(&self.signer, claims::refer(known.id)).await?;
		metrics::claim("referred");
		tracing::warn!(
			claim = %known.id, policy = %known.claim.policy,
			"can't be judged by this worker: a person has to see to it, and has more time now"
		);
		Ok(())
	}
}

/// What a claim is concluded with.
fn conclusion(known: &Known, judged: Judged) -> Conclusion {
	let Judged { outcome, reason, statement, evidence } = judged;
	let from = known.policy.statement.sequence;
	let kept = Kept::of(known.id, known.claim.policy, from, statement, outcome, reason);
	Conclusion { kept, evidence }
}

/// Whether a claim that can't be judged is to be given to a person: in the last third of the time to judge it, once.
fn is_to_be_referred(claim: &Claim, now: Moment, block: u32) -> bool {
	let Stage::Submitted { decide_until } = claim.stage else { return false };
	let time = decide_until.moment.saturating_sub(claim.filed_at);
	let last_third = decide_until.moment.saturating_sub(time / 3);
	!claim.referred && now >= last_third && !decide_until.is_over(now, block)
}

/// What comes after a conclusion that is not known to be in a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
	/// The same is sent again: it may have arrived, or could not.
	SendAgain,
	/// It can't come any more: the claim is judged from what the chain has now.
	JudgeAnew,
	/// No conclusion that bills anything is taken any more.
	PayNothing,
}

fn after(cause: &ChainError) -> Next {
	match cause {
		ChainError::Refused { pallet, error, .. } if pallet == "Claims" => match error.as_str() {
			// It is taken in the next block.
			"TooSoon" => Next::SendAgain,
			"Expired" => Next::PayNothing,
			_ => Next::JudgeAnew,
		},
		_ => Next::SendAgain,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_chain::AccountId;
	use salus_primitives::{PolicyId, RecordId, quorum::Deadline};

	/// Submitted at 1,000, to be judged until 4,000 and block 40.
	fn claim() -> Claim {
		Claim {
			policy: PolicyId(5),
			record: RecordId(3),
			version: 1,
			payee: AccountId::new([2; 32]),
			filed_by: AccountId::new([2; 32]),
			ceiling: 100,
			evidence: [0; 32],
			filed_at: 1_000,
			referred: false,
			care_denied: false,
			stage: Stage::Submitted { decide_until: Deadline { moment: 4_000, block: 40 } },
		}
	}

	#[test]
	fn a_claim_is_referred_in_the_last_third_of_its_time_and_once() {
		let due = |now, block| is_to_be_referred(&claim(), now, block);
		assert!(!due(1_000, 10) && !due(2_999, 30));
		assert!(due(3_000, 30) && due(3_999, 39));
		// While the chain stands still nobody is late.
		assert!(due(5_000, 39) && due(3_999, 41));
		assert!(!due(4_000, 40));
		let referred = Claim { referred: true, ..claim() };
		assert!(!is_to_be_referred(&referred, 3_500, 35));
		let reversed = Claim { stage: Stage::Reversed { at: 2_000 }, ..claim() };
		assert!(!is_to_be_referred(&reversed, 3_500, 35));
	}

	#[test]
	fn what_may_have_arrived_is_sent_again_as_it_is() {
		let refused = |pallet: &str, error: &str| ChainError::Refused {
			call: "Claims.conclude".into(),
			pallet: pallet.into(),
			error: error.into(),
			description: String::new(),
		};
		for error in ["StaleStatement", "AlreadyConcluded", "BilledBefore", "UnknownClaim"] {
			assert_eq!(after(&refused("Claims", error)), Next::JudgeAnew, "{error}");
		}
		assert_eq!(after(&refused("Claims", "TooSoon")), Next::SendAgain);
		assert_eq!(after(&refused("Claims", "Expired")), Next::PayNothing);
		assert_eq!(after(&refused("Token", "FundsUnavailable")), Next::SendAgain);
		let (call, cause) = ("Claims.conclude".to_owned(), "it was lost".to_owned());
		let undecided = ChainError::Undecided { call, cause };
		assert_eq!(after(&undecided), Next::SendAgain);
	}
}
