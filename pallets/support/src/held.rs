//! A stored thing and what pays for it.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A stored thing beside what pays for its storage. Data rule 11.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Held<Item, Ticket> {
	/// What clients get to see.
	pub item: Item,
	/// What pays: a part of an allowance, or money on hold.
	pub ticket: Ticket,
}
