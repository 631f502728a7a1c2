// SPDX-License-Identifier: Apache-2.0
//! A share is placed, and asked after. Both answers are signed, and neither is believed without its signature.

use super::{Custodian, CustodianError};
use crate::{CustodyApiClient, retry};
use jsonrpsee::core::client::Error as RpcError;
use salus_chain::AccountId;
use salus_core::{
	Layers, Share, Sharing, encrypt_twice, parties, placement_info,
	protocol::{
		Challenge, Placement, PlacementKey, PlacementKeyError, ProofSubject, Proven, Receipt,
		ReceiptSubject, Reshare, Signed,
	},
	signer::Signer,
};
use salus_primitives::{Cid, records::Version};

/// A share on its way to its custodian.
#[derive(Clone, Copy)]
struct Placed<'a> {
	signer: &'a Signer,
	/// Our last finalized one.
	block: u32,
	/// The custodian's key on the chain.
	recipient: &'a [u8; 32],
	share: &'a Share,
	share_name: &'a [u8; 32],
}

impl Custodian {
	/// Places a share, encrypted to `recipient`, the custodian's X25519 key on chain, and over that to its placement
	/// key. Done only once the custodian has signed for it: what the chain names afterwards is what it signed for.
	#[allow(clippy::too_many_arguments)]
	pub async fn place(
		&self,
		signer: &Signer,
		block: u32,
		recipient: &[u8; 32],
		cid: &Cid,
		size: u64,
		key_commitment: &[u8; 32],
		share: &Share,
	) -> Result<(), CustodianError> {
		let placed = Placed { signer, block, recipient, share, share_name: key_commitment };
		let receipt = self.placed(placed, |placement_key, encrypted_share| {
			let placement = Placement {
				cid: hex::encode(cid.as_bytes()),
				size,
				key_commitment: hex::encode(key_commitment),
				placement_key,
				encrypted_share,
			};
			let signed = Signed::new(placement, block, self.bound("custody_place"), signer);
			async move { self.client.place(signed).await }
		});
		self.verify(&receipt.await?, &signer.account(), cid, size, key_commitment)
	}

	/// The same of a share of a version's key that is split anew.
	pub async fn place_anew(
		&self,
		signer: &Signer,
		block: u32,
		recipient: &[u8; 32],
		version: &Version<AccountId>,
		sharing: Sharing<'_>,
		share: &Share,
	) -> Result<(), CustodianError> {
		let share_name = &sharing.share_name();
		let placed = Placed { signer, block, recipient, share, share_name };
		let receipt = self.placed(placed, |placement_key, encrypted_share| {
			let reshare = Reshare {
				record: sharing.record.0,
				version: sharing.version,
				sharing: hex::encode(sharing.drawn.unwrap_or_default()),
				placement_key,
				encrypted_share,
			};
			let signed = Signed::new(reshare, block, self.bound("custody_reshare"), signer);
			async move { self.client.reshare(signed).await }
		});
		let Version { cid, length, .. } = version;
		self.verify(&receipt.await?, &signer.account(), cid, *length, share_name)
	}

	/// Encrypts a share to the key on chain and to the key of the hour, and sends it: to another key of the hour, once, if
	/// the first one is gone.
	async fn placed<Sent: Future<Output = Result<Receipt, RpcError>>>(
		&self,
		placed: Placed<'_>,
		send: impl Fn(String, String) -> Sent,
	) -> Result<Receipt, CustodianError> {
		let Placed { signer, block, recipient, share, share_name } = placed;
		let info = placement_info(&self.genesis_hash, share_name);
		let parties = parties(signer.account().as_ref(), self.account.as_ref());
		let mut asked_again = false;
		loop {
			let placement_key = self.placement_key(block).await?;
			let to = Layers { on_chain: recipient, ephemeral: &placement_key };
			let encrypted = encrypt_twice(to, &info, &parties, share.to_bytes().as_slice())?;
			let (key, encrypted) = (&hex::encode(placement_key), &hex::encode(encrypted));
			let send = &send;
			let response =
				retry::within_budget(self.retry_budget, CustodianError::passes, || async move {
					let response = send(key.clone(), encrypted.clone()).await;
					response.map_err(|cause| self.error(cause))
				})
				.await;
			match response {
				// It was started anew in between, or was long unreachable.
				Err(CustodianError::KeyGone { .. }) if !asked_again => asked_again = true,
				response => return response,
			}
		}
	}

	/// Believes a receipt if it is this custodian's, of just this.
	fn verify(
		&self,
		receipt: &Receipt,
		placed_by: &AccountId,
		cid: &Cid,
		size: u64,
		share_name: &[u8; 32],
	) -> Result<(), CustodianError> {
		let subject = ReceiptSubject {
			genesis_hash: &self.genesis_hash,
			custodian: &self.account,
			placed_by,
			cid,
			size,
			share_name,
		};
		let verified = receipt.verify(subject, &self.session_keys);
		verified.map_err(|cause| self.nonsense(format!("a receipt that is none: {cause}")))
	}

	/// The key that it takes shares under now, if its account signed it. `block` is our last finalized one.
	async fn placement_key(&self, block: u32) -> Result<[u8; 32], CustodianError> {
		let placement_key =
			retry::within_budget(self.retry_budget, CustodianError::passes, || async move {
				let told = self.identity().await?.placement_key;
				told.ok_or_else(|| CustodianError::Unavailable {
					account: self.account.clone(),
					reason: "it has no placement key while its node does not answer".to_owned(),
				})
			})
			.await?;
		self.verified(&placement_key, block)
			.map_err(|cause| self.nonsense(format!("its placement key does not verify: {cause}")))
	}

	/// Whether it answers, once asked, and takes shares under a key that verifies: a custodian whose session key was taken
	/// off the list answers, and no share can be placed with it.
	pub async fn takes_shares(&self, block: u32) -> bool {
		let told = self.identity().await.ok().and_then(|identity| identity.placement_key);
		told.is_some_and(|key| self.verified(&key, block).is_ok())
	}

	fn verified(&self, key: &PlacementKey, block: u32) -> Result<[u8; 32], PlacementKeyError> {
		key.verify(&self.genesis_hash, &self.account, block, &self.session_keys)
	}

	/// Asks for a proof that it keeps its share of this name and the document, under a new nonce, once.
	pub async fn prove(&self, cid: &Cid, share_name: &[u8; 32]) -> Result<Proven, CustodianError> {
		let nonce: [u8; 32] = salus_core::random();
		let challenge = Challenge {
			cid: hex::encode(cid.as_bytes()),
			key_commitment: hex::encode(share_name),
			nonce: hex::encode(nonce),
		};
		let proof = self.client.prove(challenge).await;
		let proof = proof.map_err(|cause| self.error(cause))?;
		let subject = ProofSubject {
			genesis_hash: &self.genesis_hash,
			custodian: &self.account,
			cid,
			share_name,
			nonce: &nonce,
		};
		let kept = proof.verify(subject, &self.session_keys);
		let kept = kept.map_err(|cause| self.nonsense(format!("a proof that is none: {cause}")))?;
		Ok(Proven { kept, nonce })
	}
}
