// SPDX-License-Identifier: Apache-2.0
//! Decision support: models, checks, requests, receipts, results, verdicts.

mod access;
mod before;
mod card;
mod check;
mod describe;
mod model;
pub mod names;
mod outcomes;
mod person;
mod receipt;
mod refusal;
mod request;
mod result;
mod sealed;
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
	/// Ask for decision support.
	Request(request::Request),
	/// Where a request stands.
	Status(request::RequestStatus),
	/// The settled outcome of a request.
	Receipt(receipt::Receipt),
	/// Open a result and check it against its receipt.
	Result(result::Open),
	/// Erase a result about you: its receipt stays, and operators drop what they keep of it.
	Erase(result::EraseResult),
	/// A clinician's verdict on a result.
	Verdict(receipt::GiveVerdict),
	/// End a request that no operator settled in time.
	Fail(request::Fail),
	/// Close a request after its challenge window.
	Close(request::Close),
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
			Self::Erase(command) => boxed(command.run(context).await),
			Self::Verdict(command) => boxed(command.run(context).await),
			Self::Fail(command) => boxed(command.run(context).await),
			Self::Close(command) => boxed(command.run(context).await),
		}
	}
}
