//! Erase a result: the patient had it erased from its receipt, so nothing of it stays here. Data rule 6.

use super::{JobKey, Outcome, Worker};
use crate::custody_rules;
use salus_chain::events::Event;
use salus_primitives::RequestId;

pub fn trigger(event: &Event) -> Option<JobKey> {
	match event {
		Event::ResultErased { request } => Some(JobKey::EraseResult(*request)),
		_ => None,
	}
}

pub async fn attempt(worker: &Worker, request: RequestId) -> anyhow::Result<Outcome> {
	custody_rules::erase_result(&worker.custody, request).await?;
	Ok(Outcome::Done)
}
