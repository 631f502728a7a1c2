//! Small sets over the closed lists, two bytes each in storage.

use crate::{Action, Category, Purpose};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// One of a patient's numbered compartments: 0 is general, 1 to 15 mean what only the patient's own
/// client knows. Data rule 7.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Default,
	Encode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Compartment(u8);

impl Compartment {
	/// The compartment that a provision covers unless it names others.
	pub const GENERAL: Self = Self(0);

	/// Compartment `number`; `None` above 15.
	pub const fn new(number: u8) -> Option<Self> {
		if number < 16 { Some(Self(number)) } else { None }
	}

	/// Its number, 0 to 15.
	pub const fn number(self) -> u8 {
		self.0
	}

	const fn bit(self) -> u16 {
		1 << self.0
	}
}

impl Decode for Compartment {
	fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
		Self::new(u8::decode(input)?).ok_or_else(|| "a compartment is 0 to 15".into())
	}
}

macro_rules! set {
	($(#[$doc:meta])* $name:ident of $word:ty, all $all:expr) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, PartialEq, Eq, Hash, Debug, Default,
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		pub struct $name(u16);

		impl $name {
			/// The set of nothing.
			pub const EMPTY: Self = Self(0);

			/// The set of every word.
			pub fn all() -> Self {
				$all.into_iter().collect()
			}

			/// The set of just this word.
			pub const fn only(word: $word) -> Self {
				Self(word.bit())
			}

			/// Whether the set has this word.
			pub const fn contains(self, word: $word) -> bool {
				self.0 & word.bit() != 0
			}

			/// Whether the set has every word of the other.
			pub const fn covers(self, other: Self) -> bool {
				self.0 & other.0 == other.0
			}

			/// Whether the set has no word.
			pub const fn is_empty(self) -> bool {
				self.0 == 0
			}

			/// The words, in order.
			pub fn iter(self) -> impl Iterator<Item = $word> {
				$all.into_iter().filter(move |word| self.contains(*word))
			}
		}

		impl FromIterator<$word> for $name {
			fn from_iter<I: IntoIterator<Item = $word>>(words: I) -> Self {
				Self(words.into_iter().fold(0, |bits, word| bits | word.bit()))
			}
		}
	};
}

set!(/** A set of categories. */ Categories of Category, all Category::ALL.iter().copied());
set!(/** A set of purposes. */ Purposes of Purpose, all Purpose::ALL.iter().copied());
set!(/** A set of actions. */ Actions of Action, all Action::ALL.iter().copied());
set!(/** A set of compartments. */ Compartments of Compartment, all (0u8..16).map(Compartment));
