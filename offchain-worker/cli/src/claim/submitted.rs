// SPDX-License-Identifier: Apache-2.0
//! What is done about a claim on the chain: its lines stand in its record, encrypted, and nowhere else. Data rule 12.

use super::{case::CASE, conclude::Conclude, draft::CLAIM, evidence, file::File, shown};
use crate::{
	Context, Failure, Responded, boxed,
	insurance::{self, DEFAULT_ASSET, amount, hash},
	response::{Done, Nothing, Plain},
};
use clap::{Args, Subcommand};
use salus_chain::{Included, calls::claims, events::Event};
use salus_core::random;
use salus_primitives::{
	ClaimId, PolicyId, RecordId,
	claims::{Asset, evidence_payload},
	json,
};
use serde::Serialize;
use sp_core::blake2_256;

#[derive(Subcommand, Debug)]
pub enum Submitted {
	/// Claim what you were charged: write it down, encrypted, and submit it. As the policy's holder, free of charge.
	///
	/// The insurer alone reads what it is for, and checks each record that proves it by the file that its patient made for
	/// this policy.
	#[command(
		after_help = format!(
			"Examples:\n  salus --as me claim file 3 claim.json\n  salus --as me claim file 3 claim.json --evidence record-41.json \
			 --payee 5DAA…\n\n{CLAIM}"
		)
	)]
	File(File),
	/// Show a record of yours for one policy, in a file for its holder: so that a claim can be paid without anybody opening
	/// the record. As the record's patient; the policy may be held by another persona of yours.
	#[command(
		after_help = "Example:\n  salus --as at-the-clinic claim evidence 41 --policy 3 --out record-41.json\n\nWhoever has the file learns which claim the record pays for, and can't open the record."
	)]
	Evidence(evidence::Evidence),
	/// Submit a claim that stands in a record already. As the policy's holder, free of charge; or as the accredited
	/// organisation that is to be paid.
	#[command(
		after_help = "Examples:\n  salus --as me claim submit 3 --record 13 --ceiling 8300\n  salus --as clinic claim submit 3 --record 13 --ceiling 8300\n\nThe insurer needs the answer's evidenceSalt: nothing is paid without it."
	)]
	Submit(Submit),
	/// Conclude a claim by a case file: what it comes to is owed to its payee. As the policy's insurer.
	///
	/// It is judged here. What the insurer has to keep is written to a file before anything is sent: the outcome, the
	/// statement that the policy's next claim is judged from, and the salts without which nobody can show either. No evidence
	/// is billed. The insurer's worker goes on from there once it is given that file: salus-worker adopt-statement.
	#[command(
		after_help = format!(
			"Examples:\n  salus --as insurer claim conclude 7 case.json --evidence-salt 0x51c2… --statement-out policy-3.1.json\n  \
			 salus --as insurer claim conclude 8 next.json --evidence-salt 0x09ab… --statement policy-3.1.json --statement-out \
			 policy-3.2.json\n\n{CASE} Plan, policy and day of filing must be those of the chain."
		)
	)]
	Conclude(Conclude),
	/// Transfer to a payee all that an insurer owes it. Anybody may; it costs nothing when something is owed.
	#[command(
		after_help = "Examples:\n  salus --as me claim collect 5F3s…\n  salus claim collect 5F3s… --payee 5DAA…"
	)]
	Collect {
		/// The insurer.
		insurer: String,
		/// Who is paid; without it the signer.
		#[arg(long)]
		payee: Option<String>,
		/// The asset, by its number.
		#[arg(long, default_value_t = DEFAULT_ASSET)]
		asset: Asset,
	},
	/// Give back what you were paid for a claim, within 90 days; or do without what it waits for. As its payee.
	#[command(after_help = "Example:\n  salus --as clinic claim refund 7")]
	Refund {
		/// The claim.
		claim: u32,
	},
	/// Give a claim to a person to judge, who has more time: once, and before its deadline. As the policy's insurer.
	#[command(after_help = "Example:\n  salus --as insurer claim refer 7")]
	Refer {
		/// The claim.
		claim: u32,
	},
	/// Say that what somebody else is paid for was not done: everybody sees that, and the insurer has to act on it. As the
	/// policy's holder; it is free, whoever sponsors you.
	#[command(after_help = "Example:\n  salus --as me claim deny-care 7")]
	DenyCare {
		/// The claim.
		claim: u32,
	},
	/// Remove a claim about which nothing is to be done any more. Anybody may; the deposit goes back.
	#[command(after_help = "Example:\n  salus claim close 7")]
	Close {
		/// The claim.
		claim: u32,
	},
	/// A claim: who is paid how much at most, how far it has come, and by when it is to be judged.
	#[command(after_help = "Example:\n  salus claim show 7")]
	Show {
		/// The claim.
		claim: u32,
	},
	/// A policy's claims that are not closed, by their numbers.
	#[command(after_help = "Example:\n  salus claim list 3")]
	List {
		/// The policy.
		policy: u32,
	},
}

