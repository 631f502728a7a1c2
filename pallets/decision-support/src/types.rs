//! What the pallet stores, and what calls bring.

use crate::{Config, DriftCounts, Outcomes};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::frame_support::{
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, traits::ConstU32,
};
use salus_primitives::{
	AccessId, Cid, Evidence, ModelId, Moment, RecordId, RequestId, VersionNumber,
};
use scale_info::TypeInfo;

/// A CID as it is sent, before it is parsed. Data rule 3.
pub type CidBytes = BoundedVec<u8, ConstU32<64>>;

/// A quantised output: one to eight whole numbers, each four bytes, lowest byte first.
pub type OutputBytes = BoundedVec<u8, ConstU32<32>>;

/// The requests in which one operator still has to seal or refuse.
pub type OpenList = BoundedVec<RequestId, ConstU32<64>>;

/// Whether everybody may see what a model says.
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
pub enum Output {
	/// The chain keeps a digest with a secret salt; the result is encrypted and lies on IPFS.
	Sealed,
	/// The chain keeps the output itself: only for models that say nothing about anybody's health.
	Open,
}

/// Whether a model may be asked.
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
pub enum ModelState {
	/// The authority has not approved it yet.
	Proposed,
	/// It may be asked.
	Approved,
	/// The authority has suspended it: no new request, and open ones settle no more.
	Suspended,
}

/// A model as it is proposed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ModelProposal {
	/// The sha2-256 hash of the ONNX file.
	pub digest: [u8; 32],
	/// The binary CIDv1 of the model's card: purpose, data, licence, metrics, limits.
	pub card: CidBytes,
	/// What it was made from.
	pub evidence: Evidence,
	/// Whether everybody may see its outputs.
	pub output: Output,
	/// The output's grid: each output is a whole number from 0 to this.
	pub steps: u32,
	/// How many operators run each request.
	pub operators: u8,
	/// How many of them must agree: more than half.
	pub quorum: u8,
	/// A commitment, with a secret salt, to the metrics that the authority was shown.
	pub metrics_commitment: [u8; 32],
}

/// How often clinicians agreed with a model.
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
pub struct Verdicts {
	/// Results acted on as they were.
	pub accepted: u32,
	/// Results acted on after a change.
	pub modified: u32,
	/// Results set aside.
	pub rejected: u32,
}

/// A model for decision support.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct Model<T: Config> {
	/// The sha2-256 hash of the ONNX file.
	pub digest: [u8; 32],
	/// The CID of the model's card.
	pub card: Cid,
	/// What it was made from.
	pub evidence: Evidence,
	/// Whether everybody may see its outputs.
	pub output: Output,
	/// The output's grid: each output is a whole number from 0 to this.
	pub steps: u32,
	/// How many operators run each request.
	pub operators: u8,
	/// How many of them must agree.
	pub quorum: u8,
	/// A commitment, with a secret salt, to the metrics that the authority was shown.
	pub metrics_commitment: [u8; 32],
	/// Whether it may be asked.
	pub state: ModelState,
	/// Who proposed it and pays for its storage.
	pub proposer: T::AccountId,
	/// How many requests were made.
	pub requests: u32,
	/// How many of them were settled.
	pub settled: u32,
	/// How many of them failed.
	pub failed: u32,
	/// What clinicians made of its results.
	pub verdicts: Verdicts,
	/// How its predictions turned out, as far as that was reported.
	pub outcomes: Outcomes,
	/// How many operators say that its live inputs have drifted.
	pub drift: DriftCounts,
	/// What pays for the storage.
	pub ticket: T::Consideration,
}

/// One record that a request reads.
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
pub struct Input {
	/// The record.
	pub record: RecordId,
	/// The version of it that was the latest when the request was made.
	pub version: VersionNumber,
	/// The access request by which the drawn operators were let in.
	pub access: AccessId,
	/// Whether the patient contested the record when the request was made.
	pub contested: bool,
}

/// What an operator is accused of.
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
pub enum Fault {
	/// It neither sealed nor refused in time.
	Missing,
	/// It refused, or sealed something other than what the quorum sealed.
	Deviating,
}

