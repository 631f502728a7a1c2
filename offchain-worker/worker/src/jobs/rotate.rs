// SPDX-License-Identifier: Apache-2.0
//! Rotate: every four weeks of blocks what rests here gets a new key, everything is encrypted anew by it, and the old
//! key is destroyed (`rotation.rs` of salus-keystore, `journal/reencrypt.rs`). What an old disk still holds does not
//! open from then on.
//!
//! The journal remembers at which block that was last. Whether a rotation is under way stands in the keystore, so that
//! one that was cut off goes on after the next start.

#[cfg(test)]
mod tests;

use super::{
	Worker,
	registry::{Watch, WatchKey},
};
use crate::{
	findings::Findings,
	journal::{Journal, Reencryption},
	metrics,
};
use async_trait::async_trait;
use salus_chain::BlockRef;
use salus_keystore::{AtRestKeys, KeystoreError};
use std::sync::{
	Arc, Mutex, MutexGuard, PoisonError,
	atomic::{AtomicU32, Ordering},
};
use tokio::task::spawn_blocking;

/// Blocks from one rotation to the next: four weeks, at 6 s a block.
pub const ROTATE_EVERY: u32 = 403_200;
/// What failed is tried again after so many blocks, or when the next one is due if that is sooner.
const AGAIN_EVERY: u32 = 600;

/// Rotates the key at rest.
pub struct Rotate;

#[async_trait]
impl Watch for Rotate {
	fn trigger(_worker: &Worker, _block: BlockRef) -> Vec<WatchKey> {
		vec![WatchKey::Rotate]
	}

	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()> {
		let custody = &worker.custody;
		worker.rotation.turn(&custody.journal, &custody.findings, block.number).await
	}
}

/// The keys of what rests, and when they rotate.
pub struct Rotation {
	keys: Arc<Mutex<AtRestKeys>>,
	every: u32,
	/// Until this block nothing is tried, since it failed.
	failed_until: AtomicU32,
}

impl Rotation {
	/// Every so many blocks.
	pub fn new(keys: AtRestKeys, every: u32) -> Self {
		Self {
			keys: Arc::new(Mutex::new(keys)),
			every: every.max(1),
			failed_until: AtomicU32::new(0),
		}
	}

	/// Rotates from begin to end, if it is time or one is under way.
	async fn turn(
		&self,
		journal: &Arc<Journal>,
		findings: &Findings,
		block: u32,
	) -> anyhow::Result<()> {
		if block < self.failed_until.load(Ordering::Relaxed) || !self.is_due(journal, block)? {
			return Ok(());
		}
		let rotated = self.rotate(journal, findings, block).await;
		metrics::rotation_failing(rotated.is_err());
		if rotated.is_err() {
			let again_at = block.saturating_add(AGAIN_EVERY.min(self.every));
			self.failed_until.store(again_at, Ordering::Relaxed);
		}
		rotated
	}

	fn is_due(&self, journal: &Journal, block: u32) -> anyhow::Result<bool> {
		if lock(&self.keys).is_under_way() {
			return Ok(true);
		}
		let Some(last) = journal.rotated_at()? else {
			journal.note_rotated(block)?;
			return Ok(false);
		};
		Ok(block.saturating_sub(last) >= self.every)
	}

	async fn rotate(
		&self,
		journal: &Arc<Journal>,
		findings: &Findings,
		block: u32,
	) -> anyhow::Result<()> {
		let goes_on = lock(&self.keys).is_under_way();
		if goes_on {
			tracing::info!("the rotation of the key at rest goes on");
		} else {
			self.change(AtRestKeys::begin).await?;
			tracing::info!("the key at rest rotates: all that is kept is encrypted anew");
		}
		let mut pass = Reencryption::default();
		while !pass.is_done() {
			let journal = journal.clone();
			pass = spawn_blocking(move || journal.reencrypt(pass)).await??;
		}
		note_lost(&pass, journal, findings)?;
		anyhow::ensure!(
			pass.failed_count == 0,
			"{} shares can't be encrypted anew, so the old key at rest stays: check the disk",
			pass.failed_count
		);
		self.change(AtRestKeys::end).await?;
		journal.note_rotated(block)?;
		metrics::rotated();
		tracing::info!(
			encrypted_anew = pass.encrypted_count,
			"the key at rest was rotated: the old one is destroyed"
		);
		Ok(())
	}

	/// Changes the keystore, which takes the disk's time.
	async fn change(
		&self,
		change: fn(&mut AtRestKeys) -> Result<(), KeystoreError>,
	) -> anyhow::Result<()> {
		let keys = self.keys.clone();
		let changed = spawn_blocking(move || change(&mut lock(&keys))).await?;
		changed.map_err(|cause| match cause {
			KeystoreError::WrongPassphrase(_) => anyhow::Error::new(cause).context(
				"the key at rest can't be rotated, and nothing is lost by it: if the keystore's passphrase was changed \
				 while this worker runs, restart it with the new one",
			),
			other => other.into(),
		})
	}
}

/// What is lost counts as what the scrub finds lost.
fn note_lost(pass: &Reencryption, journal: &Journal, findings: &Findings) -> anyhow::Result<()> {
	for key_commitment in &pass.lost_shares {
		let info = journal.placement(key_commitment)?;
		let bound_to = info.and_then(|info| info.bound_to);
		if bound_to.is_some() && findings.note_share(key_commitment, true) {
			tracing::error!(
				?bound_to,
				"a share that should be kept does not open: nobody can give it back, and its record is to be written anew"
			);
		}
	}
	if pass.lost_count > 0 {
		tracing::warn!(
			lost = pass.lost_count,
			"entries open by no key of this keystore, the old one included: they are lost"
		);
	}
	Ok(())
}

fn lock(keys: &Mutex<AtRestKeys>) -> MutexGuard<'_, AtRestKeys> {
	keys.lock().unwrap_or_else(PoisonError::into_inner)
}
