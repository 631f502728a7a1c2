// SPDX-License-Identifier: Apache-2.0
//! Writes bytes as a record without checking them, as a hostile or broken client would: what `salus` refuses must
//! stop nobody who reads it. For the demo's field steps.

use anyhow::{Context, Result};
use bytes::Bytes;
use clap::Args;
use salus_chain::{AccountId, ChainClient, NodeClient, calls::records, events::Event, queries};
use salus_core::{DataKey, cids, signer::Signer};
use salus_custody::{Custodian, documents};
use salus_primitives::{Category, Compartment, DataPeriod, Day, WithId};
use serde_json::{Value, json};
use std::{path::PathBuf, str::FromStr, time::Duration};

const CUSTODIANS: usize = 3;
const THRESHOLD: u8 = 2;

/// What is written, by whom.
#[derive(Args)]
pub struct Options {
	/// The bytes.
	file: PathBuf,
	/// Who signs: a development account's secret.
	#[arg(long)]
	secret: String,
	/// Whose record it becomes.
	#[arg(long)]
	patient: String,
	/// As what it is filed.
	#[arg(long)]
	category: String,
	/// The size that the chain is told, in bytes; without it the true one.
	#[arg(long)]
	size: Option<u64>,
}

/// Writes the record and tells its number.
pub async fn write(node: &NodeClient, options: &Options) -> Result<Value> {
	let signer = Signer::from_secret(&options.secret)?;
	let patient = AccountId::from_str(&options.patient)
		.map_err(|cause| anyhow::anyhow!("{}: {cause}", options.patient))?;
	let category = Category::from_code(&options.category).context("a category of the chain")?;
	let bytes = std::fs::read(&options.file)?;
	let block = node.finalized().await?;
	let custodians = documents::choose_custodians(node, &[], CUSTODIANS, block).await?;
	let mut document =
		documents::prepare(node, &signer, &custodians, THRESHOLD, &bytes, block, Duration::ZERO)
			.await?;
	document.length = options.size.unwrap_or(document.length);
	let today = Day::of(node.moment(block.hash).await?);
	let data = DataPeriod::on(today);
	let call = records::submit(&patient, category, Compartment::General, data, &document);
	let done = node.submit(&signer, call).await?;
	let record = done.events.iter().find_map(|event| match event {
		Event::Submitted { record, .. } => Some(record.0),
		_ => None,
	});
	Ok(json!({ "record": record.context("no event tells the record")? }))
}

/// What is placed as a ciphertext, whatever it is, and by whom.
#[derive(Args)]
pub struct Place {
	/// The bytes.
	file: PathBuf,
	/// Who signs: a development account's secret.
	#[arg(long)]
	secret: String,
}

/// Uploads bytes to custodians and places shares for them; tells why each refused.
pub async fn place(node: &NodeClient, options: &Place) -> Result<Value> {
	let signer = Signer::from_secret(&options.secret)?;
	let bytes = Bytes::from(std::fs::read(&options.file)?);
	let (cid, size) = (cids::cid_of(&bytes)?, bytes.len() as u64);
	let (key, block) = (DataKey::generate(), node.finalized().await?);
	let shares = salus_core::split(&key, THRESHOLD, u8::try_from(CUSTODIANS)?)?;
	let custodians = documents::choose_custodians(node, &[], CUSTODIANS, block).await?;
	let mut refusals = Vec::new();
	for (operator, share) in custodians.iter().zip(&shares) {
		let WithId { id, item } = operator;
		let session_keys = node.session_keys(id, block.hash).await?;
		let custodian = Custodian::new(id, item, node.genesis_hash().0)?;
		let custodian = custodian.with_session_keys(session_keys);
		custodian.put(&signer, block.number, &cid, bytes.clone()).await?;
		let who = queries::who_is(node, id, block.hash).await?;
		let to = who.encryption_key.context("an encryption key")?.key;
		let commitment = key.commitment();
		let placed = custodian.place(&signer, block.number, &to, &cid, size, &commitment, share);
		refusals.push(placed.await.err().map(|cause| cause.to_string()));
	}
	Ok(json!({ "refusals": refusals }))
}
