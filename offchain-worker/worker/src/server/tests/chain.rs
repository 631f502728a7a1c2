// SPDX-License-Identifier: Apache-2.0
//! Chains in the place of the real one.

use super::*;
use codec::Encode;
use salus_chain::queries::{Balance, WhoIs};
use salus_custody::fixtures;
use salus_primitives::{ClaimId, RecordId, participants::EncryptionKey, quorum::TaskId};

/// Somebody of whom the chain knows this key and nothing else.
pub(super) fn with_key(key: [u8; 32]) -> WhoIs {
	let encryption_key = Some(EncryptionKey { key, version: 1, set_at: 0 });
	WhoIs { encryption_key, ..fixtures::nobody() }
}

/// A chain that stands still, on which everybody is registered and nothing else.
pub(super) struct Still;

#[async_trait::async_trait]
impl ChainClient for Still {
	fn genesis_hash(&self) -> H256 {
		H256(GENESIS)
	}

	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		let (number, hash) = (BLOCK, H256([2; 32]));
		Ok(BlockRef { number, hash })
	}

	async fn block_hash(&self, _: u32) -> Result<Option<H256>, ChainError> {
		Ok(None)
	}

	async fn events(&self, _: H256) -> Result<Vec<Event>, ChainError> {
		Ok(Vec::new())
	}

	async fn moment(&self, _: H256) -> Result<Moment, ChainError> {
		Ok(0)
	}

	async fn ask_raw(&self, method: &str, _: Vec<u8>, _: H256) -> Result<Vec<u8>, ChainError> {
		Ok(match method {
			// A member of one organisation, with an encryption key: the custodian's.
			"ParticipantsApi_who_is" => {
				let key = EncryptionSecret::from_bytes(SECRET).public();
				WhoIs { membership_count: 1, ..with_key(key) }.encode()
			}
			_ => vec![0],
		})
	}

	async fn session_keys(&self, _: &AccountId, _: H256) -> Result<Vec<AccountId>, ChainError> {
		Ok(Vec::new())
	}

	async fn records_of(&self, _: &Cid, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn records(&self, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn claims(&self, _: H256) -> Result<Vec<ClaimId>, ChainError> {
		Ok(Vec::new())
	}

	async fn destructions_owed(&self, _: H256) -> Result<Vec<RecordId>, ChainError> {
		Ok(Vec::new())
	}

	async fn accused_tasks(&self, _: H256) -> Result<Vec<TaskId>, ChainError> {
		Ok(Vec::new())
	}

	async fn best_number(&self) -> Result<u32, ChainError> {
		Ok(BLOCK)
	}

	async fn is_syncing(&self) -> Result<bool, ChainError> {
		Ok(false)
	}

	async fn fee(&self, _: &Signer, _: &Call, _: H256) -> Result<Balance, ChainError> {
		Ok(0)
	}

	async fn submit(&self, _: &Signer, call: Call) -> Result<Included, ChainError> {
		Err(ChainError::NotCarried { call: call.name() })
	}
}

/// A chain that answers some questions otherwise than [`Still`].
#[async_trait::async_trait]
pub(super) trait StandIn: Send + Sync {
	async fn finalized(&self) -> Result<BlockRef, ChainError> {
		Still.finalized().await
	}

	async fn moment(&self, block: H256) -> Result<Moment, ChainError> {
		Still.moment(block).await
	}

	async fn ask_raw(
		&self,
		method: &str,
		arguments: Vec<u8>,
		block: H256,
	) -> Result<Vec<u8>, ChainError> {
		Still.ask_raw(method, arguments, block).await
	}

	async fn session_keys(
		&self,
		account: &AccountId,
		block: H256,
	) -> Result<Vec<AccountId>, ChainError> {
		Still.session_keys(account, block).await
	}
}

/// Makes a stand-in a client of the chain. Not for all of them at once: the trait is another crate's.
macro_rules! stands_in {
	($chain:ty) => {
		const _: () = {
			use crate::server::tests::chain::{StandIn, Still};
			use salus_chain::{
				BlockRef, ChainClient, ChainError, H256, Included, calls::Call, events::Event,
				queries::Balance,
			};
			use salus_core::{AccountId, signer::Signer};
			use salus_primitives::{Cid, ClaimId, Moment, RecordId, quorum::TaskId};

			#[async_trait::async_trait]
			impl ChainClient for $chain {
				fn genesis_hash(&self) -> H256 {
					Still.genesis_hash()
				}

				async fn finalized(&self) -> Result<BlockRef, ChainError> {
					StandIn::finalized(self).await
				}

				async fn block_hash(&self, number: u32) -> Result<Option<H256>, ChainError> {
					Still.block_hash(number).await
				}

				async fn events(&self, block: H256) -> Result<Vec<Event>, ChainError> {
					Still.events(block).await
				}

				async fn moment(&self, block: H256) -> Result<Moment, ChainError> {
					StandIn::moment(self, block).await
				}

				async fn ask_raw(
					&self,
					method: &str,
					arguments: Vec<u8>,
					block: H256,
				) -> Result<Vec<u8>, ChainError> {
					StandIn::ask_raw(self, method, arguments, block).await
				}

				async fn session_keys(
					&self,
					account: &AccountId,
					block: H256,
				) -> Result<Vec<AccountId>, ChainError> {
					StandIn::session_keys(self, account, block).await
				}

				async fn records_of(
					&self,
					cid: &Cid,
					block: H256,
				) -> Result<Vec<RecordId>, ChainError> {
					Still.records_of(cid, block).await
				}

				async fn records(&self, block: H256) -> Result<Vec<RecordId>, ChainError> {
					Still.records(block).await
				}

				async fn claims(&self, block: H256) -> Result<Vec<ClaimId>, ChainError> {
					Still.claims(block).await
				}

				async fn destructions_owed(
					&self,
					block: H256,
				) -> Result<Vec<RecordId>, ChainError> {
					Still.destructions_owed(block).await
				}

				async fn accused_tasks(&self, block: H256) -> Result<Vec<TaskId>, ChainError> {
					Still.accused_tasks(block).await
				}

				async fn best_number(&self) -> Result<u32, ChainError> {
					Still.best_number().await
				}

				async fn is_syncing(&self) -> Result<bool, ChainError> {
					Still.is_syncing().await
				}

				async fn fee(
					&self,
					signer: &Signer,
					call: &Call,
					block: H256,
				) -> Result<Balance, ChainError> {
					Still.fee(signer, call, block).await
				}

				async fn submit(
					&self,
					signer: &Signer,
					call: Call,
				) -> Result<Included, ChainError> {
					Still.submit(signer, call).await
				}
			}
		};
	};
}
pub(super) use stands_in;
