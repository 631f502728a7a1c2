//! The JSON-RPC: every method answers, and every bound holds.

mod common;

use common::Node;
use serde_json::{Value, json};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const INVALID_PARAMS: i64 = -32_602;
const UNKNOWN_BLOCK: i64 = 8_002;

/// Every method of Salus's.
const METHODS: &[&str] = &[
	"participants_whoIs",
	"participants_operators",
	"consent_decide",
	"consent_decideAt",
	"consent_list",
	"consent_history",
	"consent_requests",
	"consent_breakGlassCases",
	"records_list",
	"records_get",
	"records_provenance",
	"records_access",
	"disclosures_head",
	"disclosures_list",
	"disclosures_entry",
	"decisionSupport_model",
	"decisionSupport_models",
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

/// One node serves all these: they change nothing.
#[test]
fn every_method_answers_within_its_bounds() {
	let folder = tempfile::tempdir().unwrap();
	let node = Node::start(folder.path(), &[]);
	every_method_is_offered(&node);
	strangers_have_nothing(&node);
	pages_are_bounded(&node);
	wrong_parameters_are_named(&node);
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

fn strangers_have_nothing(node: &Node) {
	let stranger = "5C7LYpP2ZH3tpKbvVvwiVe54AapxErdPBbvkYhe6y9ZBkqWt";
	let known = node.ask("participants_whoIs", json!([stranger]));
	assert_eq!((&known["licence"], &known["inService"]), (&json!("none"), &json!(false)));
	for role in ["patient", "organisation", "practitioner", "operator", "encryptionKey"] {
		assert_eq!(known[role], Value::Null, "{role}");
	}
	assert!(node.ask("participants_operators", json!([])).is_array());

	let decision = node.ask("consent_decide", json!([query(stranger)]));
	assert_eq!(decision, json!({ "refusal": "noPolicy" }));
	let then = "2026-11-28T12:00:00Z";
	let decision = node.ask("consent_decideAt", json!([query(stranger), then]));
	let known_since = "1970-01-01T00:00:00.000Z";
	assert_eq!(decision, json!({ "refusal": "noPolicy", "knownSince": known_since }));
	for method in ["consent_list", "consent_history", "consent_requests", "records_list"] {
		assert_eq!(node.ask(method, json!([stranger])), json!([]), "{method}");
	}
	assert_eq!(node.ask("consent_breakGlassCases", json!([stranger])), json!([]));
	assert_eq!(node.ask("records_provenance", json!([99])), json!([]));
	for method in ["records_get", "records_access", "decisionSupport_request"] {
		assert_eq!(node.ask(method, json!([99])), Value::Null, "{method}");
	}
	assert_eq!(node.ask("decisionSupport_receipt", json!([99])), Value::Null);
	assert_eq!(node.ask("decisionSupport_model", json!([99])), Value::Null);
	assert!(node.ask("decisionSupport_models", json!([])).is_array());
	assert_eq!(node.ask("disclosures_head", json!([stranger])), Value::Null);
}

fn pages_are_bounded(node: &Node) {
	for (method, mut params) in [
		("consent_history", vec![json!(BOB), json!(0)]),
		("consent_breakGlassCases", vec![json!(BOB), Value::Null]),
		("records_list", vec![json!(BOB), Value::Null]),
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

	let mut wrong = query(BOB);
	wrong["compartment"] = 16.into();
	assert_eq!(code(node.call("consent_decide", json!([wrong]))), INVALID_PARAMS);

	let mut wrong = query(BOB);
	wrong["data"]["last"] = "1969-05-03".into();
	assert_eq!(code(node.call("consent_decide", json!([wrong]))), INVALID_PARAMS);

	assert_eq!(code(node.call("participants_whoIs", json!(["nobody"]))), INVALID_PARAMS);

	// Neither seconds nor milliseconds are taken for a moment.
	for moment in [json!(1_795_867_200u64), json!(1_795_867_200_000u64), json!("1795867200")] {
		let answer = node.call("consent_decideAt", json!([query(BOB), moment]));
		assert_eq!(code(answer), INVALID_PARAMS, "{moment}");
	}
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
		("decisionSupport_model", "model"),
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
