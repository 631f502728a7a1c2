// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::receipts::on_grid;

fn publish(request: RequestId, model: ModelId, output: OutputBytes) -> Call<Test> {
	Call::publish_output { request, model, salt: SALT, output }
}

/// A receipt of research, of a model that says this.
fn receipt_of(said: &[u8]) -> RequestId {
	settled_with(WorkClass::Research, |request| content_of(request, said))
}

#[test]
fn anyone_who_knows_salt_and_output_publishes_it_once() {
	build_and_execute(|| {
		let model = approved(open_proposal());
		let said = output(&[250, 1_000]);
		let request = receipt_of(&said);
		events();
		assert_ok!(call(OUTSIDER, publish(request, model, said.clone())));
		assert_eq!(events(), [Event::OutputPublished { request, model }]);
		let receipt = DecisionSupport::receipt(request).unwrap();
		assert_eq!(receipt.output, Some(PublishedOutput { model, output: said.clone() }));
		let again = call(CLINICIAN, publish(request, model, said));
		assert_noop!(again, Error::<Test>::AlreadyPublished);
	});
}

#[test]
fn another_output_salt_model_or_request_does_not_fit() {
	build_and_execute(|| {
		let model = approved(open_proposal());
		let other = approved(ModelProposal { digest: [1; 32], ..open_proposal() });
		let said = output(&[250]);
		let (request, second) = (receipt_of(&said), receipt_of(&output(&[251])));
		for wrong in [
			publish(request, model, output(&[251])),
			publish(request, other, said.clone()),
			publish(second, model, said.clone()),
			Call::publish_output { request, model, salt: [1; 32], output: said },
		] {
			assert_noop!(call(CLINICIAN, wrong), Error::<Test>::ContentDiffers);
		}
	});
}

#[test]
fn data_rule_1_only_of_research_and_of_an_open_model() {
	build_and_execute(|| {
		let (open, sealed) = (approved(open_proposal()), approved(proposal()));
		let said = output(&[250]);
		for class in [WorkClass::Clinical, WorkClass::Payment] {
			let request = settled_with(class, |request| content_of(request, &said));
			for model in [open, sealed] {
				let refused = call(CLINICIAN, publish(request, model, said.clone()));
				assert_noop!(refused, Error::<Test>::ClassIsSealed);
			}
		}
		let request = receipt_of(&said);
		let refused = call(CLINICIAN, publish(request, sealed, said));
		assert_noop!(refused, Error::<Test>::OutputIsSealed);
	});
}

#[test]
fn an_output_off_the_grid_is_refused_though_all_agreed() {
	build_and_execute(|| {
		let model = approved(open_proposal());
		let three_bytes = vec![1, 2, 3].try_into().unwrap();
		for said in [output(&[1_001]), output(&[0, u32::MAX]), output(&[]), three_bytes] {
			let request = receipt_of(&said);
			let refused = call(CLINICIAN, publish(request, model, said));
			assert_noop!(refused, Error::<Test>::OutputOffGrid);
		}
	});
}

#[test]
fn only_of_a_model_that_is_approved() {
	build_and_execute(|| {
		let model = propose(open_proposal());
		let said = output(&[1]);
		let request = receipt_of(&said);
		let publishes = || call(CLINICIAN, publish(request, model, said.clone()));
		assert_noop!(publishes(), Error::<Test>::ModelNotApproved);
		assert_ok!(rule_call(Call::approve_model { model }));
		assert_ok!(rule_call(Call::suspend_model { model }));
		assert_noop!(publishes(), Error::<Test>::ModelSuspended);
		assert_ok!(rule_call(Call::approve_model { model }));
		assert_ok!(publishes());
	});
}

#[test]
fn data_rule_6_what_was_erased_is_not_published() {
	build_and_execute(|| {
		let model = approved(open_proposal());
		let said = output(&[1]);
		let request = receipt_of(&said);
		assert_ok!(call(PATIENT, Call::erase_result { request }));
		let refused = call(CLINICIAN, publish(request, model, said));
		assert_noop!(refused, Error::<Test>::AlreadyErased);
	});
}

#[test]
fn without_a_receipt_or_model_there_is_nothing_to_publish() {
	build_and_execute(|| {
		let model = approved(open_proposal());
		let said = output(&[1]);
		let open = requested(WorkClass::Research);
		for (request, model) in [(open, model), (receipt_of(&said), ModelId(9))] {
			let refused = call(CLINICIAN, publish(request, model, said.clone()));
			assert_noop!(refused, Error::<Test>::NotFound);
		}
	});
}

#[test]
fn the_grid_is_whole_numbers_of_four_bytes() {
	assert!(on_grid(&[0, 0, 0, 0], 1));
	assert!(on_grid(&[1, 0, 0, 0, 0, 0, 0, 0], 1));
	assert!(!on_grid(&[2, 0, 0, 0], 1));
	assert!(!on_grid(&[0, 0, 0, 1], 1));
	assert!(!on_grid(&[0, 0, 0], 1));
	assert!(!on_grid(&[0, 0, 0, 0, 0], 1));
	assert!(!on_grid(&[], 1));
}
