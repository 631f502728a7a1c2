// SPDX-License-Identifier: Apache-2.0
//! A claim as its policy's holder writes it: the lines, and what is shown as evidence, all signed. Data rule 12: it lies
//! in an encrypted record, and the chain has a commitment to its evidence alone.

mod fhir;

use crate::evidence::{Piece, ShownRecord};
use codec::Encode;
use salus_adjudication::{Amount, BeneficiaryNumber, BenefitId, Currency};
use salus_chain::H256;
use salus_core::{
	AccountId, random,
	signer::{Signer, verify_message},
};
use salus_primitives::{
	Day, PolicyId,
	claims::{Slot, evidence_payload},
};
use sp_core::blake2_256;
use zeroize::Zeroizing;

/// The document is padded to a multiple of so many bytes.
pub const CLAIM_LENGTH: usize = 16 * 1024;

const DOMAIN: &[u8] = b"salus/claim/v1";

/// One service.
#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub struct ClaimLine {
	/// Under what it is charged.
	pub benefit: BenefitId,
	/// For whom.
	pub beneficiary: BeneficiaryNumber,
	/// Lines of one provider with the same number and first day are one visit.
	pub visit: u8,
	/// How many.
	pub units: u32,
	/// For all of them.
	pub charge: Amount,
	/// Its first day.
	pub first: Day,
	/// Its last.
	pub last: Day,
	/// Who did it.
	pub provider: AccountId,
	/// What proves it: places in the document's pieces, counted from 0.
	pub evidence: Vec<u8>,
	/// What another insurer paid.
	pub other: Option<Amount>,
}

/// A claim: what its holder asks to be paid for, and what proves it.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimDocument {
	/// Under which policy.
	pub policy: PolicyId,
	/// Who is to be paid: nobody else is, whoever submits it.
	pub payee: AccountId,
	/// In what it is counted.
	pub currency: Currency,
	/// Whether other insurers pay before this one: each bills a piece of evidence once.
	pub slot: Slot,
	/// At most [`salus_adjudication::MAX_LINES`].
	pub lines: Vec<ClaimLine>,
	/// The records that are shown, each once: at most [`salus_primitives::claims::MAX_NULLIFIERS`].
	pub pieces: Vec<Piece>,
	/// 256 random bits of the commitment to the evidence.
	pub salt: [u8; 32],
	/// The holder's, of all the rest.
	pub signature: [u8; 64],
}

impl ClaimDocument {
	/// A claim on the chain with this genesis block, with salts of its own. `signer` is the policy's holder.
	#[expect(clippy::too_many_arguments, reason = "what a claim is made of")]
	pub fn sign(
		genesis: H256,
		policy: PolicyId,
		payee: AccountId,
		currency: Currency,
		slot: Slot,
		lines: Vec<ClaimLine>,
		shown: Vec<ShownRecord>,
		signer: &Signer,
	) -> Self {
		let pieces = shown.into_iter().map(|shown| Piece { shown, salt: random() }).collect();
		let (salt, signature) = (random(), [0; 64]);
		let unsigned = Self { policy, payee, currency, slot, lines, pieces, salt, signature };
		let signature = signer.sign(&unsigned.payload(genesis));
		Self { signature, ..unsigned }
	}

	/// Whether this account signed it, for the chain with this genesis block.
	pub fn is_signed_by(&self, genesis: H256, holder: &AccountId) -> bool {
		verify_message(holder, &self.payload(genesis), &self.signature)
	}

	/// The commitment to its evidence, which the claim is submitted with.
	pub fn evidence(&self) -> [u8; 32] {
		let hidden: Vec<_> = self.pieces.iter().map(|piece| piece.hidden(self.slot)).collect();
		blake2_256(&evidence_payload(&self.salt, &hidden))
	}

	/// The sum of its charges.
	pub fn total(&self) -> u128 {
		let charges = self.lines.iter().map(|line| u128::from(line.charge.0));
		charges.fold(0, u128::saturating_add)
	}

	/// What the holder signs: all of it. Else whoever submits it could change a line, be paid in another's place, or claim
	/// it under another policy or on another chain.
	fn payload(&self, genesis: H256) -> Zeroizing<Vec<u8>> {
		let Self { policy, payee, currency, slot, lines, pieces, salt, signature: _ } = self;
		let signed = (DOMAIN, genesis.0, policy, payee, currency, slot, lines, pieces, salt);
		Zeroizing::new(signed.encode())
	}
}

/// Without lines and evidence. Data rule 12.
impl core::fmt::Debug for ClaimDocument {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.debug_struct("ClaimDocument").field("policy", &self.policy).finish_non_exhaustive()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::{EUR, GENESIS, POLICY, account, document, line, shown, signer};
	use salus_primitives::claims::hidden_payload;

