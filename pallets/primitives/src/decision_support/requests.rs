// SPDX-License-Identifier: Apache-2.0
//! Requests, the operators drawn for them, receipts and verdicts.

use super::{MAX_DRAWN, MAX_RECORDS};
#[cfg(feature = "serde")]
use crate::json;
use crate::{AccessId, Cid, ModelId, Moment, RecordId, VersionNumber, codes::codes};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// A quantised output: one to eight whole numbers, each four bytes, lowest byte first.
pub type OutputBytes = BoundedVec<u8, ConstU32<32>>;

/// The records that a request reads.
pub type Inputs = BoundedVec<Input, ConstU32<MAX_RECORDS>>;

/// One record that a request reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Input {
	/// The record.
	pub record: RecordId,
	/// The version of it that was the latest when the request was made.
	pub version: VersionNumber,
	/// The access request by which the drawn operators were granted access.
	pub access: AccessId,
	/// Whether the patient contested the record when the request was made.
	pub contested: bool,
}

codes!(
	/// What an operator is accused of.
	Fault "fault" {
		/// It neither sealed nor refused in time.
		Missing = 0 "missing",
		/// It refused, or sealed something other than what the quorum sealed.
		Deviating = 1 "deviating",
	}
);

/// Whether a drawn operator has a fault, and what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum FaultState {
	/// It has none.
	Clear,
	/// A fault, which costs bond unless it is challenged in time.
	Accused(Fault),
	/// A fault that the operator disputes: the authority has to rule.
	Challenged(Fault),
	/// A fault that the authority has excused.
	Excused(Fault),
	/// A fault for which bond was taken.
	Penalised(Fault),
}

/// How a drawn operator responded to a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Response {
	/// A result, bound by this seal.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	Seal([u8; 32]),
	/// The model can't be run on these inputs. The CID is of an encrypted notice that tells why; none
	/// when the key or the document of an input can't be had, so that there is nothing to encrypt with.
	Refusal(Option<Cid>),
}

/// An operator drawn for a request.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Drawn<AccountId> {
	/// The operator.
	pub operator: AccountId,
	/// How it responded, once it has sealed or refused.
	pub response: Option<Response>,
	/// Whether it has a fault.
	pub fault: FaultState,
}

/// How far a request has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", rename_all_fields = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum RequestState {
	/// Operators seal, and one of them may settle once sealing is over.
	Sealing,
	/// A quorum agreed: there is a receipt.
	Settled {
		/// The accused may challenge before this moment.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
		challenge_until: Moment,
	},
	/// No quorum agreed in time: there will be no receipt.
	Failed {
		/// The accused may challenge before this moment.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
		challenge_until: Moment,
	},
}

/// A request for decision support, from being made until it is closed.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Request<AccountId> {
	/// The model that is asked.
	pub model: ModelId,
	/// The sha2-256 hash of its ONNX file.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub model_digest: [u8; 32],
	/// Whose records are read.
	pub patient: AccountId,
	/// Who asks, and pays for the storage.
	pub requester: AccountId,
	/// What is read. Salt and key of the result come of the data keys of all of them.
	pub records: Inputs,
	/// Who runs the model.
	pub drawn: BoundedVec<Drawn<AccountId>, ConstU32<MAX_DRAWN>>,
	/// When the request was made.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub opened_at: Moment,
	/// Operators may seal before this moment.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub seal_until: Moment,
	/// From this moment on an unsettled request can be declared failed.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub settle_until: Moment,
	/// How far it has come.
	pub state: RequestState,
}

/// A request, and whether its model stands in its way.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RequestStatus<AccountId> {
	/// The request.
	#[cfg_attr(feature = "serde", serde(flatten))]
	pub request: Request<AccountId>,
	/// Whether its model has been suspended since, so that it can only fail, unless the authority
	/// approves the model again. Always `false` once it is settled or failed.
	pub suspended: bool,
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

/// The settled outcome of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Receipt<AccountId> {
	/// The model that was asked.
	pub model: ModelId,
	/// The sha2-256 hash of its ONNX file.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub model_digest: [u8; 32],
	/// Whose records were read.
	pub patient: AccountId,
	/// Who asked, and pays for the storage.
	pub requester: AccountId,
	/// What was read.
	pub records: Inputs,
	/// The digest of the output, with a secret salt.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub digest: [u8; 32],
	/// How many operators bound this output.
	pub agreeing: u8,
	/// How many operators were drawn.
	pub drawn: u8,
	/// The drawn operator who settled, and so answers for `result`.
	pub settled_by: AccountId,
	/// The CID of the encrypted result; none for an open output, or once the patient erased it.
	pub result: Option<Cid>,
	/// The output itself, for models whose output is open; none once the patient erased it.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_hex"))]
	pub output: Option<OutputBytes>,
	/// When it was settled.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub settled_at: Moment,
	/// What the clinician made of it.
	pub verdict: Option<GivenVerdict>,
}
