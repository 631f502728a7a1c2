// SPDX-License-Identifier: Apache-2.0
//! The authority is in parts: each duty is one body's.

use super::{
	bodies::{BODIES, MEDICAL_BOARD, MODEL_COMMITTEE, REVIEW_COMMITTEE, TECHNICAL_COMMITTEE},
	*,
};
use crate::Participants;
use pallet_consent::ReviewOutcome;
use salus_primitives::{
	BreakGlassId, Licence, ModelId, Participants as _,
	quorum::{TaskId, WorkClass},
};

fn license(practitioner: Sr25519Keyring) -> ParticipantsCall {
	ParticipantsCall::license {
		practitioner: practitioner.to_account_id(),
		profession: Profession::Nurse,
		jurisdiction: *b"CH",
		expires_at: START + crate::time::DAY,
	}
}

/// Calls by the body whose duty they are.
fn duties() -> Vec<(bodies::Body, RuntimeCall)> {
	let account = Eve.to_account_id();
	let accredit = ParticipantsCall::accredit {
		organisation: account.clone(),
		kind: OrganisationKind::Provider,
		jurisdiction: *b"CH",
		registrations_per_day: 1,
		free_calls_per_day: 1,
	};
	let suspend = ParticipantsCall::suspend_organisation { organisation: account.clone() };
	let model = ModelId(0);
	let strike = DecisionSupportCall::strike_report { model, reporter: account.clone() };
	let review = ConsentCall::review_break_glass {
		case: BreakGlassId(0),
		outcome: ReviewOutcome::Justified,
	};
	let rule = QuorumCall::rule { task: TaskId(0), operator: account, uphold: true };
	let price = QuorumCall::set_price { class: WorkClass::Clinical, price: crate::units::UNIT };
	let custody = RecordsCall::set_custody_price { price: crate::units::MILLI };
	let collators = pallet_collator_selection::Call::<Runtime>::set_desired_candidates { max: 1 };
	vec![
		(MEDICAL_BOARD, accredit.into()),
		(MEDICAL_BOARD, license(Eve).into()),
		(MEDICAL_BOARD, suspend.into()),
		(MODEL_COMMITTEE, DecisionSupportCall::approve_model { model }.into()),
		(MODEL_COMMITTEE, DecisionSupportCall::suspend_model { model }.into()),
		(MODEL_COMMITTEE, strike.into()),
		(REVIEW_COMMITTEE, review.into()),
		(TECHNICAL_COMMITTEE, rule.into()),
		(TECHNICAL_COMMITTEE, price.into()),
		(TECHNICAL_COMMITTEE, custody.into()),
		(TECHNICAL_COMMITTEE, collators.into()),
	]
}

#[test]
fn each_duty_is_one_bodys() {
	execute(|| {
		for (its_own, call) in duties() {
			for body in BODIES {
				let refused = body.dispatches(call.clone()) == Err(DispatchError::BadOrigin);
				assert_eq!(refused, body.name != its_own.name, "{} {call:?}", body.name);
			}
		}
	});
}

#[test]
fn two_thirds_of_a_body_are_the_body() {
	execute(|| {
		MEDICAL_BOARD.motion(license(Eve), &[Alice, Bob]);
		assert!(matches!(Participants::licence(&Eve.to_account_id()), Licence::InForce { .. }));
	});
}

#[test]
fn fewer_of_a_body_or_anybody_else_are_not() {
	execute(|| {
		for (body, call) in duties() {
			// Of five it takes four, but any two for a review.
			let too_few = if body.name == REVIEW_COMMITTEE.name { 1 } else { 3 };
			let done = call.clone().dispatch(body.agreed(too_few, 5));
			assert_eq!(done.unwrap_err().error, DispatchError::BadOrigin, "{call:?}");
			fails(&Alice.pair(), call.clone(), DispatchError::BadOrigin);
			fails(&OUTSIDER.pair(), call, DispatchError::BadOrigin);
		}
		MEDICAL_BOARD.motion(license(Eve), &[Alice]);
		assert_eq!(Participants::licence(&Eve.to_account_id()), Licence::None);
	});
}

/// Neither its own nor another's: else one body could become the other.
#[test]
fn no_body_chooses_members() {
	execute(|| {
		let set =
			|of: usize| -> RuntimeCall {
				let (new_members, prime, old_count) = (vec![Eve.to_account_id()], None, 3);
				match of {
				0 => pallet_collective::Call::<Runtime, pallet_collective::Instance1>::set_members {
					new_members,
					prime,
					old_count,
				}
				.into(),
				1 => pallet_collective::Call::<Runtime, pallet_collective::Instance2>::set_members {
					new_members,
					prime,
					old_count,
				}
				.into(),
				2 => pallet_collective::Call::<Runtime, pallet_collective::Instance3>::set_members {
					new_members,
					prime,
					old_count,
				}
				.into(),
				_ => pallet_collective::Call::<Runtime, pallet_collective::Instance4>::set_members {
					new_members,
					prime,
					old_count,
				}
				.into(),
			}
			};
		for of in 0..BODIES.len() {
			for body in BODIES {
				assert_eq!(body.dispatches(set(of)), Err(DispatchError::BadOrigin));
			}
		}
	});
}
