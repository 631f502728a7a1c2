// SPDX-License-Identifier: Apache-2.0
//! One claim taken back, when its insurer says so: out of its policy's statement, so that its record and its evidence
//! may be claimed again. What comes of it is kept before it is sent, as a conclusion is.

use super::{Insurer, store::Conclusion};
use anyhow::{Context, bail, ensure};
use salus_chain::{AccountId, ChainError, calls::claims, queries::Claim};
use salus_insurance::{facts::Known, kept::Kept};
use salus_primitives::{ClaimId, Moment, PolicyId, claims::Stage};

/// How often it is sent, where others of the policy's conclusions come first.
const TRIES: usize = 5;

/// A claim that is taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reversed {
	/// By this call.
	Now {
		/// The block that it is in.
		block: u32,
		/// The claim's policy.
		policy: PolicyId,
		/// The number of the policy's statement, in which the claim stands no more.
		sequence: u32,
	},
	/// By one before, as one that was lost from sight.
	Before {
		/// The claim's policy.
		policy: PolicyId,
		/// Since when.
		at: Moment,
	},
}

impl Insurer {
	/// Takes a claim back. Whatever it is cut short by, it goes on from there when it is called again.
	pub async fn reverse(&self, id: ClaimId) -> anyhow::Result<Reversed> {
		let mut left = TRIES;
		loop {
			left = left.saturating_sub(1);
			let block = self.chain.finalized().await?;
			let known = Known::of(&*self.chain, id, block.hash).await?;
			let known = known.with_context(|| {
				format!(
					"claim {id} is not on the chain: it was closed, or never submitted; see salus claim list \
					 POLICY"
				)
			})?;
			check(id, &known.claim, &known.plan.insurer, &self.signer.account())?;
			let policy = known.claim.policy;
			if let Stage::Reversed { at } = known.claim.stage {
				return Ok(Reversed::Before { policy, at });
			}
			let kept = self.reversal(&known)?;
			let (statement, _) = kept.pointers();
			let call = claims::reverse(id, known.policy.statement.sequence, &statement);
			let cause = match self.chain.submit(&self.signer, call).await {
				Ok(done) => {
					let (block, sequence) = (done.block.number, kept.sequence);
					return Ok(Reversed::Now { block, policy, sequence });
				}
				Err(cause) => cause,
			};
			match after(&cause) {
				Next::MakeAnew => self.store.refused(&kept)?,
				Next::LookAgain => {}
				Next::SendAgain => left = 0,
			}
			if left == 0 {
				return Err(cause).with_context(|| {
					format!(
						"claim {id} is not known to be taken back: give the same command again, which goes on \
						 from here"
					)
				});
			}
		}
	}

	/// What may have been sent before, or what is to be: then it is kept first.
	fn reversal(&self, known: &Known) -> anyhow::Result<Kept> {
		let (id, policy) = (known.id, known.claim.policy);
		let from = known.policy.statement.sequence;
		let prepared = self.store.prepared(policy, from, id)?.map(|prepared| prepared.kept);
		if let Some(kept) = prepared.filter(is_reversal) {
			return Ok(kept);
		}
		let mut statement = self.before(known)?.statement;
		statement.reverse(id.0);
		let kept = Kept::of(id, policy, from, statement, Default::default(), None);
		self.store.put(&Conclusion { kept: kept.clone(), evidence: None })?;
		Ok(kept)
	}
}

/// Whether this was kept when its claim was taken back: what is judged has lines, or a reason why it has none.
pub fn is_reversal(kept: &Kept) -> bool {
	kept.outcome.lines.is_empty() && kept.reason.is_none()
}

/// Refuses what the chain would, and says what helps.
fn check(id: ClaimId, claim: &Claim, insurer: &AccountId, me: &AccountId) -> anyhow::Result<()> {
	ensure!(
		insurer == me,
		"claim {id} is under a plan of {insurer}, and this home is {me}'s: name that insurer's home with --home"
	);
	let payee = &claim.payee;
	match claim.stage {
		Stage::Submitted { .. } => bail!(
			"claim {id} is not judged, so there is nothing to take back: judge it, with salus-worker run --insurer or salus \
			 claim conclude"
		),
		Stage::Waiting { outcome, .. } if outcome.paid == 0 => bail!(
			"claim {id} keeps its place among those that wait for money, though its payee does without: it can be taken \
			 back once those before it are paid, by salus insurer fund"
		),
		Stage::Waiting { .. } => bail!(
			"claim {id} waits for money: its payee, {payee}, does without by salus claim refund {id}, and it can be taken \
			 back once those before it are paid"
		),
		Stage::Concluded { outcome, .. } if outcome.paid > 0 => bail!(
			"what is paid for claim {id} ({}) was not given back: its payee, {payee}, does that first, by salus claim \
			 refund {id}",
			outcome.paid
		),
		Stage::Concluded { .. } | Stage::Refunded { .. } | Stage::Reversed { .. } => Ok(()),
	}
}

