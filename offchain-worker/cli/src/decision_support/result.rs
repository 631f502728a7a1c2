// SPDX-License-Identifier: Apache-2.0
//! Results: opening one and checking it against its receipt, publishing one of research, erasing one.

use super::{
	super::{
		Context, Failure, codes, output, purpose,
		response::{Done, Nothing, Show},
	},
	job::{self, OpenedJob},
	person::Person,
	view::View,
};
use clap::Args;
use salus_chain::{AccountId, calls::decision_support, queries};
use salus_inference::ResultDocument;
use salus_primitives::{
	Purpose, RequestId,
	decision_support::{OutputBytes, Receipt},
};
use serde::Serialize;
use std::path::PathBuf;

/// Which request's result, and why.
#[derive(Args, Debug)]
struct Which {
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
}

/// A result that is what the operators sealed.
struct Checked {
	request: RequestId,
	receipt: Receipt<AccountId>,
	purpose: Purpose,
	job: OpenedJob,
	document: ResultDocument,
}

impl Which {
	/// Whoever may read the request's job may read its result, by a logged access request. Data rule 5.
	async fn open(&self, context: &Context) -> Result<Checked, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		let request = RequestId(self.request);
		let Some(receipt) = queries::receipt(chain, request, block.hash).await? else {
			let open = queries::request(chain, request, block.hash).await?.is_some();
			return Err(no_receipt(request, open));
		};
		let purpose = purpose::resolve(context, self.purpose.as_deref(), &receipt.patient).await?;
		let job = job::open(context, &receipt.job, purpose).await?;
		let document = job.result(context, request, &receipt).await?;
		Ok(Checked { request, receipt, purpose, job, document })
	}
}

fn no_receipt(request: RequestId, open: bool) -> Failure {
	let see = |option: &str| format!("see salus decision status {request}{option}");
	match open {
		true => Failure::new("NotSettled", "operators are still at work").remedy(see("")),
		false => Failure::not_found(format!("a receipt of request {request}"))
			.remedy(see(" --history, if it failed")),
	}
}

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as doctor decision result 4 --purpose TREAT\n  salus --as doctor decision result 4 --purpose TREAT --html result.html"
)]
pub struct Open {
	#[command(flatten)]
	which: Which,
	/// Write it to this file too, as a page that needs nothing else. It is no longer encrypted there.
	#[arg(long, value_name = "FILE")]
	html: Option<PathBuf>,
}

/// A result that was opened and checked.
#[derive(Serialize)]
pub struct OpenedResult {
	/// The access request's call.
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
	pub async fn run(self, context: &Context) -> Result<OpenedResult, Failure> {
		let Checked { receipt, purpose, job, document, .. } = self.which.open(context).await?;
		let records = job::of_the_patient(context, &receipt, purpose).await?;
		let patient = Person::of(&receipt.patient, &records.iter().collect::<Vec<_>>());
		let view = View::new(document, patient);
		if let Some(path) = &self.html {
			output::write(path, view.page().as_bytes())?;
		}
		Ok(OpenedResult { done: Done::new(&job.done, Nothing {}), view, receipt, verified: true })
	}
}

#[derive(Args, Debug)]
#[command(
	after_help = "Example:\n  salus --as researcher decision publish-output 4 --purpose HRESCH"
)]
pub struct PublishOutput {
	#[command(flatten)]
	which: Which,
}

impl PublishOutput {
	/// Opened and checked here first: what the chain would refuse costs no fee.
	pub async fn run(self, context: &Context) -> Result<Done, Failure> {
		let Checked { request, job, document, .. } = self.which.open(context).await?;
		let output = OutputBytes::try_from(document.output_bytes())
			.map_err(|_| Failure::new("Mismatch", "the output is longer than the chain takes"))?;
		let (model, salt) = (job.job.model, job.job.salt);
		let call = decision_support::publish_output(request, model, salt, &output);
		Ok(Done::new(&context.submit(call).await?, Nothing {}))
	}
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn without_a_receipt_it_is_told_where_to_look() {
		let open = no_receipt(RequestId(4), true);
		assert_eq!(open.kind, "NotSettled");
		assert!(open.message.ends_with("see salus decision status 4"), "{}", open.message);
		let ended = no_receipt(RequestId(4), false);
		assert_eq!(ended.kind, "NotFound");
		assert!(ended.message.contains("request 4") && ended.message.contains("--history"));
	}
}
