// SPDX-License-Identifier: Apache-2.0
//! Claims, judged here by the rules that `pallets/adjudication/README.md` describes: from a file, without a node.

mod difference;
mod explain;

use super::{
	Failure, Responded, boxed,
	response::{Plain, Show},
};
use clap::Subcommand;
use salus_adjudication::{Claim, Outcome, Plan, Policy, Rejected, Statement};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a file has.
const CASE: &str = "The file is JSON: {\"plan\": …, \"policy\": …, \"statement\": …, \"claim\": …}, each as \
	pallets/adjudication/README.md describes it. Without a statement nothing was judged before. Amounts are text, in the \
	currency's smallest unit.";

#[derive(Subcommand, Debug)]
pub enum ClaimCommand {
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

/// What a claim is judged from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
	plan: Plan,
	policy: Policy,
	#[serde(default)]
	statement: Statement,
	claim: Claim,
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

impl ClaimCommand {
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

impl Case {
	fn judge(&self) -> Result<Outcome, Failure> {
		salus_adjudication::judge(&self.plan, &self.policy, &self.statement, &self.claim)
			.map_err(|rejected| not_judged(&rejected))
	}
}

/// Why a claim is not judged, and what to do about it.
fn not_judged(rejected: &Rejected) -> Failure {
	use salus_adjudication::Error;
	let remedy = match rejected.error {
		Error::BadPlan => {
			"the plan contradicts itself: see what is refused as a whole in the rules"
		}
		Error::UnknownRules => {
			"the plan names rules that this program does not know: take a newer one"
		}
		Error::BadPolicy => {
			"the policy contradicts itself: see what is refused as a whole in the rules"
		}
		Error::OtherCurrency => "file the claim in the plan's currency",
		Error::NoLines => "a claim has at least one line",
		Error::TooManyLines => "split it: a claim has at most 20 lines",
		Error::ZeroUnits => "a line has at least one unit",
		Error::BackToFront => "a line's last day is not before its first",
		Error::NotYet => "file it once the service is over",
		Error::TooMuchEvidence => "a line has at most 8 pieces of evidence",
		Error::SeveralYears => "file what is of another benefit year in a claim of its own",
		Error::SeveralVersions => "split the line where the plan's terms change",
		Error::SeveralBeneficiaries => "file a claim for each beneficiary",
		Error::Overflow => "the charges are more than can be counted",
	};
	let told = serde_json::to_value(rejected).unwrap_or_default();
	let error = told.get("error").and_then(|error| error.as_str()).unwrap_or_default();
	let message = match rejected.line {
		Some(line) => format!("line {line} of the claim, counted from 0: {error}"),
		None => format!("the claim is not judged: {error}"),
	};
	Failure::new("NotJudged", message).details_of(&told).remedy(remedy)
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, Failure> {
	let text = std::fs::read_to_string(path).map_err(|cause| {
		Failure::bad_input(format!("{} cannot be read: {cause}", path.display()))
	})?;
	serde_json::from_str(&text).map_err(|cause| {
		Failure::bad_input(format!("{}: {cause}", path.display()))
			.remedy("see salus claim judge --help for what it has")
	})
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

	fn run(command: impl FnOnce(PathBuf) -> ClaimCommand, value: &Value) -> Responded {
		let (_folder, path) = written(value);
		command(path).run()
	}

	#[test]
	fn a_file_is_judged_without_a_node() {
		let answer = run(|case| ClaimCommand::Judge { case }, &case()).unwrap().json().unwrap();
		assert_eq!((&answer["paid"], &answer["patient"]), (&json!("51"), &json!("32")));
	}

	#[test]
	fn check_agrees_with_itself_and_names_the_line_and_step_that_differ() {
		let check = |outcome: &Value| {
			let (_folder, outcome) = written(outcome);
			run(|case| ClaimCommand::Check { case, outcome }, &case())
		};
		let mut outcome =
			run(|case| ClaimCommand::Judge { case }, &case()).unwrap().json().unwrap();
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
		let text = run(|case| ClaimCommand::Explain { case }, &late).unwrap().text();
		assert!(text.contains("filed too late (FHIR: ar001)"), "{text}");
		let text = run(|case| ClaimCommand::Explain { case }, &case()).unwrap().text();
		assert!(text.contains("co-payment") && text.contains("51"), "{text}");
	}

	#[test]
	fn bad_input_is_told_exactly() {
		let mut wrong = case();
		wrong["claim"]["lines"][0]["units"] = json!(0);
		let error = run(|case| ClaimCommand::Judge { case }, &wrong).err().unwrap().to_json();
		assert_eq!(
			(&error["error"]["kind"], &error["error"]["line"]),
			(&json!("NotJudged"), &json!(0))
		);
		let mut wrong = case();
		wrong["claim"]["lines"][0]["charge"] = json!(83);
		let error = run(|case| ClaimCommand::Judge { case }, &wrong).err().unwrap();
		assert!(error.message.contains("line 1 column"), "{}", error.message);
	}
}
