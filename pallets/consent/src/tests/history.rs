// SPDX-License-Identifier: Apache-2.0
use super::*;

fn ids(provisions: Vec<Provision<AccountId>>) -> Vec<u32> {
	provisions.into_iter().map(|provision| provision.id.0).collect()
}

#[test]
fn anyone_prunes_what_has_expired_and_nothing_else() {
	build_and_execute(|| {
		for end in [Some(10), None, Some(20), Some(30)] {
			let until = end.map(|end| START + end);
			grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
		}
		assert_noop!(Consent::prune(signed(OTTO), ALICE), Error::<Test>::NothingExpired);
		pass(20);
		let before = decide(&question(DORA));
		let done = Consent::prune(signed(OTTO), ALICE).unwrap();
		assert_eq!(done.actual_weight, Some(<() as WeightInfo>::prune(2)));
		System::assert_last_event(Event::<Test>::Pruned { patient: ALICE, moved: 2 }.into());
		assert_eq!(ids(Consent::provisions(&ALICE)), [1, 3]);
		assert_eq!(ids(Consent::history(&ALICE, ProvisionId(0), 100)), [0, 2]);
		assert_eq!(decide(&question(DORA)), before);
		let first = by_provision_until(0, Some(START + 10));
		assert_eq!(decide_at(&question(DORA), START + 5), first);
	});
}

#[test]
fn an_expired_provision_can_still_be_revoked() {
	build_and_execute(|| {
		let until = Some(START + 10);
		grant(ALICE, ProvisionTerms { until, ..permit(Actor::Account(DORA)) });
		pass(50);
		assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(0)));
		// Revoked late: it was in force until its period ended.
		assert_eq!(decide_at(&question(DORA), START + 9), by_provision_until(0, until));
		assert_eq!(decide_at(&question(DORA), START + 10), Err(Refusal::NoPolicy));
	});
}

#[test]
fn history_is_read_in_pages_by_id() {
	build_and_execute(|| {
		for _ in 0..5 {
			grant(ALICE, permit(Actor::Account(DORA)));
		}
		for id in [4, 0, 2] {
			assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(id)));
		}
		assert_eq!(ids(Consent::history(&ALICE, ProvisionId(0), 2)), [0, 2]);
		assert_eq!(ids(Consent::history(&ALICE, ProvisionId(3), 2)), [4]);
		assert_eq!(ids(Consent::history(&ALICE, ProvisionId(0), 0)), [] as [u32; 0]);
	});
}

#[test]
fn a_page_has_at_most_100() {
	build_and_execute(|| {
		for _ in 0..101 {
			let id = grant(ALICE, permit(Actor::Account(DORA)));
			assert_ok!(Consent::revoke(signed(ALICE), id));
		}
		assert_eq!(Consent::history(&ALICE, ProvisionId(0), u32::MAX).len(), 100);
	});
}

#[test]
fn a_full_history_loses_what_was_archived_first() {
	build_and_execute(|| {
		MaxHistory::set(2);
		for _ in 0..4 {
			grant(ALICE, permit(Actor::Account(DORA)));
		}
		for id in [2, 0, 1, 3] {
			pass(10);
			assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(id)));
		}
		assert_eq!(ids(Consent::history(&ALICE, ProvisionId(0), 100)), [1, 3]);
		assert_eq!(Consent::known_since(&ALICE), START + 20);
	});
}
