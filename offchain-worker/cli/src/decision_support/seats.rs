// SPDX-License-Identifier: Apache-2.0
//! Whether a request's seats can be filled and paid for: asked before anything is written.

use super::super::{Context, Failure};
use futures::future::join_all;
use salus_chain::{AccountId, BlockRef, money, queries};
use salus_primitives::quorum::{Tier, WorkClass};
use std::collections::BTreeSet;

/// Whether as many can be drawn as the tier has seats: an organisation has one seat at most.
pub async fn operators(context: &Context, tier: Tier, block: BlockRef) -> Result<(), Failure> {
	let chain = context.chain().await?;
	let in_service = queries::operators(chain, block.hash).await?;
	let states = in_service.iter().map(async |operator| {
		let state = queries::operator_state(chain, &operator.id, block.hash).await?;
		Ok::<_, Failure>(state.out.is_none().then(|| operator.item.organisation.clone()))
	});
	let states: Result<Vec<_>, Failure> = join_all(states).await.into_iter().collect();
	let organisations: BTreeSet<AccountId> = states?.into_iter().flatten().collect();
	too_few(organisations.len(), usize::from(tier.seats)).map_or(Ok(()), Err)
}

fn too_few(organisations: usize, seats: usize) -> Option<Failure> {
	(organisations < seats).then(|| {
		let message = format!(
			"{organisations} organisations have an operator in the draw, and {seats} are drawn"
		);
		Failure::new("Quorum.TooFewOperators", message)
			.remedy("ask fewer with --tier, or wait: see salus operator list; nothing was written")
	})
}

/// What the seats cost, if the signer can pay it, or the sponsor of a patient who asks about themselves does.
pub async fn price(
	context: &Context,
	class: WorkClass,
	tier: Tier,
	patient: &AccountId,
	block: BlockRef,
) -> Result<u128, Failure> {
	let chain = context.chain().await?;
	let prices = queries::prices(chain, block.hash).await?;
	let seat =
		prices.into_iter().find(|price| price.class == class).map_or(0, |price| price.amount);
	let whole = seat.saturating_mul(tier.seats.into());
	let signer = context.signer()?.account();
	let free = chain.free_balance(&signer, block.hash).await?;
	let Some(refused) = too_poor(free, whole) else {
		return Ok(whole);
	};
	if signer != *patient {
		return Err(refused);
	}
	let known = queries::who_is(chain, patient, block.hash).await?;
	if known.allowance.work < whole {
		return Err(refused);
	}
	for sponsor in known.patient.into_iter().flat_map(|patient| patient.sponsors) {
		if chain.free_balance(&sponsor, block.hash).await? >= whole {
			return Ok(whole);
		}
	}
	Err(refused)
}

fn too_poor(free: u128, price: u128) -> Option<Failure> {
	(free < price).then(|| {
		let (free, price) = (money::shown(free), money::shown(price));
		Failure::new(
			"TooFewTokens",
			format!("the operators' seats cost {price}, and the account that signs has {free}"),
		)
		.remedy(
			"its organisation gives it some: salus organisation fund; or a patient's sponsor pays \
			 for more: salus organisation work-limit; nothing was written",
		)
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn too_few_operators_and_tokens_are_told_by_number() {
		assert!(too_few(3, 3).is_none() && too_poor(3, 3).is_none());
		let refused = too_few(2, 3).expect("one is missing");
		assert_eq!(refused.kind, "Quorum.TooFewOperators");
		let told = "2 organisations have an operator in the draw, and 3 are drawn";
		assert!(refused.message.starts_with(told), "{}", refused.message);
		let refused = too_poor(0, 300_000_000_000).expect("nothing is there");
		assert!(refused.message.contains("0.3 SAL, and"), "{}", refused.message);
	}
}
