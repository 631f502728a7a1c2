// SPDX-License-Identifier: Apache-2.0
//! Requests, receipts and verdicts.

use super::MAX_RECORDS;
#[cfg(feature = "serde")]
use crate::json;
use crate::{
	AccessId, Cid, ModelId, Moment, Purpose, RecordId, VersionNumber,
	codes::codes,
	quorum::{Task, Tier, WorkClass},
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// A quantised output: one to eight whole numbers, each four bytes, lowest byte first.
pub type OutputBytes = BoundedVec<u8, ConstU32<32>>;

/// The records that a request's model reads.
pub type Inputs = BoundedVec<Input, ConstU32<MAX_RECORDS>>;

/// One record that the drawn operators read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Input {
	/// The record.
	pub record: RecordId,
	/// The version of it that was the latest when the request was made.
	pub version: VersionNumber,
	/// The access request by which the drawn operators were granted access; none until they are drawn.
	pub access: Option<AccessId>,
	/// Whether the patient contested the record when the request was made.
	pub contested: bool,
	/// Whether another record replaced it then.
	pub replaced: bool,
}

/// A request for decision support, from being made until it is settled or fails. Which model it asks stands in the
/// job's record, encrypted.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Request<AccountId> {
	/// Whose records are read.
	pub patient: AccountId,
	/// Who asks, and pays for the work and the storage.
	pub requester: AccountId,
	/// For what the requester reads the records.
	pub purpose: Purpose,
	/// The record that says what is asked: which model, with which card, of which inputs, with which salt.
	pub job: Input,
	/// What the model reads.
	pub inputs: Inputs,
	/// What the work is paid as: only models of this class may be asked.
	pub class: WorkClass,
	/// How many operators work on it, and how many must agree.
	pub tier: Tier,
	/// When the request was made.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub opened_at: Moment,
}

/// A request, and how far the operators' work on it is.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(
	feature = "serde",
	serde(bound(serialize = "AccountId: Serialize, Balance: core::fmt::Display"))
)]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RequestStatus<AccountId, Balance> {
	/// The request.
	#[cfg_attr(feature = "serde", serde(flatten))]
	pub request: Request<AccountId>,
	/// The operators' work.
	pub task: Task<AccountId, Balance>,
}

codes!(
	/// What a clinician did with a result.
	Verdict "verdict" {
		/// Acted on it as it was.
		Accept = 0 "accept",
		/// Acted on it after a change.
		Modify = 1 "modify",
		/// Set it aside.
		Reject = 2 "reject",
	}
);

codes!(
	/// Why a clinician did so.
	VerdictReason "reason" {
		/// The result agrees with their own judgement.
		AgreesWithJudgement = 0 "agreesWithJudgement",
		/// They know something of the patient that the model does not.
		PatientContext = 1 "patientContext",
		/// An input was out of date.
		InputOutdated = 2 "inputOutdated",
		/// An input was wrong.
		InputWrong = 3 "inputWrong",
		/// The model is not made for such a patient.
		ModelLimit = 4 "modelLimit",
		/// Another reason.
		Other = 5 "other",
	}
);

/// A clinician's verdict on a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct GivenVerdict {
	/// What they did with the result.
	pub verdict: Verdict,
	/// Why.
	pub reason: VerdictReason,
	/// When they said so.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub given_at: Moment,
}

/// An output that everybody may see.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct PublishedOutput {
	/// The model that was asked.
	pub model: ModelId,
	/// What it said.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub output: OutputBytes,
}

/// The settled outcome of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Receipt<AccountId> {
	/// Whose records were read.
	pub patient: AccountId,
	/// Who asked, and pays for the storage.
	pub requester: AccountId,
	/// The record that says what was asked. Whoever may read it may read the result.
	pub job: Input,
	/// What was read.
	pub inputs: Inputs,
	/// What the work was paid as.
	pub class: WorkClass,
	/// The hash of salt, request, model and output: `output_digest_payload`.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub content: [u8; 32],
	/// The CID of the encrypted result; none if there is none, or once the patient erased it.
	pub result: Option<Cid>,
	/// The output, once it was published; only of research.
	pub output: Option<PublishedOutput>,
	/// How many operators had agreed on it when it was settled.
	pub agreeing: u8,
	/// How many operators were drawn.
	pub seats: u8,
	/// When it was settled.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub settled_at: Moment,
	/// When the patient erased the result.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub erased_at: Option<Moment>,
	/// What the clinician made of it.
	pub verdict: Option<GivenVerdict>,
}
