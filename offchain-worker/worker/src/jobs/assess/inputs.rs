// SPDX-License-Identifier: Apache-2.0
//! The job and the inputs of a request: of each record what there is to read. Whatever the chain says of a document's
//! size is its author's word, so all is judged by the bytes that came.

use super::super::Worker;
use crate::ipfs::{Beginning, StoreError};
use anyhow::Context;
use futures::{StreamExt, TryStreamExt, stream};
use salus_chain::AccountId;
use salus_core::DataKey;
use salus_custody::{Asker, documents};
use salus_inference::{
	Job, Written,
	assessment::{Content, Fault, MAX_INPUT_LENGTH, MAX_TASK_LENGTH, TaskInput},
};
use salus_primitives::{
	decision_support::{Input, Request},
	records::Version,
};
use zeroize::Zeroizing;

/// Enough of a longer one to tell whether it holds attachments: header, first chunk and the byte that shows another.
const BEGINNING_LENGTH: usize =
	salus_core::HEADER_LENGTH + salus_core::CHUNK_LENGTH + salus_core::TAG_LENGTH + 1;

/// How many inputs of a request are fetched beside each other.
const BESIDE: usize = 4;

/// What was had of a request's records.
#[derive(Default)]
pub struct Inputs {
	/// The records that a model reads; those of attachments are none.
	pub records: Vec<TaskInput>,
	/// The documents of those that can be read, in the same order.
	pub documents: Vec<Zeroizing<Vec<u8>>>,
}

/// All of them, each granted by the chain as to any reader, and fetched from this operator's own store.
pub async fn fetch(worker: &Worker, info: &Request<AccountId>) -> anyhow::Result<Inputs> {
	let fetches = info.inputs.iter().map(|input| async move {
		let (version, _, had) = fetch_one(worker, input).await?;
		anyhow::Ok((*input, version.author, had))
	});
	let mut inputs = Inputs::default();
	for (input, author, had) in beside(fetches.collect()).await? {
		inputs.add(&input, &author, had);
	}
	Ok(inputs)
}

/// What each comes to, a few at a time. In their order: which of them are too large together hangs on it, and that has
/// to be the same for every operator.
async fn beside<T>(
	fetches: Vec<impl Future<Output = anyhow::Result<T>>>,
) -> anyhow::Result<Vec<T>> {
	stream::iter(fetches).buffered(BESIDE).try_collect().await
}

/// The job, and the key of its record; none if its record holds no job.
pub async fn job(
	worker: &Worker,
	info: &Request<AccountId>,
) -> anyhow::Result<(DataKey, Option<Job>)> {
	let (_, key, had) = fetch_one(worker, &info.job).await?;
	let job = match had {
		Had::Document(document) => Job::from_fhir(&document).ok(),
		Had::Attachments | Had::Unreadable(_) => None,
	};
	Ok((key, job))
}

/// What was had of one record.
// Not `Debug` but in tests: it holds plaintext.
#[cfg_attr(test, derive(PartialEq, Eq, Debug))]
enum Had {
	Document(Zeroizing<Vec<u8>>),
	/// Attachments of a document: no model reads them.
	Attachments,
	Unreadable(Fault),
}

impl Inputs {
	/// The author of a version never changes, so every operator names the same.
	fn add(&mut self, input: &Input, author: &AccountId, had: Had) {
		let content = match had {
			Had::Attachments => return,
			Had::Unreadable(fault) => Content::Unreadable(fault),
			Had::Document(document) if document.len() > self.room() => {
				Content::Unreadable(Fault::TooLargeTogether)
			}
			Had::Document(document) => {
				self.documents.push(document);
				Content::Document
			}
		};
		let Input { record, version, contested, replaced, .. } = *input;
		let written = Some(Written { author: author.to_string(), version, replaced });
		self.records.push(TaskInput { record, contested, written, content });
	}

	/// How many more bytes one request may have.
	fn room(&self) -> usize {
		let taken = self.documents.iter().map(|document| document.len());
		MAX_TASK_LENGTH.saturating_sub(taken.sum())
	}
}

