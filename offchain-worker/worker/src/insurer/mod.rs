// SPDX-License-Identifier: Apache-2.0
//! An insurer's worker: judges the claims of one insurer by the rules of their plans, and has them paid.
//!
//! ```text
//! chain    a claim is submitted ── waits for its policy's turn (queue.rs)
//! work     policy and claim are read by logged accesses (reading.rs) ── the chain is asked for facts ── judged (judge.rs)
//!          ── statement, outcome and salts are kept (store.rs)
//! effect   conclude ── collect; or refer, in the last third of the time, what could not be read
//! ```
//!
//! A claim is taken back by a command (reverse.rs), which may run beside.
//!
//! **It never denies what it could not read.** Which claims are open, the chain says, and what was prepared for one, the
//! store: so a worker that was away, or was killed at any point, goes on from there.

mod judge;
mod queue;
mod reading;
mod reverse;
mod run;
mod store;
#[cfg(test)]
mod tests;

pub use reverse::{Reversed, is_reversal};
pub use run::run;
pub use store::{FOLDER, Store, StoreError};

use reading::Accesses;
use salus_chain::ChainClient;
use salus_core::{EncryptionSecret, signer::Signer};
use std::sync::Arc;

/// An insurer with what it signs, reads and keeps by.
pub struct Insurer {
	chain: Arc<dyn ChainClient>,
	signer: Signer,
	secret: EncryptionSecret,
	store: Store,
	accesses: Accesses,
}

impl Insurer {
	/// The insurer whose account signs.
	pub fn new(
		chain: Arc<dyn ChainClient>,
		signer: Signer,
		secret: EncryptionSecret,
		store: Store,
	) -> Self {
		Self { chain, signer, secret, store, accesses: Accesses::default() }
	}
}
