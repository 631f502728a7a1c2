// SPDX-License-Identifier: Apache-2.0
//! Who signs: sr25519 and Substrate's derivation paths, so that a phrase works here and in Polkadot.js.

use super::AccountId;
use alloc::{format, string::String};
use salus_primitives::wrapped;
use sp_core::{Pair, crypto::Ss58Codec, sr25519};

/// What signs for an account: a key in memory ([`Signer`]), or a wallet.
pub trait Sign {
	fn account(&self) -> AccountId;

	/// The session key that signs in its place, if one does.
	fn session_key(&self) -> Option<AccountId>;

	/// A 64-byte sr25519 signature of these bytes.
	fn sign(&self, bytes: &[u8]) -> [u8; 64];
}

/// An account that can sign, by its own key or by a session key (the chain's `Proxy.Proxies`). The secret never leaves it
/// and is never printed.
// Only with the standard library: without it, sp-core has no random bytes to sign with, and panics.
#[cfg(feature = "std")]
#[derive(Clone)]
pub struct Signer {
	pair: sr25519::Pair,
	/// The account that a session key signs for.
	acts_for: Option<AccountId>,
}

/// What is wrong with a secret.
#[cfg(feature = "std")]
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
	/// Neither a phrase, a seed, nor a development account.
	#[error(
		"this is not a secret phrase, seed or path that Substrate knows; check the words and the //path"
	)]
	Malformed,
}

#[cfg(feature = "std")]
impl Signer {
	/// Reads a secret as Polkadot.js and `subkey` do: a phrase, a 0x-seed or nothing, then `//path`.
	pub fn from_secret(secret: &str) -> Result<Self, SignerError> {
		sr25519::Pair::from_string(secret, None)
			.map(|pair| Self { pair, acts_for: None })
			.map_err(|_| SignerError::Malformed)
	}

	/// The same key as a session key of an operator's account.
	pub fn acting_for(self, operator: AccountId) -> Self {
		Self { acts_for: Some(operator), ..self }
	}

	/// The seed of this secret's account alone: it leads to no other account that the secret leads to. `None` behind a
	/// soft step, which has none.
	pub fn own_seed(secret: &str) -> Result<Option<zeroize::Zeroizing<[u8; 32]>>, SignerError> {
		let (_, seed) = sr25519::Pair::from_string_with_seed(secret, None)
			.map_err(|_| SignerError::Malformed)?;
		Ok(seed.map(zeroize::Zeroizing::new))
	}

	/// A session key as an account of its own.
	pub fn as_itself(&self) -> Self {
		Self { pair: self.pair.clone(), acts_for: None }
	}

	/// The account: of a session key the operator's.
	pub fn account(&self) -> AccountId {
		self.acts_for.clone().unwrap_or_else(|| self.key())
	}

	/// The account of the key itself: it has the nonce, and pays the fees.
	pub fn key(&self) -> AccountId {
		AccountId::new(self.pair.public().0)
	}

	/// The session key, if it signs for another account.
	pub fn session_key(&self) -> Option<AccountId> {
		self.acts_for.is_some().then(|| self.key())
	}

	/// Signs bytes: a 64-byte sr25519 signature.
	pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
		self.pair.sign(bytes).0
	}

	/// Secret bytes from which keys for other uses are derived, never used as they are. Only the key: the
	/// nonce beside it is drawn anew each time that a soft path is derived.
	pub fn secret_material(&self) -> zeroize::Zeroizing<Vec<u8>> {
		let mut material = zeroize::Zeroizing::new(self.pair.to_raw_vec());
		material.truncate(32);
		material
	}

	/// The key pair itself: what transactions are signed by.
	pub fn pair(&self) -> &sr25519::Pair {
		&self.pair
	}
}

#[cfg(feature = "std")]
impl Sign for Signer {
	fn account(&self) -> AccountId {
		self.account()
	}

	fn session_key(&self) -> Option<AccountId> {
		self.session_key()
	}

	fn sign(&self, bytes: &[u8]) -> [u8; 64] {
		self.sign(bytes)
	}
}

#[cfg(feature = "std")]
impl core::fmt::Debug for Signer {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "Signer({})", self.account())
	}
}

/// Whether the account made this sr25519 signature of these bytes.
pub fn verify(account: &AccountId, bytes: &[u8], signature: &[u8; 64]) -> bool {
	let account: &[u8; 32] = account.as_ref();
	sr25519::Pair::verify(
		&sr25519::Signature::from_raw(*signature),
		bytes,
		&sr25519::Public::from_raw(*account),
	)
}

/// The same of a message that a wallet may have signed: in a browser it wraps what a page asks it to sign, so that it is not
/// a transaction. The chain takes both, too.
pub fn verify_message(account: &AccountId, message: &[u8], signature: &[u8; 64]) -> bool {
	verify(account, message, signature) || verify(account, &wrapped(message), signature)
}

/// Whether these bytes were signed for the account: by itself, or by `session_key`, if that is among the ones that
/// finalized state lists for it (`ChainClient::session_keys`).
pub fn verify_for(
	account: &AccountId,
	session_key: Option<&AccountId>,
	listed: &[AccountId],
	bytes: &[u8],
	signature: &[u8; 64],
) -> bool {
	match session_key {
		None => verify(account, bytes, signature),
		Some(key) => listed.contains(key) && verify(key, bytes, signature),
	}
}

/// Reads an account in SS58 or as 0x and 64 hex digits.
pub fn parse_account(text: &str) -> Result<AccountId, String> {
	if let Some(digits) = text.strip_prefix("0x") {
		let mut bytes = [0; 32];
		return hex::decode_to_slice(digits, &mut bytes)
			.map(|()| AccountId::new(bytes))
			.map_err(|cause| format!("{text} is not an account: {cause}"));
	}
	AccountId::from_ss58check(text).map_err(|cause| format!("{text} is not an account: {cause:?}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_same_secret_gives_the_same_material_on_soft_paths_too() {
		for secret in ["//Alice", "//Alice/soft", "//Alice///password"] {
			let material = || Signer::from_secret(secret).unwrap().secret_material();
			assert_eq!(*material(), *material(), "{secret}");
			assert_eq!(material().len(), 32);
		}
	}

	#[test]
	fn a_signature_counts_by_the_own_key_or_a_listed_session_key() {
		let [own, session, other] = ["//Operator", "//Session", "//Other"]
			.map(|secret| Signer::from_secret(secret).unwrap());
		let (account, key) = (own.account(), session.account());
		let acting = session.acting_for(account.clone());
		assert_eq!((acting.account(), acting.key()), (account.clone(), key.clone()));
		assert_eq!((acting.session_key(), own.session_key()), (Some(key.clone()), None));

		let listed = [other.account(), key.clone()];
		let holds = |signer: &Signer, session_key: Option<&AccountId>, listed: &[AccountId]| {
			verify_for(&account, session_key, listed, b"bytes", &signer.sign(b"bytes"))
		};
		assert!(holds(&own, None, &[]), "its own key");
		assert!(holds(&acting, Some(&key), &listed), "a listed session key");
		assert!(!holds(&acting, Some(&key), &[]), "unlisted, or revoked by now");
		assert!(!holds(&acting, Some(&key), &[other.account()]), "another is listed");
		assert!(!holds(&acting, None, &listed), "it names no signer");
		assert!(!holds(&other, Some(&key), &listed), "another's signature");
		assert!(!holds(&own, Some(&key), &listed), "the own key's, called the session key's");
		let other_bytes = acting.sign(b"other bytes");
		assert!(!verify_for(&account, Some(&key), &listed, b"bytes", &other_bytes));
	}
}
