// SPDX-License-Identifier: Apache-2.0
//! The work: what came of a request here, kept in the journal. Posting it is the effect (`mod.rs`).

use super::{
	super::{Worker, drift},
	answered::records_of,
	inputs,
};
use crate::{
	assessment::{Assessor, Death, Ending},
	journal::{Journal, NewInputs, StoredResult},
	metrics,
};
use anyhow::Context as _;
use bytes::Bytes;
use salus_chain::{AccountId, queries};
use salus_core::{ResultSecrets, cids};
use salus_inference::{
	InputProblem, Model, Problem, RefusalDocument,
	assessment::{End, Fault, NO_PREDICTION, Task},
};
use salus_primitives::{Cid, ModelId, RequestId, decision_support::Request, output_digest_payload};
use sp_core::blake2_256;
use zeroize::Zeroizing;

/// Fetches, runs, and keeps what came of it.
pub async fn work(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
) -> anyhow::Result<StoredResult> {
	let custody = &worker.custody;
	let block = custody.chain.finalized().await?;
	let card = queries::model(&*custody.chain, info.model, block.hash)
		.await?
		.context("the chain has lost the model")?
		.model
		.card;
	// Units, limits and the sum that is sealed are the card's: by another one this would be another model.
	let model = match worker.models.by_digest(&info.model_digest) {
		None => return without_model(worker, request, info, "model-digest").await,
		Some(model) if card_cid(&model)? != card => {
			return without_model(worker, request, info, "model-card").await;
		}
		Some(model) => model,
	};
	let inputs = inputs::fetch(worker, info).await?;
	let secrets = ResultSecrets::derive(&inputs.keys, request);
	tracing::info!(%request, "inputs fetched");

	let task = Task {
		folder: model.folder().display().to_string(),
		digest: model.digest(),
		card,
		threads: worker.threads,
		request,
		// Data rule 8: ages are by the moment of the request, so that every operator computes the same.
		at: info.opened_at,
		inputs: inputs.records,
	};
	let (journal, assessor) = (&custody.journal, &worker.assessor);
	let end = run(journal, assessor, &model, &task, &inputs.documents).await?;
	let (kinds, document) = match &end {
		End::Output { document, .. } => (None, document),
		End::Refused { kinds, notice } => (Some(kinds), notice),
		// Its files have changed, or do not fit each other: this operator has the model no more.
		End::Failed(_) => {
			return without_model(worker, request, info, "model-failed").await;
		}
	};
	let document = put(worker, &secrets, document).await?;
	if let Some(kinds) = kinds {
		// Codes, paths and problems may tell of a diagnosis: only the kinds are logged, and only if they are some, since
		// the child has read others' bytes. Data rule 1.
		let known = |kind: &String| {
			kind == NO_PREDICTION || serde_json::from_value::<Problem>(kind.as_str().into()).is_ok()
		};
		anyhow::ensure!(kinds.iter().all(known), "the child gave an unknown kind");
		tracing::warn!(%request, ?kinds, "input refused");
		return keep_refusal(worker, request, info, Some(document), kinds);
	}
	let End::Output { output, person, .. } = end else {
		anyhow::bail!("the model gave neither an output nor a refusal");
	};
	let result = StoredResult::Output {
		digest: blake2_256(&output_digest_payload(
			&secrets.salt,
			request,
			&info.model_digest,
			&output,
		)),
		salt: secrets.salt,
		output,
		document,
	};
	let records = records_of(info);
	match person {
		None => custody.journal.put_result(request, &records, &result)?,
		Some(person) => {
			let inputs = NewInputs {
				model: info.model,
				card: drift::card_hash(&model),
				patient: info.patient.clone().into(),
				person,
			};
			custody.journal.put_counted_result(request, &records, &result, &inputs)?;
		}
	}
	custody.journal.forget_attempts(request)?;
	Ok(result)
}

/// The CID of a model's card here.
pub fn card_cid(model: &Model) -> anyhow::Result<Cid> {
	Ok(cids::cid_of(model.card_bytes())?)
}

