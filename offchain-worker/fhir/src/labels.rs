// SPDX-License-Identifier: Apache-2.0
//! Security labels: what a document's source asks to be kept closer than the rest.

use super::{elements::traverse, structure};
use serde_json::Value;

/// HL7 v3's grades of confidentiality, by the names that the system has had.
const CONFIDENTIALITY: &[&str] = &[
	"http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
	"http://hl7.org/fhir/v3/Confidentiality",
	"urn:oid:2.16.840.1.113883.5.25",
];
/// Why data may be used, and that they are test data.
const REASONS: &[&str] = &[
	"http://terminology.hl7.org/CodeSystem/v3-ActReason",
	"http://hl7.org/fhir/v3/ActReason",
	"urn:oid:2.16.840.1.113883.5.8",
];
/// What was done to data: subsetted, masked, made anonymous, judged reliable.
const HANDLING: &[&str] = &[
	"http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
	"http://hl7.org/fhir/v3/ObservationValue",
	"urn:oid:2.16.840.1.113883.5.1063",
];
/// The grades that do not restrict: unrestricted, low, moderate, normal.
const NOT_RESTRICTED: &[&str] = &["U", "L", "M", "N"];
/// Labels of a single element, by HL7's Data Segmentation for Privacy.
const INLINE: &str =
	"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

/// A label that restricts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SecurityLabel {
	/// The system of the code, if it has one.
	pub system: Option<String>,
	/// The code, or the text when there is no code.
	pub code: String,
	/// Where it stands.
	pub path: String,
}

/// The labels of a document that restrict it: of the bundle, of its resources, and of those that they
/// contain. Rule 7 of the data rules keeps such data out of compartment 0.
///
/// A label restricts unless it is known not to. `R` and `V`, sensitivities (`ETH`, `PSY`, `HIV`, `SEX`, …),
/// policies, obligations, local codes and bare texts do; `U`, `L`, `M`, `N`, purposes of use (`HTEST`) and what was
/// done to the data (`SUBSETTED`) do not.
pub fn security_labels(document: &Value) -> Vec<SecurityLabel> {
	let mut labels = Vec::new();
	let root = structure::kind(document).unwrap_or("document");
	let mut note = |coding: &Value, path: String| labels.extend(restricting(coding, path));
	traverse(document, root, &mut |found| {
		let path = || found.path.written();
		match (found.element.path, found.kind) {
			("Meta.security", _) => note(found.value, path()),
			("DocumentReference.securityLabel", _) => {
				let codings = found.value.get("coding").and_then(Value::as_array);
				match codings {
					Some(codings) => codings.iter().for_each(|coding| note(coding, path())),
					None => note(found.value, path()),
				}
			}
			("Composition.confidentiality", _) => {
				note(&serde_json::json!({ "code": found.value }), path());
			}
			(_, "Extension") if found.value.get("url").and_then(Value::as_str) == Some(INLINE) => {
				let coding = found.value.get("valueCoding").unwrap_or(&Value::Null);
				note(coding, path());
			}
			_ => {}
		}
	});
	labels
}

fn restricting(coding: &Value, path: String) -> Option<SecurityLabel> {
	let text = |member: &str| coding.get(member).and_then(Value::as_str);
	let (system, code) = (text("system"), text("code"));
	let graded = system.is_none_or(|system| CONFIDENTIALITY.contains(&system));
	let open = graded && code.is_some_and(|code| NOT_RESTRICTED.contains(&code));
	let other =
		system.is_some_and(|system| REASONS.contains(&system) || HANDLING.contains(&system));
	if open || other {
		return None;
	}
	let code = code.or(text("display")).or(text("text"));
	Some(SecurityLabel {
		system: system.map(str::to_owned),
		code: code.unwrap_or_default().to_owned(),
		path,
	})
}
