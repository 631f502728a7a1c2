// SPDX-License-Identifier: Apache-2.0
//! The JSON-RPC: every method answers, and every bound holds.

mod common;

use common::Node;
use salus_primitives::Timestamp;
use serde_json::{Value, json};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const INVALID_PARAMS: i64 = -32_602;
const UNKNOWN_BLOCK: i64 = 8_002;

/// Every method of Salus's.
const METHODS: &[&str] = &[
	"participants_whoIs",
	"participants_operators",
	"participants_guardians",
	"participants_guardianProposals",
	"participants_invitations",
	"participants_membership",
	"consent_decide",
	"consent_decideAt",
	"consent_provisions",
	"consent_history",
	"consent_requests",
	"consent_breakGlassCases",
	"consent_overdueReviews",
	"consent_organisationCases",
	"records_list",
	"records_get",
	"records_provenance",
	"records_access",
	"records_keptBy",
	"records_custodyFund",
	"disclosures_ledger",
	"disclosures_list",
	"disclosures_entry",
	"quorum_task",
	"quorum_openTasks",
	"quorum_operatorState",
	"quorum_accusations",
	"quorum_prices",
	"claims_plan",
	"claims_admission",
	"claims_policy",
	"claims_claim",
	"claims_list",
	"claims_solvency",
	"claims_insurerTally",
	"claims_owed",
	"claims_judge",
	"decisionSupport_model",
	"decisionSupport_models",
	"decisionSupport_modelUsage",
	"decisionSupport_request",
	"decisionSupport_receipt",
];

fn query(patient: &str) -> Value {
	json!({
		"patient": patient,
		"reader": { "account": ALICE },
		"action": "access",
		"category": "Condition",
		"purpose": "TREAT",
		"data": { "first": "1969-05-04", "last": "2026-11-28" },
	})
}

fn code(answer: Result<Value, Value>) -> i64 {
	answer.expect_err("an error")["code"].as_i64().expect("a code")
}

/// One node serves all these: they change nothing but its clock.
#[test]
fn every_method_answers_within_its_bounds() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	// Its clock is set by a block.
	node.make_block();
	every_method_is_offered(&node);
	a_stranger_has_no_role_and_no_records(&node);
	pages_are_bounded(&node);
	wrong_parameters_are_named(&node);
	parameters_have_one_name(&node);
	moments_to_come_have_no_answer(&node);
	numbers_are_not_taken_for_moments(&node);
	for (method, params) in examples() {
		if let Err(error) = node.call(&method, params) {
			// The ledger is an example's only; and this node does not look at a claim's lines.
			let message = error["message"].as_str().unwrap();
			let is_expected = match method.as_str() {
				"claims_judge" => message.contains("unsafe"),
				_ => message.starts_with("the cursor of 11 entries"),
			};
			assert!(is_expected, "{method}: {message}");
		}
	}
	answers_are_as_of_a_block(&node);
	commands_are_kept_from_clients(&node);
	node_writes_the_disclosures(&node);
}

