//! A deposit, and the version that names it, as tests of several modules need them.

use crate::{
	chain::{AccountId, answers::VersionInfo},
	journal::DepositInfo,
};
use salus_primitives::{Basis, Cid, RecordId};

pub fn deposit(depositor: u8, document: u8) -> DepositInfo {
	DepositInfo {
		depositor: [depositor; 32],
		cid: Cid::raw([document; 32]),
		size: 1,
		deposited_at: 0,
		bound_to: None,
	}
}

pub fn version(author: u8, document: u8) -> VersionInfo {
	VersionInfo {
		record: RecordId(1),
		version: 1,
		cid: Cid::raw([document; 32]),
		size: 1,
		key_commitment: [3; 32],
		custodians: Vec::new(),
		threshold: 2,
		author: AccountId::new([author; 32]),
		basis: Basis::OwnRecord,
		submitted_at: 0,
	}
}
