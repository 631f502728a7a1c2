// SPDX-License-Identifier: Apache-2.0
//! What happened to plans, policies and claims.

use super::{AccountId, ChainError, Event, fields};
use salus_primitives::{PlanId, PolicyId, claims::Asset};

pub(super) const PALLET: &str = "Claims";

/// An event of this name.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<Option<Event>, ChainError> {
	Ok(Some(match name {
		"PlanPublished" => {
			let (plan, _insurer): (_, AccountId) = fields(PALLET, name, bytes)?;
			Event::PlanPublished { plan }
		}
		"PolicyIssued" => {
			let (policy, _plan, _holder): (_, PlanId, AccountId) = fields(PALLET, name, bytes)?;
			Event::PolicyIssued { policy }
		}
		"Submitted" => {
			let (claim, _policy, _payee): (_, PolicyId, AccountId) = fields(PALLET, name, bytes)?;
			Event::ClaimSubmitted { claim }
		}
		"Concluded" => {
			let (claim, paid) = fields(PALLET, name, bytes)?;
			Event::ClaimConcluded { claim, paid }
		}
		"ClaimWaits" => {
			let (claim, _insurer, _asset): (_, AccountId, Asset) = fields(PALLET, name, bytes)?;
			Event::ClaimWaits { claim }
		}
		"Collected" => {
			let (_insurer, _asset, _payee, amount): (AccountId, Asset, AccountId, _) =
				fields(PALLET, name, bytes)?;
			Event::Collected { amount }
		}
		"Refunded" => {
			let (claim, amount) = fields(PALLET, name, bytes)?;
			Event::ClaimRefunded { claim, amount }
		}
		"Waived" => Event::ClaimWaived { claim: fields(PALLET, name, bytes)? },
		_ => return Ok(None),
	}))
}
