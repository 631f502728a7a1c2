// SPDX-License-Identifier: Apache-2.0
//! Which job: what it is called in the journal, by its SCALE encoding, and in logs, in words.

use codec::{Decode, Encode};
use salus_primitives::{RecordId, RequestId, VersionNumber};
use std::fmt;

/// The same key is the same job. The numbers lie on operators' disks: none is ever given to another job.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
pub enum JobKey {
	/// Keep what a record's version names.
	#[codec(index = 0)]
	Keep(RecordId, VersionNumber),
	/// Destroy what is kept of a record.
	#[codec(index = 1)]
	Destroy(RecordId),
	/// Run a model and seal its output.
	#[codec(index = 2)]
	Assess(RequestId),
	/// Erase a result.
	#[codec(index = 3)]
	EraseResult(RequestId),
	/// Fetch the document of a result that is kept.
	#[codec(index = 4)]
	FetchResult(RequestId),
	/// Give up what is kept of a record and not to be kept any more.
	#[codec(index = 5)]
	GiveUp(RecordId),
}

impl JobKey {
	/// What all jobs of its kind are called.
	pub fn name(self) -> &'static str {
		match self {
			Self::Keep(..) => "keep",
			Self::Destroy(_) => "destroy",
			Self::Assess(_) => "assess",
			Self::EraseResult(_) => "erase-result",
			Self::FetchResult(_) => "fetch-result",
			Self::GiveUp(_) => "give-up",
		}
	}
}

impl fmt::Display for JobKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let name = self.name();
		match self {
			Self::Keep(record, version) => write!(f, "{name}/{record}/{version}"),
			Self::Destroy(record) | Self::GiveUp(record) => write!(f, "{name}/{record}"),
			Self::Assess(request) | Self::EraseResult(request) | Self::FetchResult(request) => {
				write!(f, "{name}/{request}")
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_job_has_the_bytes_that_lie_on_disks() {
		let id = [7u8, 0, 0, 0, 0, 0, 0, 0];
		for (number, key, words) in [
			(1, JobKey::Destroy(RecordId(7)), "destroy/7"),
			(2, JobKey::Assess(RequestId(7)), "assess/7"),
			(3, JobKey::EraseResult(RequestId(7)), "erase-result/7"),
			(4, JobKey::FetchResult(RequestId(7)), "fetch-result/7"),
			(5, JobKey::GiveUp(RecordId(7)), "give-up/7"),
		] {
			assert_eq!(key.encode(), [[number].as_slice(), &id].concat());
			assert_eq!(key.to_string(), words);
		}
		let keep = JobKey::Keep(RecordId(7), 2);
		assert_eq!(keep.encode(), [[0].as_slice(), &id, &[2, 0, 0, 0]].concat());
		assert_eq!(keep.to_string(), "keep/7/2");
	}
}
