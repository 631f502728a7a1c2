// SPDX-License-Identifier: Apache-2.0
//! Write: encrypt, upload, share the key out, and say what the chain is to learn.

use super::{DocumentsError, first, hedge_after};
use crate::{
	Custodian, CustodianError,
	retry::{self, RetryBudget},
};
use bytes::Bytes;
use futures::future::{join_all, try_join_all};
use rand::{rngs::OsRng, seq::SliceRandom};
use salus_chain::{
	AccountId, BlockRef, ChainClient,
	queries::{self, Operator},
};
use salus_core::{DataKey, Share, cids, retention, signer::Signer};
use salus_primitives::{
	CidBytes, WithId,
	records::{Anchors, Custodians, Document},
};
use std::time::Duration;

/// How long an operator may take to say that it is there.
const ROLL_CALL: Duration = Duration::from_secs(2);

/// Custodians for a new document: those named, or as many as wanted of the operators in service, by chance: were it
/// always the same, two of them could open everything. Whoever does not answer now is left for last.
pub async fn choose_custodians(
	chain: &dyn ChainClient,
	named: &[AccountId],
	wanted: usize,
	block: BlockRef,
) -> Result<Vec<WithId<AccountId, Operator>>, DocumentsError> {
	let mut operators = queries::operators(chain, block.hash).await?;
	if named.is_empty() {
		if operators.len() < wanted {
			return Err(DocumentsError::TooFewOperators { have: operators.len(), need: wanted });
		}
		operators.shuffle(&mut OsRng);
		operators.truncate(wanted.saturating_mul(4));
		let answering = operators.iter().map(|operator| answers(chain, operator, block));
		let answering = join_all(answering).await;
		let mut called: Vec<_> = answering.into_iter().zip(operators).collect();
		// Stable, so that among those who answer chance decides and not speed.
		called.sort_by_key(|(answers, _)| !answers);
		let operators = called.into_iter().map(|(_, operator)| operator);
		return Ok(operators.take(wanted).collect());
	}
	named
		.iter()
		.map(|account| {
			operators
				.iter()
				.find(|operator| operator.id == *account)
				.cloned()
				.ok_or_else(|| DocumentsError::NoCustodian(account.clone()))
		})
		.collect()
}

/// Whether an operator answers now, and takes shares under a key that verifies.
async fn answers(
	chain: &dyn ChainClient,
	operator: &WithId<AccountId, Operator>,
	block: BlockRef,
) -> bool {
	let Ok(custodian) = reach(chain, operator, block, Duration::ZERO).await else {
		return false;
	};
	let called = tokio::time::timeout(ROLL_CALL, custodian.takes_shares(block.number)).await;
	called.unwrap_or(false)
}

/// A custodian whose word counts by its own key, and by the session keys that the chain lists for it.
pub(super) async fn reach(
	chain: &dyn ChainClient,
	operator: &WithId<AccountId, Operator>,
	block: BlockRef,
	retry_budget: Duration,
) -> Result<Custodian, DocumentsError> {
	let session_keys = chain.session_keys(&operator.id, block.hash).await?;
	let custodian = Custodian::new(&operator.id, &operator.item, chain.genesis_hash().0)?;
	Ok(custodian.with_session_keys(session_keys).with_retry_budget(retry_budget))
}

/// The keys on the chain to which these custodians' shares are encrypted.
pub(super) async fn recipients(
	chain: &dyn ChainClient,
	custodians: &[Custodian],
	block: BlockRef,
) -> Result<Vec<[u8; 32]>, DocumentsError> {
	let mut recipients = Vec::new();
	for custodian in custodians {
		let recipient = queries::who_is(chain, custodian.account(), block.hash)
			.await?
			.encryption_key
			.ok_or_else(|| DocumentsError::NoCustodian(custodian.account().clone()))?;
		recipients.push(recipient.key);
	}
	Ok(recipients)
}

