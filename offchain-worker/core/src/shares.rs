// SPDX-License-Identifier: Apache-2.0
//! A data key split over custodians. Data rule 4.
//!
//! Shamir's secret sharing ("How to share a secret", 1979) over GF(2^8): each of the key's 32 bytes is
//! the value at 0 of a random polynomial of degree t-1, and custodian i (counted from 1) holds its values at
//! i. Any t shares give the key; t-1 say nothing about it. The arithmetic is in `gf256.rs`, constant-time and without
//! tables. Shares are those of the crate `vsss-rs`, which does not build without the standard library: the tests join
//! each other's.
//!
//! Sharing alone does not show a false share. The chain's commitment does: [`join`] gives a key only if it
//! has that commitment, and looks for t good shares among the bad.

use super::{
	DataKey,
	gf256::{inverse, mul},
};
use alloc::vec::Vec;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Most shares of one key: as many custodians as a record can have.
pub const MAX_SHARES: usize = salus_primitives::records::MAX_CUSTODIANS as usize;
/// Fewest shares that open a document: with one, each share would be the key itself. Data rule 4.
pub const MIN_THRESHOLD: u8 = 2;

/// One custodian's share.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Share {
	/// Which: 1 for the first custodian.
	pub index: u8,
	/// The values of the 32 polynomials at `index`.
	pub bytes: [u8; 32],
}

impl Share {
	/// Index, then values: what travels and is stored.
	pub fn to_bytes(&self) -> Zeroizing<[u8; 33]> {
		let mut bytes = Zeroizing::new([0; 33]);
		let (index, values) = bytes.split_at_mut(1);
		index.copy_from_slice(&[self.index]);
		values.copy_from_slice(&self.bytes);
		bytes
	}

	/// The reverse of [`Share::to_bytes`].
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, ShareError> {
		match bytes.split_first() {
			Some((index, values)) if *index > 0 => Ok(Self {
				index: *index,
				bytes: values.try_into().map_err(|_| ShareError::Malformed)?,
			}),
			_ => Err(ShareError::Malformed),
		}
	}
}

impl core::fmt::Debug for Share {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "Share({}, ..)", self.index)
	}
}

/// Why a key could not be split or joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
	/// Threshold and count don't go together.
	#[error(
		"{threshold} of {count} shares cannot be: the threshold is at least {MIN_THRESHOLD}, since one share \
		 alone would be the key, and at most the count, and there are at most {MAX_SHARES} shares"
	)]
	OutOfRange {
		/// Shares needed.
		threshold: u8,
		/// Shares made.
		count: u8,
	},
	/// The bytes are not a share.
	#[error("this is not a share: a share has 33 bytes and its first is not 0")]
	Malformed,
	/// Fewer shares than needed.
	#[error(
		"{have} shares of different custodians are here and {need} are needed: ask another custodian"
	)]
	TooFew {
		/// Shares of different custodians at hand.
		have: usize,
		/// Shares needed.
		need: u8,
	},
	/// No choice of shares gives the key.
	#[error(
		"no {need} of these shares give the key that the chain is committed to: one or more are wrong; \
		 ask another custodian"
	)]
	NoneFit {
		/// Shares needed.
		need: u8,
	},
}

/// Splits a key into `count` shares of which any `threshold` give it back. Never 1 of them: data rule 4.
pub fn split(key: &DataKey, threshold: u8, count: u8) -> Result<Vec<Share>, ShareError> {
	if threshold < MIN_THRESHOLD || threshold > count || usize::from(count) > MAX_SHARES {
		return Err(ShareError::OutOfRange { threshold, count });
	}
	// Of each byte's polynomial, all but the first coefficient, which is the key's byte.
	let random = (1..threshold).map(|_| super::random::<32>());
	let coefficients = Zeroizing::new(random.collect::<Vec<[u8; 32]>>());
	let share = |index| {
		let mut share = Share { index, bytes: [0; 32] };
		// By Horner's rule, from the highest power down.
		for row in coefficients.iter().rev().chain([key.as_bytes()]) {
			for (value, coefficient) in share.bytes.iter_mut().zip(row) {
				*value = mul(*value, index) ^ coefficient;
			}
		}
		share
	};
	Ok((1..=count).map(share).collect())
}

/// Joins shares to the key with this commitment. Given more shares than needed, it finds the key as long
/// as `threshold` of them are right.
pub fn join(
	shares: &[Share],
	threshold: u8,
	expected_commitment: &[u8; 32],
) -> Result<DataKey, ShareError> {
	let mut distinct: Vec<&Share> = Vec::with_capacity(shares.len());
	for share in shares {
		if !distinct.contains(&share) {
			distinct.push(share);
		}
	}
	let mut indices: Vec<u8> = distinct.iter().map(|share| share.index).collect();
	indices.sort_unstable();
	indices.dedup();
	// No key was ever split so that one share gives it back: one that fits alone is not a share.
	let need = threshold.max(MIN_THRESHOLD);
	if indices.len() < usize::from(need) {
		return Err(ShareError::TooFew { have: indices.len(), need });
	}
	if threshold < MIN_THRESHOLD {
		return Err(ShareError::NoneFit { need });
	}
	// Bounds the search below; more than this were never made.
	distinct.truncate(2 * MAX_SHARES);
	let mut chosen = Vec::with_capacity(threshold.into());
	search(&distinct, threshold.into(), &mut chosen, expected_commitment)
		.ok_or(ShareError::NoneFit { need: threshold })
}

