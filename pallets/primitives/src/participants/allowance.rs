// SPDX-License-Identifier: Apache-2.0
//! What costs a patient nothing: which calls, how many on one day, and which storage. Data rule 10.

#[cfg(feature = "serde")]
use crate::json;
use crate::{Day, codes::codes};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

codes!(
	/// Which of a patient's daily numbers a free call is counted in first.
	FreeCall "kind of free call" {
		/// To revoke, deny, refuse, contest, erase, or end a guardianship or a sponsorship: for ever, with no sponsor.
		WayOut = 0 "wayOut",
		/// To read one's own records and to set the key that reads them: for ever, with no sponsor.
		Reading = 1 "reading",
		/// Everything else that is the patient's own affair: while a sponsor pays.
		Sponsored = 2 "sponsored",
		/// What a guardian does for the patient of the first two kinds: for ever, and never out of the patient's own
		/// numbers, so that no guardian uses up the way out.
		Guardian = 3 "guardian",
	}
);

/// The free calls that were made for one patient on one day.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct CallCounts {
	/// The day that was counted last.
	pub day: Day,
	/// The patient's own, for the way out.
	pub way_out: u32,
	/// The patient's own, for reading.
	pub reading: u32,
	/// The patient's guardians', for either.
	pub guardian: u32,
	/// At a sponsor's expense, of whichever kind.
	pub sponsored: u32,
	/// How many failed, and were given back.
	pub forgiven: u32,
}

impl CallCounts {
	/// The counts of this day: those of another day do not count for it.
	pub fn on(&self, day: Day) -> Self {
		if self.day == day { *self } else { Self { day, ..Self::default() } }
	}
}

codes!(
	/// Out of which part of a patient's allowance a thing in storage is paid for.
	StoragePart "part of a storage allowance" {
		/// What every patient has for ever: for the policy, and for reading their own.
		Basic = 0 "basic",
		/// What a sponsor pays for.
		Sponsored = 1 "sponsored",
	}
);

/// How much of a part of the storage allowance is used.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct StorageUse {
	/// Items stored without a deposit.
	pub items: u32,
	/// Their bytes.
	pub bytes: u32,
}

/// The storage that was paid for with one patient's allowance in one year. What an earlier year has paid for stays paid
/// for, and is not counted any more.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct StorageCounts {
	/// Which year since the patient's registration, from 0.
	pub year: u32,
	/// What every patient has.
	pub basic: StorageUse,
	/// What a sponsor pays for.
	pub sponsored: StorageUse,
}

impl StorageCounts {
	/// The counts of this year.
	pub fn of_year(&self, year: u32) -> Self {
		if self.year == year { *self } else { Self { year, ..Self::default() } }
	}

	/// What is used of this part.
	pub fn part(&self, part: StoragePart) -> StorageUse {
		match part {
			StoragePart::Basic => self.basic,
			StoragePart::Sponsored => self.sponsored,
		}
	}

	/// What is used of this part, to change it.
	pub fn part_mut(&mut self, part: StoragePart) -> &mut StorageUse {
		match part {
			StoragePart::Basic => &mut self.basic,
			StoragePart::Sponsored => &mut self.sponsored,
		}
	}
}

/// What a patient has used of what costs nothing. Data rule 10.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Allowance {
	/// Calls, day by day.
	pub calls: CallCounts,
	/// Storage, year by year.
	pub storage: StorageCounts,
}

/// What a patient has left of what costs nothing: a sponsor's part is nothing without a sponsor in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "serde", serde(bound(serialize = "Balance: core::fmt::Display")))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AllowanceLeft<Balance> {
	/// Of the patient's own free calls for the way out, those left today.
	pub way_out: u32,
	/// Of the patient's own free calls for reading, those left today.
	pub reading: u32,
	/// Free calls of the patient's guardians for either, left today.
	pub guardian: u32,
	/// Free calls left today at a sponsor's expense.
	pub calls: u32,
	/// Items that a sponsor may still pay for this year.
	pub items: u32,
	/// Bytes that a sponsor may still pay for this year.
	pub bytes: u32,
	/// The price of the work that may still be asked for at a sponsor's expense.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub work: Balance,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_count_of_another_day_or_year_does_not_count() {
		let calls = CallCounts { day: Day(3), way_out: 1, ..Default::default() };
		assert_eq!(calls.on(Day(3)), calls);
		assert_eq!(calls.on(Day(4)), CallCounts { day: Day(4), ..Default::default() });
		let used = StorageUse { items: 1, bytes: 2 };
		let storage = StorageCounts { year: 1, basic: used, sponsored: used };
		assert_eq!(storage.of_year(1), storage);
		assert_eq!(storage.of_year(2), StorageCounts { year: 2, ..Default::default() });
	}
}
