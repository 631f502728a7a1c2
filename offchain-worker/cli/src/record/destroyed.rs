// SPDX-License-Identifier: Apache-2.0
//! What is left of an erased record: who of its custodians has confirmed that they destroyed their part. Data rule 6.

use super::super::{Context, Failure, render, response::Show, times};
use salus_chain::{AccountId, BlockRef, ChainClient, events::Event, queries};
use salus_primitives::{
	RecordId,
	records::{Destruction, Tombstone},
};
use serde::Serialize;

/// An erased record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Destroyed {
	id: RecordId,
	#[serde(flatten)]
	tombstone: Tombstone,
	/// Whether all custodians have confirmed. Then the chain names them no more.
	destroyed: bool,
	/// What each owes, until all have confirmed.
	custodians: Vec<Destruction<AccountId>>,
	/// Who confirmed in which block, by the blocks that the node still has; only where it was asked for.
	#[serde(skip_serializing_if = "Option::is_none")]
	history: Option<History>,
}

/// Confirmations in past blocks, oldest first.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct History {
	/// The first block that was searched: later than the erasure's if the node lacks the events of that time.
	since_block: u32,
	confirmed: Vec<Confirmed>,
}

#[derive(Serialize)]
struct Confirmed {
	custodian: AccountId,
	block: u32,
}

/// Asks the chain's present state, and its past blocks if that is wanted.
pub async fn destroyed(
	context: &Context,
	id: RecordId,
	tombstone: Tombstone,
	block: BlockRef,
	history: bool,
) -> Result<Destroyed, Failure> {
	let custodians = queries::destructions(context.chain().await?, id, block.hash).await?;
	let history = match history {
		true => Some(search(context, id, block).await?),
		false => None,
	};
	let destroyed = custodians.iter().all(|owed| owed.destroyed_at.is_some());
	Ok(Destroyed { id, tombstone, destroyed, custodians, history })
}

/// Searches block after block, back to the erasure or as far as the node keeps events.
async fn search(context: &Context, id: RecordId, block: BlockRef) -> Result<History, Failure> {
	let chain = context.chain().await?;
	let mut history = History { since_block: block.number, confirmed: Vec::new() };
	let bar = context.spinner(&format!("searching blocks back from {}", block.number));
	for number in (1..=block.number).rev() {
		let Some(hash) = chain.block_hash(number).await? else {
			break;
		};
		let events = match chain.events(hash).await {
			Err(cause) if cause.is_for_good() => break,
			events => events?,
		};
		history.since_block = number;
		if history.take(id, number, events) {
			break;
		}
	}
	bar.finish_and_clear();
	history.confirmed.reverse();
	Ok(history)
}

impl History {
	/// Takes a block's confirmations; true if the record was erased in it.
	fn take(&mut self, id: RecordId, block: u32, events: Vec<Event>) -> bool {
		let mut erased = false;
		for event in events.into_iter().rev() {
			match event {
				Event::Destroyed { record, custodian } if record == id => {
					self.confirmed.push(Confirmed { custodian, block });
				}
				Event::Erased { record } => erased |= record == id,
				_ => {}
			}
		}
		erased
	}
}

impl Show for Destroyed {
	fn show(&self) -> String {
		let mut lines = vec![format!(
			"record {} was erased at {}",
			self.id,
			times::show(self.tombstone.erased_at)
		)];
		lines.push(match (self.destroyed, &self.history) {
			(false, _) => "not all of its custodians have confirmed that they destroyed their part".into(),
			(true, Some(_)) => "all of its custodians have confirmed that they destroyed their part".into(),
			(true, None) => {
				"all of its custodians have confirmed that they destroyed their part; --history names them".to_owned()
			}
		});
		let state = self.custodians.iter().map(|owed| {
			let when = owed.destroyed_at.map_or_else(
				|| "has not confirmed yet".to_owned(),
				|at| format!("confirmed at {}", times::show(at)),
			);
			[when, owed.custodian.to_string()]
		});
		let history = self.history.iter().flat_map(|history| &history.confirmed);
		let history = history
			.map(|one| [format!("confirmed in block {}", one.block), one.custodian.to_string()]);
		let cells: Vec<[String; 2]> = state.chain(history).collect();
		lines.extend(render::columns(&cells));
		if let Some(History { since_block, .. }) = &self.history {
			lines.push(format!("blocks searched: from {since_block} on"));
		}
		lines.join("\n")
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;

	fn account(byte: u8) -> AccountId {
		AccountId::new([byte; 32])
	}

	fn erased(confirmed: &[Option<u64>], history: Option<History>) -> Destroyed {
		let owed = |(byte, at): (u8, &Option<u64>)| Destruction {
			custodian: account(byte),
			bound: true,
			due: salus_primitives::quorum::Deadline { moment: 0, block: 0 },
			destroyed_at: *at,
		};
		Destroyed {
			id: RecordId(3),
			tombstone: Tombstone { erased_at: 0 },
			destroyed: confirmed.iter().all(Option::is_some),
			custodians: (1..).zip(confirmed).map(owed).collect(),
			history,
		}
	}

	#[test]
	fn it_is_told_who_confirmed_and_who_did_not() {
		let answer = erased(&[Some(1_000), None], None);
		let text = answer.text();
		let line = |byte| {
			let account = account(byte).to_string();
			text.lines().find(|line| line.contains(&account)).unwrap().to_owned()
		};
		assert!(line(1).contains(&times::show(1_000)), "{text}");
		assert!(line(2).contains("not confirmed"), "{text}");
		let json = answer.json().unwrap();
		assert_eq!((json["id"].as_u64(), json["destroyed"].as_bool()), (Some(3), Some(false)));
		assert!(json["erasedAt"].is_string() && json.get("history").is_none(), "{json}");
		assert!(json["custodians"][1]["destroyedAt"].is_null());
		assert!(erased(&[], None).text().contains("--history"));
	}

	#[test]
	fn past_blocks_name_them_after_the_chains_state_has_forgotten() {
		let mut history = History { since_block: 7, confirmed: Vec::new() };
		let (ours, other) = (RecordId(3), RecordId(4));
		let later = vec![
			Event::Destroyed { record: other, custodian: account(9) },
			Event::Destroyed { record: ours, custodian: account(2) },
		];
		assert!(!history.take(ours, 8, later));
		let first = vec![
			Event::Erased { record: ours },
			Event::Destroyed { record: ours, custodian: account(1) },
		];
		assert!(history.take(ours, 7, first));
		history.confirmed.reverse();
		let answer = erased(&[], Some(history));
		let json = answer.json().unwrap();
		assert_eq!(json["history"]["sinceBlock"], 7);
		let blocks = json["history"]["confirmed"].as_array().unwrap();
		assert_eq!(blocks.len(), 2);
		assert_eq!(blocks[0]["custodian"], account(1).to_string());
		let text = answer.text();
		assert!(text.contains("confirmed in block 8") && !text.contains("--history"), "{text}");
	}
}
