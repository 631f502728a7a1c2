// SPDX-License-Identifier: Apache-2.0
//! The order of decision, for now and for the past: of licences and memberships only what is now counts.

use super::*;

/// What the four steps answer.
pub fn answer(world: &World, query: &Query<AccountId>, at: Moment) -> Result<Permit, Refusal> {
	if let Some(case) = broken_glass(world, query, at) {
		let basis = Basis::BreakGlass(case.id);
		return Ok(permit(world, query, basis, Obligations::default(), case.lasts.until));
	}
	if let Some(denial) = matching(world, Effect::Deny, query, at).first() {
		return Err(Refusal::Denied(denial.id));
	}
	if world.has_lost_licence(&query.reader) {
		return Err(Refusal::NotInForce);
	}
	let permits = matching(world, Effect::Permit, query, at);
	let chosen = preferred(permits).ok_or(Refusal::NoPolicy)?;
	let basis = Basis::Provision(chosen.id);
	Ok(permit(world, query, basis, chosen.obligations(), chosen.foreseen_end()))
}

/// The practitioner's case of this patient, in the general compartment, with a licence in force.
fn broken_glass<'a>(world: &'a World, query: &Query<AccountId>, at: Moment) -> Option<&'a Case> {
	let Reader::Account(reader) = &query.reader else { return None };
	let is_emergency =
		query.purpose == Purpose::BreakGlass && query.compartment == Compartment::General;
	if !is_emergency || !world.is_licensed(&query.reader) {
		return None;
	}
	world.cases.iter().find(|case| {
		case.patient == query.patient && case.practitioner == *reader && case.lasts.has(at)
	})
}

/// The provisions of one effect that cover what is asked and were in force then, the oldest first.
pub fn matching<'a>(
	world: &'a World,
	effect: Effect,
	query: &Query<AccountId>,
	at: Moment,
) -> Vec<&'a Given> {
	let matches = |given: &&Given| {
		given.terms.effect == effect && given.in_force().has(at) && covers(world, given, query)
	};
	world.given_by(query.patient).filter(matches).collect()
}

/// The fewest obligations, then one without a count of uses, then the oldest.
fn preferred(mut permits: Vec<&Given>) -> Option<&Given> {
	let fewest = permits.iter().map(|permit| permit.obligation_count()).min()?;
	permits.retain(|permit| permit.obligation_count() == fewest);
	if permits.iter().any(|permit| permit.terms.uses.is_none()) {
		permits.retain(|permit| permit.terms.uses.is_none());
	}
	permits.into_iter().next()
}

/// Access lasts no longer than the reader's licence.
fn permit(
	world: &World,
	query: &Query<AccountId>,
	basis: Basis,
	obligations: Obligations,
	end: Option<Moment>,
) -> Permit {
	let ends_at = earliest([end, world.licence_end(&query.reader)]);
	// An end that never comes is none, here as in what the tests ask with.
	Permit { basis, obligations, ends_at: ends_at.filter(|end| *end < Moment::MAX) }
}
