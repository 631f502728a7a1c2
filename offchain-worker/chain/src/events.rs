// SPDX-License-Identifier: Apache-2.0
//! What happened in a block, as far as Salus's programs act on it.

mod claims;
mod quorum;
#[cfg(test)]
mod tests;

use super::{
	AccountId, ChainError, calls::bodies::Body, event_records::EventRecord, queries::Balance,
};
use codec::{Decode, DecodeAll};
use salus_primitives::{
	AccessId, BreakGlassId, ClaimId, ConsentRequestId, ModelId, Moment, PlanId, PolicyId,
	ProvisionId, Purpose, RecordId, RequestId, VersionNumber,
	consent::Effect,
	quorum::{Cause, Fault, TaskId, WorkClass},
};

/// An event that a program of Salus acts on.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named as in the pallets, whose documentation says what they mean.
pub enum Event {
	Granted {
		patient: AccountId,
		provision: ProvisionId,
	},
	Revoked {
		provision: ProvisionId,
		ended: Vec<AccessId>,
	},
	NewAccessRevoked {
		provision: ProvisionId,
		finishing: Vec<AccessId>,
	},
	ConsentRequested {
		request: ConsentRequestId,
		patient: AccountId,
	},
	Answered {
		request: ConsentRequestId,
		provision: Option<ProvisionId>,
	},
	GlassBroken {
		case: BreakGlassId,
		patient: AccountId,
	},
	Submitted {
		record: RecordId,
		version: VersionNumber,
	},
	Amended {
		record: RecordId,
		version: VersionNumber,
	},
	AccessOpened {
		access: AccessId,
		record: RecordId,
		version: VersionNumber,
	},
	Erased {
		record: RecordId,
	},
	Destroyed {
		record: RecordId,
		custodian: AccountId,
	},
	Reshared {
		record: RecordId,
		version: VersionNumber,
		generation: u32,
	},
	HandedOver {
		record: RecordId,
		version: VersionNumber,
		custodian: AccountId,
		successor: AccountId,
	},
	CustodyPaid {
		record: RecordId,
		version: VersionNumber,
		custodian: AccountId,
		amount: Balance,
	},
	CustodyFunded {
		record: RecordId,
		version: VersionNumber,
		payer: AccountId,
		amount: Balance,
	},
	ModelProposed {
		model: ModelId,
	},
	ModelSuspended {
		model: ModelId,
	},
	TaskOpened {
		task: TaskId,
	},
	Drawn {
		task: TaskId,
		operators: Vec<AccountId>,
	},
	Sealed {
		task: TaskId,
		operator: AccountId,
	},
	Refused {
		task: TaskId,
		operator: AccountId,
	},
	Revealed {
		task: TaskId,
		operator: AccountId,
		digest: [u8; 32],
	},
	TaskSettled {
		task: TaskId,
		digest: [u8; 32],
		agreeing: u8,
	},
	TaskFailed {
		task: TaskId,
	},
	Paid {
		task: TaskId,
		operator: AccountId,
		amount: Balance,
	},
	TaskClosed {
		task: TaskId,
		returned: Balance,
	},
	Out {
		operator: AccountId,
		cause: Cause,
	},
	Back {
		operator: AccountId,
	},
	Accused {
		task: TaskId,
		operator: AccountId,
		fault: Fault,
	},
	Challenged {
		task: TaskId,
		operator: AccountId,
	},
	Excused {
		task: TaskId,
		operator: AccountId,
	},
	Penalised {
		task: TaskId,
		operator: AccountId,
		fault: Fault,
	},
	Requested {
		request: RequestId,
		patient: AccountId,
		requester: AccountId,
		class: WorkClass,
	},
	/// The drawn operators were granted access to what a request reads.
	RecordsOpened {
		request: RequestId,
	},
	Settled {
		request: RequestId,
		content: [u8; 32],
		agreeing: u8,
		seats: u8,
	},
	Failed {
		request: RequestId,
	},
	ResultErased {
		request: RequestId,
	},
	OutputPublished {
		request: RequestId,
		model: ModelId,
	},
	ReportStruck {
		model: ModelId,
		reporter: AccountId,
	},
	PlanPublished {
		plan: PlanId,
	},
	PolicyIssued {
		policy: PolicyId,
	},
	ClaimSubmitted {
		claim: ClaimId,
	},
	ClaimConcluded {
		claim: ClaimId,
		paid: Balance,
	},
	ClaimWaits {
		claim: ClaimId,
	},
	/// A payee got what an insurer owed it.
	Collected {
		amount: Balance,
	},
	/// What was paid for a claim was given back.
	ClaimRefunded {
		claim: ClaimId,
		amount: Balance,
	},
	/// What a claim waited for is not paid: its payee does without.
	ClaimWaived {
		claim: ClaimId,
	},
	MotionProposed {
		index: u32,
		motion: [u8; 32],
	},
	/// A body's motion was carried out; `failed` if its call was refused, with what is known of why.
	MotionExecuted {
		motion: [u8; 32],
		failed: Option<Vec<u8>>,
	},
	/// A runtime was handed in and thrown away, for this encoded dispatch error.
	UpgradeRejected {
		error: Vec<u8>,
	},
}

/// Decodes events, and leaves out what no program of Salus acts on.
pub(super) fn decode_events<'a>(
	records: impl IntoIterator<Item = &'a EventRecord<'a>>,
) -> Result<Vec<Event>, ChainError> {
	records
		.into_iter()
		.filter_map(|record| decode(record.pallet, record.name, record.fields).transpose())
		.collect()
}

