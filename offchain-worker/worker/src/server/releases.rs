// SPDX-License-Identifier: Apache-2.0
//! What was released of a record: noted before a share leaves, and told to the record's patient.

use super::{
	Custody, State,
	proof::unreadable,
	refusal::{chain_failed, refuse, unavailable},
	slots::Slot,
};
use crate::journal::{NewRelease, Release};
use jsonrpsee::core::RpcResult;
use salus_chain::{AccountId, BlockRef, queries};
use salus_core::protocol::{
	MAX_RELEASES, Released, Releases, ReleasesPage, ReleasesSubject, Signed,
};
use salus_primitives::{AccessId, Moment, RecordId, records::Access};
use std::time::Duration;

/// Shares that are released at a time, to all readers: each may cost a write of the journal.
pub(super) const AT_ONCE: usize = 64;
/// Of those, shares for one account.
pub(super) const AT_ONCE_OF_AN_ACCOUNT: usize = 2;
/// How long a release waits for its turn.
const WAIT: Duration = Duration::from_secs(5);

impl State {
	/// Waits for a release's turn, and tells which finalized block decides then: the given one, if there was no waiting.
	pub(super) async fn turn_of_release(
		&self,
		reader: &AccountId,
		block: BlockRef,
	) -> RpcResult<(Slot<AccountId>, BlockRef)> {
		if let Some(slot) = self.releases.take(reader, AT_ONCE_OF_AN_ACCOUNT) {
			return Ok((slot, block));
		}
		let turn = self.releases.wait(reader, AT_ONCE_OF_AN_ACCOUNT, WAIT);
		let slot = turn.await.ok_or_else(|| {
			unavailable(
				"other shares are just being released to this account: ask again in a moment",
			)
		})?;
		// What was revoked meanwhile is not released. Data rule 5.
		Ok((slot, self.custody.finalized().await?))
	}
}

impl Custody {
	/// Notes that a reader is given the share now. What can't be noted is not released.
	pub(super) fn note_release(
		&self,
		id: AccessId,
		access: &Access<AccountId>,
		reader: &AccountId,
		at: Moment,
		block: BlockRef,
	) -> RpcResult<()> {
		let release = NewRelease {
			record: access.record,
			version: access.version,
			patient: access.patient.clone().into(),
			access: id,
			reader: reader.clone().into(),
			at,
			block: block.number,
		};
		self.journal.note_release(&release).map_err(|cause| {
			tracing::error!(%cause, "a release can't be noted");
			unavailable(
				"its disk does not take the note of this release, and without one it releases nothing",
			)
		})
	}

	/// A page of what was released of a record, for its patient.
	pub(super) async fn releases(&self, asked: &Signed<Releases>) -> RpcResult<ReleasesPage> {
		let (caller, block) = self.caller(asked, "custody_releases").await?;
		let record = RecordId(asked.body.record);
		if self.patient_of(record, block).await? != Some(caller.clone()) {
			return Err(refuse(
				"neither the chain nor what is kept here says that this record is yours; whose an erased record was, a \
				 custodian knows only if it released a share of it",
			));
		}
		let after = asked.body.after.as_ref();
		let position = after.map(|after| (AccessId(after.access), after.reader.clone().into()));
		// One more than fits tells whether there is another page.
		let most = MAX_RELEASES.saturating_add(1);
		let rows = self.journal.releases(record, position, most);
		let rows = rows.map_err(unreadable)?;
		let is_last = rows.len() <= MAX_RELEASES;
		let releases = rows.into_iter().take(MAX_RELEASES).map(Released::from);
		let releases: Vec<Released> = releases.collect();
		let next = match is_last {
			true => None,
			false => releases.last().map(Released::cursor),
		};
		// A node that came in another's place may be a little behind.
		let block = releases.iter().fold(block.number, |block, row| block.max(row.block));
		let subject = ReleasesSubject {
			genesis_hash: &self.chain.genesis_hash().0,
			custodian: &self.signer.account(),
			record,
			patient: &caller,
			after,
		};
		Ok(ReleasesPage::sign(block, releases, next, subject, &self.signer))
	}

	/// Whose record it is, by the chain. Of an erased one that keeps no more than id and time: then by what was noted
	/// when a share of it was released.
	async fn patient_of(&self, record: RecordId, block: BlockRef) -> RpcResult<Option<AccountId>> {
		let chain = &*self.chain;
		let live = queries::record(chain, record, block.hash).await;
		if let Some(live) = live.map_err(chain_failed)? {
			return Ok(Some(live.patient));
		}
		queries::tombstone(chain, record, block.hash)
			.await
			.map_err(chain_failed)?
			.ok_or_else(|| refuse("the chain has no such record"))?;
		let noted = self.journal.patient_of_releases(record);
		Ok(noted.map_err(unreadable)?.map(AccountId::new))
	}
}

impl From<Release> for Released {
	fn from(release: Release) -> Self {
		Self {
			access: release.access.0,
			reader: AccountId::new(release.reader),
			version: release.version,
			first_at: release.first_at,
			last_at: release.last_at,
			block: release.block,
			block_count: release.block_count,
		}
	}
}
