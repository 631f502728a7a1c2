// SPDX-License-Identifier: Apache-2.0
//! Amend: a new version of a record, of the same kind and about the same person. Replace: a record of one's own in the
//! place of another's, of the same kind and about the same person, too.

use super::{
	super::{
		Context, Failure, persons,
		response::{Done, Plain},
	},
	custody::{Custody, cid_text},
	parts::{self, Part},
	permission::{self, NumberedRecord},
	submitted,
};
use clap::Args;
use salus_chain::{AccountId, ChainClient, calls};
use salus_fhir::Person;
use salus_primitives::{
	Category, Compartment, DataPeriod, RecordId, VersionNumber, records::Document,
};
use serde::Serialize;
use serde_json::json;
use std::path::PathBuf;

/// What is written about a record that is there.
#[derive(Args, Debug)]
struct Written {
	/// The record.
	record: u64,
	/// The new document, as JSON: of the record's own category, whole.
	file: PathBuf,
	/// The record's compartment once more: needed for what its source marks as restricted, when that is 0.
	#[arg(long)]
	compartment: Option<u8>,
	/// Write it although it is about another person than the account's documents before, and why.
	#[arg(long, value_name = "TEXT")]
	another_person_because: Option<String>,
	#[command(flatten)]
	custody: Custody,
}

#[derive(Args, Debug)]
pub struct Amend {
	#[command(flatten)]
	written: Written,
	/// The version that it replaces: refused if another came in between.
	#[arg(long)]
	base: VersionNumber,
	/// The organisation that you and the record's author are of, if a colleague wrote it.
	#[arg(long, value_name = "ORGANISATION")]
	as_member_of: Option<String>,
}

#[derive(Args, Debug)]
pub struct Replace {
	#[command(flatten)]
	written: Written,
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

/// A record in the place of another.
#[derive(Serialize)]
pub struct Replaced {
	record: RecordId,
	replaces: RecordId,
	cid: Option<String>,
	data: DataPeriod,
	note: &'static str,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	warnings: Vec<String>,
}

impl Plain for Replaced {}

impl Amend {
	pub async fn run(self, context: &Context) -> Result<Done<Amended>, Failure> {
		let record = RecordId(self.written.record);
		let info = permission::live(context, record).await?;
		permission::follows(&info, self.base)?;
		let organisation = match &self.as_member_of {
			Some(organisation) => Some(context.account(organisation)?),
			None => {
				permission::amends(context, &info).await?;
				None
			}
		};
		let before = info.item.data;
		let prepared = self.written.prepare(context, &info, |data| before.union(data)).await?;
		let (document, base) = (&prepared.document, self.base);
		let call = match &organisation {
			Some(organisation) => {
				calls::records::amend_for(organisation, record, base, document, prepared.data)
			}
			None => calls::records::amend(record, base, document, prepared.data),
		};
		let done = context.submit(call).await?;
		let after = before.union(prepared.data);
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
			cid: cid_text(document),
			data: after,
			widened,
			note,
			warnings: prepared.kept()?,
		};
		Ok(Done::new(&done, amended))
	}
}

impl Replace {
	pub async fn run(self, context: &Context) -> Result<Done<Replaced>, Failure> {
		let replaces = RecordId(self.written.record);
		let info = permission::live(context, replaces).await?;
		if let Some(by) = info.item.replaced_by {
			return Err(Failure::new(
				"Records.AlreadyReplaced",
				format!("record {by} replaces record {replaces} already"),
			)
			.remedy(format!("look at record {by}, and replace that")));
		}
		let prepared = self.written.prepare(context, &info, |data| data).await?;
		let document = &prepared.document;
		let call = calls::records::replace(replaces, document, prepared.data);
		let done = context.submit(call).await?;
		let (record, _) = submitted(&done)?;
		let replaced = Replaced {
			record,
			replaces,
			cid: cid_text(document),
			data: prepared.data,
			note: "both records stay, and whoever reads either is told of the other and who wrote it",
			warnings: prepared.kept()?,
		};
		Ok(Done::new(&done, replaced))
	}
}

/// A document that is with its custodians, and not on the chain yet.
struct Prepared {
	document: Document<AccountId>,
	data: DataPeriod,
	checked: Option<persons::Checked>,
	warnings: Vec<String>,
}

impl Prepared {
	/// Keeps whom it is about, once the chain has it. The warnings that there were.
	fn kept(self) -> Result<Vec<String>, Failure> {
		if let Some(checked) = self.checked {
			persons::keep(checked)?;
		}
		Ok(self.warnings)
	}
}

impl Written {
	/// Judges the file, then encrypts it and hands it to its custodians. `period` is that of the record it will be in.
	async fn prepare(
		&self,
		context: &Context,
		info: &NumberedRecord,
		period: impl FnOnce(DataPeriod) -> DataPeriod,
	) -> Result<Prepared, Failure> {
		let bundle = parts::read(&self.file)?;
		let chain = context.chain().await?;
		let now = chain.moment(chain.finalized().await?.hash).await?;
		let part = only_part(parts::of(&bundle, now)?, info.item.category)?;
		let labels = salus_fhir::security_labels(bundle.value());
		let named = compartment(self.compartment, info.item.compartment)?;
		let mut warnings = Vec::from_iter(parts::judge_labels(&labels, named)?);
		let custodians = self.custody.choose(context).await?;
		let patient = &info.item.patient;
		let asked = [(part.category, period(part.data))];
		permission::may_write(context, patient, info.item.compartment, &asked).await?;
		let because = self.another_person_because.as_deref();
		let checked = persons::check(context, patient, Person::of(bundle.value()), because)?;
		warnings.extend(checked.iter().flat_map(|checked| checked.warnings.clone()));
		for warning in &warnings {
			context.warn(warning);
		}
		let document = custodians.keep(context, &part.bytes).await?;
		Ok(Prepared { document, data: part.data, checked, warnings })
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
