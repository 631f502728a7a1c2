// SPDX-License-Identifier: Apache-2.0
//! Encrypted documents.

use super::*;
use salus_primitives::records::{Anchors, Custodians, CustodyClaims};

const PALLET: &str = "Records";

/// Submits a new record.
pub fn submit(
	patient: &AccountId,
	category: Category,
	compartment: Compartment,
	data: DataPeriod,
	document: &Document<AccountId>,
) -> Call {
	Call::new(PALLET, "submit", (patient, category, compartment, data, document))
}

/// Submits a new version of a record: the record's data period grows to hold that of the document.
pub fn amend(
	record: RecordId,
	base_version: VersionNumber,
	document: &Document<AccountId>,
	data: DataPeriod,
) -> Call {
	Call::new(PALLET, "amend", (record, base_version, document, data))
}

/// Submits a new version of a record that a colleague in this organisation wrote.
pub fn amend_for(
	organisation: &AccountId,
	record: RecordId,
	base_version: VersionNumber,
	document: &Document<AccountId>,
	data: DataPeriod,
) -> Call {
	Call::new(PALLET, "amend_for", (organisation, record, base_version, document, data))
}

/// Submits a record in the place of another, which stays.
pub fn replace(record: RecordId, document: &Document<AccountId>, data: DataPeriod) -> Call {
	Call::new(PALLET, "replace", (record, document, data))
}

/// Pays for a version's storage in the place of whoever does.
pub fn pay_for(record: RecordId, version: VersionNumber) -> Call {
	Call::new(PALLET, "pay_for", (record, version))
}

/// Ends what custodians owe of a record and have not confirmed in time.
pub fn end_destruction(record: RecordId) -> Call {
	Call::new(PALLET, "end_destruction", record)
}

/// Asks for access.
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

/// A custodian's receipt that nothing is left of what it is not to keep.
pub fn confirm_destruction(record: RecordId) -> Call {
	Call::new(PALLET, "confirm_destruction", record)
}

/// Names the custodians of a version's key that was split anew, in the place of those of this generation, and by which
/// anchors they prove that they keep its shares.
pub fn reshare(
	record: RecordId,
	version: VersionNumber,
	generation: u32,
	sharing: [u8; 32],
	custodians: &Custodians<AccountId>,
	anchors: &Anchors,
) -> Call {
	Call::new(PALLET, "reshare", (record, version, generation, sharing, custodians, anchors))
}

/// Names another operator in the signer's place among a version's custodians of this generation.
pub fn hand_over(
	record: RecordId,
	version: VersionNumber,
	generation: u32,
	successor: &AccountId,
) -> Call {
	Call::new(PALLET, "hand_over", (record, version, generation, successor))
}

/// A custodian claims what it is paid, by a proof for each version that it keeps its share.
pub fn claim_custody(claims: &CustodyClaims) -> Call {
	Call::new(PALLET, "claim_custody", claims)
}

/// Pays a version's custodians from now on, and gives whoever paid before the rest back.
pub fn fund_custody(record: RecordId, version: VersionNumber) -> Call {
	Call::new(PALLET, "fund_custody", (record, version))
}

/// The authority sets what a share is paid for a day, for versions that are funded from now on.
pub fn set_custody_price(price: u128) -> Call {
	Call::new(PALLET, "set_custody_price", price)
}
