// SPDX-License-Identifier: Apache-2.0
//! What an operator of a node must know in time: that the disk fills, that the clock is off, that there is no
//! key to collate with, that the relay chain knows no such parachain or another one under its id.

use polkadot_sdk::*;

use sc_service::{Configuration, Error, TaskManager};
use sc_storage_monitor::{StorageMonitorParams, StorageMonitorService};

/// Ends the node while there is still room to end well.
pub fn storage(
	options: StorageMonitorParams,
	config: &Configuration,
	tasks: &TaskManager,
) -> Result<(), Error> {
	let Some(path) = config.database.path() else {
		return Ok(());
	};
	// It asks the file system, which knows no folder that is not made yet.
	std::fs::create_dir_all(path)?;
	StorageMonitorService::try_spawn(options, path.into(), &tasks.spawn_essential_handle()).map_err(
		|error| {
			Error::Other(format!(
				"{}: {error}; make room, or set --db-storage-threshold lower",
				path.display()
			))
		},
	)
}

#[cfg(feature = "collator")]
pub use relay_chain::{relay_chain, warn_without_key};

#[cfg(feature = "collator")]
mod relay_chain {
	use super::*;
	use crate::client::Client;
	use codec::Decode;
	use cumulus_primitives_core::{
		ParaId,
		relay_chain::{OccupiedCoreAssumption, well_known_keys::CURRENT_SLOT},
	};
	use cumulus_relay_chain_interface::{PHeader, RelayChainInterface, RelayChainResult};
	use futures::StreamExt;
	use sp_blockchain::HeaderBackend;
	use sp_consensus_aura::Slot;
	use sp_keystore::{Keystore, KeystorePtr};
	use sp_runtime::traits::Header as _;
	use std::{
		sync::Arc,
		time::{Duration, Instant, SystemTime, UNIX_EPOCH},
	};

	/// A relay chain's slot, in milliseconds.
	const SLOT: u64 = 6_000;
	/// How far from now a fresh block's slot may lie, in milliseconds: blocks travel, and clocks differ.
	const TOLERANCE: u64 = 30_000;
	/// How long nothing may become final here while it lacks what the relay chain has of its parachain.
	const STALL_LIMIT: Duration = Duration::from_secs(60);

	/// Says so if the node is to collate and can't sign.
	pub fn warn_without_key(keystore: &KeystorePtr) {
		if keystore.sr25519_public_keys(sp_core::crypto::key_types::AURA).is_empty() {
			log::error!(
				"The keystore holds no Aura key: this collator makes no block. Put its key back with \
				 `salus-node key insert --key-type aura --scheme sr25519`, or make a new one with \
				 author_rotateKeysWithOwner and announce it with session.setKeys (node/README.md)."
			);
		}
	}

	/// What is wrong.
	#[derive(Clone, Copy, PartialEq, Eq, Debug)]
	enum Trouble {
		/// This machine's clock, by so many seconds: ahead if positive.
		Clock(i64),
		/// The relay chain knows no parachain of this id.
		Unknown,
		/// The relay chain knows another parachain by this id.
		Other,
		/// The relay chain has later blocks of the parachain, and none of them comes here.
		Behind,
	}

	impl Trouble {
		fn tell(self, id: ParaId) {
			match self {
				Self::Clock(seconds) => log::error!(
					"This machine's clock is {} s {} the relay chain's: set it by NTP, or blocks come too early or \
					 too late",
					seconds.abs(),
					if seconds > 0 { "ahead of" } else { "behind" }
				),
				Self::Unknown => log::error!(
					"The relay chain knows no parachain {id}: no block will be final before it is registered. If it \
					 should be, check the relay chain's specification after `--`"
				),
				Self::Other => log::error!(
					"Parachain {id} of this relay chain is another chain than the one of --chain: check both \
					 specifications, and delete the database of the wrong one with purge-chain"
				),
				Self::Behind => log::error!(
					"The relay chain has later blocks of parachain {id}, and none came here for {} s: no other node \
					 of it is connected (--bootnodes), or --chain is another chain's specification",
					STALL_LIMIT.as_secs()
				),
			}
		}
	}

