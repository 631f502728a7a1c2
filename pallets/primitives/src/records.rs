// SPDX-License-Identifier: Apache-2.0
//! Encrypted documents as the chain knows them, and how decision support opens them for the operators it
//! draws.

#[cfg(feature = "serde")]
use crate::json;
use crate::{
	AccessId, Basis, Category, Cid, CidBytes, Compartment, DataPeriod, Moment, Obligations,
	Purpose, RecordId, VersionNumber, codes::codes, days::DAY,
};
#[cfg(feature = "runtime-benchmarks")]
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// Most custodians of one version: a threshold of them is one byte.
pub const MAX_CUSTODIANS: u32 = 8;

/// Most readers of one access request: as many as operators can be drawn at once.
pub const MAX_READERS: u32 = crate::quorum::MAX_SEATS;

const _: () = assert!(0 < MAX_CUSTODIANS && MAX_CUSTODIANS <= u8::MAX as u32);
const _: () = assert!(0 < MAX_READERS && MAX_READERS <= u8::MAX as u32);

/// The largest document, in bytes of ciphertext: 64 MiB.
pub const MAX_DOCUMENT_SIZE: u64 = 64 * 1024 * 1024;

/// How far the last day of data may lie ahead of the on-chain clock: until tomorrow. Clinics' clocks and
/// collators' differ, east of UTC it is tomorrow already, and neither is a reason to lose a note.
pub const CLOCK_TOLERANCE: Moment = DAY;

/// The operators that each keep one share of a document's key.
pub type Custodians<AccountId> = BoundedVec<AccountId, ConstU32<MAX_CUSTODIANS>>;

/// A document as its author hands it in: where the ciphertext lies and who keeps its key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Document<AccountId> {
	/// The ciphertext's CID in binary form: CIDv1, raw or dag-pb, sha2-256 (36 bytes). Data rule 3.
	pub cid: CidBytes,
	/// The ciphertext's length in bytes.
	pub length: u64,
	/// Commitment to the data key, against which a reader checks the joined shares. Data rule 4.
	pub key_commitment: [u8; 32],
	/// The operators that each keep one share of the data key.
	pub custodians: Custodians<AccountId>,
	/// How many shares open the document.
	pub threshold: u8,
}

/// One document of one patient. Its content is not here: data rules 1 and 2.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Record<AccountId> {
	/// Whose record it is.
	pub patient: AccountId,
	/// Who wrote the first version.
	pub author: AccountId,
	/// What kind of document it is.
	pub category: Category,
	/// The patient's compartment that it lies in.
	pub compartment: Compartment,
	/// The newest version; the versions before it stay readable.
	pub latest: VersionNumber,
	/// When the record was entered here.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub created_at: Moment,
	/// When the data of all its versions arose, by their authors' word.
	pub data: DataPeriod,
	/// Why the patient contests it, if they do.
	pub contested: Option<ContestReason>,
}

/// One version of a record: never changed, only followed by the next.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Version<AccountId> {
	/// Where the ciphertext lies.
	pub cid: Cid,
	/// The ciphertext's length in bytes.
	pub length: u64,
	/// Commitment to this version's own data key.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub key_commitment: [u8; 32],
	/// The operators that keep a share of the key.
	pub custodians: Custodians<AccountId>,
	/// How many shares open the document.
	pub threshold: u8,
	/// Who wrote this version and pays for its storage.
	pub author: AccountId,
	/// What allowed the author to write.
	pub basis: Basis,
	/// When it was written.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub submitted_at: Moment,
}

/// One access request that was granted: what a custodian checks before it hands over a share.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Access<AccountId> {
	/// Which record.
	pub record: RecordId,
	/// Which version of it.
	pub version: VersionNumber,
	/// Whose record it is.
	pub patient: AccountId,
	/// Who may ask custodians for shares.
	pub readers: BoundedVec<AccountId, ConstU32<MAX_READERS>>,
	/// Why.
	pub purpose: Purpose,
	/// On which basis.
	pub basis: Basis,
	/// What the readers must do.
	pub obligations: Obligations,
	/// When it was opened.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub opened_at: Moment,
	/// From this moment no custodian hands over a share.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub expires_at: Moment,
	/// Who pays for its storage: the reader, or whoever asked for decision support.
	pub depositor: AccountId,
}

codes!(
	/// Whether custodians hand over shares for an access request.
	AccessState "state of an access request" {
		/// They do.
		Open = 0 "open",
		/// No longer: its time is up.
		Expired = 1 "expired",
		/// No longer: the patient erased the record.
		Erased = 2 "erased",
	}
);

/// An access request with everything that custodians check, in one reading. Data rule 5.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CheckedAccess<AccountId> {
	/// Whether to hand over shares. Anything but `Open` means no.
	pub state: AccessState,
	/// The request.
	pub access: Access<AccountId>,
	/// The version to hand over shares of; `None` once the record is erased.
	pub version: Option<Version<AccountId>>,
}

/// What remains of an erased record besides its id. Data rule 6.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Tombstone {
	/// When the patient erased it.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub erased_at: Moment,
}

/// What one custodian of an erased record owes.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Destruction<AccountId> {
	/// Who must destroy its shares and unpin the ciphertext.
	pub custodian: AccountId,
	/// Whether its bond stays until it has confirmed: so if it was in service at the erasure.
	pub bound: bool,
	/// When it confirmed that it has.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub destroyed_at: Option<Moment>,
}

codes!(
	// Data rule 1: a closed list, since free text must not stand on the chain.
	/// Why a patient contests a record.
	ContestReason "reason" {
		/// It says something wrong.
		Inaccurate = 0 "inaccurate",
		/// It leaves something out.
		Incomplete = 1 "incomplete",
		/// It is about somebody else.
		NotMine = 2 "notMine",
		/// Another reason.
		Other = 3 "other",
	}
);

/// What decision support may be asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckedRecord<AccountId> {
	/// Whose record it is.
	pub patient: AccountId,
	/// What kind of document it is.
	pub category: Category,
	/// The latest version.
	pub version: VersionNumber,
	/// Whether the patient contests the record.
	pub contested: bool,
}

/// Opens records for decision support: checked when it is requested, opened once operators are drawn.
pub trait DecisionSupportAccess<AccountId> {
	/// Why a record is not opened.
	type Error;

	/// Decides whether the requester may read the record's latest version for `purpose` and decision support may read
	/// it too, as of now. Nothing is entered or used up.
	fn check(
		record: RecordId,
		requester: &AccountId,
		purpose: Purpose,
	) -> Result<CheckedRecord<AccountId>, Self::Error>;

	/// Decides the same of this version anew, enters it in the ledger, and opens one access request for all operators.
	/// It must last until the given moment, or they could not do their work.
	fn open(
		record: RecordId,
		version: VersionNumber,
		requester: &AccountId,
		operators: &[AccountId],
		purpose: Purpose,
		until: Moment,
	) -> Result<AccessId, Self::Error>;

	/// Makes a job and `count` inputs of one patient that `requester` and decision support may read. For benchmarks
	/// and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &AccountId, count: u32) -> (RecordId, Vec<RecordId>);
}
