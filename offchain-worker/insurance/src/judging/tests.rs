// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{
	document::ClaimLine,
	facts::assemble,
	fixtures::{CLAIM, GENESIS, account, coverage, day, document, known, line},
};
use salus_adjudication::{Amount, Currency, Error, Piece, Provider, Refusal};
use salus_primitives::{
	Category, PolicyId,
	claims::{Slot, evidence_payload, hidden_payload},
};
use sp_core::blake2_256;

fn piece() -> Piece {
	let recorded = day("2026-11-28");
	Piece { category: Category::Encounter, licensed: true, recorded, erased: false }
}

/// What the chain says where all lines are of a provider of the network, and the document's pieces prove this.
fn facts(document: &ClaimDocument, pieces: &[Option<Piece>]) -> Facts {
	let provider = Provider { id: account("Provider").into(), accredited: true, in_network: true };
	let providers = vec![provider; document.lines.len()];
	assemble(&known(document), &coverage(), document, pieces, &providers)
}

/// A claim judged as the first of its policy.
fn judged_first(document: &ClaimDocument, pieces: &[Option<Piece>]) -> Judged {
	judge(&known(document), &Statement::default(), document, &facts(document, pieces))
}

/// What the chain bills of what it is shown, if that opens the commitment: as pallets/claims/src/billed.rs has it.
fn opened(shown: &ShownEvidence, commitment: [u8; 32]) -> Option<Vec<[u8; 32]>> {
	let mut nullifiers = Vec::new();
	let mut hashes = Vec::new();
	for piece in &shown.pieces {
		hashes.push(match piece {
			ShownPiece::Billed { nullifier, salt } => {
				nullifiers.push(*nullifier);
				blake2_256(&hidden_payload(salt, nullifier))
			}
			ShownPiece::Unbilled(hidden) => *hidden,
		});
	}
	(blake2_256(&evidence_payload(&shown.salt, &hashes)) == commitment).then_some(nullifiers)
}

/// The places of what is billed, where the chain takes what is shown.
fn billed_places(document: &ClaimDocument, judged: &Judged) -> Vec<usize> {
	let shown = judged.evidence.as_ref().unwrap();
	let nullifiers = opened(shown, document.evidence()).unwrap();
	let own = document.pieces.iter().map(|piece| piece.shown.nullifier(document.slot));
	let places = own.enumerate().filter(|(_, nullifier)| nullifiers.contains(nullifier));
	places.map(|(place, _)| place).collect()
}

#[test]
fn a_claim_is_paid_entered_and_its_evidence_billed() {
	let document = document(vec![line(1, &[0])], &[7]);
	let judged = judged_first(&document, &[Some(piece())]);
	assert_eq!((judged.outcome.paid, &judged.reason), (Amount(83), &None));
	let entries: Vec<_> = judged.statement.entries.iter().map(|entry| entry.claim).collect();
	assert_eq!(entries, [CLAIM.0]);
	assert_eq!(billed_places(&document, &judged), [0]);
	// Judged again from what was entered, it is a duplicate: it bills nothing.
	let facts = facts(&document, &[Some(piece())]);
	let again = judge(&known(&document), &judged.statement, &document, &facts);
	assert_eq!(again.outcome.lines[0].refusal, Some(Refusal::Duplicate));
	assert!(billed_places(&document, &again).is_empty());
	assert_eq!(again.statement, judged.statement);
}

#[test]
fn what_fits_a_line_that_had_to_be_proven_is_billed_and_nothing_else() {
	let lines = vec![
		line(1, &[0, 1, 2]),
		// Nothing must prove it.
		line(2, &[3]),
		// The same as the first, and so refused.
		line(1, &[4]),
	];
	let document = document(lines, &[7, 8, 9, 10, 11, 12]);
	let unlicensed = Piece { licensed: false, ..piece() };
	let pieces = [Some(unlicensed), Some(piece()), Some(piece()), Some(piece()), Some(piece())];
	let judged = judged_first(&document, &[&pieces[..], &[None]].concat());
	let refusals: Vec<_> = judged.outcome.lines.iter().map(|line| line.refusal).collect();
	assert_eq!(refusals, [None, None, Some(Refusal::Duplicate)]);
	// Of the two that fit the first line, one is enough.
	assert_eq!(billed_places(&document, &judged), [1]);
}

