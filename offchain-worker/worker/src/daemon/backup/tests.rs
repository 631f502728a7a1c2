// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::journal::{
	Begin, JobKey, JournalError, NewRelease, PlacementInfo, Reencryption, StoredResult,
};
use salus_core::{DataKey, Share, split};
use salus_keystore::{EncryptedFileError, Keystore, identity::ACCOUNT};
use salus_primitives::{AccessId, Cid, RecordId, RequestId};
use std::sync::LazyLock;

const MADE_AT: u64 = 1_795_000_000;

fn phrase(text: &str) -> SecretString {
	SecretString::from(text.to_owned())
}

fn correct() -> SecretString {
	phrase("correct horse")
}

/// Drawn once: a share of the same key is another each time.
static SHARES: LazyLock<[Share; 2]> =
	LazyLock::new(|| [1, 2].map(|byte| split(&key(byte), 2, 3).unwrap().remove(0)));

fn key(byte: u8) -> DataKey {
	DataKey::from_bytes([byte; 32])
}

fn share(byte: u8) -> ([u8; 32], Share) {
	let share = SHARES[usize::from(byte) - 1].clone();
	(key(byte).commitment(), share)
}

fn journal_of(home: &Path) -> Journal {
	let home = Home::open_with(home, &correct()).unwrap();
	Journal::open(home.folder.join(JOURNAL), home.at_rest).unwrap()
}

/// A machine with a home that keeps two shares, of records 7 and 8, and has a job to do.
fn machine() -> (TempDir, PathBuf) {
	let machine = tempfile::tempdir().unwrap();
	let home = machine.path().join("home");
	let mut keystore =
		Keystore::create_with_cost(home.join(KEYSTORE), &correct(), Cost::LOWEST).unwrap();
	keystore.put(ACCOUNT, b"//Dave").unwrap();
	std::fs::create_dir_all(home.join("ipfs/blockstore")).unwrap();
	std::fs::write(home.join("ipfs/blockstore/block.data"), b"canary-document").unwrap();
	let journal = journal_of(&home);
	for (byte, record) in [(1, 7), (2, 8)] {
		let (commitment, share) = share(byte);
		let info = PlacementInfo {
			placed_by: [2; 32],
			cid: Cid::raw([byte; 32]),
			size: 4,
			placed_at: 10,
			bound_to: None,
		};
		journal.place(&commitment, &share, &info).unwrap();
		journal.bind(&commitment, RecordId(record), 1).unwrap();
	}
	let cursor = Cursor { number: 1234, hash: [9; 32] };
	journal.advance(cursor, &[JobKey::Keep(RecordId(7), 1)]).unwrap();
	(machine, home)
}

fn backed_up(home: &Path, to: &Path) -> anyhow::Result<Content> {
	let home = Home::open_with(home, &correct())?;
	make(home, &correct(), Cost::LOWEST, to, MADE_AT)
}

fn restored(from: &Path, home: &Path) -> anyhow::Result<(Content, u64)> {
	restored_with(from, home, &correct())
}

fn restored_with(
	from: &Path,
	home: &Path,
	passphrase: &SecretString,
) -> anyhow::Result<(Content, u64)> {
	let unpacked = Unpacked::of(from, home.to_path_buf(), passphrase)?;
	let told = (unpacked.content.clone(), unpacked.made_at);
	unpacked.put_in_place()?;
	Ok(told)
}

fn names_in(folder: &Path) -> Vec<String> {
	let mut names: Vec<String> = std::fs::read_dir(folder)
		.unwrap()
		.map(|entry| entry.unwrap().file_name().into_string().unwrap())
		.collect();
	names.sort_unstable();
	names
}

#[test]
fn a_home_comes_back_on_an_empty_disk() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	let release = NewRelease {
		record: RecordId(7),
		version: 1,
		patient: [5; 32],
		access: AccessId(3),
		reader: [6; 32],
		at: 20,
		block: 2,
	};
	journal_of(&home).note_release(&release).unwrap();
	let made = backed_up(&home, &file).unwrap();
	assert_eq!((made.shares, made.set_aside), (2, 0));
	assert_eq!(made.cursor.unwrap().number, 1234);
	let mode = std::fs::metadata(&file).unwrap().permissions().mode();
	assert_eq!(mode & 0o777, 0o600);
	assert_eq!(names_in(machine.path()), ["backup", "home"]);

	let other = tempfile::tempdir().unwrap();
	let new = other.path().join("home");
	assert_eq!(restored(&file, &new).unwrap(), (made, MADE_AT));
	assert_eq!(names_in(other.path()), ["home"]);
	let mode = std::fs::metadata(&new).unwrap().permissions().mode();
	assert_eq!(mode & 0o777, 0o700);
	// The same account, peer and journal, and no document.
	let open = |home: &Path| Home::open_with(home, &correct()).unwrap();
	let (one, same) = (open(&home), open(&new));
	assert_eq!(one.signer.account(), same.signer.account());
	assert_eq!(one.peer_id().unwrap(), same.peer_id().unwrap());
	assert!(!new.join("ipfs").exists());
	let journal = journal_of(&new);
	for byte in [1, 2] {
		let (commitment, share) = share(byte);
		assert_eq!(journal.share(&commitment).unwrap(), share);
	}
	assert_eq!(journal.open_jobs().unwrap()[0].key, JobKey::Keep(RecordId(7), 1));
	let releases = journal.releases(RecordId(7), None, 2).unwrap();
	assert_eq!((releases.len(), releases[0].reader, releases[0].patient), (1, [6; 32], [5; 32]));
	assert!(journal.set_aside().unwrap().is_empty());
}

