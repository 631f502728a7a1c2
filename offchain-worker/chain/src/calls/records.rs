//! Encrypted documents.

use super::*;

const PALLET: &str = "Records";

/// What the chain learns of an encrypted document.
#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub struct Document {
	/// Binary CID of the ciphertext.
	pub cid: Vec<u8>,
	/// Size of the ciphertext in bytes.
	pub size: u64,
	/// Commitment to the data key.
	pub key_commitment: [u8; 32],
	/// Who keeps the shares.
	pub custodians: Vec<AccountId>,
	/// How many shares open it.
	pub threshold: u8,
}

/// Submits a new record.
pub fn submit(
	patient: &AccountId,
	category: Category,
	compartment: Compartment,
	data: DataPeriod,
	document: &Document,
) -> Call {
	let arguments = (patient, category, compartment.number(), data, document);
	Call::new(PALLET, "submit", arguments)
}

/// Submits a new version of a record: the record's data period grows to hold that of the document.
pub fn amend(
	record: RecordId,
	base_version: VersionNumber,
	document: &Document,
	data: DataPeriod,
) -> Call {
	Call::new(PALLET, "amend", (record, base_version, document, data))
}

/// Asks to be let in.
pub fn request_access(record: RecordId, version: Option<VersionNumber>, purpose: Purpose) -> Call {
	Call::new(PALLET, "request_access", (record, version, purpose))
}

/// Contests a record.
pub fn contest(record: RecordId, reason: ContestReason) -> Call {
	Call::new(PALLET, "contest", (record, reason))
}

/// Takes a contest back.
pub fn withdraw_contest(record: RecordId) -> Call {
	Call::new(PALLET, "withdraw_contest", record)
}

/// Erases a record.
pub fn erase(record: RecordId) -> Call {
	Call::new(PALLET, "erase", record)
}

/// Closes an access request.
pub fn close_access(access: AccessId) -> Call {
	Call::new(PALLET, "close_access", access)
}

/// A custodian's receipt that nothing is left.
pub fn confirm_destruction(record: RecordId) -> Call {
	Call::new(PALLET, "confirm_destruction", record)
}
