// SPDX-License-Identifier: Apache-2.0
//! How the live inputs of each model are distributed, encrypted at rest (data rule 4): numbers of people in bins
//! (`drift.rs` of salus-inference), never a value, a request or an account. That a person counts once is known by a
//! keyed hash of the account, under a key of each model's own: nothing links two models' people, or those of two
//! operators.
//!
//! What is reported is decided by a window that ended long before (`jobs/drift.rs`): so each model's counts are kept as
//! they are, and as they were then.

use super::{
	Journal, JournalError, decoded,
	jobs::META,
	reencrypt::{PORTION, Reencryption, again_if_reencrypted, later_than},
};
use codec::{Decode, Encode};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use salus_inference::{Level, Window};
use salus_keystore::AtRest;
use salus_primitives::{ModelId, Moment};
use sp_core::blake2_256;

pub(super) const INPUTS: TableDefinition<u32, &[u8]> = TableDefinition::new("people");
pub(super) const KIND: &str = "inputs";
/// What the time of day is called at which this operator reports.
const REPORT_TIME: &str = "report time";

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
	/// How many were counted when the window ended by which it was last decided what to report.
	pub decided: u64,
	/// What this operator last reported on chain.
	pub reported: Option<Level>,
	/// The counts as they were when their window ended last; none before.
	pub ended: Option<Ended>,
}

/// A window that has ended: what comes later does not change it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Ended {
	/// The counts.
	pub window: Window,
	/// People counted until then, since the first.
	pub counted: u64,
	/// When, by the on-chain clock.
	pub at: Moment,
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
	/// Counts the inputs of a request, if its patient is not in the window already: so a person counts once, however often
	/// a model is asked about them. By another card than before all is counted anew.
	pub(super) fn count_inputs(
		&self,
		transaction: &WriteTransaction,
		inputs: &NewInputs,
	) -> Result<(), JournalError> {
		// Counts that can't be read begin anew: no result waits for them.
		let kept = self.kept_inputs(transaction, inputs.model).ok().flatten();
		let anew = kept.as_ref().is_none_or(|kept| kept.card != inputs.card);
		let mut kept = kept.unwrap_or_default();
		if anew {
			kept.card = inputs.card;
			kept.window = Window::default();
			kept.people = People::of_new_window();
			kept.ended = None;
		}
		if !kept.people.add(&inputs.patient) {
			return Ok(());
		}
		kept.window.add(&inputs.person);
		kept.people.keep(kept.window.people);
		kept.counted = kept.counted.saturating_add(1);
		self.keep_inputs(transaction, inputs.model, &kept)
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

	/// When in the day this operator reports: after so many of 2^32 parts of it. Drawn at random by the first who asks.
	pub fn report_time(&self) -> Result<u32, JournalError> {
		self.write(|transaction| {
			let mut table = transaction.open_table(META)?;
			let kept = table.get(REPORT_TIME)?.map(|time| time.value());
			let time = kept.unwrap_or_else(|| u32::from_le_bytes(salus_core::random()));
			table.insert(REPORT_TIME, time)?;
			Ok(time)
		})
	}

	/// Ends the window of a model's inputs: they are kept as they are now, beside what is counted on.
	pub fn end_window(&self, model: ModelId, at: Moment) -> Result<(), JournalError> {
		self.write(|transaction| {
			let Some(mut kept) = self.kept_inputs(transaction, model)? else {
				return Ok(());
			};
			let ended = Ended { window: kept.window.clone(), counted: kept.counted, at };
			kept.ended = Some(ended);
			self.keep_inputs(transaction, model, &kept)
		})
	}

	/// Notes what is reported of a model's inputs, decided by a window that ended when so many people were counted.
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

/// In journals of earlier forms no window has ended.
pub(super) fn add_ended(
	transaction: &WriteTransaction,
	at_rest: &AtRest,
) -> Result<(), JournalError> {
	let mut table = transaction.open_table(INPUTS)?;
	let mut rows = Vec::new();
	for entry in table.iter()? {
		let (model, encrypted) = entry?;
		let name = model.value().to_le_bytes();
		// What does not open stays, and is counted anew.
		let Ok(mut inputs) = at_rest.decrypt(KIND, &name, encrypted.value()) else {
			continue;
		};
		inputs.extend(None::<Ended>.encode());
		rows.push((model.value(), at_rest.encrypt(KIND, &name, &inputs)));
	}
	for (model, encrypted) in &rows {
		table.insert(*model, encrypted.as_slice())?;
	}
	Ok(())
}

#[cfg(test)]
mod tests;
