// SPDX-License-Identifier: Apache-2.0
//! What ends access that is open: a row of the README's table each.

use super::*;

/// Whether access may go on that was opened by this question on this basis.
pub fn goes_on(world: &World, query: &Query<AccountId>, basis: Basis) -> bool {
	match basis {
		Basis::Provision(id) => {
			!is_denied(world, query)
				&& !world.has_lost_licence(&query.reader)
				&& lasts_by_provision(world, query, id)
		}
		Basis::Authorship => !is_denied(world, query) && world.is_licensed(&query.reader),
		// Not even a denial ends it.
		Basis::BreakGlass(id) => {
			world.is_licensed(&query.reader)
				&& world.cases.iter().any(|case| case.id == id && case.lasts.has(world.now))
		}
		// Whether they still guard the patient, pallet records asks.
		Basis::Guardianship(_) => !is_denied(world, query),
		Basis::OwnRecord => true,
	}
}

/// A denial reaches back.
fn is_denied(world: &World, query: &Query<AccountId>) -> bool {
	!matching(world, Effect::Deny, query, world.now).is_empty()
}

/// Its period lasts, nobody has cut it, and it still names the reader.
fn lasts_by_provision(world: &World, query: &Query<AccountId>, id: ProvisionId) -> bool {
	world.given(query.patient, id).is_some_and(|given| {
		given.access().has(world.now) && named::names_reader(world, &given.terms, &query.reader)
	})
}
