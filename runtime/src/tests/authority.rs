// SPDX-License-Identifier: Apache-2.0
//! The council is the authority; sudo is for development only.

use super::*;
use crate::Participants;
use frame_support::dispatch::GetDispatchInfo;
use salus_primitives::Participants as _;
use sp_runtime::traits::{BlakeTwo256, Hash};

/// Alice, Bob and Charlie are the council. Alice proposes and closes, the voters vote.
fn motion(threshold: u32, call: impl Into<RuntimeCall>, voters: &[Sr25519Keyring]) {
	let proposal = call.into();
	let hash = BlakeTwo256::hash_of(&proposal);
	let index = pallet_collective::ProposalCount::<Runtime, pallet_collective::Instance1>::get();
	let length = proposal.encoded_size() as u32;
	let weight = proposal.get_dispatch_info().call_weight;
	type Council = pallet_collective::Call<Runtime, pallet_collective::Instance1>;
	succeeds(
		&Alice.pair(),
		Council::propose { threshold, proposal: Box::new(proposal), length_bound: length },
	);
	for voter in voters {
		succeeds(&voter.pair(), Council::vote { proposal: hash, index, approve: true });
	}
	succeeds(
		&Alice.pair(),
		Council::close {
			proposal_hash: hash,
			index,
			proposal_weight_bound: weight,
			length_bound: length,
		},
	);
}

fn license(practitioner: Sr25519Keyring) -> ParticipantsCall {
	ParticipantsCall::license {
		practitioner: practitioner.to_account_id(),
		profession: Profession::Nurse,
		jurisdiction: *b"CH",
		expires_at: START + crate::time::DAY,
	}
}

#[test]
fn two_thirds_of_the_council_are_the_authority() {
	execute(|| {
		motion(2, license(Eve), &[Alice, Bob]);
		assert!(matches!(
			Participants::licence(&Eve.to_account_id()),
			salus_primitives::Licence::InForce { .. }
		));
	});
}

#[test]
fn one_of_the_council_or_anybody_else_is_not() {
	execute(|| {
		fails(&Alice.pair(), license(Eve), DispatchError::BadOrigin);
		fails(&OUTSIDER.pair(), license(Eve), DispatchError::BadOrigin);
	});
}

#[test]
fn without_a_key_there_is_no_sudo() {
	execute(|| {
		pallet_sudo::Key::<Runtime>::kill();
		let call = || Box::new(license(Eve).into());
		let require_sudo: DispatchError = pallet_sudo::Error::<Runtime>::RequireSudo.into();
		fails(&Alice.pair(), SudoCall::sudo { call: call() }, require_sudo);
		let set_key = SudoCall::set_key { new: Alice.to_account_id().into() };
		fails(&Alice.pair(), set_key, require_sudo);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
	});
}

/// What the chain specification's README says of root.
#[test]
fn only_the_council_as_root_can_set_a_sudo_key() {
	execute(|| {
		pallet_sudo::Key::<Runtime>::kill();
		let new = Eve.to_account_id();
		let call: RuntimeCall = SudoCall::set_key { new: new.clone().into() }.into();
		act_as_root(call);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(new));
	});
}

#[test]
fn the_whole_council_acts_as_root_by_a_whitelisted_call() {
	execute(|| {
		pallet_sudo::Key::<Runtime>::kill();
		// What only root may do, as an upgrade of the runtime is.
		let call: RuntimeCall =
			SystemCall::set_storage { items: vec![(b"salus".to_vec(), vec![1])] }.into();
		act_as_root(call);
		assert_eq!(sp_io::storage::get(b"salus").map(|value| value.to_vec()), Some(vec![1]));
	});
}

/// Two thirds of the council whitelist a call, three quarters dispatch it.
fn act_as_root(call: RuntimeCall) {
	let call_hash = BlakeTwo256::hash_of(&call);
	motion(2, WhitelistCall::whitelist_call { call_hash }, &[Alice, Bob]);
	let dispatch = WhitelistCall::dispatch_whitelisted_call_with_preimage { call: Box::new(call) };
	motion(3, dispatch, &[Alice, Bob, Charlie]);
}