/// Tries every choice of `missing` more shares from `rest`, in order.
fn search<'a>(
	rest: &[&'a Share],
	missing: usize,
	chosen: &mut Vec<&'a Share>,
	expected_commitment: &[u8; 32],
) -> Option<DataKey> {
	if missing == 0 {
		return combine(chosen).filter(|key| key.commitment() == *expected_commitment);
	}
	let (first, rest) = rest.split_first()?;
	// Two shares of one index contradict each other: never both.
	if chosen.iter().all(|share| share.index != first.index) {
		chosen.push(first);
		let found = search(rest, missing - 1, chosen, expected_commitment);
		chosen.pop();
		if found.is_some() {
			return found;
		}
	}
	search(rest, missing, chosen, expected_commitment)
}

/// The key that these shares, each of another index, make, right or wrong: their polynomials' values at 0, by Lagrange's
/// formula.
fn combine(shares: &[&Share]) -> Option<DataKey> {
	// A "share" at 0 would be the key itself.
	if shares.iter().any(|share| share.index == 0) {
		return None;
	}
	let mut joined = Zeroizing::new([0u8; 32]);
	for share in shares {
		let others = shares.iter().filter(|other| other.index != share.index);
		let weight = others.fold(1, |weight, other| {
			mul(weight, mul(other.index, inverse(other.index ^ share.index)))
		});
		for (byte, value) in joined.iter_mut().zip(&share.bytes) {
			*byte ^= mul(weight, *value);
		}
	}
	Some(DataKey::from_bytes(*joined))
}

#[cfg(test)]
mod tests {
	use super::*;
	use getrandom::{SysRng, rand_core::UnwrapErr};
	use proptest::prelude::*;
	use proptest::sample::subsequence;
	use vsss_rs::Gf256;

	/// Key bytes, threshold, count, and a choice of indices.
	fn sharing() -> impl Strategy<Value = ([u8; 32], u8, u8, Vec<usize>)> {
		(any::<[u8; 32]>(), 2..=MAX_SHARES as u8).prop_flat_map(|(key, count)| {
			(Just(key), 2..=count, Just(count)).prop_flat_map(|(key, threshold, count)| {
				let indices: Vec<usize> = (0..usize::from(count)).collect();
				let chosen = subsequence(indices, usize::from(threshold)).prop_shuffle();
				(Just(key), Just(threshold), Just(count), chosen)
			})
		})
	}

	proptest! {
		#[test]
		fn any_threshold_of_shares_join_and_fewer_do_not((bytes, threshold, count, chosen) in sharing()) {
			let key = DataKey::from_bytes(bytes);
			let commitment = key.commitment();
			let all = split(&key, threshold, count).unwrap();
			prop_assert_eq!(all.iter().map(|share| share.index).collect::<Vec<_>>(), (1..=count).collect::<Vec<_>>());
			let some: Vec<Share> = chosen.iter().map(|index| all[*index].clone()).collect();
			prop_assert_eq!(&join(&some, threshold, &commitment).unwrap(), &key);

			// One fewer: too few to be asked, and joined at a lower threshold they give another key.
			let fewer = &some[1..];
			prop_assert_eq!(
				join(fewer, threshold, &commitment),
				Err(ShareError::TooFew { have: fewer.len(), need: threshold })
			);
			if threshold > MIN_THRESHOLD {
				prop_assert_eq!(
					join(fewer, threshold - 1, &commitment),
					Err(ShareError::NoneFit { need: threshold - 1 })
				);
			}
			// And with any made-up share in the place of the missing one: still another key.
			let mut forged = fewer.to_vec();
			forged.push(Share { index: some[0].index, bytes: [0x5a; 32] });
			prop_assert_eq!(
				join(&forged, threshold, &commitment),
				Err(ShareError::NoneFit { need: threshold })
			);
		}

		#[test]
		fn a_false_share_is_worked_around((bytes, threshold, count, chosen) in sharing()) {
			prop_assume!(threshold < count);
			let key = DataKey::from_bytes(bytes);
			let mut all = split(&key, threshold, count).unwrap();
			all[chosen[0]].bytes[0] ^= 1;
			prop_assert_eq!(&join(&all, threshold, &key.commitment()).unwrap(), &key);
		}

		/// What was stored by releases that split with it opens, and the reverse.
		#[test]
		fn shares_are_those_of_vsss_rs((bytes, threshold, count, chosen) in sharing()) {
			let key = DataKey::from_bytes(bytes);
			let (needed, all) = (usize::from(threshold), usize::from(count));
			let theirs = Gf256::split_bytes(needed, all, bytes, UnwrapErr(SysRng)).unwrap();
			let theirs: Vec<Share> =
				theirs.iter().map(|bytes| Share::from_bytes(bytes).unwrap()).collect();
			let some: Vec<Share> = chosen.iter().map(|index| theirs[*index].clone()).collect();
			prop_assert_eq!(&join(&some, threshold, &key.commitment()).unwrap(), &key);

			let ours = split(&key, threshold, count).unwrap();
			let some: Vec<Vec<u8>> =
				chosen.iter().map(|index| ours[*index].to_bytes().to_vec()).collect();
			prop_assert_eq!(Gf256::combine_bytes(&some).unwrap(), bytes);
		}

		#[test]
		fn shares_come_back_from_bytes(index in 1u8.., bytes in any::<[u8; 32]>()) {
			let share = Share { index, bytes };
			prop_assert_eq!(Share::from_bytes(&*share.to_bytes()).unwrap(), share);
		}
	}

