// SPDX-License-Identifier: Apache-2.0
//! A share is asked for: by a reader whom the chain grants access, and by the operator that keeps it from now on.

use super::{Custodian, CustodianError};
use crate::{CustodyApiClient, retry};
use salus_chain::AccountId;
use salus_core::{
	EncryptionSecret, Layers, Share, Sharing, decrypt_twice, hand_over_info, parties,
	protocol::{Release, ReleasedShare, Signed, TakeOver},
	release_info,
	signer::Signer,
};
use salus_primitives::AccessId;

impl Custodian {
	/// Asks for the share that an access request lets the signer have. It comes encrypted to `secret`, and over that to a
	/// secret that ends with this function: whoever recorded the answer opens it with neither `secret` nor the signer's.
	pub async fn release(
		&self,
		signer: &Signer,
		secret: &EncryptionSecret,
		block: u32,
		access: AccessId,
	) -> Result<Share, CustodianError> {
		let reply = EncryptionSecret::generate();
		let release = Release { access: access.0, reply_key: hex::encode(reply.public()) };
		let signed = Signed::new(release, block, self.bound("custody_release"), signer);
		let signed = &signed;
		let released =
			retry::within_budget(self.retry_budget, CustodianError::passes, || async move {
				let response = self.client.release(signed.clone()).await;
				response.map_err(|cause| self.error(cause))
			})
			.await?;
		let with = Layers { on_chain: secret, ephemeral: &reply };
		self.opened(released, with, &release_info(&self.genesis_hash, access), &signer.account())
	}

	/// Asks for the share that it kept, and that the signer keeps in its place by finalized state. It travels as a released
	/// one does.
	pub async fn take_over(
		&self,
		signer: &Signer,
		secret: &EncryptionSecret,
		block: u32,
		sharing: Sharing<'_>,
	) -> Result<Share, CustodianError> {
		let reply = EncryptionSecret::generate();
		let take_over = TakeOver {
			record: sharing.record.0,
			version: sharing.version,
			reply_key: hex::encode(reply.public()),
		};
		let signed = Signed::new(take_over, block, self.bound("custody_hand_over"), signer);
		let given = self.client.hand_over(signed).await;
		let given = given.map_err(|cause| self.error(cause))?;
		let with = Layers { on_chain: secret, ephemeral: &reply };
		let info = hand_over_info(&self.genesis_hash, &sharing.share_name());
		self.opened(given, with, &info, &signer.account())
	}

	/// The share in an answer to this account.
	fn opened(
		&self,
		given: ReleasedShare,
		with: Layers<&EncryptionSecret>,
		info: &[u8],
		to: &AccountId,
	) -> Result<Share, CustodianError> {
		let encrypted = hex::decode(given.encrypted_share).map_err(|cause| self.nonsense(cause))?;
		let parties = parties(self.account.as_ref(), to.as_ref());
		let bytes = decrypt_twice(with, info, &parties, &encrypted)?;
		Share::from_bytes(&bytes).map_err(|cause| self.nonsense(cause))
	}
}
