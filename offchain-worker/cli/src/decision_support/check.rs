// SPDX-License-Identifier: Apache-2.0
//! The check on the asker's own machine: the same code as the operators', before any of them sees anything.

use super::{
	super::{Context, Failure, codes, purpose},
	access,
	before::{self, Records},
	names::{self, Among},
	person::Person,
	refusal,
	view::{CheckedInput, CheckedInputs},
};
use clap::Args;
use salus_chain::ChainClient;
use salus_custody::documents::Opened;
use salus_fhir::{Timed, format_moment};
use salus_inference::{
	Card, Document, Features, InputProblem, Written, age,
	assessment::{self, Fault, MAX_INPUT_LENGTH, MAX_TASK_LENGTH},
};
use salus_primitives::{Moment, Purpose, RecordId};
use serde_json::Value;

/// What to do when the check finds problems and the asker knows better.
const UNCHECKED: &str = "nothing was asked of operators; to ask them all the same, add --unchecked to salus decision request";

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as doctor decision check news2 1,2,3 --purpose TREAT\n  salus decision check news2 --inputs 1,2,3"
)]
pub struct Check {
	/// The model: its name, or its number.
	model: String,
	/// The records that hold its inputs, all of one patient.
	#[arg(
		value_name = "RECORDS",
		value_delimiter = ',',
		required_unless_present = "inputs",
		conflicts_with = "inputs"
	)]
	listed: Vec<u64>,
	/// The same.
	#[arg(long, value_name = "RECORDS", value_delimiter = ',')]
	inputs: Vec<u64>,
	/// Why: the patient's own request (PATRQT) when you are the patient; others must say it.
	#[arg(
		long,
		long_help = codes::with_purposes(
			"Why: the patient's own request (PATRQT) when you are the patient; others must say it."
		)
	)]
	purpose: Option<String>,
}

impl Check {
	pub async fn run(self, context: &Context) -> Result<CheckedInputs, Failure> {
		let names::Chosen { known, note } =
			names::resolve(context, &self.model, Among::All).await?;
		let card = known.card?;
		let ids = [self.listed, self.inputs].concat();
		let records = before::records(context, &ids).await?;
		let purpose = purpose::resolve(context, self.purpose.as_deref(), &records.patient).await?;
		let checked = run(context, &card, &records, purpose).await?;
		let features = checked.or_refused(&card, None)?;
		let notes = note.into_iter().chain(features.notes.iter().cloned());
		Ok(CheckedInputs {
			checked: true,
			model: known.model.id,
			name: card.name,
			version: card.version,
			title: card.title,
			patient: checked_person(&records, &checked.documents),
			at: format_moment(features.at),
			inputs: inputs(features),
			notes: notes.collect(),
		})
	}
}

fn checked_person(records: &Records, documents: &[Document]) -> Person {
	let values: Vec<&Value> = documents.iter().map(|document| &document.value).collect();
	Person::of(&records.patient, &values)
}

/// What the check found.
struct Checked {
	documents: Vec<Document>,
	outcome: Result<Features, Vec<InputProblem>>,
}

impl Checked {
	/// The inputs, or the failure that tells all problems at once.
	fn or_refused(&self, card: &Card, next: Option<&str>) -> Result<&Features, Failure> {
		self.outcome.as_ref().map_err(|problems| {
			let what = format!("{} {} can't be run on these records", card.name, card.version);
			refusal::refused(&what, problems, next)
		})
	}
}

/// Before a request: refused with all problems, and with how to ask all the same.
pub async fn before_request(
	context: &Context,
	card: &Card,
	records: &Records,
	purpose: Purpose,
) -> Result<Vec<String>, Failure> {
	let checked = run(context, card, records, purpose).await?;
	Ok(checked.or_refused(card, Some(UNCHECKED))?.notes.clone())
}

