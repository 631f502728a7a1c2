// SPDX-License-Identifier: Apache-2.0
//! Claims as the chain has them: one, or all of a policy.

use crate::{
	Context, Failure, render,
	response::{Plain, Show},
	times,
};
use salus_chain::queries;
use salus_primitives::{ClaimId, MAX_PAGE, PolicyId, WithId, claims::Stage};
use serde::Serialize;

/// A claim, as the chain has it.
#[derive(Serialize)]
pub struct Shown {
	#[serde(flatten)]
	claim: WithId<ClaimId, queries::Claim>,
}

impl Plain for Shown {}

/// A policy's claims.
#[derive(Serialize)]
pub struct Listed {
	claims: Vec<WithId<ClaimId, queries::Claim>>,
}

/// One claim.
pub async fn one(context: &Context, id: ClaimId) -> Result<Shown, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let claim = queries::claim(chain, id, block.hash).await?;
	let item = claim.ok_or_else(|| Failure::not_found(format!("claim {id}")))?;
	Ok(Shown { claim: WithId { id, item } })
}

/// A policy's claims. Asks for page after page: a page alone is in an order that tells nothing.
pub async fn list(context: &Context, policy: PolicyId) -> Result<Listed, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	let (mut claims, mut after) = (Vec::new(), None);
	loop {
		let page = queries::claims_of(chain, policy, after, MAX_PAGE, block.hash).await?;
		let full = page.len() >= MAX_PAGE as usize;
		after = page.last().map(|claim| claim.id);
		claims.extend(page);
		if !full {
			claims.sort_unstable_by_key(|claim| claim.id);
			return Ok(Listed { claims });
		}
	}
}

impl Show for Listed {
	fn show(&self) -> String {
		if self.claims.is_empty() {
			return "no claims".to_owned();
		}
		let head = ["claim", "record", "submitted", "at most", "paid", "stage", "", "payee"];
		let rows = self.claims.iter().map(row);
		let cells: Vec<[String; 8]> =
			std::iter::once(head.map(str::to_owned)).chain(rows).collect();
		render::columns(&cells).join("\n")
	}
}

/// The payee comes last, since how long it is depends on its name.
fn row(claim: &WithId<ClaimId, queries::Claim>) -> [String; 8] {
	let item = &claim.item;
	let (stage, paid) = stage(&item.stage);
	let referred = item.referred.then_some("referred to a person");
	let denied = item.care_denied.then_some("CARE DENIED by the holder");
	let marks: Vec<&str> = referred.into_iter().chain(denied).collect();
	[
		claim.id.to_string(),
		item.record.to_string(),
		times::show(item.filed_at),
		item.ceiling.to_string(),
		paid.map(|paid| paid.to_string()).unwrap_or_default(),
		stage,
		marks.join(", "),
		item.payee.to_string(),
	]
}

/// How far a claim has come, and what it came to.
fn stage(stage: &Stage) -> (String, Option<u128>) {
	match stage {
		Stage::Submitted { decide_until } => {
			let until = times::show(decide_until.moment);
			(format!("to be judged by {until}, block {}", decide_until.block), None)
		}
		Stage::Waiting { outcome, number } => {
			(format!("waits for money as number {number}"), Some(outcome.paid))
		}
		Stage::Concluded { outcome, at } => {
			(format!("concluded {}", times::show(*at)), Some(outcome.paid))
		}
		Stage::Refunded { at, .. } => (format!("given back {}", times::show(*at)), Some(0)),
		Stage::Reversed { at } => (format!("reversed {}", times::show(*at)), None),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{claim::fixtures, response::Response};
	use salus_primitives::{claims::Outcome, quorum::Deadline};
	use serde_json::json;

	fn claim(id: u32, stage: Stage) -> WithId<ClaimId, queries::Claim> {
		WithId { id: ClaimId(id), item: fixtures::claim(stage) }
	}

	#[test]
	fn a_claim_is_shown_with_its_stage_and_what_comes_of_it() {
		let outcome = Outcome { paid: 5_100, commitment: [7; 32], cid: None, pieces: 0 };
		let decide_until = Deadline { moment: 1_796_472_000_000, block: 80_000 };
		let mut denied = claim(10, Stage::Reversed { at: 1_795_867_200_000 });
		denied.item.care_denied = true;
		let claims = vec![
			claim(7, Stage::Submitted { decide_until }),
			claim(8, Stage::Waiting { outcome, number: 2 }),
			claim(9, Stage::Concluded { outcome, at: 1_795_867_200_000 }),
			denied,
		];
		let shown = Shown { claim: claims[0].clone() };
		let json = shown.json().unwrap();
		assert_eq!((&json["id"], &json["ceiling"]), (&json!(7), &json!("20000")));
		assert_eq!(json["stage"]["submitted"]["decideUntil"]["block"], json!(80_000));
		assert!(shown.text().contains("decideUntil"), "{}", shown.text());
		let text = Listed { claims }.text();
		let lines: Vec<&str> = text.lines().collect();
		assert!(lines[1].starts_with("7 ") && lines[1].contains("block 80000"), "{text}");
		assert!(lines[2].contains("5100") && lines[2].contains("waits for money"), "{text}");
		assert!(lines[3].contains("5100") && lines[3].contains("concluded"), "{text}");
		assert!(lines[4].contains("CARE DENIED") && !lines[3].contains("DENIED"), "{text}");
		assert_eq!(Listed { claims: Vec::new() }.text(), "no claims");
	}
}
