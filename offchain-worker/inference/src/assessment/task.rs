// SPDX-License-Identifier: Apache-2.0
//! What daemon and child say to each other, in SCALE. Both are the same program, so the form needs no version.

use crate::{InputProblem, Problem, Window, Written};
use codec::{Decode, Encode};
use salus_primitives::{Cid, Moment, RecordId, RequestId};

/// One request for one model. The documents follow it, a frame each.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Task {
	/// The folder of the model.
	pub folder: String,
	/// The model's digest on the chain.
	pub digest: [u8; 32],
	/// Its card's CID on the chain.
	pub card: Cid,
	/// How many threads the model may take.
	pub threads: u16,

	pub request: RequestId,
	/// As of when, by the chain's clock. Data rule 8.
	pub at: Moment,
	/// The records, in the request's order.
	pub inputs: Vec<TaskInput>,
}

/// A record that the model is to be run on.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct TaskInput {
	/// Which.
	pub record: RecordId,
	/// Whether it was contested when the request was made.
	pub contested: bool,
	/// Who wrote it, where the chain says so.
	pub written: Option<Written>,
	/// What there is of it.
	pub content: Content,
}

/// What there is of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Content {
	/// Its plaintext, in a frame of its own.
	Document,
	/// Nothing that can be read.
	Unreadable(Fault),
}

/// Why a record's document can't be read, though its key and its CID are right: the fault of whoever wrote it, and the
/// same for every operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Fault {
	/// It is longer than a model's input may be.
	TooLarge,
	/// With the records before it, it is more than a request's inputs may be.
	TooLargeTogether,
	/// It has another length than the chain states.
	OtherLength,
	/// Its blocks are not a file.
	NotADocument,
	/// Its key does not open it.
	NotDecrypted,
	/// It is not text.
	NotText,
	/// Reading it ended the process that read it, time and again.
	Deadly,
}

impl Fault {
	/// What the problem of it says.
	fn problem(self) -> &'static str {
		match self {
			Self::TooLarge => "it is larger than 4 MiB",
			Self::TooLargeTogether => "with the records named before it, it is more than 8 MiB",
			Self::OtherLength => "it has another length than the chain states of it",
			Self::NotADocument => "its blocks on IPFS are not a document",
			Self::NotDecrypted => "it can't be decrypted",
			Self::NotText => "it is not text in UTF-8",
			Self::Deadly => {
				"each attempt to read it had to be ended: it takes more memory or time than a document may"
			}
		}
	}

	/// The problem of a record.
	pub fn of(self, record: RecordId) -> InputProblem {
		let mut problem = InputProblem::unreadable(record, self.problem());
		match self {
			Self::TooLargeTogether => {
				problem.remedy = "ask again with fewer or smaller records".into();
			}
			Self::Deadly => problem.kind = Problem::Unreadable,
			_ => {}
		}
		problem
	}
}

/// What the child says.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Message {
	/// It is about to read this input, by its index in the task.
	Reading(u32),
	/// It has read all inputs, and is about to run the model.
	Running,
	/// It is done; nothing follows.
	End(End),
}

/// What came of a task.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum End {
	/// The model answered.
	Output {
		/// The quantised output.
		output: Vec<u8>,
		/// In which bins the inputs lie, if the card has references.
		person: Option<Window>,
		/// The result's document.
		document: Vec<u8>,
	},
	/// The inputs were refused.
	Refused {
		/// Which kinds of problem, each once, and no more: this is logged. Data rule 1.
		kinds: Vec<String>,
	},
	/// The model could not be run, whatever the inputs. Holds nothing of them.
	Failed(String),
}
