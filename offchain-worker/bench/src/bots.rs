// SPDX-License-Identifier: Apache-2.0
//! The attack of a clinic with very many sponsored accounts: how much of a block their free calls take.

use crate::{
	flood::{Flood, Signed},
	people::{Person, all_good},
};
use anyhow::{Context, Result};
use clap::Args;
use codec::{Compact, Decode};
use jsonrpsee::rpc_params;
use salus_chain::{
	AccountId, ChainClient, NodeClient,
	calls::{consent, participants},
};
use salus_core::EncryptionSecret;
use salus_primitives::{Categories, Category, Purpose, Registration, consent::Actor};
use serde::Serialize;
use sp_core::{Bytes, blake2_128, twox_128};

const HOUR: u64 = 3_600_000;

/// Whose bots, and how many.
#[derive(Args)]
pub struct Options {
	/// The secret of an organisation that may register so many patients today, with money for their deposits.
	#[arg(long)]
	clinic: String,
	/// How many accounts it registers.
	#[arg(long, default_value_t = 1_000)]
	bots: usize,
	/// How many free calls each sends at once.
	#[arg(long, default_value_t = 2)]
	each: u32,
}

/// What they took.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
	bots: usize,
	calls: usize,
	failed: usize,
	blocks: u32,
	/// The most that the calls weighed in one block, as the chain counts it: picoseconds and bytes of proof.
	most_time: u64,
	most_proof: u64,
}

/// Registers them, has each call, and reads what the chain counted of each block.
pub async fn measure(flood: &Flood<'_>, node: &NodeClient, options: &Options) -> Result<Figures> {
	let mut clinic = Person::new(node, &options.clinic).await?;
	let start = node.finalized().await?;
	let mut bots = Vec::new();
	for number in 0..options.bots {
		bots.push(Person::new(node, &format!("//Bots//{}//{number}", start.number)).await?);
	}
	let expires_at = node.moment(start.hash).await?.saturating_add(HOUR);
	let mut registrations = Vec::new();
	for bot in &bots {
		let registration = Registration {
			organisation: clinic.account(),
			patient: bot.account(),
			expires_at,
			encryption_key: EncryptionSecret::generate().public(),
		};
		let signature = bot.sign_message(&registration.payload(&node.genesis_hash().0));
		registrations.push(clinic.sign(&participants::register_patient(&registration, signature))?);
	}
	eprintln!("registering {} accounts", options.bots);
	all_good(flood, &registrations).await?;

	let terms = consent::permit_to_read(
		Actor::Account(clinic.account()),
		Categories::from_iter([Category::Condition]),
		Purpose::Treatment,
	);
	let mut calls: Vec<Signed> = Vec::new();
	for _ in 0..options.each {
		for bot in &mut bots {
			calls.push(bot.sign(&consent::grant(&terms))?);
		}
	}
	let before = node.finalized().await?.number;
	let taken = flood.send(&calls).await?;
	let (mut most_time, mut most_proof) = (0, 0);
	for number in before..=node.finalized().await?.number {
		let (time, proof) = weight_of(node, &clinic.account(), number).await?;
		most_time = most_time.max(time);
		most_proof = most_proof.max(proof);
	}
	Ok(Figures {
		bots: options.bots,
		calls: taken.calls,
		failed: taken.failed,
		blocks: taken.blocks,
		most_time,
		most_proof,
	})
}

/// What the free calls at this sponsor's expense weighed in this block.
async fn weight_of(node: &NodeClient, sponsor: &AccountId, number: u32) -> Result<(u64, u64)> {
	let hash = node.block_hash(number).await?.context("a finalized block is gone")?;
	let account: &[u8; 32] = sponsor.as_ref();
	let key = [
		twox_128(b"Participants").as_slice(),
		&twox_128(b"SponsorWeights"),
		&blake2_128(account),
		account,
	]
	.concat();
	let stored: Option<Bytes> =
		node.request("state_getStorage", rpc_params![Bytes(key), hash]).await?;
	let Some(stored) = stored else {
		return Ok((0, 0));
	};
	let (at, Compact(time), Compact(proof)) =
		<(u32, Compact<u64>, Compact<u64>)>::decode(&mut stored.0.as_slice())?;
	Ok(if at == number { (time, proof) } else { (0, 0) })
}
