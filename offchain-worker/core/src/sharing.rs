// SPDX-License-Identifier: Apache-2.0
//! What a share is called. A version's key may be split anew for other custodians: then two shares of one key, and perhaps
//! two attempts at it, are about at the same time, and none may ever stand for another.
//!
//! The first sharing's are called by the key's commitment, since they are placed before the record has a number. A later
//! one's are called by a hash of all that tells them from others; what stands in it stands on the chain.

use codec::Encode;
use salus_primitives::{RecordId, VersionNumber, records::Version};
use sp_core::blake2_256;

const DOMAIN: &[u8] = b"salus/share-name/v1";

/// Which version's key was split, and under what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sharing<'a> {
	pub record: RecordId,

	pub version: VersionNumber,

	pub key_commitment: &'a [u8; 32],
	/// What was drawn for it; none for the first one.
	pub drawn: Option<[u8; 32]>,
}

impl<'a> Sharing<'a> {
	/// The one that the chain names of a version.
	pub fn of<AccountId>(
		record: RecordId,
		number: VersionNumber,
		version: &'a Version<AccountId>,
	) -> Self {
		let (key_commitment, drawn) = (&version.key_commitment, version.sharing());
		Self { record, version: number, key_commitment, drawn }
	}

	/// What its shares are called.
	pub fn share_name(&self) -> [u8; 32] {
		match self.drawn {
			None => *self.key_commitment,
			Some(drawn) => blake2_256(
				&(DOMAIN, self.record, self.version, self.key_commitment, drawn).encode(),
			),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const SHARING: Sharing<'static> =
		Sharing { record: RecordId(7), version: 1, key_commitment: &[3; 32], drawn: Some([4; 32]) };

	#[test]
	fn the_first_sharing_s_shares_are_called_by_the_key_s_commitment() {
		assert_eq!(Sharing { drawn: None, ..SHARING }.share_name(), [3; 32]);
	}

	/// Else whoever copies a commitment, or what was drawn, into a record of their own would be given another's share.
	#[test]
	fn no_two_sharings_have_the_same_name() {
		let others = [
			Sharing { record: RecordId(8), ..SHARING },
			Sharing { version: 2, ..SHARING },
			Sharing { key_commitment: &[5; 32], ..SHARING },
			Sharing { drawn: Some([6; 32]), ..SHARING },
			Sharing { drawn: None, ..SHARING },
		];
		assert_eq!(SHARING.share_name(), Sharing { ..SHARING }.share_name());
		for other in others {
			assert_ne!(other.share_name(), SHARING.share_name(), "{other:?}");
		}
	}

	/// It lies on operators' disks.
	#[test]
	fn a_name_stays_what_it_is() {
		// Computed apart, with Python: hashlib.blake2b(payload, digest_size=32), payload as SCALE has it.
		assert_eq!(hex::encode(SHARING.share_name()), NAME);
	}

	const NAME: &str = "8c31c18f9b8fb7fabef1b1de9a3ff69077d11eb059e1ccbbb95ddab53788e71d";
}
