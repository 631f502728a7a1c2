// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::journal::PlacementInfo;
use metrics_exporter_prometheus::PrometheusBuilder;
use salus_core::{DataKey, Share, split};
use salus_keystore::{AtRest, Cost, Keystore};
use salus_primitives::{Cid, RecordId};
use secrecy::SecretString;
use std::path::PathBuf;
use tempfile::TempDir;

const EVERY: u32 = 100;
const SHARES: u8 = 70;

fn phrase(text: &str) -> SecretString {
	SecretString::from(text.to_owned())
}

fn correct() -> SecretString {
	phrase("correct horse")
}

/// A home with shares.
struct Home {
	folder: TempDir,
	shares: Vec<([u8; 32], Share)>,
}

/// A worker that runs in it.
struct Running {
	journal: Arc<Journal>,
	findings: Findings,
	rotation: Rotation,
}

impl Home {
	fn new() -> Self {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("keystore");
		Keystore::create_with_cost(path, &correct(), Cost::LOWEST).unwrap();
		let mut home = Self { folder, shares: Vec::new() };
		let running = home.start();
		for byte in 1..=SHARES {
			let key = DataKey::from_bytes([byte; 32]);
			let (commitment, share) = (key.commitment(), split(&key, 2, 3).unwrap().remove(0));
			let info = PlacementInfo {
				placed_by: [2; 32],
				cid: Cid::raw([byte; 32]),
				size: 4,
				placed_at: 10,
				bound_to: None,
			};
			let journal = &running.journal;
			journal.place(&commitment, &share, &info).unwrap();
			journal.bind(&commitment, RecordId(1), 1).unwrap();
			home.shares.push((commitment, share));
		}
		home
	}

	fn keystore(&self, passphrase: &SecretString) -> Keystore {
		Keystore::open(self.folder.path().join("keystore"), passphrase).unwrap()
	}

	fn key(&self, name: &str) -> Option<Vec<u8>> {
		self.keystore(&correct()).get(name).map(<[u8]>::to_vec)
	}

	/// The key at rest on the disk; none while it rotates.
	fn only_key(&self) -> Option<Vec<u8>> {
		match self.key(Keystore::AT_REST_OLD) {
			Some(_) => None,
			None => self.key(Keystore::AT_REST),
		}
	}

	fn start(&self) -> Running {
		self.start_with(&correct())
	}

	fn start_with(&self, passphrase: &SecretString) -> Running {
		let mut keystore = self.keystore(passphrase);
		let at_rest = keystore.at_rest().unwrap();
		let mut keys = AtRestKeys::new(keystore, at_rest.clone());
		let path = self.folder.path().join("journal.redb");
		let reload = || keys.reload().map_err(anyhow::Error::new);
		let journal = Journal::open_when(path, at_rest, reload).unwrap();
		Running {
			journal: Arc::new(journal),
			findings: Findings::default(),
			rotation: Rotation::new(keys, EVERY),
		}
	}

	fn share_file(&self, share: usize) -> PathBuf {
		let folder = self.folder.path().join("journal.redb.shares");
		folder.join(hex::encode(self.shares[share].0))
	}

	/// How many shares a worker opens.
	fn open_in(&self, running: &Running) -> usize {
		let opens = |(commitment, share): &&([u8; 32], Share)| {
			let kept = running.journal.share(commitment);
			kept.is_ok_and(|kept| kept == *share)
		};
		self.shares.iter().filter(opens).count()
	}

	/// Of how many shares the encrypted file opens by a key.
	fn open_by(&self, key: &[u8]) -> usize {
		let at_rest = AtRest::new(key.try_into().unwrap());
		let opens = |share: &usize| {
			let encrypted = std::fs::read(self.share_file(*share)).unwrap();
			let name = &self.shares[*share].0;
			at_rest.decrypt("share", name, &encrypted).is_ok()
		};
		(0..self.shares.len()).filter(opens).count()
	}
}

impl Running {
	async fn turn(&self, block: u32) -> anyhow::Result<()> {
		self.rotation.turn(&self.journal, &self.findings, block).await
	}
}

#[tokio::test]
async fn a_rotation_comes_every_so_many_blocks_and_the_journal_counts_them() {
	let home = Home::new();
	let all = home.shares.len();
	let mut running = home.start();
	let first = home.only_key().unwrap();
	running.turn(1_000).await.unwrap();
	running.turn(1_000 + EVERY - 1).await.unwrap();
	assert_eq!(home.only_key().unwrap(), first);
	// A start changes nothing of the count.
	drop(running);
	running = home.start();
	running.turn(1_000 + EVERY).await.unwrap();
	let second = home.only_key().unwrap();
	assert_ne!(second, first);
	assert_eq!((home.open_by(&second), home.open_by(&first)), (all, 0));
	assert_eq!(home.open_in(&running), all);
	running.turn(1_000 + 2 * EVERY - 1).await.unwrap();
	assert_eq!(home.only_key().unwrap(), second);
	running.turn(1_000 + 2 * EVERY).await.unwrap();
	assert_ne!(home.only_key().unwrap(), second);
	drop(running);
	assert_eq!(home.open_in(&home.start()), all);
}

