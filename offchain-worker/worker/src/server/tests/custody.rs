// SPDX-License-Identifier: Apache-2.0
//! What a custodian takes it signs for, and what it keeps it proves to anybody, at little cost to itself.

use super::*;
use crate::{custody_rules::destroy_record, journal::PlacementInfo};
use jsonrpsee::{RpcModule, server::Server as JsonRpcServer};
use salus_core::{
	DataKey, Share,
	protocol::{DocumentState, Identity, Proven, Receipt, ReceiptSubject, ShareState},
	split,
};
use salus_primitives::RecordId;

/// A version that a custodian keeps.
pub(super) struct Version {
	pub cid: Cid,
	pub key_commitment: [u8; 32],
	pub share: Share,
}

impl Served {
	/// A document of this length, uploaded, and the share for it, placed.
	async fn version(&self, length: usize) -> Version {
		let bytes = document(length);
		let cid = cid_of(&bytes).unwrap();
		self.put(&cid, &bytes).await.unwrap();
		let version = version(cid);
		place(&self.custodian(), &self.author, self, &version, bytes.len()).await.unwrap();
		version
	}

	async fn proven(&self, version: &Version) -> Proven {
		let custodian = self.custodian();
		let proven = custodian.prove(&version.cid, &version.key_commitment).await;
		proven.unwrap()
	}

	fn share_file(&self, version: &Version) -> PathBuf {
		let folder = self.folder.path().join("journal.redb.shares");
		folder.join(hex::encode(version.key_commitment))
	}
}

pub(super) fn version(cid: Cid) -> Version {
	let key = DataKey::generate();
	Version { cid, key_commitment: key.commitment(), share: split(&key, 2, 3).unwrap().remove(0) }
}

pub(super) async fn place(
	custodian: &Custodian,
	author: &Signer,
	served: &Served,
	version: &Version,
	size: usize,
) -> Result<(), CustodianError> {
	let recipient = served.custody.secret.public();
	let (commitment, share) = (&version.key_commitment, &version.share);
	custodian.place(author, BLOCK, &recipient, &version.cid, size as u64, commitment, share).await
}

#[tokio::test]
async fn what_is_kept_is_proven_under_a_nonce_of_the_askers() {
	let served = Served::with(Limits::default()).await;
	let version = served.version(100).await;
	let first = served.proven(&version).await;
	assert_eq!(first.kept.share, ShareState::Kept);
	assert_eq!(first.kept.document, DocumentState::Whole);
	let other = split(&DataKey::generate(), 2, 3).unwrap().remove(0);
	assert!(first.is_of(&version.share) && !first.is_of(&other));
	let second = served.proven(&version).await;
	assert_ne!(first.nonce, second.nonce);
	assert_ne!(first.kept.digest, second.kept.digest);
	let cursor = crate::journal::Cursor { number: 77, hash: [2; 32] };
	served.custody.journal.advance(cursor, &[]).unwrap();
	assert_eq!(served.proven(&version).await.kept.block, 77);
}

#[tokio::test]
async fn a_commitment_without_its_document_or_a_document_without_its_commitment_is_unknown() {
	let served = Served::with(Limits::default()).await;
	let (one, other) = (served.version(100).await, served.version(200).await);
	for (cid, key_commitment) in [
		(one.cid, other.key_commitment),
		(one.cid, [8; 32]),
		(Cid::raw([8; 32]), one.key_commitment),
	] {
		let kept = served.custodian().prove(&cid, &key_commitment).await.unwrap().kept;
		assert_eq!((kept.share, kept.digest), (ShareState::Unknown, None));
		assert_eq!(kept.document, DocumentState::Missing);
	}
}

#[tokio::test]
async fn a_share_that_is_gone_or_does_not_open_is_called_lost() {
	let served = Served::with(Limits::default()).await;
	let version = served.version(100).await;
	let file = served.share_file(&version);
	let encrypted = std::fs::read(&file).unwrap();
	let mut altered = encrypted.clone();
	altered[30] ^= 1;
	for bad in [None, Some(&altered), Some(&Vec::new())] {
		match bad {
			Some(bytes) => std::fs::write(&file, bytes).unwrap(),
			None => std::fs::remove_file(&file).unwrap(),
		}
		let kept = served.proven(&version).await.kept;
		assert_eq!((kept.share, kept.digest), (ShareState::Lost, None));
		assert_eq!(kept.document, DocumentState::Whole);
	}
	std::fs::write(&file, &encrypted).unwrap();
	assert!(served.proven(&version).await.is_of(&version.share));
}

#[tokio::test]
async fn of_a_document_it_says_what_the_scrub_found_and_whether_it_is_here() {
	let served = Served::with(Limits::default()).await;
	let version = served.version(3 * LEAF_LENGTH).await;
	let state = async || served.proven(&version).await.kept.document;
	let findings = &served.custody.findings;
	findings.note_document(&version.key_commitment, DocumentState::Damaged);
	assert_eq!(state().await, DocumentState::Damaged);
	findings.note_document(&version.key_commitment, DocumentState::Whole);
	assert_eq!(state().await, DocumentState::Whole);
	served.custody.store.erase(&version.cid).await.unwrap();
	assert_eq!(state().await, DocumentState::Missing);
}

/// Else anybody could have 64 MiB read through by one request.
#[tokio::test]
async fn no_document_is_read_through_because_a_stranger_asks() {
	let served = Served::with(Limits::default()).await;
	let version = served.version(10).await;
	super::documents::flip_a_byte(served.folder.path(), &version.cid);
	assert_eq!(served.proven(&version).await.kept.document, DocumentState::Whole);
}

