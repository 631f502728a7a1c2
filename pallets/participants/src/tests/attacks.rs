// SPDX-License-Identifier: Apache-2.0
//! The attacks on the way out and on free calls, a test each. Data rule 10.

use super::*;
use crate::{
	Organisations,
	mock::{
		CALL_WEIGHT, CALLS_PER_DAY, DAY, HOUR, Paid, READING, WAY_OUT, build_and_execute, insurer,
		next_block, other_patient, somebody,
	},
};
use polkadot_sdk::frame_support::{assert_noop, traits::Footprint};
use salus_pallet_support::Payment;

/// The patient's way out is as wide as ever.
fn assert_open() {
	for kind in [FreeCall::WayOut, FreeCall::Guardian] {
		for _ in 0..WAY_OUT {
			assert_eq!(call(&patient(), kind), Ok(None));
		}
	}
	for _ in 0..READING {
		assert_eq!(call(&patient(), FreeCall::Reading), Ok(None));
	}
	// A first denial makes the policy, and reading an access request.
	assert!(Paid::new_basic(&patient(), Footprint::from_parts(1, 10)).is_ok());
}

// The attack: the sponsor sees the patient's revocation in the pool, and ends its sponsorship in the block before.
#[test]
fn a_sponsor_that_leaves_in_the_block_before_a_revocation_does_not_stop_it() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::end_sponsorship(signed(clinic()), patient()));
		next_block();
		assert_open();
		assert_eq!(call(&patient(), FreeCall::Sponsored), Err(NoFreeCall::NoneLeft));
	});
}

// The attack: whoever wants a patient silent has the patient's only sponsor suspended.
#[test]
fn a_suspended_organisation_s_patients_keep_their_way_out() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::suspend_organisation(RuntimeOrigin::root(), clinic()));
		assert_open();
		assert_eq!(call(&patient(), FreeCall::Sponsored), Err(NoFreeCall::NoneLeft));
	});
}

// The attack: a reader makes a patient read, or a patient reads a lot, until no call is left to revoke with.
#[test]
fn nothing_else_uses_up_the_way_out() {
	build_and_execute(|| {
		register_sponsored_patient();
		while call(&patient(), FreeCall::Reading).is_ok() {
			next_block();
		}
		while call(&patient(), FreeCall::Sponsored).is_ok() {
			next_block();
		}
		for _ in 0..WAY_OUT {
			assert_eq!(call(&patient(), FreeCall::WayOut), Ok(None));
		}
		assert_eq!(call(&patient(), FreeCall::WayOut), Err(NoFreeCall::NoneLeft));
	});
}

// The attack: a guardian who fears dismissal calls until no free call of the patient is left to dismiss them with.
#[test]
fn a_guardian_uses_up_none_of_the_patient_s_own_way_out() {
	build_and_execute(|| {
		register_sponsored_patient();
		while call(&patient(), FreeCall::Guardian).is_ok() {
			next_block();
		}
		assert_eq!(Participants::own_calls_left(&patient(), FreeCall::WayOut), WAY_OUT);
		assert_eq!(call(&patient(), FreeCall::WayOut), Ok(None));
	});
}

// The attack: a clinic registers ten thousand bots, each with a patient's free calls.
#[test]
fn a_clinic_s_bots_take_no_more_than_its_share_of_a_block_and_of_a_day() {
	build_and_execute(|| {
		register_sponsored_patient();
		let registration = registration_of(other_patient(), HOUR);
		let signature = sign(Sr25519Keyring::Charlie, &payload(&registration));
		assert_ok!(submit(&registration, &signature));
		let bots = [patient(), other_patient()];
		let mut of_day = 0;
		loop {
			let mut of_block = 0;
			for bot in bots.iter().cycle().take(20) {
				of_block += u32::from(call(bot, FreeCall::Sponsored).is_ok());
			}
			// Five fit into a block at one organisation's expense.
			assert!(of_block <= 5);
			of_day += of_block;
			if of_block == 0 {
				break;
			}
			next_block();
		}
		// Each bot has its calls, and the authority's cap is above them here.
		assert_eq!(of_day, 2 * CALLS_PER_DAY);
		let calls_today = Organisations::<Test>::get(clinic()).unwrap().calls_today;
		assert_eq!(calls_today.count, of_day);
	});
}

#[test]
fn the_authority_s_cap_bounds_what_an_organisation_pays_for_and_no_way_out() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_ok!(Participants::accredit(
			RuntimeOrigin::root(),
			clinic(),
			OrganisationKind::Provider,
			*b"DE",
			QUOTA,
			1
		));
		assert_eq!(Participants::sponsored_calls_left(&patient()), 1);
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
		assert_eq!(call(&patient(), FreeCall::Sponsored), Err(NoFreeCall::NoneLeft));
		assert_open();
	});
}

// The attack: two clinics' bots leave others no free calls, or patients' own calls leave none of either.
#[test]
fn free_calls_together_take_no_more_than_their_shares_of_a_block() {
	build_and_execute(|| {
		let fill = |room: u64, take: &dyn Fn(&AccountId) -> bool| {
			let mut taken = 0;
			while take(&patient()) {
				taken += 1;
			}
			assert_eq!(taken, room);
		};
		register_sponsored_patient();
		fill(12, &|_| Participants::take_own_room(CALL_WEIGHT).is_ok());
		fill(5, &|_| Participants::take_sponsors_room(&clinic(), CALL_WEIGHT));
		fill(5, &|_| Participants::take_sponsors_room(&insurer(), CALL_WEIGHT));
		// All sponsors' share is used up, so a third finds no room.
		fill(0, &|_| Participants::take_sponsors_room(&somebody(1), CALL_WEIGHT));
		let full = Err(NoFreeCall::BlockFull);
		assert_eq!(call(&patient(), FreeCall::WayOut), full);
		assert_eq!(call(&patient(), FreeCall::Sponsored), full);
		next_block();
		assert_eq!(call(&patient(), FreeCall::WayOut), Ok(None));
		assert_eq!(call(&patient(), FreeCall::Sponsored), Ok(Some(clinic())));
	});
}

// The attack: an organisation takes over somebody's patient, to tie itself to them or to end what they had.
#[test]
fn nobody_takes_over_a_patient_whom_somebody_sponsors_without_their_signature() {
	build_and_execute(|| {
		register_sponsored_patient();
		accredit_insurer();
		assert_noop!(
			Participants::take_over(signed(insurer()), patient()),
			error(Error::SignatureNeeded)
		);
	});
}

// The attack: a patient who is a clinician, too, writes for others at the own sponsor's expense.
#[test]
fn an_allowance_pays_for_nothing_but_its_patient_s_own_affairs() {
	build_and_execute(|| {
		register_sponsored_patient();
		let size = Footprint::from_parts(1, 10);
		assert!(Paid::new_about(&patient(), &other_patient(), size).is_err());
		assert!(Paid::new_about(&patient(), &patient(), size).is_ok());
	});
}

#[test]
fn days_bring_each_number_back() {
	build_and_execute(|| {
		register_sponsored_patient();
		assert_open();
		assert_eq!(Participants::own_calls_left(&patient(), FreeCall::WayOut), 0);
		crate::mock::pass(DAY);
		assert_open();
	});
}
