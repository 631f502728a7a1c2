// SPDX-License-Identifier: Apache-2.0
//! Why a request got no receipt, as far as the chain shows it; and what this machine finds wrong with records.

use super::{
	super::Failure,
	history::{History, How},
};
use salus_inference::InputProblem;
use salus_primitives::RequestId;
use serde_json::{Value, json};

/// What the chain shows to everybody of a request that failed. Why operators refused, it does not know.
pub fn failed(request: RequestId, history: &History) -> Failure {
	let refused = history.count(How::Refused);
	let drawn = history.drawn.len();
	let failure = if refused > 0 {
		Failure::new(
			"OperatorsRefused",
			format!("{refused} of {drawn} operators refused request {request}, and don't say why"),
		)
		.remedy(
			"see what the model would refuse: salus decision check; and whether it is approved, and of the request's \
			 class: salus decision model show",
		)
	} else if history.responses.is_empty() {
		Failure::new(
			"NotOpened",
			format!(
				"no operator responded to request {request}: its records could not be opened for them, or all were away"
			),
		)
		.remedy("see whether consent still stands and no record was erased, and ask again")
	} else {
		Failure::new(
			"NoQuorum",
			format!("no quorum of operators revealed the same result of request {request} in time"),
		)
		.remedy("ask again")
	};
	failure.detail("request", json!(request))
}

/// Inputs that a model can't be run on: the same for people and scripts. `next` is what to do if the asker knows better.
pub fn refused(what: &str, problems: &[InputProblem], next: Option<&str>) -> Failure {
	let written: Vec<Value> =
		problems.iter().filter_map(|problem| serde_json::to_value(problem).ok()).collect();
	let next = next.map(|next| format!("\n{next}")).unwrap_or_default();
	let message = format!("{what}:{}{next}", lines(&written));
	Failure::new("InputsRefused", message).detail("problems", json!(written))
}

/// Problems for people, a line each: code, path, problem, remedy.
pub fn lines(problems: &[Value]) -> String {
	let text = |problem: &Value, member: &str| {
		problem.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
	};
	let line = |problem: &Value| {
		format!(
			"\n- {} at {}: {}; {}",
			text(problem, "code"),
			text(problem, "path"),
			text(problem, "problem"),
			text(problem, "remedy")
		)
	};
	problems.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
	use super::{super::history::Responded, *};
	use salus_chain::AccountId;
	use salus_inference::Problem;

	#[test]
	fn why_a_request_failed_is_told_as_far_as_the_chain_shows_it() {
		let account = |number: u8| AccountId::new([number; 32]);
		let failed = |responses: &[How]| {
			let responses = responses.iter().zip(0..).map(|(how, number)| Responded {
				operator: account(number),
				block: 4,
				how: *how,
			});
			let history = History {
				drawn: vec![account(0), account(1), account(2)],
				responses: responses.collect(),
				failed_in: Some(9),
				since: 1,
			};
			failed(RequestId(4), &history)
		};
		for (responses, kind) in [
			(&[][..], "NotOpened"),
			(&[How::Sealed, How::Refused, How::Refused], "OperatorsRefused"),
			(&[How::Sealed, How::Sealed, How::Revealed], "NoQuorum"),
		] {
			let failure = failed(responses);
			assert_eq!(failure.kind, kind);
			assert_eq!(failure.to_json()["error"]["request"], 4);
		}
		assert!(failed(&[How::Refused; 2]).message.contains("2 of 3 operators refused request 4"));
	}

	#[test]
	fn every_problem_is_told_with_code_path_and_remedy_to_people_and_scripts() {
		let problem = |code: &str| InputProblem {
			kind: Problem::Missing,
			code: code.into(),
			path: "Observation".into(),
			problem: "Pulse: is in none of the records".into(),
			remedy: "name a record with it".into(),
		};
		let problems = [problem("8867-4"), problem("8310-5")];
		let failure = refused("news2 can't be run on these records", &problems, Some("ask again"));
		assert_eq!(failure.kind, "InputsRefused");
		let lines: Vec<&str> = failure.message.lines().collect();
		assert_eq!(lines.len(), 4);
		let second =
			"- 8867-4 at Observation: Pulse: is in none of the records; name a record with it";
		assert_eq!((lines[1], lines[3]), (second, "ask again"));
		let json = failure.to_json();
		let problems = &json["error"]["problems"];
		assert_eq!(problems[1]["code"], "8310-5");
		assert_eq!(problems[1]["kind"], "missing");
		for member in ["path", "problem", "remedy"] {
			assert!(problems[0][member].is_string(), "{member}");
		}
	}
}
