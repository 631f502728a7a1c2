// SPDX-License-Identifier: Apache-2.0
//! A job: what a request for decision support asks. It is a record of the patient's, a FHIR R4 RiskAssessment that is
//! registered and has no prediction yet, encrypted and in custody as every other: so the chain does not learn which model
//! is asked about whom. Whoever may read it may read the result, whose key derives from its key.

use super::padded;
use blake2::{Blake2b256, Digest};
use salus_primitives::{Cid, ModelId, RecordId, RequestId, VersionNumber, output_digest_payload};
use serde::Deserialize;
use serde_json::{Value, json};

/// A job's document is a multiple of so many bytes long, filled up with spaces: its length tells of no model.
pub const JOB_LENGTH: usize = 8 * 1024;
/// The most inputs that a request can have.
const MAX_INPUTS: usize = salus_primitives::decision_support::MAX_RECORDS as usize;

const URI: &str = "urn:ietf:rfc:3986";
const RECORD: &str = "urn:salus:record:";
const MODEL: &str = "urn:salus:model";
const DIGEST: &str = "urn:salus:model-digest";
const CARD: &str = "urn:salus:card";
const SALT: &str = "urn:salus:salt";

/// What is asked of drawn operators.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
	/// Which model.
	pub model: ModelId,
	/// The sha2-256 hash of its ONNX file.
	pub model_digest: [u8; 32],
	/// The CID of its card.
	pub card: Cid,
	/// Makes the content of the result one that nobody can guess who may not read the job. Data rule 2.
	pub salt: [u8; 32],
	/// The records that the model is to read, in the request's order, each in this version.
	pub inputs: Vec<(RecordId, VersionNumber)>,
}

