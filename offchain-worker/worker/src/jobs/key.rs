//! What a job is called, in the journal and in logs.

use salus_primitives::{RecordId, RequestId, VersionNumber};
use std::fmt;

/// Which job: the same key is the same job.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum JobKey {
	/// Keep what a record's version names.
	Keep(RecordId, VersionNumber),
	/// Destroy what is kept of a record.
	Destroy(RecordId),
	/// Run a model and seal its output.
	Assess(RequestId),
	/// Erase a result.
	EraseResult(RequestId),
	/// Fetch the document of a result that is kept.
	FetchResult(RequestId),
}

impl JobKey {
	pub(super) fn name(self) -> &'static str {
		match self {
			Self::Keep(..) => "keep",
			Self::Destroy(_) => "destroy",
			Self::Assess(_) => "assess",
			Self::EraseResult(_) => "erase-result",
			Self::FetchResult(_) => "fetch-result",
		}
	}

	pub(super) fn parse(text: &str) -> Option<Self> {
		let mut parts = text.split('/');
		let name = parts.next()?;
		let id = parts.next()?.parse().ok()?;
		Some(match name {
			"keep" => Self::Keep(RecordId(id), parts.next()?.parse().ok()?),
			"destroy" => Self::Destroy(RecordId(id)),
			"assess" => Self::Assess(RequestId(id)),
			"erase-result" => Self::EraseResult(RequestId(id)),
			"fetch-result" => Self::FetchResult(RequestId(id)),
			_ => return None,
		})
	}
}

impl fmt::Display for JobKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Keep(record, version) => write!(f, "keep/{record}/{version}"),
			Self::Destroy(record) => write!(f, "destroy/{record}"),
			Self::Assess(request) => write!(f, "assess/{request}"),
			Self::EraseResult(request) => write!(f, "erase-result/{request}"),
			Self::FetchResult(request) => write!(f, "fetch-result/{request}"),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_job_comes_back_from_the_journal_as_it_was() {
		for key in [
			JobKey::Keep(RecordId(7), 2),
			JobKey::Destroy(RecordId(7)),
			JobKey::Assess(RequestId(9)),
			JobKey::EraseResult(RequestId(9)),
			JobKey::FetchResult(RequestId(9)),
		] {
			assert_eq!(JobKey::parse(&key.to_string()), Some(key));
			assert!(key.to_string().starts_with(key.name()));
		}
		assert_eq!(JobKey::parse("keep/7"), None);
	}
}
