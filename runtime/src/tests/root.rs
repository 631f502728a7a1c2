// SPDX-License-Identifier: Apache-2.0
//! Root is reached by two bodies and a delay, and by nothing else.

use super::{
	bodies::{BODIES, MEDICAL_BOARD, TECHNICAL_COMMITTEE},
	*,
};
use crate::{OriginCaller, configs::governance::EnactmentDelay};
use frame_support::traits::OriginTrait;
use pallet_collective::RawOrigin;
use sp_runtime::traits::{BlakeTwo256, Hash};
use staging_xcm::latest::Location;

type EnactmentError = pallet_enactment::Error<Runtime>;

const KEY: &[u8] = b"salus:test";

/// What writes anything anywhere.
fn set_storage() -> RuntimeCall {
	SystemCall::set_storage { items: vec![(KEY.to_vec(), vec![1])] }.into()
}

fn was_written() -> bool {
	sp_io::storage::exists(KEY)
}

/// What can change the runtime or any of its storage.
fn dangers() -> Vec<RuntimeCall> {
	let (code, code_hash) = (vec![0], GENESIS);
	vec![
		set_storage(),
		SystemCall::kill_storage { keys: vec![KEY.to_vec()] }.into(),
		SystemCall::kill_prefix { prefix: Vec::new(), subkeys: 1 }.into(),
		SystemCall::set_code { code: code.clone() }.into(),
		SystemCall::set_code_without_checks { code }.into(),
		SystemCall::authorize_upgrade { code_hash }.into(),
		SystemCall::authorize_upgrade_without_checks { code_hash }.into(),
		SystemCall::set_heap_pages { pages: 1 }.into(),
		pallet_migrations::Call::<Runtime>::force_set_cursor { cursor: None }.into(),
		pallet_scheduler::Call::<Runtime>::schedule {
			when: 100,
			maybe_periodic: None,
			priority: 0,
			call: Box::new(set_storage()),
		}
		.into(),
	]
}

/// Every origin but root, each with as much agreement as there can be.
fn origins() -> Vec<RuntimeOrigin> {
	let member = || Alice.to_account_id();
	let mut origins = vec![
		RuntimeOrigin::none(),
		RuntimeOrigin::signed(member()),
		frame_system::RawOrigin::<AccountId>::Authorized.into(),
		RawOrigin::<AccountId, pallet_collective::Instance1>::Member(member()).into(),
		RawOrigin::<AccountId, pallet_collective::Instance2>::Member(member()).into(),
		RawOrigin::<AccountId, pallet_collective::Instance3>::Member(member()).into(),
		RawOrigin::<AccountId, pallet_collective::Instance4>::Member(member()).into(),
		pallet_xcm::Origin::Xcm(Location::parent()).into(),
		pallet_xcm::Origin::Response(Location::parent()).into(),
		cumulus_pallet_xcm::Origin::Relay.into(),
		cumulus_pallet_xcm::Origin::SiblingParachain(2000u32.into()).into(),
	];
	origins.extend(BODIES.map(|body| body.agreed(5, 5)));
	origins
}

/// A pallet that brings an origin does not compile until it stands here; then write it into [`origins`].
fn is_known(caller: &OriginCaller) -> bool {
	match caller {
		OriginCaller::system(_)
		| OriginCaller::MedicalBoard(_)
		| OriginCaller::TechnicalCommittee(_)
		| OriginCaller::ModelCommittee(_)
		| OriginCaller::ReviewCommittee(_)
		| OriginCaller::PolkadotXcm(_)
		| OriginCaller::CumulusXcm(_) => true,
		// There is no such value.
		OriginCaller::Void(_) => false,
	}
}

#[test]
fn no_origin_but_root_changes_the_runtime_or_its_storage() {
	execute(|| {
		for origin in origins() {
			assert!(is_known(origin.caller()));
			for call in dangers() {
				let refused = call.clone().dispatch(origin.clone()).unwrap_err();
				assert_eq!(refused.error, DispatchError::BadOrigin, "{origin:?} {call:?}");
			}
		}
	});
}

