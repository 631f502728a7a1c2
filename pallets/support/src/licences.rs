// SPDX-License-Identifier: Apache-2.0
//! Whether an account may act as a practitioner.

use salus_primitives::{Licence, Participants};

/// Whether the account holds a licence in force.
pub fn is_licensed<P: Participants<AccountId>, AccountId>(account: &AccountId) -> bool {
	matches!(P::licence(account), Licence::InForce { .. })
}

/// Refuses an account without a licence in force: with `none` when it was never licensed, with `not_in_force` when its
/// licence is expired or suspended.
pub fn ensure_licensed<P: Participants<AccountId>, AccountId, Error>(
	account: &AccountId,
	none: Error,
	not_in_force: Error,
) -> Result<(), Error> {
	match P::licence(account) {
		Licence::InForce { .. } => Ok(()),
		Licence::Expired | Licence::Suspended => Err(not_in_force),
		Licence::None => Err(none),
	}
}
