//! How decision support opens records for the operators it draws.

use crate::{AccessId, Moment, Purpose, RecordId, VersionNumber};
#[cfg(feature = "runtime-benchmarks")]
use alloc::vec::Vec;

/// What was opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenedAccess<AccountId> {
	/// Whose record it is.
	pub patient: AccountId,
	/// The version that the readers may read: the latest.
	pub version: VersionNumber,
	/// What custodians check.
	pub access: AccessId,
	/// Whether the patient contests the record.
	pub contested: bool,
}

/// Opens records for decision support, in the requester's call.
pub trait DecisionSupportAccess<AccountId> {
	/// Why a record could not be opened.
	type Error;

	/// Decides that the requester may read the record for `purpose` and that decision support may read
	/// it, enters both in the ledger's words, and opens one access request for all operators. It must
	/// last until the given moment, since operators answer for what they could not read.
	fn open(
		record: RecordId,
		requester: &AccountId,
		operators: &[AccountId],
		purpose: Purpose,
		until: Moment,
	) -> Result<OpenedAccess<AccountId>, Self::Error>;

	/// Whether the version is still there to be read: the patient may have erased the record.
	fn is_readable(record: RecordId, version: VersionNumber) -> bool;

	/// Makes `count` records of one patient that `requester` and decision support may read. For
	/// benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &AccountId, count: u32) -> Vec<RecordId>;
}
