// SPDX-License-Identifier: Apache-2.0
//! Read: by an access request that the chain granted.

use super::{Causes, DocumentsError, first, hedge_after};
use crate::{Asker, Custodian, CustodianError, endpoint_of, retry::RetryBudget};
use bytes::Bytes;
use futures::{StreamExt, stream::FuturesUnordered};
use salus_chain::{AccountId, BlockRef, ChainClient, queries};
use salus_core::{DataKey, EncryptionSecret, Share, signer::Signer};
use salus_primitives::{
	AccessId, Cid, WithId,
	records::{Access, CheckedAccess, Version},
};
use std::time::Duration;
use zeroize::Zeroizing;

/// A document, opened.
pub struct Opened {
	/// The access request by which the reader was granted access.
	pub access: WithId<AccessId, Access<AccountId>>,
	/// The version read.
	pub version: Version<AccountId>,
	/// Its data key: what results of decision support are derived from.
	pub key: DataKey,

	pub plaintext: Zeroizing<Vec<u8>>,
}

/// The whole flow from an access request to plaintext. Custodians that do not answer are asked again for so long.
pub async fn open(
	chain: &dyn ChainClient,
	signer: &Signer,
	secret: &EncryptionSecret,
	access: AccessId,
	retry_budget: Duration,
) -> Result<Opened, DocumentsError> {
	let block = chain.finalized().await?;
	let asker = Asker::User { retry_budget };
	let (item, version, key) = open_key(chain, signer, secret, access, block, &asker).await?;
	let ciphertext = fetch(chain, &version, block, retry_budget).await?;
	let plaintext = salus_core::decrypt(&key, &ciphertext)?;
	Ok(Opened { access: WithId { id: access, item }, version, key, plaintext })
}

/// Asks all custodians at once for their shares and joins the first that fit. If too few give theirs, those are asked who
/// have left the version and not destroyed theirs yet.
pub async fn open_key(
	chain: &dyn ChainClient,
	signer: &Signer,
	secret: &EncryptionSecret,
	access: AccessId,
	block: BlockRef,
	asker: &Asker,
) -> Result<(Access<AccountId>, Version<AccountId>, DataKey), DocumentsError> {
	let CheckedAccess { access: granted, version, .. } = queries::access(chain, access, block.hash)
		.await?
		.ok_or(DocumentsError::NoAccess(access))?;
	let version = version.ok_or(DocumentsError::Gone { record: granted.record, version: None })?;
	let asking = Asking { signer, secret, block: block.number, access };
	let mut given = Given::default();
	let named = custodians_of(chain, &version.custodians, block, asker).await?;
	if let Some(key) = given.join(&version, &named, asking).await {
		return Ok((granted, version, key));
	}
	let owed = queries::destructions(chain, granted.record, block.hash).await?;
	let left = owed.into_iter().filter(|owed| owed.destroyed_at.is_none());
	let left = left.map(|owed| owed.custodian).filter(|left| !version.custodians.contains(left));
	let left: Vec<AccountId> = left.collect();
	let left = custodians_of(chain, &left, block, asker).await?;
	if let Some(key) = given.join(&version, &left, asking).await {
		return Ok((granted, version, key));
	}
	let Given { shares, missing } = given;
	if shares.len() < usize::from(version.threshold) {
		return Err(DocumentsError::CustodiansMissing {
			have: shares.len(),
			need: version.threshold,
			missing,
		});
	}
	let key = salus_core::join(&shares, version.threshold, &version.key_commitment)?;
	Ok((granted, version, key))
}

/// Who asks, and by which access request.
#[derive(Clone, Copy)]
struct Asking<'a> {
	signer: &'a Signer,
	secret: &'a EncryptionSecret,
	/// Our last finalized one.
	block: u32,
	access: AccessId,
}

/// What custodians gave, and who gave nothing.
#[derive(Default)]
struct Given {
	shares: Vec<Share>,
	missing: Causes,
}

