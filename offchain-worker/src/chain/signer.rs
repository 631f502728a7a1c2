//! Who signs: sr25519 and Substrate's derivation paths, so that a phrase works here and in Polkadot.js.

use super::AccountId;
use sp_core::{Pair, crypto::Ss58Codec, sr25519};
use std::fmt;

/// An account that can sign. The secret never leaves it and is never printed.
#[derive(Clone)]
pub struct Signer(sr25519::Pair);

/// What is wrong with a secret.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
	/// Neither a phrase, a seed, nor a development account.
	#[error(
		"this is no secret phrase, seed or path that Substrate knows; check the words and the //path"
	)]
	Malformed,
}

impl Signer {
	/// Reads a secret as Polkadot.js and `subkey` do: a phrase, a 0x-seed or nothing, then `//path`.
	pub fn from_secret(secret: &str) -> Result<Self, SignerError> {
		sr25519::Pair::from_string(secret, None).map(Self).map_err(|_| SignerError::Malformed)
	}

	/// The seed of this secret's account alone: it leads to no other account that the secret leads to. `None` behind a
	/// soft step, which has none.
	pub fn own_seed(secret: &str) -> Result<Option<zeroize::Zeroizing<[u8; 32]>>, SignerError> {
		let (_, seed) = sr25519::Pair::from_string_with_seed(secret, None)
			.map_err(|_| SignerError::Malformed)?;
		Ok(seed.map(zeroize::Zeroizing::new))
	}

	/// The account.
	pub fn account(&self) -> AccountId {
		AccountId::new(self.0.public().0)
	}

	/// Signs bytes: a 64-byte sr25519 signature.
	pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
		self.0.sign(bytes).0
	}

	/// Secret bytes from which keys for other uses are derived, never used as they are. Only the key: the
	/// nonce beside it is drawn anew each time that a soft path is derived.
	pub fn secret_material(&self) -> zeroize::Zeroizing<Vec<u8>> {
		let mut material = zeroize::Zeroizing::new(self.0.to_raw_vec());
		material.truncate(32);
		material
	}

	pub(super) fn pair(&self) -> &sr25519::Pair {
		&self.0
	}
}

impl fmt::Debug for Signer {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

/// Reads an account in SS58 or as 0x and 64 hex digits.
pub fn parse_account(text: &str) -> Result<AccountId, String> {
	if let Some(digits) = text.strip_prefix("0x") {
		let mut bytes = [0; 32];
		return hex::decode_to_slice(digits, &mut bytes)
			.map(|()| AccountId::new(bytes))
			.map_err(|cause| format!("{text} is no account: {cause}"));
	}
	AccountId::from_ss58check(text).map_err(|cause| format!("{text} is no account: {cause:?}"))
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
}
