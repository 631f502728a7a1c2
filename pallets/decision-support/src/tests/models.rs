// SPDX-License-Identifier: Apache-2.0
use super::*;

fn refused(change: impl FnOnce(&mut ModelProposal), error: Error<Test>) {
	let mut changed = proposal();
	change(&mut changed);
	assert_noop!(call(PATIENT, Call::propose_model { proposal: changed }), error);
}

#[test]
fn a_proposal_is_stored_and_paid_for() {
	build_and_execute(|| {
		let model = propose(proposal());
		let stored = Models::<Test>::get(model).unwrap().item;
		assert_eq!(stored.state, ModelState::Proposed);
		assert_eq!(stored.card, Cid::raw([9; 32]));
		assert_eq!((stored.verdicts, stored.outcomes), (Verdicts::default(), Outcomes::default()));
		assert!(free(PATIENT) < FUNDS);
		assert_eq!(events(), [Event::ModelProposed { model, proposer: PATIENT }]);
		assert_eq!(propose(open_proposal()), ModelId(1));
	});
}

#[test]
fn what_a_model_was_made_from_is_told() {
	build_and_execute(|| {
		for evidence in Evidence::ALL {
			let model = propose(ModelProposal { evidence: *evidence, ..proposal() });
			let told = DecisionSupport::model(model).unwrap().evidence;
			assert_eq!(told, *evidence);
		}
	});
}

#[test]
fn only_the_registered_propose() {
	build_and_execute(|| {
		let proposal = proposal();
		assert_noop!(call(OUTSIDER, Call::propose_model { proposal }), Error::<Test>::NotPermitted);
	});
}

#[test]
fn what_a_model_may_be_asked_for_is_told() {
	build_and_execute(|| {
		for class in WorkClass::ALL {
			let model = propose(ModelProposal { class: *class, ..proposal() });
			assert_eq!(DecisionSupport::model(model).unwrap().class, *class);
		}
	});
}

#[test]
fn data_rule_1_only_a_model_for_research_is_open() {
	build_and_execute(|| {
		for class in [WorkClass::Clinical, WorkClass::Payment] {
			refused(
				|proposal| (proposal.class, proposal.output) = (class, Output::Open),
				Error::ClassIsSealed,
			);
		}
		propose(open_proposal());
	});
}

#[test]
fn a_grid_has_steps() {
	build_and_execute(|| refused(|proposal| proposal.steps = 0, Error::NoSteps));
}

#[test]
fn data_rule_3_the_card_is_a_cid_of_the_one_form() {
	build_and_execute(|| {
		let with = |index: usize, byte: u8| {
			let mut bytes = cid_bytes();
			bytes[index] = byte;
			bytes
		};
		let cases = [
			(cid_bytes()[2..].to_vec().try_into().unwrap(), Error::CidVersionZero),
			(with(0, 2), Error::CidUnknownVersion),
			(with(1, 0x71), Error::CidUnknownCodec),
			(with(2, 0x1b), Error::CidOtherHash),
			(cid_bytes()[..35].to_vec().try_into().unwrap(), Error::CidWrongLength),
		];
		for (card, error) in cases {
			refused(|proposal| proposal.card = card, error);
		}
	});
}

#[test]
fn only_the_authority_approves_and_suspends() {
	build_and_execute(|| {
		let model = propose(proposal());
		assert_noop!(call(PATIENT, Call::approve_model { model }), DispatchError::BadOrigin);
		assert_noop!(rule_call(Call::suspend_model { model }), Error::<Test>::ModelNotApproved);
		events();
		assert_ok!(rule_call(Call::approve_model { model }));
		assert_noop!(rule_call(Call::approve_model { model }), Error::<Test>::ModelApproved);
		assert_noop!(call(PATIENT, Call::suspend_model { model }), DispatchError::BadOrigin);
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_noop!(rule_call(Call::suspend_model { model }), Error::<Test>::ModelSuspended);
		assert_ok!(rule_call(Call::approve_model { model }));
		assert_eq!(
			events(),
			[
				Event::ModelApproved { model },
				Event::ModelSuspended { model },
				Event::ModelApproved { model }
			]
		);
		let unknown = ModelId(9);
		assert_noop!(rule_call(Call::approve_model { model: unknown }), Error::<Test>::NotFound);
		assert_noop!(rule_call(Call::suspend_model { model: unknown }), Error::<Test>::NotFound);
	});
}

#[test]
fn a_proposal_is_withdrawn_by_its_proposer_until_it_was_approved() {
	build_and_execute(|| {
		let model = propose(proposal());
		assert_noop!(call(CLINICIAN, Call::withdraw_model { model }), Error::<Test>::NotPermitted);
		assert_ok!(call(PATIENT, Call::withdraw_model { model }));
		assert_eq!(free(PATIENT), FUNDS);
		assert_noop!(call(PATIENT, Call::withdraw_model { model }), Error::<Test>::NotFound);

		let model = approved(proposal());
		assert_noop!(call(PATIENT, Call::withdraw_model { model }), Error::<Test>::ModelApproved);
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_noop!(call(PATIENT, Call::withdraw_model { model }), Error::<Test>::ModelSuspended);
	});
}
