//! What exactly is hashed or signed, so that chain and worker can't differ. Every payload opens with a
//! domain, so that a signature or hash made for one thing is never good for another. The hash is
//! BLAKE2b-256 (`blake2_256` in the SDK) throughout.

use crate::{Moment, RequestId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Domain of an organisation's voucher.
pub const VOUCHER_DOMAIN: &[u8] = b"salus/voucher/v1";
/// Domain of the disclosures' hash chain.
pub const DISCLOSURES_DOMAIN: &[u8] = b"salus/disclosures/v1";
const OUTPUT_DOMAIN: &[u8] = b"salus/output/v1";
const SEAL_DOMAIN: &[u8] = b"salus/seal/v1";

/// An organisation's promise to sponsor one patient. Data rule 10.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Voucher<AccountId> {
	/// The sponsor.
	pub organisation: AccountId,
	/// The only account that the voucher registers.
	pub patient: AccountId,
	/// The voucher is void from this moment.
	pub expires_at: Moment,
}

impl<AccountId: Encode> Voucher<AccountId> {
	/// What organisation and patient both sign: the domain, the chain's genesis hash, the voucher, and
	/// the patient's X25519 encryption key.
	pub fn payload(&self, genesis_hash: &[u8; 32], encryption_key: &[u8; 32]) -> Vec<u8> {
		(VOUCHER_DOMAIN, genesis_hash, self, encryption_key).encode()
	}
}

/// What is hashed to the digest of an output: `salt` is secret to whoever may read the inputs, so a sealed
/// output can't be guessed from its digest. `output` is the quantised output's bytes.
pub fn output_digest_payload(
	salt: &[u8; 32],
	request: RequestId,
	model_digest: &[u8; 32],
	output: &[u8],
) -> Vec<u8> {
	(OUTPUT_DOMAIN, salt, request, model_digest, output).encode()
}

/// What is hashed to an operator's seal: no operator can copy another's without knowing the digest.
pub fn seal_payload<AccountId: Encode>(digest: &[u8; 32], operator: &AccountId) -> Vec<u8> {
	(SEAL_DOMAIN, digest, operator).encode()
}
