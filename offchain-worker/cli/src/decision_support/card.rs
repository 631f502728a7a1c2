// SPDX-License-Identifier: Apache-2.0
//! Models' cards. The chain names a card by its CID; operators who run the model serve it by `documents_get`, as they
//! serve any document by its CID. It is checked against the CID here, and kept in the home folder.

use super::super::{Context, Failure};
use bytes::Bytes;
use futures::future::join_all;
use salus_chain::{AccountId, ChainClient, queries};
use salus_core::cids;
use salus_custody::Custodian;
use salus_inference::Card;
use salus_primitives::{Cid, ModelId, WithId, decision_support::Model};
use serde_json::json;
use std::{path::PathBuf, time::Duration};

/// The longest card that is read, in bytes: fifty times the longest of ours.
const MAX_LENGTH: usize = 1024 * 1024;
/// How long one operator may take: others have the same card.
const OPERATOR_TIMEOUT: Duration = Duration::from_secs(10);

/// A model of the chain with its number.
pub type NumberedModel = WithId<ModelId, Model<AccountId>>;

/// A model of the chain, with its card or why that can't be had.
pub struct Known {
	/// What the chain says.
	pub model: NumberedModel,
	/// What its card says.
	pub card: Result<Card, Failure>,
}

/// The cards of several models, asked for at once.
pub async fn of_all(context: &Context, models: Vec<NumberedModel>) -> Vec<Known> {
	let known = models.into_iter().map(|model| async move {
		let card = of(context, &model.item.card).await;
		Known { model, card }
	});
	join_all(known).await
}

/// A model's card: as it was kept, or from the first operator that gives what the CID names.
pub async fn of(context: &Context, cid: &Cid) -> Result<Card, Failure> {
	let path = path(context, cid)?;
	if let Ok(kept) = std::fs::read(&path)
		&& let Ok(card) = parse(Bytes::from(kept), cid)
	{
		return Ok(card);
	}
	let bytes = fetch(context, cid).await?;
	let card = parse(bytes.clone(), cid)?;
	// One that can't be kept is asked for again the next time.
	let _ = keep(&path, &bytes);
	Ok(card)
}

fn path(context: &Context, cid: &Cid) -> Result<PathBuf, Failure> {
	let name = format!("{cid}.json");
	Ok(context.folder()?.join("cards").join(name))
}

fn keep(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
	let folder = path.parent().unwrap_or(path);
	std::fs::create_dir_all(folder)?;
	let mut file = tempfile::NamedTempFile::new_in(folder)?;
	std::io::Write::write_all(&mut file, bytes)?;
	file.persist(path)?;
	Ok(())
}

/// Whatever gave the bytes is not believed.
fn parse(bytes: Bytes, cid: &Cid) -> Result<Card, Failure> {
	let text = cid.to_string();
	let wrong = |problem: String| Failure::new("Card", format!("the card {text} {problem}"));
	if bytes.len() > MAX_LENGTH {
		return Err(wrong(format!("is longer than {MAX_LENGTH} bytes")));
	}
	if cids::cid_of(&bytes)? != *cid {
		return Err(wrong("is not what its CID names".into()));
	}
	Ok(Card::parse(&bytes, &PathBuf::from(&text))?)
}

async fn fetch(context: &Context, cid: &Cid) -> Result<Bytes, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let genesis_hash = chain.genesis_hash().0;
	let mut causes = Vec::new();
	for operator in queries::operators(chain, block.hash).await? {
		let asked =
			async { Custodian::new(&operator.id, &operator.item, genesis_hash)?.get(cid).await };
		match tokio::time::timeout(OPERATOR_TIMEOUT, asked).await {
			Ok(Ok(bytes)) => return Ok(bytes),
			Ok(Err(cause)) => causes.push(cause.to_string()),
			Err(_) => causes.push(format!("{} takes too long", operator.id)),
		}
	}
	let text = cid.to_string();
	let causes = match causes.is_empty() {
		true => "none is in service".to_owned(),
		false => causes.join("; "),
	};
	Err(Failure::new(
		"CardUnavailable",
		format!("no operator gives the model's card {text}: {causes}"),
	)
	.detail("code", json!(text))
	.remedy("try again once an operator who runs the model is in service"))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn shipped() -> Bytes {
		let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/news2/card.json");
		Bytes::from(std::fs::read(path).expect("NEWS2 is shipped"))
	}

	#[test]
	fn a_card_is_believed_only_by_its_cid() {
		let card = shipped();
		let cid = cids::cid_of(&card).expect("it is short");
		assert_eq!(parse(card.clone(), &cid).expect("it is whole").name, "news2");
		let altered = [&card[..], b" "].concat();
		let refused = parse(altered.into(), &cid).expect_err("one byte more is another card");
		assert!(refused.message.contains("is not what its CID names"), "{refused:?}");
		let long = parse(Bytes::from(vec![b' '; MAX_LENGTH + 1]), &cid);
		assert!(long.expect_err("it is too long").message.contains("is longer than"));
	}

	#[test]
	fn a_card_is_kept_whole() {
		let folder = tempfile::tempdir().expect("there is room");
		let path = folder.path().join("cards").join("one.json");
		for content in [&b"first and longer"[..], b"second"] {
			keep(&path, content).expect("it is written");
			assert_eq!(std::fs::read(&path).expect("it is there"), content);
		}
	}
}
