// SPDX-License-Identifier: Apache-2.0
//! What happened in a block, as far as Salus's programs act on it.

use super::{AccountId, ChainError, event_records::EventRecord};
use codec::{Decode, DecodeAll};
use salus_primitives::{
	AccessId, BreakGlassId, ConsentRequestId, ModelId, Moment, ProvisionId, Purpose, RecordId,
	RequestId, VersionNumber,
	consent::{BreakGlassReason, Effect},
	decision_support::Fault,
};

/// An event that a program of Salus acts on.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named as in the pallets, whose documentation says what they mean.
pub enum Event {
	Granted {
		patient: AccountId,
		provision: ProvisionId,
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
	ModelProposed {
		model: ModelId,
	},
	ModelSuspended {
		model: ModelId,
	},
	ModelDeclared {
		model: ModelId,
		operator: AccountId,
	},
	ModelRetracted {
		model: ModelId,
		operator: AccountId,
	},
	Requested {
		request: RequestId,
		operators: Vec<AccountId>,
	},
	Sealed {
		request: RequestId,
		operator: AccountId,
	},
	Refused {
		request: RequestId,
		operator: AccountId,
	},
	Settled {
		request: RequestId,
		digest: [u8; 32],
	},
	Accused {
		request: RequestId,
		operator: AccountId,
	},
	Penalised {
		request: RequestId,
		operator: AccountId,
	},
	Failed {
		request: RequestId,
	},
	Closed {
		request: RequestId,
	},
	ResultErased {
		request: RequestId,
	},
	MotionProposed {
		index: u32,
		motion: [u8; 32],
	},
	/// A council's motion was carried out; `failed` if its call was refused, with what is known of why.
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
			let (case, patient, _practitioner, _reason, _until): (
				_,
				_,
				AccountId,
				BreakGlassReason,
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
		("DecisionSupport", "ModelProposed") => {
			let (model, _proposer): (_, AccountId) = fields(pallet, name, bytes)?;
			Event::ModelProposed { model }
		}
		("DecisionSupport", "ModelSuspended") => {
			Event::ModelSuspended { model: fields(pallet, name, bytes)? }
		}
		("DecisionSupport", "ModelDeclared") => {
			let (model, operator) = fields(pallet, name, bytes)?;
			Event::ModelDeclared { model, operator }
		}
		("DecisionSupport", "ModelRetracted") => {
			let (model, operator) = fields(pallet, name, bytes)?;
			Event::ModelRetracted { model, operator }
		}
		("DecisionSupport", "Requested") => {
			let (request, _model, _patient, operators): (_, ModelId, AccountId, _) =
				fields(pallet, name, bytes)?;
			Event::Requested { request, operators }
		}
		("DecisionSupport", "Sealed") => {
			let (request, operator) = fields(pallet, name, bytes)?;
			Event::Sealed { request, operator }
		}
		("DecisionSupport", "Refused") => {
			let (request, operator) = fields(pallet, name, bytes)?;
			Event::Refused { request, operator }
		}
		("DecisionSupport", "Settled") => {
			let (request, digest, _agreeing, _drawn): (_, _, u8, u8) = fields(pallet, name, bytes)?;
			Event::Settled { request, digest }
		}
		("DecisionSupport", "Accused") => {
			let (request, operator, _fault): (_, _, Fault) = fields(pallet, name, bytes)?;
			Event::Accused { request, operator }
		}
		("DecisionSupport", "Penalised") => {
			let (request, operator) = fields(pallet, name, bytes)?;
			Event::Penalised { request, operator }
		}
		("DecisionSupport", "Failed") => Event::Failed { request: fields(pallet, name, bytes)? },
		("DecisionSupport", "Closed") => Event::Closed { request: fields(pallet, name, bytes)? },
		("DecisionSupport", "ResultErased") => {
			Event::ResultErased { request: fields(pallet, name, bytes)? }
		}
		("Council", "Proposed") => {
			let (_by, index, motion, _threshold): (AccountId, _, _, u32) =
				fields(pallet, name, bytes)?;
			Event::MotionProposed { index, motion }
		}
		// With a threshold of one the call is carried out at once.
		("Council", "Executed") => {
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

fn fields<Fields: Decode>(pallet: &str, name: &str, bytes: &[u8]) -> Result<Fields, ChainError> {
	Fields::decode_all(&mut &*bytes)
		.map_err(|cause| ChainError::Mismatch(format!("the event {pallet}.{name}: {cause}")))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_motion_carried_out_says_why_its_call_was_refused() {
		let motion = [7; 32];
		let good = [motion.as_slice(), &[0]].concat();
		let executed = decode("Council", "Executed", &good).unwrap();
		assert_eq!(executed, Some(Event::MotionExecuted { motion, failed: None }));

		// DispatchError::Module of pallet 50 and error 2.
		let cause = [3, 50, 2, 0, 0, 0];
		let bad = [motion.as_slice(), &[1], &cause].concat();
		let executed = decode("Council", "Executed", &bad).unwrap();
		let failed = Some(cause.to_vec());
		assert_eq!(executed, Some(Event::MotionExecuted { motion, failed }));
	}

	#[test]
	fn fields_are_taken_in_the_pallets_order_and_to_the_last_byte() {
		let operators = [[4; 32], [5; 32]];
		let mut bytes = [9u64.to_le_bytes().as_slice(), &1u32.to_le_bytes(), &[3; 32]].concat();
		bytes.push(2 << 2);
		bytes.extend(operators.concat());
		let requested = Event::Requested {
			request: RequestId(9),
			operators: operators.map(AccountId::new).to_vec(),
		};
		assert_eq!(decode("DecisionSupport", "Requested", &bytes).unwrap(), Some(requested));
		bytes.push(0);
		assert!(decode("DecisionSupport", "Requested", &bytes).is_err());
	}
}