/// Why a document is not a job.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum JobError {
	/// It is not a RiskAssessment of the form that a job has.
	#[error("this is not a job: {0}")]
	Malformed(String),
	/// An extension is not there.
	#[error("the job has no {0}")]
	Missing(&'static str),
	/// An extension stands twice.
	#[error("the job has {0} twice")]
	Doubled(&'static str),
	/// A value is not what stands there in a job.
	#[error("the job's {0} is not written as a job's")]
	Wrong(&'static str),
}

/// The form: nothing more and nothing less. Of what else a RiskAssessment may hold, no operator could say whether it
/// changes what is asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RiskAssessment {
	resource_type: String,
	status: String,
	/// Whose it is, for people: operators go by the chain.
	#[serde(rename = "subject")]
	_subject: serde_json::Map<String, Value>,
	basis: Vec<Reference>,
	method: Method,
	extension: Vec<Extension>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
	identifier: Coded,
}

/// An identifier.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Coded {
	system: String,
	value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Method {
	coding: [Coding; 1],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Coding {
	system: String,
	code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Extension {
	url: String,
	value_string: String,
}

impl Job {
	/// A job with a salt of its own.
	pub fn new(
		model: ModelId,
		model_digest: [u8; 32],
		card: Cid,
		inputs: Vec<(RecordId, VersionNumber)>,
	) -> Self {
		Self { model, model_digest, card, salt: salus_core::random(), inputs }
	}

	/// The document, to be encrypted as it is. `subject` is a reference to the patient.
	pub fn to_fhir(&self, subject: &Value) -> Vec<u8> {
		let basis = self.inputs.iter().map(|(record, version)| {
			json!({ "identifier": { "system": URI, "value": format!("{RECORD}{record}:{version}") } })
		});
		let extension = |url: &str, value: String| json!({ "url": url, "valueString": value });
		let document = json!({
			"resourceType": "RiskAssessment",
			"extension": [
				extension(DIGEST, hex::encode(self.model_digest)),
				extension(CARD, self.card.to_string()),
				extension(SALT, hex::encode(self.salt)),
			],
			"status": "registered",
			"method": { "coding": [{ "system": MODEL, "code": self.model.to_string() }] },
			"subject": subject,
			"basis": basis.collect::<Value>(),
		});
		padded(salus_fhir::to_bytes(&document), JOB_LENGTH)
	}

	/// Reads a job that was decrypted.
	pub fn from_fhir(bytes: &[u8]) -> Result<Self, JobError> {
		let form: RiskAssessment = super::read(bytes).map_err(JobError::Malformed)?;
		if form.resource_type != "RiskAssessment" || form.status != "registered" {
			return Err(JobError::Malformed("it is not a registered RiskAssessment".into()));
		}
		let [method] = form.method.coding;
		if method.system != MODEL {
			return Err(JobError::Wrong("method"));
		}
		if form.basis.is_empty() || form.basis.len() > MAX_INPUTS {
			return Err(JobError::Wrong("basis"));
		}
		let [mut digest, mut card, mut salt] = [None, None, None];
		for Extension { url, value_string } in form.extension {
			let (name, place) = match url.as_str() {
				DIGEST => (DIGEST, &mut digest),
				CARD => (CARD, &mut card),
				SALT => (SALT, &mut salt),
				_ => return Err(JobError::Wrong("extension")),
			};
			if place.replace(value_string).is_some() {
				return Err(JobError::Doubled(name));
			}
		}
		let hash = |name, value: Option<String>| {
			bytes_of(&value.ok_or(JobError::Missing(name))?).ok_or(JobError::Wrong(name))
		};
		let card = card.ok_or(JobError::Missing(CARD))?;
		Ok(Self {
			model: ModelId(number(&method.code).ok_or(JobError::Wrong("method"))?),
			model_digest: hash(DIGEST, digest)?,
			card: card_of(&card).ok_or(JobError::Wrong(CARD))?,
			salt: hash(SALT, salt)?,
			inputs: form
				.basis
				.iter()
				.map(|reference| input(&reference.identifier).ok_or(JobError::Wrong("basis")))
				.collect::<Result<_, _>>()?,
		})
	}

	/// The content on which operators agree when the model comes to this output: what the receipt has.
	pub fn content(&self, request: RequestId, output: &[u8]) -> [u8; 32] {
		let payload = output_digest_payload(&self.salt, request, &self.model_digest, output);
		Blake2b256::digest(payload).into()
	}
}

/// Without the salt, by which the output could be guessed from the receipt.
impl core::fmt::Debug for Job {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.debug_struct("Job").field("model", &self.model).finish_non_exhaustive()
	}
}

/// A number as it is written here, and not otherwise.
fn number<Number: std::str::FromStr + ToString>(text: &str) -> Option<Number> {
	text.parse().ok().filter(|number: &Number| number.to_string() == text)
}

fn bytes_of(text: &str) -> Option<[u8; 32]> {
	let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
	(hex::encode(bytes) == text).then_some(bytes)
}

fn card_of(text: &str) -> Option<Cid> {
	let cid = salus_core::cids::from_text(text).ok()?;
	(cid.to_string() == text).then_some(cid)
}

fn input(identifier: &Coded) -> Option<(RecordId, VersionNumber)> {
	let (record, version) = identifier.value.strip_prefix(RECORD)?.split_once(':')?;
	let is_uri = identifier.system == URI;
	is_uri.then_some((RecordId(number(record)?), number(version)?))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn job() -> Job {
		let inputs = vec![(RecordId(8), 2), (RecordId(7), 1)];
		Job { salt: [3; 32], ..Job::new(ModelId(5), [1; 32], Cid::raw([2; 32]), inputs) }
	}

	fn document() -> Value {
		let bytes = job().to_fhir(&json!({ "reference": "Patient/p1" }));
		serde_json::from_slice(&bytes).unwrap()
	}

	fn refused(change: impl FnOnce(&mut Value)) -> JobError {
		let mut document = document();
		change(&mut document);
		Job::from_fhir(document.to_string().as_bytes()).unwrap_err()
	}

	#[test]
	fn a_job_is_read_as_it_was_written() {
		let bytes = job().to_fhir(&json!({ "reference": "Patient/p1" }));
		assert_eq!(Job::from_fhir(&bytes).unwrap(), job());
		// Two jobs of the same question differ: nobody can guess one.
		let other = Job::new(ModelId(5), [1; 32], Cid::raw([2; 32]), job().inputs);
		assert_ne!(other.salt, job().salt);
	}

	#[test]
	fn a_job_is_a_record_of_its_category() {
		let bundle = salus_fhir::Bundle::from_value(document()).unwrap();
		let parts = bundle.split();
		assert_eq!(parts.len(), 1);
		assert_eq!(parts[0].0, salus_primitives::Category::RiskAssessment);
	}

	#[test]
	fn the_length_tells_neither_model_nor_inputs() {
		let subject = json!({ "reference": "Patient/p1" });
		let one = Job::new(ModelId(0), [0; 32], Cid::raw([0; 32]), vec![(RecordId(1), 1)]);
		let all = vec![(RecordId(u64::MAX), u32::MAX); MAX_INPUTS];
		let most = Job::new(ModelId(u32::MAX), [255; 32], Cid::raw([255; 32]), all);
		for job in [one, most] {
			assert_eq!(job.to_fhir(&subject).len(), JOB_LENGTH);
		}
	}

	#[test]
	fn what_is_missing_doubled_or_too_much_is_refused() {
		let extensions =
			|document: &mut Value| document["extension"].as_array_mut().unwrap().clone();
		for (index, name) in [(0, DIGEST), (1, CARD), (2, SALT)] {
			let missing = refused(|document| {
				document["extension"].as_array_mut().unwrap().remove(index);
			});
			assert_eq!(missing, JobError::Missing(name));
			let doubled = refused(|document| {
				let again = extensions(document)[index].clone();
				document["extension"].as_array_mut().unwrap().push(again);
			});
			assert_eq!(doubled, JobError::Doubled(name));
		}
		for name in ["resourceType", "status", "subject", "basis", "method", "extension"] {
			let missing = refused(|document| {
				document.as_object_mut().unwrap().remove(name);
			});
			assert!(matches!(missing, JobError::Malformed(_)), "{name}: {missing}");
		}
		let more = refused(|document| document["note"] = json!([{ "text": "another model" }]));
		assert!(matches!(more, JobError::Malformed(_)));
		let doubled = document().to_string().replacen('{', r#"{"status":"registered","#, 1);
		assert!(matches!(Job::from_fhir(doubled.as_bytes()), Err(JobError::Malformed(_))));
	}

	#[test]
	fn a_value_that_is_written_otherwise_is_refused() {
		for code in ["05", "+5", "-1", "4294967296", ""] {
			let wrong = refused(|document| document["method"]["coding"][0]["code"] = json!(code));
			assert_eq!(wrong, JobError::Wrong("method"), "{code:?}");
		}
		for value in ["urn:salus:record:8", "urn:salus:record:08:2", "record:8:2", ""] {
			let wrong =
				refused(|document| document["basis"][0]["identifier"]["value"] = json!(value));
			assert_eq!(wrong, JobError::Wrong("basis"), "{value:?}");
		}
		for count in [0, MAX_INPUTS + 1] {
			let wrong = refused(|document| {
				let one = document["basis"][0].clone();
				document["basis"] = json!(vec![one; count]);
			});
			assert_eq!(wrong, JobError::Wrong("basis"), "{count}");
		}
		for (index, name) in [(0, DIGEST), (1, CARD), (2, SALT)] {
			for value in [String::new(), "A".repeat(64), "00".repeat(33)] {
				let wrong = refused(|document| {
					document["extension"][index]["valueString"] = json!(value);
				});
				assert_eq!(wrong, JobError::Wrong(name), "{value:?}");
			}
		}
		let preliminary = refused(|document| document["status"] = json!("preliminary"));
		assert!(matches!(preliminary, JobError::Malformed(_)));
	}

	#[test]
	fn content_hangs_on_salt_request_model_and_output() {
		let of = |job: &Job, request, output: &[u8]| job.content(RequestId(request), output);
		let content = of(&job(), 1, &[9]);
		assert_eq!(content, of(&job(), 1, &[9]));
		let others = [
			of(&Job { salt: [4; 32], ..job() }, 1, &[9]),
			of(&job(), 2, &[9]),
			of(&Job { model_digest: [4; 32], ..job() }, 1, &[9]),
			of(&job(), 1, &[8]),
		];
		assert!(others.iter().all(|other| *other != content));
	}

	#[test]
	fn debug_shows_no_salt() {
		assert_eq!(format!("{:?}", job()), "Job { model: ModelId(5), .. }");
	}
}