	/// Reads each new head of the relay chain, and logs what begins to be wrong and what no longer is.
	/// Returns, which ends the node, when the relay chain's parachain is another one.
	pub async fn relay_chain(
		relay_chain: Arc<dyn RelayChainInterface>,
		client: Arc<Client>,
		id: ParaId,
	) {
		let mut known: Option<Trouble> = None;
		let mut own = (client.info().finalized_number, Instant::now());
		let mut heads = match relay_chain.new_best_notification_stream().await {
			Ok(heads) => heads,
			Err(error) => return log::error!("The relay chain tells no heads: {error}"),
		};
		while let Some(head) = heads.next().await {
			// Old heads have old slots.
			if relay_chain.is_major_syncing().await.unwrap_or(true) {
				continue;
			}
			let finalized = client.info().finalized_number;
			if finalized != own.0 {
				own = (finalized, Instant::now());
			}
			let still = own.1.elapsed();
			let found = match poll(&*relay_chain, &client, id, &head, still).await {
				Ok(found) => found,
				Err(error) => {
					log::debug!("The relay chain's block {} can't be read: {error}", head.number);
					continue;
				}
			};
			let same = match (known, found) {
				// A clock that drifts on is the same trouble.
				(Some(Trouble::Clock(_)), Some(Trouble::Clock(_))) => true,
				(known, found) => known == found,
			};
			match found {
				Some(trouble) if !same => trouble.tell(id),
				None if !same => {
					log::info!("The relay chain, the clock and parachain {id} fit again")
				}
				_ => {}
			}
			if found == Some(Trouble::Other) {
				return;
			}
			known = found;
		}
	}

	async fn poll(
		relay_chain: &dyn RelayChainInterface,
		client: &Client,
		id: ParaId,
		head: &PHeader,
		still: Duration,
	) -> RelayChainResult<Option<Trouble>> {
		let hash = head.hash();
		let slot = relay_chain.get_storage_by_key(hash, CURRENT_SLOT).await?;
		let slot = slot.and_then(|bytes| Slot::decode(&mut bytes.as_slice()).ok());
		let now = SystemTime::now()
			.duration_since(UNIX_EPOCH)
			.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
		if let Some(off) = slot.and_then(|slot| clock_off(*slot, now)) {
			return Ok(Some(Trouble::Clock(off)));
		}
		let data = relay_chain
			.persisted_validation_data(hash, id, OccupiedCoreAssumption::TimedOut)
			.await?;
		let Some(data) = data else {
			return Ok(Some(Trouble::Unknown));
		};
		let Ok(included) = salus_runtime::Header::decode(&mut data.parent_head.0.as_slice()) else {
			return Ok(Some(Trouble::Other));
		};
		// What is not final here may still be replaced.
		if *included.number() > client.info().finalized_number {
			let here = client.number(included.hash()).is_ok_and(|number| number.is_some());
			return Ok((!here && still > STALL_LIMIT).then_some(Trouble::Behind));
		}
		let own = client.hash(*included.number()).ok().flatten();
		Ok(own.is_some_and(|own| own != included.hash()).then_some(Trouble::Other))
	}

	/// By how many seconds the clock is ahead (or, if negative, behind) of a block that has just come, if by
	/// too many.
	fn clock_off(slot: u64, now: u64) -> Option<i64> {
		let off = i128::from(now) - i128::from(slot.saturating_mul(SLOT));
		(off.unsigned_abs() > u128::from(TOLERANCE))
			.then(|| i64::try_from(off / 1_000).unwrap_or(i64::MAX))
	}

	#[cfg(test)]
	mod tests {
		use super::clock_off;

		#[test]
		fn a_clock_is_off_by_more_than_half_a_minute() {
			assert_eq!(clock_off(1_000, 6_000_000), None);
			assert_eq!(clock_off(1_000, 6_030_000), None);
			assert_eq!(clock_off(1_000, 5_970_000), None);
			assert_eq!(clock_off(1_000, 6_031_000), Some(31));
			assert_eq!(clock_off(1_000, 5_900_000), Some(-100));
		}
	}
}
