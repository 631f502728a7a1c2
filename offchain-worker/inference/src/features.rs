// SPDX-License-Identifier: Apache-2.0
//! The inputs of a model, from a patient's documents. The newest measurement decides: when it can't be
//! used, the request is refused, and no older one steps in.

use super::{
	Card, Feature, Form, beside,
	card::{Handling, Round, Source},
	finder::{Finder, Resolved},
	lists::{ListAnswer, Lists},
	patient,
	problems::{Input, InputProblem, Problem, signed},
	scope,
};
use salus_fhir::{
	Administrative, Chart, Diagnoses, Fault, FhirError, Medications, Observations,
	subject::same_patient,
};
use salus_primitives::{Moment, RecordId, VersionNumber};
use serde_json::Value;

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A document of the patient's, and what is known of the record that it came from.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
	/// The document, as `salus_fhir::parse` gave it.
	pub value: Value,
	/// The record that it is of, if it is one.
	pub record: Option<RecordId>,
	/// Whether the patient contests that record.
	pub contested: bool,
	/// Who wrote it, where the chain says so.
	pub written: Option<Written>,
}

/// Who wrote a version of a record, as the chain has it.
#[derive(Clone, PartialEq, Eq, Debug, codec::Encode, codec::Decode)]
pub struct Written {
	/// Their account.
	pub author: String,
	/// Which version.
	pub version: VersionNumber,
	/// Whether another record replaced this one when the request was made.
	pub replaced: bool,
}

impl From<Value> for Document {
	/// A document that is of no record, and that nobody contests.
	fn from(value: Value) -> Self {
		Self { value, record: None, contested: false, written: None }
	}
}

/// All inputs of a model, in its order.
#[derive(Clone, PartialEq, Debug)]
pub struct Features {
	pub inputs: Vec<Input>,
	/// What a reader of the result should know of them.
	pub notes: Vec<String>,
	/// The patient's reference, if the resource has an id.
	pub subject: Option<String>,
	/// As of when.
	pub at: Moment,
}

impl Features {
	/// The numbers, in the model's order.
	pub fn values(&self) -> Vec<f64> {
		self.inputs.iter().map(|input| input.value).collect()
	}
}

