//! Erase a result: the patient had it erased from its receipt, so nothing of it stays here. Data rule 6.

use super::{JobKey, Outcome, Worker};
use crate::{chain::events::Event, rpc};
use salus_primitives::RequestId;

pub fn trigger(event: &Event) -> Option<JobKey> {
	match event {
		Event::ResultErased { request } => Some(JobKey::EraseResult(*request)),
		_ => None,
	}
}

pub async fn attempt(worker: &Worker, request: RequestId) -> anyhow::Result<Outcome> {
	rpc::erase_result(&worker.custody, request).await?;
	Ok(Outcome::Done)
}
