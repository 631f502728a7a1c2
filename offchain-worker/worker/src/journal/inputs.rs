// SPDX-License-Identifier: Apache-2.0
//! How the live inputs of each model are distributed, encrypted at rest (data rule 4): numbers of people in bins
//! (`drift.rs` of salus-inference), never a value, a request or an account. That a person counts once is known by a
//! keyed hash of the account, under a key of each model's own: nothing links two models' people, or those of two
//! operators.

use super::{
	Journal, JournalError, StoredResult, decoded,
	reencrypt::{PORTION, Reencryption, again_if_reencrypted, later_than},
	results,
};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use salus_inference::{Level, Window};
use salus_primitives::{ModelId, RecordId, RequestId};
use sp_core::blake2_256;

pub(super) const INPUTS: TableDefinition<u32, &[u8]> = TableDefinition::new("people");
pub(super) const KIND: &str = "inputs";

/// The live inputs of a model on the chain.
///
/// By the chain's id and not by the ONNX file's digest: two models on chain may have the same file, and each
/// has requests and a flag of its own.
#[derive(Clone, PartialEq, Eq, Default, Debug, Encode, Decode)]
pub struct Inputs {
	/// BLAKE2b-256 of the card by whose references they were counted.
	pub card: [u8; 32],
	/// The counts.
	pub window: Window,
	/// Those who are counted.
	pub people: People,
	/// People counted since the first.
	pub counted: u64,
	/// How many were counted when it was last decided what to report.
	pub decided: u64,
	/// What this operator last reported on chain.
	pub reported: Option<Level>,
}

/// Those who are counted in a window: enough to count nobody twice, and not to tell who it is without the key.
#[derive(Clone, PartialEq, Eq, Default, Debug, Encode, Decode)]
pub struct People {
	/// Random; made anew with every window.
	key: [u8; 32],
	/// The first 64 bits of BLAKE2b-256 of key and account, the newest last.
	hashes: Vec<u64>,
}

impl People {
	fn of_new_window() -> Self {
		Self { key: salus_core::random(), hashes: Vec::new() }
	}

	/// Adds an account; false when it was there.
	fn add(&mut self, account: &[u8; 32]) -> bool {
		let hash = blake2_256(&[self.key, *account].concat());
		let hash = hash.first_chunk().copied().map(u64::from_le_bytes);
		let new = hash.filter(|hash| !self.hashes.contains(hash));
		self.hashes.extend(new);
		new.is_some()
	}

	/// Keeps only so many of them, the newest.
	fn keep(&mut self, newest: u32) {
		let newest = usize::try_from(newest).unwrap_or(usize::MAX);
		let older = self.hashes.len().saturating_sub(newest);
		self.hashes.drain(..older);
	}
}

/// The inputs of one more request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewInputs {
	/// The model on the chain.
	pub model: ModelId,
	/// BLAKE2b-256 of its card.
	pub card: [u8; 32],
	/// Whose inputs they are: the account.
	pub patient: [u8; 32],
	/// The bins that the inputs lie in.
	pub person: Window,
}

