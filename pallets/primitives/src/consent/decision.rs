// SPDX-License-Identifier: Apache-2.0
//! How a pallet asks whether somebody may.

#[cfg(feature = "serde")]
use crate::json;
use crate::{
	AccessId, Action, BreakGlassId, Category, Compartment, DataPeriod, GuardianRole, Moment,
	ProvisionId, Purpose, StudyId,
	quorum::{Deadline, WorkClass},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Who asks.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Reader<AccountId> {
	/// An account for itself, or as a member of an organisation.
	Account(AccountId),
	/// The operators drawn for a request for decision support.
	DecisionSupport {
		/// What the work is for.
		class: WorkClass,
		/// Who makes the request.
		asker: AccountId,
	},
	/// A study's operators.
	Study(StudyId),
}

/// One question: may this reader do this with such data of this patient?
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
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
	#[cfg_attr(feature = "serde", serde(default))]
	pub compartment: Compartment,
	/// Why.
	pub purpose: Purpose,
	/// When the data arose, compared with a provision's data period.
	pub data: DataPeriod,
}

/// Why a reader was granted access.
///
/// Not all that the law knows is here yet. These indices are kept for what comes, each with an id of at
/// most eight bytes: 4 for a contract, 5 for a legal duty, 6 for enrolment in a study or programme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Basis {
	/// The patient's own record.
	#[codec(index = 0)]
	OwnRecord,
	/// The reader wrote this version.
	#[codec(index = 1)]
	Authorship,
	/// A provision of the patient's.
	#[codec(index = 2)]
	Provision(ProvisionId),
	/// A break-glass case.
	#[codec(index = 3)]
	BreakGlass(BreakGlassId),
	/// The reader or author guards the patient, in this role.
	#[codec(index = 7)]
	Guardianship(GuardianRole),
}

/// What a permitted reader must do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Obligations {
	/// Erase every copy by this moment.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub erase_at: Option<Moment>,
	/// Pass nothing on.
	pub no_redisclosure: bool,
	/// Show the data without the patient's identity.
	pub mask_identity: bool,
}

/// Why it is permitted, and what it obliges to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Permit {
	/// Why.
	pub basis: Basis,
	/// What the reader must do.
	pub obligations: Obligations,
	/// When it ends, as far as that is known beforehand: the earliest of the provision's `until` and `erase_at`, the
	/// break-glass case's end and the expiry of the reader's licence; none if none of them is set. Data rule 5.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub ends_at: Option<Moment>,
}

/// Why it is not permitted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Refusal {
	/// No provision covers the question. Data rule 7: no policy means no.
	NoPolicy,
	/// A denial of the patient's covers it. Data rule 7: a denial beats a permit.
	Denied(ProvisionId),
	/// The reader's licence is expired or suspended, or their organisation is suspended.
	NotInForce,
}

/// Yes or no, as it is told to whoever asks from outside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Decision {
	/// Yes.
	Permit(Permit),
	/// No.
	Refusal(Refusal),
}

impl From<Result<Permit, Refusal>> for Decision {
	fn from(decided: Result<Permit, Refusal>) -> Self {
		decided.map_or_else(Self::Refusal, Self::Permit)
	}
}

/// Decides by a patient's provisions and by break-glass; knows nothing of authorship.
pub trait ConsentDecision<AccountId> {
	/// Decides for now, changing nothing.
	fn decide(query: &Query<AccountId>) -> Result<Permit, Refusal>;

	/// Decides for now and counts the use, where the provision counts uses.
	fn decide_and_use(query: &Query<AccountId>) -> Result<Permit, Refusal>;

	/// Whether access that was opened on this basis may go on, as of now. The query is the question that was asked then,
	/// about the record as it is now. What the pallet that asks decides by itself is not asked here: one's own record is
	/// answered with yes, and a guardianship with yes unless the patient denies it. Data rule 5.
	fn still_allows(query: &Query<AccountId>, basis: Basis) -> bool;

	/// Notes an access request that was opened on this basis, so that revoking a provision can name it.
	fn opened(patient: &AccountId, basis: Basis, access: AccessId, expires: Deadline);

	/// Forgets it: it is closed.
	fn closed(patient: &AccountId, basis: Basis, access: AccessId);

	/// The organisation that stands surety for what a reader opens on this basis, and so pays for it, while it does: of a
	/// broken glass alone.
	fn surety(_basis: Basis) -> Option<AccountId> {
		None
	}

	/// Makes the patient permit what the query asks, to decision support for work of any class, by the provision that
	/// is dearest to find. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_permit(_query: &Query<AccountId>) {}
}

/// Which studies there are: a provision names no other.
pub trait Studies {
	/// Whether somebody has registered this study.
	fn is_registered(study: StudyId) -> bool;
}

/// None yet.
impl Studies for () {
	fn is_registered(_: StudyId) -> bool {
		false
	}
}
