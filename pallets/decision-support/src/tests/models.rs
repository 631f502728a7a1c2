// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::pallet_balances;

fn refused(change: impl FnOnce(&mut ModelProposal), error: Error<Test>) {
	let mut changed = proposal(Output::Sealed);
	change(&mut changed);
	assert_noop!(call(PATIENT, Call::propose_model { proposal: changed }), error);
}

#[test]
fn a_proposal_is_stored_and_paid_for() {
	build_and_execute(|| {
		let model = propose(proposal(Output::Sealed));
		let stored = Models::<Test>::get(model).unwrap().item;
		assert_eq!(stored.state, ModelState::Proposed);
		assert_eq!(stored.card, Cid::raw([9; 32]));
		assert_eq!((stored.requests, stored.verdicts), (0, Verdicts::default()));
		assert!(pallet_balances::Pallet::<Test>::free_balance(PATIENT) < FUNDS);
		assert_eq!(events(), [Event::ModelProposed { model, proposer: PATIENT }]);
		assert_eq!(propose(proposal(Output::Open)), ModelId(1));
	});
}

#[test]
fn what_a_model_was_made_from_is_told() {
	build_and_execute(|| {
		for evidence in Evidence::ALL {
			let model = propose(ModelProposal { evidence: *evidence, ..proposal(Output::Sealed) });
			let told = Pallet::<Test>::model(model).unwrap().model.evidence;
			assert_eq!(told, *evidence);
		}
	});
}

#[test]
fn only_the_registered_propose() {
	build_and_execute(|| {
		let proposal = proposal(Output::Sealed);
		assert_noop!(call(OUTSIDER, Call::propose_model { proposal }), Error::<Test>::NotPermitted);
	});
}

#[test]
fn a_quorum_is_more_than_half_and_at_most_all() {
	build_and_execute(|| {
		for (operators, quorum) in [(0, 0), (3, 1), (4, 2), (3, 4), (8, 4), (1, 0)] {
			refused(
				|proposal| (proposal.operators, proposal.quorum) = (operators, quorum),
				Error::QuorumOutOfRange,
			);
		}
		for (operators, quorum) in [(1, 1), (3, 2), (3, 3), (4, 3), (8, 5)] {
			propose(ModelProposal { operators, quorum, ..proposal(Output::Sealed) });
		}
		refused(|proposal| (proposal.operators, proposal.quorum) = (9, 5), Error::TooManyOperators);
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
		let model = propose(proposal(Output::Sealed));
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
		let model = propose(proposal(Output::Sealed));
		assert_noop!(call(CLINICIAN, Call::withdraw_model { model }), Error::<Test>::NotPermitted);
		assert_ok!(call(PATIENT, Call::withdraw_model { model }));
		assert_eq!(pallet_balances::Pallet::<Test>::free_balance(PATIENT), FUNDS);
		assert_noop!(call(PATIENT, Call::withdraw_model { model }), Error::<Test>::NotFound);

		let model = approved(proposal(Output::Sealed));
		assert_noop!(call(PATIENT, Call::withdraw_model { model }), Error::<Test>::ModelApproved);
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_noop!(call(PATIENT, Call::withdraw_model { model }), Error::<Test>::ModelSuspended);
	});
}
