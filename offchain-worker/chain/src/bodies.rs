// SPDX-License-Identifier: Apache-2.0
//! A motion of a body, from proposal to what came of its call: step by step by whoever has one key, or at once by
//! whoever has them all.

use super::{
	ChainClient, ChainError, Included, NodeClient,
	calls::{
		Call,
		bodies::{self, Body},
	},
	events::Event,
};
use futures::future::try_join_all;
use salus_core::signer::Signer;
use sp_core::blake2_256;

/// How many of a body's members must agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
	/// So many of them, however many there are.
	Members(u32),
	/// At least so many parts of so many.
	Parts(u32, u32),
}

impl Share {
	/// Of so many seats.
	pub fn of(self, seats: u32) -> u32 {
		match self {
			Self::Members(members) => members,
			Self::Parts(part, whole) => seats.saturating_mul(part).div_ceil(whole.max(1)),
		}
	}
}

/// A body's motion that is neither carried nor lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Motion {
	/// The hash of its call.
	pub hash: [u8; 32],
	/// Its number.
	pub index: u32,
	/// How many must agree.
	pub threshold: u32,
	/// Who agrees.
	pub ayes: Vec<super::AccountId>,
	/// Who does not.
	pub nays: Vec<super::AccountId>,
	/// The block in which it ends.
	pub end: u32,
	/// `Pallet.call`.
	pub call: String,
	/// Its call's length in bytes.
	pub length: u32,
}

/// The hash by which a call is a motion.
pub async fn hash_of(chain: &NodeClient, call: &Call) -> Result<[u8; 32], ChainError> {
	Ok(blake2_256(&chain.call_bytes(call).await?))
}

/// Proposes a motion with one key. As many must agree as the share says of the seats there are.
pub async fn propose(
	chain: &NodeClient,
	body: Body,
	share: Share,
	proposer: &Signer,
	call: Call,
) -> Result<(Included, u32), ChainError> {
	let block = chain.finalized().await?.hash;
	let seats = chain.members(body, block).await?.len();
	let threshold = share.of(u32::try_from(seats).unwrap_or(u32::MAX)).max(1);
	let length = chain.call_length(&call).await?;
	let proposed = chain.submit(proposer, bodies::propose(body, threshold, call, length)).await?;
	Ok((proposed, threshold))
}

/// Carries a motion: the first member proposes it, all agree to it, the first closes it. Calls `progress` after
/// each extrinsic.
///
/// Fails if the body did not agree, or if the motion's call did.
pub async fn carry(
	chain: &NodeClient,
	body: Body,
	members: &[Signer],
	call: Call,
	progress: impl Fn(),
) -> Result<Included, ChainError> {
	let name = call.name();
	let not_carried = || ChainError::NotCarried { call: name.clone() };
	let proposer = members.first().ok_or_else(not_carried)?;
	let length = chain.call_length(&call).await?;
	let threshold = u32::try_from(members.len()).unwrap_or(u32::MAX);
	let proposed = chain.submit(proposer, bodies::propose(body, threshold, call, length)).await?;
	progress();
	// A body of one needs no vote.
	let done = if threshold < 2 {
		proposed
	} else {
		let (index, motion) = proposed
			.events
			.iter()
			.find_map(|event| match event {
				Event::MotionProposed { index, motion } => Some((*index, *motion)),
				_ => None,
			})
			.ok_or_else(|| {
				ChainError::Mismatch("a motion was proposed, but no event says so".into())
			})?;
		// Waited for together: finality takes its time once.
		let votes = members.iter().map(async |member| {
			let voted = chain.submit(member, bodies::vote(body, motion, index, true)).await;
			progress();
			voted
		});
		try_join_all(votes).await?;
		chain.submit(proposer, bodies::close(body, motion, index, length)).await?
	};
	match outcome(chain, &name, &done).await? {
		Some(()) => Ok(done),
		None => Err(not_carried()),
	}
}

/// What became of a motion's call in this block: nothing if the motion was not carried.
pub async fn outcome(
	chain: &NodeClient,
	call: &str,
	included: &Included,
) -> Result<Option<()>, ChainError> {
	let executed = included.events.iter().find_map(|event| match event {
		Event::MotionExecuted { failed, .. } => Some(failed),
		_ => None,
	});
	match executed {
		Some(None) => Ok(Some(())),
		Some(Some(error)) => Err(chain.explain(call, error).await?),
		None => Ok(None),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_share_is_rounded_up() {
		let (two_thirds, three_quarters) = (Share::Parts(2, 3), Share::Parts(3, 4));
		for (seats, most, almost_all) in [(0, 0, 0), (1, 1, 1), (3, 2, 3), (5, 4, 4), (9, 6, 7)] {
			assert_eq!((two_thirds.of(seats), three_quarters.of(seats)), (most, almost_all));
			assert_eq!(Share::Members(2).of(seats), 2);
		}
	}
}
