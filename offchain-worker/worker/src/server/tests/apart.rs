// SPDX-License-Identifier: Apache-2.0
//! Custodians that bitswap does not bring together, as behind NAT: documents reach each of them by HTTP.

use super::*;
use crate::copy::copy;
use salus_chain::queries::Operator;
use salus_core::retention;
use salus_custody::{documents, fixtures};
use salus_primitives::WithId;

impl Served {
	/// As the chain knows it.
	fn operator(&self) -> WithId<AccountId, Operator> {
		let item = fixtures::operator(&format!("http://{}", self.address));
		WithId { id: self.custody.signer.account(), item }
	}
}

async fn two() -> [Served; 2] {
	[Served::with(Limits::default()).await, Served::with(Limits::default()).await]
}

#[tokio::test]
async fn what_is_announced_is_told_in_place_of_where_it_listens() {
	let served = Served::with(Limits::default()).await;
	let identity = served.custodian().identity().await.unwrap();
	assert_eq!(identity.listen_addresses, [ANNOUNCED]);
	let store = served.custody.store.identity().await.unwrap();
	assert!(!store.addresses.contains(&ANNOUNCED.to_owned()));
}

#[tokio::test]
async fn each_is_brought_the_document_by_its_author() {
	let custodians = two().await;
	let operators = custodians.each_ref().map(Served::operator);
	let author = &custodians[0].author;
	let block = Still.finalized().await.unwrap();
	let written =
		documents::prepare(&Still, author, &operators, 2, b"synthetic", block, Duration::ZERO);
	let written = written.await.unwrap();
	let cid = Cid::parse(&written.cid).unwrap();
	for served in &custodians {
		let (store, journal) = (&served.custody.store, &served.custody.journal);
		assert!(store.is_pinned(&cid).await.unwrap());
		let placement = journal.placement(&written.key_commitment).unwrap();
		assert!(placement.is_some_and(|placement| placement.cid == cid));
	}
	// Each is paid by the share that it keeps.
	let kept = custodians.each_ref().map(|served| {
		let share = served.custody.journal.share(&written.key_commitment).unwrap();
		retention::anchor(&share)
	});
	assert_eq!(written.anchors.as_slice(), kept);
}

#[tokio::test]
async fn one_that_lacks_a_document_takes_it_from_another() {
	let [has, lacks] = two().await;
	let (store, folder) = (&*lacks.custody.store, &lacks.custody.incoming);
	let custodians = [has.custodian()];
	for length in [1, LEAF_LENGTH + 1] {
		let (cid, bytes) = has.kept(length).await;
		let size = bytes.len() as u64;
		let other_size = copy(&custodians, &cid, size + 1, store, folder).await;
		assert!(other_size.is_err());
		assert!(!store.has(&cid).await.unwrap());
		let copied = copy(&custodians, &cid, size, store, folder).await;
		drop(copied.unwrap());
		assert_eq!(store.get(&cid).await.unwrap(), bytes);
		assert!(lacks.is_tidy());
	}
}
