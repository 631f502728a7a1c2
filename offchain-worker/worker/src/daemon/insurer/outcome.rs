// SPDX-License-Identifier: Apache-2.0
//! What a claim came to, for its insurer, who shows it to the policy's holder. Data rule 12: it is printed when it is
//! asked for, and stands in no log.

use crate::{daemon::report::Report, insurer::is_reversal};
use salus_insurance::kept::Kept;
use serde::Serialize;
use serde_json::{Value, json};

/// Tells what was kept of a claim.
pub fn tell(kept: &Kept, report: &mut Report) {
	for line in lines(kept) {
		report.line(line);
	}
	for (name, value) in for_scripts(kept) {
		report.put(name, value);
	}
}

/// Text, line by line.
fn lines(kept: &Kept) -> Vec<String> {
	let Kept { policy, claim, sequence, outcome, .. } = kept;
	if is_reversal(kept) {
		return vec![format!(
			"Claim {claim} is taken back by statement {sequence} of policy {policy}: it counts for nothing. Whether that \
			 arrived, the chain knows: salus claim show {claim}"
		)];
	}
	let mut text = vec![format!(
		"Claim {claim} of policy {policy}, by its statement {sequence}. Amounts are in the smallest unit of the plan's \
		 currency."
	)];
	if let Some(reason) = &kept.reason {
		text.push(format!("Nothing is paid for it as a whole: {reason}."));
	}
	for (line, number) in outcome.lines.iter().zip(1..) {
		let judged = match line.refusal {
			Some(refusal) => format!("refused, {} (FHIR: {})", word(refusal), refusal.fhir_code()),
			None => format!("allowed {}, units {}", line.allowed.0, line.payable),
		};
		let steps = [
			("deductible", line.deductible),
			("co-payment", line.copayment),
			("co-insurance", line.coinsurance),
			("less at the out-of-pocket maximum", line.relief),
			("above what the plan pays at most", line.above_limits),
			("from another insurer", line.other),
			("owed by nobody", line.write_off),
		];
		let steps = steps.into_iter().filter(|(_, amount)| amount.0 != 0);
		let steps: String = steps.map(|(step, amount)| format!(", {step} {}", amount.0)).collect();
		let (paid, patient) = (line.paid.0, line.patient.0);
		text.push(format!(
			"Line {number}: {judged}{steps}. The insurer pays {paid}, the patient {patient}."
		));
	}
	if kept.reason.is_none() {
		text.push(format!(
			"Together: the insurer pays {}, the patient {}, another insurer {}; nobody pays {}.",
			outcome.paid.0, outcome.patient.0, outcome.other.0, outcome.write_off.0
		));
	}
	let (salt, commitment) = (digits(&kept.outcome_salt), digits(&commitment(kept)));
	text.push(format!(
		"Salt {salt}. With it the outcome comes to the commitment {commitment}, which the chain has of a claim that was \
		 concluded so: salus claim show {claim}"
	));
	text
}

