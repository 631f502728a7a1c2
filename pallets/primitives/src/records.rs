//! How decision support opens records for the operators it draws.

use crate::{AccessId, Purpose, RecordId, VersionNumber};
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
}

/// Opens records for decision support, in the requester's call.
pub trait DecisionSupportAccess<AccountId> {
	/// Why a record could not be opened.
	type Error;

	/// Decides that the requester may read the record for `purpose` and that decision support may read
	/// it, enters both in the ledger's words, and opens one access request for all operators.
	fn open(
		record: RecordId,
		requester: &AccountId,
		operators: &[AccountId],
		purpose: Purpose,
	) -> Result<OpenedAccess<AccountId>, Self::Error>;

	/// Makes `count` records of one patient that `requester` and decision support may read. For
	/// benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &AccountId, count: u32) -> Vec<RecordId>;
}
