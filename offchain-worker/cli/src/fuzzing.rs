// SPDX-License-Identifier: Apache-2.0
//! What `fuzz/` calls: parsers of others' bytes that are private to their modules. Not an interface for anybody else.

use crate::{
	organisation::read_registration,
	times::{parse_beginning, parse_day, parse_end},
};
use salus_chain::AccountId;
use salus_primitives::disclosures::Page;

/// A page of a patient's ledger, as a node answers it: how many entries it has.
pub fn ledger_page(json: &[u8]) -> Option<usize> {
	let page: Page<AccountId> = serde_json::from_slice(json).ok()?;
	Some(page.entries.len())
}

/// A registration's signature, if it is a registration.
pub fn registration(text: &str) -> Option<[u8; 64]> {
	let (_, signature) = read_registration(text).ok()?;
	Some(signature)
}

/// A time as people write it on the command line: from when on, and up to when, as the chain has it.
pub fn times(text: &str) -> Option<(u64, u64)> {
	let end = parse_end(text).ok()?;
	Some((parse_beginning(text).ok()?, end))
}

/// Whether a day is understood, as people write it on the command line.
pub fn is_day(text: &str) -> bool {
	parse_day(text).is_ok()
}
