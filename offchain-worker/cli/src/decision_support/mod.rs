// SPDX-License-Identifier: Apache-2.0
//! Decision support: models, checks, requests, receipts, results, verdicts.

mod access;
mod before;
mod card;
mod check;
mod describe;
mod history;
mod job;
mod model;
pub mod names;
mod person;
mod receipt;
mod refusal;
mod reports;
mod request;
mod result;
mod seats;
mod status;
mod usage;
mod view;

use super::{Context, Responded, boxed};
use clap::Subcommand;

#[derive(Subcommand, Debug)]
pub enum Decision {
	/// Models: which there are, what each is for, and how it has done.
	#[command(subcommand)]
	Model(model::Model),
	/// Tell everything that a model would refuse these records for, on this machine, before operators are asked.
	///
	/// The records are opened by access requests that the patient sees, as for any reading.
	Check(check::Check),
	/// Ask for decision support: what is asked becomes a record of the patient, encrypted, so that the chain does not learn
	/// which model is asked about whom.
	Request(request::Request),
	/// Where a request stands.
	Status(status::RequestStatus),
	/// The settled outcome of a request.
	Receipt(receipt::Receipt),
	/// Open a result and check it against its receipt: for whoever may read the request's own record, its job.
	Result(result::Open),
	/// Show everybody which model was asked and what it said: only of research, by a model whose outputs are open.
	PublishOutput(result::PublishOutput),
	/// Erase a result about you: its receipt stays, and operators drop what they keep of it.
	Erase(result::EraseResult),
	/// A clinician's verdict on a result.
	Verdict(receipt::GiveVerdict),
}

impl Decision {
	pub async fn run(self, context: &Context) -> Responded {
		match self {
			Self::Model(command) => command.run(context).await,
			Self::Check(command) => boxed(command.run(context).await),
			Self::Request(command) => boxed(command.run(context).await),
			Self::Status(command) => boxed(command.run(context).await),
			Self::Receipt(command) => boxed(command.run(context).await),
			Self::Result(command) => boxed(command.run(context).await),
			Self::PublishOutput(command) => boxed(command.run(context).await),
			Self::Erase(command) => boxed(command.run(context).await),
			Self::Verdict(command) => boxed(command.run(context).await),
		}
	}
}
