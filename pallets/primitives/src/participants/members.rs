// SPDX-License-Identifier: Apache-2.0
//! Members of organisations: invited, admitted by their own acceptance, gone.

use crate::Moment;
#[cfg(feature = "serde")]
use crate::json;
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

/// How many ended memberships of one account in one organisation are kept.
pub const MAX_MEMBERSHIP_PERIODS: u32 = 8;

/// That an organisation wants an account as its member. Nothing follows from it until the account accepts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Invitation {
	/// When it was made.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub invited_at: Moment,
	/// From this moment it can't be accepted.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub expires_at: Moment,
}

/// A time during which an account was a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct MembershipPeriod {
	/// From this moment.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub since: Moment,
	/// Before this moment.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub until: Moment,
}

/// The memberships of one account in one organisation that have ended, oldest first.
pub type MembershipPeriods = BoundedVec<MembershipPeriod, ConstU32<MAX_MEMBERSHIP_PERIODS>>;

/// What is on record of one account in one organisation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct MembershipHistory {
	/// Since when it is a member; none if it is not one.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub since: Option<Moment>,
	/// Its memberships that have ended, oldest first.
	pub past: Vec<MembershipPeriod>,
	/// From this moment on none is missing here.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub known_since: Moment,
}

impl MembershipHistory {
	/// Whether the account was a member at the end of this moment; none if that is not on record any more. Whether the
	/// organisation was suspended then, it does not say.
	pub fn was_member(&self, at: Moment) -> Option<bool> {
		let was = self.since.is_some_and(|since| since <= at)
			|| self.past.iter().any(|period| period.since <= at && at < period.until);
		(was || self.known_since <= at).then_some(was)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec;

	#[test]
	fn data_rule_8_whether_somebody_was_a_member_then_can_be_asked() {
		let history = MembershipHistory {
			since: Some(50),
			past: vec![
				MembershipPeriod { since: 10, until: 20 },
				MembershipPeriod { since: 30, until: 40 },
			],
			known_since: 5,
		};
		for (at, was) in [
			(4, None),
			(5, Some(false)),
			(10, Some(true)),
			(19, Some(true)),
			(20, Some(false)),
			(39, Some(true)),
			(40, Some(false)),
			(50, Some(true)),
		] {
			assert_eq!(history.was_member(at), was, "{at}");
		}
		assert_eq!(MembershipHistory::default().was_member(0), Some(false));
	}
}
