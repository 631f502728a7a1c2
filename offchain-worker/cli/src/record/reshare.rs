// SPDX-License-Identifier: Apache-2.0
//! Reshare: custody of a version is put into other hands, or the same ones anew, by whoever may read its key. What custodians
//! had before is worthless then, together with what somebody stole of it.

use super::{
	super::{
		Context, Failure,
		response::{Done, Plain},
	},
	custody::Custodians,
	permission,
	read::AccessOptions,
};
use clap::Args;
use salus_chain::{AccountId, ChainClient, calls, queries};
use salus_primitives::{
	Moment, RecordId, VersionNumber,
	records::{Custodians as Named, Version},
};
use serde::Serialize;

/// Custodians drop what the chain does not name within an hour: so long they may be given to take their shares.
const LONGEST: Moment = 30 * 60 * 1_000;

#[derive(Args, Debug)]
pub struct Reshare {
	#[command(flatten)]
	asked: AccessOptions,
	/// The new custodians: operators' accounts, as many as open the version at least. Without it three in service, by chance.
	#[arg(long, value_delimiter = ',')]
	custodians: Vec<String>,
}

/// A version in other hands.
#[derive(Serialize)]
pub struct Reshared {
	record: RecordId,
	version: VersionNumber,
	/// How often its key was split anew.
	generation: u32,
	custodians: Named<AccountId>,
	note: &'static str,
}

impl Plain for Reshared {}

impl Reshare {
	pub async fn run(self, context: &Context) -> Result<Done<Reshared>, Failure> {
		let record = self.asked.record();
		let info = permission::live(context, record).await?;
		let number = self.asked.version().unwrap_or(info.item.latest);
		let (chain, block) = (context.chain().await?, context.block().await?);
		let version = queries::version(chain, record, number, block.hash)
			.await?
			.ok_or_else(|| Failure::not_found(format!("version {number} of record {record}")))?;
		may_reshare(&context.signer()?.account(), &info.item.patient, &version)?;
		enough(&self.custodians, version.threshold)?;
		let custodians = Custodians::choose(context, &self.custodians, version.threshold).await?;
		let key = self.asked.open_key(context, number).await?;
		let began = chain.moment(context.block().await?.hash).await?;
		let waiting = context.spinner("custodians …");
		let placed = custodians.keep_anew(context, (record, number, &version), &key).await;
		waiting.finish_and_clear();
		drop(key);
		let placed = placed?;
		let now = chain.moment(context.block().await?.hash).await?;
		in_time(began, now)?;
		let (generation, named) = (placed.generation, &placed.custodians);
		let (sharing, anchors) = (placed.sharing, &placed.anchors);
		let call = calls::records::reshare(record, number, generation, sharing, named, anchors);
		let done = context.submit(call).await?;
		let reshared = Reshared {
			record,
			version: number,
			generation: generation.saturating_add(1),
			custodians: placed.custodians,
			note: "old shares go once the new ones are proven: see salus record status",
		};
		Ok(Done::new(&done, reshared))
	}
}

/// Refuses what the chain would refuse, before anybody is given a share.
fn may_reshare(
	who: &AccountId,
	patient: &AccountId,
	version: &Version<AccountId>,
) -> Result<(), Failure> {
	match [patient, &version.author].contains(&who) {
		true => Ok(()),
		false => Err(Failure::new(
			"Records.NotPermitted",
			"only the record's patient and the version's author have its key shared out anew",
		)),
	}
}

/// Refuses fewer custodians than open the version: its threshold stays.
fn enough(named: &[String], threshold: u8) -> Result<(), Failure> {
	if named.is_empty() || named.len() >= usize::from(threshold) {
		return Ok(());
	}
	let problem = format!("{threshold} shares open this version, and {} are named", named.len());
	Err(Failure::new("Records.ThresholdTooHigh", problem)
		.remedy(format!("name at least {threshold} custodians; nothing left this machine")))
}

/// Refuses to name shares that may be gone when the chain does.
fn in_time(began: Moment, now: Moment) -> Result<(), Failure> {
	match now.saturating_sub(began) <= LONGEST {
		true => Ok(()),
		false => Err(Failure::new(
			"TooSlow",
			"the new shares were placed too slowly, and custodians drop what is not named within an hour: nothing was changed",
		)
		.remedy("run it again")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_custody::fixtures::version;

	#[test]
	fn only_patient_and_author_re_share() {
		let [author, patient, other] = [1, 2, 3].map(|byte| AccountId::new([byte; 32]));
		let version = version(1, 9);
		assert!(may_reshare(&author, &patient, &version).is_ok());
		assert!(may_reshare(&patient, &patient, &version).is_ok());
		let refused = may_reshare(&other, &patient, &version).unwrap_err();
		assert_eq!(refused.kind, "Records.NotPermitted");
	}

	#[test]
	fn there_are_as_many_custodians_as_open_it() {
		let named = |count| vec!["5F".to_owned(); count];
		assert!(enough(&named(0), 3).is_ok(), "chosen by chance");
		assert!(enough(&named(3), 3).is_ok());
		for count in [1, 2] {
			let refused = enough(&named(count), 3).unwrap_err();
			assert_eq!(refused.kind, "Records.ThresholdTooHigh");
		}
	}

	#[test]
	fn what_took_longer_than_custodians_wait_is_not_named() {
		assert!(in_time(5, 5 + LONGEST).is_ok());
		assert!(in_time(5, 6 + LONGEST).is_err());
		// Another node, a little behind.
		assert!(in_time(5, 4).is_ok());
	}
}
