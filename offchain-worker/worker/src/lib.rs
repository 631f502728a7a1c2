// SPDX-License-Identifier: Apache-2.0
//! An operator's worker: the server and the rules of custody, the jobs that follow the chain, the journal, the stores of
//! encrypted documents, and the process that risk models run in; and an insurer's, which judges claims. `salus-worker` is
//! the program of both.

pub mod assessment;
pub mod copy;
pub mod custody_rules;
pub mod daemon;
pub mod findings;
#[cfg(test)]
mod fixtures;
pub mod freshness;
#[doc(hidden)]
pub mod fuzzing;
pub mod insurer;
pub mod ipfs;
pub mod jobs;
pub mod journal;
pub mod metrics;
pub mod server;
