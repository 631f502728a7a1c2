// SPDX-License-Identifier: Apache-2.0
//! A claim judged from a file, without a node, by the rules that `pallets/adjudication/README.md` describes.

use super::{
	case::{CASE, Case, read},
	difference, explain,
};
use crate::{
	Responded, boxed,
	response::{Plain, Show},
};
use clap::Subcommand;
use salus_adjudication::Outcome;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Judging {
	/// Judge a claim: what each line comes to.
	#[command(after_help = format!("Example:\n  salus claim judge case.json\n\n{CASE}"))]
	Judge {
		/// Plan, policy, statement and claim.
		case: PathBuf,
	},
	/// Judge a claim again, and name the line and step that differ from an outcome.
	#[command(
		after_help = format!("Example:\n  salus claim check case.json --outcome outcome.json\n\n{CASE}")
	)]
	Check {
		/// Plan, policy, statement and claim.
		case: PathBuf,
		/// What somebody says that it comes to, as salus --json claim judge prints it.
		#[arg(long)]
		outcome: PathBuf,
	},
	/// Judge a claim, and say in plain words why each line comes to what it does.
	#[command(after_help = format!("Example:\n  salus claim explain case.json\n\n{CASE}"))]
	Explain {
		/// Plan, policy, statement and claim.
		case: PathBuf,
	},
}

/// What a claim comes to.
#[derive(Serialize)]
struct Judged {
	#[serde(flatten)]
	outcome: Outcome,
}

impl Plain for Judged {}

/// That two judges agree.
#[derive(Serialize)]
struct Agreed {
	agrees: bool,
}

impl Plain for Agreed {}

/// What a claim comes to, and why.
#[derive(Serialize)]
struct Explained {
	#[serde(flatten)]
	outcome: Outcome,
	explanation: Vec<String>,
}

impl Show for Explained {
	fn show(&self) -> String {
		self.explanation.join("\n")
	}
}

impl Judging {
	pub fn run(self) -> Responded {
		match self {
			Self::Judge { case } => {
				boxed(read::<Case>(&case)?.judge().map(|outcome| Judged { outcome }))
			}
			Self::Check { case, outcome } => {
				let theirs = read::<Outcome>(&outcome)?;
				let ours = read::<Case>(&case)?.judge()?;
				boxed(match difference::first(&ours, &theirs) {
					None => Ok(Agreed { agrees: true }),
					Some(difference) => Err(difference.failure()),
				})
			}
			Self::Explain { case } => {
				let case = read::<Case>(&case)?;
				let outcome = case.judge()?;
				let explanation = explain::lines(&case.claim, &outcome);
				boxed(Ok(Explained { outcome, explanation }))
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::{Value, json};

	/// The worked example of a met deductible: charge 83, co-payment 20, a fifth of the rest.
	fn case() -> Value {
		let cost = json!({"copayment": "20", "coinsurance": 2000});
		let none = json!({"beneficiary": null, "family": null});
		json!({
			"plan": {"currency": "EUR", "year": "calendar", "versions": [{"validFrom": "2026-01-01", "terms": {
				"rules": 1, "filingLimit": 30, "deductible": none, "outOfPocket": none, "maximum": none,
				"lifetime": null, "coordination": "standard", "notBeside": [], "benefits": [{
					"id": 1, "inNetwork": {"price": "100", "adult": cost, "child": cost}, "outOfNetwork": null,
					"deductible": true, "waitingDays": 0, "authorisation": false, "evidence": null,
					"limits": {"line": null, "day": null, "year": null, "units": null},
				}],
			}}]},
			"policy": {"from": "2026-01-01", "until": "2026-12-31", "beneficiaries": [
				{"number": 0, "from": "2026-01-01", "until": "2026-12-31", "adultFrom": "2000-01-01"},
			]},
			"claim": {"currency": "EUR", "filed": "2026-11-28", "lines": [{
				"benefit": 1, "beneficiary": 0, "visit": 0, "units": 1, "charge": "83", "first": "2026-11-28",
				"last": "2026-11-28", "evidence": [], "other": null,
				"provider": {"id": format!("0x{}", "01".repeat(32)), "accredited": true, "inNetwork": true},
			}]},
		})
	}

	fn written(value: &Value) -> (tempfile::TempDir, PathBuf) {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("case.json");
		std::fs::write(&path, value.to_string()).unwrap();
		(folder, path)
	}

	fn run(command: impl FnOnce(PathBuf) -> Judging, value: &Value) -> Responded {
		let (_folder, path) = written(value);
		command(path).run()
	}

	#[test]
	fn a_file_is_judged_without_a_node() {
		let answer = run(|case| Judging::Judge { case }, &case()).unwrap().json().unwrap();
		assert_eq!((&answer["paid"], &answer["patient"]), (&json!("51"), &json!("32")));
	}

	#[test]
	fn check_agrees_with_itself_and_names_the_line_and_step_that_differ() {
		let check = |outcome: &Value| {
			let (_folder, outcome) = written(outcome);
			run(|case| Judging::Check { case, outcome }, &case())
		};
		let mut outcome = run(|case| Judging::Judge { case }, &case()).unwrap().json().unwrap();
		assert_eq!(check(&outcome).unwrap().json().unwrap(), json!({"agrees": true}));
		outcome["lines"][0]["coinsurance"] = json!("13");
		let error = check(&outcome).err().unwrap().to_json();
		assert_eq!(error["error"]["kind"], "OutcomeDiffers");
		assert_eq!(error["error"]["line"], 0);
		assert_eq!(error["error"]["step"], 5);
		assert_eq!(error["error"]["field"], "coinsurance");
	}

	#[test]
	fn a_refused_line_is_explained() {
		let mut late = case();
		late["claim"]["filed"] = json!("2027-03-01");
		let text = run(|case| Judging::Explain { case }, &late).unwrap().text();
		assert!(text.contains("filed too late (FHIR: ar001)"), "{text}");
		let text = run(|case| Judging::Explain { case }, &case()).unwrap().text();
		assert!(text.contains("co-payment") && text.contains("51"), "{text}");
	}

	#[test]
	fn bad_input_is_told_exactly() {
		let mut wrong = case();
		wrong["claim"]["lines"][0]["units"] = json!(0);
		let error = run(|case| Judging::Judge { case }, &wrong).err().unwrap().to_json();
		assert_eq!(
			(&error["error"]["kind"], &error["error"]["line"]),
			(&json!("NotJudged"), &json!(0))
		);
		let mut wrong = case();
		wrong["claim"]["lines"][0]["charge"] = json!(83);
		let error = run(|case| Judging::Judge { case }, &wrong).err().unwrap();
		assert!(error.message.contains("line 1 column"), "{}", error.message);
	}
}
