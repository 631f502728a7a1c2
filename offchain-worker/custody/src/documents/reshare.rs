// SPDX-License-Identifier: Apache-2.0
//! Reshare: the key of a version is split by a fresh polynomial, and a share placed with each of its new custodians, before
//! the chain names them. Custodians of before keep what they have until then.

use super::{
	DocumentsError, fetch,
	write::{anchors, reach, recipients},
};
use crate::{CustodianError, retry};
use futures::future::{join_all, try_join_all};
use salus_chain::{AccountId, BlockRef, ChainClient, queries::Operator};
use salus_core::{DataKey, Sharing, signer::Signer};
use salus_primitives::{
	RecordId, VersionNumber, WithId,
	records::{Anchors, Custodians, Version},
};
use std::time::Duration;

/// A key that was split anew, with a custodian's receipt for every share: what the chain is to be told.
pub struct Reshared {
	/// The generation that it replaces.
	pub generation: u32,
	/// What was drawn for it.
	pub sharing: [u8; 32],

	pub custodians: Custodians<AccountId>,
	/// By which each of them proves that it keeps its share, in their order.
	pub anchors: Anchors,
}

/// Splits a version's key for these custodians, with the version's threshold. A custodian that finds the document nowhere
/// is brought it. One that does not answer is asked again for so long. Nothing is changed before the chain is told, so
/// what was placed when this fails is of no use to anybody, and goes within the hour. Data rule 4.
pub async fn reshare(
	chain: &dyn ChainClient,
	signer: &Signer,
	(record, number, version): (RecordId, VersionNumber, &Version<AccountId>),
	key: &DataKey,
	custodians: &[WithId<AccountId, Operator>],
	block: BlockRef,
	retry_budget: Duration,
) -> Result<Reshared, DocumentsError> {
	let drawn: [u8; 32] = salus_core::random();
	let sharing = Sharing { drawn: Some(drawn), ..Sharing::of(record, number, version) };
	let count = u8::try_from(custodians.len()).unwrap_or(u8::MAX);
	let shares = salus_core::split(key, version.threshold, count)?;
	let reached = custodians.iter().map(|operator| reach(chain, operator, block, retry_budget));
	let reached = try_join_all(reached).await?;
	let recipients = recipients(chain, &reached, block).await?;

	let parts: Vec<_> = reached.iter().zip(&shares).zip(&recipients).collect();
	let placing = parts.iter().map(|((custodian, share), recipient)| {
		custodian.place_anew(signer, block.number, recipient, version, sharing, share)
	});
	let mut without = Vec::new();
	for (part, placed) in parts.iter().zip(join_all(placing).await) {
		match placed {
			Ok(()) => {}
			Err(CustodianError::WithoutDocument { .. }) => without.push(*part),
			Err(cause) => return Err(cause.into()),
		}
	}
	if !without.is_empty() {
		let ciphertext = &fetch(chain, version, block, retry_budget).await?;
		let bringing = without.into_iter().map(|((custodian, share), recipient)| async move {
			let bring = || custodian.put(signer, block.number, &version.cid, ciphertext.clone());
			retry::within_budget(retry_budget, CustodianError::passes, bring).await?;
			let place =
				custodian.place_anew(signer, block.number, recipient, version, sharing, share);
			place.await
		});
		try_join_all(bringing).await?;
	}
	let named = custodians.iter().map(|operator| operator.id.clone()).collect();
	Ok(Reshared {
		generation: version.generation(),
		sharing: drawn,
		// Nothing is cut off: there are no more than there are shares.
		custodians: Custodians::truncate_from(named),
		anchors: anchors(&shares),
	})
}
