//! How a pallet asks whether somebody may.

use crate::{
	Action, BreakGlassId, Category, Compartment, DataPeriod, Moment, ProvisionId, Purpose, StudyId,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Who asks.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Reader<AccountId> {
	/// An account for itself, or as a member of an organisation.
	Account(AccountId),
	/// The operators drawn for a request for decision support.
	DecisionSupport,
	/// A study's operators.
	Study(StudyId),
}

/// One question: may this reader do this with such data of this patient?
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Query<AccountId> {
	/// Whose data.
	pub patient: AccountId,
	/// Who asks.
	pub reader: Reader<AccountId>,
	/// Read or write.
	pub action: Action,
	/// Kind of document.
	pub category: Category,
	/// The patient's compartment that it lies in.
	pub compartment: Compartment,
	/// Why.
	pub purpose: Purpose,
	/// When the data arose, compared with a provision's data period.
	pub data: DataPeriod,
}

/// Why a reader was let in.
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
pub enum Basis {
	/// The patient's own record.
	OwnRecord,
	/// The reader wrote this version.
	Authorship,
	/// A provision of the patient's.
	Provision(ProvisionId),
	/// A break-glass case.
	BreakGlass(BreakGlassId),
}

/// What a permitted reader must do.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Obligations {
	/// Erase every copy by this moment.
	pub erase_at: Option<Moment>,
	/// Pass nothing on.
	pub no_redisclosure: bool,
	/// Show the data without the patient's identity.
	pub mask_identity: bool,
}

/// The answer yes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Permit {
	/// Why.
	pub basis: Basis,
	/// What the reader must do.
	pub obligations: Obligations,
}

/// The answer no.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Refusal {
	/// No provision covers the question. Data rule 7: no policy means no.
	NoPolicy,
	/// A denial of the patient's covers it. Data rule 7: a denial beats a permit.
	Denied(ProvisionId),
	/// The reader's licence is expired or suspended, or their organisation is suspended.
	NotInForce,
}

/// Decides by a patient's provisions and by break-glass; knows nothing of authorship.
pub trait ConsentDecision<AccountId> {
	/// Decides for now, changing nothing.
	fn decide(query: &Query<AccountId>) -> Result<Permit, Refusal>;

	/// Decides for now and counts the use, where the provision counts uses.
	fn decide_and_use(query: &Query<AccountId>) -> Result<Permit, Refusal>;

	/// Makes the patient permit what the query asks. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_permit(_query: &Query<AccountId>) {}
}
