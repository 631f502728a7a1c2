// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::{DataKey, join, signer::Signer, split};

fn signer(name: &str) -> Signer {
	Signer::from_secret(name).unwrap()
}

fn shares() -> Vec<Share> {
	split(&DataKey::from_bytes([9; 32]), 2, 3).unwrap()
}

fn kept(digest: Option<[u8; 32]>) -> Kept {
	Kept {
		block: 500,
		share: match digest {
			Some(_) => ShareState::Kept,
			None => ShareState::Lost,
		},
		document: DocumentState::Whole,
		digest,
	}
}

#[test]
fn a_proof_is_good_for_one_nonce_chain_custodian_document_and_key() {
	let custodian = signer("//Custodian");
	let (account, other) = (custodian.account(), signer("//Other").account());
	let (cid, other_cid) = (Cid::raw([2; 32]), Cid::raw([3; 32]));
	let asked = ProofSubject {
		genesis_hash: &[1; 32],
		custodian: &account,
		cid: &cid,
		share_name: &[4; 32],
		nonce: &[5; 32],
	};
	let said = kept(Some([6; 32]));
	let proof = Proof::sign(said, asked, &custodian);
	assert_eq!(proof.verify(asked, &[]), Ok(said));
	for elsewhere in [
		ProofSubject { nonce: &[7; 32], ..asked },
		ProofSubject { genesis_hash: &[7; 32], ..asked },
		ProofSubject { custodian: &other, ..asked },
		ProofSubject { cid: &other_cid, ..asked },
		ProofSubject { share_name: &[7; 32], ..asked },
	] {
		assert_eq!(proof.verify(elsewhere, &[]), Err(ProofError::Signature));
	}
}

#[test]
fn nobody_changes_what_a_custodian_said() {
	let custodian = signer("//Custodian");
	let (account, cid) = (custodian.account(), Cid::raw([2; 32]));
	let asked = ProofSubject {
		genesis_hash: &[1; 32],
		custodian: &account,
		cid: &cid,
		share_name: &[4; 32],
		nonce: &[5; 32],
	};
	let proof = Proof::sign(kept(Some([6; 32])), asked, &custodian);
	let changed = |change: fn(&mut Proof)| {
		let mut changed = proof.clone();
		change(&mut changed);
		changed.verify(asked, &[])
	};
	let refused = Err(ProofError::Signature);
	assert_eq!(changed(|proof| proof.block = 501), refused);
	assert_eq!(changed(|proof| proof.share = ShareState::Lost), refused);
	assert_eq!(changed(|proof| proof.document = DocumentState::Damaged), refused);
	assert_eq!(changed(|proof| proof.digest = None), refused);
	assert_eq!(changed(|proof| proof.digest = Some("07".repeat(32))), refused);
	assert_eq!(changed(|proof| proof.signature = "00".repeat(64)), refused);
	assert_eq!(changed(|proof| proof.signature = String::new()), refused);
	let malformed = changed(|proof| proof.digest = Some("06".into()));
	assert_eq!(malformed, Err(ProofError::Digest));
	// Its own word, and yet none: nobody could check that share.
	for (share, digest) in [(ShareState::Kept, None), (ShareState::Lost, Some([6; 32]))] {
		let said = Kept { share, digest, ..kept(None) };
		let signed = Proof::sign(said, asked, &custodian);
		assert_eq!(signed.verify(asked, &[]), Err(ProofError::Contradiction));
	}
	let lost = kept(None);
	assert_eq!(Proof::sign(lost, asked, &custodian).verify(asked, &[]), Ok(lost));
}

#[test]
fn whoever_joined_shares_can_check_what_custodians_claimed() {
	let shares = shares();
	let [mine, others] = [&shares[0], &shares[1]];
	let proven = |nonce, of: &Share| Proven { kept: kept(Some(share_digest(&nonce, of))), nonce };
	let honest = proven([1; 32], mine);
	assert!(honest.is_of(mine) && !honest.is_of(others));
	// Another's digest, an old one, and one made up.
	assert!(!proven([1; 32], others).is_of(mine));
	let replayed = Proven { nonce: [2; 32], ..honest };
	assert!(!replayed.is_of(mine));
	let made_up = Proven { kept: kept(Some([0; 32])), nonce: [1; 32] };
	assert!(!made_up.is_of(mine));
	let lost = Proven { kept: kept(None), nonce: [1; 32] };
	assert!(!lost.is_of(mine));
	// They are the shares that give the key.
	let key = DataKey::from_bytes([9; 32]);
	assert!(join(&shares[..2], 2, &key.commitment()).is_ok());
}

#[test]
fn a_receipt_is_good_for_one_placement() {
	let custodian = signer("//Custodian");
	let (account, author) = (custodian.account(), signer("//Author").account());
	let (cid, other_cid) = (Cid::raw([2; 32]), Cid::raw([3; 32]));
	let placed = ReceiptSubject {
		genesis_hash: &[1; 32],
		custodian: &account,
		placed_by: &author,
		cid: &cid,
		size: 9,
		share_name: &[4; 32],
	};
	let receipt = Receipt::sign(500, placed, &custodian);
	assert_eq!(receipt.verify(placed, &[]), Ok(()));
	let refused = Err(ProofError::Signature);
	for elsewhere in [
		ReceiptSubject { genesis_hash: &[7; 32], ..placed },
		ReceiptSubject { custodian: &author, ..placed },
		ReceiptSubject { placed_by: &account, ..placed },
		ReceiptSubject { cid: &other_cid, ..placed },
		ReceiptSubject { size: 10, ..placed },
		ReceiptSubject { share_name: &[7; 32], ..placed },
	] {
		assert_eq!(receipt.verify(elsewhere, &[]), refused);
	}
	let later = Receipt { block: 501, ..receipt.clone() };
	assert_eq!(later.verify(placed, &[]), refused);
	let anothers = Receipt::sign(500, placed, &signer("//Author"));
	assert_eq!(anothers.verify(placed, &[]), refused);
}

#[test]
fn a_session_keys_word_is_the_custodians_while_it_is_listed() {
	let (account, session) = (signer("//Custodian").account(), signer("//Session"));
	let (listed, author) = ([session.account()], signer("//Author").account());
	let (acting, cid) = (session.acting_for(account.clone()), Cid::raw([2; 32]));
	let asked = ProofSubject {
		genesis_hash: &[1; 32],
		custodian: &account,
		cid: &cid,
		share_name: &[4; 32],
		nonce: &[5; 32],
	};
	let said = kept(Some([6; 32]));
	let proof = Proof::sign(said, asked, &acting);
	let placed = ReceiptSubject {
		genesis_hash: &[1; 32],
		custodian: &account,
		placed_by: &author,
		cid: &cid,
		size: 9,
		share_name: &[4; 32],
	};
	let receipt = Receipt::sign(500, placed, &acting);
	assert_eq!(proof.verify(asked, &listed), Ok(said));
	assert_eq!(receipt.verify(placed, &listed), Ok(()));
	// Unlisted, or revoked; and another listed.
	for others in [&[][..], std::slice::from_ref(&author)] {
		assert_eq!(proof.verify(asked, others), Err(ProofError::Signature));
		assert_eq!(receipt.verify(placed, others), Err(ProofError::Signature));
	}
	let unsaid = Receipt { session_key: None, ..receipt };
	assert_eq!(unsaid.verify(placed, &listed), Err(ProofError::Signature));
}
