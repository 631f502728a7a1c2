// SPDX-License-Identifier: Apache-2.0
//! Bodies' members and motions, and what two of them agreed to: of the SDK's pallets, which have no runtime API.

use super::NodeClient;
use crate::{AccountId, ChainError, H256, bodies::Motion, calls::bodies::Body};
use codec::Decode;
use sp_core::storage::StorageKey;
use substrate_api_client::{ac_node_api::Metadata, storage_key};

/// A motion's number, threshold, ayes, nays and end.
type Votes = (u32, u32, Vec<AccountId>, Vec<AccountId>, u32);

impl NodeClient {
	/// The members of a body.
	pub async fn members(&self, body: Body, block: H256) -> Result<Vec<AccountId>, ChainError> {
		let stored = self.storage(storage_key(body.pallet(), "Members"), block).await?;
		decoded("members", &stored.unwrap_or(vec![0]))
	}

	/// The motions of a body, oldest first.
	pub async fn motions(&self, body: Body, block: H256) -> Result<Vec<Motion>, ChainError> {
		let stored = self.storage(storage_key(body.pallet(), "Proposals"), block).await?;
		let hashes: Vec<[u8; 32]> = decoded("motions", &stored.unwrap_or(vec![0]))?;
		let mut found = Vec::new();
		for hash in hashes {
			found.extend(self.motion(body, hash, block).await?);
		}
		Ok(found)
	}

	/// A body's motion, by the hash of its call.
	pub async fn motion(
		&self,
		body: Body,
		hash: [u8; 32],
		block: H256,
	) -> Result<Option<Motion>, ChainError> {
		let of = |item: &str| {
			let mut key = storage_key(body.pallet(), item).0;
			key.extend(hash);
			StorageKey(key)
		};
		let votes = self.storage(of("Voting"), block).await?;
		let (Some(votes), Some(call)) = (votes, self.storage(of("ProposalOf"), block).await?)
		else {
			return Ok(None);
		};
		let (index, threshold, ayes, nays, end): Votes = decoded("votes", &votes)?;
		let length = u32::try_from(call.len()).unwrap_or(u32::MAX);
		let call = name_of(&self.runtime().await?.metadata, &call);
		Ok(Some(Motion { hash, index, threshold, ayes, nays, end, call, length }))
	}
}

/// `Pallet.call`, by the first two bytes of a call.
fn name_of(metadata: &Metadata, call: &[u8]) -> String {
	let unknown = || "an unknown call".to_owned();
	let [pallet, variant, ..] = call else { return unknown() };
	let Some(pallet) = metadata.pallets().find(|known| known.index() == *pallet) else {
		return unknown();
	};
	match pallet.call_variant_by_index(*variant) {
		Some(variant) => format!("{}.{}", pallet.name(), variant.name),
		None => unknown(),
	}
}

fn decoded<T: Decode>(what: &str, mut bytes: &[u8]) -> Result<T, ChainError> {
	T::decode(&mut bytes).map_err(|cause| ChainError::Mismatch(format!("a body's {what}: {cause}")))
}