#[tokio::test]
async fn a_proof_of_another_chain_or_account_is_not_believed() {
	let served = Served::with(Limits::default()).await;
	let version = served.version(100).await;
	let url = format!("http://{}", served.address);
	let (account, other) = (served.custody.signer.account(), served.author.account());
	for elsewhere in [
		Custodian::at(account, url.clone(), [9; 32]).unwrap(),
		Custodian::at(other, url, GENESIS).unwrap(),
	] {
		let refused = elsewhere.prove(&version.cid, &version.key_commitment).await;
		let refused = refused.unwrap_err();
		assert!(matches!(refused, CustodianError::Nonsense { .. }), "{refused}");
	}
}

#[tokio::test]
async fn what_is_not_a_challenge_is_refused() {
	let served = Served::with(Limits::default()).await;
	let (good, cid) = ("11".repeat(32), hex::encode(Cid::raw([2; 32]).as_bytes()));
	let (good, cid) = (good.as_str(), cid.as_str());
	for (cid, commitment, nonce) in
		[("00", good, good), (cid, "11", good), (cid, good, ""), (cid, good, "zz")]
	{
		let challenge = json!({ "cid": cid, "keyCommitment": commitment, "nonce": nonce });
		let call = json!({ "jsonrpc": "2.0", "id": "1", "method": "custody_prove", "params": [challenge] });
		let call = call.to_string();
		let length = call.len();
		let head = "POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length:";
		let answer = served.answer_to(&format!("{head} {length}\r\n\r\n{call}")).await;
		assert!(answer.contains("\"error\""), "{answer}");
	}
}

#[tokio::test]
async fn a_share_that_another_placed_is_signed_for_to_nobody_else() {
	let served = Served::with(Limits::default()).await;
	let version = served.version(100).await;
	let custodian = served.custodian();
	// Again by its author: nothing changes, and it is signed for.
	place(&custodian, &served.author, &served, &version, 100).await.unwrap();
	let another = Signer::from_secret("//Another").unwrap();
	let refused = place(&custodian, &another, &served, &version, 100).await.unwrap_err();
	assert!(matches!(refused, CustodianError::Refused { .. }), "{refused}");
	let kept = served.custody.journal.placement(&version.key_commitment).unwrap();
	let placed_by: [u8; 32] = served.author.account().into();
	assert!(matches!(kept, Some(PlacementInfo { placed_by: kept, .. }) if kept == placed_by));
}

#[tokio::test]
async fn data_rule_6_a_placement_does_not_come_back_after_the_erasure() {
	let served = Served::with(Limits::default()).await;
	let version = served.version(100).await;
	let (journal, record) = (&served.custody.journal, RecordId(7));
	let commitment = &version.key_commitment;
	journal.bind(commitment, record, 1).unwrap();
	destroy_record(&served.custody, record).await.unwrap();
	// All that was sent, once more.
	served.put(&version.cid, &document(100)).await.unwrap();
	let again = place(&served.custodian(), &served.author, &served, &version, 100).await;
	assert!(
		matches!(&again, Err(CustodianError::Refused { reason, .. }) if reason.contains("encrypt the document anew")),
		"{again:?}"
	);
	assert_eq!(journal.placement(commitment).unwrap(), None);
	assert!(!served.custody.store.is_pinned(&version.cid).await.unwrap());
	assert!(!served.share_file(&version).exists());
}

/// A custodian that says that it is this one, and answers every placement with this receipt.
pub(super) async fn pretender(
	identity: Identity,
	receipt: Option<Receipt>,
) -> (String, ServerHandle) {
	let server = JsonRpcServer::builder().build("127.0.0.1:0").await.unwrap();
	let url = format!("http://{}", server.local_addr().unwrap());
	let mut module = RpcModule::new(());
	module
		.register_method("custody_identity", move |_, _, _| {
			Ok::<_, ErrorObjectOwned>(identity.clone())
		})
		.unwrap();
	module
		.register_method("custody_place", move |_, _, _| Ok::<_, ErrorObjectOwned>(receipt.clone()))
		.unwrap();
	(url, server.start(module))
}

#[tokio::test]
async fn without_a_receipt_that_verifies_nothing_is_placed() {
	let served = Served::with(Limits::default()).await;
	let version = version(Cid::raw([2; 32]));
	let account = served.custody.signer.account();
	let (author, other) = (served.author.account(), Signer::from_secret("//Other").unwrap());
	let placed = ReceiptSubject {
		genesis_hash: &GENESIS,
		custodian: &account,
		placed_by: &author,
		cid: &version.cid,
		size: 9,
		share_name: &version.key_commitment,
	};
	let another_size = ReceiptSubject { size: 8, ..placed };
	let signer = &served.custody.signer;
	let identity = served.custodian().identity().await.unwrap();
	for (receipt, believed) in [
		(Some(Receipt::sign(BLOCK, placed, signer)), true),
		(Some(Receipt::sign(BLOCK, another_size, signer)), false),
		(Some(Receipt::sign(BLOCK, placed, &other)), false),
		(None, false),
	] {
		let (url, _handle) = pretender(identity.clone(), receipt).await;
		let custodian = Custodian::at(account.clone(), url, GENESIS).unwrap();
		let answer = place(&custodian, &served.author, &served, &version, 9).await;
		match answer {
			Ok(()) => assert!(believed),
			Err(cause) => {
				assert!(!believed, "{cause}");
				assert!(matches!(cause, CustodianError::Nonsense { .. }), "{cause}");
			}
		}
	}
}
