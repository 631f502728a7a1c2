// SPDX-License-Identifier: Apache-2.0
//! What a custodian answers when it does not do what was asked.

use crate::ipfs::StoreError;
use jsonrpsee::{core::RpcResult, types::ErrorObjectOwned};
use salus_chain::ChainError;
use salus_core::protocol::{CORRUPT, KEY_GONE, REFUSED, UNAVAILABLE, WITHOUT_DOCUMENT};
use salus_primitives::Cid;

pub(super) fn refuse(reason: impl ToString) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(REFUSED, reason.to_string(), None::<()>)
}

pub(super) fn unavailable(reason: impl ToString) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(UNAVAILABLE, reason.to_string(), None::<()>)
}

/// Its author brings the document then.
pub(super) fn without_document(reason: impl ToString) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(WITHOUT_DOCUMENT, reason.to_string(), None::<()>)
}

pub(super) fn key_gone() -> ErrorObjectOwned {
	let reason = "the key that the share was encrypted to is gone: ask for custody_identity again, and encrypt the share \
		to the placementKey that it answers";
	ErrorObjectOwned::owned(KEY_GONE, reason, None::<()>)
}

/// Its address and what is to be done there is this operator's affair, not the caller's.
fn silent(what: &str, cause: impl ToString) -> ErrorObjectOwned {
	tracing::warn!(cause = cause.to_string(), "{what} does not answer");
	unavailable(format!("{what} that it works with does not answer"))
}

pub(super) fn store_failed(cause: StoreError) -> ErrorObjectOwned {
	match &cause {
		StoreError::Corrupt { document, .. } => {
			ErrorObjectOwned::owned(CORRUPT, document.to_string(), None::<()>)
		}
		StoreError::NotFound { .. } => without_document(cause),
		StoreError::Unreachable { .. } => silent("the IPFS daemon", cause),
		_ => refuse(cause),
	}
}

pub(super) fn chain_failed(cause: ChainError) -> ErrorObjectOwned {
	match &cause {
		ChainError::Unreachable { .. } => silent("the chain's node", cause),
		_ => refuse(cause),
	}
}

pub(super) fn parse_cid(text: &str) -> RpcResult<Cid> {
	let bytes =
		hex::decode(text).map_err(|cause| refuse(format!("the CID is not hex: {cause}")))?;
	Cid::parse(&bytes).map_err(refuse)
}

pub(super) fn parse_hash(text: &str) -> RpcResult<[u8; 32]> {
	let mut bytes = [0; 32];
	hex::decode_to_slice(text, &mut bytes).map_err(|cause| {
		refuse(format!("a commitment, a key or a nonce is 64 hex digits: {cause}"))
	})?;
	Ok(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn whose_placement_key_is_gone_is_told_what_to_do() {
		let refused = key_gone();
		assert_eq!(refused.code(), KEY_GONE);
		assert!(refused.message().contains("custody_identity"), "{refused}");
	}

	#[test]
	fn what_does_not_answer_is_not_called_a_refusal() {
		let silent = StoreError::Unreachable {
			endpoint: "http://127.0.0.1:5001".into(),
			problem: "connection refused".into(),
		};
		let answer = store_failed(silent);
		assert_eq!(answer.code(), UNAVAILABLE);
		assert!(!answer.message().contains("5001"), "{answer}");
		assert_eq!(store_failed(StoreError::TooLarge).code(), REFUSED);
		let missing = StoreError::NotFound { cid: Cid::raw([1; 32]), seconds: 30 };
		assert_eq!(store_failed(missing).code(), WITHOUT_DOCUMENT);
		let silent = ChainError::Unreachable {
			url: "ws://127.0.0.1:9944".into(),
			cause: "connection refused".into(),
		};
		let answer = chain_failed(silent);
		assert_eq!(answer.code(), UNAVAILABLE);
		assert!(!answer.message().contains("9944"), "{answer}");
		let answered = ChainError::Mismatch("unknown event".into());
		assert_eq!(chain_failed(answered).code(), REFUSED);
	}
}