fn every_method_is_offered(node: &Node) {
	let offered = node.ask("rpc_methods", json!([]));
	let offered: Vec<_> =
		offered["methods"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
	for method in METHODS {
		assert!(offered.contains(method), "{method} is not offered");
	}
	assert!(offered.contains(&"system_accountNextIndex"));
	assert!(offered.contains(&"payment_queryInfo"));
}

fn a_stranger_has_no_role_and_no_records(node: &Node) {
	let stranger = "5C7LYpP2ZH3tpKbvVvwiVe54AapxErdPBbvkYhe6y9ZBkqWt";
	let known = node.ask("participants_whoIs", json!([stranger]));
	assert_eq!((&known["licence"], &known["inService"]), (&json!("none"), &json!(false)));
	for role in ["patient", "organisation", "practitioner", "operator", "encryptionKey"] {
		assert_eq!(known[role], Value::Null, "{role}");
	}
	assert!(node.ask("participants_operators", json!([])).is_array());
	for method in
		["participants_guardians", "participants_guardianProposals", "participants_invitations"]
	{
		assert_eq!(node.ask(method, json!([stranger])), json!([]), "{method}");
	}
	let never = json!({ "since": null, "past": [], "knownSince": "1970-01-01T00:00:00.000Z" });
	assert_eq!(node.ask("participants_membership", json!([ALICE, stranger])), never);

	let decision = node.ask("consent_decide", json!([query(stranger)]));
	assert_eq!(decision, json!({ "refusal": "noPolicy" }));
	let now = Timestamp(node.clock());
	let decision = node.ask("consent_decideAt", json!([query(stranger), now]));
	let known_since = "1970-01-01T00:00:00.000Z";
	assert_eq!(decision, json!({ "refusal": "noPolicy", "knownSince": known_since }));
	for method in ["consent_provisions", "consent_history", "consent_requests", "records_list"] {
		assert_eq!(node.ask(method, json!([stranger])), json!([]), "{method}");
	}
	assert_eq!(node.ask("consent_breakGlassCases", json!([stranger])), json!([]));
	assert_eq!(node.ask("consent_overdueReviews", json!([])), json!([]));
	let none = json!({ "surety": 0, "unreviewed": 0, "justified": 0, "unjustified": 0 });
	assert_eq!(node.ask("consent_organisationCases", json!([stranger])), none);
	assert_eq!(node.ask("records_provenance", json!([99])), json!([]));
	let nothing = json!({ "kept": [], "next": null });
	assert_eq!(node.ask("records_keptBy", json!([stranger])), nothing);
	for method in ["records_get", "records_access", "decisionSupport_request"] {
		assert_eq!(node.ask(method, json!([99])), Value::Null, "{method}");
	}
	assert_eq!(node.ask("records_custodyFund", json!([99, 1])), Value::Null);
	assert_eq!(node.ask("decisionSupport_receipt", json!([99])), Value::Null);
	assert_eq!(node.ask("decisionSupport_modelUsage", json!([99])), Value::Null);
	assert_eq!(node.ask("quorum_task", json!([99])), Value::Null);
	for (method, parameter) in
		[("quorum_openTasks", json!(stranger)), ("quorum_accusations", json!(99))]
	{
		assert_eq!(node.ask(method, json!([parameter])), json!([]), "{method}");
	}
	assert_eq!(node.ask("quorum_operatorState", json!([stranger]))["out"], Value::Null);
	assert_eq!(node.ask("quorum_prices", json!([])).as_array().map(Vec::len), Some(3));
	for method in ["claims_plan", "claims_policy", "claims_claim"] {
		assert_eq!(node.ask(method, json!([99])), Value::Null, "{method}");
	}
	assert_eq!(node.ask("claims_list", json!([99])), json!([]));
	assert_eq!(node.ask("claims_admission", json!([99, stranger])), Value::Null);
	assert_eq!(node.ask("claims_solvency", json!([stranger, 1])), Value::Null);
	let none = json!({ "concluded": 0, "late": 0, "referred": 0, "careDenied": 0 });
	assert_eq!(node.ask("claims_insurerTally", json!([stranger])), none);
	assert_eq!(node.ask("claims_owed", json!([stranger, stranger, 1])), json!("0"));
	assert_eq!(node.ask("decisionSupport_model", json!([99])), Value::Null);
	assert!(node.ask("decisionSupport_models", json!([])).is_array());
	assert_eq!(node.ask("disclosures_ledger", json!([stranger])), Value::Null);
}

fn pages_are_bounded(node: &Node) {
	for (method, mut params) in [
		("consent_history", vec![json!(BOB), json!(0)]),
		("consent_breakGlassCases", vec![json!(BOB), Value::Null]),
		("consent_overdueReviews", vec![json!(0)]),
		("records_list", vec![json!(BOB), Value::Null]),
		("records_keptBy", vec![json!(BOB), Value::Null]),
		("disclosures_list", vec![json!(BOB), Value::Null]),
		("decisionSupport_models", vec![json!(0)]),
	] {
		params.push(json!(100));
		assert!(node.call(method, params.clone().into()).is_ok(), "{method} of 100");
		for count in [0, 101, u32::MAX] {
			*params.last_mut().unwrap() = json!(count);
			let answer = node.call(method, params.clone().into());
			assert_eq!(code(answer), INVALID_PARAMS, "{method} of {count}");
		}
	}
}

fn wrong_parameters_are_named(node: &Node) {
	let mut wrong = query(BOB);
	wrong["purpose"] = "CURIOSITY".into();
	let error = node.call("consent_decide", json!([wrong])).expect_err("an error");
	assert_eq!(error["code"], INVALID_PARAMS);
	assert!(error.to_string().contains("TREAT"), "{error}");

	// A reader's fields are read as those of the question are.
	for (reader, says) in [
		(json!({ "class": "surgical", "asker": ALICE }), "clinical, payment, research"),
		(json!({ "class": "clinical" }), "asker"),
		(json!({ "class": "clinical", "asker": ALICE, "model": 1 }), "model"),
	] {
		let mut wrong = query(BOB);
		wrong["reader"] = json!({ "decisionSupport": reader });
		let error = node.call("consent_decide", json!([wrong])).expect_err("an error");
		assert_eq!(error["code"], INVALID_PARAMS);
		assert!(error.to_string().contains(says), "{error}");
	}

	let mut wrong = query(BOB);
	wrong["compartment"] = 16.into();
	assert_eq!(code(node.call("consent_decide", json!([wrong]))), INVALID_PARAMS);

	let mut wrong = query(BOB);
	wrong["data"]["last"] = "1969-05-03".into();
	assert_eq!(code(node.call("consent_decide", json!([wrong]))), INVALID_PARAMS);

	for (method, params, name) in [
		("participants_whoIs", json!(["nobody"]), "account"),
		("participants_whoIs", json!([]), "account"),
		("records_get", json!(["7"]), "record"),
		("records_get", json!({ "record": -7 }), "record"),
		("records_list", json!([BOB, null, "all"]), "count"),
		("consent_decide", json!([query(BOB), "0x11"]), "at"),
		("consent_decideAt", json!([query(BOB), "yesterday"]), "moment"),
		("disclosures_list", json!([BOB, "newest"]), "before"),
	] {
		let error = node.call(method, params).expect_err("an error");
		assert_eq!(error["code"], INVALID_PARAMS, "{method}: {error}");
		let message = error["message"].as_str().unwrap();
		assert!(message.contains(&format!("parameter {name} ")), "{method}: {message}");
	}
}

fn parameters_have_one_name(node: &Node) {
	assert_eq!(node.ask("records_get", json!({ "record": 99 })), Value::Null);
	assert_eq!(node.ask("decisionSupport_receipt", json!({ "request": 99 })), Value::Null);
	for params in [json!({ "id": 99 }), json!({ "record": 99, "id": 99 }), json!([99, null, 1])] {
		let error = node.call("records_get", params).expect_err("an error");
		assert_eq!(error["code"], INVALID_PARAMS);
		assert!(error.to_string().contains("records_get takes record, at"), "{error}");
	}
}

fn moments_to_come_have_no_answer(node: &Node) {
	let now = node.clock();
	assert!(node.call("consent_decideAt", json!([query(BOB), Timestamp(now)])).is_ok());
	let to_come = json!([query(BOB), Timestamp(now + 1)]);
	let error = node.call("consent_decideAt", to_come).expect_err("an error");
	assert_eq!(error["code"], INVALID_PARAMS);
	assert!(error.to_string().contains("to come"), "{error}");
}

fn numbers_are_not_taken_for_moments(node: &Node) {
	let now = node.clock();
	for moment in [json!(now), json!(now / 1_000), json!((now / 1_000).to_string())] {
		let error =
			node.call("consent_decideAt", json!([query(BOB), moment])).expect_err("an error");
		assert_eq!(error["code"], INVALID_PARAMS, "{moment}");
		// It shows the form.
		assert!(error.to_string().contains("2026-11-28T12:00:00.000Z"), "{moment}: {error}");
	}
}

/// A node of one's own judges; what it can't judge here, since there is no plan, it still reads.
#[test]
fn a_claim_is_judged_by_a_node_of_ones_own_alone() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &["--rpc-methods", "unsafe"]);
	for (method, params) in examples() {
		if method == "claims_judge" {
			assert_eq!(node.call(&method, params), Ok(Value::Null));
		}
	}
}

