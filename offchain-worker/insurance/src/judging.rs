// SPDX-License-Identifier: Apache-2.0
//! What a claim comes to, which evidence it bills, and what is shown of it on the chain. No network and no clock: the
//! same documents and facts come to the same.

use crate::{
	document::ClaimDocument,
	facts::{Facts, Known},
	form,
};
use salus_adjudication::{self as rules, EvidenceRule, Line, Outcome, Rejected, Statement};
use salus_primitives::{
	Day,
	claims::{ShownEvidence, ShownPiece},
	json,
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::collections::BTreeSet;

/// A claim that is judged, or refused as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
	/// What each line came to; no lines if it was refused as a whole.
	pub outcome: Outcome,
	/// Why it was refused as a whole.
	pub reason: Option<Reason>,
	/// The policy's statement afterwards.
	pub statement: Statement,
	/// What is shown of its evidence; none if the document is not what the claim was submitted with.
	pub evidence: Option<ShownEvidence>,
}

/// Why nothing is paid for a claim as a whole. Whoever filed it may file another.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Reason {
	/// Its record does not hold a claim that can be read.
	#[error(
		"the record is not a claim that can be read: {0}; file the claim again with salus claim file"
	)]
	Document(String),
	/// The policy's holder did not sign it, or for another policy.
	#[error(
		"the policy's holder did not sign the claim for this policy; sign and file it with salus claim file"
	)]
	NotSigned,
	/// The holder signed it for another payee than it was submitted for.
	#[error(
		"the claim was submitted for another payee than its holder signed it for; file the claim again with salus claim file"
	)]
	OtherPayee,
	/// It was judged so late that no evidence can be billed by it any more.
	#[error(
		"the claim was judged too late to bill its evidence; file the claim again with salus claim file"
	)]
	TooLate,
	/// The record of the claim, or of its policy, was erased.
	#[error(
		"the record of the claim, or of its policy, is erased; write another, and file the claim again with salus claim file"
	)]
	Erased,
	/// Its document's evidence is not what it was submitted with.
	#[error(
		"the document's evidence is not what the claim was submitted with; file the claim again with salus claim file"
	)]
	EvidenceNotShown,
	/// It comes to more than it was submitted for.
	#[error(
		"the claim comes to {paid}, which is more than it was submitted for; file it again with a ceiling as high"
	)]
	AboveCeiling {
		/// What it comes to.
		#[serde(serialize_with = "json::amount", deserialize_with = "read_amount")]
		paid: u128,
	},
	/// The rules refuse it as a whole.
	#[error(
		"the rules refuse the claim as a whole: {}; see pallets/adjudication/README.md, and file it again without that",
		told(.0)
	)]
	Rejected(Rejected),
}

/// Judges a claim from its policy's statement.
pub fn judge(
	known: &Known,
	statement: &Statement,
	document: &ClaimDocument,
	facts: &Facts,
) -> Judged {
	judged(known, statement, document, facts)
		.unwrap_or_else(|reason| refused(statement, Some(document), known, reason))
}

/// A claim of which nothing is paid and no evidence billed, so that another one may bill it.
pub fn refused(
	statement: &Statement,
	document: Option<&ClaimDocument>,
	known: &Known,
	reason: Reason,
) -> Judged {
	let opening = document.filter(|document| document.evidence() == known.claim.evidence);
	Judged {
		outcome: Outcome::default(),
		reason: Some(reason),
		statement: statement.clone(),
		evidence: opening.and_then(|document| shown(document, &BTreeSet::new())),
	}
}

fn judged(
	known: &Known,
	statement: &Statement,
	document: &ClaimDocument,
	facts: &Facts,
) -> Result<Judged, Reason> {
	let is_own = document.policy == known.claim.policy;
	if !is_own || !document.is_signed_by(known.genesis, &known.policy.holder) {
		return Err(Reason::NotSigned);
	}
	if document.payee != known.claim.payee {
		return Err(Reason::OtherPayee);
	}
	if document.evidence() != known.claim.evidence {
		return Err(Reason::EvidenceNotShown);
	}
	let outcome = rules::judge(&known.terms, &facts.policy, statement, &facts.claim)
		.map_err(Reason::Rejected)?;
	let paid = u128::from(outcome.paid.0);
	if paid > known.claim.ceiling {
		return Err(Reason::AboveCeiling { paid });
	}
	let billed = billed(known, facts, &outcome);
	// One with more pieces than the chain takes was not submitted by what is read as a claim.
	let evidence = shown(document, &billed).ok_or(Reason::EvidenceNotShown)?;
	let mut after = statement.clone();
	after.enter(known.id.0, &facts.claim, &outcome);
	Ok(Judged { outcome, reason: None, statement: after, evidence: Some(evidence) })
}

/// Which of the document's pieces the claim bills: of each line that had to be proven, and was not refused, the first that
/// fits. What was not needed, or did not help, may prove another claim.
fn billed(known: &Known, facts: &Facts, outcome: &Outcome) -> BTreeSet<usize> {
	let mut billed = BTreeSet::new();
	let lines = facts.claim.lines.iter().zip(&facts.places).zip(&outcome.lines);
	for ((line, places), judged) in lines {
		let terms = known.terms.terms_on(line.first);
		let benefit = terms.and_then(|terms| terms.benefit(line.benefit));
		let Some(rule) = benefit.and_then(|benefit| benefit.evidence) else { continue };
		if judged.refusal.is_some() {
			continue;
		}
		let pieces = line.evidence.iter().zip(places);
		let mut fitting = pieces.filter(|(piece, _)| fits(&rule, line, piece));
		billed.extend(fitting.next().map(|(_, place)| *place));
	}
	billed
}

/// Whether a piece alone would prove the line, as the rules have it (`evidenceUnfit`).
fn fits(rule: &EvidenceRule, line: &Line, piece: &rules::Piece) -> bool {
	let last = Day(line.last.0.saturating_add(rule.within_days.into()));
	(rule.categories.is_empty() || rule.categories.contains(piece.category))
		&& piece.licensed
		&& (line.first..=last).contains(&piece.recorded)
		&& !piece.erased
}

/// What is shown of the evidence when these pieces are billed.
fn shown(document: &ClaimDocument, billed: &BTreeSet<usize>) -> Option<ShownEvidence> {
	let pieces = document.pieces.iter().enumerate().map(|(place, piece)| {
		if billed.contains(&place) {
			let nullifier = piece.shown.nullifier(document.slot);
			ShownPiece::Billed { nullifier, salt: piece.salt }
		} else {
			ShownPiece::Unbilled(piece.hidden(document.slot))
		}
	});
	let pieces: Vec<_> = pieces.collect();
	Some(ShownEvidence { salt: document.salt, pieces: pieces.try_into().ok()? })
}

/// The rules' own word for it, by which their README has it, and the line.
fn told(rejected: &Rejected) -> String {
	let error = serde_json::to_value(rejected.error).unwrap_or_default();
	let error = error.as_str().unwrap_or_default();
	match rejected.line {
		Some(line) => format!("{error} (line {line}, counted from 0)"),
		None => error.to_owned(),
	}
}

fn read_amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
	let text = String::deserialize(deserializer)?;
	form::exact(&text).ok_or_else(|| D::Error::custom("not an amount; write it as decimal text"))
}

#[cfg(test)]
mod tests;
