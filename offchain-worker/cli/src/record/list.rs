// SPDX-License-Identifier: Apache-2.0
//! A patient's records, in the order of their numbers.

use super::{
	super::{Context, Failure, render, response::Show, times},
	permission::NumberedRecord,
};
use salus_chain::queries;
use salus_primitives::{DataPeriod, MAX_PAGE};
use serde::Serialize;

/// All of them.
#[derive(Serialize)]
pub struct Listed {
	records: Vec<NumberedRecord>,
}

/// Asks for page after page: a page alone is in an order that tells nothing.
pub async fn list(context: &Context, patient: Option<&str>) -> Result<Listed, Failure> {
	let patient = context.account_or_own(patient)?;
	let (chain, block) = (context.chain().await?, context.block().await?);
	let (mut records, mut after) = (Vec::new(), None);
	loop {
		let page = queries::records(chain, &patient, after, MAX_PAGE, block.hash).await?;
		let full = page.len() >= MAX_PAGE as usize;
		after = page.last().map(|record| record.id);
		records.extend(page);
		if !full {
			return Ok(Listed::new(records));
		}
	}
}

impl Listed {
	fn new(mut records: Vec<NumberedRecord>) -> Self {
		records.sort_unstable_by_key(|record| record.id.0);
		Self { records }
	}
}

impl Show for Listed {
	fn show(&self) -> String {
		if self.records.is_empty() {
			return "no records".to_owned();
		}
		let head =
			["record", "category", "compartment", "versions", "data of", "written", "", "author"];
		let rows = self.records.iter().map(row);
		let cells: Vec<[String; 8]> =
			std::iter::once(head.map(str::to_owned)).chain(rows).collect();
		render::columns(&cells).join("\n")
	}
}

/// The author comes last, since how long it is depends on its name.
fn row(record: &NumberedRecord) -> [String; 8] {
	let item = &record.item;
	let contested = item.contested.map(|reason| format!("CONTESTED: {reason}"));
	let replaced = item.replaced_by.map(|by| format!("REPLACED BY {by}"));
	let replaces = item.replaces.map(|before| format!("replaces {before}"));
	let marks: Vec<String> = contested.into_iter().chain(replaced).chain(replaces).collect();
	[
		record.id.to_string(),
		item.category.to_string(),
		item.compartment.number().to_string(),
		item.latest.to_string(),
		days(item.data),
		times::show(item.created_at),
		marks.join(", "),
		item.author.to_string(),
	]
}

fn days(data: DataPeriod) -> String {
	match data.first == data.last {
		true => data.first.to_string(),
		false => format!("{} to {}", data.first, data.last),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{fixtures::record, response::Response};
	use salus_primitives::{RecordId, records::ContestReason};

	#[test]
	fn records_are_listed_by_number_and_contested_ones_marked() {
		let numbered = |id| NumberedRecord { id: RecordId(id), ..record() };
		let mut contested = numbered(7);
		contested.item.contested = Some(ContestReason::Inaccurate);
		let listed = Listed::new(vec![numbered(11), contested, numbered(2)]);
		let json = listed.json().unwrap();
		let ids: Vec<u64> = json["records"]
			.as_array()
			.unwrap()
			.iter()
			.map(|one| one["id"].as_u64().unwrap())
			.collect();
		assert_eq!(ids, [2, 7, 11]);
		let text = listed.text();
		let lines: Vec<&str> = text.lines().collect();
		assert!(lines[1].starts_with("2 ") && lines[1].contains("Condition"), "{text}");
		assert!(lines[2].contains("CONTESTED: inaccurate"), "{text}");
		assert!(!lines[3].contains("CONTESTED"), "{text}");
		let mut replaced = numbered(3);
		replaced.item.replaced_by = Some(RecordId(4));
		let mut replaces = numbered(4);
		replaces.item.replaces = Some(RecordId(3));
		let text = Listed::new(vec![replaced, replaces]).text();
		assert!(text.contains("REPLACED BY 4") && text.contains("replaces 3"), "{text}");
		assert_eq!(Listed::new(Vec::new()).text(), "no records");
	}
}