/// The requests of the methods' documentation, as they stand there: of each method one at least.
fn examples() -> Vec<(String, Value)> {
	let mut shown = Vec::new();
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rpc");
	for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
		if !file.is_file() {
			continue;
		}
		let source = std::fs::read_to_string(file).unwrap();
		let docs: String = source
			.lines()
			.map(|line| line.trim().strip_prefix("///").unwrap_or("```"))
			.flat_map(|line| [line.trim(), "\n"])
			.collect();
		for example in docs.split("```json").skip(1) {
			let (example, _) = example.split_once("```").unwrap();
			// Request, answer, and so on; an answer may have dots in the stead of what stands elsewhere.
			for value in serde_json::Deserializer::from_str(example).into_iter::<Value>() {
				let request = value.unwrap_or_else(|error| panic!("{error} in {example}"));
				if request.get("method").is_none() {
					continue;
				}
				let method = request["method"].as_str().unwrap();
				shown.push((method.to_owned(), request["params"].clone()));
			}
		}
	}
	for method in METHODS {
		assert!(shown.iter().any(|(name, _)| name == method), "{method} has no example");
	}
	shown
}

fn answers_are_as_of_a_block(node: &Node) {
	let genesis = node.ask("chain_getBlockHash", json!([0]));
	assert!(node.ask("participants_whoIs", json!([ALICE, genesis])).is_object());
	let nowhere = format!("0x{}", "11".repeat(32));
	let answer = node.call("participants_whoIs", json!([ALICE, nowhere]));
	assert_eq!(code(answer), UNKNOWN_BLOCK);
	// By name, too.
	assert!(node.ask("participants_whoIs", json!({ "account": ALICE })).is_object());
	for (method, name) in [
		("records_get", "record"),
		("records_provenance", "record"),
		("records_access", "access"),
		("quorum_task", "task"),
		("claims_plan", "plan"),
		("claims_policy", "policy"),
		("claims_claim", "claim"),
		("decisionSupport_model", "model"),
		("decisionSupport_modelUsage", "model"),
		("decisionSupport_request", "request"),
		("decisionSupport_receipt", "request"),
	] {
		assert!(node.call(method, json!({ name: 99 })).is_ok(), "{method} by {name}");
	}
}

fn commands_are_kept_from_clients(node: &Node) {
	for method in ["author_rotateKeys", "system_addLogFilter"] {
		let answer = node.call(method, json!([]));
		let said = answer.expect_err("a refusal").to_string();
		assert!(said.contains("unsafe") || said.contains("Invalid params"), "{method}: {said}");
	}
}

fn node_writes_the_disclosures(node: &Node) {
	assert_eq!(node.ask("disclosures_list", json!([BOB]))["written"], true);
}
