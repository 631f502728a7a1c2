// SPDX-License-Identifier: Apache-2.0
//! For which work, and for whom, decision support may read.

use super::*;
use WorkClass::{Clinical, Payment, Research};
use codec::{Decode, Encode};

fn of(classes: impl IntoIterator<Item = WorkClass>) -> Actor<AccountId> {
	Actor::DecisionSupport { classes: classes.into_iter().collect(), asker: None }
}

fn by(asker: AccountId) -> Actor<AccountId> {
	Actor::DecisionSupport { classes: WorkClasses::EMPTY, asker: Some(asker) }
}

/// May decision support read, when this account asks for such work?
fn ask(asker: AccountId, class: WorkClass) -> Result<Permit, Refusal> {
	decide(&Query { reader: asked_by(asker, class), ..question(asker) })
}

fn denied(id: u32) -> Result<Permit, Refusal> {
	Err(Refusal::Denied(ProvisionId(id)))
}

#[test]
fn a_permit_for_some_classes_covers_no_other() {
	build_and_execute(|| {
		grant(ALICE, permit(of([Clinical, Research])));
		assert_eq!(ask(DORA, Clinical), by_provision(0));
		assert_eq!(ask(DORA, Research), by_provision(0));
		assert_eq!(ask(DORA, Payment), Err(Refusal::NoPolicy));
	});
}

#[test]
fn without_a_class_every_class_is_meant() {
	build_and_execute(|| {
		grant(ALICE, permit(of([])));
		for class in WorkClass::ALL {
			assert_eq!(ask(DORA, *class), by_provision(0), "{class}");
		}
		grant(ALICE, denial(of([])));
		for class in WorkClass::ALL {
			assert_eq!(ask(DORA, *class), denied(1), "{class}");
		}
	});
}

#[test]
fn data_rule_7_a_denial_of_a_class_denies_only_that_and_beats_a_permit() {
	build_and_execute(|| {
		grant(ALICE, denial(of([Payment])));
		grant(ALICE, permit(of([Payment])));
		grant(ALICE, permit(Actor::ANY_DECISION_SUPPORT));
		assert_eq!(ask(INSURER, Payment), denied(0));
		assert_eq!(ask(INSURER, Clinical), by_provision(2));
	});
}

#[test]
fn a_permit_for_an_account_covers_what_it_asks_and_not_what_others_ask() {
	build_and_execute(|| {
		grant(ALICE, permit(by(DORA)));
		assert_eq!(ask(DORA, Clinical), by_provision(0));
		// Not even the patient's own request.
		for other in [EMIL, CLINIC, ALICE] {
			assert_eq!(ask(other, Clinical), Err(Refusal::NoPolicy), "{other}");
		}
		// It lets operators read, and not the account.
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
	});
}

#[test]
fn a_permit_for_an_organisation_covers_what_it_and_its_members_ask() {
	build_and_execute(|| {
		grant(ALICE, permit(by(CLINIC)));
		assert_eq!(ask(CLINIC, Clinical), by_provision(0));
		assert_eq!(ask(DORA, Clinical), by_provision(0));
		assert_eq!(ask(EMIL, Clinical), Err(Refusal::NoPolicy));
		Members::set([(CLINIC, EMIL)].into());
		assert_eq!(ask(DORA, Clinical), Err(Refusal::NoPolicy));
		assert_eq!(ask(EMIL, Clinical), by_provision(0));
		SuspendedOrganisations::set([CLINIC].into());
		assert_eq!(ask(EMIL, Clinical), Err(Refusal::NoPolicy));
	});
}

#[test]
fn data_rule_7_a_denial_of_an_asker_stands_while_their_organisation_is_suspended() {
	build_and_execute(|| {
		grant(ALICE, permit(Actor::ANY_DECISION_SUPPORT));
		grant(ALICE, denial(by(CLINIC)));
		grant(ALICE, denial(by(INSURER)));
		SuspendedOrganisations::set([CLINIC].into());
		assert_eq!(ask(DORA, Clinical), denied(1));
		assert_eq!(ask(CLINIC, Clinical), denied(1));
		assert_eq!(ask(INSURER, Payment), denied(2));
		assert_eq!(ask(EMIL, Clinical), by_provision(0));
	});
}

#[test]
fn class_and_asker_must_both_be_met() {
	build_and_execute(|| {
		let asker = Some(INSURER);
		let both = Actor::DecisionSupport { classes: WorkClasses::only(Payment), asker };
		grant(ALICE, permit(both.clone()));
		assert_eq!(ask(INSURER, Payment), by_provision(0));
		assert_eq!(ask(INSURER, Clinical), Err(Refusal::NoPolicy));
		assert_eq!(ask(DORA, Payment), Err(Refusal::NoPolicy));
		// A denial of both leaves what meets one of them.
		grant(ALICE, permit(Actor::ANY_DECISION_SUPPORT));
		grant(ALICE, denial(both));
		assert_eq!(ask(INSURER, Payment), denied(2));
		assert_eq!(ask(INSURER, Clinical), by_provision(1));
		assert_eq!(ask(DORA, Payment), by_provision(1));
	});
}

