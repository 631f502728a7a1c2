//! Assess: we were drawn to run a model. Inputs are fetched and decrypted, the model is run, and its output
//! is sealed on chain; the full result goes to IPFS under a key that only readers of the record can derive.

use super::{JobKey, Outcome, Worker, refused_as};
use crate::{
	chain::{
		AccountId,
		answers::{RequestInfo, Stage},
		calls,
		events::Event,
		questions,
	},
	crypto::{self, DataKey},
	documents, fhir,
	journal::StoredResult,
	metrics,
	models::{ResultDocument, output_bytes},
};
use anyhow::Context;
use bytes::Bytes;
use salus_primitives::{RequestId, output_digest_payload, seal_payload};
use serde_json::Value;
use sp_core::blake2_256;
use std::time::Instant;

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
	let sealed = info
		.drawn
		.iter()
		.any(|drawn| drawn.operator == me && drawn.seal.is_some());
	let over = info.stage != Stage::Sealing || chain.moment(block.hash).await? >= info.seal_until;
	if over && !sealed {
		return Ok(Outcome::Refused("the time to seal is over".into()));
	}
	if over {
		return Ok(Outcome::Done);
	}

	let result = match custody.journal.result(request)? {
		Some(result) => result,
		// A seal without a result was made by hand: the result is still of use for settling.
		None => match work(worker, request, &info).await? {
			Ok(result) => result,
			Err(reason) => return Ok(Outcome::Refused(reason)),
		},
	};

	if sealed {
		return Ok(Outcome::Done);
	}
	let seal = blake2_256(&seal_payload(&result.digest, &me));
	match chain
		.submit(
			&custody.signer,
			calls::decision_support::seal(request, seal),
		)
		.await
	{
		Ok(_) => tracing::info!(%request, "sealed"),
		Err(cause) if refused_as(&cause, &["AlreadySealed"]) => {}
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
	Ok(Outcome::Done)
}

/// Fetches, runs, and keeps the result; the inner error is a refusal by the model, which seals nothing.
async fn work(
	worker: &Worker,
	request: RequestId,
	info: &RequestInfo,
) -> anyhow::Result<Result<StoredResult, String>> {
	let custody = &worker.custody;
	let Some(model) = worker.models.by_digest(&info.model_digest) else {
		return Ok(Err(
			"no model file here has the digest that the chain names".into(),
		));
	};
	let mut documents = Vec::new();
	let mut first_key = None;
	for input in &info.records {
		let (document, key) = fetch(worker, input.access).await?;
		documents.push(document);
		first_key.get_or_insert(key);
	}
	let first_key = first_key.context("the request names no record")?;
	tracing::info!(%request, "inputs fetched");

	let block = custody.chain.finalized().await?;
	let card = questions::model(&*custody.chain, info.model, block.hash)
		.await?
		.context("the chain has lost the model")?
		.card;
	// Data rule 8: ages are by the moment of the request, so that every operator computes the same.
	let at = info.opened_at;
	let assessed = tokio::task::spawn_blocking(move || {
		let features = match model.features(&documents, at) {
			Ok(features) => features,
			// Its code, path and problem may tell of a diagnosis: only its kind is logged. Data rule 1.
			Err(problem) => {
				return Ok(Err(format!("input {:?}", problem.kind)));
			}
		};
		let assessment = model.assess(&features)?;
		let document =
			ResultDocument::new(&model, &features, &assessment, request, &card).to_bytes()?;
		anyhow::Ok(Ok((output_bytes(assessment.output).to_vec(), document)))
	});
	let (output, document) = match assessed.await?? {
		Ok(assessed) => assessed,
		Err(refusal) => return Ok(Err(refusal)),
	};

	let salt = first_key.output_salt(request);
	let digest = blake2_256(&output_digest_payload(
		&salt,
		request,
		&info.model_digest,
		&output,
	));
	let sealed = crypto::seal_deterministic(&first_key.result_key(request), &document)?;
	let cid = custody.store.add(Bytes::from(sealed)).await?;
	let result = StoredResult {
		digest,
		salt,
		output,
		cid: Some(cid),
	};
	custody.journal.put_result(request, &result)?;
	Ok(Ok(result))
}

/// One input, let in by the chain as for any reader, fetched from this operator's own store.
async fn fetch(
	worker: &Worker,
	access: salus_primitives::AccessId,
) -> anyhow::Result<(Value, DataKey)> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let block = chain.finalized().await?;
	let (_, version, key) =
		documents::open_key(chain, &custody.signer, &custody.secret, access, block).await?;
	let ciphertext = custody.store.get(&version.cid).await?;
	let plaintext = crypto::open(&key, &ciphertext)?;
	let document = fhir::parse(std::str::from_utf8(&plaintext)?)
		.map_err(|_| anyhow::anyhow!("an input is no JSON"))?;
	Ok((document, key))
}