/// The same for scripts: the outcome in the rules' own JSON.
fn for_scripts(kept: &Kept) -> [(&'static str, Value); 8] {
	let reversed = is_reversal(kept);
	// When it is taken back, the chain gets no outcome.
	let unless_reversed = |value: Value| if reversed { Value::Null } else { value };
	[
		("claim", json!(kept.claim)),
		("policy", json!(kept.policy)),
		("sequence", json!(kept.sequence)),
		("reversed", json!(reversed)),
		("reason", json!(kept.reason)),
		("outcome", unless_reversed(json!(kept.outcome))),
		("outcomeSalt", unless_reversed(json!(digits(&kept.outcome_salt)))),
		("commitment", unless_reversed(json!(digits(&commitment(kept))))),
	]
}

/// What the chain has of the outcome.
fn commitment(kept: &Kept) -> [u8; 32] {
	let (_, outcome) = kept.pointers();
	outcome.commitment
}

fn digits(bytes: &[u8; 32]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// The rules' own word for a refusal, by which their README explains it.
fn word(refusal: impl Serialize) -> String {
	let value = serde_json::to_value(refusal).unwrap_or_default();
	value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_insurance::judging::Reason;

	/// Of a claim of two lines, the second of which is refused.
	fn kept() -> Kept {
		let zeros = || format!("0x{}", "00".repeat(32));
		serde_json::from_value(json!({
			"policy": 5, "claim": 7, "sequence": 4, "statementSalt": zeros(), "outcomeSalt": zeros(),
			"statement": {"before": [], "authorisations": [], "entries": []},
			"outcome": {
				"lines": [{
					"refusal": null, "payable": 1, "allowed": "83", "deductible": "0", "copayment": "20",
					"coinsurance": "12", "relief": "0", "aboveLimits": "0", "other": "0", "writeOff": "0",
					"patient": "32", "paid": "51",
				}, {
					"refusal": "noEvidence", "payable": 0, "allowed": "0", "deductible": "0", "copayment": "0",
					"coinsurance": "0", "relief": "0", "aboveLimits": "0", "other": "0", "writeOff": "120",
					"patient": "0", "paid": "0",
				}],
				"paid": "51", "patient": "32", "writeOff": "120", "other": "0",
			},
		}))
		.unwrap()
	}

	/// The same claim with no line: taken back, or concluded with nothing for this reason.
	fn without_lines(reason: Option<Reason>) -> Kept {
		Kept { outcome: Default::default(), reason, ..kept() }
	}

	fn member(kept: &Kept, name: &str) -> Value {
		let members = for_scripts(kept);
		members.into_iter().find(|(member, _)| *member == name).unwrap().1
	}

	#[test]
	fn each_line_is_told_and_the_outcome_is_the_rules_own_json() {
		let kept = kept();
		let text = lines(&kept);
		let expected = [
			"Line 1: allowed 83, units 1, co-payment 20, co-insurance 12. The insurer pays 51, the patient 32.",
			"Line 2: refused, noEvidence (FHIR: ar001), owed by nobody 120. The insurer pays 0, the patient 0.",
			"Together: the insurer pays 51, the patient 32, another insurer 0; nobody pays 120.",
		];
		assert_eq!(text[1..4], expected);
		let whole = serde_json::to_value(&kept).unwrap();
		for name in ["claim", "policy", "sequence", "outcome", "outcomeSalt"] {
			assert_eq!(member(&kept, name), whole[name], "{name}");
		}
		assert_eq!(member(&kept, "reversed"), json!(false));
		assert_eq!(member(&kept, "reason"), Value::Null);
	}

	#[test]
	fn the_holder_is_shown_what_opens_the_chains_commitment_and_not_the_statements_salt() {
		let kept = Kept { statement_salt: [8; 32], ..kept() };
		let (_, on_chain) = kept.pointers();
		let commitment = format!("0x{}", hex::encode(on_chain.commitment));
		assert_eq!(member(&kept, "commitment"), json!(commitment));
		let text = lines(&kept).concat();
		assert!(text.contains(&commitment) && text.contains(&"00".repeat(32)), "{text}");
		let told = [text, json!(for_scripts(&kept).map(|(_, value)| value)).to_string()].concat();
		assert!(!told.contains(&"08".repeat(32)), "{told}");
	}

	#[test]
	fn why_nothing_is_paid_as_a_whole_is_told() {
		let kept = without_lines(Some(Reason::NotSigned));
		let text = lines(&kept).concat();
		assert!(text.contains("did not sign") && !text.contains("Together"), "{text}");
		assert_eq!(member(&kept, "reason"), json!("notSigned"));
		assert_eq!(member(&kept, "outcome")["lines"], json!([]));
	}

	#[test]
	fn a_claim_that_is_taken_back_has_no_outcome() {
		let kept = without_lines(None);
		let text = lines(&kept).concat();
		assert!(text.contains("taken back") && !text.contains("Salt"), "{text}");
		assert_eq!(member(&kept, "reversed"), json!(true));
		for name in ["outcome", "outcomeSalt", "commitment"] {
			assert_eq!(member(&kept, name), Value::Null, "{name}");
		}
	}
}