/// A claim to be submitted.
#[derive(Args, Debug)]
pub struct Submit {
	/// The policy.
	policy: u32,
	/// The holder's record of category Claim in which its lines stand; the latest version is claimed.
	#[arg(long)]
	record: u64,
	/// Who is paid: the holder, or an accredited organisation. Without it the signer. Of a claim that salus claim file wrote
	/// nobody else is paid than its holder signed for.
	#[arg(long)]
	payee: Option<String>,
	/// What is paid at most, in the asset's smallest unit.
	#[arg(long, value_name = "AMOUNT", value_parser = amount)]
	ceiling: u128,
	/// The secret salt of a commitment to no evidence, 0x and 64 hex digits: one that stands in the record. Without it one is
	/// drawn.
	#[arg(long, value_name = "HEX", value_parser = hash, conflicts_with = "evidence")]
	evidence_salt: Option<[u8; 32]>,
	/// A commitment of your own to the evidence that the insurer is shown, 0x and 64 hex digits.
	#[arg(long, value_name = "HEX", value_parser = hash)]
	evidence: Option<[u8; 32]>,
}

/// A claim that is submitted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubmittedClaim {
	claim: ClaimId,
	#[serde(flatten)]
	evidence: Evidence,
}

impl Plain for SubmittedClaim {}

/// A commitment, and what the insurer has to be told to open it.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Evidence {
	#[serde(serialize_with = "json::hex")]
	evidence: [u8; 32],
	/// None of a commitment that the user made.
	#[serde(serialize_with = "json::maybe_hex", skip_serializing_if = "Option::is_none")]
	evidence_salt: Option<[u8; 32]>,
}

impl Evidence {
	/// To no evidence.
	fn none(salt: [u8; 32]) -> Self {
		Self { evidence: blake2_256(&evidence_payload(&salt, &[])), evidence_salt: Some(salt) }
	}
}

/// What a payee got.
#[derive(Serialize)]
struct Collected {
	#[serde(serialize_with = "json::amount")]
	collected: u128,
}

impl Plain for Collected {}

/// What a payee gave back.
#[derive(Serialize)]
struct Refunded {
	#[serde(serialize_with = "json::amount")]
	refunded: u128,
	/// Whether it does without what the claim waited for.
	waived: bool,
}

impl Plain for Refunded {}

impl Submitted {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::File(file) => return boxed(file.run(context).await),
			Self::Evidence(evidence) => return boxed(evidence.run(context).await),
			Self::Submit(submit) => return boxed(submit.run(context).await),
			Self::Conclude(conclude) => return boxed(conclude.run(context).await),
			Self::Collect { insurer, payee, asset } => {
				let collected = collect(context, &insurer, payee.as_deref(), asset);
				return boxed(collected.await);
			}
			Self::Refund { claim } => {
				let done = insurance::submit(context, claims::refund(ClaimId(claim))).await?;
				return boxed(refunded(&done).map(|refunded| Done::new(&done, refunded)));
			}
			Self::Show { claim } => return boxed(shown::one(context, ClaimId(claim)).await),
			Self::List { policy } => return boxed(shown::list(context, PolicyId(policy)).await),
			Self::Refer { claim } => claims::refer(ClaimId(claim)),
			Self::DenyCare { claim } => claims::deny_care(ClaimId(claim)),
			Self::Close { claim } => claims::close_claim(ClaimId(claim)),
		};
		boxed(Ok(Done::new(&insurance::submit(context, call).await?, Nothing {})))
	}
}

impl Submit {
	async fn run(self, context: &Context) -> Result<Done<SubmittedClaim>, Failure> {
		let evidence = self.evidence();
		let payee = context.account_or_own(self.payee.as_deref())?;
		let (policy, record) = (PolicyId(self.policy), RecordId(self.record));
		let call = claims::submit(policy, record, &payee, self.ceiling, evidence.evidence);
		let done = insurance::submit(context, call).await?;
		Ok(Done::new(&done, SubmittedClaim { claim: claim_of(&done)?, evidence }))
	}

