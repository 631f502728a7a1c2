// SPDX-License-Identifier: Apache-2.0
//! Taken over: the chain names this operator in another's place, so it asks for the share that is its own from now on.
//! Whoever left keeps it until it is proven here, so it can be asked for any number of times.

use super::Worker;
use crate::{custody_rules::is_successor, journal::PlacementInfo};
use anyhow::Context;
use salus_chain::{AccountId, BlockRef, queries};
use salus_core::Sharing;
use salus_custody::{Asker, CustodianError};
use salus_primitives::{RecordId, VersionNumber, records::Version};

/// Asks those who have left the record for this operator's share of a version, and keeps it. Says whether there was one: an
/// error means that somebody who may have it does not answer.
pub async fn take_over(
	worker: &Worker,
	(record, number): (RecordId, VersionNumber),
	version: &Version<AccountId>,
	block: BlockRef,
) -> anyhow::Result<bool> {
	let custody = &worker.custody;
	let (chain, me) = (&*custody.chain, worker.account());
	let owed = queries::destructions(chain, record, block.hash).await?;
	let left = owed.iter().filter(|owed| owed.destroyed_at.is_none() && owed.custodian != me);
	let leavers: Vec<&AccountId> = left.map(|owed| &owed.custodian).collect();
	if leavers.is_empty() {
		return Ok(false);
	}
	let sharing = Sharing::of(record, number, version);
	let asker = Asker::daemon(chain, &me, block).await?;
	let mut silent = None;
	for leaver in leavers {
		let Some(operator) = queries::who_is(chain, leaver, block.hash).await?.operator else {
			continue;
		};
		let asked = match asker.custodian(leaver, &operator, chain.genesis_hash().0).await {
			Ok(custodian) => {
				let (signer, secret) = (&custody.signer, &custody.secret);
				custodian.take_over(signer, secret, block.number, sharing).await
			}
			Err(cause) => Err(cause),
		};
		let share = match asked {
			Ok(share) => share,
			Err(cause) if cause.passes() => {
				silent = Some(cause);
				continue;
			}
			// It has left another version of the record, or another is its successor.
			Err(cause) => {
				tracing::debug!(%cause, "whoever left hands nothing over");
				continue;
			}
		};
		if !is_successor(version, &share, &me, leaver) {
			tracing::warn!(%leaver, "a share of another place was handed over, and is not kept");
			continue;
		}
		let info = PlacementInfo {
			placed_by: version.placed_by().clone().into(),
			cid: version.cid,
			size: version.length,
			placed_at: chain.moment(block.hash).await?,
			bound_to: None,
		};
		custody.journal.take_over(&sharing.share_name(), &share, &info)?;
		tracing::info!(%record, version = number, "a share was taken over");
		return Ok(true);
	}
	match silent {
		Some(cause) => Err::<bool, CustodianError>(cause)
			.context("whoever may have this operator's share of a version does not answer"),
		None => Ok(false),
	}
}
