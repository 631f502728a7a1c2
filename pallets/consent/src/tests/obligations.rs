// SPDX-License-Identifier: Apache-2.0
use super::*;

#[test]
fn obligations_come_with_the_answer() {
	build_and_execute(|| {
		let erase_at = Some(START + 100);
		grant(
			ALICE,
			ProvisionTerms {
				erase_at,
				no_redisclosure: true,
				mask_identity: true,
				..permit(Actor::Account(DORA))
			},
		);
		let obligations = Obligations { erase_at, no_redisclosure: true, mask_identity: true };
		let basis = Basis::Provision(ProvisionId(0));
		let permit = Permit { basis, obligations, ends_at: erase_at };
		assert_eq!(decide(&question(DORA)), Ok(permit));
	});
}

#[test]
fn nobody_is_granted_access_once_copies_should_be_erased() {
	build_and_execute(|| {
		let erase_at = Some(START + 100);
		grant(ALICE, ProvisionTerms { erase_at, ..permit(Actor::Account(DORA)) });
		pass(99);
		assert!(decide(&question(DORA)).is_ok());
		pass(1);
		assert_eq!(decide(&question(DORA)), Err(Refusal::NoPolicy));
	});
}

#[test]
fn the_permit_with_the_fewest_obligations_is_chosen() {
	build_and_execute(|| {
		let actor = Actor::Account(DORA);
		let masked = ProvisionTerms { mask_identity: true, ..permit(actor.clone()) };
		grant(ALICE, ProvisionTerms { no_redisclosure: true, ..masked.clone() });
		grant(ALICE, masked);
		grant(ALICE, ProvisionTerms { uses: Some(1), ..permit(actor.clone()) });
		grant(ALICE, permit(actor));
		let chosen = || match decide(&question(DORA)) {
			Ok(Permit { basis: Basis::Provision(id), .. }) => id.0,
			other => panic!("{other:?}"),
		};
		for expected in [3, 2, 1, 0] {
			assert_eq!(chosen(), expected);
			assert_ok!(Consent::revoke(signed(ALICE), ProvisionId(expected)));
		}
	});
}
