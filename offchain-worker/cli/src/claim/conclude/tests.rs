// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{
	claim::fixtures::{FILED_AT, claim, policy},
	plan::fixtures,
};
use salus_primitives::{
	claims::{self as on_chain, Stage},
	quorum::Deadline,
};
use serde_json::{Value, json};

fn case() -> Value {
	json!({
		"plan": {"currency": "EUR", "year": "calendar", "versions": [
			{"validFrom": "2026-12-01", "terms": fixtures::terms()},
		]},
		"policy": {"from": "2026-12-01", "until": "2027-11-30", "beneficiaries": [
			{"number": 0, "from": "2026-12-01", "until": "2027-11-30", "adultFrom": "2000-01-01"},
		]},
		"claim": {"currency": "EUR", "filed": "2026-12-03", "lines": [{
			"benefit": 1, "beneficiary": 0, "visit": 0, "units": 2, "charge": "20000", "first": "2026-12-02",
			"last": "2026-12-02", "evidence": [], "other": null,
			"provider": {"id": format!("0x{}", "01".repeat(32)), "accredited": true, "inNetwork": true},
		}]},
	})
}

fn read_case(value: &Value) -> Case {
	serde_json::from_value(value.clone()).unwrap()
}

fn known(statement: on_chain::Statement) -> Known {
	let decide_until = Deadline { moment: FILED_AT, block: 9 };
	let claim = claim(Stage::Submitted { decide_until });
	Known { claim, policy: policy(statement), plan: read_case(&case()).plan }
}

/// What is kept of the first claim, and what the chain has of it.
fn concluded() -> (Kept, on_chain::Statement) {
	let case = read_case(&case());
	let outcome = case.judge().unwrap();
	let kept = kept(ClaimId(7), PolicyId(3), 0, case, outcome);
	let commitment = kept.pointers().0.commitment;
	let statement = on_chain::Statement { cid: None, commitment, sequence: 1 };
	(kept, statement)
}

#[test]
fn what_is_kept_has_the_claim_in_its_statement_and_is_read_back() {
	let (kept, _) = concluded();
	// 16000 allowed, less 5000, 2000, and a fifth of 9000.
	assert_eq!(kept.outcome.paid.0, 7_200);
	assert_eq!((kept.sequence, kept.statement.entries.len()), (1, 1));
	assert_eq!(kept.statement.entries[0].claim, 7);
	let text = serde_json::to_string_pretty(&kept).unwrap();
	assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), kept);
	// The same twice is committed to under other salts.
	let (again, _) = concluded();
	assert_ne!(kept.pointers(), again.pointers());
}

#[test]
fn a_later_claim_is_judged_from_what_the_one_before_wrote() {
	let (kept, statement) = concluded();
	let (second, sequence) =
		known(statement).with_statement(read_case(&case()), Some(kept.clone())).unwrap();
	assert_eq!((sequence, &second.statement), (1, &kept.statement));
	let mut other_day = second;
	other_day.claim.lines[0].first = "2026-12-03".parse().unwrap();
	other_day.claim.lines[0].last = "2026-12-03".parse().unwrap();
	// The deductible is met: 16000 allowed, less 2000, and a fifth of 14000.
	assert_eq!(other_day.judge().unwrap().paid.0, 11_200);
	let (_, first) = known(Default::default()).with_statement(read_case(&case()), None).unwrap();
	assert_eq!(first, 0);
}

#[test]
fn a_statement_that_is_not_the_policys_is_refused_here_and_an_old_one_by_the_chain() {
	let (kept, statement) = concluded();
	let refused = |kept: &Kept, statement| {
		let judged = known(statement).with_statement(read_case(&case()), Some(kept.clone()));
		judged.err().map(|failure| failure.kind)
	};
	let other = Some("OtherStatement".to_owned());
	let of_another = Kept { policy: PolicyId(4), ..kept.clone() };
	assert_eq!(refused(&of_another, statement), other);
	let altered = Kept { statement_salt: [8; 32], ..kept.clone() };
	assert_eq!(refused(&altered, statement), other);
	// Its number goes with the call, and the chain refuses it: StaleStatement.
	assert_eq!(refused(&kept, on_chain::Statement { sequence: 2, ..statement }), None);
	let mut with_its_own = case();
	with_its_own["statement"] = json!({
		"before": [{"beneficiary": 0, "paid": "1"}], "authorisations": [], "entries": [],
	});
	let judged = known(statement).with_statement(read_case(&with_its_own), Some(kept));
	assert_eq!(judged.err().unwrap().kind, "BadInput");
}

#[test]
fn a_case_that_is_not_the_claims_is_refused() {
	let check = |case: &Value| known(Default::default()).check(&read_case(case));
	assert!(check(&case()).is_ok());
	for (pointer, value) in [
		("/plan/versions/0/terms/benefits/0/inNetwork/price", json!("9000")),
		("/plan/year", json!("policy")),
		("/policy/until", json!("2027-12-31")),
		("/claim/filed", json!("2026-12-04")),
	] {
		let mut other = case();
		*other.pointer_mut(pointer).unwrap() = value;
		assert_eq!(check(&other).unwrap_err().kind, "OtherCase", "{pointer}");
	}
}

#[test]
fn what_was_written_is_removed_only_when_the_chain_refused() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("kept.json");
	for (kind, stays) in [
		("Undecided", true),
		("Unreachable", true),
		("NotAccepted", false),
		("Claims.StaleStatement", false),
	] {
		std::fs::write(&path, "{}").unwrap();
		discard(&path, &Failure::new(kind, "refused"));
		assert_eq!(path.exists(), stays, "{kind}");
	}
}
