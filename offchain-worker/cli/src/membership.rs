// SPDX-License-Identifier: Apache-2.0
//! Memberships: whoever is invited accepts or declines, a member leaves, and the past can be asked.

use super::{
	Context, Responded, boxed,
	response::{Done, Nothing, Plain},
	times,
};
use clap::Subcommand;
use salus_chain::{AccountId, calls::participants, queries};
use salus_primitives::{
	WithId,
	participants::{Invitation, MembershipHistory},
};
use serde::Serialize;

#[derive(Subcommand, Debug)]
pub enum Membership {
	/// Accept an organisation's invitation: what patients permit or deny to its members concerns you from then on.
	#[command(after_help = "Example:\n  salus --as doctor membership accept 5F3s…")]
	Accept {
		/// The organisation.
		organisation: String,
	},
	/// Leave an organisation, or decline its invitation.
	#[command(after_help = "Example:\n  salus --as doctor membership leave 5F3s…")]
	Leave {
		/// The organisation.
		organisation: String,
	},
	/// The invitations that an account has not answered.
	#[command(after_help = "Example:\n  salus membership invitations")]
	Invitations {
		/// The account; without it the signer's.
		account: Option<String>,
	},
	/// Since when an account is a member of an organisation, and when it was one before.
	#[command(
		after_help = "Examples:\n  salus membership show 5Clinic…\n  salus membership show 5Clinic… 5Doctor… --at 2026-12-24T18:00"
	)]
	Show {
		/// The organisation.
		organisation: String,
		/// The account; without it the signer's.
		account: Option<String>,
		/// Whether it was a member at this moment: a time, in your time zone unless it states another.
		#[arg(long, value_name = "TIME")]
		at: Option<String>,
	},
}

/// What waits for an account's answer.
#[derive(Serialize)]
struct Invitations {
	invitations: Vec<WithId<AccountId, Invitation>>,
}

impl Plain for Invitations {}

/// What is on record of a membership.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
	#[serde(flatten)]
	history: MembershipHistory,
	/// Whether it was a member at the moment that was asked about; none if that is not on record any more.
	#[serde(skip_serializing_if = "Option::is_none")]
	was_member: Option<Option<bool>>,
}

impl Plain for Shown {}

impl Membership {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::Accept { organisation } => {
				participants::accept_invitation(&context.account(&organisation)?)
			}
			Self::Leave { organisation } => {
				participants::leave_organisation(&context.account(&organisation)?)
			}
			Self::Invitations { account } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let account = context.account_or_own(account.as_deref())?;
				let invitations = queries::invitations(chain, &account, block.hash).await?;
				return boxed(Ok(Invitations { invitations }));
			}
			Self::Show { organisation, account, at } => {
				let at = at.as_deref().map(times::parse_exact).transpose()?;
				let (chain, block) = (context.chain().await?, context.block().await?);
				let organisation = context.account(&organisation)?;
				let account = context.account_or_own(account.as_deref())?;
				let history =
					queries::membership(chain, &organisation, &account, block.hash).await?;
				let was_member = at.map(|at| history.was_member(at));
				return boxed(Ok(Shown { history, was_member }));
			}
		};
		boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use serde_json::json;

	#[test]
	fn what_is_not_on_record_any_more_is_neither_yes_nor_no() {
		let history = MembershipHistory { known_since: 5, ..Default::default() };
		let shown =
			|at| Shown { was_member: Some(history.was_member(at)), history: history.clone() };
		assert_eq!(shown(4).json().unwrap()["wasMember"], json!(null));
		assert_eq!(shown(5).json().unwrap()["wasMember"], json!(false));
		let without = Shown { history, was_member: None };
		assert!(without.json().unwrap().get("wasMember").is_none());
	}
}
