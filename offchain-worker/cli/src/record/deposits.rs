// SPDX-License-Identifier: Apache-2.0
//! What is paid for a record: taken over by whoever likes, and given back when custodians are late.

use super::{
	super::{
		Context, Failure,
		response::{Done, Nothing},
	},
	permission,
};
use clap::Args;
use salus_chain::calls;
use salus_primitives::{RecordId, VersionNumber};

#[derive(Args, Debug)]
pub struct PayFor {
	/// The record.
	record: u64,
	/// Which version; without it the latest.
	#[arg(long)]
	version: Option<VersionNumber>,
}

impl PayFor {
	pub async fn run(self, context: &Context) -> Result<Done<Nothing>, Failure> {
		let record = RecordId(self.record);
		let latest = permission::live(context, record).await?.item.latest;
		let version = self.version.unwrap_or(latest);
		let done = context.submit(calls::records::pay_for(record, version)).await?;
		Ok(Done::new(&done, Nothing {}))
	}
}
