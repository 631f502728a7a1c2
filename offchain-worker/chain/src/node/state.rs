// SPDX-License-Identifier: Apache-2.0
//! What no runtime API tells: read from the chain's storage by key.

use super::NodeClient;
use crate::{
	AccountId, ChainError, H256,
	session::{Proxy, read_proxies},
};
use codec::{Decode, Encode};
use jsonrpsee::rpc_params;
use salus_primitives::{Cid, RecordId};
use sp_core::{Bytes, blake2_128, storage::StorageKey, twox_64};
use substrate_api_client::storage_key;

/// Keys in one answer; the node gives at most 1,000.
const PAGE: usize = 500;
/// What a key of a map by `Twox64Concat` ends with, after pallet and item: hash, and the id itself.
const HASH_LENGTH: usize = 8;
/// What follows it in a map that has an account for its second key: hash and account.
const ACCOUNT_LENGTH: usize = 16 + 32;

impl NodeClient {
	/// The record that is not erased and of which a version's document has this CID.
	pub(super) async fn stored_record_of(
		&self,
		cid: &Cid,
		block: H256,
	) -> Result<Option<RecordId>, ChainError> {
		let encoded = cid.encode();
		let mut key = storage_key("Records", "Cids").0;
		key.extend(blake2_128(&encoded));
		key.extend(encoded);
		let Some(bytes) = self.storage(StorageKey(key), block).await? else {
			return Ok(None);
		};
		let record = RecordId::decode(&mut bytes.as_slice());
		record
			.map(Some)
			.map_err(|cause| ChainError::Mismatch(format!("the record of a CID: {cause}")))
	}

	/// The proxies of an account.
	pub async fn proxies(
		&self,
		account: &AccountId,
		block: H256,
	) -> Result<Vec<Proxy>, ChainError> {
		let account: &[u8; 32] = account.as_ref();
		let mut key = storage_key("Proxy", "Proxies").0;
		key.extend(twox_64(account));
		key.extend(account);
		let stored = self.storage(StorageKey(key), block).await?;
		read_proxies(&stored.unwrap_or_default())
	}

	/// The keys of one of a pallet's maps, of one with two keys the first.
	pub(super) async fn ids(
		&self,
		pallet: &str,
		map: &str,
		block: H256,
	) -> Result<Vec<u64>, ChainError> {
		let prefix = storage_key(pallet, map);
		let (mut ids, mut last) = (Vec::new(), None::<Bytes>);
		loop {
			let parameters = rpc_params![Bytes(prefix.0.clone()), PAGE, last.clone(), block];
			let keys: Vec<Bytes> = self.request("state_getKeysPaged", parameters).await?;
			for key in &keys {
				// In their order, so that no node can make this go round for ever.
				let later = last.as_ref().is_none_or(|last| last.0 < key.0);
				let id = id_in(&key.0, &prefix.0).filter(|_| later);
				ids.push(id.ok_or_else(|| ChainError::Mismatch(format!("a key of {map}")))?);
				last = Some(key.clone());
			}
			if keys.len() < PAGE {
				return Ok(ids);
			}
		}
	}
}

fn id_in(key: &[u8], prefix: &[u8]) -> Option<u64> {
	let (id, rest) = key.strip_prefix(prefix)?.get(HASH_LENGTH..)?.split_first_chunk()?;
	[0, ACCOUNT_LENGTH].contains(&rest.len()).then(|| u64::from_le_bytes(*id))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_id_follows_its_hash() {
		let prefix = storage_key("Records", "Destructions").0;
		let key = |id: u64| {
			let hash = sp_core::twox_64(&id.to_le_bytes());
			[prefix.as_slice(), &hash, &id.to_le_bytes()].concat()
		};
		assert_eq!(id_in(&key(258), &prefix), Some(258));
		assert_eq!(id_in(&key(258)[1..], &prefix), None);
		let of = |rest: usize| id_in(&[key(258), vec![9; rest]].concat(), &prefix);
		// The second key: an account, and nothing else.
		assert_eq!(of(48), Some(258));
		assert_eq!([of(1), of(32), of(47), of(49)], [None; 4]);
		assert_eq!(id_in(&prefix, &prefix), None);
		assert_eq!(id_in(&key(258), &storage_key("Records", "Records").0), None);
	}
}
