// SPDX-License-Identifier: Apache-2.0
//! The key of what rests rotates: everything opens after it, nothing by the old key, and what is destroyed stays so.

use super::*;
use crate::journal::releases::{KIND, RELEASES, name};
use codec::Encode;
use salus_inference::Window;
use salus_primitives::{AccessId, ModelId};
use std::{
	fs::File,
	io::Read,
	thread::{scope, sleep},
	time::Duration,
};

/// The key of [`at_rest`].
const BEFORE: [u8; 32] = [1; 32];
const NOW: [u8; 32] = [2; 32];
const REFUSAL: StoredResult = StoredResult::REFUSAL;
const DOCUMENT: &[u8] = b"encrypted result";
/// The first request whose model was run.
const RUN: u64 = 1_000;
/// More than two portions.
const MANY: u8 = 130;
const MODELS: u32 = 2;

fn both() -> AtRest {
	AtRest::rotating(&NOW, Some(&BEFORE))
}

/// A journal with something of everything that is encrypted at rest.
struct Filled {
	journal: Journal,
	folder: TempDir,
	shares: Vec<([u8; 32], Share)>,
	aside: ([u8; 32], Share),
}

impl Filled {
	fn new(count: u8) -> Self {
		let (journal, folder) = journal();
		let shares: Vec<_> = (1..=count).map(share).collect();
		for (number, (commitment, share)) in (0u64..).zip(&shares) {
			journal.place(commitment, share, &info(10)).unwrap();
			journal.put_result(RequestId(number), &[RecordId(7)], &REFUSAL).unwrap();
			journal.note_release(&release(number)).unwrap();
		}
		for model in 0..MODELS {
			let inputs = NewInputs {
				model: ModelId(model),
				card: [5; 32],
				patient: [6; 32],
				person: Window { people: 1, counts: vec![vec![1, 0]] },
			};
			let request = RequestId(RUN + u64::from(model));
			let run = NewRun { output: output(), document: DOCUMENT, inputs: Some(&inputs) };
			journal.put_run(request, &[RecordId(7)], &run).unwrap();
		}
		journal.note_run(RequestId(0), ModelId(0)).unwrap();
		journal.count_run(RequestId(0)).unwrap();
		let aside = share(255);
		journal.shares.write(&aside.0, || encrypted_before(&aside)).unwrap();
		drop(journal);
		Self { journal: open_in(&folder), folder, shares, aside }
	}

	/// As a start in the middle finds it.
	fn reopened(self, at_rest: AtRest) -> Self {
		drop(self.journal);
		let path = self.folder.path().join("journal.redb");
		Self { journal: Journal::open(path, at_rest).unwrap(), ..self }
	}

	fn is_whole(&self) -> bool {
		let mut whole = self.shares.iter().all(|(commitment, share)| {
			self.journal.share(commitment).is_ok_and(|kept| kept == *share)
		});
		let results = self.journal.results().unwrap();
		whole &= results.len() == self.shares.len() + MODELS as usize;
		whole &= results.into_iter().all(|request| {
			let of_run = (StoredResult::of(output()), Some(DOCUMENT.to_vec()));
			let (result, document) = match request.0 >= RUN {
				true => of_run,
				false => (REFUSAL, None),
			};
			self.journal.result(request).unwrap() == Some(result)
				&& self.journal.unpublished(request).unwrap() == document
		});
		whole &= self.journal.inputs().unwrap().len() == MODELS as usize;
		let runs = self.journal.change_usage(|usage| usage.counts.clone()).unwrap();
		whole &= runs.into_iter().eq([(ModelId(0), 1)]);
		let releases = self.journal.releases(RecordId(7), None, usize::MAX).unwrap();
		whole &= releases.len() == self.shares.len();
		whole && self.journal.set_aside().unwrap() == [self.aside.0]
	}

	fn count(&self) -> usize {
		// Results, their documents, inputs, the share that is set aside, and the counts of runs.
		3 * self.shares.len() + 3 * MODELS as usize + 2
	}
}

fn output() -> Output {
	Output { content: [8; 32], document: Cid::raw([9; 32]) }
}

/// Of record 7, under an access request of its own.
fn release(access: u64) -> NewRelease {
	NewRelease {
		record: RecordId(7),
		version: 1,
		patient: [6; 32],
		access: AccessId(access),
		reader: [3; 32],
		at: 10,
		block: 1,
	}
}

/// A share as a custodian encrypts it.
fn encrypted_before((commitment, share): &([u8; 32], Share)) -> Vec<u8> {
	let owned = (*share.to_bytes(), info(10).placed_by, info(10).cid);
	at_rest().encrypt("share", commitment, &owned.encode())
}