impl Given {
	/// Asks these custodians at once, until what came so far makes the key.
	async fn join(
		&mut self,
		version: &Version<AccountId>,
		custodians: &[Reached],
		asking: Asking<'_>,
	) -> Option<DataKey> {
		let Asking { signer, secret, block, access } = asking;
		let mut responses: FuturesUnordered<_> = custodians
			.iter()
			.map(|custodian| async move {
				let response = match custodian {
					Ok(custodian) => custodian.release(signer, secret, block, access).await,
					Err((account, endpoint)) => Err(unreachable(account, endpoint)),
				};
				(account_of(custodian), response)
			})
			.collect();
		while let Some((account, response)) = responses.next().await {
			match response {
				Ok(share) => self.shares.push(share),
				Err(cause) => self.missing.push((account, cause)),
			}
			if self.shares.len() >= usize::from(version.threshold)
				&& let Ok(key) =
					salus_core::join(&self.shares, version.threshold, &version.key_commitment)
			{
				return Some(key);
			}
		}
		None
	}
}

/// Fetches the ciphertext from the first custodian whose copy is whole. Those that do not answer are asked again for so
/// long.
pub async fn fetch(
	chain: &dyn ChainClient,
	version: &Version<AccountId>,
	block: BlockRef,
	retry_budget: Duration,
) -> Result<Bytes, DocumentsError> {
	let Version { cid, length, custodians, .. } = version;
	fetch_from(chain, cid, *length, custodians, block, retry_budget).await
}

/// The same of a document that no record names, from the first of these accounts.
pub async fn fetch_from(
	chain: &dyn ChainClient,
	cid: &Cid,
	size: u64,
	holders: &[AccountId],
	block: BlockRef,
	retry_budget: Duration,
) -> Result<Bytes, DocumentsError> {
	let asker = Asker::User { retry_budget };
	let custodians = custodians_of(chain, holders, block, &asker).await?;
	let reached = custodians.iter().filter_map(|reached| reached.as_ref().ok());
	let budget = RetryBudget::within(retry_budget);
	let fetched =
		first(reached.collect(), hedge_after(size), budget, |custodian| custodian.get(cid));
	let mut causes = match fetched.await {
		Ok(ciphertext) => return Ok(ciphertext),
		Err(causes) => causes,
	};
	let nowhere = custodians.iter().filter_map(|reached| reached.as_ref().err());
	causes.extend(
		nowhere.map(|(account, endpoint)| (account.clone(), unreachable(account, endpoint))),
	);
	let cid = cid.to_string();
	let damaged = causes.iter().any(|(_, cause)| matches!(cause, CustodianError::Corrupt { .. }));
	Err(if damaged {
		DocumentsError::Corrupt { cid, causes }
	} else {
		DocumentsError::NotFound { cid, causes }
	})
}

type Reached = Result<Custodian, (AccountId, String)>;

/// These custodians where the chain says that they are: also those who have left service, since they hold what they held
/// until they take back their bond.
async fn custodians_of(
	chain: &dyn ChainClient,
	accounts: &[AccountId],
	block: BlockRef,
	asker: &Asker,
) -> Result<Vec<Reached>, DocumentsError> {
	let genesis_hash = chain.genesis_hash().0;
	let mut reached = Vec::new();
	for account in accounts {
		let operator = queries::who_is(chain, account, block.hash).await?.operator;
		let custodian = match &operator {
			Some(operator) => asker.custodian(account, operator, genesis_hash).await.ok(),
			None => None,
		};
		reached.push(custodian.ok_or_else(|| {
			let endpoint = operator.as_ref().map(endpoint_of).unwrap_or_default();
			(account.clone(), endpoint)
		}));
	}
	Ok(reached)
}

fn account_of(custodian: &Reached) -> AccountId {
	match custodian {
		Ok(custodian) => custodian.account().clone(),
		Err((account, _)) => account.clone(),
	}
}

fn unreachable(account: &AccountId, endpoint: &str) -> CustodianError {
	CustodianError::Unreachable {
		account: account.clone(),
		endpoint: endpoint.to_owned(),
		cause: "the chain names no usable endpoint for it".into(),
	}
}
