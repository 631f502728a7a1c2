//! A request signed by an account.

use crate::chain::{AccountId, signer};
use codec::Encode;
use serde::{Deserialize, Serialize};
use sp_core::crypto::Ss58Codec;

/// How many blocks behind the last finalized one a request may name. At 6 s a block, ten minutes.
pub const FRESHNESS_BLOCKS: u32 = 100;

const DOMAIN: &[u8] = b"salus/request/v1";

/// A body, who sent it, and their signature over all that it is good for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Signed<Body> {
	/// What is asked.
	pub body: Body,
	/// The caller's account, SS58.
	pub caller: String,
	/// Number of a recent finalized block.
	pub block: u32,
	/// sr25519 signature, hex.
	pub signature: String,
}

/// Why a signed request is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SignedError {
	/// The caller is no account.
	#[error("the caller is no account")]
	Caller,
	/// The signature does not fit the caller, this chain, this custodian, this method or the body.
	#[error("the signature does not fit the caller, chain, custodian, method and body")]
	Signature,
	/// The block named is not finalized here yet: the caller's node is ahead, or this one behind.
	#[error(
		"the request names block {named}, and the last finalized block here is {last}; ask again in a moment"
	)]
	Ahead {
		/// The block that the request names.
		named: u32,
		/// The last finalized block.
		last: u32,
	},
	/// The block named is too old.
	#[error(
		"the request names block {named}, but the last finalized block is {last}; sign it again"
	)]
	Stale {
		/// The block that the request names.
		named: u32,
		/// The last finalized block.
		last: u32,
	},
}

/// What a request is bound to besides its body.
#[derive(Clone, Copy)]
pub struct Bound<'a> {
	/// The chain.
	pub genesis_hash: &'a [u8; 32],
	/// The custodian asked.
	pub custodian: &'a AccountId,
	/// The method.
	pub method: &'a str,
}

impl<Body: Encode> Signed<Body> {
	/// Signs a request.
	pub fn new(body: Body, block: u32, bound: Bound<'_>, signer: &signer::Signer) -> Self {
		let caller = signer.account();
		let signature = hex::encode(signer.sign(&payload(&body, block, bound, &caller)));
		Self { body, caller: caller.to_string(), block, signature }
	}

	/// Checks the signature, and returns the caller.
	pub fn signer(&self, bound: Bound<'_>) -> Result<AccountId, SignedError> {
		let caller = AccountId::from_ss58check(&self.caller).map_err(|_| SignedError::Caller)?;
		let mut signature = [0; 64];
		hex::decode_to_slice(&self.signature, &mut signature)
			.map_err(|_| SignedError::Signature)?;
		let payload = payload(&self.body, self.block, bound, &caller);
		// A wallet in a browser wraps what it signs for a page, so that it is no transaction.
		let wrapped = [b"<Bytes>".as_slice(), &payload, b"</Bytes>"].concat();
		let fits = |signed: &[u8]| signer::verify(&caller, signed, &signature);
		if !fits(&payload) && !fits(&wrapped) {
			return Err(SignedError::Signature);
		}
		Ok(caller)
	}

	/// Checks that it was signed lately. `last` is the last finalized block.
	pub fn check_freshness(&self, last: u32) -> Result<(), SignedError> {
		let named = self.block;
		if named > last {
			return Err(SignedError::Ahead { named, last });
		}
		if last.saturating_sub(named) > FRESHNESS_BLOCKS {
			return Err(SignedError::Stale { named, last });
		}
		Ok(())
	}
}

fn payload(body: &impl Encode, block: u32, bound: Bound<'_>, caller: &AccountId) -> Vec<u8> {
	(DOMAIN, bound.genesis_hash, bound.custodian, bound.method, caller, block, body).encode()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::Release;

	fn signed() -> (Signed<Release>, signer::Signer, AccountId) {
		let reader = signer::Signer::from_secret("//Reader").unwrap();
		let custodian = signer::Signer::from_secret("//Custodian").unwrap().account();
		let bound =
			Bound { genesis_hash: &[1; 32], custodian: &custodian, method: "custody_release" };
		let release = Release { access: 7, reply_key: "05".repeat(32) };
		(Signed::new(release, 500, bound, &reader), reader, custodian)
	}

	#[test]
	fn a_request_is_good_for_one_chain_custodian_method_body_and_caller() {
		let (request, reader, custodian) = signed();
		let bound =
			Bound { genesis_hash: &[1; 32], custodian: &custodian, method: "custody_release" };
		assert_eq!(request.signer(bound), Ok(reader.account()));
		let refused = Err(SignedError::Signature);
		assert_eq!(request.signer(Bound { genesis_hash: &[2; 32], ..bound }), refused);
		assert_eq!(request.signer(Bound { custodian: &reader.account(), ..bound }), refused);
		assert_eq!(request.signer(Bound { method: "custody_destroy", ..bound }), refused);
		let mut other = request.clone();
		other.body.access = 8;
		assert_eq!(other.signer(bound), refused);
		let mut other = request.clone();
		other.body.reply_key = "06".repeat(32);
		assert_eq!(other.signer(bound), refused);
		let mut other = request.clone();
		other.block = 501;
		assert_eq!(other.signer(bound), refused);
		let mut other = request.clone();
		other.caller = custodian.to_string();
		assert_eq!(other.signer(bound), refused);
		let mut other = request;
		other.signature = "00".repeat(64);
		assert_eq!(other.signer(bound), refused);
	}

	/// As `signRaw` of Polkadot.js's extension and of Talisman signs.
	#[test]
	fn a_wallets_wrapped_signature_is_taken() {
		let (mut request, reader, custodian) = signed();
		let bound =
			Bound { genesis_hash: &[1; 32], custodian: &custodian, method: "custody_release" };
		let payload = payload(&request.body, request.block, bound, &reader.account());
		for (before, after, taken) in
			[("<Bytes>", "</Bytes>", true), ("<Bytes>", "", false), ("", "</Bytes>", false)]
		{
			let text = [before.as_bytes(), &payload, after.as_bytes()].concat();
			request.signature = hex::encode(reader.sign(&text));
			assert_eq!(request.signer(bound).is_ok(), taken, "{before} {after}");
		}
	}

	#[test]
	fn a_request_goes_stale_and_none_comes_from_the_future() {
		let (request, _, _) = signed();
		assert!(request.check_freshness(500 + FRESHNESS_BLOCKS).is_ok());
		let ahead = SignedError::Ahead { named: 500, last: 499 };
		assert_eq!(request.check_freshness(499), Err(ahead));
		let last = 501 + FRESHNESS_BLOCKS;
		let stale = SignedError::Stale { named: 500, last };
		assert_eq!(request.check_freshness(last), Err(stale));
	}
}
