// SPDX-License-Identifier: Apache-2.0
//! Small sets over the closed lists: a bit a code, with room for codes to come.

use crate::{Action, Category, Purpose, quorum::WorkClass};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// One of a patient's numbered compartments: 0 is general, 1 to 15 mean what only the patient's own
/// client knows. Data rule 7. A list of names, so that clients offer it as one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[allow(missing_docs, reason = "each name is its number")]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[repr(u8)]
pub enum Compartment {
	/// What a provision covers unless it names others.
	#[default]
	General,
	One,
	Two,
	Three,
	Four,
	Five,
	Six,
	Seven,
	Eight,
	Nine,
	Ten,
	Eleven,
	Twelve,
	Thirteen,
	Fourteen,
	Fifteen,
}

impl Compartment {
	/// Every compartment, by number.
	pub const ALL: [Self; 16] = [
		Self::General,
		Self::One,
		Self::Two,
		Self::Three,
		Self::Four,
		Self::Five,
		Self::Six,
		Self::Seven,
		Self::Eight,
		Self::Nine,
		Self::Ten,
		Self::Eleven,
		Self::Twelve,
		Self::Thirteen,
		Self::Fourteen,
		Self::Fifteen,
	];

	/// Compartment `number`; `None` above 15.
	pub fn new(number: u8) -> Option<Self> {
		Self::ALL.get(usize::from(number)).copied()
	}

	/// Its number, 0 to 15.
	pub const fn number(self) -> u8 {
		self as u8
	}
}

#[cfg(feature = "serde")]
impl serde::Serialize for Compartment {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_u8(self.number())
	}
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Compartment {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let number = <u8 as serde::Deserialize>::deserialize(deserializer)?;
		Self::new(number).ok_or_else(|| {
			serde::de::Error::custom(alloc::format!("compartment is {number}; there are 0 to 15"))
		})
	}
}

macro_rules! set {
	($(#[$doc:meta])* $name:ident($bits:ty) of $code:ty, all $all:expr) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, PartialEq, Eq, Hash, Debug, Default,
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		pub struct $name($bits);

		impl $name {
			/// The set of nothing.
			pub const EMPTY: Self = Self(0);

			/// The set of every code.
			pub fn all() -> Self {
				$all.into_iter().collect()
			}

			/// The set of just this code.
			pub const fn only(code: $code) -> Self {
				Self(1 << (code as u8))
			}

			/// Whether the set has this code.
			pub const fn contains(self, code: $code) -> bool {
				self.0 & (1 << (code as u8)) != 0
			}

			/// Whether the set has every code of the other.
			pub const fn covers(self, other: Self) -> bool {
				self.0 & other.0 == other.0
			}

			/// Whether the set has no code.
			pub const fn is_empty(self) -> bool {
				self.0 == 0
			}

			/// The codes, in order.
			pub fn iter(self) -> impl Iterator<Item = $code> {
				$all.into_iter().filter(move |code| self.contains(*code))
			}
		}

		impl FromIterator<$code> for $name {
			fn from_iter<I: IntoIterator<Item = $code>>(codes: I) -> Self {
				Self(codes.into_iter().fold(0, |bits, code| bits | (1 << (code as u8))))
			}
		}

		#[cfg(feature = "serde")]
		impl serde::Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_seq(self.iter())
			}
		}
	};
}

set!(/** A set of categories. */ Categories(u32) of Category, all Category::ALL.iter().copied());
set!(/** A set of purposes. */ Purposes(u32) of Purpose, all Purpose::ALL.iter().copied());
set!(/** A set of actions. */ Actions(u32) of Action, all Action::ALL.iter().copied());
set!(/** A set of compartments. */ Compartments(u16) of Compartment, all Compartment::ALL.into_iter());
set!(/** A set of classes of work. */ WorkClasses(u32) of WorkClass, all WorkClass::ALL.iter().copied());

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn data_rule_7_compartments_are_numbered_0_to_15() {
		for number in 0..16 {
			let compartment = Compartment::new(number).unwrap();
			assert_eq!(compartment.number(), number);
			assert_eq!(compartment.encode(), [number]);
			assert_eq!(Compartment::decode(&mut &[number][..]), Ok(compartment));
		}
		for number in [16, b'1', u8::MAX] {
			assert_eq!(Compartment::new(number), None);
			assert!(Compartment::decode(&mut &[number][..]).is_err());
		}
	}

	#[test]
	fn every_list_has_room_to_grow_within_its_set() {
		assert_eq!(Categories::all().encode().len(), 4);
		assert_eq!(Purposes::all().encode().len(), 4);
		assert_eq!(Actions::all().encode().len(), 4);
		assert_eq!(WorkClasses::all().encode().len(), 4);
		assert_eq!(Compartments::all().encode(), [0xff, 0xff]);
		assert!(Categories::all().iter().eq(Category::ALL.iter().copied()));
	}

	/// What the documentation of `consent.grant` tells signers, since wallets show this set as a number.
	#[test]
	fn classes_of_work_are_a_sum() {
		for (class, number) in
			[(WorkClass::Clinical, 1u32), (WorkClass::Payment, 2), (WorkClass::Research, 4)]
		{
			assert_eq!(WorkClasses::only(class).encode(), number.encode());
		}
		assert_eq!(WorkClasses::EMPTY.encode(), 0u32.encode());
		assert_eq!(WorkClasses::all().encode(), 7u32.encode());
	}
}
