// SPDX-License-Identifier: Apache-2.0
//! Amounts: of whole units only, so that nothing rounds but where the rules say so.

use codec::{
	Compact, Decode, DecodeWithMemTracking, Encode, EncodeLike, Input, MaxEncodedLen, Output,
};
use scale_info::{Type, TypeInfo};

/// An amount in the smallest unit of the plan's currency. Encoded compactly, since most are small.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Amount(pub u64);

impl Amount {
	/// Nothing.
	pub const ZERO: Self = Self(0);
}

impl Encode for Amount {
	fn size_hint(&self) -> usize {
		Compact(self.0).size_hint()
	}
	fn encode_to<W: Output + ?Sized>(&self, to: &mut W) {
		Compact(self.0).encode_to(to);
	}
}

impl EncodeLike for Amount {}

impl Decode for Amount {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		Compact::<u64>::decode(input).map(|amount| Self(amount.0))
	}
}

impl DecodeWithMemTracking for Amount {}

impl MaxEncodedLen for Amount {
	fn max_encoded_len() -> usize {
		Compact::<u64>::max_encoded_len()
	}
}

impl TypeInfo for Amount {
	type Identity = <Compact<u64> as TypeInfo>::Identity;
	fn type_info() -> Type {
		Compact::<u64>::type_info()
	}
}

/// Decimal text, since JSON's numbers are too small.
#[cfg(feature = "serde")]
impl serde::Serialize for Amount {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(&self.0)
	}
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Amount {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let text = <alloc::string::String as serde::Deserialize>::deserialize(deserializer)?;
		let amount = text.parse().map(Self).ok();
		// Written in one way only: no sign, no zero before it.
		amount.filter(|amount| alloc::format!("{}", amount.0) == text).ok_or_else(|| {
			serde::de::Error::custom("not an amount; write it as decimal text in the smallest unit")
		})
	}
}
