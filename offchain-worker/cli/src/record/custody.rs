// SPDX-License-Identifier: Apache-2.0
//! Who keeps the key in parts: judged here, before a byte leaves the author. Data rule 4.

use super::super::{Context, Failure};
use clap::Args;
use salus_chain::{AccountId, ChainClient, queries::Operator};
use salus_core::{DataKey, MAX_SHARES, MIN_THRESHOLD};
use salus_custody::documents::{self, Reshared};
use salus_primitives::{
	Cid, RecordId, VersionNumber, WithId,
	records::{Document, Version},
};

/// How many custodians a document has when none are named.
const CUSTODIANS: usize = 3;

#[derive(Args, Debug)]
pub struct Custody {
	/// Custodians of the keys: operators' accounts, two at least. Without it three in service, by chance.
	#[arg(long, value_delimiter = ',')]
	custodians: Vec<String>,
	/// How many of them together can open the document: two at least.
	#[arg(long, default_value_t = MIN_THRESHOLD)]
	threshold: u8,
}

impl Custody {
	/// The custodians that are meant, if they can be that.
	pub async fn choose(&self, context: &Context) -> Result<Custodians, Failure> {
		Custodians::choose(context, &self.custodians, self.threshold).await
	}
}

/// Custodians who can keep a document's key.
pub struct Custodians {
	operators: Vec<WithId<AccountId, Operator>>,
	threshold: u8,
}

impl Custodians {
	/// Those named, or as many as is usual of those in service, if so many of them can open a document.
	pub async fn choose(
		context: &Context,
		named: &[String],
		threshold: u8,
	) -> Result<Self, Failure> {
		let named = named.iter().map(|text| context.account(text));
		let named = named.collect::<Result<Vec<AccountId>, _>>()?;
		judge(&named, threshold)?;
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let operators = documents::choose_custodians(chain, &named, CUSTODIANS, block).await?;
		Ok(Self { operators, threshold })
	}

	/// Encrypts a document and hands it and its shares to them.
	pub async fn keep(
		&self,
		context: &Context,
		plaintext: &[u8],
	) -> Result<Document<AccountId>, Failure> {
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let signer = context.signer()?;
		let (operators, threshold) = (&self.operators, self.threshold);
		let budget = context.retry_budget();
		let kept =
			documents::prepare(chain, &signer, operators, threshold, plaintext, block, budget);
		Ok(kept.await?)
	}

	/// Splits the key of a version anew, and hands a share to each of them.
	pub async fn keep_anew(
		&self,
		context: &Context,
		version: (RecordId, VersionNumber, &Version<AccountId>),
		key: &DataKey,
	) -> Result<Reshared, Failure> {
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let (signer, budget) = (context.signer()?, context.retry_budget());
		let kept = documents::reshare(chain, &signer, version, key, &self.operators, block, budget);
		Ok(kept.await?)
	}
}

/// The document's CID as text.
pub fn cid_text(document: &Document<AccountId>) -> Option<String> {
	Cid::parse(&document.cid).ok().map(|cid| cid.to_string())
}

/// Refuses what the chain would refuse, and any custodian who could open a document alone.
fn judge<Account: PartialEq>(named: &[Account], threshold: u8) -> Result<(), Failure> {
	let count = if named.is_empty() { CUSTODIANS } else { named.len() };
	let twice = |(index, account): (usize, &Account)| {
		named.iter().take(index).any(|other| other == account)
	};
	if named.iter().enumerate().any(twice) {
		return Err(Failure::new(
			"Records.CustodianTwice",
			"a custodian is named twice in --custodians",
		)
		.remedy("name each once"));
	}
	if count > MAX_SHARES {
		return Err(Failure::bad_input(format!("{count} custodians are named"))
			.remedy(format!("name at most {MAX_SHARES}")));
	}
	if threshold < MIN_THRESHOLD || count < usize::from(MIN_THRESHOLD) {
		let problem = match threshold < MIN_THRESHOLD {
			true => format!(
				"with --threshold {threshold} of {count} one custodian alone could open the document"
			),
			false => "one custodian alone is too few to keep a document's key".to_owned(),
		};
		return Err(
			Failure::new("Records.ThresholdTooLow", problem).remedy(format!(
				"name at least {MIN_THRESHOLD} custodians and a threshold of at least {MIN_THRESHOLD}; nothing left this machine"
			)),
		);
	}
	if usize::from(threshold) > count {
		return Err(Failure::new(
			"Records.ThresholdTooHigh",
			format!("--threshold {threshold} is more than the {count} custodians"),
		)
		.remedy("lower the threshold or name more custodians; nothing left this machine"));
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn kind(named: &[u8], threshold: u8) -> Option<String> {
		judge(named, threshold).err().map(|failure| failure.kind)
	}

	/// Data rule 4.
	#[test]
	fn no_custodian_is_ever_given_what_opens_a_document_alone() {
		for named in [&[][..], &[1], &[1, 2], &[1, 2, 3]] {
			for threshold in [0, 1] {
				let refused = kind(named, threshold);
				assert_eq!(refused.as_deref(), Some("Records.ThresholdTooLow"), "{named:?}");
			}
		}
		assert_eq!(kind(&[1], 2).as_deref(), Some("Records.ThresholdTooLow"));
	}

	#[test]
	fn no_more_shares_are_needed_than_there_are() {
		assert_eq!(kind(&[], 4).as_deref(), Some("Records.ThresholdTooHigh"));
		assert_eq!(kind(&[1, 2], 3).as_deref(), Some("Records.ThresholdTooHigh"));
		assert_eq!(kind(&[], 3), None);
		assert_eq!(kind(&[1, 2], 2), None);
	}

	#[test]
	fn custodians_are_named_once_and_are_not_too_many() {
		assert_eq!(kind(&[1, 2, 1], 2).as_deref(), Some("Records.CustodianTwice"));
		let eight: Vec<u8> = (0..8).collect();
		let nine: Vec<u8> = (0..9).collect();
		assert_eq!(kind(&eight, 2), None);
		assert_eq!(kind(&nine, 2).as_deref(), Some("BadInput"));
	}
}
