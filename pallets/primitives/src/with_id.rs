// SPDX-License-Identifier: Apache-2.0
//! A stored thing in a list, beside its id.

use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// A stored thing in a list, beside the id under which it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct WithId<Id, Item> {
	/// The id: a number, or the account of an operator.
	pub id: Id,
	/// The thing.
	#[cfg_attr(feature = "serde", serde(flatten))]
	pub item: Item,
}