/// Calls that carry another, around what only root may do.
fn carriers() -> Vec<RuntimeCall> {
	let call = || Box::new(set_storage());
	let root = Box::new(OriginCaller::system(frame_system::RawOrigin::Root));
	let real = Alice.to_account_id();
	let length_bound = set_storage().encoded_size() as u32;
	vec![
		UtilityCall::batch { calls: vec![set_storage()] }.into(),
		UtilityCall::batch_all { calls: vec![set_storage()] }.into(),
		UtilityCall::force_batch { calls: vec![set_storage()] }.into(),
		UtilityCall::as_derivative { index: 0, call: call() }.into(),
		UtilityCall::dispatch_as { as_origin: root.clone(), call: call() }.into(),
		UtilityCall::dispatch_as_fallible { as_origin: root, call: call() }.into(),
		UtilityCall::with_weight { call: call(), weight: Default::default() }.into(),
		UtilityCall::if_else { main: call(), fallback: call() }.into(),
		ProxyCall::proxy { real: real.into(), force_proxy_type: None, call: call() }.into(),
		pallet_multisig::Call::<Runtime>::as_multi_threshold_1 {
			other_signatories: vec![Bob.to_account_id()],
			call: call(),
		}
		.into(),
		EnactmentCall::enact { call: call() }.into(),
		pallet_collective::Call::<Runtime, pallet_collective::Instance1>::execute {
			proposal: call(),
			length_bound,
		}
		.into(),
		pallet_collective::Call::<Runtime, pallet_collective::Instance2>::propose {
			threshold: 1,
			proposal: call(),
			length_bound,
		}
		.into(),
	]
}

#[test]
fn no_call_that_carries_another_makes_it_as_root() {
	execute(|| {
		for origin in origins() {
			for call in carriers() {
				// Some succeed, and what they carry does not.
				let _ = call.clone().dispatch(origin.clone());
				assert!(!was_written(), "{origin:?} {call:?}");
			}
		}
	});
}

/// A motion of all of each body, by real transactions.
#[test]
fn no_body_makes_a_call_as_root_by_its_motion() {
	execute(|| {
		for body in BODIES {
			body.motion(set_storage(), &[Alice, Bob, Charlie]);
			assert!(!was_written(), "{}", body.name);
		}
	});
}

fn enact() -> EnactmentCall {
	EnactmentCall::enact { call: Box::new(set_storage()) }
}

/// Lets the delay of a chain that matters pass, but for so much.
fn pass_the_delay_but(time: Moment, blocks: u32) {
	let delay = EnactmentDelay::get();
	pass(delay.time - time);
	System::set_block_number(System::block_number() + delay.blocks - blocks);
}

/// Attack: root by one body, and an upgrade without delay.
#[test]
fn two_bodies_and_the_delay_make_a_call_as_root() {
	execute(|| {
		// As on a chain that matters.
		pallet_enactment::Development::<Runtime>::kill();
		fails(&OUTSIDER.pair(), enact(), EnactmentError::NotFound);
		MEDICAL_BOARD.approves(&set_storage());
		// The same body again does not do.
		MEDICAL_BOARD.approves(&set_storage());
		fails(&OUTSIDER.pair(), enact(), EnactmentError::NotAgreed);
		TECHNICAL_COMMITTEE.approves(&set_storage());
		for _ in 0..2 {
			fails(&OUTSIDER.pair(), enact(), EnactmentError::DelayContinues);
			pass_the_delay_but(EnactmentDelay::get().time / 2, EnactmentDelay::get().blocks / 2);
		}
		assert!(!was_written());
		succeeds(&OUTSIDER.pair(), enact());
		assert!(was_written());
		fails(&OUTSIDER.pair(), enact(), EnactmentError::NotFound);
	});
}

#[test]
fn the_delay_ends_with_its_last_moment_and_block() {
	for (time, blocks, over) in [(1, 0, false), (0, 1, false), (0, 0, true)] {
		execute(|| {
			pallet_enactment::Development::<Runtime>::kill();
			for body in [MEDICAL_BOARD, TECHNICAL_COMMITTEE] {
				body.approves(&set_storage());
			}
			pass_the_delay_but(time, blocks);
			if over {
				succeeds(&OUTSIDER.pair(), enact());
			} else {
				fails(&OUTSIDER.pair(), enact(), EnactmentError::DelayContinues);
			}
		});
	}
}

/// Nor do the other bodies count among the two.
#[test]
fn only_the_two_bodies_agree_each_by_three_quarters() {
	execute(|| {
		let call_hash = BlakeTwo256::hash_of(&set_storage());
		let approve: RuntimeCall = EnactmentCall::approve { call_hash }.into();
		for body in BODIES {
			let is_one =
				[MEDICAL_BOARD, TECHNICAL_COMMITTEE].iter().any(|one| one.name == body.name);
			assert_eq!(body.dispatches(approve.clone()).is_ok(), is_one, "{}", body.name);
			let too_few = approve.clone().dispatch(body.agreed(3, 5)).unwrap_err();
			assert_eq!(too_few.error, DispatchError::BadOrigin);
		}
	});
}

#[test]
fn a_production_runtime_has_no_sudo() {
	use frame_support::traits::PalletsInfoAccess;
	let has_sudo = crate::AllPalletsWithSystem::infos().iter().any(|pallet| pallet.name == "Sudo");
	assert_eq!(has_sudo, cfg!(feature = "development"));
}
