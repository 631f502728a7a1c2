// SPDX-License-Identifier: Apache-2.0
//! The work: what came of a request here, kept in the journal. Posting it is the effect (`mod.rs`).

use super::{
	super::{Worker, drift},
	answered::records_of,
	inputs,
};
use crate::{
	assessment::{Assessor, Death, Ending},
	journal::{Journal, NewInputs, NewRun, Output, StoredResult},
	metrics,
};
use salus_chain::{AccountId, queries};
use salus_core::{DataKey, cids};
use salus_inference::{
	Job, Model, Problem, RESULT_LENGTH,
	assessment::{End, NO_PREDICTION, Task},
	padded,
};
use salus_primitives::{
	Cid, RequestId,
	decision_support::{Model as OnChain, ModelState, Request},
};
use zeroize::Zeroizing;

/// Fetches, runs, and keeps what came of it: a result waits in the journal until revealing has begun (`publish.rs`), since
/// others who are drawn could look for it on IPFS. No time is bounded here: whoever calls it leaves it when its time is
/// over, and nothing of it stays (`bound.rs`).
pub async fn work(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
) -> anyhow::Result<StoredResult> {
	let custody = &worker.custody;
	let _held = worker.in_hand.take(&info.requester).await?;
	let refuse = |kind: &str| refuse(worker, request, info, &[kind.to_owned()]);
	let (key, job) = inputs::job(worker, info).await?;
	let Some(job) = job else { return refuse("job") };
	let block = custody.chain.finalized().await?;
	let on_chain = queries::model(&*custody.chain, job.model, block.hash).await?;
	if let Err(kind) = check(&job, info, on_chain.as_ref()) {
		return refuse(kind);
	}
	// Units, limits and the sum that is sealed are the card's: by another one this would be another model.
	let model = match worker.models.by_digest(&job.model_digest) {
		None => return refuse("model-digest"),
		Some(model) if card_cid(&model)? != job.card => return refuse("model-card"),
		Some(model) => model,
	};
	let inputs = inputs::fetch(worker, info).await?;
	tracing::info!(%request, "inputs fetched");

	let task = Task {
		folder: model.folder().display().to_string(),
		digest: model.digest(),
		card: job.card,
		threads: worker.threads,
		request,
		// Data rule 8: ages are by the moment of the request, so that every operator computes the same.
		at: info.opened_at,
		inputs: inputs.records,
	};
	let end = {
		// For the child alone: what comes slowly keeps no model waiting.
		let _running = worker.assessing.acquire().await?;
		run(&custody.journal, &worker.assessor, &task, &inputs.documents).await?
	};
	let (output, person, document) = match end {
		End::Output { output, person, document } => (output, person, document),
		// Codes, paths and problems may tell of a diagnosis: only the kinds are logged, and only if they are some,
		// since the child has read others' bytes. Data rule 1.
		End::Refused { kinds } => {
			let known = kinds.iter().all(|kind| is_kind(kind));
			anyhow::ensure!(known, "the child gave an unknown kind");
			return self::refuse(worker, request, info, &kinds);
		}
		// Its files have changed, or do not fit each other: this operator has the model no more.
		End::Failed(_) => return refuse("model-failed"),
	};
	let encrypted = encrypted(&key.result_key(request), document)?;
	let output =
		Output { content: job.content(request, &output), document: cids::cid_of(&encrypted)? };
	let inputs = person.map(|person| NewInputs {
		model: job.model,
		card: drift::card_hash(&model),
		patient: info.patient.clone().into(),
		person,
	});
	let new = NewRun { output, document: &encrypted, inputs: inputs.as_ref() };
	// From here to the end nothing is waited for: it is kept as a whole, or not at all.
	custody.journal.note_run(request, job.model)?;
	custody.journal.put_run(request, &records_of(info), &new)?;
	custody.journal.forget_attempts(request)?;
	Ok(StoredResult::of(output))
}

/// Whether the chain allows what a job asks: which model it is, the chain does not know itself. Else the kind of refusal.
fn check(
	job: &Job,
	info: &Request<AccountId>,
	model: Option<&OnChain<AccountId>>,
) -> Result<(), &'static str> {
	// Or it would be another request's job, whose reader asks about other records.
	if !info.inputs.iter().map(|input| (input.record, input.version)).eq(job.inputs.iter().copied())
	{
		return Err("job-inputs");
	}
	let model = model.filter(|model| model.state == ModelState::Approved).ok_or("model-state")?;
	if model.class != info.class {
		return Err("model-class");
	}
	if model.digest != job.model_digest {
		return Err("model-digest");
	}
	if model.card != job.card {
		return Err("model-card");
	}
	Ok(())
}

fn is_kind(kind: &str) -> bool {
	kind == NO_PREDICTION || serde_json::from_value::<Problem>(kind.into()).is_ok()
}

/// The CID of a model's card here.
pub fn card_cid(model: &Model) -> anyhow::Result<Cid> {
	Ok(cids::cid_of(model.card_bytes())?)
}

/// Has the task done by a child; what ended two of them is refused.
async fn run(
	journal: &Journal,
	assessor: &Assessor,
	task: &Task,
	documents: &[Zeroizing<Vec<u8>>],
) -> anyhow::Result<End> {
	let request = task.request;
	if journal.attempts(request)?.exhausted() {
		return Ok(deadly(task, None));
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
				true => Ok(deadly(task, reading)),
				false => anyhow::bail!("the process that read the inputs has died: {cause}"),
			}
		}
	}
}