#[test]
fn an_empty_folder_may_be_there_already() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	backed_up(&home, &file).unwrap();
	let new = machine.path().join("new");
	std::fs::create_dir(&new).unwrap();
	restored(&file, &new).unwrap();
	assert!(new.join(KEYSTORE).is_file());
	// A second time it is not empty any more.
	let refused = restored(&file, &new).unwrap_err().to_string();
	assert!(refused.contains("not empty"), "{refused}");
	assert_eq!(names_in(machine.path()), ["backup", "home", "new"]);
}

#[test]
fn nothing_is_overwritten() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	std::fs::write(&file, b"precious").unwrap();
	let refused = backed_up(&home, &file).unwrap_err().to_string();
	assert!(refused.contains("already"), "{refused}");
	assert_eq!(std::fs::read(&file).unwrap(), b"precious");
	assert_eq!(names_in(machine.path()), ["backup", "home"]);
}

#[test]
fn a_running_worker_is_not_backed_up() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	let running = journal_of(&home);
	let refused = backed_up(&home, &file).unwrap_err();
	let in_use = refused.downcast_ref::<JournalError>();
	assert!(matches!(in_use, Some(JournalError::InUse(_))), "{refused:#}");
	assert!(refused.to_string().contains("stop"), "{refused}");
	assert_eq!(names_in(machine.path()), ["home"]);
	drop(running);
	backed_up(&home, &file).unwrap();
}

#[test]
fn data_rule_4_what_is_in_it_shows_only_to_the_passphrase() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	backed_up(&home, &file).unwrap();
	let backup = std::fs::read(&file).unwrap();
	// Not even what lies encrypted on the disk, or a name.
	let (commitment, share) = share(1);
	let name = hex::encode(commitment);
	let encrypted = std::fs::read(home.join("journal.redb.shares").join(&name)).unwrap();
	for canary in [
		encrypted.as_slice(),
		&*share.to_bytes(),
		name.as_bytes(),
		b"salus-keystore-1",
		b"canary-document",
	] {
		assert!(!backup.windows(canary.len()).any(|window| window == canary));
	}
}

#[test]
fn an_error_names_exactly_what_is_wrong_with_a_backup_and_leaves_nothing_behind() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	backed_up(&home, &file).unwrap();
	let whole = std::fs::read(&file).unwrap();
	let other = tempfile::tempdir().unwrap();
	let new = other.path().join("home");
	let refused = |bytes: &[u8], passphrase: &str| {
		let file = machine.path().join("altered");
		std::fs::write(&file, bytes).unwrap();
		let refused = restored_with(&file, &new, &phrase(passphrase)).unwrap_err();
		assert!(names_in(other.path()).is_empty(), "{refused:#}");
		refused
	};
	let kind = |bytes: &[u8], passphrase: &str| {
		let refused = refused(bytes, passphrase);
		let told = format!("{refused:#}");
		let kind = refused.downcast::<EncryptedFileError>();
		kind.unwrap_or_else(|_| panic!("{told}"))
	};
	use EncryptedFileError as E;
	assert!(matches!(kind(&whole, "wrong horse"), E::WrongPassphrase));
	assert!(matches!(kind(b"PK\x03\x04", "correct horse"), E::NotOne));
	let cut = &whole[..whole.len() - 1];
	assert!(matches!(kind(cut, "correct horse"), E::CutShort { .. }));
	let longer = [whole.as_slice(), b"x"].concat();
	assert!(matches!(kind(&longer, "correct horse"), E::TooLong { .. }));
	// In its first and in its last part, after files were written.
	for index in [200, whole.len() - 1] {
		let mut altered = whole.clone();
		altered[index] ^= 1;
		let told = format!("{:#}", refused(&altered, "correct horse"));
		assert!(told.contains("damaged: its part"), "byte {index}: {told}");
	}
	let missing = restored(&machine.path().join("none"), &new).unwrap_err();
	assert!(format!("{missing:#}").contains("none"), "{missing:#}");
	assert!(names_in(other.path()).is_empty());
	restored(&file, &new).unwrap();
}

