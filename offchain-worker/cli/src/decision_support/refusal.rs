// SPDX-License-Identifier: Apache-2.0
//! Why a request got no receipt: what everybody may know, and for those who may read its records what operators
//! found wrong with them.

use super::{
	super::{Context, Failure},
	sealed,
};
use salus_chain::AccountId;
use salus_inference::{InputProblem, RefusalDocument};
use salus_primitives::{
	Cid, Purpose, RequestId,
	decision_support::{Request, RequestState, RequestStatus, Response},
};
use serde_json::{Value, json};

/// Why there is no receipt, with all problems that operators found if the signer may read the records.
pub async fn why(
	context: &Context,
	request: RequestId,
	status: &RequestStatus<AccountId>,
	purpose: Purpose,
) -> Result<Failure, Failure> {
	let info = &status.request;
	let notices = notices(info);
	if notices.is_empty() {
		return Ok(known_to_all(request, status));
	}
	let keys = match sealed::Keys::of(context, &info.records, purpose).await {
		Ok(keys) => keys,
		Err(cause) if is_not_permitted(&cause) => {
			let told = known_to_all(request, status).remedy(format!(
				"only those who may read all of its records can learn why: {}",
				cause.message
			));
			return Ok(told);
		}
		Err(cause) => return Err(cause),
	};
	let (mut problems, mut model): (Vec<InputProblem>, _) = (Vec::new(), String::new());
	for (cid, holder) in notices {
		let opened = keys.open(context, request, cid, &holder).await?;
		let notice = RefusalDocument::from_bytes(&opened.plaintext)?;
		model = notice.model;
		for problem in notice.problems {
			if !problems.contains(&problem) {
				problems.push(problem);
			}
		}
	}
	let what = format!("{} refused to run {model}", counted(info));
	Ok(refused(&what, &problems, None).detail("request", json!(request)))
}

/// The notices of refusals, each once, with an operator who wrote it.
fn notices(info: &Request<AccountId>) -> Vec<(Cid, AccountId)> {
	let mut notices: Vec<(Cid, AccountId)> = Vec::new();
	for drawn in &info.drawn {
		if let Some(Response::Refusal(Some(cid))) = drawn.response
			&& notices.iter().all(|(known, _)| *known != cid)
		{
			notices.push((cid, drawn.operator.clone()));
		}
	}
	notices
}

/// "2 of 3 operators", those who refused.
fn counted(info: &Request<AccountId>) -> String {
	let refused = |answer: &Option<Response>| matches!(answer, Some(Response::Refusal(_)));
	let count = info.drawn.iter().filter(|drawn| refused(&drawn.response)).count();
	format!("{count} of {} operators", info.drawn.len())
}

/// What the chain shows to everybody.
pub fn known_to_all(request: RequestId, status: &RequestStatus<AccountId>) -> Failure {
	let info = &status.request;
	let answers = || info.drawn.iter().filter_map(|drawn| drawn.response);
	let failure = if answers().any(|answer| matches!(answer, Response::Refusal(Some(_)))) {
		Failure::new("InputsRefused", format!("{} refused the inputs", counted(info)))
	} else if answers().any(|answer| matches!(answer, Response::Refusal(None))) {
		Failure::new(
			"InputsUnavailable",
			format!("{} could not get the key or the document of a record", counted(info)),
		)
		.remedy("read the records, and ask again once that works")
	} else {
		match info.state {
			RequestState::Failed { .. } => Failure::new(
				"NoQuorum",
				"no quorum of operators sealed the same result in time",
			)
			.remedy("ask again"),
			RequestState::Sealing if status.suspended => Failure::new(
				"ModelSuspended",
				"the authority has suspended the model since, so there will be no result unless it approves the model again",
			)
			.remedy(format!("see salus decision status {request}")),
			RequestState::Sealing | RequestState::Settled { .. } => {
				Failure::new("SealingContinues", "operators still run the model")
					.remedy(format!("see salus decision status {request}"))
			}
		}
	};
	failure.detail("request", json!(request))
}

/// Inputs that a model can't be run on, whoever found it: the same for people and scripts. `next` is what to do if
/// the asker knows better.
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

/// Whether the chain did not grant access, which asking again does not change.
fn is_not_permitted(cause: &Failure) -> bool {
	let refusals = ["NotPermitted", "Denied", "NotInForce", "NoEncryptionKey"];
	refusals.iter().any(|refusal| cause.kind == format!("Records.{refusal}"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_inference::Problem;
	use salus_primitives::{
		ModelId,
		decision_support::{Drawn, FaultState},
	};

	const ID: RequestId = RequestId(4);

	fn status(
		answers: &[Option<Response>],
		state: RequestState,
		suspended: bool,
	) -> RequestStatus<AccountId> {
		let drawn = answers.iter().enumerate().map(|(index, answer)| Drawn {
			operator: AccountId::new([u8::try_from(index).expect("few"); 32]),
			response: *answer,
			fault: FaultState::Clear,
		});
		let request = Request {
			model: ModelId(0),
			model_digest: [0; 32],
			patient: AccountId::new([7; 32]),
			requester: AccountId::new([8; 32]),
			records: Default::default(),
			drawn: drawn.collect::<Vec<_>>().try_into().expect("few"),
			opened_at: 0,
			seal_until: 1,
			settle_until: 2,
			state,
		};
		RequestStatus { request, suspended }
	}

	const FAILED: RequestState = RequestState::Failed { challenge_until: 9 };

	fn notice(number: u8) -> Option<Response> {
		Some(Response::Refusal(Some(Cid::raw([number; 32]))))
	}

	#[test]
	fn why_a_request_failed_is_told_to_everybody_as_far_as_the_chain_shows_it() {
		let kind = |answers: &[Option<Response>], state, suspended| {
			let failure = known_to_all(ID, &status(answers, state, suspended));
			assert_eq!(failure.to_json()["error"]["request"], 4);
			failure.kind
		};
		let (sealed, unavailable) = (Some(Response::Seal([1; 32])), Some(Response::Refusal(None)));
		assert_eq!(kind(&[notice(1), notice(1), None], FAILED, false), "InputsRefused");
		assert_eq!(kind(&[notice(1), unavailable], FAILED, false), "InputsRefused");
		assert_eq!(kind(&[unavailable, unavailable, sealed], FAILED, false), "InputsUnavailable");
		assert_eq!(kind(&[sealed, None, None], FAILED, false), "NoQuorum");
		assert_eq!(kind(&[sealed, None], RequestState::Sealing, true), "ModelSuspended");
		assert_eq!(kind(&[sealed, None], RequestState::Sealing, false), "SealingContinues");
	}

	#[test]
	fn each_notice_is_opened_once_and_operators_are_counted() {
		let info = status(&[notice(1), notice(2), notice(1), None], FAILED, false).request;
		let cids: Vec<Cid> = notices(&info).into_iter().map(|(cid, _)| cid).collect();
		assert_eq!(cids, [Cid::raw([1; 32]), Cid::raw([2; 32])]);
		assert_eq!(counted(&info), "3 of 4 operators");
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
		let failure = refused("3 of 3 operators refused news2", &problems, Some("ask again"));
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

	#[test]
	fn only_a_refusal_of_access_hides_the_reason() {
		assert!(is_not_permitted(&Failure::new("Records.Denied", "")));
		assert!(!is_not_permitted(&Failure::new("CustodiansMissing", "")));
		let cause = salus_chain::ChainError::Mismatch("x".into());
		assert!(!is_not_permitted(&cause.into()));
	}
}
