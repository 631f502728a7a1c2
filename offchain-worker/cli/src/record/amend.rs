// SPDX-License-Identifier: Apache-2.0
//! Amend: a new version of a record, of the same kind and about the same person.

use super::{
	super::{
		Context, Failure, persons,
		response::{Done, Plain},
	},
	custody::{Custody, cid_text},
	parts::{self, Part},
	permission,
};
use clap::Args;
use salus_chain::{ChainClient, calls};
use salus_fhir::Person;
use salus_primitives::{Category, Compartment, DataPeriod, RecordId, VersionNumber};
use serde::Serialize;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct Amend {
	/// The record.
	record: u64,
	/// The new document, as JSON: of the record's own category, whole.
	file: PathBuf,
	/// The version that it replaces: refused if another came in between.
	#[arg(long)]
	base: VersionNumber,
	/// The record's compartment once more: needed for what its source marks as restricted, when that is 0.
	#[arg(long)]
	compartment: Option<u8>,
	/// Write it although it is about another person than the account's documents before, and why.
	#[arg(long, value_name = "TEXT")]
	another_person_because: Option<String>,
	#[command(flatten)]
	custody: Custody,
}

/// A record's new version.
#[derive(Serialize)]
pub struct Amended {
	record: RecordId,
	version: VersionNumber,
	cid: Option<String>,
	/// Of all versions together.
	data: DataPeriod,
	/// Whether that is longer than it was.
	widened: bool,
	#[serde(skip_serializing_if = "Option::is_none")]
	note: Option<String>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	warnings: Vec<String>,
}

impl Plain for Amended {}

impl Amend {
	pub async fn run(self, context: &Context) -> Result<Done<Amended>, Failure> {
		let bundle = parts::read(&self.file)?;
		let record = RecordId(self.record);
		let info = permission::live(context, record).await?;
		permission::follows(&info, self.base)?;
		let chain = context.chain().await?;
		let now = chain.moment(chain.finalized().await?.hash).await?;
		let part = only_part(parts::of(&bundle, now)?, info.item.category)?;
		let labels = salus_fhir::security_labels(bundle.value());
		let named = compartment(self.compartment, info.item.compartment)?;
		let mut warnings = Vec::from_iter(parts::judge_labels(&labels, named)?);
		let custodians = self.custody.choose(context).await?;
		let before = info.item.data;
		let after = before.union(part.data);
		let patient = &info.item.patient;
		let asked = [(part.category, after)];
		permission::may_write(context, patient, info.item.compartment, &asked).await?;
		let because = self.another_person_because.as_deref();
		let checked = persons::check(context, patient, Person::of(bundle.value()), because)?;
		warnings.extend(checked.iter().flat_map(|checked| checked.warnings.clone()));
		for warning in &warnings {
			context.warn(warning);
		}

		let document = custodians.keep(context, &part.bytes).await?;
		let call = calls::records::amend(record, self.base, &document, part.data);
		let done = context.submit(call).await?;
		if let Some(checked) = checked {
			persons::keep(checked)?;
		}
		let widened = after != before;
		let note = widened.then(|| {
			format!(
				"the record's data period was {} to {}, and is {} to {} now: consent for data of the shorter one \
				 covers it no more",
				before.first, before.last, after.first, after.last
			)
		});
		let amended = Amended {
			record,
			version: self.base.saturating_add(1),
			cid: cid_text(&document),
			data: after,
			widened,
			note,
			warnings,
		};
		Ok(Done::new(&done, amended))
	}
}

/// The compartment that restricted data go to by the writer's word: one that is not the general one was chosen
/// when the record was written.
fn compartment(named: Option<u8>, of_record: Compartment) -> Result<Option<u8>, Failure> {
	let number = of_record.number();
	match named {
		Some(named) if named != number => Err(Failure::bad_input(format!(
			"the record lies in compartment {number}, not in {named}: an amendment does not move it"
		))
		.remedy("write the document with salus record add --compartment")),
		None if of_record == Compartment::General => Ok(None),
		_ => Ok(Some(number)),
	}
}

/// The one part of a file that is of the record's category: consent was given for that one.
fn only_part(parts: Vec<Part>, category: Category) -> Result<Part, Failure> {
	let mut others: Vec<&str> = parts
		.iter()
		.filter(|part| part.category != category)
		.map(|part| part.category.code())
		.collect();
	others.dedup();
	let mut parts = parts.into_iter();
	match (parts.next(), parts.next(), others.is_empty()) {
		(Some(part), None, true) => Ok(part),
		(None, _, _) => Err(Failure::bad_input("the file holds nothing to write")),
		(Some(_), _, false) => Err(Failure::new(
			"OtherCategory",
			format!(
				"the record holds {}, and the file holds {}, too",
				category.code(),
				others.join(", ")
			),
		)
		.detail("categories", json!(others))
		.remedy(
			"leave out of the file what is of another category, and write that with salus record add; nothing was \
			 written",
		)),
		(Some(_), Some(_), true) => Err(Failure::new(
			"AttachmentApart",
			"an attachment of the file is too large to lie beside its values",
		)
		.remedy("leave the attachment out, and write it with salus record add; nothing was written")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::Day;

	fn part(category: Category) -> Part {
		Part {
			category,
			bytes: Vec::new(),
			data: DataPeriod::on(Day(0)),
			dated: true,
			restricted: false,
			attachments: false,
		}
	}

	#[test]
	fn an_amendment_moves_no_record_to_another_compartment() {
		let third = Compartment::Three;
		assert_eq!(compartment(None, third).unwrap(), Some(3));
		assert_eq!(compartment(Some(3), third).unwrap(), Some(3));
		// The general one is taken for restricted data only when it is named.
		assert_eq!(compartment(None, Compartment::General).unwrap(), None);
		assert_eq!(compartment(Some(0), Compartment::General).unwrap(), Some(0));
		assert!(compartment(Some(0), third).is_err());
		assert!(compartment(Some(3), Compartment::General).is_err());
	}

	/// Data rule 7: who may read laboratory values must not be given a diagnosis.
	#[test]
	fn an_amendment_moves_no_record_to_another_kind() {
		use Category::{Condition, Encounter, ObservationLaboratory};
		let laboratory = ObservationLaboratory;
		for (held, others) in [
			(&[Condition][..], &["Condition"][..]),
			(&[laboratory, Condition], &["Condition"]),
			(&[Encounter, Condition, laboratory], &["Encounter", "Condition"]),
		] {
			let parts = held.iter().map(|one| part(*one)).collect();
			let refused = only_part(parts, laboratory).err().unwrap();
			assert_eq!(refused.kind, "OtherCategory");
			for other in others {
				assert!(refused.message.contains(other), "{}", refused.message);
			}
		}
		let same = only_part(vec![part(laboratory)], laboratory).ok().unwrap();
		assert_eq!(same.category, laboratory);
		assert!(only_part(Vec::new(), laboratory).is_err());
	}
}
