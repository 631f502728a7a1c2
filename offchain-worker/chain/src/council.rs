// SPDX-License-Identifier: Apache-2.0
//! A motion of the council, from proposal to what came of its call.

use super::{
	ChainClient, ChainError, Included, NodeClient,
	calls::{Call, council},
	events::Event,
};
use futures::future::try_join_all;
use salus_core::signer::Signer;

/// Carries a motion: the first member proposes it, all agree to it, the first closes it. Calls `progress` after
/// each extrinsic.
///
/// Fails if the council did not agree, or if the motion's call did.
pub async fn carry(
	chain: &NodeClient,
	members: &[Signer],
	call: Call,
	progress: impl Fn(),
) -> Result<Included, ChainError> {
	let name = call.name();
	let not_carried = || ChainError::NotCarried { call: name.clone() };
	let proposer = members.first().ok_or_else(not_carried)?;
	let length = chain.call_length(&call).await?;
	let threshold = u32::try_from(members.len()).unwrap_or(u32::MAX);
	let proposed = chain.submit(proposer, council::propose(threshold, call, length)).await?;
	progress();
	// A council of one needs no vote.
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
			let voted = chain.submit(member, council::vote(motion, index)).await;
			progress();
			voted
		});
		try_join_all(votes).await?;
		chain.submit(proposer, council::close(motion, index, length)).await?
	};
	let executed = done.events.iter().find_map(|event| match event {
		Event::MotionExecuted { failed, .. } => Some(failed),
		_ => None,
	});
	match executed {
		Some(None) => Ok(done),
		Some(Some(error)) => Err(chain.explain(&name, error).await?),
		None => Err(not_carried()),
	}
}