	#[test]
	fn one_share_says_nothing_about_the_key() {
		// Shares of two very different keys, 2 of 3, over many splits: each byte value is about as
		// frequent in the first share whatever the key's byte is.
		let splits = 4_000;
		for byte in [0u8, 0xff] {
			let key = DataKey::from_bytes([byte; 32]);
			let mut counts = [0u32; 256];
			for _ in 0..splits / 32 {
				let share = &split(&key, 2, 3).unwrap()[0];
				share.bytes.iter().for_each(|value| counts[usize::from(*value)] += 1);
			}
			// Chi-squared with 255 degrees of freedom: above 400 once in a hundred million runs.
			let expected = f64::from(splits) / 256.0;
			let chi: f64 =
				counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
			assert!(chi < 400.0, "key byte {byte}: chi-squared {chi}");
		}
	}

	/// Whoever stole fewer than the threshold before a reshare, and fewer after it, has nothing.
	#[test]
	fn shares_of_two_splits_never_make_up_a_threshold() {
		let key = DataKey::from_bytes([9; 32]);
		for threshold in MIN_THRESHOLD..=MAX_SHARES as u8 {
			let all = || split(&key, threshold, MAX_SHARES as u8).unwrap();
			let (old, new) = (all(), all());
			assert_ne!(old, new);
			for count in 1..usize::from(threshold) {
				// Of different custodians: the last ones' old shares, and the first ones' new ones.
				let fewer = new.iter().take(usize::from(threshold) - count);
				let mixed = old.iter().rev().take(count).chain(fewer);
				let mixed: Vec<Share> = mixed.cloned().collect();
				let refused = Err(ShareError::NoneFit { need: threshold });
				assert_eq!(join(&mixed, threshold, &key.commitment()), refused);
			}
		}
	}

	#[test]
	fn a_share_shown_twice_counts_once() {
		let key = DataKey::from_bytes([9; 32]);
		let shares = split(&key, 2, 3).unwrap();
		let twice = [shares[0].clone(), shares[0].clone()];
		let refused = Err(ShareError::TooFew { have: 1, need: 2 });
		assert_eq!(join(&twice, 2, &key.commitment()), refused);
		let mut lie = shares[0].clone();
		lie.bytes[5] ^= 1;
		let contradiction = [shares[0].clone(), lie];
		assert_eq!(join(&contradiction, 2, &key.commitment()), refused);
	}

	/// Data rule 4.
	#[test]
	fn one_share_is_never_the_key() {
		let key = DataKey::from_bytes([9; 32]);
		for (threshold, count) in [(1, 1), (1, 2), (1, 3), (1, MAX_SHARES as u8), (0, 1)] {
			assert_eq!(
				split(&key, threshold, count),
				Err(ShareError::OutOfRange { threshold, count })
			);
		}
		// Nor when somebody else made it so: the key handed out as every share.
		let made = |index| Share { index, bytes: *key.as_bytes() };
		for threshold in [0, 1] {
			let alone = join(&[made(1)], threshold, &key.commitment());
			assert_eq!(alone, Err(ShareError::TooFew { have: 1, need: 2 }));
			let both = join(&[made(1), made(2)], threshold, &key.commitment());
			assert_eq!(both, Err(ShareError::NoneFit { need: 2 }));
		}
		// Nor as a share at 0, where the polynomials have the key's bytes.
		let at_zero = join(&[made(0), made(1)], 2, &key.commitment());
		assert_eq!(at_zero, Err(ShareError::NoneFit { need: 2 }));
	}

	#[test]
	fn impossible_splits_are_refused() {
		let key = DataKey::from_bytes([9; 32]);
		for (threshold, count) in [(0, 3), (4, 3), (2, 0), (2, 1), (2, MAX_SHARES as u8 + 1)] {
			assert_eq!(
				split(&key, threshold, count),
				Err(ShareError::OutOfRange { threshold, count })
			);
		}
		for bytes in [&[][..], &[0; 33], &[1; 32], &[1; 34]] {
			assert_eq!(Share::from_bytes(bytes), Err(ShareError::Malformed));
		}
	}
}
