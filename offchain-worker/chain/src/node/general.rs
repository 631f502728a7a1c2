//! General transactions: calls that are authorised by their own arguments, with no signer. substrate-api-client makes
//! extrinsics of version 4 only, which can't carry them.

use super::NodeClient;
use crate::{ChainError, Included, calls::Call};
use codec::Encode;

impl NodeClient {
	/// Sends a call as a general transaction, and waits until it succeeded in a finalized block.
	pub(super) async fn submit_general(&self, call: &Call) -> Result<Included, ChainError> {
		let runtime = self.runtime().await?;
		let encoded = call.encode_for(&runtime.metadata)?;
		let sent = self.send(call, general_transaction(&encoded)).await?;
		self.finalised(call, sent).await
	}
}

/// A general transaction: extrinsic format 5 of kind 0b01, then version 0 of the extensions. Of these only four carry
/// bytes: an immortal era, nonce 0, tip 0, and no metadata hash.
/// <https://github.com/polkadot-fellows/RFCs/blob/main/text/0084-general-transaction-extrinsic-format.md>
fn general_transaction(call: &[u8]) -> Vec<u8> {
	const FORMAT_FIVE_GENERAL: u8 = 0b0100_0101;
	let mut body = vec![FORMAT_FIVE_GENERAL, 0, 0, 0, 0, 0];
	body.extend_from_slice(call);
	body.encode()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_general_transaction_carries_the_extensions_bytes_before_the_call() {
		// Length; format 5, general; version 0; era, nonce, tip, metadata hash; call.
		assert_eq!(general_transaction(&[50, 7]), [8 << 2, 0x45, 0, 0, 0, 0, 0, 50, 7]);
	}
}
