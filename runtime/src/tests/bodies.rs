// SPDX-License-Identifier: Apache-2.0
//! Bodies and their motions, for the tests beside this one.

use super::*;
use crate::configs::governance::{
	MedicalBoardCollective, ModelCommitteeCollective, ReviewCommitteeCollective,
	TechnicalCommitteeCollective,
};
use frame_support::dispatch::GetDispatchInfo;
use pallet_collective::RawOrigin;
use sp_runtime::traits::{BlakeTwo256, Hash};

pub const MEDICAL_BOARD: Body = Body {
	name: "medical board",
	agreed: |yes, seats| RawOrigin::<AccountId, MedicalBoardCollective>::Members(yes, seats).into(),
	motion: motion_of::<MedicalBoardCollective>,
};
pub const TECHNICAL_COMMITTEE: Body = Body {
	name: "technical committee",
	agreed: |yes, seats| {
		RawOrigin::<AccountId, TechnicalCommitteeCollective>::Members(yes, seats).into()
	},
	motion: motion_of::<TechnicalCommitteeCollective>,
};
pub const MODEL_COMMITTEE: Body = Body {
	name: "model committee",
	agreed: |yes, seats| {
		RawOrigin::<AccountId, ModelCommitteeCollective>::Members(yes, seats).into()
	},
	motion: motion_of::<ModelCommitteeCollective>,
};
pub const REVIEW_COMMITTEE: Body = Body {
	name: "review committee",
	agreed: |yes, seats| {
		RawOrigin::<AccountId, ReviewCommitteeCollective>::Members(yes, seats).into()
	},
	motion: motion_of::<ReviewCommitteeCollective>,
};
pub const BODIES: [Body; 4] =
	[MEDICAL_BOARD, TECHNICAL_COMMITTEE, MODEL_COMMITTEE, REVIEW_COMMITTEE];

/// A body: Alice, Bob and Charlie, as in every body of the development chain.
#[derive(Clone, Copy)]
pub struct Body {
	pub name: &'static str,
	/// Its origin, when so many of so many members agreed.
	agreed: fn(u32, u32) -> RuntimeOrigin,
	motion: fn(RuntimeCall, &[Sr25519Keyring]),
}

impl Body {
	/// Its origin, when so many of so many members agreed.
	pub fn agreed(&self, yes: u32, seats: u32) -> RuntimeOrigin {
		(self.agreed)(yes, seats)
	}

	/// What becomes of a call on which all of five members agree.
	pub fn dispatches(&self, call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
		let done = call.into().dispatch(self.agreed(5, 5));
		done.map(|_| ()).map_err(|refused| refused.error)
	}

	/// A motion by real transactions: the first of them proposes and closes, all vote for it.
	pub fn motion(&self, call: impl Into<RuntimeCall>, voters: &[Sr25519Keyring]) {
		(self.motion)(call.into(), voters);
	}

	/// The body agrees to a call that is to be made as root.
	pub fn approves(&self, call: &RuntimeCall) {
		let call_hash = BlakeTwo256::hash_of(call);
		self.motion(EnactmentCall::approve { call_hash }, &[Alice, Bob, Charlie]);
	}
}

fn motion_of<I: 'static>(proposal: RuntimeCall, voters: &[Sr25519Keyring])
where
	Runtime: pallet_collective::Config<I, Proposal = RuntimeCall>,
	RuntimeCall: From<pallet_collective::Call<Runtime, I>>,
{
	let proposal_hash = BlakeTwo256::hash_of(&proposal);
	let index = pallet_collective::ProposalCount::<Runtime, I>::get();
	let length_bound = proposal.encoded_size() as u32;
	let proposal_weight_bound = proposal.get_dispatch_info().call_weight;
	let threshold = voters.len() as u32;
	let proposer = voters[0].pair();
	type Of<I> = pallet_collective::Call<Runtime, I>;
	succeeds(&proposer, Of::<I>::propose { threshold, proposal: Box::new(proposal), length_bound });
	// One vote is carried out as it is proposed.
	if threshold < 2 {
		return;
	}
	for voter in voters {
		let vote = Of::<I>::vote { proposal: proposal_hash, index, approve: true };
		succeeds(&voter.pair(), vote);
	}
	succeeds(
		&proposer,
		Of::<I>::close { proposal_hash, index, proposal_weight_bound, length_bound },
	);
}
