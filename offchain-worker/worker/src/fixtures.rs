//! A deposit of the journal, as tests of several modules need it.

use crate::journal::DepositInfo;
use salus_primitives::Cid;

pub fn deposit(depositor: u8, document: u8) -> DepositInfo {
	DepositInfo {
		depositor: [depositor; 32],
		cid: Cid::raw([document; 32]),
		size: 1,
		deposited_at: 0,
		bound_to: None,
	}
}