/// Encrypts a document under a new data key, puts it on IPFS through the first custodian that answers,
/// and places a share with each; the others fetch and pin it, or are brought it if they can't. The key ends with this
/// function: only its shares are left. A custodian that does not answer is asked again for so long. Data rules 3 and 4.
pub async fn prepare(
	chain: &dyn ChainClient,
	signer: &Signer,
	custodians: &[WithId<AccountId, Operator>],
	threshold: u8,
	plaintext: &[u8],
	block: BlockRef,
	retry_budget: Duration,
) -> Result<Document<AccountId>, DocumentsError> {
	let key = DataKey::generate();
	let ciphertext = Bytes::from(salus_core::encrypt(&key, plaintext)?);
	let cid = cids::cid_of(&ciphertext)?;
	let size = ciphertext.len() as u64;
	let key_commitment = key.commitment();
	let count = u8::try_from(custodians.len()).unwrap_or(u8::MAX);
	let shares = salus_core::split(&key, threshold, count)?;
	// Nothing is cut off: there are no more than there are shares, and a CID has 36 bytes.
	let named = custodians.iter().map(|operator| operator.id.clone()).collect();
	let (named, cid_bytes) =
		(Custodians::truncate_from(named), CidBytes::truncate_from(cid.as_bytes().to_vec()));
	let reached = custodians.iter().map(|operator| reach(chain, operator, block, retry_budget));
	let reached = try_join_all(reached).await?;

	// Asked before the upload: a custodian to whom no share can be encrypted ends it while nothing has left.
	let recipients = recipients(chain, &reached, block).await?;

	let budget = RetryBudget::within(retry_budget);
	let stored = first(reached.iter().collect(), hedge_after(size), budget, |custodian| {
		custodian.put(signer, block.number, &cid, ciphertext.clone())
	});
	stored.await.map_err(|causes| DocumentsError::NotStored { cid: cid.to_string(), causes })?;
	let parts = reached.iter().zip(&shares).zip(&recipients);
	let (document, ciphertext, commitment) = (&cid, &ciphertext, &key_commitment);
	let placements = parts.map(|((custodian, share), recipient)| {
		let place = move || {
			custodian.place(signer, block.number, recipient, document, size, commitment, share)
		};
		let bring = move || custodian.put(signer, block.number, document, ciphertext.clone());
		place_or_bring(retry_budget, place, bring)
	});
	try_join_all(placements).await?;
	Ok(Document {
		cid: cid_bytes,
		length: size,
		key_commitment,
		custodians: named,
		threshold,
		anchors: anchors(&shares),
	})
}

/// By which custodians prove that they keep their shares, in the shares' order, which is theirs.
pub(super) fn anchors(shares: &[Share]) -> Anchors {
	// Nothing is cut off: there are no more shares than a version has custodians.
	Anchors::truncate_from(shares.iter().map(retention::anchor).collect())
}

/// Places a share. A custodian that finds the document nowhere is brought it and asked once more: behind NAT, or where
/// only HTTP gets through, it reaches none by bitswap that has it.
async fn place_or_bring<Placed, Brought>(
	retry_budget: Duration,
	place: impl Fn() -> Placed,
	bring: impl Fn() -> Brought,
) -> Result<(), CustodianError>
where
	Placed: Future<Output = Result<(), CustodianError>>,
	Brought: Future<Output = Result<(), CustodianError>>,
{
	match place().await {
		Err(CustodianError::WithoutDocument { .. }) => {
			retry::within_budget(retry_budget, CustodianError::passes, bring).await?;
			place().await
		}
		ended => ended,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{future::ready, sync::Mutex};

	type Attempt = Result<(), CustodianError>;

	fn account() -> AccountId {
		AccountId::new([1; 32])
	}

	fn without() -> Attempt {
		Err(CustodianError::WithoutDocument {
			account: account(),
			reason: "not found within 30 seconds".into(),
		})
	}

	fn refused() -> Attempt {
		Err(CustodianError::Refused { account: account(), reason: "not registered".into() })
	}

	#[tokio::test]
	async fn only_whoever_lacks_the_document_is_brought_it_and_only_once() {
		// What placements are answered, the last first; what the upload is; what is done; whether it ends well.
		for (placements, brought, done, well) in [
			(vec![Ok(())], Ok(()), "d", true),
			(vec![refused()], Ok(()), "d", false),
			(vec![Ok(()), without()], Ok(()), "dbd", true),
			(vec![refused(), without()], Ok(()), "dbd", false),
			(vec![without(), without()], Ok(()), "dbd", false),
			(vec![without()], refused(), "db", false),
		] {
			let (answers, brought) = (Mutex::new(placements), Mutex::new(Some(brought)));
			let log = Mutex::new(String::new());
			let place = || {
				log.lock().unwrap().push('d');
				ready(answers.lock().unwrap().pop().unwrap())
			};
			let bring = || {
				log.lock().unwrap().push('b');
				ready(brought.lock().unwrap().take().unwrap())
			};
			let ended = place_or_bring(Duration::ZERO, place, bring).await;
			assert_eq!(ended.is_ok(), well, "{done}");
			assert_eq!(log.into_inner().unwrap(), done);
		}
	}
}
