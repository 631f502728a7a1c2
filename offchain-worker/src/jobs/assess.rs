//! Assess: we were drawn to run a model. Inputs are fetched and decrypted, the model is run, and its output
//! is sealed on chain; the full result goes to IPFS under a key that only readers of the record can derive.
//! Inputs that the model can't be run on are refused, and a notice that tells why goes the same way.

use super::{JobKey, Outcome, Worker, drift, refused_as};
use crate::{
	chain::{
		AccountId,
		answers::{Input, RequestInfo, Stage},
		calls,
		events::Event,
		questions,
	},
	crypto::{self, DataKey, ResultSecrets},
	documents, fhir, ipfs,
	journal::{NewInputs, StoredResult},
	metrics,
	models::{
		Document, InputProblem, Model, ModelError, Problem, RefusalDocument, ResultDocument,
		Window, output_bytes,
	},
};
use anyhow::Context as _;
use bytes::Bytes;
use salus_primitives::{Cid, Moment, RequestId, output_digest_payload, seal_payload};
use sp_core::blake2_256;
use std::{collections::BTreeSet, time::Instant};

/// The largest input that is parsed, in bytes of ciphertext: parsed JSON takes many times its length.
const MAX_INPUT_LENGTH: u64 = 4 * 1024 * 1024;

pub fn trigger(event: &Event, me: &AccountId) -> Option<JobKey> {
	match event {
		Event::Requested { request, operators } if operators.contains(me) => {
			Some(JobKey::Assess(*request))
		}
		_ => None,
	}
}

pub async fn attempt(worker: &Worker, request: RequestId) -> anyhow::Result<Outcome> {
	let began = Instant::now();
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let block = chain.finalized().await?;
	let me = worker.account();
	let Some(info) = questions::request(chain, request, block.hash).await? else {
		return Ok(Outcome::Done);
	};
	let answered = info
		.drawn
		.iter()
		.any(|drawn| drawn.operator == me && drawn.answer.is_some());
	let over = info.stage != Stage::Sealing || chain.moment(block.hash).await? >= info.seal_until;
	if over && !answered {
		return Ok(Outcome::Refused("the time to seal is over".into()));
	}
	if over {
		return Ok(Outcome::Done);
	}

	if info.suspended && !answered {
		// Tried again: the authority may approve the model again while there is time to seal.
		anyhow::bail!("its model is suspended");
	}

	let result = match custody.journal.result(request)? {
		Some(result) => result,
		// A seal without a result was made by hand: the result is still of use for settling.
		None => match work_in_turn(worker, request, &info).await {
			Ok(Ok(result)) => result,
			Ok(Err(reason)) => return Ok(Outcome::Refused(reason)),
			// Before it is too late to say so: an operator answers for what it leaves open.
			Err(cause) if chain.moment(chain.finalized().await?.hash).await? >= last_try(&info) => {
				tracing::warn!(%request, cause = format!("{cause:#}"), "the inputs can't be had");
				let refusal = StoredResult::Refusal { notice: None };
				custody.journal.put_result(request, &refusal)?;
				metrics::refused("unavailable");
				refusal
			}
			Err(cause) => return Err(cause),
		},
	};

	let refusal = matches!(result, StoredResult::Refusal { .. });
	let end = || match refusal {
		true => Outcome::Refused("the model can't be run on these inputs".into()),
		false => Outcome::Done,
	};
	if answered {
		return Ok(end());
	}
	let call = match &result {
		StoredResult::Output { digest, .. } => {
			calls::decision_support::seal(request, blake2_256(&seal_payload(digest, &me)))
		}
		StoredResult::Refusal { notice } => {
			let notice = notice.as_ref().map(|notice| notice.as_bytes().as_slice());
			calls::decision_support::refuse(request, notice)
		}
	};
	match chain.submit(&custody.signer, call).await {
		Ok(_) if refusal => tracing::info!(%request, "refusal posted"),
		Ok(_) => tracing::info!(%request, "sealed"),
		Err(cause) if refused_as(&cause, &["AlreadyAnswered"]) => {}
		Err(cause)
			if refused_as(
				&cause,
				&["Expired", "NotFound", "NotDrawn", "AlreadySettled"],
			) =>
		{
			return Ok(Outcome::Refused(cause.to_string()));
		}
		Err(cause) => return Err(cause.into()),
	}
	metrics::assessed(began.elapsed());
	Ok(end())
}

/// From when on inputs that can't be had are refused: four fifths into the time to seal.
fn last_try(info: &RequestInfo) -> Moment {
	let period = info.seal_until.saturating_sub(info.opened_at);
	info.seal_until.saturating_sub(period / 5)
}

/// Few at a time: sixteen inputs of a request, parsed, are much to hold.
async fn work_in_turn(
	worker: &Worker,
	request: RequestId,
	info: &RequestInfo,
) -> anyhow::Result<Result<StoredResult, String>> {
	let _turn = worker.assessing.acquire().await?;
	work(worker, request, info).await
}

