// SPDX-License-Identifier: Apache-2.0
//! Jobs: the record that says what a request asks. It is written before the request is made; whoever may read it may
//! read the request's result, whose key derives from the job's.

use super::{
	super::{
		Context, Failure,
		record::{Custodians, live, submitted},
	},
	access,
	before::Records,
	card::NumberedModel,
};
use salus_chain::{AccountId, BlockRef, Included, calls, queries};
use salus_core::DataKey;
use salus_custody::documents;
use salus_inference::{Job, ResultDocument};
use salus_primitives::{
	Category, Cid, Compartment, DataPeriod, Purpose, RecordId, RequestId,
	decision_support::{Input, Receipt},
	records::Version,
};
use serde_json::{Value, json};

/// Writes the job of a request of these records, and tells which record it became, and in which block.
pub async fn write(
	context: &Context,
	model: &NumberedModel,
	records: &Records,
	compartment: Compartment,
	data: DataPeriod,
	custodians: &Custodians,
) -> Result<(RecordId, Included), Failure> {
	let inputs = records.records.iter().map(|info| (info.id, info.item.latest)).collect();
	let job = Job::new(model.id, model.item.digest, model.item.card, inputs);
	// No name: whoever may read the job may not be permitted to read the inputs.
	let account = records.patient.to_string();
	let subject = json!({ "identifier": { "system": "urn:salus:account", "value": account } });
	let document = custodians.keep(context, &job.to_fhir(&subject)).await?;
	let call = calls::records::submit(
		&records.patient,
		Category::RiskAssessment,
		compartment,
		data,
		&document,
	);
	let done = context.submit(call).await?;
	Ok((submitted(&done)?.0, done))
}

/// A job that was opened.
pub struct OpenedJob {
	/// What it asks.
	pub job: Job,
	/// The access request's block.
	pub done: Included,
	key: DataKey,
	version: Version<AccountId>,
	at: BlockRef,
}

/// Opens a job by a logged access request. Data rule 5.
pub async fn open(context: &Context, job: &Input, purpose: Purpose) -> Result<OpenedJob, Failure> {
	let wanted = [(job.record, Some(job.version))];
	let mut requests = access::request_all(context, &wanted, purpose).await?;
	let mut opened = access::open_all(context, &requests).await?;
	let (Some(opened), Some((_, done))) = (opened.pop(), requests.pop()) else {
		return Err(Failure::new("Mismatch", "the job was asked for, and nothing came of it"));
	};
	let job = Job::from_fhir(&opened.plaintext).map_err(|cause| {
		Failure::new("Job", format!("record {} is not a request's job: {cause}", job.record))
	})?;
	let at = context.block().await?;
	Ok(OpenedJob { job, done, key: opened.key, version: opened.version, at })
}

impl OpenedJob {
	/// The result of this job's request, checked against its receipt.
	pub async fn result(
		&self,
		context: &Context,
		request: RequestId,
		receipt: &Receipt<AccountId>,
	) -> Result<ResultDocument, Failure> {
		let result = receipt.result.ok_or_else(|| {
			Failure::new("Gone", "the patient erased the result: see salus decision receipt")
		})?;
		let encrypted = self.fetch(context, &result).await?;
		let plaintext = salus_core::decrypt(&self.key.result_key(request), &encrypted)?;
		let document = ResultDocument::from_bytes(&plaintext)?;
		check(&self.job, request, receipt, &document)?;
		Ok(document)
	}

	/// A document that operators made: from any of them, or from whoever keeps the job.
	async fn fetch(&self, context: &Context, cid: &Cid) -> Result<bytes::Bytes, Failure> {
		let chain = context.chain().await?;
		let in_service = queries::operators(chain, self.at.hash).await?;
		let mut holders: Vec<AccountId> =
			in_service.into_iter().map(|operator| operator.id).collect();
		for account in &self.version.custodians {
			if !holders.contains(account) {
				holders.push(account.clone());
			}
		}
		let (size, budget) = (self.version.length, context.retry_budget());
		Ok(documents::fetch_from(chain, cid, size, &holders, self.at, budget).await?)
	}
}

/// Checks that the result is what the operators sealed.
fn check(
	job: &Job,
	request: RequestId,
	receipt: &Receipt<AccountId>,
	document: &ResultDocument,
) -> Result<(), Failure> {
	let of_the_model = document.model.sha256 == hex::encode(job.model_digest);
	if of_the_model && job.content(request, &document.output_bytes()) == receipt.content {
		return Ok(());
	}
	Err(Failure::new(
		"StaleResult",
		"the result does not match its receipt: it is not what the operators sealed; trust neither",
	))
}

/// The documents among a request's inputs that may hold the patient's name, where the signer may read them without
/// using up a permit. One that can't be had now is left out: the account stands for the name.
pub async fn of_the_patient(
	context: &Context,
	receipt: &Receipt<AccountId>,
	purpose: Purpose,
) -> Result<Vec<Value>, Failure> {
	let mut records = Vec::new();
	for input in &receipt.inputs {
		if let Ok(info) = live(context, input.record).await
			&& info.item.category == Category::Encounter
		{
			records.push((info, (input.record, Some(input.version))));
		}
	}
	let (records, wanted): (Vec<_>, Vec<access::RecordVersion>) = records.into_iter().unzip();
	let records = Records { patient: receipt.patient.clone(), records };
	let block = context.block().await?;
	if wanted.is_empty() || records.unreadable(context, purpose, block).await?.is_some() {
		return Ok(Vec::new());
	}
	let requests = access::request_all(context, &wanted, purpose).await?;
	let opened = access::open_all(context, &requests).await.unwrap_or_default();
	// No deposit is left behind.
	access::close_all(context, &requests).await?;
	let parsed = opened
		.iter()
		.filter_map(|opened| salus_fhir::parse(std::str::from_utf8(&opened.plaintext).ok()?).ok());
	Ok(parsed.collect())
}
