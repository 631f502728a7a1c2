// SPDX-License-Identifier: Apache-2.0
//! A request signed by an account.

use crate::{
	AccountId,
	signer::{self, Sign},
};
use alloc::{string::String, vec::Vec};
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
	/// The session key that signed for an operator, SS58; none if the caller's own key did.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub session_key: Option<AccountId>,
	/// Number of a recent finalized block.
	pub block: u32,
	/// sr25519 signature, hex.
	pub signature: String,
}

/// Why a signed request is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SignedError {
	/// The caller is not an account.
	#[error("the caller is not an account")]
	Caller,
	/// The signature does not fit the caller, this chain, this custodian, this method or the body.
	#[error("the signature does not fit the caller, chain, custodian, method and body")]
	Signature,
	/// Finalized state does not list the key that signed for the caller, or no longer.
	#[error(
		"{} signed for {}, and the chain does not list it as a session key of that account",
		key.to_ss58check(),
		caller.to_ss58check()
	)]
	NotListed {
		/// The key that signed.
		key: AccountId,
		/// The account that it signed for.
		caller: AccountId,
	},
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

	pub method: &'a str,
}

impl<Body: Encode> Signed<Body> {
	/// Signs a request.
	pub fn new(body: Body, block: u32, bound: Bound<'_>, signer: &impl Sign) -> Self {
		let caller = signer.account();
		let signature = hex::encode(signer.sign(&payload(&body, block, bound, &caller)));
		let session_key = signer.session_key();
		Self { body, caller: caller.to_ss58check(), session_key, block, signature }
	}

	/// Checks the signature, and returns the caller. If a session key signed it is not known yet whether it may:
	/// [`Signed::check_session_key`].
	pub fn signer(&self, bound: Bound<'_>) -> Result<AccountId, SignedError> {
		let caller = AccountId::from_ss58check(&self.caller).map_err(|_| SignedError::Caller)?;
		let mut signature = [0; 64];
		hex::decode_to_slice(&self.signature, &mut signature)
			.map_err(|_| SignedError::Signature)?;
		let payload = payload(&self.body, self.block, bound, &caller);
		let key = self.session_key.as_ref().unwrap_or(&caller);
		if !signer::verify_message(key, &payload, &signature) {
			return Err(SignedError::Signature);
		}
		Ok(caller)
	}

	/// Checks that the caller signed by its own key, or by one that finalized state lists for it.
	pub fn check_session_key(
		&self,
		caller: &AccountId,
		listed: &[AccountId],
	) -> Result<(), SignedError> {
		match &self.session_key {
			Some(key) if !listed.contains(key) => {
				Err(SignedError::NotListed { key: key.clone(), caller: caller.clone() })
			}
			_ => Ok(()),
		}
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
	use crate::protocol::Release;

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

	#[test]
	fn a_session_key_signs_for_an_account_only_while_it_is_listed() {
		let custodian = signer::Signer::from_secret("//Custodian").unwrap().account();
		let bound =
			Bound { genesis_hash: &[1; 32], custodian: &custodian, method: "custody_release" };
		let operator = signer::Signer::from_secret("//Operator").unwrap();
		let session = signer::Signer::from_secret("//Session").unwrap();
		let (account, key) = (operator.account(), session.account());
		let release = || Release { access: 7, reply_key: "05".repeat(32) };

		let own = Signed::new(release(), 500, bound, &operator);
		assert_eq!(own.signer(bound), Ok(account.clone()));
		assert_eq!(own.check_session_key(&account, &[]), Ok(()));
		assert!(!serde_json::to_string(&own).unwrap().contains("sessionKey"));

		let by_key = Signed::new(release(), 500, bound, &session.acting_for(account.clone()));
		assert_eq!(by_key.signer(bound), Ok(account.clone()));
		assert_eq!(by_key.check_session_key(&account, std::slice::from_ref(&key)), Ok(()));
		// Unlisted, or revoked by now.
		let refused = Err(SignedError::NotListed { key: key.clone(), caller: account.clone() });
		assert_eq!(by_key.check_session_key(&account, &[]), refused);
		assert_eq!(by_key.check_session_key(&account, std::slice::from_ref(&custodian)), refused);
		// Nobody calls a key's signature the account's own, nor another's.
		let refused = Err(SignedError::Signature);
		let called = |session_key| Signed { session_key, ..by_key.clone() }.signer(bound);
		assert_eq!(called(None), refused);
		assert_eq!(called(Some(custodian.clone())), refused);
		let text = serde_json::to_string(&by_key).unwrap();
		let read: Signed<Release> = serde_json::from_str(&text).unwrap();
		assert_eq!(read.session_key, Some(key));
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