/// Fetches, runs, and keeps what came of it; the inner error is why this operator can't do its part.
async fn work(
	worker: &Worker,
	request: RequestId,
	info: &RequestInfo,
) -> anyhow::Result<Result<StoredResult, String>> {
	let custody = &worker.custody;
	let Some(model) = worker.models.by_digest(&info.model_digest) else {
		metrics::refused("model-digest");
		return Ok(Err(
			"no model file here has the digest that the chain names".into(),
		));
	};
	let block = custody.chain.finalized().await?;
	let card = questions::model(&*custody.chain, info.model, block.hash)
		.await?
		.context("the chain has lost the model")?
		.card;
	// Units, limits and the sum that is sealed are the card's: by another one this would be another model.
	if ipfs::cid_of(&Bytes::copy_from_slice(model.card_bytes()))? != card {
		metrics::refused("model-card");
		return Ok(Err(
			"the card of this model here is not the one that the chain names".into(),
		));
	}
	let (mut keys, mut documents) = (Vec::new(), Vec::new());
	for input in &info.records {
		let (key, document) = fetch(worker, input).await?;
		keys.push(key);
		documents.push(document);
	}
	let secrets = ResultSecrets::derive(&keys, request);
	tracing::info!(%request, "inputs fetched");

	// Data rule 8: ages are by the moment of the request, so that every operator computes the same.
	let at = info.opened_at;
	let counted_by = drift::yardstick(&model);
	let assessed =
		tokio::task::spawn_blocking(move || assess(&model, documents, at, request, &card));
	let (ran, document) = assessed.await??;
	let sealed = crypto::seal_deterministic(&secrets.key, &document)?;
	let document = custody.store.add(Bytes::from(sealed)).await?;
	let (output, person) = match ran {
		Ran::Output { output, person } => (output, person),
		Ran::Refused { kinds } => {
			let result = StoredResult::Refusal {
				notice: Some(document),
			};
			custody.journal.put_result(request, &result)?;
			// Only now: an attempt that failed before is made again.
			kinds.iter().for_each(|kind| metrics::refused(kind));
			return Ok(Ok(result));
		}
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
	match person {
		None => custody.journal.put_result(request, &result)?,
		Some(person) => {
			let inputs = NewInputs {
				model: info.model,
				card: counted_by,
				person,
			};
			custody
				.journal
				.put_counted_result(request, &result, &inputs)?;
		}
	}
	Ok(Ok(result))
}

/// What running a model came to.
enum Ran {
	/// The quantised output, and in which bins the inputs lie, if the card has references.
	Output {
		output: Vec<u8>,
		person: Option<Window>,
	},
	/// The inputs were refused: which kinds of problem, each once, and no more. Data rule 1.
	Refused { kinds: BTreeSet<String> },
}

/// What the model says, with the result's document; or that it was not run, with the notice of a refusal.
fn assess(
	model: &Model,
	documents: Vec<Result<Document, InputProblem>>,
	at: Moment,
	request: RequestId,
	card: &Cid,
) -> anyhow::Result<(Ran, Vec<u8>)> {
	let refuse = |problems: Vec<InputProblem>, kinds: BTreeSet<String>| {
		// Codes, paths and problems may tell of a diagnosis: only the kinds are logged. Data rule 1.
		tracing::warn!(%request, ?kinds, "inputs refused");
		let notice = RefusalDocument::new(model, request, at, problems).to_bytes()?;
		Ok((Ran::Refused { kinds }, notice))
	};
	let (documents, unreadable): (Vec<_>, Vec<_>) = documents.into_iter().partition(Result::is_ok);
	let documents: Vec<Document> = documents.into_iter().filter_map(Result::ok).collect();
	let unreadable: Vec<InputProblem> = unreadable.into_iter().filter_map(Result::err).collect();
	let features = match unreadable.is_empty() {
		true => model.features(&documents, at),
		false => Err(unreadable),
	};
	let features = match features {
		Ok(features) => features,
		Err(problems) => {
			let kinds = problems
				.iter()
				.map(|problem| written(problem.kind))
				.collect();
			return refuse(problems, kinds);
		}
	};
	let assessment = match model.assess(&features) {
		Ok(assessment) => assessment,
		Err(ModelError::NoAnswer { found, .. }) => {
			let problem = InputProblem::no_answer(&features, &found);
			return refuse(vec![problem], BTreeSet::from(["no-answer".to_owned()]));
		}
		Err(cause) => return Err(cause.into()),
	};
	let document = ResultDocument::new(model, &features, &assessment, request, card).to_bytes()?;
	let ran = Ran::Output {
		output: output_bytes(&assessment.outputs),
		person: Window::of_one(model.card(), &features.values()),
	};
	Ok((ran, document))
}

/// A kind of problem as notices have it, in kebab-case.
fn written(kind: Problem) -> String {
	match serde_json::to_value(kind) {
		Ok(serde_json::Value::String(kind)) => kind,
		_ => "other".to_owned(),
	}
}

/// One input, let in by the chain as for any reader, fetched from this operator's own store. A document that
/// can't be read is the fault of who wrote it, no reason to try again.
async fn fetch(
	worker: &Worker,
	input: &Input,
) -> anyhow::Result<(DataKey, Result<Document, InputProblem>)> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let block = chain.finalized().await?;
	let (_, version, key) =
		documents::open_key(chain, &custody.signer, &custody.secret, input.access, block).await?;
	if version.size > MAX_INPUT_LENGTH {
		let problem = InputProblem::unreadable(input.record, "it is larger than 4 MiB");
		return Ok((key, Err(problem)));
	}
	let ciphertext = custody.store.get(&version.cid).await?;
	let document = match crypto::open(&key, &ciphertext) {
		Err(_) => Err("it can't be decrypted"),
		Ok(plaintext) => std::str::from_utf8(&plaintext)
			.map_err(|_| "it is no text")
			.and_then(|text| fhir::parse(text).map_err(|_| "it is no JSON")),
	};
	let document = document
		.map(|value| Document {
			value,
			record: Some(input.record),
			contested: input.contested,
		})
		.map_err(|problem| InputProblem::unreadable(input.record, problem));
	Ok((key, document))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_kind_is_a_word_of_the_notice() {
		assert_eq!(written(Problem::NotAQuantity), "not-a-quantity");
		assert_eq!(written(Problem::Missing), "missing");
	}
}
