// SPDX-License-Identifier: Apache-2.0
//! What an operator encrypted for those who may read all of a request's records: results, and notices of refusals.

use super::{
	super::{Context, Failure},
	access,
};
use futures::future::join_all;
use salus_chain::{AccountId, BlockRef, Included, queries};
use salus_core::{DataKey, ResultSecrets};
use salus_custody::documents;
use salus_primitives::{
	Category, Cid, Purpose, RecordId, RequestId, decision_support::Input, records::Version,
};
use serde_json::Value;
use zeroize::Zeroizing;

/// The keys of a request's records: what its result's key is derived from.
pub struct Keys {
	records: Vec<(RecordId, Version<AccountId>, DataKey)>,
	/// The last access request's block.
	pub done: Included,
	at: BlockRef,
}

/// A document of a request, decrypted.
pub struct Sealed {
	/// Its bytes.
	pub plaintext: Zeroizing<Vec<u8>>,
	/// Of the output's digest.
	pub salt: Zeroizing<[u8; 32]>,
}

impl Keys {
	/// Opens them by logged access requests.
	pub async fn of(
		context: &Context,
		inputs: &[Input],
		purpose: Purpose,
	) -> Result<Self, Failure> {
		let wanted: Vec<access::RecordVersion> =
			inputs.iter().map(|input| (input.record, Some(input.version))).collect();
		let mut requests = access::request_all(context, &wanted, purpose).await?;
		let keys = access::keys_of(context, &requests).await?;
		let records = inputs.iter().zip(keys);
		let records = records.map(|(input, (version, key))| (input.record, version, key)).collect();
		let (_, done) = requests
			.pop()
			.ok_or_else(|| Failure::new("Mismatch", "the request names no record"))?;
		let at = context.block().await?;
		Ok(Self { records, done, at })
	}

	/// The document with this CID; its author first, then whoever else ran the model or keeps the records.
	pub async fn open(
		&self,
		context: &Context,
		request: RequestId,
		cid: Cid,
		author: &AccountId,
	) -> Result<Sealed, Failure> {
		let chain = context.chain().await?;
		let Some((_, version, _)) = self.records.last() else {
			return Err(Failure::new("Mismatch", "the request names no record"));
		};
		let mut holders = vec![author.clone()];
		let in_service = queries::operators(chain, self.at.hash).await?;
		let others = in_service.into_iter().map(|operator| operator.id);
		for account in others.chain(version.custodians.iter().cloned()) {
			if !holders.contains(&account) {
				holders.push(account);
			}
		}
		let (size, budget) = (version.length, context.retry_budget());
		let encrypted = documents::fetch_from(chain, &cid, size, &holders, self.at, budget).await?;
		let keys: Vec<DataKey> = self.records.iter().map(|(_, _, key)| key.clone()).collect();
		let secrets = ResultSecrets::derive(&keys, request);
		Ok(Sealed {
			plaintext: salus_core::decrypt(&secrets.key, &encrypted)?,
			salt: Zeroizing::new(secrets.salt),
		})
	}

	/// The documents among them that may hold the patient's name. One that can't be had now is left out: the
	/// account stands for the name.
	pub async fn of_the_patient(&self, context: &Context) -> Result<Vec<Value>, Failure> {
		let chain = context.chain().await?;
		let budget = context.retry_budget();
		let documents = self.records.iter().map(async |(record, version, key)| {
			let live = queries::record(chain, *record, self.at.hash).await.ok()??;
			if live.category != Category::Encounter {
				return None;
			}
			let encrypted = documents::fetch(chain, version, self.at, budget).await.ok()?;
			let plaintext = salus_core::decrypt(key, &encrypted).ok()?;
			salus_fhir::parse(std::str::from_utf8(&plaintext).ok()?).ok()
		});
		Ok(join_all(documents).await.into_iter().flatten().collect())
	}
}