/// Has the task done by a child; what ended two of them is refused.
async fn run(
	journal: &Journal,
	assessor: &Assessor,
	model: &Model,
	task: &Task,
	documents: &[Zeroizing<Vec<u8>>],
) -> anyhow::Result<End> {
	let request = task.request;
	if journal.attempts(request)?.exhausted() {
		return deadly(model, task, None);
	}
	let attempt = journal.begin_attempt(request)?;
	match assessor.run(task, documents).await? {
		// The first time it may be chance, such as a machine without memory.
		Ending::End(End::Failed(problem)) => {
			tracing::error!(%request, problem, "the model can't be run: if its files were changed, restore them and start again");
			match attempt.died()?.exhausted() {
				true => Ok(End::Failed(problem)),
				false => anyhow::bail!("the model can't be run: {problem}"),
			}
		}
		Ending::End(end) => Ok(end),
		Ending::Died(Death { cause, reading }) => {
			metrics::child_died(cause);
			tracing::warn!(%request, cause, "the process that read the inputs has died");
			match attempt.died()?.exhausted() {
				true => deadly(model, task, reading),
				false => anyhow::bail!("the process that read the inputs has died: {cause}"),
			}
		}
	}
}

/// The refusal of inputs that end whatever reads them: of the one that was being read, if it was one.
fn deadly(model: &Model, task: &Task, reading: Option<u32>) -> anyhow::Result<End> {
	let index = reading.and_then(|index| usize::try_from(index).ok());
	let input = index.and_then(|index| task.inputs.get(index));
	let problem = match input {
		Some(input) => Fault::Deadly.of(input.record),
		None => Fault::of_all(),
	};
	let notice = RefusalDocument::new(model, task.request, task.at, vec![problem]);
	Ok(End::Refused { kinds: vec!["unreadable".to_owned()], notice: notice.to_bytes()? })
}

/// Refuses openly and at once what this operator has no model for; with a notice if the keys can be had.
async fn without_model(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
	kind: &str,
) -> anyhow::Result<StoredResult> {
	let notice = async {
		let keys = inputs::keys(worker, info).await?;
		let secrets = ResultSecrets::derive(&keys, request);
		let notice = not_here(info.model, request, info).to_bytes()?;
		put(worker, &secrets, &notice).await
	};
	let notice = notice.await.inspect_err(|cause| {
		tracing::info!(%request, cause = format!("{cause:#}"), "refused without a notice");
	});
	tracing::warn!(%request, kind, "this operator has no such model");
	keep_refusal(worker, request, info, notice.ok(), &[kind.to_owned()])
}

/// The notice of an operator that has no such model: the same from all of them.
fn not_here(model: ModelId, request: RequestId, info: &Request<AccountId>) -> RefusalDocument {
	let problem = InputProblem {
		kind: Problem::NoModel,
		code: "model".into(),
		path: "operator".into(),
		problem: "the operators that were drawn and say so do not have this model with its card"
			.into(),
		remedy: "ask again: others may be drawn".into(),
	};
	RefusalDocument::without_model(format!("model {model}"), request, info.opened_at, vec![problem])
}

/// Encrypts a result or a notice, and puts it on IPFS.
async fn put(worker: &Worker, secrets: &ResultSecrets, document: &[u8]) -> anyhow::Result<Cid> {
	let encrypted = salus_core::encrypt_deterministic(&secrets.key, document)?;
	Ok(worker.custody.store.add(Bytes::from(encrypted)).await?)
}