impl Journal {
	/// Keeps the result of a request and counts its inputs, in one transaction and only if no result of it was
	/// there and its patient is not in the window already: so a person counts once, however often a model is asked
	/// about them. By another card than before all is counted anew.
	pub fn put_counted_result(
		&self,
		request: RequestId,
		records: &[RecordId],
		result: &StoredResult,
		inputs: &NewInputs,
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let encrypted = self.encrypted_result(request, result);
			if !results::insert(transaction, request, records, &encrypted)? {
				return Ok(());
			}
			// Counts that can't be read begin anew: no result waits for them.
			let kept = self.kept_inputs(transaction, inputs.model).ok().flatten();
			let anew = kept.as_ref().is_none_or(|kept| kept.card != inputs.card);
			let mut kept = kept.unwrap_or_default();
			if anew {
				kept.card = inputs.card;
				kept.window = Window::default();
				kept.people = People::of_new_window();
			}
			if !kept.people.add(&inputs.patient) {
				return Ok(());
			}
			kept.window.add(&inputs.person);
			kept.people.keep(kept.window.people);
			kept.counted = kept.counted.saturating_add(1);
			self.keep_inputs(transaction, inputs.model, &kept)
		})
	}

	/// The live inputs of every model that was asked, if its card has references.
	pub fn inputs(&self) -> Result<Vec<(ModelId, Inputs)>, JournalError> {
		again_if_reencrypted(|| {
			self.read(|transaction| {
				let table = transaction.open_table(INPUTS)?;
				let mut inputs = Vec::new();
				for entry in table.iter()? {
					let (model, encrypted) = entry?;
					let model = ModelId(model.value());
					inputs.push((model, self.open_inputs(model, encrypted.value())?));
				}
				Ok(inputs)
			})
		})
	}

	/// Encrypts some models' inputs anew, by model, and gives the last of them; none if there are no more.
	pub(super) fn reencrypt_inputs(
		&self,
		after: Option<u32>,
		pass: &mut Reencryption,
	) -> Result<Option<u32>, JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(INPUTS)?;
			let mut rows = Vec::new();
			for entry in table.range(later_than(after))?.take(PORTION) {
				let (model, encrypted) = entry?;
				rows.push((model.value(), encrypted.value().to_vec()));
			}
			for (model, encrypted) in &rows {
				let anew = self.at_rest.reencrypt(KIND, &model.to_le_bytes(), encrypted);
				if let Some(anew) = pass.anew(anew) {
					table.insert(*model, anew.as_slice())?;
				}
			}
			Ok(rows.last().map(|(model, _)| *model))
		})
	}

	/// Notes what is reported of a model's inputs, decided when so many people were counted.
	pub fn note_reported(
		&self,
		model: ModelId,
		counted: u64,
		reported: Option<Level>,
	) -> Result<(), JournalError> {
		self.write(|transaction| {
			let Some(kept) = self.kept_inputs(transaction, model)? else {
				return Ok(());
			};
			let kept = Inputs { decided: counted, reported, ..kept };
			self.keep_inputs(transaction, model, &kept)
		})
	}

	fn kept_inputs(
		&self,
		transaction: &WriteTransaction,
		model: ModelId,
	) -> Result<Option<Inputs>, JournalError> {
		let table = transaction.open_table(INPUTS)?;
		let encrypted = table.get(model.0)?.map(|entry| entry.value().to_vec());
		encrypted.map(|encrypted| self.open_inputs(model, &encrypted)).transpose()
	}

	fn keep_inputs(
		&self,
		transaction: &WriteTransaction,
		model: ModelId,
		inputs: &Inputs,
	) -> Result<(), JournalError> {
		let encrypted = self.at_rest.encrypt(KIND, &model.0.to_le_bytes(), &inputs.encode());
		transaction.open_table(INPUTS)?.insert(model.0, encrypted.as_slice())?;
		Ok(())
	}

	fn open_inputs(&self, model: ModelId, encrypted: &[u8]) -> Result<Inputs, JournalError> {
		let bytes = self.at_rest.decrypt(KIND, &model.0.to_le_bytes(), encrypted)?;
		decoded("inputs", &bytes)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_keystore::AtRest;
	use tempfile::TempDir;

	const MODEL: ModelId = ModelId(7);
	const RECORD: RecordId = RecordId(3);
	const RESULT: StoredResult = StoredResult::REFUSAL;

	fn open_in(folder: &TempDir) -> Journal {
		Journal::open(folder.path().join("journal.redb"), AtRest::new(&[1; 32])).unwrap()
	}

	fn inputs(patient: u8, card: u8, counts: [u32; 2]) -> NewInputs {
		NewInputs {
			model: MODEL,
			card: [card; 32],
			patient: [patient; 32],
			person: Window { people: 1, counts: vec![counts.to_vec()] },
		}
	}

	fn only(journal: &Journal) -> Inputs {
		let mut all = journal.inputs().unwrap();
		let (model, inputs) = all.pop().unwrap();
		assert_eq!((model, all.len()), (MODEL, 0));
		inputs
	}

	#[test]
	fn a_person_counts_once_and_comes_back() {
		let folder = tempfile::tempdir().unwrap();
		let mut journal = open_in(&folder);
		assert!(journal.inputs().unwrap().is_empty());
		// Request, patient, bins. The fourth is a request tried again, the fifth the first patient's next request.
		let asked =
			[(1, 1, [1, 0]), (2, 2, [0, 1]), (3, 3, [0, 1]), (1, 1, [1, 0]), (4, 1, [0, 1])];
		for (request, patient, counts) in asked {
			journal
				.put_counted_result(
					RequestId(request),
					&[RECORD],
					&RESULT,
					&inputs(patient, 5, counts),
				)
				.unwrap();
			drop(journal);
			journal = open_in(&folder);
		}
		journal.note_reported(MODEL, 2, Some(Level::Large)).unwrap();
		journal.note_reported(ModelId(8), 9, Some(Level::Large)).unwrap();
		let kept = only(&journal);
		assert_eq!((kept.card, kept.people.hashes.len()), ([5; 32], 3));
		let expected = Window { people: 3, counts: vec![vec![1, 2]] };
		assert_eq!(kept.window, expected);
		assert_eq!((kept.counted, kept.decided), (3, 2));
		assert_eq!(kept.reported, Some(Level::Large));
		// Every request has its result, counted or not.
		assert_eq!(journal.results().unwrap(), [1, 2, 3, 4].map(RequestId));
	}

	#[test]
	fn whom_the_window_has_forgotten_counts_again() {
		let mut people = People::of_new_window();
		let account = |number: u32| -> [u8; 32] { blake2_256(&number.to_le_bytes()) };
		for number in 0..1_000 {
			assert!(people.add(&account(number)));
		}
		people.keep(500);
		assert_eq!(people.hashes.len(), 500);
		assert!(people.add(&account(499)), "the older half is forgotten");
		assert!(!people.add(&account(500)), "the newer half is not");
	}

	#[test]
	fn nothing_links_the_people_of_two_windows() {
		let (mut one, mut other) = (People::of_new_window(), People::of_new_window());
		assert!(one.add(&[7; 32]) && other.add(&[7; 32]));
		assert_ne!(one.hashes, other.hashes);
	}

	#[test]
	fn another_card_is_counted_anew_and_what_was_reported_is_remembered() {
		let folder = tempfile::tempdir().unwrap();
		let journal = open_in(&folder);
		let count = |request, patient, card| {
			journal
				.put_counted_result(
					RequestId(request),
					&[RECORD],
					&RESULT,
					&inputs(patient, card, [1, 0]),
				)
				.unwrap();
		};
		count(1, 1, 5);
		count(2, 2, 5);
		let before = only(&journal).people;
		journal.note_reported(MODEL, 2, Some(Level::Moderate)).unwrap();
		// By the other card the first patient counts again.
		count(3, 1, 6);
		let kept = only(&journal);
		assert_eq!((kept.card, kept.window), ([6; 32], inputs(1, 6, [1, 0]).person));
		assert_ne!(kept.people.key, before.key);
		assert_eq!((kept.counted, kept.decided), (3, 2));
		assert_eq!(kept.reported, Some(Level::Moderate));
	}

	#[test]
	fn data_rule_4_nothing_but_counts_is_kept_and_that_encrypted() {
		let folder = tempfile::tempdir().unwrap();
		let journal = open_in(&folder);
		journal
			.put_counted_result(RequestId(1), &[RECORD], &RESULT, &inputs(0xa7, 0xc4, [1, 0]))
			.unwrap();
		let encrypted = journal
			.read(|transaction| {
				let table = transaction.open_table(INPUTS)?;
				Ok(table.get(MODEL.0)?.map(|entry| entry.value().to_vec()))
			})
			.unwrap()
			.unwrap();
		let opened = journal.at_rest.decrypt(KIND, &MODEL.0.to_le_bytes(), &encrypted).unwrap();
		// The card; one person; one feature with two bins; a key and one hash; one counted, none decided on, nothing
		// reported.
		let mut expected = vec![0xc4; 32];
		expected.extend([1, 0, 0, 0]);
		expected.extend([1 << 2, 2 << 2, 1, 0, 0, 0, 0, 0, 0, 0]);
		expected.extend(only(&journal).people.encode());
		expected.extend([1, 0, 0, 0, 0, 0, 0, 0]);
		expected.extend([0; 9]);
		assert_eq!(*opened, expected);
		assert!(!opened.windows(4).any(|window| window == [0xa7; 4]));
		let file = std::fs::read(folder.path().join("journal.redb")).unwrap();
		assert!(!file.windows(32).any(|window| window == [0xc4; 32]));
	}

	#[test]
	fn counts_that_can_not_be_read_keep_no_result_from_its_place() {
		let folder = tempfile::tempdir().unwrap();
		let count = |journal: &Journal, request| {
			journal
				.put_counted_result(RequestId(request), &[RECORD], &RESULT, &inputs(1, 5, [1, 0]))
				.unwrap();
		};
		let journal = open_in(&folder);
		count(&journal, 1);
		// As if the disk had altered them.
		journal.at_rest.follow(&AtRest::new(&[2; 32]));
		assert!(matches!(journal.inputs(), Err(JournalError::AtRest(_))));
		count(&journal, 2);
		assert_eq!(journal.result(RequestId(2)).unwrap(), Some(RESULT));
		assert_eq!(only(&journal).counted, 1);
	}
}
