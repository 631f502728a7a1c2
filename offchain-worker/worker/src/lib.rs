//! Salus off-chain: encrypted documents on IPFS, custody of key shares, risk models through ONNX, and
//! the two programs that use them: `salus-worker` (an operator's daemon) and `salus` (the command line
//! of patients and clinicians).

pub mod assessment;
pub mod chain;
pub mod commands;
pub mod crypto;
pub mod daemon;
pub mod documents;
#[doc(hidden)]
pub mod fuzzing;
pub mod ipfs;
pub mod jobs;
pub mod journal;
pub mod metrics;
pub mod models;
pub mod passphrase;
pub mod retry;
pub mod rpc;
pub mod secret;
pub mod telemetry;

pub use salus_fhir as fhir;