/// What stands against a drawn operator.
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
pub enum Standing {
	/// Nothing.
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

/// What a drawn operator came to.
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
pub enum Answer {
	/// A result, bound by this seal.
	Seal([u8; 32]),
	/// The model can't be run on these inputs. The CID is of an encrypted notice that tells why; none
	/// when the key or the document of an input can't be had, so that there is nothing to encrypt with.
	Refusal(Option<Cid>),
}

/// An operator drawn for a request.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Drawn<AccountId> {
	/// The operator.
	pub operator: AccountId,
	/// What it came to, once it has sealed or refused.
	pub answer: Option<Answer>,
	/// What stands against it.
	pub standing: Standing,
}

/// How far a request has come.
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
pub enum Stage {
	/// Operators seal, and one of them may settle once sealing is over.
	Sealing,
	/// A quorum agreed: there is a receipt.
	Settled {
		/// The accused may challenge before this moment.
		challenge_until: Moment,
	},
	/// No quorum agreed in time: there will be no receipt.
	Failed {
		/// The accused may challenge before this moment.
		challenge_until: Moment,
	},
}

/// A request for decision support, from being made until it is closed.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct Request<T: Config> {
	/// The model that is asked.
	pub model: ModelId,
	/// The sha2-256 hash of its ONNX file.
	pub model_digest: [u8; 32],
	/// Whose records are read.
	pub patient: T::AccountId,
	/// Who asks, and pays for the storage.
	pub requester: T::AccountId,
	/// What is read. Salt and key of the result come of the data keys of all of them.
	pub records: BoundedVec<Input, T::MaxRecords>,
	/// Who runs the model.
	pub drawn: BoundedVec<Drawn<T::AccountId>, T::MaxDrawn>,
	/// When the request was made.
	pub opened_at: Moment,
	/// Operators may seal before this moment.
	pub seal_until: Moment,
	/// From this moment on an unsettled request can be declared failed.
	pub settle_until: Moment,
	/// How far it has come.
	pub stage: Stage,
	/// What pays for the request's storage.
	pub ticket: T::Consideration,
	/// What will pay for the receipt's storage, until the receipt takes it over.
	pub receipt_ticket: Option<T::Consideration>,
}

/// What a clinician did with a result.
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
pub enum Verdict {
	/// Acted on it as it was.
	Accept,
	/// Acted on it after a change.
	Modify,
	/// Set it aside.
	Reject,
}

/// Why a clinician did so.
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
pub enum VerdictReason {
	/// The result agrees with their own judgement.
	AgreesWithJudgement,
	/// They know something of the patient that the model does not.
	PatientContext,
	/// An input was out of date.
	InputOutdated,
	/// An input was wrong.
	InputWrong,
	/// The model is not made for such a patient.
	ModelLimit,
	/// Another reason.
	Other,
}

/// A clinician's verdict on a result.
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
pub struct GivenVerdict {
	/// What they did with the result.
	pub verdict: Verdict,
	/// Why.
	pub reason: VerdictReason,
	/// When they said so.
	pub given_at: Moment,
}

/// The settled outcome of a request.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct Receipt<T: Config> {
	/// The model that was asked.
	pub model: ModelId,
	/// The sha2-256 hash of its ONNX file.
	pub model_digest: [u8; 32],
	/// Whose records were read.
	pub patient: T::AccountId,
	/// Who asked, and pays for the storage.
	pub requester: T::AccountId,
	/// What was read.
	pub records: BoundedVec<Input, T::MaxRecords>,
	/// The digest of the output, with a secret salt.
	pub digest: [u8; 32],
	/// How many operators bound this output.
	pub agreeing: u8,
	/// How many operators were drawn.
	pub drawn: u8,
	/// The drawn operator who settled, and so answers for `result`.
	pub settled_by: T::AccountId,
	/// The CID of the encrypted result; none for an open output, or once the patient erased it.
	pub result: Option<Cid>,
	/// The output itself, for models whose output is open; none once the patient erased it.
	pub output: Option<OutputBytes>,
	/// When it was settled.
	pub settled_at: Moment,
	/// What the clinician made of it.
	pub verdict: Option<GivenVerdict>,
	/// What pays for the storage.
	pub ticket: T::Consideration,
}