fn pass(journal: &Journal) -> Reencryption {
	let mut pass = Reencryption::default();
	while !pass.is_done() {
		pass = journal.reencrypt(pass).unwrap();
	}
	pass
}

/// Kind, name and bytes of everything that is encrypted, as it lies on the disk.
type OnDisk = (&'static str, Vec<u8>, Vec<u8>);

fn on_disk(journal: &Journal) -> Vec<OnDisk> {
	let mut found = Vec::new();
	for entry in std::fs::read_dir(journal.shares.path()).unwrap() {
		let path = entry.unwrap().path();
		let name = hex::decode(path.file_stem().unwrap().to_str().unwrap()).unwrap();
		found.push(("share", name, std::fs::read(path).unwrap()));
	}
	let rows = journal.read(|transaction| {
		let table = transaction.open_table(results::RESULTS)?;
		for entry in table.iter()? {
			let (request, encrypted) = entry?;
			let name = request.value().to_le_bytes().to_vec();
			found.push(("result", name, encrypted.value().to_vec()));
		}
		let table = transaction.open_table(unpublished::DOCUMENTS)?;
		for entry in table.iter()? {
			let (request, encrypted) = entry?;
			let name = request.value().to_le_bytes().to_vec();
			found.push((unpublished::KIND, name, encrypted.value().to_vec()));
		}
		let table = transaction.open_table(inputs::INPUTS)?;
		for entry in table.iter()? {
			let (model, encrypted) = entry?;
			let name = model.value().to_le_bytes().to_vec();
			found.push(("inputs", name, encrypted.value().to_vec()));
		}
		let table = transaction.open_table(usage::USAGE)?;
		for entry in table.iter()? {
			let (name, encrypted) = entry?;
			let name = name.value().as_bytes().to_vec();
			found.push(("usage", name, encrypted.value().to_vec()));
		}
		let table = transaction.open_table(RELEASES)?;
		for entry in table.iter()? {
			let (key, bytes) = entry?;
			found.push((KIND, name(key.value()), bytes.value().to_vec()));
		}
		Ok(())
	});
	rows.unwrap();
	found
}

/// How many of them a key opens.
fn opened_by(found: &[OnDisk], key: [u8; 32]) -> usize {
	let at_rest = AtRest::new(&key);
	let opened = found
		.iter()
		.filter(|(kind, name, encrypted)| at_rest.decrypt(kind, name, encrypted).is_ok());
	opened.count()
}

fn share_file(journal: &Journal, commitment: &[u8; 32]) -> PathBuf {
	journal.shares.path().join(hex::encode(commitment))
}

#[test]
fn an_old_disk_does_not_open_by_the_key_of_today() {
	let filled = Filled::new(MANY);
	let (journal, count) = (&filled.journal, filled.count());
	let old_disk = on_disk(journal);
	assert_eq!(old_disk.len(), count);
	let file = share_file(journal, &filled.shares[0].0);
	let mut old_file = File::open(&file).unwrap();
	let copy = filled.folder.path().join("copy");
	std::fs::hard_link(share_file(journal, &filled.shares[1].0), &copy).unwrap();
	let copied = std::fs::read(&copy).unwrap();

	journal.at_rest.follow(&both());
	assert!(filled.is_whole());
	let done = pass(journal);
	assert_eq!(done.encrypted_count, count as u64);
	assert_eq!((done.lost_count, done.failed_count), (0, 0));
	let new_disk = on_disk(journal);
	assert_eq!(opened_by(&new_disk, NOW), count);
	assert_eq!(opened_by(&new_disk, BEFORE), 0);
	// The control: it is the key that the old disk lacks.
	assert_eq!(opened_by(&old_disk, BEFORE), count);
	assert_eq!(opened_by(&old_disk, NOW), 0);
	// Where the file system lets, not even the encrypted bytes are left, but for those that somebody keeps.
	let mut left = Vec::new();
	old_file.read_to_end(&mut left).unwrap();
	assert!(!left.is_empty() && left.iter().all(|byte| *byte == 0));
	assert_eq!(std::fs::read(&copy).unwrap(), copied);

	assert_eq!(pass(journal).encrypted_count, 0, "it is encrypted anew twice");
	journal.at_rest.follow(&AtRest::new(&NOW));
	assert!(filled.is_whole());
	let (commitment, share) = &filled.aside;
	journal.adopt(commitment, &info(10)).unwrap();
	assert_eq!(journal.share(commitment).unwrap(), *share);
}

#[test]
fn killed_after_any_portion_it_goes_on_and_nothing_is_lost() {
	let mut filled = Filled::new(MANY);
	filled.journal.at_rest.follow(&both());
	let mut left = filled.count();
	for portions in 1.. {
		let mut pass = Reencryption::default();
		for _ in 0..portions {
			pass = filled.journal.reencrypt(pass).unwrap();
		}
		// Within a write: the file of before is whole.
		let half = share_file(&filled.journal, &filled.shares[0].0).with_extension("new");
		std::fs::write(&half, b"half a share").unwrap();
		filled = filled.reopened(both());
		assert!(!half.exists());
		assert!(filled.is_whole(), "after {portions} portions");
		let still = opened_by(&on_disk(&filled.journal), BEFORE);
		assert!(still <= left, "after {portions} portions");
		left = still;
		if pass.is_done() {
			break;
		}
		assert!(portions < 20, "it never ends");
	}
	assert_eq!(left, 0);
	assert!(filled.reopened(AtRest::new(&NOW)).is_whole());
}

#[test]
fn what_opens_the_seal_of_an_erased_result_is_encrypted_anew() {
	let (journal, _folder) = journal();
	let request = RequestId(RUN);
	let run = NewRun { output: output(), document: DOCUMENT, inputs: None };
	journal.put_run(request, &[RecordId(7)], &run).unwrap();
	journal.erase_result(request).unwrap();
	journal.at_rest.follow(&both());
	assert_eq!(pass(&journal).encrypted_count, 1);
	journal.at_rest.follow(&AtRest::new(&NOW));
	let left = StoredResult::of_seal(output());
	assert_eq!(journal.result(request).unwrap(), Some(left));
	// What is noted of it afterwards is by the new key.
	journal.note_lost(request, true).unwrap();
	let lost = StoredResult { lost: true, ..left };
	assert_eq!(journal.result(request).unwrap(), Some(lost));
	assert_eq!(opened_by(&on_disk(&journal), NOW), 1);
}

#[test]
fn data_rule_6_a_share_that_is_destroyed_while_it_is_encrypted_anew_stays_so() {
	let filled = Filled::new(1);
	let (journal, kept) = (&filled.journal, &filled.shares[0].0);
	let aside = &filled.aside.0;
	scope(|threads| {
		let reencrypted = journal.shares.reencrypt(kept, |encrypted| {
			threads.spawn(move || journal.destroy_share(kept).unwrap());
			sleep(Duration::from_millis(100));
			Some(encrypted.to_vec())
		});
		reencrypted.unwrap();
		let reencrypted = journal.shares.reencrypt_set_aside(aside, |encrypted| {
			threads.spawn(move || journal.destroy_set_aside(aside).unwrap());
			sleep(Duration::from_millis(100));
			Some(encrypted.to_vec())
		});
		reencrypted.unwrap();
	});
	let files = std::fs::read_dir(journal.shares.path()).unwrap();
	assert_eq!(files.count(), 0, "it came back");
	assert_eq!(journal.share_count().unwrap(), 0);
	// What is gone before its turn is not made again.
	let never = |_: &[u8]| -> Option<Vec<u8>> { panic!("there is nothing to be encrypted") };
	journal.shares.reencrypt(kept, never).unwrap();
	journal.shares.reencrypt_set_aside(aside, never).unwrap();
}

#[test]
fn a_share_that_is_just_being_written_by_the_old_key_does_not_escape() {
	let (journal, _folder) = journal();
	let kept = share(1);
	journal.place(&kept.0, &kept.1, &info(10)).unwrap();
	scope(|threads| {
		let (journal, kept) = (&journal, &kept);
		let write = || {
			let encrypted = encrypted_before(kept);
			threads.spawn(move || {
				journal.at_rest.follow(&both());
				assert_eq!(pass(journal).encrypted_count, 1);
			});
			sleep(Duration::from_millis(100));
			encrypted
		};
		journal.shares.write(&kept.0, write).unwrap();
	});
	journal.at_rest.follow(&AtRest::new(&NOW));
	assert_eq!(journal.share(&kept.0).unwrap(), kept.1);
}

#[test]
fn data_rule_6_beside_erasures_nothing_comes_back_and_nothing_else_goes() {
	let filled = Filled::new(MANY);
	let journal = &filled.journal;
	let (erased, kept) = filled.shares.split_at(filled.shares.len() / 2);
	let later: Vec<_> = (MANY + 1..MANY + 20).map(share).collect();
	journal.at_rest.follow(&both());
	scope(|threads| {
		threads.spawn(|| {
			let passed = pass(journal);
			assert_eq!((passed.lost_count, passed.failed_count), (0, 0));
		});
		threads.spawn(|| {
			for (number, (commitment, _)) in (0u64..).zip(erased) {
				assert!(journal.destroy_share(commitment).unwrap());
				assert!(journal.forget_result(RequestId(number)).unwrap());
			}
		});
		threads.spawn(|| {
			for (number, (commitment, share)) in (1_000u64..).zip(&later) {
				journal.place(commitment, share, &info(10)).unwrap();
				journal.note_release(&release(number)).unwrap();
			}
		});
		// Whoever reads meanwhile never finds a share that is not whole.
		threads.spawn(|| {
			for (commitment, share) in kept.iter().cycle().take(500) {
				assert_eq!(journal.share(commitment).unwrap(), *share);
			}
		});
	});
	journal.at_rest.follow(&AtRest::new(&NOW));
	for (number, (commitment, _)) in (0u64..).zip(erased) {
		assert!(!share_file(journal, commitment).exists());
		assert_eq!(journal.result(RequestId(number)).unwrap(), None);
	}
	for (commitment, share) in kept.iter().chain(&later) {
		assert_eq!(journal.share(commitment).unwrap(), *share);
	}
	let releases = journal.releases(RecordId(7), None, usize::MAX).unwrap();
	assert_eq!(releases.len(), filled.shares.len() + later.len());
	let disk = on_disk(journal);
	assert_eq!(opened_by(&disk, NOW), disk.len());
	for request in journal.results().unwrap() {
		assert!(journal.result(request).unwrap().is_some());
	}
}

#[test]
fn what_opens_by_no_key_is_counted_and_keeps_no_key() {
	let filled = Filled::new(3);
	let journal = &filled.journal;
	let lost = filled.shares[1].0;
	let file = share_file(journal, &lost);
	let mut altered = std::fs::read(&file).unwrap();
	altered[40] ^= 1;
	std::fs::write(&file, &altered).unwrap();
	let spoiled = journal.write(|transaction| {
		let mut table = transaction.open_table(results::RESULTS)?;
		table.insert(0u64, b"no result".as_slice())?;
		Ok(())
	});
	spoiled.unwrap();
	journal.at_rest.follow(&both());
	let done = pass(journal);
	assert_eq!((done.lost_count, done.failed_count), (2, 0));
	assert_eq!(done.lost_shares, [lost]);
	assert_eq!(done.encrypted_count, filled.count() as u64 - 2);
	assert_eq!(std::fs::read(&file).unwrap(), altered);
}

#[test]
fn what_can_not_be_read_now_is_told_and_keeps_none_of_the_others() {
	let filled = Filled::new(3);
	let journal = &filled.journal;
	let file = share_file(journal, &filled.shares[1].0);
	let encrypted = std::fs::read(&file).unwrap();
	std::fs::remove_file(&file).unwrap();
	std::fs::create_dir(&file).unwrap();
	journal.at_rest.follow(&both());
	let done = pass(journal);
	assert_eq!((done.lost_count, done.failed_count), (0, 1));
	std::fs::remove_dir(&file).unwrap();
	std::fs::write(&file, encrypted).unwrap();
	let done = pass(journal);
	assert_eq!((done.encrypted_count, done.failed_count), (1, 0));
	journal.at_rest.follow(&AtRest::new(&NOW));
	assert!(filled.is_whole());
}

#[test]
fn a_pass_is_done_only_when_the_names_of_its_files_are_flushed() {
	let filled = Filled::new(3);
	let journal = &filled.journal;
	journal.at_rest.follow(&both());
	let (mut pass, mut next) = (Reencryption::default(), Reencryption::default());
	while !next.is_done() {
		pass = next;
		next = journal.reencrypt(pass.clone()).unwrap();
	}
	// Where it can't be flushed.
	let (folder, away) = (journal.shares.path(), filled.folder.path().join("away"));
	std::fs::rename(folder, &away).unwrap();
	assert!(journal.reencrypt(pass.clone()).is_err());
	std::fs::rename(&away, folder).unwrap();
	assert!(journal.reencrypt(pass).unwrap().is_done());
}

#[test]
fn from_which_block_a_rotation_is_counted_comes_back() {
	let (journal, folder) = journal();
	assert_eq!(journal.rotated_at().unwrap(), None);
	journal.note_rotated(77).unwrap();
	drop(journal);
	let journal = open_in(&folder);
	assert_eq!(journal.rotated_at().unwrap(), Some(77));
}
