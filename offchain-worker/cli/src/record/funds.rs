// SPDX-License-Identifier: Apache-2.0
//! Funds: what the custodians of a version are paid for keeping its key, by whom, and until when that lasts.

use super::{
	super::{
		Context, Failure,
		response::{Done, Plain},
	},
	permission,
};
use clap::Args;
use salus_chain::{
	AccountId, ChainClient, Included, calls,
	events::Event,
	funds,
	queries::{self, Balance, CustodyFund},
};
use salus_primitives::{
	Moment, RecordId, Timestamp, VersionNumber, json,
	records::{Retention, Version},
};
use serde::Serialize;

/// Which version of a record.
#[derive(Args, Debug)]
pub struct OfVersion {
	/// The record.
	record: u64,
	/// The version; without it the latest.
	#[arg(long)]
	version: Option<VersionNumber>,
}

/// A version's fund, and what each of its custodians has of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Paid {
	record: RecordId,
	version: VersionNumber,
	payer: AccountId,
	/// For one share and one day.
	#[serde(serialize_with = "json::amount")]
	price: Balance,
	#[serde(serialize_with = "json::amount")]
	held: Balance,
	/// Until when all are paid; none if nothing is left.
	lasts_until: Option<Timestamp>,
	custodians: Vec<PaidCustodian>,
}

impl Plain for Paid {}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaidCustodian {
	account: AccountId,
	paid_until: Timestamp,
	/// What it could claim now.
	#[serde(serialize_with = "json::amount")]
	earned: Balance,
}

/// A version that is funded anew.
#[derive(Serialize)]
pub struct Funded {
	record: RecordId,
	version: VersionNumber,
	/// What is held of the signer's money for it.
	#[serde(serialize_with = "json::amount")]
	held: Balance,
}

impl Plain for Funded {}

impl OfVersion {
	async fn number(&self, context: &Context) -> Result<(RecordId, VersionNumber), Failure> {
		let info = permission::live(context, RecordId(self.record)).await?;
		Ok((info.id, self.version.unwrap_or(info.item.latest)))
	}

	/// What is paid for it.
	pub async fn paid(&self, context: &Context) -> Result<Paid, Failure> {
		let (record, number) = self.number(context).await?;
		let (chain, block) = (context.chain().await?, context.block().await?);
		let version = queries::version(chain, record, number, block.hash).await?;
		let fund = queries::custody_fund(chain, record, number, block.hash).await?;
		let (version, fund) = version.zip(fund).ok_or_else(|| absent(record, number))?;
		let now = chain.moment(block.hash).await?;
		Ok(Paid::new((record, number), &version, fund, now))
	}

	/// Has the signer pay for it from now on.
	pub async fn fund(&self, context: &Context) -> Result<Done<Funded>, Failure> {
		let (record, version) = self.number(context).await?;
		let done = context.submit(calls::records::fund_custody(record, version)).await?;
		Ok(Done::new(&done, Funded { record, version, held: funded(&done)? }))
	}
}

fn absent(record: RecordId, version: VersionNumber) -> Failure {
	Failure::not_found(format!("version {version} of record {record}"))
}

/// What a call has held of its signer's money.
fn funded(done: &Included) -> Result<Balance, Failure> {
	let amount = done.events.iter().find_map(|event| match event {
		Event::CustodyFunded { amount, .. } => Some(*amount),
		_ => None,
	});
	amount.ok_or_else(|| Failure::new("Mismatch", "custody was funded, but no event says so"))
}

impl Paid {
	fn new(
		(record, number): (RecordId, VersionNumber),
		version: &Version<AccountId>,
		fund: CustodyFund,
		now: Moment,
	) -> Self {
		let custodian = |(account, retention): (&AccountId, &Retention)| PaidCustodian {
			account: account.clone(),
			paid_until: Timestamp(retention.paid_until),
			earned: funds::earned(&fund, retention.paid_until, now),
		};
		let custodians = version.custodians.iter().zip(&fund.retentions).map(custodian).collect();
		Self {
			record,
			version: number,
			price: fund.price,
			held: fund.held,
			lasts_until: funds::lasts_until(&fund).map(Timestamp),
			custodians,
			payer: fund.payer,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use serde_json::json;

	const DAY: Moment = 86_400_000;

	#[test]
	fn who_pays_whom_how_much_and_until_when() {
		let [payer, first, second] = [1, 2, 3].map(|byte| AccountId::new([byte; 32]));
		let version = Version {
			custodians: vec![first.clone(), second].try_into().unwrap(),
			..salus_custody::fixtures::version(1, 2)
		};
		let retentions = [0, DAY].map(|paid_until| Retention { proof: [9; 32], paid_until });
		let fund = |held| CustodyFund {
			payer: payer.clone(),
			price: 2_000_000_000_000,
			held,
			retentions: retentions.to_vec().try_into().unwrap(),
		};
		let paid = |held| Paid::new((RecordId(3), 1), &version, fund(held), DAY).json().unwrap();
		let some = paid(10_000_000_000_000);
		assert_eq!(some["payer"], payer.to_string());
		assert_eq!(
			(&some["price"], &some["held"]),
			(&json!("2000000000000"), &json!("10000000000000"))
		);
		// Five days of one custodian, of which the first comes before the other's.
		assert_eq!(some["lastsUntil"], json!(Timestamp(3 * DAY)));
		let custodians = some["custodians"].as_array().unwrap();
		assert_eq!(custodians[0]["account"], first.to_string());
		assert_eq!(custodians[0]["earned"], "2000000000000");
		assert_eq!(custodians[1]["earned"], "0");
		assert_eq!(custodians[1]["paidUntil"], json!(Timestamp(DAY)));
		assert!(paid(0)["lastsUntil"].is_null());
		let text = Paid::new((RecordId(3), 1), &version, fund(10_000_000_000_000), DAY).text();
		assert!(text.contains("10 SAL") && text.contains("2 SAL"), "{text}");
	}
}
