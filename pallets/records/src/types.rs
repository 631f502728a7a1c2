//! What is stored, what a call is given, and what a client is answered.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, traits::ConstU32,
};
use polkadot_sdk::frame_support;
use salus_primitives::{
	AccessId, Basis, Category, Cid, Compartment, DataPeriod, Moment, Obligations, Purpose,
	RecordId, VersionNumber,
};
use scale_info::TypeInfo;

/// Longest CID that a call takes in. A good one has 36 bytes: the rest is room in which a wrong one can
/// still be named for what is wrong with it.
pub const MAX_CID_BYTES: u32 = 64;

/// How far the last day of data may lie ahead of the on-chain clock: until tomorrow. Clinics' clocks and
/// collators' differ, east of UTC it is tomorrow already, and neither is a reason to lose a note.
pub const CLOCK_TOLERANCE: Moment = 24 * 60 * 60 * 1_000;

/// A document as its author hands it in: where the ciphertext lies and who keeps its key.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Document<T: Config> {
	/// The ciphertext's CID in binary form: CIDv1, raw or dag-pb, sha2-256 (36 bytes). Data rule 3.
	pub cid: BoundedVec<u8, ConstU32<MAX_CID_BYTES>>,
	/// The ciphertext's size in bytes.
	pub size: u64,
	/// Commitment to the data key, against which a reader checks the joined shares. Data rule 4.
	pub key_commitment: [u8; 32],
	/// The operators that each keep one share of the data key.
	pub custodians: BoundedVec<T::AccountId, T::MaxCustodians>,
	/// How many shares open the document.
	pub threshold: u8,
}

/// One document of one patient. Its content is not here: data rules 1 and 2.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
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
	pub created_at: Moment,
	/// When the data of all its versions arose, by their authors' word.
	pub data: DataPeriod,
	/// Why the patient contests it, if they do.
	pub contested: Option<ContestReason>,
}

/// What is stored of a record: nearly every call needs the latest version, so it lies with the record.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct StoredRecord<T: Config> {
	/// The record.
	pub record: Record<T::AccountId>,
	/// Its version `record.latest`.
	pub version: Version<T>,
}

/// One version of a record: never changed, only followed by the next.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct Version<T: Config> {
	/// Where the ciphertext lies.
	pub cid: Cid,
	/// The ciphertext's size in bytes.
	pub size: u64,
	/// Commitment to this version's own data key.
	pub key_commitment: [u8; 32],
	/// The operators that keep a share of the key.
	pub custodians: BoundedVec<T::AccountId, T::MaxCustodians>,
	/// How many shares open the document.
	pub threshold: u8,
	/// Who wrote this version and pays for its place.
	pub author: T::AccountId,
	/// What let the author write.
	pub basis: Basis,
	/// When it was written.
	pub submitted_at: Moment,
	/// What the author paid; the first version's pays for the record too.
	pub ticket: T::Consideration,
}

/// One access request that was let in: what a custodian checks before it hands over a share.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct Access<T: Config> {
	/// Which record.
	pub record: RecordId,
	/// Which version of it.
	pub version: VersionNumber,
	/// Whose record it is.
	pub patient: T::AccountId,
	/// Who may ask custodians for shares.
	pub readers: BoundedVec<T::AccountId, T::MaxReaders>,
	/// Why.
	pub purpose: Purpose,
	/// On which basis.
	pub basis: Basis,
	/// What the readers must do.
	pub obligations: Obligations,
	/// When it was opened.
	pub opened_at: Moment,
	/// From this moment no custodian hands over a share.
	pub expires_at: Moment,
	/// Who pays for its place: the reader, or who asked for decision support.
	pub depositor: T::AccountId,
	/// What the depositor paid.
	pub ticket: T::Consideration,
}

/// What remains of an erased record besides its id. Data rule 6.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Tombstone {
	/// When the patient erased it.
	pub erased_at: Moment,
}

/// What one custodian of an erased record owes.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Destruction<AccountId> {
	/// Who must destroy its shares and unpin the ciphertext.
	pub custodian: AccountId,
	/// Whether its bond stays until it has confirmed: so if it was in service at the erasure.
	pub bound: bool,
	/// When it confirmed that it has.
	pub destroyed_at: Option<Moment>,
}

/// Why a patient contests a record: a closed list, since free text has no place here. Data rule 1.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ContestReason {
	/// It says something wrong.
	Inaccurate,
	/// It leaves something out.
	Incomplete,
	/// It is about somebody else.
	NotMine,
	/// Another reason.
	Other,
}

/// Whether custodians hand over shares for an access request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum AccessState {
	/// They do.
	Open,
	/// No longer: its time is up.
	Expired,
	/// No longer: the patient erased the record.
	Erased,
}

/// A record, as clients are answered.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RecordInfo<AccountId> {
	/// Its id.
	pub id: RecordId,
	/// All that the chain knows of it.
	pub record: Record<AccountId>,
}

/// A version, as clients are answered.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct VersionInfo<AccountId> {
	/// Which record.
	pub record: RecordId,
	/// Which version of it.
	pub version: VersionNumber,
	/// Where the ciphertext lies.
	pub cid: Cid,
	/// The ciphertext's size in bytes.
	pub size: u64,
	/// Commitment to the data key.
	pub key_commitment: [u8; 32],
	/// The operators that keep a share of the key.
	pub custodians: alloc::vec::Vec<AccountId>,
	/// How many shares open the document.
	pub threshold: u8,
	/// Who wrote it.
	pub author: AccountId,
	/// What let the author write.
	pub basis: Basis,
	/// When it was written.
	pub submitted_at: Moment,
}

/// An access request, as custodians are answered: everything that they check, in one reading.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AccessInfo<AccountId> {
	/// Its id.
	pub id: AccessId,
	/// Whether to hand over shares. Anything but `Open` means no.
	pub state: AccessState,
	/// Which record.
	pub record: RecordId,
	/// Whose record it is.
	pub patient: AccountId,
	/// The version to hand over shares of; `None` once the record is erased.
	pub version: Option<VersionInfo<AccountId>>,
	/// Who may ask for shares.
	pub readers: alloc::vec::Vec<AccountId>,
	/// Why.
	pub purpose: Purpose,
	/// On which basis.
	pub basis: Basis,
	/// What the readers must do.
	pub obligations: Obligations,
	/// When it was opened.
	pub opened_at: Moment,
	/// From when on no share is handed over.
	pub expires_at: Moment,
	/// Who pays for its place.
	pub depositor: AccountId,
}
