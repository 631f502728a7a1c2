// SPDX-License-Identifier: Apache-2.0
//! Add: a file becomes records, all of which are judged here before a byte leaves this machine.

use super::{
	super::{
		Context, Failure,
		codes::{self, parse_codes},
		persons,
		response::{Done, Nothing, Plain},
	},
	custody::{Custodians, Custody, cid_text},
	parts::{self, Part, Stated},
	permission,
};
use clap::Args;
use futures::future::join_all;
use salus_chain::{AccountId, ChainClient, Included, calls, events::Event};
use salus_fhir::Person;
use salus_primitives::{Category, Compartment, RecordId, VersionNumber, records::Document};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct Add {
	/// The bundle, as JSON.
	file: PathBuf,
	/// Whose it is.
	#[arg(long)]
	patient: String,
	/// The patient's compartment to put it in, 0 to 15; without it the general one (0). Needed for what its
	/// source marks as restricted.
	#[arg(long)]
	compartment: Option<u8>,
	/// Only these categories of the bundle, by commas.
	#[arg(
		long,
		value_name = "CATEGORIES",
		long_help = codes::with_categories("Only these categories of the bundle, by commas.")
	)]
	only: Option<String>,
	/// Write it although it is about another person than the account's documents before, and why.
	#[arg(long, value_name = "TEXT")]
	another_person_because: Option<String>,
	#[command(flatten)]
	custody: Custody,
}

/// The records that a file became.
#[derive(Serialize)]
pub struct Added {
	/// The last of their calls.
	#[serde(flatten)]
	done: Option<Done>,
	records: Vec<Entry>,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	warnings: Vec<String>,
}

impl Plain for Added {}

/// One of them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
	record: RecordId,
	version: VersionNumber,
	category: Category,
	cid: Option<String>,
	cid_hex: String,
	length: u64,
	#[serde(flatten)]
	stated: Stated,
	/// The record of the values that these attachments belong to.
	#[serde(skip_serializing_if = "Option::is_none")]
	attachments_of: Option<RecordId>,
}

impl Add {
	pub async fn run(self, context: &Context) -> Result<Added, Failure> {
		let bundle = parts::read(&self.file)?;
		let patient = context.account(&self.patient)?;
		let compartment = Compartment::new(self.compartment.unwrap_or_default())
			.ok_or_else(|| Failure::bad_input("a compartment is 0 to 15"))?;
		let chain = context.chain().await?;
		let now = chain.moment(chain.finalized().await?.hash).await?;
		let mut parts = parts::of(&bundle, now)?;
		if let Some(only) = &self.only {
			let wanted = parse_codes("category", only, Category::ALL, Category::from_code)?;
			parts.retain(|part| wanted.contains(&part.category));
		}
		if parts.is_empty() {
			return Err(Failure::bad_input("the bundle holds nothing to write"));
		}
		let labels = if parts.iter().any(|part| part.restricted) {
			salus_fhir::security_labels(bundle.value())
		} else {
			Vec::new()
		};
		let mut warnings = Vec::from_iter(parts::judge_labels(&labels, self.compartment)?);
		let custodians = self.custody.choose(context).await?;
		let asked: Vec<_> = parts.iter().map(|part| (part.category, part.data)).collect();
		permission::may_write(context, &patient, compartment, &asked).await?;
		let because = self.another_person_because.as_deref();
		let checked = persons::check(context, &patient, Person::of(bundle.value()), because)?;
		warnings.extend(checked.iter().flat_map(|checked| checked.warnings.clone()));
		for warning in &warnings {
			context.warn(warning);
		}

		let written = write(context, &patient, compartment, &parts, &custodians).await?;
		if let Some(checked) = checked
			&& !written.records.is_empty()
		{
			persons::keep(checked)?;
		}
		if let Some(failure) = written.failure {
			let records: Vec<Value> = written.records.iter().map(|entry| json!(entry)).collect();
			return Err(failure.after(&records));
		}
		let done = written.last.map(|done| Done::new(&done, Nothing {}));
		Ok(Added { done, records: written.records, warnings })
	}
}

/// What came of writing: the records, and the first failure among them.
struct Written {
	records: Vec<Entry>,
	last: Option<Included>,
	failure: Option<Failure>,
}

/// Encrypts and hands over all parts, then writes all of them.
async fn write(
	context: &Context,
	patient: &AccountId,
	compartment: Compartment,
	parts: &[Part],
	custodians: &Custodians,
) -> Result<Written, Failure> {
	let chain = context.chain().await?;
	let signer = context.signer()?;
	let bar = context.bar(parts.len().saturating_mul(2), "records");
	// All are encrypted and with their custodians before the first is written, so that a custodian that fails
	// leaves no half of them.
	let mut prepared: Vec<(&Part, Document<AccountId>)> = Vec::new();
	for part in parts {
		prepared.push((part, custodians.keep(context, &part.bytes).await?));
		bar.inc(1);
	}
	// One after the other into the pool, and waited for together: finality takes its time once.
	let submissions = prepared.iter().map(async |(part, document)| {
		let call = calls::records::submit(patient, part.category, compartment, part.data, document);
		let done = chain.submit(&signer, call).await;
		bar.inc(1);
		done
	});
	let submitted = join_all(submissions).await;
	bar.finish_and_clear();
	let mut written = Written { records: Vec::new(), last: None, failure: None };
	for ((part, document), done) in prepared.iter().zip(submitted) {
		let recorded = done.map_err(Failure::from).and_then(|done| {
			let entry = entry(part, document, &done)?;
			Ok((entry, done))
		});
		match recorded {
			Ok((mut entry, done)) => {
				if part.attachments
					&& let Some(values) = written.records.last()
				{
					entry.stated.note = Some(format!(
						"attachments too large to lie beside their values; both together: salus record read {} --join {}",
						values.record, entry.record
					));
					entry.attachments_of = Some(values.record);
				}
				written.records.push(entry);
				written.last = Some(done);
			}
			Err(failure) => written.failure = written.failure.or(Some(failure)),
		}
	}
	Ok(written)
}

/// The record and version that a call wrote.
pub fn submitted(done: &Included) -> Result<(RecordId, VersionNumber), Failure> {
	let submitted = done.events.iter().find_map(|event| match event {
		Event::Submitted { record, version } => Some((*record, *version)),
		_ => None,
	});
	submitted
		.ok_or_else(|| Failure::new("Mismatch", "a record was submitted, but no event says so"))
}

/// What the answer tells of a record.
fn entry(part: &Part, document: &Document<AccountId>, done: &Included) -> Result<Entry, Failure> {
	let (record, version) = submitted(done)?;
	Ok(Entry {
		record,
		version,
		category: part.category,
		cid: cid_text(document),
		cid_hex: hex::encode(&document.cid),
		length: document.length,
		stated: part.stated(),
		attachments_of: None,
	})
}