#[test]
fn without_evidence_that_stands_up_nothing_is_paid_and_the_claim_can_be_filed_again() {
	let document = document(vec![line(1, &[0])], &[7]);
	for (pieces, refusal) in [
		([None], Refusal::NoEvidence),
		([Some(Piece { licensed: false, ..piece() })], Refusal::EvidenceUnfit),
		([Some(Piece { erased: true, ..piece() })], Refusal::EvidenceUnfit),
	] {
		let judged = judged_first(&document, &pieces);
		assert_eq!(judged.outcome.lines[0].refusal, Some(refusal));
		assert_eq!((judged.outcome.paid, &judged.reason), (Amount(0), &None));
		assert!(billed_places(&document, &judged).is_empty(), "{refusal:?}");
	}
}

/// What is billed is what the rules go by: a piece that they would not take alone is not billed.
#[test]
fn a_piece_fits_if_the_rules_pay_by_it_alone() {
	let document = document(vec![line(1, &[0])], &[7]);
	let rule = known(&document).terms.versions[0].terms.benefits[0].evidence.unwrap();
	let days = ["2026-11-26", "2026-11-27", "2026-12-02", "2026-12-03"].map(day);
	let mut fitting = 0;
	for category in Category::ALL.iter().copied() {
		for recorded in days {
			for (licensed, erased) in [(true, false), (true, true), (false, false), (false, true)] {
				let piece = Piece { category, licensed, recorded, erased };
				let facts = facts(&document, &[Some(piece)]);
				let judged = judge(&known(&document), &Statement::default(), &document, &facts);
				let paid = judged.outcome.lines[0].refusal.is_none();
				assert_eq!(fits(&rule, &facts.claim.lines[0], &piece), paid, "{piece:?}");
				fitting += usize::from(paid);
			}
		}
	}
	// An encounter, on the line's day or on the last of five days after.
	assert_eq!(fitting, 2);
}

/// Nothing is billed, paid or entered; evidence is shown hidden where it opens.
fn assert_refused(judged: &Judged, reason: &Reason) {
	assert_eq!(judged.reason.as_ref(), Some(reason));
	assert_eq!(judged.outcome, Outcome::default());
	assert_eq!(judged.statement, Statement::default());
}

/// Attack: a claim is copied to another policy, or written by somebody else than the policy's holder.
#[test]
fn a_claim_that_the_holder_did_not_sign_for_this_policy_is_refused() {
	let own = document(vec![line(1, &[0])], &[7]);
	let facts = facts(&own, &[Some(piece())]);
	let statement = Statement::default();
	let mut elsewhere = known(&own);
	elsewhere.claim.policy = PolicyId(4);
	let mut somebody = known(&own);
	somebody.policy.holder = account("Patient");
	for known in [elsewhere, somebody] {
		let judged = judge(&known, &statement, &own, &facts);
		assert_refused(&judged, &Reason::NotSigned);
		assert!(billed_places(&own, &judged).is_empty());
	}
	let renamed = ClaimDocument { policy: PolicyId(4), ..own.clone() };
	let mut elsewhere = known(&renamed);
	elsewhere.claim.policy = PolicyId(4);
	assert_refused(&judge(&elsewhere, &statement, &renamed, &facts), &Reason::NotSigned);
	let dearer = ClaimLine { charge: Amount(100), ..line(1, &[0]) };
	let changed = ClaimDocument { lines: vec![dearer], ..own };
	assert_refused(&judged_first(&changed, &[Some(piece())]), &Reason::NotSigned);
}

/// Attack: whoever sees a claim in the pool submits it first, and names itself as the payee.
#[test]
fn nobody_is_paid_but_whom_the_holder_signed_for() {
	let own = document(vec![line(1, &[0])], &[7]);
	let mut stolen = known(&own);
	stolen.claim.payee = account("Provider");
	let judged = judge(&stolen, &Statement::default(), &own, &facts(&own, &[Some(piece())]));
	assert_refused(&judged, &Reason::OtherPayee);
	assert!(billed_places(&own, &judged).is_empty());
}

