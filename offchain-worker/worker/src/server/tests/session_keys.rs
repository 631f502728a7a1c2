// SPDX-License-Identifier: Apache-2.0
//! Session keys: what one signs, asked or answered, counts as its operator's while the chain lists it, and no longer.

use super::{
	custody::{place, pretender, version},
	*,
};
use salus_core::protocol::{PlacementKey, Receipt, ReceiptSubject};
use salus_primitives::AccessId;

/// A chain that lists one session key of one account, until it is revoked.
struct Listing {
	account: AccountId,
	key: AccountId,
	revoked: AtomicBool,
}

#[async_trait::async_trait]
impl StandIn for Listing {
	async fn session_keys(
		&self,
		account: &AccountId,
		_: H256,
	) -> Result<Vec<AccountId>, ChainError> {
		let listed = *account == self.account && !self.revoked.load(Ordering::Relaxed);
		Ok(listed.then(|| self.key.clone()).into_iter().collect())
	}
}

stands_in!(Listing);

fn signer(secret: &str) -> Signer {
	Signer::from_secret(secret).unwrap()
}

/// Data rule 5: whoever stole a session key asks by it no longer once it is revoked.
#[tokio::test]
async fn a_caller_signs_by_a_session_key_while_the_chain_lists_it() {
	let (account, session) = (signer("//Operator").account(), signer("//Session"));
	let revoked = AtomicBool::new(false);
	let chain = Arc::new(Listing { account: account.clone(), key: session.account(), revoked });
	let served = Served::on(chain.clone(), Limits::default()).await;
	let (custodian, secret) = (served.custodian(), EncryptionSecret::generate());
	let bytes = document(100);
	let cid = cid_of(&bytes).unwrap();
	let acts = |signer: Signer| {
		let (custodian, secret, bytes) = (&custodian, &secret, bytes.clone());
		async move {
			let put = custodian.put(&signer, BLOCK, &cid, bytes).await;
			let asked = custodian.release(&signer, secret, BLOCK, AccessId(7)).await;
			// Nothing can be released here: it is the reason that tells how far it came.
			(put.map_err(|cause| cause.to_string()), asked.unwrap_err().to_string())
		}
	};
	let not_listed = "does not list it as a session key";

	let (put, asked) = acts(session.clone().acting_for(account.clone())).await;
	assert_eq!(put, Ok(()));
	assert!(asked.contains("no such access request"), "{asked}");
	for stranger in [
		// Listed for another account, and not listed at all.
		session.clone().acting_for(signer("//Other").account()),
		signer("//Thief").acting_for(account.clone()),
	] {
		let (put, asked) = acts(stranger).await;
		assert!(put.unwrap_err().contains(not_listed));
		assert!(asked.contains(not_listed), "{asked}");
	}
	chain.revoked.store(true, Ordering::Relaxed);
	let (put, asked) = acts(session.acting_for(account)).await;
	assert!(put.unwrap_err().contains(not_listed));
	assert!(asked.contains(not_listed), "{asked}");
	// The account's own key needs no list.
	let (put, asked) = acts(signer("//Operator")).await;
	assert_eq!(put, Ok(()));
	assert!(asked.contains("no such access request"), "{asked}");
}

#[tokio::test]
async fn a_custodian_is_believed_by_a_session_key_while_the_chain_lists_it() {
	let served = Served::with(Limits::default()).await;
	let (session, author) = (signer("//Session"), served.author.account());
	let (account, key) = (served.custody.signer.account(), session.account());
	let acting = session.acting_for(account.clone());
	let version = version(Cid::raw([2; 32]));
	let placed = ReceiptSubject {
		genesis_hash: &GENESIS,
		custodian: &account,
		placed_by: &author,
		cid: &version.cid,
		size: 9,
		share_name: &version.key_commitment,
	};
	let receipt = Receipt::sign(BLOCK, placed, &acting);
	let public = EncryptionSecret::generate().public();
	let mut identity = served.custodian().identity().await.unwrap();
	identity.placement_key = Some(PlacementKey::sign(&public, BLOCK, &GENESIS, &acting));
	let (url, _handle) = pretender(identity, Some(receipt)).await;
	for (listed, taken) in [(vec![key], true), (Vec::new(), false), (vec![author.clone()], false)] {
		let custodian = Custodian::at(account.clone(), url.clone(), GENESIS).unwrap();
		let custodian = custodian.with_session_keys(listed);
		assert_eq!(custodian.takes_shares(BLOCK).await, taken);
		let answer = place(&custodian, &served.author, &served, &version, 9).await;
		assert_eq!(answer.is_ok(), taken, "{answer:?}");
	}
}
