// SPDX-License-Identifier: Apache-2.0
//! A document is about one patient or it is refused, by R4's definitions of every kind.

mod parts;
mod persons;
mod r4_elements;
mod references;

use crate::{Fault, subject::check};
use serde_json::{Value, json};

const UUID: &str = "urn:uuid:7f6d0d5e-3a0e-4b43-9a75-0c1c0f2e6a01";

fn patient(id: &str) -> Value {
	json!({ "resourceType": "Patient", "id": id, "gender": "female", "birthDate": "1960-05-06",
		"identifier": [{ "system": "urn:register", "value": "11" }] })
}

fn observation(subject: Value) -> Value {
	json!({ "resourceType": "Observation", "status": "final", "code": { "text": "x" }, "subject": subject })
}

fn about(reference: &str) -> Value {
	observation(json!({ "reference": reference }))
}

/// A bundle of resources with their addresses; an empty one is left out.
fn bundle(entries: &[(&str, Value)]) -> Value {
	let entries: Vec<_> = entries
		.iter()
		.map(|(url, resource)| match url.is_empty() {
			true => json!({ "resource": resource }),
			false => json!({ "fullUrl": url, "resource": resource }),
		})
		.collect();
	json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

fn refused(document: &Value) -> Option<Fault> {
	check(document).err().map(|fault| fault.fault)
}
