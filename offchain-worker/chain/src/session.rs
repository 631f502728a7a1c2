// SPDX-License-Identifier: Apache-2.0
//! Session keys: what a worker signs by, while the key of the operator's account stays elsewhere.
//!
//! A session key is a proxy of the account on the chain (`Proxy.Proxies`). It makes the calls that a worker posts, by
//! `Proxy.proxy`; what it signs off the chain counts as the operator's for as long as finalized state lists it.

use super::{AccountId, ChainError};
use codec::{Decode, DecodeAll};

/// The runtime's `ProxyType::Any`.
const ANY: u8 = 0;
/// The runtime's `ProxyType::Operator`: the calls that a worker posts.
pub const OPERATOR: u8 = 3;

/// One entry of an account's list of proxies.
#[derive(Clone, PartialEq, Eq, Debug, Decode)]
pub struct Proxy {
	/// The proxy's account.
	pub delegate: AccountId,
	/// The number of the runtime's `ProxyType`.
	pub proxy_type: u8,
	/// Blocks between announcement and call; none if it acts at once.
	pub delay: u32,
}

impl Proxy {
	/// Whether a worker can sign by it: `Proxy.proxy` is made as [`OPERATOR`] and nothing else.
	pub fn is_session_key(&self) -> bool {
		self.proxy_type == OPERATOR && self.delay == 0
	}

	/// Whether what it signs off the chain counts as the account's: one that may do everything may do that, too. One that
	/// has to announce its calls signs for nobody, since no announcement can be waited for here.
	pub fn is_believed(&self) -> bool {
		[ANY, OPERATOR].contains(&self.proxy_type) && self.delay == 0
	}
}

/// An account's proxies, from what is stored of them; no bytes are none. The chain keeps 32 at most.
pub(super) fn read_proxies(bytes: &[u8]) -> Result<Vec<Proxy>, ChainError> {
	if bytes.is_empty() {
		return Ok(Vec::new());
	}
	// What is held for the list comes after it.
	<(Vec<Proxy>, u128)>::decode_all(&mut &*bytes)
		.map(|(proxies, _)| proxies)
		.map_err(|cause| ChainError::Mismatch(format!("an account's proxies: {cause}")))
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;

	fn account(number: u8) -> AccountId {
		AccountId::new([number; 32])
	}

	#[test]
	fn only_a_proxy_for_all_or_for_an_operator_that_acts_at_once_is_believed() {
		for (proxy_type, delay, signs, believed) in [
			(OPERATOR, 0, true, true),
			(ANY, 0, false, true),
			(OPERATOR, 1, false, false),
			(ANY, 10, false, false),
			// NonTransfer, and two that are not known here.
			(1, 0, false, false),
			(2, 0, false, false),
			(4, 0, false, false),
		] {
			let proxy = Proxy { delegate: account(1), proxy_type, delay };
			assert_eq!(proxy.is_session_key(), signs, "{proxy:?}");
			assert_eq!(proxy.is_believed(), believed, "{proxy:?}");
		}
	}

	#[test]
	fn the_list_is_read_as_the_pallet_stores_it() {
		let entries = vec![(account(1), OPERATOR, 0_u32), (account(2), 1, 5)];
		let stored = (entries, 9_u128).encode();
		let proxies = read_proxies(&stored).unwrap();
		let expected = [(1, OPERATOR, 0), (2, 1, 5)].map(|(number, proxy_type, delay)| Proxy {
			delegate: account(number),
			proxy_type,
			delay,
		});
		assert_eq!(proxies, expected);
		assert!(read_proxies(&[]).unwrap().is_empty());
		let (short, long) = (&stored[..stored.len() - 1], [&stored[..], &[0]].concat());
		for malformed in [short, &long, &[4]] {
			assert!(matches!(read_proxies(malformed), Err(ChainError::Mismatch(_))));
		}
	}
}
