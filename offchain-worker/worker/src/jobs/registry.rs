// SPDX-License-Identifier: Apache-2.0
//! What jobs and watches there are. Whoever adds one writes its file, a key for it, and its lines here.

use super::{
	LONGEST_PAUSE, Worker, assess::Assess, challenge::Challenge, claim_custody::ClaimCustody,
	close::Close, destroy::Destroy, drift::Drift, end_accusations::EndAccusations,
	erase_result::EraseResult, expire::Expire, fetch_result::FetchResult, give_up::GiveUp,
	keep::Keep, report_usage::ReportUsage, return_to_draw::ReturnToDraw, reveal::Reveal,
	rotate::Rotate, scrub::Scrub,
};
use crate::journal::JobKey;
use async_trait::async_trait;
use salus_chain::{AccountId, BlockRef, H256, events::Event};
use salus_primitives::{RequestId, quorum::TaskId};
use std::time::Duration;

/// How an attempt at a job ended.
pub enum Completion {
	/// Done, or found to be done already.
	Done,
	/// It can never be done; the reason is logged without personal data.
	Refused(String),
}

/// What an event on chain wakes, and what is tried until it is done or refused.
#[async_trait]
pub trait Job: Send + Sync {
	/// The job that an event wakes at the operator `me`.
	fn trigger(event: &Event, me: &AccountId) -> Option<JobKey>
	where
		Self: Sized;

	/// Tries it once. `woken_by` is the block that named it, if one did. An error passes: it is tried again.
	async fn attempt(&self, worker: &Worker, woken_by: Option<H256>) -> anyhow::Result<Completion>;

	/// How long it waits at most before it is tried again.
	fn longest_pause(&self) -> Duration {
		LONGEST_PAUSE
	}
}

/// The job of a key.
pub fn job(key: JobKey) -> Box<dyn Job> {
	match key {
		JobKey::Keep(record, version) => Box::new(Keep { record, version }),
		JobKey::Destroy(record) => Box::new(Destroy(record)),
		JobKey::Assess(request) => Box::new(Assess(request)),
		JobKey::EraseResult(request) => Box::new(EraseResult(request)),
		JobKey::FetchResult(request) => Box::new(FetchResult(request)),
		JobKey::GiveUp(record) => Box::new(GiveUp(record)),
	}
}

/// The jobs that an event wakes.
pub fn woken(event: &Event, me: &AccountId) -> impl Iterator<Item = JobKey> {
	let triggers: [fn(&Event, &AccountId) -> Option<JobKey>; 6] = [
		Keep::trigger,
		Destroy::trigger,
		Assess::trigger,
		EraseResult::trigger,
		FetchResult::trigger,
		GiveUp::trigger,
	];
	triggers.into_iter().filter_map(move |trigger| trigger(event, me))
}

/// What no event wakes for good: polled at the chain's head, block by block, by what chain and journal say then.
#[async_trait]
pub trait Watch: Send + Sync {
	/// Takes note of what an event says for the next block.
	fn notice(_worker: &Worker, _event: &Event)
	where
		Self: Sized,
	{
	}

	/// What of it is due at a block at the chain's head.
	fn trigger(worker: &Worker, block: BlockRef) -> Vec<WatchKey>
	where
		Self: Sized;

	/// Does what is due. After an error it is tried again when it is due the next time.
	async fn tick(&self, worker: &Worker, block: BlockRef) -> anyhow::Result<()>;
}

/// Which watch: of one key only one runs at a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum WatchKey {
	/// Open this operator's seal in a request's task.
	Reveal(RequestId),
	/// Close a request's task.
	Close(RequestId),
	/// Dispute an accusation of this operator.
	Challenge(TaskId),
	/// End accusations whose time is over.
	EndAccusations,
	/// Say that this operator is back.
	ReturnToDraw,
	/// Drop what nobody names.
	Expire,
	/// Check what is kept.
	Scrub,
	/// Give what rests a new key.
	Rotate,
	/// Report drift.
	Drift,
	/// Report how often models are run.
	ReportUsage,
	/// Claim what custody is paid.
	ClaimCustody,
}

impl WatchKey {
	/// What all watches of its kind are called.
	pub fn name(self) -> &'static str {
		match self {
			Self::Reveal(_) => "reveal",
			Self::Close(_) => "close",
			Self::Challenge(_) => "challenge",
			Self::EndAccusations => "end-accusations",
			Self::ReturnToDraw => "return-to-draw",
			Self::Expire => "expire",
			Self::Scrub => "scrub",
			Self::Rotate => "rotate",
			Self::Drift => "drift",
			Self::ReportUsage => "report-usage",
			Self::ClaimCustody => "claim-custody",
		}
	}
}

/// The watch of a key.
pub fn watch(key: WatchKey) -> Box<dyn Watch> {
	match key {
		WatchKey::Reveal(request) => Box::new(Reveal(request)),
		WatchKey::Close(request) => Box::new(Close(request)),
		WatchKey::Challenge(task) => Box::new(Challenge(task)),
		WatchKey::EndAccusations => Box::new(EndAccusations),
		WatchKey::ReturnToDraw => Box::new(ReturnToDraw),
		WatchKey::Expire => Box::new(Expire),
		WatchKey::Scrub => Box::new(Scrub),
		WatchKey::Rotate => Box::new(Rotate),
		WatchKey::Drift => Box::new(Drift),
		WatchKey::ReportUsage => Box::new(ReportUsage),
		WatchKey::ClaimCustody => Box::new(ClaimCustody),
	}
}

/// Has every watch take note of an event.
pub fn notice(worker: &Worker, event: &Event) {
	let noticing: [fn(&Worker, &Event); 11] = [
		Reveal::notice,
		Close::notice,
		Challenge::notice,
		EndAccusations::notice,
		ReturnToDraw::notice,
		Expire::notice,
		Scrub::notice,
		Rotate::notice,
		Drift::notice,
		ReportUsage::notice,
		ClaimCustody::notice,
	];
	noticing.into_iter().for_each(|notice| notice(worker, event));
}

/// What is due at a block at the chain's head.
pub fn due(worker: &Worker, block: BlockRef) -> impl Iterator<Item = WatchKey> {
	let triggers: [fn(&Worker, BlockRef) -> Vec<WatchKey>; 11] = [
		Reveal::trigger,
		Close::trigger,
		Challenge::trigger,
		EndAccusations::trigger,
		ReturnToDraw::trigger,
		Expire::trigger,
		Scrub::trigger,
		Rotate::trigger,
		Drift::trigger,
		ReportUsage::trigger,
		ClaimCustody::trigger,
	];
	triggers.into_iter().flat_map(move |trigger| trigger(worker, block))
}
