//! What the runtime's APIs answer, and the calls' larger arguments, field for field as the pallets define
//! them: their documentation says what each means. `questions` asks for them by name.
#![allow(missing_docs)]

use super::AccountId;
use codec::{Decode, Encode};
use salus_primitives::{
	AccessId, Action, Actions, Basis, BreakGlassId, Categories, Category, Cid, Compartment,
	Compartments, DataPeriod, Day, Evidence, ModelId, Moment, Obligations, Profession, ProvisionId,
	Purpose, Purposes, RecordId, RequestId, StudyId, VersionNumber,
};
use serde::Serialize;

macro_rules! words {
	($(#[$doc:meta])* $name:ident { $($(#[$said:meta])* $word:ident),* $(,)? }) => {
		$(#[$doc])*
		#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, Serialize)]
		#[serde(rename_all = "kebab-case")]
		pub enum $name { $($(#[$said])* $word),* }

		impl $name {
			/// All of them.
			pub const ALL: &[Self] = &[$(Self::$word),*];
		}
	};
}

words!(OrganisationKind { Provider, Insurer, Pharmacy, Manufacturer, Laboratory, Study });
words!(BreakGlassReason { Unconscious, LifeThreat, UnableToConsent, PublicSafety });
words!(ReviewOutcome { Justified, Unjustified });
words!(ContestReason { Inaccurate, Incomplete, NotMine, Other });
words!(Effect { Permit, Deny });
words!(AccessState { Open, Expired, Erased });
words!(Output { Sealed, Open });
words!(ModelState { Proposed, Approved, Suspended });
words!(Fault { Missing, Deviating });
words!(Drift { Moderate, Large });
words!(Verdict { Accept, Modify, Reject });
words!(VerdictReason {
	AgreesWithJudgement,
	PatientContext,
	InputOutdated,
	InputWrong,
	ModelLimit,
	Other,
});

// Participants.

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct WhoIs {
	pub patient: Option<PatientInfo>,
	pub organisation: Option<OrganisationInfo>,
	pub practitioner: Option<PractitionerInfo>,
	pub membership_count: u32,
	pub operator: Option<OperatorInfo>,
	pub encryption_key: Option<EncryptionKey>,
}

impl WhoIs {
	/// Whether the account is anyone known to the chain.
	pub fn is_registered(&self) -> bool {
		self.patient.is_some()
			|| self.organisation.is_some()
			|| self.practitioner.is_some()
			|| self.membership_count > 0
			|| self.operator.is_some()
	}
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub struct EncryptionKey {
	pub key: [u8; 32],
	pub version: u32,
	pub set_at: Moment,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct PatientInfo {
	pub organisation: Option<AccountId>,
	pub registered_at: Moment,
	pub calls_left: u32,
	pub items_left: u32,
	pub bytes_left: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct OrganisationInfo {
	pub kind: OrganisationKind,
	pub jurisdiction: [u8; 2],
	pub accredited_at: Moment,
	pub suspended: bool,
	pub vouchers_per_day: u32,
	pub vouchers_left: u32,
	pub patient_count: u32,
	pub calls_today: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct PractitionerInfo {
	pub profession: Profession,
	pub jurisdiction: [u8; 2],
	pub licensed_at: Moment,
	pub expires_at: Moment,
	pub suspended: bool,
	pub in_force: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct OperatorInfo {
	pub account: AccountId,
	pub bond: u128,
	pub endpoint: Vec<u8>,
	pub peer_id: Vec<u8>,
	pub since: Moment,
	pub in_service: bool,
	pub suspended: bool,
	pub leaving_until: Option<Moment>,
	pub duties: u32,
}

impl OperatorInfo {
	/// Where the operator answers.
	pub fn endpoint(&self) -> String {
		String::from_utf8_lossy(&self.endpoint).into_owned()
	}
}

// Consent.

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Actor {
	Account(AccountId),
	MembersOf(AccountId),
	DecisionSupport,
	Study(StudyId),
}

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct ProvisionTerms {
	pub effect: Effect,
	pub actor: Actor,
	pub actions: Vec<Action>,
	pub categories: Vec<Category>,
	pub compartments: Vec<u8>,
	pub purposes: Vec<Purpose>,
	pub from: Option<Moment>,
	pub until: Option<Moment>,
	pub data_from: Option<Day>,
	pub data_until: Option<Day>,
	pub erase_at: Option<Moment>,
	pub no_redisclosure: bool,
	pub mask_identity: bool,
	pub uses: Option<u32>,
}

impl ProvisionTerms {
	/// A permit to read, for one purpose, in the general compartment, without end, obligations or a count.
	pub fn permit(actor: Actor, categories: Vec<Category>, purpose: Purpose) -> Self {
		Self {
			effect: Effect::Permit,
			actor,
			actions: vec![Action::Access],
			categories,
			compartments: Vec::new(),
			purposes: vec![purpose],
			from: None,
			until: None,
			data_from: None,
			data_until: None,
			erase_at: None,
			no_redisclosure: false,
			mask_identity: false,
			uses: None,
		}
	}
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct Provision {
	pub id: ProvisionId,
	pub effect: Effect,
	pub actor: Actor,
	pub actions: Actions,
	pub categories: Categories,
	pub compartments: Compartments,
	pub purposes: Purposes,
	pub from: Moment,
	pub until: Option<Moment>,
	pub data_from: Option<Day>,
	pub data_until: Option<Day>,
	pub erase_at: Option<Moment>,
	pub no_redisclosure: bool,
	pub mask_identity: bool,
	pub uses_left: Option<u32>,
	pub granted_at: Moment,
	pub revoked_at: Option<Moment>,
	pub used_up_at: Option<Moment>,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct ConsentRequest {
	pub patient: AccountId,
	pub requester: AccountId,
	pub terms: ProvisionTerms,
	pub requested_at: Moment,
	pub expires_at: Moment,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub struct Review {
	pub outcome: ReviewOutcome,
	pub reviewed_at: Moment,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct BreakGlassCase {
	pub patient: AccountId,
	pub practitioner: AccountId,
	pub reason: BreakGlassReason,
	pub opened_at: Moment,
	pub until: Moment,
	pub review: Option<Review>,
	pub previous: Option<BreakGlassId>,
}

// Records.

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct Record {
	pub patient: AccountId,
	pub author: AccountId,
	pub category: Category,
	pub compartment: Compartment,
	pub latest: VersionNumber,
	pub created_at: Moment,
	pub data: DataPeriod,
	pub contested: Option<ContestReason>,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct RecordInfo {
	pub id: RecordId,
	pub record: Record,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct VersionInfo {
	pub record: RecordId,
	pub version: VersionNumber,
	pub cid: Cid,
	pub size: u64,
	pub key_commitment: [u8; 32],
	pub custodians: Vec<AccountId>,
	pub threshold: u8,
	pub author: AccountId,
	pub basis: Basis,
	pub submitted_at: Moment,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct AccessInfo {
	pub id: AccessId,
	pub state: AccessState,
	pub record: RecordId,
	pub patient: AccountId,
	pub version: Option<VersionInfo>,
	pub readers: Vec<AccountId>,
	pub purpose: Purpose,
	pub basis: Basis,
	pub obligations: Obligations,
	pub opened_at: Moment,
	pub expires_at: Moment,
	pub depositor: AccountId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub struct Tombstone {
	pub erased_at: Moment,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct Destruction {
	pub custodian: AccountId,
	pub bound: bool,
	pub destroyed_at: Option<Moment>,
}

// Disclosures.

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub struct Ledger {
	pub count: u64,
	pub head: [u8; 32],
}

// Decision support.

#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub struct ModelProposal {
	pub digest: [u8; 32],
	pub card: Vec<u8>,
	pub evidence: Evidence,
	pub output: Output,
	pub steps: u32,
	pub operators: u8,
	pub quorum: u8,
	pub metrics_commitment: [u8; 32],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode, Serialize)]
pub struct Verdicts {
	pub accepted: u32,
	pub modified: u32,
	pub rejected: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode)]
pub struct Outcomes {
	pub true_positive: u32,
	pub false_positive: u32,
	pub true_negative: u32,
	pub false_negative: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Decode, Serialize)]
pub struct DriftCounts {
	pub moderate: u32,
	pub large: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct ModelInfo {
	pub id: ModelId,
	pub digest: [u8; 32],
	pub card: Cid,
	pub evidence: Evidence,
	pub output: Output,
	pub steps: u32,
	pub operators: u8,
	pub quorum: u8,
	pub metrics_commitment: [u8; 32],
	pub state: ModelState,
	pub proposer: AccountId,
	pub requests: u32,
	pub settled: u32,
	pub failed: u32,
	pub verdicts: Verdicts,
	pub outcomes: Outcomes,
	pub drift: DriftCounts,
	pub declared: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub struct Input {
	pub record: RecordId,
	pub version: VersionNumber,
	pub access: AccessId,
	pub contested: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub enum Standing {
	Clear,
	Accused(Fault),
	Challenged(Fault),
	Excused(Fault),
	Penalised(Fault),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub enum Answer {
	Seal([u8; 32]),
	Refusal(Option<Cid>),
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct Drawn {
	pub operator: AccountId,
	pub answer: Option<Answer>,
	pub standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub enum Stage {
	Sealing,
	Settled { challenge_until: Moment },
	Failed { challenge_until: Moment },
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct RequestInfo {
	pub id: RequestId,
	pub model: ModelId,
	pub model_digest: [u8; 32],
	pub patient: AccountId,
	pub requester: AccountId,
	pub records: Vec<Input>,
	pub drawn: Vec<Drawn>,
	pub opened_at: Moment,
	pub seal_until: Moment,
	pub settle_until: Moment,
	pub stage: Stage,
	pub suspended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Decode)]
pub struct GivenVerdict {
	pub verdict: Verdict,
	pub reason: VerdictReason,
	pub given_at: Moment,
}

#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct ReceiptInfo {
	pub id: RequestId,
	pub model: ModelId,
	pub model_digest: [u8; 32],
	pub patient: AccountId,
	pub requester: AccountId,
	pub records: Vec<Input>,
	pub digest: [u8; 32],
	pub agreeing: u8,
	pub drawn: u8,
	pub settled_by: AccountId,
	pub result: Option<Cid>,
	pub output: Option<Vec<u8>>,
	pub settled_at: Moment,
	pub verdict: Option<GivenVerdict>,
}