/// Takes a model's inputs from documents of one patient, as of a moment of the chain's clock.
///
/// It names all problems at once: the patient and the model's scope first, then the inputs in the card's order.
/// The list of problems is never empty.
pub fn features(
	card: &Card,
	documents: &[Document],
	at: Moment,
) -> Result<Features, Vec<InputProblem>> {
	let values: Vec<&Value> = documents.iter().map(|document| &document.value).collect();
	same_patient(&values).map_err(|cause| vec![malformed(by_record(cause, documents))])?;
	let sources = documents.iter().map(|document| salus_fhir::Source {
		value: &document.value,
		order: document.record.map(|record| record.0),
	});
	let sources: Vec<salus_fhir::Source<'_>> = sources.collect();
	let chart = Chart::read(&sources);
	let patients = Administrative::read(&chart);
	let diagnoses = Diagnoses::read(&chart);
	let medications = Medications::read(&chart);
	let mut problems = Vec::new();
	let patient = patient::one(&patients);
	let patient = patient.map_err(|problem| problems.push(problem)).ok();
	let finder = Finder {
		observations: Observations::read(&chart),
		born: patient.and_then(|patient| patient.birth_date),
		at,
	};
	let lists = Lists { diagnoses: &diagnoses, medications: &medications, at };
	let scope = scope::of(card, patient, &patients, &diagnoses, &finder);
	problems.extend(scope.reasons);
	let mut notes = scope.notes;
	let mut contested: Vec<(&Feature, usize)> = Vec::new();
	let mut inputs = Vec::new();
	let mut measured: Vec<(&Feature, Resolved)> = Vec::new();
	for (index, feature) in card.features.iter().enumerate() {
		let found = match &feature.source {
			Source::Observation(source) => finder.measurement(feature, source).map(Taken::Resolved),
			Source::Coded(answers) => finder.answer(feature, answers).map(Taken::Resolved),
			Source::AnyAbove(source) => finder.any_above(feature, source).map(Taken::Resolved),
			Source::Condition(source) => lists.condition(feature, source).map(Taken::Listed),
			Source::Medication(source) => lists.medication(feature, source).map(Taken::Listed),
			Source::BirthDate | Source::Sex => match patient {
				// That there is none was told.
				None => continue,
				Some(patient) => patient::input(feature, patient, at)
					.map(|input| Taken::Input(input, patient.document)),
			},
		};
		let input = match found {
			Err(problem) => {
				problems.push(problem);
				continue;
			}
			Ok(Taken::Input(input, document)) => {
				contested.push((feature, document));
				input
			}
			Ok(Taken::Resolved(found)) => {
				contested.extend(found.documents.iter().map(|document| (feature, *document)));
				notes.extend(found.notes.iter().cloned());
				notes.extend(stale(card, feature, "measured", found.time.at, at));
				notes.extend(old_decision(feature, &found, at));
				let input = found.clone().into_input(feature);
				if !matches!(&feature.source, Source::Coded(answers) if answers.standing) {
					measured.push((feature, found));
				}
				input
			}
			Ok(Taken::Listed(ListAnswer { input, notes: said, as_of, documents })) => {
				contested.extend(documents.into_iter().map(|document| (feature, document)));
				let old = as_of.and_then(|time| stale(card, feature, "recorded", time.at, at));
				notes.extend(said.into_iter().chain(old));
				input
			}
		};
		notes.extend(beyond_edge(card, index, &input));
		inputs.push(input);
	}
	notes.extend(beside::notes(card, &finder.observations, at));
	if let Some(round) = card.round {
		problems.extend(not_of_one_round(round, &measured, at));
	}
	let is_contested = |(_, index): &(&Feature, usize)| {
		documents.get(*index).is_some_and(|document| document.contested)
	};
	contested.retain(is_contested);
	let disputed = documents.iter().enumerate();
	for (index, document) in disputed.filter(|(_, document)| document.contested) {
		let name = |record| format!("record {record}");
		let record = document.record.map_or_else(|| "a record".to_owned(), name);
		let of_it = contested.iter().filter(|(_, used)| *used == index);
		let mut features: Vec<&Feature> = of_it.map(|(feature, _)| *feature).collect();
		features.dedup_by(|one, other| one.name == other.name);
		match card.contested {
			Handling::Note => notes.push(contested_note(&record, &features)),
			Handling::Refuse => problems.extend(features.iter().map(|feature| InputProblem {
				kind: Problem::Contested,
				code: feature.name.clone(),
				path: record.clone(),
				problem: format!("{}: is from {record}, which the patient contests", feature.title),
				remedy: "ask again when the contest is settled, or without the record".into(),
			})),
		}
	}
	notes.extend(documents.iter().filter_map(author_note));
	match patient {
		Some(patient) if problems.is_empty() => {
			Ok(Features { inputs, notes, subject: patient.reference.clone(), at })
		}
		_ => Err(without_repetition(problems)),
	}
}

/// What a result says of who wrote what was read.
fn author_note(document: &Document) -> Option<String> {
	let (record, Written { author, version, replaced }) =
		document.record.zip(document.written.as_ref())?;
	let replaced = if *replaced { "; another record replaces it" } else { "" };
	Some(format!("record {record}, version {version}, was written by {author}{replaced}"))
}

/// What a result says of a record that the patient contests. One that gives no input may have decided in another way: by a
/// diagnosis that is needed, or by what it takes back.
fn contested_note(record: &str, features: &[&Feature]) -> String {
	if features.is_empty() {
		return format!("{record} was read, which the patient contests; no input is taken from it");
	}
	let titles: Vec<&str> = features.iter().map(|feature| feature.title.as_str()).collect();
	format!("the patient contests {record}, from which come: {}", titles.join("; "))
}

/// An input, by the kind of its source.
enum Taken {
	Input(Input, usize),
	Resolved(Resolved),
	Listed(ListAnswer),
}