/// Attack: a claim is submitted with a commitment to evidence that it does not show.
#[test]
fn evidence_that_does_not_open_the_commitment_pays_nothing_and_shows_nothing() {
	let document = document(vec![line(1, &[0])], &[7]);
	let mut known = known(&document);
	known.claim.evidence = [0; 32];
	let facts = facts(&document, &[Some(piece())]);
	let judged = judge(&known, &Statement::default(), &document, &facts);
	assert_refused(&judged, &Reason::EvidenceNotShown);
	assert_eq!(judged.evidence, None);
}

#[test]
fn more_than_the_ceiling_and_what_the_rules_reject_is_refused_with_its_evidence_hidden() {
	let own = document(vec![line(1, &[0])], &[7]);
	let mut low = known(&own);
	low.claim.ceiling = 82;
	let judged = judge(&low, &Statement::default(), &own, &facts(&own, &[Some(piece())]));
	assert_refused(&judged, &Reason::AboveCeiling { paid: 83 });
	assert!(billed_places(&own, &judged).is_empty());
	low.claim.ceiling = 83;
	let exact = judge(&low, &Statement::default(), &own, &facts(&own, &[Some(piece())]));
	assert_eq!((exact.reason, exact.outcome.paid), (None, Amount(83)));

	let empty = document(vec![line(1, &[0]), ClaimLine { units: 0, ..line(2, &[]) }], &[7]);
	let judged = judged_first(&empty, &[Some(piece())]);
	let rejected = Rejected { error: Error::ZeroUnits, line: Some(1) };
	assert_refused(&judged, &Reason::Rejected(rejected));
	assert!(billed_places(&empty, &judged).is_empty());

	let mut francs = facts(&own, &[Some(piece())]);
	francs.claim.currency = Currency(*b"CHF");
	let judged = judge(&known(&own), &Statement::default(), &own, &francs);
	assert_refused(&judged, &Reason::Rejected(Error::OtherCurrency.into()));
}

#[test]
fn what_can_not_be_read_is_refused_without_evidence() {
	let own = document(vec![line(1, &[0])], &[7]);
	let reason = Reason::Document("it has no urn:salus:salt".into());
	let judged = refused(&Statement::default(), None, &known(&own), reason.clone());
	assert_refused(&judged, &reason);
	assert_eq!(judged.evidence, None);
}

#[test]
fn another_insurer_bills_the_same_record_by_another_nullifier() {
	let own = document(vec![line(1, &[0])], &[7]);
	let second = ClaimDocument::sign(
		GENESIS,
		own.policy,
		own.payee.clone(),
		own.currency,
		Slot::Second,
		vec![ClaimLine { other: Some(Amount(5)), ..line(1, &[0]) }],
		vec![own.pieces[0].shown.clone()],
		&crate::fixtures::signer("Holder"),
	);
	let nullifiers = [&own, &second].map(|document| {
		let judged = judged_first(document, &[Some(piece())]);
		opened(&judged.evidence.unwrap(), document.evidence()).unwrap()
	});
	assert_eq!(nullifiers.each_ref().map(Vec::len), [1, 1]);
	assert_ne!(nullifiers[0], nullifiers[1]);
}

#[test]
fn a_reason_is_kept_as_json_and_says_what_to_do() {
	let rejected = Rejected { error: Error::SeveralYears, line: Some(1) };
	for (reason, text, told) in [
		(Reason::Document("a".into()), r#"{"document":"a"}"#, "file the claim again"),
		(Reason::NotSigned, r#""notSigned""#, "sign and file it"),
		(Reason::OtherPayee, r#""otherPayee""#, "file the claim again"),
		(Reason::TooLate, r#""tooLate""#, "file the claim again"),
		(Reason::Erased, r#""erased""#, "file the claim again"),
		(Reason::EvidenceNotShown, r#""evidenceNotShown""#, "file the claim again"),
		(Reason::AboveCeiling { paid: 83 }, r#"{"aboveCeiling":{"paid":"83"}}"#, "comes to 83"),
		(
			Reason::Rejected(rejected),
			r#"{"rejected":{"error":"severalYears","line":1}}"#,
			"severalYears (line 1, counted from 0)",
		),
	] {
		assert_eq!(serde_json::to_string(&reason).unwrap(), text);
		assert_eq!(serde_json::from_str::<Reason>(text).unwrap(), reason);
		assert!(reason.to_string().contains(told), "{reason}");
	}
	assert!(serde_json::from_str::<Reason>(r#"{"aboveCeiling":{"paid":"083"}}"#).is_err());
}