/// Opens the records, takes the model's inputs from them, and closes the access requests again.
async fn run(
	context: &Context,
	card: &Card,
	records: &Records,
	purpose: Purpose,
) -> Result<Checked, Failure> {
	let wanted: Vec<access::RecordVersion> =
		records.records.iter().map(|info| (info.id, None)).collect();
	let requests = access::request_all(context, &wanted, purpose).await?;
	let opened = access::open_all(context, &requests).await;
	// Also when one did not open: no deposit is left behind.
	access::close_all(context, &requests).await?;
	let chain = context.chain().await?;
	let at = chain.moment(chain.finalized().await?.hash).await?;
	Ok(take(card, records, &opened?, at))
}

/// The model's inputs from what was opened, in the order of the records.
fn take(card: &Card, records: &Records, opened: &[Opened], at: Moment) -> Checked {
	let (mut documents, mut problems) = (Vec::new(), Vec::new());
	let mut room = MAX_TASK_LENGTH;
	for (info, opened) in records.records.iter().zip(opened) {
		// No model reads what was filed apart from values.
		if salus_fhir::begins_as_attachments(&opened.plaintext) {
			continue;
		}
		match read(info.id, opened.version.length, &opened.plaintext, room) {
			Ok(value) => documents.push(Document {
				value,
				record: Some(info.id),
				contested: info.item.contested.is_some(),
				written: Some(Written {
					author: opened.version.author.to_string(),
					version: info.item.latest,
					replaced: info.item.replaced_by.is_some(),
				}),
			}),
			Err(problem) => problems.push(problem),
		}
		room = room.checked_sub(opened.plaintext.len()).unwrap_or(room);
	}
	let outcome = match problems.is_empty() {
		true => salus_inference::features(card, &documents, at),
		false => Err(problems),
	};
	Checked { documents, outcome }
}

/// A record's document, as an operator would read it: of what it states and has, and of what is left of all.
fn read(
	record: RecordId,
	stated: u64,
	plaintext: &[u8],
	room: usize,
) -> Result<Value, InputProblem> {
	if stated > MAX_INPUT_LENGTH as u64 {
		return Err(Fault::TooLarge.of(record));
	}
	if stated != salus_core::ciphertext_length(plaintext.len() as u64) {
		return Err(Fault::OtherLength.of(record));
	}
	if plaintext.len() > room {
		return Err(Fault::TooLargeTogether.of(record));
	}
	assessment::read(plaintext, record)
}

fn inputs(features: &Features) -> Vec<CheckedInput> {
	let written = |input: &salus_inference::Input| {
		let time = input.time.as_deref().and_then(Timed::parse);
		CheckedInput {
			feature: input.feature.clone(),
			title: input.title.clone(),
			code: input.code.clone(),
			value: input.value,
			unit: input.unit.clone(),
			time: input.time.clone(),
			age: time.map(|time| age(&time, features.at)),
			path: input.path.clone(),
			basis: input.basis.clone(),
		}
	};
	features.inputs.iter().map(written).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_document_that_operators_would_not_read_is_told_with_its_record() {
		let read = |stated: Option<u64>, bytes: &[u8], room| {
			let stated = stated.unwrap_or(salus_core::ciphertext_length(bytes.len() as u64));
			read(RecordId(5), stated, bytes, room)
		};
		let patient = br#"{"resourceType":"Patient"}"#;
		assert!(read(None, patient, patient.len()).is_ok());
		for (stated, bytes, room, told) in [
			(Some(MAX_INPUT_LENGTH as u64 + 1), &patient[..], 100, "larger than 4 MiB"),
			(Some(1), &patient[..], 100, "another length"),
			(None, &patient[..], patient.len() - 1, "more than 8 MiB"),
			(None, &[0xff][..], 100, "not text in UTF-8"),
			(None, b"{", 100, ""),
		] {
			let problem = read(stated, bytes, room).expect_err("it is refused");
			assert!(problem.path.starts_with("record 5"), "{problem}");
			assert!(problem.problem.contains(told) && !problem.remedy.is_empty(), "{problem}");
		}
	}
}
