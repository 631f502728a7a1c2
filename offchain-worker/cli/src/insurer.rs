// SPDX-License-Identifier: Apache-2.0
//! The money that answers for an insurer's claims: put in reserve, taken out, asked about.

use super::{
	Context, Failure, Responded, boxed,
	insurance::{self, DEFAULT_ASSET, amount},
	response::{Done, Nothing, Plain},
};
use clap::{Args, Subcommand};
use salus_chain::{
	AccountId,
	calls::{claims, sdk},
	events::Event,
	queries,
};
use salus_primitives::{
	ClaimId,
	claims::{Asset, Reserve},
	json,
};
use serde::Serialize;

/// What plans pay in.
#[derive(Args, Debug)]
pub struct OfAsset {
	/// The asset, by its number. The default is that of development chains, which is worth nothing.
	#[arg(long, default_value_t = DEFAULT_ASSET)]
	asset: Asset,
}

#[derive(Subcommand, Debug)]
pub enum Insurer {
	/// Put money in your reserve: it pays claims that wait, and answers for policies. As an insurer with a plan.
	#[command(after_help = "Example:\n  salus --as insurer insurer fund 1000000")]
	Fund {
		/// How much, in the asset's smallest unit.
		#[arg(value_parser = amount)]
		amount: u128,
		#[command(flatten)]
		of: OfAsset,
	},
	/// Take money out of your reserve that policies and claims don't need.
	#[command(after_help = "Example:\n  salus --as insurer insurer withdraw 500000")]
	Withdraw {
		/// How much, in the asset's smallest unit.
		#[arg(value_parser = amount)]
		amount: u128,
		#[command(flatten)]
		of: OfAsset,
	},
	/// Whether an insurer can pay: what is free, owed to payees, and required for policies.
	///
	/// It covers what it must if no claim waits for money, and as much is free as is required.
	#[command(after_help = "Example:\n  salus insurer solvency 5F3s…")]
	Solvency {
		/// The insurer; without it the signer.
		insurer: Option<String>,
		#[command(flatten)]
		of: OfAsset,
	},
	/// Pay an insurer's claims that wait for money, the oldest first. Anybody may; it costs nothing when one is paid.
	#[command(after_help = "Example:\n  salus insurer pay-waiting 5F3s…")]
	PayWaiting {
		/// The insurer.
		insurer: String,
		#[command(flatten)]
		of: OfAsset,
	},
	/// Give an account some of the asset that plans pay in. Whoever has some.
	#[command(after_help = "Example:\n  salus --as //Alice insurer transfer 5F3s… 1000000")]
	Transfer {
		/// The account.
		to: String,
		/// How much, in the asset's smallest unit.
		#[arg(value_parser = amount)]
		amount: u128,
		#[command(flatten)]
		of: OfAsset,
	},
}

/// An insurer's money of one asset.
#[derive(Serialize)]
struct Solvency {
	insurer: AccountId,
	asset: Asset,
	#[serde(flatten)]
	reserve: Reserve,
	/// Whether it covers what it must.
	covers: bool,
	/// How much more would have to be free for the policies.
	#[serde(serialize_with = "json::amount")]
	missing: u128,
}

impl Plain for Solvency {}

impl Solvency {
	fn new(insurer: AccountId, asset: Asset, reserve: Reserve) -> Self {
		let missing = reserve.required.saturating_sub(reserve.free);
		let covers = missing == 0 && reserve.waiting == 0;
		Self { insurer, asset, reserve, covers, missing }
	}
}

/// Claims that were paid since there was money for them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaidNow {
	paid_claims: Vec<PaidClaim>,
}

impl Plain for PaidNow {}

#[derive(Serialize)]
struct PaidClaim {
	claim: ClaimId,
	#[serde(serialize_with = "json::amount")]
	paid: u128,
}

impl PaidNow {
	fn of(events: &[Event]) -> Self {
		let claims = events.iter().filter_map(|event| match event {
			Event::ClaimConcluded { claim, paid } => Some(PaidClaim { claim: *claim, paid: *paid }),
			_ => None,
		});
		Self { paid_claims: claims.collect() }
	}
}

impl Insurer {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::Solvency { insurer, of } => {
				return boxed(solvency(context, insurer.as_deref(), of.asset).await);
			}
			Self::Fund { amount, of } => claims::fund(of.asset, amount),
			Self::PayWaiting { insurer, of } => {
				claims::pay_waiting(&context.account(&insurer)?, of.asset)
			}
			Self::Withdraw { amount, of } => {
				let done = insurance::submit(context, claims::withdraw(of.asset, amount)).await?;
				return boxed(Ok(Done::new(&done, Nothing {})));
			}
			Self::Transfer { to, amount, of } => {
				let call = sdk::transfer_asset(of.asset, &context.account(&to)?, amount);
				let done = insurance::submit(context, call).await?;
				return boxed(Ok(Done::new(&done, Nothing {})));
			}
		};
		// Both pay claims that waited.
		let done = insurance::submit(context, call).await?;
		boxed(Ok(Done::new(&done, PaidNow::of(&done.events))))
	}
}

async fn solvency(
	context: &Context,
	insurer: Option<&str>,
	asset: Asset,
) -> Result<Solvency, Failure> {
	let insurer = context.account_or_own(insurer)?;
	let (chain, block) = (context.chain().await?, context.block().await?);
	let reserve = queries::reserve(chain, &insurer, asset, block.hash).await?;
	let reserve = reserve.ok_or_else(|| {
		Failure::not_found(format!("a reserve of {insurer} in asset {asset}")).remedy(
			"an insurer has one once a plan of its own pays in the asset: salus plan publish FILE",
		)
	})?;
	Ok(Solvency::new(insurer, asset, reserve))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use serde_json::json;

	fn of(free: u128, required: u128, waiting: u32) -> serde_json::Value {
		let reserve = Reserve { free, owed: 5, required, waiting, ..Default::default() };
		Solvency::new(AccountId::new([1; 32]), 1, reserve).json().unwrap()
	}

	#[test]
	fn a_reserve_covers_what_policies_need_if_nobody_waits() {
		let enough = of(100, 100, 0);
		assert_eq!((&enough["covers"], &enough["missing"]), (&json!(true), &json!("0")));
		assert_eq!((&enough["free"], &enough["owed"]), (&json!("100"), &json!("5")));
		let little = of(99, 100, 0);
		assert_eq!((&little["covers"], &little["missing"]), (&json!(false), &json!("1")));
		// A claim may be larger than all that is free.
		assert_eq!(of(100, 100, 1)["covers"], json!(false));
	}

	#[test]
	fn amounts_are_shown_in_the_assets_unit() {
		let reserve = Reserve { free: 1_000, ..Default::default() };
		let text = Solvency::new(AccountId::new([1; 32]), 1, reserve).text();
		assert!(text.contains("1000") && !text.contains("SAL"), "{text}");
	}

	#[test]
	fn those_who_waited_are_named() {
		let events = [
			Event::ClaimConcluded { claim: ClaimId(4), paid: 7 },
			Event::ClaimWaits { claim: ClaimId(5) },
		];
		let json = PaidNow::of(&events).json().unwrap();
		assert_eq!(json, json!({"paidClaims": [{"claim": 4, "paid": "7"}]}));
	}
}