fn decode(pallet: &str, name: &str, bytes: &[u8]) -> Result<Option<Event>, ChainError> {
	Ok(Some(match (pallet, name) {
		("Consent", "Granted") => {
			let (patient, provision, _effect): (_, _, Effect) = fields(pallet, name, bytes)?;
			Event::Granted { patient, provision }
		}
		("Consent", "Revoked") => {
			let (_patient, provision, ended): (AccountId, _, _) = fields(pallet, name, bytes)?;
			Event::Revoked { provision, ended }
		}
		("Consent", "NewAccessRevoked") => {
			let (_patient, provision, finishing): (AccountId, _, _) = fields(pallet, name, bytes)?;
			Event::NewAccessRevoked { provision, finishing }
		}
		("Consent", "ConsentRequested") => {
			let (request, patient, _requester, _expires_at): (_, _, AccountId, Moment) =
				fields(pallet, name, bytes)?;
			Event::ConsentRequested { request, patient }
		}
		("Consent", "Answered") => {
			let (request, _patient, provision): (_, AccountId, _) = fields(pallet, name, bytes)?;
			Event::Answered { request, provision }
		}
		("Consent", "GlassBroken") => {
			let (case, patient, _practitioner, _organisation, _reason, _until): (
				_,
				_,
				AccountId,
				Option<AccountId>,
				[u8; 32],
				Moment,
			) = fields(pallet, name, bytes)?;
			Event::GlassBroken { case, patient }
		}
		("Records", "Submitted") => {
			let (record, _patient, version): (_, AccountId, _) = fields(pallet, name, bytes)?;
			Event::Submitted { record, version }
		}
		("Records", "Amended") => {
			let (record, version) = fields(pallet, name, bytes)?;
			Event::Amended { record, version }
		}
		("Records", "AccessOpened") => {
			let (access, record, version, _reader, _purpose): (_, _, _, AccountId, Purpose) =
				fields(pallet, name, bytes)?;
			Event::AccessOpened { access, record, version }
		}
		("Records", "Erased") => Event::Erased { record: fields(pallet, name, bytes)? },
		("Records", "Destroyed") => {
			let (record, custodian) = fields(pallet, name, bytes)?;
			Event::Destroyed { record, custodian }
		}
		("Records", "Reshared") => {
			let (record, version, generation) = fields(pallet, name, bytes)?;
			Event::Reshared { record, version, generation }
		}
		("Records", "HandedOver") => {
			let (record, version, custodian, successor) = fields(pallet, name, bytes)?;
			Event::HandedOver { record, version, custodian, successor }
		}
		("Records", "CustodyPaid") => {
			let (record, version, custodian, amount) = fields(pallet, name, bytes)?;
			Event::CustodyPaid { record, version, custodian, amount }
		}
		("Records", "CustodyFunded") => {
			let (record, version, payer, amount) = fields(pallet, name, bytes)?;
			Event::CustodyFunded { record, version, payer, amount }
		}
		("DecisionSupport", "ModelProposed") => {
			let (model, _proposer): (_, AccountId) = fields(pallet, name, bytes)?;
			Event::ModelProposed { model }
		}
		("DecisionSupport", "ModelSuspended") => {
			Event::ModelSuspended { model: fields(pallet, name, bytes)? }
		}
		("DecisionSupport", "Requested") => {
			let (request, patient, requester, class) = fields(pallet, name, bytes)?;
			Event::Requested { request, patient, requester, class }
		}
		("DecisionSupport", "Opened") => {
			Event::RecordsOpened { request: fields(pallet, name, bytes)? }
		}
		("DecisionSupport", "Settled") => {
			let (request, content, agreeing, seats) = fields(pallet, name, bytes)?;
			Event::Settled { request, content, agreeing, seats }
		}
		("DecisionSupport", "Failed") => Event::Failed { request: fields(pallet, name, bytes)? },
		("DecisionSupport", "ResultErased") => {
			Event::ResultErased { request: fields(pallet, name, bytes)? }
		}
		("DecisionSupport", "OutputPublished") => {
			let (request, model) = fields(pallet, name, bytes)?;
			Event::OutputPublished { request, model }
		}
		("DecisionSupport", "ReportStruck") => {
			let (model, reporter) = fields(pallet, name, bytes)?;
			Event::ReportStruck { model, reporter }
		}
		(claims::PALLET, _) => return claims::decode(name, bytes),
		(quorum::PALLET, _) => return quorum::decode(name, bytes),
		(body, "Proposed") if is_body(body) => {
			let (_by, index, motion, _threshold): (AccountId, _, _, u32) =
				fields(pallet, name, bytes)?;
			Event::MotionProposed { index, motion }
		}
		// With a threshold of one the call is carried out at once.
		(body, "Executed") if is_body(body) => {
			let mut rest = bytes;
			let mismatch = |cause: codec::Error| ChainError::Mismatch(format!("Executed: {cause}"));
			let motion = <[u8; 32]>::decode(&mut rest).map_err(mismatch)?;
			let failed = u8::decode(&mut rest).map_err(mismatch)? != 0;
			Event::MotionExecuted { motion, failed: failed.then(|| rest.to_vec()) }
		}
		("System", "RejectedInvalidAuthorizedUpgrade") => {
			let (_code_hash, error) = bytes.split_at_checked(32).ok_or_else(|| {
				ChainError::Mismatch(format!("the event {pallet}.{name} is too short"))
			})?;
			Event::UpgradeRejected { error: error.to_vec() }
		}
		_ => return Ok(None),
	}))
}

/// Whether a pallet is a body that is the authority.
fn is_body(pallet: &str) -> bool {
	Body::ALL.iter().any(|body| body.pallet() == pallet)
}

fn fields<Fields: Decode>(pallet: &str, name: &str, bytes: &[u8]) -> Result<Fields, ChainError> {
	Fields::decode_all(&mut &*bytes)
		.map_err(|cause| ChainError::Mismatch(format!("the event {pallet}.{name}: {cause}")))
}
