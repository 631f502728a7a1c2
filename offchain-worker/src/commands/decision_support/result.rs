//! Results: opening one and checking it against its receipt, or learning why there is none.

use super::{
	super::{Context, Failure, context::included, output, purpose, record},
	view,
};
use crate::{
	chain::{
		AccountId, ChainClient,
		answers::{Answer, Input, ReceiptInfo, RequestInfo, Stage, VersionInfo},
		calls::decision_support,
		questions,
	},
	crypto::{self, ResultSecrets},
	documents,
	models::{RefusalDocument, ResultDocument},
};
use clap::Args;
use salus_primitives::{Cid, RequestId, output_digest_payload};
use serde_json::{Value, json};
use sp_core::blake2_256;
use std::path::PathBuf;
use zeroize::Zeroizing;

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as doctor result 4 --purpose TREAT\n  salus --as doctor result 4 --html result.html"
)]
pub struct Open {
	/// The request.
	request: u64,
	/// Why.
	#[arg(long, default_value = "TREAT")]
	purpose: String,
	/// Write it to this file too, as a page that needs nothing else. It is no longer encrypted there.
	#[arg(long, value_name = "FILE")]
	html: Option<PathBuf>,
}

impl Open {
	/// Who may read all the request's records may read the result: its key is derived from theirs.
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let request = RequestId(self.request);
		let Some(receipt) = questions::receipt(chain, request, block.hash).await? else {
			return match questions::request(chain, request, block.hash).await? {
				None => Err(Failure::not_found(format!(
					"a receipt of request {request}"
				))),
				Some(info) => Err(self.no_receipt(context, &info).await?),
			};
		};
		let Some(result) = receipt.result else {
			return Err(Failure::new(
				"Gone",
				"the result was erased, or the output is open: see the receipt",
			));
		};
		let opened = self
			.open(context, &receipt.records, result, &receipt.settled_by)
			.await?;
		let document = ResultDocument::from_bytes(&opened.plaintext)?;
		check(&receipt, &opened.salt, &document)?;

		let mut answer = opened.answer;
		let shown = json!({
			"request": document.request,
			"answer": document.answer,
			"inputs": document.inputs,
			"factors": document.factors,
			"model": document.model,
			"assessedAt": document.assessed_at,
			"notes": document.notes,
			"caveats": document.caveats,
			"resource": document.resource,
			"receipt": {
				"digest": hex::encode(receipt.digest),
				"agreeing": receipt.agreeing,
				"drawn": receipt.drawn,
			},
			"verified": true,
		});
		if let (Some(answer), Value::Object(shown)) = (answer.as_object_mut(), shown) {
			answer.extend(shown);
		}
		if let (Some(path), Some(view)) = (&self.html, view::of(&answer)) {
			output::write(path, view.page().as_bytes())?;
		}
		Ok(answer)
	}

	/// Why there is no receipt: sealing goes on, or operators refused the inputs, and then for which reason.
	async fn no_receipt(&self, context: &Context, info: &RequestInfo) -> Result<Failure, Failure> {
		let refusals: Vec<(&AccountId, Option<Cid>)> = info
			.drawn
			.iter()
			.filter_map(|drawn| match drawn.answer {
				Some(Answer::Refusal(notice)) => Some((&drawn.operator, notice)),
				Some(Answer::Seal(_)) | None => None,
			})
			.collect();
		let of = format!("{} of {} operators", refusals.len(), info.drawn.len());
		let with_notice = refusals
			.iter()
			.find_map(|(operator, notice)| Some((*operator, (*notice)?)));
		if let Some((operator, notice)) = with_notice {
			let opened = self.open(context, &info.records, notice, operator).await?;
			let notice = RefusalDocument::from_bytes(&opened.plaintext)?;
			let problems: Vec<String> = notice.problems.iter().map(ToString::to_string).collect();
			return Ok(Failure::new(
				"InputsRefused",
				format!(
					"{of} refused to run {}: {}",
					notice.model,
					problems.join("\n")
				),
			));
		}
		Ok(match info.stage {
			_ if !refusals.is_empty() => Failure::new(
				"InputsUnavailable",
				format!(
					"{of} could not get the key or the document of a record: read the records, and ask again once that works"
				),
			),
			Stage::Failed { .. } => Failure::new(
				"NoQuorum",
				"no quorum of operators sealed the same result in time: ask again",
			),
			Stage::Sealing if info.suspended => Failure::new(
				"ModelSuspended",
				format!(
					"the authority has suspended the model since, so there will be no result unless it approves the model again: see salus request-status {}",
					info.id
				),
			),
			Stage::Sealing | Stage::Settled { .. } => Failure::new(
				"SealingContinues",
				format!(
					"operators still run the model: see salus request-status {}",
					info.id
				),
			),
		})
	}

	/// Opens what an operator encrypted for those who may read all of a request's records.
	async fn open(
		&self,
		context: &Context,
		inputs: &[Input],
		cid: Cid,
		holder: &AccountId,
	) -> Result<Opened, Failure> {
		let chain = context.chain().await?;
		let (signer, secret) = (context.signer()?, context.secret()?);
		let purpose = purpose::parse(&self.purpose)?;
		let mut keys = Vec::new();
		let mut last = None;
		for input in inputs {
			let version = Some(input.version);
			let (access, done) =
				record::request_access(context, input.record, version, purpose).await?;
			let at = chain.finalized().await?;
			let (_, version, key) =
				documents::open_key(chain, &signer, &secret, access, at).await?;
			keys.push(key);
			last = Some((version, done, at));
		}
		let Some((version, done, at)) = last else {
			return Err(Failure::new("Mismatch", "the request names no record"));
		};
		// Whoever else ran the model holds the same, and is in service or keeps the record.
		let mut holders = vec![holder.clone()];
		let in_service = questions::operators(chain, at.hash).await?;
		let others = in_service.into_iter().map(|operator| operator.account);
		for account in others.chain(version.custodians.iter().cloned()) {
			if !holders.contains(&account) {
				holders.push(account);
			}
		}
		let of_document = VersionInfo {
			cid,
			custodians: holders,
			..version
		};
		let sealed = documents::fetch(chain, &of_document, at).await?;
		let secrets = ResultSecrets::derive(&keys, RequestId(self.request));
		let plaintext = crypto::open(&secrets.key, &sealed)?;
		Ok(Opened {
			plaintext,
			salt: Zeroizing::new(secrets.salt),
			answer: included(&done, json!({})),
		})
	}
}

/// A document of a request, decrypted.
struct Opened {
	plaintext: Zeroizing<Vec<u8>>,
	/// Of the output's digest.
	salt: Zeroizing<[u8; 32]>,
	/// Of the last access request.
	answer: Value,
}

/// Checks that the result is what the operators sealed.
fn check(receipt: &ReceiptInfo, salt: &[u8; 32], document: &ResultDocument) -> Result<(), Failure> {
	let digest = blake2_256(&output_digest_payload(
		salt,
		receipt.id,
		&receipt.model_digest,
		&document.output_bytes(),
	));
	if digest == receipt.digest {
		return Ok(());
	}
	Err(Failure::new(
		"StaleResult",
		"the result does not match its receipt: it is not what the operators sealed; trust neither",
	))
}

#[derive(Args, Debug)]
#[command(after_help = "Example:\n  salus erase-result 4")]
pub struct EraseResult {
	/// The request.
	request: u64,
}

impl EraseResult {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		let call = decision_support::erase_result(RequestId(self.request));
		Ok(included(&context.submit(call).await?, json!({})))
	}
}
