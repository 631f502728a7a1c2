// SPDX-License-Identifier: Apache-2.0
//! Encrypted documents as the chain knows them, and how decision support opens them for the operators it
//! draws.

mod custody;

pub use custody::{
	Anchors, CustodyClaim, CustodyClaims, CustodyFund, MAX_CLAIMS, RETENTION_STEPS, Retention,
	retention_payload, retention_step_payload,
};

#[cfg(feature = "serde")]
use crate::json;
use crate::{
	AccessId, Basis, Category, Cid, CidBytes, Compartment, DataPeriod, Moment, Obligations,
	Purpose, RecordId, VersionNumber,
	codes::codes,
	days::DAY,
	quorum::{Deadline, WorkClass},
};
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
	/// By custodian, in their order: where the chain of proofs that it keeps its share ends.
	pub anchors: Anchors,
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
	/// The record that this one replaces in its author's eyes. Both stay.
	pub replaces: Option<RecordId>,
	/// The record that replaces this one in that one's author's eyes.
	pub replaced_by: Option<RecordId>,
}

/// One version of a record: its ciphertext and key never change, and only who keeps the key can.
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
	/// How the key was last split anew; none while the shares are those that the author placed with the version.
	pub reshared: Option<Resharing<AccountId>>,
	/// Who wrote this version and pays for its storage; what a guardian wrote, the patient pays for.
	pub author: AccountId,
	/// What allowed the author to write.
	pub basis: Basis,
	/// When it was written.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub submitted_at: Moment,
}

impl<AccountId> Version<AccountId> {
	/// How often the key was split anew: shares of two generations don't join.
	pub fn generation(&self) -> u32 {
		self.reshared.as_ref().map_or(0, |reshared| reshared.generation)
	}

	/// Which sharing of the key its custodians keep; none for the first.
	pub fn sharing(&self) -> Option<[u8; 32]> {
		self.reshared.as_ref().map(|reshared| reshared.sharing)
	}

	/// Who placed the shares that its custodians keep.
	pub fn placed_by(&self) -> &AccountId {
		self.reshared.as_ref().map_or(&self.author, |reshared| &reshared.placed_by)
	}
}

/// A key that was split anew, and its shares placed anew, by whoever holds it. The key stays.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Resharing<AccountId> {
	/// How often the key was split anew: 1 for the first time.
	pub generation: u32,
	/// What its shares were placed under, drawn at random: shares of another attempt don't join with them.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub sharing: [u8; 32],
	/// Who placed them: the patient, or the version's author.
	pub placed_by: AccountId,
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
	/// What drawn operators work for; none of a person's access.
	pub class: Option<WorkClass>,
	/// When it was opened.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub opened_at: Moment,
	/// Once this is over no custodian hands over a share. A person's names the block that it was opened in, so that the
	/// clock alone ends it; drawn operators' outlasts a pause of the chain.
	pub expires: Deadline,
	/// Who pays for its storage: the reader, the patient for whom a guardian reads, or whoever asked for decision
	/// support.
	pub depositor: AccountId,
}

impl<AccountId> Access<AccountId> {
	/// Whether custodians may hand over shares at this moment and height, as far as time decides it: never after the
	/// moment by which the patient's provision wants every copy erased, whether or not the chain stood still before it.
	pub fn is_open(&self, now: Moment, block: u32) -> bool {
		!self.expires.is_over(now, block)
			&& self.obligations.erase_at.is_none_or(|erase_at| now < erase_at)
	}
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
		/// No longer: what allowed it has ended. The permit is over or revoked, a denial came, the licence or membership is
		/// no longer in force, or the break-glass case was reviewed.
		Ended = 3 "ended",
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

/// What a custodian owes of a record: all its shares of an erased one, or of one that stands those that it keeps no
/// more.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Destruction<AccountId> {
	/// Who must destroy its shares, and unpin the ciphertext that it keeps no more.
	pub custodian: AccountId,
	/// Whether its bond stays until it has confirmed: so if it was in service when it came to owe this.
	pub bound: bool,
	/// It has until then: what is not confirmed by this can be ended by anyone, at the expense of its bond.
	pub due: Deadline,
	/// When it confirmed that it has.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub destroyed_at: Option<Moment>,
}

/// The versions of one record whose keys an operator keeps a share of.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct KeptRecord {
	/// Which record.
	pub record: RecordId,
	/// Which versions of it, the oldest first.
	pub versions: Vec<VersionNumber>,
}

/// A part of what an operator keeps, found by looking through some of the records: no list of it stands on the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct KeptPage {
	/// What was found; it may be nothing although more follows.
	pub kept: Vec<KeptRecord>,
	/// The record after which to go on; none when all have been looked through.
	pub next: Option<RecordId>,
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
	/// Whether another record replaces it.
	pub replaced: bool,
}

/// Opens records for decision support: checked when it is requested, opened once operators are drawn.
pub trait DecisionSupportAccess<AccountId> {
	/// Why a record is not opened.
	type Error;

	/// Decides whether the requester may read the record's latest version for `purpose`, and decision support of this
	/// class may read it for the requester, as of now. Nothing is entered or used up.
	fn check(
		record: RecordId,
		requester: &AccountId,
		class: WorkClass,
		purpose: Purpose,
	) -> Result<CheckedRecord<AccountId>, Self::Error>;

	/// Decides the same of this version anew, enters it in the ledger, and opens one access request for all operators.
	/// It lasts until `until`; where what permits it ends before that moment, nothing is opened, since the operators could
	/// not do their work.
	fn open(
		record: RecordId,
		version: VersionNumber,
		requester: &AccountId,
		class: WorkClass,
		operators: &[AccountId],
		purpose: Purpose,
		until: Deadline,
	) -> Result<AccessId, Self::Error>;

	/// Makes a job and `count` inputs of one patient that `requester` and decision support of every class may read. For
	/// benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_records(requester: &AccountId, count: u32) -> (RecordId, Vec<RecordId>);
}

#[cfg(test)]
mod tests {
	use super::*;

	/// An access request that ends at moment 1,000 and block 10.
	fn access(erase_at: Option<Moment>) -> Access<u64> {
		Access {
			record: RecordId(1),
			version: 1,
			patient: 1,
			readers: BoundedVec::new(),
			purpose: Purpose::DecisionSupport,
			basis: Basis::OwnRecord,
			obligations: Obligations { erase_at, ..Obligations::default() },
			class: Some(WorkClass::Clinical),
			opened_at: 0,
			expires: Deadline { moment: 1_000, block: 10 },
			depositor: 2,
		}
	}

	#[test]
	fn data_rule_8_access_ends_when_time_and_blocks_have_passed() {
		for (now, block, open) in
			[(999, 10, true), (1_000, 9, true), (1_000, 10, false), (9_000, 9, true)]
		{
			assert_eq!(access(None).is_open(now, block), open, "{now}, {block}");
		}
	}

	#[test]
	fn the_clock_alone_ends_it_when_every_copy_must_be_erased() {
		for (now, block, open) in [(499, 0, true), (500, 0, false), (500, 10, false)] {
			assert_eq!(access(Some(500)).is_open(now, block), open, "{now}, {block}");
		}
		assert!(access(Some(5_000)).is_open(4_999, 9));
		assert!(!access(Some(5_000)).is_open(1_000, 10));
	}
}