/// Keeps a refusal, and counts it: only now, since an attempt that failed before is made again.
fn keep_refusal(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
	notice: Option<Cid>,
	kinds: &[String],
) -> anyhow::Result<StoredResult> {
	let refusal = StoredResult::Refusal { notice };
	let journal = &worker.custody.journal;
	journal.put_result(request, &records_of(info), &refusal)?;
	journal.forget_attempts(request)?;
	kinds.iter().for_each(|kind| metrics::refused(kind));
	Ok(refusal)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::assessment::Limits;
	use salus_inference::{
		Engine,
		assessment::{Content, TaskInput},
	};
	use salus_keystore::AtRest;
	use salus_primitives::RecordId;
	use std::path::Path;

	const REQUEST: RequestId = RequestId(7);
	/// What a child says that has come to the second input.
	const READING_THE_SECOND: &str = r"printf '\005\000\000\000\000\001\000\000\000'";

	fn model() -> Model {
		let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/news2"));
		Model::load(folder, &Engine::new(1)).unwrap()
	}

	fn task(model: &Model) -> Task {
		let input = |record| TaskInput {
			record: RecordId(record),
			contested: false,
			content: Content::Document,
		};
		Task {
			folder: model.folder().display().to_string(),
			digest: model.digest(),
			card: card_cid(model).unwrap(),
			threads: 1,
			request: REQUEST,
			at: 1_000,
			inputs: vec![input(31), input(32)],
		}
	}

	/// A child that does this.
	fn child(folder: &Path, does: &str) -> Assessor {
		let script = folder.join("child");
		std::fs::write(&script, does).unwrap();
		let limits = Limits { time: 20, ..Limits::DEFAULT };
		Assessor::of(script, vec!["/bin/sh".into()], limits)
	}

	async fn tried(journal: &Journal, assessor: &Assessor) -> anyhow::Result<RefusalDocument> {
		let model = model();
		let documents = [Zeroizing::new(b"{}".to_vec()), Zeroizing::new(b"{}".to_vec())];
		match run(journal, assessor, &model, &task(&model), &documents).await? {
			End::Refused { notice, .. } => Ok(RefusalDocument::from_bytes(&notice)?),
			end => anyhow::bail!("it ended as {end:?}"),
		}
	}

	#[tokio::test]
	async fn what_ends_a_second_child_is_refused_with_the_record_named() {
		let folder = tempfile::tempdir().unwrap();
		let open = || Journal::open(folder.path().join("journal"), AtRest::new(&[1; 32])).unwrap();
		let dies = child(folder.path(), &format!("{READING_THE_SECOND}; kill -ABRT $$"));
		let journal = open();
		let first = tried(&journal, &dies).await.unwrap_err();
		assert!(first.to_string().contains("died: memory"), "{first}");
		// The daemon is started again in between: deaths are remembered.
		drop(journal);
		let journal = open();
		let notice = tried(&journal, &dies).await.unwrap();
		assert_eq!(notice.problems.len(), 1);
		assert_eq!(notice.problems[0].kind, Problem::Unreadable);
		assert_eq!(notice.problems[0].path, "record 32");
		// And no third child is started, whatever it would do.
		let marker = folder.path().join("started");
		let third = child(folder.path(), &format!("touch {}", marker.display()));
		let notice = tried(&journal, &third).await.unwrap();
		assert_eq!(notice.problems[0].path, "the records of the request");
		assert!(!marker.exists());
	}

	#[tokio::test]
	async fn a_child_that_was_stopped_is_not_held_against_the_request() {
		let folder = tempfile::tempdir().unwrap();
		let journal = Journal::open(folder.path().join("journal"), AtRest::new(&[1; 32])).unwrap();
		let stopped = child(folder.path(), "kill -TERM $$");
		for _ in 0..4 {
			let cause = tried(&journal, &stopped).await.unwrap_err();
			assert!(cause.to_string().contains("stopped"), "{cause}");
		}
		assert_eq!(journal.attempts(REQUEST).unwrap(), Default::default());
	}

	#[test]
	fn the_notice_of_a_missing_model_is_the_same_from_all_that_lack_it() {
		let info = crate::jobs::fixtures::request(&[None, None, None]);
		let notice = not_here(info.model, REQUEST, &info);
		assert_eq!(notice, not_here(info.model, REQUEST, &info));
		assert_eq!(notice.problems[0].kind, Problem::NoModel);
		let bytes = notice.to_bytes().unwrap();
		assert_eq!(RefusalDocument::from_bytes(&bytes).unwrap(), notice);
	}
}
