// SPDX-License-Identifier: Apache-2.0
//! No bytes take more stack or memory than they may, and what is refused is named.

use super::super::{limits::*, *};
use fhir::r4::resources::{Condition, MedicationRequest, Observation, Patient};
use serde_json::{Map, Value, json};

fn fault(text: &str) -> (Fault, String) {
	let fault = parse(text).unwrap_err();
	(fault.fault, fault.path)
}

fn nested(levels: usize) -> String {
	format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

/// Runs it with a stack of this many KiB; a stack overflow would end the whole test process.
fn on_stack(kib: usize, work: impl FnOnce() + Send + 'static) {
	let thread = std::thread::Builder::new().stack_size(kib * 1024);
	thread.spawn(work).unwrap().join().unwrap();
}

#[test]
fn depth_is_bounded_for_lists_objects_and_both() {
	assert!(parse(&nested(MAX_DEPTH)).is_ok());
	let path = "[0]".repeat(MAX_DEPTH);
	assert_eq!(fault(&nested(MAX_DEPTH + 1)), (Fault::LimitExceeded, path));
	for (open, close) in [("{\"a\":", "}"), ("[{\"a\":", "}]"), ("[1,", "]")] {
		let text = |levels| format!("{}1{}", open.repeat(levels), close.repeat(levels));
		let a_level = open.matches(['{', '[']).count();
		assert!(parse(&text(MAX_DEPTH / a_level)).is_ok());
		assert_eq!(fault(&text(MAX_DEPTH / a_level + 1)).0, Fault::LimitExceeded);
		// Unclosed, and as deep as bytes reach.
		on_stack(64, move || {
			assert_eq!(fault(&open.repeat(1_000_000)).0, Fault::LimitExceeded);
		});
	}
}

#[test]
fn every_count_and_length_is_bounded() {
	let members = |count: usize| {
		let members: Vec<_> = (0..count).map(|n| format!("\"m{n}\":0")).collect();
		format!("{{{}}}", members.join(","))
	};
	let items = |count: usize| format!("[{}0]", "0,".repeat(count - 1));
	let name = |length: usize| format!("{{\"{}\":0}}", "n".repeat(length));
	let string = |length: usize| format!("\"{}\"", "s".repeat(length));
	let escaped = |length: usize| format!("\"{}\"", "\\n".repeat(length));
	let number = |length: usize| "1".repeat(length);
	let fraction = |length: usize| format!("0.{}", "1".repeat(length - 2));
	let exponent = |length: usize| format!("1e{}1", "0".repeat(length - 3));
	let bounds: [(&dyn Fn(usize) -> String, usize); 8] = [
		(&members, MAX_MEMBERS),
		(&items, MAX_ITEMS),
		(&name, MAX_NAME_BYTES),
		(&string, MAX_STRING_BYTES),
		(&escaped, 16 * 1024 * 1024 - 1),
		(&number, MAX_NUMBER_CHARACTERS),
		(&fraction, MAX_NUMBER_CHARACTERS),
		(&exponent, MAX_NUMBER_CHARACTERS),
	];
	for (index, (text, limit)) in bounds.into_iter().enumerate() {
		let good = parse(&text(limit)).unwrap_or_else(|fault| panic!("{index}: {fault}"));
		assert!(limits::check(&good, &Limits::FILE).is_ok(), "{index}");
		let found = fault(&text(limit + 2)).0;
		assert_eq!(found, Fault::LimitExceeded, "{index}");
	}
	let small = Limits { bytes: 10, values: 3 };
	assert!(parse_within("[1, 2]", &small).is_ok());
	for text in ["[1,2,3]", "[1,       2]"] {
		assert_eq!(parse_within(text, &small).unwrap_err().fault, Fault::LimitExceeded);
	}
}

#[test]
fn private_names_are_refused_wherever_and_however_they_stand() {
	for token in ["RawValue", "Number", "Whatever", ""] {
		for first in ["$", "\\u0024"] {
			let name = format!("\"{first}serde_json::private::{token}\"");
			for text in [
				format!("{{{name}:\"1\"}}"),
				format!("{{\"a\":1,{name}:\"[[[[\"}}"),
				format!("[{{\"a\":{{{name}:\"{}\"}}}}]", nested(1_000)),
				format!("{{\"a\":[],{name}:{{}}}}"),
			] {
				assert_eq!(fault(&text).0, Fault::ReservedName, "{text}");
			}
		}
	}
	assert_eq!(
		fault(r#"{"entry":[{"x":{"\u0024serde_json::private::RawValue":"[]"}}]}"#).1,
		"entry[0].x.$serde_json::private::RawValue"
	);
	// As a text it says nothing to any parser.
	let text = r#"{"a":"$serde_json::private::RawValue"}"#;
	assert_eq!(to_bytes(&parse(text).unwrap()), text.as_bytes());
	// serde_json itself starts anew there: what the gate is for.
	let read: Value = serde_json::from_str(r#"{"$serde_json::private::RawValue":"[1]"}"#).unwrap();
	assert_eq!(read, json!([1]));
}

#[test]
fn levels_within_strings_within_levels_take_no_stack() {
	let quoted = |text: &str| {
		let text = text.replace('\\', "\\u005c").replace('"', "\\u0022");
		format!("\"{text}\"")
	};
	let mut text = nested(20);
	for _ in 0..40 {
		let member = format!("{{\"$serde_json::private::RawValue\":{}}}", quoted(&text));
		text = format!("{}{member}{}", "[".repeat(20), "]".repeat(20));
	}
	on_stack(64, move || {
		assert_eq!(fault(&text).0, Fault::ReservedName);
	});
}

#[test]
fn json_that_was_built_elsewhere_is_held_against_the_same_bounds() {
	let deep = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!({ "a": inner }));
	assert!(limits::check(&deep(MAX_DEPTH), &Limits::FILE).is_ok());
	let mut wide = Map::new();
	for number in 0..=MAX_MEMBERS {
		wide.insert(format!("m{number}"), Value::Null);
	}
	let private = |name: &str| Value::Object(Map::from_iter([(name.to_owned(), json!("1"))]));
	for (value, wanted) in [
		(deep(MAX_DEPTH + 1), Fault::LimitExceeded),
		(deep(120), Fault::LimitExceeded),
		(Value::Object(wide), Fault::LimitExceeded),
		(json!(vec![0; MAX_ITEMS + 1]), Fault::LimitExceeded),
		(json!({ "n".repeat(MAX_NAME_BYTES + 1): 0 }), Fault::LimitExceeded),
		(serde_json::from_str("[1e999]").unwrap(), Fault::NumberRange),
		(private("$serde_json::private::Number"), Fault::ReservedName),
	] {
		assert_eq!(Bundle::from_value(json!({ "x": value })).unwrap_err().fault, wanted);
		let found = limits::check(&value, &Limits::FILE).unwrap_err();
		assert_eq!(found.fault, wanted, "{found}");
	}
	let found = limits::check(
		&json!({ "a": [0, { "b": private("$serde_json::private::X") }] }),
		&Limits::FILE,
	);
	assert_eq!(found.unwrap_err().path, "a[1].b.$serde_json::private::X");
	let few = Limits { bytes: 8, values: 4 };
	assert!(limits::check(&json!([1, "12345678"]), &few).is_ok());
	assert!(limits::check(&json!([1, 2, 3, 4]), &few).is_err());
	assert!(limits::check(&json!(["123456789", 1]), &few).is_err());
}

#[test]
fn numbers_come_back_as_they_came() {
	for number in [
		"0",
		"-0",
		"-0.0",
		"1.50",
		"1.10E+2",
		"1.10e2",
		"1E2",
		"1e-07",
		"0.000",
		"0e0",
		"7.100",
		"12345678901234567890.5",
		"18446744073709551616",
		"1e308",
		"-2.5e-308",
	] {
		let text = format!("{{\"value\":{number}}}");
		let read = parse(&text).unwrap();
		assert_eq!(to_bytes(&read), text.as_bytes());
		assert!(limits::check(&read, &Limits::FILE).is_ok());
		assert_eq!(read["value"].as_f64(), Some(number.parse().unwrap()), "{number}");
		// The library's types read it as the same number.
		let quantity: fhir::r4::types::Quantity = serde_json::from_value(read).unwrap();
		assert_eq!(quantity.value.unwrap().as_f64(), number.parse::<f64>().unwrap(), "{number}");
	}
	for number in ["1e400", "-1e309", "1e999999999", "1e-400", "-0.1e-999999"] {
		assert_eq!(fault(number).0, Fault::NumberRange, "{number}");
	}
	assert_eq!(canonical(&parse("[1.10E+2,-0.0,1E-7]").unwrap()).unwrap(), b"[110,0,1e-7]");
}

#[test]
fn what_rfc_8259_forbids_is_refused_and_what_it_allows_is_read_as_serde_json_reads_it() {
	for text in [
		"",
		" ",
		"nul",
		"nulll",
		"tru",
		"True",
		"NaN",
		"Infinity",
		"-",
		"+1",
		"01",
		"-01",
		"1.",
		".5",
		"1e",
		"1e+",
		"0x1",
		"1_000",
		"\"",
		"\"\\",
		"\"\\x\"",
		"\"\\u12\"",
		"\"\\u12g4\"",
		"\"\\ud800\"",
		"\"\\ud800\\n\"",
		"\"\\ud800\\u0041\"",
		"\"\\udc00\"",
		"\"\u{1}\"",
		"\"\n\"",
		"'a'",
		"[",
		"[1",
		"[1,",
		"[1,]",
		"[,1]",
		"[1 2]",
		"]",
		"{",
		"{\"a\"",
		"{\"a\":",
		"{\"a\":1",
		"{\"a\":1,",
		"{\"a\":1,}",
		"{a:1}",
		"{\"a\" 1}",
		"{\"a\":1]",
		"[1}",
		"{} {}",
		"[] x",
		"// x\n1",
		"\u{feff}{}",
		"\u{a0}1",
	] {
		assert_eq!(fault(text).0, Fault::NotJson, "{text}");
		assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
	}
	for text in [
		"null",
		" true ",
		"\tfalse\r\n",
		"\"\"",
		"\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9é\"",
		"\"\\ud83d\\ude00\u{7f}\"",
		"\"\\u0000\"",
		"[]",
		"[ ]",
		"{ }",
		"[ 1 , [ ] , { } ]",
		"{ \"a\" : { \"\" : null } , \"b\" : [ true ] }",
		"-1.5e-3",
	] {
		let read = parse(text).unwrap();
		assert_eq!(read, serde_json::from_str::<Value>(text).unwrap(), "{text}");
	}
	// Of two members of one name readers see different ones, whatever way it is written.
	for text in [r#"{"a":1,"a":1}"#, r#"[{"é":1,"b":2,"\u00e9":3}]"#] {
		assert_eq!(fault(text).0, Fault::DuplicateMember);
	}
}

#[test]
fn the_synthetic_record_passes_as_serde_json_reads_it() {
	let text = super::synthetic();
	assert_eq!(parse(&text).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
}

#[test]
fn contained_resources_stand_one_level_deep_and_bundles_not_within_bundles() {
	let basic = |contained: Value| json!({ "resourceType": "Basic", "code": { "text": "x" }, "contained": [contained] });
	let entry = |resource: Value| json!({ "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": resource }] });
	let leaf = json!({ "resourceType": "Device", "id": "d" });
	assert!(Bundle::from_value(entry(basic(leaf.clone()))).is_ok());
	let bundle = entry(leaf.clone());
	let parameters =
		json!({ "resourceType": "Parameters", "parameter": [{ "name": "x", "resource": leaf }] });
	let history = json!({ "resourceType": "Bundle", "type": "history", "entry": bundle["entry"] });
	let outcome = json!({ "resourceType": "Bundle", "type": "batch-response",
		"entry": [{ "resource": leaf, "response": { "status": "200", "outcome": bundle } }] });
	for (document, fault, path) in [
		(entry(bundle.clone()), Fault::NestedBundle, "Bundle.entry[0].resource"),
		(entry(parameters.clone()), Fault::NestedBundle, "Bundle.entry[0].resource"),
		(entry(basic(bundle)), Fault::NestedBundle, "Bundle.entry[0].resource.contained[0]"),
		(basic(parameters.clone()), Fault::NestedBundle, "Basic.contained[0]"),
		(parameters, Fault::NestedBundle, "Parameters"),
		(outcome, Fault::NestedBundle, "Bundle.entry[0].response.outcome"),
		(history, Fault::HistoryBundle, "Bundle.type"),
		(
			entry(basic(basic(leaf.clone()))),
			Fault::NestedContained,
			"Bundle.entry[0].resource.contained[0].contained",
		),
		(
			basic((0..10).fold(leaf, |inner, _| basic(inner))),
			Fault::NestedContained,
			"Basic.contained[0].contained",
		),
	] {
		let found = Bundle::from_value(document).unwrap_err();
		assert_eq!((found.fault, found.path.as_str()), (fault, path));
		assert!(!found.remedy().is_empty());
	}
}

/// A resource of this kind as deep as the gate allows, through what the library's types recurse over.
fn deepest(kind: &str) -> Value {
	let mut extension = json!({ "url": "urn:x", "valueString": "leaf" });
	while depth(&extension) + 6 <= MAX_DEPTH {
		extension = json!({ "url": "urn:x", "extension": [extension] });
	}
	let contained =
		json!({ "resourceType": "Basic", "code": { "text": "x" }, "extension": [extension] });
	json!({
		"resourceType": kind, "status": "final", "intent": "order", "code": { "text": "x" },
		"subject": { "reference": "Patient/p1" }, "medicationCodeableConcept": { "text": "x" },
		"contained": [contained], "extension": [extension],
	})
}

fn depth(value: &Value) -> usize {
	match value {
		Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
		Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
		_ => 0,
	}
}

/// A file that holds a resource alone is written as a bundle around it, which must be read again.
#[test]
fn what_is_written_can_be_read_again_however_deep_it_is() {
	let mut taken = 0;
	let mut extension = json!({ "url": "urn:x", "valueString": "leaf" });
	loop {
		let resource = json!({ "resourceType": "Basic", "id": "b", "code": { "text": "x" },
			"subject": { "reference": "Patient/p1" }, "extension": [extension] });
		if depth(&resource) > MAX_DEPTH {
			break;
		}
		match Bundle::from_value(resource) {
			Ok(bundle) => {
				let parts = bundle.split();
				assert!(parts.iter().all(|(_, part)| depth(part) <= MAX_DEPTH));
				taken += 1;
			}
			Err(refused) => assert_eq!(refused.fault, Fault::LimitExceeded),
		}
		extension = json!({ "url": "urn:x", "extension": [extension] });
	}
	assert!(taken >= 12, "{taken}");
}

#[test]
fn what_passes_the_gate_is_typed_and_dropped_on_a_small_stack() {
	for kib in [512, 2048] {
		on_stack(kib, || {
			for kind in ["Observation", "Condition", "MedicationRequest", "Patient"] {
				let text = deepest(kind).to_string();
				let value = parse(&text).unwrap();
				assert!(depth(&value) >= MAX_DEPTH - 4, "{}", depth(&value));
				structure::check(&value).unwrap();
				let read = match kind {
					"Observation" => serde_json::from_value::<Observation>(value).map(drop),
					"Condition" => serde_json::from_value::<Condition>(value).map(drop),
					"MedicationRequest" => {
						serde_json::from_value::<MedicationRequest>(value).map(drop)
					}
					_ => serde_json::from_value::<Patient>(value).map(drop),
				};
				read.unwrap_or_else(|fault| panic!("{kind}: {fault}"));
			}
		});
	}
}
