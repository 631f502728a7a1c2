// SPDX-License-Identifier: Apache-2.0
//! A stored thing beside what pays for it.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A stored thing beside what pays for it. Data rule 11. What pays never leaves its pallet.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Held<Item, Ticket> {
	/// The thing.
	pub item: Item,
	/// What pays.
	pub ticket: Ticket,
}
