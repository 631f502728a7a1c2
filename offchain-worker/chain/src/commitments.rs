// SPDX-License-Identifier: Apache-2.0
//! What stands on chain for the documents that an insurer keeps off it. Whoever is shown one of them, and its salt, finds
//! that it is the one that was concluded; without the salt nobody can guess what it says.

use codec::Encode;
use salus_adjudication::{Outcome, Statement};
use sp_core::blake2_256;

const STATEMENT_DOMAIN: &[u8] = b"salus/statement/v1";
const OUTCOME_DOMAIN: &[u8] = b"salus/outcome/v1";

/// The commitment to a policy's statement: the BLAKE2b-256 of a domain, a secret salt and the statement, all in SCALE.
pub fn to_statement(salt: &[u8; 32], statement: &Statement) -> [u8; 32] {
	blake2_256(&(STATEMENT_DOMAIN, salt, statement).encode())
}

/// The commitment to what each line of a claim came to, made in the same way.
pub fn to_outcome(salt: &[u8; 32], outcome: &Outcome) -> [u8; 32] {
	blake2_256(&(OUTCOME_DOMAIN, salt, outcome).encode())
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_adjudication::Amount;

	/// Clients that others wrote put these bytes together themselves.
	#[test]
	fn a_commitment_is_to_a_domain_a_salt_and_the_document() {
		// Three empty lists.
		let payload = [&[18 << 2][..], b"salus/statement/v1", &[7; 32], &[0, 0, 0]].concat();
		assert_eq!(to_statement(&[7; 32], &Statement::default()), blake2_256(&payload));
		// No line, and four sums, each compact.
		let outcome = Outcome { paid: Amount(5), ..Default::default() };
		let payload =
			[&[16 << 2][..], b"salus/outcome/v1", &[7; 32], &[0, 5 << 2, 0, 0, 0]].concat();
		assert_eq!(to_outcome(&[7; 32], &outcome), blake2_256(&payload));
		assert_ne!(to_outcome(&[8; 32], &outcome), to_outcome(&[7; 32], &outcome));
	}
}