	/// Clients that others wrote put these bytes together themselves.
	#[test]
	fn what_a_holder_signs_has_these_bytes() {
		let written = ClaimLine { other: Some(Amount(5)), ..line(1, &[0]) };
		let piece = Piece { shown: shown(7), salt: [4; 32] };
		let document = ClaimDocument {
			policy: POLICY,
			payee: AccountId::new([5; 32]),
			currency: EUR,
			slot: Slot::Second,
			lines: vec![written],
			pieces: vec![piece.clone()],
			salt: [6; 32],
			signature: [0; 64],
		};
		let (provider, shown) = (account("Provider"), piece.shown.encode());
		let provider: &[u8; 32] = provider.as_ref();
		let expected: [&[u8]; 18] = [
			&[14 << 2],
			b"salus/claim/v1",
			&GENESIS.0,
			&[3, 0, 0, 0],
			&[5; 32],
			b"EUR",
			&[1],
			&[1 << 2],
			// Benefit, beneficiary, visit and units; the charge, 83, is compact.
			&[1, 0, 0, 0, 1, 0, 0, 0],
			&[0x4d, 1],
			// 20784 twice.
			&[0x30, 0x51, 0, 0, 0x30, 0x51, 0, 0],
			provider,
			&[1 << 2, 0],
			&[1, 5 << 2],
			&[1 << 2],
			&shown,
			&[4; 32],
			&[6; 32],
		];
		assert_eq!(*document.payload(GENESIS), expected.concat());
		// Policy, record, patient, both halves, signature.
		assert_eq!(shown.len(), 4 + 8 + 32 + 32 + 32 + 64);
	}

	/// Attack: whoever may write the record, or holds the claim, changes it or claims it elsewhere.
	#[test]
	fn a_signature_is_good_for_one_document_alone() {
		let own = document(vec![line(1, &[0])], &[7]);
		let (holder, patient) = (account("Holder"), account("Patient"));
		assert!(own.is_signed_by(GENESIS, &holder));
		assert!(!own.is_signed_by(GENESIS, &patient));
		assert!(!own.is_signed_by(H256([9; 32]), &holder));
		let mut line = own.lines[0].clone();
		line.charge = Amount(84);
		let mut piece = own.pieces[0].clone();
		piece.salt = [0; 32];
		for (what, other) in [
			("policy", ClaimDocument { policy: PolicyId(4), ..own.clone() }),
			("payee", ClaimDocument { payee: patient, ..own.clone() }),
			("currency", ClaimDocument { currency: Currency(*b"CHF"), ..own.clone() }),
			("slot", ClaimDocument { slot: Slot::Second, ..own.clone() }),
			("lines", ClaimDocument { lines: vec![line], ..own.clone() }),
			("pieces", ClaimDocument { pieces: vec![piece], ..own.clone() }),
			("salt", ClaimDocument { salt: [0; 32], ..own.clone() }),
			("signature", ClaimDocument { signature: [0; 64], ..own.clone() }),
		] {
			assert!(!other.is_signed_by(GENESIS, &holder), "{what}");
		}
		let wrapped = salus_primitives::wrapped(&own.payload(GENESIS));
		let signature = signer("Holder").sign(&wrapped);
		assert!(ClaimDocument { signature, ..own }.is_signed_by(GENESIS, &holder), "by a wallet");
	}

	#[test]
	fn evidence_is_committed_to_as_the_chain_opens_it() {
		let own = document(vec![line(1, &[0, 1])], &[7, 8]);
		let hidden = [0, 1].map(|place: usize| {
			let piece = &own.pieces[place];
			blake2_256(&hidden_payload(&piece.salt, &piece.shown.nullifier(Slot::First)))
		});
		assert_eq!(own.evidence(), blake2_256(&evidence_payload(&own.salt, &hidden)));
		// The same records again are committed to under other salts.
		let again = document(own.lines.clone(), &[7, 8]);
		assert_ne!(again.evidence(), own.evidence());
		assert_ne!(again.pieces[0].salt, again.pieces[1].salt);
		assert_ne!(ClaimDocument { slot: Slot::Second, ..own.clone() }.evidence(), own.evidence());
	}

	#[test]
	fn the_total_is_the_sum_of_charges_and_does_not_overflow() {
		let dear = ClaimLine { charge: Amount(u64::MAX), ..line(1, &[]) };
		let own = document(vec![dear.clone(), dear], &[]);
		assert_eq!(own.total(), 2 * u128::from(u64::MAX));
	}

	#[test]
	fn debug_shows_neither_lines_nor_evidence() {
		let own = document(vec![line(1, &[0])], &[7]);
		assert_eq!(format!("{own:?}"), "ClaimDocument { policy: PolicyId(3), .. }");
	}
}
