// SPDX-License-Identifier: Apache-2.0
//! Results: opening one and checking it against its receipt, or learning why there is none.

use super::{
	super::{
		Context, Failure, codes, output, purpose,
		response::{Done, Nothing, Show},
	},
	person::Person,
	refusal, sealed,
	view::View,
};
use clap::Args;
use salus_chain::{AccountId, calls::decision_support, queries};
use salus_inference::ResultDocument;
use salus_primitives::{
	RequestId,
	decision_support::{Receipt, RequestStatus},
	output_digest_payload,
};
use serde::Serialize;
use sp_core::blake2_256;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as doctor decision result 4 --purpose TREAT\n  salus --as doctor decision result 4 --purpose TREAT --html result.html"
)]
pub struct Open {
	/// The request.
	request: u64,
	/// Why: the patient's own request (PATRQT) when you are the patient; others must say it.
	#[arg(
		long,
		long_help = codes::with_purposes(
			"Why: the patient's own request (PATRQT) when you are the patient; others must say it."
		)
	)]
	purpose: Option<String>,
	/// Write it to this file too, as a page that needs nothing else. It is no longer encrypted there.
	#[arg(long, value_name = "FILE")]
	html: Option<PathBuf>,
}

/// A result that is what the operators sealed.
#[derive(Serialize)]
pub struct OpenedResult {
	/// The last access request's call.
	#[serde(flatten)]
	done: Done,
	#[serde(flatten)]
	view: View,
	receipt: Receipt<AccountId>,
	verified: bool,
}

impl Show for OpenedResult {
	fn show(&self) -> String {
		self.view.text()
	}
}

impl Open {
	/// Whoever may read all the request's records may read the result: its key is derived from theirs.
	pub async fn run(self, context: &Context) -> Result<OpenedResult, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let request = RequestId(self.request);
		let Some(receipt) = queries::receipt(chain, request, block.hash).await? else {
			return match queries::request(chain, request, block.hash).await? {
				None => Err(Failure::not_found(format!("a receipt of request {request}"))
					.remedy("one that failed is closed after a while, and nothing of it is kept")),
				Some(status) => Err(self.no_receipt(context, request, &status).await?),
			};
		};
		let Some(result) = receipt.result else {
			return Err(Failure::new(
				"Gone",
				"the result was erased, or the output is open: see the receipt",
			));
		};
		let purpose = purpose::resolve(context, self.purpose.as_deref(), &receipt.patient).await?;
		let keys = sealed::Keys::of(context, &receipt.records, purpose).await?;
		let opened = keys.open(context, request, result, &receipt.settled_by).await?;
		let document = ResultDocument::from_bytes(&opened.plaintext)?;
		check(request, &receipt, &opened.salt, &document)?;
		let records = keys.of_the_patient(context).await?;
		let patient = Person::of(&receipt.patient, &records.iter().collect::<Vec<_>>());

		let view = View::new(document, patient);
		if let Some(path) = &self.html {
			output::write(path, view.page().as_bytes())?;
		}
		Ok(OpenedResult { done: Done::new(&keys.done, Nothing {}), view, receipt, verified: true })
	}

	/// Why there is no receipt. The records are opened only if there is a notice to be read.
	async fn no_receipt(
		&self,
		context: &Context,
		request: RequestId,
		status: &RequestStatus<AccountId>,
	) -> Result<Failure, Failure> {
		let known = refusal::known_to_all(request, status);
		if known.kind != "InputsRefused" {
			return Ok(known);
		}
		let purpose =
			purpose::resolve(context, self.purpose.as_deref(), &status.request.patient).await?;
		refusal::why(context, request, status, purpose).await
	}
}

/// Checks that the result is what the operators sealed.
fn check(
	request: RequestId,
	receipt: &Receipt<AccountId>,
	salt: &[u8; 32],
	document: &ResultDocument,
) -> Result<(), Failure> {
	let digest = blake2_256(&output_digest_payload(
		salt,
		request,
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
#[command(after_help = "Example:\n  salus decision erase 4")]
pub struct EraseResult {
	/// The request.
	request: u64,
}

impl EraseResult {
	pub async fn run(self, context: &Context) -> Result<Done, Failure> {
		let call = decision_support::erase_result(RequestId(self.request));
		Ok(Done::new(&context.submit(call).await?, Nothing {}))
	}
}
