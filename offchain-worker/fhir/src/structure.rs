// SPDX-License-Identifier: Apache-2.0
//! Where resources may stand: in one bundle, or contained in one of its resources. What stands deeper
//! would be filed by what holds it, checked for its patient by nobody, and not be read by models.

use super::{Fault, FhirError};
use serde_json::Value;

/// Refuses bundles and `Parameters` within a bundle, contained resources that contain others, and
/// bundles of history.
pub(crate) fn check(document: &Value) -> Result<(), FhirError> {
	if kind(document) != Some("Bundle") {
		let path = kind(document).unwrap_or("document");
		return check_resource(document, path);
	}
	if document.get("type").and_then(Value::as_str) == Some("history") {
		return Err(FhirError::of(
			Fault::HistoryBundle,
			"Bundle.type",
			"is a history, which holds several versions of a resource",
		));
	}
	let entries = document.get("entry").and_then(Value::as_array);
	for (index, entry) in entries.into_iter().flatten().enumerate() {
		for (member, pointer) in
			[("resource", "/resource"), ("response.outcome", "/response/outcome")]
		{
			if let Some(resource) = entry.pointer(pointer) {
				check_resource(resource, &format!("Bundle.entry[{index}].{member}"))?;
			}
		}
	}
	Ok(())
}

fn check_resource(resource: &Value, path: &str) -> Result<(), FhirError> {
	check_kind(resource, path)?;
	let contained = resource.get("contained").and_then(Value::as_array);
	for (index, inner) in contained.into_iter().flatten().enumerate() {
		let path = format!("{path}.contained[{index}]");
		check_kind(inner, &path)?;
		if inner.get("contained").is_some() {
			return Err(FhirError::of(
				Fault::NestedContained,
				format!("{path}.contained"),
				"stands in a resource that is itself contained",
			));
		}
	}
	Ok(())
}

fn check_kind(resource: &Value, path: &str) -> Result<(), FhirError> {
	match kind(resource) {
		Some(kind @ ("Bundle" | "Parameters")) => Err(FhirError::of(
			Fault::NestedBundle,
			path,
			format!("is {kind}: it holds resources of its own"),
		)),
		_ => Ok(()),
	}
}

/// The kind of a resource.
pub(crate) fn kind(resource: &Value) -> Option<&str> {
	resource.get("resourceType").and_then(Value::as_str)
}
