// SPDX-License-Identifier: Apache-2.0
//! From what is wrong with a CID to a pallet's errors.

/// Turns an `InvalidCid` into the errors of a pallet that takes CIDs, so that `Cid::parse(bytes)?` names what is wrong.
///
/// The pallet's `Error` has the five variants themselves. One variant that wraps them would be shorter, but wallets
/// show only the outer variant of a nested error, and a user would not learn what to change.
#[macro_export]
macro_rules! map_cid_errors {
	($error:ident, $config:path) => {
		impl<T: $config> From<$crate::InvalidCid> for $error<T> {
			fn from(invalid: $crate::InvalidCid) -> Self {
				match invalid {
					$crate::InvalidCid::VersionZero => Self::CidVersionZero,
					$crate::InvalidCid::UnknownVersion => Self::CidUnknownVersion,
					$crate::InvalidCid::UnknownCodec => Self::CidUnknownCodec,
					$crate::InvalidCid::OtherHash => Self::CidOtherHash,
					$crate::InvalidCid::WrongLength => Self::CidWrongLength,
				}
			}
		}
	};
}
