// SPDX-License-Identifier: Apache-2.0
//! What exactly is hashed or signed, so that chain and worker can't differ. Every payload opens with a
//! domain, so that a signature or hash made for one thing is never good for another. The hash is
//! BLAKE2b-256 (`blake2_256` in the SDK) throughout.

use crate::{
	Moment, RecordId, RequestId, VersionNumber, consent::BreakGlassReason, quorum::WorkClass,
};
use alloc::{string::String, vec::Vec};
use codec::Encode;

/// Domain of a patient's signature for a registration.
pub const REGISTRATION_DOMAIN: &[u8] = b"salus/registration/v1";
/// Domain of a patient's signature for a further sponsor.
pub const SPONSORSHIP_DOMAIN: &[u8] = b"salus/sponsorship/v1";
/// Domain of the reason for which a practitioner breaks the glass.
pub const BREAK_GLASS_DOMAIN: &[u8] = b"salus/break-glass/v1";
/// Domain of the disclosures' hash chain.
pub const DISCLOSURES_DOMAIN: &[u8] = b"salus/disclosures/v1";
const OUTPUT_DOMAIN: &[u8] = b"salus/output/v1";
const INPUTS_DOMAIN: &[u8] = b"salus/inputs/v1";

/// What a patient signs so that an organisation may register them and pay for it. Data rule 10.
#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub struct Registration<AccountId> {
	/// The only organisation that may use the signature: the sponsor.
	pub organisation: AccountId,
	/// The account to register.
	pub patient: AccountId,
	/// The signature is void from this moment.
	pub expires_at: Moment,
	/// The patient's X25519 key.
	pub encryption_key: [u8; 32],
}

impl<AccountId: Encode> Registration<AccountId> {
	/// The bytes to sign: the domain, the chain's genesis hash, and the fields in their order.
	pub fn payload(&self, genesis_hash: &[u8; 32]) -> Vec<u8> {
		(REGISTRATION_DOMAIN, genesis_hash, self).encode()
	}
}

/// What a registered patient signs so that a further organisation may sponsor them. Data rule 10.
#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub struct Sponsorship<AccountId> {
	/// The only organisation that may use the signature.
	pub organisation: AccountId,
	/// Whom it is to sponsor.
	pub patient: AccountId,
	/// How many sponsorships of the patient were begun before: with the next one the signature is void.
	pub number: u32,
	/// The signature is void from this moment.
	pub expires_at: Moment,
}

impl<AccountId: Encode> Sponsorship<AccountId> {
	/// The bytes to sign: the domain, the chain's genesis hash, and the fields in their order.
	pub fn payload(&self, genesis_hash: &[u8; 32]) -> Vec<u8> {
		(SPONSORSHIP_DOMAIN, genesis_hash, self).encode()
	}
}

/// Why a practitioner breaks the glass, as patient and reviewers are told it. The chain keeps the hash of its payload: it
/// can be opened in one way only, and for no other case.
#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub struct StatedReason<AccountId> {
	/// 256 random bits, which only those know who are told: the list of reasons is short, and could be tried.
	pub salt: [u8; 32],
	/// Whose records.
	pub patient: AccountId,
	/// Who breaks the glass.
	pub practitioner: AccountId,
	/// Why.
	pub reason: BreakGlassReason,
	/// The same in the practitioner's own words.
	pub note: String,
}

impl<AccountId: Encode> StatedReason<AccountId> {
	/// What is hashed to the commitment.
	pub fn payload(&self) -> Vec<u8> {
		(BREAK_GLASS_DOMAIN, self).encode()
	}
}

/// A payload as extensions of browsers wrap what they are asked to sign, so that nobody can be led to sign a transaction as
/// if it were text.
pub fn wrapped(payload: &[u8]) -> Vec<u8> {
	[b"<Bytes>".as_slice(), payload, b"</Bytes>"].concat()
}

/// What is hashed to what a request for decision support is about: the records of the job and of the inputs in the
/// request's order, each with its version, and the class. The chain binds the task to it.
pub fn inputs_payload(
	job: (RecordId, VersionNumber),
	inputs: &[(RecordId, VersionNumber)],
	class: WorkClass,
) -> Vec<u8> {
	(INPUTS_DOMAIN, job, inputs, class).encode()
}