	fn evidence(&self) -> Evidence {
		match self.evidence {
			Some(evidence) => Evidence { evidence, evidence_salt: None },
			None => Evidence::none(self.evidence_salt.unwrap_or_else(random)),
		}
	}
}

/// The claim that a call submitted.
pub fn claim_of(done: &Included) -> Result<ClaimId, Failure> {
	let claim = done.events.iter().find_map(|event| match event {
		Event::ClaimSubmitted { claim } => Some(*claim),
		_ => None,
	});
	insurance::told(claim, "Claims.submit")
}

async fn collect(
	context: &Context,
	insurer: &str,
	payee: Option<&str>,
	asset: Asset,
) -> Result<Done<Collected>, Failure> {
	let (insurer, payee) = (context.account(insurer)?, context.account_or_own(payee)?);
	let done = insurance::submit(context, claims::collect(&insurer, &payee, asset)).await?;
	let collected = done.events.iter().find_map(|event| match event {
		Event::Collected { amount } => Some(*amount),
		_ => None,
	});
	let collected = insurance::told(collected, "Claims.collect")?;
	Ok(Done::new(&done, Collected { collected }))
}

fn refunded(done: &Included) -> Result<Refunded, Failure> {
	let refunded = done.events.iter().find_map(|event| match event {
		Event::ClaimRefunded { amount, .. } => Some(Refunded { refunded: *amount, waived: false }),
		Event::ClaimWaived { .. } => Some(Refunded { refunded: 0, waived: true }),
		_ => None,
	});
	insurance::told(refunded, "Claims.refund")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use clap::Parser;
	use salus_chain::{BlockRef, H256};
	use serde_json::json;

	#[derive(Parser)]
	struct Line {
		#[command(subcommand)]
		command: Submitted,
	}

	fn evidence(options: &[&str]) -> Option<Evidence> {
		let claim = ["claim", "submit", "3", "--record", "13", "--ceiling", "8300"];
		let line = [&claim[..], options].concat();
		match Line::try_parse_from(line).ok()?.command {
			Submitted::Submit(submit) => Some(submit.evidence()),
			other => panic!("{other:?}"),
		}
	}

	#[test]
	fn without_evidence_a_claim_is_committed_to_none_under_a_salt_that_is_told() {
		let (one, other) = (evidence(&[]).unwrap(), evidence(&[]).unwrap());
		assert_ne!(one.evidence_salt, other.evidence_salt);
		let salt = one.evidence_salt.unwrap();
		assert_eq!(one.evidence, blake2_256(&evidence_payload(&salt, &[])));
		let hex = format!("0x{}", hex::encode(salt));
		assert_eq!(evidence(&["--evidence-salt", &hex]).unwrap().evidence, one.evidence);
		let own = evidence(&["--evidence", &hex]).unwrap();
		assert_eq!((own.evidence, own.evidence_salt), (salt, None));
		for wrong in [&["--evidence", &hex, "--evidence-salt", &hex][..], &["--evidence", "0xab"]] {
			assert!(evidence(wrong).is_none(), "{wrong:?}");
		}
	}

	#[test]
	fn a_submitted_claim_tells_what_the_insurer_needs() {
		let claim = ClaimId(7);
		let told = SubmittedClaim { claim, evidence: Evidence::none([9; 32]) }.json().unwrap();
		assert_eq!(told["claim"], json!(7));
		assert_eq!(told["evidenceSalt"], json!(format!("0x{}", "09".repeat(32))));
		let evidence = Evidence { evidence: [8; 32], evidence_salt: None };
		let told = SubmittedClaim { claim, evidence }.json().unwrap();
		assert!(told.get("evidenceSalt").is_none(), "{told}");
	}

	#[test]
	fn a_refund_and_a_waiver_are_told_apart() {
		let told = |event| {
			let block = BlockRef { number: 4, hash: H256([9; 32]) };
			refunded(&Included { block, events: vec![event] }).unwrap().json().unwrap()
		};
		let refund = told(Event::ClaimRefunded { claim: ClaimId(7), amount: 51 });
		assert_eq!(refund, json!({"refunded": "51", "waived": false}));
		let waiver = told(Event::ClaimWaived { claim: ClaimId(7) });
		assert_eq!(waiver, json!({"refunded": "0", "waived": true}));
	}
}