/// What comes after a call that is not known to be in a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
	/// It can't come any more: another is made from what the chain has now.
	MakeAnew,
	/// The same may have arrived when it was sent before: the chain tells.
	LookAgain,
	/// It may have arrived, or could not: the same is sent when the command is given again.
	SendAgain,
}

fn after(cause: &ChainError) -> Next {
	match cause {
		ChainError::Refused { pallet, error, .. } if pallet == "Claims" => match error.as_str() {
			// It could be taken back just before, so it was.
			"NotRefunded" => Next::LookAgain,
			_ => Next::MakeAnew,
		},
		_ => Next::SendAgain,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_insurance::judging::Reason;
	use salus_primitives::{RecordId, claims::Outcome, quorum::Deadline};

	const ID: ClaimId = ClaimId(7);

	fn account(seed: u8) -> AccountId {
		AccountId::new([seed; 32])
	}

	fn outcome(paid: u128) -> Outcome {
		Outcome { paid, commitment: [9; 32], cid: None, pieces: 0 }
	}

	/// What keeps insurer 1 from taking a claim back in this stage.
	fn refusal(stage: Stage) -> Option<String> {
		let claim = Claim {
			policy: PolicyId(5),
			record: RecordId(3),
			version: 1,
			payee: account(2),
			filed_by: account(2),
			ceiling: 8_300,
			evidence: [0; 32],
			filed_at: 1_000,
			referred: false,
			care_denied: false,
			stage,
		};
		let others = check(ID, &claim, &account(1), &account(4)).unwrap_err().to_string();
		assert!(others.contains("--home"), "{others}");
		check(ID, &claim, &account(1), &account(1)).err().map(|cause| cause.to_string())
	}

	#[test]
	fn what_was_paid_nothing_for_or_given_back_is_taken_back() {
		for stage in [
			Stage::Concluded { outcome: outcome(0), at: 2_000 },
			Stage::Refunded { outcome: outcome(5_100), at: 2_000 },
			Stage::Reversed { at: 2_000 },
		] {
			assert_eq!(refusal(stage), None);
		}
	}

	#[test]
	fn all_other_claims_are_refused_and_what_helps_is_told() {
		let decide_until = Deadline { moment: 4_000, block: 40 };
		let waiting = |paid| Stage::Waiting { outcome: outcome(paid), number: 2 };
		for (stage, remedy) in [
			(Stage::Submitted { decide_until }, "salus claim conclude"),
			(waiting(5_100), "salus claim refund 7"),
			(waiting(0), "salus insurer fund"),
			(Stage::Concluded { outcome: outcome(5_100), at: 2_000 }, "salus claim refund 7"),
		] {
			let told = refusal(stage).unwrap();
			assert!(told.contains(remedy), "{told}");
		}
	}

	#[test]
	fn what_may_have_arrived_is_not_marked_refused() {
		let refused = |pallet: &str, error: &str| ChainError::Refused {
			call: "Claims.reverse".into(),
			pallet: pallet.into(),
			error: error.into(),
			description: String::new(),
		};
		for error in ["StaleStatement", "UnknownClaim", "NotTheInsurer"] {
			assert_eq!(after(&refused("Claims", error)), Next::MakeAnew, "{error}");
		}
		assert_eq!(after(&refused("Claims", "NotRefunded")), Next::LookAgain);
		assert_eq!(after(&refused("Token", "FundsUnavailable")), Next::SendAgain);
		let (call, cause) = ("Claims.reverse".to_owned(), "it was lost".to_owned());
		assert_eq!(after(&ChainError::Undecided { call, cause }), Next::SendAgain);
	}

	#[test]
	fn a_claim_that_was_refused_as_a_whole_is_not_taken_for_one_that_was_taken_back() {
		let of =
			|reason| Kept::of(ID, PolicyId(5), 3, Default::default(), Default::default(), reason);
		assert!(is_reversal(&of(None)));
		assert!(!is_reversal(&of(Some(Reason::NotSigned))));
	}
}