/// What is hashed to the content of a request's result: `salt` is secret to whoever may read the job, so neither model
/// nor output can be guessed from it. `output` is the quantised output's bytes.
pub fn output_digest_payload(
	salt: &[u8; 32],
	request: RequestId,
	model_digest: &[u8; 32],
	output: &[u8],
) -> Vec<u8> {
	(OUTPUT_DOMAIN, salt, request, model_digest, output).encode()
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Clients that others wrote put these bytes together themselves.
	#[test]
	fn a_registration_s_payload_has_these_bytes() {
		let registration = Registration {
			organisation: [1_u8; 32],
			patient: [2; 32],
			expires_at: 0x0102_0304_0506_0708,
			encryption_key: [3; 32],
		};
		let expected: [&[u8]; 7] = [
			// The domain's length, by SCALE's compact form.
			&[21 << 2],
			b"salus/registration/v1",
			&[7; 32],
			&[1; 32],
			&[2; 32],
			&[8, 7, 6, 5, 4, 3, 2, 1],
			&[3; 32],
		];
		assert_eq!(registration.payload(&[7; 32]), expected.concat());
	}

	#[test]
	fn a_sponsorship_s_payload_has_these_bytes() {
		let sponsorship = Sponsorship {
			organisation: [1_u8; 32],
			patient: [2; 32],
			number: 0x0102_0304,
			expires_at: 0x0102_0304_0506_0708,
		};
		let expected: [&[u8]; 7] = [
			&[20 << 2],
			b"salus/sponsorship/v1",
			&[7; 32],
			&[1; 32],
			&[2; 32],
			&[4, 3, 2, 1],
			&[8, 7, 6, 5, 4, 3, 2, 1],
		];
		assert_eq!(sponsorship.payload(&[7; 32]), expected.concat());
	}

	fn stated() -> StatedReason<[u8; 32]> {
		StatedReason {
			salt: [9; 32],
			patient: [1; 32],
			practitioner: [2; 32],
			reason: BreakGlassReason::UnableToConsent,
			note: "asleep".into(),
		}
	}

	/// A patient's own client checks it, whoever wrote that.
	#[test]
	fn a_reason_s_payload_has_these_bytes() {
		let expected: [&[u8]; 8] = [
			&[20 << 2],
			b"salus/break-glass/v1",
			&[9; 32],
			&[1; 32],
			&[2; 32],
			&[2],
			// The note's length, by SCALE's compact form.
			&[6 << 2],
			b"asleep",
		];
		assert_eq!(stated().payload(), expected.concat());
	}

	/// Attack: whoever knows patient and practitioner tries all reasons there are.
	#[test]
	fn data_rule_2_without_its_salt_no_reason_on_the_list_fits_a_commitment() {
		let committed = StatedReason { note: String::new(), ..stated() }.payload();
		for reason in BreakGlassReason::ALL.iter().copied() {
			for salt in [[0; 32], [8; 32]] {
				let guess = StatedReason { salt, reason, note: String::new(), ..stated() };
				assert_ne!(guess.payload(), committed, "{reason}");
			}
		}
	}

	/// Attack: a reason is shown for another case than the one that it was stated for, or changed afterwards.
	#[test]
	fn a_commitment_is_opened_by_one_reason_for_one_patient_and_practitioner() {
		let committed = stated().payload();
		for other in [
			StatedReason { patient: [3; 32], ..stated() },
			StatedReason { practitioner: [3; 32], ..stated() },
			StatedReason { reason: BreakGlassReason::Unconscious, ..stated() },
			StatedReason { note: "asleep.".into(), ..stated() },
		] {
			assert_ne!(other.payload(), committed);
		}
	}

	/// The worker puts the same bytes together from what it read.
	#[test]
	fn what_a_request_is_about_has_these_bytes() {
		let inputs = [(RecordId(2), 3), (RecordId(1), 1)];
		let expected: [&[u8]; 7] = [
			&[15 << 2],
			b"salus/inputs/v1",
			&[7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
			// How many, by SCALE's compact form.
			&[2 << 2],
			&[2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0],
			&[1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
			&[WorkClass::Research as u8],
		];
		let payload = inputs_payload((RecordId(7), 1), &inputs, WorkClass::Research);
		assert_eq!(payload, expected.concat());
	}
}
