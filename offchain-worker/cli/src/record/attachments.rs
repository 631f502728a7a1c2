// SPDX-License-Identifier: Apache-2.0
//! Attachments that were filed apart: which a document lacks, and in which records they may lie.

use super::{
	super::{Context, Failure},
	permission::NumberedRecord,
};
use salus_chain::queries;
use salus_fhir::FILED_APART;
use salus_primitives::{MAX_PAGE, Moment, RecordId, WithId};
use serde::Serialize;
use serde_json::Value;

/// A file's records are written at about the same time: within an hour.
const TOGETHER: Moment = 60 * 60 * 1000;

/// What a document lacks, and where that may be.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Apart {
	attachments_apart: Vec<String>,
	/// Records, the likeliest first; not told of a document whose own record is gone by now.
	#[serde(skip_serializing_if = "Option::is_none")]
	attachment_candidates: Option<Vec<u64>>,
	#[serde(skip_serializing_if = "Option::is_none")]
	note: Option<String>,
}

/// The names of the attachments that a document lacks: each is a hash of the bytes.
pub fn apart(document: &Value) -> Vec<String> {
	let mut names = Vec::new();
	collect(document, &mut names);
	names.sort_unstable();
	names.dedup();
	names
}

/// Recursion is as deep as a document that was read may be.
fn collect(value: &Value, names: &mut Vec<String>) {
	match value {
		Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
		Value::Object(members) => {
			let text = |member: &str| members.get(member).and_then(Value::as_str);
			if text("url") == Some(FILED_APART) {
				names.extend(text("valueUrl").map(str::to_owned));
			}
			members.values().for_each(|member| collect(member, names));
		}
		_ => {}
	}
}

/// What is missing, and where it may be.
pub async fn tell(
	context: &Context,
	record: RecordId,
	apart: Vec<String>,
) -> Result<Apart, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let Some(item) = queries::record(chain, record, block.hash).await? else {
		return Ok(Apart { attachments_apart: apart, attachment_candidates: None, note: None });
	};
	let listed = queries::records(chain, &item.patient, None, MAX_PAGE, block.hash).await?;
	let values = WithId { id: record, item };
	let candidates = candidates(&values, &listed);
	let listed: Vec<String> = candidates.iter().map(u64::to_string).collect();
	let note = format!(
		"{} attachment(s) of this document lie in another record, for their size; it may be {}: salus record read \
		 {record} --join RECORD",
		apart.len(),
		if listed.is_empty() { "erased".to_owned() } else { listed.join(" or ") }
	);
	Ok(Apart {
		attachments_apart: apart,
		attachment_candidates: Some(candidates),
		note: Some(note),
	})
}

/// The records in which a record's attachments may lie: of its kind, compartment and author, written together.
fn candidates(values: &NumberedRecord, listed: &[NumberedRecord]) -> Vec<u64> {
	let of = &values.item;
	let mut found: Vec<u64> = listed
		.iter()
		.filter(|one| {
			one.id != values.id
				&& one.item.category == of.category
				&& one.item.compartment == of.compartment
				&& one.item.author == of.author
				&& one.item.created_at.abs_diff(of.created_at) <= TOGETHER
		})
		.map(|one| one.id.0)
		.collect();
	found.sort_unstable_by_key(|id| id.abs_diff(values.id.0));
	found
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_chain::AccountId;
	use salus_fhir::Bundle;
	use salus_primitives::{Category, Compartment, DataPeriod, Day, records::Record};
	use serde_json::json;

	#[test]
	fn what_is_filed_apart_is_named_until_it_is_joined() {
		let report = json!({
			"resourceType": "DiagnosticReport", "status": "final", "code": { "text": "Lipids" },
			"presentedForm": [{ "contentType": "application/pdf", "data": "A".repeat(200_000) }],
		});
		let bundle = Bundle::from_value(report).unwrap();
		let parts: Vec<Value> = bundle.split().into_iter().map(|(_, part)| part).collect();
		assert_eq!(parts.len(), 2);
		assert_eq!(apart(&parts[0]).len(), 1);
		assert!(apart(&parts[1]).is_empty());
		// Another attachment leaves the mark in its place.
		let alone = Bundle::join(vec![parts[0].clone()]).unwrap();
		assert_eq!(apart(&alone), apart(&parts[0]));
		let whole = Bundle::join(parts).unwrap();
		assert!(apart(&whole).is_empty());
		assert_eq!(whole["entry"], bundle.value()["entry"]);
	}

	#[test]
	fn only_records_written_together_are_candidates_the_nearest_first() {
		let record = |id, author: u8, category, created_at| WithId {
			id: RecordId(id),
			item: Record {
				patient: AccountId::new([1; 32]),
				author: AccountId::new([author; 32]),
				category,
				compartment: Compartment::General,
				latest: 1,
				created_at,
				data: DataPeriod::on(Day(0)),
				contested: None,
				replaces: None,
				replaced_by: None,
			},
		};
		let laboratory = Category::ObservationLaboratory;
		let values = record(5, 1, laboratory, 10 * TOGETHER);
		let listed = [
			record(5, 1, laboratory, 10 * TOGETHER),
			record(9, 1, laboratory, 10 * TOGETHER + 1),
			record(6, 1, laboratory, 10 * TOGETHER),
			record(7, 2, laboratory, 10 * TOGETHER),
			record(8, 1, Category::Condition, 10 * TOGETHER),
			record(4, 1, laboratory, 2 * TOGETHER),
		];
		assert_eq!(candidates(&values, &listed), [6, 9]);
	}
}
