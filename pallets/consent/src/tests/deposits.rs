// SPDX-License-Identifier: Apache-2.0
use super::*;
use polkadot_sdk::{
	frame_support::traits::Footprint, sp_runtime::TokenError, sp_runtime::traits::Convert,
};

fn price(footprint: Footprint) -> u64 {
	type Price = polkadot_sdk::frame_support::traits::LinearStoragePrice<
		polkadot_sdk::frame_support::traits::ConstU64<10>,
		polkadot_sdk::frame_support::traits::ConstU64<1>,
		u64,
	>;
	Price::convert(footprint)
}

#[test]
fn data_rule_11_the_first_provision_pays_for_the_place_of_all() {
	build_and_execute(|| {
		MaxHistory::set(1);
		let all = price(Consent::policy_footprint());
		for id in 0..3 {
			grant(ALICE, permit(Actor::Account(DORA)));
			assert_eq!(held(ALICE), all, "at provision {id}");
		}
		for id in 0..3 {
			assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(id)));
			assert_eq!(held(ALICE), all);
		}
		grant(ALICE, permit(Actor::Account(DORA)));
		assert_eq!(held(ALICE), all);
		MaxHistory::set(2);
		assert!(price(Consent::policy_footprint()) > all, "history counts");
		MaxHistory::set(1);
	});
}

#[test]
fn data_rule_11_whoever_cannot_pay_stores_nothing() {
	build_and_execute(|| {
		Patients::mutate(|patients| patients.insert(OTTO));
		assert_noop!(
			Consent::grant(signed(OTTO), permit(Actor::Account(DORA))),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn data_rule_11_the_requester_pays_for_a_request() {
	build_and_execute(|| {
		let ask = || Consent::request_consent(signed(DORA), ALICE, permit(Actor::Account(DORA)));
		assert_ok!(ask());
		assert_eq!(held(DORA), price(Consent::request_footprint()));
		assert_eq!(held(ALICE), 0);
		assert_ok!(Consent::answer(signed(ALICE), ConsentRequestId(0), None));
		assert_eq!(held(DORA), 0);
		assert_ok!(ask());
		assert_ok!(Consent::withdraw_request(signed(DORA), ConsentRequestId(1)));
		assert_eq!(held(DORA), 0);
	});
}

#[test]
fn data_rule_11_a_case_is_paid_for_as_long_as_it_is_on_record_and_no_longer() {
	build_and_execute(|| {
		assert_ok!(break_glass(DORA, ALICE));
		let one = price(Consent::case_footprint());
		assert_eq!(held(DORA), one);
		assert_ok!(review(0, ReviewOutcome::Justified));
		assert_eq!(held(DORA), one);
		pass(100 * HOUR);
		assert_ok!(Consent::remove_case(signed(OTTO), BreakGlassId(0)));
		assert_eq!(held(DORA), 0);
	});
}
