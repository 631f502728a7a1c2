// SPDX-License-Identifier: Apache-2.0
//! What one core can do at most: every call has a signature, which somebody must verify.

use sp_core::{Pair, sr25519};
use std::time::{Duration, Instant};

/// Long enough that a pause of the system does not show.
const TIME: Duration = Duration::from_secs(2);

/// sr25519 signatures verified a second by this thread.
pub fn per_second() -> f64 {
	let pair = sr25519::Pair::from_seed(&[7; 32]);
	let message = [42; 32];
	let signature = pair.sign(&message);
	let began = Instant::now();
	let mut verified = 0;
	while began.elapsed() < TIME {
		assert!(sr25519::Pair::verify(&signature, message, &pair.public()));
		verified += 1;
	}
	f64::from(verified) / began.elapsed().as_secs_f64()
}
