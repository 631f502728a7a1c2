// SPDX-License-Identifier: Apache-2.0
//! Share: a permit for what is like a record, with an end.

use super::{
	super::{
		Context, Responded, boxed, codes, consent, purpose,
		response::{Done, Plain},
		times,
	},
	permission::{self, NumberedRecord},
};
use clap::Args;
use salus_chain::{AccountId, ChainClient, calls, events::Event, queries};
use salus_primitives::{
	Categories, Moment, ProvisionId, Purpose, RecordId,
	consent::{Actor, ProvisionTerms},
};
use serde::Serialize;

/// How long a record is shared when no end is named: 30 days.
const SHARED_FOR: Moment = 30 * 24 * 60 * 60 * 1000;

#[derive(Args, Debug)]
pub struct Share {
	/// The record.
	record: u64,
	/// Whom.
	#[arg(long)]
	to: String,
	/// For which purpose.
	#[arg(long, long_help = codes::with_purposes("For which purpose."))]
	purpose: Option<String>,
	/// Until when: a date (that whole day included) or a time; without it for 30 days.
	#[arg(long)]
	until: Option<String>,
}

/// A permit, and what was understood of it.
#[derive(Serialize)]
struct Shared<Understood> {
	provision: Option<ProvisionId>,
	#[serde(flatten)]
	understood: Understood,
}

impl<Understood: Serialize> Plain for Shared<Understood> {}

impl Share {
	pub async fn run(self, context: &Context) -> Responded {
		let until = self.until.as_deref().map(times::parse_end).transpose()?;
		let reader = context.account(&self.to)?;
		let purpose = match &self.purpose {
			Some(given) => purpose::parse(given)?,
			None => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let who = queries::who_is(chain, &reader, block.hash).await?;
				return Err(purpose::missing(purpose::sensible(&who)));
			}
		};
		let info = permission::live(context, RecordId(self.record)).await?;
		let (chain, block) = (context.chain().await?, context.block().await?);
		let now = chain.moment(block.hash).await?;
		let actor = Actor::Account(reader);
		let whom = consent::whom(&actor, Some(&self.to));
		let terms = terms(&info, actor, purpose, until, now);
		let mut means = consent::sentence(&terms, &whom);
		if self.until.is_none() {
			means += " No end was named: 30 days.";
		}
		context.tell(&means);
		let done = context.submit(calls::consent::grant(&terms)).await?;
		let provision = done.events.iter().find_map(|event| match event {
			Event::Granted { provision, .. } => Some(*provision),
			_ => None,
		});
		let understood = consent::understood(&terms, &means);
		boxed(Ok(Done::new(&done, Shared { provision, understood })))
	}
}

/// A permit to read what is like the record.
fn terms(
	info: &NumberedRecord,
	actor: Actor<AccountId>,
	purpose: Purpose,
	until: Option<Moment>,
	now: Moment,
) -> ProvisionTerms<AccountId> {
	let categories = Categories::only(info.item.category);
	ProvisionTerms {
		// There is room for one.
		compartments: vec![info.item.compartment].try_into().unwrap_or_default(),
		until: Some(until.unwrap_or_else(|| now.saturating_add(SHARED_FOR))),
		..calls::consent::permit_to_read(actor, categories, purpose)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::record;
	use salus_primitives::{Category, Compartment};

	#[test]
	fn a_share_always_ends() {
		let mut info = record();
		info.item.compartment = Compartment::Three;
		let actor = Actor::Account(AccountId::new([2; 32]));
		let shared = |until| terms(&info, actor.clone(), Purpose::Treatment, until, 1_000);
		assert_eq!(shared(None).until, Some(1_000 + 30 * 86_400_000));
		assert_eq!(shared(Some(5_000)).until, Some(5_000));
		assert_eq!(shared(None).compartments.as_slice(), [Compartment::Three]);
		assert_eq!(shared(None).categories.as_slice(), [Category::Condition]);
	}
}
