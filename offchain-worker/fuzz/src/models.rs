// SPDX-License-Identifier: Apache-2.0
//! What operators, proposers and those who ask write: cards, jobs, results.

use salus_inference::{Card, Document, features};
use salus_primitives::Moment;
use serde_json::Value;
use std::{
	path::{Path, PathBuf},
	sync::LazyLock,
};

/// 2026-11-20T00:00:00Z.
pub const NOW: Moment = 1_795_132_800_000;

/// The cards that are shipped, as bytes.
static WRITTEN: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
	let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
	let folders = std::fs::read_dir(models).expect("the models are there");
	let mut cards: Vec<PathBuf> = folders
		.filter_map(|folder| Some(folder.ok()?.path().join("card.json")))
		.filter(|card| card.is_file())
		.collect();
	cards.sort();
	let bytes = cards.iter().map(|card| std::fs::read(card).expect("a card can be read"));
	bytes.collect()
});

/// The cards that are shipped.
pub static CARDS: LazyLock<Vec<Card>> = LazyLock::new(|| {
	let cards = WRITTEN.iter().map(|bytes| Card::parse(bytes, Path::new("card.json")));
	cards.map(|card| card.expect("a shipped card is good")).collect()
});

/// A document that the shipped models can use in part.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
	let text = include_str!("../seeds/documents/round.json");
	serde_json::from_str(text).expect("a seed is JSON")
});

/// Takes a model's inputs from documents. What is refused has its code and its remedy.
pub fn inputs(card: &Card, documents: &[Value]) {
	let documents: Vec<Document> = documents.iter().cloned().map(Document::from).collect();
	match features(card, &documents, NOW) {
		Ok(features) => {
			assert_eq!(features.inputs.len(), card.features.len());
			assert!(features.values().iter().all(|value| value.is_finite()));
		}
		Err(problems) => {
			assert!(!problems.is_empty(), "refused without a reason");
			for problem in problems {
				assert!(!problem.code.is_empty() && !problem.remedy.is_empty(), "{problem}");
			}
		}
	}
}

/// Cards, and what is done with a card that is taken.
pub mod cards {
	use super::*;

	pub fn run(bytes: &[u8]) -> bool {
		let Ok(card) = Card::parse(bytes, Path::new("card.json")) else {
			return false;
		};
		for answer in [-1.0, 0.0, 0.5, 1.0, 7.0, f64::MAX] {
			let _ = card.band(answer, &[answer, 3.0]);
		}
		inputs(&card, std::slice::from_ref(&DOCUMENT));
		true
	}

	pub fn seeds() -> Vec<Vec<u8>> {
		WRITTEN.clone()
	}
}

/// Jobs, which drawn operators open: whoever asks wrote them.
pub mod jobs {
	use salus_inference::{JOB_LENGTH, Job};
	use salus_primitives::{Cid, ModelId, RecordId};
	use serde_json::json;

	pub fn run(bytes: &[u8]) -> bool {
		let Ok(job) = Job::from_fhir(bytes) else {
			return false;
		};
		let written = job.to_fhir(&json!({ "reference": "Patient/p" }));
		assert!(written.len() == JOB_LENGTH, "its length tells what is asked");
		assert!(Job::from_fhir(&written).expect("comes back") == job);
		true
	}

	pub fn seeds() -> Vec<Vec<u8>> {
		let subject = json!({ "display": "the patient of the records" });
		let seeds = [(0, vec![(1, 1)]), (7, vec![(2, 1), (1, 3), (90, 2)])];
		let seeds = seeds.map(|(model, inputs)| {
			let inputs = inputs.into_iter().map(|(record, version)| (RecordId(record), version));
			// The same each time.
			let job = Job {
				salt: [3; 32],
				..Job::new(ModelId(model), [1; 32], Cid::raw([2; 32]), inputs.collect())
			};
			job.to_fhir(&subject).trim_ascii_end().to_vec()
		});
		seeds.into()
	}
}

/// Results, which whoever may read the job opens.
pub mod results {
	use salus_inference::ResultDocument;

	pub fn run(bytes: &[u8]) -> bool {
		let Ok(result) = ResultDocument::from_bytes(bytes) else {
			return false;
		};
		let bytes = result.to_bytes().expect("a result that was read can be written");
		let again = ResultDocument::from_bytes(&bytes).expect("comes back");
		assert_eq!(again.output_bytes(), result.output_bytes());
		true
	}

	pub fn seeds() -> Vec<Vec<u8>> {
		vec![
			include_bytes!("../seeds/result-probability.json").to_vec(),
			include_bytes!("../seeds/result-score.json").to_vec(),
		]
	}
}