async fn open_key(worker: &Worker, input: &Input) -> anyhow::Result<(Version<AccountId>, DataKey)> {
	let custody = &worker.custody;
	let chain = &*custody.chain;
	let block = chain.finalized().await?;
	let asker = Asker::daemon(chain, &worker.account(), block).await?;
	let (signer, secret) = (&custody.signer, &custody.secret);
	let access = input.access.context("its records are not opened for operators yet")?;
	let (_, version, key) =
		documents::open_key(chain, signer, secret, access, block, &asker).await?;
	Ok((version, key))
}

async fn fetch_one(
	worker: &Worker,
	input: &Input,
) -> anyhow::Result<(Version<AccountId>, DataKey, Had)> {
	let (version, key) = open_key(worker, input).await?;
	let stated = usize::try_from(version.length).unwrap_or(usize::MAX);
	let most = match stated <= MAX_INPUT_LENGTH {
		true => MAX_INPUT_LENGTH,
		false => BEGINNING_LENGTH,
	};
	let had = match worker.custody.store.read(&version.cid, most).await {
		Ok(read) => judge(&key, stated, &read),
		Err(StoreError::NotADocument { .. }) => Had::Unreadable(Fault::NotADocument),
		Err(cause) => return Err(cause.into()),
	};
	Ok((version, key, had))
}