#[tokio::test]
async fn one_that_was_cut_off_goes_on_at_the_next_start_whenever_that_is() {
	let home = Home::new();
	let all = home.shares.len();
	let running = home.start();
	running.turn(1_000).await.unwrap();
	let first = home.only_key().unwrap();
	// Killed right after the keystore was written, and after each portion from then on.
	running.rotation.change(AtRestKeys::begin).await.unwrap();
	let second = home.key(Keystore::AT_REST).unwrap();
	drop(running);
	// What opens by the old key alone then: it is needed to the end.
	for (portions, by_first) in [all, all, all - 64, 0, 0].into_iter().enumerate() {
		let running = home.start();
		let mut pass = Reencryption::default();
		for _ in 0..portions {
			pass = running.journal.reencrypt(pass).unwrap();
		}
		assert_eq!(home.open_in(&running), all, "after {portions} portions");
		assert_eq!(home.open_by(&first), by_first, "after {portions} portions");
		assert_eq!(home.open_by(&second), all - by_first);
		// No start makes a third key, or takes one away.
		assert_eq!(home.key(Keystore::AT_REST), Some(second.clone()));
		assert_eq!(home.key(Keystore::AT_REST_OLD), Some(first.clone()));
	}
	let running = home.start();
	running.turn(1_001).await.unwrap();
	assert_eq!(home.only_key(), Some(second.clone()));
	assert_eq!((home.open_by(&second), home.open_by(&first)), (all, 0));
	assert_eq!(home.open_in(&running), all);
	assert_eq!(running.journal.rotated_at().unwrap(), Some(1_001));
}

#[tokio::test]
async fn with_another_passphrase_meanwhile_it_waits_for_a_restart_and_loses_nothing() {
	let home = Home::new();
	let all = home.shares.len();
	let running = home.start();
	running.turn(1_000).await.unwrap();
	let first = home.only_key().unwrap();
	let staple = phrase("battery staple");
	home.keystore(&correct()).change_passphrase(&staple).unwrap();
	let refused = running.turn(1_000 + EVERY).await.unwrap_err();
	assert!(format!("{refused:#}").contains("restart it"), "{refused:#}");
	// Not at every block.
	running.turn(1_001 + EVERY).await.unwrap();
	assert!(running.turn(1_000 + 2 * EVERY).await.is_err());
	assert_eq!(home.open_in(&running), all);
	drop(running);
	let running = home.start_with(&staple);
	assert_eq!(home.open_in(&running), all);
	running.turn(1_001 + 2 * EVERY).await.unwrap();
	let keystore = home.keystore(&staple);
	assert_eq!(keystore.get(Keystore::AT_REST_OLD), None);
	let second = keystore.get(Keystore::AT_REST).unwrap();
	assert_eq!((home.open_by(second), home.open_by(&first)), (all, 0));
}

#[tokio::test]
async fn what_can_not_be_read_now_keeps_the_old_key() {
	let home = Home::new();
	let running = home.start();
	running.turn(1_000).await.unwrap();
	let recorder = PrometheusBuilder::new().build_recorder();
	let _recorded = ::metrics::set_default_local_recorder(&recorder);
	let is_failing = |value| {
		let line = format!("salus_at_rest_rotation_failing {value}");
		recorder.handle().render().lines().any(|each| each == line)
	};
	let (file, aside) = (home.share_file(3), home.folder.path().join("aside"));
	std::fs::rename(&file, &aside).unwrap();
	std::fs::create_dir(&file).unwrap();
	let refused = running.turn(1_000 + EVERY).await.unwrap_err();
	assert!(format!("{refused:#}").contains("1 shares"), "{refused:#}");
	assert!(home.only_key().is_none(), "the old key was destroyed");
	assert!(is_failing(1));
	std::fs::remove_dir(&file).unwrap();
	std::fs::rename(&aside, &file).unwrap();
	assert_eq!(home.open_in(&running), home.shares.len());
	running.turn(1_000 + 2 * EVERY).await.unwrap();
	assert!(home.only_key().is_some());
	assert!(is_failing(0));
	assert_eq!(home.open_in(&running), home.shares.len());
}

#[tokio::test]
async fn what_is_lost_counts_as_lost_and_keeps_no_key() {
	let home = Home::new();
	let running = home.start();
	running.turn(1_000).await.unwrap();
	let mut altered = std::fs::read(home.share_file(3)).unwrap();
	altered[40] ^= 1;
	std::fs::write(home.share_file(3), altered).unwrap();
	running.turn(1_000 + EVERY).await.unwrap();
	assert!(home.only_key().is_some());
	assert_eq!(running.findings.counts(), (1, 0));
	assert_eq!(home.open_in(&running), home.shares.len() - 1);
}

#[tokio::test]
async fn a_keystore_that_can_not_be_written_is_tried_again() {
	let home = Home::new();
	let running = home.start();
	running.turn(1_000).await.unwrap();
	let first = home.only_key().unwrap();
	let (lock, aside) =
		(home.folder.path().join("keystore.lock"), home.folder.path().join("aside"));
	std::fs::rename(&lock, &aside).unwrap();
	std::fs::create_dir(&lock).unwrap();
	assert!(running.turn(1_000 + EVERY).await.is_err());
	assert_eq!(home.only_key().unwrap(), first);
	std::fs::remove_dir(&lock).unwrap();
	std::fs::rename(&aside, &lock).unwrap();
	let all = home.shares.len();
	assert_eq!((home.open_by(&first), home.open_in(&running)), (all, all));
	running.turn(1_000 + 2 * EVERY).await.unwrap();
	assert_ne!(home.only_key().unwrap(), first);
	assert_eq!(home.open_in(&running), all);
}
