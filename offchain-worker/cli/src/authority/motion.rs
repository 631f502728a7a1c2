// SPDX-License-Identifier: Apache-2.0
//! A motion's steps: with one key each, or all at once.

use super::decision::{Decision, DecisionOfOne};
use crate::{
	Context, Failure,
	response::{Done, Nothing, Plain},
};
use salus_chain::{
	AccountId, ChainClient, ChainError, Included,
	bodies::{self, Motion},
	calls::bodies as calls,
	events::Event,
};
use serde::Serialize;

/// What a member proposed.
#[derive(Serialize)]
pub struct Proposed {
	body: &'static str,
	/// The hash of its call.
	#[serde(serialize_with = "salus_primitives::json::hex")]
	motion: [u8; 32],
	/// How many must agree.
	threshold: u32,
}

impl Plain for Proposed {}

/// Carried, and its call made.
pub type Carried = Done<Nothing>;

/// A call's block, with nothing else to tell.
pub fn carried(included: &Included) -> Carried {
	Done::new(included, Nothing {})
}

/// The signer proposes it.
pub async fn propose(
	context: &Context,
	decision: DecisionOfOne,
) -> Result<Done<Proposed>, Failure> {
	let DecisionOfOne { body, share, call } = decision;
	let name = call.name();
	let (signer, chain) = (context.signer()?, context.chain().await?);
	let hash = bodies::hash_of(chain, &call).await?;
	let (included, threshold) = bodies::propose(chain, body, share, &signer, call).await?;
	// A body of one carries it at once, and the call may have been refused.
	let proposed = |event: &Event| matches!(event, Event::MotionProposed { .. });
	if !included.events.iter().any(proposed) {
		bodies::outcome(chain, &name, &included).await?;
	}
	Ok(Done::new(&included, Proposed { body: body.name(), motion: hash, threshold }))
}

/// The signer votes.
pub async fn vote(
	context: &Context,
	decision: DecisionOfOne,
	approve: bool,
) -> Result<Carried, Failure> {
	let motion = find(context, &decision).await?;
	let call = calls::vote(decision.body, motion.hash, motion.index, approve);
	Ok(carried(&context.submit(call).await?))
}

/// The signer closes it; whether its call was made shows by its outcome.
pub async fn close(context: &Context, decision: DecisionOfOne) -> Result<Carried, Failure> {
	let motion = find(context, &decision).await?;
	let call = calls::close(decision.body, motion.hash, motion.index, motion.length);
	let closed = context.submit(call).await?;
	let name = decision.call.name();
	match bodies::outcome(context.chain().await?, &name, &closed).await? {
		Some(()) => Ok(carried(&closed)),
		None => Err(ChainError::NotCarried { call: name }.into()),
	}
}

async fn find(context: &Context, decision: &DecisionOfOne) -> Result<Motion, Failure> {
	let chain = context.chain().await?;
	let hash = bodies::hash_of(chain, &decision.call).await?;
	let block = chain.finalized().await?.hash;
	chain.motion(decision.body, hash, block).await?.ok_or_else(|| {
		Failure::not_found(format!("a motion of the {} for this", decision.body.name())).remedy(
			"write every word as it was proposed, times with their zone; salus authority motions lists what there is",
		)
	})
}

/// Every body in turn agrees, by the keys of the members named.
pub async fn carry(
	context: &Context,
	named: &[String],
	decision: Decision,
) -> Result<Carried, Failure> {
	let named = if named.is_empty() { decision.usual_members() } else { named.to_vec() };
	// All keys first: a motion that is proposed and not carried stands in the way of the same one later.
	let signers =
		named.iter().map(|member| context.signer_named(member)).collect::<Result<Vec<_>, _>>()?;
	let chain = context.chain().await?;
	let mut last = None;
	for body in decision.bodies {
		let bar = context.bar(signers.len().saturating_add(2), body.name());
		let call = decision.call.clone();
		let done = bodies::carry(chain, body, &signers, call, || bar.inc(1)).await;
		bar.finish_and_clear();
		last = Some(done?);
	}
	let last = last.ok_or_else(|| Failure::bad_input("no body has this duty"))?;
	Ok(carried(&last))
}

/// The motions that are open.
#[derive(Serialize)]
pub struct Motions {
	motions: Vec<Listed>,
}

impl Plain for Motions {}

#[derive(Serialize)]
struct Listed {
	body: &'static str,
	call: String,
	#[serde(serialize_with = "salus_primitives::json::hex")]
	motion: [u8; 32],
	threshold: u32,
	ayes: Vec<AccountId>,
	nays: Vec<AccountId>,
	/// The block in which it ends.
	end: u32,
}

pub async fn list(context: &Context) -> Result<Motions, Failure> {
	let chain = context.chain().await?;
	let block = chain.finalized().await?.hash;
	let mut motions = Vec::new();
	for body in calls::Body::ALL {
		for motion in chain.motions(body, block).await? {
			let Motion { hash, threshold, ayes, nays, end, call, .. } = motion;
			let body = body.name();
			motions.push(Listed { body, call, motion: hash, threshold, ayes, nays, end });
		}
	}
	Ok(Motions { motions })
}
