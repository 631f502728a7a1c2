// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn a_request_that_fails_is_gone_and_both_deposits_are_back() {
	build_and_execute(|| {
		for is_drawn in [false, true] {
			let id = requested(WorkClass::Clinical);
			if is_drawn {
				assert_ok!(draw(id));
			}
			events();
			DecisionSupport::failed(id.into());
			assert_eq!(events(), [Event::Failed { request: id }]);
			assert_eq!(DecisionSupport::open_request(id), None);
			assert_eq!(DecisionSupport::receipt(id), None);
			assert!(!RequestsOf::<Test>::contains_key(PATIENT, id));
			assert_eq!(free(CLINICIAN), FUNDS);
		}
		assert_eq!(Tallies::<Test>::get(CLINICIAN), Tally::default());
	});
}
