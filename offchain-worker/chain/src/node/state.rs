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
	/// The records that are not erased and of which a version's document has this CID, each of another patient.
	pub(super) async fn stored_records_of(
		&self,
		cid: &Cid,
		block: H256,
	) -> Result<Vec<RecordId>, ChainError> {
		let encoded = cid.encode();
		let mut prefix = storage_key("Records", "Cids").0;
		prefix.extend(blake2_128(&encoded));
		prefix.extend(encoded);
		let mut records = Vec::new();
		for key in self.keys(&prefix, block).await? {
			let Some(bytes) = self.storage(StorageKey(key), block).await? else { continue };
			let record = RecordId::decode(&mut bytes.as_slice());
			records.push(
				record.map_err(|cause| {
					ChainError::Mismatch(format!("the record of a CID: {cause}"))
				})?,
			);
		}
		Ok(records)
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
	pub(super) async fn ids<Id: Decode>(
		&self,
		pallet: &str,
		map: &str,
		block: H256,
	) -> Result<Vec<Id>, ChainError> {
		let prefix = storage_key(pallet, map).0;
		let keys = self.keys(&prefix, block).await?;
		let ids = keys.iter().map(|key| {
			let id = id_in(key, &prefix);
			id.ok_or_else(|| ChainError::Mismatch(format!("a key of {map}")))
		});
		ids.collect()
	}

	/// All keys that begin so.
	async fn keys(&self, prefix: &[u8], block: H256) -> Result<Vec<Vec<u8>>, ChainError> {
		let (mut all, mut last) = (Vec::new(), None::<Bytes>);
		loop {
			let parameters = rpc_params![Bytes(prefix.to_vec()), PAGE, last.clone(), block];
			let keys: Vec<Bytes> = self.request("state_getKeysPaged", parameters).await?;
			let count = keys.len();
			for key in keys {
				// In their order, so that no node can make this go round for ever.
				let later = last.as_ref().is_none_or(|last| last.0 < key.0);
				if !later || !key.0.starts_with(prefix) {
					return Err(ChainError::Mismatch("keys out of their order".into()));
				}
				all.push(key.0.clone());
				last = Some(key);
			}
			if count < PAGE {
				return Ok(all);
			}
		}
	}
}

fn id_in<Id: Decode>(key: &[u8], prefix: &[u8]) -> Option<Id> {
	let mut rest = key.strip_prefix(prefix)?.get(HASH_LENGTH..)?;
	let id = Id::decode(&mut rest).ok()?;
	[0, ACCOUNT_LENGTH].contains(&rest.len()).then_some(id)
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::ClaimId;

	/// The record that a key names.
	fn record_in(key: &[u8], prefix: &[u8]) -> Option<RecordId> {
		id_in(key, prefix)
	}

	#[test]
	fn an_id_follows_its_hash() {
		let prefix = storage_key("Records", "Destructions").0;
		let key = |id: u64| {
			let hash = sp_core::twox_64(&id.to_le_bytes());
			[prefix.as_slice(), &hash, &id.to_le_bytes()].concat()
		};
		assert_eq!(record_in(&key(258), &prefix), Some(RecordId(258)));
		assert_eq!(record_in(&key(258)[1..], &prefix), None);
		let of = |rest: usize| record_in(&[key(258), vec![9; rest]].concat(), &prefix);
		// The second key: an account, and nothing else.
		assert_eq!(of(48), Some(RecordId(258)));
		assert_eq!([of(1), of(32), of(47), of(49)], [None; 4]);
		assert_eq!(record_in(&prefix, &prefix), None);
		assert_eq!(record_in(&key(258), &storage_key("Records", "Records").0), None);
	}

	#[test]
	fn a_claims_id_has_four_bytes() {
		let prefix = storage_key("Claims", "Claims").0;
		let key = |id: &[u8]| [prefix.as_slice(), &twox_64(id), id].concat();
		let claim = key(&258_u32.to_le_bytes());
		assert_eq!(id_in::<ClaimId>(&claim, &prefix), Some(ClaimId(258)));
		assert_eq!(id_in::<ClaimId>(&claim[..claim.len() - 1], &prefix), None);
		// Neither is taken for the other.
		assert_eq!(id_in::<RecordId>(&claim, &prefix), None);
		assert_eq!(id_in::<ClaimId>(&key(&258_u64.to_le_bytes()), &prefix), None);
	}
}
