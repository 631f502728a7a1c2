// SPDX-License-Identifier: Apache-2.0
//! What an insurer keeps of a conclusion: it alone has these documents, and the chain has commitments to them. Without
//! the salts nobody could show an outcome, or go on from the statement.

use crate::judging::Reason;
use salus_adjudication::{Outcome, Statement};
use salus_chain::commitments;
use salus_core::random;
use salus_primitives::{
	ClaimId, PolicyId,
	claims::{self, Pointer},
	json,
};
use serde::{Deserialize, Serialize};

/// What an insurer keeps of a conclusion.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Kept {
	/// The policy.
	pub policy: PolicyId,
	/// The claim that was concluded last.
	pub claim: ClaimId,
	/// The number that the statement has on chain.
	pub sequence: u32,
	/// What the policy's next claim is judged from.
	pub statement: Statement,
	/// Of the commitment to it.
	#[serde(serialize_with = "json::hex", deserialize_with = "json::read_hash")]
	pub statement_salt: [u8; 32],
	/// What each line came to.
	pub outcome: Outcome,
	/// Of the commitment to it.
	#[serde(serialize_with = "json::hex", deserialize_with = "json::read_hash")]
	pub outcome_salt: [u8; 32],
	/// Why nothing is paid for the claim as a whole.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub reason: Option<Reason>,
}

impl Kept {
	/// What is to be kept of a claim that was judged from the statement of this number, with salts of its own.
	pub fn of(
		claim: ClaimId,
		policy: PolicyId,
		sequence_before: u32,
		statement_after: Statement,
		outcome: Outcome,
		reason: Option<Reason>,
	) -> Self {
		Self {
			policy,
			claim,
			sequence: sequence_before.saturating_add(1),
			statement: statement_after,
			statement_salt: random(),
			outcome,
			outcome_salt: random(),
			reason,
		}
	}

	/// What the chain has of statement and outcome. Nobody but the insurer has the documents, so they have no CID.
	pub fn pointers(&self) -> (Pointer, Pointer) {
		let of = |commitment| Pointer { cid: None, commitment };
		let statement = commitments::to_statement(&self.statement_salt, &self.statement);
		let outcome = commitments::to_outcome(&self.outcome_salt, &self.outcome);
		(of(statement), of(outcome))
	}

	/// What is paid for the claim.
	pub fn paid(&self) -> u128 {
		self.outcome.paid.0.into()
	}

	/// Whether its statement is the one that the chain has.
	pub fn is_statement(&self, on_chain: &claims::Statement) -> bool {
		let (statement, _) = self.pointers();
		(self.sequence, statement.commitment) == (on_chain.sequence, on_chain.commitment)
	}
}

/// Without salts and documents. Data rule 12.
impl core::fmt::Debug for Kept {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.debug_struct("Kept")
			.field("policy", &self.policy)
			.field("claim", &self.claim)
			.field("sequence", &self.sequence)
			.finish_non_exhaustive()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		fixtures::{CLAIM, POLICY, coverage, document, known, line},
		judging::judge,
	};
	use salus_adjudication::Amount;

	/// Of a claim for benefit 2, which nothing must prove.
	fn kept() -> Kept {
		let document = document(vec![line(2, &[])], &[]);
		let known = known(&document);
		let provider = salus_adjudication::Provider {
			id: document.lines[0].provider.clone().into(),
			accredited: true,
			in_network: true,
		};
		let facts = crate::facts::assemble(&known, &coverage(), &document, &[], &[provider]);
		let judged = judge(&known, &Statement::default(), &document, &facts);
		Kept::of(CLAIM, POLICY, 0, judged.statement, judged.outcome, judged.reason)
	}

	#[test]
	fn what_is_kept_is_the_statement_that_the_chain_has_and_no_other() {
		let kept = kept();
		assert_eq!((kept.paid(), kept.sequence, kept.statement.entries.len()), (83, 1, 1));
		let (statement, _) = kept.pointers();
		let commitment = statement.commitment;
		let on_chain = claims::Statement { cid: None, commitment, sequence: 1 };
		assert!(kept.is_statement(&on_chain));
		assert!(!kept.is_statement(&claims::Statement { sequence: 2, ..on_chain }));
		// The same claim judged again is committed to under other salts.
		assert!(!self::kept().is_statement(&on_chain));
		let mut changed = kept;
		changed.statement.entries[0].paid = Amount(84);
		assert!(!changed.is_statement(&on_chain));
	}

	#[test]
	fn what_is_kept_is_read_back_and_so_is_what_was_written_before_there_were_reasons() {
		let kept = kept();
		let text = serde_json::to_string_pretty(&kept).unwrap();
		assert!(!text.contains("reason"));
		assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), kept);
		let with = Kept { reason: Some(Reason::NotSigned), ..kept };
		let text = serde_json::to_string(&with).unwrap();
		assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), with);
	}

	#[test]
	fn data_rule_12_debug_shows_numbers_alone() {
		let expected = "Kept { policy: PolicyId(3), claim: ClaimId(9), sequence: 1, .. }";
		assert_eq!(format!("{:?}", kept()), expected);
	}
}