/// What the bytes of a document are, of which the chain states a length.
fn judge(key: &DataKey, stated: usize, read: &Beginning) -> Had {
	if !read.whole {
		let beginning = salus_core::decrypt_beginning(key, &read.bytes);
		return match beginning.is_ok_and(|plaintext| salus_fhir::begins_as_attachments(&plaintext))
		{
			true => Had::Attachments,
			false => Had::Unreadable(Fault::TooLarge),
		};
	}
	if read.bytes.len() != stated {
		return Had::Unreadable(Fault::OtherLength);
	}
	match salus_core::decrypt(key, &read.bytes) {
		Err(_) => Had::Unreadable(Fault::NotDecrypted),
		Ok(plaintext) if salus_fhir::begins_as_attachments(&plaintext) => Had::Attachments,
		Ok(plaintext) => Had::Document(plaintext),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use bytes::Bytes;
	use salus_primitives::{AccessId, RecordId};
	use std::{
		sync::atomic::{AtomicUsize, Ordering},
		time::Duration,
	};

	#[tokio::test]
	async fn inputs_are_fetched_beside_each_other_and_come_in_their_order() {
		let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
		let (now, most) = (&now, &most);
		let fetches = (0..16u64).map(|number| async move {
			most.fetch_max(now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
			// The later, the sooner.
			tokio::time::sleep(Duration::from_millis(32 - 2 * number)).await;
			now.fetch_sub(1, Ordering::Relaxed);
			anyhow::Ok(number)
		});
		let fetched = beside(fetches.collect()).await.unwrap();
		assert_eq!(fetched, (0..16).collect::<Vec<_>>());
		assert_eq!(most.load(Ordering::Relaxed), BESIDE);
	}

	#[tokio::test]
	async fn one_that_can_not_be_had_fails_them_all() {
		let fetches = (0..16u64).map(|number| async move {
			anyhow::ensure!(number != 5, "nobody has it");
			Ok(number)
		});
		assert!(beside(fetches.collect()).await.is_err());
	}

	fn key() -> DataKey {
		DataKey::from_bytes([42; 32])
	}

	fn read(bytes: &[u8], most: usize) -> Beginning {
		Beginning {
			bytes: Bytes::copy_from_slice(&bytes[..bytes.len().min(most)]),
			whole: bytes.len() <= most,
		}
	}

	#[test]
	fn a_document_is_judged_by_its_bytes_and_not_by_what_the_chain_states() {
		let text = b"{\"resourceType\":\"Bundle\"}";
		let encrypted = salus_core::encrypt(&key(), text).unwrap();
		let whole = read(&encrypted, MAX_INPUT_LENGTH);
		let document = Had::Document(Zeroizing::new(text.to_vec()));
		assert_eq!(judge(&key(), encrypted.len(), &whole), document);
		for stated in [0, encrypted.len() - 1, encrypted.len() + 1, MAX_INPUT_LENGTH, usize::MAX] {
			let judged = judge(&key(), stated, &whole);
			assert_eq!(judged, Had::Unreadable(Fault::OtherLength), "{stated}");
		}
		let other = judge(&DataKey::from_bytes([1; 32]), encrypted.len(), &whole);
		assert_eq!(other, Had::Unreadable(Fault::NotDecrypted));
	}

	#[test]
	fn a_document_that_is_too_long_is_refused_whatever_its_author_states() {
		let encrypted = salus_core::encrypt(&key(), &vec![b' '; MAX_INPUT_LENGTH]).unwrap();
		for (stated, most) in [
			(1_000, MAX_INPUT_LENGTH),
			(MAX_INPUT_LENGTH, MAX_INPUT_LENGTH),
			(encrypted.len(), BEGINNING_LENGTH),
		] {
			let judged = judge(&key(), stated, &read(&encrypted, most));
			assert_eq!(judged, Had::Unreadable(Fault::TooLarge), "{stated}");
		}
	}

	#[test]
	fn attachments_are_skipped_however_long_they_are() {
		// As the bundle of a laboratory is written: a long report beside a value.
		let report = |length: usize| {
			serde_json::json!({
				"resourceType": "DiagnosticReport", "status": "final",
				"code": { "text": "lipids" },
				"presentedForm": [{ "contentType": "application/pdf", "data": "QUJD".repeat(length / 4) }],
			})
		};
		for length in [1 << 20, 7 << 20] {
			let bundle = salus_fhir::Bundle::from_value(report(length)).unwrap();
			let parts = bundle.split();
			assert_eq!(parts.len(), 2);
			let judged = parts.iter().map(|(_, part)| {
				let encrypted = salus_core::encrypt(&key(), &salus_fhir::to_bytes(part)).unwrap();
				let most = match encrypted.len() <= MAX_INPUT_LENGTH {
					true => MAX_INPUT_LENGTH,
					false => BEGINNING_LENGTH,
				};
				judge(&key(), encrypted.len(), &read(&encrypted, most))
			});
			let judged: Vec<_> = judged.collect();
			assert!(matches!(&judged[0], Had::Document(values) if values.len() < 2_000));
			assert_eq!(judged[1], Had::Attachments, "{length}");
		}
		// Its mark in a text is not its form.
		let text = br#"{"resourceType":"Bundle","x":"\"entry\":[{\"fullUrl\":\"urn:"}"#;
		let encrypted = salus_core::encrypt(&key(), text).unwrap();
		let judged = judge(&key(), encrypted.len(), &read(&encrypted, MAX_INPUT_LENGTH));
		assert!(matches!(judged, Had::Document(_)));
	}

	#[test]
	fn all_documents_of_a_request_together_have_a_limit() {
		let mut inputs = Inputs::default();
		let input = |record| Input {
			record: RecordId(record),
			version: 1,
			access: Some(AccessId(record)),
			contested: record == 2,
			replaced: record == 4,
		};
		let author = AccountId::new([7; 32]);
		// Three of three MiB each: the last is too much. A small one after it is not.
		for (record, length) in [(1, 3 << 20), (2, 3 << 20), (3, 3 << 20), (4, 9)] {
			inputs.add(&input(record), &author, Had::Document(Zeroizing::new(vec![b' '; length])));
		}
		inputs.add(&input(5), &author, Had::Attachments);
		inputs.add(&input(6), &author, Had::Unreadable(Fault::NotDecrypted));
		let had: Vec<_> =
			inputs.records.iter().map(|input| (input.record.0, input.content)).collect();
		let expected = [
			(1, Content::Document),
			(2, Content::Document),
			(3, Content::Unreadable(Fault::TooLargeTogether)),
			(4, Content::Document),
			(6, Content::Unreadable(Fault::NotDecrypted)),
		];
		assert_eq!(had, expected);
		let contested = inputs.records.iter().filter(|input| input.contested);
		assert_eq!(contested.count(), 1);
		let written = inputs.records.iter().flat_map(|input| &input.written);
		let replaced: Vec<_> = written
			.map(|written| {
				assert_eq!(written.author, author.to_string());
				written.replaced
			})
			.collect();
		assert_eq!(replaced, [false, false, false, true, false]);
		assert_eq!(inputs.documents.len(), 3);
	}
}