#[test]
fn a_home_that_is_not_empty_is_left_alone() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	backed_up(&home, &file).unwrap();
	let before = names_in(&home);
	let refused = restored(&file, &home).unwrap_err().to_string();
	assert!(refused.contains("not empty"), "{refused}");
	assert_eq!(names_in(&home), before);
	assert_eq!(names_in(machine.path()), ["backup", "home"]);
	let nowhere = machine.path().join("no/such/home");
	let refused = restored(&file, &nowhere).unwrap_err().to_string();
	assert!(refused.contains("make it first"), "{refused}");
}

#[test]
fn a_backup_never_writes_outside_its_home() {
	let (machine, home) = machine();
	let good = Archive::of(&home, vec![home.join(KEYSTORE)], MADE_AT).unwrap();
	for (name, told) in [("../evil", "does not know"), ("", "no journal.redb")] {
		let file = machine.path().join("forged");
		let content = [b"\x07../evil".as_slice(), &4u64.to_le_bytes(), b"evil"].concat();
		let more: &[u8] = if name.is_empty() { &[] } else { &content };
		// As an archive writes it, with one more file before its end.
		let length = good.length() + more.len() as u64;
		let mut plain = Vec::new();
		plain.extend(MADE_AT.to_le_bytes());
		plain.extend([KEYSTORE.len() as u8]);
		plain.extend(KEYSTORE.as_bytes());
		let keystore = std::fs::read(home.join(KEYSTORE)).unwrap();
		plain.extend((keystore.len() as u64).to_le_bytes());
		plain.extend(keystore);
		plain.extend(more);
		plain.push(0);
		assert_eq!(plain.len() as u64, length);
		let mut writer =
			EncryptedWriter::new(Vec::new(), &correct(), Cost::LOWEST, length).unwrap();
		writer.write(&plain).unwrap();
		std::fs::write(&file, writer.finish().unwrap()).unwrap();
		let refused = restored(&file, &machine.path().join("new")).unwrap_err();
		assert!(refused.to_string().contains(told), "{refused:#}");
		assert_eq!(names_in(machine.path()), ["forged", "home"]);
	}
}

#[test]
fn data_rule_6_what_was_destroyed_since_comes_back_only_to_be_destroyed_again() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	let journal = journal_of(&home);
	let result = StoredResult::REFUSAL;
	journal.put_result(RequestId(5), &[RecordId(7)], &result).unwrap();
	drop(journal);
	backed_up(&home, &file).unwrap();
	let (erased, _) = share(1);
	let (kept, kept_share) = share(2);
	let journal = journal_of(&home);
	assert!(journal.destroy_share(&erased).unwrap());
	drop(journal);

	let new = machine.path().join("new");
	restored(&file, &new).unwrap();
	let journal = journal_of(&new);
	// What the chain says is erased is found by its record, with its results, as by `destroy` and `reconcile`.
	let placements = journal.placements_of(RecordId(7)).unwrap();
	assert_eq!(placements[0].key_commitment, erased);
	assert_eq!(journal.results_of(RecordId(7)).unwrap(), [RequestId(5)]);
	// No journal remembers that it was done before.
	let begun = journal.begin(JobKey::Destroy(RecordId(7))).unwrap();
	assert_eq!(begun, Begin::Begun);
	assert!(journal.destroy_share(&erased).unwrap());
	let share = new.join("journal.redb.shares").join(hex::encode(erased));
	assert!(!share.exists());
	assert_eq!(journal.share(&kept).unwrap(), kept_share);
}

#[test]
fn with_a_rotation_under_way_both_keys_are_in_it_and_a_restored_worker_goes_on() {
	let (machine, home) = machine();
	let file = machine.path().join("backup");
	let open = |home: &Path| {
		let home = Home::open_with(home, &correct()).unwrap();
		let journal = Journal::open(home.folder.join(JOURNAL), home.at_rest.clone()).unwrap();
		(home, journal)
	};
	let (mut running, journal) = open(&home);
	running.at_rest_keys.begin().unwrap();
	// One share by the new key, the other by the old one.
	let (commitment, anew) = share(1);
	let info = journal.placement(&commitment).unwrap().unwrap();
	journal.destroy_share(&commitment).unwrap();
	journal.place(&commitment, &anew, &info).unwrap();
	drop(journal);
	backed_up(&home, &file).unwrap();

	let new = machine.path().join("new");
	restored(&file, &new).unwrap();
	let (mut restored, journal) = open(&new);
	assert!(restored.at_rest_keys.is_under_way());
	let both_open = |journal: &Journal| {
		[1, 2].into_iter().all(|byte| {
			let (commitment, share) = share(byte);
			journal.share(&commitment).unwrap() == share
		})
	};
	assert!(both_open(&journal));
	let mut pass = Reencryption::default();
	while !pass.is_done() {
		pass = journal.reencrypt(pass).unwrap();
	}
	assert_eq!((pass.encrypted_count, pass.failed_count), (1, 0));
	restored.at_rest_keys.end().unwrap();
	assert!(both_open(&journal));
	drop(journal);
	assert!(both_open(&journal_of(&new)));
	// Where the backup was made both keys are still there.
	assert!(both_open(&journal_of(&home)));
}