#[test]
fn two_permits_do_not_add_up_to_a_class_for_an_asker() {
	build_and_execute(|| {
		for (class, asker) in [(Clinical, DORA), (Payment, INSURER)] {
			let classes = WorkClasses::only(class);
			grant(ALICE, permit(Actor::DecisionSupport { classes, asker: Some(asker) }));
		}
		assert_eq!(ask(DORA, Payment), Err(Refusal::NoPolicy));
		assert_eq!(ask(INSURER, Clinical), Err(Refusal::NoPolicy));
	});
}

#[test]
fn a_class_that_there_is_not_is_refused() {
	build_and_execute(|| {
		for bits in [8u32, 1 + 8, 1 << 31, u32::MAX] {
			let classes = WorkClasses::decode(&mut bits.encode().as_slice()).unwrap();
			let actor = Actor::DecisionSupport { classes, asker: None };
			for terms in [denial(actor.clone()), permit(actor.clone())] {
				assert_noop!(Consent::grant(signed(ALICE), terms), Error::<Test>::UnknownClass);
			}
			assert_noop!(
				Consent::request_consent(signed(DORA), ALICE, permit(actor)),
				Error::<Test>::UnknownClass
			);
		}
	});
}

#[test]
fn a_reader_asks_for_what_it_or_its_organisation_asks_and_for_nobody_else() {
	build_and_execute(|| {
		let request = |who, actor| Consent::request_consent(signed(who), ALICE, permit(actor));
		assert_noop!(request(EMIL, by(DORA)), Error::<Test>::NotForOthers);
		assert_noop!(request(EMIL, by(CLINIC)), Error::<Test>::NotForOthers);
		assert_noop!(request(CLINIC, by(DORA)), Error::<Test>::NotForOthers);
		assert_ok!(request(DORA, by(CLINIC)));
		assert_ok!(request(EMIL, by(EMIL)));
		assert_ok!(request(INSURER, of([Payment])));
	});
}

#[test]
fn an_answer_may_name_fewer_classes_and_the_asker_never_more() {
	build_and_execute(|| {
		let organisation = by(CLINIC);
		let two = of([Clinical, Research]);
		for (asked, wider) in [
			(&two, &[of([]), of([Clinical, Payment]), of(WorkClass::ALL.iter().copied())][..]),
			(&two, &[by(DORA), Actor::Account(DORA)]),
			(&organisation, &[of([]), of([Clinical]), by(EMIL), by(DORA)]),
		] {
			for actor in wider {
				let refused = Err(Error::<Test>::WiderThanAsked.into());
				assert_eq!(answered(asked, actor), refused, "{actor:?}");
			}
		}
		let clinical = WorkClasses::only(Clinical);
		for (asked, narrower) in [
			(&two, of([Research])),
			(&two, Actor::DecisionSupport { classes: clinical, asker: Some(DORA) }),
			(&organisation, Actor::DecisionSupport { classes: clinical, asker: Some(CLINIC) }),
			(&Actor::ANY_DECISION_SUPPORT, by(EMIL)),
			(&two, two.clone()),
		] {
			assert_ok!(answered(asked, &narrower));
		}
	});
}

/// Dora asks for one, and Alice grants the other; what is refused is taken back.
fn answered(
	asked: &Actor<AccountId>,
	granted: &Actor<AccountId>,
) -> polkadot_sdk::sp_runtime::DispatchResult {
	let id = NextRequest::<Test>::get();
	assert_ok!(Consent::request_consent(signed(DORA), ALICE, permit(asked.clone())));
	let answer = Consent::answer(signed(ALICE), id, Some(permit(granted.clone())));
	if answer.is_err() {
		assert_ok!(Consent::withdraw_request(signed(DORA), id));
	}
	answer
}

#[test]
fn a_membership_is_looked_up_only_where_it_decides() {
	build_and_execute(|| {
		let (classes, asker) = (WorkClasses::only(Research), Some(CLINIC));
		grant(ALICE, permit(Actor::DecisionSupport { classes, asker }));
		grant(ALICE, permit(by(EMIL)));
		let count = |asker, class| {
			MemberLookups::set(0);
			let _ = ask(asker, class);
			MemberLookups::get()
		};
		// Neither for another class, nor of whom a provision names itself.
		assert_eq!(count(EMIL, Clinical), 0);
		assert_eq!(count(CLINIC, Research), 0);
		assert_eq!(count(DORA, Research), 1);
		assert_eq!(count(INSURER, Research), 2);
	});
}

#[test]
fn data_rule_8_class_and_asker_decide_of_the_past_too() {
	build_and_execute(|| {
		let (classes, asker) = (WorkClasses::only(Payment), Some(INSURER));
		let id = grant(ALICE, permit(Actor::DecisionSupport { classes, asker }));
		pass(10);
		assert_ok!(Consent::revoke(signed(ALICE), id));
		let then = |asker, class| {
			let reader = asked_by(asker, class);
			decide_at(&Query { reader, ..question(asker) }, START + 5)
		};
		assert_eq!(then(INSURER, Payment), by_provision(0));
		assert_eq!(then(INSURER, Research), Err(Refusal::NoPolicy));
		assert_eq!(then(DORA, Payment), Err(Refusal::NoPolicy));
		assert_eq!(ask(INSURER, Payment), Err(Refusal::NoPolicy));
	});
}