/// Names once what scope and an input both complain of.
fn without_repetition(problems: Vec<InputProblem>) -> Vec<InputProblem> {
	let mut told: Vec<InputProblem> = Vec::new();
	for problem in problems {
		if !told.contains(&problem) {
			told.push(problem);
		}
	}
	told
}

/// What to say of a decision that stands since long ago.
fn old_decision(feature: &Feature, found: &Resolved, at: Moment) -> Option<String> {
	let Source::Coded(answers) = &feature.source else {
		return None;
	};
	let limit = i64::from(answers.note_after_days?).saturating_mul(DAY);
	let age = signed(at).saturating_sub(found.time.at);
	(found.is_yes() && age > limit).then(|| {
		let days = age / DAY;
		format!("{}: decided {days} days before; confirm that it still holds", feature.title)
	})
}

/// What to say of an input that is old for this model.
fn stale(card: &Card, feature: &Feature, how: &str, since: i64, at: Moment) -> Option<String> {
	let limit = i64::from(card.stale_after_days?).saturating_mul(DAY);
	let age = signed(at).saturating_sub(since);
	(age > limit).then(|| {
		let days = age / DAY;
		format!("{}: {how} {days} days before, so it may no longer hold", feature.title)
	})
}

/// What to say of an input that the model holds at an edge.
fn beyond_edge(card: &Card, index: usize, input: &Input) -> Option<String> {
	let Form::LogisticSum(sum) = &card.form else {
		return None;
	};
	let terms = sum.inputs.get(index)?;
	let [low, high] = terms.held;
	let counts_as = input.value.clamp(low, high);
	(counts_as != input.value && !terms.is_threshold()).then(|| {
		format!(
			"{}: {} counts as {counts_as}, the edge of what the model was trained on",
			input.title, input.value
		)
	})
}

/// Which measurements don't belong together, or don't speak of now.
fn not_of_one_round(
	round: Round,
	measured: &[(&Feature, Resolved)],
	at: Moment,
) -> Vec<InputProblem> {
	let minutes = |number: u32| i64::from(number).saturating_mul(MINUTE);
	let newest = measured.iter().map(|(_, found)| found.time.at).max();
	let wrong = |(feature, found): &(&Feature, Resolved)| {
		let problem = |kind, problem: String| InputProblem {
			kind,
			code: found.code.clone(),
			path: found.path.clone(),
			problem: format!("{}: {problem}", feature.title),
			remedy: "measure all of them again, in one round".into(),
		};
		if found.time.is_date() {
			let text = "is dated to the day, without the time of day that a round needs";
			return Some(problem(Problem::Undated, text.into()));
		}
		if signed(at).saturating_sub(found.time.at) > minutes(round.refused_after_minutes) {
			let limit = round.refused_after_minutes;
			return Some(problem(Problem::TooOld, format!("is more than {limit} minutes old")));
		}
		let limit = round.within_minutes;
		let apart =
			newest.is_some_and(|newest| newest.saturating_sub(found.time.at) > minutes(limit));
		apart.then(|| {
			let text = format!("is more than {limit} minutes older than the newest of them");
			problem(Problem::NotTogether, text)
		})
	};
	measured.iter().filter_map(wrong).collect()
}

/// Whose the data is, or that it can't be read.
/// With the record named in the place of the document's number.
fn by_record(mut cause: FhirError, documents: &[Document]) -> FhirError {
	for (number, document) in (1..).zip(documents) {
		if let Some(record) = document.record
			&& let Some(path) = cause.path.strip_prefix(&format!("document {number}: "))
		{
			cause.path = format!("record {record}: {path}");
			break;
		}
	}
	cause
}

fn malformed(cause: FhirError) -> InputProblem {
	let others = matches!(cause.fault, Fault::OtherPatient | Fault::UnresolvedPatient);
	InputProblem {
		kind: match others {
			true => Problem::OtherPatient,
			false => Problem::Malformed,
		},
		code: "FHIR".into(),
		remedy: cause.remedy().into(),
		path: cause.path,
		problem: cause.problem,
	}
}
