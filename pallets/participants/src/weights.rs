// SPDX-License-Identifier: Apache-2.0
//! What the calls cost. Not measured yet: estimated from the keys that each call reads and writes, at
//! 4,000 bytes of proof a key, which is more than any key here takes.

use polkadot_sdk::frame_support::weights::{Weight, constants::RocksDbWeight};

/// What the calls cost.
pub trait WeightInfo {
	/// `accredit`.
	fn accredit() -> Weight;
	/// `suspend_organisation`.
	fn suspend_organisation() -> Weight;
	/// `reinstate_organisation`.
	fn reinstate_organisation() -> Weight;
	/// `license`.
	fn license() -> Weight;
	/// `suspend_practitioner`.
	fn suspend_practitioner() -> Weight;
	/// `reinstate_practitioner`.
	fn reinstate_practitioner() -> Weight;
	/// `register`.
	fn register() -> Weight;
	/// `register_patient`.
	fn register_patient() -> Weight;
	/// `end_sponsorship`.
	fn end_sponsorship() -> Weight;
	/// `invite_member`.
	fn invite_member() -> Weight;
	/// `accept_invitation`.
	fn accept_invitation() -> Weight;
	/// `dismiss_member`.
	fn dismiss_member() -> Weight;
	/// `set_encryption_key`.
	fn set_encryption_key() -> Weight;
	/// `become_operator`.
	fn become_operator() -> Weight;
	/// `update_endpoint`.
	fn update_endpoint() -> Weight;
	/// `add_bond`.
	fn add_bond() -> Weight;
	/// `leave_service`.
	fn leave_service() -> Weight;
	/// `withdraw_bond`.
	fn withdraw_bond() -> Weight;
	/// `suspend_operator`.
	fn suspend_operator() -> Weight;
	/// `reinstate_operator`.
	fn reinstate_operator() -> Weight;
	/// `set_work_limit`.
	fn set_work_limit() -> Weight;
	/// `take_over`.
	fn take_over() -> Weight;
	/// `sponsor`.
	fn sponsor() -> Weight;
	/// `appoint_guardian`.
	fn appoint_guardian() -> Weight;
	/// `dismiss_guardian`, `resign_guardianship` and `remove_guardian`.
	fn dismiss_guardian() -> Weight;
	/// `propose_guardian`.
	fn propose_guardian() -> Weight;
	/// `end_proposal`.
	fn end_proposal() -> Weight;
	/// `decide_proposal`.
	fn decide_proposal() -> Weight;
	/// To ask whether a patient has a free call left, to take it at the last of the most sponsors' expense, to tell of it
	/// and to give it back.
	fn use_call() -> Weight;
}

fn estimate(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(20_000_000, reads.saturating_mul(4_000))
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

impl WeightInfo for () {
	fn accredit() -> Weight {
		// The clock, the organisation.
		estimate(2, 1)
	}
	fn suspend_organisation() -> Weight {
		estimate(1, 1)
	}
	fn reinstate_organisation() -> Weight {
		estimate(1, 1)
	}
	fn license() -> Weight {
		// The clock, the practitioner.
		estimate(2, 1)
	}
	fn suspend_practitioner() -> Weight {
		estimate(1, 1)
	}
	fn reinstate_practitioner() -> Weight {
		estimate(1, 1)
	}
	fn register() -> Weight {
		// The clock, the patient, the key, the account, its holds.
		estimate(5, 4)
	}
	fn register_patient() -> Weight {
		// The same, the organisation, the patient's account and the genesis hash; a signature that is tried in
		// two forms, at 60 microseconds.
		estimate(8, 6).saturating_add(Weight::from_parts(120_000_000, 0))
	}
	fn end_sponsorship() -> Weight {
		estimate(2, 2)
	}
	fn invite_member() -> Weight {
		// The clock, the organisation, the member, the invitation, the account, its holds.
		estimate(6, 3)
	}
	fn accept_invitation() -> Weight {
		// The clock, the organisation, the invitation, the member, the member's count.
		estimate(5, 3)
	}
	fn dismiss_member() -> Weight {
		// The clock, the invitation, the member, its count, its former memberships, the account, its holds, and the four
		// other roles that it may have.
		estimate(11, 6)
	}
	fn set_encryption_key() -> Weight {
		// The clock, the key, and at worst all five roles.
		estimate(7, 1)
	}
	fn become_operator() -> Weight {
		// The clock, the operator, its organisation and membership, who is in service, the key, the account, its
		// holds.
		estimate(8, 6)
	}
	fn update_endpoint() -> Weight {
		estimate(1, 1)
	}
	fn add_bond() -> Weight {
		// The operator, who is in service, the account, its holds.
		estimate(4, 4)
	}
	fn leave_service() -> Weight {
		// The clock, the operator, who is in service.
		estimate(3, 2)
	}
	fn withdraw_bond() -> Weight {
		// The clock, the operator, its organisation, the account, its holds, and the four other roles that it may have.
		estimate(9, 5)
	}
	fn suspend_operator() -> Weight {
		estimate(2, 2)
	}
	fn reinstate_operator() -> Weight {
		estimate(2, 2)
	}
	fn set_work_limit() -> Weight {
		// The organisation, its limit.
		estimate(2, 1)
	}
	fn appoint_guardian() -> Weight {
		// The clock, the patient, the five roles of the guardian, the guardians.
		estimate(8, 1)
	}
	fn dismiss_guardian() -> Weight {
		// The clock, the guardians.
		estimate(2, 1)
	}
	fn propose_guardian() -> Weight {
		// As to appoint, the organisation, the proposal, the account, its holds.
		estimate(12, 3)
	}
	fn end_proposal() -> Weight {
		// The proposal, the account, its holds.
		estimate(3, 3)
	}
	fn decide_proposal() -> Weight {
		// Both, and the organisation.
		estimate(12, 4)
	}
	fn take_over() -> Weight {
		// The clock, the patient, all sponsors, the organisation.
		estimate(7, 2)
	}
	fn sponsor() -> Weight {
		// The clock, the patient, the organisation, the genesis hash; a signature that is tried in two forms.
		estimate(4, 2).saturating_add(Weight::from_parts(120_000_000, 0))
	}
	fn use_call() -> Weight {
		// The clock, the patient, the sponsors, the allowance, what the block and the sponsor have used of it. What
		// several keys of one map take of the proof counts once, as where it is measured.
		Weight::from_parts(30_000_000, 8_000)
			.saturating_add(RocksDbWeight::get().reads_writes(9, 4))
	}
}