/// The refusal of inputs that end whatever reads them: the log names the one that was being read, if it was one.
fn deadly(task: &Task, reading: Option<u32>) -> End {
	let index = reading.and_then(|index| usize::try_from(index).ok());
	let record = index.and_then(|index| task.inputs.get(index)).map(|input| input.record.0);
	tracing::warn!(request = %task.request, record, "each attempt to read the inputs had to be ended");
	End::Refused { kinds: vec!["unreadable".to_owned()] }
}

/// Encrypts a result.
fn encrypted(key: &DataKey, document: Vec<u8>) -> anyhow::Result<Vec<u8>> {
	// Its length would tell which model it is of. Data rule 15.
	let document = Zeroizing::new(padded(document, RESULT_LENGTH));
	Ok(salus_core::encrypt_deterministic(key, &document)?)
}

/// Keeps a refusal, and counts it: only now, since an attempt that failed before is made again.
fn refuse(
	worker: &Worker,
	request: RequestId,
	info: &Request<AccountId>,
	kinds: &[String],
) -> anyhow::Result<StoredResult> {
	let journal = &worker.custody.journal;
	journal.put_result(request, &records_of(info), &StoredResult::REFUSAL)?;
	journal.forget_attempts(request)?;
	tracing::warn!(%request, ?kinds, "refused");
	kinds.iter().for_each(|kind| metrics::refused(kind));
	Ok(StoredResult::REFUSAL)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		assessment::Limits,
		jobs::fixtures::{REQUEST, operator, request},
	};
	use salus_inference::{
		Engine,
		assessment::{Content, TaskInput},
	};
	use salus_keystore::AtRest;
	use salus_primitives::{
		Evidence, ModelId, RecordId,
		decision_support::{DriftCounts, Outcomes, Output as Publicity, Verdicts},
		quorum::WorkClass,
	};
	use std::path::Path;

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
			written: None,
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

	async fn tried(journal: &Journal, assessor: &Assessor) -> anyhow::Result<Vec<String>> {
		let model = model();
		let documents = [Zeroizing::new(b"{}".to_vec()), Zeroizing::new(b"{}".to_vec())];
		match run(journal, assessor, &task(&model), &documents).await? {
			End::Refused { kinds } => Ok(kinds),
			end => anyhow::bail!("it ended as {end:?}"),
		}
	}

	#[tokio::test]
	async fn what_ends_a_second_child_is_refused() {
		let folder = tempfile::tempdir().unwrap();
		let open = || Journal::open(folder.path().join("journal"), AtRest::new(&[1; 32])).unwrap();
		let dies = child(folder.path(), &format!("{READING_THE_SECOND}; kill -ABRT $$"));
		let journal = open();
		let first = tried(&journal, &dies).await.unwrap_err();
		assert!(first.to_string().contains("died: memory"), "{first}");
		// The daemon is started again in between: deaths are remembered.
		drop(journal);
		let journal = open();
		assert_eq!(tried(&journal, &dies).await.unwrap(), ["unreadable"]);
		// And no third child is started, whatever it would do.
		let marker = folder.path().join("started");
		let third = child(folder.path(), &format!("touch {}", marker.display()));
		assert_eq!(tried(&journal, &third).await.unwrap(), ["unreadable"]);
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

	/// A job of the request in the fixtures, and its model as the chain has it.
	fn asked() -> (Job, OnChain<AccountId>) {
		let inputs = vec![(RecordId(31), 1), (RecordId(32), 2)];
		let job = Job::new(ModelId(3), [1; 32], Cid::raw([2; 32]), inputs);
		let model = OnChain {
			digest: job.model_digest,
			card: job.card,
			class: WorkClass::Clinical,
			evidence: Evidence::People,
			output: Publicity::Sealed,
			steps: 100,
			metrics_commitment: [0; 32],
			state: ModelState::Approved,
			proposer: operator(9),
			verdicts: Verdicts::default(),
			outcomes: Outcomes::default(),
			drift: DriftCounts::default(),
		};
		(job, model)
	}

	#[test]
	fn only_a_model_that_is_approved_now_and_of_the_request_s_class_is_run() {
		let (job, model) = asked();
		let checked = |model: Option<&OnChain<_>>| check(&job, &request(), model);
		assert_eq!(checked(Some(&model)), Ok(()));
		assert_eq!(checked(None), Err("model-state"));
		for state in [ModelState::Proposed, ModelState::Suspended] {
			let other = OnChain { state, ..model.clone() };
			assert_eq!(checked(Some(&other)), Err("model-state"));
		}
		for class in [WorkClass::Payment, WorkClass::Research] {
			let other = OnChain { class, ..model.clone() };
			assert_eq!(checked(Some(&other)), Err("model-class"));
		}
		let other = OnChain { digest: [9; 32], ..model.clone() };
		assert_eq!(checked(Some(&other)), Err("model-digest"));
		let other = OnChain { card: Cid::raw([9; 32]), ..model };
		assert_eq!(checked(Some(&other)), Err("model-card"));
	}

	#[test]
	fn a_job_that_names_other_inputs_than_its_request_is_refused() {
		let (job, model) = asked();
		let (one, two) = ((RecordId(31), 1), (RecordId(32), 2));
		for inputs in [
			vec![],
			vec![one],
			vec![two, one],
			vec![one, (RecordId(32), 1)],
			vec![one, two, (RecordId(33), 1)],
		] {
			let other = Job { inputs, ..job.clone() };
			assert_eq!(check(&other, &request(), Some(&model)), Err("job-inputs"), "{other:?}");
		}
	}

	#[test]
	fn only_known_kinds_of_refusal_are_logged() {
		for (kind, known) in
			[("missing", true), (NO_PREDICTION, true), ("systolic 180", false), ("", false)]
		{
			assert_eq!(is_kind(kind), known, "{kind}");
		}
	}
}
